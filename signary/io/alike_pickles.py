"""Many small pickles that differ in nothing but the numbers of their arrays, read without unpickling each.

Corpora of one pickle a frame have thousands of files a minute of signing, and the restricted unpickler takes its time
with each. So the first file is read by it, and where its numbers lie is noted; of the next files the same bytes are
taken as numbers, if everything around them is, byte for byte, what the restricted unpickler has seen and allowed. Any
other file is read by the unpickler itself.
"""

from __future__ import annotations

import io
import os
import pickle
import pickletools
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from signary.io.budget import PICKLE, Budget
from signary.io.reading import read_bytes
from signary.io.unpickle import Spending, _Unpickler, named_refusals

#: A frame: a body of a few hundred numbers, or all points of a detector.
FRAME = Budget(on_disk=1 << 20, unpacked=4 << 20)
#: Forms of file that are remembered at a time: a corpus has one or two.
_FORMS = 8
#: Files in which no numbers were found before nobody looks for them any more.
_VAIN = 4
#: A pipe is opened without waiting for who writes to it.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_PAYLOADS = {"SHORT_BINBYTES": 1, "BINBYTES": 4, "BINBYTES8": 8, "BYTEARRAY8": 8}

Arrays = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class _Form:
    """A file that was unpickled: its bytes, and where in them which array has its numbers."""

    content: bytes
    fixed: tuple[tuple[int, int], ...]
    arrays: tuple[tuple[str, int, int, np.dtype[Any], tuple[int, ...]], ...]

    @cached_property
    def shaped(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Arrays that are no rows of numbers."""
        return tuple((name, shape) for name, *_, shape in self.arrays if len(shape) != 1)

    def arrays_of(self, content: bytes) -> Arrays | None:
        """The arrays of another file, if it differs in their numbers alone."""
        mine = self.content
        if len(content) != len(mine) or any(content[start:end] != mine[start:end] for start, end in self.fixed):
            return None
        found = {name: np.frombuffer(content, dtype, count, start) for name, start, count, dtype, _ in self.arrays}
        for name, shape in self.shaped:
            found[name] = found[name].reshape(shape)
        return found


def read_alike_pickles(
    paths: Iterable[Path | str], arrays_in: Callable[[Path, Any], Arrays], budget: Budget = FRAME
) -> Iterator[Arrays]:
    """The arrays of many pickles, in their order.

    Args:
        paths: The files, uncompressed.
        arrays_in: Gets a file's path and what is in it; gives arrays by name, of those that are in it or others.
        budget: Most that one file may hold.

    Yields:
        What `arrays_in` gives of each file, or would give.

    Raises:
        InputError: If a file is not there, or what `arrays_in` raises.
        FormatError: If a file is no whole pickle; names it.
        UnsafeFileError: If a file asks for anything but data, or is too large.
    """
    forms: list[_Form] = []
    vain = 0  # pickles of Python 2 and of joblib have no bytes that could be taken
    for path in paths:
        content = _content(path, budget)
        for form in forms:
            if (arrays := form.arrays_of(content)) is not None:
                yield arrays
                break
        else:
            unpickler = _Noting(content)
            place = Path(path)
            found = arrays_in(place, unpickler.loaded(place.name))
            if vain < _VAIN:
                new = unpickler.form(found)
                forms, vain = (forms, vain + 1) if new is None else ([new, *forms[: _FORMS - 1]], 0)
            yield found


def _content(path: Path | str, budget: Budget) -> bytes:
    """The bytes of a file: as `read_bytes`, which says what is wrong, and twice as fast."""
    try:
        handle = os.open(path, _READ)
    except OSError:
        return read_bytes(path, budget.on_disk)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_size > budget.on_disk:
            return read_bytes(path, budget.on_disk)
        content = os.read(handle, status.st_size)
    finally:
        os.close(handle)
    return content if len(content) == status.st_size else read_bytes(path, budget.on_disk)


class _Noting(_Unpickler):
    """The restricted unpickler, and which array came from which bytes."""

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content), Spending(PICKLE, len(content)))
        self._content = content
        self._payloads: list[bytes | bytearray] = []
        self._owners: list[tuple[np.ndarray, Any]] = []

    def loaded(self, name: str) -> Any:
        """What is in the file; errors as of `load_pickle`."""
        with named_refusals(name):
            return self.load()

    def form(self, arrays: Arrays) -> _Form | None:
        """Where the numbers of these arrays are, if each has bytes of its own in the file."""
        spans = _payload_spans(self._content)
        if len(spans) != len(self._payloads):
            return None
        places = {id(payload): span for payload, span in zip(self._payloads, spans, strict=True)}
        owned = {id(array): places.get(id(payload)) for array, payload in self._owners}
        found = []
        for name, array in arrays.items():
            span = owned.get(id(array))
            if span is None or not _is_plain(array) or span[1] - span[0] != array.nbytes:
                return None
            if self._content[span[0] : span[1]] != array.tobytes():
                return None
            found.append((name, span[0], array.size, array.dtype, array.shape))
        used = sorted((start, start + count * dtype.itemsize) for _, start, count, dtype, _ in found)
        starts, ends = [0, *(end for _, end in used)], [*(start for start, _ in used), len(self._content)]
        return _Form(self._content, tuple(zip(starts, ends, strict=True)), tuple(found))

    def load_build(self) -> None:
        """A state of an array: its last item are the numbers."""
        state = self.stack[-1]
        super().load_build()
        target = self.stack[-1]
        if type(target) is np.ndarray and type(state) is tuple and state:
            self._owners.append((target, state[-1]))

    def call(self, function: Any, arguments: Any) -> Any:
        """A call: numpy 2 makes arrays of their bytes by one."""
        made = super().call(function, arguments)
        if type(made) is np.ndarray and type(arguments) is tuple and arguments:
            self._owners.append((made, arguments[0]))
        return made

    def _load_payload(self, step: Callable[[Any], None]) -> None:
        step(self)
        self._payloads.append(self.stack[-1])

    dispatch: ClassVar[dict[int, Any]] = {**_Unpickler.dispatch, pickle.BUILD[0]: load_build}
    for _code in (pickle.SHORT_BINBYTES, pickle.BINBYTES, pickle.BINBYTES8, pickle.BYTEARRAY8):
        dispatch[_code[0]] = lambda self, step=dispatch[_code[0]]: self._load_payload(step)


def _payload_spans(content: bytes) -> list[tuple[int, int]]:
    """Where the bytes objects of a pickle are, in its order."""
    found = []
    for step, argument, at in pickletools.genops(content):
        if (size := _PAYLOADS.get(step.name)) and at is not None and isinstance(argument, (bytes, bytearray)):
            start = at + 1 + size
            found.append((start, start + len(argument)))
    return found


def _is_plain(array: Any) -> bool:
    return type(array) is np.ndarray and array.dtype.kind in "fiu" and bool(array.flags.c_contiguous)
