"""Our ASL letters against recordings of real hands: is the nearest of our 24 static letters the right one?

The recordings (a fingerspelling lexicon of `.pose` files with `index.csv`) have no usable depth, so both sides are
compared in the image plane: 21 points minus the wrist, over the mean distance from wrist to knuckles. Real: median
over the middle third of the clip. Ours: the middle of the letter's hold, frontal orthographic projection, rotation in
the plane free within ± 25°.

With `--dictionary FILE`, a dictionary of the embedded model made of such recordings, the model spells words with its
letters, each three times with other neighbours, and each is measured where the model holds it, as the signer's are: in
the middle of the time that the model's pointer gives to it (the median of the three, as of a real letter's frames).
Letters that the dictionary lacks are those of the model's own dictionary.

    python benchmarks/fingerspelling.py --real FOLDER [--dictionary FILE] --json
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from common import report

from signary.bundle.bundle import Bundle
from signary.io.tables import read_table
from signary.pose.formats import read_pose
from signary.pose.kinematics import forward_kinematics
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.hands import hand_points
from signary.signer.choreography import LETTER_HOLD
from signary.signer.lexicon import shipped_alphabet
from signary.signer.score import SignUnit
from signary.signer.signer import Signer
from signary.signing.model_signing import sign_by_model

MOVING = ("J", "Z")
KNUCKLES = (5, 9, 13, 17)
#: Letters of a word that the model spells: no English word has these.
SPELLED = 6
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
            third = len(pose) // 3
            pose = pose[third : 2 * third]
            side = max(("right", "left"), key=lambda side: seen_share(pose, side))
            points = [pose.layout.index(name) for name in hand_points(side)]
            seen = normalise(pose.joints[:, points, :2].astype(float))
            # What the left hand shows is the letter in a mirror.
            hands[letter] = np.nanmedian(seen, axis=0) * (np.array([-1.0, 1.0]) if side == "left" else 1.0)
    return hands


def seen_share(pose: PoseSequence, side: str) -> float:
    """Share of a hand's points that are there."""
    points = [pose.layout.index(name) for name in hand_points(side)]
    return float((pose.certainty[:, points] > 0).mean())


def our_hands() -> dict[str, np.ndarray]:
    """The 24 static letters of our alphabet, as signed by the canonical signer."""
    signer, letters = Signer(), shipped_alphabet("asl").letters
    hands = {}
    for letter, form in letters.items():
        if letter in MOVING:
            continue
        signed = signer.sign([SignUnit(f"#{letter}", (form,), spelled=True)])
        frame = round((signed.spans[0][1] - LETTER_HOLD / 2) * signed.pose.fps)
        hands[letter] = hand_at(signed.pose, frame)
    return hands


def hand_at(pose: PoseSequence, frame: int) -> np.ndarray:
    """The right hand in a frame, as a viewer sees it."""
    joints = forward_kinematics(pose[frame : frame + 1])
    right = [joints.layout.index(name.replace("hand_wrist", "wrist")) for name in hand_points("right")]
    x, y = joints.joints[0, right, 0], joints.joints[0, right, 1]
    return normalise(np.stack([x, -y], -1).astype(float))


def model_hands(dictionary: Path) -> dict[str, np.ndarray]:
    """The 24 static letters as the embedded model spells with them, those of a dictionary before its own."""
    bundle = Bundle.load(device="cpu").with_dictionaries([dictionary])
    language = bundle.language("asl")
    letters = [letter for letter in shipped_alphabet("asl").letters if letter not in MOVING]
    seen: dict[str, list[np.ndarray]] = {letter: [] for letter in letters}
    for order in (letters, letters[::-1], letters[::2] + letters[1::2]):
        for start in range(0, len(order), SPELLED):
            word = "".join(order[start : start + SPELLED])
            result = sign_by_model(bundle, f"{word}.", language)
            for segment in result["segments"]:
                if segment["complete"] and len(segment["pieces"]) == len(word):
                    for letter, piece in zip(word, segment["pieces"], strict=True):
                        middle = (piece["start"] + piece["end"]) / 2
                        seen[letter].append(hand_at(result["pose"], round(middle * result["pose"].fps)))
    if missing := sorted(letter for letter, found in seen.items() if not found):
        raise SystemExit(f"the model does not spell {', '.join(missing)}")
    return {letter: np.median(found, axis=0) for letter, found in seen.items()}


def distance(ours: np.ndarray, real: np.ndarray) -> float:
    """Mean point distance at the best rotation in the plane."""
    turns = np.stack([np.cos(TURNS), -np.sin(TURNS), np.sin(TURNS), np.cos(TURNS)], -1).reshape(-1, 2, 2)
    return float(np.linalg.norm(ours @ turns - real, axis=-1).mean(-1).min())


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--real", type=Path, required=True, help="folder with index.csv files and .pose recordings")
    parser.add_argument("--dictionary", type=Path, help="letters of a dictionary that the embedded model spells with")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    real = real_hands(arguments.real)
    if not real:
        parser.error(f"--real: expected ASL letters (signed_language ase) below it, got none in {arguments.real}")
    report("fingerspelling.letters", len(real), "letters", arguments.json)
    compare("fingerspelling", our_hands(), real, arguments.json)
    if arguments.dictionary is not None:
        compare("fingerspelling.model", model_hands(arguments.dictionary), real, arguments.json)


def compare(name: str, ours: dict[str, np.ndarray], real: dict[str, np.ndarray], as_json: bool) -> None:
    """How often the right one of our letters is the nearest to a real one, or among the three nearest."""
    ranks = {}
    for letter, seen in sorted(real.items()):
        order = sorted(ours, key=lambda other: distance(ours[other], seen))
        ranks[letter] = order.index(letter) + 1
    values = np.array(list(ranks.values()))
    context = {"letters": "".join(ranks), "ranks": ranks}
    report(f"{name}.top1", float((values <= 1).mean()), "share", as_json, **context)
    report(f"{name}.top3", float((values <= 3).mean()), "share", as_json)


if __name__ == "__main__":
    main()
