"""What a pointer is taught: at every step of a sentence, which step of which shown sign is being signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from signary.generator.sign_mbart.pointer import END, STEPS
from signary.io.errors import InputError

#: Where nobody says what is signed.
UNKNOWN = -1
#: Signs are looked for in motion of which nobody says what it shows: cost of a step that shows none, and the greatest
#: mean cost of a sign's own steps; 1 is a step of which no column is the sign's.
_GAP_COST, _MOST_COST = 0.7, 0.65
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


class ShownPiece(NamedTuple):
    """A sign of a sentence, and what the prompt shows of it.

    Attributes:
        start: When it begins, in steps of the sentence.
        end: When it ends.
        codes: Codes (l, P) of its dictionary entry; None if the prompt does not show it.
    """

    start: float
    end: float
    codes: np.ndarray | None


def pointer_targets(codes: np.ndarray, pieces: Sequence[ShownPiece], whole: bool = True) -> PointerTargets:
    """Targets of a sentence of which it is known when its signs are signed.

    Inside a sign the steps of its dictionary entry are aligned with the sentence's by dynamic time warping over codes;
    between signs the pointer waits at the first step of the next one, and behind the last at the end. Of signs that
    the prompt does not show, and of the way to them, nothing is said.

    Args:
        codes: Of the sentence, of shape (L, P).
        pieces: Its signs, in the order of signing.
        whole: Whether they are all that is signed; else nothing is said of what is between them.

    Raises:
        InputError: If the times of the pieces do not ascend.
    """
    times = [time for piece in pieces for time in (piece.start, piece.end)]
    if times != sorted(times):
        raise InputError("pieces", "times that ascend", times)
    places, inside = np.full(len(codes), END if whole else UNKNOWN), np.zeros(len(codes), np.float32)
    done, first, edges = 0, STEPS, np.arange(len(codes))
    for piece in pieces:
        # A step belongs to a sign if its middle does; a sign has one at least, if there is one left.
        begin = min(max(done, int(np.ceil(piece.start - 0.5))), len(codes))
        stop = min(max(begin + 1, int(np.ceil(piece.end - 0.5))), len(codes))
        if piece.codes is None:
            places[done:stop] = UNKNOWN
        else:
            places[done:begin] = first if whole else UNKNOWN
            places[begin:stop] = first + align(codes[begin:stop], piece.codes)
            first += len(piece.codes)
        done = stop
        inside += np.clip(np.minimum(edges + 1, piece.end) - np.maximum(edges, piece.start), 0, 1)
    if not whole:
        inside[places == UNKNOWN] = UNKNOWN
    return PointerTargets(places.astype(np.int64), np.minimum(inside, 1))


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


def find_spans(codes: np.ndarray, signs: Sequence[np.ndarray]) -> list[tuple[float, float] | None]:
    """When signs are signed, in steps, if each is signed once and in this order.

    The cheapest path through the steps of all signs and the gaps between them; a step of the sentence costs the share
    of columns in which it differs from the sign's. Signs that are hardly like what the path has for them are not found.

    Args:
        codes: Of the sentence, of shape (L, P).
        signs: Codes (l, P) of the signs.

    Returns:
        For each sign (start, end), or None.
    """
    if not signs or not len(codes):
        return [None] * len(signs)
    steps = np.concatenate(signs)
    owner = np.repeat(np.arange(len(signs)), [len(sign) for sign in signs])
    differ = (codes[:, None] != steps[None]).mean(-1)  # (L, K)
    # States: the gap before each sign and its steps, one after another, then the gap behind all.
    place = list[int]()
    for sign in range(len(signs)):
        place += [-1, *np.flatnonzero(owner == sign).tolist()]
    place.append(-1)
    cost = [np.full(len(codes), _GAP_COST) if at < 0 else differ[:, at] for at in place]
    table = np.stack(cost, axis=1)  # (L, states)
    path = _cheapest_path(table, np.array(place) >= 0)
    if path is None:
        return [None] * len(signs)
    shown = np.array(place)[path]
    return [_span_of(shown, owner, differ, sign) for sign in range(len(signs))]


def _span_of(shown: np.ndarray, owner: np.ndarray, differ: np.ndarray, sign: int) -> tuple[float, float] | None:
    """The span of a sign on a path of shown steps (L,), -1 in gaps; None if it is hardly like what is there."""
    at = np.flatnonzero((shown >= 0) & (owner[shown.clip(0)] == sign))
    if not len(at) or differ[at, shown[at]].mean() > _MOST_COST:
        return None
    return float(at[0]), float(at[-1] + 1)


def _cheapest_path(table: np.ndarray, is_step: np.ndarray) -> np.ndarray | None:
    """States (L,) of the cheapest path through costs (L, states), from one of the first two to one of the last two.

    It stays, goes to the next state, or to the one after it: over a gap of no steps, or a step that is passed over. A
    gap is not entered past a step. None if the sentence is too short to come to the end.
    """
    best, came = np.full(table.shape, np.inf), np.zeros(table.shape, np.int64)
    best[0, :2] = table[0, :2]
    for at in range(1, len(table)):
        ahead = [np.concatenate([np.full(by, np.inf), best[at - 1]])[: table.shape[1]] for by in range(3)]
        ahead[2] = np.where(is_step, ahead[2], np.inf)
        came[at] = np.argmin(ahead, axis=0)
        best[at] = table[at] + np.min(ahead, axis=0)
    last = table.shape[1] - 1 - int(best[-1, -2] < best[-1, -1])
    if not np.isfinite(best[-1, last]):
        return None
    path = [last]
    for at in range(len(table) - 1, 0, -1):
        path.append(path[-1] - int(came[at, path[-1]]))
    return np.array(path[::-1])
