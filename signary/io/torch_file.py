"""Files of `torch.save` from outside: what their pickles would do is gone through before torch does it.

torch itself calls only what it knows (`weights_only`), but hashes any key, copies as often as it is told, and makes a
storage larger where a tensor reaches beyond it. So the steps are taken here first, with our own unpickler: tensors are
only checked, and whatever else torch may know stands for nothing.
"""

from __future__ import annotations

import io
import pickle
import re
import zipfile
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from signary.io.budget import TORCH
from signary.io.errors import FormatError, UnsafeFileError
from signary.io.pickle_calls import RefusedError, count, known_call
from signary.io.reading import MAX_BYTES, read_bytes
from signary.io.unpickle import BROKEN, EXPECTED, Spending, _Unpickler

#: Most bytes of one number: complex128.
_WIDEST = 16
_LEGACY_MAGIC = b"\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."


def load_torch(path: Path | str, max_bytes: int = MAX_BYTES) -> Any:
    """The object in a file of `torch.save`: tensors and plain containers, on the CPU (`weights_only`).

    Args:
        path: The file.
        max_bytes: Most bytes to accept, before and after decompression.

    Raises:
        InputError: If there is no such file.
        FormatError: If it is no torch file, or is cut off.
        UnsafeFileError: If it asks for anything else, which the message names, or is larger than `max_bytes`.
    """
    import torch

    path = Path(path)
    content, budget = read_bytes(path, max_bytes), TORCH.sized(max_bytes)
    try:
        if content[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                members = archive.infolist()
                budget.check_items(path.name, len(members), "members")
                budget.check_unpacked(path.name, sum(member.file_size for member in members), len(content))
        _check_steps(content)
        return torch.load(io.BytesIO(content), weights_only=True, map_location="cpu")
    except UnsafeFileError:
        raise
    except RefusedError as error:
        raise UnsafeFileError(path.name, EXPECTED, str(error)) from None
    except (*BROKEN, NotImplementedError, zipfile.BadZipFile, OSError) as error:
        asked = re.search(r"GLOBAL ([\w.]+)", str(error))
        if asked:
            raise UnsafeFileError(path.name, EXPECTED, f"a file that asks for {asked.group(1)}") from None
        # torch's own message on pickles recommends to load the file unsafely.
        reason = "other content" if isinstance(error, pickle.UnpicklingError) else str(error).split("\n")[0]
        raise FormatError(path.name, "a whole torch file", f"{reason} ({type(error).__name__})") from None


def as_array(found: object) -> np.ndarray | None:
    """Numbers of a pickle as a numpy array, whatever held them; None of what is none."""
    if isinstance(found, np.ndarray):
        return found
    import torch

    if not isinstance(found, torch.Tensor):
        return None
    # Numpy has no bfloat16.
    return np.asarray((found.detach().float() if found.is_floating_point() else found.resolve_conj()).numpy())


def _check_steps(content: bytes) -> None:
    """Go through the pickle, or in files of old versions the pickles, of a torch file.

    Args:
        content: The file.

    Raises:
        RefusedError: If a pickle asks for too much, or a tensor reaches beyond its numbers.
        ValueError: If it is broken; other errors of Python's unpickler pass through.
    """
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            pickles = [name for name in archive.namelist() if name.endswith(".pkl")]
            for name in pickles:
                steps = archive.read(name)
                _Steps(io.BytesIO(steps), Spending(TORCH, len(content)), len(content)).load()
        return
    stream, spending = io.BytesIO(content), Spending(TORCH, len(content))
    start = stream.getvalue()[:40].find(_LEGACY_MAGIC)
    # Magic number, version, facts of the machine, the object; or a single one, which torch refuses by itself.
    for _ in range(4 if start >= 0 else 1):
        _Steps(stream, spending, len(content)).load()


class _Anything:
    """Stands for what torch may know and we need not, made of whatever it is made of."""

    def __new__(cls, *arguments: Any) -> _Anything:
        return super().__new__(cls)


class _Numbers:
    """Stands for a storage."""

    def __init__(self, known: int) -> None:
        self.known = known


class _Steps(_Unpickler):
    def __init__(self, file: io.BytesIO, spending: Spending, size: int) -> None:
        super().__init__(file, spending)
        self._all = size

    def find_class(self, module: str, name: str) -> Any:
        if name.startswith("_rebuild_tensor"):
            return _tensor
        return known_call(module, name) or _Anything

    def persistent_load(self, pid: Any) -> Any:
        known = pid[4] if type(pid) is tuple and len(pid) >= 5 else None
        if type(known) is not int or not 0 <= known <= self._all * _WIDEST:
            raise ValueError("a storage without numbers")
        return _Numbers(known)

    def load_build(self) -> None:
        self.stack.pop()  # of what we do not know; torch knows what it may set

    dispatch: ClassVar[dict[int, Any]] = {**_Unpickler.dispatch, pickle.BUILD[0]: load_build}

    def call(self, function: Any, arguments: Any) -> Any:
        """As a pickle's, and what only torch knows stands for nothing."""
        if function is _tensor or function is _Anything:
            self.spending.copy(*arguments[:8])
            return function(*arguments)
        return super().call(function, arguments)


def _tensor(storage: Any, offset: Any, size: Any, stride: Any, *others: Any) -> Any:
    if isinstance(storage, _Numbers):
        numbers = count(size)
        count((offset, *stride))
        last = offset + sum((steps - 1) * step for steps, step in zip(size, stride, strict=True))
        if numbers and (last >= storage.known or numbers > storage.known * _WIDEST):
            raise ValueError("a tensor beyond its numbers")
    return _Anything()
