"""Signs in any order, with any face: what the embedded motion tokenizer learns from.

A tokenizer has to keep every sign of a lexicon apart from every other, beside whichever stands there, by every signer.
Sentences do not show that: half of the signs are in none. Here every sign of the three lexicons comes equally often,
letters and numerals too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from datasets import Dataset

from signary.corpora.synthetic.config import DemoCorpusConfig, check_integer, settings_of
from signary.corpora.synthetic.demo import draw_signer
from signary.corpora.synthetic.glossing import MOODS, NEGATION, SENTENCE_PAUSE
from signary.corpora.synthetic.grammars import language_with_grammar
from signary.corpora.synthetic.signing import motion_columns, signed_dataset, signer_style
from signary.language.kind import CONTENT, POLAR, STATEMENT
from signary.signer.lexicon import shipped_lexicon, speller
from signary.signer.phonology import NonManual
from signary.signer.score import SignUnit
from signary.signer.signer import Signer

#: Signs of a sequence: so many, with these weights.
LENGTHS, LENGTH_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8), (3, 2, 3, 4, 4, 3, 2, 1)
#: Of how many items one is a spelled word, and its letters.
SPELLED_SHARE, SPELLED_LETTERS = 0.1, (2, 7)
#: Moods of sequences, with these weights; and how often a sign of a sequence is negated.
FACES, FACE_WEIGHTS = (STATEMENT, POLAR, CONTENT), (5, 2, 2)
NEGATED_SHARE = 0.08
PATTERN = "signs in any order"


def sign_sequences(language: str, sequences: int, seed: int = 0, progress: bool = True, **config: Any) -> Dataset:
    """Sequences of one to eight signs of a whole lexicon, with their motion. Synthetic.

    Signs are dealt like cards: none comes a second time before all have come. Numerals are signs of the lexicon; about
    a tenth of the items are words of random letters of the manual alphabet, where there is one.

    Args:
        language: Sign language by id, ISO 639-3 code or name.
        sequences: How many; the first of a longer list are those of a shorter one.
        seed: What is drawn.
        progress: Whether to show a bar.
        **config: Fields of `DemoCorpusConfig`: which signers, and at how many frames a second.

    Columns and errors as those of `gloss_orders.gloss_orders`, with another `pattern`.
    """
    check_integer("sequences", sequences, 1)
    rows = _rows(language_with_grammar(language).id, sequences, seed, settings_of(DemoCorpusConfig, config))
    return signed_dataset(rows, sequences, "Signing signs in any order" if progress else None)


def _rows(language: str, sequences: int, seed: int, config: DemoCorpusConfig) -> Iterator[dict[str, Any]]:
    dealer = _Dealer(language, Random(f"sign sequences {seed} {language}"))
    for number in range(sequences):
        mood, units = dealer.sequence()
        name = f"{language}-sequence-{number:05d}"
        signer = draw_signer(config, name)
        motion = Signer(signer_style(signer, f"{seed} {name}"), config.fps).sign(units)
        about = {"id": name, "text": "", "language": language, "mood": mood, "pattern": PATTERN, "signer": signer}
        yield about | motion_columns([unit.gloss for unit in units], motion)


@dataclass
class _Dealer:
    """Deals the signs of a lexicon, and letters of its manual alphabet."""

    language: str
    random: Random

    def __post_init__(self) -> None:
        lexicon = shipped_lexicon(self.language)
        self._signs = [
            SignUnit(gloss, forms)
            for gloss, entry in lexicon.entries.items()
            for forms in (tuple(lexicon.forms(gloss)), *((form,) for form in entry.variants.values()))
        ]
        self._letters = speller(self.language).letters
        self._deck: list[SignUnit] = []

    def sequence(self) -> tuple[str, Sequence[SignUnit]]:
        """The mood of the next sequence, and its signs."""
        (count,) = self.random.choices(LENGTHS, LENGTH_WEIGHTS)
        (mood,) = self.random.choices(FACES, FACE_WEIGHTS)
        face = MOODS.get(mood, NonManual())
        units = [replace(self._item(), nonmanual=self._face(face)) for _ in range(count)]
        units[-1] = replace(units[-1], pause=SENTENCE_PAUSE)
        return mood, units

    def _face(self, mood: NonManual) -> NonManual:
        return NEGATION.over(mood) if self.random.random() < NEGATED_SHARE else mood

    def _item(self) -> SignUnit:
        if self._letters and self.random.random() < SPELLED_SHARE:
            drawn = self.random.choices(sorted(self._letters), k=self.random.randint(*SPELLED_LETTERS))
            return SignUnit(f"#{''.join(drawn)}", tuple(self._letters[letter] for letter in drawn), spelled=True)
        if not self._deck:
            self._deck = self.random.sample(self._signs, len(self._signs))
        return self._deck.pop()
