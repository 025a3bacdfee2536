"""A motion tokenizer from a folder, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import torch

from signary.io.errors import InputError
from signary.tokenizer.modeling_motion_tokenizer import MotionTokenizer


def load_motion_tokenizer(folder: Path | str, dtype: torch.dtype = torch.float32) -> MotionTokenizer:
    """A trained tokenizer in eval mode.

    Args:
        folder: What `save_pretrained` has written.
        dtype: Number type of its networks.

    Raises:
        InputError: If there is no tokenizer, it cannot be read or lacks weights, see `CheckedLoading`.
    """
    if not (Path(folder) / "config.json").is_file():
        raise InputError("tokenizer", "a folder with the config.json of a motion tokenizer", repr(str(folder)))
    tokenizer: MotionTokenizer = MotionTokenizer.from_pretrained(folder, dtype=dtype)
    tokenizer.train(False)
    return tokenizer
