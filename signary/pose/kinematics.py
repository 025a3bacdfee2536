"""Forward kinematics of the SMPL-X tree: 133 parameters a frame become joints in metres.

`BuiltInSkeleton` has average adult proportions and needs nothing; `SmplxSkeleton` uses the body model that the user
has licensed and downloaded. Both have the same interface.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from signary.io.errors import InputError
from signary.pose.layout import PoseLayout
from signary.pose.motion_spec import MotionSpec, checked_hand_reference
from signary.pose.registry import get_layout
from signary.pose.rotations import axis_angle_to_matrix
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.rest import ATTACHED, expression_basis, jaw_weights, rest_positions
from signary.pose.skeletons.smplx import ROTATED, SMPLX, SMPLX_JOINTS, TIPS, TREE

#: Frames whose joints are found at once.
_WINDOW = 8192


class Skeleton(Protocol):
    """Anything that turns the 133 parameters into the joints of layout `smplx_joints`."""

    layout: PoseLayout
    hand_reference: str

    def joints(self, parameters: Tensor) -> Tensor:
        """Joints in metres, shape (..., J, 3), of parameters of shape (..., 133), differentiable."""
        ...


class BuiltInSkeleton:
    """Forward kinematics with the built-in rest body (hands flat at zero: `hand_reference` is `flat`).

    Args:
        proportions: Bone group -> length factor: `body` (everything), `arms` (upper arm and forearm), `hands`,
            `shoulders` (shoulder width), `head`.
    """

    layout = SMPLX_JOINTS
    hand_reference = "flat"

    def __init__(self, proportions: dict[str, float] | None = None) -> None:
        self.rest = _scaled_rest(proportions or {})
        parents = [SMPLX_JOINTS.index(ATTACHED[name]) if name in ATTACHED else -1 for name in SMPLX_JOINTS.joints]
        self._parents = parents
        self._tree = range(1, len(TREE))
        self._rigid = torch.tensor(range(len(TREE), len(SMPLX_JOINTS.joints)))
        self._rigid_parents = torch.tensor(parents[len(TREE) :])
        self._tips = range(len(TREE), len(TREE) + len(TIPS))
        self._rotated = torch.tensor([SMPLX_JOINTS.index(name) for name in ROTATED])
        self._expression = torch.from_numpy(expression_basis()[:, len(TREE) :])
        self._jaw = torch.from_numpy(jaw_weights()[len(TREE) :])
        self._rest = torch.from_numpy(self.rest)
        offsets = self.rest.copy()
        offsets[1:] -= self.rest[[max(parent, 0) for parent in parents[1:]]]
        self._offsets = torch.from_numpy(offsets)

    def joints(self, parameters: Tensor) -> Tensor:
        """Joints of layout `smplx_joints`.

        Args:
            parameters: Tensor of shape (..., 133), radians; rotations are relative to the parent, zero is the rest
                position with flat hands.

        Returns:
            Tensor of shape (..., J, 3), metres, of the same dtype.

        Raises:
            InputError: If the last dimension is not 133.
        """
        turns, places = self._chain(parameters)
        rest, offsets = self._rest.to(parameters), self._offsets.to(parameters)
        basis = self._expression.to(parameters)
        shift = torch.einsum("...e,ejc->...jc", parameters[..., 123:], basis)
        # A missing expression or jaw (NaN) loses the points that it moves, and no others.
        rigid = offsets[self._rigid] + torch.where(basis.abs().sum((0, 2))[:, None] > 0, shift, 0.0)
        hinge = rest[SMPLX_JOINTS.index("jaw")] - rest[SMPLX_JOINTS.index("head")]
        jaw = axis_angle_to_matrix(parameters[..., 120:123])
        opened = torch.einsum("...ij,...kj->...ki", jaw, rigid - hinge) + hinge
        weight = self._jaw.to(parameters)[:, None]
        rigid = torch.where(weight > 0, rigid + weight * (opened - rigid), rigid)
        base = places[..., self._rigid_parents, :]
        attached = base + torch.einsum("...kij,...kj->...ki", turns[..., self._rigid_parents, :, :], rigid)
        return torch.cat([places, attached], -2)

    def limbs(self, parameters: Tensor) -> Tensor:
        """The first joints of layout `smplx_joints`, those of the tree and the finger tips, in a third of the time.

        Args:
            parameters: As of `joints`.

        Returns:
            Tensor of shape (..., 65, 3), metres, of the same dtype.
        """
        turns, places = self._chain(parameters)
        parents = [self._parents[tip] for tip in self._tips]
        offsets = self._offsets.to(parameters)[list(self._tips)]
        turned = torch.einsum("...kij,kj->...ki", turns[..., parents, :, :], offsets)
        return torch.cat([places, places[..., parents, :] + turned], -2)

    def rotations(self, parameters: Tensor) -> Tensor:
        """Global rotation matrices of the 55 joints of the tree, shape (..., 55, 3, 3)."""
        return self._chain(parameters)[0]

    def _chain(self, parameters: Tensor) -> tuple[Tensor, Tensor]:
        if parameters.shape[-1] != 133:
            raise InputError("parameters", "a last dimension of 133", tuple(parameters.shape))
        local = axis_angle_to_matrix(parameters[..., :123].reshape(*parameters.shape[:-1], len(ROTATED), 3))
        eye = torch.eye(3, dtype=parameters.dtype, device=parameters.device).expand(*parameters.shape[:-1], 3, 3)
        rotated = {int(joint): local[..., row, :, :] for row, joint in enumerate(self._rotated)}
        offsets = self._offsets.to(parameters)
        turns, places = [eye], [offsets[0].expand(*parameters.shape[:-1], 3)]
        for joint in self._tree:
            parent = self._parents[joint]
            places.append(places[parent] + torch.einsum("...ij,j->...i", turns[parent], offsets[joint]))
            turns.append(turns[parent] @ rotated[joint] if joint in rotated else turns[parent])
        return torch.stack(turns, -3), torch.stack(places, -2)


def _scaled_rest(proportions: dict[str, float]) -> np.ndarray:
    known = ("body", "arms", "hands", "shoulders", "head")
    for name, factor in proportions.items():
        if name not in known:
            raise InputError("proportions", f"keys of {', '.join(known)}", repr(name))
        if not 0.5 <= factor <= 2.0:
            raise InputError(f"proportions[{name!r}]", "a factor from 0.5 to 2", factor)
    rest = rest_positions()
    scaled = rest.copy()
    for joint, name in enumerate(SMPLX_JOINTS.joints):
        if name not in ATTACHED:
            continue
        parent = SMPLX_JOINTS.index(ATTACHED[name])
        factor = proportions.get("body", 1.0) * proportions.get(_bone_group(name), 1.0)
        scaled[joint] = scaled[parent] + factor * (rest[joint] - rest[parent])
    return scaled


def _bone_group(joint: str) -> str:
    bare = joint.split("_", 1)[-1] if joint.startswith(("left_", "right_")) else joint
    if bare in ("elbow", "wrist"):
        return "arms"
    if bare in ("shoulder", "collar"):
        return "shoulders"
    if bare.startswith(("index", "middle", "ring", "pinky", "thumb")):
        return "hands"
    if joint.startswith("face_") or bare in ("eye", "ear", "jaw", "nose", "head_top"):
        return "head"
    return "other"


class SmplxSkeleton:
    """Forward kinematics with the user's licensed SMPL-X model, through the `smplx` package (extra `smplx`).

    Face contour points have no counterpart by name in the model and come back as NaN.

    Args:
        model: Folder that holds `smplx/SMPLX_NEUTRAL.npz` (or the file itself).
        hand_reference: What zero hand parameters mean: `flat`, or `mano_mean` as in SOKE's data.
    """

    layout = SMPLX_JOINTS

    def __init__(self, model: Path | str, hand_reference: str = "flat") -> None:
        self.hand_reference = checked_hand_reference(hand_reference)
        try:
            import smplx
            from smplx.joint_names import JOINT_NAMES
        except ImportError:
            raise InputError("smplx", "the extra to be installed (pip install 'signary[smplx]')", "no smplx") from None
        if not Path(model).exists():
            raise InputError("model", "a folder with SMPL-X model files", str(model))
        self._model = smplx.create(
            str(model),
            "smplx",
            use_pca=False,
            flat_hand_mean=hand_reference == "flat",
            num_expression_coeffs=10,
            ext="npz",
        )
        renamed = [_from_smplx_name(name) for name in JOINT_NAMES]
        self._order = [renamed.index(name) if name in renamed else -1 for name in SMPLX_JOINTS.joints]

    def joints(self, parameters: Tensor) -> Tensor:
        """Joints of layout `smplx_joints`; see `BuiltInSkeleton.joints`."""
        flat = parameters.reshape(-1, parameters.shape[-1]).float()
        body = flat.new_zeros(len(flat), 63)
        for row, name in enumerate(ROTATED[:10]):
            start = 3 * (list(TREE).index(name) - 1)
            body[:, start : start + 3] = flat[:, 3 * row : 3 * row + 3]
        zero = flat.new_zeros(len(flat), 3)
        output = self._model(
            body_pose=body,
            left_hand_pose=flat[:, 30:75],
            right_hand_pose=flat[:, 75:120],
            jaw_pose=flat[:, 120:123],
            expression=flat[:, 123:133],
            betas=flat.new_zeros(len(flat), 10),
            global_orient=zero,
            leye_pose=zero,
            reye_pose=zero,
        )
        found = output.joints
        joints = torch.stack(
            [found[:, at] if at >= 0 else torch.full_like(found[:, 0], float("nan")) for at in self._order], 1
        )
        return joints.reshape(*parameters.shape[:-1], *joints.shape[1:]).to(parameters.dtype)


def _from_smplx_name(name: str) -> str:
    tips = {
        f"{side}_{finger}": f"{side}_{finger}_tip"
        for side in ("left", "right")
        for finger in ("thumb", "index", "middle", "ring", "pinky")
    }
    eyes = {"left_eye_smplhf": "left_eye", "right_eye_smplhf": "right_eye", "left_eye": "-", "right_eye": "-"}
    return {**tips, **eyes}.get(name, name)


def forward_kinematics(sequence: PoseSequence, skeleton: Skeleton | None = None) -> PoseSequence:
    """Joints of an `smplx` sequence, as a sequence of layout `smplx_joints` in metres.

    Args:
        sequence: A sequence of layout `smplx`.
        skeleton: The body; the built-in one by default.

    Raises:
        InputError: If the layout is another, or the hand reference does not fit the skeleton.
    """
    body = skeleton or _average_body()
    spec = MotionSpec(SMPLX, sequence.fps, body.hand_reference)
    spec.require(sequence, argument="sequence", owner="the body (SmplxSkeleton knows both)")
    with torch.no_grad():
        # What lies between parameters and joints takes several times their memory.
        windows = torch.split(torch.from_numpy(np.asarray(sequence.values, dtype=np.float32)), _WINDOW)
        joints = np.concatenate([body.joints(window).numpy() for window in windows])
    lost = ~np.isfinite(joints).all(-1)
    confidence = np.where(lost, 0.0, 1.0).astype(np.float32)
    joints[lost] = np.nan
    return PoseSequence(joints, get_layout("smplx_joints"), sequence.fps, confidence, dict(sequence.metadata))


@cache
def _average_body() -> BuiltInSkeleton:
    """The default body, made once: to make it takes longer than to move it."""
    return BuiltInSkeleton()
