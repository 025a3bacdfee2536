"""Each part of a model folder by its own strict loader, and what parts must share before they stand in one folder."""

from __future__ import annotations

from collections.abc import Sequence
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
    part_folder,
)
from signary.generator.fgdm import FGDMModel
from signary.generator.hybridsign import HybridSignModel
from signary.generator.sign_mbart import SignMBartConfig, SignMBartProcessor, SignVocabulary
from signary.io.model_files import CONFIG_FILE, ModelFolderError, check_entries, inside
from signary.nn.loading import load_model
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.dictionary_file import FILE_NAME as DICTIONARY_FILE
from signary.retrieval.dictionary_file import DictionaryMismatchError
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

if TYPE_CHECKING:
    from signary.evaluation.back_translation import LoadedRecogniser

_PROCESSOR_FILE = "processor_config.json"
#: The text tokenizer: trained on a corpus, or mBART's own.
_TEXT_TOKENIZERS = ("tokenizer.json", "sentencepiece.bpe.model")


def load_processor(folder: Path, vocabulary: SignVocabulary) -> SignMBartProcessor:
    """The processor of a generator.

    Args:
        folder: Of the generator.
        vocabulary: Its own.

    Raises:
        ModelFolderError: If it is not there, or broken.
        InputError: If it is that of another generator.
    """
    _require(folder, _PROCESSOR_FILE)
    if not any((folder / name).is_file() for name in _TEXT_TOKENIZERS):
        _require(folder, _TEXT_TOKENIZERS[0])
    processor: SignMBartProcessor = SignMBartProcessor.from_pretrained(folder)
    processor.check(vocabulary)
    return processor


def load_tokenizer(folder: Path, dtype: torch.dtype) -> MotionTokenizer:
    """The motion tokenizer of a model folder; errors as `load_model`."""
    _require(folder, f"{MOTION_TOKENIZER}/{CONFIG_FILE}")
    return load_model(MotionTokenizer, inside(folder, MOTION_TOKENIZER), argument=MOTION_TOKENIZER, dtype=dtype)


def load_refiner(folder: Path, dtype: torch.dtype) -> HybridSignModel | None:
    """The refiner of a model folder, if it has one; errors as `load_model`."""
    found = part_folder(folder, REFINER)
    return None if found is None else load_model(HybridSignModel, found, argument=REFINER, dtype=dtype)


def load_dictionary(folder: Path, tokenizer_id: str | None) -> tuple[SignDictionary | None, RetrievalSettings]:
    """The dictionary of a model folder, if it has one, and which signs are retrieved.

    Args:
        folder: A model folder.
        tokenizer_id: Of its motion tokenizer.

    Raises:
        DictionaryMismatchError: If another tokenizer made it.
        ModelFolderError: If the model retrieves signs, and there is none.
        EmptyDictionaryError, FormatError: As `SignDictionary.load`.
    """
    below = part_folder(folder, DICTIONARY)
    if below is None:
        return None, RetrievalSettings(mode="none")
    check_entries(below)
    settings = RetrievalSettings.load(below)
    if inside(folder, f"{DICTIONARY}/{DICTIONARY_FILE}").is_file():
        return SignDictionary.load(below, tokenizer_id), settings
    if settings.mode != "none":
        expected = f"a folder with {DICTIONARY}/{DICTIONARY_FILE}, as its retrieval is {settings.mode!r}"
        raise ModelFolderError("model", expected, f"{str(folder)!r} without it")
    return None, settings


def load_gloss_model(folder: Path) -> FGDMModel | None:
    """The gloss model of a model folder, if it has one, in float32; errors as `load_model`."""
    found = part_folder(folder, GLOSS_MODEL)
    return None if found is None else load_model(FGDMModel, found, argument=GLOSS_MODEL)


def load_text_motion(folder: Path, dtype: torch.dtype) -> HybridSignModel | None:
    """What makes motion of text alone, if a model folder has it; errors as `load_model`."""
    found = part_folder(folder, TEXT_MOTION)
    return None if found is None else load_model(HybridSignModel, found, argument=TEXT_MOTION, dtype=dtype)


def load_recogniser(folder: Path) -> LoadedRecogniser | None:
    """The recogniser of a model folder, if it has one; errors as `LoadedRecogniser.load`."""
    # Metrics and what they are made of: signing needs none of them.
    from signary.evaluation.back_translation import LoadedRecogniser

    found = part_folder(folder, RECOGNISER)
    return None if found is None else LoadedRecogniser.load(found)


def check_dictionary(dictionary: SignDictionary, config: MotionTokenizerConfig) -> None:
    """A dictionary is that of the motion tokenizer which decodes its codes.

    Raises:
        ModelFolderError: If the tokenizer has no id to compare.
        DictionaryMismatchError: If another tokenizer made it.
    """
    if config.tokenizer_id is None:
        raise ModelFolderError(MOTION_TOKENIZER, "one with a tokenizer_id (assign_id writes it)", "none")
    header = dictionary.header
    if header.tokenizer_id != config.tokenizer_id:
        expected = f"a dictionary of the motion tokenizer {config.tokenizer_id!r}"
        raise DictionaryMismatchError(DICTIONARY, expected, repr(header.tokenizer_id))
    ours = {"parts": config.column_names, "codebook_sizes": config.sizes, "stride": config.stride}
    for name, own in ours.items():
        if (got := getattr(header, name)) != own:
            raise DictionaryMismatchError(DICTIONARY, f"the {name} of the motion tokenizer, {own}", got)
    if (signed := header.motion_spec) is not None:
        owner = "the motion tokenizer"
        config.motion_spec.require(signed, argument=DICTIONARY, owner=owner, error=DictionaryMismatchError)


def check_text_motion(model: HybridSignModel, generator: SignMBartConfig, config: MotionTokenizerConfig) -> None:
    """What makes motion of text alone reads what the generator's encoder makes, and moves as the model's other motion.

    Args:
        model: What is to make motion.
        generator: The config of the generator, whose encoder reads prompts for it.
        config: Of the motion tokenizer, which says what motion the model makes.

    Raises:
        ModelFolderError: If it cannot say how long a sentence is, starts from shown signs and the generator has no
            pointer to show them with, reads other states, or makes other motion.
    """
    own = model.config
    if not own.paced:
        expected = "a model that says how long a sentence is (paced)"
        raise ModelFolderError(TEXT_MOTION, expected, "one that is told a length or refines codes")
    if own.refines and not generator.pointer:
        expected = "a model without coarse_sigma, as the generator's prompts show no steps of signs (pointer)"
        raise ModelFolderError(TEXT_MOTION, expected, f"coarse_sigma {own.coarse_sigma:g}")
    config.motion_spec.require(own, argument=TEXT_MOTION, owner="the motion tokenizer", error=ModelFolderError)
    if own.text_size != generator.d_model:
        expected = f"text_size {generator.d_model}, the width of the generator"
        raise ModelFolderError(TEXT_MOTION, expected, own.text_size)


def check_recogniser(recogniser: LoadedRecogniser, config: MotionTokenizerConfig, languages: Sequence[str]) -> None:
    """A recogniser can read the motion of a model.

    Args:
        recogniser: What is to read.
        config: Of the motion tokenizer, which says what motion the model makes.
        languages: Ids of the model's sign languages.

    Raises:
        ModelFolderError: If it reads other motion, or not all of the languages.
    """
    reads = recogniser.model.config
    if unknown := sorted(set(languages) - set(reads.languages)):
        raise ModelFolderError(
            RECOGNISER, f"one that reads {', '.join(sorted(languages))}", f"one without {unknown[0]}"
        )
    if (why := recogniser.obstacle(config, languages)) is not None:
        expected = f"one that reads the motion of the motion tokenizer ({config.pose_layout.name}, {config.fps:g} fps)"
        raise ModelFolderError(RECOGNISER, expected, f"one that {why}")


def _require(folder: Path, file: str) -> None:
    if not (folder / file).is_file():
        raise ModelFolderError("model", f"a folder with {file}", f"{str(folder)!r} without it")
