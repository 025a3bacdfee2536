"""Checkpoints from outside: damaged, foreign, hostile or old ones are one named error, and nothing is half restored."""

import hashlib
import json
import os
import pickle
import random
import shutil
import signal

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch.utils.data import DataLoader, TensorDataset
from transformers import PretrainedConfig, PreTrainedModel

from signary.io.errors import InputError
from signary.io.temporary import machine
from signary.training.batches import LengthBatches
from signary.training.checkpoints import CheckpointError, read_checkpoint
from signary.training.loop import Trainer, TrainingArguments, make_accelerator
from signary.training.state import module_state, random_state, restore_random

STEP = "step_0000005"


class Config(PretrainedConfig):
    model_type = "checkpoint-test"

    def __init__(self, width=8, dropout=0.2, **rest):
        self.width, self.dropout = width, dropout
        super().__init__(**rest)


class Model(PreTrainedModel):
    config_class = Config

    def __init__(self, config):
        super().__init__(config)
        self.first, self.last = torch.nn.Linear(6, config.width), torch.nn.Linear(config.width, 6)
        self.tied = torch.nn.Linear(6, config.width)
        self.tied.weight = self.first.weight
        self.dropout = torch.nn.Dropout(config.dropout)
        self.register_buffer("seen", torch.zeros((), dtype=torch.long))

    def forward(self, values):
        self.seen += 1
        return self.last(self.dropout(self.first(values) + self.tied(values))).square().mean()


class Drawn(TensorDataset):
    def __getitem__(self, draw):
        return super().__getitem__(draw.index)


def trainer(folder, resume=False, steps=10, samples=21, config=None, **changed):
    arguments = TrainingArguments(
        str(folder), steps=steps, batch_size=4, save_every=5, evaluate_every=0, log_every=1, resume=resume, **changed
    )
    accelerator = make_accelerator(arguments)
    data = Drawn(torch.randn(samples, 6, generator=torch.Generator().manual_seed(0)))
    loader = DataLoader(data, batch_sampler=LengthBatches([1] * samples, 4))
    made = Trainer(
        accelerator, arguments, Model(config or Config()), loader, lambda model, batch: (model(batch[0]), {})
    )
    made.keep("twin", torch.nn.Linear(2, 2))
    return made


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A run that stands at its fifth step of ten."""
    folder = tmp_path_factory.mktemp("written") / "run"
    trainer(folder).train()
    last = json.loads((folder / "last.json").read_text())
    digest = hashlib.sha256((folder / STEP / "checkpoint.json").read_bytes()).hexdigest()
    (folder / "last.json").write_text(json.dumps({**last, "checkpoint": STEP, "step": 5, "sha256": digest}))
    return folder


@pytest.fixture
def run(written, tmp_path):
    return shutil.copytree(written, tmp_path / "run")


def signed(run):
    """Make the digests fit what lies there now, as an attacker would."""
    path = run / STEP / "checkpoint.json"
    facts = json.loads(path.read_text())
    facts["files"] = {
        name: hashlib.sha256((run / STEP / name).read_bytes()).hexdigest() for name in sorted(facts["files"])
    }
    write(run, facts)


def write(run, facts):
    (run / STEP / "checkpoint.json").write_text(json.dumps(facts))
    last = json.loads((run / "last.json").read_text())
    last["sha256"] = hashlib.sha256((run / STEP / "checkpoint.json").read_bytes()).hexdigest()
    (run / "last.json").write_text(json.dumps(last))


def refused(run, match, error=CheckpointError, **changed):
    """The run is not resumed, and everything of the new one is as it was."""
    made = trainer(run, resume=True, **changed)
    model = made.accelerator.unwrap_model(made.model)
    before = {name: value.clone() for name, value in module_state(model).items()}
    drawn, twin = random_state(torch.device("cpu")), made._kept["twin"].weight.clone()
    with pytest.raises(error, match=match):
        made.train()
    assert all(torch.equal(value, before[name]) for name, value in module_state(model).items())
    assert torch.equal(twin, made._kept["twin"].weight)
    assert not made.optimizer.optimizer.state
    assert (made.step, made.epoch, made.batch) == (0, 0, 0)
    after = random_state(torch.device("cpu"))
    assert all(torch.equal(drawn[name], after[name]) or name == "python_gauss" for name in drawn)


def test_what_is_whole_is_resumed(run, written):
    made = trainer(run, resume=True)
    made.train()
    model = made.accelerator.unwrap_model(made.model)
    whole = load_file(written / "step_0000010" / "model.safetensors")
    assert set(whole) == {"first.weight", "first.bias", "last.weight", "last.bias", "tied.bias", "seen"}
    assert all(torch.equal(value, whole[name]) for name, value in module_state(model).items())
    assert model.first.weight is model.tied.weight


def test_a_checkpoint_holds_no_pickle(written):
    files = sorted(path.name for path in (written / STEP).iterdir())
    kinds = ("model", "optimizer", "random", "twin")
    assert files == ["checkpoint.json", *(f"{kind}.safetensors" for kind in kinds)]


@pytest.mark.parametrize(
    "file", ["checkpoint.json", "model.safetensors", "optimizer.safetensors", "random.safetensors"]
)
@pytest.mark.parametrize("damage", ["cut", "flipped", "missing", "folder", "pickle", "pipe"])
def test_damage_is_named(run, file, damage):
    path = run / STEP / file
    content = path.read_bytes()
    path.unlink()
    if damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "flipped":
        at = len(content) * 2 // 3
        path.write_bytes(content[:at] + bytes([content[at] ^ 16]) + content[at + 1 :])
    elif damage == "folder":
        path.mkdir()
    elif damage == "pickle":
        path.write_bytes(pickle.dumps(Exploit(run / "exploited")))
    elif damage == "pipe":
        os.mkfifo(path)
    refused(run, f"{STEP}/{file}")
    assert not (run / "exploited").exists()


class Exploit:
    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return open, (self.path, "w")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[" * 100_000,
        "[1]",
        '{"checkpoint": "step_0000005", "step": 5}',
        json.dumps({"checkpoint": "../../x", "sha256": "0", "format": "signary checkpoint", "version": 1, "step": 5}),
        json.dumps({"checkpoint": 5, "sha256": None, "format": "signary checkpoint", "version": 1}),
        json.dumps({"checkpoint": STEP, "sha256": "00", "format": "signary checkpoint", "version": 1, "step": 5}),
    ],
)
def test_a_pointer_that_is_none(run, content):
    (run / "last.json").write_text(content)
    refused(run, r"last\.json|checkpoint\.json")


def test_checkpoints_of_earlier_versions_are_refused_by_name_and_not_opened(run):
    facts = {"checkpoint": STEP, "step": 5, "epoch": 0, "batch": 5, "arguments": {}}
    (run / "last.json").write_text(json.dumps(facts))
    (run / STEP / "custom_checkpoint_0.pkl").write_bytes(pickle.dumps(Exploit(run / "exploited")))
    refused(run, "one that another version of this program wrote: train anew")
    assert not (run / "exploited").exists()


def changed_tensor(name, value):
    def change(run, file="random"):
        path = run / STEP / f"{file}.safetensors"
        tensors = {**load_file(path), name: value}
        save_file({key: each for key, each in tensors.items() if each is not None}, path)
        signed(run)

    return change


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("0.python", torch.zeros(3, dtype=torch.long)),
        ("0.python", torch.full((625,), -1)),
        ("0.python", torch.full((625,), 1 << 40)),
        ("0.numpy", torch.full((624,), 1 << 33)),
        ("0.numpy_position", torch.tensor(1 << 30)),
        ("0.numpy_position", torch.tensor(-7)),
        ("0.numpy_gauss", torch.tensor([float("nan"), 0.0], dtype=torch.float64)),
        ("0.torch", torch.full((5056,), 255, dtype=torch.uint8)),
        ("0.torch", torch.zeros(7, dtype=torch.uint8)),
        ("0.torch", torch.zeros(5056, dtype=torch.int32)),
        ("0.torch", None),
        ("1.torch", torch.zeros(5056, dtype=torch.uint8)),
    ],
)
def test_bad_states_of_random_numbers_are_named_though_their_digests_fit(run, name, value):
    changed_tensor(name, value)(run)
    refused(run, r"random\.safetensors")


@pytest.mark.parametrize(
    ("file", "name", "value"),
    [
        ("model", "first.weight", torch.zeros(9, 6)),
        ("model", "first.weight", torch.zeros(8, 6, dtype=torch.float64)),
        ("model", "first.weight", None),
        ("model", "other.weight", torch.zeros(1)),
        ("optimizer", "first.weight.exp_avg", None),
        ("optimizer", "first.weight.step", None),
        ("optimizer", "first.weight.step", torch.zeros(2)),
        ("optimizer", "none.step", torch.zeros(())),
        ("twin", "weight", torch.zeros(3, 3)),
    ],
)
def test_tensors_of_another_model_are_named_though_their_digests_fit(run, file, name, value):
    changed_tensor(name, value)(run, file)
    refused(run, rf"{file}\.safetensors")


@pytest.mark.parametrize(
    ("name", "value"),
    [("batch", -1), ("batch", 7), ("epoch", True), ("epoch", "1"), ("step", 11), ("files", {}), ("arguments", 3)],
)
def test_facts_that_cannot_be_are_named_though_their_digests_fit(run, name, value):
    facts = json.loads((run / STEP / "checkpoint.json").read_text())
    write(run, {**facts, name: value})
    if name == "step":
        last = json.loads((run / "last.json").read_text())
        (run / "last.json").write_text(json.dumps({**last, "step": value}))
    refused(run, STEP)


def test_another_run_is_refused_by_name(run):
    for changed, match in (
        ({"config": Config(width=9)}, "width: expected 8 as in the run that is resumed, got 9"),
        ({"config": Config(dropout=0.3)}, "dropout: expected 0.2 as in"),
        ({"samples": 22}, "samples: expected 21 as in"),
        ({"learning_rate": 0.5}, "learning_rate: expected 0.0002 as in"),
        ({"seed": 3}, "seed: expected 0 as in"),
        ({"steps": 12}, "steps: expected 10 as in"),
    ):
        refused(run, match, InputError, **changed)


def test_what_a_killed_run_left_is_removed_by_the_next_one(run):
    left = [f".signary-{where}-{2**22 + 1}-{at:012x}" for at, where in enumerate(("0" * 8, machine()))]
    for name in left:
        (run / name).mkdir()
        (run / name / "model.safetensors").write_bytes(b"half")
        (run / f"{name}.json").write_text("{")
    (run / "step_0000010" / "model.safetensors").write_bytes(b"half")
    (run / ".mine").write_text("")
    with (run / "log.jsonl").open("a") as file:
        file.write('{"step": 6, "lo')
    made = trainer(run, resume=True)
    made.train()
    assert sorted(path.name for path in run.iterdir() if path.name.startswith(".")) == [".mine"]
    assert len(load_file(run / "step_0000010" / "model.safetensors")) == 6
    assert [json.loads(line)["step"] for line in (run / "log.jsonl").read_text().splitlines()] == list(range(1, 11))


def test_a_run_that_died_before_its_first_checkpoint_starts_anew(tmp_path):
    (tmp_path / f".signary-{'0' * 8}-7-{'0' * 12}").mkdir()
    (tmp_path / "log.jsonl").write_text('{"step": 3}\n')
    trainer(tmp_path).train()
    assert [json.loads(line)["step"] for line in (tmp_path / "log.jsonl").read_text().splitlines()] == list(
        range(1, 11)
    )
    assert not list(tmp_path.glob(".*"))


def test_random_numbers_go_on_where_they_were():
    for _ in range(3):
        random.gauss(0, 1), np.random.standard_normal()
        before = random_state(torch.device("cpu"))

        def drawn():
            return [*(random.gauss(0, 1) for _ in range(3)), *np.random.standard_normal(3), *torch.rand(3).tolist()]

        first = drawn()
        restore_random(before, torch.device("cpu"))
        assert drawn() == first


def test_only_the_files_that_a_run_needs(run):
    with pytest.raises(CheckpointError, match="files of the run that is resumed, got no average"):
        read_checkpoint(run, {"model", "optimizer", "random", "twin", "average"})


def test_a_checkpoint_that_cannot_be_written_is_named_and_the_last_one_stays(run):
    resource = pytest.importorskip("resource")
    before = (run / "last.json").read_bytes()
    made = trainer(run, resume=True)
    made._load()
    made.step = 6
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600, hard))
        with pytest.raises(InputError, match="output: expected a folder with room for a checkpoint"):
            made.save()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert (run / "last.json").read_bytes() == before
    assert not list(run.glob(".*"))
