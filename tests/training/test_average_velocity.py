"""Training of average velocities: the stage goes on from a refiner, and resumes bit for bit."""

import json

import pytest
import torch
from torch.utils.data import DataLoader, Dataset

from signary.generator.hybridsign import HybridSignConfig, HybridSignModel
from signary.training.batches import LengthBatches
from signary.training.hybridsign import go_on_from
from signary.training.loop import Trainer, TrainingArguments, make_accelerator

SIZES = {"hidden_size": 8, "joint_size": 4, "num_hidden_layers": 1, "num_attention_heads": 2, "text_size": 3}
ROWS, FRAMES = 10, 8


class KilledError(Exception):
    pass


class Motion(Dataset):
    """Coarse motion, and the motion that it is of."""

    def __init__(self):
        generator = torch.Generator().manual_seed(0)
        self.values = torch.randn(ROWS, FRAMES, 150, generator=generator).cumsum(1)
        self.coarse = self.values + 0.3 * torch.randn(ROWS, FRAMES, 150, generator=generator)

    def __len__(self):
        return ROWS

    def __getitem__(self, draw):
        return {"values": self.values[draw.index], "coarse": self.coarse[draw.index], "text_states": torch.ones(2, 3)}


def make_model(**settings):
    config = HybridSignConfig(
        layout="phoenix50", coarse_sigma=0.5, own_past=0.5, jitter_weight=0.5, **SIZES, **settings
    )
    return HybridSignModel(config)


def train(folder, resume=False, kill_at=None, steps=6):
    torch.manual_seed(3)
    model = make_model(average_velocity=True)
    go_on_from(make_model(), model)
    arguments = TrainingArguments(
        str(folder), steps=steps, batch_size=4, save_every=2, evaluate_every=0, log_every=1, resume=resume
    )
    accelerator = make_accelerator(arguments)

    def compute_loss(model, batch):
        if kill_at is not None and trainer.step == kill_at:
            raise KilledError
        return model(**batch).loss, {}

    loader = DataLoader(Motion(), batch_sampler=LengthBatches([FRAMES] * ROWS, 4, seed=1))
    trainer = Trainer(accelerator, arguments, model, loader, compute_loss)
    trainer.train()
    return trainer.trained.state_dict()


def test_a_resumed_run_ends_as_an_uninterrupted_one(tmp_path):
    whole = train(tmp_path / "whole")
    with pytest.raises(KilledError):
        train(tmp_path / "killed", kill_at=5)
    resumed = train(tmp_path / "killed", resume=True)
    assert all(torch.equal(value, resumed[name]) for name, value in whole.items())
    logs = [[json.loads(line)["loss"] for line in (tmp_path / run / "log.jsonl").open()] for run in ("whole", "killed")]
    assert logs[0] == logs[1]
    assert whole["network.span.second.weight"].abs().max() > 0
