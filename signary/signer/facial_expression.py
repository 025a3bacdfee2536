"""Non-manuals as motion: head and neck turns, jaw, and the ten expression coefficients of the built-in face."""

from __future__ import annotations

import numpy as np
import torch
from scipy.ndimage import gaussian_filter1d
from torch import Tensor

from signary.pose.skeletons.rest import EXPRESSIONS
from signary.pose.skeletons.smplx import ROTATED
from signary.signer.score import Score
from signary.signer.style import SignerStyle

RAMP, BLINK_EVERY, BLINK_SECONDS = 0.14, 3.1, 0.20
#: Steady head turns in degrees about x (forward), y (to the left), z (to the right shoulder ... left shoulder).
_HEAD = {
    "tilt": (0.0, 0.0, 11.0),
    "tilt_contra": (0.0, 0.0, -11.0),
    "forward": (9.0, 0.0, 0.0),
    "back": (-10.0, 0.0, 0.0),
    "down": (16.0, 0.0, 0.0),
    "up": (-13.0, 0.0, 0.0),
    "turn": (0.0, -24.0, 0.0),
    "turn_contra": (0.0, 24.0, 0.0),
}
_EXPRESSION = {
    ("brows", "raised"): {"brows_raised": 1.0},
    ("brows", "furrowed"): {"brows_furrowed": 1.0},
    ("eyes", "wide"): {"eyes_closed": -0.45, "brows_raised": 0.3},
    ("eyes", "squint"): {"eyes_closed": 0.5},
    ("eyes", "closed"): {"eyes_closed": 1.0},
    ("mouth", "open"): {"lips_parted": 0.6},
    ("mouth", "smile"): {"smile": 1.0},
    ("mouth", "pucker"): {"pucker": 1.0},
    ("mouth", "stretched"): {"stretched": 1.0, "lips_parted": 0.5},
    ("mouth", "down"): {"smile": -0.9},
    ("mouth", "pressed"): {"lips_pressed": 1.0},
    ("mouth", "o"): {"pucker": 0.8, "lips_parted": 0.9},
    ("cheeks", "puffed"): {"cheeks_puffed": 1.0, "lips_pressed": 0.3},
    ("cheeks", "sucked"): {"cheeks_puffed": -0.7, "pucker": 0.6},
}
_JAW = {"open": 14.0, "o": 9.0, "stretched": 4.0, "smile": 1.0}
_EXPRESSION_START = 3 * len(ROTATED)


def _window(times: np.ndarray, start: float, end: float) -> np.ndarray:
    """1 between start and end, with soft ramps before and after."""
    rise = np.clip((times - start) / RAMP + 0.5, 0, 1)
    fall = np.clip((end - times) / RAMP + 0.5, 0, 1)
    level = np.minimum(rise, fall)
    return np.asarray(level * level * (3 - 2 * level))


def face_and_head(parameters: Tensor, score: Score, style: SignerStyle, fps: float) -> None:
    """Write head, neck, jaw and expression of a score into parameters of shape (T, 133), in place."""
    frames = len(parameters)
    times = np.arange(frames) / fps
    head = _idle_head(frames, fps, style.seed)
    expression, jaw, shrug = np.zeros((frames, len(EXPRESSIONS))), np.zeros(frames), np.zeros(frames)
    for start, end, shown in score.nonmanuals:
        level = _window(times, start, end)
        head += _head_turn(shown.head, times, start, end) * level[:, None]
        for articulator in ("brows", "eyes", "mouth", "cheeks"):
            value = getattr(shown, articulator)
            for name, amount in _EXPRESSION.get((articulator, value), {}).items():
                column = EXPRESSIONS.index(name)
                expression[:, column] = _stronger(expression[:, column], amount * level)
        jaw = np.maximum(jaw, _JAW.get(shown.mouth or "", 0.0) * level)
        shrug = np.maximum(shrug, 10.0 * level if shown.shoulders else 0.0)
    blinks = EXPRESSIONS.index("eyes_closed")
    expression[:, blinks] = np.maximum(expression[:, blinks], _blinks(times, style.seed))
    turns = torch.from_numpy(np.radians(head) / 2)
    for joint in ("neck", "head"):
        at = 3 * ROTATED.index(joint)
        parameters[:, at : at + 3] = turns
    at = 3 * ROTATED.index("jaw")
    parameters[:, at] = torch.from_numpy(np.radians(jaw))
    parameters[:, _EXPRESSION_START:] = torch.from_numpy(expression)
    for side, sign in (("left", 1.0), ("right", -1.0)):
        at = 3 * ROTATED.index(f"{side}_collar") + 2
        parameters[:, at] += torch.from_numpy(np.radians(shrug) * sign)


def _stronger(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.where(np.abs(second) > np.abs(first), second, first)


def _head_turn(head: str | None, times: np.ndarray, start: float, end: float) -> np.ndarray:
    turn = np.zeros((len(times), 3))
    if head is None:
        return turn
    seconds = max(end - start, 0.2)
    phase = np.clip((times - start) / seconds, 0, 1)
    if head == "nod":
        turn[:, 0] = 6 - 6 * np.cos(2 * np.pi * max(1, round(seconds * 1.8)) * phase)
    elif head == "shake":
        turn[:, 1] = 15 * np.sin(2 * np.pi * max(1, round(seconds * 2.0)) * phase)
    else:
        turn[:] = _HEAD[head]
    return turn


def _idle_head(frames: int, fps: float, seed: int) -> np.ndarray:
    """The slight sway of a living head: smooth noise of about one degree, shape (T, 3)."""
    rng = np.random.default_rng([seed, 1])
    noise = gaussian_filter1d(rng.normal(size=(frames + int(4 * fps) + 1, 3)), 0.45 * fps, axis=0)[:frames]
    return np.asarray(noise * np.sqrt(0.45 * fps) * np.array([2.0, 1.6, 1.3]))


def _blinks(times: np.ndarray, seed: int) -> np.ndarray:
    rng = np.random.default_rng([seed, 2])
    closed = np.zeros(len(times))
    at = 0.9
    while len(times) and at < times[-1]:
        closed = np.maximum(closed, np.clip(1.4 - 2.8 * np.abs(times - at) / BLINK_SECONDS, 0, 1))
        at += BLINK_EVERY * float(rng.uniform(0.6, 1.5))
    return closed
