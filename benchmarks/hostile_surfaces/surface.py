"""What a surface is: valid files, what reads them, and how they are damaged."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

#: Files of one input: name below its folder -> content.
Files = dict[str, bytes]
#: Makes a damaged copy of a content.
Mutator = Callable[[bytes, random.Random], bytes]


def no_attacks() -> Sequence[Files]:
    """For surfaces without attacks written by hand."""
    return ()


@dataclass(frozen=True)
class Surface:
    """A way in for files from outside.

    Attributes:
        name: As it stands in `hostile.NAME.mutants`.
        write: Writes valid inputs into a folder, each in a folder of its own, by the project's own writers.
        read: Reads one input, whose files lie in a folder.
        mutators: File suffix -> what damages such a file; the suffix "" is for all others.
        attacks: Inputs that are hostile as they are; they come first, and each is damaged as well.
        whole: Files that no mutant touches, such as weights beside a damaged config.
    """

    name: str
    write: Callable[[Path], None]
    read: Callable[[Path], object]
    mutators: Mapping[str, Sequence[Mutator]]
    attacks: Callable[[], Sequence[Files]] = no_attacks
    whole: frozenset[str] = field(default_factory=frozenset)

    def seeds(self, folder: Path) -> list[Files]:
        """Valid inputs, written once into `folder` and then read from there."""
        if not folder.exists():
            folder.mkdir(parents=True)
            self.write(folder)
        return [_files(one) for one in sorted(folder.iterdir())]

    def mutant(self, seeds: Sequence[Files], attacks: Sequence[Files], number: int, seed: int) -> Files:
        """Input `number`: the attacks as they are, then damaged seeds and, one in eight, damaged attacks."""
        if number < len(attacks):
            return attacks[number]
        dice = random.Random(f"{self.name} {seed} {number}")
        files = dict(dice.choice(attacks if attacks and dice.random() < 0.125 else seeds))
        name = dice.choice(sorted(name for name in files if name not in self.whole))
        suffix = max((suffix for suffix in self.mutators if name.endswith(suffix)), key=len)
        for _ in range(dice.choice((1, 1, 1, 2, 4))):
            files[name] = dice.choice(self.mutators[suffix])(files[name], dice)
        return files


def _files(folder: Path) -> Files:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def put(folder: Path, files: Files) -> None:
    """Write an input into a new folder."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
