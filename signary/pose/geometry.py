"""Similarity Procrustes in closed form, for single frames, sequences and all pairs of frames (float64).

The rotation is the eigenvector of the largest eigenvalue of Horn's symmetric 4 × 4 matrix (a quaternion): the
eigenvalue by Newton's method from above, the vector from the adjugate, or by Jacobi rotations where the two largest
eigenvalues are too close for that. Reflections are never used. Legend: T, S frames; J joints.
"""

from __future__ import annotations

from collections.abc import Callable
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
def _largest_eigenvalue(matrix: np.ndarray, bound: float) -> float:
    """Newton's method on the characteristic polynomial λ⁴ + c₂λ² + c₁λ + c₀ (the trace is 0), from an upper bound."""
    squares = 0.0
    for row in range(4):
        for column in range(4):
            squares += matrix[row, column] ** 2
    c2 = -0.5 * squares
    # −c₁ is the sum of the principal 3 × 3 minors; c₀ the determinant, expanded along pairs of rows.
    c1 = 0.0
    for left in range(4):
        i, j, k = (left + 1) % 4, (left + 2) % 4, (left + 3) % 4
        c1 -= (
            matrix[i, i] * (matrix[j, j] * matrix[k, k] - matrix[j, k] ** 2)
            - matrix[i, j] * (matrix[i, j] * matrix[k, k] - matrix[j, k] * matrix[i, k])
            + matrix[i, k] * (matrix[i, j] * matrix[j, k] - matrix[j, j] * matrix[i, k])
        )
    a01 = matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0]
    a02 = matrix[0, 0] * matrix[1, 2] - matrix[0, 2] * matrix[1, 0]
    a03 = matrix[0, 0] * matrix[1, 3] - matrix[0, 3] * matrix[1, 0]
    a12 = matrix[0, 1] * matrix[1, 2] - matrix[0, 2] * matrix[1, 1]
    a13 = matrix[0, 1] * matrix[1, 3] - matrix[0, 3] * matrix[1, 1]
    a23 = matrix[0, 2] * matrix[1, 3] - matrix[0, 3] * matrix[1, 2]
    b01 = matrix[2, 0] * matrix[3, 1] - matrix[2, 1] * matrix[3, 0]
    b02 = matrix[2, 0] * matrix[3, 2] - matrix[2, 2] * matrix[3, 0]
    b03 = matrix[2, 0] * matrix[3, 3] - matrix[2, 3] * matrix[3, 0]
    b12 = matrix[2, 1] * matrix[3, 2] - matrix[2, 2] * matrix[3, 1]
    b13 = matrix[2, 1] * matrix[3, 3] - matrix[2, 3] * matrix[3, 1]
    b23 = matrix[2, 2] * matrix[3, 3] - matrix[2, 3] * matrix[3, 2]
    c0 = a01 * b23 - a02 * b13 + a03 * b12 + a12 * b03 - a13 * b02 + a23 * b01
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
def _minor(matrix: np.ndarray, value: float, row: int, column: int) -> float:
    """Signed 3 × 3 minor of matrix − value · 1 without a row and a column."""
    rows, columns = np.empty(3, np.int64), np.empty(3, np.int64)
    at_row, at_column = 0, 0
    for index in range(4):
        if index != row:
            rows[at_row] = index
            at_row += 1
        if index != column:
            columns[at_column] = index
            at_column += 1
    part = np.empty((3, 3))
    for i in range(3):
        for j in range(3):
            part[i, j] = matrix[rows[i], columns[j]] - (value if rows[i] == columns[j] else 0.0)
    determinant: float = (
        part[0, 0] * (part[1, 1] * part[2, 2] - part[1, 2] * part[2, 1])
        - part[0, 1] * (part[1, 0] * part[2, 2] - part[1, 2] * part[2, 0])
        + part[0, 2] * (part[1, 0] * part[2, 1] - part[1, 1] * part[2, 0])
    )
    return determinant if (row + column) % 2 == 0 else -determinant


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
def _rotation(covariance: np.ndarray, bound: float, rotation: np.ndarray) -> None:
    """The rotation that maximises tr(R Σ), as a 3 × 3 matrix that is applied to column vectors."""
    matrix, quaternion = np.empty((4, 4)), np.empty(4)
    _horn(covariance, matrix)
    value = _largest_eigenvalue(matrix, bound)
    best, norm = 0, -1.0
    for column in range(4):
        size = abs(_minor(matrix, value, column, column))
        if size > norm:
            best, norm = column, size
    if norm > _TRUSTED * bound**3:
        for row in range(4):
            quaternion[row] = _minor(matrix, value, best, row)
    else:
        _jacobi(matrix, quaternion)
    length = np.sqrt((quaternion**2).sum())
    w, x, y, z = quaternion / length
    rotation[0, 0], rotation[0, 1], rotation[0, 2] = 1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)
    rotation[1, 0], rotation[1, 1], rotation[1, 2] = 2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)
    rotation[2, 0], rotation[2, 1], rotation[2, 2] = 2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)


@_compiled
def _aligned_distance(moving: np.ndarray, target: np.ndarray, sizes: tuple[float, float]) -> float:
    """Mean joint distance after alignment of centred (J, 3) arrays with sums of squares `sizes`."""
    covariance = np.zeros((3, 3))
    joints = len(moving)
    for joint in range(joints):
        for row in range(3):
            for column in range(3):
                covariance[row, column] += moving[joint, row] * target[joint, column]
    bound = np.sqrt(sizes[0] * sizes[1])
    rotation, scale = np.zeros((3, 3)), 0.0
    if bound > 0.0:
        _rotation(covariance, bound, rotation)
        for row in range(3):
            for column in range(3):
                scale += rotation[row, column] * covariance[column, row]
        scale /= sizes[0]
    total = 0.0
    for joint in range(joints):
        square = 0.0
        for row in range(3):
            place = 0.0
            for column in range(3):
                place += rotation[row, column] * moving[joint, column]
            square += (scale * place - target[joint, row]) ** 2
        total += np.sqrt(square)
    return total / joints


@_compiled
def _centred(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    result, sizes = points.copy(), np.zeros(len(points))
    for frame in range(len(points)):
        for axis in range(3):
            mean = points[frame, :, axis].mean()
            for joint in range(points.shape[1]):
                result[frame, joint, axis] -= mean
                sizes[frame] += result[frame, joint, axis] ** 2
    return result, sizes


@_compiled
def _pair_distances(moving: np.ndarray, target: np.ndarray) -> np.ndarray:
    first, first_sizes = _centred(moving)
    second, second_sizes = _centred(target)
    result = np.empty((len(target), len(moving)))
    for row in range(len(target)):
        for column in range(len(moving)):
            sizes = (first_sizes[column], second_sizes[row])
            result[row, column] = _aligned_distance(first[column], second[row], sizes)
    return result


@_compiled
def _frame_distances(moving: np.ndarray, target: np.ndarray) -> np.ndarray:
    first, first_sizes = _centred(moving)
    second, second_sizes = _centred(target)
    result = np.empty(len(target))
    for frame in range(len(target)):
        result[frame] = _aligned_distance(first[frame], second[frame], (first_sizes[frame], second_sizes[frame]))
    return result


def procrustes_pair_distances(moving: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Mean joint distance of every pair of frames after similarity Procrustes of the moving onto the target frame.

    Scale, rotation and translation minimise the sum of squared distances of each pair; the result is the mean of the
    distances, not their root mean square. A moving frame whose joints coincide is put onto the target's centre.

    Args:
        moving: Finite array of shape (S, J, 3).
        target: Finite array of shape (T, J, 3).

    Returns:
        float64 array of shape (T, S), in the unit of `target`.

    Raises:
        InputError: If shapes do not fit or a number is not finite.
    """
    return np.asarray(_pair_distances(*_checked(moving, target)))


def procrustes_distances(moving: np.ndarray, target: np.ndarray) -> np.ndarray:
    """As `procrustes_pair_distances`, of frames at the same place: (T, J, 3) twice to (T,).

    Raises:
        InputError: If shapes differ or a number is not finite.
    """
    first, second = _checked(moving, target)
    if len(first) != len(second):
        raise InputError("moving", f"{len(second)} frames, as the target has", len(first))
    return np.asarray(_frame_distances(first, second))


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
