"""A layout, reader, metric and decoding from a package of its own, through the command line and through training."""

import json
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
SENTENCES = ("The cat is good.", "Hello, my name is Billy.", "I am good.", "My cat is good.", "Hello, cat.")
SPLITS = {"train": 8, "dev": 2, "test": 2}
#: x, y, z in metres of pelvis, nose, neck; of the joints of an arm and a hand, to the left.
MIDDLE = ((0, 0, 0), (0, 0.68, 0.1), (0, 0.5, 0))
ARM = ((0.18, 0.48, 0), (0.25, 0.22, 0.05), (0.15, 0.25, 0.3))
HAND = tuple((0.13 - 0.01 * at, 0.27 + 0.01 * at, 0.33 + 0.005 * at) for at in range(8))
SMOKE = ["--preset", "smoke"]

pytestmark = pytest.mark.slow


def line(split, number):
    """A sentence whose hands circle at their own pace; a fingertip is missing in the first frame."""
    rng, frames = np.random.default_rng([len(split), number]), 48 + 4 * number
    sides = [[(side * x, y, z) for x, y, z in group] for group in (ARM, HAND) for side in (1, -1)]
    points = np.array([*MIDDLE, *(point for group in sides for point in group)], dtype=float)
    phase = np.arange(frames)[:, None] * rng.uniform(0.1, 0.3) + np.linspace(0, 1, len(points))
    moving = np.array([0.0] * 3 + [0, 0, 1] * 2 + [1] * 16)
    motion = points + 0.1 * moving[:, None] * np.stack([np.sin(phase), np.cos(phase), np.sin(2 * phase)], -1)
    written = motion.round(4).tolist()
    written[0][-1] = None
    signs = ["CAT", "GOOD"][: 1 + number % 2]
    facts = {"id": f"{split}-{number}", "text": SENTENCES[number % 5], "signs": signs, "split": split, "fps": 25}
    return json.dumps({**facts, "points": written})


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    file = tmp_path_factory.mktemp("lines") / "corpus.jsonl"
    file.write_text("".join(line(split, at) + "\n" for split, count in SPLITS.items() for at in range(count)))
    return file


@pytest.fixture(scope="module")
def corpus(signary, lines):
    """The corpus, read by the plug-in's reader."""
    output = lines.parent / "corpus"
    said = signary("corpus", "prepare", lines, "--format", "bsl-lines", "-o", output)
    assert said == f"{output}: train 8, dev 2, test 2 rows, layout bsl25\n"
    return output


@pytest.fixture(scope="module")
def tokenizer(signary, corpus):
    output = corpus.parent / "tokenizer"
    signary("train", "tokenizer", *SMOKE, "--layout", "bsl25", "--corpus", corpus, "--output", output)
    return output / "model"


@pytest.fixture(scope="module")
def model(signary, corpus, tokenizer):
    """A model folder whose generator says hands after the body."""
    codes, output, folder = (corpus.parent / name for name in ("codes", "generator", "model"))
    signary("corpus", "encode", "--tokenizer", tokenizer, "--corpus", corpus, "--output", codes)
    flags = ["--retrieval", "none", "--num_signers", "0", "--decoding", "hands_after_body"]
    signary("train", "generator", *SMOKE, *flags, "--codes", codes, "--output", output)
    signary("model", "assemble", "--tokenizer", tokenizer, "--generator", output / "model", "-o", folder)
    return folder


def test_the_corpus_says_what_the_lines_say(fresh, corpus):
    code = "import sys, json; from signary.corpora.opening import open_corpus\n"
    code += "row = open_corpus(sys.argv[1])['train'][1]\n"
    code += "print(json.dumps({name: row[name] for name in ('id', 'text', 'gloss', 'language', 'layout', 'fps')}))\n"
    code += "print(row['confidence'][0][-2:], len(row['poses']), len(row['poses'][0]))"
    facts, sizes = fresh("-c", code, corpus).splitlines()
    wanted = {
        "id": "train-1",
        "text": SENTENCES[1],
        "gloss": "CAT GOOD",
        "language": "bsl",
        "layout": "bsl25",
        "fps": 25,
    }
    assert json.loads(facts) == wanted
    assert sizes == "[1.0, 0.0] 52 75"


def test_the_readers_options_are_those_of_the_command(signary, lines, tmp_path):
    assert "    --least FLOAT (default 0.0)  Seconds; shorter sentences are left out" in signary("corpus", "formats")
    output = tmp_path / "out"
    said = signary("corpus", "prepare", lines, "--format", "bsl-lines", "--least", "2", "-o", output)
    assert said == f"{output}: train 7, dev 1, test 1 rows, layout bsl25\n"
    error = signary("corpus", "prepare", lines, "--format", "bsl-lines", "-o", tmp_path / "x", plugin=False, code=2)
    assert error.startswith("signary: format: expected one of motion-files")
    bad = tmp_path / "bad.jsonl"
    bad.write_text(line("train", 0) + '\n{"id": "a"}\n')
    error = signary("corpus", "prepare", bad, "--format", "bsl-lines", "-o", tmp_path / "x", code=2)
    assert error == (
        "signary: bad.jsonl, line 2: expected keys id, text, signs, split, fps, points, "
        "got none of text, signs, split, fps, points\n"
    )
    assert not (tmp_path / "x").exists()


def test_the_model_signs_with_the_delay_and_streams_what_it_signs(fresh, signary, model, tmp_path):
    config = json.loads((model / "config.json").read_text())
    assert (config["decoding"], config["decoding_package"]) == ("hands_after_body", "signary-bsl")
    asked = ["--language", "bfi", "--method", "model", "--model", model]
    signary("generate", SENTENCES[0], *asked, "-o", tmp_path / "out.npz")
    said = signary("stream", SENTENCES[0], "--language", "bsl", "--model", model)
    chunks = [json.loads(each) for each in said.splitlines()]
    assert {chunk["layout"] for chunk in chunks} == {"bsl25"}
    streamed = np.array([frame for chunk in chunks for frame in chunk["values"]], dtype=float)
    with np.load(tmp_path / "out.npz") as found:
        offline = found["values"]
    assert offline.shape[1:] == (75,)
    np.testing.assert_allclose(streamed, offline, atol=1e-4)


def test_without_the_package_the_folder_says_what_it_needs(signary, model, tmp_path):
    output = tmp_path / "out.npz"
    asked = ["--language", "bfi", "--method", "model", "--model", model]
    error = signary("generate", "Hello.", *asked, "-o", output, plugin=False, code=2)
    assert len(error.splitlines()) == 1
    assert (
        "decoding: expected one of multi_head, parallel, sequential, or one of the package 'signary-bsl', which"
        in error
    )
    assert not output.exists()


def test_the_decoding_passes_the_tests_of_the_shipped_ones(fresh):
    """Cached equals whole, a batch equals each alone, two samples are learnt by heart."""
    tests = ROOT / "tests" / "generator" / "test_sign_mbart.py"
    said = fresh("-m", "pytest", "-n", "0", "-m", "slow or not slow", "-k", "hands_after_body", tests)
    assert said.splitlines()[-1].startswith("5 passed")


def test_who_signs_by_rules_does_not_wait_for_what_training_needs(fresh):
    code = "import sys; from signary.language.languages import resolve; from signary.pose.registry import get_layout\n"
    code += (
        "print(resolve('bfi').id, get_layout('bsl25').num_features, {'transformers', 'datasets'} & set(sys.modules))"
    )
    assert fresh("-c", code) == "bsl 75 set()\n"


def test_a_report_has_the_metric(signary, model, corpus, tmp_path):
    out = tmp_path / "report"
    flags = ["--metric", "hands-apart", "--metric", "duration-ratio", "--processes", "2"]
    said = signary("evaluate", "--model", model, "--corpus", corpus, "-o", out, *flags)
    assert said.splitlines()[0].endswith("  hands-apart")
    found = json.loads((out / "report.json").read_text())
    truth, made, *_ = (system["metrics"]["hands-apart"] for system in found["systems"])
    assert truth["value"] == 0 < made["value"]
    assert made["signature"].startswith("hands-apart|cost:mean-l2|align:none|norm:none|joints:wrists|unit:m|fps:25|")
    assert made["signature"] in (out / "report.md").read_text()
