"""Pickles and torch files from outside, read without running what they ask for.

A pickle is a program: its `GLOBAL` opcodes name Python objects to call. Here the names of plain data (numpy arrays and
numbers, torch tensors, a few containers) lead to our own small functions, which check what they are given; every other
name is refused. Hostile sizes are refused before memory is taken for them.
"""

from __future__ import annotations

import io
import pickle
import re
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from signary.io.budget import PICKLE, Budget
from signary.io.errors import FormatError, UnsafeFileError
from signary.io.pickle_calls import (
    CALLED,
    KEYED,
    JoblibArray,
    RefusedError,
    check_characters,
    check_dtype,
    count,
    known_call,
    ordered,
    set_array,
    set_dtype,
)
from signary.io.quoting import quoted
from signary.io.reading import MAX_BYTES, read_decompressed

#: What may be in a pickle, and what Python's unpickler raises over a broken one.
EXPECTED = "plain containers, text, numbers, numpy arrays and tensors"
BROKEN = (
    *(pickle.UnpicklingError, EOFError, KeyError, IndexError, ValueError, TypeError, AttributeError, OverflowError),
    *(AssertionError, BufferError, MemoryError, RecursionError, RuntimeError, struct.error),
)
_NAME = re.compile(r"[\w.]{1,200}")
#: Bits of a whole number that is a key: Python gives numbers beyond 61 bits one hash as often as someone wants.
_KEY_BITS = 64
#: Keys of one hash that a file may have, and items of one key.
_SAME_HASH, _KEY_ITEMS = 32, 16
#: Steps that an empty set counts for, by the memory that it takes.
_SET_STEPS = 4
#: What calls may copy: arrays hold their bytes once, so a file has no need to copy more than some times its size.
_COPIES, _FREE_COPIES = 4, 64 << 20
#: Digits of a place in the memory of a pickle, with the end of its line.
_MEMO_DIGITS = 12


def load_pickle(path: Path | str, max_bytes: int = MAX_BYTES) -> Any:
    """The object in a pickle: plain, or compressed with gzip, bzip2, xz or zlib; joblib's arrays included.

    Args:
        path: The file; its first bytes say how it is compressed, its name does not matter.
        max_bytes: Most bytes to accept, before and after decompression.

    Returns:
        Plain containers, text, bytes, numbers, numpy arrays and scalars, torch tensors (on the CPU).

    Raises:
        InputError: If there is no such file.
        FormatError: If it is no pickle, or is cut off.
        UnsafeFileError: If it asks for anything else, which the message names, or is larger than `max_bytes`.
    """
    path = Path(path)
    return parse_pickle(path.name, read_decompressed(path, max_bytes))


def parse_pickle(where: str, content: bytes) -> Any:
    """The object in a pickle that is in memory, uncompressed.

    Args:
        where: What messages call it.
        content: The pickle.

    Raises:
        FormatError, UnsafeFileError: As `load_pickle`.
    """
    if content[:4] == b"PK\x03\x04":
        raise FormatError(where, "a pickle", "a zip archive (torch files: load_torch, numpy files: load_npz)")
    with named_refusals(where):
        return _Unpickler(io.BytesIO(content), Spending(PICKLE, len(content))).load()


@contextmanager
def named_refusals(where: str) -> Iterator[None]:
    """Within it, what a pickle is refused for is an error that names it."""
    try:
        yield
    except RefusedError as error:
        raise UnsafeFileError(where, EXPECTED, str(error)) from None
    except FormatError as error:
        raise FormatError(where, error.expected, error.got) from None
    except BROKEN as error:
        raise FormatError(where, "a whole pickle", f"{type(error).__name__}: {error}") from None


class Spending:
    """What a pickle has cost so far: its steps, the bytes that its calls copied, and its keys of one hash."""

    def __init__(self, budget: Budget, size: int) -> None:
        self._steps, self._budget = 0, budget
        self._copied, self._most_copied = 0, _FREE_COPIES + _COPIES * size
        self._hashes: dict[int, list[Any]] = {}

    def step(self, steps: int = 1) -> None:
        """Count a step, or what takes as much as some.

        Raises:
            RefusedError: If there have been more than the budget has.
        """
        self._steps += steps
        if self._steps > self._budget.items:
            raise RefusedError(f"a pickle of more than {self._budget.items:,} steps")

    def copy(self, *contents: Any) -> None:
        """Count what a call or a state is given; a call cannot make more of it than its size, a few times."""
        for content in contents:
            if isinstance(content, (bytes, bytearray, str)):
                self._copied += len(content)
            elif isinstance(content, (list, tuple, set, frozenset, dict)):
                self._copied += 64 * len(content)
        if self._copied > self._most_copied:
            raise RefusedError("the same bytes copied again and again")

    def check_keys(self, keys: Iterable[Any]) -> None:
        """Refuse keys that take long to hash or to tell apart."""
        for key in keys:
            if type(key) in (str, bytes, bool) or key is None:
                continue
            if type(key) is not tuple:
                _check_key(key, key)
                continue
            if len(key) > _KEY_ITEMS:
                raise RefusedError(f"a tuple of {len(key):,} items as a key")
            for item in key:
                _check_key(key, item)
            # The hash of a tuple of numbers can be chosen: that many with one hash are no accident.
            known = self._hashes.setdefault(hash(key), [])
            if key not in known:
                known.append(key)
            if len(known) > _SAME_HASH:
                raise RefusedError("keys that were chosen to have one hash")


def _check_key(key: Any, item: Any) -> None:
    """Refuse nested tuples as keys: the time to hash them can double with every level, and their depth overflows C."""
    if isinstance(item, int):
        if item.bit_length() > _KEY_BITS:
            raise RefusedError(f"{quoted(item)} as a key")
    elif item is not None and (
        isinstance(item, complex) or not isinstance(item, (str, bytes, float, np.str_, np.bytes_, np.number, np.bool_))
    ):
        of = "" if item is key else f" of {type(item).__name__}"
        raise RefusedError(f"a {type(key).__name__}{of} as a key")


_base: dict[int, Any] = dict(pickle._Unpickler.dispatch)


def _whole_text(step: Callable[[Any], None]) -> Callable[[Any], None]:
    """A step that reads text, and refuses halves of characters: no file could hold them again, no screen show them."""

    def load(unpickler: Any) -> None:
        step(unpickler)
        if not (text := unpickler.stack[-1]).isascii():
            text.encode()

    return load


class _Unpickler(pickle._Unpickler):
    """Python's own unpickler written in Python: its memo is a dict, which hostile indices cannot blow up."""

    dispatch: ClassVar[dict[int, Any]] = dict(pickle._Unpickler.dispatch)
    stack: list[Any]
    metastack: list[list[Any]]
    read: Callable[[int], bytes]
    memo: dict[int, Any]

    def __init__(self, file: io.BytesIO, spending: Spending) -> None:
        self._file, self.spending = file, spending
        self._size = file.getbuffer().nbytes
        # latin1 keeps the bytes of arrays that Python 2 pickled; pickles of Python 3 do not use it.
        super().__init__(file, encoding="latin1")

    def load(self) -> Any:
        """As Python's own, and counts the steps.

        Raises:
            UnpicklingError: If the pickle is broken; other errors of Python pass through.
        """
        self._unframer = pickle._Unframer(self._file.read, self._file.readline)  # type: ignore[attr-defined]
        self.read, self.readline = self._unframer.read, self._unframer.readline
        self.metastack, self.stack, self.proto = [], [], 0
        self.append = self.stack.append
        read, steps, spending = self.read, self.dispatch, self.spending
        try:
            while key := read(1):
                spending.step()
                steps[key[0]](self)
            raise EOFError("a pickle that does not end")
        except pickle._Stop as stopped:  # type: ignore[attr-defined]
            return stopped.value

    def find_class(self, module: str, name: str) -> Any:
        if not _NAME.fullmatch(f"{module}.{name}"):
            raise pickle.UnpicklingError("a name that is none")
        found = known_call(module, name)
        if found is None:
            raise RefusedError(f"a file that asks for {module}.{name}")
        return found

    def persistent_load(self, pid: Any) -> Any:
        raise RefusedError("a reference to data outside the pickle (a file of torch.save? use load_torch)")

    def load_build(self) -> None:
        state = self.stack.pop()
        target = self.stack[-1]
        if type(state) is tuple:
            self.spending.copy(*state[:8])
        if type(target) is np.ndarray:
            set_array(target, state)
        elif isinstance(target, np.dtype):
            set_dtype(target, state)
        elif type(target) is JoblibArray:
            self.stack[-1] = self._read_joblib(state)
        else:
            raise RefusedError(f"a state to set on {type(target).__name__}")

    def load_bytearray8(self) -> None:
        (length,) = struct.unpack("<Q", self.read(8))
        if length > self._size:
            raise EOFError("a byte array beyond the end of the file")
        self.stack.append(bytearray(self.read(length)))

    def load_reduce(self) -> None:
        arguments, function = self.stack.pop(), self.stack[-1]
        self.stack[-1] = self.call(function, arguments)

    def _instantiate(self, function: Any, arguments: Any) -> None:
        """How the steps of old pickles call."""
        self.append(self.call(function, tuple(arguments)))

    def call(self, function: Any, arguments: Any) -> Any:
        """Only what `find_class` gave is called: no value of a file is."""
        if type(arguments) is not tuple or id(function) not in CALLED:
            raise RefusedError(f"a call of {type(function).__name__}")
        self.spending.copy(*arguments[:8])
        if function in KEYED and arguments:
            items = list(arguments[0])
            self.spending.check_keys([pair[0] for pair in items] if function is ordered else items)
        return function(*arguments)

    def load_setitem(self) -> None:
        _check_dict(self.stack[-3])
        self.spending.check_keys(self.stack[-2:-1])
        _base[pickle.SETITEM[0]](self)

    def load_setitems(self) -> None:
        _check_dict(self.metastack[-1][-1])
        self.spending.check_keys(self.stack[::2])
        _base[pickle.SETITEMS[0]](self)

    def load_dict(self) -> None:
        self.spending.check_keys(self.stack[::2])
        _base[pickle.DICT[0]](self)

    def load_additems(self) -> None:
        if type(self.metastack[-1][-1]) is not set:
            raise RefusedError(f"items to add to {type(self.metastack[-1][-1]).__name__}")
        self.spending.check_keys(self.stack)
        _base[pickle.ADDITEMS[0]](self)

    def load_frozenset(self) -> None:
        self.spending.step(_SET_STEPS)
        self.spending.check_keys(self.stack)
        _base[pickle.FROZENSET[0]](self)

    def load_empty_set(self) -> None:
        self.spending.step(_SET_STEPS)
        _base[pickle.EMPTY_SET[0]](self)

    def load_put(self) -> None:
        self.memo[_memo_index(self.readline())] = self.stack[-1]

    def load_get(self) -> None:
        self.stack.append(self.memo[_memo_index(self.readline())])

    # Buffers lie outside the pickle, extension codes outside `find_class`: no data file has them.
    for _code in (pickle.EXT1, pickle.EXT2, pickle.EXT4, pickle.NEXT_BUFFER, pickle.READONLY_BUFFER):
        del dispatch[_code[0]]
    dispatch[pickle.BUILD[0]] = load_build
    dispatch[pickle.BYTEARRAY8[0]] = load_bytearray8
    dispatch[pickle.SETITEM[0]] = load_setitem
    dispatch[pickle.SETITEMS[0]] = load_setitems
    dispatch[pickle.DICT[0]] = load_dict
    dispatch[pickle.ADDITEMS[0]] = load_additems
    dispatch[pickle.FROZENSET[0]] = load_frozenset
    dispatch[pickle.EMPTY_SET[0]] = load_empty_set
    dispatch[pickle.REDUCE[0]] = load_reduce
    dispatch[pickle.PUT[0]] = load_put
    dispatch[pickle.GET[0]] = load_get
    for _code in (pickle.UNICODE, pickle.BINUNICODE, pickle.BINUNICODE8, pickle.SHORT_BINUNICODE):
        dispatch[_code[0]] = _whole_text(_base[_code[0]])

    def _read_joblib(self, state: Any) -> Any:
        if type(state) is not dict or type(state.get("shape")) is not tuple:
            raise ValueError("an array without a shape")
        shape, dtype = state["shape"], state["dtype"]
        if isinstance(dtype, np.dtype) and dtype.hasobject:
            return _Unpickler(self._file, self.spending).load()  # joblib writes a pickle of its own for each
        check_dtype(dtype)
        if state.get("numpy_array_alignment_bytes") is not None:
            self._file.read(self._file.read(1)[0])
        wanted = count(shape) * dtype.itemsize
        if wanted > self._size - self._file.tell():
            raise EOFError("an array beyond the end of the file")
        array = np.frombuffer(bytearray(self._file.read(wanted)), dtype)
        check_characters("", array)
        return array.reshape(shape, order="F" if type(state["order"]) is str and state["order"] == "F" else "C")


def _memo_index(line: bytes) -> int:
    """Of what is remembered, as it is written out; numbers that Python could not tell apart quickly are refused."""
    if not line.rstrip().isdigit() or len(line) > _MEMO_DIGITS:
        raise ValueError("a place that is no number")
    return int(line)


def _check_dict(target: Any) -> None:
    if not isinstance(target, dict):
        raise RefusedError(f"items to set on {type(target).__name__}")
