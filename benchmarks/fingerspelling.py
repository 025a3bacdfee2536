"""Our ASL letters against recordings of real hands: is the nearest of our 24 static letters the right one?

The recordings (a fingerspelling lexicon of `.pose` files with `index.csv`) have no usable depth, so both sides are
compared in the image plane: 21 points minus the wrist, over the mean distance from wrist to knuckles. Real: median
over the middle third of the clip. Ours: the middle of the letter's hold, frontal orthographic projection, rotation in
the plane free within ± 25°.

    python benchmarks/fingerspelling.py --real FOLDER --json
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from common import report

from signary.io.tables import read_table
from signary.pose.formats import read_pose
from signary.pose.kinematics import forward_kinematics
from signary.pose.skeletons.hands import hand_points
from signary.signer.choreography import LETTER_HOLD
from signary.signer.lexicon import shipped_alphabet
from signary.signer.score import SignUnit
from signary.signer.signer import Signer

MOVING = ("J", "Z")
KNUCKLES = (5, 9, 13, 17)
TURNS = np.radians(np.arange(-25.0, 25.01, 1.0))


def normalise(points: np.ndarray) -> np.ndarray:
    """Points of shape (..., 21, 2) minus the wrist, over the mean distance from wrist to knuckles."""
    points = points - points[..., :1, :]
    return np.asarray(points / np.linalg.norm(points[..., KNUCKLES, :], axis=-1).mean(-1)[..., None, None])


def real_hands(folder: Path) -> dict[str, np.ndarray]:
    """Static ASL letters that are present below `folder` -> 21 points, x to the viewer's right, y down."""
    hands: dict[str, np.ndarray] = {}
    for index in sorted(folder.rglob("index.csv")):
        for _, (path, language, words) in read_table(index).of("path", "signed_language", "words"):
            file, letter = index.parent / path, words.upper()
            if language != "ase" or letter in MOVING or not file.is_file():
                continue
            pose = read_pose(file)
            right = [pose.layout.index(name) for name in hand_points("right")]
            third = len(pose) // 3
            seen = normalise(pose.joints[third : 2 * third, right, :2].astype(float))
            hands[letter] = np.nanmedian(seen, axis=0)
    return hands


def our_hands() -> dict[str, np.ndarray]:
    """The 24 static letters of our alphabet, as signed by the canonical signer."""
    signer, letters = Signer(), shipped_alphabet("asl").letters
    hands = {}
    for letter, form in letters.items():
        if letter in MOVING:
            continue
        signed = signer.sign([SignUnit(f"#{letter}", (form,), spelled=True)])
        joints = forward_kinematics(signed.pose)
        right = [joints.layout.index(name.replace("hand_wrist", "wrist")) for name in hand_points("right")]
        frame = round((signed.spans[0][1] - LETTER_HOLD / 2) * signed.pose.fps)
        x, y = joints.joints[frame, right, 0], joints.joints[frame, right, 1]
        hands[letter] = normalise(np.stack([x, -y], -1).astype(float))
    return hands


def distance(ours: np.ndarray, real: np.ndarray) -> float:
    """Mean point distance at the best rotation in the plane."""
    turns = np.stack([np.cos(TURNS), -np.sin(TURNS), np.sin(TURNS), np.cos(TURNS)], -1).reshape(-1, 2, 2)
    return float(np.linalg.norm(ours @ turns - real, axis=-1).mean(-1).min())


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--real", type=Path, required=True, help="folder with index.csv files and .pose recordings")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    real, ours = real_hands(arguments.real), our_hands()
    if not real:
        parser.error(f"--real: expected ASL letters (signed_language ase) below it, got none in {arguments.real}")
    ranks = {}
    for letter, seen in sorted(real.items()):
        order = sorted(ours, key=lambda name: distance(ours[name], seen))
        ranks[letter] = order.index(letter) + 1
    values = np.array(list(ranks.values()))
    context = {"letters": "".join(ranks), "ranks": ranks}
    report("fingerspelling.letters", len(values), "letters", arguments.json)
    report("fingerspelling.top1", float((values <= 1).mean()), "share", arguments.json, **context)
    report("fingerspelling.top3", float((values <= 3).mean()), "share", arguments.json)


if __name__ == "__main__":
    main()
