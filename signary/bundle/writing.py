"""A model folder on disk, whole or not at all: the one place that says which part goes where."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from signary.bundle.folder import DICTIONARY, MOTION_TOKENIZER, REFINER, TEXT_MOTION
from signary.io.atomic import atomic_folder
from signary.io.model_files import is_model_file
from signary.language.training_text import FILE_NAME as TRAINING_TEXT
from signary.language.training_text import TrainingText, save_training_text

#: Fills a folder that is there.
Writer = Callable[[Path], object]
#: What is bound to a generator: of another model it would be wrong beside it.
_BOUND = (MOTION_TOKENIZER, REFINER, DICTIONARY, TEXT_MOTION, TRAINING_TEXT)


def write_model_folder(
    target: str | os.PathLike[str],
    generator: Writer,
    parts: Mapping[str, Writer],
    training_text: Mapping[str, TrainingText],
    argument: str,
) -> None:
    """Write a model folder; what lay there and is no part of a text-to-sign model, such as a card, stays.

    Args:
        target: Where to; it is made, or takes the place of the model that is there.
        generator: Writes generator and processor.
        parts: Folder below -> writes that part.
        training_text: Sign language -> figures of the training sentences.
        argument: What errors call the target.

    Raises:
        InputError: If the folder cannot be made or written to.
        NoRoomError: If the disk is full.
    """

    def stays(name: str) -> bool:
        return name not in _BOUND and not is_model_file(name)

    with atomic_folder(Path(target), argument=argument, keep=stays) as folder:
        generator(folder)
        if training_text:
            save_training_text(folder, training_text)
        for name, write in parts.items():
            (folder / name).mkdir()
            write(folder / name)
