"""The training loop: accelerate, gradient accumulation, cosine schedule, evaluation, checkpoints, exact resume."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from accelerate import Accelerator
from accelerate.utils import ProjectConfiguration, set_seed
from torch import Tensor, nn
from torch.utils.data import DataLoader

from signary.io.atomic import atomic_path
from signary.io.errors import InputError
from signary.io.progress import track

LAST = "last.json"


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
    precision: str = field(default="no", metadata={"help": "no, bf16 or fp16."})
    seed: int = field(default=0, metadata={"help": "Seed of weights, order and dropout."})
    save_every: int = field(default=500, metadata={"help": "Steps between checkpoints."})
    evaluate_every: int = field(default=500, metadata={"help": "Steps between evaluations; 0 for none."})
    log_every: int = field(default=20, metadata={"help": "Steps between log lines."})
    resume: bool = field(default=False, metadata={"help": "Continue from the last checkpoint of the output folder."})

    def __post_init__(self) -> None:
        for name in ("steps", "batch_size", "accumulate", "save_every", "log_every"):
            if getattr(self, name) < 1:
                raise InputError(name, "at least 1", getattr(self, name))
        if self.precision not in ("no", "bf16", "fp16"):
            raise InputError("precision", "no, bf16 or fp16", repr(self.precision))


def make_accelerator(arguments: TrainingArguments) -> Accelerator:
    """Set up devices, precision, output folder and seeds.

    Raises:
        InputError: If the folder holds a run and `resume` was not asked for, or the other way round.
    """
    folder = Path(arguments.output)
    if (folder / LAST).is_file() != arguments.resume:
        expected = "a folder with a checkpoint" if arguments.resume else "a new folder, or --resume"
        raise InputError("output", expected, repr(str(folder)))
    accelerator = Accelerator(
        # Said outright: without it several processes of torchrun on a CPU do not find each other, and all write.
        cpu=not torch.accelerator.is_available(),
        mixed_precision=arguments.precision,
        gradient_accumulation_steps=arguments.accumulate,
        project_config=ProjectConfiguration(project_dir=str(folder)),
    )
    set_seed(arguments.seed)
    return accelerator


def cosine(step: int, arguments: TrainingArguments) -> float:
    """Learning-rate factor at a step: linear warm-up, then a cosine down to the final learning rate."""
    if step < arguments.warmup:
        return (step + 1) / arguments.warmup
    done = (step - arguments.warmup) / max(1, arguments.steps - arguments.warmup)
    low = arguments.final_learning_rate / arguments.learning_rate
    return low + (1 - low) * 0.5 * (1 + math.cos(math.pi * min(done, 1.0)))


class Trainer:
    """Trains one model.

    Args:
        accelerator: From `make_accelerator`.
        arguments: How to train.
        model: The model; what `compute_loss` needs must be reachable through it.
        loader: Batches; its batch sampler may have `set_epoch`.
        compute_loss: (model, batch) -> loss and figures to log.
        evaluate: Called with the unwrapped model every `evaluate_every` steps; returns figures to log.
    """

    def __init__(
        self,
        accelerator: Accelerator,
        arguments: TrainingArguments,
        model: nn.Module,
        loader: DataLoader[Any],
        compute_loss: Callable[[nn.Module, Any], tuple[Tensor, Mapping[str, float]]],
        evaluate: Callable[[nn.Module], Mapping[str, float]] | None = None,
    ) -> None:
        self.accelerator, self.arguments = accelerator, arguments
        self.compute_loss, self.evaluate = compute_loss, evaluate
        trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
        optimizer = torch.optim.AdamW(
            trained, arguments.learning_rate, (0.9, arguments.beta2), weight_decay=arguments.weight_decay, fused=True
        )
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: cosine(step, arguments))
        if loader.generator is None:
            # Each new iterator draws a number: from a generator of its own, or a resumed run would lose step.
            loader.generator = torch.Generator()
        self.model, self.optimizer, self.loader = accelerator.prepare(model, optimizer, loader)
        # The schedule counts optimizer steps of the whole run, not of one process: accelerate must not wrap it.
        self.schedule = schedule
        accelerator.register_for_checkpointing(schedule)
        self.step, self.epoch, self.batch = 0, 0, 0

    def train(self) -> None:
        """Run to the last step, saving on the way; with `resume`, from where the last checkpoint stands."""
        if self.arguments.resume:
            self._load()
        self.model.train()
        steps = track(self._steps(), "training", self.arguments.steps - self.step)
        started, figures = time.perf_counter(), dict[str, float]()
        for loss, found in steps:
            figures = {"loss": loss, **found}
            if self.step % self.arguments.log_every == 0 or self.step == self.arguments.steps:
                self._log({**figures, "seconds": round(time.perf_counter() - started, 2)})
            last = self.step == self.arguments.steps
            if (
                self.evaluate
                and self.arguments.evaluate_every
                and (self.step % self.arguments.evaluate_every == 0 or last)
            ):
                self._evaluate()
            if self.step % self.arguments.save_every == 0 or last:
                self.save()

    def _steps(self) -> Any:
        """One item an optimizer step: its loss and figures, averaged over the accumulated batches of all processes."""
        losses: list[Tensor] = []
        while self.step < self.arguments.steps:
            # The prepared loader counts its own iterations as epochs, which a resumed run starts anew: tell it.
            self.loader.set_epoch(self.epoch)
            loader = self.accelerator.skip_first_batches(self.loader, self.batch) if self.batch else self.loader
            for batch in loader:
                self.batch += 1
                with self.accelerator.accumulate(self.model):
                    loss, figures = self.compute_loss(self.model, batch)
                    self.accelerator.backward(loss)
                    losses.append(self.accelerator.gather(loss.detach()[None]).mean())
                    if self.accelerator.sync_gradients:
                        self.accelerator.clip_grad_norm_(self.model.parameters(), self.arguments.clip)
                    self.optimizer.step()
                    self.optimizer.zero_grad()
                if self.accelerator.sync_gradients:
                    self.schedule.step()
                    self.step += 1
                    yield float(torch.stack(losses).mean()), figures
                    losses = []
                    if self.step >= self.arguments.steps:
                        return
            self.epoch, self.batch = self.epoch + 1, 0

    def _evaluate(self) -> None:
        assert self.evaluate is not None
        model = self.accelerator.unwrap_model(self.model)
        model.eval()
        with torch.no_grad():
            self._log({f"eval_{name}": value for name, value in self.evaluate(model).items()})
        self.model.train()

    def _log(self, figures: Mapping[str, float]) -> None:
        if self.accelerator.is_main_process:
            folder = Path(self.arguments.output)
            folder.mkdir(parents=True, exist_ok=True)
            line = {"step": self.step, "learning_rate": self.schedule.get_last_lr()[0], **figures}
            with (folder / "log.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")

    def save(self) -> None:
        """Write a checkpoint of everything that training needs; the pointer to it appears last."""
        folder = Path(self.arguments.output)
        name = f"step_{self.step:07d}"
        self.accelerator.wait_for_everyone()
        self.accelerator.save_state(str(folder / name))
        if self.accelerator.is_main_process:
            state = {"checkpoint": name, "step": self.step, "epoch": self.epoch, "batch": self.batch}
            with atomic_path(folder / LAST) as temporary:
                temporary.write_text(json.dumps({**state, "arguments": asdict(self.arguments)}, indent=1))

    def _load(self) -> None:
        folder = Path(self.arguments.output)
        state = json.loads((folder / LAST).read_text(encoding="utf-8"))
        before, now = state["arguments"], asdict(self.arguments)
        for name in now:
            if (
                name not in ("resume", "output", "log_every", "save_every", "evaluate_every")
                and before.get(name) != now[name]
            ):
                raise InputError(name, f"{before.get(name)!r} as in the run that is resumed", repr(now[name]))
        self.accelerator.load_state(str(folder / state["checkpoint"]))
        self.step, self.epoch, self.batch = state["step"], state["epoch"], state["batch"]
        if self.accelerator.is_main_process and (folder / "log.jsonl").is_file():
            lines = (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()
            kept = [line for line in lines if json.loads(line)["step"] <= self.step]
            with atomic_path(folder / "log.jsonl") as temporary:
                temporary.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
