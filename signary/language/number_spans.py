"""What a number among words is, and what is signed for it one after another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: The part of a number that stands for the decimal sign.
POINT = "point"
#: Spoken language -> the part that stands for a minus.
MINUS_WORDS: Mapping[str, str] = {"en": "minus", "de": "minus", "zh": "负"}


class Ordinal(int):
    """A rank: `3rd`, `dritte`."""


class Year(int):
    """A year, which most languages read as two pairs (19|98)."""


#: An integer, or the word for a sign that belongs to the number: `point`, `dollar`, `morning`, `vor`, `分之`.
Part = int | str


@dataclass(frozen=True)
class NumberSpan:
    """A number among words.

    Attributes:
        start: Index of its first word.
        end: Index after its last word.
        parts: What is signed one after another: one integer; for decimals the integer, `"point"` and the digits after
            it; for times, dates and amounts their integers and the words between them; single digits where the number
            is read so (`007`, telephone numbers).
        time: Whether it is a time of the clock or a date.
    """

    start: int
    end: int
    parts: tuple[Part, ...]
    time: bool = False

    @property
    def ordinal(self) -> bool:
        """Whether it is a rank."""
        return any(isinstance(part, Ordinal) for part in self.parts)

    @property
    def year(self) -> bool:
        """Whether it is nothing but a year."""
        return len(self.parts) == 1 and isinstance(self.parts[0], Year)

    @property
    def value(self) -> int | None:
        """The integer, or `None` where there are several parts."""
        return int(self.parts[0]) if len(self.parts) == 1 and isinstance(self.parts[0], int) else None

    def joined(self, end: int, parts: Iterable[Part], *, time: bool = False) -> NumberSpan:
        """The span with further words, and with other parts."""
        return NumberSpan(self.start, end, tuple(parts), time or self.time)


def digits_of(text: str) -> tuple[int, ...]:
    """The digits in a text, one by one."""
    return tuple(int(character) for character in text if character.isdecimal())
