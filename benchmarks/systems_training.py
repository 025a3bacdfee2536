"""Training by the scripts within a budget of core-minutes, each model once.

Scripts count steps, not minutes. So a script runs twice for a few steps, a line through its two CPU times says what its
start and a step cost, and the steps follow from the budget. It is not charged for the trials, but for its start.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from running import run_script

from signary.io.atomic import atomic_path
from signary.io.errors import InputError

#: Steps of the two trials.
TRIALS = (5, 25)
#: Share of the steps in which the learning rate rises.
WARMUP = 0.05
SPENT = "spent.json"


@dataclass(frozen=True)
class Trained:
    """A model, and what it cost.

    Attributes:
        folder: Of the model.
        core_minutes: CPU time of its training; None where nobody wrote it down.
        steps: Of its training; None where nobody wrote them down, or there were several stages.
    """

    folder: Path
    core_minutes: float | None = None
    steps: int | None = None


class Workshop:
    """Trains models into folders of a work folder; what is there is not trained again.

    Args:
        folder: Of the models.
        smoke: Train with the presets `smoke`, whatever the budget: to try everything out.
    """

    def __init__(self, folder: Path, smoke: bool = False) -> None:
        self.folder, self.smoke = folder, smoke

    def train(self, name: str, script: str, preset: str, minutes: float | None, *flags: str) -> Trained:
        """Train a model with a script.

        Args:
            name: Of its folder.
            script: Without suffix.
            preset: Of the script.
            minutes: Core-minutes; None for the preset's own steps.
            *flags: Beside the preset.

        Raises:
            InputError: If the budget does not even pay for the start.
            SystemExit: If the script fails, with what it said.
        """
        output = self.folder / name
        if not (output / "model").is_dir():
            shutil.rmtree(output, ignore_errors=True)
            given = ("--preset", "smoke" if self.smoke else preset, *flags)
            steps = None if self.smoke or minutes is None else self._steps(output, script, minutes, given)
            spent = run_script(script, *given, *_length(steps), "--output", str(output))
            last = json.loads((output / "log.jsonl").read_text(encoding="utf-8").splitlines()[-1])
            write_spent(output, spent, last["step"])
            for checkpoint in output.glob("step_*"):
                shutil.rmtree(checkpoint)
        return read_spent(output, output / "model")

    def _steps(self, output: Path, script: str, minutes: float, flags: tuple[str, ...]) -> int:
        seconds = {}
        for steps in TRIALS:
            trial = output.with_name(f".{output.name}-{steps}")
            shutil.rmtree(trial, ignore_errors=True)
            seconds[steps] = run_script(script, *flags, *_length(steps), "--output", str(trial))
            shutil.rmtree(trial)
        return affordable(seconds, 60 * minutes)

    def make(self, name: str, script: str, *flags: str) -> Path:
        """The output of a script that does not train, and writes it whole or not at all."""
        output = self.folder / name
        if not output.exists():
            run_script(script, *flags, "--output", str(output))
        return output


def affordable(seconds: Mapping[int, float], budget: float) -> int:
    """Steps within a budget of CPU seconds.

    Args:
        seconds: Steps of two trials -> CPU seconds of each.
        budget: CPU seconds, start included.

    Raises:
        InputError: If it does not pay for one step.
    """
    (few, first), (many, second) = sorted(seconds.items())
    # Trials of nothing but noise must not make steps free.
    step = max((second - first) / (many - few), 1e-3)
    start = max(first - few * step, 0.0)
    if budget < start + step:
        raise InputError(
            "budget", f"at least {(start + step) / 60:.2g} core-minutes for this stage", f"{budget / 60:g}"
        )
    return int((budget - start) / step)


def _length(steps: int | None) -> tuple[str, ...]:
    if steps is None:
        return ()
    warmup, every = max(1, round(WARMUP * steps)), ("--log_every", str(max(1, steps // 20)))
    return ("--steps", str(steps), "--warmup", str(warmup), "--save_every", str(steps), "--evaluate_every", "0", *every)


def write_spent(folder: Path, cpu_seconds: float, steps: int | None) -> None:
    """Write down what a model cost, in its folder."""
    with atomic_path(folder / SPENT) as temporary:
        temporary.write_text(json.dumps({"core_minutes": round(cpu_seconds / 60, 2), "steps": steps}), encoding="utf-8")


def read_spent(folder: Path, model: Path) -> Trained:
    """A model with what stands in the folder about its cost."""
    if not (folder / SPENT).is_file():
        return Trained(model)
    return Trained(model, **json.loads((folder / SPENT).read_text(encoding="utf-8")))
