"""What hands touch, on our body and on a rig, and how places on the one become places on the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np

from signary.pose.avatar.figure import load_figure
from signary.pose.avatar.rest_frames import Points, hand_frame, rest_frames
from signary.pose.avatar.rig import FINGERS, SIDES, Rig
from signary.pose.avatar.rig_skin import Cloud, HandSkin, RigSurface
from signary.pose.avatar.rig_surface import SkinnedVertices, surface_of
from signary.pose.skeletons.rest import ATTACHED, rest_positions
from signary.pose.skeletons.smplx import HAND_JOINTS, SMPLX_JOINTS, TIPS, TREE

#: Half the thickness in metres of a last finger bone and of a palm where nobody says.
_FINGER, _PALM, _WRIST = 0.008, 0.014, 0.02
_FACE_STEPS = 12
#: Parts of our figure that nobody touches from outside.
_INSIDE = ("mouth", "teeth", "tongue", "eyes", "iris", "pupil")
_REST = dict(zip(SMPLX_JOINTS.joints, rest_positions(), strict=True))


@dataclass(frozen=True)
class Body:
    """A body at rest as hands meet it.

    Attributes:
        points: Rest positions of joints and finger tips, metres.
        surface: Its skin.
    """

    points: Points
    surface: RigSurface

    @property
    def shoulders(self) -> np.ndarray:
        """The middle between the shoulders."""
        return np.asarray(0.5 * (self.points["left_shoulder"] + self.points["right_shoulder"]))

    @cached_property
    def width(self) -> float:
        """Between the shoulder joints, metres."""
        return float(np.linalg.norm(self.points["left_shoulder"] - self.points["right_shoulder"]))

    def arm(self, side: str) -> float:
        """Length of upper arm and forearm, metres."""
        at = [self.points[f"{side}_{joint}"] for joint in ("shoulder", "elbow", "wrist")]
        return float(np.linalg.norm(at[1] - at[0]) + np.linalg.norm(at[2] - at[1]))

    def hand(self, side: str, other: Points) -> float:
        """Size of a hand: mean length from the wrist to those knuckles and tips that another body has too, metres."""
        wrist = self.points[f"{side}_wrist"]
        known = [f"{side}_{finger}{end}" for finger in FINGERS[1:] for end in ("1", "_tip")]
        lengths = [np.linalg.norm(self.points[at] - wrist) for at in known if at in other and at in self.points]
        return float(np.mean(lengths)) if lengths else 0.0


@cache
def our_body() -> Body:
    """The project's own figure as hands meet it."""
    figure = load_figure("full")
    parents = figure.parents
    offsets = figure.rest - np.array([figure.rest[parent] if parent >= 0 else np.zeros(3) for parent in parents])
    turns = np.broadcast_to(np.eye(3), (len(parents), 3, 3)).copy()
    mapping = {joint: (figure.joints.index(joint),) for joint in TREE}
    ends = {figure.joints.index(ATTACHED[tip]): _REST[tip] - _REST[ATTACHED[tip]] for tip in (*TIPS, "head_top")}
    rig = Rig("our figure", figure.joints, parents, offsets, turns, mapping, ends)
    skin = SkinnedVertices()
    for part in figure.parts:
        if part.name not in _INSIDE:
            joints, weights = part.joints.astype(np.int64), part.weights.astype(np.float64)
            skin.add(part.vertices.astype(np.float64), part.triangles, joints, weights)
    surface = surface_of(rig, skin).surface
    assert surface is not None
    return Body(rig.points, replace(surface, tips={}))


def segments(points: Points, side: str) -> list[tuple[str, str, str]]:
    """Bones of a hand as (start, end, name of the radius), for the joints that there are."""
    found = []
    for finger in FINGERS:
        chain = [joint for joint in HAND_JOINTS[side] if joint[:-1] == f"{side}_{finger}" and joint in points]
        ends = [*chain[1:], f"{side}_{finger}_tip"]
        if not chain:
            continue
        found.append((f"{side}_wrist", chain[0], f"{side}_palm"))
        found += [(start, end, start) for start, end in zip(chain, ends, strict=True) if end in points]
    return found


def rig_body(rig: Rig, ours: Body) -> Body:
    """A rig as hands meet it: by its own skin where its file shows one, else by ours in its proportions."""
    points = rig.points
    hand = {side: _ratio(Body(points, _NOTHING).hand(side, ours.points), ours.hand(side, points)) for side in SIDES}
    scale = body_scale(points, ours.points)
    radii: dict[str, float] = {}
    known = rig.surface.radii if rig.surface is not None else {}
    for name, radius in ours.surface.radii.items():
        is_arm = name.split("_")[1] in ("shoulder", "elbow")
        radii[name] = known.get(name, radius * (scale if is_arm else hand[name.split("_")[0]]))
    hands = {
        side: _fitted_hand(skin, side, points, ours.points, hand[side]) for side, skin in ours.surface.hands.items()
    }
    if rig.surface is not None:
        return Body(points, RigSurface(rig.surface.clouds, radii, rig.surface.tips, hands | rig.surface.hands))
    guess = {name: _by_joints(name, points, ours.points) for name in ours.surface.clouds}
    clouds = {name: cloud.moved(*guess[name]) for name, cloud in ours.surface.clouds.items()}
    return Body(points, RigSurface(clouds, radii, {}, hands))


def _fitted_hand(skin: HandSkin, side: str, target: Points, source: Points, size: float) -> HandSkin:
    """Our hand's skin around the bones of a rig: as long as they are, as thick as its hand is large."""
    fingers = {one: tuple(finger for finger in FINGERS[1:] if f"{one}_{finger}1" in target) for one in SIDES}
    here, there = rest_frames(source, fingers), rest_frames(target, fingers)
    points, normals = skin.points.copy(), skin.normals.copy()
    strongest = np.take_along_axis(skin.which, skin.weights.argmax(1)[:, None], 1)[:, 0]
    for number, joint in enumerate(skin.joints):
        carrier = joint if joint in there else f"{side}_wrist"
        scale = np.full(3, size)
        if carrier != f"{side}_wrist":
            scale[0] = _ratio(*(_length(carrier, at) for at in (target, source)))
        chosen = strongest == number
        inside = (skin.points[chosen] - source[carrier]) @ here[carrier]
        points[chosen] = target[carrier] + (inside * scale) @ there[carrier].T
        normals[chosen] = (skin.normals[chosen] @ here[carrier] / scale) @ there[carrier].T
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return replace(skin, points=points, normals=normals)


def _length(joint: str, points: Points) -> float:
    ends = [f"{joint[:-1]}{part}" for part in ("1", "2", "3", "_tip") if part > joint[-1]]
    end = next((point for point in ends if point in points), None)
    return 0.0 if end is None else float(np.linalg.norm(points[end] - points[joint]))


_NOTHING = RigSurface({}, {})


def _ratio(one: float, other: float) -> float:
    return one / other if one > 0 and other > 0 else 1.0


def body_scale(target: Points, source: Points) -> float:
    """How much larger the trunk of one body is than that of another, by its shoulders' width and height."""
    across = _ratio(*(float(np.linalg.norm(at["left_shoulder"] - at["right_shoulder"])) for at in (target, source)))
    if "pelvis" not in target:
        return across
    middle = [0.5 * (at["left_shoulder"] + at["right_shoulder"]) - at["pelvis"] for at in (target, source)]
    return float(np.sqrt(across * _ratio(float(middle[0][1]), float(middle[1][1]))))


def _by_joints(name: str, target: Points, source: Points) -> tuple[np.ndarray, np.ndarray]:
    """Scale along the axes and offset from a part of one body to that of another, by its joints alone."""
    size = body_scale(target, source)
    anchors = [0.5 * (at["left_shoulder"] + at["right_shoulder"]) for at in (target, source)]
    scale = np.full(3, size)
    if name == "head":
        anchors = [target["head"], source["head"]]
        if "left_eye" in target and "right_eye" in target:
            eyes = [0.5 * (at["left_eye"] + at["right_eye"]) for at in (target, source)]
            apart = [float(np.linalg.norm(at["left_eye"] - at["right_eye"])) for at in (target, source)]
            scale, anchors = np.full(3, _ratio(*apart)), eyes
        elif "head_top" in target:
            high = [float((at["head_top"] - at["head"])[1]) for at in (target, source)]
            scale = np.full(3, _ratio(*high))
    elif name == "neck" and "neck" in target:
        anchors = [target["neck"], source["neck"]]
    elif name == "trunk":
        widths = [float(np.linalg.norm(at["left_shoulder"] - at["right_shoulder"])) for at in (target, source)]
        scale[0] = _ratio(*widths)
        if "pelvis" in target:
            # How deep a chest is goes with how tall its owner is, not with how broad the shoulders are.
            scale[1] = scale[2] = _ratio(
                *(float(anchor[1] - at["pelvis"][1]) for anchor, at in zip(anchors, (target, source), strict=True))
            )
    return scale, anchors[0] - scale * anchors[1]


def correspondence(name: str, ours: Body, rig: Body) -> tuple[np.ndarray, np.ndarray]:
    """Scale along the axes, shape (3,), and offset, metres, that lay a part of our skin onto that of a rig.

    By the joints first; then by the skins: depth and, for heads, all of the face, whose nearest points are brought
    together step by step (iterative closest points, planes, the farthest fifth left out).
    """
    scale, offset = _by_joints(name, rig.points, ours.points)
    here, there = ours.surface.clouds[name], rig.surface.clouds[name]
    if name == "trunk":
        return _depth_fitted(scale, offset, here, there, ours, rig)
    if name == "head":
        return _face_fitted(scale, offset, here, there)
    return scale, offset


def _depth_fitted(
    scale: np.ndarray, offset: np.ndarray, here: Cloud, there: Cloud, ours: Body, rig: Body
) -> tuple[np.ndarray, np.ndarray]:
    """Front and back of the chest on front and back."""
    spans = []
    for cloud, body in ((here, ours), (there, rig)):
        middle, width = body.shoulders, body.width
        near = (np.abs(cloud.points[:, 0] - middle[0]) < 0.25 * width) & (
            np.abs(cloud.points[:, 1] - middle[1] + 0.3 * width) < 0.2 * width
        )
        if near.sum() < 10:
            return scale, offset
        spans.append(np.quantile(cloud.points[near, 2], [0.05, 0.95]))
    scale, offset = scale.copy(), offset.copy()
    scale[2] = float(np.clip((spans[1][1] - spans[1][0]) / max(spans[0][1] - spans[0][0], 1e-3), 0.3, 3.0))
    offset[2] = spans[1][1] - scale[2] * spans[0][1]
    return scale, offset


def _face_fitted(scale: np.ndarray, offset: np.ndarray, here: Cloud, there: Cloud) -> tuple[np.ndarray, np.ndarray]:
    """Noses on each other, then the whole face."""
    front = here.normals[:, 2] > 0.1
    low, high = np.quantile(here.points[:, 1], [0.1, 0.8])
    face = here.points[front & (here.points[:, 1] > low) & (here.points[:, 1] < high)][::2]
    if len(face) < 50:
        return scale, offset
    nose, theirs = _nose(here), _nose(there)
    size = float(scale.mean())
    scale, offset = np.full(3, size), theirs - size * nose
    anchor = face.mean(0)
    for step in range(_FACE_STEPS):
        moved = face * scale + offset
        gap, out = there.gaps(moved)
        kept = np.abs(gap) <= np.quantile(np.abs(gap), 0.8)
        rows = np.concatenate([out * (face - anchor), out], 1)[kept]
        # Few steps of a stiff fit: scales stay near each other, for faces are alike.
        stiff = np.diag([0.02 * len(rows) * 0.08**2] * 3 + [1e-6 * len(rows)] * 3)
        change = np.linalg.solve(rows.T @ rows + stiff, -rows.T @ gap[kept])
        scale = np.clip(scale + change[:3], 0.6 * size, 1.6 * size)
        offset = offset + change[3:] - change[:3] * anchor
        del step
    return scale, offset


def _nose(head: Cloud) -> np.ndarray:
    """The tip of the nose: what is foremost in the middle of the face."""
    middle = 0.5 * (np.quantile(head.points[:, 0], 0.02) + np.quantile(head.points[:, 0], 0.98))
    central = head.points[np.abs(head.points[:, 0] - middle) < 0.012]
    if not len(central):
        central = head.points
    return np.asarray(central[central[:, 2].argmax()])


def hand_points(points: Mapping[str, np.ndarray], side: str) -> list[str]:
    """Joints and tips of a hand that a body has, the wrist first."""
    names = [f"{side}_wrist", *HAND_JOINTS[side], *(f"{side}_{finger}_tip" for finger in FINGERS)]
    return [name for name in names if name in points]


def radius_of(surface: RigSurface, point: str) -> float:
    """Half the thickness in metres of what is around a joint of a hand."""
    side, joint = point.split("_", 1)
    if joint == "wrist":
        return _WRIST * surface.radii.get(f"{side}_palm", _PALM) / _PALM
    if joint.endswith("_tip"):
        chain = [
            surface.radii[f"{side}_{joint[:-4]}{part}"]
            for part in (3, 2, 1)
            if f"{side}_{joint[:-4]}{part}" in surface.radii
        ]
        return chain[0] if chain else _FINGER
    return surface.radii.get(point, surface.radii.get(f"{side}_palm", _FINGER))


__all__ = ["Body", "body_scale", "correspondence", "hand_frame", "hand_points", "radius_of", "rig_body", "segments"]
