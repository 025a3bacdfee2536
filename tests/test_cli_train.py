"""`signary train` and `signary corpus`: commands pass their flags on, import late, and fail in one line."""

import subprocess
import sys

import numpy as np
import pytest
from datasets import Dataset, DatasetDict, load_from_disk

from signary.cli import main
from signary.cli.train import STAGES
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig


def ended(*words):
    """Exit code of the command line."""
    with pytest.raises(SystemExit) as caught:
        main(list(words))
    return caught.value.code


@pytest.mark.parametrize("stage", STAGES)
def test_help_is_the_stages_own(stage, capsys):
    assert ended("train", stage, "--help") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert shown.startswith(f"usage: signary train {stage}")
    for flag in ("--output", "--learning_rate", "--weights", "--preset PRESET", "No flags, as training decides them:"):
        assert flag in shown


def test_help_of_encode_offers_no_preset(capsys):
    assert ended("corpus", "encode", "--help") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("usage: signary corpus encode")
    assert "--preset" not in shown


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("train fgdm --corpus x --output y --widht 3", "arguments: expected flags that --help lists, got --widht 3"),
        ("train fgdm --corpus x --output y -x", "arguments: expected flags that --help lists, got -x"),
        ("train generator --d_model 3", "arguments: expected --codes, --output, got none"),
        ("train recogniser --corpus x --output y --steps none", "steps: expected a value of the kind int, got 'none'"),
        ("train tokenizer --preset huge", "preset: expected a YAML file or one of ablation, demo, overfit, smoke, got"),
        ("train hybridsign --model x --corpus y --output z --weights fp8", "weights: expected one of fp32, fp16, bf16"),
        ("corpus encode --tokenizer x", "arguments: expected --corpus, --output, got none"),
        ("train dictionary", "No such command"),
    ],
)
def test_mistakes_are_one_line_and_exit_code_2(words, message, capsys):
    assert ended(*words.split()) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert message in line


def test_the_lists_of_commands_import_no_training():
    code = (
        "import sys\nfrom signary.cli import main\n"
        "for words in (['train', '--help'], ['corpus', '--help']):\n"
        "    try: main(words)\n    except SystemExit: pass\n"
        "bad = {'torch', 'transformers', 'accelerate', 'datasets', 'signary.training'} & set(sys.modules)\n"
        "sys.exit(', '.join(bad) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert not done.returncode, done.stderr


def test_a_negative_number_and_an_equals_sign_are_passed_on(tmp_path, capsys):
    words = ["--model", "x", "--corpus", "y", f"--output={tmp_path}", "--own_past", "-1", "--preset=huge"]
    assert ended("train", "hybridsign", *words) == 2
    assert (
        "preset: expected a YAML file or one of ablation, alone, demo, overfit, self_forcing, shown, smoke"
        in capsys.readouterr().err
    )


def test_encode_and_info_go_together(tmp_path, capsys):
    rng = np.random.default_rng(0)
    rows = [{"poses": rng.normal(size=(frames, 133)).tolist(), "fps": 25.0} for frames in (20, 33)]
    DatasetDict({"train": Dataset.from_list(rows)}).save_to_disk(str(tmp_path / "corpus"))
    tokenizer = MotionTokenizer(MotionTokenizerConfig(width=8, code_dim=8))
    tokenizer.assign_id()
    tokenizer.save_pretrained(tmp_path / "tokenizer")
    flags = ["--tokenizer", str(tmp_path / "tokenizer"), "--corpus", str(tmp_path / "corpus")]
    assert ended("corpus", "encode", *flags, "--output", str(tmp_path / "codes")) == 0
    codes = load_from_disk(str(tmp_path / "codes"))["train"]["codes"]
    capsys.readouterr()
    assert ended("corpus", "info", str(tmp_path / "codes")) == 0
    shown = capsys.readouterr().out
    assert f"encoded: by tokenizer {tokenizer.config.tokenizer_id}" in shown
    assert f"train: {len(codes)} rows, {sum(map(len, codes)) * 4 / 25:,.1f} s" in shown
