"""The training loop: resume equals an uninterrupted run bit for bit, and mistakes are named."""

import json

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.utils.data import DataLoader, TensorDataset

from signary.training.batches import LengthBatches
from signary.training.flags import expand_preset, parse_arguments
from signary.training.loop import Trainer, TrainingArguments, cosine, make_accelerator


class KilledError(Exception):
    pass


class Drawn(TensorDataset):
    def __getitem__(self, draw):
        return super().__getitem__(draw.index)


def train(folder, steps=12, resume=False, kill_at=None, accumulate=2):
    arguments = TrainingArguments(
        str(folder),
        steps=steps,
        batch_size=4,
        accumulate=accumulate,
        save_every=5,
        evaluate_every=0,
        log_every=1,
        resume=resume,
    )
    accelerator = make_accelerator(arguments)
    generator = torch.Generator().manual_seed(0)
    inputs = torch.randn(42, 6, generator=generator)
    data = Drawn(inputs, inputs.sum(1, keepdim=True).sin())
    sampler = LengthBatches(list(range(42)), 4, seed=1)
    torch.manual_seed(3)
    model = torch.nn.Sequential(torch.nn.Linear(6, 16), torch.nn.Dropout(0.2), torch.nn.ReLU(), torch.nn.Linear(16, 1))

    def compute_loss(model, batch):
        if kill_at is not None and trainer.step == kill_at:
            raise KilledError
        return torch.nn.functional.mse_loss(model(batch[0]), batch[1]), {}

    trainer = Trainer(accelerator, arguments, model, DataLoader(data, batch_sampler=sampler), compute_loss)
    trainer.train()
    return {name: value.clone() for name, value in accelerator.unwrap_model(trainer.model).state_dict().items()}


@pytest.mark.parametrize("accumulate", [1, 2])
def test_resume_equals_an_uninterrupted_run(tmp_path, accumulate):
    whole = train(tmp_path / "whole", accumulate=accumulate)
    with pytest.raises(KilledError):
        train(tmp_path / "killed", kill_at=8, accumulate=accumulate)
    resumed = train(tmp_path / "killed", resume=True, accumulate=accumulate)
    for name, value in whole.items():
        assert torch.equal(value, resumed[name]), name
    logs = [[json.loads(line) for line in (tmp_path / run / "log.jsonl").open()] for run in ("whole", "killed")]
    assert [line["loss"] for line in logs[0]] == [line["loss"] for line in logs[1]]


def test_training_learns_and_logs(tmp_path):
    train(tmp_path, steps=60, accumulate=1)
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == list(range(1, 61))
    assert sum(line["loss"] for line in lines[-10:]) < sum(line["loss"] for line in lines[:10])


def test_a_run_is_not_overwritten_and_resume_needs_one(tmp_path):
    train(tmp_path / "a", steps=5)
    with pytest.raises(ValueError, match="output: expected a new folder"):
        train(tmp_path / "a", steps=5)
    with pytest.raises(ValueError, match="output: expected a folder with a checkpoint"):
        train(tmp_path / "b", steps=5, resume=True)


def test_resume_refuses_other_settings(tmp_path):
    train(tmp_path, steps=5)
    with pytest.raises(ValueError, match="steps: expected 5 as in the run"):
        train(tmp_path, steps=9, resume=True)


def test_cosine_warms_up_and_ends_low():
    arguments = TrainingArguments("x", steps=100, warmup=10, learning_rate=1e-3, final_learning_rate=1e-5)
    assert cosine(0, arguments) == pytest.approx(0.1)
    assert cosine(9, arguments) == pytest.approx(1.0)
    assert cosine(100, arguments) == pytest.approx(0.01)


def test_batches_hold_every_sample_once_and_similar_lengths():
    lengths = [(7 * at) % 100 for at in range(333)]
    batches = LengthBatches(lengths, 8, seed=2)
    found = list(batches)
    assert sorted(draw.index for batch in found for draw in batch) == list(range(333))
    spread = sum(max(lengths[i.index] for i in batch) - min(lengths[i.index] for i in batch) for batch in found) / len(
        found
    )
    assert spread < 25
    assert found == list(batches)
    batches.set_epoch(1)
    assert found != list(batches)


@given(
    lengths=st.lists(st.integers(1, 50), min_size=1, max_size=60),
    size=st.integers(1, 5),
    processes=st.integers(1, 5),
    shuffle=st.booleans(),
    epoch=st.integers(0, 3),
    first=st.integers(0, 4),
)
def test_processes_share_the_batches_of_one_with_all_of_their_samples(lengths, size, processes, shuffle, epoch, first):
    one = LengthBatches(lengths, size * processes, 5, shuffle)
    shares = [LengthBatches(lengths, size, 5, shuffle).of_process(at, processes) for at in range(processes)]
    for sampler in (one, *shares):
        sampler.set_epoch(epoch)
        sampler.first = first
    wanted, found = list(one), [list(share) for share in shares]
    counts = [list(share.counts()) for share in shares]
    assert {len(share) for share in (*found, *counts)} == {len(wanted)}
    assert len(wanted) == max(0, len(one) - first)
    for at, batch in enumerate(wanted):
        # Those that a process takes because there are none for it are samples of the batch, too.
        assert [draw for own, counted in zip(found, counts, strict=True) if counted[at] for draw in own[at]] == batch
        assert all(own[at] == batch[:1] for own, counted in zip(found, counts, strict=True) if not counted[at])
        assert all(1 <= len(own[at]) <= size for own in found)


@pytest.mark.parametrize(("field", "value"), [("steps", 0), ("precision", "fp8"), ("batch_size", 0)])
def test_bad_arguments_are_named(field, value):
    with pytest.raises(ValueError, match=f"{field}: expected"):
        TrainingArguments("x", **{field: value})


def test_presets_come_before_the_users_flags(tmp_path):
    (tmp_path / "small.yaml").write_text("steps: 7\nlearning_rate: 0.001\nresume: false\n")
    flags = ["--output", "x", "--preset", "small", "--steps", "9"]
    (arguments,) = parse_arguments((TrainingArguments,), flags, "program", tmp_path)
    assert (arguments.steps, arguments.learning_rate, arguments.resume) == (9, 0.001, False)


def test_typos_in_presets_and_flags_are_named(tmp_path):
    (tmp_path / "typo.yaml").write_text("stebs: 7\n")
    with pytest.raises(ValueError, match="--stebs"):
        parse_arguments((TrainingArguments,), ["--output", "x", "--preset", "typo"], "program", tmp_path)
    with pytest.raises(ValueError, match="preset: expected a YAML file or one of typo"):
        expand_preset(["--preset", "none"], tmp_path)
