"""Glosses as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from signary.io.errors import InputError

#: Id of padding, and the blank of CTC. Glosses count from 1.
PADDING = 0
#: So many known glosses are named for one that is not known.
_NEAREST = 3


class UnknownGlossError(InputError):
    """The model knows no such gloss; the message names the nearest that it knows."""


class GlossVocabulary:
    """The glosses that a model knows.

    Args:
        glosses: Different glosses, in the order of their ids, which start at 1.
    """

    def __init__(self, glosses: Sequence[str]) -> None:
        self.glosses = tuple(glosses)
        self._ids = {gloss: number for number, gloss in enumerate(self.glosses, start=1)}

    def __len__(self) -> int:
        """Number of ids, that of padding included."""
        return len(self.glosses) + 1

    def __contains__(self, gloss: str) -> bool:
        """Whether the gloss is known."""
        return gloss in self._ids

    def ids(self, glosses: Sequence[str]) -> list[int]:
        """Ids of a sentence's glosses, each from 1 to `len(self) - 1`.

        Raises:
            InputError: If there is no gloss.
            UnknownGlossError: If a gloss is not known.
        """
        if isinstance(glosses, str):
            raise InputError("glosses", "a list of glosses (str.split makes one of a line)", repr(glosses))
        if not glosses:
            raise InputError("glosses", "at least one gloss", "none")
        for gloss in glosses:
            if gloss not in self._ids:
                raise UnknownGlossError("glosses", self._expected(gloss), repr(gloss))
        return [self._ids[gloss] for gloss in glosses]

    def nearest(self, gloss: str) -> list[str]:
        """Known glosses that are spelt most alike, the nearest first; spelling in capitals or not does not count."""
        folded: dict[str, str] = {}
        for known in self.glosses:
            folded.setdefault(known.casefold(), known)
        return [folded[found] for found in get_close_matches(gloss.casefold(), folded, _NEAREST)]

    def _expected(self, gloss: str) -> str:
        nearest = self.nearest(gloss)
        known = f"one of {len(self.glosses)} known glosses"
        return f"{known} (nearest: {', '.join(nearest)})" if nearest else f"{known} (none is spelt alike)"
