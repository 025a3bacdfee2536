"""Codes to motion that goes on: sentence after sentence without a jump, refined where the model can, and rest between.

Streaming and whole texts are signed by the same few lines, so that both give the same motion. What networks are to do
is asked for (`work.py`), so that the motion of many bodies is made side by side.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from signary.generator.hybridsign import HybridSignModel, HybridSignState
from signary.pose.motion_spec import MotionSpec
from signary.pose.skeletons.smplx import SMPLX
from signary.streaming.body_motion import BodyMotion
from signary.streaming.chunks import CHUNK_FRAMES, FLOW_STEPS
from signary.streaming.idle_pose import IdlePose, signers_idle_pose
from signary.streaming.network_work import Move, Refine
from signary.streaming.work import Asking, Pause, Work, alone
from signary.tokenizer import MotionDecoderState, MotionTokenizer


class MotionDecoder(BodyMotion):
    """A body in motion, and what the networks remember of it.

    Args:
        tokenizer: Makes coarse motion of codes.
        refiner: Makes it continuous, *optional*.
        flow_steps: Steps of the refiner's flow.
    """

    def __init__(
        self, tokenizer: MotionTokenizer, refiner: HybridSignModel | None = None, flow_steps: int = FLOW_STEPS
    ) -> None:
        super().__init__(IdlePose(_idle_pose(tokenizer), tokenizer.config.pose_layout, tokenizer.config.fps))
        self.tokenizer, self.refiner, self.flow_steps = tokenizer, refiner, flow_steps
        self._noise = torch.Generator().manual_seed(0)
        self._refining: HybridSignState | None = None
        self._decoding: MotionDecoderState | None = None

    def begin_made(self) -> None:
        """As of `BodyMotion`; what networks make next begins from there, as in training."""
        self._refining = None
        super().begin_made()

    def rest(self, count: int) -> Tensor:
        """As of `BodyMotion`; what networks make next begins from there, as in training."""
        self._refining = None
        return super().rest(count)

    def begin(self, states: Tensor, mask: Tensor) -> None:
        """A sentence of codes begins.

        Args:
            states: What the generator's encoder made of it, of shape (1, S, d).
            mask: 1 where there is a token, of shape (1, S).
        """
        causal = self.tokenizer.config.causal_decoder
        self._decoding = self.tokenizer.start_stream() if causal else None
        self._seam, self._to_idle = None, None
        if self.refiner is None:
            return
        if self._refining is None:
            self._refining = self.refiner.start_stream(states, mask)
        else:
            self._refining = self.refiner.next_sentence(self._refining, states, mask)

    def coarse(self, codes: Tensor) -> Asking[Tensor]:
        """Coarse motion (stride · L, D) of the next codes (L, P) of the sentence.

        The coarse motion of what was shown last and the sentence's first frame may differ; the difference fades over
        the first frames. What a refiner corrects goes on by itself.
        """
        work = Move(self.tokenizer, codes, self._decoding)
        yield work
        self._decoding, frames = work.state, work.frames
        return self._fade_in(frames, self._coarse)

    @property
    def lookahead(self) -> int:
        """Frames of coarse motion beyond those that are shown, as long as the sentence goes on."""
        return 0 if self.refiner is None else self.refiner.config.lookahead

    def show(self, coarse: Tensor, ahead: Tensor) -> Asking[Tensor]:
        """The next frames (n, D), refined if there is a refiner.

        Args:
            coarse: Coarse motion of those frames.
            ahead: Of the `lookahead` frames after them; fewer where the sentence ends.
        """
        if self.refiner is None or self._refining is None:
            yield Pause()
            return self._shown(coarse, coarse)
        work = Refine(self.refiner, self._refining, coarse, ahead, self.flow_steps, self._noise)
        yield work
        self._refining = work.state
        return self._shown(work.frames, coarse)

    def show_whole(self, codes: Tensor, chunk_frames: int = CHUNK_FRAMES) -> Tensor:
        """All frames (stride · L, D) of the sentence that begins, in the chunks of a stream."""
        coarse = alone(self.coarse(codes))
        return torch.cat([alone(self._show_first(rest, chunk_frames)) for rest in _rests(coarse, chunk_frames)])

    def show_as_decided(self, codes: Iterator[Work | Tensor], chunk_frames: int) -> Iterator[Work | Tensor]:
        """Chunks (n, D) of the sentence, each as soon as its codes (P,) are there; the last may be shorter.

        A refiner that looks ahead waits for the codes of so many frames more, or for the end of the codes.

        Args:
            codes: The codes of each step, and the work that they ask for.
            chunk_frames: n.

        Yields:
            Chunks, and work that they ask for.
        """
        waiting: Tensor | None = None
        for step in codes:
            if isinstance(step, Work):
                yield step
                continue
            coarse = yield from self.coarse(step[None])
            waiting = coarse if waiting is None else torch.cat([waiting, coarse])
            while len(waiting) >= chunk_frames + self.lookahead:
                yield (yield from self._show_first(waiting, chunk_frames))
                waiting = waiting[chunk_frames:]
        for rest in () if waiting is None else _rests(waiting, chunk_frames):
            yield (yield from self._show_first(rest, chunk_frames))

    def _show_first(self, waiting: Tensor, count: int) -> Asking[Tensor]:
        """The first frames of those that wait."""
        return self.show(waiting[:count], waiting[count : count + self.lookahead])


def _idle_pose(tokenizer: MotionTokenizer) -> Tensor:
    """The pose (D,) in which a body waits: the rule-based signer's, or the mean pose of another kind of body."""
    spec = tokenizer.config.motion_spec
    if spec.differences(MotionSpec(SMPLX, spec.fps)):
        return tokenizer.mean.float().cpu()
    return signers_idle_pose()


def _rests(waiting: Tensor, chunk_frames: int) -> Iterator[Tensor]:
    """What waits before each chunk of a sentence whose codes are all there."""
    return (waiting[first:] for first in range(0, len(waiting), chunk_frames))
