"""Keypoints to a body: how near the lifted motion comes to the truth, to real recordings, and how fast it is.

Synthetic truth is the rule-based signer's motion, seen in space with noise, and as a picture of 1000 pixels (shoulders
250 apart) with 2 pixels of noise, 10 % of the points dropped and hands hidden for stretches. Held letters are those of
the signer's alphabets: the middle third of each hold, by the nearest handshape of the inventory.

    python benchmarks/lifting.py --json [--real FOLDER]
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import numpy as np
from common import report
from lifting_real import real_recordings

from signary.pose.kinematics import forward_kinematics
from signary.pose.lifting import fit, handshape_prior, lift
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import SMPLX, SMPLX_JOINTS, UPPER_BODY
from signary.pose.view import to_layout
from signary.signer.lexicon import shipped_alphabet
from signary.signer.score import SignUnit
from signary.signer.signer import Signer
from signary.signing.rule_based import sign_text

TEXTS = (
    ("Morgen regnet es im Norden.", "dgs"),
    ("Tomorrow my friend drinks coffee at home.", "asl"),
    ("我明天去学校。", "csl"),
)
ALPHABETS, LETTERS = ("asl", "dgs"), 13
SIDES = ("left", "right")
NOISE_SPACE, NOISE_PIXELS, DROPPED, HIDDEN = 0.005, 2.0, 0.10, 4


def spoiled(sequence: PoseSequence, noise: float, rng: np.random.Generator) -> PoseSequence:
    """Noise on every number, points dropped, and each hand hidden for a stretch now and then."""
    joints, certainty = sequence.joints.astype(float), sequence.certainty.copy()
    joints = joints + rng.normal(size=joints.shape) * noise
    certainty[rng.random(certainty.shape) < DROPPED] = 0
    for part in ("left_hand", "right_hand"):
        for first in rng.integers(0, max(len(joints) - HIDDEN, 1), max(1, len(joints) // 100)):
            certainty[first : first + HIDDEN, list(sequence.layout.parts[part])] = 0
    return PoseSequence.masked(joints, sequence.layout, sequence.fps, certainty, sequence.metadata)


def hand_of(values: np.ndarray, side: str) -> np.ndarray:
    """Rotations of a hand as a left one, shape (T, 45)."""
    at = SMPLX.features([SMPLX.index(f"{side}_index1")])[0]
    flip = np.tile([1.0, -1.0, -1.0] if side == "right" else [1.0, 1.0, 1.0], 15)
    return np.asarray(values[:, at : at + 45].astype(float) * flip)


def finger_error(truth: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Mean angle in degrees between the finger bones of two motions, both hands, shape (2 T,)."""
    from signary.pose.lifting.handshape_prior import bone_directions

    errors = []
    for side in SIDES:
        one, two = (bone_directions(hand_of(values, side)) for values in (truth, found))
        errors.append(np.degrees(np.arccos(np.clip((one * two).sum(-1), -1, 1))).mean(-1))
    return np.concatenate(errors)


def points_error(one: PoseSequence, two: PoseSequence, names: tuple[str, ...]) -> np.ndarray:
    """Distances in space of named joints of two `smplx` motions, millimetres."""
    at = [SMPLX_JOINTS.index(name) for name in names]
    first, second = (forward_kinematics(pose).joints[:, at] for pose in (one, two))
    return np.asarray(1000 * np.linalg.norm(first - second, axis=-1).ravel())


def reprojection(truth: PoseSequence, found: PoseSequence, layout: str) -> np.ndarray:
    """Distances in the picture of the points of arms and hands, pixels."""
    clean, again = (to_layout(pose, layout) for pose in (truth, found))
    keep = ("shoulder", "elbow", "wrist", "thumb", "index", "middle", "ring", "pinky")
    at = [index for index, name in enumerate(clean.layout.joints) if any(part in name for part in keep)]
    return np.asarray(np.linalg.norm((clean.joints - again.joints)[:, at, :2], axis=-1).ravel())


def synthetic(as_json: bool, rng: np.random.Generator) -> None:
    """The signer's sentences, in space and in pictures."""
    truths = [sign_text(text, language).pose for text, language in TEXTS]
    seconds, frames = 0.0, 0
    for name, layout, noise in (
        ("space", "smplx_joints", NOISE_SPACE),
        ("openpose", "openpose137", NOISE_PIXELS),
        ("holistic", "holistic", NOISE_PIXELS),
    ):
        wrists, fingers, pixels = [], [], []
        for truth in truths:
            seen = forward_kinematics(truth) if layout == "smplx_joints" else to_layout(truth, layout)
            noisy = spoiled(seen, noise, rng)
            start = time.process_time()
            found = lift(noisy).pose
            seconds, frames = seconds + time.process_time() - start, frames + len(truth)
            wrists.append(points_error(truth, found, tuple(f"{side}_wrist" for side in SIDES)))
            fingers.append(finger_error(truth.values, found.values))
            if layout != "smplx_joints":
                pixels.append(reprojection(truth, found, layout))
        report(f"lifting.{name}.wrist", float(np.nanmedian(np.concatenate(wrists))), "mm", as_json, truth="synthetic")
        report(f"lifting.{name}.fingers", float(np.nanmedian(np.concatenate(fingers))), "degrees", as_json)
        if pixels:
            report(f"lifting.{name}.reprojection", float(np.nanmean(np.concatenate(pixels))), "pixels", as_json)
    report("lifting.speed", frames / seconds, "frames/s", as_json, clock="CPU time of one process")


def letters(as_json: bool, rng: np.random.Generator) -> None:
    """Held letters by the nearest handshape of the inventory, from pictures."""
    for layout in ("openpose137", "holistic"):
        right: list[bool] = []
        wrong: Counter[str] = Counter()
        for language in ALPHABETS:
            forms = [form for letter, form in sorted(shipped_alphabet(language).letters.items()) if letter not in "JZ"]
            for first in range(0, len(forms), LETTERS):
                unit = SignUnit("#", tuple(forms[first : first + LETTERS]), spelled=True)
                signed = Signer().sign([unit])
                found = lift(spoiled(to_layout(signed.pose, layout), NOISE_PIXELS, rng))
                for start, end in signed.form_spans[0]:
                    want, got = (
                        _held(values, start, end, signed.pose.fps) for values in (signed.pose.values, found.pose.values)
                    )
                    right.append(want == got)
                    wrong.update([] if want == got else [f"{want} as {got}"])
        share = float(np.mean(right))
        report(f"lifting.{layout}.letters", share, "share", as_json, count=len(right), wrong=dict(wrong.most_common(8)))


def _held(values: np.ndarray, start: float, end: float, fps: float) -> str | None:
    """The shape that most frames of the middle third of a hold are nearest to."""
    third = (end - start) / 3
    first = round((start + third) * fps)
    rows = slice(first, max(first + 1, round((end - third) * fps) + 1))
    names = [name for name in handshape_prior().nearest(hand_of(values[rows], "right")) if name]
    return Counter(names).most_common(1)[0][0] if names else None


def fitting(as_json: bool, rng: np.random.Generator) -> None:
    """How much of the arms' error a fit takes away from a start whose rotations are off by 0.2 radians."""
    from dataclasses import replace

    from scipy.ndimage import gaussian_filter1d

    before, after = [], []
    names = tuple(f"{side}_{joint}" for side in SIDES for joint in ("elbow", "wrist"))
    for text, language in TEXTS:
        truth = sign_text(text, language).pose
        off = gaussian_filter1d(rng.normal(size=(len(truth), 3 * len(UPPER_BODY))), 6, axis=0)
        values = truth.values.copy()
        values[:, : 3 * len(UPPER_BODY)] += 0.2 * off / off.std()
        rough = replace(truth, values=values)
        found = fit(rough, spoiled(to_layout(truth, "openpose137"), NOISE_PIXELS, rng))
        before.append(points_error(truth, rough, names))
        after.append(points_error(truth, found.pose, names))
    one, two = (float(np.mean(np.concatenate(errors))) for errors in (before, after))
    report("lifting.fit.error_falls", 1 - two / one, "share", as_json, before_mm=round(one, 1), after_mm=round(two, 1))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--real", type=Path, help="folder of real recordings (SIGNARY_REAL_DATA)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rng = np.random.default_rng(arguments.seed)
    synthetic(arguments.json, rng)
    letters(arguments.json, rng)
    fitting(arguments.json, rng)
    if arguments.real:
        real_recordings(arguments.real, arguments.json)


if __name__ == "__main__":
    main()
