"""Glosses in any order: training data for models that are told glosses, and have to sign each where it stands.

The demo corpus is made of templates: time, place and predicate stand in one order, and what stands together often is
learnt together. A model that is trained on it alone signs what usually follows, not what it was told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from datasets import Dataset

from signary.corpora.synthetic.config import DemoCorpusConfig, check_integer, settings_of
from signary.corpora.synthetic.demo import draw_signer, sizes_of
from signary.corpora.synthetic.grammars import language_with_grammar
from signary.corpora.synthetic.signing import motion_columns, signed_dataset, signer_style
from signary.corpora.synthetic.splits import make_splits
from signary.io.errors import InputError
from signary.signer.lexicon import shipped_lexicon, speller
from signary.signer.phonology import NonManual
from signary.signer.score import SignUnit
from signary.signer.signer import Signer

#: Glosses of a sentence: so many, with these weights.
LENGTHS, LENGTH_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8), (2, 3, 4, 4, 4, 3, 2, 1)
PATTERN = "any order"
#: Which glosses are drawn: those of the demo corpus' training split, or all signs and letters of the lexicon.
GLOSSES = ("training", "lexicon")


def gloss_orders(
    language: str, sentences: int, seed: int = 0, progress: bool = True, glosses: str = "training", **config: Any
) -> Dataset:
    """Glosses of the demo corpus' training split or of a lexicon, drawn evenly and put in any order, with their motion.

    Synthetic.

    Args:
        language: Sign language by id, ISO 639-3 code or name.
        sentences: How many; the first of a longer list are those of a shorter one.
        seed: What is drawn.
        progress: Whether to show a bar.
        glosses: Which are drawn, one of `GLOSSES`.
        **config: Fields of `DemoCorpusConfig`: whose training split, and which signers.

    Returns:
        The columns of the demo corpus; `text` is empty, `pattern` is `PATTERN`.

    Raises:
        UnknownLanguageError: If the language has no demo corpus.
        InputError: If `sentences` is below 1, or a setting cannot be used.
    """
    check_integer("sentences", sentences, 1)
    if glosses not in GLOSSES:
        raise InputError("glosses", " or ".join(GLOSSES), repr(glosses))
    chosen, settings = language_with_grammar(language).id, settings_of(DemoCorpusConfig, config)
    units = training_units(chosen, settings) if glosses == "training" else lexicon_units(chosen)
    rows = _rows(chosen, units, sentences, seed, settings)
    return signed_dataset(rows, sentences, "Signing glosses in any order" if progress else None)


def _rows(
    language: str, units: Mapping[str, SignUnit], sentences: int, seed: int, config: DemoCorpusConfig
) -> Iterator[dict[str, Any]]:
    random = Random(f"gloss orders {seed} {language}")
    for number in range(sentences):
        (count,) = random.choices(LENGTHS, LENGTH_WEIGHTS)
        drawn = [units[gloss] for gloss in random.sample(sorted(units), min(count, len(units)))]
        name = f"{language}-orders-{number:05d}"
        signer = draw_signer(config, name)
        motion = Signer(signer_style(signer, f"{seed} {name}"), config.fps).sign(drawn)
        about = {
            "id": name,
            "text": "",
            "language": language,
            "mood": "statement",
            "pattern": PATTERN,
            "signer": signer,
        }
        yield about | motion_columns([unit.gloss for unit in drawn], motion)


def training_units(language: str, config: DemoCorpusConfig) -> dict[str, SignUnit]:
    """Gloss -> sign, of all glosses of the training split, without the face and the pause of a sentence.

    Args:
        language: Id of a language of the demo corpus.
        config: Whose training split.
    """
    found: dict[str, SignUnit] = {}
    for sentence in make_splits(language, sizes_of(config), config.seed)["train"]:
        for unit in sentence.glossed(language).units:
            found.setdefault(unit.gloss, replace(unit, nonmanual=NonManual(), pause=0.0))
    return found


def lexicon_units(language: str) -> dict[str, SignUnit]:
    """Gloss -> sign, of every entry of a lexicon, and of every letter of the manual alphabet if there is one (`#A`).

    Args:
        language: Id of a language with a lexicon.
    """
    lexicon, letters = shipped_lexicon(language), speller(language).letters
    signs = {gloss: SignUnit(gloss, tuple(lexicon.forms(gloss))) for gloss in lexicon.entries}
    return signs | {f"#{letter}": SignUnit(f"#{letter}", (form,), spelled=True) for letter, form in letters.items()}
