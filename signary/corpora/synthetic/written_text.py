"""Text files that were written for the corpora: everyday sentences, frames of sentences, lists of names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from signary.io.errors import InputError
from signary.language.languages import LANGUAGES
from signary.language.sentences import split_sentences

#: Sign language -> name of the files in its spoken language.
FILES: Mapping[str, str] = {"asl": "english.txt", "dgs": "german.txt", "csl": "chinese.txt"}
_EVERYDAY = Path(__file__).parent / "everyday"


def read_topics(path: Path) -> dict[str, tuple[str, ...]]:
    """Topic -> its lines. Lines that begin with `## ` name a topic, others that begin with `#` are comments.

    Raises:
        InputError: If a line stands before the first topic.
    """
    found: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("## "):
            lines = found.setdefault(line[3:].strip(), [])
        elif line.strip() and not line.startswith("#"):
            if lines is None:
                raise InputError(f"{path.name}, line {number}", "a topic before the first line", repr(line))
            lines.append(line.strip())
    return {topic: tuple(each) for topic, each in found.items()}


@cache
def everyday_sentences(language: str) -> tuple[str, ...]:
    """Sentences of everyday life in the spoken language of a sign language, each once, in the order of the file.

    Args:
        language: Id of one of `FILES`.
    """
    spoken = LANGUAGES[language].spoken
    lines = (line for topic in read_topics(_EVERYDAY / FILES[language]).values() for line in topic)
    return tuple(dict.fromkeys(each.text for line in lines for each in split_sentences(line, spoken)))


def text_key(text: str) -> str:
    """What two texts have in common that differ in capitals, blanks and marks alone."""
    return "".join(character for character in text.casefold() if character.isalnum())
