"""Motion of the signs that a prompt shows, in the times that a model says: what HybridSign alone starts from.

    positions of the prompt ── pace ── frames on the way to each and at it ── times of the shown signs
    entries of the dictionary ── motion decoder ── stretched to those times, blended on the way from one to the next

Nothing of it is generated: a sign is as its entry has it, and a hand between two signs is on its way from the end of
one to the beginning of the other. What is wrong with that, the model has learnt to put right.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from signary.generator.hybridsign.pace import STAY, WAY
from signary.generator.sign_mbart.shown_steps import ShownSteps
from signary.tokenizer import MotionTokenizer

#: Seconds of motion that entries of the dictionary have on both sides of their sign (`retrieval/sign_cutting.py`).
MARGIN = 0.1
#: Of an entry at most so much on each side is margin.
_MOST_MARGIN = 1 / 3
#: Steps that stand before an entry while it is decoded, as its first: a causal decoder begins as if nothing were known.
_BEFORE = 1
#: Entries whose motion is kept.
_KEPT = 2048


class TimedSign(NamedTuple):
    """A shown sign.

    Attributes:
        sign: Its number in the prompt.
        codes: Codes (l, P) of its entry.
        start: Frame at which it begins; need not be whole.
        end: Frame at which it ends, not before `start`.
    """

    sign: int
    codes: np.ndarray
    start: float
    end: float


class TimedSentence(NamedTuple):
    """When the shown signs of a sentence are signed.

    Attributes:
        signs: The signs, in the order of the prompt.
        frames: Frames of the sentence that are signed, at least 1.
        over: Frame at which it is over, if it is signed so far; None: `frames`.
    """

    signs: tuple[TimedSign, ...]
    frames: int
    over: int | None = None

    def up_to(self, frames: int) -> TimedSentence:
        """The same, cut off behind so many frames."""
        return self if self.frames <= frames else self._replace(frames=frames, over=self.over or self.frames)


def timed_sentence(pace: Tensor, shown: ShownSteps | None) -> TimedSentence:
    """Times of the signs of one prompt.

    Args:
        pace: Frames on the way to every position and at it, of shape (S, 2), 0 of padding.
        shown: The steps that the prompt shows, of one row; None of a generator without a pointer.
    """
    reached = pace.double().reshape(-1).cumsum(0).view(-1, 2)
    frames = max(1, round(float(reached[-1, STAY])))
    signs = list[TimedSign]()
    if shown is not None:
        there = shown.there[0]
        at, sign, codes = shown.at[0][there], shown.sign[0][there], shown.codes[0][there].cpu().numpy()
        for number in dict.fromkeys(sign.tolist()):
            own = (sign == number).nonzero()[:, 0].tolist()
            start, end = reached[at[own[0]], WAY], reached[at[own[-1]], STAY]
            signs.append(TimedSign(number, codes[own], float(start), float(end)))
    return TimedSentence(tuple(signs), frames)


class ShownMotion:
    """Motion of shown signs.

    Args:
        tokenizer: Makes motion of the entries' codes.
        rest: The pose (D,) in which sentences begin and end.
    """

    def __init__(self, tokenizer: MotionTokenizer, rest: Tensor) -> None:
        self.tokenizer, self.rest = tokenizer, rest
        config = tokenizer.config
        # Entries are cut where codes begin: on the average half a step more.
        self._margin = (MARGIN * config.fps + (config.stride - 1) / 2) / config.stride
        self._entry = lru_cache(_KEPT)(self._decoded)

    def __call__(self, sentence: TimedSentence) -> Tensor:
        """Frames (T, D) of a sentence."""
        times = torch.arange(sentence.frames, device=self.rest.device) + 0.5
        motion, done = self.rest.expand(sentence.frames, -1), 0.0
        for one in sentence.signs:
            motion = torch.lerp(motion, self._stretched(one, times), _gone(times, done, one.start))
            done = one.end
        return torch.lerp(motion, self.rest.expand_as(motion), _gone(times, done, sentence.over or sentence.frames))

    def _stretched(self, one: TimedSign, times: Tensor) -> Tensor:
        """A sign at these times; before and after it as its entry begins and ends."""
        codes = np.ascontiguousarray(one.codes)
        frames = self._entry(codes.tobytes(), codes.dtype.str, codes.shape)
        last, stride = len(frames) - 1, self.tokenizer.config.stride
        margin = min(self._margin * stride, _MOST_MARGIN * len(frames))
        share = (times - one.start) / max(one.end - one.start, 1.0)
        place = (margin + share * (len(frames) - 2 * margin) - 0.5).clamp(0, last)
        below = place.floor().long()
        return torch.lerp(frames[below], frames[(below + 1).clamp(max=last)], (place - below)[:, None].to(frames))

    @torch.no_grad()
    def _decoded(self, codes: bytes, kind: str, shape: tuple[int, ...]) -> Tensor:
        """Motion (stride · l, D) of an entry."""
        entry = np.frombuffer(codes, kind).reshape(shape)
        steps = torch.from_numpy(np.concatenate([entry[:1]] * _BEFORE + [entry]).astype(np.int64))
        made: Tensor = self.tokenizer.decode(steps[None].to(self.rest.device)).values[0]
        return made[_BEFORE * self.tokenizer.config.stride :].to(self.rest)


def _gone(times: Tensor, start: float, end: float) -> Tensor:
    """How far a hand has gone on its way, 0 to 1, of shape (T, 1): it starts and ends without a jerk."""
    share = ((times - start) / max(end - start, 1.0)).clamp(0, 1)
    return (share.square() * (3 - 2 * share))[:, None]
