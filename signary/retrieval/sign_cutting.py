"""Where in a recording a sign is: between the rests before and after it; of a letter where its hand holds still."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from signary.pose.kinematics import forward_kinematics
from signary.pose.layout import PoseLayout
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.hands import FINGERS

#: A wrist is raised when it is less than this far below the shoulders, in shoulder widths (hanging hands: 1.1 to 1.6,
#: hands before the body: 0.5 to 0.8).
RAISED = 0.9
#: A wrist moves when it is faster than this, in shoulder widths a second.
MOVING = 0.5
#: Seconds kept before and after the sign.
MARGIN = 0.08
#: Seconds that are kept on both sides of a sign whose times are known.
SPAN_MARGIN = 0.1
#: Seconds of a letter's hold that are kept: as long as letters take in a spelled word, and not as in a recording of the
#: letter alone.
LETTER_SECONDS = 0.48
#: The hand's ways up and down are over where wrist and tips of the fingers are slower than this, in shoulder widths a
#: second; slower than the other it only trembles.
STILL, TREMBLING = 1.0, 0.4
#: A letter is drawn and not held when the hand goes this far between its ways up and down, in shoulder widths (holds:
#: up to 0.3; a J or Z: 0.5 to 2.5).
DRAWN = 0.42
_SIDES = ("left", "right")


class _Wrists(NamedTuple):
    """Of both wrists, left and right: heights over the shoulders and speeds, (T, 2), in shoulder widths (a second)."""

    height: np.ndarray
    speed: np.ndarray
    width: float


def hands_seen(pose: PoseSequence) -> float:
    """Share of the frames in which at least half of the joints of one hand (of a layout without: of all) are there."""
    layout = pose.layout
    hands = [list(found) for part in ("left_hand", "right_hand") if (found := layout.parts.get(part))]
    hands = hands or [list(range(len(layout.joints)))]
    if not len(pose):
        return 0.0
    seen = [(pose.certainty[:, hand] > 0).mean(1) >= 0.5 for hand in hands]
    return float(np.logical_or.reduce(seen).mean())


def cut_out(pose: PoseSequence) -> PoseSequence:
    """The sign without the motion before and after it, as `sign_span` finds it.

    Args:
        pose: A recording, `smplx` or keypoints.
    """
    first, stop = sign_span(pose)
    return pose[first:stop]


def known_span(pose: PoseSequence, span: tuple[float, float]) -> tuple[int, int]:
    """First frame of a sign whose times are known, in seconds, and the one behind its last; with a margin."""
    start, end = (time * pose.fps for time in span)
    margin = SPAN_MARGIN * pose.fps
    return max(0, int(start - margin)), min(len(pose), int(np.ceil(end + margin)))


def sign_span(pose: PoseSequence) -> tuple[int, int]:
    """First frame of a sign and the one behind its last: clips of a dictionary start and end at rest.

    Kept is what lies between the first and the last frame with a raised wrist (less than `RAISED` shoulder widths below
    the middle of the shoulders); if no wrist is ever raised, between the first and the last frame with a moving one
    (faster than `MOVING` shoulder widths a second); and `MARGIN` seconds on both sides. A sign of hands that neither
    rise nor move is no frame long. A layout without shoulders and wrists is left as it is.

    Args:
        pose: A recording, `smplx` or keypoints.
    """
    joints = _joints(pose)
    if (wrists := _wrists(joints)) is None:
        return 0, len(pose)
    active = (wrists.height > -RAISED).any(1)  # NaN is not raised
    if not active.any():
        active = (wrists.speed > MOVING).any(1)
    frames = np.flatnonzero(active)
    if not len(frames):
        return 0, 0
    margin = round(MARGIN * pose.fps)
    return max(0, int(frames[0]) - margin), min(len(pose), int(frames[-1]) + 1 + margin)


def signing_hand(pose: PoseSequence) -> str | None:
    """The hand that signs alone, `left` or `right`; None where both do, or nobody can tell.

    A hand signs where it is raised in at least half as many frames as the other.

    Args:
        pose: A recording, `smplx` or keypoints.
    """
    if (wrists := _wrists(_joints(pose))) is None:
        return None
    raised = (wrists.height > -RAISED).sum(0)
    if not raised.any() or raised.min() >= raised.max() / 2:
        return None
    return _SIDES[int(raised.argmax())]


def letter_span(pose: PoseSequence) -> tuple[int, int]:
    """First frame of a letter's hold and the one behind its last.

    A recording of a letter alone shows it for seconds, with the hand's way there and back; in a spelled word it is held
    for an instant. Kept are the `LETTER_SECONDS` in which wrist and fingers move least while the hand is up. A letter
    that is drawn (the hand goes further than `DRAWN` between its ways up and down) is kept whole.

    Args:
        pose: A recording, `smplx` or keypoints.
    """
    first, stop = sign_span(pose)
    joints = _joints(pose)
    wrists, frames = _wrists(joints), round(LETTER_SECONDS * pose.fps)
    if wrists is None or stop - first <= frames:
        return first, stop
    side = int(np.nanargmax((wrists.height[first:stop] > -RAISED).sum(0)))
    places = _hand_places(joints, _SIDES[side])[first:stop] / wrists.width
    speed = _speed(places, pose.fps)
    begin, end = _without_ways(speed)
    moving = np.nan_to_num(speed[begin:end])
    if moving[moving > TREMBLING].sum() / pose.fps > DRAWN and end - begin > frames:
        return first + begin, first + end
    sums = np.convolve(np.nan_to_num(speed, nan=1e3), np.ones(frames), "valid")
    at = first + int(sums.argmin())
    return at, at + frames


def is_held(part: PoseSequence) -> bool:
    """Whether the span of a letter, as `letter_span` finds it, is a hold and not drawn."""
    return len(part) <= round(LETTER_SECONDS * part.fps)


def _without_ways(speed: np.ndarray) -> tuple[int, int]:
    """The frames between the hand's way up and its way down: from the first time that it slows down to the last."""
    slower = np.concatenate([[False], (speed[1:-1] <= speed[:-2]) & (speed[1:-1] <= speed[2:]), [False]])
    slow = np.flatnonzero(slower | (speed < STILL))
    return (int(slow[0]), int(slow[-1]) + 1) if len(slow) else (0, len(speed))


def _joints(pose: PoseSequence) -> PoseSequence:
    return forward_kinematics(pose) if pose.layout.name == "smplx" else pose


def _wrists(joints: PoseSequence) -> _Wrists | None:
    """How both wrists move; None of a layout without shoulders and wrists, or where these are missing."""
    names = [f"{side}_{joint}" for joint in ("shoulder", "wrist") for side in _SIDES]
    if not joints.layout.is_keypoints or not _has(joints.layout, names) or not len(joints):
        return None
    places = joints.joints[:, [joints.layout.index(name) for name in names]].astype(np.float64)  # (T, 4, C)
    directions = [channel.direction for channel in joints.layout.channels]
    widths = np.linalg.norm(places[:, 0] - places[:, 1], axis=-1)
    if not np.isfinite(widths).any() or not (width := float(np.nanmedian(widths))) > 0:
        return None
    up = 1.0 if "up" in directions else -1.0
    vertical = directions.index("up" if "up" in directions else "down")
    shoulders = np.nanmedian(places[:, :2, vertical])
    height = up * (places[:, 2:, vertical] - shoulders) / width
    speed = np.linalg.norm(np.diff(places[:, 2:], axis=0, prepend=places[:1, 2:]), axis=-1) * joints.fps / width
    return _Wrists(height, speed, width)


def _hand_places(joints: PoseSequence, side: str) -> np.ndarray:
    """Wrist and tips of the fingers that a layout has, (T, n, C)."""
    names = [f"{side}_wrist", *(f"{side}_{finger}_tip" for finger in FINGERS)]
    known = [joints.layout.index(name) for name in names if _has(joints.layout, [name])]
    return np.asarray(joints.joints[:, known].astype(np.float64))


def _speed(places: np.ndarray, fps: float) -> np.ndarray:
    """Mean speed of some points (T, n, C) at every frame, from the frame before to the one behind."""
    ahead = np.linalg.norm(np.diff(places, axis=0), axis=-1) * fps  # (T - 1, n)
    seen = np.isfinite(ahead)
    mean = np.where(seen, ahead, 0.0).sum(1) / np.maximum(seen.sum(1), 1)
    mean = np.where(seen.any(1), mean, np.nan)
    return np.asarray((np.concatenate([mean[:1], mean]) + np.concatenate([mean, mean[-1:]])) / 2)


def _has(layout: PoseLayout, names: Sequence[str]) -> bool:
    known = {*layout.joints, *layout.aliases.values()}
    return known.issuperset(names)
