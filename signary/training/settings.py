"""How to train: arguments, learning rate, and the accelerator with what `accelerate launch` says of it."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch
from accelerate import Accelerator
from accelerate.utils import DistributedType, GradientAccumulationPlugin, ProjectConfiguration, set_seed

from signary.io.errors import InputError
from signary.io.temporary import remove_abandoned
from signary.training.checkpoints import LAST, LOG

PRECISIONS = ("no", "bf16", "fp16")
#: Ways of spreading a model over devices whose state a checkpoint would not hold.
_SPREAD = (DistributedType.DEEPSPEED, DistributedType.FSDP, DistributedType.MEGATRON_LM)


@dataclass
class TrainingArguments:
    """How to train; the defaults suit the demo on a CPU."""

    output: str = field(metadata={"help": "Folder for checkpoints and the log."})
    steps: int = field(default=1000, metadata={"help": "Optimizer steps."})
    batch_size: int = field(default=32, metadata={"help": "Samples a batch and process."})
    accumulate: int = field(default=1, metadata={"help": "Batches an optimizer step."})
    learning_rate: float = field(default=2e-4, metadata={"help": "Peak learning rate."})
    final_learning_rate: float = field(default=1e-6, metadata={"help": "Learning rate at the last step (cosine)."})
    warmup: int = field(default=0, metadata={"help": "Steps of linear warm-up."})
    weight_decay: float = field(default=0.0, metadata={"help": "AdamW weight decay."})
    beta2: float = field(default=0.99, metadata={"help": "Second AdamW beta."})
    clip: float = field(default=1.0, metadata={"help": "Largest gradient norm."})
    precision: str | None = field(
        default=None, metadata={"help": "no, bf16 or fp16; default: what accelerate launch says, else no."}
    )
    seed: int = field(default=0, metadata={"help": "Seed of weights, order and dropout."})
    save_every: int = field(default=500, metadata={"help": "Steps between checkpoints."})
    evaluate_every: int = field(default=500, metadata={"help": "Steps between evaluations; 0 for none."})
    log_every: int = field(default=20, metadata={"help": "Steps between log lines."})
    resume: bool = field(default=False, metadata={"help": "Continue from the last checkpoint of the output folder."})

    def __post_init__(self) -> None:
        for name in ("steps", "batch_size", "accumulate", "save_every", "log_every"):
            if getattr(self, name) < 1:
                raise InputError(name, "at least 1", getattr(self, name))
        if self.precision not in (None, *PRECISIONS):
            raise InputError("precision", "no, bf16 or fp16", repr(self.precision))

    @property
    def folder(self) -> Path:
        """The folder of the run."""
        return Path(self.output)

    @property
    def model_folder(self) -> Path:
        """Where the model is written when the last step is done."""
        return self.folder / "model"


def cosine(step: int, arguments: TrainingArguments) -> float:
    """Learning-rate factor at a step: linear warm-up, then a cosine down to the final learning rate."""
    if step < arguments.warmup:
        return (step + 1) / arguments.warmup
    done = (step - arguments.warmup) / max(1, arguments.steps - arguments.warmup)
    low = arguments.final_learning_rate / arguments.learning_rate
    return low + (1 - low) * 0.5 * (1 + math.cos(math.pi * min(done, 1.0)))


def make_accelerator(arguments: TrainingArguments) -> Accelerator:
    """Set up devices, precision, output folder and seeds.

    What a run that was killed left half-written in the output folder is removed.

    Raises:
        InputError: If the folder holds a run and `resume` was not asked for, or the other way round; or if what
            `accelerate launch` or its configuration says contradicts an argument, or cannot be done.
    """
    folder = Path(arguments.output)
    if (folder / LAST).is_file() != arguments.resume:
        expected = "a folder with a checkpoint" if arguments.resume else "a new folder, or --resume"
        raise InputError("output", expected, repr(str(folder)))
    precision = chosen_precision(arguments.precision, os.environ)
    said = os.environ.get("ACCELERATE_GRADIENT_ACCUMULATION_STEPS", "")
    if said not in ("", "1", str(arguments.accumulate)):
        raise InputError("accumulate", f"{said} batches a step, as accelerate launch says", arguments.accumulate)
    on_cpu = not torch.accelerator.is_available()
    if precision == "fp16" and on_cpu:
        raise InputError("precision", "no or bf16 on a CPU", "'fp16'")
    accelerator = Accelerator(
        # Said outright: without it several processes of torchrun on a CPU do not find each other, and all write.
        cpu=on_cpu,
        mixed_precision=precision,
        gradient_accumulation_plugin=GradientAccumulationPlugin(num_steps=arguments.accumulate),
        project_config=ProjectConfiguration(project_dir=str(folder)),
    )
    if accelerator.distributed_type in _SPREAD:
        raise InputError("accelerate", "whole models in every process", accelerator.distributed_type.value)
    if accelerator.is_main_process:
        if folder.is_dir():
            # Nobody else writes to it: whatever another machine left there is of a run that was killed.
            remove_abandoned(folder, after=0.0)
        if not arguments.resume:
            # Of a run that was killed before its first checkpoint.
            (folder / LOG).unlink(missing_ok=True)
    set_seed(arguments.seed)
    return accelerator


def chosen_precision(asked: str | None, environment: Mapping[str, str]) -> str:
    """What is asked for, or else what `accelerate launch` (its flag, its configuration) or the environment says.

    `accelerate launch` says `no` also where nobody has said anything, so that `no` contradicts nothing.

    Raises:
        InputError: If the two contradict each other, or mean a precision that there is not.
    """
    said = environment.get("ACCELERATE_MIXED_PRECISION", "").lower() or "no"
    if said not in PRECISIONS:
        raise InputError("mixed_precision", "no, bf16 or fp16 of accelerate", repr(said))
    if asked is not None and said not in ("no", asked):
        raise InputError("precision", f"{said}, as accelerate's mixed_precision is", repr(asked))
    return said if asked is None else asked
