"""When a model with a pointer signs what its prompt shows: times of signs, read off the pointer's way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from signary.generator.sign_mbart.pointer import STEPS
from signary.generator.sign_mbart.pointer_rules import PointerState

#: A step shows a sign if so much of it is said to be inside one; less counts at the ends of a sign.
_INSIDE, _SOME = 0.5, 0.1


class SignVisit(NamedTuple):
    """A shown sign that was signed.

    Attributes:
        sign: Its number in the prompt.
        start: When it begins, in steps of the sentence.
        end: When it ends.
        weight: Mean share of attention that it had while it was signed, 0 to 1.
    """

    sign: int
    start: float
    end: float
    weight: float


def sign_visits(pointer: PointerState, row: int, steps: int) -> tuple[SignVisit, ...]:
    """The shown signs that were signed, in the order of signing.

    Args:
        pointer: Of a run that has ended.
        row: Which of its sentences.
        steps: Steps of the sentence.
    """
    shown, trace = pointer.memory.shown, pointer.trace[:steps]
    if not trace or not shown.sign.shape[1]:
        return ()
    places = torch.stack([step.place[row] for step in trace])
    inside = torch.stack([step.inside[row] for step in trace]).tolist()
    weights = torch.stack([step.weight[row] for step in trace])
    signs = shown.sign[row, (places - STEPS).clamp_min(0)].where(places >= STEPS, -1)
    order = list(dict.fromkeys(sign for sign in signs.tolist() if sign >= 0))
    return tuple(_visit(sign, (signs == sign).nonzero()[:, 0].tolist(), inside, weights) for sign in order)


def sign_at(pointer: PointerState, row: int, step: int) -> int | None:
    """Number of the shown sign that is signed at a step, which has been decoded; None between signs.

    Args:
        pointer: Of a run.
        row: Which of its sentences.
        step: From 0.
    """
    if step >= len(pointer.trace):
        return None
    done, shown = pointer.trace[step], pointer.memory.shown
    place = int(done.place[row])
    if place < STEPS or float(done.inside[row]) < _INSIDE:
        return None
    return int(shown.sign[row, place - STEPS])


def _visit(sign: int, at: Sequence[int], inside: Sequence[float], weights: Tensor) -> SignVisit:
    """The visit of a sign at some steps, all but the first of which may be on the way to it."""
    within = [step for step in at if inside[step] >= _INSIDE] or [max(at, key=lambda step: inside[step])]
    first, last = within[0], within[-1]
    start, end = first + 1 - inside[first], last + inside[last]
    if first - 1 in at and inside[first - 1] >= _SOME:
        start = first - inside[first - 1]
    if last + 1 in at and inside[last + 1] >= _SOME:
        end = last + 1 + inside[last + 1]
    if first == last:
        # One step says how much of it, not where.
        start = min(start, end - inside[first])
    return SignVisit(sign, start, max(end, start + _SOME), float(weights[within].mean()))
