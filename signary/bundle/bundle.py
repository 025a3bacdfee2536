"""A text-to-sign model in memory: all that its folder holds, checked; what pipelines, sessions and servers hold."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import torch
from transformers import PreTrainedModel

from signary.bundle.folder import DICTIONARY, MOTION_TOKENIZER, REFINER, embedded_folder, is_embedded, local_folder
from signary.bundle.loading import number_type
from signary.bundle.prompter import Prompter
from signary.generator.hybridsign import HybridSignModel
from signary.generator.sign_mbart import SignMBartForConditionalGeneration, SignMBartProcessor, SignVocabulary
from signary.io.errors import InputError
from signary.io.hub import A_MODEL
from signary.io.library_errors import named_errors
from signary.io.model_files import ModelFolderError, check_entries, inside
from signary.language.languages import SignLanguage, resolve
from signary.language.training_text import FILE_NAME as TRAINING_TEXT
from signary.language.training_text import TrainingText, load_training_text, save_training_text
from signary.pose.motion_spec import MotionSpec
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.dictionary_file import FILE_NAME as DICTIONARY_FILE
from signary.retrieval.dictionary_file import DictionaryMismatchError
from signary.retrieval.settings import RetrievalSettings
from signary.signer.signer import NOTICE
from signary.tokenizer import MotionTokenizer

_Network = TypeVar("_Network", bound=PreTrainedModel)
#: Whose kind of motion it is, for messages.
_TOKENIZER = "the motion tokenizer"
_PROCESSOR_FILE = "processor_config.json"
#: The text tokenizer: trained on a corpus, or mBART's own.
_TEXT_TOKENIZERS = ("tokenizer.json", "sentencepiece.bpe.model")


@dataclass(frozen=True)
class Bundle:
    """A text-to-sign model.

    Attributes:
        generator: Text to motion codes.
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
        InputError: If the settings ask for retrieval and there is no dictionary, or the processor is of another
            generator.
    """

    generator: SignMBartForConditionalGeneration
    processor: SignMBartProcessor
    motion_tokenizer: MotionTokenizer
    dictionary: SignDictionary | None
    settings: RetrievalSettings
    refiner: HybridSignModel | None = None
    training_text: Mapping[str, TrainingText] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.processor.check(self.generator.config.vocabulary)
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
        if (signed := self.dictionary.header.motion_spec) is not None:
            self.motion_spec.require(signed, argument="dictionary", owner=_TOKENIZER, error=DictionaryMismatchError)

    def _check_refiner(self) -> None:
        if self.refiner is None:
            return
        if not self.refiner.config.refines:
            raise ModelFolderError(
                "refiner", "a model that refines coarse motion", "one that makes motion of text alone"
            )
        self.motion_spec.require(self.refiner.config, argument="refiner", owner=_TOKENIZER, error=ModelFolderError)

    @classmethod
    def load(
        cls,
        name: str | os.PathLike[str] | None = None,
        *,
        revision: str | None = None,
        local_files_only: bool = False,
        dtype: torch.dtype | str | None = "auto",
        device: torch.device | str | int | None = None,
    ) -> Bundle:
        """Read a model.

        Args:
            name: Folder or Hub id, *optional*, defaults to the model that comes with the package.
            revision: Commit, branch or tag on the Hub, *optional*.
            local_files_only: Fetch nothing from the Hub.
            dtype: Number type of all networks, *optional*, defaults to float32.
            device: Device of all networks, *optional*, defaults to the first accelerator, else the CPU.

        Raises:
            ModelFolderError: If a part is missing, broken or does not fit the others.
            DictionaryMismatchError: If another tokenizer made the dictionary.
            EmptyDictionaryError: If the dictionary has no entry.
            FormatError: If a file is broken.
            InputError: If there is no such model.
        """
        folder = embedded_folder() if name is None else local_folder(str(name), revision, local_files_only)
        with named_errors("model", A_MODEL, repr(str(name))):
            generator: SignMBartForConditionalGeneration = SignMBartForConditionalGeneration.from_pretrained(folder)
            kind = number_type(dtype, generator.dtype)
            return cls.around(generator, folder, dtype=kind).to(first_device() if device is None else device, kind)

    @classmethod
    def around(
        cls,
        generator: SignMBartForConditionalGeneration,
        folder: Path | None = None,
        *,
        dtype: torch.dtype | None = None,
        local_files_only: bool = False,
    ) -> Bundle:
        """A generator and everything else that lies in its folder.

        Args:
            generator: The generator.
            folder: Where it lies, *optional*, defaults to where it was loaded from.
            dtype: Number type of the other networks, *optional*, defaults to the generator's.
            local_files_only: Fetch nothing from the Hub.

        Raises:
            ModelFolderError, DictionaryMismatchError, EmptyDictionaryError, FormatError: As `load`.
            InputError: If the generator was not loaded from a folder.
        """
        if folder is None:
            if not generator.name_or_path:
                raise InputError("bundle", "the other parts of a generator that was not loaded from a folder", "none")
            commit = getattr(generator.config, "_commit_hash", None)
            folder = local_folder(generator.name_or_path, commit, local_files_only)
        if is_embedded(folder):
            # In the configuration, so that it is still there when the model was saved elsewhere.
            generator.config.notice = NOTICE
        kind = generator.dtype if dtype is None else dtype
        processor = _load_processor(folder, generator.config.vocabulary)
        tokenizer = _load_network(MotionTokenizer, folder, MOTION_TOKENIZER, kind)
        for part in (REFINER, DICTIONARY):
            if (folder / part).exists() and not (folder / part).is_dir():
                raise ModelFolderError("model", f"a folder {part}, or none", f"a file of that name in {str(folder)!r}")
        refiner = _load_network(HybridSignModel, folder, REFINER, kind) if (folder / REFINER).is_dir() else None
        dictionary, settings = _load_dictionary(folder, tokenizer.config.tokenizer_id)
        trained_on = load_training_text(inside(folder, TRAINING_TEXT).parent)
        return cls(generator, processor, tokenizer, dictionary, settings, refiner, trained_on)

    def to(self, device: torch.device | str | int, dtype: torch.dtype | None = None) -> Bundle:
        """Move all networks, in place, and set them to inference.

        Args:
            device: Where to.
            dtype: Number type, *optional*, defaults to what they have.
        """
        for network in (self.generator, self.motion_tokenizer, self.refiner):
            if network is not None:
                network.to(device, dtype or network.dtype).eval()  # type: ignore[arg-type]
        return self

    def with_refiner(self, refiner: HybridSignModel | None) -> Bundle:
        """The same model with another refiner, or none."""
        return replace(self, refiner=refiner)

    @property
    def device(self) -> torch.device:
        """Where the networks are."""
        found: torch.device = self.generator.device
        return found

    @property
    def motion_spec(self) -> MotionSpec:
        """What its motion is like: as that of the motion tokenizer, which makes it."""
        spec: MotionSpec = self.motion_tokenizer.config.motion_spec
        return spec

    @property
    def languages(self) -> tuple[str, ...]:
        """Ids of the sign languages of the model."""
        return self.processor.vocabulary.languages

    @property
    def notice(self) -> str | None:
        """What must be said wherever motion of this model is shown, if anything."""
        return self.generator.config.notice or None

    @cached_property
    def prompter(self) -> Prompter:
        """Makes prompts of texts."""
        return Prompter(self.processor, self.dictionary, self.settings)

    def language(self, name: str | None) -> SignLanguage:
        """A sign language of the model.

        Args:
            name: Id, ISO 639-3 code or name; None for the only one.

        Raises:
            UnknownLanguageError: If the model does not know it.
            InputError: If none is named and the model has several.
        """
        if name is not None:
            return resolve(name, self.languages)
        if len(self.languages) > 1:
            raise InputError("language", f"one of {', '.join(self.languages)}", "none")
        return resolve(self.languages[0])

    def save(self, folder: str | os.PathLike[str], max_shard_size: int | str = "50GB") -> None:
        """Write the model folder.

        Args:
            folder: Made if it is not there.
            max_shard_size: Largest file of the generator's weights.

        Raises:
            InputError: If a folder cannot be made or written to.
        """
        where = Path(folder)
        try:
            where.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError("save_directory", "a folder that can be made", f"{str(where)!r} ({error})") from None
        self.generator.save_pretrained(where, max_shard_size=max_shard_size)
        self.processor.save_pretrained(where)
        if self.training_text:
            save_training_text(where, self.training_text)
        self.motion_tokenizer.save_pretrained(where / MOTION_TOKENIZER)
        if self.refiner is not None:
            self.refiner.save_pretrained(where / REFINER)
        if self.dictionary is not None:
            self.dictionary.save(where / DICTIONARY)
            self.settings.save(where / DICTIONARY)


def first_device() -> torch.device:
    """The first accelerator, else the CPU."""
    found = torch.accelerator.current_accelerator(check_available=True)
    return torch.device("cpu") if found is None else found


def _load_dictionary(folder: Path, tokenizer_id: str | None) -> tuple[SignDictionary | None, RetrievalSettings]:
    below = inside(folder, DICTIONARY)
    if below.is_dir():
        check_entries(below)
    settings = RetrievalSettings.load(below) if below.is_dir() else RetrievalSettings(mode="none")
    if inside(folder, f"{DICTIONARY}/{DICTIONARY_FILE}").is_file():
        return SignDictionary.load(below, tokenizer_id), settings
    if settings.mode != "none":
        expected = f"a folder with {DICTIONARY}/{DICTIONARY_FILE}, as its retrieval is {settings.mode!r}"
        raise ModelFolderError("model", expected, f"{str(folder)!r} without it")
    return None, settings


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
