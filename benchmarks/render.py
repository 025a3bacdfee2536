"""How many frames a second the renderer draws, on one thread.

The sequence is smplx parameters: both arms and hands, head and jaw move in every frame. `render.frames_per_second_seen`
draws the same motion as an estimated two-dimensional layout (openpose137), whose body moves as well.

    python benchmarks/render.py --json [--size 512]
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Sequence

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
    os.environ[_variable] = "1"  # before numpy and torch are imported

import numpy as np  # noqa: E402
import torch  # noqa: E402
from common import report  # noqa: E402

from signary.pose import PoseSequence, get_layout  # noqa: E402
from signary.pose.kinematics import forward_kinematics  # noqa: E402
from signary.pose.render import make_film  # noqa: E402

FRAMES, ROUNDS, FPS = 75, 7, 25.0


def moving_sequence(frames: int = FRAMES) -> PoseSequence:
    """A person who waves both hands before the chest, opens and closes them, nods and speaks."""
    layout = get_layout("smplx")
    turn = 2 * np.pi * np.arange(frames) / FPS
    values = np.zeros((frames, layout.num_features), dtype=np.float32)

    def add(joint: str, rotation: Sequence[np.ndarray | float]) -> None:
        start = layout.offsets[layout.index(joint)]
        values[:, start : start + 3] += np.stack([np.broadcast_to(part, frames) for part in rotation], -1)

    for side, sign in (("left", 1.0), ("right", -1.0)):
        wave = 0.15 * np.sin(turn + sign)
        add(f"{side}_shoulder", (0.25, sign * (-0.55 + wave), sign * -1.05))
        add(f"{side}_elbow", (0.9, sign * (-1.55 + wave), sign * 0.35))
        add(f"{side}_wrist", (0.3 * np.sin(2 * turn), 0.0, sign * 0.2))
        for finger in ("index", "middle", "ring", "pinky"):
            for part in (1, 2, 3):
                add(f"{side}_{finger}{part}", (0.0, 0.0, -sign * 0.6 * (1 + np.sin(turn))))
    add("head", (0.12 * np.sin(turn), 0.1 * np.sin(0.5 * turn), 0.0))
    add("jaw", (0.1 * (1 + np.sin(3 * turn)), 0.0, 0.0))
    return PoseSequence(values, layout, FPS, metadata={"hand_reference": "flat"})


def frame_rates(sequence: PoseSequence, size: int, rounds: int) -> list[float]:
    """Frames drawn a second in each round, preparation (kinematics, framing) included."""
    rates = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _frame in make_film(sequence, size).frames():
            pass
        rates.append(len(sequence) / (time.perf_counter() - start))
    return rates


def frames_per_second(sequence: PoseSequence, size: int = 512, rounds: int = ROUNDS) -> float:
    """Median of several rounds."""
    torch.set_num_threads(1)
    frame_rates(sequence[:5], size, 1)
    return statistics.median(frame_rates(sequence, size, rounds))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    drawn = moving_sequence()
    middle = [640.0, 600.0]
    seen = forward_kinematics(drawn).convert("openpose137", scale=500.0, origin=middle)
    for name, sequence in (("render.frames_per_second", drawn), ("render.frames_per_second_seen", seen)):
        frame_rates(sequence[:5], arguments.size, 1)
        rates = frame_rates(sequence, arguments.size, arguments.rounds)
        context = {"threads": 1, "size": arguments.size, "frames": len(sequence), "rounds": arguments.rounds}
        spread = {"low": round(min(rates), 1), "high": round(max(rates), 1), "layout": sequence.layout.name}
        report(name, statistics.median(rates), "frames/s", arguments.json, **context, **spread)


if __name__ == "__main__":
    main()
