"""What a hand wants of what it may touch: gaps that are as wide on a rig as with us, as linear equations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: How a gap's weight falls with its width, metres: to a quarter at this.
_NEAR = 0.03
#: Weight of what is wanted along a surface, against across it.
_ALONG = 0.12


@dataclass
class HandPoints:
    """Points of one hand over time.

    Attributes:
        ours: Where they are with us, metres, (T, K, 3).
        offsets: Where they are on the rig from its wrist, (T, K, 3).
        thick: Half the thickness around them with us and on the rig, (2, K): 0 for tips.
        weights: How much their gaps count, (K,): 0 for what is only pushed out.
    """

    ours: np.ndarray
    offsets: np.ndarray
    thick: np.ndarray
    weights: np.ndarray


@dataclass
class Wish:
    """Where points of a hand want to be because of one thing that they may touch.

    Attributes:
        gaps: How far from it, (T, K), metres, thickness included.
        places: Where, (T, K, 3).
        weights: How much, (T, K).
    """

    gaps: np.ndarray
    places: np.ndarray
    weights: np.ndarray


def rows(wish: Wish, gap: np.ndarray, out: np.ndarray, here: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Normal equations, (T, 3, 3) and (T, 3), of a hand's move: across surfaces by the gap, along them by the place."""
    seen = np.isfinite(gap)
    across = wish.weights * seen
    gap = np.where(seen, gap, 1.0)
    equations = (1 - _ALONG) * np.einsum("tk,tki,tkj->tij", across, out, out)
    equations += _ALONG * across.sum(1)[:, None, None] * np.eye(3)
    lacking = wish.places - here
    along = lacking - (lacking * out).sum(-1, keepdims=True) * out
    wanted = np.einsum("tk,tki->ti", across * (wish.gaps - gap), out)
    wanted += _ALONG * np.einsum("tk,tki->ti", across, along)
    return equations, wanted


def nearness(clear: np.ndarray) -> np.ndarray:
    """How much gaps of some width count, metres, 1 at none."""
    return np.asarray((1 + (np.maximum(clear, 0.0) / _NEAR) ** 2) ** -2)


def to_capsules(
    places: np.ndarray, starts: np.ndarray, ends: np.ndarray, radii: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Gap (T, K) of places to the nearest capsule, which it is, how far along it, and the way out of it (T, K, 3)."""
    bone = ends - starts
    away = places[:, :, None] - starts[:, None]
    share = np.einsum("tksi,tsi->tks", away, bone) / np.maximum((bone**2).sum(-1), 1e-12)[:, None]
    share = np.clip(share, 0.0, 1.0)
    away = away - share[..., None] * bone[:, None]
    distance = np.linalg.norm(away, axis=-1)
    gaps = distance - radii
    nearest = gaps.argmin(-1)
    pick = nearest[..., None]
    out = np.take_along_axis(away, pick[..., None], 2)[:, :, 0] / np.maximum(
        np.take_along_axis(distance, pick, 2), 1e-9
    )
    return np.take_along_axis(gaps, pick, 2)[..., 0], nearest, np.take_along_axis(share, pick, 2)[..., 0], out
