"""Decoding runs side by side, each at a step of its own: one state for a step, taken apart again behind it.

What is large, keys and values, stays where each run has it (`SideBySide`, `MemoriesSideBySide`); what is small is
copied into one batch, so that a step of many runs is as many calls as one of one run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from signary.generator.sign_mbart.decode_state import DecodeState
from signary.generator.sign_mbart.pointer import MemoriesSideBySide, PointerMemory
from signary.generator.sign_mbart.pointer_rules import ENDLESS, PointerState, PointerStep
from signary.generator.sign_mbart.shown_steps import ShownSteps
from signary.generator.sign_mbart.stepping import DecoderMemory, SideBySide
from signary.io.errors import InputError


@dataclass
class RunsSideBySide(DecodeState):
    """Several runs before a step.

    Attributes:
        runs: The runs, of one sample each.
    """

    runs: Sequence[DecodeState] = ()

    @classmethod
    def of(cls, runs: Sequence[DecodeState]) -> RunsSideBySide:
        """Put runs side by side.

        Raises:
            InputError: If one is of several samples, or they do not follow the same rules.
        """
        if any(len(run.lengths) != 1 for run in runs):
            raise InputError("states", "runs of one prompt each", [len(run.lengths) for run in runs])
        first = runs[0]
        memory = SideBySide([cast(DecoderMemory, run.memory) for run in runs], first.lengths.device)
        return cls(
            scheme=first.scheme,
            memory=memory,
            offsets=first.offsets,
            ends=first.ends,
            lead=first.lead,
            next_ids=torch.cat([run.next_ids for run in runs]),
            weights=first.weights,
            joined=first.joined,
            lengths=torch.cat([run.lengths for run in runs]),
            slots=deque(maxlen=1),
            pointer=_pointers([run.pointer for run in runs if run.pointer is not None]),
            runs=runs,
        )

    @property
    def taken(self) -> Tensor:
        """Steps that each run has taken, of shape (B,)."""
        return torch.tensor([run.step for run in self.runs], device=self.lengths.device)

    def part(self) -> list[bool]:
        """Give every run its own of what the step has made; says for each whether it goes on."""
        going_on: list[bool] = (~self.finished).tolist()
        if self.held is not None:
            for at, (run, held) in enumerate(zip(self.runs, self.held.tolist(), strict=True)):
                run.held = self.held[at : at + 1]
                going_on[at] = going_on[at] and not held
                # Where all wait no step was taken.
                if held and self.slots:
                    run.memory.step_back()
        lengths, inputs = torch.split(self.lengths, 1), torch.split(self.next_ids, self.scheme.rows)
        said = torch.split(self.slots[0], 1) if self.slots else ()
        for at, (run, goes_on) in enumerate(zip(self.runs, going_on, strict=True)):
            run.lengths = lengths[at]
            if goes_on:
                run.next_ids = inputs[at]
                run.slots.append(said[at])
        if self.pointer is not None and self.slots:
            _part(self.pointer, [run.pointer for run in self.runs], going_on)
        return going_on


def _pointers(pointers: Sequence[PointerState]) -> PointerState | None:
    """Pointers side by side; None for a model without."""
    if not pointers:
        return None
    rules = pointers[0].rules
    if any(pointer.rules != rules for pointer in pointers):
        raise InputError("states", "runs whose pointers follow the same rules", "others")
    memories = [cast(PointerMemory, pointer.memory) for pointer in pointers]
    return PointerState(
        memory=MemoriesSideBySide(ShownSteps.side_by_side([memory.shown for memory in memories]), memories),
        rules=rules,
        last=torch.cat([pointer.last for pointer in pointers]),
        dwell=torch.cat([pointer.dwell for pointer in pointers]),
        visited=pad_sequence([pointer.visited[0] for pointer in pointers], batch_first=True),
        limit=_limits(pointers),
    )


def _limits(pointers: Sequence[PointerState]) -> Tensor | None:
    """Signs that each may visit so far; None if each may visit all."""
    if all(pointer.limit is None for pointer in pointers):
        return None
    each = [torch.full_like(one.last, ENDLESS) if one.limit is None else one.limit for one in pointers]
    return torch.cat(each)


def _part(joined: PointerState, pointers: Sequence[PointerState | None], going_on: Sequence[bool]) -> None:
    """Give every pointer that goes on its own of the step that was taken."""
    lasts, dwells = torch.split(joined.last, 1), torch.split(joined.dwell, 1)
    steps = list(zip(*(torch.split(facts, 1) for facts in joined.trace[-1]), strict=True))
    for at, (pointer, goes_on) in enumerate(zip(pointers, going_on, strict=True)):
        if goes_on and pointer is not None:
            pointer.last, pointer.dwell = lasts[at], dwells[at]
            pointer.visited = joined.visited[at : at + 1, : pointer.visited.shape[1]]
            pointer.trace.append(PointerStep(*steps[at]))
