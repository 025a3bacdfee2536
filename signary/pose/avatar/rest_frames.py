"""A frame for each bone at rest: what makes rotations of one skeleton rotations of another.

Columns: the bone's direction, then a second direction made perpendicular to it (for arms where the elbow bends to, for
hands and fingers out of the back of the hand), then the rest of a right-handed frame. With `F` of ours and of the rig,
`R_rig = R_ours · F_ours · F_rigᵀ` points every bone where ours points. Spine, neck, head and collars keep the posture
that the rig has at rest: there the frames are equal.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from signary.pose.skeletons.smplx import HAND_JOINTS

Points = Mapping[str, np.ndarray]
_KNUCKLES = ("index", "middle", "ring", "pinky")
#: An elbow that is bent less than this at rest, radians, does not say where it bends to; nor does one that bends
#: farther than this from forward.
_BENT, _AWRY = np.radians(6.0), np.radians(60.0)


def frame(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Right-handed frame, columns, shape (3, 3), of a direction and one that is made perpendicular to it."""
    along = _unit(first)
    across = second - along * float(along @ second)
    if np.linalg.norm(across) < 1e-6:  # parallel: any perpendicular, the same one every time
        other = np.eye(3)[int(np.abs(along).argmin())]
        across = other - along * float(along @ other)
    across = _unit(across)
    return np.stack([along, across, np.cross(along, across)], -1)


def hand_frame(points: Points, side: str, fingers: tuple[str, ...] = _KNUCKLES) -> np.ndarray | None:
    """Frame of a hand at rest: to the knuckles, out of its back; None with fewer than two knuckles.

    Args:
        points: Rest positions by joint.
        side: `left` or `right`.
        fingers: Whose knuckles to look at: the same for both skeletons.
    """
    known = [f"{side}_{finger}1" for finger in fingers if f"{side}_{finger}1" in points]
    if len(known) < 2:
        return None
    along = np.mean([points[joint] for joint in known], axis=0) - points[f"{side}_wrist"]
    to_thumb = points[known[0]] - points[known[-1]]
    back = np.cross(to_thumb, along) if side == "left" else np.cross(along, to_thumb)
    return frame(along, back)


def arm_bend(points: Points, side: str) -> np.ndarray:
    """The direction in which the elbow bends at rest: forward, unless the arm is bent and says otherwise."""
    upper = points[f"{side}_elbow"] - points[f"{side}_shoulder"]
    fore = points[f"{side}_wrist"] - points[f"{side}_elbow"]
    forward = np.array([0.0, 0.0, 1.0])
    if np.linalg.norm(np.cross(forward, _unit(upper))) < 0.2:  # arms held out forward bend upwards
        forward = np.array([0.0, 1.0, 0.0])
    forward = _unit(forward - _unit(upper) * float(_unit(upper) @ forward))
    bend = fore - _unit(upper) * float(_unit(upper) @ fore)
    if np.linalg.norm(bend) < np.sin(_BENT) * np.linalg.norm(fore):
        return forward
    bend = _unit(bend)
    return bend if float(bend @ forward) > np.cos(_AWRY) else forward


def rest_frames(points: Points, fingers: Mapping[str, tuple[str, ...]]) -> dict[str, np.ndarray]:
    """Frames of the joints of arms and hands, each of shape (3, 3); other joints have none and keep their posture.

    Args:
        points: Rest positions of joints and finger tips, metres.
        fingers: Side -> fingers whose knuckles both skeletons have.
    """
    frames: dict[str, np.ndarray] = {}
    for side in ("left", "right"):
        bend = arm_bend(points, side)
        shoulder, elbow, wrist = (points[f"{side}_{joint}"] for joint in ("shoulder", "elbow", "wrist"))
        frames[f"{side}_shoulder"] = frame(elbow - shoulder, bend)
        hinge = frames[f"{side}_shoulder"][:, 2]
        fore = wrist - elbow
        frames[f"{side}_elbow"] = frame(fore, np.cross(hinge, fore))
        hand = hand_frame(points, side, fingers[side])
        # A hand without knuckles goes on as its forearm does.
        hand = frames[f"{side}_elbow"] if hand is None else hand
        frames[f"{side}_wrist"] = hand
        for joint in HAND_JOINTS[side]:
            farther = [f"{joint[:-1]}{part}" for part in ("1", "2", "3", "_tip") if part > joint[-1]]
            end = next((points[point] for point in farther if point in points), None)
            if joint in points and end is not None:
                frames[joint] = frame(end - points[joint], hand[:, 1])
    return frames


def _unit(vector: np.ndarray) -> np.ndarray:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12))
