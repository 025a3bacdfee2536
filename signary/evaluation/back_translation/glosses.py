"""Glosses as numbers: several sign languages side by side, each gloss under the id of its language (`dgs:REGEN`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch

from signary.io.errors import InputError
from signary.language.languages import resolve

#: Id of CTC's blank. Glosses count from 1.
BLANK = 0


class GlossesOfLanguages:
    """Which id stands for which gloss of which language.

    Args:
        names: `language:GLOSS`, different ones, in the order of their ids.
        languages: Ids of the sign languages.

    Raises:
        InputError: As `check_glosses`.
    """

    def __init__(self, names: Sequence[str], languages: Sequence[str]) -> None:
        check_glosses(names, languages)
        self.names, self.languages = tuple(names), tuple(languages)
        self._ids = {name: number for number, name in enumerate(self.names, start=1)}

    def __len__(self) -> int:
        """Number of ids, that of the blank included."""
        return len(self.names) + 1

    @classmethod
    def of(cls, sentences: Iterable[tuple[str, Sequence[str]]]) -> GlossesOfLanguages:
        """All glosses of sentences, sorted.

        Args:
            sentences: Language and glosses of each.
        """
        names = {f"{language}:{gloss}" for language, glosses in sentences for gloss in glosses}
        return cls(sorted(names), sorted({name.partition(":")[0] for name in names}))

    def language(self, language: str) -> str:
        """The id of a language called by its id, ISO 639-3 code or English name.

        Raises:
            UnknownLanguageError: If there is no such language here; lists those there are.
        """
        name = language.strip().casefold()
        return name if name in self.languages else resolve(language, self.languages).id

    def ids(self, glosses: Sequence[str], language: str) -> list[int]:
        """Ids of the glosses of a sentence.

        Raises:
            UnknownLanguageError: If there is no such language here.
            InputError: If there is no gloss, or one is unknown.
        """
        if isinstance(glosses, str) or not len(glosses):
            raise InputError("glosses", "a list of at least one gloss", repr(glosses))
        prefix = self.language(language)
        for gloss in glosses:
            if f"{prefix}:{gloss}" not in self._ids:
                raise InputError("glosses", f"glosses of {prefix} that the recogniser knows", repr(gloss))
        return [self._ids[f"{prefix}:{gloss}"] for gloss in glosses]

    def knows(self, glosses: Sequence[str], language: str) -> bool:
        """Whether all glosses of a sentence have ids."""
        prefix = self.language(language)
        return all(f"{prefix}:{gloss}" in self._ids for gloss in glosses)

    def glosses(self, ids: Iterable[int]) -> list[str]:
        """Glosses of ids, without their languages."""
        return [self.names[number - 1].partition(":")[2] for number in ids]

    def allowed(self, languages: Sequence[str]) -> torch.Tensor:
        """Which ids a sentence of each of B languages may have: booleans of shape (B, ids), true for the blank."""
        owners = [name.partition(":")[0] for name in self.names]
        rows = [[True, *(owner == self.language(language) for owner in owners)] for language in languages]
        return torch.tensor(rows)


def check_glosses(names: Sequence[str], languages: Sequence[str]) -> None:
    """Refuse names that make no vocabulary.

    Raises:
        InputError: If languages are no different lower-case ids, or a gloss is empty, has a space, comes twice or is of
            another language.
    """
    if not languages or len(set(languages)) < len(languages) or any(name != name.casefold() for name in languages):
        raise InputError("languages", "distinct lower-case ids, at least one", list(languages))
    seen = set[str]()
    for name in names:
        language, _, gloss = name.partition(":")
        if language not in languages or gloss.split() != [gloss]:
            known = ", ".join(languages)
            raise InputError("glosses", f"language:GLOSS without spaces, languages {known}", repr(name))
        if name in seen:
            raise InputError("glosses", "different glosses", f"{name!r} twice")
        seen.add(name)
