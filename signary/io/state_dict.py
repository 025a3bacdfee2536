"""The weights of a checkpoint from outside, and nothing else of it.

What trainers save holds more than weights: settings, states of optimizers, objects of packages that are not installed.
`weights_only` of torch refuses such a file as a whole. Here the steps of its pickle are taken by our own unpickler;
what is neither data nor a tensor stands for nothing and is never imported or called, and only the tensors of the
`state_dict` are read from the file.
"""

from __future__ import annotations

import io
import pickle
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import torch

from signary.io.budget import PICKLE, TORCH
from signary.io.errors import FormatError
from signary.io.pickle_calls import count, known_call
from signary.io.quoting import quoted
from signary.io.reading import open_file
from signary.io.torch_file import load_torch
from signary.io.unpickle import BROKEN, Spending, _Unpickler, named_refusals

#: Where trainers put the weights.
KEY = "state_dict"
#: A checkpoint with the state of an optimizer is three times its weights.
MAX_BYTES = 8 << 30
_MAX_PICKLE = 64 << 20
_ZIP = b"PK\x03\x04"
_DTYPES: Mapping[str, torch.dtype] = {
    **{"FloatStorage": torch.float32, "DoubleStorage": torch.float64, "HalfStorage": torch.float16},
    **{"BFloat16Storage": torch.bfloat16, "LongStorage": torch.int64, "IntStorage": torch.int32},
    **{"ShortStorage": torch.int16, "CharStorage": torch.int8, "ByteStorage": torch.uint8, "BoolStorage": torch.bool},
}


def load_state_dict(path: Path | str, max_bytes: int = MAX_BYTES) -> dict[str, torch.Tensor]:
    """Name -> tensor (on the CPU) of a checkpoint: what stands under `state_dict`, or all of a file of tensors.

    Args:
        path: A file of `torch.save`, as PyTorch Lightning and others write it.
        max_bytes: Most bytes of the file.

    Raises:
        InputError: If there is no such file.
        FormatError: If it is no torch file, is cut off, or has no weights.
        UnsafeFileError: If it is larger than `max_bytes`, or asks for more than a file of its size can hold.
    """
    path = Path(path)
    with open_file(path, max_bytes) as file:
        if file.read(len(_ZIP)) == _ZIP:
            file.seek(0)
            try:
                with zipfile.ZipFile(file) as archive:
                    return _from_archive(path.name, archive)
            except FormatError:
                raise
            except (*BROKEN, zipfile.BadZipFile, NotImplementedError, OSError) as error:
                raise FormatError(path.name, "a whole torch file", str(error)) from None
    return _tensors(path.name, load_torch(path, max_bytes))


class _Record(NamedTuple):
    """A tensor that was not read yet."""

    key: str
    dtype: torch.dtype
    known: int
    offset: int
    size: tuple[int, ...]
    stride: tuple[int, ...]


class _Storage(NamedTuple):
    """The numbers of tensors, which lie in a file of their own."""

    key: str
    dtype: torch.dtype
    known: int


class _Foreign:
    """Stands for whatever is neither data nor a tensor; takes what it is given and keeps nothing."""

    def __new__(cls, *arguments: Any) -> _Foreign:
        return super().__new__(cls)

    def append(self, item: Any) -> None:
        """As of a list."""

    def extend(self, items: Any) -> None:
        """As of a list."""


class _Weights(_Unpickler):
    """Finds the tensors of a checkpoint."""

    def find_class(self, module: str, name: str) -> Any:
        if name.startswith("_rebuild_tensor"):
            return _record
        if name == "_rebuild_parameter":
            return _parameter
        if module == "torch" and name in _DTYPES:
            return name
        return known_call(module, name) or _Foreign

    def persistent_load(self, pid: Any) -> Any:
        if type(pid) is not tuple or len(pid) < 5 or type(pid[2]) is not str or type(pid[4]) is not int:
            raise ValueError("a storage without numbers")
        dtype = _DTYPES.get(pid[1]) if type(pid[1]) is str else None
        return _Foreign() if dtype is None else _Storage(pid[2], dtype, pid[4])

    def load_build(self) -> None:
        self.stack.pop()  # the state of what stands for nothing, or what a dictionary of weights is told beside

    def load_setitem(self) -> None:
        if type(self.stack[-3]) is not _Foreign:
            super().load_setitem()
            return
        del self.stack[-2:]

    def load_setitems(self) -> None:
        if type(self.metastack[-1][-1]) is not _Foreign:
            super().load_setitems()
            return
        self.pop_mark()  # type: ignore[attr-defined]

    def load_newobj(self) -> None:
        arguments, function = self.stack.pop(), self.stack.pop()
        self.append(self.call(function, arguments))

    def load_newobj_ex(self) -> None:
        self.stack.pop()  # keywords
        self.load_newobj()

    dispatch: ClassVar[dict[int, Any]] = {
        **_Unpickler.dispatch,
        pickle.BUILD[0]: load_build,
        pickle.SETITEM[0]: load_setitem,
        pickle.SETITEMS[0]: load_setitems,
        pickle.NEWOBJ[0]: load_newobj,
        pickle.NEWOBJ_EX[0]: load_newobj_ex,
    }

    def call(self, function: Any, arguments: Any) -> Any:
        """As a pickle's; what is foreign is not called, and what it would have made is foreign."""
        if function in (_record, _parameter):
            self.spending.copy(*arguments[:8])
            return function(*arguments)
        if function is _Foreign or type(function) is _Foreign:
            return _Foreign()
        return super().call(function, arguments)


def _record(storage: Any, offset: Any, size: Any, stride: Any, *others: Any) -> Any:
    """As `torch._utils._rebuild_tensor_v2`, without the numbers."""
    if not isinstance(storage, _Storage):
        return _Foreign()
    wanted = count(size)
    count((offset, *stride))
    last = offset + sum((steps - 1) * step for steps, step in zip(size, stride, strict=True))
    if wanted and (last >= storage.known or wanted > storage.known):
        raise ValueError("a tensor beyond its numbers")
    return _Record(storage.key, storage.dtype, storage.known, offset, tuple(size), tuple(stride))


def _parameter(data: Any, *others: Any) -> Any:
    return data


def _from_archive(where: str, archive: zipfile.ZipFile) -> dict[str, torch.Tensor]:
    members = {member.filename: member for member in archive.infolist()}
    TORCH.check_items(where, len(members), "members")
    pickles = [name for name in members if name.endswith("/data.pkl") and name.count("/") == 1]
    if len(pickles) != 1:
        raise FormatError(where, "one data.pkl, as in a file of torch.save", f"{len(pickles)}")
    folder = pickles[0].removesuffix("data.pkl")
    steps = _member(where, archive, members, pickles[0], _MAX_PICKLE)
    order = f"{folder}byteorder"
    if order in members and _member(where, archive, members, order, 16).decode("latin1") != sys.byteorder:
        raise FormatError(where, f"numbers of byte order {sys.byteorder}", "the other")
    with named_refusals(where):
        found = _Weights(io.BytesIO(steps), Spending(PICKLE, len(steps))).load()
    numbers: dict[tuple[str, torch.dtype, int], torch.Tensor] = {}
    tensors = {}
    for name, record in _chosen(where, found, _Record).items():
        if record[:3] not in numbers:
            wanted = record.known * record.dtype.itemsize
            content = _member(where, archive, members, f"{folder}data/{record.key}", wanted)
            if len(content) != wanted:
                raise FormatError(f"{where}, {name}", f"{wanted:,} bytes of numbers", f"{len(content):,}")
            numbers[record[:3]] = torch.frombuffer(bytearray(content), dtype=torch.uint8) if wanted else _EMPTY
        tensors[name] = _built(record, numbers[record[:3]])
    return tensors


_EMPTY = torch.empty(0, dtype=torch.uint8)


def _built(record: _Record, numbers: torch.Tensor) -> torch.Tensor:
    if not count(record.size):
        return torch.empty(record.size, dtype=record.dtype)
    return numbers.view(record.dtype).as_strided(record.size, record.stride, record.offset)


def _member(
    where: str, archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], name: str, most: int
) -> bytes:
    """A member of the archive, which torch does not compress."""
    member = members.get(name)
    if member is None:
        raise FormatError(where, f"a member {quoted(name)}", "none")
    if member.compress_type != zipfile.ZIP_STORED or member.file_size > max(most, 0):
        raise FormatError(where, f"{quoted(name)} as it is, of at most {most:,} bytes", f"{member.file_size:,}")
    return archive.read(member)


def _tensors(where: str, found: Any) -> dict[str, torch.Tensor]:
    return _chosen(where, found, torch.Tensor)


def _chosen(where: str, found: Any, kind: type) -> dict[str, Any]:
    """The tensors of what a file holds, by their names."""
    inside = found.get(KEY, found) if isinstance(found, dict) else None
    if not isinstance(inside, dict) or not inside:
        raise FormatError(where, f"a dictionary of tensors, or one under {KEY!r}", type(found).__name__)
    for name, value in inside.items():
        if type(name) is not str or not isinstance(value, kind):
            raise FormatError(where, f"named tensors in {KEY}", f"{quoted(name)}: {type(value).__name__}")
    return dict(inside)
