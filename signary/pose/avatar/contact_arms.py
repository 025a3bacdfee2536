"""Two-bone inverse kinematics of a rig's arms: wrists go to places, hands keep how they are turned in space.

The elbow stays on the side on which the uncorrected arm has it, and bones turn the shortest way from where they were.
"""

from __future__ import annotations

import numpy as np

#: From this share of the stretched arm on a wish is followed less and less, up to the second.
_KNEE, _STRETCHED = 0.955, 0.998
#: How much of the bending direction is added to an elbow's place, which alone says nothing in a straight arm.
_HINT = 0.05


def within_reach(shoulder: np.ndarray, wrist: np.ndarray, lengths: tuple[float, float]) -> np.ndarray:
    """Wrist places that an arm reaches, softly: shapes (T, 3), metres; lengths of upper arm and forearm."""
    line = wrist - shoulder
    distance = np.linalg.norm(line, axis=-1, keepdims=True)
    whole = sum(lengths)
    knee, room = _KNEE * whole, (_STRETCHED - _KNEE) * whole
    far = knee + room * np.tanh(np.maximum(distance - knee, 0.0) / room)
    nearest = abs(lengths[0] - lengths[1]) + 0.05 * whole
    reached = np.maximum(np.where(distance > knee, far, distance), nearest)
    return np.asarray(shoulder + line * reached / np.maximum(distance, 1e-9))


def elbows(
    shoulder: np.ndarray, elbow: np.ndarray, wrist: np.ndarray, bend: np.ndarray, lengths: tuple[float, float]
) -> np.ndarray:
    """Elbow places for wrists within reach, shape (T, 3).

    Args:
        shoulder: Shoulder joints, metres, shape (T, 3).
        elbow: Where the uncorrected arm has its elbow.
        wrist: Where the wrist is to be.
        bend: Direction in which the uncorrected elbow bends, unit length.
        lengths: Upper arm and forearm, metres.
    """
    upper, fore = lengths
    line = wrist - shoulder
    distance = np.linalg.norm(line, axis=-1, keepdims=True)
    line = line / np.maximum(distance, 1e-9)
    along = (upper**2 - fore**2 + distance**2) / (2 * np.maximum(distance, 1e-9))
    aside = np.sqrt(np.maximum(upper**2 - along**2, 0.0))
    pole = elbow - shoulder - _HINT * upper * bend
    pole = pole - line * (pole * line).sum(-1, keepdims=True)
    pole = pole / np.maximum(np.linalg.norm(pole, axis=-1, keepdims=True), 1e-9)
    return np.asarray(shoulder + along * line + aside * pole)


def shortest_turn(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Rotation matrices, shape (T, 3, 3), that lead directions to others, shapes (T, 3), the shortest way."""
    one = before / np.maximum(np.linalg.norm(before, axis=-1, keepdims=True), 1e-12)
    two = after / np.maximum(np.linalg.norm(after, axis=-1, keepdims=True), 1e-12)
    axis, cosine = np.cross(one, two), (one * two).sum(-1)
    skew = np.zeros((len(one), 3, 3))
    skew[:, [2, 0, 1], [1, 2, 0]], skew[:, [1, 2, 0], [2, 0, 1]] = axis, -axis
    return np.asarray(np.eye(3) + skew + skew @ skew / np.maximum(1 + cosine, 1e-6)[:, None, None])
