"""What a model folder holds, in words and figures: for `signary model info` and for its card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import nn

from signary.bundle.bundle import Bundle
from signary.bundle.folder import DICTIONARY, GLOSS_MODEL, MOTION_TOKENIZER, RECOGNISER, REFINER, TEXT_MOTION
from signary.io.model_files import is_model_file
from signary.language.training_text import FILE_NAME as TRAINING_TEXT

CARD = "README.md"
#: What a model folder may lack, and what it does without.
_MISSING = {
    DICTIONARY: "no signs of words are retrieved",
    REFINER: "motion stays as the codes give it",
    GLOSS_MODEL: "no glosses are signed",
    TEXT_MOTION: "no motion is made without codes",
    RECOGNISER: "its motion is read back by another model's, or not at all",
    TRAINING_TEXT: "nobody can tell which sentences are like those of training",
    CARD: "`signary model card` writes it",
}


@dataclass(frozen=True)
class Part:
    """A part of a model folder.

    Attributes:
        name: What it is called.
        place: Where it lies in the folder; empty for the folder itself.
        about: What it does, in figures.
        parameters: Numbers of its networks; 0 for what is no network.
        size: Bytes of its files.
    """

    name: str
    place: str
    about: str
    parameters: int
    size: int

    @property
    def weight(self) -> str:
        """Parameters and size in words."""
        size = f"{self.size / 1e6:.1f} MB" if self.size >= 100_000 else f"{self.size / 1e3:.1f} kB"
        return f"{shown_count(self.parameters)} parameters, {size}" if self.parameters else size


def parts_of(bundle: Bundle, folder: Path) -> list[Part]:
    """The parts of a model, in the order of their work.

    Args:
        bundle: The model.
        folder: Where it lies.

    Raises:
        ModelFolderError, FormatError: If the gloss model or the recogniser is broken or does not fit.
    """
    generator, tokenizer = bundle.generator, bundle.motion_tokenizer.config
    codes = ", ".join(f"{name} {size:,}" for name, size in zip(tokenizer.column_names, tokenizer.sizes, strict=True))
    depth = f"{generator.config.encoder_layers} + {generator.config.decoder_layers} layers"
    found: list[tuple[str, str, str, nn.Module | None]] = [
        ("generator", "", f"text to motion codes: {depth}, width {generator.config.d_model}", generator),
        (
            "motion tokenizer",
            MOTION_TOKENIZER,
            f"codes to motion: {codes} codes, {tokenizer.stride} frames a code",
            bundle.motion_tokenizer,
        ),
    ]
    if bundle.dictionary is not None:
        entries = f"signs of words: {len(bundle.dictionary):,} entries, retrieval {bundle.settings.mode}"
        found.append(("dictionary", DICTIONARY, entries, None))
    if bundle.refiner is not None:
        found.append(("refiner", REFINER, "motion of codes to continuous motion", bundle.refiner))
    if (signs := bundle.gloss_model) is not None:
        said = f"{len(signs.config.glosses):,} glosses to motion of {signs.config.layout}, {signs.config.fps:g} fps"
        found.append(("gloss model", GLOSS_MODEL, said, signs))
    if (alone := bundle.text_motion) is not None:
        begins = "shown signs" if alone.config.refines else "noise"
        found.append(("HybridSign alone", TEXT_MOTION, f"text to motion without codes, from {begins}", alone))
    if (reader := bundle.recogniser) is not None:
        reads = f"{len(reader.model.config.glosses):,} glosses of {', '.join(reader.model.config.languages)}"
        found.append(("recogniser", RECOGNISER, f"motion back to {reads}, and text", reader.model))
    return [
        Part(name, place, about, 0 if network is None else _parameters(network), _size(folder / place, place))
        for name, place, about, network in found
    ]


def missing_parts(bundle: Bundle, folder: Path) -> dict[str, str]:
    """What a model folder lacks -> what that means. Nothing of it is needed to sign."""
    there = {
        DICTIONARY: bundle.dictionary,
        REFINER: bundle.refiner,
        GLOSS_MODEL: bundle.gloss_model,
        TEXT_MOTION: bundle.text_motion,
        RECOGNISER: bundle.recogniser,
        TRAINING_TEXT: bundle.training_text or None,
        CARD: (folder / CARD).is_file() or None,
    }
    return {name: meaning for name, meaning in _MISSING.items() if there[name] is None}


def motion_facts(bundle: Bundle) -> dict[str, str]:
    """What motion the model makes, and what its parts must have in common."""
    config = bundle.motion_tokenizer.config
    return {
        "languages": ", ".join(bundle.languages),
        "layout": config.layout,
        "fps": f"{config.fps:g}",
        "hand reference": config.hand_reference if not config.pose_layout.is_keypoints else "none (keypoints)",
        "tokenizer id": config.tokenizer_id or "none",
        "notice": bundle.notice or "none",
    }


def training_facts(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Sign language -> what its training sentences were, in one line."""
    for name, text in sorted(bundle.training_text.items()):
        usual = f"{text.shortest} to {text.longest} words a sentence"
        yield name, f"{text.sentences:,} sentences, {len(text.words):,} different words, usually {usual}"


def describe(bundle: Bundle, folder: Path) -> Iterator[tuple[str, str]]:
    """All of it, a line a fact.

    Args:
        bundle: The model.
        folder: Where it lies.
    """
    yield from motion_facts(bundle).items()
    for part in parts_of(bundle, folder):
        yield part.name, f"{part.about} ({part.weight})"
    for name, said in training_facts(bundle):
        yield f"training text {name}", said
    for name, meaning in missing_parts(bundle, folder).items():
        yield "missing", f"{name} ({meaning})"


def shown_count(number: int) -> str:
    """A count of parameters in words."""
    return f"{number / 1e6:.1f} M" if number >= 100_000 else f"{number:,}"


def _parameters(network: nn.Module) -> int:
    return sum(weight.numel() for weight in network.parameters())


def _size(folder: Path, place: str) -> int:
    """Bytes of a part; of the generator, those of the files beside the other parts."""
    files: Any = folder.rglob("*") if place else (path for path in folder.iterdir() if is_model_file(path.name))
    return sum(path.stat().st_size for path in files if path.is_file())
