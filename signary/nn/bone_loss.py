"""How bones are turned, and how far two poses differ in it (HybridSign, Eq. 19)."""

from __future__ import annotations

import torch

from signary.io.errors import InputError
from signary.nn.masked_losses import masked_mean
from signary.pose.layout import PoseLayout
from signary.pose.rotations import axis_angle_to_matrix

#: Bones shorter than this (in the unit of the layout, or shoulder widths) point nowhere.
SHORTEST = 1e-6


def bone_orientations(values: torch.Tensor, layout: PoseLayout) -> torch.Tensor:
    """Orientation of each bone.

    Of keypoints: the unit vector from parent to joint, for `layout.bones`. Of parameters: the rotation matrix of each
    rotation, turned by those of its parents, so that a bent shoulder counts for the hand, too.

    Args:
        values: Features of shape (…, D), not standardised, finite.
        layout: What the numbers mean.

    Returns:
        Tensor of shape (…, N, C), N bones of C channels; or (…, N, 9), N rotations.

    Raises:
        InputError: If the last dimension is not D.
    """
    if values.shape[-1] != layout.num_features:
        raise InputError("values", f"a last dimension of {layout.num_features}", tuple(values.shape))
    if layout.is_keypoints:
        joints = values.reshape(*values.shape[:-1], len(layout.joints), -1)
        parents, children = (list(ends) for ends in zip(*layout.bones, strict=True))
        bones = joints[..., children, :] - joints[..., parents, :]
        # The square is bounded, not its root: the root of 0 has no gradient.
        lengths = bones.square().sum(-1, keepdim=True).clamp(min=SHORTEST**2).sqrt()
        return torch.as_tensor(bones / lengths)
    rotations = _rotations(layout)
    columns = torch.from_numpy(layout.features(rotations)).to(values.device)
    local = axis_angle_to_matrix(values[..., columns].reshape(*values.shape[:-1], len(rotations), 3))
    turned = dict[int, torch.Tensor]()
    for joint in _parents_first(layout):
        here = local[..., rotations.index(joint), :, :]
        parent = turned.get(layout.parents[joint])
        turned[joint] = here if parent is None else parent @ here
    return torch.stack([turned[joint] for joint in rotations], dim=-3).flatten(-2)


def bone_loss(prediction: torch.Tensor, target: torch.Tensor, known: torch.Tensor, layout: PoseLayout) -> torch.Tensor:
    """Squared error of bone orientations, averaged over the bones that count (Eq. 19).

    Args:
        prediction: Features of shape (B, T, D), not standardised.
        target: Features of shape (B, T, D), not standardised; may hold NaN where it does not count.
        known: Booleans of shape (B, T, J): joints that are neither missing nor padded. A bone counts if all joints
            that its orientation is computed from are known.
        layout: What the numbers mean.

    Raises:
        InputError: If shapes do not fit.
    """
    expected = (*prediction.shape[:2], len(layout.joints))
    if target.shape != prediction.shape:
        raise InputError("target", f"shape {tuple(prediction.shape)}", tuple(target.shape))
    if tuple(known.shape) != expected or known.dtype != torch.bool:
        raise InputError("known", f"booleans of shape {expected}", f"{known.dtype} of shape {tuple(known.shape)}")
    numbers = known.repeat_interleave(torch.tensor(layout.widths, device=known.device), dim=-1)
    prediction, target = (torch.where(numbers, part, 0.0) for part in (prediction, target))
    counted = torch.stack([known[..., list(joints)].all(-1) for joints in _made_of(layout)], dim=-1)
    error = (bone_orientations(prediction, layout) - bone_orientations(target, layout)).square()
    return masked_mean(error, counted[..., None].expand_as(error))


def _rotations(layout: PoseLayout) -> list[int]:
    """Joints that are rotations, in frame order."""
    return [joint for joint, kind in enumerate(layout.kinds) if kind == "rotation"]


def _ancestors(joint: int, layout: PoseLayout) -> list[int]:
    """The joint, its parent, and so on up to a root."""
    chain = [joint]
    while layout.parents[chain[-1]] >= 0:
        chain.append(layout.parents[chain[-1]])
    return chain


def _parents_first(layout: PoseLayout) -> list[int]:
    return sorted(_rotations(layout), key=lambda joint: len(_ancestors(joint, layout)))


def _made_of(layout: PoseLayout) -> list[tuple[int, ...]]:
    """The joints that each bone's orientation is computed from."""
    if layout.is_keypoints:
        return list(layout.bones)
    return [tuple(_ancestors(joint, layout)) for joint in _rotations(layout)]
