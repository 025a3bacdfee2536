"""Parts that were trained one by one become a model folder: the only way there is, so that all of them are checked."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path

from signary.bundle.bundle import Bundle
from signary.bundle.folder import DICTIONARY, GLOSS_MODEL, MOTION_TOKENIZER, RECOGNISER, REFINER, TEXT_MOTION
from signary.bundle.parts import check_recogniser, check_text_motion, load_processor
from signary.bundle.writing import Writer, write_model_folder
from signary.evaluation.back_translation import LoadedRecogniser
from signary.generator.fgdm import FGDMModel
from signary.generator.hybridsign import HybridSignModel
from signary.generator.sign_mbart import SignMBartForConditionalGeneration
from signary.io.atomic import check_new
from signary.io.errors import InputError, about
from signary.io.model_files import CONFIG_FILE, check_entries, copy_model_files, read_settings
from signary.io.quoting import quoted
from signary.language.training_text import load_training_text
from signary.nn.loading import load_model
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.dictionary_file import FILE_NAME as DICTIONARY_FILE
from signary.retrieval.retrieval_settings import FILE_NAME as SETTINGS_FILE
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.tokenizer import MotionTokenizer

#: Characters of a notice: it stands in one line with every signed sentence.
MAX_NOTICE = 300


@dataclass(frozen=True)
class PartFolders:
    """Where the parts of a model lie.

    Attributes:
        tokenizer: Folder of a motion tokenizer.
        generator: Folder of a generator with its processor; what training wrote beside them (figures of the training
            text, settings of retrieval) is taken over, other folders below it are not.
        refiner: Folder of a HybridSign that refines, *optional*.
        dictionary: Folder or file of a sign dictionary, *optional*.
        gloss_model: Folder of an FGDM, *optional*.
        recogniser: Folder of a recogniser with its processor, *optional*.
        text_motion: Folder of a HybridSign that makes motion of text alone, *optional*.

    Raises:
        InputError: If a place is no folder.
    """

    tokenizer: Path
    generator: Path
    refiner: Path | None = None
    dictionary: Path | None = None
    gloss_model: Path | None = None
    recogniser: Path | None = None
    text_motion: Path | None = None

    def __post_init__(self) -> None:
        for name in (item.name for item in fields(self)):
            place = getattr(self, name)
            if place is not None and not (place.is_dir() or (name == DICTIONARY and place.is_file())):
                expected = "a folder, or a file *.parquet" if name == DICTIONARY else "a folder"
                raise InputError(name, expected, repr(str(place)))


def assemble(parts: PartFolders, output: str | os.PathLike[str], notice: str | None = None) -> Bundle:
    """Make a model folder of parts: checked by their own loaders and against each other, then copied byte for byte.

    Args:
        parts: Where they lie.
        output: New or empty folder; it is there as a whole, or not at all.
        notice: What must be said wherever motion of the model is shown, one line, *optional*, defaults to what the
            parts say themselves.

    Returns:
        The model, on the CPU, in float32.

    Raises:
        ModelFolderError: If a part is missing, broken, or does not fit the others: layout, frame rate, hand reference,
            codes, languages of the recogniser.
        DictionaryMismatchError: If another tokenizer made the dictionary.
        FormatError, UnsafeFileError: If a file is broken or asks for what a model must not ask for.
        InputError: If the output is not new, the notice is no line, or a place is none.
    """
    check_new(output)
    if notice is not None and not (notice.strip() and notice.isprintable() and len(notice) <= MAX_NOTICE):
        raise InputError("notice", f"one line of at most {MAX_NOTICE} characters", quoted(notice))
    bundle = _load(parts)
    writers: dict[str, Writer] = {MOTION_TOKENIZER: partial(copy_model_files, parts.tokenizer)}
    if parts.refiner is not None:
        writers[REFINER] = partial(copy_model_files, parts.refiner)
    if parts.dictionary is not None:
        writers[DICTIONARY] = partial(_write_dictionary, parts.dictionary, bundle.settings)
    if parts.gloss_model is not None:
        load_model(FGDMModel, parts.gloss_model, argument="gloss_model")
        writers[GLOSS_MODEL] = partial(_write_signing, parts.gloss_model, notice)
    if parts.recogniser is not None:
        recogniser = LoadedRecogniser.load(parts.recogniser)
        check_recogniser(recogniser, bundle.motion_tokenizer.config, bundle.languages)
        writers[RECOGNISER] = partial(copy_model_files, parts.recogniser)
    if parts.text_motion is not None:
        text_motion = load_model(HybridSignModel, parts.text_motion, argument="text_motion")
        check_text_motion(text_motion, bundle.generator.config, bundle.motion_tokenizer.config)
        writers[TEXT_MOTION] = partial(copy_model_files, parts.text_motion)
    write_model_folder(
        output, partial(_write_signing, parts.generator, notice), writers, bundle.training_text, "output"
    )
    bundle.generator.config.notice = notice or bundle.generator.config.notice
    return replace(bundle, folder=Path(output))


def _load(parts: PartFolders) -> Bundle:
    """What signs text, in memory: a bundle checks that its parts belong together."""
    tokenizer = load_model(MotionTokenizer, parts.tokenizer, argument="tokenizer")
    generator = load_model(SignMBartForConditionalGeneration, parts.generator, argument="generator")
    with about("generator", "model"):
        processor = load_processor(parts.generator, generator.config.vocabulary)
        training_text = load_training_text(parts.generator)
        settings = _settings(parts)
    refiner = dictionary = None
    if parts.refiner is not None:
        refiner = load_model(HybridSignModel, parts.refiner, argument="refiner")
    if parts.dictionary is not None:
        with about("dictionary", "model"):
            if parts.dictionary.is_dir():
                check_entries(parts.dictionary)
            # Without the id: whether it is the tokenizer's the bundle says.
            dictionary = SignDictionary.load(parts.dictionary)
    return Bundle(generator, processor, tokenizer, dictionary, settings, refiner, training_text)


def _settings(parts: PartFolders) -> RetrievalSettings:
    """Which signs are retrieved: as the generator was trained, else as the dictionary's folder says."""
    beside = parts.generator / DICTIONARY
    if (beside / SETTINGS_FILE).is_file():
        return RetrievalSettings.load(beside)
    if parts.dictionary is None:
        return RetrievalSettings(mode="none")
    return RetrievalSettings.load(parts.dictionary if parts.dictionary.is_dir() else parts.dictionary.parent)


def _write_dictionary(source: Path, settings: RetrievalSettings, target: Path) -> None:
    shutil.copyfile(source / DICTIONARY_FILE if source.is_dir() else source, target / DICTIONARY_FILE)
    settings.save(target)


def _write_signing(source: Path, notice: str | None, target: Path) -> None:
    """Copy a network that makes motion, and have it say the notice."""
    copy_model_files(source, target)
    if notice is not None:
        settings = read_settings(target / CONFIG_FILE) | {"notice": notice}
        text = json.dumps(settings, ensure_ascii=False, indent=2, sort_keys=True)
        (target / CONFIG_FILE).write_text(f"{text}\n", encoding="utf-8")
