"""What networks do for motion: encode prompts, decide codes, make motion of codes, refine it; each for many at once."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Self

import torch
from torch import Tensor

from signary.bundle.bundle import Bundle
from signary.generator.hybridsign import HybridSignModel, HybridSignState
from signary.generator.hybridsign.streams_side_by_side import next_frames_side_by_side
from signary.generator.sign_mbart import DecodeState, EncoderState, SignMBartForConditionalGeneration
from signary.streaming.work import Work
from signary.tokenizer import MotionDecoderState, MotionTokenizer
from signary.tokenizer.codes_side_by_side import decode_side_by_side

#: Prompts are encoded together if the shortest is at least this share of the longest: padding costs as much as tokens.
_SIMILAR = 0.8


@dataclass
class Encode(Work):
    """Encode a prompt.

    Attributes:
        bundle: The model.
        prompt: Token ids.
        encoded: What the encoder made of it, without padding; set when it is done.
    """

    bundle: Bundle
    prompt: Sequence[int]
    encoded: EncoderState = field(init=False)
    stage = 1

    @classmethod
    def do(cls, work: Sequence[Self]) -> None:
        """Encode, prompts of about the same length together."""
        ordered = sorted(work, key=lambda one: len(one.prompt))
        while ordered:
            longest = len(ordered[-1].prompt)
            first = next(at for at, one in enumerate(ordered) if len(one.prompt) >= _SIMILAR * longest)
            ordered, together = ordered[:first], ordered[first:]
            bundle = together[0].bundle
            encoded = bundle.generator.encode(
                **bundle.processor.pad([one.prompt for one in together]).to(bundle.device)
            )
            for row, one in enumerate(together):
                one.encoded = encoded.alone(row)


@dataclass
class Decide(Work):
    """Decide the next codes of a sentence.

    Attributes:
        generator: The model.
        state: Of its run, which goes on.
        codes: The codes (P,), or None if the sentence has ended; set when it is done.
    """

    generator: SignMBartForConditionalGeneration
    state: DecodeState
    codes: Tensor | None = None
    stage = 2

    @classmethod
    def do(cls, work: Sequence[Self]) -> None:
        """A step of each run."""
        steps = work[0].generator.next_steps([one.state for one in work])
        for one, codes in zip(work, steps, strict=True):
            one.codes = None if codes is None else codes[0]


@dataclass
class Move(Work):
    """Make coarse motion of codes.

    Attributes:
        tokenizer: The model.
        codes: The codes (L, P).
        state: Of the stream, and that after it when it is done; None for a decoder that is not causal.
        frames: The motion (stride · L, D); set when it is done.
    """

    tokenizer: MotionTokenizer
    codes: Tensor
    state: MotionDecoderState | None
    frames: Tensor = field(init=False)
    stage = 3

    @property
    def shape(self) -> Hashable:
        """Steps, and whether there is a state."""
        return len(self.codes), self.state is not None

    @classmethod
    def do(cls, work: Sequence[Self]) -> None:
        """The next motion of each stream."""
        states = [one.state for one in work if one.state is not None]
        if not states:
            for one in work:
                one.frames = one.tokenizer.decode(one.codes[None]).values[0]
            return
        made = decode_side_by_side(work[0].tokenizer, [one.codes for one in work], states)
        for one, (frames, after) in zip(work, made, strict=True):
            one.frames, one.state = frames, after


@dataclass
class Refine(Work):
    """Make coarse motion continuous, or motion of text alone.

    Attributes:
        refiner: The model.
        state: Of the stream, and that after it when it is done.
        coarse: The motion (n, D); of text alone n, the number of frames.
        ahead: The coarse motion that follows, as far as it is seen.
        steps: Steps of the flow; None: those of the refiner's configuration.
        noise: Where its noise comes from.
        frames: Frames (n, D); set when it is done.
    """

    refiner: HybridSignModel
    state: HybridSignState
    coarse: Tensor | int
    ahead: Tensor
    steps: int | None
    noise: torch.Generator
    frames: Tensor = field(init=False)
    stage = 4

    @property
    def shape(self) -> Hashable:
        """The model, for a pool may have a refiner and one that makes motion of text alone; frames, and steps."""
        return id(self.refiner), self.coarse if isinstance(self.coarse, int) else len(self.coarse), self.steps

    @classmethod
    def do(cls, work: Sequence[Self]) -> None:
        """The next chunk of each stream."""
        count = work[0].coarse if isinstance(work[0].coarse, int) else None
        made = next_frames_side_by_side(
            work[0].refiner,
            [one.state for one in work],
            [one.coarse for one in work if isinstance(one.coarse, Tensor)] if count is None else None,
            [one.ahead for one in work],
            work[0].steps,
            [one.noise for one in work],
            count,
        )
        for one, (frames, after) in zip(work, made, strict=True):
            one.frames, one.state = frames, after
