"""The parts of the tiny model, each saved on its own, as training leaves them."""

from types import SimpleNamespace

import pytest
import torch
from separate_parts import make_gloss_model, make_recogniser, make_refiner, save_both

from signary.bundle.assemble import PartFolders, assemble
from signary.language.training_text import count_training_text, save_training_text
from signary.training.finish import save_rounded


@pytest.fixture(scope="session")
def saved_parts(tiny, tmp_path_factory):
    """Folder of every part; `PartFolders(**vars(saved_parts))` is the whole model."""
    torch.manual_seed(0)
    work = tmp_path_factory.mktemp("parts")
    save_rounded(tiny.generator, work / "generator", "fp16", tiny.processor.save_pretrained)
    texts = [("Mother eats bread.", "asl"), ("Hello!", "asl"), ("Es regnet.", "dgs")]
    save_training_text(work / "generator", count_training_text(texts))
    (work / "generator" / "dictionary").mkdir()
    tiny.settings.save(work / "generator" / "dictionary")
    tiny.motion_tokenizer.save_pretrained(work / "tokenizer")
    tiny.dictionary.save(work / "dictionary")
    refiner = make_refiner(tiny.motion_tokenizer)
    refiner.set_statistics(tiny.motion_tokenizer.mean, tiny.motion_tokenizer.std)
    refiner.save_pretrained(work / "refiner")
    make_refiner(tiny.motion_tokenizer, coarse_sigma=None, paced=True).save_pretrained(work / "text_motion")
    make_gloss_model().save_pretrained(work / "gloss_model")
    save_both(work / "recogniser", *make_recogniser())
    return SimpleNamespace(**{path.name: path for path in work.iterdir()})


@pytest.fixture(scope="session")
def assembled(saved_parts, tmp_path_factory):
    """Folder of all parts, put together."""
    where = tmp_path_factory.mktemp("assembled") / "model"
    assemble(PartFolders(**vars(saved_parts)), where)
    return where
