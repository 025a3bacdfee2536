"""Glosses out of CTC's probabilities of steps (Graves et al. 2006): the best path, and prefix beam search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

import numpy as np
import torch
from torch.nn import functional as F  # noqa: N812

from signary.evaluation.back_translation.glosses import BLANK
from signary.io.errors import InputError

_NEVER = -np.inf


def ctc_nll(
    log_probabilities: torch.Tensor, steps: torch.Tensor, glosses: torch.Tensor, counts: torch.Tensor
) -> torch.Tensor:
    """−log p(glosses | motion) of every row (Eq. 5 and 6), in nats.

    Args:
        log_probabilities: Tensor of shape (B, L, V).
        steps: Number of steps of every row, (B,).
        glosses: Ids of shape (B, G), anything behind the end of a row.
        counts: Number of glosses of every row, (B,).

    Returns:
        Tensor of shape (B,).

    Raises:
        InputError: If a row has fewer steps than its glosses take: one each, and a blank between two that are alike.
    """
    place = torch.arange(1, glosses.shape[1], device=glosses.device)
    repeats = ((glosses[:, 1:] == glosses[:, :-1]) & (place < counts[:, None])).sum(1)
    short = counts + repeats > steps
    if bool(short.any()):
        row = int(short.long().argmax())
        needed = int(counts[row] + repeats[row])
        raise InputError(f"gloss_ids[{row}]", f"motion of at least {needed} steps", f"{int(steps[row])} steps")
    return F.ctc_loss(log_probabilities.transpose(0, 1).float(), glosses, steps, counts, blank=BLANK, reduction="none")


def steps_needed(glosses: Sequence[object]) -> int:
    """Least steps in which CTC can say these glosses."""
    return len(glosses) + sum(first == second for first, second in zip(glosses, glosses[1:], strict=False))


def best_path(log_probabilities: torch.Tensor) -> list[int]:
    """Gloss ids of the likeliest path: one id a step, repeats and blanks taken out.

    Args:
        log_probabilities: Tensor of shape (L, V), without padding.
    """
    path = log_probabilities.argmax(-1).tolist()
    return [number for number, _ in groupby(path) if number != BLANK]


def prefix_beam_search(log_probabilities: torch.Tensor, beams: int) -> list[int]:
    """Gloss ids of the likeliest sequence among those that the beam keeps, summed over all their paths.

    Args:
        log_probabilities: Tensor of shape (L, V), without padding.
        beams: Prefixes kept after each step.

    Raises:
        InputError: If `beams` is below 1.
    """
    if beams < 1:
        raise InputError("beams", "at least 1", beams)
    rows = log_probabilities.double().cpu().numpy()
    # Prefix -> log-probability of its paths that end with a blank, and of those that do not.
    kept: dict[tuple[int, ...], tuple[float, float]] = {(): (0.0, _NEVER)}
    for row in rows:
        found = _extended(kept, row, beams)
        ranked = sorted(found, key=lambda prefix: np.logaddexp(*found[prefix]), reverse=True)
        kept = {prefix: found[prefix] for prefix in ranked[:beams]}
    return list(next(iter(kept)))


def _extended(
    kept: dict[tuple[int, ...], tuple[float, float]], row: np.ndarray, beams: int
) -> dict[tuple[int, ...], tuple[float, float]]:
    """All prefixes one step later that may be among the best `beams`."""
    # Of the ways to go on, only the likeliest matter, and those that lead to a prefix that is kept anyway.
    likely = np.argsort(-row, kind="stable")[: beams + 2].tolist()
    tokens = {*likely, *(prefix[-1] for prefix in kept if prefix)} - {BLANK}
    found: dict[tuple[int, ...], tuple[float, float]] = defaultdict(lambda: (_NEVER, _NEVER))

    def add(prefix: tuple[int, ...], blank: float, other: float) -> None:
        before = found[prefix]
        found[prefix] = (float(np.logaddexp(before[0], blank)), float(np.logaddexp(before[1], other)))

    for prefix, (blank, other) in kept.items():
        whole = float(np.logaddexp(blank, other))
        add(prefix, whole + row[BLANK], other + row[prefix[-1]] if prefix else _NEVER)
        for token in tokens:
            # The same gloss again needs a blank in between.
            add((*prefix, token), _NEVER, (blank if prefix and token == prefix[-1] else whole) + row[token])
    return found
