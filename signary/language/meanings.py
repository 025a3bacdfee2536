"""Words with one spelling and several meanings: which one is meant, told by the words beside them.

What is found here is looked up under other keys than the word itself; without a sign it is spelled, never signed as the
other meaning: `my left hand` has nothing of LEAVE, `in fall` nothing of FALL-DOWN, `Wie heißen Sie?` nothing of HEISS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from signary.language.chinese_meanings import chinese_meanings
from signary.language.english_meanings import english_meanings
from signary.language.german_meanings import german_meanings
from signary.language.word_context import Context, FoundMeanings, Meaning
from signary.language.words import Word

_RULES: Mapping[str, Callable[[Context, int], FoundMeanings]] = {
    "en": english_meanings,
    "de": german_meanings,
    "zh": chinese_meanings,
}


def knows_meanings(spoken: str) -> bool:
    """Whether words of several meanings are told apart in a language."""
    return spoken in _RULES


def meanings(
    words: Sequence[Word],
    spoken: str,
    breaks: frozenset[int],
    category: Callable[[str], str],
    around: tuple[str, str] = ("", ""),
) -> dict[int, Meaning]:
    """Index of a word -> what it means, for the words whose meaning depends on their neighbours.

    Args:
        words: Words of a sentence.
        spoken: ISO 639-1 code of their language.
        breaks: Indices of the words before which punctuation parts clauses.
        category: Category of the sign of a key in lower case, empty if there is none.
        around: What stands in the text before the sentence and behind it.
    """
    context = Context(words, [word.key.lower() for word in words], breaks, category, *around)
    found: dict[int, Meaning] = {}
    for at in range(len(words)):
        if at not in found and spoken in _RULES:
            found |= dict(_RULES[spoken](context, at))
    return found
