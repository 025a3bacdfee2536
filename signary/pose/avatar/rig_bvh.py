"""The skeleton of a `.bvh` file: its hierarchy, without its motion."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from signary.io.budget import Budget
from signary.io.errors import FormatError
from signary.io.quoting import quoted
from signary.io.reading import read_bytes
from signary.pose.avatar.rig import Rig
from signary.pose.avatar.rig_names import mapped, recognise

#: Files with their motion, of which only the hierarchy is looked at: items are its words, text is a name.
BVH = Budget(on_disk=256 << 20, items=100_000, depth=512, text=200)


def read_bvh_skeleton(path: Path, mapping: Mapping[str, tuple[str, ...]] | None = None) -> Rig:
    """The rig of a `.bvh` file, whose rest rotations are all zero, as in every file of this kind.

    Args:
        path: The file.
        mapping: Joint -> names of bones; by recognised names if None.

    Raises:
        InputError: If there is no such file, or a joint that is needed has no bone.
        FormatError: If it is no hierarchy.
        UnsafeFileError: If it holds more than the budget.
    """
    hierarchy = _Hierarchy(path)
    bones, parents = hierarchy.bones, hierarchy.parents
    joints = recognise(bones, parents) if mapping is None else mapped(bones, mapping, path.name)
    turns = np.broadcast_to(np.eye(3), (len(bones), 3, 3)).copy()
    return Rig(path.name, tuple(bones), tuple(parents), np.array(hierarchy.offsets), turns, joints, hierarchy.ends)


class _Hierarchy:
    """Reads `ROOT … { OFFSET … CHANNELS … JOINT … { … } End Site { … } }`, word by word, without recursion."""

    def __init__(self, path: Path) -> None:
        self._where = path.name
        self.bones, self.parents, self.offsets = list[str](), list[int](), list[list[float]]()
        self.ends: dict[int, np.ndarray] = {}
        self._lines = self._read(path)
        self._open = list[int]()  # bones whose bracket is open; an end site is -1 - its bone
        self._opening: int | None = None
        for number, words in self._lines:
            if words[0].upper() == "MOTION":
                break
            self._take(number, words)
        if self._open or not self.bones:
            raise FormatError(self._where, "HIERARCHY with a ROOT whose brackets are closed", "something else")

    def _read(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        data = read_bytes(path, BVH.on_disk)
        head = data.split(b"MOTION", 1)[0]
        BVH.check_items(self._where, len(head) // 8, "words")
        try:
            lines = head.decode("utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise FormatError(self._where, "text in UTF-8", "bytes that are no characters") from None
        if not lines or lines[0].strip().upper() != "HIERARCHY":
            raise FormatError(self._where, "HIERARCHY in the first line", quoted(lines[0] if lines else "", 60))
        for number, line in enumerate(lines[1:], 2):
            spaced = line.replace("{", " { ").replace("}", " } ").split()
            while spaced:
                cut_at = next((at for at, word in enumerate(spaced) if word in "{}" and at), len(spaced))
                cut_at = 1 if spaced[0] in "{}" else cut_at
                yield number, spaced[:cut_at]
                spaced = spaced[cut_at:]

    def _take(self, number: int, words: list[str]) -> None:
        kind = words[0].upper()
        if kind in ("ROOT", "JOINT"):
            name = " ".join(words[1:])
            BVH.check_text(self._where, len(name))
            if not name or name in self.bones:
                raise self._wrong(number, "a name of its own for every joint", quoted(name))
            if (kind == "ROOT") == bool(self._open) or (self._open and self._open[-1] < 0):
                raise self._wrong(number, "ROOT outside and JOINT inside of a joint", kind)
            self.parents.append(self._open[-1] if self._open else -1)
            self.bones.append(name)
            self.offsets.append([0.0, 0.0, 0.0])
            self._opening = len(self.bones) - 1
        elif kind == "END":
            if not self._open or self._open[-1] < 0:
                raise self._wrong(number, "End Site inside of a joint", "one elsewhere")
            self._opening = -1 - self._open[-1]
        elif kind == "{":
            if self._opening is None:
                raise self._wrong(number, "a joint before its bracket", "none")
            self._open.append(self._opening)
            self._opening = None
            BVH.check_depth(self._where, len(self._open))
        elif kind == "}":
            if not self._open:
                raise self._wrong(number, "as many brackets opened as closed", "one more closed")
            self._open.pop()
        elif kind == "OFFSET":
            self._offset(number, words[1:])
        elif kind != "CHANNELS":
            raise self._wrong(number, "ROOT, JOINT, End Site, OFFSET or CHANNELS", quoted(words[0], 60))

    def _offset(self, number: int, words: list[str]) -> None:
        try:
            values = [float(word) for word in words]
        except ValueError:
            values = []
        if len(values) != 3 or not all(map(math.isfinite, values)) or not self._open:
            raise self._wrong(number, "OFFSET with three numbers, inside of a joint", quoted(" ".join(words), 60))
        at = self._open[-1]
        if at < 0:
            self.ends[-1 - at] = np.array(values)
        else:
            self.offsets[at] = values

    def _wrong(self, number: int, expected: str, got: str) -> FormatError:
        return FormatError(f"{self._where}, line {number}", expected, got)
