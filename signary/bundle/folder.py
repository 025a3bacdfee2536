"""Where a model lies: a folder, the one that comes with the package, or what is fetched from the Hub.

    config.json, model.safetensors, processor_config.json, tokenizer.json …   generator and its processor
    motion_tokenizer/                                                         codes to motion
    refiner/                                                                  coarse motion to continuous motion
    dictionary/dictionary.parquet, dictionary/retrieval.json                  signs of words, and which are retrieved
    training_text.json                                                        which words training had, and how often
    fgdm/                                                                     a gloss model of its own
    recogniser/                                                               reads motion, for back-translation

A folder without `dictionary/` is a model that was trained without retrieval; one without `refiner/` leaves motion as
its codes give it.
"""

from __future__ import annotations

from pathlib import Path

from signary.io.hub import fetch_model
from signary.io.model_files import ModelFolderError

#: The model that comes with the package.
EMBEDDED = Path(__file__).parents[1] / "demo"
MOTION_TOKENIZER, REFINER, DICTIONARY, GLOSS_MODEL, RECOGNISER = (
    "motion_tokenizer",
    "refiner",
    "dictionary",
    "fgdm",
    "recogniser",
)
#: What is fetched from a Hub repository besides the generator.
_HUB_FILES = (
    *("*.json", "*.model", f"{DICTIONARY}/*"),
    *(f"{part}/*.{suffix}" for part in (MOTION_TOKENIZER, REFINER) for suffix in ("json", "safetensors")),
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


def is_embedded(folder: Path) -> bool:
    """Whether a folder is that of the model that comes with the package."""
    return folder.resolve() == EMBEDDED.resolve()


def local_folder(name: str, revision: str | None = None, local_files_only: bool = False) -> Path:
    """The folder of a model; what it needs besides the generator is fetched if it lies on the Hub.

    Args:
        name: Folder or Hub id.
        revision: Commit, branch or tag on the Hub, *optional*.
        local_files_only: Fetch nothing, use what was fetched before.

    Raises:
        InputError: If it is no folder and cannot be fetched.
    """
    return fetch_model(name, _HUB_FILES, revision=revision, local_files_only=local_files_only)


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
