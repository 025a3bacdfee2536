"""German words typed without umlauts and ß, such as `fuer`, and real words with these letters, such as `neue`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product

_UMLAUTS = {"ae": "ä", "oe": "ö", "ue": "ü", "ss": "ß"}
#: `ue` behind another vowel or q is none: `neue`, `bauen`, `Quelle`.
_PAIRS = re.compile(r"ae|oe|(?<![aeqäö])ue|ss")
_MOST_PAIRS, _MOST_LETTERS = 4, 40


@lru_cache(maxsize=65536)
def with_umlauts(word: str, first: bool = False) -> str | None:
    """A German word as it is spelled with umlauts and ß, or `None` if it is well as it is.

    Words of the grammar (`für`, `über`) are respelled always; others, in lower case, only if they are no German words
    and are some when respelled. Names keep the spelling that they have.

    Args:
        word: As written.
        first: Whether it is the first of a sentence, where a capital letter tells nothing: verbs are respelled too.
    """
    lowered = word.lower()
    if len(word) > _MOST_LETTERS or not _PAIRS.search(lowered) or lowered in _grammar():
        return None
    variants = list(_variants(lowered))
    if ours := next((variant for variant in variants if variant in _grammar()), None):
        return ours
    if is_known(lowered) or not variants:
        return None
    known = next((variant for variant in variants if is_known(variant)), None)
    if known is None or (word[0].isupper() and not (first and _is_verb(known))):
        return None
    return known


def _variants(word: str) -> Iterator[str]:
    """The word with some of its pairs respelled: umlauts before ß, and as many as possible first."""
    pairs = list(_PAIRS.finditer(word))[:_MOST_PAIRS]
    choices = product((True, False), repeat=len(pairs))
    for chosen in sorted(choices, key=lambda chosen: any(map(_is_sharp, pairs, chosen))):
        if any(chosen):
            variant, at = "", 0
            for pair, respell in zip(pairs, chosen, strict=True):
                variant += word[at : pair.start()] + (_UMLAUTS[pair.group()] if respell else pair.group())
                at = pair.end()
            yield variant + word[at:]


def _is_sharp(pair: re.Match[str], respell: bool) -> bool:
    return respell and pair.group() == "ss"


@cache
def _grammar() -> frozenset[str]:
    """Words that say how others belong together."""
    from signary.language.function_words import CONJUNCTIONS, FUNCTION_WORDS, NEGATIONS, QUESTION_WORDS, TIME_MODIFIERS

    lists = (FUNCTION_WORDS, CONJUNCTIONS, TIME_MODIFIERS, NEGATIONS, QUESTION_WORDS)
    return frozenset(word for table in lists for word in table["de"])


def is_known(word: str) -> bool:
    """Whether a word is in the list of German words."""
    import simplemma

    return bool(simplemma.is_known(word, lang="de"))


def may_be_a_noun(word: str) -> bool:
    """Whether a German word may be a noun in its basic form, whatever else it may be: `Bucht`, `Abstand`."""
    import simplemma

    capital = word.capitalize()
    return str(simplemma.lemmatize(capital, lang="de")) == capital


def _is_verb(word: str) -> bool:
    import simplemma

    lemma = str(simplemma.lemmatize(word, lang="de"))
    return lemma.islower() and lemma.endswith("n") and lemma != word.capitalize()
