"""A text-to-sign model as one folder: generator and processor at the root, the rest below.

    config.json, model.safetensors, processor_config.json, tokenizer.json …   generator and its processor
    motion_tokenizer/                                                         codes to motion
    refiner/                                                                  coarse motion to continuous motion
    dictionary/dictionary.parquet, dictionary/retrieval.json                  signs of words, and which are retrieved
    training_text.json                                                        which words training had, and how often

A folder without `dictionary/` is a model that was trained without retrieval; one without `refiner/` leaves motion as
its codes give it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import torch
from transformers import PreTrainedModel

from signary.generator.hybridsign import HybridSignModel
from signary.generator.sign_mbart import SignMBartProcessor, SignVocabulary
from signary.io.errors import InputError
from signary.io.hub import fetch_model
from signary.io.model_files import ModelFolderError, check_entries, inside
from signary.language.training_text import FILE_NAME as TRAINING_TEXT
from signary.language.training_text import TrainingText, load_training_text, save_training_text
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.dictionary_file import FILE_NAME as DICTIONARY_FILE
from signary.retrieval.dictionary_file import DictionaryMismatchError
from signary.retrieval.settings import RetrievalSettings
from signary.tokenizer import MotionTokenizer

#: The model that comes with the package.
EMBEDDED = Path(__file__).parents[1] / "demo"
MOTION_TOKENIZER, REFINER, DICTIONARY = "motion_tokenizer", "refiner", "dictionary"
_Network = TypeVar("_Network", bound=PreTrainedModel)
_PROCESSOR_FILE = "processor_config.json"
#: The text tokenizer: trained on a corpus, or mBART's own.
_TEXT_TOKENIZERS = ("tokenizer.json", "sentencepiece.bpe.model")
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


@dataclass(frozen=True)
class ModelParts:
    """What a text-to-sign model has besides its generator.

    Attributes:
        processor: Makes prompts.
        motion_tokenizer: Makes motion of codes.
        dictionary: Signs of words; None for a model without retrieval.
        settings: Which signs are retrieved where nobody says so.
        refiner: Makes motion continuous; None for a model without one.
        training_text: Sign language -> figures of the sentences that it was trained on; empty if nobody knows.

    Raises:
        DictionaryMismatchError: If another tokenizer made the dictionary.
        ModelFolderError: If processor and tokenizer speak of other codes, the tokenizer has no id to compare, or the
            refiner makes other motion than the tokenizer, or makes it of text alone.
        InputError: If the settings ask for retrieval and there is no dictionary.
    """

    processor: SignMBartProcessor
    motion_tokenizer: MotionTokenizer
    dictionary: SignDictionary | None
    settings: RetrievalSettings
    refiner: HybridSignModel | None = None
    training_text: Mapping[str, TrainingText] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._check_refiner()
        config, vocabulary = self.motion_tokenizer.config, self.processor.vocabulary
        codes = dict(zip(config.part_names, config.sizes, strict=True))
        known = dict(zip(vocabulary.parts, vocabulary.codebook_sizes, strict=True))
        if list(codes.items()) != list(known.items()):
            raise ModelFolderError("motion_tokenizer", f"the codes of the generator, {known}", codes)
        if self.dictionary is None:
            if self.settings.mode != "none":
                raise InputError("dictionary", f"one, as retrieval is {self.settings.mode!r}", "none")
            return
        if config.tokenizer_id is None:
            raise ModelFolderError("motion_tokenizer", "one with a tokenizer_id (assign_id writes it)", "none")
        if self.dictionary.header.tokenizer_id != config.tokenizer_id:
            expected = f"a dictionary of the motion tokenizer {config.tokenizer_id!r}"
            raise DictionaryMismatchError("dictionary", expected, repr(self.dictionary.header.tokenizer_id))

    def _check_refiner(self) -> None:
        if self.refiner is None:
            return
        config, ours = self.refiner.config, self.motion_tokenizer.config
        if not config.refines:
            raise ModelFolderError(
                "refiner", "a model that refines coarse motion", "one that makes motion of text alone"
            )
        for name in ("layout", "fps", "hand_reference"):
            expected, got = getattr(ours, name), getattr(config, name)
            if expected != got:
                raise ModelFolderError("refiner", f"the {name} of the motion tokenizer, {expected}", got)

    @classmethod
    def load(cls, folder: Path, vocabulary: SignVocabulary, dtype: torch.dtype) -> ModelParts:
        """Read the parts.

        Args:
            folder: A model folder.
            vocabulary: Of its generator.
            dtype: Number type of the networks.

        Raises:
            ModelFolderError: If a part is missing, broken or does not fit the others.
            DictionaryMismatchError: If another tokenizer made the dictionary.
            EmptyDictionaryError: If the dictionary has no entry.
            FormatError: If a file is broken.
        """
        processor = _load_processor(folder, vocabulary)
        tokenizer = _load_network(MotionTokenizer, folder, MOTION_TOKENIZER, dtype)
        for part in (REFINER, DICTIONARY):
            if (folder / part).exists() and not (folder / part).is_dir():
                raise ModelFolderError("model", f"a folder {part}, or none", f"a file of that name in {str(folder)!r}")
        refines = (folder / REFINER).is_dir()
        refiner = _load_network(HybridSignModel, folder, REFINER, dtype) if refines else None
        trained_on = load_training_text(inside(folder, TRAINING_TEXT).parent)
        below = inside(folder, DICTIONARY)
        if below.is_dir():
            check_entries(below)
        settings = RetrievalSettings.load(below) if below.is_dir() else RetrievalSettings(mode="none")
        if not inside(folder, f"{DICTIONARY}/{DICTIONARY_FILE}").is_file():
            if settings.mode != "none":
                expected = f"a folder with {DICTIONARY}/{DICTIONARY_FILE}, as its retrieval is {settings.mode!r}"
                raise ModelFolderError("model", expected, f"{str(folder)!r} without it")
            return cls(processor, tokenizer, None, settings, refiner, trained_on)
        dictionary = SignDictionary.load(below, tokenizer.config.tokenizer_id)
        return cls(processor, tokenizer, dictionary, settings, refiner, trained_on)

    def save(self, folder: Path) -> None:
        """Write the parts into a folder that is there.

        Raises:
            InputError: If a folder cannot be made or written to.
        """
        self.processor.save_pretrained(folder)
        if self.training_text:
            save_training_text(folder, self.training_text)
        self.motion_tokenizer.save_pretrained(folder / MOTION_TOKENIZER)
        if self.refiner is not None:
            self.refiner.save_pretrained(folder / REFINER)
        if self.dictionary is not None:
            self.dictionary.save(folder / DICTIONARY)
            self.settings.save(folder / DICTIONARY)


def _load_processor(folder: Path, vocabulary: SignVocabulary) -> SignMBartProcessor:
    _require(folder, _PROCESSOR_FILE)
    if not any((folder / name).is_file() for name in _TEXT_TOKENIZERS):
        _require(folder, _TEXT_TOKENIZERS[0])
    processor: SignMBartProcessor = SignMBartProcessor.from_pretrained(folder)
    processor.check(vocabulary)
    return processor


def _load_network(kind: type[_Network], folder: Path, part: str, dtype: torch.dtype) -> _Network:
    _require(folder, f"{part}/config.json")
    network: _Network = kind.from_pretrained(inside(folder, part), dtype=dtype)
    return network


def _require(folder: Path, file: str) -> None:
    if not (folder / file).is_file():
        raise ModelFolderError("model", f"a folder with {file}", f"{str(folder)!r} without it")
