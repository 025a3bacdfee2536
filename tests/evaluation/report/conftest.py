"""Four sentences of the rule-based signer as a corpus, a tiny recogniser and a tiny text-to-sign model."""

import pytest
import torch
from datasets import Dataset, DatasetDict

from signary.corpora.signing import SigningJob, corpus_features, sign_job
from signary.evaluation.back_translation import LoadedRecogniser, RecogniserConfig, RecogniserProcessor, SignRecogniser
from signary.evaluation.report import ReportCorpus
from signary.generator.sign_mbart import (
    SignMBartConfig,
    SignMBartForConditionalGeneration,
    SignMBartProcessor,
    train_text_tokenizer,
)
from signary.pipelines.model_folder import ModelParts
from signary.pipelines.text_to_sign import TextToSignPipeline
from signary.pose import PoseSequence, get_layout
from signary.retrieval.builder import IsolatedSign, build_dictionary
from signary.retrieval.settings import RetrievalSettings
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig, feature_statistics

MARKED = {
    "train": ("My[MY] mother[MOTHER] eats[EAT] bread[BREAD].", "The girl[GIRL] drinks[DRINK] milk[MILK]."),
    "test": (
        "My[MY] mother[MOTHER] drinks[DRINK] milk[MILK].",
        "The girl[GIRL] eats[EAT] bread[BREAD].",
        "The girl[GIRL] drinks[DRINK] milk[MILK].",
    ),
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


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def rows():
    """Split -> rows."""
    return {
        split: [
            sign_job(SigningJob(f"{split}-{at}", marked, "asl", "plain", 0, 25.0, 0))
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
def recogniser_folder(rows, poses, tmp_path_factory):
    everything = [row for part in rows.values() for row in part]
    sentences = [("asl", row["text"], row["gloss"].split()) for row in everything]
    processor = RecogniserProcessor.train(sentences, 300)
    torch.manual_seed(0)
    names = {"vocab_size": len(processor.tokenizer), "glosses": processor.glosses, "languages": processor.languages}
    config = RecogniserConfig(**SIZES, **names, max_position_embeddings=24, trained_on="synthetic signing")
    model = SignRecogniser(config)
    model.set_statistics(*feature_statistics(poses, config.motion))
    folder = tmp_path_factory.mktemp("recogniser")
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def recogniser(recogniser_folder):
    return LoadedRecogniser.load(recogniser_folder)


@pytest.fixture(scope="session")
def model_folder(rows, tokenizer, dictionary, tmp_path_factory):
    """A generator that has learnt nothing: what it signs is noise, but its own."""
    text_tokenizer = train_text_tokenizer([row["text"] for row in rows["train"]], 300)
    torch.manual_seed(0)
    config = SignMBartConfig(
        **SIZES,
        vocab_size=len(text_tokenizer),
        max_position_embeddings=128,
        init_std=0.2,
        codebook_sizes=dict(tokenizer.config.codebook_sizes),
        languages=["asl"],
    )
    model = SignMBartForConditionalGeneration(config).eval()
    with torch.no_grad():
        for head in model.heads:
            head.bias[-1] -= 20.0  # it goes on until it is stopped, so that there is motion to measure
    processor = SignMBartProcessor.for_vocabulary(text_tokenizer, config.vocabulary, max_length=128)
    parts = ModelParts(processor, tokenizer, dictionary, RetrievalSettings())
    folder = tmp_path_factory.mktemp("model")
    TextToSignPipeline(model, parts=parts, device="cpu").save_pretrained(folder)
    return folder
