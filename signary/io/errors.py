"""Named errors. Every one says which argument, what was expected and what was got, in one sentence."""

from __future__ import annotations

from pathlib import Path


class InputError(ValueError):
    """A user's input cannot be used; the message names the argument, the expectation and what was given."""

    def __init__(self, argument: str, expected: str, got: object) -> None:
        self.argument, self.expected, self.got = argument, expected, got
        super().__init__(f"{argument}: expected {expected}, got {got}")


class FormatError(InputError):
    """A file is not what its name or header promises."""


class UnsafeFileError(FormatError):
    """A file asks for something that data must not ask for: code, a path outside its folder, endless size."""


class NothingToSignError(InputError):
    """A text has no word that can be signed: it is empty, or all of it is punctuation, symbols or a foreign script."""


class UnknownLanguageError(InputError):
    """The sign language is none of those the chosen engine knows."""


class UnknownLayoutError(InputError):
    """No pose layout has this name, or no map leads from one layout to the other."""


class LexiconError(InputError):
    """A dictionary file is broken; names file, line, entry and field."""

    def __init__(self, file: Path | str, line: int, entry: str, field: str, expected: str, got: object) -> None:
        self.file, self.line, self.entry, self.field = Path(file), line, entry, field
        where = f"{self.file.name}, line {line}, entry {entry!r}, field {field!r}"
        super().__init__(where, expected, got)
