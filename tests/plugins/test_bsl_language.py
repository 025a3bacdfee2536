"""British Sign Language from a package of its own: no file of `signary` knows of it."""

import json
import re
from pathlib import Path

import pytest

from signary.corpora.opening import open_corpus
from signary.pose.formats import read_pose

#: Corpus, tokenizer, dictionary and generator of a language that only the plug-in knows; saved as a model folder.
TRAIN = """
import json, sys
import torch
from signary.bundle.bundle import Bundle
from signary.corpora.readers.pt_format import write_pt_split
from signary.corpora.synthetic.demo import build_demo_corpus
from signary.corpora.synthetic.demo_signs import isolated_signs
from signary.generator.sign_mbart import (
    SignMBartConfig, SignMBartForConditionalGeneration, SignMBartProcessor, train_text_tokenizer,
)
from signary.pose.feature_statistics import feature_statistics
from signary.pose.kinematics import forward_kinematics
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.view import to_layout
from signary.retrieval.builder import IsolatedSign, build_dictionary
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

folder, model = sys.argv[1:]
sizes = {"train": 12, "dev": 2, "test": 2, "test_unseen_words": 0, "signers": 0}
corpus = build_demo_corpus(folder, languages=["bfi"], progress=False, **sizes)
smplx = get_layout("smplx")
pose = lambda row: PoseSequence(row["poses"], smplx, row["fps"], metadata={"hand_reference": "flat"})
rows = list(corpus["train"])
config = MotionTokenizerConfig(
    width=8, code_dim=4, codebook_sizes={"body": 6, "left_hand": 7, "right_hand": 8}, causal_decoder=True,
)
torch.manual_seed(0)
tokenizer = MotionTokenizer(config)
tokenizer.set_statistics(*feature_statistics([pose(row) for row in rows], config))
tokenizer.assign_id()
tokenizer.eval()
signs = [
    IsolatedSign((("#" if row["kind"] == "letter" else "") + row["words"][0],), "bsl", pose(row), gloss=row["gloss"])
    for row in isolated_signs("bsl")
]
dictionary = build_dictionary(signs, tokenizer, progress=False).dictionary
words = train_text_tokenizer([row["text"] for row in rows], 300)
settings = SignMBartConfig(
    vocab_size=len(words), d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
    decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, max_position_embeddings=1024, dropout=0.0,
    codebook_sizes=dict(config.codebook_sizes), languages=["bsl"],
)
generator = SignMBartForConditionalGeneration(settings)
processor = SignMBartProcessor.for_vocabulary(words, settings.vocabulary, max_length=1024)
bundle = Bundle(generator, processor, tokenizer, dictionary, RetrievalSettings(spell=True))
codes = [tokenizer.encode(pose(row))[0][0, :12] for row in rows]
texts = [row["text"] for row in rows]
found = [[s for s in bundle.prompter.outcomes(text, bundle.language("bsl")) if hasattr(s, "codes")] for text in texts]
inputs = processor(texts, "bsl", found)
batch = {**inputs, "motion_codes": torch.nn.utils.rnn.pad_sequence(codes, batch_first=True, padding_value=-1)}
generator.train()
optimizer = torch.optim.AdamW(generator.parameters(), 1e-2)
losses = []
for _ in range(8):
    loss = generator(**batch).loss
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(float(loss))
generator.eval()
bundle.save(model)
bodies = [to_layout(forward_kinematics(pose(row)), "phoenix50") for row in rows[:3]]
lines = [{name: row[name] for name in ("id", "text", "gloss")} for row in rows]
bodies = [body.with_metadata(**line) for body, line in zip(bodies, lines)]
write_pt_split(bodies, folder, "train")
print(json.dumps({"rows": len(rows), "texts": texts, "glosses": [row["gloss"] for row in rows], "losses": losses}))
"""

USE = """
import json, sys
from transformers import pipeline
import signary
sign = pipeline("text-to-sign", model=sys.argv[1])
result = sign("Hello, Billy.", language="bfi", max_new_tokens=6)
chunks = list(sign.stream("The cat is good.", language="British Sign Language", max_new_tokens=6))
print(json.dumps({
    "frames": len(result["pose"]), "retrieved": [found["lemma"] for found in result["retrieved"]],
    "streamed": sum(len(chunk.pose) for chunk in chunks),
}))
"""


def test_the_language_is_listed_where_the_plug_in_is_installed_and_nowhere_else(signary):
    lines = signary("languages").splitlines()
    assert [line.split()[0] for line in lines] == ["asl", "dgs", "csl", "bsl"]
    assert lines[-1] == (
        "bsl  bfi  British Sign Language (from en): 5 signs, 0 checked by signers, 26 letters, two-handed"
    )
    assert "dictionary bsl" in signary("doctor")
    refused = signary(
        "generate", "hello", "--language", "bsl", "--method", "signer", "-o", "x.pose", plugin=False, code=2
    )
    assert refused.count("\n") == 1
    assert "asl (ase" in refused


def test_a_sentence_and_a_name_are_signed(signary, tmp_path):
    told = signary(
        *("generate", "hello cat, I am Quentin", "--language", "bsl", "--method", "signer"),
        *("-o", "out.npz"),
        cwd=tmp_path,
    )
    assert "3 signed" in told
    assert "1 spelled (Quentin)" in told
    assert "1 not signed (am)" in told
    pose = read_pose(tmp_path / "out.npz")
    assert pose.metadata["language"] == "bsl"
    assert "not verified" in pose.metadata["notice"]
    assert len(pose) > 100


def test_many_sentences_from_a_file(signary, tmp_path):
    (tmp_path / "in.txt").write_text("hello Amy\nthe cat is good\n", encoding="utf-8")
    flags = ("--input", "in.txt", "--language", "bsl", "--method", "signer", "--format", "pose", "-o", "out")
    signary("generate", *flags, cwd=tmp_path)
    assert len(list((tmp_path / "out").glob("*.pose"))) == 2
    assert len((tmp_path / "out" / "signed.jsonl").read_text().splitlines()) == 2


@pytest.mark.slow
def test_a_model_is_trained_on_the_language_and_signs_and_streams_it(fresh, signary, tmp_path):
    trained = json.loads(fresh("-c", TRAIN, tmp_path / "corpora", tmp_path / "model").splitlines()[-1])
    assert trained["rows"] == len(set(trained["texts"])) == 12
    assert any(gloss.startswith("#") for glosses in trained["glosses"] for gloss in glosses.split())
    assert trained["losses"][-1] < trained["losses"][0]
    named = ["--format", "pt", "--language", "British Sign Language"]
    signary("corpus", "prepare", tmp_path / "corpora", *named, "-o", tmp_path / "prepared")
    prepared = open_corpus(str(tmp_path / "prepared"))["train"]
    assert (prepared["language"][:], prepared["text"][:]) == (["bsl"] * 3, trained["texts"][:3])
    used = json.loads(fresh("-c", USE, tmp_path / "model").splitlines()[-1])
    assert used["frames"] == 24
    assert used["streamed"] >= 24
    assert used["retrieved"] == ["hello", "#billy"]


def test_no_file_of_the_package_names_the_language():
    package = Path(__file__).parents[2] / "signary"
    named = [
        path
        for path in package.rglob("*.py")
        if re.search(r"(?<![a-z])bsl", path.read_text(encoding="utf-8").casefold())
    ]
    assert named == []
    assert not list(package.parent.glob("dictionaries/**/bsl*"))


def test_a_plug_in_that_cannot_be_loaded_is_named(fresh, installed, tmp_path):
    broken = tmp_path / "broken-1.0.dist-info"
    broken.mkdir()
    (broken / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (broken / "entry_points.txt").write_text("[signary.plugins]\nbroken = no_such_module:register\n")
    code = f"import sys; sys.path.append({str(tmp_path)!r}); import signary.cli; signary.cli.main(['languages'])"
    told = fresh("-c", code, code=2)
    assert told.count("\n") == 1
    assert "no_such_module:register" in told
    assert "of broken" in told
