"""Headers of `.pose` files and layouts: which point is which joint, in both directions.

A header lists components (body, face, hands) with named points and limbs. Names of MediaPipe, OpenPose, COCO-WholeBody
and AlphaPose are known; a point of any other name becomes a joint of that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha1
from itertools import groupby
from typing import Any

from pose_format.utils import openpose, openpose_135

from signary.io.errors import InputError
from signary.pose.layout import Channel, PoseLayout, keypoint_layout
from signary.pose.registry import get_layout
from signary.pose.skeletons import face
from signary.pose.skeletons.face_mesh import FACE_EDGES, IRIS_EDGES
from signary.pose.skeletons.hands import hand_points
from signary.pose.skeletons.holistic import HAND_LANDMARKS, POSE_LANDMARKS
from signary.pose.skeletons.openpose137 import BODY25

#: Metres about the hips, which no pixel layout can hold.
WORLD = "POSE_WORLD_LANDMARKS"
_PIXEL_LAYOUTS = ("holistic", "holistic_refined", "openpose137")
_CHANNELS = {
    "X": Channel("x", "pixel", "left"),
    "Y": Channel("y", "pixel", "down"),
    "Z": Channel("z", "pixel", "backward"),
}

Color = tuple[int, int, int]
_RED, _DARK_RED = (255, 0, 0), (128, 0, 0)
#: The wrist, then thumb, index, middle, ring and little finger, each getting lighter towards the tip.
_HAND_COLORS: tuple[Color, ...] = (
    *((232, 232, 232), (192, 0, 0), (227, 35, 35), (262, 70, 70), (297, 105, 105)),
    *((0, 0, 192), (35, 35, 227), (70, 70, 262), (105, 105, 297)),
    *((0, 192, 0), (35, 227, 35), (70, 262, 70), (105, 297, 105)),
    *((0, 192, 192), (35, 227, 227), (70, 262, 262), (105, 297, 297)),
    *((255, 128, 0), (255, 178, 102), (255, 153, 51), (255, 128, 0)),
)
_BODY_EDGES = (
    *((0, 1), (1, 2), (2, 3), (3, 7), (0, 4), (4, 5), (5, 6), (6, 8), (9, 10), (11, 12), (11, 13), (13, 15)),
    *((12, 14), (14, 16), (11, 23), (12, 24), (23, 24), (23, 25), (25, 27), (24, 26), (26, 28)),
    *((15, 17), (15, 19), (15, 21), (17, 19), (16, 18), (16, 20), (16, 22), (18, 20)),
    *((27, 29), (27, 31), (29, 31), (28, 30), (28, 32), (30, 32)),
)
_HAND_EDGES = (
    *((0, 1), (1, 2), (2, 3), (3, 4), (0, 5), (5, 6), (6, 7), (7, 8), (5, 9), (9, 10), (10, 11), (11, 12)),
    *((9, 13), (13, 14), (14, 15), (15, 16), (13, 17), (0, 17), (17, 18), (18, 19), (19, 20)),
)


@dataclass(frozen=True)
class Component:
    """One component of a header: points with names, limbs as index pairs, RGB colours, and letters of the channels."""

    name: str
    format: str
    points: tuple[str, ...]
    limbs: tuple[tuple[int, int], ...]
    colors: tuple[Color, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain lists and text, to travel in metadata."""
        limbs, colors = [list(limb) for limb in self.limbs], [list(color) for color in self.colors]
        points = list(self.points)
        return {"name": self.name, "format": self.format, "points": points, "limbs": limbs, "colors": colors}

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> Component:
        """The component of `as_json`."""
        limbs, colors = (tuple(tuple(map(int, row)) for row in facts[name]) for name in ("limbs", "colors"))
        return cls(str(facts["name"]), str(facts["format"]), tuple(map(str, facts["points"])), limbs, colors)  # type: ignore[arg-type]


def header_layout(components: Sequence[Component]) -> PoseLayout:
    """The registered pixel layout with these points, or else one made for them.

    A made layout has the joints in file order under the names that other layouts know them by; bones come from the
    registered layouts where those know the joint, else from the limbs. Equal points give an equal layout.
    """
    letters = max((component.format for component in components), key=len)[:-1]
    channels = tuple(_CHANNELS.get(letter, Channel(letter.lower(), "none")) for letter in letters)
    joints = tuple(_unique(_joint_names(components)))
    for name in _PIXEL_LAYOUTS:
        layout = get_layout(name)
        if layout.joints == joints and layout.channels == channels:
            return layout
    known, present = _known_parents(), set(joints)
    parents = {joint: next((up for up in known[joint] if up in present), "") for joint in joints if joint in known}
    parents |= _limb_parents(joints, parents, _limb_pairs(components))
    return _made_layout(joints, channels, tuple(parents.get(joint, "") for joint in joints))


@cache
def _known_parents() -> dict[str, list[str]]:
    """Joint -> its parents in the registered pixel layouts, the preferred one first."""
    known: dict[str, list[str]] = {}
    for layout in map(get_layout, _PIXEL_LAYOUTS):
        for joint, parent in zip(layout.joints, layout.parents, strict=True):
            known.setdefault(joint, []).extend(layout.joints[at] for at in (parent,) if at >= 0)
    return known


@lru_cache(maxsize=32)
def _made_layout(joints: tuple[str, ...], channels: tuple[Channel, ...], parents: tuple[str, ...]) -> PoseLayout:
    present = set(joints)
    aliases: dict[str, str] = {}
    mirrored: dict[str, str] = {}
    for layout in map(get_layout, _PIXEL_LAYOUTS):
        aliases |= layout.aliases
        mirrored |= {joint: layout.joints[other] for joint, other in zip(layout.joints, layout.mirror, strict=True)}
    what = repr((joints, channels, parents)).encode()
    return keypoint_layout(
        f"pose_{len(joints)}_{sha1(what, usedforsecurity=False).hexdigest()[:8]}",
        joints,
        channels,
        parents={joint: parent for joint, parent in zip(joints, parents, strict=True) if parent},
        aliases={joint: place for joint, place in aliases.items() if joint in present},
        mirrored={joint: other for joint, other in mirrored.items() if joint in present and other in present},
    )


def _limb_parents(
    joints: tuple[str, ...], settled: Mapping[str, str], limbs: tuple[tuple[int, int], ...]
) -> dict[str, str]:
    """Parents of the joints that are not settled, along limbs; limbs that would close a circle are left out."""
    at = {joint: index for index, joint in enumerate(joints)}
    tree = list(range(len(joints)))

    def root(joint: int) -> int:
        while tree[joint] != joint:
            tree[joint] = tree[tree[joint]]
            joint = tree[joint]
        return joint

    for joint, above in settled.items():
        if above:
            tree[root(at[joint])] = root(at[above])
    parents: dict[str, str] = {}
    for limb in limbs:
        for parent, child in (limb, limb[::-1]):
            name = joints[child]
            if name not in settled and name not in parents and root(parent) != root(child):
                parents[name] = joints[parent]
                tree[root(child)] = root(parent)
    return parents


def _limb_pairs(components: Iterable[Component]) -> tuple[tuple[int, int], ...]:
    """Limbs of all components as pairs of joint indices; pairs that point outside their component are left out."""
    pairs, start = [], 0
    for component in components:
        count = len(component.points)
        pairs += [(start + one, start + other) for one, other in component.limbs if one < count and other < count]
        start += count
    return tuple(pairs)


_HAND_INDEX = {name: at for names in (HAND_LANDMARKS, openpose.HAND_POINTS) for at, name in enumerate(names)}
_BODY_NAMES = POSE_LANDMARKS | dict(zip(openpose.BODY_POINTS, BODY25, strict=True))
_FACE_INDEX = {
    name: at for names in (openpose.FACE_POINTS, openpose_135.FACE_POINTS) for at, name in enumerate(names)
} | {f"{prefix}{at}": at for prefix in ("face-", "face_", "FACE_OP") for at in range(70)}


def _joint_names(components: Iterable[Component]) -> Iterator[str]:
    for component in components:
        for point in component.points:
            yield _joint_name(component.name.lower(), point)


def _joint_name(component: str, point: str) -> str:
    side = "left" if "left" in component else "right" if "right" in component else ""
    if "hand" in component and side:
        number = re.fullmatch(r"(?:left_|right_)?hand_([0-9]{1,2})", point)
        at = int(number[1]) if number else _HAND_INDEX.get(point, -1)
        return hand_points(side)[at] if 0 <= at <= 20 else f"{side}_{_plain(point)}".replace(f"{side}_{side}", side)
    if "face" in component and re.fullmatch("[0-9]{1,4}", point):
        return face.name(int(point))
    if point in _FACE_INDEX:
        return f"face_op{_FACE_INDEX[point]}"
    if finger := re.fullmatch(r"([LR])(Thumb|Index|Middle|Ring|Pinky)([1-4])[A-Za-z]+", point):
        return f"{_SIDES[finger[1]]}_{finger[2].lower()}{finger[3].replace('4', '_tip')}"
    if "face" in component:
        return f"face_{_plain(point)}".replace("face_face", "face")
    return _BODY_NAMES.get(point, _plain(point))


_SIDES = {"L": "left", "R": "right"}


def _plain(point: str) -> str:
    """`UpperNeck`, `UPPER_NECK` and `upper-neck` -> `upper_neck`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", point)
    return re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_") or "point"


def _unique(names: Iterable[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for name in names:
        fresh = name
        while fresh in seen:
            seen[name] += 1
            fresh = f"{name}_{seen[name]}"
        seen[fresh] = 1
        yield fresh


def layout_header(layout: PoseLayout, metadata: Mapping[str, Any]) -> tuple[Component, ...]:
    """The components under which a pixel layout is written.

    Holistic and OpenPose layouts are written as pose-format's estimators write them. Any other layout keeps the header
    it was read with (`metadata["pose_header"]`), if it is still that layout's; else its joints are written under
    MediaPipe's component and point names where MediaPipe has them, so that tools which look for a shoulder find it.

    Raises:
        InputError: If `metadata["pose_header"]` is no header.
    """
    if layout.name == "openpose137":
        return tuple(from_library(component) for component in openpose.OpenPose_Components)
    if layout.name in ("holistic", "holistic_refined"):
        return _holistic_header(refined=layout.name == "holistic_refined")
    if "pose_header" in metadata:
        try:
            components = tuple(Component.from_json(facts) for facts in metadata["pose_header"])
        except (KeyError, TypeError, ValueError) as error:
            raise InputError('metadata["pose_header"]', "components of a .pose header", repr(error)) from None
        if components and header_layout(components).name == layout.name:
            return components
    return tuple(_grouped(layout))


def from_library(component: Any) -> Component:
    """A component of pose-format as one of ours."""
    limbs = tuple((int(one), int(other)) for one, other in component.limbs)
    colors = tuple((int(red), int(green), int(blue)) for red, green, blue in component.colors)
    return Component(component.name, component.format, tuple(component.points), limbs, colors)


def _holistic_header(refined: bool) -> tuple[Component, ...]:
    numbers = tuple(str(at) for at in range(478 if refined else 468))
    edges = FACE_EDGES + IRIS_EDGES if refined else FACE_EDGES
    return (
        Component("POSE_LANDMARKS", "XYZC", tuple(POSE_LANDMARKS), _BODY_EDGES, (_RED,)),
        Component("FACE_LANDMARKS", "XYZC", numbers, edges, (_DARK_RED,)),
        Component("LEFT_HAND_LANDMARKS", "XYZC", HAND_LANDMARKS, _HAND_EDGES, _HAND_COLORS),
        Component("RIGHT_HAND_LANDMARKS", "XYZC", HAND_LANDMARKS, _HAND_EDGES, _HAND_COLORS),
    )


def _grouped(layout: PoseLayout) -> Iterator[Component]:
    """Runs of joints of one articulator, as components."""
    group = dict.fromkeys(range(len(layout.joints)), "POSE")
    group |= dict.fromkeys(layout.articulators.get("face", ()), "FACE")
    for side in ("left", "right"):
        group |= dict.fromkeys(layout.parts.get(f"{side}_hand", ()), f"{side.upper()}_HAND")
    letters = "".join(channel.name[0].upper() for channel in layout.channels) + "C"
    runs: dict[str, int] = {}
    for name, members in groupby(range(len(layout.joints)), key=group.__getitem__):
        joints = list(members)
        runs[name] = runs.get(name, 0) + 1
        places = {joint: at for at, joint in enumerate(joints)}
        limbs = tuple((places[one], places[two]) for one, two in layout.bones if one in places and two in places)
        colors = {"POSE": (_RED,), "FACE": (_DARK_RED,)}.get(name, _HAND_COLORS)
        points = tuple(_point_name(layout, joint, name) for joint in joints)
        suffix = "" if runs[name] == 1 else f"_{runs[name]}"
        yield Component(f"{name}_LANDMARKS{suffix}", letters, points, limbs, colors)


_POINT_NAMES = {joint: point for point, joint in POSE_LANDMARKS.items()}


def _point_name(layout: PoseLayout, joint: int, group: str) -> str:
    name = layout.joints[joint]
    if group == "POSE":
        return _POINT_NAMES.get(name) or _POINT_NAMES.get(layout.canonical(joint), name.upper())
    if group == "FACE":
        return number[1] if (number := re.fullmatch("face_([0-9]+)", name)) else name.upper()
    points = hand_points(group.split("_")[0].lower())
    return HAND_LANDMARKS[points.index(name)] if name in points else name.upper()
