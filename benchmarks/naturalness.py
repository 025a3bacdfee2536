"""Is our signing as fast, as jerky and as still as real signing? Frontal projections, shoulder widths, 25 fps.

Of each sequence the wrist with the longer path is smoothed (Savitzky-Golay, window 7, order 2). Real sets: PHOENIX14T
skeletons; DGS Corpus sentences (speed and acceleration only: their gaps were cut out) and one uncut sentence (hold).
Ours: sentences of the PHOENIX14T dev split signed by the canonical signer. Each of our medians must lie between the
real sets' medians widened by 1.5; the ratio is 1 inside, else ours over the nearer end of the widened interval.

    python benchmarks/naturalness.py --real FOLDER --json
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from common import report
from scipy.signal import savgol_filter

from signary.io.progress import track
from signary.io.tables import read_table
from signary.pose.formats import read_pose
from signary.pose.formats.skels import read_skels
from signary.pose.kinematics import forward_kinematics
from signary.pose.sequence import PoseSequence
from signary.pose.view import shoulder_width
from signary.signing.rule_based import sign_text

FPS, STILL, WIDEN = 25.0, 0.5, 1.5
MEASURES = ("speed", "acceleration", "hold")
UNITS = {"speed": "shoulder widths/s", "acceleration": "shoulder widths/s²", "hold": "share of frames"}


def wrist_path(sequence: PoseSequence) -> np.ndarray | None:
    """The wrist that moves more, frontal, in shoulder widths, float64 of shape (T, 2); None if neither is seen."""
    sequence = sequence.resample(FPS)
    width = shoulder_width(sequence)
    paths = []
    for side in ("left", "right"):
        path = sequence.joints[:, sequence.layout.index(f"{side}_wrist"), :2].astype(float) / width
        seen = np.flatnonzero(np.isfinite(path).all(-1))
        if len(seen) > 7:
            frames = np.arange(seen[0], seen[-1] + 1)
            paths.append(np.stack([np.interp(frames, seen, path[seen, axis]) for axis in range(2)], -1))
    return max(paths, key=lambda path: np.linalg.norm(np.diff(path, axis=0), axis=-1).sum(), default=None)


def measure(sequence: PoseSequence) -> np.ndarray | None:
    """Median speed, median acceleration, share of frames below half a shoulder width a second."""
    path = wrist_path(sequence)
    if path is None:
        return None
    speed, acceleration = (
        np.linalg.norm(savgol_filter(path, 7, 2, deriv=order, delta=1 / FPS, axis=0), axis=-1) for order in (1, 2)
    )
    return np.array([np.median(speed), np.median(acceleration), (speed < STILL).mean()])


def medians(sequences: Iterable[PoseSequence]) -> np.ndarray:
    """Medians over sequences of the three measures."""
    rows = [row for sequence in sequences if (row := measure(sequence)) is not None]
    return np.asarray(np.median(rows, axis=0))


def real_medians(folder: Path) -> dict[str, dict[str, float]]:
    """Measure -> real set -> median."""
    skeletons = [item for split in ("train", "dev") for item in read_skels(folder / f"phoenix14t-skels/{split}.skels")]
    pairs = sorted((folder / "dgs-corpus-pairs").glob("t*/*_original.pose"))
    phoenix, corpus = medians(skeletons), medians(read_pose(file) for file in pairs)
    uncut = medians([read_pose(folder / "dgs-corpus-pairs/raw-sentence/sentence.pose")])
    real = {name: {"phoenix": float(phoenix[at]), "dgs_corpus": float(corpus[at])} for at, name in enumerate(MEASURES)}
    real["hold"] = {"phoenix": float(phoenix[2]), "dgs_uncut": float(uncut[2])}
    return real


def ratio(ours: float, real: Iterable[float]) -> float:
    """1 inside the widened interval, else ours over its nearer end."""
    values = list(real)
    low, high = min(values) / WIDEN, max(values) * WIDEN
    return 1.0 if low <= ours <= high else ours / (low if ours < low else high)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--real", type=Path, required=True, help="folder with phoenix14t-skels, phoenix14t-text, …")
    parser.add_argument("--sentences", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    sentences = read_table(arguments.real / "phoenix14t-text/dev_phoenix2014t.csv")
    texts = [text for _, (text,) in sentences.of("translation")]
    texts = random.Random(arguments.seed).sample(texts, arguments.sentences)
    signed = (forward_kinematics(sign_text(text, "dgs").pose) for text in track(texts, "signing"))
    ours, real = medians(signed), real_medians(arguments.real)
    for at, name in enumerate(MEASURES):
        value = float(ours[at])
        context = {"ours": round(value, 3), "ours_unit": UNITS[name], "seed": arguments.seed}
        context |= {key: round(item, 3) for key, item in real[name].items()}
        report(f"naturalness.{name}.ratio", ratio(value, real[name].values()), "x", arguments.json, **context)


if __name__ == "__main__":
    main()
