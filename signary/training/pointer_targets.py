"""What a pointer is taught: at every step of a sentence, which step of which shown sign is being signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from signary.generator.sign_mbart.pointer import END, STEPS
from signary.io.errors import InputError

#: Where nobody says what is signed.
UNKNOWN = -1
#: What a difference in place in the sign, from 0 to 1, costs beside the share of columns that differ.
_PLACE_COST = 1.0


class PointerTargets(NamedTuple):
    """What is taught.

    Attributes:
        places: `END`, or 2 and the number of the shown step, of shape (L,); −1 where nobody says.
        inside: Share of each step in which a sign is signed, of shape (L,), float32; −1 where nobody says.
    """

    places: np.ndarray
    inside: np.ndarray


def pointer_targets(
    codes: np.ndarray, signs: Sequence[np.ndarray], spans: Sequence[tuple[float, float]]
) -> PointerTargets:
    """Targets of a sentence of which it is known when its signs are signed.

    Inside a sign the steps of its dictionary entry are aligned with the sentence's by dynamic time warping over codes;
    between signs the pointer waits at the first step of the next one, and behind the last at the end.

    Args:
        codes: Of the sentence, of shape (L, P).
        signs: Codes (l, P) of the shown signs, in the order of signing.
        spans: When each is signed, in steps from the beginning: (start, end), ascending.

    Raises:
        InputError: If there are not as many spans as signs, or they do not ascend.
    """
    if len(signs) != len(spans):
        raise InputError("spans", f"one for each of {len(signs)} signs", len(spans))
    flat = [time for span in spans for time in span]
    if flat != sorted(flat):
        raise InputError("spans", "times that ascend", spans)
    firsts = np.concatenate([[0], np.cumsum([len(sign) for sign in signs])]).astype(np.int64)
    places, inside = np.full(len(codes), END, np.int64), np.zeros(len(codes), np.float32)
    done = 0
    for sign, first, (start, end) in zip(signs, firsts, spans, strict=False):
        # A step belongs to a sign if its middle does; a sign has one at least, if there is one left.
        begin = min(max(done, int(np.ceil(start - 0.5))), len(codes))
        stop = min(max(begin + 1, int(np.ceil(end - 0.5))), len(codes))
        places[done:begin] = first + STEPS
        places[begin:stop] = first + STEPS + align(codes[begin:stop], sign)
        done = stop
    edges = np.arange(len(codes))
    for start, end in spans:
        inside += np.clip(np.minimum(edges + 1, end) - np.maximum(edges, start), 0, 1)
    return PointerTargets(places, np.minimum(inside, 1))


def align(codes: np.ndarray, sign: np.ndarray) -> np.ndarray:
    """For each step of a piece of a sentence the step of a sign that it shows: (L,), never back.

    The path of least cost from an early step to a late one: the share of columns that differ, and how far the two are
    from being at the same place of piece and sign.

    Args:
        codes: Of the piece, of shape (L, P).
        sign: Of the sign, of shape (l, P).
    """
    steps, size = len(codes), len(sign)
    if not steps:
        return np.zeros(0, np.int64)
    differ = (codes[:, None] != sign[None]).mean(-1)
    place = np.abs((np.arange(steps) + 0.5)[:, None] / steps - (np.arange(size) + 0.5) / size)
    cost = differ + _PLACE_COST * place
    best, came = np.zeros_like(cost), np.zeros(cost.shape, np.int64)
    best[0] = cost[0]
    for at in range(1, steps):
        before = np.minimum.accumulate(best[at - 1])
        from_ = np.zeros(size, np.int64)
        for to in range(1, size):
            from_[to] = to if best[at - 1, to] <= before[to - 1] else from_[to - 1]
        came[at] = from_
        best[at] = cost[at] + before
    path = np.zeros(steps, np.int64)
    path[-1] = int(best[-1].argmin())
    for at in range(steps - 1, 0, -1):
        path[at - 1] = came[at, path[at]]
    return path
