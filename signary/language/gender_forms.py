"""German words written for all genders: `Lehrer*innen`, `jede:r`, `der/die`. Each is one word and is signed as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from signary.language.function_words import listed

_LETTER = r"[^\W\d_]"
#: Marks between a word and its ending: such as stand nowhere else in a word, and such as do.
_CLEAR, _OTHER = r"[*_·•|]", r"(?::|/-?|-/?|')"
_STEMS = "|".join(
    listed(
        "ein kein mein dein sein ihr unser unsr euer eur manch welch solch dies jed jen irgendein jemand niemand beid "
        "einig all viel wenig ander"
    )
)
#: Words that differ only in gender and case.
_VARIANTS = tuple(
    listed(words)
    for words in (
        "der die das den dem des",
        "er sie es ihm ihn ihr ihnen",
        "sein seine seinen seinem seiner seines ihr ihre ihren ihrem ihrer ihres",
        "ein eine einen einem einer eines",
        "kein keine keinen keinem keiner keines",
        "mein meine meinen meinem meiner meines",
        "dein deine deinen deinem deiner deines",
        "unser unsere unseren unserem unserer unseres",
        "jeder jede jeden jedem jedes",
        "dieser diese diesen diesem dieses",
        "jener jene jenen jenem jenes",
        "welcher welche welchen welchem welches",
        "derjenige diejenige denjenigen demjenigen derjenigen",
    )
)
_PAIRS = "|".join(f"(?:{names})(?:[*:_·•|/](?:{names}))+" for names in map("|".join, _VARIANTS))
_FORM = re.compile(
    rf"""
    (?<![^\W_])(?<![*_·•|:/.-])(?:
        (?P<person>{_LETTER}{{2,}})(?:{_CLEAR}(?P<clear>(?i:in(?:nen)?))                    # Lehrer*innen
          |(?:[!¡ïÏ]|1(?=nnen))(?P<after_i>n(?:nen)?))                                      # Lehrer!nnen, Lehrerïn
      | (?P<noun>(?=[A-ZÄÖÜ]){_LETTER}+(?:-[A-ZÄÖÜ]{_LETTER}+)*)
        (?:{_OTHER}(?P<ending>[Ii]n(?:nen)?|IN(?:NEN)?)|\(-?(?P<bracket>in(?:nen)?)\)|\((?P<many>inn)\)en)  # Lehrer(in)
      | (?i:(?P<pair>{_PAIRS}))                                                              # der/die
      | (?P<more>{_LETTER}{{2,}})\(-?(?i:e|en|er|n|s|r|m)\)                                  # Freund(e), jede(r)
      | (?i:(?P<one>{_STEMS})(?:{_CLEAR}|:|/-?)(?:e[rnms]?|r))                               # ein*e
      | (?P<each>{_LETTER}{{2,}}e)(?:{_CLEAR}|:|/-?)(?i:r|n|m|s)                             # jede:r, neue*n
    )(?P<rest>(?:(?<=nen)|(?<=nen\))){_LETTER}+)?(?:[*_:·•]in(?:nen)?)?(?![^\W_])(?![*_·•|]{_LETTER})
    """,
    re.VERBOSE,
)
#: Every such word has one of these.
_HAS_MARK = re.compile(r"[*_·•|:/'(!¡1ïÏ-]")
_NO_PERSONS = frozenset(listed("außen aussen draußen draussen hier dort oben unten innen"))
_PERSON = re.compile(r"(.{3,}?)in(?:nen)?")
_PLAIN = str.maketrans("äöü", "aou")


def find_gender_forms(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and plain form of every word that is written for all genders, in order.

    Nouns are read as the feminine (`Lehrerinnen`), which has a form of its own, other words in their first form.
    """
    for match in _FORM.finditer(text) if _HAS_MARK.search(text) else ():
        plain = _plain(match)
        if plain:
            yield *match.span(), plain


def _plain(match: re.Match[str]) -> str:
    found = match.groupdict()
    stem = found["person"] or found["noun"]
    if stem is None:
        pair = found["pair"]
        return re.split(r"[^\w]|_", pair)[0] if pair else found["more"] or found["one"] or found["each"] or ""
    if stem.lower() in _NO_PERSONS:
        return ""
    after_i = found["after_i"]
    ending = f"i{after_i}" if after_i else found["clear"] or found["ending"] or found["bracket"] or "innen"
    return stem + ending.lower() + (found["rest"] or "")


@lru_cache(maxsize=4096)
def person_words(word: str) -> tuple[str, ...]:
    """What a feminine noun in lower case may be derived from: `ärztinnen` from `ärztin`, `ärzt`, `arzt` and so on.

    Args:
        word: Any word; words that do not end in -in or -innen have no such forms.
    """
    match = _PERSON.fullmatch(word)
    if match is None:
        return ()
    stem, bare = match.group(1), match.group(1).translate(_PLAIN)
    return tuple(dict.fromkeys((stem + "in", stem, stem + "e", bare, bare + "e")))
