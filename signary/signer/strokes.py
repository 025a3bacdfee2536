"""Movements as curves: where the hand is, how far its change has come and how it turns, over a stroke's own time 0 … 1.

Displacements are in metres and `(out, up, forward)` of the moving hand. Single strokes follow the minimum-jerk profile
of reaching movements (Flash and Hogan, 1985); circles and shakes run evenly with soft ends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from signary.signer.orientations import DIRECTIONS, direction
from signary.signer.phonology import Movement

#: Movements in which the hand turns about its wrist rather than about the contact point.
WRIST_MOVES = ("twist", "nod", "sway")
_PLANES = {"frontal": ("up", "out"), "horizontal": ("forward", "out"), "sagittal": ("up", "forward")}
_EASE = 0.2


def minimum_jerk(time: np.ndarray) -> np.ndarray:
    """Progress 0 … 1 with the least jerk over time 0 … 1."""
    progress: np.ndarray = time**3 * (10 - 15 * time + 6 * time**2)
    return progress


def even(time: np.ndarray) -> np.ndarray:
    """Progress 0 … 1 at constant speed with quadratic ramps at both ends."""
    top = 1 / (1 - _EASE)
    start = top * time**2 / (2 * _EASE)
    middle = top * (time - _EASE / 2)
    end = 1 - top * (1 - time) ** 2 / (2 * _EASE)
    return np.where(time < _EASE, start, np.where(time > 1 - _EASE, end, middle))


def to_and_fro(time: np.ndarray, repeat: int) -> np.ndarray:
    """Progress of `repeat` strokes with the ways back between them: 0 → 1 → 0 → … → 1."""
    pieces = 2 * repeat - 1
    piece = np.minimum(np.floor(time * pieces), pieces - 1)
    progress = minimum_jerk(time * pieces - piece)
    return np.where(piece % 2 == 0, progress, 1 - progress)


@dataclass(frozen=True)
class StrokeCurve:
    """A movement sampled at n times.

    Attributes:
        place: Displacement from the start point, metres, shape (n, 3).
        change: How far handshape and orientation have changed, shape (n,).
        turn: Turn of the hand about its own axes (fingers, back, thumb side), radians, shape (n, 3).
        fingers: Added finger angles in degrees, shape (n, 21).
    """

    place: np.ndarray
    change: np.ndarray
    turn: np.ndarray
    fingers: np.ndarray


def stroke_curve(
    move: Movement, time: np.ndarray, seconds: float, space: float = 1.0, opposed: bool = False
) -> StrokeCurve:
    """Sample a movement (all kinds but `to` and `hold`, which need other hands' places).

    Args:
        move: The movement.
        time: Times 0 … 1, shape (n,).
        seconds: Duration of the whole stroke (wiggling has a rate of its own).
        space: Size factor.
        opposed: The second hand of an alternating sign: half a period apart.
    """
    count = len(time)
    change = to_and_fro(time, move.repeat) if move.kind in ("straight", "arc", "tap", "change") else minimum_jerk(time)
    sign = -1.0 if opposed else 1.0
    place = _place(move, time, opposed) * space
    turn = np.zeros((count, 3))
    if move.kind in WRIST_MOVES:
        turn[:, WRIST_MOVES.index(move.kind) if move.kind == "twist" else (2 if move.kind == "nod" else 1)] = (
            sign * _turn(move, time)
        )
    fingers = np.zeros((count, 21))
    if move.kind == "wiggle" or move.wiggle:
        fingers += _wiggle(time * seconds, sign) * np.minimum(1, np.minimum(time, 1 - time) / 0.1)[:, None]
    if move.kind == "rub":
        fingers += _rub(time, move.repeat)
    return StrokeCurve(place, change, turn, fingers)


def _place(move: Movement, time: np.ndarray, opposed: bool) -> np.ndarray:
    size = move.size / 100
    if move.kind == "path":
        return _along_points(np.array(move.points) / 100, minimum_jerk(time))
    if move.kind in ("circle", "spiral"):
        return _circle(move, time, opposed)
    if move.direction is None:
        return np.zeros((len(time), 3))
    toward = direction(move.direction)
    if move.kind == "shake":
        return np.outer(_oscillation(time, move.repeat) * (size / 2) * (-1 if opposed else 1), toward)
    if move.kind == "zigzag":
        side = direction("out") if abs(toward[1]) > 0.6 else direction("up")
        swing = _oscillation(time, move.repeat / 2) * max(0.03, size / (2 * move.repeat))
        return np.outer(minimum_jerk(time) * size, toward) + np.outer(swing, side)
    progress = to_and_fro(time, move.repeat)
    if opposed:
        progress = 1 - progress
    if move.kind == "tap":
        return np.outer((progress - 1) * size, toward)
    place = np.outer(progress * size, toward)
    if move.kind == "arc" and move.bulge:
        place += np.outer(np.sin(np.pi * progress) * 0.4 * size, direction(move.bulge))
    return place


def _oscillation(time: np.ndarray, cycles: float) -> np.ndarray:
    soft = np.minimum(1, np.minimum(time, 1 - time) / 0.12)
    return np.asarray(np.sin(2 * np.pi * cycles * time) * soft)


def _circle(move: Movement, time: np.ndarray, opposed: bool) -> np.ndarray:
    start, first = (np.array(DIRECTIONS[name]) for name in _PLANES[move.plane or "frontal"])
    angle = 2 * np.pi * move.repeat * even(time) * (-1 if move.reverse else 1) + (np.pi if opposed else 0.0)
    place = (move.size / 100) * (np.outer(np.cos(angle) - 1, start) + np.outer(np.sin(angle), first))
    if move.kind == "spiral" and move.direction:
        place += np.outer(even(time) * move.travel / 100, direction(move.direction))
    return place


def _along_points(points: np.ndarray, progress: np.ndarray) -> np.ndarray:
    """A smooth curve from the start through all points, at a speed even along its length."""
    knots = np.concatenate([np.zeros((1, 3)), points])
    lengths = np.linalg.norm(np.diff(knots, axis=0), axis=1)
    at = np.concatenate([[0.0], np.cumsum(np.maximum(lengths, 1e-4))])
    if len(knots) == 2:
        return np.outer(progress, knots[1])
    curve: np.ndarray = CubicSpline(at, knots, bc_type="natural")(progress * at[-1])
    return curve


def _turn(move: Movement, time: np.ndarray) -> np.ndarray:
    # About the hand's own axes palm-up, palmward and sideways turns are all negative (left hand of the rest body).
    if move.kind == "sway" or (move.kind == "twist" and move.repeat > 1):
        progress = 0.5 * _oscillation(time, move.repeat)
    elif move.repeat == 1:
        progress = minimum_jerk(time)
    else:
        progress = 0.5 * (1 - np.cos(2 * np.pi * move.repeat * even(time)))
    return np.asarray(-np.radians(move.angle) * progress)


def _wiggle(seconds: np.ndarray, sign: float) -> np.ndarray:
    fingers = np.zeros((len(seconds), 21))
    for finger in range(4):
        wave = np.sin(2 * np.pi * 2.8 * seconds * sign - 1.1 * finger)
        fingers[:, 4 * finger] = 14 * wave + 8
        fingers[:, 4 * finger + 1] = 10 * wave + 6
    return fingers


def _rub(time: np.ndarray, repeat: int) -> np.ndarray:
    wave = np.sin(2 * np.pi * repeat * time)
    fingers = np.zeros((len(time), 21))
    fingers[:, 17], fingers[:, 19] = 9 * wave, -8 * wave
    fingers[:, 0], fingers[:, 4] = -7 * wave, -5 * wave
    return fingers


def stroke_seconds(move: Movement, space: float = 1.0) -> float:
    """Natural duration of a movement at tempo 1, in seconds."""
    length = move.size / 100 * space
    pieces = 2 * move.repeat - 1
    if move.kind in ("straight", "arc"):
        return reach_seconds(length) * (1.0 if move.repeat == 1 else 0.78 * pieces)
    if move.kind == "path":
        knots = np.concatenate([np.zeros((1, 3)), np.array(move.points) / 100])
        return 0.1 + reach_seconds(float(np.linalg.norm(np.diff(knots, axis=0), axis=1).sum()) * space)
    if move.kind in ("circle", "spiral"):
        return 0.10 + (0.16 + 1.0 * float(np.sqrt(length))) * move.repeat
    if move.kind == "zigzag":
        return reach_seconds(length) + 0.08 * move.repeat
    if move.kind == "tap":
        return 0.14 * pieces
    if move.kind == "shake":
        return 0.17 * move.repeat + 0.06
    if move.kind in WRIST_MOVES or move.kind == "change":
        return 0.26 if move.repeat == 1 else 0.23 * move.repeat + 0.05
    return 0.21 * move.repeat + 0.1


def reach_seconds(length: float, turn: float = 0.0) -> float:
    """Duration of one reaching movement over `length` metres and a turn in radians, at tempo 1."""
    return 0.12 + 0.46 * float(np.sqrt(length)) + 0.04 * turn
