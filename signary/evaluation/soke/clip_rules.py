"""Which clips SOKE measures, and which frames of them (`load_data.py`, `dataset_t2m_eval.py`).

1. How2Sign (here: clips in ASL) of 30 s and more are left out, and so are recordings that somebody lists.
2. How2Sign above 24 frames a second is thinned out: of T frames it keeps n = ⌊24 T / fps⌋, frames ⌊i T / n⌋. Other
   data sets keep their clock.
3. Clips of fewer than 4 frames are left out. (The released loader puts the next clip in their place, which then counts
   twice; here it does not.)
4. References below 40 or above 400 frames are indexed anew, at the whole parts of 40 or 400 evenly spaced places; of
   others what is too much for whole tokens of 4 frames is cut off, half of it at each end. What is indexed anew is
   faster or slower than it was.

Hypotheses keep the length that they have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from signary.io.errors import InputError
from signary.pose.sequence import PoseSequence

#: Sign language whose clips are those of How2Sign, and their clock.
THINNED, MOST_FPS = "asl", 24.0
MOST_SECONDS = 30.0
FEWEST = 4
#: Frames of a reference, and of a token.
SHORT, LONG, TOKEN = 40, 400, 4
#: What signatures say of clips to which this was done.
CUT = "soke-clips-40-400"


def obstacle(motion: PoseSequence, language: str | None) -> str | None:
    """Why a reference is left out, in words that are counted; None if it is measured."""
    if language == THINNED and motion.seconds >= MOST_SECONDS:
        return f"{MOST_SECONDS:g} s or more (How2Sign)"
    if len(thinned(motion, language)) < FEWEST:
        return f"fewer than {FEWEST} frames"
    return None


def thinned(motion: PoseSequence, language: str | None) -> PoseSequence:
    """A clip of How2Sign at no more than 24 frames a second; any other as it is."""
    if language != THINNED or motion.fps <= MOST_FPS:
        return motion
    count = int(MOST_FPS * len(motion) / motion.fps)
    places = np.floor(np.arange(count) * (len(motion) / max(count, 1))).astype(int)
    return frames_at(motion, places, MOST_FPS)


def indexed(motion: PoseSequence) -> PoseSequence:
    """A reference of 40 to 400 frames, a multiple of 4.

    Args:
        motion: At least one frame.
    """
    count = len(motion)
    if not SHORT <= count <= LONG:
        wanted = SHORT if count < SHORT else LONG
        return frames_at(motion, np.linspace(0, count - 1, wanted).astype(int), motion.fps)
    whole = count // TOKEN * TOKEN
    start = (count - whole) // 2
    return motion[start : start + whole]


def frames_at(motion: PoseSequence, places: np.ndarray, fps: float) -> PoseSequence:
    """Frames by their numbers, at a clock that is said."""
    confidence = None if motion.confidence is None else motion.confidence[places]
    return replace(motion, values=motion.values[places], confidence=confidence, fps=fps)


def count_reasons(dropped: Mapping[str, str]) -> dict[str, int]:
    """Reason -> how many clips were left out for it.

    Args:
        dropped: Clip -> why.
    """
    reasons = list(dropped.values())
    return {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)}


def require_clips(clips: int, dropped: Mapping[str, str]) -> None:
    """Refuse a corpus of which nothing is left.

    Raises:
        InputError: If no clip is left; says why.
    """
    if not clips:
        said = "; ".join(f"{count}: {reason}" for reason, count in count_reasons(dropped).items())
        raise InputError("corpus", "at least one clip to measure", said or "none")
