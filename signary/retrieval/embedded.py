"""The dictionary that comes with the package."""

from __future__ import annotations

from pathlib import Path

from signary.io.errors import InputError
from signary.retrieval.dictionary_file import FILE_NAME

_EMBEDDED = Path(__file__).parents[1] / "demo" / "dictionary" / FILE_NAME


class NoEmbeddedDictionaryError(InputError):
    """No dictionary was named, and the package carries none."""


def embedded_dictionary() -> Path:
    """The file of the embedded model's dictionary.

    Raises:
        NoEmbeddedDictionaryError: If this installation has none.
    """
    if not _EMBEDDED.is_file():
        expected = "a file or folder, as this installation carries no model (`make demo-model` makes it)"
        raise NoEmbeddedDictionaryError("dictionary", expected, "none")
    return _EMBEDDED
