"""Where a model lies: a folder, the one that comes with the package, or what is fetched from the Hub.

    config.json, model.safetensors, processor_config.json, tokenizer.json …   generator and its processor
    motion_tokenizer/                                                         codes to motion
    refiner/                                                                  coarse motion to continuous motion
    dictionary/dictionary.parquet, dictionary/retrieval.json                  signs of words, and which are retrieved
    hybridsign/                                                               text to motion, without codes
    training_text.json                                                        which words training had, and how often
    fgdm/                                                                     a gloss model of its own
    recogniser/                                                               reads motion, for back-translation

A folder without `dictionary/` is a model that was trained without retrieval; one without `refiner/` leaves motion as
its codes give it.
"""

from __future__ import annotations

import os
from pathlib import Path

from signary.io.hub import fetch_model
from signary.io.model_files import ModelFolderError, inside

#: The model that comes with the package.
EMBEDDED = Path(__file__).parents[1] / "demo"
MOTION_TOKENIZER, REFINER, DICTIONARY, GLOSS_MODEL, RECOGNISER, TEXT_MOTION = (
    "motion_tokenizer",
    "refiner",
    "dictionary",
    "fgdm",
    "recogniser",
    "hybridsign",
)
#: The parts that are networks.
NETWORKS = (MOTION_TOKENIZER, REFINER, GLOSS_MODEL, RECOGNISER, TEXT_MOTION)
#: What is fetched from a Hub repository.
_HUB_FILES = (
    *("*.json", "*.model", "model.safetensors", "model-*.safetensors", f"{DICTIONARY}/*"),
    *(f"{part}/*.{suffix}" for part in NETWORKS for suffix in ("json", "safetensors", "model")),
)


class NoEmbeddedModelError(ModelFolderError):
    """No model was named, and the package carries none."""


def embedded_folder() -> Path:
    """Folder of the model that comes with the package.

    Raises:
        NoEmbeddedModelError: If this installation has none.
    """
    if not (EMBEDDED / "config.json").is_file():
        expected = "a folder or Hub id, as this installation carries no model (`make demo-model` makes it)"
        raise NoEmbeddedModelError("model", expected, "none")
    return EMBEDDED


def local_folder(name: str, revision: str | None = None, local_files_only: bool = False) -> Path:
    """The folder of a model, fetched if it lies on the Hub.

    Args:
        name: Folder or Hub id.
        revision: Commit, branch or tag on the Hub, *optional*.
        local_files_only: Fetch nothing, use what was fetched before.

    Raises:
        InputError: If it is no folder and cannot be fetched.
    """
    return fetch_model(name, _HUB_FILES, revision=revision, local_files_only=local_files_only)


def part_folder(folder: Path, part: str) -> Path | None:
    """Where a part of a model folder lies that it may have or not.

    Args:
        folder: A model folder.
        part: `refiner`, `dictionary`, `fgdm`, `recogniser` or `hybridsign`.

    Raises:
        ModelFolderError: If something lies in its place that is no folder.
        UnsafeFileError: If a link leads out of the model folder.
    """
    if not os.path.lexists(folder / part):
        return None
    found = inside(folder, part)
    if not found.is_dir():
        raise ModelFolderError("model", f"a folder {part}, or none", f"a file of that name in {str(folder)!r}")
    return found


def gloss_folder(name: str | None) -> Path:
    """Folder of a gloss model.

    Args:
        name: Folder or Hub id: its own, or that of a text-to-sign model that has one; None for the one that comes with
            the package.

    Raises:
        InputError: As `local_folder` and `part_folder`.
        NoEmbeddedModelError: If none is named, and this installation has none.
    """
    if name is None:
        return embedded_gloss_folder()
    folder = local_folder(name)
    return part_folder(folder, GLOSS_MODEL) or folder


def embedded_gloss_folder() -> Path:
    """Folder of the gloss model that comes with the package.

    Raises:
        NoEmbeddedModelError: If this installation has none.
    """
    folder = EMBEDDED / GLOSS_MODEL
    if not (folder / "config.json").is_file():
        expected = "a folder or Hub id, as this installation carries no gloss model (`signary train fgdm` makes one)"
        raise NoEmbeddedModelError("model", expected, "none")
    return folder
