"""A motion tokenizer from a folder, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError

from signary.io.errors import InputError
from signary.tokenizer.modeling_motion_tokenizer import MotionTokenizer


def load_motion_tokenizer(folder: Path | str, dtype: torch.dtype = torch.float32) -> MotionTokenizer:
    """A trained tokenizer in eval mode; where weights are missing, `from_pretrained` would draw them at random.

    Args:
        folder: What `save_pretrained` has written.
        dtype: Number type of its networks.

    Raises:
        InputError: If there is no tokenizer, it cannot be read or lacks weights.
    """
    if not (Path(folder) / "config.json").is_file():
        raise InputError("tokenizer", "a folder with the config.json of a motion tokenizer", repr(str(folder)))
    loaded: Any
    try:
        loaded = MotionTokenizer.from_pretrained(folder, dtype=dtype, output_loading_info=True)
    except (OSError, SafetensorError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise InputError("tokenizer", "a motion tokenizer that can be loaded", reason) from None
    tokenizer: MotionTokenizer = loaded[0]
    if lost := sorted(loaded[1]["missing_keys"]):
        raise InputError("tokenizer", "all weights of a motion tokenizer", f"{str(folder)!r} without {lost[0]}")
    tokenizer.train(False)
    return tokenizer
