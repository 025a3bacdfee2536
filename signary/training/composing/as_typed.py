"""Sentences as people type them: with capital and full stop, and without."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

_FINAL: Mapping[str, tuple[str, str]] = {"en": (".", "?"), "de": (".", "?"), "zh": ("。", "？")}
_MARKS = ".!?。！？…"
_HALF_WIDTH = str.maketrans({"，": ",", "。": ".", "？": "?", "！": "!", "、": ","})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def well_typed(text: str, spoken: str) -> str:
    """A sentence with a capital at its beginning and a mark at its end.

    Args:
        text: A sentence; a question if it ends with a question mark.
        spoken: ISO 639-1 code of its language.
    """
    stop, asked = _FINAL[spoken]
    if text[-1] in "?？":
        text = text.rstrip("?？") + asked
    elif text[-1] not in _MARKS:
        text += stop
    return text if spoken == "zh" else text[0].upper() + text[1:]


def hastily_typed(text: str, random: Random, spoken: str) -> str:
    """A sentence without its capitals, its last mark, its apostrophes or umlauts, or with other marks.

    Args:
        text: As it should be typed.
        random: Draws what is amiss.
        spoken: ISO 639-1 code of its language.
    """
    bare = text.rstrip(_MARKS)
    kind = random.random()
    if kind < 0.35:
        text = bare
    elif kind < 0.45:
        text = bare + ("！" if spoken == "zh" else random.choice(("!", "!!", "...")))
    if spoken == "zh":
        return text.translate(_HALF_WIDTH) if random.random() < 0.2 else text
    kind = random.random()
    if kind < 0.5:
        text = text.lower()
    elif kind < 0.54:
        text = text.upper()
    elif kind < 0.6:
        text = text.replace("'", "") if spoken == "en" else text.translate(_UMLAUTS)
    return text.replace(",", "") if random.random() < 0.1 else text
