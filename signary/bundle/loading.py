"""How models are loaded: in which numbers, and without the bars and notices of transformers where a line says it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from signary.io.errors import InputError


@contextmanager
def quiet_loading() -> Iterator[None]:
    """Within it, transformers shows no progress bars and says nothing short of an error."""
    from transformers.utils import logging

    bars, verbosity = logging.is_progress_bar_enabled(), logging.get_verbosity()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


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
