"""What SOKE's released tokenizer calls its weights, and of which shapes they are.

**No checkpoint of it was ever seen here.** The names are those of MotionGPT (MIT licence), on which SOKE is built, and
of the parts as public code that loads such checkpoints calls them; a mapping says others.

    vae.…        body        43 features (30 with a face part)
    hand_vae.…   left hand   45 (or both hands, 90)
    rhand_vae.…  right hand  45
    face_vae.…   face        13, where there is one

Below each, with h halvings and d dilated blocks a stage (`soke`: h 2, d 3):

    encoder.model.0, encoder.model.{2+i}.0, encoder.model.{2+i}.1.model.{j}.conv1 and .conv2, encoder.model.{2+h}
    decoder.model.0, decoder.model.{2+i}.0.model.{j}.conv1 and .conv2, decoder.model.{2+i}.2,
    decoder.model.{2+h}, decoder.model.{4+h}
    quantizer.codebook (V, C)

SOKE's code does not save the moving averages of its codebooks; where `quantizer.code_sum` and `quantizer.code_count`
are there, they are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import torch

from signary.io.errors import FormatError
from signary.io.quoting import cut, quoted
from signary.io.yaml_file import read_yaml

#: Part -> what its weights may be called by.
PREFIXES: Mapping[str, tuple[str, ...]] = {
    "body": ("vae", "motion_vae"),
    "left_hand": ("hand_vae", "lhand_vae"),
    "right_hand": ("rhand_vae",),
    "face": ("face_vae",),
}
#: Which of them there are -> partition, and our name of the part of each.
PARTITIONS: Mapping[frozenset[str], tuple[str, dict[str, str]]] = {
    frozenset({"body"}): ("whole", {"body": "whole"}),
    frozenset({"body", "left_hand"}): ("body_hands", {"body": "body", "left_hand": "hands"}),
    frozenset({"body", "left_hand", "right_hand"}): (
        "body_left_right",
        {"body": "body", "left_hand": "left_hand", "right_hand": "right_hand"},
    ),
}
#: Dilations of MotionGPT's blocks grow by this from the last to the first.
GROWTH = 3
_MOST_STAGES, _MOST_BLOCKS = 3, 8


@dataclass(frozen=True)
class SokeMapping:
    """What a checkpoint calls its parts.

    Attributes:
        parts: Part -> prefix of its weights' names; parts that are not named have the usual ones.
        dilations: Of the blocks of a stage, in order; None for powers of 3, the largest first.
    """

    parts: Mapping[str, str] = field(default_factory=dict)
    dilations: tuple[int, ...] | None = None

    @classmethod
    def read(cls, path: Path | str) -> SokeMapping:
        """A YAML file: `parts`, names of parts to prefixes, and `dilations`, a list; both optional.

        Raises:
            InputError: If there is no such file.
            FormatError: If it says something else.
        """
        found, where = read_yaml(path).values, Path(path).name
        if not isinstance(found, dict) or not set(found) <= {"parts", "dilations"}:
            raise FormatError(where, "parts and dilations", quoted(found))
        parts, dilations = found.get("parts", {}), found.get("dilations")
        if not isinstance(parts, dict) or not all(isinstance(prefix, str) and prefix for prefix in parts.values()):
            raise FormatError(f"{where}, parts", "names of parts with a prefix each", quoted(parts))
        if unknown := sorted(set(parts) - set(PREFIXES)):
            raise FormatError(f"{where}, parts", f"some of {', '.join(PREFIXES)}", quoted(unknown[0]))
        whole = isinstance(dilations, list) and all(type(step) is int for step in dilations)
        if dilations is not None and not whole:
            raise FormatError(f"{where}, dilations", "a list of whole numbers", quoted(dilations))
        return cls(parts, tuple(dilations) if dilations is not None else None)


class Stages(NamedTuple):
    """How often a part is halved, and how many blocks follow each time."""

    halvings: int
    blocks: int


class Convolution(NamedTuple):
    """A convolution of a part.

    Attributes:
        ours: Its name in our part, `encoders` or `decoders` first.
        theirs: Its name below the part's prefix.
        shape: Of its weight.
    """

    ours: str
    theirs: str
    shape: tuple[int, int, int]


def part_prefixes(where: str, weights: Mapping[str, torch.Tensor], mapping: SokeMapping) -> dict[str, str]:
    """Part -> prefix of its weights.

    Args:
        where: What messages call the checkpoint.
        weights: Of it.
        mapping: What the user says of it.

    Raises:
        FormatError: If a part that was named is not there, or may be one of two.
    """
    firsts = {name.rsplit(".encoder.", 1)[0] for name in weights if ".encoder." in name}
    found = {}
    for part, usual in PREFIXES.items():
        asked = mapping.parts.get(part)
        there = [prefix for prefix in ((asked,) if asked else usual) if prefix in firsts]
        if len(there) > 1:
            raise FormatError(where, f"one of {' and '.join(there)} for {part} (--mapping says which)", "both")
        if asked and not there:
            raise FormatError(where, f"weights called {asked}.… for {part}", _said(firsts))
        if there:
            found[part] = there[0]
    if frozenset(found) - {"face"} not in PARTITIONS:
        expected = "weights called vae.…, hand_vae.… and rhand_vae.… (--mapping says other names)"
        raise FormatError(where, expected, _said(firsts))
    return found


def _said(firsts: set[str]) -> str:
    return cut(", ".join(f"{first}.…" for first in sorted(firsts)), 200) or "none with an encoder"


def stages_of(where: str, weights: Mapping[str, torch.Tensor], prefixes: Mapping[str, str]) -> Stages:
    """Of all parts, which have to be alike.

    Raises:
        FormatError: If there are none, too many, or others in another part.
    """
    found = {prefix: _stages(where, weights, prefix) for prefix in prefixes.values()}
    if len(set(found.values())) > 1:
        said = ", ".join(f"{prefix}: {stages.halvings} of {stages.blocks}" for prefix, stages in found.items())
        raise FormatError(where, "parts of as many stages and blocks", said)
    return next(iter(found.values()))


def _stages(where: str, weights: Mapping[str, torch.Tensor], prefix: str) -> Stages:
    halvings = blocks = 0
    while f"{prefix}.encoder.model.{2 + halvings}.0.weight" in weights and halvings <= _MOST_STAGES:
        halvings += 1
    while f"{prefix}.encoder.model.2.1.model.{blocks}.conv1.weight" in weights and blocks <= _MOST_BLOCKS:
        blocks += 1
    if not 1 <= halvings <= _MOST_STAGES or not 1 <= blocks <= _MOST_BLOCKS:
        expected = f"1 to {_MOST_STAGES} stages {prefix}.encoder.model.2… of 1 to {_MOST_BLOCKS} blocks"
        raise FormatError(where, expected, f"{halvings} of {blocks}")
    return Stages(halvings, blocks)


def weight_shape(where: str, weights: Mapping[str, torch.Tensor], name: str, dimensions: int) -> tuple[int, ...]:
    """Shape of a weight.

    Raises:
        FormatError: If it is not there, or has other dimensions.
    """
    if name not in weights:
        raise FormatError(where, f"a weight {name}", "none")
    if weights[name].ndim != dimensions:
        raise FormatError(f"{where}, {name}", f"{dimensions} dimensions", tuple(weights[name].shape))
    return tuple(weights[name].shape)


def convolutions(stages: Stages, width: int, features: int, code_dim: int) -> Iterator[Convolution]:
    """All convolutions of a part.

    Args:
        stages: Of it.
        width: Channels.
        features: D, of the part.
        code_dim: C.
    """
    halvings, blocks = stages
    yield Convolution("encoders.first.conv", "encoder.model.0", (width, features, 3))
    yield Convolution("decoders.first.conv", "decoder.model.0", (width, code_dim, 3))
    for stage in range(halvings):
        yield Convolution(f"encoders.down.{stage}", f"encoder.model.{2 + stage}.0", (width, width, 4))
        yield Convolution(f"decoders.up.{stage}.conv", f"decoder.model.{2 + stage}.2", (width, width, 3))
        for block in range(blocks):
            for ours, theirs, kernel in (("wide", "conv1", 3), ("narrow", "conv2", 1)):
                mine, shape = f"stacks.{stage}.{ours}.{block}.conv", (width, width, kernel)
                yield Convolution(f"encoders.{mine}", f"encoder.model.{2 + stage}.1.model.{block}.{theirs}", shape)
                yield Convolution(f"decoders.{mine}", f"decoder.model.{2 + stage}.0.model.{block}.{theirs}", shape)
    yield Convolution("encoders.last.conv", f"encoder.model.{2 + halvings}", (code_dim, width, 3))
    yield Convolution("decoders.before_last.conv", f"decoder.model.{2 + halvings}", (width, width, 3))
    yield Convolution("decoders.last.conv", f"decoder.model.{4 + halvings}", (features, width, 3))
