"""Pose layouts: what the numbers of a frame mean. Every number about skeletons comes from here.

A layout names joints (keypoint layouts) or parameter blocks (parameter layouts), their channels with unit and axis
direction, parts, articulators, bones and mirror pairs. Joints that mean the same place carry the same name in every
layout, or an alias to it, so that maps between layouts go by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from signary.io.errors import InputError

PARTS = ("body", "left_hand", "right_hand")
ARTICULATORS = ("face", "body", "hands")
KINDS = ("position", "rotation", "coefficient")
UNITS = ("metre", "pixel", "normalised", "dataset", "radian", "none")
#: Where an axis grows to, seen by the signer; `none` for rotations and coefficients.
DIRECTIONS = ("left", "right", "up", "down", "forward", "backward", "none")
_OPPOSITE = {"left": "right", "right": "left", "up": "down", "down": "up", "forward": "backward", "backward": "forward"}


@dataclass(frozen=True)
class Channel:
    """One number of a joint: its name, its unit and the direction in which it grows (as the signer sees it)."""

    name: str
    unit: str
    direction: str = "none"

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise InputError("unit", f"one of {', '.join(UNITS)}", repr(self.unit))
        if self.direction not in DIRECTIONS:
            raise InputError("direction", f"one of {', '.join(DIRECTIONS)}", repr(self.direction))

    def sign_to(self, other: Channel) -> int:
        """+1 if both grow the same way, -1 if opposite, 0 if they are different axes."""
        if self.direction == other.direction:
            return 1
        return -1 if _OPPOSITE.get(self.direction) == other.direction else 0


@dataclass(frozen=True)
class PoseLayout:
    """The meaning of a frame's numbers.

    Attributes:
        name: Key in the registry.
        joints: Names of the J joints or parameter blocks, in frame order.
        channels: Channels of every joint of a keypoint layout; of one rotation for a parameter layout.
        parts: Part name -> joint indices. Together the parts hold every joint exactly once.
        articulators: face, body, hands -> joint indices.
        parents: Index of each joint's parent, -1 for roots.
        mirror: Index of each joint's mirror partner (its own for joints in the middle).
        kinds: `position`, `rotation` (3 numbers, axis-angle) or `coefficient`, per joint.
        widths: Numbers of each joint in a frame.
        aliases: Joint name -> name of the same place in other layouts.
        mirror_signs: For coefficients: sign of each number under mirroring (+1 for symmetric ones).
    """

    name: str
    joints: tuple[str, ...]
    channels: tuple[Channel, ...]
    parts: Mapping[str, tuple[int, ...]]
    articulators: Mapping[str, tuple[int, ...]]
    parents: tuple[int, ...]
    mirror: tuple[int, ...]
    kinds: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    mirror_signs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def __getstate__(self) -> dict[str, Any]:
        """Fields with plain mappings, as read-only ones go into no pickle; what is computed is computed anew."""
        state = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: dict(value) if isinstance(value, MappingProxyType) else value for name, value in state.items()}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, MappingProxyType(value) if isinstance(value, dict) else value)

    def __post_init__(self) -> None:
        count = len(self.joints)
        if not self.kinds:
            object.__setattr__(self, "kinds", ("position",) * count)
        if not self.widths:
            object.__setattr__(self, "widths", (len(self.channels),) * count)
        for name in ("parts", "articulators", "aliases", "mirror_signs"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        self._check(count)

    def _check(self, count: int) -> None:
        if len(set(self.joints)) != count:
            raise InputError("joints", "names that differ", "a name twice")
        for name in ("parents", "mirror", "kinds", "widths"):
            if len(getattr(self, name)) != count:
                raise InputError(name, f"{count} entries, one a joint", len(getattr(self, name)))
        if any(kind not in KINDS for kind in self.kinds) or any(width < 1 for width in self.widths):
            raise InputError("kinds", f"{', '.join(KINDS)}, each at least one number wide", self.kinds)
        if any(not 0 <= partner < count for partner in self.mirror):
            raise InputError("mirror", f"indices below {count}", self.mirror)
        if any(self.mirror[self.mirror[joint]] != joint for joint in range(count)):
            raise InputError("mirror", "pairs: the partner of a joint's partner is the joint", self.mirror)
        if any(not -1 <= parent < count or parent == joint for joint, parent in enumerate(self.parents)):
            raise InputError("parents", f"indices below {count}, -1 for roots", self.parents)
        for group, what in ((self.parts, "parts"), (self.articulators, "articulators")):
            if sorted(joint for joints in group.values() for joint in joints) != list(range(count)):
                raise InputError(what, "every joint in exactly one of them", dict(group))

    @property
    def is_keypoints(self) -> bool:
        """True if every joint is a position, so that `(T, J, C)` makes sense."""
        return all(kind == "position" for kind in self.kinds)

    @cached_property
    def num_features(self) -> int:
        """D, the numbers of one frame."""
        return sum(self.widths)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Index of each joint's first number in a frame."""
        return tuple(int(at) for at in np.cumsum((0, *self.widths))[:-1])

    def index(self, joint: str) -> int:
        """Index of a joint by name or alias.

        Raises:
            InputError: If the layout has no such joint.
        """
        found = self._index.get(joint)
        if found is None:
            raise InputError("joint", f"a joint of layout {self.name}", repr(joint))
        return found

    @cached_property
    def _index(self) -> dict[str, int]:
        by_alias = {alias: self.joints.index(name) for name, alias in reversed(list(self.aliases.items()))}
        return by_alias | {name: at for at, name in enumerate(self.joints)}

    def features(self, joints: Iterable[int]) -> np.ndarray:
        """Frame indices (int array) of the numbers of `joints`, in their order."""
        spans = [range(self.offsets[joint], self.offsets[joint] + self.widths[joint]) for joint in joints]
        return np.array([number for span in spans for number in span], dtype=np.int64)

    def part_features(self, part: str) -> np.ndarray:
        """Frame indices (int array) of the numbers of a part, ascending.

        Raises:
            InputError: If the layout has no such part.
        """
        if part not in self.parts:
            raise InputError("part", f"one of {', '.join(self.parts)}", repr(part))
        return np.sort(self.features(self.parts[part]))

    @cached_property
    def bones(self) -> tuple[tuple[int, int], ...]:
        """(parent, child) joint pairs."""
        return tuple((parent, joint) for joint, parent in enumerate(self.parents) if parent >= 0)

    def canonical(self, joint: int) -> str:
        """The name under which other layouts know the place of a joint."""
        return self.aliases.get(self.joints[joint], self.joints[joint])


def keypoint_layout(
    name: str,
    joints: Iterable[str],
    channels: tuple[Channel, ...],
    parents: Mapping[str, str],
    aliases: Mapping[str, str] | None = None,
    mirrored: Mapping[str, str] | None = None,
) -> PoseLayout:
    """Make a keypoint layout from names: parts, articulators and mirror pairs follow from `left_`, `right_`, `face_`.

    Args:
        name: Registry key.
        joints: Joint names in frame order.
        channels: Channels of each joint.
        parents: Joint -> parent, by name; joints without one are roots.
        aliases: Joint -> name of the same place in other layouts.
        mirrored: Pairs that the names do not show (face points), in one direction.
    """
    names = tuple(joints)
    at = {joint: index for index, joint in enumerate(names)}
    pairs = dict(mirrored or {})
    pairs |= {right: left for left, right in pairs.items()}
    pairs |= {joint: joint.replace("left_", "right_", 1) for joint in names if joint.startswith("left_")}
    pairs |= {joint: joint.replace("right_", "left_", 1) for joint in names if joint.startswith("right_")}
    hand = {joint: side for joint in names for side in ("left", "right") if _is_hand(joint, side)}
    parts = {
        "body": tuple(at[joint] for joint in names if joint not in hand),
        "left_hand": tuple(at[joint] for joint in names if hand.get(joint) == "left"),
        "right_hand": tuple(at[joint] for joint in names if hand.get(joint) == "right"),
    }
    face = tuple(at[joint] for joint in names if _is_face(joint))
    articulators = {
        "face": face,
        "body": tuple(joint for joint in parts["body"] if joint not in set(face)),
        "hands": parts["left_hand"] + parts["right_hand"],
    }
    return PoseLayout(
        name=name,
        joints=names,
        channels=channels,
        parts=parts,
        articulators=articulators,
        parents=tuple(at.get(parents.get(joint, ""), -1) for joint in names),
        mirror=tuple(at.get(pairs.get(joint, joint), at[joint]) for joint in names),
        aliases=aliases or {},
    )


def _is_hand(joint: str, side: str) -> bool:
    fingers = ("thumb", "index", "middle", "ring", "pinky", "hand_wrist")
    return any(joint.startswith(f"{side}_{finger}") for finger in fingers) and not joint.endswith("_knuckle")


def _is_face(joint: str) -> bool:
    return joint.startswith("face_")


def joint_map(source: PoseLayout, target: PoseLayout) -> np.ndarray:
    """For each joint of `target`, the index of the same place in `source`, or -1.

    Equal names win over aliases, so the map from a layout to itself is the identity, and the map there and back
    keeps every joint that both layouts have.
    """
    names = {name: at for at, name in enumerate(source.joints)}
    places: dict[str, int] = {}
    for at in range(len(source.joints)):
        places.setdefault(source.canonical(at), at)
    found = []
    for at, name in enumerate(target.joints):
        place = target.canonical(at)
        found.append(names.get(name, names.get(place, places.get(place, places.get(name, -1)))))
    return np.array(found, dtype=np.int64)
