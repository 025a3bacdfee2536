"""Where joints are in a picture, and what hides them there: hands at the face, hands that cross, quick hands.

Everything is in shoulder widths, and comes from the motion alone, so that it can be told from the motion, too. What is
missing hides nothing, and nothing hides it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signary.pose.kinematics import forward_kinematics
from signary.pose.layout import PoseLayout, joint_map
from signary.pose.motion_spec import USUAL_REFERENCE
from signary.pose.sequence import PoseSequence
from signary.pose.view import shoulder_width

SIDES = ("left", "right")
#: A hand whose middle is nearer to that of the face, or of the other hand, may be hidden by it.
FACE_REACH, HAND_REACH = 0.8, 0.7
#: Speed, in shoulder widths a second, at which a joint is half blurred.
BLURRED_AT = 9.0
#: A joint so near to one of the other hand, or of the face to the middle of a hand, is half covered.
COVERED_AT, FACE_COVERED_AT = 0.06, 0.35


@dataclass(frozen=True)
class Reasons:
    """How much reason there is not to see a joint or a hand, each 0 to 1.

    Attributes:
        blur: Of each joint, by its speed, shape (T, J).
        covered: Of each joint, by a hand in front of it, shape (T, J).
        at_face: Of left and right hand, by their distance from the face, shape (2, T).
        crossing: Of hands that are near each other, shape (T,).
    """

    blur: np.ndarray
    covered: np.ndarray
    at_face: np.ndarray
    crossing: np.ndarray

    def of_hand(self, side: int, joints: list[int]) -> np.ndarray:
        """The strongest reason not to see a hand as a whole, shape (T,)."""
        quick = self.blur[:, joints].mean(1) if joints else np.zeros(len(self.blur))
        return np.asarray(np.maximum.reduce([self.at_face[side], self.crossing, quick]))


def joint_places(sequence: PoseSequence) -> np.ndarray | None:
    """Where the joints are, in shoulder widths, shape (T, J, 2 or 3), NaN where missing.

    Keypoints are where they are; rotations of `smplx` turn joints of the built-in body, and its expression is where
    the jaw is. None for rotations of another body, whose bones nobody knows.

    Raises:
        InputError: If keypoints lack shoulders.
    """
    layout = sequence.layout
    if layout.is_keypoints:
        return np.asarray(sequence.joints / shoulder_width(sequence))
    if layout.name != "smplx":
        return None
    # Of relaxed hands fingers are a little off, which decides nothing here.
    body = forward_kinematics(sequence.with_metadata(hand_reference=USUAL_REFERENCE))
    names = np.array(joint_map(body.layout, layout))
    names[names < 0] = body.layout.index("jaw")
    return np.asarray(body.joints[:, names] / shoulder_width(body))


def reasons_not_to_see(sequence: PoseSequence) -> Reasons:
    """What hides joints and hands of a sequence, by the motion itself; nothing where no places are known."""
    layout, frames = sequence.layout, len(sequence)
    places = joint_places(sequence)
    if places is None or not frames:
        none = np.zeros((frames, len(layout.joints)))
        return Reasons(none, none, np.zeros((2, frames)), np.zeros(frames))
    hands = [list(layout.parts.get(f"{side}_hand", ())) for side in SIDES]
    middles = np.stack([_middle(places, joints) for joints in hands])
    face = _middle(places, _face_joints(layout))
    return Reasons(
        _blur(places, sequence.fps),
        _covered(places, layout, hands, middles),
        _near(middles - face, FACE_REACH),
        _near(middles[0] - middles[1], HAND_REACH),
    )


def _face_joints(layout: PoseLayout) -> list[int]:
    if face := layout.articulators.get("face"):
        return list(face)
    return [layout.joints.index(name) for name in ("nose", "head") if name in layout.joints][:1]


def _middle(places: np.ndarray, joints: list[int]) -> np.ndarray:
    """Mean place of joints, shape (T, C), NaN where none of them is there."""
    chosen = places[:, joints]
    known = np.isfinite(chosen).all(-1, keepdims=True)
    count = known.sum(1)
    total = np.where(known, chosen, 0.0).sum(1)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def _near(apart: np.ndarray, reach: float) -> np.ndarray:
    """1 where nothing lies between in the picture, 0 from a distance on; 0 where one of the two is not there."""
    near = np.clip(1 - np.linalg.norm(apart[..., :2], axis=-1) / reach, 0.0, 1.0)
    return np.asarray(np.nan_to_num(near, nan=0.0))


def _blur(places: np.ndarray, fps: float) -> np.ndarray:
    if len(places) < 2:
        return np.zeros(places.shape[:2])
    speed = np.linalg.norm(np.gradient(places[..., :2], 1 / fps, axis=0), axis=-1)
    squared = np.nan_to_num(speed, nan=0.0) ** 2
    return np.asarray(squared / (squared + BLURRED_AT**2))


def _covered(places: np.ndarray, layout: PoseLayout, hands: list[list[int]], middles: np.ndarray) -> np.ndarray:
    """Finger joints near those of the other hand, but for those that are known to be in front; face joints at a hand.

    Depth that grows forward is that of the layout's third channel, where there is one.
    """
    covered = np.zeros(places.shape[:2])
    forward = {"forward": 1.0, "backward": -1.0}.get(
        layout.channels[2].direction if len(layout.channels) > 2 else "", 0
    )
    if not layout.is_keypoints:
        forward = 1.0
    for own, other in (hands, hands[::-1]):
        if own and other:
            apart = places[:, own, None] - places[:, None, other]
            near = np.exp(-((np.linalg.norm(apart[..., :2], axis=-1) / COVERED_AT) ** 2) * np.log(2))
            if forward and apart.shape[-1] > 2:
                near = np.where(forward * apart[..., 2] > 0, 0.0, near)
            covered[:, own] = np.nan_to_num(near, nan=0.0).max(-1)
    face = list(layout.articulators.get("face", ()))
    for middle in middles if face else ():
        away = np.linalg.norm((places[:, face] - middle[:, None])[..., :2], axis=-1)
        near = np.exp(-((away / FACE_COVERED_AT) ** 2) * np.log(2))
        covered[:, face] = np.maximum(covered[:, face], np.nan_to_num(near, nan=0.0))
    return covered
