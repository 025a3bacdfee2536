"""The registry of sign languages. A new language is one line here and its dictionary files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from signary.io.errors import UnknownLanguageError

#: Stands in `SignLanguage.order` for every category that is not named there.
REST = "*"


@dataclass(frozen=True)
class SignLanguage:
    """A sign language and the spoken language that it is translated from.

    Attributes:
        id: Short name, also the name of its dictionary files.
        iso: ISO 639-3 code.
        name: English name.
        spoken: ISO 639-1 code of the spoken language.
        order: Categories of signs in the order in which a clause is signed (`docs/sign_order.md`).
    """

    id: str
    iso: str
    name: str
    spoken: str
    order: tuple[str, ...] = ("time", REST, "negation", "question")


_VERB_LAST = ("time", "place", REST, "verb", "negation", "question")

LANGUAGES: Mapping[str, SignLanguage] = {
    language.id: language
    for language in (
        SignLanguage("asl", "ase", "American Sign Language", "en"),
        SignLanguage("dgs", "gsg", "German Sign Language", "de", _VERB_LAST),
        SignLanguage("csl", "csl", "Chinese Sign Language", "zh"),
    )
}


def resolve(language: str, available: Iterable[str] | None = None) -> SignLanguage:
    """Find a sign language by id, ISO 639-3 code or English name, in any case.

    Args:
        language: For example `dgs`, `gsg` or `German Sign Language`.
        available: Ids or ISO codes to choose from, *optional*, defaults to all that are registered.

    Raises:
        UnknownLanguageError: If no language, or none of the available ones, is called so; lists those that are.
    """
    allowed = None if available is None else {name.casefold() for name in available}
    choice = [item for item in LANGUAGES.values() if allowed is None or {item.id, item.iso} & allowed]
    wanted = language.strip().casefold()
    for item in choice:
        if wanted in (item.id, item.iso, item.name.casefold()):
            return item
    names = ", ".join(f"{item.id} ({item.iso}, {item.name})" for item in choice)
    raise UnknownLanguageError("language", f"one of {names or 'none (nothing is available)'}", repr(language))
