"""SOKE's released tokenizer as a tokenizer of ours: every weight of its parts in its place, each once.

Names and shapes are those of `soke_names`. What belongs to no part (the language model, counters of metrics) is left
out and said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch

from signary.io.errors import FormatError, InputError
from signary.io.state_dict import load_state_dict
from signary.tokenizer.configuration_motion_tokenizer import MotionTokenizerConfig
from signary.tokenizer.modeling_motion_tokenizer import MotionTokenizer
from signary.tokenizer.soke_names import (
    GROWTH,
    PARTITIONS,
    SokeMapping,
    Stages,
    convolutions,
    part_prefixes,
    stages_of,
    weight_shape,
)

#: SOKE adds it to deviations, so that it never divides by 0.
EPSILON = 1e-10
#: Weights in messages.
_NAMED = 5
#: Our name of a weight -> the checkpoint's, with the shape that it has to have.
_Places = dict[str, tuple[str, tuple[int, ...]]]


@dataclass(frozen=True)
class ImportedTokenizer:
    """A tokenizer that was made of a checkpoint.

    Attributes:
        tokenizer: With all weights of its parts.
        prefixes: Our part -> what its weights were called by.
        left_out: First name -> number of tensors that belong to no part.
        averages: Whether the moving averages of all codebooks were there.
    """

    tokenizer: MotionTokenizer
    prefixes: Mapping[str, str]
    left_out: Mapping[str, int]
    averages: bool


def import_soke_tokenizer(
    path: Path | str,
    statistics: tuple[np.ndarray, np.ndarray],
    fps: float,
    mapping: SokeMapping | None = None,
    hand_reference: str = "mano_mean",
) -> ImportedTokenizer:
    """A tokenizer with the weights of a checkpoint, which encodes and decodes as SOKE's code does.

    Args:
        path: A checkpoint of PyTorch Lightning, or a file of tensors.
        statistics: Mean and standard deviation of the 133 features (`read_soke_statistics`).
        fps: Frames a second that its codes are taken to stand for: the checkpoint does not say it.
        mapping: What it calls its parts, *optional*.
        hand_reference: What zero hands mean in the motion it was trained on.

    Returns:
        A tokenizer whose id is a hash of its weights, so that codes of one import are those of another.

    Raises:
        InputError: If there is no such file, or a setting does not fit.
        FormatError: If a weight is missing, unknown, of another shape or not finite; names the file and the weight.
        UnsafeFileError: As `load_state_dict`.
    """
    where, mapping = Path(path).name, mapping or SokeMapping()
    weights = load_state_dict(path)
    named = part_prefixes(where, weights, mapping)
    partition, parts = PARTITIONS[frozenset(named) - {"face"}]
    prefixes = {parts.get(part, part): prefix for part, prefix in named.items()}
    stages = stages_of(where, weights, prefixes)
    sizes = _config(where, weights, prefixes, stages, mapping)
    config = MotionTokenizerConfig(
        layout="smplx", fps=fps, hand_reference=hand_reference, partition=partition, face_part="face" in named, **sizes
    )
    places = _places(config, prefixes, stages)
    # Before a network is built: it never grows beyond what the file holds.
    averages = _check(where, weights, prefixes, places)
    tokenizer = MotionTokenizer(config)
    _fill(tokenizer, weights, places)
    mean, std = (torch.from_numpy(np.asarray(numbers, np.float32)) for numbers in statistics)
    tokenizer.mean.copy_(mean)
    tokenizer.std.copy_(std + EPSILON)
    tokenizer.config.tokenizer_id = _hash(tokenizer)
    tokenizer.train(False)
    return ImportedTokenizer(tokenizer, prefixes, _left_out(weights, prefixes), averages)


def _config(
    where: str,
    weights: Mapping[str, torch.Tensor],
    prefixes: Mapping[str, str],
    stages: Stages,
    mapping: SokeMapping,
) -> dict[str, Any]:
    """What the shapes of weights say of the architecture."""
    dilations = mapping.dilations or tuple(GROWTH**at for at in reversed(range(stages.blocks)))
    if len(dilations) != stages.blocks:
        raise InputError("mapping, dilations", f"{stages.blocks}, one for each block of a stage", len(dilations))
    books = {part: weight_shape(where, weights, f"{prefix}.quantizer.codebook", 2) for part, prefix in prefixes.items()}
    firsts = {
        part: weight_shape(where, weights, f"{prefix}.encoder.model.0.weight", 3) for part, prefix in prefixes.items()
    }
    return {
        "codebook_sizes": {part: book[0] for part, book in books.items()},
        "width": {part: first[0] for part, first in firsts.items()},
        "code_dim": next(iter(books.values()))[1],
        "stride": 2**stages.halvings,
        "dilations": dilations,
    }


def _places(config: MotionTokenizerConfig, prefixes: Mapping[str, str], stages: Stages) -> _Places:
    found: _Places = {}
    layout, sizes = config.pose_layout, dict(zip(config.column_names, config.sizes, strict=True))
    for part, prefix in prefixes.items():
        features, width = len(layout.features(config.part_joints[part])), config.part_widths[part]
        for ours, theirs, shape in convolutions(stages, width, features, config.code_dim):
            kind, rest = ours.split(".", 1)
            found[f"{kind}.{part}.{rest}.weight"] = f"{prefix}.{theirs}.weight", shape
            found[f"{kind}.{part}.{rest}.bias"] = f"{prefix}.{theirs}.bias", shape[:1]
        book, below, size = f"quantizers.{part}.vq._codebook", f"{prefix}.quantizer", sizes[part]
        found[f"{book}.embed"] = f"{below}.codebook", (size, config.code_dim)
        found[f"{book}.embed_avg"] = f"{below}.code_sum", (size, config.code_dim)
        found[f"{book}.cluster_size"] = f"{below}.code_count", (size,)
    return found


def _check(where: str, weights: Mapping[str, torch.Tensor], prefixes: Mapping[str, str], places: _Places) -> bool:
    """Every weight is there, of its shape, and no other; whether the moving averages are, which may be missing."""
    averages = [name for name, _ in places.values() if name.endswith((".code_sum", ".code_count"))]
    there = all(name in weights for name in averages)
    wanted = {name: shape for name, shape in places.values() if there or name not in averages}
    if missing := [name for name in wanted if name not in weights]:
        raise FormatError(where, f"{len(wanted)} weights of the tokenizer", f"none called {_some(missing)}")
    below = tuple(f"{prefix}." for prefix in prefixes.values())
    if unknown := [name for name in weights if name.startswith(below) and name not in wanted]:
        raise FormatError(where, "no weights but those of the released tokenizer", _some(unknown))
    for name, shape in wanted.items():
        found = weights[name]
        if found.shape != shape or not found.is_floating_point():
            raise FormatError(f"{where}, {name}", f"numbers of shape {shape}", f"{found.dtype} of {tuple(found.shape)}")
        if not torch.isfinite(found).all():
            raise FormatError(f"{where}, {name}", "finite numbers", "NaN or infinity")
    return there


def _some(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} others" if len(names) > _NAMED else "")


def _fill(tokenizer: MotionTokenizer, weights: Mapping[str, torch.Tensor], places: _Places) -> None:
    state = tokenizer.state_dict()
    for ours, (theirs, shape) in places.items():
        if theirs in weights:
            state[ours].copy_(weights[theirs].reshape(state[ours].shape))
        elif len(shape) == 1:
            state[ours].fill_(1.0)  # counts, which its code does not save: as it begins with
        else:
            state[ours].copy_(weights[theirs.replace("code_sum", "codebook")].reshape(state[ours].shape))
    for name, tensor in state.items():
        if name.endswith(".initted"):
            tensor.fill_(True)


def _left_out(weights: Mapping[str, torch.Tensor], prefixes: Mapping[str, str]) -> dict[str, int]:
    used, found = tuple(f"{prefix}." for prefix in prefixes.values()), dict[str, int]()
    for name in weights:
        if not name.startswith(used):
            first = name.split(".")[0]
            found[first] = found.get(first, 0) + 1
    return found


def _hash(tokenizer: MotionTokenizer) -> str:
    found = sha256()
    for name, tensor in sorted(tokenizer.state_dict().items()):
        found.update(name.encode() + tensor.contiguous().numpy().tobytes())
    return found.hexdigest()[:32]
