"""Layouts as JSON, so that files can carry those that no registry knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from signary.io.budget import LAYOUT
from signary.io.errors import FormatError, InputError
from signary.pose.layout import Channel, PoseLayout

#: Numbers of a joint, on average at most.
_CHANNELS = 16


def layout_to_json(layout: PoseLayout) -> dict[str, Any]:
    """Everything a layout says, as dicts, lists, text and numbers."""
    return {
        "name": layout.name,
        "joints": list(layout.joints),
        "channels": [[channel.name, channel.unit, channel.direction] for channel in layout.channels],
        "parts": {part: list(joints) for part, joints in layout.parts.items()},
        "articulators": {name: list(joints) for name, joints in layout.articulators.items()},
        "parents": list(layout.parents),
        "mirror": list(layout.mirror),
        "kinds": list(layout.kinds),
        "widths": list(layout.widths),
        "aliases": dict(layout.aliases),
        "mirror_signs": {joint: list(signs) for joint, signs in layout.mirror_signs.items()},
    }


def layout_from_json(facts: Any) -> PoseLayout:
    """The layout of `layout_to_json`.

    Raises:
        InputError: If they contradict themselves, such as bones in a circle.
        FormatError: If they are no facts of a layout at all.
        UnsafeFileError: If they are one of more joints or numbers than any body has.
    """
    try:
        LAYOUT.check_items("layout", max(len(facts[name]) for name in ("joints", "parents", "mirror")), "joints")
        widths = tuple(map(int, facts["widths"]))
        LAYOUT.check_items("layout", sum(widths) // _CHANNELS, f"joints of {_CHANNELS} numbers")
        return PoseLayout(
            name=str(facts["name"]),
            joints=tuple(map(str, facts["joints"])),
            channels=tuple(Channel(*map(str, channel)) for channel in facts["channels"]),
            parts=_groups(facts["parts"]),
            articulators=_groups(facts["articulators"]),
            parents=tuple(map(int, facts["parents"])),
            mirror=tuple(map(int, facts["mirror"])),
            kinds=tuple(map(str, facts["kinds"])),
            widths=widths,
            aliases={str(joint): str(place) for joint, place in facts["aliases"].items()},
            mirror_signs=_groups(facts["mirror_signs"]),
        )
    except InputError:
        raise
    except (KeyError, TypeError, AttributeError, IndexError, OverflowError, ValueError) as error:
        raise FormatError("layout", "names and numbers of a layout", f"{type(error).__name__}: {error}") from None


def _groups(facts: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    return {str(name): tuple(map(int, members)) for name, members in facts.items()}
