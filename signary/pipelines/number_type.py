"""Which numbers networks are loaded in."""

from __future__ import annotations

import torch

from signary.io.errors import InputError


def number_type(dtype: torch.dtype | str | None, own: torch.dtype) -> torch.dtype:
    """The number type of a pipeline's networks.

    Args:
        dtype: What was asked for; `"auto"`, which `transformers.pipeline` passes by default, is float32.
        own: Of the network as it is, for None.

    Raises:
        InputError: If it is no floating-point type.
    """
    kind = {"auto": torch.float32, None: own}.get(dtype, dtype)  # type: ignore[arg-type]
    if not isinstance(kind, torch.dtype) or not kind.is_floating_point:
        raise InputError("dtype", "a floating-point torch.dtype, or auto for float32", repr(dtype))
    return kind
