"""The end of a training run: the model folder and what else is told of it, each written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch
from transformers import PreTrainedModel

from signary.io.atomic import atomic_folder, atomic_path
from signary.io.errors import InputError

DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}


@dataclass
class SavingArguments:
    """How the model is saved."""

    weights: str = field(default="fp32", metadata={"help": "Numbers the model is saved in: fp32, fp16 or bf16."})

    def __post_init__(self) -> None:
        _dtype(self.weights)


def write_counts(counts: Mapping[str, Mapping[str, int]], folder: Path) -> None:
    """How many sentences each split has, and why others are left out: `folder/sentences.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    with atomic_path(folder / "sentences.json") as path:
        path.write_text(json.dumps(counts, indent=1), encoding="utf-8")


def _dtype(weights: str) -> torch.dtype:
    if weights not in DTYPES:
        raise InputError("weights", f"one of {', '.join(DTYPES)}", repr(weights))
    return DTYPES[weights]


def save_rounded(model: PreTrainedModel, folder: Path, weights: str, *others: Callable[[Path], object]) -> None:
    """Write a model folder with weights rounded to another number format.

    Whoever measures the model loads it from there (as float32), so that what is measured is what is shared.

    Args:
        model: On any device; it is left as it is.
        folder: Where to; replaced if it is there.
        weights: `fp32`, `fp16` or `bf16`.
        *others: Write what belongs beside the weights, such as a processor; called with the folder before it appears.

    Raises:
        InputError: If the format is unknown, or a weight does not fit in it.
    """
    dtype = _dtype(weights)
    rounded: dict[tuple[int, torch.Size], torch.Tensor] = {}
    state = {}
    for name, value in model.state_dict().items():
        # Tied weights stay one tensor, so that they are written once.
        key = (value.data_ptr(), value.shape)
        if key not in rounded:
            rounded[key] = value.detach().cpu().to(dtype if value.is_floating_point() else value.dtype)
            if value.is_floating_point() and not torch.isfinite(rounded[key]).all():
                raise InputError("weights", f"a format that holds {name}", weights)
        state[name] = rounded[key]
    with atomic_folder(folder, argument="output") as temporary:
        model.save_pretrained(temporary, state_dict=state)
        for write in others:
            write(temporary)
