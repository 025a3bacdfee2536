"""Columns of codes: one a part, and one more for every residual level of a part.

Level-major: first all parts, then the second level of those parts that have one, and so on. Of body and two hands with
two levels each: `body`, `left_hand`, `right_hand`, `body_2`, `left_hand_2`, `right_hand_2`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

Number = TypeVar("Number", int, float)

_NAME = re.compile(r"(.+)_([2-9]|[1-9][0-9]+)")


class Column(NamedTuple):
    """A column of codes.

    Attributes:
        part: Name of the part whose motion it stands for.
        level: From 1; a level above 1 stands for what the levels below it leave over.
    """

    part: str
    level: int

    @property
    def name(self) -> str:
        """The part's name, with the level behind it from the second on."""
        return self.part if self.level == 1 else f"{self.part}_{self.level}"


def level_columns(levels: Mapping[str, int]) -> tuple[Column, ...]:
    """All columns in order.

    Args:
        levels: Part -> number of its levels, in the order of the parts.
    """
    most = max(levels.values(), default=0)
    return tuple(Column(part, level) for level in range(1, most + 1) for part in levels if levels[part] >= level)


def named_columns(names: Sequence[str]) -> tuple[Column, ...]:
    """Part and level of columns by name. A name that looks like the level of a part that is not there is a part."""
    known, found = set(names), []
    for name in names:
        match = _NAME.fullmatch(name)
        is_level = match is not None and match[1] in known
        found.append(Column(match[1], int(match[2])) if match is not None and is_level else Column(name, 1))
    return tuple(found)


def of_columns(given: Mapping[str, Number], columns: Sequence[Column]) -> dict[str, Number]:
    """Column -> number, from numbers by column or by part, whose other levels have the same.

    Raises:
        KeyError: If neither a column nor its part is there.
    """
    return {column.name: given[column.name if column.name in given else column.part] for column in columns}
