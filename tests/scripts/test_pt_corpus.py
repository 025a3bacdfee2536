"""From a folder in PT format through every stage: what the reader makes of it is all that training needs."""

import json
from pathlib import Path

import numpy as np
import pytest

from signary.bundle.folder import EMBEDDED
from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.pt_format import PtFormat, write_pt_split
from signary.evaluation.back_translation import SignRecogniser
from signary.generator.fgdm import FGDMModel
from signary.generator.hybridsign import HybridSignModel
from signary.generator.sign_mbart import SignMBartForConditionalGeneration, SignMBartProcessor
from signary.pose import PoseSequence, get_layout
from signary.pose.view import to_layout
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.tokenizer import MotionTokenizer

SMOKE = ["--preset", "smoke"]
STAGES = {
    "train_fgdm": (["--corpus_layout", "phoenix50"], FGDMModel),
    "train_recogniser": (["--corpus_layout", "phoenix50", "--layout", "phoenix50"], SignRecogniser),
    "train_hybridsign": (
        ["--coarse_sigma", "none", "--pair_share", "0", "--layout", "phoenix50", "--model", str(EMBEDDED)],
        HybridSignModel,
    ),
}


@pytest.fixture(scope="module")
def pt_corpus(corpus, tmp_path_factory):
    """Folder of the data set that the reader makes of PT files, with motion of the rule-based signer."""
    folder = tmp_path_factory.mktemp("pt")
    for split, rows in open_corpus(corpus).items():
        german = [row for row in rows if row["language"] == "dgs"]
        sentences = []
        for number, row in enumerate(german):
            motion = PoseSequence(np.array(row["poses"], np.float32), get_layout("smplx"), row["fps"])
            facts = {"id": f"{split}/{number}", "text": row["text"], "gloss": row["gloss"]}
            pose = to_layout(motion, "phoenix50")
            sentences.append(PoseSequence(pose.values, pose.layout, 25.0, metadata=facts))
        write_pt_split(sentences, folder, split)
    prepare_corpus(PtFormat(), folder, folder / "corpus")
    return str(folder / "corpus")


@pytest.fixture(scope="module")
def tokenizer(script, pt_corpus, tmp_path_factory):
    output = tmp_path_factory.mktemp("tokenizer")
    script("train_tokenizer").main([*SMOKE, "--corpus", pt_corpus, "--layout", "phoenix50", "--output", str(output)])
    return output / "model"


@pytest.fixture(scope="module")
def signs(pt_corpus, tmp_path_factory):
    """Every sentence as the sign of a word."""
    folder = tmp_path_factory.mktemp("signs") / "signs"
    rows = open_corpus(pt_corpus)["train"].select([0, 3])
    rows.add_column("words", [["vater"], ["sonne"]]).save_to_disk(str(folder))
    return str(folder)


def test_tokenizer_dictionary_codes_and_generator(script, pt_corpus, tokenizer, signs, tmp_path):
    assert MotionTokenizer.from_pretrained(tokenizer).config.layout == "phoenix50"
    named, codes, dictionary = (
        ["--tokenizer", str(tokenizer)],
        str(tmp_path / "codes"),
        str(tmp_path / "dictionary.parquet"),
    )
    script("encode_corpus").main([*named, "--corpus", pt_corpus, "--output", codes])
    encoded = open_corpus(codes)
    assert set(encoded["train"].column_names) == {
        "id",
        "text",
        "gloss",
        "glosses",
        "language",
        "layout",
        "fps",
        "codes",
    }
    script("build_dictionary").main([*named, "--input", signs, "--output", dictionary])
    flags = [
        *SMOKE,
        "--num_signers",
        "0",
        "--codes",
        codes,
        "--dictionary",
        dictionary,
        "--output",
        str(tmp_path / "run"),
    ]
    script("train_generator").main(flags)
    folder = tmp_path / "run" / "model"
    model = SignMBartForConditionalGeneration.from_pretrained(folder).float().eval()
    processor = SignMBartProcessor.from_pretrained(folder)
    assert model.config.languages == ["dgs"]
    assert RetrievalSettings.load(folder / "dictionary").word_counts["dgs"]["vater"] == 3
    made = model.generate(**processor("Mein Vater trinkt Bier.", "gsg"), max_new_tokens=4)
    assert made.shape[2] == 3


@pytest.mark.parametrize("name", STAGES)
def test_the_other_trainers(script, pt_corpus, tmp_path, name):
    flags, kind = STAGES[name]
    script(name).main([*SMOKE, *flags, "--corpus", pt_corpus, "--output", str(tmp_path / "run")])
    assert kind.from_pretrained(tmp_path / "run" / "model").config.layout == "phoenix50"
    lines = Path(tmp_path / "run" / "log.jsonl").read_text().splitlines()
    assert any(name.startswith("eval_") for name in json.loads(lines[-1]))


def test_another_sign_language_is_said_to_the_reader(corpus, pt_corpus, tmp_path):
    folder = Path(pt_corpus).parent
    assert {row.language for row in PtFormat("ASE").rows(folder)} == {"asl"}
    rows = [row for row in PtFormat().rows(folder) if row.split == "dev"]
    assert {row.language for row in rows} == {"dgs"}
    assert [sign.gloss for sign in rows[0].glosses] == [
        "MEIN",
        "VATER",
        "BIER",
        "TRINKEN",
    ]
