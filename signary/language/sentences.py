"""Text to sentences, with the place of each in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from signary.language.abbreviations import ABBREVIATIONS, MAY_END
from signary.language.addresses import find_addresses
from signary.language.characters import says_something
from signary.language.function_words import listed


@dataclass(frozen=True)
class Sentence:
    """A sentence and its place: `text == whole[start:end]`."""

    text: str
    start: int
    end: int


_BREAKS = "\n\r\u2028\u2029\x0b\x0c\x85"
_CLOSERS = "\"'”’»«)\\]}」』）】》"
# A German closing quotation mark (“) is an opening one in English and Chinese.
_END = re.compile(rf"[。！？]+[{_CLOSERS}]*|[.!?…؟۔।]+[{_CLOSERS}“]*|[{_BREAKS}]+")
_NEXT_WORD = re.compile(rf"[^\S{_BREAKS}]*(\S*)")
_LAST_TOKEN = re.compile(r"[^\s(\[{\"'„“»«]*$")
_LOOK_BACK = 80
#: German ranks from one to another: `3. - 5. Mai`.
_FROM_DAY_TO_DAY = re.compile(r"\D?\d{1,2}\. ?[-–/] ?\d{1,2}\.(?!\d)")

_ORDINAL_NEXT = frozenset(
    listed(
        "januar februar märz april mai juni juli august september oktober november dezember jänner montag dienstag "
        "mittwoch donnerstag freitag samstag sonntag tag woche monat jahr jahrhundert jahrtausend weltkrieg platz "
        "klasse stock etage mal teil kapitel runde liga halbzeit bundesliga geburtstag advent auflage akt band "
        "lebensjahr semester stelle rang"
    )
)
_ORDINAL_BEFORE = frozenset(
    listed("am der die das den dem des zum zur vom beim bis ab seit im ins jeder jede jeden mein dein sein ihr")
)
_STARTERS = frozenset(
    listed(
        "dann danach da der die das es er sie ich wir ihr du ein eine im in am an auf aber und heute morgen gestern "
        "jetzt nun so wenn weil also außerdem deshalb doch hier dort mit nach bei zu von wer wie was wo wann warum"
    )
)


def split_sentences(text: str, spoken: str) -> list[Sentence]:
    """Split a text into sentences.

    A line break always ends a sentence. A full stop does not after an abbreviation (`z.B.`, `Dr.`, `Mr.`), an initial,
    a German ordinal (`3. Mai`), or inside a number, a time or an address (`3.5`, `8.30 Uhr`, `example.org`). Pieces
    without a letter, digit or symbol are no sentences.

    Args:
        text: Any text.
        spoken: ISO 639-1 code of its language.
    """
    sentences, start = [], 0
    for end in (*_ends(text, spoken), len(text)):
        piece = text[start:end]
        if says_something(piece):
            left, right = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
            sentences.append(Sentence(text[left:right], left, right))
        start = end
    return sentences


def _ends(text: str, spoken: str) -> Iterator[int]:
    addresses = list(find_addresses(text))
    for match in _END.finditer(text):
        if any(start <= match.start() < end for start, end in addresses):
            continue
        mark, after = match.group()[0], text[match.end() : match.end() + 1]
        if mark in _BREAKS or mark in "。！？":
            yield match.end()
        elif after and not after.isspace():
            if mark in "!?…" and not after.islower() and after not in ",;:-–":
                yield match.end()
        elif not _goes_on(text, match, spoken):
            yield match.end()


def _goes_on(text: str, match: re.Match[str], spoken: str) -> bool:
    """Whether the sentence goes on after a mark that is followed by a blank or nothing."""
    if spoken == "de" and _FROM_DAY_TO_DAY.match(text, max(0, match.start() - 2)):
        return True
    mark, following = match.group(), _NEXT_WORD.match(text, match.end())
    next_word = following.group(1) if following else ""
    if not next_word:
        return False
    quoted_or_open = mark != mark.rstrip(_CLOSERS + "“") or mark.startswith(("…", ".."))
    if next_word[0].islower() and quoted_or_open:
        return True
    if mark != ".":
        return False
    return _stop_of_a_word(text[max(0, match.start() - _LOOK_BACK) : match.start()], next_word, spoken)


def _stop_of_a_word(before: str, next_word: str, spoken: str) -> bool:
    """Whether the full stop after `before` belongs to an abbreviation, an initial or an ordinal."""
    found = _LAST_TOKEN.search(before)
    token = found.group() if found else ""
    short = token.lower() + "."
    if short in ABBREVIATIONS.get(spoken, {}) or re.fullmatch(r"(?:[^\W\d_]\.){2,}", short):
        return short not in MAY_END or not next_word[0].isupper()
    if spoken == "en" and short == "no." and next_word[0].isdecimal():
        return True
    if spoken == "de" and re.fullmatch(r"\d{1,2}\.\d{1,2}", token):
        return _german_ordinal(before[: -len(token)], "", next_word)
    if spoken == "de" and (days := re.fullmatch(r"(?:\d{1,2}\.?[-/])+(\d{1,2})", token)):
        return _german_ordinal(before[: -len(token)], days.group(1), next_word)
    if len(token) == 1 and token.isalpha():
        return (token.isupper() and token != "I") or spoken == "de"
    return spoken == "de" and token.isdecimal() and _german_ordinal(before[: -len(token)], token, next_word)


def _german_ordinal(before: str, digits: str, next_word: str) -> bool:
    word = next_word.rstrip(".,;:!?").lower()
    if word in _ORDINAL_NEXT or next_word[0].islower():
        return True
    if len(digits) > 2 or word in _STARTERS:
        return False
    return bool(before.split()) and before.split()[-1].lower() in _ORDINAL_BEFORE
