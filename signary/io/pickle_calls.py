"""What a pickle from outside may call: our own small functions in the place of what they are named after.

They make numpy arrays and numbers, torch tensors and plain containers, and check what they are given: a hostile size or
flag would let numpy and torch take or read any memory.
"""

from __future__ import annotations

import io
import math
import pickle
import re
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np

from signary.io.errors import FormatError
from signary.io.quoting import quoted

#: Booleans, numbers, text and bytes of fixed size, and Python objects.
_DTYPE = re.compile(r"[<>|=]?(\?|[biufcSUV]\d+|O8?)")
#: Sizes and offsets of arrays.
_MAX_SIZE, _MAX_DIMENSIONS = 1 << 48, 64


class RefusedError(Exception):
    """Something that data must not ask for; `load_pickle` adds the file's name."""


class JoblibArray:
    """Stands for joblib's `NumpyArrayWrapper`: shape and dtype in the pickle, the bytes behind it in the file."""


def count(shape: Sequence[Any]) -> int:
    """Product of the sizes, which must be whole numbers of at least 0."""
    if len(shape) > _MAX_DIMENSIONS or any(type(size) is not int or not 0 <= size <= _MAX_SIZE for size in shape):
        raise ValueError(f"the shape {quoted(shape)}")
    return math.prod(shape)


def check_dtype(dtype: Any) -> None:
    """Refuse an array type that holds Python objects, or is none.

    Raises:
        RefusedError: If it does.
    """
    if not isinstance(dtype, np.dtype) or dtype.hasobject:
        raise RefusedError("an array of Python objects")


def _dtype(spec: Any, align: Any = False, copy: Any = False) -> np.dtype[Any]:
    if type(spec) is not str or not _DTYPE.fullmatch(spec):
        raise RefusedError(f"the array type {quoted(spec)}")
    # A copy, as the state that follows is set on it: numpy's own dtype objects are shared by the whole program.
    return np.dtype(np.dtype(spec), False, True)


def set_dtype(dtype: np.dtype[Any], state: Any) -> None:
    """Give an array type the byte order of its pickled state.

    Raises:
        RefusedError: If the state has fields, another size or no such order.
    """
    order = state[1]
    if (
        type(order) is not str
        or type(state[5]) is not int
        or order not in ("<", ">", "|", "=")
        or state[2:5] != (None, None, None)
        or state[5] not in (-1, dtype.itemsize)
    ):
        raise RefusedError("an array type with fields")
    # Only the byte order is taken over: a hostile size or flag would let numpy read beyond its memory.
    size = (dtype.itemsize, dtype.alignment) if dtype.kind in "SUV" else (-1, -1)
    dtype.__setstate__((3, order, None, None, None, *size, dtype.flags))  # type: ignore[attr-defined]


def set_array(array: np.ndarray, state: Any) -> None:
    """Give an empty array its shape, type and content.

    Raises:
        RefusedError: If it has a content already, or objects that are no list.
        ValueError: If content and shape do not fit.
    """
    if array.size:
        raise RefusedError("a second content for an array")
    shape, dtype, fortran, content = state[-4:]
    if not isinstance(dtype, np.dtype) or len(content) != count(shape) * (1 if dtype.hasobject else dtype.itemsize):
        raise ValueError("an array whose content does not fit its shape")
    if dtype.hasobject and type(content) is not list:
        raise RefusedError("an array of Python objects that are no list")
    if type(fortran) not in (bool, int):
        raise ValueError("an order that is none")
    array.__setstate__((1, shape, dtype, bool(fortran), content))  # type: ignore[arg-type]
    check_characters("", array)


def _array(*arguments: Any) -> None:
    """Stands for the class `numpy.ndarray`, which called directly would take any memory it is told to."""
    raise RefusedError("a call of numpy.ndarray")


def _reconstruct(kind: Any, shape: Any, typecode: Any) -> np.ndarray:
    if kind is not _array:
        raise RefusedError("a kind of array that is not numpy's own")
    return np.empty(0, np.int8)


def _scalar(dtype: Any, content: Any) -> Any:
    check_dtype(dtype)
    array = np.frombuffer(_bytes(content), dtype, count=1)
    check_characters("", array)
    return array[0]


def _from_buffer(content: Any, dtype: Any, shape: Any, order: Any) -> np.ndarray:
    check_dtype(dtype)
    if not isinstance(content, (bytes, bytearray)):  # any other owner might free the memory
        raise RefusedError(f"an array in the memory of {type(content).__name__}")
    array = np.frombuffer(content, dtype)
    check_characters("", array)
    if type(shape) is not tuple or count(shape) != array.size or order not in ("C", "F", "A"):
        raise ValueError("an array whose content does not fit its shape")
    return array.reshape(shape, order=order)


def _encode(text: str, encoding: str = "latin1") -> bytes:
    if type(encoding) is not str or encoding not in ("latin1", "latin-1"):
        raise RefusedError(f"the encoding {quoted(encoding)}")
    return text.encode("latin1")


def _bytes(content: Any = b"", encoding: str = "latin1") -> bytes:
    if isinstance(content, str):
        return _encode(content, encoding)
    if not isinstance(content, (bytes, list)):  # a number would mean that many zeros
        raise RefusedError("bytes made from a number")
    return bytes(content)


def _bytearray(content: Any = b"", encoding: str = "latin1") -> bytearray:
    return bytearray(_bytes(content, encoding))


def _set(items: Any = ()) -> set[Any]:
    return set(items)


def _frozenset(items: Any = ()) -> frozenset[Any]:
    return frozenset(_set(items))


def _complex(real: float, imaginary: float) -> complex:
    return complex(float(real), float(imaginary))


def ordered(items: Any = ()) -> OrderedDict[Any, Any]:
    """An ordered dictionary of pairs."""
    return OrderedDict((key, value) for key, value in items)


def _storage(content: bytes) -> Any:
    """Torch writes the numbers of a tensor in a plain pickle as a small file of its own."""
    import torch

    try:
        found = torch.load(io.BytesIO(content), weights_only=True, map_location="cpu")
    except pickle.UnpicklingError as error:
        raise RefusedError(f"a tensor that is none: {error}".split("\n")[0]) from None
    if not isinstance(found, torch.storage.TypedStorage):
        raise RefusedError(f"a tensor that is none but {type(found).__name__}")
    return found


def _tensor(storage: Any, offset: Any, size: Any, stride: Any, *others: Any) -> Any:
    """As `torch._utils._rebuild_tensor_v2`, which resizes a storage that is too small; here that is refused."""
    import torch

    if not isinstance(storage, torch.storage.TypedStorage):
        raise ValueError("a tensor without numbers")
    if type(size) not in (tuple, list) or type(stride) not in (tuple, list):
        raise ValueError("a tensor without a shape")
    empty = torch.empty(0, dtype=storage.dtype)
    numbers = storage._untyped_storage
    wanted, known = count(size), numbers.nbytes() // empty.element_size()
    count((offset, *stride))
    last = offset + sum((steps - 1) * step for steps, step in zip(size, stride, strict=True))
    if wanted and (last >= known or wanted > known):
        raise ValueError("a tensor beyond its numbers")
    return empty.set_(numbers, offset, tuple(size), tuple(stride)) if wanted else empty.reshape(size)


_MODULES = {
    "__builtin__": "builtins",
    "numpy.core.multiarray": "numpy._core.multiarray",
    "numpy.core.numeric": "numpy._core.numeric",
}
_ALLOWED: dict[str, Any] = {
    "numpy.ndarray": _array,
    "numpy.dtype": _dtype,
    "numpy._core.multiarray._reconstruct": _reconstruct,
    "numpy._core.multiarray.scalar": _scalar,
    "numpy._core.numeric._frombuffer": _from_buffer,
    "joblib.numpy_pickle.NumpyArrayWrapper": JoblibArray,
    "torch._utils._rebuild_tensor_v2": _tensor,
    "torch.storage._load_from_bytes": _storage,
    "collections.OrderedDict": ordered,
    "_codecs.encode": _encode,
    "builtins.bytes": _bytes,
    "builtins.bytearray": _bytearray,
    "builtins.set": _set,
    "builtins.frozenset": _frozenset,
    "builtins.complex": _complex,
}


def known_call(module: str, name: str) -> Any:
    """What stands for a Python object of this name, or None if data have no need of it."""
    return _ALLOWED.get(f"{_MODULES.get(module, module)}.{name}")


#: What a pickle may call; of these, what hashes the items it is given.
CALLED = frozenset(map(id, _ALLOWED.values()))
KEYED = (_set, _frozenset, ordered)


_LAST, _HALVES = 0x10FFFF, (0xD800, 0xDFFF)


def check_characters(where: str, array: np.ndarray) -> None:
    """Refuse text arrays with numbers that are no characters: numpy would fail when they are read, far from the file.

    Args:
        where: What messages call the file.
        array: Any; arrays without text pass.

    Raises:
        FormatError: If a number is beyond Unicode, or half a character.
    """
    if array.dtype.kind != "U" or not array.size or not array.dtype.itemsize:
        return
    points = np.ascontiguousarray(array).reshape(-1).view(np.dtype(np.uint32).newbyteorder(array.dtype.byteorder))
    # A handful of bytes a step, so that the check takes no memory of its own.
    for start in range(0, len(points), 1 << 20):
        part = points[start : start + (1 << 20)]
        if (part > _LAST).any() or ((part >= _HALVES[0]) & (part <= _HALVES[1])).any():
            raise FormatError(where, "text of Unicode characters", "numbers that are none")
