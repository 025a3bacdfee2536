"""`signary generate --gloss`: glosses to motion by a gloss model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from signary.io.errors import InputError

if TYPE_CHECKING:
    from signary.signing.gloss_signing import GlossSigning


def refuse_beside_glosses(settings: Mapping[str, Any]) -> None:
    """Refuse what only the ways from text to motion know.

    Args:
        settings: Name of an option -> what was given; None, False and () mean that nobody gave it.

    Raises:
        InputError: If something was given.
    """
    for name, value in settings.items():
        if value is not None and value is not False and value != ():
            raise InputError(name, "nothing beside --gloss (it goes with TEXT or --input)", repr(value))


def sign_gloss_line(
    line: str, *, model: str | None, language: str | None, length: int | None, fps: float | None, seed: int | None
) -> GlossSigning:
    """Sign a line of glosses.

    Args:
        line: Glosses parted by blanks.
        model: Folder or Hub id; None for the embedded model.
        language: Sign language of the glosses; None where it is plain.
        length: Frames of the sentence, on the model's clock; None: as predicted.
        fps: Frames a second of the result; None for the model's own.
        seed: Of the noise that motion is made of.

    Raises:
        UnknownGlossError: If the model does not know a gloss; names the nearest that it knows.
        UnknownLanguageError: If the model does not have the language.
        InputError: If the model cannot be loaded, the language is not plain, or a setting is out of range.
    """
    from signary.pipelines.loading import load_gloss_to_sign
    from signary.signing.gloss_signing import GlossSigning

    return GlossSigning.of(load_gloss_to_sign(model)(line, lengths=length, seed=seed, language=language), fps)
