"""How long FGDM takes for a sentence, and how much of it the focal stage costs.

Paper size (3 focal layers of 16 channels, 2 general layers of 512, 5 steps), one sentence of 8 glosses, one thread.
Weights are random, those that start at zero drawn anew, so that every term takes part. The general-only variant has the
same general stage, fed by a linear map of the 7 · J numbers. Both take turns; ratios are taken within a round.

Before anything is timed, rows of a padded batch are compared with the same sentences alone.

    python benchmarks/fgdm.py --json
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Any

import torch
from common import parallel_speedup, report

from signary.generator.fgdm import FGDMConfig, FGDMModel

GLOSSES, SEED = 8, 0
LENGTHS = (60, 300)
BAR = 2.5


def make_model(focal_layers: int) -> FGDMModel:
    """A model of paper size, or its general-only variant, with random weights."""
    torch.manual_seed(SEED)
    model = FGDMModel(FGDMConfig(glosses=[f"GLOSS-{at}" for at in range(GLOSSES)], focal_layers=focal_layers))
    with torch.no_grad():
        for parameter in model.parameters():
            if not parameter.any():
                parameter.normal_(std=0.1)
    model.eval()  # type: ignore[no-untyped-call]
    return model


def timed(models: dict[str, FGDMModel], frames: int, rounds: int) -> dict[str, list[float]]:
    """Seconds of each model in each round, the models taking turns."""
    ids = torch.arange(1, GLOSSES + 1)[None]
    seconds: dict[str, list[float]] = {name: [] for name in models}
    for at in range(rounds + 1):
        for name, model in models.items():
            start = time.perf_counter()
            model.sample(ids, [frames])
            # The first round warms up.
            if at:
                seconds[name].append(time.perf_counter() - start)
    return seconds


def padding_difference(model: FGDMModel) -> float:
    """Largest difference between a row of a padded batch and the same sentence alone, in shoulder widths."""
    ids = torch.tensor([[1, 2, 3, 4, 5, 6, 7, 8], [3, 1, 2, 0, 0, 0, 0, 0], [5, 0, 0, 0, 0, 0, 0, 0]])
    lengths, worst = [90, 47, 11], 0.0
    poses, _ = model.sample(ids, lengths)
    for row, length in enumerate(lengths):
        alone, _ = model.sample(ids[row : row + 1, : int((ids[row] > 0).sum())], [length])
        worst = max(worst, float((poses[row, :length] - alone[0]).abs().max()))
    return worst


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    arguments = parse()
    speedups = [parallel_speedup()]
    models = {"full": make_model(3), "general_only": make_model(0)}
    difference = padding_difference(models["full"])
    found = {frames: timed(models, frames, arguments.rounds) for frames in LENGTHS}
    speedups.append(parallel_speedup())
    contended = min(speedups) < 1.6
    context = {
        **{"glosses": GLOSSES, "steps": models["full"].config.sampling_steps, "weights": "random", "seed": SEED},
        **{"threads": 1, "rounds": arguments.rounds},
        **{"machine.parallel_speedup": round(min(speedups), 2), "contended": contended},
    }

    def say(name: str, values: list[float], unit: str, **more: Any) -> None:
        spread = {"low": round(min(values), 4), "high": round(max(values), 4)}
        report(name, statistics.median(values), unit, arguments.json, **spread, **more, **context)

    ratios = list[float]()
    for frames, seconds in found.items():
        say(f"fgdm.seconds_{frames}", seconds["full"], "s")
        say(f"fgdm.general_only_seconds_{frames}", seconds["general_only"], "s")
        ratios = [one / other for one, other in zip(*seconds.values(), strict=True)]
        say(f"fgdm.ratio_to_general_only_{frames}", ratios, "x")
    # The longest sentence decides; a contended machine decides nothing.
    passed = {} if contended else {"passed": statistics.median(ratios) <= BAR}
    say("fgdm.ratio_to_general_only", ratios, "x", bar=f"<= {BAR:g}", frames=LENGTHS[-1], **passed)
    report("fgdm.padding_difference", difference, "shoulder widths", arguments.json, **context)


if __name__ == "__main__":
    main()
