"""Layouts as JSON, so that models, corpora, dictionaries and files can carry those that this package does not bring.

What comes along with a file is from outside: it is bounded, checked, and never taken for a layout that is known here
under its name and means something else. It is not registered, either: whoever carries a layout has it at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from signary.io.budget import LAYOUT
from signary.io.errors import FormatError, InputError, UnknownLayoutError
from signary.io.quoting import quoted
from signary.pose.layout import ARTICULATORS, PARTS, Channel, PoseLayout
from signary.pose.registry import find_layout, get_layout, is_shipped

#: Numbers of a joint, on average at most; channels, parts and articulators of a layout, characters of a name.
_CHANNELS, _GROUPS, _NAME = 16, 64, 100


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
    """The layout of `layout_to_json`, whatever the order of names in its objects.

    Raises:
        InputError: If they contradict themselves, such as bones in a circle.
        FormatError: If they are no facts of a layout at all.
        UnsafeFileError: If they are one of more joints or numbers than any body has.
    """
    try:
        LAYOUT.check_items("layout", max(len(facts[name]) for name in ("joints", "parents", "mirror")), "joints")
        widths = _whole(facts["widths"])
        LAYOUT.check_items("layout", sum(widths) // _CHANNELS, f"joints of {_CHANNELS} numbers")
        if len(facts["channels"]) > _CHANNELS:
            raise FormatError("layout", f"at most {_CHANNELS} channels", len(facts["channels"]))
        return PoseLayout(
            name=_name(facts["name"]),
            joints=tuple(map(_name, facts["joints"])),
            channels=tuple(Channel(*map(_name, channel)) for channel in facts["channels"]),
            parts=_groups(facts["parts"], PARTS),
            articulators=_groups(facts["articulators"], ARTICULATORS),
            parents=_whole(facts["parents"]),
            mirror=_whole(facts["mirror"]),
            kinds=tuple(map(_name, facts["kinds"])),
            widths=widths,
            aliases={_name(joint): _name(place) for joint, place in facts["aliases"].items()},
            mirror_signs={_name(joint): _whole(signs) for joint, signs in facts["mirror_signs"].items()},
        )
    except InputError:
        raise
    except (KeyError, TypeError, AttributeError, IndexError, OverflowError, ValueError) as error:
        raise FormatError("layout", "names and numbers of a layout", f"{type(error).__name__}: {error}") from None


def carried_json(layout: PoseLayout) -> dict[str, Any] | None:
    """What a file has to say of a layout beside its name: nothing of those that come with this package.

    Raises:
        InputError: If it is another layout than the one that is known under its name, which readers would take it for.
    """
    if is_shipped(layout):
        return None
    _refuse_other(layout, "layout")
    return layout_to_json(layout)


def carried_layout(name: Any, facts: Any, argument: str = "layout") -> PoseLayout:
    """The layout that a file names, and perhaps carries.

    Args:
        name: Of the layout.
        facts: What `carried_json` has written; None for a layout that is known here.
        argument: What messages call it.

    Raises:
        UnknownLayoutError: If it is neither known here nor carried.
        FormatError: If it is no layout, is carried under another name, or another layout of its name is known here.
        UnsafeFileError: If it is larger than any body.
    """
    if not isinstance(name, str):
        raise UnknownLayoutError(argument, "the name of a layout", quoted(name))
    if facts is None:
        return get_layout(name)
    try:
        layout = layout_from_json(facts)
    except InputError as error:
        about = argument if error.argument == "layout" else f"{argument}, {error.argument}"
        kind = type(error) if isinstance(error, FormatError) else FormatError
        raise kind(about, error.expected, error.got) from None
    if layout.name != name:
        raise FormatError(argument, f"the layout {quoted(name)} described", f"that of {quoted(layout.name)}")
    return _refuse_other(layout, argument, FormatError)


def _refuse_other(layout: PoseLayout, argument: str, error: type[InputError] = InputError) -> PoseLayout:
    """The layout as it is known here, or itself where nobody knows its name."""
    known = find_layout(layout.name)
    if known is None or known is layout:
        return layout
    if known != layout:
        what = "comes with this package" if is_shipped(known) else "is registered"
        expected = f"another name, or the layout {quoted(known.name)} that {what} ({_size(known)})"
        raise error(argument, expected, f"another layout {quoted(layout.name)} ({_size(layout)})")
    return known


def _size(layout: PoseLayout) -> str:
    return f"{len(layout.joints):,} joints, {layout.num_features:,} numbers"


def _name(found: Any) -> str:
    if not isinstance(found, str) or not found or len(found) > _NAME or not found.isprintable():
        raise FormatError("layout", f"names of 1 to {_NAME} characters", quoted(found))
    return found


def _whole(found: Iterable[Any]) -> tuple[int, ...]:
    numbers = tuple(found)
    if wrong := [one for one in numbers if not isinstance(one, int) or isinstance(one, bool)]:
        raise FormatError("layout", "whole numbers", quoted(wrong[0]))
    return numbers


def _groups(facts: Mapping[str, Any], usual: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """Groups of joints: first the usual ones, as files that sort names lose their order."""
    if len(facts) > _GROUPS:
        raise FormatError("layout", f"at most {_GROUPS} groups of joints", len(facts))
    names = [*(name for name in usual if name in facts), *sorted(set(facts) - set(usual))]
    return {_name(name): _whole(facts[name]) for name in names}
