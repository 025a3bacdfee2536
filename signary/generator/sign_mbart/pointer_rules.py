"""What a pointer may not do while it decodes, and what it has done.

Greedy decoding without these loops in the last hold of a sign (docs/systems.md §2.5).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from signary.generator.sign_mbart.pointer import END, START, STEPS, MemoriesSideBySide, PointerMemory
from signary.generator.sign_mbart.shown_steps import ShownSteps
from signary.io.errors import InputError

#: More than there can be: steps of a sequence that has not ended, signs of a prompt.
ENDLESS = 1 << 62


@dataclass(frozen=True)
class PointerRules:
    """Limits of a pointer; steps are those of the motion tokenizer.

    Attributes:
        in_order: Signs are visited in the order of the prompt, none is passed over.
        entry: A sign is entered at a step below this.
        leave: A sign is left from one of its last so many steps.
        first_wait: Most steps at the first step of a sign, where the hands come from the sign before.
        wait: Most steps at any other.
        skip: Most steps of a sign that are passed over at once.
        behind: Most steps after the last sign.
    """

    in_order: bool = True
    entry: int = 2
    leave: int = 3
    first_wait: int = 8
    wait: int = 3
    skip: int = 2
    behind: int = 12

    def most_steps(self, length: int) -> int:
        """Most steps that a sign of so many takes."""
        return self.first_wait + self.wait * (length - 1)

    def allowed(self, shown: ShownSteps, last: Tensor, dwell: Tensor, visited: Tensor) -> Tensor:
        """Where a pointer may go, of shape (B, K + 1): END, then the steps; one place at least.

        Args:
            shown: The shown steps.
            last: Where it is, of shape (B,).
            dwell: For how many steps it has been there, from 0, of shape (B,).
            visited: Signs it has been at, of shape (B, N).
        """
        done = visited.sum(-1) >= shown.signs  # (B,)
        if not shown.sign.shape[1]:
            return torch.ones_like(done)[:, None]
        at = (last - STEPS).clamp_min(0)[:, None]
        on_step = (last >= STEPS)[:, None]
        sign = shown.sign.gather(1, at).where(on_step, -1)
        place, left = shown.place.gather(1, at), shown.left.gather(1, at)
        same = (shown.sign == sign) & on_step
        ahead = shown.place - place
        waits = dwell[:, None] + 1 < torch.where(place == 0, self.first_wait, self.wait)
        within = same & torch.where(ahead == 0, waits, (ahead > 0) & (ahead <= 1 + self.skip))
        new = ~visited.gather(1, shown.sign.clamp_min(0)) & (shown.place < self.entry)
        if self.in_order:
            new = new & (shown.sign == visited.sum(-1, keepdim=True))
        may_leave = ~on_step | (left < self.leave)
        steps = (within | (new & may_leave & ~same)) & shown.there & (last != END)[:, None]
        end = done & may_leave[:, 0]
        # Nowhere to go: a sign that has been waited in for too long is left, whatever its steps.
        stuck = ~(steps.any(1) | end)
        steps = steps | (stuck[:, None] & (new | (same & (ahead > 0))) & shown.there)
        return torch.cat([(end | ~steps.any(1))[:, None], steps], dim=1)


class PointerStep(NamedTuple):
    """What the pointer did at a step of the motion; B sentences.

    Attributes:
        place: Where it was (`END` or a step), of shape (B,).
        weight: Share of attention there, of shape (B,).
        inside: Share of the step in which a sign is signed, of shape (B,).
        copied: Whether the step was copied, of shape (B,).
    """

    place: Tensor
    weight: Tensor
    inside: Tensor
    copied: Tensor


@dataclass
class PointerState:
    """Where the pointer of a decoding run is; explicit, so that the run can go on.

    Attributes:
        memory: What it looks at.
        rules: What it may not do.
        last: Where it is (`START`, `END`, or a step), of shape (B,).
        dwell: For how many steps it has been there, from 0, of shape (B,).
        visited: Signs it has been at, of shape (B, N).
        trace: What it did, step by step.
        limit: Signs that it may visit so far, the first ones of the prompt, of shape (B,), while more words may come;
            None where all words have come.
    """

    memory: PointerMemory | MemoriesSideBySide
    rules: PointerRules
    last: Tensor
    dwell: Tensor
    visited: Tensor
    trace: list[PointerStep] = field(default_factory=list)
    limit: Tensor | None = None

    @classmethod
    def begin(cls, memory: PointerMemory, rules: PointerRules) -> PointerState:
        """Before the first step."""
        signs = memory.shown.signs
        visited = torch.zeros((len(signs), max(1, int(signs.max()))), dtype=torch.bool, device=signs.device)
        return cls(memory, rules, torch.full_like(signs, START), torch.zeros_like(signs), visited)

    @property
    def all_visited(self) -> Tensor:
        """Whether every sign was visited, of shape (B,)."""
        return self.visited.sum(-1) >= self.memory.shown.signs

    def allowed(self) -> Tensor:
        """Where it may go next, of shape (B, K + 1)."""
        return self.rules.allowed(self.memory.shown, self.last, self.dwell, self.visited)

    def overdue(self) -> Tensor:
        """Sentences that have been behind their last sign for as long as they may, of shape (B,)."""
        return (self.last == END) & (self.dwell + 1 >= self.rules.behind)

    def beyond(self, place: Tensor) -> Tensor | None:
        """Which sentences would go on to a sign that must wait for words, or to the end; None if none may.

        Args:
            place: Where they would go (`END` or a step), of shape (B,).
        """
        if self.limit is None:
            return None
        shown = self.memory.shown
        if not shown.sign.shape[1]:
            return self.limit < ENDLESS
        sign = shown.sign.gather(1, (place - STEPS).clamp_min(0)[:, None])[:, 0]
        return torch.where(place >= STEPS, sign >= self.limit, self.limit < ENDLESS)

    def read_anew(self, memory: PointerMemory, limit: int | None) -> None:
        """Look at another prompt, whose first signs are those that were visited, and go on where it is.

        Args:
            memory: What it looks at now.
            limit: Signs that may be visited so far; None where all words have come.

        Raises:
            InputError: If the signs that were visited are not the first ones, step by step.
        """
        done = int(self.visited.sum())
        was, now = self.memory.shown, memory.shown
        steps = int(((was.sign >= 0) & (was.sign < done)).sum())
        if steps > now.sign.shape[1] or not torch.equal(was.codes[:, :steps], now.codes[:, :steps]):
            raise InputError("encoder_state", "a prompt whose first signs are those that were signed", "others")
        more = max(1, int(now.signs.max())) - self.visited.shape[1]
        self.memory, self.visited = memory, F.pad(self.visited, (0, more)) if more > 0 else self.visited
        if more < 0:
            self.visited = self.visited[:, :more]
        self.let_on(limit)

    def let_on(self, signs: int | None) -> None:
        """Let the first signs of the prompt be visited, so many; all of them, and the end, if it is None."""
        self.limit = None if signs is None else torch.full_like(self.last, signs)

    def go(self, step: PointerStep) -> None:
        """Take a step."""
        place, shown = step.place, self.memory.shown
        self.dwell = torch.where(place == self.last, self.dwell + 1, 0)
        self.last = place
        if shown.sign.shape[1]:
            sign = shown.sign.gather(1, (place - STEPS).clamp_min(0)[:, None])[:, 0]
            here = F.one_hot(sign.clamp_min(0), self.visited.shape[1]).bool() & (place >= STEPS)[:, None]
            self.visited = self.visited | here
        self.trace.append(step)
