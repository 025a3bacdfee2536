"""The rule-based signer in times that somebody else decided: real durations of glosses.

The signer signs at its own pace; then its clock is bent, smoothly, so that every sign falls into its span. Where spans
are too close for the transition between them, it takes time from both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache

import numpy as np
import torch
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import gaussian_filter1d

from signary.corpora.synthetic.demo_signs import pseudo_signs
from signary.io.errors import InputError
from signary.pose.rotations import axis_angle_to_quaternion, quaternion_to_axis_angle, slerp
from signary.pose.sequence import PoseSequence
from signary.signer.lexicon import shipped_lexicon
from signary.signer.phonology import Phonology
from signary.signer.score import SignUnit
from signary.signer.signer import SignedMotion, Signer
from signary.signer.style import SignerStyle

#: Frames that are signed for each that is kept.
_FINER = 2
#: Standard deviation, in seconds, over which motion is averaged: whoever signs fast cuts corners. With it, wrists are
#: about as fast as in real PHOENIX14T skeletons.
ROUNDING = 0.04
_BITS = 48

Span = tuple[int, int]


@cache
def forms_of(gloss: str, language: str) -> tuple[Phonology, ...]:
    """Forms of a gloss: the lexicon's, or one that its name decides, the same in every corpus and process.

    Args:
        gloss: Name of a sign.
        language: Id of the sign language.
    """
    lexicon = shipped_lexicon(language)
    if gloss in lexicon.entries:
        return tuple(lexicon.forms(gloss))
    digest = hashlib.sha256(f"{language}:{gloss}".encode()).digest()
    (entry,) = pseudo_signs(1, int.from_bytes(digest, "big") >> (8 * len(digest) - _BITS), language=language)
    assert entry.form is not None
    return (entry.form,)


def sign_in_time(
    glosses: Sequence[str], spans: Sequence[Span], frames: int, language: str, style: SignerStyle, fps: float
) -> PoseSequence:
    """Sign glosses so that each falls into its span.

    Args:
        glosses: At least one.
        spans: First frame of each and the frame after its last: in order, none empty, inside the sentence.
        frames: T.
        language: Id of the sign language.
        style: How it is signed.
        fps: Frames a second.

    Raises:
        InputError: If spans and glosses do not fit together.
    """
    _check(glosses, spans, frames)
    units = [SignUnit(gloss, forms_of(gloss, language)) for gloss in glosses]
    motion = Signer(style, fps * _FINER).sign(units)
    ours, theirs = _anchors(motion, spans, frames, fps)
    times = PchipInterpolator(theirs, ours)(np.arange(frames) / fps)
    return _at(motion.pose, times, fps)


def _check(glosses: Sequence[str], spans: Sequence[Span], frames: int) -> None:
    ends = [0, *(frame for span in spans for frame in span), frames]
    ordered = all(first <= second for first, second in zip(ends, ends[1:], strict=False))
    if not glosses or len(spans) != len(glosses) or not ordered or any(start == end for start, end in spans):
        raise InputError("spans", f"{len(glosses)} spans in order, none empty, in {frames} frames", list(spans))


def _anchors(motion: SignedMotion, spans: Sequence[Span], frames: int, fps: float) -> tuple[np.ndarray, np.ndarray]:
    """Seconds of the signer and the seconds at which they are to be, both rising.

    A transition that has the time it takes lies between its signs. One that has less takes the rest from both of them:
    only its middle has a place.
    """
    ours, theirs = [0.0], [0.0]
    signed = [(0.0, 0.0), *motion.spans, (motion.pose.seconds, motion.pose.seconds)]
    wanted = [(0.0, 0.0), *((start / fps, end / fps) for start, end in spans), (frames / fps, frames / fps)]
    for at in range(1, len(signed)):
        mine, there = (signed[at - 1][1], signed[at][0]), (wanted[at - 1][1], wanted[at][0])
        needed, given = mine[1] - mine[0], there[1] - there[0]
        if given >= needed:
            ours += mine
            theirs += there
        elif at == 1:
            # The recording begins with hands that are up already,
            ours[0] = (needed - given) / 2
        elif at == len(signed) - 1:
            # or ends before they are down.
            ours.append(mine[1] - (needed - given) / 2)
            theirs.append(there[1])
        else:
            ours.append(sum(mine) / 2)
            theirs.append(sum(there) / 2)
    kept = np.flatnonzero(np.diff(theirs, prepend=-1.0) > 0)
    return np.array(ours)[kept], np.array(theirs)[kept]


def _at(pose: PoseSequence, times: np.ndarray, fps: float) -> PoseSequence:
    """Frames at any times, their corners rounded: numbers straight, rotations along the shortest turn."""
    place = np.clip(times * pose.fps, 0, len(pose) - 1)
    low = np.minimum(place.astype(int), max(0, len(pose) - 2))
    part = (place - low)[:, None]
    before, after = (pose.values[at].astype(np.float64) for at in (low, np.minimum(low + 1, len(pose) - 1)))
    sigma = ROUNDING * fps
    values = gaussian_filter1d(before * (1 - part) + after * part, sigma, axis=0, mode="nearest")
    turning = pose.layout.features([joint for joint, kind in enumerate(pose.layout.kinds) if kind == "rotation"])
    sides = [torch.from_numpy(side[:, turning].reshape(len(side), -1, 3)) for side in (before, after)]
    turns = [axis_angle_to_quaternion(side) for side in sides]
    mixed = slerp(turns[0], turns[1], torch.from_numpy(part).expand(turns[0].shape[:-1])).numpy()
    # A quaternion and its negative are one rotation: neighbours must agree before they are averaged.
    signs = np.sign((mixed[1:] * mixed[:-1]).sum(-1, keepdims=True)).cumprod(0)
    mixed[1:] *= np.where(signs == 0, 1, signs)
    rounded = torch.from_numpy(gaussian_filter1d(mixed, sigma, axis=0, mode="nearest"))
    values[:, turning] = quaternion_to_axis_angle(rounded / rounded.norm(dim=-1, keepdim=True)).flatten(-2).numpy()
    return PoseSequence(values.astype(np.float32), pose.layout, fps, None, pose.metadata)
