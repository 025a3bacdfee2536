"""Four sentences of the rule-based signer as a corpus, a tiny recogniser and a tiny text-to-sign model."""

import pytest
import torch

from signary.bundle.bundle import Bundle
from signary.evaluation.back_translation import LoadedRecogniser
from signary.evaluation.report import ReportCorpus
from signary.pose import PoseSequence, get_layout
from signary.pose.feature_statistics import feature_statistics
from signary.retrieval.builder import IsolatedSign, build_dictionary
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

MARKED = {
    "train": ("My[MY] mother[MOTHER] eats[EAT] bread[BREAD].", "The girl[GIRL] drinks[DRINK] milk[MILK]."),
    "test": (
        "My[MY] mother[MOTHER] drinks[DRINK] milk[MILK].",
        "The girl[GIRL] eats[EAT] bread[BREAD].",
        "The girl[GIRL] drinks[DRINK] milk[MILK].",
    ),
}


@pytest.fixture(scope="session")
def rows(sign_splits):
    """Split -> rows."""
    return sign_splits(MARKED, "asl")


@pytest.fixture(scope="session")
def corpus_folder(rows, save_splits):
    return save_splits(rows)


@pytest.fixture(scope="session")
def poses(rows):
    return [PoseSequence(row["poses"], get_layout("smplx"), row["fps"]) for row in rows["train"]]


@pytest.fixture(scope="session")
def tokenizer(poses):
    torch.manual_seed(0)
    sizes = {"body": 6, "left_hand": 7, "right_hand": 8}
    made = MotionTokenizer(MotionTokenizerConfig(width=8, code_dim=4, codebook_sizes=sizes))
    made.set_statistics(*feature_statistics(poses, made.config))
    made.assign_id()
    return made.eval()


@pytest.fixture(scope="session")
def corpus(corpus_folder, tokenizer):
    return ReportCorpus.load(corpus_folder, "test", None, tokenizer.config)


@pytest.fixture(scope="session")
def dictionary(rows, tokenizer):
    cut = [(sign, row) for row in rows["train"] for sign in row["glosses"]]
    signs = []
    for sign, row in cut:
        start, end = (int(sign[name] * row["fps"]) for name in ("start", "end"))
        piece = PoseSequence(row["poses"][start:end], get_layout("smplx"), row["fps"])
        signs.append(IsolatedSign((sign["gloss"].lower(),), "asl", piece, gloss=sign["gloss"]))
    return build_dictionary(signs, tokenizer, progress=False).dictionary


@pytest.fixture(scope="session")
def recogniser_folder(rows, poses, save_recogniser):
    return save_recogniser(rows, "asl", poses)


@pytest.fixture(scope="session")
def recogniser(recogniser_folder):
    return LoadedRecogniser.load(recogniser_folder)


@pytest.fixture(scope="session")
def model_folder(rows, tokenizer, dictionary, untaught, tmp_path_factory):
    """A generator that has learnt nothing."""
    sizes = dict(tokenizer.config.codebook_sizes)
    model, processor = untaught([row["text"] for row in rows["train"]], sizes, "asl")
    folder = tmp_path_factory.mktemp("model")
    Bundle(model, processor, tokenizer, dictionary, RetrievalSettings()).save(folder)
    return folder
