"""A trained network of any kind from its folder: whole or not at all, ready for use."""

from __future__ import annotations

import os
from typing import TypeVar

import torch
from transformers import PreTrainedModel

from signary.io.errors import about

_Network = TypeVar("_Network", bound=PreTrainedModel)


def load_model(
    kind: type[_Network],
    where: str | os.PathLike[str],
    *,
    argument: str = "model",
    dtype: torch.dtype = torch.float32,
) -> _Network:
    """A network in evaluation mode, on the CPU.

    Args:
        kind: Its class, one with `CheckedLoading`.
        where: Folder that `save_pretrained` has written, or Hub id.
        argument: What errors call it: the option or part that it was asked for as.
        dtype: Number type of its weights.

    Raises:
        ModelFolderError: If there is none, it is of another kind, or weights are missing, left over or do not fit.
        UnsafeFileError: If a file asks for code, for files elsewhere or for more than its weights can fill.
        FormatError: If a file is broken.
        InputError: If a setting is out of range, or nothing can be fetched.
    """
    with about(argument, "model"):
        network: _Network = kind.from_pretrained(where, dtype=dtype)
    network.train(False)
    return network
