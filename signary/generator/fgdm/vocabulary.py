"""Glosses as numbers: of one sign language, or of several side by side, each under its language's id (`dgs:REGEN`)."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from itertools import chain

from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.retrieval.gloss_parts import gloss_parts

#: Id of padding, and the blank of CTC. Glosses count from 1.
PADDING = 0
#: So many known glosses are named for one that is not known.
_NEAREST = 3


class UnknownGlossError(InputError):
    """The model knows no such gloss; the message names the nearest that it knows."""


class GlossVocabulary:
    """The glosses that a model knows.

    A model of several languages also signs names and numbers whose letters and numerals it knows (`#ANNA`, `TWO+FIVE`).

    Args:
        glosses: Different glosses, in the order of their ids, which start at 1; `language:GLOSS` where there are
            languages.
        languages: Ids of the sign languages, if the model says which gloss is whose.
    """

    def __init__(self, glosses: Sequence[str], languages: Sequence[str] = ()) -> None:
        self.glosses, self.languages = tuple(glosses), tuple(languages)
        self._ids = {gloss: number for number, gloss in enumerate(self.glosses, start=1)}

    def __len__(self) -> int:
        """Number of ids, that of padding included."""
        return len(self.glosses) + 1

    def __contains__(self, gloss: str) -> bool:
        """Whether the gloss is known, by its name in the vocabulary."""
        return gloss in self._ids

    def knows(self, gloss: str, language: str | None = None) -> bool:
        """Whether a gloss can be signed, a name or number in parts.

        Args:
            gloss: Any.
            language: Id of its sign language, where the model tells languages apart.
        """
        return self._known(gloss, language or "") is not None

    def ids(self, glosses: Sequence[str], language: str | None = None) -> list[int]:
        """Ids of a sentence's glosses, each from 1 to `len(self) - 1`; of a name or number those of its parts.

        Raises:
            InputError: As `parts`.
            UnknownGlossError: As `parts`.
        """
        return list(chain.from_iterable(self.parts(glosses, language)))

    def parts(self, glosses: Sequence[str], language: str | None = None) -> list[list[int]]:
        """The ids that each gloss of a sentence is made of, at least one each.

        Args:
            glosses: At least one.
            language: Sign language by id, ISO 639-3 code or name; where it is not said it is the one whose glosses
                they all are.

        Raises:
            InputError: If there is no gloss, they could be of several languages and nobody says which, or a language is
                named to a model that does not tell languages apart.
            UnknownLanguageError: If the model does not have the language.
            UnknownGlossError: If a gloss is not known.
        """
        if isinstance(glosses, str):
            raise InputError("glosses", "a list of glosses (str.split makes one of a line)", repr(glosses))
        if not glosses:
            raise InputError("glosses", "at least one gloss", "none")
        chosen = self.language(glosses, language)
        found = list[list[int]]()
        for gloss in glosses:
            ids = self._known(gloss, chosen)
            if ids is None:
                raise UnknownGlossError("glosses", self._expected(gloss, chosen), repr(gloss))
            found.append(ids)
        return found

    def language(self, glosses: Sequence[str], language: str | None = None) -> str:
        """The id of the language that glosses are of; empty if the model does not tell languages apart.

        Raises:
            InputError: As `parts`.
            UnknownLanguageError: As `parts`.
            UnknownGlossError: If no language has them all.
        """
        if not self.languages:
            if language:
                raise InputError("language", "none (the model does not tell languages apart)", repr(language))
            return ""
        if language:
            return resolve(language, self.languages).id
        having = {gloss: [each for each in self.languages if self._known(gloss, each)] for gloss in glosses}
        for gloss, found in having.items():
            if not found:
                raise UnknownGlossError("glosses", self._expected(gloss, ""), repr(gloss))
        common = [each for each in self.languages if all(each in found for found in having.values())]
        if len(common) == 1:
            return common[0]
        if common:
            raise InputError("language", f"one of {', '.join(common)}, which all have these glosses", "none")
        got = ", ".join(f"{gloss!r} of {' and '.join(found)}" for gloss, found in having.items())
        raise UnknownGlossError("glosses", "glosses of one sign language", got)

    def nearest(self, gloss: str, language: str = "") -> list[str]:
        """Known glosses that are spelt most alike, the nearest first; spelling in capitals or not does not count.

        Args:
            gloss: Any.
            language: Id of the language whose glosses are meant; empty for all, which then stand with their languages.
        """
        folded: dict[str, str] = {}
        for known in self.glosses:
            owner, _, name = known.partition(":") if self.languages else ("", "", known)
            if not language or owner == language:
                folded.setdefault(name.casefold(), name if language or not owner else f"{name} ({owner})")
        return [folded[found] for found in get_close_matches(gloss.casefold(), folded, _NEAREST)]

    def _known(self, gloss: str, language: str) -> list[int] | None:
        """Ids of a gloss' parts; None if one is not known."""
        if not self.languages:
            return [self._ids[gloss]] if gloss in self._ids else None
        if (name := f"{language}:{gloss}") in self._ids:
            return [self._ids[name]]
        parts = [self._ids.get(f"{language}:{part}", PADDING) for part in gloss_parts(gloss, language)]
        return parts if all(parts) else None

    def _expected(self, gloss: str, language: str) -> str:
        nearest = self.nearest(gloss, language)
        count = sum(name.startswith(f"{language}:") for name in self.glosses) if language else len(self.glosses)
        known = f"one of {count} known glosses" + (f" of {language}" if language else "")
        return f"{known} (nearest: {', '.join(nearest)})" if nearest else f"{known} (none is spelt alike)"


def check_names(glosses: Sequence[str], languages: Sequence[str]) -> None:
    """Refuse names that make no vocabulary.

    Args:
        glosses: As for `GlossVocabulary`.
        languages: As for `GlossVocabulary`.

    Raises:
        InputError: If a gloss is empty, has a space, comes twice or is of none of the languages; or languages are no
            different ids.
    """
    if len(set(languages)) < len(languages) or any(name != name.casefold() or not name for name in languages):
        raise InputError("languages", "different lower-case ids", list(languages))
    seen = set[str]()
    for gloss in glosses:
        if not gloss or gloss.split() != [gloss] or gloss in seen:
            raise InputError("glosses", "different words without spaces", f"{gloss!r} (empty, twice or in two)")
        owner, _, name = gloss.partition(":")
        if languages and (owner not in languages or not name):
            raise InputError("glosses", f"language:GLOSS, languages {', '.join(languages)}", repr(gloss))
        seen.add(gloss)
