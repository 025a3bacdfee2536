"""What a file from outside may cost: one budget a kind of file, checked before the work that it is about.

A small file can ask for much: a few bytes unpack to gigabytes, a list of lists of … is written out for ever, a number
has a million digits. So whoever reads a kind of file states here what it may hold, and asks before taking memory.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from signary.io.errors import UnsafeFileError

#: A file may always unpack to this many bytes, and beyond it to so many times its size on disk.
SMALL_BYTES, MAX_RATIO = 192 << 20, 24


@dataclass(frozen=True)
class Budget:
    """Most that a file of one kind may hold.

    Attributes:
        on_disk: Bytes of the file.
        unpacked: Bytes after decompression; see `room` for files that unpack to much more than they are.
        small: Bytes that any file may unpack to, however small it is.
        items: Values, entries, rows or members: what takes memory or time one by one.
        depth: Levels of containers in containers, or dimensions of an array.
        text: Characters of one text.
        digits: Of one number that is written out.
    """

    on_disk: int = 2 << 30
    unpacked: int = 2 << 30
    small: int = SMALL_BYTES
    items: int = 1 << 22
    depth: int = 64
    text: int = 1 << 24
    digits: int = 400

    def sized(self, most: int) -> Budget:
        """This budget with at most so many bytes, on disk and unpacked."""
        return replace(self, on_disk=most, unpacked=most)

    def room(self, on_disk: int) -> int:
        """Bytes that a file of so many bytes may unpack to: real data do not shrink to a thousandth."""
        return min(self.unpacked, self.small + MAX_RATIO * on_disk)

    def check_on_disk(self, where: str, size: int) -> None:
        """Refuse a file by its size.

        Raises:
            UnsafeFileError: If it is larger than the budget.
        """
        _check(where, size, self.on_disk, "bytes")

    def check_unpacked(self, where: str, size: int, on_disk: int) -> None:
        """Refuse what a file of `on_disk` bytes states to unpack to, or has unpacked to so far.

        Raises:
            UnsafeFileError: If that is more than its `room`.
        """
        _check(where, size, self.room(on_disk), "bytes after decompression")

    def check_items(self, where: str, count: int, what: str = "values") -> None:
        """Refuse a number of items.

        Raises:
            UnsafeFileError: If there are more than the budget has.
        """
        _check(where, count, self.items, what)

    def check_depth(self, where: str, depth: int) -> None:
        """Refuse nesting.

        Raises:
            UnsafeFileError: If there are more levels than the budget has.
        """
        _check(where, depth, self.depth, "levels")

    def check_text(self, where: str, length: int) -> None:
        """Refuse a text by its length.

        Raises:
            UnsafeFileError: If it is longer than the budget has it.
        """
        _check(where, length, self.text, "characters in a text")

    def check_digits(self, where: str, count: int) -> None:
        """Refuse a number by its length.

        Raises:
            UnsafeFileError: If it has more digits than the budget has.
        """
        _check(where, count, self.digits, "digits in a number")


def _check(where: str, found: int, most: int, what: str) -> None:
    if found > most:
        raise UnsafeFileError(where, f"at most {most:,} {what}", f"{found:,}" if found < 1 << 64 else "far more")


#: Pickles: items are steps of the program that a pickle is, of which every object takes one or two.
PICKLE = Budget(items=4_000_000)
#: Files of `torch.save`: items are members of the archive.
TORCH = Budget(items=100_000)
#: numpy archives: items are members.
NPZ = Budget(items=10_000, depth=32)
#: JSON: items are commas and brackets, so at least the number of values.
JSON = Budget(on_disk=64 << 20, items=3_000_000)
#: YAML written by hand (lexicons, alphabets, presets): items are values and names.
YAML = Budget(on_disk=8 << 20, items=500_000, depth=16, text=1 << 14, digits=40)
#: Tables of text: items are cells, text is one of them.
TABLE = Budget(on_disk=256 << 20, items=4_000_000, text=1 << 17)
#: Numbers that become many more, as rotations become joints, or that no byte of a file stands for.
MOTION = Budget(small=32 << 20)
#: Arrays of motion in one `.npz` file: an hour of SMPL-X in float64 at 100 frames a second.
NPZ_MOTION = Budget(unpacked=512 << 20)
#: `.pose` files: items are points of a person, text is the name of one.
POSE = Budget(items=20_000, text=1_000)
#: Folders of OpenPose files: items are frames, of 137 points each.
OPENPOSE = Budget(items=100_000)
#: One of these files: a frame of a signer has a thousandth of this.
OPENPOSE_FRAME = Budget(on_disk=8 << 20, items=200_000, depth=16)
#: Layouts that come with a file: items are joints.
LAYOUT = Budget(items=20_000)
