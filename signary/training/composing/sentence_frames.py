"""Frames of sentences with slots, and the words that fill slots and stand in no lexicon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from signary.corpora.synthetic.written_text import FILES, read_topics

_FOLDER = Path(__file__).parent / "frames"
#: Topics of a file that are lists of words, parted by commas, and no frames.
LISTS = ("names", "surnames", "given", "towns", "words", "capital", "lower", "months")


@dataclass(frozen=True)
class Frames:
    """What the file of a language holds.

    Attributes:
        constructions: Construction -> frames: text with slots such as `{noun}` or `{statement}` (`slots.Slots`).
        lists: One of `LISTS` -> words; `given` are given names behind a Chinese surname, `capital` words that are
            written with a capital in English, `lower` words of German that are no nouns though the lexicon's category
            could be theirs.
    """

    constructions: Mapping[str, tuple[str, ...]]
    lists: Mapping[str, tuple[str, ...]]


@cache
def frames_of(language: str) -> Frames:
    """The frames of a sign language's spoken language.

    Args:
        language: Id of one of `written_text.FILES`.
    """
    topics = read_topics(_FOLDER / FILES[language])
    lists = {name: tuple(", ".join(topics.get(name, ())).split(", ")) for name in LISTS}
    frames = {name.replace(" ", "_"): lines for name, lines in topics.items() if name not in LISTS}
    return Frames(frames, {name: words if words != ("",) else () for name, words in lists.items()})
