"""What a file holds and a sequence does not: named in `metadata["left_out"]`, a list of texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from signary.io.quoting import cut

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
