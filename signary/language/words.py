"""Sentences to words, with the place of each; negation never stays hidden in a contraction."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from signary.language.abbreviations import expand, find_clipped
from signary.language.addresses import find_addresses
from signary.language.characters import plain, shape, shapes
from signary.language.chinese_numerals import numeral_places, split_numeral
from signary.language.function_words import listed
from signary.language.gender_forms import find_gender_forms
from signary.language.german_spelling import with_umlauts
from signary.language.number_tokens import number_end
from signary.language.number_words import german_number
from signary.language.powers import find_powers

_TRUSTED = 10


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place: `text == sentence[start:end]`; `key` is what to look up (`n't` -> `not`), case kept."""

    text: str
    start: int
    end: int
    key: str


# Over the shapes of `characters.shape`, and `A` for what is one word whatever stands in it: initials with stops,
# numbers, words (with inner hyphens and apostrophes), a minus before a number (but `50%-60%` says to
# where), and symbols (an emoji with all that is joined to it).
_TOKEN = re.compile(
    r"(?P<whole>A+)"
    r"|(?P<initials>(?<![LMD])LM*(?:(?:\. ?LM*(?=\.))+\.|(?:\.LM*(?![LMD]))+))"
    r"|(?P<number>D+(?:[.,:]D+)*)"
    r"|(?P<word>L[LMDJ]*(?:[-'][LD][LMDJ]*)*)"
    r"|(?P<minus>(?<![ALMDH.,:'-])(?<!DS)(?<!D S)-(?=S?D))"
    r"|(?P<symbol>S[MJ]*(?:(?<=J)S[MJ]*)*)"
    r"|(?P<han>H+)"
)
_SUFFIX = {
    "en": re.compile(r"(?:st|nd|rd|th|(?<=\d0)'?s)(?![^\W_])", re.IGNORECASE),
    "de": re.compile(r"(?:te[nrsm]?|er)(?![^\W_])|\.(?=\s+[^\W_]|\s?[-/]\s?\d{1,2}\.(?!\d{3}))", re.IGNORECASE),
}
#: In a sum a hyphen between numbers is a minus; elsewhere it says from where to where.
_DIFFERENCE = re.compile(r"(?<=D)-(?=D)|(?<=D )-(?= D)")
#: Chinese words right before a number below zero.
_BELOW_ZERO = re.compile(r"(?<=[到至是为约达于低])-(?=\d)")
_NUMBER_SIGN = re.compile(r"no\.(?= ?\d)", re.IGNORECASE)
_CLITICS = {
    "en": re.compile(r".(n't)$|.('(?:s|m|re|ll|ve|d))$", re.IGNORECASE | re.DOTALL),
    "de": re.compile(r".('s)$", re.IGNORECASE | re.DOTALL),
}
_FULL_FORMS = {
    "en": {"n't": "not", "'m": "am", "'re": "are", "'ll": "will", "'ve": "have"},
    "de": {"'s": "es"},
}
_SHORTENED = {"ca": "can", "wo": "will", "sha": "shall"}
#: Second halves of contractions, and first halves before `'t`, where blanks part them.
_PARTED = {"en": frozenset(listed("m s re ll ve d")), "de": frozenset(listed("s"))}
_NEGATED = frozenset(
    listed(
        "don doesn didn can couldn won wouldn shan shouldn isn aren wasn weren haven hasn hadn mustn needn mightn ain"
    )
)
#: Contractions typed without their apostrophe, where no other word looks like them: `dont`, `youre`.
_BARE_NOT = re.compile(r"(?:do|does|did|is|are|was|were|has|have|had|could|would|should|ca|wo|must|ai)(nt)")
_BARE_HALVES = {"m": "am", "re": "are", "ve": "have", "ll": "will", "s": "'s"}
_BARE = re.compile(
    r"i(?:m|ve)|(?:you|they)(?:re|ve|ll)|(?:we|would|could|should)ve|(?:it|that)ll|(?:he|she|that|what|where|who|how|there)s"
)
#: English words that run together as they are spoken -> what either part stands for; the second has two letters.
_RUN_TOGETHER = {
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "gotta": ("got", "to"),
    "gimme": ("give", "me"),
    "lemme": ("let", "me"),
}
_BREAK = re.compile(r"[,;:—–()\[\]…，；：（）!?！？]|\s-\s")


#: A German date behind its weekday is no clause: `findet am Freitag, dem 12. Mai, statt`.
_GERMAN_DATE = re.compile(
    r"(?:tag|woch|abend), (?:de[mnr]) \d{1,2}\. ?(?:\d{1,2}\.(?:\d{2,4})?|[^\W\d_]{3,9}\b)(?: \d{4})?,?", re.IGNORECASE
)


def cut_words(text: str, spoken: str) -> list[Word]:
    """Cut a sentence into words; punctuation and blanks between them are left out, symbols such as `%` are words.

    English contractions are cut before their second half, so that negation is a word of its own: `don't` is `do` and
    `n't` (key `not`), `can't` is `ca` (key `can`) and `n't`; `cannot` likewise. Runs of Han characters are cut by
    jieba when `spoken` is `zh`, and numerals then parted from their measure words (`二十五个`). Addresses are one word
    each, and so are exponents (`²`, key `^2`) and German words for all genders (`Lehrer*innen`, key `Lehrerinnen`).
    German keys have their umlauts.

    Args:
        text: One sentence.
        spoken: ISO 639-1 code of its language.
    """
    words: list[Word] = []
    whole = _whole_words(text, spoken)
    outline, at = _outline(text, whole.values()), 0
    while match := _TOKEN.search(outline, at):
        start, at = match.span()
        if match.lastgroup == "whole":
            words.append(whole[start])
            at = whole[start].end
            continue
        if match.lastgroup == "number" or text[start] == "+":
            start, at = _number_place(text, start, at, spoken)
        elif spoken == "en" and _NUMBER_SIGN.match(text, start):
            at += 1
            words.append(_word(text, start, at, "number"))
            continue
        elif match.lastgroup == "word" and _is_abbreviation(text[start : at + 1], spoken):
            at += 1
        if match.lastgroup == "han" and spoken == "zh":
            words += _cut_han(text, start, at)
        elif match.lastgroup == "word":
            words += _cut_clitic(text, start, at, spoken)
        else:
            words.append(_word(text, start, at))
    words = _with_parted_clitics(text, words, spoken) if spoken in _CLITICS else words
    return list(_respelled(words)) if spoken == "de" else words


def _whole_words(text: str, spoken: str) -> dict[int, Word]:
    """Addresses, exponents, clipped words, and German words for all genders, by the place where they begin."""
    found = {start: _word(text, start, end) for start, end in find_addresses(text)}
    taken = [(word.start, word.end) for word in found.values()]
    gendered = find_gender_forms(text) if spoken == "de" else ()
    for start, end, key in (*find_powers(text), *find_clipped(text, spoken), *gendered):
        if not any(left < end and start < right for left, right in taken):
            found[start] = Word(text[start:end], start, end, key)
    return found


def _outline(text: str, whole: Iterable[Word]) -> str:
    outline = shapes(text)
    if "-" in outline:
        outline = _DIFFERENCE.sub("S", outline) if "=" in text else outline
        for match in _BELOW_ZERO.finditer(text):
            outline = f"{outline[: match.start()]}S{outline[match.end() :]}"
    for word in whole:
        outline = outline[: word.start] + "A" * (word.end - word.start) + outline[word.end :]
    return outline


#: `zu zweit`, where the number has another form.
_TOGETHER = {"zweit": "zwei", "dritt": "drei", "siebt": "sieben", "acht": ""}


def _respelled(words: Sequence[Word]) -> Iterator[Word]:
    """German words with their umlauts (`fuer`), but for names."""
    for at, word in enumerate(words):
        respelled = with_umlauts(word.key, first=at == 0)
        word = word if respelled is None else replace(word, key=respelled)
        yield from _counted(word, words[at - 1].key.lower() if at else "")


def _counted(word: Word, left: str) -> Iterator[Word]:
    """`dreimal` as a number and `mal`; `zu fünft` with its number."""
    lowered, cut = word.key.lower(), len(word.text) - 3
    if lowered.endswith("mal") and lowered != "einmal" and german_number(lowered[:-3]) is not None:
        yield Word(word.text[:cut], word.start, word.end - 3, word.key[:-3])
        yield Word(word.text[cut:], word.end - 3, word.end, "mal")
        return
    together = _TOGETHER.get(lowered, lowered.removesuffix("t")) if left == "zu" and lowered.endswith("t") else ""
    yield replace(word, key=together) if together and german_number(together) is not None else word


def clause_breaks(text: str, words: Sequence[Word]) -> frozenset[int]:
    """Indices of the words before which punctuation parts two clauses."""
    text = _GERMAN_DATE.sub(lambda match: match.group().replace(",", " "), text)
    gaps = ((index, text[left.end : right.start]) for index, (left, right) in enumerate(_pairs(words), start=1))
    return frozenset(index for index, gap in gaps if _BREAK.search(gap))


def _pairs(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    return zip(words, words[1:], strict=False)


def _word(text: str, start: int, end: int, key: str | None = None) -> Word:
    piece = text[start:end]
    return Word(piece, start, end, plain(piece) if key is None else key)


def _is_abbreviation(piece: str, spoken: str) -> bool:
    return piece.endswith(".") and expand(piece, spoken) is not None


def _number_place(text: str, start: int, end: int, spoken: str) -> tuple[int, int]:
    """Start and end of a number with all that belongs to it: `3rd`, `10 a.m.`, `(555) 123-4567`."""
    if text[start - 1 : start] == "." and (start < 2 or text[start - 2] in " ($€£"):
        return start - 1, end
    for first in (start - 1, start) if text[start - 1 : start] == "(" else (start,):
        longer = number_end(text, first, spoken)
        if longer is not None and longer >= end:
            return first, longer
    suffix = _SUFFIX[spoken].match(text, end) if spoken in _SUFFIX and text[start] != "+" else None
    return start, suffix.end() if suffix else end


def _cut_clitic(text: str, start: int, end: int, spoken: str) -> list[Word]:
    """One word, or a contraction in its two halves."""
    key = plain(text[start:end])
    if spoken == "en" and key.lower() == "cannot" and end - start == 6:
        return [_word(text, start, start + 3), _word(text, start + 3, end)]
    if spoken == "en" and key.lower() in _RUN_TOGETHER:
        first, second = _RUN_TOGETHER[key.lower()]
        cut = _place_of_tail(text, start, end, 2)
        return [_word(text, start, cut, first), _word(text, cut, end, second)]
    if spoken == "en" and (bare := _bare_tail(key.lower())):
        tail, meant = bare
        cut = _place_of_tail(text, start, end, len(tail))
        head = _word(text, start, cut)
        head = replace(head, key=_SHORTENED.get(head.key.lower(), head.key)) if meant == "not" else head
        return [head, _word(text, cut, end, meant)]
    clitic = _CLITICS[spoken].search(key) if spoken in _CLITICS else None
    if clitic is None:
        return [_word(text, start, end)]
    tail = (clitic.group(1) or clitic.group(clitic.re.groups)).lower()
    cut = _place_of_tail(text, start, end, len(tail))
    head = _word(text, start, cut)
    if tail == "n't":
        head = _word(text, start, cut, _SHORTENED.get(head.key.lower(), head.key))
    return [head, _word(text, cut, end, _FULL_FORMS[spoken].get(tail, tail))]


def _bare_tail(word: str) -> tuple[str, str] | None:
    """The second half of a contraction without its apostrophe, and what it stands for: `nt` in `dont` is `not`."""
    if _BARE_NOT.fullmatch(word):
        return "nt", "not"
    if not _BARE.fullmatch(word):
        return None
    return next((tail, meant) for tail, meant in _BARE_HALVES.items() if word.endswith(tail))


def _with_parted_clitics(text: str, words: Sequence[Word], spoken: str) -> list[Word]:
    """Contractions whose halves are parted by blanks, as in tokenized text: `I 'm`, `do n't`, `don 't`, `geht 's`."""
    joined: list[Word] = []
    for word in words:
        tail = word.key.lower()
        if spoken == "en" and tail == "n't":
            joined[-1:] = [replace(head, key=_SHORTENED.get(head.key.lower(), head.key)) for head in joined[-1:]]
            joined.append(replace(word, key="not"))
        elif not _is_parted(text, joined, word):
            joined.append(word)
        elif spoken == "en" and tail == "t" and joined[-1].key.lower() in _NEGATED:
            head = joined.pop()
            cut, key = head.end - 1, head.key[:-1]
            joined.append(_word(text, head.start, cut, _SHORTENED.get(key.lower(), key)))
            joined.append(_word(text, cut, word.end, "not"))
        elif tail in _PARTED[spoken]:
            start = joined[-1].end + text[joined[-1].end : word.start].index("'")
            joined.append(_word(text, start, word.end, _FULL_FORMS[spoken].get("'" + tail, "'" + tail)))
        else:
            joined.append(word)
    return joined


def _is_parted(text: str, before: Sequence[Word], word: Word) -> bool:
    """Whether an apostrophe and blanks stand before a word, and no quotation that begins there ends behind it."""
    gap = text[before[-1].end : word.start] if before else ""
    return gap.strip() == "'" and gap != "'" and text[word.end : word.end + 1] not in ("'", '"')


def _place_of_tail(text: str, start: int, end: int, length: int) -> int:
    """Where the last `length` visible characters of a word begin (invisible ones may stand among them)."""
    cut = end
    while cut > start and length:
        cut -= 1
        length -= shape(text[cut]) != "M"
    return cut


def _cut_han(text: str, start: int, end: int) -> Iterator[Word]:
    """Numerals and what belongs to them, and between these what the tokenizer finds."""
    at = start
    for left, right in numeral_places(text[start:end], text[start - 1 : start].isdecimal()):
        yield from _tokenized(text, at, start + left)
        at = start + right
        yield _word(text, start + left, at)
    yield from _tokenized(text, at, end)


def _tokenized(text: str, start: int, end: int) -> Iterator[Word]:
    if start == end:
        return
    for token, left, _ in _jieba().tokenize(text[start:end]):
        at = start + left
        for part in split_numeral(token, guessed=not is_chinese_word(token)):
            yield _word(text, at, at + len(part))
            at += len(part)


def is_chinese_word(text: str) -> bool:
    """Whether a word is common enough in the tokenizer's dictionary to be trusted; others are guesses or accidents."""
    return int(_jieba().FREQ.get(text, 0)) >= _TRUSTED


@cache
def _jieba() -> Any:
    """A tokenizer of our own, with the dictionary of the package.

    Jieba's cache in the shared temporary folder is neither read (it is unmarshalled unchecked) nor written, and nothing
    is logged.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer
