"""Motion in chunks, each made by a few steps of the flow and then remembered as clean frames.

A chunk costs its flow steps and one more run, which writes the finished frames into the cache: only clean frames are
ever in it. Chunks may differ in size from call to call. State is explicit and never changes: every call returns a new
one, and an old one can be gone on from twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import torch

from signary.generator.hybridsign.coarse_context import CoarseFrames, checked_ahead, next_coarse_with_context
from signary.generator.hybridsign.configuration_hybridsign import HybridSignConfig
from signary.generator.hybridsign.flow import flow_times, follow
from signary.generator.hybridsign.frame_plan import FramePlan
from signary.generator.hybridsign.inputs import checked_coarse, checked_signer, checked_text
from signary.generator.hybridsign.network import HybridSignNetwork
from signary.generator.hybridsign.runs import Caches, Condition, FrameInputs, FramePlaces, SameOfSteps, Velocities
from signary.io.errors import InputError
from signary.nn.positions import PERIOD

CHUNK_FRAMES = 4
STEPS = 4


class GeneratedFrames(NamedTuple):
    """Motion that was made.

    Attributes:
        values: Features of shape (B, T, D), no joint missing.
        confidence: What a detector would say of each joint, shape (B, T, J), 0 to 1.
    """

    values: torch.Tensor
    confidence: torch.Tensor


@dataclass(frozen=True)
class HybridSignState:
    """Where a stream of motion stands.

    Attributes:
        batch_size: B of the stream.
        condition: The sentence that is being signed, and who signs.
        signer: Ids of the signers, shape (B,), or None.
        frame: Frames made so far.
        sentence_frame: Frames made so far of this sentence.
        caches: What the last frames left, one a layer; None at the start.
        before: The last frame, coarse and as it was made, standardised, shape (B, 2, D), of a model that refines; None
            at the start.
        coarse_past: Coarse motion of the last `lookahead` frames as it came, standardised, shape (B, lookahead, D), of
            a model that looks ahead; None at the start.
    """

    batch_size: int
    condition: Condition
    signer: torch.Tensor | None
    frame: int = 0
    sentence_frame: int = 0
    caches: Caches | None = None
    before: torch.Tensor | None = None
    coarse_past: torch.Tensor | None = None

    @property
    def starts(self) -> Sequence[tuple[int, int]]:
        """`frame` and `sentence_frame` of every row, or those of all rows at once."""
        return ((self.frame, self.sentence_frame),)

    def beginning(self, coarse: CoarseFrames | None) -> Self:
        """The state before a chunk with this coarse motion, where something is missing that the chunk says."""
        return self


class HybridSignGenerationMixin:
    """Streaming of `HybridSignModel`."""

    config: HybridSignConfig
    network: HybridSignNetwork
    mean: torch.Tensor
    std: torch.Tensor

    @torch.no_grad()
    def start_stream(
        self, text_states: torch.Tensor, text_mask: torch.Tensor | None = None, signer: torch.Tensor | None = None
    ) -> HybridSignState:
        """The state before the first frame.

        Args:
            text_states: What an encoder makes of the sentence, shape (B, S, text_size). S may be 0: nothing to say.
            text_mask: Which of them count, booleans (or 0 and 1) of shape (B, S). Default: all.
            signer: Ids of signers, shape (B,). Default: no signer in particular.

        Raises:
            InputError: If shapes do not fit, states that count are not finite, or there is no such signer.
        """
        return self.first_state(text_states, text_mask, signer)

    def first_state(
        self, text_states: torch.Tensor, text_mask: torch.Tensor | None, signer: torch.Tensor | None
    ) -> HybridSignState:
        """As `start_stream`, with a gradient to the text."""
        signer = checked_signer(signer, len(text_states), self.config)
        return HybridSignState(len(text_states), self._read(text_states, text_mask, signer), signer)

    @torch.no_grad()
    def next_sentence(
        self, state: HybridSignState, text_states: torch.Tensor, text_mask: torch.Tensor | None = None
    ) -> HybridSignState:
        """Go on with another sentence: frames already made stay the past of those to come.

        Arguments and errors as for `start_stream`; B is that of the stream.
        """
        if len(text_states) != state.batch_size:
            raise InputError("text_states", f"{state.batch_size} rows, the stream's", len(text_states))
        return replace(state, condition=self._read(text_states, text_mask, state.signer), sentence_frame=0)

    @torch.no_grad()
    def next_frames(
        self,
        state: HybridSignState,
        coarse: torch.Tensor | None = None,
        chunk_frames: int | None = None,
        steps: int = STEPS,
        generator: torch.Generator | Sequence[torch.Generator | None] | None = None,
        ahead: torch.Tensor | None = None,
    ) -> tuple[GeneratedFrames, HybridSignState]:
        """Make the next chunk.

        A model that looks ahead makes frames whose next `lookahead` frames of coarse motion are there: who streams
        holds those back, gives them as `ahead`, and then as the `coarse` of later calls. Where a sentence ends fewer
        frames follow, in the end none, and its last one stands for those that are not there.

        Args:
            state: What the call before returned, or `start_stream`.
            coarse: Coarse motion of shape (B, n, D), for a model that refines.
            chunk_frames: n. Default: the frames of `coarse`, or 4.
            steps: Steps of the flow, at least 1.
            generator: Where the noise comes from, or where that of each row does. Default: torch's global generator.
            ahead: Coarse motion of the frames after those, shape (B, lookahead, D), or fewer frames or none where the
                sentence ends; for a model that looks ahead.

        Returns:
            n frames, and the state after them.

        Raises:
            InputError: If shapes do not fit, or chunk or steps are below 1.
        """
        if chunk_frames is None:
            chunk_frames = CHUNK_FRAMES if coarse is None else coarse.shape[1]
        for name, number in (("chunk_frames", chunk_frames), ("steps", steps)):
            if number < 1:
                raise InputError(name, "at least 1", number)
        shape = (state.batch_size, chunk_frames, len(self.mean))
        given = self.standardised(checked_coarse(coarse, shape, None, self.config))
        follows = self.standardised(checked_ahead(ahead, given, self.config))
        rough, past = (
            (None, None) if given is None else next_coarse_with_context(given, state.coarse_past, follows, self.config)
        )
        start, state = self.flow_start(shape, rough, generator), state.beginning(rough)
        frames, confidence = self._flow(state, start, rough, steps)
        frames = self._joined(frames, rough, state.before)
        after = replace(self.remember(state, frames, confidence, rough), coarse_past=past)
        return self._finished(frames, confidence), after

    def generate(
        self,
        text_states: torch.Tensor,
        text_mask: torch.Tensor | None = None,
        coarse: torch.Tensor | None = None,
        num_frames: int | None = None,
        signer: torch.Tensor | None = None,
        chunk_frames: int = CHUNK_FRAMES,
        steps: int = STEPS,
        generator: torch.Generator | None = None,
    ) -> GeneratedFrames:
        """Make a whole sentence, in the chunks that a stream would make it in.

        Args:
            text_states: As for `start_stream`.
            text_mask: As for `start_stream`.
            coarse: Coarse motion of shape (B, T, D), for a model that refines.
            num_frames: T, for a model that makes motion of text alone; with coarse motion it says T.
            signer: As for `start_stream`.
            chunk_frames: Frames of a chunk; the last one may be shorter.
            steps: As for `next_frames`.
            generator: As for `next_frames`.

        Raises:
            InputError: As `start_stream` and `next_frames`, or if T is not said once.
        """
        if (num_frames is None) == (coarse is None):
            raise InputError("num_frames", "either it or coarse motion", "both" if coarse is not None else "neither")
        total = num_frames if coarse is None else coarse.shape[1]
        if total is None or total < 1:
            raise InputError("num_frames", "at least 1", total)
        if chunk_frames < 1:
            raise InputError("chunk_frames", "at least 1", chunk_frames)
        state, made = self.start_stream(text_states, text_mask, signer), list[GeneratedFrames]()
        for first in range(0, total, chunk_frames):
            count = min(chunk_frames, total - first)
            piece = None if coarse is None else coarse[:, first : first + count]
            ahead = self._after(coarse, first + count)
            frames, state = self.next_frames(state, piece, count, steps, generator, ahead)
            made.append(frames)
        return GeneratedFrames(*(torch.cat(parts, dim=1) for parts in zip(*made, strict=True)))

    def _after(self, coarse: torch.Tensor | None, frame: int) -> torch.Tensor | None:
        """What a model that looks ahead sees of coarse motion (B, T, D) from a frame on."""
        reach = self.config.lookahead
        return coarse[:, frame : frame + reach] if reach and coarse is not None else None

    def _read(
        self, text_states: torch.Tensor, text_mask: torch.Tensor | None, signer: torch.Tensor | None
    ) -> Condition:
        states, mask = checked_text(text_states, text_mask, len(text_states), None, self.config.text_size)
        return self.network.read(states.to(self.mean.device), mask.to(self.mean.device), signer)

    def standardised(self, coarse: torch.Tensor | None) -> torch.Tensor | None:
        """Coarse motion in the units that the network works in."""
        return None if coarse is None else ((coarse.to(self.mean.device) - self.mean) / self.std).to(self.mean.dtype)

    def flow_start(
        self,
        shape: tuple[int, ...],
        coarse: CoarseFrames | None,
        generator: torch.Generator | Sequence[torch.Generator | None] | None = None,
    ) -> torch.Tensor:
        """Where flows start: unit noise; or noise around coarse motion, which unit noise would first lose.

        Args:
            shape: (B, n, D).
            coarse: Coarse motion of those frames, for a model that refines.
            generator: Where the noise comes from, or where that of each row does. Default: torch's global generator.
        """
        if isinstance(generator, Sequence):
            noise = torch.cat([self._noise((1, *shape[1:]), each) for each in generator])
        else:
            noise = self._noise(shape, generator)
        if coarse is None:
            return noise
        return coarse.values + (self.config.coarse_sigma or 0.0) * self.network.coarse_error * noise

    def _noise(self, shape: tuple[int, ...], generator: torch.Generator | None) -> torch.Tensor:
        device = self.mean.device if generator is None else generator.device
        return torch.randn(shape, generator=generator, device=device, dtype=self.mean.dtype).to(self.mean.device)

    def next_places(self, state: HybridSignState, clean: int = 0, noisy: int = 0) -> FramePlaces:
        """Where the next frames of a stream are: clean ones that are written, or noisy ones that are made."""
        starts, device = state.starts, self.mean.device
        pasts = [min(frame, self.config.window - 1) for frame, _ in starts]
        plan = FramePlan(self.config.window, max(pasts), clean, (noisy,) if noisy else ())
        in_sentence = torch.arange(clean + noisy, device=device) + torch.tensor(
            [[at] for _, at in starts], device=device
        )
        if len(starts) == 1:
            return self.network.places(plan, starts[0][0] % PERIOD, in_sentence)
        first = torch.tensor([frame % PERIOD for frame, _ in starts], device=device)
        past = None if min(pasts) == max(pasts) else torch.tensor(pasts, device=device)
        return self.network.places(plan, first, in_sentence, past=past)

    def next_moves(
        self,
        state: HybridSignState,
        places: FramePlaces,
        x: torch.Tensor,
        times: tuple[float, float],
        coarse: CoarseFrames | None,
        same: SameOfSteps | None = None,
    ) -> Velocities:
        """Where the next frames should move from `x`, shape (B, n, D), between two times of the flow."""
        inputs = self._noisy(state, x, times, coarse)._replace(same=same)
        moves: Velocities = self.network(inputs, places, state.condition, state.caches)
        return moves

    def _noisy(
        self, state: HybridSignState, x: torch.Tensor, times: tuple[float, float], coarse: CoarseFrames | None
    ) -> FrameInputs:
        """What goes into the network at a step of the flow."""
        certain = x.new_ones(*x.shape[:2], len(self.config.pose_layout.joints))
        now, until = (x.new_full((1, 1), time) for time in times)
        values, around = (None, None) if coarse is None else coarse
        averaged = until if self.config.average_velocity else None
        return FrameInputs(x, certain, values, now, averaged, state.before, around)

    def remember(
        self, state: HybridSignState, frames: torch.Tensor, confidence: torch.Tensor, coarse: CoarseFrames | None
    ) -> HybridSignState:
        """Write finished frames, standardised, into the cache."""
        count = frames.shape[1]
        one = frames.new_ones(1, 1)
        until = one if self.config.average_velocity else None
        values, around = (None, None) if coarse is None else coarse
        inputs = FrameInputs(frames, confidence, values, one, until, state.before, around)
        caches = self.network.write(inputs, self.next_places(state, clean=count), state.condition, state.caches)
        before = None
        if values is not None:
            # What is missing has not moved away from coarse motion.
            widths = torch.tensor(self.config.pose_layout.widths, device=confidence.device)
            there = confidence[:, -1].repeat_interleave(widths, dim=-1) > 0
            before = torch.stack([values[:, -1], torch.where(there, frames[:, -1], values[:, -1])], dim=1)
        frame, in_sentence = state.frame + count, state.sentence_frame + count
        return replace(state, frame=frame, sentence_frame=in_sentence, caches=caches, before=before)

    def _flow(
        self, state: HybridSignState, start: torch.Tensor, coarse: CoarseFrames | None, steps: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Follow the flow: standardised frames and their confidence."""
        places, times = self.next_places(state, noisy=start.shape[1]), start.new_tensor(flow_times(steps))
        inputs, until = (
            self._noisy(state, start, (0.0, 1.0), coarse),
            times[1:] if self.config.average_velocity else None,
        )
        each = iter(self.network.steps(inputs, times[:-1], until, state.condition.signer, places.plan))
        logits = list[torch.Tensor]()

        def velocity(x: torch.Tensor, now: float, later: float) -> torch.Tensor:
            moves = self.next_moves(state, places, x, (now, later), coarse, next(each))
            logits.append(moves.confidence_logits)
            return moves.velocity

        frames = follow(velocity, start, steps)
        # The first: where nothing of the frame is there yet, training could not read a missing joint off the frame.
        return frames, logits[0].sigmoid()

    def _joined(self, frames: torch.Tensor, coarse: CoarseFrames | None, before: torch.Tensor | None) -> torch.Tensor:
        """Frames (B, n, D) whose correction of coarse motion goes on from that of the frame before, (B, 2, D)."""
        if coarse is None or not self.config.seam_frames:
            return frames
        step = coarse.values[:, :1] - frames[:, :1]
        if before is not None:
            step = step + before[:, 1:] - before[:, :1]
        at = torch.arange(1, frames.shape[1] + 1, device=frames.device, dtype=frames.dtype)
        return frames + step * torch.exp(-at / self.config.seam_frames)[:, None]

    def _finished(self, frames: torch.Tensor, confidence: torch.Tensor) -> GeneratedFrames:
        return GeneratedFrames(frames * self.std + self.mean, confidence)
