"""The training loop: accelerate, gradient accumulation, cosine schedule, evaluation, checkpoints, exact resume.

Several processes train as one whose batches are theirs together: samples, means of losses and codebooks are of all of
them (`signary.nn.whole_batch`); what they draw, such as dropout, is each one's own.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from accelerate import Accelerator
from accelerate.data_loader import prepare_data_loader
from accelerate.utils import gather_object, set_seed
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from signary.io.atomic import atomic_path
from signary.io.errors import InputError
from signary.io.progress import track
from signary.io.quoting import quoted
from signary.nn.whole_batch import whole_batch
from signary.training.batches import LengthBatches
from signary.training.checkpoints import LAST, LOG, Checkpoint, CheckpointError, read_checkpoint, write_checkpoint
from signary.training.settings import TrainingArguments, cosine, make_accelerator
from signary.training.state import (
    check_random,
    module_state,
    optimizer_like,
    optimizer_state,
    random_state,
    restore_module,
    restore_optimizer,
    restore_random,
)

__all__ = ["LAST", "Trainer", "TrainingArguments", "cosine", "make_accelerator", "make_trainer"]
#: Arguments that may change when a run is resumed.
_FREE = ("resume", "output", "log_every", "save_every", "evaluate_every")


class Trainer:
    """Trains one model.

    Args:
        accelerator: From `make_accelerator`.
        arguments: How to train.
        model: The model; what `compute_loss` needs must be reachable through it.
        loader: Batches of one process; its batch sampler is `LengthBatches`.
        compute_loss: (model, batch) -> loss and figures to log. Means over rows, frames or tokens in it are of
            `signary.nn`, which makes them means over the batches of all processes.
        evaluate: Called with the unwrapped model every `evaluate_every` steps; returns figures to log.

    Raises:
        InputError: If batches are of another sampler.
    """

    def __init__(
        self,
        accelerator: Accelerator,
        arguments: TrainingArguments,
        model: nn.Module,
        loader: DataLoader[Any],
        compute_loss: Callable[[nn.Module, Any], tuple[Tensor, Mapping[str, float]]],
        evaluate: Callable[[Any], Mapping[str, float]] | None = None,
    ) -> None:
        self.accelerator, self.arguments = accelerator, arguments
        self.compute_loss, self.evaluate = compute_loss, evaluate
        trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
        optimizer = torch.optim.AdamW(
            trained, arguments.learning_rate, (0.9, arguments.beta2), weight_decay=arguments.weight_decay, fused=True
        )
        # The schedule counts optimizer steps of the whole run, not of one process: accelerate must not wrap it.
        self.schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: cosine(step, arguments))
        self.model, self.optimizer = accelerator.prepare(model, optimizer)
        self.sampler, self.loader = self._shared(loader)
        self._kept: dict[str, nn.Module] = {}
        self.step, self.epoch, self.batch = 0, 0, 0

    @property
    def trained(self) -> Any:
        """The model as it is now, unwrapped."""
        return self.accelerator.unwrap_model(self.model).eval()

    def keep(self, name: str, module: nn.Module) -> None:
        """Save and resume a module along with the model, such as an average of its weights.

        Args:
            name: Of its file in a checkpoint.
            module: What to keep.
        """
        self._kept[name] = module

    def _shared(self, loader: DataLoader[Any]) -> tuple[LengthBatches, Any]:
        """Batches of this process. Accelerate's own shards would not pass on the epoch, and repeat samples."""
        if not isinstance(loader.batch_sampler, LengthBatches):
            raise InputError("loader", "batches of LengthBatches", type(loader.batch_sampler).__name__)
        sampler = loader.batch_sampler.of_process(self.accelerator.process_index, self.accelerator.num_processes)
        own: DataLoader[Any] = DataLoader(
            loader.dataset,
            batch_sampler=sampler,
            collate_fn=loader.collate_fn,
            num_workers=loader.num_workers,
            # Each new iterator draws a number: from a generator of its own, or a resumed run would lose step.
            generator=torch.Generator(),
        )
        placed = prepare_data_loader(own, self.accelerator.device, num_processes=1, process_index=0, put_on_device=True)
        return sampler, placed

    def train(self) -> None:
        """Run to the last step, saving on the way; with `resume`, from where the last checkpoint stands."""
        if self.accelerator.process_index:
            # The first process goes on as one alone would.
            seeds = np.random.SeedSequence([self.arguments.seed, self.accelerator.process_index])
            set_seed(int(seeds.generate_state(1)[0]))
        if self.arguments.resume:
            self._load()
        self.model.train()
        steps = track(self._steps(), "training", self.arguments.steps - self.step)
        started, every = time.perf_counter(), self.arguments.evaluate_every
        for loss, found in steps:
            last = self.step == self.arguments.steps
            if self.step % self.arguments.log_every == 0 or last:
                self._log({"loss": loss, **self._mean(found), "seconds": round(time.perf_counter() - started, 2)})
            if self.evaluate and every and (self.step % every == 0 or last):
                self._evaluate()
            if self.step % self.arguments.save_every == 0 or last:
                self.save()

    def _steps(self) -> Any:
        """One item an optimizer step: its loss and figures, averaged over the accumulated batches of all processes."""
        losses: list[Tensor] = []
        while self.step < self.arguments.steps:
            # The prepared loader counts its own iterations as epochs, which a resumed run starts anew: tell it.
            self.loader.set_epoch(self.epoch)
            self.sampler.first = self.batch
            for batch, counts in zip(self.loader, self.sampler.counts(), strict=True):
                self.batch += 1
                with self.accelerator.accumulate(self.model):
                    with whole_batch(counts):
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

    def _mean(self, figures: Mapping[str, float]) -> dict[str, float]:
        """Figures of all processes."""
        if self.accelerator.num_processes == 1 or not figures:
            return dict(figures)
        own = torch.tensor([list(figures.values())], dtype=torch.float64, device=self.accelerator.device)
        return dict(zip(figures, self.accelerator.gather(own).mean(0).tolist(), strict=True))

    def _evaluate(self) -> None:
        assert self.evaluate is not None
        model, device = self.accelerator.unwrap_model(self.model), self.accelerator.device
        model.eval()
        # Training draws the same numbers, however often it is evaluated.
        with torch.no_grad(), torch.random.fork_rng([device] if device.type == "cuda" else []):
            self._log({f"eval_{name}": value for name, value in self.evaluate(model).items()})
        self.model.train()

    def _log(self, figures: Mapping[str, float]) -> None:
        if self.accelerator.is_main_process:
            folder = Path(self.arguments.output)
            folder.mkdir(parents=True, exist_ok=True)
            used = {"precision": self.accelerator.mixed_precision, "processes": self.accelerator.num_processes}
            line = {"step": self.step, "learning_rate": self.schedule.get_last_lr()[0], **figures, **used}
            with (folder / LOG).open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")

    def save(self) -> None:
        """Write a checkpoint of everything that training needs; the pointer to it appears last."""
        drawn = gather_object([{name: value.cpu() for name, value in random_state(self.accelerator.device).items()}])
        if self.accelerator.is_main_process:
            model = self.accelerator.unwrap_model(self.model)
            tensors = {
                "model": module_state(model),
                "optimizer": optimizer_state(model, self.optimizer.optimizer),
                "random": {f"{at}.{name}": value for at, one in enumerate(drawn) for name, value in one.items()},
                **{name: module_state(module) for name, module in self._kept.items()},
            }
            place = {"epoch": self.epoch, "batch": self.batch}
            write_checkpoint(Path(self.arguments.output), self.step, self._facts() | place, tensors)
        self.accelerator.wait_for_everyone()

    def _facts(self) -> dict[str, Any]:
        """What a run is like that goes on from the checkpoint, as JSON says it; and the scaler's numbers."""
        model = self.accelerator.unwrap_model(self.model)
        config = getattr(model, "config", None)
        scaler = self.accelerator.scaler
        facts = {
            "processes": self.accelerator.num_processes,
            "samples": self.sampler.size,
            "arguments": asdict(self.arguments) | {"precision": self.accelerator.mixed_precision},
            "model": type(model).__name__,
            "config": json.loads(config.to_json_string(use_diff=False)) if config is not None else {},
            "scaler": None if scaler is None else scaler.state_dict(),
        }
        return dict(json.loads(json.dumps(facts)))

    def _load(self) -> None:
        """Go on from the last checkpoint: all of it is read and checked before anything is changed.

        Raises:
            CheckpointError: If it is damaged or of an earlier version.
            InputError: If it is of another run: other arguments, model, samples or number of processes.
        """
        folder, device = Path(self.arguments.output), self.accelerator.device
        model, optimizer = self.accelerator.unwrap_model(self.model), self.optimizer.optimizer
        checkpoint = read_checkpoint(folder, {"model", "optimizer", "random", *self._kept})
        self._compare(checkpoint)
        step, epoch = checkpoint.number("step", self.arguments.steps), checkpoint.number("epoch", 1 << 40)
        batch = checkpoint.number("batch", len(self.sampler))
        weights = {name: checkpoint.tensors(name, module_state(one)) for name, one in self._kept.items()}
        weights["model"] = checkpoint.tensors("model", module_state(model))
        moments = checkpoint.tensors("optimizer", optimizer_like(model, optimizer, checkpoint.names("optimizer")))
        drawn, processes = random_state(device), range(self.accelerator.num_processes)
        states = checkpoint.tensors("random", {f"{at}.{name}": drawn[name] for at in processes for name in drawn})
        for at in processes:
            own = {name: states[f"{at}.{name}"] for name in drawn}
            check_random(f"{checkpoint.folder.name}/random.safetensors, process {at}", own, device)
        for name, module in {**self._kept, "model": model}.items():
            restore_module(module, weights[name])
        restore_optimizer(model, optimizer, moments)
        self._restore_schedule(step)
        if self.accelerator.scaler is not None:
            self.accelerator.scaler.load_state_dict(checkpoint.facts["scaler"])
        restore_random({name: states[f"{self.accelerator.process_index}.{name}"] for name in drawn}, device)
        self.step, self.epoch, self.batch = step, epoch, batch
        if self.accelerator.is_main_process:
            _shorten_log(folder / LOG, step)

    def _compare(self, checkpoint: Checkpoint) -> None:
        """Refuse a checkpoint of another run."""
        now, before, where = self._facts(), checkpoint.facts, checkpoint.folder.name
        for kind in ("arguments", "config"):
            found = before.get(kind)
            if not isinstance(found, dict):
                raise CheckpointError(where, f"{kind} of a run", quoted(found))
            for name in sorted({*now[kind], *found}):
                free = kind == "arguments" and name in _FREE
                if not free and (name not in found or name not in now[kind] or found[name] != now[kind][name]):
                    expected = f"{quoted(found.get(name))} as in the run that is resumed"
                    raise InputError(name, expected, quoted(now[kind].get(name)))
        for name in ("processes", "samples", "model"):
            if before.get(name) != now[name]:
                raise InputError(name, f"{quoted(before.get(name))} as in the run that is resumed", quoted(now[name]))
        scaler, wanted = before.get("scaler"), now["scaler"]
        if not _alike(scaler, wanted):
            raise CheckpointError(where, "the numbers of a gradient scaler" if wanted else "no scaler", quoted(scaler))

    def _restore_schedule(self, step: int) -> None:
        rates = [base * cosine(step, self.arguments) for base in self.schedule.base_lrs]
        state = {"last_epoch": step, "_step_count": step + 1, "_last_lr": rates}
        self.schedule.load_state_dict({**self.schedule.state_dict(), **state})
        for group, rate in zip(self.optimizer.optimizer.param_groups, rates, strict=True):
            group["lr"] = rate


def make_trainer(
    accelerator: Accelerator,
    arguments: TrainingArguments,
    model: nn.Module,
    samples: Dataset[Any],
    lengths: Sequence[int] | Callable[[int, int], Sequence[int]],
    collate: Callable[[Any], Any],
    compute_loss: Callable[[nn.Module, Any], tuple[Tensor, Mapping[str, float]]],
    evaluate: Callable[[Any], Mapping[str, float]] | None = None,
) -> Trainer:
    """A trainer with batches of samples of similar length.

    Args:
        accelerator: As for `Trainer`.
        arguments: As for `Trainer`.
        model: As for `Trainer`.
        samples: What batches are made of; asked for by `Draw`.
        lengths: Of each, as `LengthBatches` takes them.
        collate: Samples -> batch.
        compute_loss: As for `Trainer`.
        evaluate: As for `Trainer`.
    """
    batches = LengthBatches(lengths, arguments.batch_size, arguments.seed)
    loader: DataLoader[Any] = DataLoader(samples, batch_sampler=batches, collate_fn=collate)
    return Trainer(accelerator, arguments, model, loader, compute_loss, evaluate)


def _alike(found: object, wanted: Mapping[str, float] | None) -> bool:
    """Whether both are nothing, or numbers of the same names."""
    if not isinstance(found, dict) or wanted is None:
        return found is None and wanted is None
    return {*found} == {*wanted} and all(type(value) in (int, float) and abs(value) < 1e30 for value in found.values())


def _shorten_log(path: Path, step: int) -> None:
    """Drop lines of steps that are done again, and one that was being written."""
    if not path.is_file():
        return
    kept = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and type(found.get("step")) is int and found["step"] <= step:
            kept.append(line)
    with atomic_path(path) as temporary:
        temporary.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
