"""LMDB databases from outside, read page by page: no page, pointer or length of a file is believed.

The library itself maps such a file and follows its pointers, which a broken file can lead anywhere. What is read here
is the form of LMDB 0.9 on 64-bit machines: two meta pages, of which the later one counts, and a tree of branch and leaf
pages whose large values lie on pages of their own.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from signary.io.budget import Budget
from signary.io.errors import FormatError, UnsafeFileError
from signary.io.reading import open_file

#: Bytes of a corpus, keys in it, levels of its tree.
LMDB = Budget(on_disk=1 << 40, items=1 << 22, depth=64)
FILE = "data.mdb"
_MAGIC, _VERSION = 0xBEEFC0DE, 1
_HEAD = struct.Struct("<QHHHH")
_META = struct.Struct("<IIQQ")
_TREE = struct.Struct("<IHHQQQQQ")
_NODE = struct.Struct("<HHHH")
_BRANCH, _LEAF, _OVERFLOW, _META_PAGE = 1, 2, 4, 8
_BIG, _SUB, _DUPLICATES = 1, 2, 4
_NOWHERE = (1 << 64) - 1


class Tree(NamedTuple):
    """Where the tree of a database begins."""

    root: int
    entries: int


@contextmanager
def open_lmdb(path: Path | str) -> Iterator[LmdbFile]:
    """A database to read from.

    Args:
        path: The folder with `data.mdb`, or the file itself.

    Raises:
        InputError: If there is no such file.
        FormatError: If it is none, or is broken.
        UnsafeFileError: If it is larger than the budget.
    """
    path = Path(path)
    path = path / FILE if path.is_dir() else path
    with open_file(path, LMDB.on_disk) as file:
        try:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            raise FormatError(path.name, "an LMDB database", "an empty file") from None
        with mapped as data:
            yield LmdbFile(path.parent.name if path.name == FILE else path.name, data)


class LmdbFile:
    """Keys and values of a database, in the order of its keys."""

    def __init__(self, name: str, data: mmap.mmap) -> None:
        self._name, self._data = name, data
        self._page, self.main = self._latest()

    def items(self, tree: Tree | None = None) -> Iterator[tuple[bytes, bytes]]:
        """Keys and values.

        Args:
            tree: Of a database in the database (`databases`), by default the main one, whose databases are left out.

        Raises:
            FormatError: If a page or pointer is broken.
            UnsafeFileError: If there are more keys than the budget has, or pages are met twice.
        """
        for key, value, flags in self._nodes(tree or self.main):
            if not flags & _SUB:
                yield key, value

    def databases(self) -> dict[str, Tree]:
        """Databases in the database, by their names."""
        found = {}
        for key, value, flags in self._nodes(self.main):
            if flags & _SUB:
                if len(value) != _TREE.size:
                    raise self._broken("a database in it")
                *_, entries, root = _TREE.unpack(value)
                found[key.decode("utf-8", "replace")] = Tree(root, entries)
        return found

    def _latest(self) -> tuple[int, Tree]:
        """Size of a page, and the main tree of the meta page that was written last."""
        size = self._meta(0)[0]
        if size < 512 or size > 1 << 16 or size & (size - 1):
            raise self._broken(f"pages of {size:,} bytes")
        metas = [self._meta(0), self._meta(size)]
        newest = max(metas, key=lambda meta: meta[2])
        return newest[0], newest[1]

    def _meta(self, at: int) -> tuple[int, Tree, int]:
        start = at + _HEAD.size
        if start + _META.size + 2 * _TREE.size + 16 > len(self._data):
            raise self._broken("a file that is cut off")
        magic, version, *_ = _META.unpack_from(self._data, start)
        flags = _HEAD.unpack_from(self._data, at)[2]
        if magic != _MAGIC or version != _VERSION or not flags & _META_PAGE:
            raise FormatError(self._name, "an LMDB database of version 1", "another file")
        size = _TREE.unpack_from(self._data, start + _META.size)[0]
        *_, entries, root = _TREE.unpack_from(self._data, start + _META.size + _TREE.size)
        (transaction,) = struct.unpack_from("<Q", self._data, start + _META.size + 2 * _TREE.size + 8)
        return size, Tree(root, entries), transaction

    def _nodes(self, tree: Tree) -> Iterator[tuple[bytes, bytes, int]]:
        """Key, value and flags of every leaf, by a walk that meets each page once."""
        if tree.root == _NOWHERE:
            return
        waiting, seen, count = [(tree.root, 0)], set[int](), 0
        while waiting:
            number, depth = waiting.pop()
            LMDB.check_depth(self._name, depth)
            if number in seen:
                raise UnsafeFileError(self._name, "every page once", f"page {number:,} again")
            seen.add(number)
            start, flags, pointers = self._pointers(number)
            if flags & _BRANCH:
                children = [(self._child(start + at), depth + 1) for at in pointers]
                waiting += reversed(children)
                continue
            for at in pointers:
                count += 1
                LMDB.check_items(self._name, count, "keys")
                yield self._leaf(start, at)

    def _pointers(self, number: int) -> tuple[int, int, tuple[int, ...]]:
        """Where a page begins, its flags, and where its nodes are in it."""
        start = number * self._page
        if number > 1 << 48 or start + self._page > len(self._data):
            raise self._broken(f"page {number:,} of {len(self._data) // self._page:,}")
        _, _, flags, lower, _ = _HEAD.unpack_from(self._data, start)
        if not flags & (_BRANCH | _LEAF) or not _HEAD.size <= lower <= self._page or lower % 2:
            raise self._broken(f"page {number:,}")
        count = (lower - _HEAD.size) // 2
        pointers = struct.unpack_from(f"<{count}H", self._data, start + _HEAD.size)
        if any(not lower <= at <= self._page - _NODE.size for at in pointers):
            raise self._broken(f"page {number:,}, a node outside of it")
        return start, flags, pointers

    def _child(self, at: int) -> int:
        low, high, top, _ = _NODE.unpack_from(self._data, at)
        number: int = low | high << 16 | top << 32
        return number

    def _leaf(self, start: int, at: int) -> tuple[bytes, bytes, int]:
        low, high, flags, key_size = _NODE.unpack_from(self._data, start + at)
        size, begin = low | high << 16, start + at + _NODE.size
        end = start + self._page
        if flags & _DUPLICATES:
            raise FormatError(self._name, "one value a key", "several")
        if begin + key_size > end:
            raise self._broken("a key")
        key, value = self._data[begin : begin + key_size], begin + key_size
        if not flags & _BIG:
            if value + size > end:
                raise self._broken(f"the value of {key[:40]!r}")
            return key, self._data[value : value + size], flags
        if value + 8 > end:
            raise self._broken(f"the value of {key[:40]!r}")
        (page,) = struct.unpack_from("<Q", self._data, value)
        value = page * self._page + _HEAD.size
        if page > 1 << 48 or value + size > len(self._data):
            raise self._broken(f"the value of {key[:40]!r}")
        if not _HEAD.unpack_from(self._data, page * self._page)[2] & _OVERFLOW:
            raise self._broken(f"the value of {key[:40]!r}")
        return key, self._data[value : value + size], flags

    def _broken(self, what: str) -> FormatError:
        return FormatError(self._name, "a whole LMDB database", f"a broken one ({what})")
