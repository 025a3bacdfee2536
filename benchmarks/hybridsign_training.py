"""Whether training on its own roll-outs keeps HybridSign from drifting.

    python benchmarks/hybridsign_training.py --json               # rolls out the checkpoints that are stored
    python benchmarks/hybridsign_training.py --json --train WORK  # trains them first (20 core-minutes)

Small models of text alone sign 24 series of sentences (`hybridsign_series.py`, synthetic) for 300 frames. For each of
three seeds there are two models, which both go on from one that has learnt flow matching: `teacher_forced` with flow
matching, `self_forced` with self-forcing, for as many CPU seconds. Of both the checkpoint with the least DTW on `dev`
is kept.

A roll-out begins with the first 24 frames of the reference; from there on the model sees its own frames only. An error
is DTW of a window of frames with the same window of the reference, in standard deviations a frame. Drift is the error
at frames 250 to 300 over that at frames 25 to 75, `drift_ratio` that of self-forcing over that of teacher forcing. A
pose that stands still has no drift, either, and a bad beginning hides it: so the errors of both windows, those of the
mean pose, and how fast the models move beside the reference are printed, too, and the same of roll-outs from nothing.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from common import report
from hybridsign_series import GIVEN_FRAMES, SIGNERS, Series, make_corpus, make_series, rolled_out
from running import run_script
from self_forcing_memory import measure_memory
from systems_training import Trained, read_spent, write_spent
from torch import Tensor

from signary.bundle.folder import EMBEDDED
from signary.generator.hybridsign import HybridSignModel
from signary.io.progress import track
from signary.nn.loading import load_model
from signary.training.hybridsign_evaluation import warped_apart

STORED = Path(__file__).resolve().parent / "hybridsign_checkpoints"
SEEDS, KINDS = (0, 1, 2), ("teacher_forced", "self_forced")
#: Frames by which drift is told.
WINDOWS = {"early": slice(25, 75), "late": slice(250, 300)}
CHUNK_FRAMES, STEPS, BAR = 4, 4, 0.8
SIZES = (
    *("--num_experts", "1", "--hidden_size", "64", "--joint_size", "8", "--num_hidden_layers", "2"),
    *("--num_attention_heads", "2", "--window", "32", "--num_signers", str(SIGNERS), "--layout", "arms_and_head"),
    *("--hand_dropout", "0", "--chunk_frames", str(CHUNK_FRAMES), "--weights", "fp16", "--warmup", "20"),
    *("--pair_share", "0.6", "--sentences", "3", "--save_every", "100000"),
)
#: Stage 1, which both go on from; more of it; stage 2.
FIRST = ("--frames", "64", "--batch_size", "16", "--learning_rate", "0.003", "--final_learning_rate", "0.0005")
FLOW = ("--frames", "64", "--batch_size", "16", "--learning_rate", "0.001")
FORCED = ("--stage", "self_forcing", "--frames", "128", "--batch_size", "8", "--learning_rate", "0.001")
FIRST_STEPS, FORCED_STEPS = 1000, 200


def train(work: Path, seeds: Sequence[int], stored: Path, tell: Any, smoke: bool) -> None:
    """Train what is not there yet, and store it."""
    if not (work / "corpus").is_dir():
        make_corpus(work / "corpus")
    stored.mkdir(parents=True, exist_ok=True)
    make_series(str(EMBEDDED), stored / "series.safetensors")
    source = ("--model", str(EMBEDDED), "--corpus", str(work / "corpus"), *SIZES)
    first, forced = (2, 2) if smoke else (FIRST_STEPS, FORCED_STEPS)
    for seed in seeds:
        own = (*source, "--seed", str(seed))
        start = _trained(work / f"first-{seed}", first, *own, *FIRST)
        go_on = (*own, "--start_from", str(start.folder))
        self_forced = _trained(work / f"self_forced-{seed}", forced, *go_on, *FORCED)
        # As many steps as cost as much.
        steps = max(1, round(first * _minutes(self_forced) / _minutes(start)))
        teacher_forced = _trained(work / f"teacher_forced-{seed}", steps, *go_on, *FLOW)
        for kind, model in zip(KINDS, (teacher_forced, self_forced), strict=True):
            target = stored / f"{kind}-{seed}"
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(model.folder, target)
            write_spent(target, 60 * _minutes(model), model.steps)
            tell(f"hybridsign.training.{kind}", _minutes(model), "core-minutes", seed=seed, steps=model.steps)


def _minutes(model: Trained) -> float:
    assert model.core_minutes is not None
    return model.core_minutes


def _trained(output: Path, steps: int, *flags: str) -> Trained:
    """A model of so many steps, evaluated four times on the way."""
    if not (output / "model").is_dir():
        shutil.rmtree(output, ignore_errors=True)
        every = ("--evaluate_every", str(max(1, steps // 4)), "--log_every", str(max(1, steps // 20)))
        spent = run_script("train_hybridsign", *flags, "--steps", str(steps), *every, "--output", str(output))
        write_spent(output, spent, steps)
    return read_spent(output, output / "model")


def error(made: Tensor, wanted: Tensor, window: slice) -> float:
    """DTW of a window of every series (N, T, D), a frame, the mean of them."""
    known = torch.ones_like(wanted[0, window], dtype=torch.bool)
    pairs = zip(made[:, window].double(), wanted[:, window].double(), strict=True)
    return float(np.mean([warped_apart(one, other, known) for one, other in pairs]))


def speed(motion: Tensor, window: slice) -> float:
    """How much numbers change from frame to frame in a window, the mean of all."""
    return float(motion[:, window].diff(dim=1).abs().mean())


def measured(made: Tensor, wanted: Tensor) -> dict[str, float]:
    """Drift, and what it is made of: errors of both windows, and how fast they move beside the reference."""
    errors = {name: error(made, wanted, window) for name, window in WINDOWS.items()}
    fast = {f"speed_{name}": speed(made, window) / speed(wanted, window) for name, window in WINDOWS.items()}
    return {"drift": errors["late"] / errors["early"], **errors, **fast}


def measure(stored: Path, seeds: Sequence[int], given: int, tell: Any, name: str) -> None:
    """Roll every checkpoint out, and print."""
    series = Series.load(stored / "series.safetensors")
    found: dict[str, list[dict[str, float]]] = {kind: [] for kind in KINDS}
    still = dict[str, float]()
    for seed in track(seeds, "rolling out", len(seeds)):
        for kind in KINDS:
            folder = stored / f"{kind}-{seed}"
            model, spent = load_model(HybridSignModel, folder), read_spent(folder, folder)
            wanted = (series.values - model.mean) / model.std
            made = rolled_out(model, series, wanted, given, CHUNK_FRAMES, STEPS, seed)
            found[kind].append(measured(made, wanted))
            cost = {"core_minutes": spent.core_minutes, "steps": spent.steps}
            for figure, value in found[kind][-1].items():
                unit = "std" if figure in WINDOWS else "x"
                tell(f"{name}.{kind}.{figure}", value, unit, seed=seed, given=given, **cost)
            still = still or {figure: error(torch.zeros_like(wanted), wanted, WINDOWS[figure]) for figure in WINDOWS}
    for figure, value in still.items():
        tell(f"{name}.mean_pose.{figure}", value, "std")
    for figure in ("drift", *WINDOWS):
        ratios = [forced[figure] / taught[figure] for taught, forced in zip(*found.values(), strict=True)]
        mean, ends = statistics.fmean(ratios), {"least": round(min(ratios), 4), "most": round(max(ratios), 4)}
        bar = {"bar": f"<= {BAR}", "passed": mean <= BAR} if (figure, name) == ("drift", "hybridsign") else {}
        tell(f"{name}.{figure}_ratio", mean, "x", of="self-forced over teacher-forced", seeds=len(seeds), **ends, **bar)


def main() -> None:
    """Train if asked to, roll out and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--train", type=Path, metavar="WORK", help="train the checkpoints in this folder, store them")
    parser.add_argument("--checkpoints", type=Path, default=STORED, help="where they are stored")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    parser.add_argument("--smoke", action="store_true", help="train nearly nothing, to try everything out")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    tell = partial(report, as_json=arguments.json)
    if arguments.train is not None:
        train(arguments.train, arguments.seeds, arguments.checkpoints, tell, arguments.smoke)
    measure(arguments.checkpoints, arguments.seeds, GIVEN_FRAMES, tell, "hybridsign")
    measure(arguments.checkpoints, arguments.seeds, 0, tell, "hybridsign.from_nothing")
    measure_memory(tell)


if __name__ == "__main__":
    main()
