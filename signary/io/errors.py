"""Named errors. Every one says which argument, what was expected and what was got, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from signary.io.quoting import cut, quoted

#: Most characters of each part of a message: names may come from a file, and lists of choices are long.
_MAX_ARGUMENT, _MAX_EXPECTED, _MAX_GOT, _MAX_NAME = 300, 3000, 500, 60


def _said(got: object) -> str:
    """Texts are part of the sentence; of everything else as much as `quoted` says, or its own short name."""
    if isinstance(got, str):
        return cut(got, _MAX_GOT)
    if type(got) in (int, bytes, bytearray, list, tuple, dict, set, frozenset) or hasattr(got, "shape"):
        return quoted(got, _MAX_GOT)
    return cut(str(got), _MAX_GOT)


class InputError(ValueError):
    """A user's input cannot be used; the message names the argument, the expectation and what was given.

    Messages are short and on one line, whatever was given: containers and texts are cut, see `signary.io.quoting`.
    """

    def __init__(self, argument: str, expected: object, got: object) -> None:
        self.argument, self.expected = cut(argument, _MAX_ARGUMENT), cut(str(expected), _MAX_EXPECTED)
        self.got = _said(got)
        super().__init__(f"{self.argument}: expected {self.expected}, got {self.got}")

    def named(self, argument: str) -> InputError:
        """The same error about another argument, such as the option that a file was given with."""
        error = type(self).__new__(type(self))
        error.__dict__ |= self.__dict__
        InputError.__init__(error, argument, self.expected, self.got)
        return error


@contextmanager
def about(argument: str, *others: str) -> Iterator[None]:
    """Within it, errors are about one argument, and name the file or setting as well where they are about one.

    Args:
        argument: What the caller gave.
        *others: What is called otherwise further down, and means the same.
    """
    try:
        yield
    except InputError as error:
        same = error.argument in (argument, *others)
        raise error.named(argument if same else f"{argument}, {error.argument}") from None


class FormatError(InputError):
    """A file is not what its name or header promises."""


class UnsafeFileError(FormatError):
    """A file asks for something that data must not ask for: code, a path outside its folder, endless size."""


class NoRoomError(InputError):
    """The disk, the quota or the largest allowed file is full: what was asked for could not be written."""


class NothingToSignError(InputError):
    """A text has no word that can be signed: it is empty, or all of it is punctuation, symbols or a foreign script."""


class UnknownLanguageError(InputError):
    """The sign language is none of those the chosen engine knows."""


class NoDictionaryError(InputError):
    """A sign language is known, but has no lexicon to sign with, or no manual alphabet to spell with."""


class UnknownLayoutError(InputError):
    """No pose layout has this name, or no map leads from one layout to the other."""


class LexiconError(InputError):
    """A dictionary file is broken; names file, line, entry and field."""

    def __init__(self, file: Path | str, line: int, entry: str, field: str, expected: str, got: object) -> None:
        self.file, self.line, self.entry, self.field = Path(file), line, entry, field
        where = f"{self.file.name}, line {line}, entry {quoted(entry, _MAX_NAME)}, field {quoted(field, _MAX_NAME)}"
        super().__init__(where, expected, got)
