"""`signary model`: parts to a folder that signs and streams, what a folder holds, and a card whose example runs."""

import json
import re
import shutil

import pytest
import yaml

from signary.bundle.bundle import Bundle
from signary.bundle.card import CardFacts, card_text, write_card
from signary.cli import main
from signary.io.errors import InputError
from signary.pose.formats import read_pose

OPTIONS = ("tokenizer", "generator", "refiner", "dictionary", "gloss_model", "recogniser", "text_motion")


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Run a command in an empty folder: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return stopped.value.code, captured.out, captured.err

    return call


@pytest.fixture
def flags(saved_parts):
    """Options of `signary model assemble` for all parts."""
    return [part for name in OPTIONS for part in (f"--{name.replace('_', '-')}", getattr(saved_parts, name))]


@pytest.fixture
def model(run, assembled, tmp_path):
    """Name of a copy of the whole model, in the working directory."""
    return shutil.copytree(assembled, tmp_path / "model").name


def test_parts_become_a_model_that_signs_and_streams(run, flags, tmp_path):
    code, out, err = run("model", "assemble", *flags, "--notice", "a test", "-o", "model")
    assert (code, err) == (0, "")
    assert "languages: asl, dgs" in out
    assert "missing: README.md" in out
    code, out, err = run("stream", "Hello! Mother eats bread.", "-l", "asl", "--model", "model")
    assert (code, err) == (0, "a test; not for communication\n")
    lines = [json.loads(line) for line in out.splitlines()]
    assert sum(len(line["values"]) for line in lines) > 60
    text = ["--model", "model", "--method", "model", "-l", "dgs", "-o", "a.npz"]
    code, out, err = run("generate", "Es regnet.", *text)
    assert (code, err.splitlines()[-1]) == (0, "a test; not for communication")
    assert read_pose(tmp_path / "a.npz").metadata["notice"] == "a test"
    code, out, err = run("generate", "--gloss", "MORGEN REGEN", "--model", "model", "-o", "b.npz")
    assert (code, err) == (0, "a test; not for communication\n")
    assert read_pose(tmp_path / "b.npz").layout.name == "phoenix50"


def test_mistakes_are_one_line_and_no_folder(run, flags, tmp_path, saved_parts):
    swapped = [*flags, "--refiner", saved_parts.tokenizer, "-o", "model"]
    code, out, err = run("model", "assemble", *swapped)
    assert (code, out) == (2, "")
    assert err == "signary: refiner: expected the folder of a hybridsign, got that of a 'motion_tokenizer'\n"
    assert not list(tmp_path.iterdir())
    assert run("model", "assemble", *flags[2:], "-o", "model")[0] == 2
    assert run("model", "info", "none")[2].count("\n") == 1
    assert run("model", "card", "none")[0] == 2


def test_info_says_what_is_there_and_what_is_not(run, model, tiny):
    _, out, _ = run("model", "info", model)
    facts = dict(line.split(": ", 1) for line in out.splitlines())
    assert facts["languages"] == "asl, dgs"
    assert (facts["layout"], facts["fps"], facts["hand reference"]) == ("smplx", "25", "flat")
    assert facts["tokenizer id"] == tiny.motion_tokenizer.config.tokenizer_id
    assert facts["notice"] == "none"
    assert "body 6, left_hand 7, right_hand 8 codes, 4 frames a code" in facts["motion tokenizer"]
    assert "3 entries, retrieval all" in facts["dictionary"]
    assert facts["gloss model"].startswith("3 glosses to motion of phoenix50, 10 fps")
    assert "3 glosses of asl, dgs" in facts["recogniser"]
    assert facts["training text asl"].startswith("2 sentences, 4 different words, usually 1 to 3 words")
    assert facts["HybridSign alone"].startswith("text to motion without codes, from noise")
    for part in ("fgdm", "hybridsign", "recogniser", "refiner", "dictionary"):
        shutil.rmtree(f"{model}/{part}")
    _, out, _ = run("model", "info", model)
    missing = [line.split()[1] for line in out.splitlines() if line.startswith("missing: ")]
    assert missing == ["dictionary", "refiner", "fgdm", "hybridsign", "recogniser", "README.md"]


def test_info_of_a_broken_part_is_one_line(run, model, tmp_path):
    (tmp_path / model / "recogniser" / "model.safetensors").write_bytes(b"nothing of the kind")
    code, _, err = run("model", "info", model)
    assert code == 2
    assert err.startswith("signary: recogniser")
    assert err.count("\n") == 1


def test_the_example_of_the_card_runs(run, model, tmp_path):
    code, out, err = run(
        "model", "card", model, "--license", "cc-by-4.0", "--dataset", "me/signs", "--dataset", "other"
    )
    assert (code, err) == (0, "")
    card = (tmp_path / model / "README.md").read_text(encoding="utf-8")
    front, body = card.split("---\n")[1], card.split("---\n", 2)[2]
    head = yaml.safe_load(front)
    assert (head["license"], head["datasets"]) == ("cc-by-4.0", ["me/signs", "other"])
    assert (head["language"], head["pipeline_tag"]) == (["en", "de"], "text-to-sign")
    unchecked = ("whether this motion is synthetic", "take it for unverified")
    for words in ("`motion_tokenizer/`", "`fgdm/`", "2 sentences", "This card was given no figures", *unchecked):
        assert words in body
    assert "Nothing that such a folder may hold is missing" in body
    python = re.search(r"```python\n(.*?)```", card, re.DOTALL)[1]
    exec(compile(python, "card", "exec"), {})
    assert len(read_pose(tmp_path / "signed.pose")) > 8
    (shell,) = re.search(r"```bash\n(.*?)```", card, re.DOTALL)[1].strip().splitlines()
    command = [word.strip('"') for word in shell.replace("signed.gif", "signed.npz").split()]
    assert run(*command[1:])[0] == 0
    assert len(read_pose(tmp_path / "signed.npz")) > 8


def test_a_card_is_written_over_only_if_it_is_asked_for(run, model, tmp_path):
    (tmp_path / "more.md").write_text("## How it was made\nAt night: größer.", encoding="utf-8")
    (tmp_path / model / "README.md").write_text("mine")
    code, _, err = run("model", "card", model)
    assert (code, err.startswith("signary: folder: expected one without README.md, or --replace")) == (2, True)
    assert (tmp_path / model / "README.md").read_text() == "mine"
    assert run("model", "card", model, "--replace", "--addition", "more.md", "--name", "me/model")[0] == 0
    card = (tmp_path / model / "README.md").read_text(encoding="utf-8")
    assert card.endswith("\n## How it was made\nAt night: größer.\n")
    assert "# me/model\n" in card
    (tmp_path / "more.md").write_bytes(b"\xff\xfe")
    assert "addition: expected UTF-8" in run("model", "card", model, "--replace", "--addition", "more.md")[2]


@pytest.mark.parametrize("name", ["license", "name", "dataset"])
@pytest.mark.parametrize("value", ['"); evil("', "a b", "", "$(rm)", "line\nbreak", "a`b"])
def test_names_that_would_break_out_of_the_card_are_refused(run, name, value):
    code, _, err = run("model", "card", "none", f"--{name}", value)
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith(f"signary: {name}: expected a name of letters")


def test_figures_of_a_report(model, tmp_path):
    metrics = {"dtw-jpe": {"value": 12.345678, "signature": "dtw|1"}, "bleu-4": {"value": 3, "signature": "bleu|2"}}
    truth = {"name": "ground | truth", "metrics": {"bleu-4": metrics["bleu-4"]}, "is_model": False}
    report = {
        "facts": {"corpus": "demo, split test"},
        "motion": "synthetic motion of the rule-based signer",
        "notices": [],
        "recogniser": "",
        "systems": [truth, {"name": "model", "metrics": metrics, "is_model": True}],
    }
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report))
    text = card_text(Bundle.load(model), tmp_path / model, CardFacts(metrics=path))
    assert "demo, split test; synthetic motion of the rule-based signer." in text
    assert "| metric | ground \\| truth | model |" in text
    assert "| dtw-jpe |  | 12.35 |" in text
    assert "`bleu|2`, `dtw|1`." in text
    for broken in ({}, report | {"systems": []}, report | {"systems": [truth | {"metrics": {"a": 1}}]}):
        path.write_text(json.dumps(broken))
        with pytest.raises(InputError, match="a report of `signary evaluate`"):
            write_card(Bundle.load(model), tmp_path / model, CardFacts(metrics=path))
    assert not (tmp_path / model / "README.md").exists()


def test_a_notice_stands_in_the_card(model, tmp_path):
    bundle = Bundle.load(model)
    bundle.generator.config.notice = "synthetic, not verified by signers"
    text = card_text(bundle, tmp_path / model, CardFacts(title="A *test*"))
    assert "**Synthetic, not verified by signers; not for communication.**" in text
    assert "# A *test*\n" in text
