"""What each of two processes does for test_two_processes.py; run by torchrun, results as JSON in a folder."""

import json
import os
import sys
from pathlib import Path

import torch
from torch.utils.data import DataLoader, Dataset

from signary.generator.fgdm import FGDMConfig
from signary.generator.fgdm.guidance import SemanticGuidance
from signary.generator.hybridsign import HybridSignConfig, HybridSignModel, modeling_hybridsign
from signary.generator.hybridsign.losses import jitter_error
from signary.nn.masked_losses import masked_mean
from signary.nn.whole_batch import drawn_alike, mean_of, rows_of_all, whole_batch
from signary.tokenizer.quantizer import PartQuantizer
from signary.training.batches import LengthBatches
from signary.training.loop import Trainer, TrainingArguments, make_accelerator

SAMPLES, EPOCHS = 13, 3
LENGTHS = [2 + (5 * at) % 7 for at in range(SAMPLES)]


class KilledError(Exception):
    pass


class Sentences(Dataset):
    """Sequences (T, 6) of different lengths."""

    def __init__(self):
        generator = torch.Generator().manual_seed(0)
        self.rows = [torch.randn(length, 6, generator=generator) for length in LENGTHS]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, draw):
        return draw.index, self.rows[draw.index]


def collate(samples):
    longest = max(len(row) for _, row in samples)
    values = torch.stack([torch.nn.functional.pad(row, (0, 0, 0, longest - len(row))) for _, row in samples])
    lengths = torch.tensor([len(row) for _, row in samples])
    return {
        "values": values,
        "mask": torch.arange(longest) < lengths[:, None],
        "at": torch.tensor([i for i, _ in samples]),
    }


class Model(torch.nn.Module):
    """An encoder, a codebook that starts by k-means and replaces dead codes, a decoder."""

    def __init__(self, dropout):
        super().__init__()
        self.encoder = torch.nn.Sequential(torch.nn.Linear(6, 16), torch.nn.ReLU(), torch.nn.Linear(16, 4))
        self.dropout, self.decoder = torch.nn.Dropout(dropout), torch.nn.Linear(4, 6)
        self.quantizer = PartQuantizer(16, 4, 0.9, 1.0, 0.2)

    def forward(self, values, mask):
        found = self.quantizer(self.encoder(values), mask)
        error = (self.decoder(self.dropout(found.vectors)) - values).square()
        return masked_mean(error, mask[..., None].expand_as(error)) + 0.25 * found.commitment


def train(folder, batch_size, dropout=0.0, resume=False, kill_at=None, accumulate=1, steps=12):
    """Train; gives the trainer, and epoch, samples and a random number of every step of this process."""
    arguments = TrainingArguments(
        str(folder), steps=steps, batch_size=batch_size, learning_rate=0.01, accumulate=accumulate, save_every=5,
        evaluate_every=0, log_every=1, resume=resume, seed=7,
    )  # fmt: skip
    accelerator = make_accelerator(arguments)
    sampler, seen = LengthBatches(LENGTHS, batch_size, seed=1), []

    def compute_loss(model, batch):
        if kill_at is not None and trainer.step == kill_at:
            raise KilledError
        drawn = float(torch.rand(()))
        seen.append((trainer.epoch, batch["at"].tolist(), drawn))
        return model(batch["values"], batch["mask"]), {"drawn": drawn}

    loader = DataLoader(Sentences(), batch_sampler=sampler, collate_fn=collate)
    trainer = Trainer(accelerator, arguments, Model(dropout), loader, compute_loss)
    trainer.train()
    return trainer, seen


def weights(trainer):
    model = trainer.accelerator.unwrap_model(trainer.model)
    return {name: value.tolist() for name, value in model.state_dict().items()}


def jitter(rows):
    """Of motion of different lengths, side by side."""
    longest = max(map(len, rows))
    error = torch.stack([torch.nn.functional.pad(row, (0, 0, 0, longest - len(row))) for row in rows])
    known = (torch.arange(longest) < torch.tensor([[len(row)] for row in rows]))[..., None].expand_as(error)
    return jitter_error(error, torch.zeros_like(error), known, torch.zeros(longest, dtype=torch.long))


def guidance(lengths):
    """Loss of the guidance of rows of different lengths, and the gradient of its classifier."""
    torch.manual_seed(0)
    config = FGDMConfig(glosses=["A", "B"], layout="phoenix50", hidden_size=8)
    model = SemanticGuidance(config)
    features = torch.randn(len(lengths), 30, 8, generator=torch.Generator().manual_seed(3)) * torch.ones(30, 1)
    numbers = torch.tensor(lengths)
    found = model(features, numbers, torch.tensor([[1]] * len(lengths)), torch.zeros(len(lengths), dtype=torch.long))
    found.loss.backward()
    return found.loss.item(), found.skipped, [one.grad.abs().sum().item() for one in model.parameters()]


def averaged(rows):
    """Loss of average velocities of these rows of four, and its gradient; each row's flow is its own."""
    torch.manual_seed(0)
    sizes = {"hidden_size": 8, "joint_size": 4, "num_hidden_layers": 1, "num_attention_heads": 2, "text_size": 3}
    config = HybridSignConfig(layout="phoenix50", average_velocity=True, coarse_sigma=0.5, jitter_weight=0.5, **sizes)
    model = HybridSignModel(config)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    drawn = torch.Generator().manual_seed(1)
    values, coarse, noise = torch.randn(3, 4, 10, 150, generator=drawn)
    times = torch.rand(2, 4, 3, generator=drawn).sort(0).values[:, rows]
    mask = torch.arange(10) < torch.tensor([[10], [3], [7], [9]])
    model._noise = lambda shape, generator: noise[rows]
    usual, modeling_hybridsign.draw_times = modeling_hybridsign.draw_times, lambda *_: tuple(times)
    try:
        out = model.eval()(values[rows], torch.ones(4, 2, 3)[rows], mask[rows], coarse=coarse[rows], chunk_frames=4)
    finally:
        modeling_hybridsign.draw_times = usual
    out.loss.backward()
    return out.loss.item(), [one.grad.sum().item() for one in model.parameters()]


#: One process has rows that are too short for jitter or guidance.
SHORT, LONG = torch.ones(2, 1), torch.arange(6.0)[:, None] ** 3


def main(folder):
    found, rank = {}, int(os.environ["RANK"])
    trainer, found["seen"] = train(folder / "two", 2)
    found["weights"] = weights(trainer)
    train(folder / "accumulated", 2, accumulate=2)
    own = torch.arange(3.0) if rank == 0 else torch.tensor([10.0])
    found["alone"] = float(mean_of(own.sum(), torch.tensor(len(own))))
    with whole_batch():
        found["mean"] = float(mean_of(own.sum(), torch.tensor(len(own))))
        found["jitter"] = float(jitter([SHORT, LONG][rank : rank + 1]))
        found["guidance"] = guidance([[5], [30]][rank])
        found["averaged"] = averaged([[0, 1], [2, 3]][rank])
    with whole_batch(rank == 0):
        found["one_counts"] = float(mean_of(own.sum(), torch.tensor(len(own))))
        found["rows_that_count"] = rows_of_all(own).tolist()
    found["rows"] = rows_of_all(own).tolist()
    torch.manual_seed(rank)
    with drawn_alike(own.device):
        found["alike"] = float(torch.rand(()))
    found["own"] = float(torch.rand(()))
    trainer, _ = train(folder / "whole", 2, dropout=0.3)
    found["whole"] = weights(trainer)
    try:
        train(folder / "killed", 2, dropout=0.3, kill_at=8)
    except KilledError:
        trainer, _ = train(folder / "killed", 2, dropout=0.3, resume=True)
    found["resumed"], found["next"] = weights(trainer), float(torch.rand(()))
    (folder / f"{rank}.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
