"""What a composed corpus is made of."""

# No `from __future__ import annotations` here: flags are made of types that are no strings.
from dataclasses import dataclass
from typing import ClassVar

from signary.corpora.synthetic.config import SyntheticConfig, check_integer, check_number
from signary.corpora.synthetic.written_text import FILES
from signary.io.errors import InputError, UnknownLanguageError

_TEXTS = ("corpora/synthetic/written_text.py", "corpora/synthetic/everyday")
#: Fields that are shares of kinds of sentences.
CONSTRUCTIONS = (
    *("written", "replaced", "template", "joined", "subordinate", "long", "lists", "fragments", "one_word", "greeting"),
    *("with_names", "with_numbers", "spelled", "request", "asked", "denied", "told", "any_words"),
)


@dataclass(frozen=True)
class ComposedConfig(SyntheticConfig):
    """Sizes are numbers of sentences a language; shares are those of `train`, and need not sum to 1.

    Attributes:
        train: Sentences in `train`.
        dev: Sentences in `dev`.
        test_unseen_signs: Sentences in `test_unseen_signs`.
        unseen_share: Share of a lexicon's signs that no training text has, beside those that the demo corpus holds out.
        most_signs: Signs and letters of the longest sentence.
        hasty: Share of sentences typed in haste: without capitals, stops, apostrophes.
        words_replaced: Share of sentences in which words are replaced by others of their category, where the
            construction does not say so itself.
        written: Share of the everyday sentences as they are.
        replaced: Share of everyday sentences and templates with some words replaced.
        template: Share of sentences of the demo corpus' grammars.
        joined: Share of two to four clauses side by side.
        subordinate: Share of clauses that hang on others.
        long: Share of sentences of four to seven clauses.
        lists: Share of lists of words.
        fragments: Share of pieces of sentences.
        one_word: Share of single words.
        greeting: Share of greetings with a sentence.
        with_names: Share of sentences with names of people and towns.
        with_numbers: Share of sentences with numbers, times, dates, prices, phone numbers.
        spelled: Share of sentences with words that no lexicon has.
        request: Share of requests and commands.
        asked: Share of questions.
        denied: Share of negations.
        told: Share of plain statements.
        any_words: Share of words that make no sentence.
    """

    kind: ClassVar[str] = "composed"
    sources: ClassVar[tuple[str, ...]] = (*SyntheticConfig.sources, "retrieval", "training/composing", *_TEXTS)

    train: int = 12_000
    dev: int = 100
    test_unseen_signs: int = 150
    unseen_share: float = 0.1
    most_signs: int = 60
    hasty: float = 0.35
    words_replaced: float = 0.4
    written: float = 0.14
    replaced: float = 0.2
    template: float = 0.07
    joined: float = 0.13
    subordinate: float = 0.09
    long: float = 0.02
    lists: float = 0.04
    fragments: float = 0.06
    one_word: float = 0.05
    greeting: float = 0.05
    with_names: float = 0.05
    with_numbers: float = 0.05
    spelled: float = 0.02
    request: float = 0.03
    asked: float = 0.05
    denied: float = 0.03
    told: float = 0.03
    any_words: float = 0.04

    def __post_init__(self) -> None:
        super().__post_init__()
        if without := [language for language in self.languages if language not in FILES]:
            raise UnknownLanguageError("language", f"one with frames: {', '.join(FILES)}", without[0])
        for name, least in (("train", 1), ("dev", 0), ("test_unseen_signs", 0), ("most_signs", 1)):
            check_integer(name, getattr(self, name), least)
        for name in ("unseen_share", "hasty", "words_replaced", *CONSTRUCTIONS):
            check_number(name, getattr(self, name), 0.0, 1.0)
        if not any(self.shares.values()):
            raise InputError("shares", f"at least one of {', '.join(CONSTRUCTIONS)} above 0", "none")

    @property
    def shares(self) -> dict[str, float]:
        """Construction -> share."""
        return {name: float(getattr(self, name)) for name in CONSTRUCTIONS}
