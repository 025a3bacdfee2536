"""From any pose layout to one: the points a figure is drawn from, in metres, seen by the viewer.

Layouts are mapped by name to the joints of `smplx_joints`; what a layout lacks stays NaN and is not drawn. Depth is
used where it is to scale. Where it is missing or of unknown scale (two-dimensional estimates, MediaPipe's z), limbs and
fingers are lifted: a bone that looks shorter than it is points out of the picture, to the side that arms and fingers
can go.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signary.pose.kinematics import Skeleton, forward_kinematics
from signary.pose.layout import PoseLayout, joint_map
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.hands import FINGERS, hand_points
from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import SMPLX_JOINTS

SIDES = ("left", "right")
REST = rest_positions()
#: Shoulder joint to shoulder joint of the built-in body, metres: the unit of every picture.
SHOULDER_WIDTH = float(
    np.linalg.norm(REST[SMPLX_JOINTS.index("left_shoulder")] - REST[SMPLX_JOINTS.index("right_shoulder")])
)
#: Hands of estimated depth stay this far (metres) in front of the shoulders: body, then face, then hands.
_HANDS_IN_FRONT, _FARTHEST = 0.20, 0.45
#: Depth counts as true if it makes bone lengths at least this constant (spread / mean over time).
_CONSTANT, _MIN_FRAMES = 0.10, 8

HAND = {side: [SMPLX_JOINTS.index(name) for name in hand_points(side, wrist="wrist")] for side in SIDES}
#: Bones of a hand as rows of `HAND`: wrist to knuckles, then along the fingers.
HAND_BONES = tuple(
    (0 if part == 0 else 4 * finger + part, 4 * finger + part + 1) for finger in range(5) for part in range(4)
)
_PALM_BONES = [bone for bone in HAND_BONES if bone[0] == 0 and bone[1] != 1]


@dataclass(frozen=True)
class Actor:
    """A sequence ready to be drawn.

    Attributes:
        points: float32 array of shape (T, J, 3), joints of `smplx_joints` in metres: x to the right of the picture,
            y up, z to the viewer, origin between the shoulders; NaN where missing.
        hand_size: Size of the hands relative to the built-in ones.
        to_scale: Depth is that of the source, not an estimate.
    """

    points: np.ndarray
    hand_size: float
    to_scale: bool

    def __len__(self) -> int:
        return len(self.points)

    def at(self, *names: str) -> np.ndarray:
        """Points of joints by name, shape (T, 3) for one, (T, N, 3) for several."""
        columns = [SMPLX_JOINTS.index(name) for name in names]
        return self.points[:, columns[0]] if len(names) == 1 else self.points[:, columns]


def make_actor(sequence: PoseSequence, skeleton: Skeleton | None = None) -> Actor | None:
    """The actor of a sequence, or None if the layout has no shoulders and arms to draw a figure from."""
    if sequence.layout.name == "smplx":
        sequence = forward_kinematics(sequence, skeleton)
    seen, deep = viewed(sequence)
    order = joint_map(sequence.layout, SMPLX_JOINTS)
    points = np.full((len(seen), len(order), 3), np.nan, dtype=np.float32)
    points[:, order >= 0] = seen[:, order[order >= 0]]
    shoulders = [SMPLX_JOINTS.index(f"{side}_shoulder") for side in SIDES]
    arms = [SMPLX_JOINTS.index(f"{side}_{joint}") for side in SIDES for joint in ("elbow", "wrist")]
    if not np.isfinite(points[:, shoulders]).all(-1).all(-1).any() or not np.isfinite(points[:, arms]).any():
        return None
    for shoulder in shoulders:  # the body's anchor: held while it is lost, so that the figure does not flicker
        points[:, shoulder] = _held(points[:, shoulder])
    metric = all(channel.unit == "metre" for channel in sequence.layout.channels)
    width = float(np.median(np.linalg.norm(points[:, shoulders[0], :2] - points[:, shoulders[1], :2], axis=-1)))
    if not metric:
        points *= SHOULDER_WIDTH / max(width, 1e-9)
    points -= np.median(points[:, shoulders].mean(1), axis=0)
    _join_hands(points, sequence.layout, seen, SHOULDER_WIDTH / max(width, 1e-9), metric)
    to_scale = metric or (deep and _is_true_depth(points))
    size = max(_hand_size(points[:, HAND[side]], 3 if to_scale else 2) for side in SIDES)
    if not to_scale:
        _lift(points, size)
    if not metric:
        _bring_forward(points)
    return Actor(points, size, to_scale)


def viewed(sequence: PoseSequence) -> tuple[np.ndarray, bool]:
    """Joints as the viewer sees them, shape (T, J, 3): x right, y up, z near; and whether there is any depth."""
    joints, channels = sequence.joints, sequence.layout.channels
    seen = np.zeros((*joints.shape[:2], 3), dtype=np.float32)
    directions = [channel.direction for channel in channels]
    # A channel without a direction is taken as image coordinates: the first to the right, the second down.
    for axis, (positive, negative, guess, sign) in enumerate(
        (("left", "right", 0, 1), ("up", "down", 1, -1), ("forward", "backward", None, 1))
    ):
        if positive in directions:
            seen[..., axis] = joints[..., directions.index(positive)]
        elif negative in directions:
            seen[..., axis] = -joints[..., directions.index(negative)]
        elif guess is not None and guess < len(channels) and directions[guess] == "none":
            seen[..., axis] = sign * joints[..., guess]
    lost = ~np.isfinite(joints).all(-1) | (sequence.certainty == 0)
    deep = bool(np.ptp(seen[..., 2][~lost]) > 0) if (~lost).any() else False
    seen[lost] = np.nan
    return seen, deep


def _held(track: np.ndarray) -> np.ndarray:
    """A (T, 3) track with gaps filled by the nearest known frame."""
    known = np.flatnonzero(np.isfinite(track).all(-1))
    frames = np.arange(len(track))
    after = np.clip(np.searchsorted(known, frames), 0, len(known) - 1)
    before = np.maximum(after - 1, 0)
    nearer = np.where(np.abs(known[after] - frames) <= np.abs(known[before] - frames), known[after], known[before])
    return track[nearer]


def _join_hands(points: np.ndarray, layout: PoseLayout, seen: np.ndarray, scale: float, metric: bool) -> None:
    """Let forearm and hand meet: the hand's own wrist where it is known, at the depth of the arm's wrist."""
    for side in SIDES:
        own = f"{side}_hand_wrist"
        if own not in layout.joints:
            continue
        at = layout.joints.index(own)
        wrist = points[:, HAND[side][0]]
        unit = 1.0 if metric else scale
        known = np.isfinite(seen[:, at]).all(-1) & np.isfinite(points[:, HAND[side][1:]]).all((1, 2))
        both = known & np.isfinite(wrist).all(-1)
        # The hand's depth may count from its own wrist (MediaPipe): move it to where the arm ends.
        origin = np.zeros(len(points), dtype=np.float32)
        shift = _origin(points, seen, layout, side, unit)
        own_wrist = seen[:, at] * unit + shift
        origin[both] = wrist[both, 2] - own_wrist[both, 2]
        points[np.ix_(known, HAND[side][1:], [2])] += origin[known, None, None]
        points[known, HAND[side][0], :2] = own_wrist[known, :2]


def _origin(points: np.ndarray, seen: np.ndarray, layout: PoseLayout, side: str, unit: float) -> np.ndarray:
    """What was added to a scaled seen point to get the actor's point, shape (3,)."""
    shoulder = f"{side}_shoulder"
    at = layout.index(shoulder)
    moved = points[:, SMPLX_JOINTS.index(shoulder)] - seen[:, at] * unit
    return np.nanmedian(moved, axis=0)


def _hand_size(hand: np.ndarray, dimensions: int) -> float:
    """Size relative to the built-in hand, from the palm's bones, which do not bend; hand of shape (T, 21, 3).

    A hand that is never seen flat looks small in two dimensions: take the larger of both hands.
    """
    rest = REST[HAND["left"]]
    ratios = []
    for start, end in _PALM_BONES:
        length = np.linalg.norm((hand[:, end] - hand[:, start])[:, :dimensions], axis=-1)
        length = length[np.isfinite(length)]
        if len(length):
            ratios.append(np.percentile(length, 85) / np.linalg.norm(rest[end] - rest[start]))
    return float(np.clip(np.median(ratios), 0.6, 1.5)) if ratios else 0.6


def _is_true_depth(points: np.ndarray) -> bool:
    """True if depth keeps the hands' bones as long as they are in every frame, and does better than no depth."""
    if len(points) < _MIN_FRAMES:
        return False
    spreads = []
    for side in SIDES:
        hand = points[:, HAND[side]]
        hand = hand[np.isfinite(hand).all((1, 2))]
        if len(hand) < _MIN_FRAMES:
            continue
        bones = np.stack([hand[:, end] - hand[:, start] for start, end in HAND_BONES], 1)
        for dimensions in (3, 2):
            length = np.linalg.norm(bones[..., :dimensions], axis=-1)
            spreads.append(float(np.median(length.std(0) / np.maximum(length.mean(0), 1e-6))))
    true, flat = spreads[0::2], spreads[1::2]
    return bool(spreads) and max(true) < _CONSTANT and np.mean(true) < 0.7 * np.mean(flat)


def _lift(points: np.ndarray, size: float) -> None:
    """Give depth to arms (forward) and fingers (as the source hints, else towards the palm), from bones' lengths."""
    hints = points[..., 2].copy()
    points[..., 2] = np.where(np.isfinite(hints), 0.0, np.nan)
    for name in ("nose", "neck", "head_top", "left_ear", "right_ear", "left_eye", "right_eye"):
        at = SMPLX_JOINTS.index(name)
        points[:, at, 2] += REST[at, 2] - REST[SMPLX_JOINTS.index("left_shoulder"), 2]
    for side in SIDES:
        chain = [SMPLX_JOINTS.index(f"{side}_{joint}") for joint in ("shoulder", "elbow", "wrist")]
        for start, end in zip(chain[:-1], chain[1:], strict=True):
            reach = float(np.linalg.norm(REST[end] - REST[start]))
            points[:, end, 2] = points[:, start, 2] + _hidden(points[:, start], points[:, end], reach)
        _lift_hand(points, side, size, hints[:, HAND[side]])


def _bring_forward(points: np.ndarray) -> None:
    """Put hands in front of body and face: estimated depth is not good enough to hide what a viewer must read."""
    for side in SIDES:
        wrist = points[:, HAND[side][0], 2]
        forward = np.clip(wrist, _HANDS_IN_FRONT, _FARTHEST) - wrist
        points[:, HAND[side], 2] += np.nan_to_num(forward)[:, None]


def _lift_hand(points: np.ndarray, side: str, size: float, hints: np.ndarray) -> None:
    hand = points[:, HAND[side]]
    rest = REST[HAND["left"]]
    hand[..., 2] = hand[:, :1, 2]
    # Seen with the palm to the viewer, fingers bend towards the viewer, else away.
    towards = palm_direction(hand, side)[:, 2]
    towards = np.where(np.abs(towards) > 1e-6, np.sign(towards), 1.0)
    bends = hints - hints[:, :1]
    informed = bool(np.isfinite(bends).any() and np.nanstd(bends) > 0)
    for start, end in HAND_BONES:
        if start == 0:
            continue
        reach = size * float(np.linalg.norm(rest[end] - rest[start]))
        sign = np.sign(hints[:, end] - hints[:, start]) if informed else towards
        hand[:, end, 2] = hand[:, start, 2] + sign * _hidden(hand[:, start], hand[:, end], reach)
    points[:, HAND[side]] = hand


def _hidden(start: np.ndarray, end: np.ndarray, reach: float) -> np.ndarray:
    """How far out of the picture a bone of length `reach` goes that is seen from start to end; shape (T,)."""
    seen = np.linalg.norm((end - start)[:, :2], axis=-1)
    # A bone a little short is within the estimate's noise: the root would blow it up.
    hidden: np.ndarray = np.sqrt(np.maximum((0.96 * reach) ** 2 - seen**2, 0.0))
    return hidden


def palm_direction(hand: np.ndarray, side: str) -> np.ndarray:
    """Unit vector out of the palm; hand of shape (T, 21, 3), result (T, 3), NaN where the palm is missing."""
    index, middle, pinky = (1 + 4 * FINGERS.index(finger) for finger in ("index", "middle", "pinky"))
    normal = np.cross(hand[:, middle] - hand[:, 0], hand[:, index] - hand[:, pinky])
    normal *= 1.0 if side == "left" else -1.0
    return unit(normal)


def unit(vectors: np.ndarray) -> np.ndarray:
    """Vectors (..., 3) of length 1; a zero vector stays zero."""
    lengths: np.ndarray = np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    shortened: np.ndarray = vectors / lengths
    return shortened


def finite_span(points: np.ndarray, share: float = 0.5) -> tuple[np.ndarray, np.ndarray] | None:
    """Lower and upper corner (x, y) of points (..., 3) without the outermost `share` per cent; None without points."""
    flat = points.reshape(-1, points.shape[-1])[:, :2]
    flat = flat[np.isfinite(flat).all(-1)]
    if not len(flat):
        return None
    return np.percentile(flat, share, axis=0), np.percentile(flat, 100 - share, axis=0)
