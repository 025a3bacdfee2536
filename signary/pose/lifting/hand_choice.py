"""Which of the guesses of a hand each frame takes: wrists that bend, hands that do not jump, shapes that stay."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from signary.pose.lifting.arm_solver import wrist_angles
from signary.pose.lifting.best_path import best_path
from signary.pose.lifting.hand_search import HandGuesses

Floats = NDArray[np.float64]

#: How much of the misfit counts: the points of a hand are not wrong independently of each other.
_MISFIT = 0.35
#: Radians of forearm turn and wrist bends at which an arm is strained; of a hand's turn from frame to frame.
_STRAIN, _TURN = np.radians([80.0, 26.0, 55.0]), np.radians(22.0)
_OTHER_SHAPE = 1.5
#: Guesses further turned than this from the chosen one say nothing about its shape.
_ALIKE = np.cos(np.radians(40.0))


def choose(
    guesses: HandGuesses, shoulder: Floats, flexion: Floats, frames: NDArray[np.int64], fps: float
) -> tuple[Floats, Floats]:
    """The hand's frame (T, 3, 3), and how likely each of the K guesses is beside the chosen one, shape (T, K).

    Args:
        guesses: Of the frames that show the hand.
        shoulder: Frames of the upper arm in them, shape (T, 3, 3).
        flexion: Of the elbow, radians, shape (T,).
        frames: Their numbers in the clip.
        fps: Frames a second.
    """
    count, keep = guesses.shapes.shape
    bends = wrist_angles(
        np.broadcast_to(shoulder[:, None], (count, keep, 3, 3)),
        np.broadcast_to(flexion[:, None], (count, keep)),
        guesses.turns,
    )
    misfit = _MISFIT * (guesses.misfit - guesses.misfit.min(1, keepdims=True))
    # A forearm that is nearly stretched has no sure hinge: how far it is turned then means little.
    sure = np.clip(np.abs(flexion) / 0.5, 0.25, 1.0)[:, None]
    strain = bends / _STRAIN
    unary = misfit + sure * np.minimum(strain[..., 0] ** 4, 12.0) + strain[..., 1] ** 2 + strain[..., 2] ** 2
    gap = np.maximum(np.diff(frames), 1)[:, None, None] * 25.0 / fps
    flat = guesses.turns.reshape(count, keep, 9)
    cosine = np.clip((flat[:-1] @ np.swapaxes(flat[1:], 1, 2) - 1) / 2, -1.0, 1.0)
    changed = guesses.shapes[:-1, :, None] != guesses.shapes[1:, None]
    path = best_path(unary, (np.arccos(cosine) / _TURN) ** 2 / gap**2 * 0.5 + _OTHER_SHAPE * changed / gap)
    rows = np.arange(count)
    chosen = guesses.turns[rows, path]
    alike = (flat @ chosen.reshape(count, 9, 1))[..., 0] > 1 + 2 * _ALIKE
    likely = np.where(alike, np.exp(-0.5 * (misfit - misfit[rows, path][:, None])), 0.0)
    return chosen, likely / likely.sum(1, keepdims=True)
