"""Lifting of real recordings: how far the rest body with the lifted rotations is from what was seen.

Joints in space: the distance of arms and hands from the recording, the middle of the shoulders at one place, shoulders
as wide (`to_layout`'s measure). Pictures: the distance in the picture by a weak-perspective camera, one scale a clip.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from common import report

from signary.pose.formats import read_pose
from signary.pose.kinematics import forward_kinematics
from signary.pose.lifting import LiftingReport, lift
from signary.pose.lifting.arm_chain import POINTS
from signary.pose.lifting.observations import SIDES, look
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import SMPLX_JOINTS

SHOULDERS = 0.356


def recordings(folder: Path) -> dict[str, list[PoseSequence]]:
    """Name -> the sequences that are there."""
    found: dict[str, list[PoseSequence]] = {"phoenix": [], "dgs": [], "how2sign": [], "letters": []}
    for split in ("train", "dev"):
        file = folder / "phoenix14t-skels" / f"{split}.skels"
        count = len(file.read_text().splitlines()) if file.is_file() else 0
        found["phoenix"] += [read_pose(file, index=at) for at in range(count)]
    found["dgs"] = [read_pose(file) for file in sorted(folder.glob("dgs-corpus-pairs/*/*_original.pose"))]
    clips = sorted(path for path in folder.glob("how2sign-openpose/json/*") if path.is_dir())
    found["how2sign"] = [read_pose(clip, fps=24.0) for clip in clips]
    found["letters"] = [read_pose(file) for file in sorted(folder.glob("pose-lexicon/fingerspelling_lexicon/*/*.pose"))]
    return {name: sequences for name, sequences in found.items() if sequences}


def distance(sequence: PoseSequence, lifted: PoseSequence) -> float:
    """Mean distance of seen points of arms and hands, percent of a shoulder width."""
    seen, joints = look(sequence), forward_kinematics(lifted).joints.astype(float)
    measured = seen.depth[0] >= 1.0
    axes = 3 if measured else 2
    theirs, ours, known = [], [], []
    for side in SIDES:
        mirror = [-1.0, 1.0, 1.0] if side == "right" else [1.0, 1.0, 1.0]
        arm, at = seen.arms[side], [SMPLX_JOINTS.index(f"{side}_{point}") for point in POINTS]
        theirs.append((arm.points * mirror)[..., :axes])
        ours.append(joints[:, at, :axes])
        known.append((arm.weights > 0) & np.isfinite(joints[:, at]).all(-1))
    weight = np.concatenate(known, 1)[..., None]
    target, body = (np.nan_to_num(np.concatenate(points, 1)) * weight for points in (theirs, ours))
    if not measured:
        body = _camera(body, target, weight)
    return float(np.linalg.norm(target - body, axis=-1).sum() / weight.sum() / SHOULDERS * 100)


def _camera(body: np.ndarray, target: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The body's points (T, P, 2) as the weak-perspective camera sees them that comes nearest to the target."""
    total = np.maximum(weight.sum(1, keepdims=True), 1)
    middle, aim = body.sum(1, keepdims=True) / total, target.sum(1, keepdims=True) / total
    one, two = (body - middle) * weight, (target - aim) * weight
    return np.asarray(((one * two).sum() / (one**2).sum() * one + aim) * weight)


def real_recordings(folder: Path, as_json: bool) -> None:
    """Measure and print."""
    for name, sequences in recordings(folder).items():
        off, own, seconds, frames = [], [], 0.0, 0
        for sequence in sequences:
            start = time.process_time()
            lifted = lift(sequence)
            seconds, frames = seconds + time.process_time() - start, frames + len(sequence)
            assert isinstance(lifted.report, LiftingReport)
            off.append(distance(sequence, lifted.pose))
            own.append(lifted.report.residual)
        facts = {"worst": round(max(off), 2), "own_bones": round(float(np.mean(own)), 2), "clips": len(off)}
        report(f"lifting.{name}.distance", float(np.mean(off)), "% of a shoulder width", as_json, **facts)
        report(f"lifting.{name}.speed", frames / seconds, "frames/s", as_json, clock="CPU time of one process")
