"""What stays out of training: signs that no training text has, and texts that models are measured on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from signary.corpora.synthetic.splits import held_out_glosses
from signary.corpora.synthetic.written_text import text_key
from signary.retrieval.plan import SentencePlan
from signary.signer.lexicon import shipped_lexicon

#: Categories of signs that are never held out: sentences are built with them.
_NEEDED = ("number", "pronoun", "negation", "question")
#: Seed of the demo corpus that the embedded model's held-out words are those of.
DEMO_SEED = 0
#: Hashes of texts that no training text may be (`python -m signary.training.composing.held_out FILE …`).
_MEASURED = Path(__file__).with_name("measured_texts.txt")
_DIGITS = 12


@cache
def unseen_signs(language: str, seed: int, share: float) -> frozenset[str]:
    """Glosses of the signs that no training text has: those that the demo corpus holds out, and a share of the others.

    A sign that another one is signed like is not among them, for it would be seen. Glosses that are added to a lexicon
    change little: each is chosen by its own name.

    Args:
        language: Id of the sign language.
        seed: Decides which.
        share: Of the signs that can be held out, 0 to 1.
    """
    entries = shipped_lexicon(language).entries
    forms: dict[object, int] = {}
    for gloss in entries:
        key = tuple(shipped_lexicon(language).forms(gloss))
        forms[key] = forms.get(key, 0) + 1
    others = [
        gloss
        for gloss, entry in entries.items()
        if entry.words and entry.category not in _NEEDED and entry.number is None
        if forms[tuple(shipped_lexicon(language).forms(gloss))] == 1
    ]
    others.sort(key=lambda gloss: hashlib.sha256(f"{seed} {language} {gloss}".encode()).digest())
    return frozenset((*held_out_glosses(language, DEMO_SEED), *others[: round(share * len(others))]))


@cache
def signs_with(language: str, glosses: frozenset[str]) -> frozenset[str]:
    """Glosses, and those of the compounds that show them."""
    entries = shipped_lexicon(language).entries.values()
    return glosses | {entry.gloss for entry in entries if not glosses.isdisjoint(entry.compound)}


def glosses_of(plan: SentencePlan) -> frozenset[str]:
    """Entries of the lexicon, and letters as `#A`, that a sentence shows."""
    return frozenset(name for unit in plan.units for name, _ in unit.parts)


def text_hash(text: str) -> str:
    """Of what a text has in common with those that differ in capitals and marks alone."""
    return hashlib.sha256(text_key(text).encode()).hexdigest()[:_DIGITS]


@cache
def measured_texts() -> frozenset[str]:
    """Hashes of the texts that benchmarks measure models on, as `text_hash` makes them."""
    lines = _MEASURED.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def write_measured_texts(files: Iterable[Path]) -> None:
    """Write the hashes of all lines of text files, but for those that begin with `#`."""
    lines = [line.strip() for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    hashes = sorted({text_hash(line) for line in lines if line and not line.startswith("#")})
    head = "# Hashes of the sentences that benchmarks measure models on: no training text is one of them."
    _MEASURED.write_text("\n".join((head, *hashes)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    import sys

    write_measured_texts([Path(name) for name in sys.argv[1:]])
