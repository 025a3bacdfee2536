"""SMPL-X motion onto any rig: rotations by rest-pose frames, and contact kept for its proportions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch

from signary.pose.avatar.contact_correction import ContactCorrection
from signary.pose.avatar.playable import playable
from signary.pose.avatar.rest_frames import rest_frames
from signary.pose.avatar.rig import FINGERS, SIDES, Rig
from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.rotations import axis_angle_to_matrix, matrix_to_axis_angle, matrix_to_quaternion
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import HAND_JOINTS, SMPLX_JOINTS, TREE


@dataclass(frozen=True)
class RigMotion:
    """Motion of a rig.

    Attributes:
        rig: Whose.
        fps: Frames a second.
        rotations: Local rotation of every bone in every frame, rest rotation included: unit quaternions (x, y, z, w),
            float32 of shape (T, B, 4), each within half a turn of the frame before.
        translations: Local translation of the first bone, in the rig's unit, float32 of shape (T, 3): it stands still.
        places: Positions of the bones, metres in our axes, float64 of shape (T, B, 3).
        turns: Rotation matrices of the bones in our axes, float64 of shape (T, B, 3, 3).
    """

    rig: Rig
    fps: float
    rotations: np.ndarray
    translations: np.ndarray
    places: np.ndarray
    turns: np.ndarray

    def __len__(self) -> int:
        """T, the number of frames."""
        return len(self.rotations)

    def points(self) -> dict[str, np.ndarray]:
        """Positions of our joints and finger tips as far as the rig has them, metres, each of shape (T, 3)."""
        found = {
            joint: self.places[:, bones[0]] for joint, bones in self.rig.mapping.items() if bones and joint in TREE
        }
        for side in SIDES:
            for finger in FINGERS:
                chain = [
                    joint for joint in HAND_JOINTS[side] if joint[:-1] == f"{side}_{finger}" and self.rig.has(joint)
                ]
                if chain:
                    tip = f"{side}_{finger}_tip"
                    found[tip] = self._carried(self.rig.bone(chain[-1]), self.rig.points[tip])
        return found

    def _carried(self, bone: int, rest: np.ndarray) -> np.ndarray:
        inside = self.rig.rest_turns[bone].T @ (rest - self.rig.places[bone])
        return np.asarray(self.places[:, bone] + self.turns[:, bone] @ inside)


class Retargeter:
    """Brings motion of layout `smplx` onto a rig.

    Args:
        rig: The rig.
        contact: Keep contact: where a hand is near the face, the trunk, an arm or the other hand, the arms are
            corrected so that it is as near there on the rig, and hands are kept out of what is not theirs. Without it
            every bone points exactly where ours does, and hands miss by the difference of proportions.
    """

    def __init__(self, rig: Rig, contact: bool = True) -> None:
        self.rig = rig
        self._skeleton = BuiltInSkeleton()
        ours = dict(zip(SMPLX_JOINTS.joints, self._skeleton.rest, strict=True))
        fingers = {side: tuple(finger for finger in FINGERS[1:] if rig.has(f"{side}_{finger}1")) for side in SIDES}
        source, target = rest_frames(ours, fingers), rest_frames(rig.points, fingers)
        self._adapt = {joint: source[joint] @ target[joint].T for joint in target if joint in source}
        self._correction = ContactCorrection(rig) if contact else None

    def __call__(self, sequence: PoseSequence) -> RigMotion:
        """The rig's motion.

        Args:
            sequence: Motion of layout `smplx` with flat hands as zero; gaps are closed (`playable`).

        Raises:
            InputError: If the layout or the hand reference is another one, or there is no frame.
        """
        values = torch.from_numpy(playable(sequence, "rig"))
        with torch.no_grad():
            ours = self._skeleton.rotations(values).numpy()
            joints = self._skeleton.limbs(values).numpy()
        rotations = {joint: ours[:, at] for at, joint in enumerate(TREE)}
        motion = self._motion(sequence.fps, self._turned(rotations))
        if self._correction is not None:
            source = dict(zip(SMPLX_JOINTS.joints, np.moveaxis(joints, 1, 0), strict=False))
            arms = self._correction.arms(source, rotations, motion.points(), self._from_rest(motion), sequence.fps)
            motion = self._motion(sequence.fps, self._turned(rotations, arms))
        return motion

    @staticmethod
    def rest_rotations(rig: Rig) -> np.ndarray:
        """Local rotations of a rig at rest, as `RigMotion.rotations` has those of a frame, shape (B, 4)."""
        return np.asarray(matrix_to_quaternion(torch.from_numpy(rig.turns)).numpy()[..., [1, 2, 3, 0]])

    def _motion(self, fps: float, turns: np.ndarray) -> RigMotion:
        root = np.broadcast_to(self.rig.offsets[0].astype(np.float32), (len(turns), 3)).copy()
        return RigMotion(self.rig, fps, self._local(turns), root, self._placed(turns), turns)

    def _from_rest(self, motion: RigMotion) -> dict[str, np.ndarray]:
        """Rotations of the bones from rest by joint, each (T, 3, 3)."""
        rig = self.rig
        return {
            joint: motion.turns[:, bones[-1]] @ rig.rest_turns[bones[-1]].T
            for joint, bones in rig.mapping.items()
            if bones
        }

    def _turned(self, ours: Mapping[str, np.ndarray], arms: Mapping[str, np.ndarray] | None = None) -> np.ndarray:
        """Rotation matrices of all bones in our axes, (T, B, 3, 3).

        Args:
            ours: Global rotations of our joints, each (T, 3, 3).
            arms: Joint -> turn in space that its bone makes on top of what it would, (T, 3, 3): shoulders and elbows.
        """
        rig, frames = self.rig, len(ours["head"])
        moved: dict[int, np.ndarray] = {}
        for joint, bones in rig.mapping.items():
            if joint not in ours or joint.startswith(("spine", "pelvis")) or joint == "neck":
                continue
            turn = ours[joint] @ self._adapt.get(joint, np.eye(3))
            if arms is not None and joint in arms:
                turn = arms[joint] @ turn
            moved[bones[0]] = turn @ rig.rest_turns[bones[0]]
        for number, bone in enumerate(rig.mapping.get("neck", ()), 1):
            share = number / len(rig.mapping["neck"])
            moved[bone] = part_of_turn(ours["neck"], share) @ rig.rest_turns[bone]
        turns = np.zeros((frames, len(rig.bones), 3, 3))
        legs = {bone for joint, bones in rig.mapping.items() if joint.split("_")[-1] in _LEGS for bone in bones}
        twists = {rig.bone(f"{side}_forearm_twist"): side for side in SIDES if rig.has(f"{side}_forearm_twist")}
        for at, parent in enumerate(rig.parents):
            above = turns[:, parent] if parent >= 0 else np.broadcast_to(rig.axes, (frames, 3, 3))
            if at in twists:
                turns[:, at] = self._twisted(twists[at], at, moved)
            elif at in moved and at not in legs:
                turns[:, at] = moved[at]
            else:
                turns[:, at] = above @ rig.turns[at]
        return turns

    def _twisted(self, side: str, bone: int, moved: Mapping[int, np.ndarray]) -> np.ndarray:
        """Rotations of a twist bone: the forearm's with half of the roll in which the hand is ahead of it."""
        rig = self.rig
        elbow, wrist = rig.bone(f"{side}_elbow"), rig.bone(f"{side}_wrist")
        fore = moved[elbow] @ rig.rest_turns[elbow].T
        hand = moved[wrist] @ rig.rest_turns[wrist].T
        # The hand hangs from the twist bone or beside it: the roll about the line to it leaves the hand where it is.
        axis = rig.places[wrist] - (rig.places[bone] if rig.hangs(wrist, bone) else rig.places[elbow])
        axis = axis / np.linalg.norm(axis)
        quaternion = matrix_to_quaternion(torch.from_numpy(fore.swapaxes(1, 2) @ hand)).numpy()
        roll = 2 * np.arctan2(quaternion[:, 1:] @ axis, quaternion[:, 0])
        roll = np.unwrap(np.remainder(roll + np.pi, 2 * np.pi) - np.pi)
        return np.asarray(fore @ about_axis(axis, 0.5 * roll) @ rig.rest_turns[bone])

    def _placed(self, turns: np.ndarray) -> np.ndarray:
        rig = self.rig
        places = np.zeros((*turns.shape[:2], 3))
        for at, parent in enumerate(rig.parents):
            if parent < 0:
                places[:, at] = rig.places[at]
            else:
                places[:, at] = places[:, parent] + rig.unit * turns[:, parent] @ rig.offsets[at]
        return places

    def _local(self, turns: np.ndarray) -> np.ndarray:
        """Local rotations, quaternions (x, y, z, w), (T, B, 4), without jumps of sign."""
        above = [
            turns[:, parent] if parent >= 0 else np.broadcast_to(self.rig.axes, turns[:, 0].shape)
            for parent in self.rig.parents
        ]
        local = np.stack(above, 1).swapaxes(-1, -2) @ turns
        quaternions = matrix_to_quaternion(torch.from_numpy(local)).numpy()[..., [1, 2, 3, 0]]
        flips = np.where((quaternions[1:] * quaternions[:-1]).sum(-1) < 0, -1.0, 1.0)
        quaternions[1:] *= np.cumprod(flips, axis=0)[..., None]
        return quaternions.astype(np.float32)


_LEGS = ("hip", "knee", "ankle", "foot")


def part_of_turn(turns: np.ndarray, share: float) -> np.ndarray:
    """Rotation matrices, (T, 3, 3), of a share of each turn."""
    if share == 1.0:
        return turns
    return axis_angle_to_matrix(share * matrix_to_axis_angle(torch.from_numpy(turns))).numpy()


def about_axis(axis: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """Rotation matrices, (T, 3, 3), about one axis by angles in radians."""
    return axis_angle_to_matrix(torch.from_numpy(angles[:, None] * axis)).numpy()
