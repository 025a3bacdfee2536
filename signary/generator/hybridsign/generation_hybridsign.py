"""Motion in chunks, each made by a few steps of the flow and then remembered as clean frames.

A chunk costs as many runs of the network as its flow has steps: the first of them also writes the frames of the chunk
before into the cache, where only clean frames ever are. Chunks may differ in size from call to call. State is explicit
and never changes: every call returns a new one, and an old one can be gone on from twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import torch
from torch.nn import functional

from signary.generator.hybridsign.coarse_context import CoarseFrames, checked_ahead, next_coarse_with_context
from signary.generator.hybridsign.confidence_head import said_last
from signary.generator.hybridsign.configuration_hybridsign import HybridSignConfig
from signary.generator.hybridsign.flow import flow_times, follow
from signary.generator.hybridsign.frame_plan import FramePlan
from signary.generator.hybridsign.inputs import checked_coarse, checked_signer, checked_text
from signary.generator.hybridsign.network import HybridSignNetwork
from signary.generator.hybridsign.pace import Pace
from signary.generator.hybridsign.runs import (
    Caches,
    Condition,
    FrameInputs,
    FramePlaces,
    MadeFrames,
    Velocities,
)
from signary.io.errors import InputError
from signary.nn.positions import PERIOD

CHUNK_FRAMES = 4


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
        caches: What the last frames that were written left, one a layer; None at the start.
        unwritten: The last chunk, which the next run writes into the cache; None if all is written.
        before: The last frame, coarse and as it was made, standardised, shape (B, 2, D), of a model that refines; None
            at the start.
        coarse_past: Coarse motion of the last `lookahead` frames as it came, standardised, shape (B, lookahead, D), of
            a model that looks ahead; None at the start.
        sure_before: Confidence of the last frames, shape (B, confidence_memory, J), of a model with such a memory; None
            at the start.
    """

    batch_size: int
    condition: Condition
    signer: torch.Tensor | None
    frame: int = 0
    sentence_frame: int = 0
    caches: Caches | None = None
    unwritten: MadeFrames | None = None
    before: torch.Tensor | None = None
    coarse_past: torch.Tensor | None = None
    sure_before: torch.Tensor | None = None

    @property
    def num_unwritten(self) -> int:
        """Frames of the last chunk that are not in the cache."""
        return 0 if self.unwritten is None else self.unwritten.values.shape[1]

    @property
    def starts(self) -> Sequence[tuple[int, int]]:
        """Frames in the cache, of the stream and of its sentence, of every row, or of all rows at once."""
        return ((self.frame - self.num_unwritten, self.sentence_frame - self.num_unwritten),)

    def beginning(self, coarse: CoarseFrames | None) -> Self:
        """The state before a chunk with this coarse motion, where something is missing that the chunk says."""
        return self


class HybridSignGenerationMixin:
    """Streaming of `HybridSignModel`."""

    config: HybridSignConfig
    network: HybridSignNetwork
    pace: Pace
    mean: torch.Tensor
    std: torch.Tensor
    #: Of a model that is paced and starts from shown signs: the pose (D,) in which sentences begin and end.
    rest: torch.Tensor

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
        signer = checked_signer(signer, len(text_states), self.config)
        return HybridSignState(len(text_states), self._read(text_states, text_mask, signer), signer)

    @torch.no_grad()
    def paces(self, text_states: torch.Tensor, text_mask: torch.Tensor | None = None) -> torch.Tensor:
        """Frames that every position of a prompt takes: on the way to it, and at it; together, those of the sentence.

        Args:
            text_states: As for `start_stream`.
            text_mask: As for `start_stream`.

        Returns:
            Float32 tensor of shape (B, S, 2), 0 of positions that do not count.

        Raises:
            InputError: As `start_stream`, or if the model is not paced.
        """
        if not self.config.paced:
            raise InputError("model", "one that says how long a sentence is (paced)", "one that is told")
        states, mask = checked_text(text_states, text_mask, len(text_states), None, self.config.text_size)
        made: torch.Tensor = self.pace(states.to(self.mean.device), mask[:, 0].to(self.mean.device))
        return made

    @torch.no_grad()
    def next_sentence(
        self, state: HybridSignState, text_states: torch.Tensor, text_mask: torch.Tensor | None = None
    ) -> HybridSignState:
        """Go on with another sentence: frames already made stay the past of those to come.

        Arguments and errors as for `start_stream`; B is that of the stream.
        """
        return replace(self.read_anew(state, text_states, text_mask), sentence_frame=0)

    @torch.no_grad()
    def read_anew(
        self, state: HybridSignState, text_states: torch.Tensor, text_mask: torch.Tensor | None = None
    ) -> HybridSignState:
        """Go on with a sentence of which more words have come; arguments and errors as for `next_sentence`."""
        if len(text_states) != state.batch_size:
            raise InputError("text_states", f"{state.batch_size} rows, the stream's", len(text_states))
        # The last frames belong to what was being signed.
        state = self.written(state)
        return replace(state, condition=self._read(text_states, text_mask, state.signer))

    @torch.no_grad()
    def next_frames(
        self,
        state: HybridSignState,
        coarse: torch.Tensor | None = None,
        chunk_frames: int | None = None,
        steps: int | None = None,
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
            steps: Steps of the flow, at least 1. Default: the config's `flow_steps`.
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
        steps = self.config.flow_steps if steps is None else steps
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
        frames, confidence, state = self._flow(state, start, rough, steps)
        frames = self.joined(frames, rough, state.before)
        after = replace(self._after_chunk(state, MadeFrames(frames, confidence, rough, state.before)), coarse_past=past)
        return self._finished(frames, confidence), after

    def generate(
        self,
        text_states: torch.Tensor,
        text_mask: torch.Tensor | None = None,
        coarse: torch.Tensor | None = None,
        num_frames: int | None = None,
        signer: torch.Tensor | None = None,
        chunk_frames: int = CHUNK_FRAMES,
        steps: int | None = None,
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

    def next_places(
        self, state: HybridSignState, clean: int = 0, noisy: int = 0, in_sentence: torch.Tensor | None = None
    ) -> FramePlaces:
        """Where the next frames of a stream are: clean ones that are written, and then noisy ones that are made.

        `in_sentence` says which of its sentence each is, shape (B or 1, n), where rows are in several sentences.
        """
        starts, device = state.starts, self.mean.device
        pasts = [min(frame, self.config.window - 1) for frame, _ in starts]
        plan = FramePlan(self.config.window, max(pasts), clean, (noisy,) if noisy else (), clean if noisy else 0)
        if in_sentence is None:
            begun = torch.tensor([[at] for _, at in starts], device=device)
            in_sentence = torch.arange(clean + noisy, device=device) + begun
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
    ) -> Velocities:
        """Where the next frames should move from `x`, shape (B, n, D), between two times of the flow."""
        inputs = self._noisy(state, x, times, coarse)
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
        return FrameInputs(x, certain, values, now, averaged, state.before, around, sure_before=state.sure_before)

    def remember(
        self,
        state: HybridSignState,
        frames: torch.Tensor,
        confidence: torch.Tensor,
        coarse: CoarseFrames | None,
        in_sentence: torch.Tensor | None = None,
    ) -> HybridSignState:
        """Finished frames, standardised, as the past of those to come, in the cache.

        `in_sentence` is as for `next_places`.
        """
        made = MadeFrames(frames, confidence, coarse, state.before)
        return self.written(self._after_chunk(state, made), in_sentence)

    def written(self, state: HybridSignState, in_sentence: torch.Tensor | None = None) -> HybridSignState:
        """The state with all of its frames in the cache, by a run of its own if it has to be."""
        if state.unwritten is None:
            return state
        places = self.next_places(state, clean=state.num_unwritten, in_sentence=in_sentence)
        caches = self.network.write(self._clean(state.unwritten), places, state.condition, state.caches)
        return replace(state, caches=caches, unwritten=None)

    def _clean(self, made: MadeFrames) -> FrameInputs:
        """What goes into the network where finished frames are written."""
        one = made.values.new_ones(1, 1)
        values, around = (None, None) if made.coarse is None else made.coarse
        until = one if self.config.average_velocity else None
        return FrameInputs(made.values, made.confidence, values, one, until, made.before, around)

    def _after_chunk(self, state: HybridSignState, made: MadeFrames) -> HybridSignState:
        """The state after a chunk, which is not in the cache yet."""
        count, before = made.values.shape[1], None
        if made.coarse is not None:
            # What is missing has not moved away from coarse motion.
            widths = torch.tensor(self.config.pose_layout.widths, device=made.confidence.device)
            there, coarse = made.confidence[:, -1].repeat_interleave(widths, dim=-1) > 0, made.coarse.values[:, -1]
            before = torch.stack([coarse, torch.where(there, made.values[:, -1], coarse)], dim=1)
        frame, in_sentence = state.frame + count, state.sentence_frame + count
        sure = state.sure_before
        if self.config.confidence_memory:
            sure = said_last(made.confidence, sure, self.config.confidence_memory)
        return replace(state, frame=frame, sentence_frame=in_sentence, unwritten=made, before=before, sure_before=sure)

    def _flow(
        self, state: HybridSignState, start: torch.Tensor, coarse: CoarseFrames | None, steps: int
    ) -> tuple[torch.Tensor, torch.Tensor, HybridSignState]:
        """Follow the flow: standardised frames, their confidence, and the state with all frames before them written."""
        count, waiting = start.shape[1], state.num_unwritten
        first, times = self.next_places(state, waiting, count), start.new_tensor(flow_times(steps))
        now, later = (functional.pad(each, (int(waiting > 0), 0), value=1.0) for each in (times[:-1], times[1:]))
        averaged = later if self.config.average_velocity else None
        inputs = self._next_inputs(state, start, (0.0, 1.0), coarse)
        each = iter(self.network.steps(inputs, now, averaged, state.condition.signer, first.plan))
        places, logits = first, list[torch.Tensor]()

        def velocity(x: torch.Tensor, now: float, later: float) -> torch.Tensor:
            nonlocal state, places
            if places.plan.clean and state.unwritten is None:
                places = self.next_places(state, noisy=count)
            given = self._next_inputs(state, x, (now, later), coarse)._replace(same=next(each))
            moves, caches = self.network.move_and_write(given, places, state.condition, state.caches)
            if state.unwritten is not None:
                state = replace(state, caches=caches, unwritten=None)
            logits.append(moves.confidence_logits)
            return moves.velocity

        frames = follow(velocity, start, steps)
        # The first: where nothing of the frame is there yet, training could not read a missing joint off the frame.
        return frames, logits[0].sigmoid(), state

    def _next_inputs(
        self, state: HybridSignState, x: torch.Tensor, times: tuple[float, float], coarse: CoarseFrames | None
    ) -> FrameInputs:
        """What goes into the network at a step of the flow, behind the frames that have yet to be written."""
        noisy = self._noisy(state, x, times, coarse)
        return noisy if state.unwritten is None else self._clean(state.unwritten).then(noisy)

    def joined(self, frames: torch.Tensor, coarse: CoarseFrames | None, before: torch.Tensor | None) -> torch.Tensor:
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
