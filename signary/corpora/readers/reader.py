"""What a reader is: a form of corpora on disk, and how its files become rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from types import UnionType
from typing import Any, ClassVar, NamedTuple, Union, cast, get_args, get_origin, get_type_hints

import numpy as np
import torch

from signary.corpora.row_schema import CorpusRow
from signary.io.errors import InputError

#: What an option of a reader may be.
OPTION_TYPES = (str, int, float, bool, Path)


class CorpusReader(ABC):
    """A form of corpora on disk.

    A reader is a dataclass: its fields are the options of `signary corpus prepare`, of type `str`, `int`, `float`,
    `bool`, `Path` or one of these or None, with `field(metadata={"help": …})`. It reads row by row, so that a corpus
    may be larger than memory.

    Attributes:
        about: What lies where, in one line.
    """

    about: ClassVar[str]

    @abstractmethod
    def rows(self, source: Path) -> Iterator[CorpusRow]:
        """The rows of a corpus, one by one.

        Args:
            source: The file or folder; it is there.

        Raises:
            InputError: If a file is missing or broken, or an option does not fit.
        """

    def remarks(self) -> Sequence[str]:
        """What is to be said of the rows that were read, a line each: what was left out, what is not real."""
        return ()


class ReaderOption(NamedTuple):
    """An option of a reader.

    Attributes:
        name: Of the field.
        kind: `str`, `int`, `float`, `bool` or `Path`.
        required: Whether it has to be given.
        default: Its value where it is not given.
        about: What it is.
    """

    name: str
    kind: type[Any]
    required: bool
    default: Any
    about: str


def reader_options(reader: type[CorpusReader]) -> list[ReaderOption]:
    """The options of a reader, in the order of its fields.

    Raises:
        InputError: If one is of a type that nobody can write down.
    """
    hints: dict[str, Any] = get_type_hints(reader)
    found = []
    for one in fields(reader):  # type: ignore[arg-type]
        if one.init:
            default, required = one.default, False
            if one.default_factory is not MISSING:
                default = one.default_factory()
            elif default is MISSING:
                default, required = None, True
            kind = _kind(f"{reader.__name__}.{one.name}", hints[one.name])
            found.append(ReaderOption(one.name, kind, required, default, one.metadata.get("help", "")))
    return found


def _kind(name: str, hint: Any) -> type[Any]:
    """The type in which an option is written down: of `float | None` float."""
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    kinds = [kind for kind in parts if kind is not type(None)]
    if len(kinds) != 1 or kinds[0] not in OPTION_TYPES:
        expected = f"{', '.join(kind.__name__ for kind in OPTION_TYPES)}, or one of these or None"
        raise InputError(f"type of {name}", expected, getattr(hint, "__name__", str(hint)))
    return cast(type[Any], kinds[0])


def as_array(found: object) -> np.ndarray | None:
    """Numbers of a pickle as a numpy array, whatever held them; None of what is none."""
    if isinstance(found, torch.Tensor):
        # Numpy has no bfloat16.
        return np.asarray((found.detach().float() if found.is_floating_point() else found.resolve_conj()).numpy())
    return found if isinstance(found, np.ndarray) else None
