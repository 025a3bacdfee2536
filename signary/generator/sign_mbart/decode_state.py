"""What the encoder made of prompts, and what a decoding run carries from step to step."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import torch
from torch import Tensor

from signary.generator.sign_mbart.decoding import PADDING, DecodingScheme
from signary.generator.sign_mbart.pointer_rules import ENDLESS, PointerState
from signary.generator.sign_mbart.shown_steps import ShownSteps
from signary.generator.sign_mbart.stepping import DecoderMemory, JoinedWeights, SideBySide

__all__ = ["ENDLESS", "DecodeState", "EncoderState"]


@dataclass(frozen=True)
class EncoderState:
    """What the encoder made of the prompts.

    Attributes:
        hidden: States of shape (B, S, d).
        mask: 1 where there is a token, 0 at padding, of shape (B, S).
        language_ids: Ids of the language tokens, of shape (B,).
        shown: With a pointer: the steps of the signs that the prompts show; S counts one position for each.
    """

    hidden: Tensor
    mask: Tensor
    language_ids: Tensor
    shown: ShownSteps | None = None

    def rows(self, chosen: slice | Tensor) -> EncoderState:
        """The state of some of the prompts, or of some several times."""
        shown = None if self.shown is None else self.shown.rows(chosen)
        return EncoderState(self.hidden[chosen], self.mask[chosen], self.language_ids[chosen], shown)

    def alone(self, row: int) -> EncoderState:
        """The state of one prompt, without the padding that it has beside others."""
        own, length = self.rows(slice(row, row + 1)), int(self.mask[row].sum())
        shown = None if own.shown is None else own.shown.steps(int(own.shown.there.sum()))
        return EncoderState(own.hidden[:, :length], own.mask[:, :length], own.language_ids, shown)


@dataclass
class DecodeState:
    """Everything that one decoding run carries from step to step; keep it to go on, drop it to cancel.

    Attributes:
        scheme: How codes become decoder inputs.
        memory: Keys and values of the decoder, and the next decoder position.
        offsets: Integrated id of code 0 of every part, of shape (P,).
        ends: For each part whether it may end a sequence.
        lead: Slots after which a step is complete.
        next_ids: Ids of the next decoder input, of shape (R, M).
        weights: Weights of these M ids, of shape (M, 1).
        joined: Weights of decoder and heads, put together.
        lengths: Steps of the samples that have said `</s>`, of shape (B,); of the others more than there can be.
        slots: What was said in the last slots, each (B, P): those that a step has parts in.
        pointer: Where the pointer is; None for a model without.
        step: Steps taken.
        held: Samples whose next step waits for words that have not come, of shape (B,); None where none may.
    """

    scheme: DecodingScheme
    memory: DecoderMemory | SideBySide
    offsets: Tensor
    ends: tuple[bool, ...]
    lead: int
    next_ids: Tensor
    weights: Tensor
    joined: JoinedWeights
    lengths: Tensor
    slots: deque[Tensor]
    pointer: PointerState | None = None
    step: int = 0
    held: Tensor | None = None

    @property
    def waits(self) -> bool:
        """Whether the next step of some sample waits for words that have not come."""
        return self.held is not None and bool(self.held.any())

    @property
    def taken(self) -> int | Tensor:
        """Steps taken; of runs side by side those of each, of shape (B,)."""
        return self.step

    @property
    def finished(self) -> Tensor:
        """Samples that have ended and of which all steps were taken, of shape (B,)."""
        return self.lengths <= self.taken

    def whole_step(self) -> Tensor | None:
        """Codes (B, P) of the next step, taken, if all of its parts have been said."""
        if len(self.slots) < (self.slots.maxlen or 1):
            return None
        codes = self.slots[0]
        if self.lead:
            late = [self.slots[delay][:, part] for part, delay in enumerate(self.scheme.delays)]
            codes = torch.stack(late, dim=-1)
        codes = codes.masked_fill(self.finished[:, None], PADDING)
        self.step += 1
        return codes
