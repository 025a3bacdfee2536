"""Codes to motion that goes on: sentence after sentence without a jump, refined where the model can, and rest between.

Streaming and whole texts are signed by the same few lines, so that both give the same motion. What networks are to do
is asked for (`work.py`), so that the motion of many bodies is made side by side.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

import torch
from torch import Tensor

from signary.generator.hybridsign import HybridSignModel, HybridSignState
from signary.pose.motion_spec import MotionSpec
from signary.pose.skeletons.smplx import SMPLX
from signary.streaming.body_motion import BodyMotion
from signary.streaming.chunks import CHUNK_FRAMES
from signary.streaming.idle_pose import IdlePose, signers_idle_pose
from signary.streaming.network_work import Move, Refine
from signary.streaming.work import Asking, Pause, Work, alone
from signary.tokenizer import MotionDecoderState, MotionTokenizer


class MotionDecoder(BodyMotion):
    """A body in motion, and what the networks remember of it.

    Args:
        tokenizer: Makes coarse motion of codes.
        refiner: Makes it continuous, *optional*.
        flow_steps: Steps of the refiner's flow, *optional*, defaults to those of its configuration.
    """

    def __init__(
        self, tokenizer: MotionTokenizer, refiner: HybridSignModel | None = None, flow_steps: int | None = None
    ) -> None:
        super().__init__(IdlePose(_idle_pose(tokenizer), tokenizer.config.pose_layout, tokenizer.config.fps))
        self.tokenizer, self.refiner = tokenizer, refiner
        self._flow_steps = refiner.config.flow_steps if refiner is not None and flow_steps is None else flow_steps
        self._noise = torch.Generator().manual_seed(0)
        self._refining: HybridSignState | None = None
        self._decoding: MotionDecoderState | None = None
        #: The last frame (D,) as it was made: after a hold motion goes on from there.
        self._made: Tensor | None = None

    def begin_made(self) -> None:
        """As of `BodyMotion`; what networks make next begins from there, as in training."""
        self._refining = None
        super().begin_made()

    def rest(self, count: int) -> Tensor:
        """As of `BodyMotion`; what networks make next begins from there, as in training."""
        self._refining = None
        return super().rest(count)

    def begin(self, states: Tensor, mask: Tensor, signer: int | None = None) -> None:
        """A sentence of codes begins.

        Args:
            states: What the generator's encoder made of it, of shape (1, S, d).
            mask: 1 where there is a token, of shape (1, S).
            signer: Number of the signer, for a refiner that knows signers; who began a motion signs it to its end.
        """
        causal = self.tokenizer.config.causal_decoder
        self._decoding = self.tokenizer.start_stream() if causal else None
        self._seam, self._to_idle = None, None
        if self.refiner is None:
            return
        if self._refining is None:
            who = None if signer is None or not self.refiner.config.num_signers else torch.tensor([signer])
            self._refining = self.refiner.start_stream(states, mask, None if who is None else who.to(states.device))
        else:
            self._refining = self.refiner.next_sentence(self._refining, states, mask)

    def read_anew(self, states: Tensor, mask: Tensor) -> None:
        """More words of the sentence have come; arguments as for `begin`."""
        if self.refiner is not None and self._refining is not None:
            self._refining = self.refiner.read_anew(self._refining, states, mask)

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
            return self._shown(self._go_on(coarse), coarse)
        work = Refine(self.refiner, self._refining, coarse, ahead, self._flow_steps, self._noise)
        yield work
        self._refining = work.state
        return self._shown(self._go_on(work.frames), coarse)

    def _go_on(self, frames: Tensor) -> Tensor:
        """The next frames (n, D) as they are shown: after a hold they go on from there."""
        before, self._made = self._made, frames[-1].float().cpu()
        return self._from_hold(frames, before)

    def show_whole(self, codes: Tensor, chunk_frames: int = CHUNK_FRAMES) -> Tensor:
        """All frames (stride · L, D) of the sentence that begins, in the chunks of a stream."""
        coarse = alone(self.coarse(codes))
        return torch.cat([alone(self._show_first(rest, chunk_frames)) for rest in rests(coarse, chunk_frames)])

    def show_as_decided(self, codes: Iterator[Work | Tensor], chunk_frames: int) -> Iterator[Work | Tensor]:
        """Chunks (n, D) of the sentence, each as soon as its codes (P,) are there; the last may be shorter.

        A refiner that looks ahead waits for the codes of so many frames more, or for the end of the codes.

        Args:
            codes: The codes of each step, and the work that they ask for.
            chunk_frames: n.

        Yields:
            Chunks, and work that they ask for.
        """
        waiting = yield from self.show_ready(codes, chunk_frames)
        yield from self.show_rest(waiting, chunk_frames)

    def show_ready(
        self, codes: Iterator[Work | Tensor], chunk_frames: int, waiting: Tensor | None = None
    ) -> Generator[Work | Tensor, None, Tensor | None]:
        """Whole chunks (n, D) of codes that are decided; arguments and what it yields as for `show_as_decided`.

        Args:
            codes: The codes of each step.
            chunk_frames: n.
            waiting: Coarse motion (m, D) before them that has not been shown.

        Returns:
            The coarse motion that waits for what follows; None if there is none.
        """
        for step in codes:
            if isinstance(step, Work):
                yield step
                continue
            coarse = yield from self.coarse(step[None])
            waiting = coarse if waiting is None else torch.cat([waiting, coarse])
            while len(waiting) >= chunk_frames + self.lookahead:
                yield (yield from self._show_first(waiting, chunk_frames))
                waiting = waiting[chunk_frames:]
        return waiting

    def show_rest(self, waiting: Tensor | None, chunk_frames: int) -> Iterator[Work | Tensor]:
        """The chunks (n, D) of coarse motion (m, D) that nothing follows, at least for now."""
        for rest in () if waiting is None else rests(waiting, chunk_frames):
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


def rests(waiting: Tensor, chunk_frames: int) -> Iterator[Tensor]:
    """What waits before each chunk of a sentence whose codes are all there."""
    return (waiting[first:] for first in range(0, len(waiting), chunk_frames))
