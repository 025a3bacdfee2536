"""A few German sentences of the rule-based signer, and tiny models of every system."""

import sys
from pathlib import Path

import pytest
import torch

from signary.bundle.bundle import Bundle
from signary.bundle.folder import REFINER
from signary.evaluation.back_translation import LoadedRecogniser
from signary.generator.fgdm import FGDMConfig, FGDMModel, sentence_poses, sentence_statistics
from signary.generator.hybridsign import HybridSignConfig, HybridSignModel
from signary.pose import PoseSequence, get_layout
from signary.pose.feature_statistics import feature_statistics
from signary.pose.view import to_layout
from signary.retrieval.builder import IsolatedSign, build_dictionary
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "benchmarks"))

MARKED = {
    "train": ("Mein[MEIN] Vater[VATER] trinkt[TRINKEN] Bier[BIER].", "Die Sonne[SONNE] scheint[SCHEINEN]."),
    "test": ("Mein[MEIN] Vater[VATER] trinkt[TRINKEN] Milch[MILCH].", "Mein[MEIN] Vater[VATER] trinkt[TRINKEN]."),
}


@pytest.fixture(scope="session")
def rows(sign_splits):
    """Split -> rows."""
    return sign_splits(MARKED, "dgs")


@pytest.fixture(scope="session")
def corpus_folder(rows, save_splits):
    return save_splits(rows)


@pytest.fixture(scope="session")
def poses(rows):
    return [PoseSequence(row["poses"], get_layout("smplx"), row["fps"]) for row in rows["train"]]


@pytest.fixture(scope="session")
def joints(poses):
    return [to_layout(each, "phoenix50") for each in poses]


@pytest.fixture(scope="session")
def model_folder(rows, poses, untaught, tmp_path_factory):
    """A text-to-sign model that has learnt nothing, with dictionary and refiner: it signs noise, but its own."""
    torch.manual_seed(0)
    sizes = {"body": 6, "left_hand": 7, "right_hand": 8}
    tokenizer = MotionTokenizer(
        MotionTokenizerConfig(width=8, code_dim=4, codebook_sizes=sizes, causal_decoder=True)
    ).eval()
    tokenizer.set_statistics(*feature_statistics(poses, tokenizer.config))
    tokenizer.assign_id()
    sign = IsolatedSign(("vater",), "dgs", poses[0][10:30], gloss="VATER")
    dictionary = build_dictionary([sign], tokenizer, progress=False).dictionary
    model, processor = untaught([row["text"] for row in rows["train"]], sizes, "dgs")
    refiner = hybridsign(coarse_sigma=0.1)
    refiner.set_statistics(tokenizer.mean, tokenizer.std, 0.1 * tokenizer.std)
    folder = tmp_path_factory.mktemp("model")
    Bundle(model, processor, tokenizer, dictionary, RetrievalSettings(), refiner).save(folder)
    assert (folder / REFINER).is_dir()
    return folder


def hybridsign(coarse_sigma):
    sizes = {"hidden_size": 16, "joint_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "window": 8}
    model = HybridSignModel(HybridSignConfig(**sizes, layout="smplx", text_size=16, coarse_sigma=coarse_sigma))
    return model.eval()


@pytest.fixture(scope="session")
def alone_folder(poses, tmp_path_factory):
    torch.manual_seed(0)
    model = hybridsign(coarse_sigma=None)
    model.set_statistics(*feature_statistics(poses, MotionTokenizerConfig()))
    folder = tmp_path_factory.mktemp("alone")
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def fgdm_folder(rows, joints, tmp_path_factory):
    """It does not know MILCH, which training does not have."""
    torch.manual_seed(0)
    glosses = [row["gloss"].split() for row in rows["train"]]
    sizes = {"hidden_size": 16, "ffn_size": 32, "num_attention_heads": 2, "focal_layers": 1, "focal_channels": 4}
    known = sorted({gloss for each in glosses for gloss in each})
    config = FGDMConfig(fps=12.5, glosses=known, general_layers=1, gloss_layers=1, **sizes)
    model = FGDMModel(config)
    pairs = zip(joints, glosses, strict=True)
    model.set_statistics(sentence_statistics([sentence_poses(*pair, config) for pair in pairs]))
    folder = tmp_path_factory.mktemp("fgdm")
    model.eval().save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def recogniser(rows, joints, save_recogniser):
    return LoadedRecogniser.load(save_recogniser(rows, "dgs", joints, layout="phoenix50"))
