"""British Sign Language: what it is called, where its signs and letters lie, and what its demo corpus says."""

from __future__ import annotations

from pathlib import Path

import signary
from signary_bsl.grammar import GRAMMAR

_DATA = Path(__file__).parent / "data"
BSL = signary.SignLanguage("bsl", "bfi", "British Sign Language", "en")


def register() -> None:
    """Add the language."""
    signary.register_language(BSL, lexicon=_DATA / "signs.yaml", alphabet=_DATA / "alphabet.yaml", grammar=GRAMMAR)
