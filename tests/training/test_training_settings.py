"""What `accelerate launch` says is done, or contradicted by name."""

import pytest

from signary.io.errors import InputError
from signary.training.loop import _alike
from signary.training.settings import TrainingArguments, chosen_precision, make_accelerator


@pytest.mark.parametrize(
    ("asked", "said", "used"),
    [
        (None, None, "no"),
        (None, "", "no"),
        (None, "bf16", "bf16"),
        (None, "BF16", "bf16"),
        (None, "fp16", "fp16"),
        ("bf16", None, "bf16"),
        ("bf16", "bf16", "bf16"),
        # What accelerate launch says where nobody has said anything.
        ("bf16", "no", "bf16"),
        ("no", "no", "no"),
    ],
)
def test_the_flag_or_else_what_accelerate_says(asked, said, used):
    assert chosen_precision(asked, {} if said is None else {"ACCELERATE_MIXED_PRECISION": said}) == used


@pytest.mark.parametrize(
    ("asked", "said", "words"),
    [
        ("no", "bf16", "precision: expected bf16, as accelerate's mixed_precision is, got 'no'"),
        ("fp16", "bf16", "precision: expected bf16"),
        (None, "fp8", "mixed_precision: expected no, bf16 or fp16 of accelerate, got 'fp8'"),
    ],
)
def test_contradictions_are_named(tmp_path, monkeypatch, asked, said, words):
    monkeypatch.setenv("ACCELERATE_MIXED_PRECISION", said)
    with pytest.raises(InputError, match=words):
        make_accelerator(TrainingArguments(str(tmp_path / "run"), precision=asked))


def test_batches_a_step_are_those_of_the_flag_or_named(tmp_path, monkeypatch):
    monkeypatch.setenv("ACCELERATE_GRADIENT_ACCUMULATION_STEPS", "4")
    with pytest.raises(InputError, match="accumulate: expected 4 batches a step, as accelerate launch says, got 1"):
        make_accelerator(TrainingArguments(str(tmp_path / "run")))
    made = make_accelerator(TrainingArguments(str(tmp_path / "run"), accumulate=4))
    assert made.gradient_accumulation_steps == 4
    monkeypatch.setenv("ACCELERATE_GRADIENT_ACCUMULATION_STEPS", "1")
    assert make_accelerator(TrainingArguments(str(tmp_path / "run"), accumulate=3)).gradient_accumulation_steps == 3


@pytest.mark.parametrize(
    ("found", "wanted", "alike"),
    [
        (None, None, True),
        ({"scale": 65536.0, "_growth_tracker": 3}, {"scale": 1.0, "_growth_tracker": 0}, True),
        (None, {"scale": 1.0}, False),
        ({"scale": 1.0}, None, False),
        ({"scale": "1"}, {"scale": 1.0}, False),
        ({"scale": True}, {"scale": 1.0}, False),
        ({"scale": float("inf")}, {"scale": 1.0}, False),
        ({"scale": float("nan")}, {"scale": 1.0}, False),
        ({"scale": 1.0, "more": 1}, {"scale": 1.0}, False),
        ([1.0], {"scale": 1.0}, False),
    ],
)
def test_a_scaler_of_a_checkpoint_is_numbers_of_the_names_it_has(found, wanted, alike):
    assert _alike(found, wanted) is alike
