"""Similarity Procrustes in closed form, for single frames, sequences and all pairs of frames (float64).

The rotation is the eigenvector of the largest eigenvalue of Horn's symmetric 4 × 4 matrix (a quaternion): the
eigenvalue by Newton's method from above, the vector from the adjugate, or by Jacobi rotations where the two largest
eigenvalues are too close for that. Reflections are never used. Legend: T, S frames; J joints.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import numba
import numpy as np

from signary.io.errors import InputError

_Function = TypeVar("_Function", bound=Callable[..., Any])
#: Below this share of its largest possible size an adjugate's column is noise.
_TRUSTED = 1e-8
_NEWTON_STEPS, _JACOBI_SWEEPS = 30, 12


def _compiled(function: _Function) -> _Function:
    return cast(_Function, numba.njit(cache=True, fastmath=False, nogil=True)(function))


@_compiled
def _horn(covariance: np.ndarray, matrix: np.ndarray) -> None:
    """Horn's 4 × 4 matrix of a 3 × 3 cross-covariance (rows: moving, columns: target)."""
    xx, xy, xz = covariance[0, 0], covariance[0, 1], covariance[0, 2]
    yx, yy, yz = covariance[1, 0], covariance[1, 1], covariance[1, 2]
    zx, zy, zz = covariance[2, 0], covariance[2, 1], covariance[2, 2]
    matrix[0, 0], matrix[1, 1] = xx + yy + zz, xx - yy - zz
    matrix[2, 2], matrix[3, 3] = yy - xx - zz, zz - xx - yy
    matrix[0, 1], matrix[0, 2], matrix[0, 3] = yz - zy, zx - xz, xy - yx
    matrix[1, 2], matrix[1, 3], matrix[2, 3] = xy + yx, zx + xz, yz + zy
    for row in range(4):
        for column in range(row):
            matrix[row, column] = matrix[column, row]


@_compiled
def _adjugate(matrix: np.ndarray, value: float, adjugate: np.ndarray) -> float:
    """Upper triangle of the adjugate of matrix − value · 1 (symmetric, 4 × 4), by 2 × 2 minors; returns det."""
    a, b, c, d = matrix[0, 0] - value, matrix[0, 1], matrix[0, 2], matrix[0, 3]
    e, f, g = matrix[1, 1] - value, matrix[1, 2], matrix[1, 3]
    h, i, j = matrix[2, 2] - value, matrix[2, 3], matrix[3, 3] - value
    # Of rows 0 and 1, and of rows 2 and 3; pairs of columns 01, 02, 03, 12, 13, 23.
    s0, s1, s2, s3, s4, s5 = a * e - b * b, a * f - b * c, a * g - b * d, b * f - e * c, b * g - e * d, c * g - f * d
    t0, t1, t2, t3, t4, t5 = c * g - d * f, c * i - d * h, c * j - d * i, f * i - g * h, f * j - g * i, h * j - i * i
    adjugate[0, 0], adjugate[0, 1] = e * t5 - f * t4 + g * t3, c * t4 - b * t5 - d * t3
    adjugate[0, 2], adjugate[0, 3] = g * s5 - i * s4 + j * s3, h * s4 - f * s5 - i * s3
    adjugate[1, 1], adjugate[1, 2] = a * t5 - c * t2 + d * t1, i * s2 - d * s5 - j * s1
    adjugate[1, 3], adjugate[2, 2] = c * s5 - h * s2 + i * s1, d * s4 - g * s2 + j * s0
    adjugate[2, 3], adjugate[3, 3] = f * s2 - c * s4 - i * s0, c * s3 - f * s1 + h * s0
    return float(s0 * t5 - s1 * t4 + s2 * t3 + s3 * t2 - s4 * t1 + s5 * t0)


@_compiled
def _largest_eigenvalue(matrix: np.ndarray, bound: float, adjugate: np.ndarray) -> float:
    """Newton's method on the characteristic polynomial λ⁴ + c₂λ² + c₁λ + c₀ (the trace is 0), from an upper bound."""
    c2 = 0.0
    for row in range(4):
        c2 -= 0.5 * matrix[row, row] ** 2
        for column in range(row + 1, 4):
            c2 -= matrix[row, column] ** 2
    # −c₁ is the sum of the principal 3 × 3 minors, the adjugate's trace; c₀ the determinant.
    c0 = _adjugate(matrix, 0.0, adjugate)
    c1 = -(adjugate[0, 0] + adjugate[1, 1] + adjugate[2, 2] + adjugate[3, 3])
    value: float = bound
    for _ in range(_NEWTON_STEPS):
        square = value * value
        slope = 4 * square * value + 2 * c2 * value + c1
        if slope <= 0.0:
            break
        step = (square * square + c2 * square + c1 * value + c0) / slope
        value -= step
        if abs(step) <= 1e-15 * bound:
            break
    return value


@_compiled
def _jacobi(matrix: np.ndarray, quaternion: np.ndarray) -> None:
    """Eigenvector of the largest eigenvalue of a symmetric 4 × 4 matrix, whatever its other eigenvalues are."""
    values, vectors = matrix.copy(), np.eye(4)
    for _ in range(_JACOBI_SWEEPS):
        for p in range(3):
            for q in range(p + 1, 4):
                if values[p, q] == 0.0:
                    continue
                theta = (values[q, q] - values[p, p]) / (2 * values[p, q])
                tangent = 1 / (abs(theta) + np.sqrt(theta * theta + 1))
                tangent = -tangent if theta < 0 else tangent
                cosine = 1 / np.sqrt(tangent * tangent + 1)
                sine = tangent * cosine
                for k in range(4):
                    first, second = values[k, p], values[k, q]
                    values[k, p], values[k, q] = cosine * first - sine * second, sine * first + cosine * second
                for k in range(4):
                    first, second = values[p, k], values[q, k]
                    values[p, k], values[q, k] = cosine * first - sine * second, sine * first + cosine * second
                for k in range(4):
                    first, second = vectors[k, p], vectors[k, q]
                    vectors[k, p], vectors[k, q] = cosine * first - sine * second, sine * first + cosine * second
    best = 0
    for index in range(1, 4):
        if values[index, index] > values[best, best]:
            best = index
    for k in range(4):
        quaternion[k] = vectors[k, best]


@_compiled
def _rotation(covariance: np.ndarray, bound: float, rotation: np.ndarray, matrix: np.ndarray, work: np.ndarray) -> None:
    """The rotation that maximises tr(R Σ), as a 3 × 3 matrix that is applied to column vectors.

    `matrix` and `work` are 4 × 4 arrays to write to: to allocate them for every pair takes longer than to fill them.
    """
    _horn(covariance, matrix)
    value = _largest_eigenvalue(matrix, bound, work)
    _adjugate(matrix, value, work)
    best = 0
    for column in range(1, 4):
        if abs(work[column, column]) > abs(work[best, best]):
            best = column
    if abs(work[best, best]) > _TRUSTED * bound**3:
        w, x = work[0, best], work[min(1, best), max(1, best)]
        y, z = work[min(2, best), max(2, best)], work[best, 3]
    else:
        quaternion = np.empty(4)
        _jacobi(matrix, quaternion)
        w, x, y, z = quaternion
    length = np.sqrt(w * w + x * x + y * y + z * z)
    w, x, y, z = w / length, x / length, y / length, z / length
    rotation[0, 0], rotation[0, 1], rotation[0, 2] = 1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)
    rotation[1, 0], rotation[1, 1], rotation[1, 2] = 2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)
    rotation[2, 0], rotation[2, 1], rotation[2, 2] = 2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)


@_compiled
def _aligned_distance(first: np.ndarray, second: np.ndarray, scaled: np.ndarray, lengths: np.ndarray) -> float:
    """Mean distance of the first joints (3, J) from those of `second` after a scaled rotation."""
    # Numbers, not elements of an array that might be written to: the compiler then takes several joints at a time.
    r00, r01, r02 = scaled[0, 0], scaled[0, 1], scaled[0, 2]
    r10, r11, r12 = scaled[1, 0], scaled[1, 1], scaled[1, 2]
    r20, r21, r22 = scaled[2, 0], scaled[2, 1], scaled[2, 2]
    for joint in range(len(lengths)):
        x, y, z = first[0, joint], first[1, joint], first[2, joint]
        dx = r00 * x + r01 * y + r02 * z - second[0, joint]
        dy = r10 * x + r11 * y + r12 * z - second[1, joint]
        dz = r20 * x + r21 * y + r22 * z - second[2, joint]
        lengths[joint] = np.sqrt(dx * dx + dy * dy + dz * dz)
    total = 0.0
    for joint in range(len(lengths)):
        total += lengths[joint]
    return total / len(lengths)


@_compiled
def _covariance(first: np.ndarray, second: np.ndarray, covariance: np.ndarray) -> None:
    """Cross-covariance of joints (3, J), rows: `first`."""
    for row in range(3):
        x, y, z = 0.0, 0.0, 0.0
        for joint in range(first.shape[1]):
            x += first[row, joint] * second[0, joint]
            y += first[row, joint] * second[1, joint]
            z += first[row, joint] * second[2, joint]
        covariance[row, 0], covariance[row, 1], covariance[row, 2] = x, y, z


@_compiled
def _distances(
    moving: np.ndarray, target: np.ndarray, rows: np.ndarray, columns: np.ndarray, scored: int
) -> np.ndarray:
    """Mean distances of the first `scored` joints after alignment of all, of target `rows` and moving `columns`, (N,).

    Frames are centred, (S, 3, J) and (T, 3, J).
    """
    first_sizes, second_sizes = _sizes(moving), _sizes(target)
    covariance, rotation = np.empty((3, 3)), np.empty((3, 3))
    matrix, work, lengths = np.empty((4, 4)), np.empty((4, 4)), np.empty(scored)
    result = np.empty(len(rows))
    for pair in range(len(rows)):
        first, second, size = moving[columns[pair]], target[rows[pair]], first_sizes[columns[pair]]
        bound, scale = np.sqrt(size * second_sizes[rows[pair]]), 0.0
        rotation[:] = 0.0
        if bound > 0.0:
            _covariance(first, second, covariance)
            _rotation(covariance, bound, rotation, matrix, work)
            for row in range(3):
                for column in range(3):
                    scale += rotation[row, column] * covariance[column, row]
            rotation *= scale / size
        result[pair] = _aligned_distance(first, second, rotation, lengths)
    return result


@_compiled
def _sizes(frames: np.ndarray) -> np.ndarray:
    """Sums of squares of frames (T, 3, J)."""
    result = np.zeros(len(frames))
    for frame in range(len(frames)):
        result[frame] = (frames[frame] ** 2).sum()
    return result


def _centred(points: np.ndarray) -> np.ndarray:
    """Frames (T, J, 3) around their centres, (T, 3, J)."""
    return np.ascontiguousarray((points - points.mean(1, keepdims=True)).transpose(0, 2, 1))


def procrustes_pair_distances(
    moving: np.ndarray, target: np.ndarray, *, scored: Sequence[int] | None = None
) -> np.ndarray:
    """Mean joint distance of every pair of frames after similarity Procrustes of the moving onto the target frame.

    Scale, rotation and translation minimise the sum of squared distances of each pair; the result is the mean of the
    distances, not their root mean square. A moving frame whose joints coincide is put onto the target's centre.

    Args:
        moving: Finite array of shape (S, J, 3).
        target: Finite array of shape (T, J, 3).
        scored: Joints whose distances are measured; all joints are aligned. *Optional*, defaults to all.

    Returns:
        float64 array of shape (T, S), in the unit of `target`.

    Raises:
        InputError: If shapes do not fit or a number is not finite.
    """
    first, second, count = _prepared(moving, target, scored)
    rows, columns = np.divmod(np.arange(len(second) * len(first)), len(first))
    return np.asarray(_distances(first, second, rows, columns, count)).reshape(len(second), len(first))


def procrustes_distances(moving: np.ndarray, target: np.ndarray) -> np.ndarray:
    """As `procrustes_pair_distances`, of frames at the same place: (T, J, 3) twice to (T,).

    Raises:
        InputError: If shapes differ or a number is not finite.
    """
    first, second, count = _prepared(moving, target, None)
    if len(first) != len(second):
        raise InputError("moving", f"{len(second)} frames, as the target has", len(first))
    frames = np.arange(len(first))
    return np.asarray(_distances(first, second, frames, frames, count))


def _prepared(
    moving: np.ndarray, target: np.ndarray, scored: Sequence[int] | None
) -> tuple[np.ndarray, np.ndarray, int]:
    """Both sides around their centres, (S, 3, J) and (T, 3, J), what is measured first, and how many joints that is."""
    arrays = _checked(moving, target)
    if scored is None:
        return _centred(arrays[0]), _centred(arrays[1]), arrays[0].shape[1]
    order = [*scored, *(joint for joint in range(arrays[0].shape[1]) if joint not in set(scored))]
    if not scored or len(order) != arrays[0].shape[1]:
        raise InputError("scored", f"different joints from 0 to {arrays[0].shape[1] - 1}", list(scored))
    return _centred(arrays[0][:, order]), _centred(arrays[1][:, order]), len(scored)


def _checked(moving: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    arrays = []
    for name, given in (("moving", moving), ("target", target)):
        array = np.ascontiguousarray(given, dtype=np.float64)
        if array.ndim != 3 or array.shape[2] != 3 or not array.size:
            raise InputError(name, "shape (T, J, 3), at least one frame and joint", array.shape)
        if not np.isfinite(array).all():
            raise InputError(name, "finite numbers", "NaN or infinity")
        arrays.append(array)
    if arrays[0].shape[1] != arrays[1].shape[1]:
        raise InputError("moving", f"{arrays[1].shape[1]} joints, as the target has", arrays[0].shape[1])
    return arrays[0], arrays[1]
