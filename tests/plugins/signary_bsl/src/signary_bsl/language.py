"""British Sign Language: what it is called, and where its signs and letters lie."""

from __future__ import annotations

from pathlib import Path

import signary

_DATA = Path(__file__).parent / "data"
BSL = signary.SignLanguage("bsl", "bfi", "British Sign Language", "en")


def register() -> None:
    """Add the language."""
    signary.register_language(BSL, lexicon=_DATA / "signs.yaml", alphabet=_DATA / "alphabet.yaml")
