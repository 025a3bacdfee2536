"""A few German sentences of the rule-based signer, and tiny models of every system."""

import sys
from pathlib import Path

import pytest
import torch
from datasets import Dataset, DatasetDict

from signary.corpora.signing import SigningJob, corpus_features, sign_job
from signary.evaluation.back_translation import LoadedRecogniser, RecogniserConfig, RecogniserProcessor, SignRecogniser
from signary.generator.fgdm import FGDMConfig, FGDMModel, sentence_poses, sentence_statistics
from signary.generator.hybridsign import HybridSignConfig, HybridSignModel
from signary.generator.sign_mbart import (
    SignMBartConfig,
    SignMBartForConditionalGeneration,
    SignMBartProcessor,
    train_text_tokenizer,
)
from signary.pipelines.model_folder import REFINER, ModelParts
from signary.pipelines.text_to_sign import TextToSignPipeline
from signary.pose import PoseSequence, get_layout
from signary.pose.view import to_layout
from signary.retrieval.builder import IsolatedSign, build_dictionary
from signary.retrieval.settings import RetrievalSettings
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig, feature_statistics

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "benchmarks"))

MARKED = {
    "train": ("Mein[MEIN] Vater[VATER] trinkt[TRINKEN] Bier[BIER].", "Die Sonne[SONNE] scheint[SCHEINEN]."),
    "test": ("Mein[MEIN] Vater[VATER] trinkt[TRINKEN] Milch[MILCH].", "Mein[MEIN] Vater[VATER] trinkt[TRINKEN]."),
}
SIZES = {
    "d_model": 16,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 32,
    "decoder_ffn_dim": 32,
}


@pytest.fixture(scope="session")
def rows():
    """Split -> rows."""
    return {
        split: [
            sign_job(SigningJob(f"{split}-{at}", marked, "dgs", "plain", 0, 25.0, 0))
            for at, marked in enumerate(sentences)
        ]
        for split, sentences in MARKED.items()
    }


@pytest.fixture(scope="session")
def corpus_folder(rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus") / "sentences"
    splits = {split: Dataset.from_list(part, features=corpus_features()) for split, part in rows.items()}
    DatasetDict(splits).save_to_disk(str(folder))
    return folder


@pytest.fixture(scope="session")
def poses(rows):
    return [PoseSequence(row["poses"], get_layout("smplx"), row["fps"]) for row in rows["train"]]


@pytest.fixture(scope="session")
def joints(poses):
    return [to_layout(each, "phoenix50") for each in poses]


@pytest.fixture(scope="session")
def model_folder(rows, poses, tmp_path_factory):
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
    text_tokenizer = train_text_tokenizer([row["text"] for row in rows["train"]], 300)
    config = SignMBartConfig(
        **SIZES,
        vocab_size=len(text_tokenizer),
        max_position_embeddings=128,
        init_std=0.2,
        codebook_sizes=sizes,
        languages=["dgs"],
    )
    model = SignMBartForConditionalGeneration(config).eval()
    with torch.no_grad():
        for head in model.heads:
            head.bias[-1] -= 20.0  # it goes on until it is stopped, so that there is motion to measure
    processor = SignMBartProcessor.for_vocabulary(text_tokenizer, config.vocabulary, max_length=128)
    refiner = hybridsign(coarse_sigma=0.1)
    refiner.set_statistics(tokenizer.mean, tokenizer.std, 0.1 * tokenizer.std)
    parts = ModelParts(processor, tokenizer, dictionary, RetrievalSettings(), refiner)
    folder = tmp_path_factory.mktemp("model")
    TextToSignPipeline(model, parts=parts, device="cpu").save_pretrained(folder)
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
def recogniser(rows, joints, tmp_path_factory):
    everything = [row for part in rows.values() for row in part]
    processor = RecogniserProcessor.train([("dgs", row["text"], row["gloss"].split()) for row in everything], 300)
    torch.manual_seed(0)
    names = {"vocab_size": len(processor.tokenizer), "glosses": processor.glosses, "languages": processor.languages}
    kind = {"layout": "phoenix50", "max_position_embeddings": 24, "trained_on": "synthetic signing"}
    model = SignRecogniser(RecogniserConfig(**SIZES, **names, **kind))
    model.set_statistics(*feature_statistics(joints, model.config.motion))
    folder = tmp_path_factory.mktemp("recogniser")
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return LoadedRecogniser.load(folder)
