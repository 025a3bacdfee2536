"""A text-to-sign model in memory: all that its folder holds, checked; what pipelines, sessions and servers hold."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from signary.bundle.folder import (
    DICTIONARY,
    GLOSS_MODEL,
    MOTION_TOKENIZER,
    RECOGNISER,
    REFINER,
    TEXT_MOTION,
    embedded_folder,
    local_folder,
    part_folder,
)
from signary.bundle.loading import number_type
from signary.bundle.parts import (
    check_dictionary,
    check_recogniser,
    check_text_motion,
    load_dictionary,
    load_gloss_model,
    load_processor,
    load_recogniser,
    load_refiner,
    load_text_motion,
    load_tokenizer,
)
from signary.bundle.prompter import Prompter
from signary.bundle.writing import Writer, write_model_folder
from signary.generator.fgdm import FGDMModel
from signary.generator.hybridsign import HybridSignModel
from signary.generator.sign_mbart import SignMBartForConditionalGeneration, SignMBartProcessor
from signary.io.errors import InputError
from signary.io.hub import A_MODEL
from signary.io.library_errors import named_errors
from signary.io.model_files import ModelFolderError, copy_model_files, inside
from signary.language.languages import SignLanguage, resolve
from signary.language.training_text import FILE_NAME as TRAINING_TEXT
from signary.language.training_text import TrainingText, load_training_text
from signary.nn.loading import load_model
from signary.pose.motion_spec import MotionSpec
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.merging import merge_dictionaries
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.tokenizer import MotionTokenizer

if TYPE_CHECKING:
    from signary.evaluation.back_translation import LoadedRecogniser

#: The parts that are loaded when they are first asked for.
_LATER = (GLOSS_MODEL, RECOGNISER, TEXT_MOTION)


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
        folder: Where the parts lie that are loaded when they are first asked for, `gloss_model`, `recogniser` and
            `text_motion`; None for a model without them.
        own_sources: Where signs come from that went before those of its dictionary (`with_dictionaries`), and that this
            has nothing of.

    Raises:
        DictionaryMismatchError: If another tokenizer, or one of other codes, made the dictionary.
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
    folder: Path | None = None
    own_sources: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.processor.check(self.generator.config.vocabulary)
        self._check_refiner()
        config, vocabulary = self.motion_tokenizer.config, self.processor.vocabulary
        codes = dict(zip(config.column_names, config.sizes, strict=True))
        known = dict(zip(vocabulary.parts, vocabulary.codebook_sizes, strict=True))
        if list(codes.items()) != list(known.items()):
            raise ModelFolderError("motion_tokenizer", f"the codes of the generator, {known}", codes)
        if self.dictionary is None:
            if self.settings.mode != "none":
                raise InputError("dictionary", f"one, as retrieval is {self.settings.mode!r}", "none")
            return
        check_dictionary(self.dictionary, config)

    def _check_refiner(self) -> None:
        if self.refiner is None:
            return
        if not self.refiner.config.refines:
            raise ModelFolderError(
                "refiner", "a model that refines coarse motion", "one that makes motion of text alone"
            )
        self.motion_spec.require(
            self.refiner.config, argument="refiner", owner="the motion tokenizer", error=ModelFolderError
        )
        width = self.generator.config.d_model
        known, own = self.refiner.config.num_signers, self.processor.num_signers
        if known not in (0, own):
            raise ModelFolderError("refiner", f"the {own} signers of the generator, or none", f"{known} signers")
        if self.refiner.config.text_size != width:
            raise ModelFolderError(
                "refiner", f"text_size {width}, the width of the generator", self.refiner.config.text_size
            )

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
            generator = load_model(SignMBartForConditionalGeneration, folder)
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
        kind = generator.dtype if dtype is None else dtype
        processor, tokenizer = load_processor(folder, generator.config.vocabulary), load_tokenizer(folder, kind)
        for part in _LATER:
            part_folder(folder, part)
        refiner = load_refiner(folder, kind)
        dictionary, settings = load_dictionary(folder, tokenizer.config.tokenizer_id)
        trained_on = load_training_text(inside(folder, TRAINING_TEXT).parent)
        return cls(generator, processor, tokenizer, dictionary, settings, refiner, trained_on, folder)

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

    def with_dictionaries(self, places: Sequence[str | os.PathLike[str]]) -> Bundle:
        """The same model with signs of one's own: they go before those of its dictionary, which gives the rest.

        Args:
            places: Files or folders of dictionaries, the most important first; none gives the model itself.

        Raises:
            DictionaryMismatchError: If another motion tokenizer made one of them.
            FormatError, UnsafeFileError, EmptyDictionaryError: As `SignDictionary.load`.
            InputError: If one is not there, or the model retrieves no signs.
        """
        if not places:
            return self
        if self.dictionary is None:
            raise InputError("dictionary", "a model that retrieves signs", "one without a dictionary")
        own = []
        for place in places:
            dictionary = SignDictionary.load(Path(place), self.motion_tokenizer.config.tokenizer_id)
            check_dictionary(dictionary, self.motion_tokenizer.config)
            own.append(dictionary)
        sources = frozenset(source for dictionary in own for source in dictionary.sources())
        merged = merge_dictionaries([*own, self.dictionary]).dictionary
        return replace(self, dictionary=merged, own_sources=sources - self.dictionary.sources())

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

    @cached_property
    def gloss_model(self) -> FGDMModel | None:
        """Makes motion of glosses, float32; None for a model without one. Errors as `load_model`."""
        return None if self.folder is None else load_gloss_model(self.folder)

    @cached_property
    def text_motion(self) -> HybridSignModel | None:
        """Makes motion of text alone, without codes; None for a model without it.

        Raises:
            ModelFolderError: If it does not fit the other parts.
            InputError: As `load_model`.
        """
        found = None if self.folder is None else load_text_motion(self.folder, self.generator.dtype)
        if found is None:
            return None
        check_text_motion(found, self.generator.config, self.motion_tokenizer.config)
        found.to(self.device).eval()  # type: ignore[arg-type]
        return found

    @property
    def has_text_motion(self) -> bool:
        """Whether there is a part that makes motion of text alone; it is not loaded."""
        return self.folder is not None and part_folder(self.folder, TEXT_MOTION) is not None

    def require_text_motion(self) -> HybridSignModel:
        """What makes motion of text alone.

        Raises:
            ModelFolderError: As `text_motion`.
            InputError: If the model has no such part.
        """
        if self.text_motion is None:
            expected = f"another one, as the model has no part {TEXT_MOTION}/ (`signary train hybridsign` makes one)"
            raise InputError("method", expected, "'hybridsign'")
        return self.text_motion

    @cached_property
    def recogniser(self) -> LoadedRecogniser | None:
        """Reads the model's motion, for back-translation; None for a model without one.

        Raises:
            ModelFolderError: If it cannot read the motion of this model.
            InputError: As `LoadedRecogniser.load`.
        """
        found = None if self.folder is None else load_recogniser(self.folder)
        if found is not None:
            check_recogniser(found, self.motion_tokenizer.config, self.languages)
        return found

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
        """Write the model folder, whole or not at all.

        Args:
            folder: Made if it is not there; what lies there and is no part of the model, such as its card, stays.
            max_shard_size: Largest file of the generator's weights.

        Raises:
            InputError: If a folder cannot be made or written to.
            NoRoomError: If the disk is full.
        """
        parts: dict[str, Writer] = {MOTION_TOKENIZER: self.motion_tokenizer.save_pretrained}
        if self.refiner is not None:
            parts[REFINER] = self.refiner.save_pretrained
        if self.dictionary is not None:
            parts[DICTIONARY] = self._save_dictionary
        for name in _LATER:
            # As they are: loaded they may be of a larger number type.
            if self.folder is not None and (found := part_folder(self.folder, name)) is not None:
                parts[name] = partial(copy_model_files, found)
        write_model_folder(
            folder,
            lambda where: self._save_generator(where, max_shard_size),
            parts,
            self.training_text,
            "save_directory",
        )

    def _save_generator(self, where: Path, max_shard_size: int | str) -> None:
        self.generator.save_pretrained(where, max_shard_size=max_shard_size)
        self.processor.save_pretrained(where)

    def _save_dictionary(self, where: Path) -> None:
        assert self.dictionary is not None
        self.dictionary.save(where)
        self.settings.save(where)


def first_device() -> torch.device:
    """The first accelerator, else the CPU."""
    found = torch.accelerator.current_accelerator(check_available=True)
    return torch.device("cpu") if found is None else found
