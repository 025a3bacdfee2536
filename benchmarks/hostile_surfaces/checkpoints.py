"""Checkpoints of training: damaged as they are, and with digests that fit the damage, as an attacker makes them."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import struct
from pathlib import Path
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset

from hostile_surfaces.mutating import BINARY, JSON, change_json
from hostile_surfaces.pickling import CODE, torch_archive, whole
from hostile_surfaces.surface import Files, Surface
from signary.generator.fgdm import FGDMConfig, FGDMModel
from signary.training.batches import Draw, LengthBatches
from signary.training.loop import Trainer, TrainingArguments, make_accelerator

STEP, STEPS, SAMPLES = "step_0000002", 4, 5
FACTS = f"{STEP}/checkpoint.json"
_SMALL: dict[str, Any] = {"hidden_size": 8, "ffn_size": 8, "focal_layers": 1, "focal_channels": 2, "general_layers": 1}


class _Poses(Dataset[Draw]):
    def __len__(self) -> int:
        return SAMPLES

    def __getitem__(self, draw: Draw) -> Draw:
        return draw


def _collate(draws: list[Draw]) -> dict[str, torch.Tensor]:
    poses = torch.stack([torch.full((16, 50, 3), 0.1 * draw.index) for draw in draws])
    return {"poses": poses, "gloss_ids": torch.ones(len(draws), 1, dtype=torch.long)}


def _trainer(folder: Path, resume: bool) -> Trainer:
    arguments = TrainingArguments(str(folder), steps=STEPS, batch_size=2, save_every=2, evaluate_every=0, resume=resume)
    accelerator = make_accelerator(arguments)
    model = FGDMModel(FGDMConfig(glosses=["A"], layout="phoenix50", scg_weight=0.0, **_SMALL))
    loader = DataLoader(_Poses(), batch_sampler=LengthBatches([1] * SAMPLES, 2), collate_fn=_collate)
    trainer = Trainer(accelerator, arguments, model, loader, lambda found, batch: (found(**batch).loss, {}))
    trainer.keep("average", torch.nn.Linear(3, 2))
    return trainer


def _write(folder: Path) -> None:
    run = folder / "run"
    _trainer(run, resume=False).train()
    shutil.rmtree(run / f"step_{STEPS:07d}")
    (run / "log.jsonl").unlink()
    last = json.loads((run / "last.json").read_text())
    (run / "last.json").write_text(json.dumps({**last, "checkpoint": STEP, "step": 2}))
    _sign(run)


def _sign(run: Path) -> None:
    """Make the digests fit what lies there, wherever that can be understood."""
    try:
        facts = json.loads((run / FACTS).read_bytes())
        for name in facts["files"]:
            facts["files"][name] = hashlib.sha256((run / STEP / name).read_bytes()).hexdigest()
        (run / FACTS).write_text(json.dumps(facts))
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        pass
    try:
        last = json.loads((run / "last.json").read_bytes())
        last["sha256"] = hashlib.sha256((run / FACTS).read_bytes()).hexdigest()
        (run / "last.json").write_text(json.dumps(last))
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        pass


def _resume(run: Path) -> int:
    """Go on from the checkpoint; or leave everything as it was."""
    if not (run / "last.json").is_file():
        (run / "last.json").write_bytes(b"")
    trainer = _trainer(run, resume=True)
    before = {name: value.clone() for name, value in trainer.model.state_dict().items()}
    drawn = torch.get_rng_state()
    try:
        trainer._load()
    except Exception as error:
        same = all(torch.equal(value, before[name]) for name, value in trainer.model.state_dict().items())
        if not same or trainer.step or not torch.equal(drawn, torch.get_rng_state()):
            raise RuntimeError("half restored") from error
        raise
    return trainer.step


def _resume_signed(run: Path) -> int:
    _sign(run)
    return _resume(run)


def change_header(content: bytes, dice: random.Random) -> bytes:
    """One place of what a file of safetensors says of its tensors changed, or its length."""
    if len(content) < 8 or dice.random() < 0.1:
        return dice.choice(BINARY)(content, dice)
    size = struct.unpack("<Q", content[:8])[0]
    header, rest = change_json(content[8 : 8 + size], dice), content[8 + size :]
    said = len(header) if dice.random() < 0.9 else dice.choice((0, 2**63, 2**64 - 1, len(content) * 2, 1 << 40))
    return struct.pack("<Q", said) + header + rest


def _attacks() -> list[Files]:
    """Files of an earlier version that run code, pickles in the place of others, and pointers to elsewhere."""
    old: dict[str, Any] = {"checkpoint": STEP, "step": 2, "epoch": 0, "batch": 2, "arguments": {}}
    pickles = [whole(steps) for steps in CODE[:6]]
    found: list[Files] = [
        {"last.json": json.dumps(old).encode(), f"{STEP}/custom_checkpoint_0.pkl": one, FACTS: b"{}"} for one in pickles
    ]
    pointer = {"format": "signary checkpoint", "version": 1, "step": 2, "sha256": "0" * 64}
    for name in ("..", "../run/step_0000002", "/etc", "step_0000002/..", "step_9999999"):
        found.append({"last.json": json.dumps({**pointer, "checkpoint": name}).encode(), FACTS: b"{}"})
    facts = {"format": "signary checkpoint", "version": 1, "step": 2, "files": {"random.safetensors": ""}}
    for one in (*pickles, torch_archive(CODE[0])):
        files = {"last.json": json.dumps({**pointer, "checkpoint": STEP}).encode(), FACTS: json.dumps(facts).encode()}
        found.append({**files, f"{STEP}/random.safetensors": one, f"{STEP}/random_states_0.pkl": one})
    return found


_MUTATORS = {".json": JSON, ".safetensors": (*BINARY, *[change_header] * 8), "": BINARY}
SURFACES = (
    Surface("checkpoint", _write, _resume, _MUTATORS, _attacks),
    Surface("checkpoint_signed", _write, _resume_signed, _MUTATORS, _attacks),
)
