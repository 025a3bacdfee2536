"""One form of a text, however it was typed: what the signer reads, and what a generator is trained with and given.

What becomes of a character (`docs/signer.md`, "One form of text"):

- letters and digits of other widths, fonts and positions, ligatures and combining marks: the composed, usual letter;
- apostrophes and single quotes of every kind: `'`; double quotes: `"`; dashes and hyphens: `-`; dots in a row: `…`;
- white space: one blank, or one line break if there is one in it; none at the ends;
- what shows nothing (soft hyphens, joiners, direction marks, selectors, control characters): out;
- halves of a surrogate pair: U+FFFD, so that the account names them;
- Chinese: traditional characters simplified, and full-width punctuation after a Han character.

Fractions (½), raised digits (²), Roman numerals and signs such as ℃, № and − keep their form: they mean more than the
letters that they could be written with.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from signary.language.addresses import find_addresses
from signary.language.characters import JOINER, is_invisible, shape

#: Kinds of compatibility that are a matter of looks (field `Decomposition_Mapping` of the Unicode Character Database).
_WIDTHS = ("<wide>", "<narrow>", "<small>", "<vertical>", "<noBreak>")
_LOOKS = (*_WIDTHS, "<font>", "<compat>", "<super>", "<initial>", "<medial>", "<final>", "<isolated>", "<square>")
#: Looks like a letter, and is a sign that says where to ask; letters that stand for degrees and ordinals.
_SIGNS = "ℹªº"
#: Apostrophes and single quotes wherever they stand, and characters that are apostrophes only beside a letter.
_APOSTROPHES = "’‘‚‛‹›ʼ❛❜՚"
_BY_LETTERS = "´`′‵ʹʻʽʾʿˈˊˋꞌꞋ᾽᾿῾΄ՙ՛׳ߴߵ"
_QUOTES = "“”„‟«»〝〞〟❝❞「」『』"
_HYPHENS = "‐‑⁃"
_DASHES = "–—―‒⸺⸻"
_LETTER = r"[^\W\d_]"
_BLANKS = r"[^\S\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*"
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"

_UNUSUAL = re.compile(r"[^ !-_a-~]|\.\.\.|  |^ | $")
_SURROGATE = re.compile("[\ud800-\udfff]")
_QUOTE = re.compile(f"[{_QUOTES}]")
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]|(?<={_LETTER})[{_BY_LETTERS}]|[{_BY_LETTERS}](?={_LETTER})")
_HYPHEN = re.compile(f"[{_HYPHENS}]")
_CURRENCY = "$€£¥￥₹₽₩"
#: A dash between digits or German days (`3.–5. Mai`), before a number or an amount, or with blanks about it.
_TIGHT_DASH = re.compile(
    rf"(?<=\d)[{_DASHES}](?=\d)|(?<=\d\.)[{_DASHES}](?=\d{{1,2}}\.)|(?<=[{_CURRENCY}])[{_DASHES}](?=\d)"
    rf"|(?<![^\s(])[{_DASHES}](?=[{_CURRENCY}]?\d)|(?<!\S)[{_DASHES}](?!\S)"
)
_DASH = re.compile(rf"{_BLANKS}[{_DASHES}]+{_BLANKS}")
_DOTS = re.compile(r"\.*[…‥⋯][….‥⋯]*|\.{3,}")
_SPACE = re.compile(r"[\s\u2800]+")
_LINE_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: Punctuation of Chinese and of other languages, to that of the other.
_CHINESE_MARKS = str.maketrans(",?!:;.", "，？！：；。")
_WESTERN_MARKS = str.maketrans("，？！：；（）。、", ",?!:;().,")
_AFTER_HAN = re.compile(rf"(?<={_HAN})(?:[,?!;]|[:.](?=\s|$|{_HAN}|[\"']))")
_HAN_RUN = re.compile(f"{_HAN}+")
#: Pronouns that only traditional Chinese has.
_PRONOUNS = str.maketrans("妳牠祂", "你它他")
#: 著 elsewhere than in words that simplified Chinese has too, such as 著名: the particle 着.
_PARTICLE = re.compile("(?<![显名原土编专论巨卓昭遗译合拙所])著(?![名作称者述书录])")


@dataclass(frozen=True)
class NormalText:
    """A text in its normal form, and where its characters come from.

    Attributes:
        source: The text as it was typed.
        text: Its normal form.
        moved: Start and end in `source` of every character of `text`; both rise, one character may have several. None
            if each stands where it was typed, as in most texts.
    """

    source: str
    text: str
    moved: tuple[tuple[int, int], ...] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Start and end in `source` of `text[start:end]`, which must not be empty."""
        return (start, end) if self.moved is None else (self.moved[start][0], self.moved[end - 1][1])


def normal_form(text: str, spoken: str) -> str:
    """The normal form of a text; a normal form is its own.

    Args:
        text: Any text.
        spoken: ISO 639-1 code of its language.
    """
    return normal_text(text, spoken).text


@lru_cache(maxsize=1024)
def normal_text(text: str, spoken: str) -> NormalText:
    """The normal form of a text with the place of every character; arguments as for `normal_form`."""
    if not _UNUSUAL.search(text):
        return NormalText(text, text)
    form = _Form(text)
    as_typed = form.places
    form.replace(_SURROGATE, lambda found: "\ufffd")
    form.leave_out_invisible()
    form.compose(spoken)
    form.replace(_QUOTE, lambda found: '"')
    form.replace(_APOSTROPHE, lambda found: "'")
    form.replace(_HYPHEN, lambda found: "-")
    form.replace(_TIGHT_DASH, lambda found: "-")
    form.replace(_DASH, lambda found: " - ")
    form.replace(_DOTS, lambda found: "…")
    if spoken == "zh":
        form.replace(_HAN_RUN, _simplified, addresses=False)
        form.replace(_AFTER_HAN, lambda found: found.translate(_CHINESE_MARKS), addresses=False)
    form.replace(_SPACE, lambda found: "\n" if _LINE_BREAK.search(found) else " ")
    form.strip()
    return NormalText(text, form.text, None if form.places == as_typed else tuple(form.places))


class _Form:
    """A text on its way to its normal form; `places` as `NormalText.moved`, in any case."""

    def __init__(self, text: str) -> None:
        self.text, self.places = text, [(at, at + 1) for at in range(len(text))]

    def replace(self, pattern: re.Pattern[str], new: Callable[[str], str], *, addresses: bool = True) -> None:
        """Put something else in the place of what matches, in addresses too: as many characters one for one."""
        pieces, places, at = list[str](), list[tuple[int, int]](), 0
        kept = [] if addresses else list(find_addresses(self.text))
        for match in pattern.finditer(self.text):
            start, end = match.span()
            if any(left <= start < right for left, right in kept):
                continue
            piece = new(match.group())
            pieces += [self.text[at:start], piece]
            whole = (self.places[start][0], self.places[end - 1][1])
            same = len(piece) == end - start
            places += self.places[at:start] + (self.places[start:end] if same else [whole] * len(piece))
            at = end
        if at:
            self.text, self.places = "".join(pieces) + self.text[at:], places + self.places[at:]

    def leave_out_invisible(self) -> None:
        """Joiners stay between the parts of an emoji."""
        kept = list[int]()
        for at, character in enumerate(self.text):
            joins = character == JOINER and kept and shape(self.text[kept[-1]]) in "SM"
            if not is_invisible(character) or (joins and shape(self.text[at + 1 : at + 2] or " ") == "S"):
                kept.append(at)
        self.text, self.places = "".join(self.text[at] for at in kept), [self.places[at] for at in kept]

    def compose(self, spoken: str) -> None:
        """Letters with their marks in one character where there is one, and in their usual shape."""
        clusters = list[list[int]]()
        for at, character in enumerate(self.text):
            if clusters and _belongs_to_the_one_before(character):
                clusters[-1].append(at)
            else:
                clusters.append([at])
        pieces, places = list[str](), list[tuple[int, int]]()
        for cluster in clusters:
            piece = unicodedata.normalize("NFC", "".join(_usual(self.text[at], spoken) for at in cluster))
            place = (self.places[cluster[0]][0], self.places[cluster[-1]][1])
            pieces.append(piece)
            places += [place] * len(piece)
        self.text, self.places = "".join(pieces), places

    def strip(self) -> None:
        """No blanks at the ends."""
        end = len(self.text.rstrip())
        start = len(self.text) - len(self.text.lstrip()) if end else 0
        self.text, self.places = self.text[start:end], self.places[start:end]


def _belongs_to_the_one_before(character: str) -> bool:
    return character >= "\u0300" and (unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff")


@lru_cache(maxsize=65536)
def _usual(character: str, spoken: str) -> str:
    """A character as it is usually written: `Ａ`, `𝐀` and `ﬁ` are `A`, `A` and `fi`; `½` and `℃` are themselves."""
    if spoken != "zh":
        character = character.translate(_WESTERN_MARKS)
    kind, _, codes = unicodedata.decomposition(character).partition(" ")
    if kind not in _LOOKS or character in _SIGNS or (spoken == "zh" and character in "，？！：；（）"):
        return character
    usual = "".join(_usual(chr(int(code, 16)), spoken) for code in codes.split())
    category = unicodedata.category(character)
    letters = category[0] in "LM" or category == "Nd" or (kind == "<square>" and usual.isascii() and usual.isalpha())
    return usual if (kind in _WIDTHS or letters) and not usual[:1].isspace() else character


def _simplified(han: str) -> str:
    """Han characters of a text without the traditional ones; phrases decide between characters (`乾淨`, `乾隆`)."""
    simple = str(_converter().convert(han)).translate(_PRONOUNS).replace("甚么", "什么")
    return _PARTICLE.sub("着", simple)


@cache
def _converter() -> Any:
    """OpenCC, from traditional Chinese to simplified."""
    from opencc import OpenCC

    return OpenCC("t2s")
