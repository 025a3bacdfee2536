"""How far coarse motion is off: the unit in which a refiner sees, says and starts."""

from __future__ import annotations

from collections.abc import Iterable

import torch

from signary.io.errors import InputError

#: Features that coarse motion gets this right (in standard deviations) are right: a smaller unit would be noise.
MIN_ERROR = 1e-3


def coarse_error(pairs: Iterable[tuple[torch.Tensor, torch.Tensor]], std: torch.Tensor) -> torch.Tensor:
    """Root mean square of (coarse − true) / std of every feature, at least `MIN_ERROR`; for `set_statistics`.

    A feature that no frame has (a face that no keypoints show) counts as right: it stays as the
    codes give it.

    Args:
        pairs: Coarse and true motion, each of shape (T, D), NaN where missing; read once.
        std: Standard deviation of the features, shape (D,), above 0.

    Raises:
        InputError: If shapes do not fit, or all features are missing in all frames.
    """
    squares, count = torch.zeros_like(std, dtype=torch.double), torch.zeros_like(std, dtype=torch.long)
    for coarse, true in pairs:
        if coarse.shape != true.shape or coarse.ndim != 2 or coarse.shape[1:] != std.shape:
            got = f"{tuple(coarse.shape)} and {tuple(true.shape)}"
            raise InputError("pairs", f"two tensors of shape (T, {len(std)})", got)
        error = ((coarse - true) / std).double()
        known = ~error.isnan()
        squares += torch.where(known, error.square(), 0.0).sum(0)
        count += known.sum(0)
    if not count.any():
        raise InputError("pairs", "motion in at least one frame", "none")
    return (squares / count.clamp(min=1)).sqrt().clamp(min=MIN_ERROR).to(std.dtype)
