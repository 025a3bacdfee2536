"""What is known of a spoken language beyond its words: everything of some, little of most, and which is which.

Every language is cut into sentences and words, and its numbers in digits are found. What more there is hangs on tables
that somebody wrote; where there is none, words are looked up as they are typed and nothing is guessed.
"""

from __future__ import annotations

from signary.language.abbreviations import ABBREVIATIONS
from signary.language.function_words import FUNCTION_WORDS, NEGATIONS, QUESTION_WORDS
from signary.language.lemmas import SYMBOLS, knows_lemmas
from signary.language.meanings import knows_meanings
from signary.language.number_phrases import knows_number_words


def lacking(spoken: str) -> tuple[str, ...]:
    """What is not known of a spoken language, each in two or three words; nothing for English, German and Chinese.

    Args:
        spoken: ISO 639 code.
    """
    known = {
        # Chinese words have one form, and no abbreviations with stops.
        "lemmas": spoken == "zh" or knows_lemmas(spoken),
        "numbers in words": knows_number_words(spoken),
        "function words": spoken in FUNCTION_WORDS,
        "question words": spoken in QUESTION_WORDS,
        "negation": spoken in NEGATIONS,
        "words of several meanings": knows_meanings(spoken),
        "names of symbols": spoken in SYMBOLS,
        "abbreviations": spoken == "zh" or spoken in ABBREVIATIONS,
    }
    # Words in a script that is written without blanks are not told apart.
    known["words without blanks between them"] = spoken not in _WITHOUT_BLANKS
    return tuple(name for name, there in known.items() if not there)


#: Languages written without blanks between words, for which there is no tokenizer here; Han characters stay together.
_WITHOUT_BLANKS = frozenset(("ja", "th", "lo", "km", "my", "yue", "bo"))
