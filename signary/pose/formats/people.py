"""Several people in one file: whom a sequence shows, and that the others are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from signary.io.errors import InputError
from signary.io.quoting import cut


def other_people(person: int, people: int) -> list[str]:
    """Everybody but one, counted from 1 as people count."""
    return [f"person {other + 1} of {people}" for other in range(people) if other != person]


def choose_person(person: int | None, seen: Sequence[bool]) -> int:
    """The number, from 0, of the person to read.

    Args:
        person: Whom the user asks for; None stands for the first.
        seen: For every person whether any frame shows them.

    Raises:
        InputError: If there is no such person, or nobody asked for the first, who is never seen while others are.
    """
    people = len(seen)
    if person is not None:
        if not 0 <= person < people:
            raise InputError("person", f"a number from 0 to {people - 1}" if people else "a file with people", person)
        return person
    if not people:
        raise InputError("person", "a file with people", "nobody")
    if not seen[0] and any(seen):
        others = [other for other in range(people) if seen[other]]
        named = ", ".join(f"person {other + 1} of {people}" for other in others[:5])
        raise InputError(
            "person",
            f"somebody who is seen, such as number {others[0]} (counted from 0)",
            f"no number, and the first of {people} is missing in all frames (left out: {named})",
        )
    return 0


#: How many things of one file are named, and how long a name may be.
_MOST, _LONGEST = 20, 100


def with_left_out(metadata: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Metadata that name what is left out, after what they named before; as they are if it is nothing."""
    names = list(names)
    if not names:
        return dict(metadata)
    before = metadata.get("left_out", ())
    named = [name for name in before if isinstance(name, str)] if isinstance(before, list | tuple) else []
    named += [cut(name, _LONGEST) for name in names[:_MOST]]
    return {**metadata, "left_out": [*named, f"{len(names) - _MOST:,} more"] if len(names) > _MOST else named}
