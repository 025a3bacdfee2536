"""Gauss–Newton over all frames of a clip at once: what ties neighbouring frames together is solved exactly.

Each frame has N unknowns; the terms in time are differences of the first and second order of each unknown by itself,
so that the normal equations are a band that is 2 N wide, and a step costs as much as some forward kinematics.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solveh_banded

Floats = NDArray[np.float64]


def time_terms(velocity: Floats, speed: Floats, jerk: Floats) -> Floats:
    """Gradient (T, N) of ½ Σ speed·v² + ½ Σ jerk·(Δv)², where v (T − 1, N) is what changes from frame to frame."""
    count, width = len(velocity) + 1, velocity.shape[1]
    force = speed * velocity
    if count > 2:
        bend = jerk * np.diff(velocity, axis=0)
        force[1:] += bend
        force[:-1] -= bend
    gradient = np.zeros((count, width))
    gradient[1:] += force
    gradient[:-1] -= force
    return gradient


def solve_step(hessian: Floats, gradient: Floats, speed: Floats, jerk: Floats) -> Floats:
    """The step (T, N) that minimises the quadratic model: blocks (T, N, N) of frames, and the terms in time.

    Args:
        hessian: Symmetric, of what frames say by themselves, positive definite.
        gradient: Of everything, shape (T, N).
        speed: Weights of squared first differences, shape (N,).
        jerk: Weights of squared second differences, shape (N,).
    """
    count, width, _ = hessian.shape
    band = np.zeros((2 * width + 1, count, width))
    for below in range(width):
        band[below, :, : width - below] = hessian[:, np.arange(below, width), np.arange(width - below)]
    if count > 1:
        band[0] += speed * _diagonal(count, (1.0, 2.0))[:, None]
        band[width, :-1] -= speed
    if count > 2:
        band[0] += jerk * _diagonal(count, (1.0, 5.0, 6.0))[:, None]
        beside = np.full(count - 1, -4.0)
        beside[[0, -1]] += 2.0
        band[width, :-1] += jerk * beside[:, None]
        band[2 * width, :-2] += jerk
    step = solveh_banded(band.reshape(2 * width + 1, -1), -gradient.ravel(), lower=True, check_finite=False)
    return np.asarray(step.reshape(count, width))


def _diagonal(count: int, edge: tuple[float, ...]) -> Floats:
    """Diagonal of DᵀD of differences of order len(edge) − 1."""
    order = len(edge) - 1
    weights = np.array({1: [1.0, 1.0], 2: [1.0, 4.0, 1.0]}[order])
    found = np.zeros(count)
    for at, weight in enumerate(weights):
        found[at : count - order + at] += weight
    return found
