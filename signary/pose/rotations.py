"""Rotations: axis-angle, matrix, 6D and quaternion, batched, differentiable, stable at 0 and at pi.

Axis-angle vectors are in radians; quaternions are `(w, x, y, z)`, unit length, `w >= 0` where this module makes them.
6D is the first two rows of the matrix (Zhou et al., "On the Continuity of Rotation Representations", 2019).
"""

from __future__ import annotations

import torch
from torch import Tensor

from signary.io.errors import InputError


def _check_last(argument: str, tensor: Tensor, *shape: int) -> None:
    if tuple(tensor.shape[-len(shape) :]) != shape:
        raise InputError(argument, f"a tensor of shape (..., {', '.join(map(str, shape))})", tuple(tensor.shape))


def axis_angle_to_quaternion(axis_angle: Tensor) -> Tensor:
    """Quaternions of axis-angle vectors.

    Args:
        axis_angle: Tensor of shape (..., 3), radians, any length (turns beyond pi are folded).

    Returns:
        Tensor of shape (..., 4) with `w >= 0`.
    """
    _check_last("axis_angle", axis_angle, 3)
    squared = (axis_angle * axis_angle).sum(-1, keepdim=True)
    tiny = squared < 1e-12
    angle = torch.where(tiny, torch.ones_like(squared), squared).sqrt()
    # sin(a/2)/a -> 1/2 - a^2/48 near zero: keeps value and gradient finite.
    factor = torch.where(tiny, 0.5 - squared / 48.0, (0.5 * angle).sin() / angle)
    real = torch.where(tiny, 1.0 - squared / 8.0, (0.5 * angle).cos())
    quaternion = torch.cat([real, axis_angle * factor], -1)
    return torch.where(quaternion[..., :1] < 0, -quaternion, quaternion)


def quaternion_to_axis_angle(quaternion: Tensor) -> Tensor:
    """Axis-angle vectors, of length at most pi, of quaternions of any sign and non-zero length.

    Args:
        quaternion: Tensor of shape (..., 4).

    Returns:
        Tensor of shape (..., 3), radians.
    """
    _check_last("quaternion", quaternion, 4)
    quaternion = torch.where(quaternion[..., :1] < 0, -quaternion, quaternion)
    real, imaginary = quaternion[..., :1], quaternion[..., 1:]
    squared = (imaginary * imaginary).sum(-1, keepdim=True)
    tiny = squared < 1e-12 * (real * real + squared)
    length = torch.where(tiny, torch.ones_like(squared), squared).sqrt()
    small = 2.0 / torch.where(tiny, real, torch.ones_like(real))
    return imaginary * torch.where(tiny, small, 2.0 * torch.atan2(length, real) / length)


def quaternion_to_matrix(quaternion: Tensor) -> Tensor:
    """Rotation matrices of shape (..., 3, 3) of quaternions of shape (..., 4) of any non-zero length."""
    _check_last("quaternion", quaternion, 4)
    w, x, y, z = quaternion.unbind(-1)
    scale = 2.0 / (quaternion * quaternion).sum(-1)
    rows = [
        1 - scale * (y * y + z * z),
        scale * (x * y - z * w),
        scale * (x * z + y * w),
        scale * (x * y + z * w),
        1 - scale * (x * x + z * z),
        scale * (y * z - x * w),
        scale * (x * z - y * w),
        scale * (y * z + x * w),
        1 - scale * (x * x + y * y),
    ]
    return torch.stack(rows, -1).reshape(*w.shape, 3, 3)


def matrix_to_quaternion(matrix: Tensor) -> Tensor:
    """Quaternions of shape (..., 4), `w >= 0`, of rotation matrices of shape (..., 3, 3).

    Of the four formulas that divide by w, x, y or z the one with the largest divisor is taken, so that no turn,
    half turns included, loses precision.
    """
    _check_last("matrix", matrix, 3, 3)
    m = matrix.flatten(-2)
    m00, m01, m02, m10, m11, m12, m20, m21, m22 = m.unbind(-1)
    squares = torch.stack([1 + m00 + m11 + m22, 1 + m00 - m11 - m22, 1 - m00 + m11 - m22, 1 - m00 - m11 + m22], -1)
    candidates = torch.stack(
        [
            torch.stack([squares[..., 0], m21 - m12, m02 - m20, m10 - m01], -1),
            torch.stack([m21 - m12, squares[..., 1], m10 + m01, m02 + m20], -1),
            torch.stack([m02 - m20, m10 + m01, squares[..., 2], m12 + m21], -1),
            torch.stack([m10 - m01, m02 + m20, m21 + m12, squares[..., 3]], -1),
        ],
        -2,
    )
    best = squares.argmax(-1)[..., None, None].expand(*squares.shape[:-1], 1, 4)
    quaternion = candidates.gather(-2, best).squeeze(-2)
    quaternion = quaternion / quaternion.norm(dim=-1, keepdim=True)
    return torch.where(quaternion[..., :1] < 0, -quaternion, quaternion)


def axis_angle_to_matrix(axis_angle: Tensor) -> Tensor:
    """Rotation matrices of shape (..., 3, 3) of axis-angle vectors of shape (..., 3), radians."""
    return quaternion_to_matrix(axis_angle_to_quaternion(axis_angle))


def matrix_to_axis_angle(matrix: Tensor) -> Tensor:
    """Axis-angle vectors of shape (..., 3), length at most pi, of rotation matrices of shape (..., 3, 3)."""
    return quaternion_to_axis_angle(matrix_to_quaternion(matrix))


def matrix_to_6d(matrix: Tensor) -> Tensor:
    """The first two rows, shape (..., 6), of rotation matrices of shape (..., 3, 3)."""
    _check_last("matrix", matrix, 3, 3)
    return matrix[..., :2, :].flatten(-2)


def rotation_6d_to_matrix(rotation_6d: Tensor) -> Tensor:
    """Rotation matrices of shape (..., 3, 3) by Gram–Schmidt from 6D vectors of shape (..., 6) of any scale."""
    _check_last("rotation_6d", rotation_6d, 6)
    first = torch.nn.functional.normalize(rotation_6d[..., :3], dim=-1)
    second = rotation_6d[..., 3:] - first * (first * rotation_6d[..., 3:]).sum(-1, keepdim=True)
    second = torch.nn.functional.normalize(second, dim=-1)
    return torch.stack([first, second, torch.linalg.cross(first, second)], -2)


def quaternion_multiply(left: Tensor, right: Tensor) -> Tensor:
    """Product of quaternions, shapes (..., 4): the turn `right` followed by the turn `left`."""
    w1, x1, y1, z1 = left.unbind(-1)
    w2, x2, y2, z2 = right.unbind(-1)
    product = [
        w1 * w2 - x1 * x2 - y1 * y2 - z1 * z2,
        w1 * x2 + x1 * w2 + y1 * z2 - z1 * y2,
        w1 * y2 - x1 * z2 + y1 * w2 + z1 * x2,
        w1 * z2 + x1 * y2 - y1 * x2 + z1 * w2,
    ]
    return torch.stack(product, -1)


def slerp(start: Tensor, end: Tensor, fraction: Tensor) -> Tensor:
    """Spherical interpolation along the shorter way.

    Args:
        start: Unit quaternions of shape (..., 4).
        end: Unit quaternions of shape (..., 4).
        fraction: Tensor of shape (...), 0 gives `start`, 1 gives `end`.

    Returns:
        Unit quaternions of shape (..., 4), `w >= 0`.
    """
    dot = (start * end).sum(-1, keepdim=True)
    end = torch.where(dot < 0, -end, end)
    # 2·atan2(|a-b|, |a+b|) is exact for near and far pairs, where acos loses digits.
    angle = 2.0 * torch.atan2((start - end).norm(dim=-1, keepdim=True), (start + end).norm(dim=-1, keepdim=True))
    near = angle < 1e-6
    safe = torch.where(near, torch.ones_like(angle), angle)
    t = fraction.unsqueeze(-1)
    left = torch.where(near, 1 - t, ((1 - t) * safe).sin() / safe.sin())
    right = torch.where(near, t, (t * safe).sin() / safe.sin())
    mixed = left * start + right * end
    mixed = mixed / mixed.norm(dim=-1, keepdim=True)
    return torch.where(mixed[..., :1] < 0, -mixed, mixed)
