"""How well a tokenizer keeps motion, as SOKE's `mr.py` measures it: frames at the same place, in millimetres.

MPJPE reads 14 joints of the body and 21 of each hand, MPVPE the vertices of body, hands and face. **Here joints stand
for vertices**: all of the layout, those of the hands, those of the face; the signature says `joints-for-…`. Bodies are
aligned at the pelvis, hands at their wrists, faces at the neck, or (PA) by Procrustes of what is measured; hands are
the mean of both. A corpus is the mean of all its frames. SOKE's own sum for the body's MPVPE went to the counter of the
aligned one in a version of its code; here each has its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from signary.evaluation.errors import LengthMismatchError
from signary.evaluation.measured_joints import PARTS, SIDES, complete_joints, part_joints
from signary.evaluation.pose_metric import DistanceMetric
from signary.evaluation.signature import PoseSignature
from signary.evaluation.soke.scored_joints import WHOLE_BODY, known_joints, require_space, root_place
from signary.io.errors import InputError
from signary.pose.geometry import procrustes_distances
from signary.pose.layout import PoseLayout
from signary.pose.sequence import PoseSequence

#: What vertices are of.
SURFACES = ("all", "hand", "face")
_MILLIMETRES = 1000


class _Reconstruction(DistanceMetric):
    """Mean distance of frames at the same place.

    Args:
        part: One of `parts`.

    Raises:
        InputError: If the part is unknown.
    """

    best = 0.0
    parts: tuple[str, ...] = PARTS
    #: What the signature says of the joints, before the part.
    joints = "soke-"
    aligned = False

    def __init__(self, part: str) -> None:
        if part not in self.parts:
            raise InputError("part", f"one of {', '.join(self.parts)}", repr(part))
        self.part = part
        self.signature = replace(self.signature, joints=f"{self.joints}{part}")

    def _measure(self, reference: PoseSequence, hypothesis: PoseSequence) -> Sequence[float]:
        if len(hypothesis) != len(reference):
            raise LengthMismatchError("hypothesis", f"{len(reference)} frames, as the reference", len(hypothesis))
        pairs = zip(self._places(reference), self._places(hypothesis), strict=True)
        distances = [self._distance(*first, *second) for first, second in pairs]
        scale = _MILLIMETRES if self._unit(reference.layout) == "mm" else 1
        return scale * float(np.mean(distances)), float(len(reference))

    def _distance(self, first: np.ndarray, root: np.ndarray, second: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Mean distance of joints (T, J, C) in each frame; roots are (T, 1, C)."""
        if self.aligned:
            return procrustes_distances(*require_space(second, first))
        return np.asarray(np.linalg.norm((second - other) - (first - root), axis=-1).mean(-1))

    def _places(self, sequence: PoseSequence) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Of every piece its joints (T, J, C) and its root (T, 1, C)."""
        layout = sequence.layout
        if self.part == "hand":
            for side, hand in zip(SIDES, part_joints(sequence, "hand"), strict=True):
                # The wrist at the end of the arm, where the hand has another one of its own.
                yield hand, complete_joints(sequence.joints[:, [layout.index(f"{side}_wrist")]], f"the {side} wrist")
            return
        chosen = self._chosen(layout)
        neck = sequence.joints[:, [layout.index("neck")]] if self.part == "face" else None
        root = root_place(sequence) if neck is None else complete_joints(neck, "the neck")
        yield complete_joints(sequence.joints[:, chosen], f"all measured joints of {self.part}"), root

    def _chosen(self, layout: PoseLayout) -> list[int]:
        if self.part == "body":
            return known_joints(layout, WHOLE_BODY)
        found = list(range(len(layout.joints))) if self.part == "all" else list(layout.articulators.get("face", ()))
        if not found:
            raise InputError("sequence", "a layout with a face", layout.name)
        return found

    def _unit(self, layout: PoseLayout) -> str:
        unit = super()._unit(layout)
        return "mm" if unit == "m" else unit


def _signature(name: str, align: str) -> PoseSignature:
    return PoseSignature(name, "mean-l2", align, "frames", "", "", length="reference")


class SokeMpjpe(_Reconstruction):
    """MPJPE: see `definition`."""

    definition = "mean joint distance of frames at the same place, pelvis or wrists at the same place"
    source = "SOKE (ICCV 2025), mr.py, MPJPE"
    signature = _signature("soke-mpjpe", "root")


class SokePaMpjpe(_Reconstruction):
    """PA-MPJPE: see `definition`."""

    definition = "mean joint distance of frames at the same place after similarity Procrustes of body or hand"
    source = "SOKE (ICCV 2025), mr.py, MPJPE_PA (Table 3, Table S6)"
    signature = _signature("soke-pa-mpjpe", "procrustes-per-frame")
    aligned = True


class SokeMpvpe(_Reconstruction):
    """MPVPE: see `definition`."""

    definition = "mean distance of all joints (for vertices) of frames at the same place, roots at the same place"
    source = "SOKE (ICCV 2025), mr.py, MPVPE"
    signature = _signature("soke-mpvpe", "root")
    parts, joints = SURFACES, "joints-for-vertices-"


class SokePaMpvpe(_Reconstruction):
    """PA-MPVPE: see `definition`."""

    definition = "mean distance of all joints (for vertices) of frames at the same place after similarity Procrustes"
    source = "SOKE (ICCV 2025), mr.py, MPVPE_PA"
    signature = _signature("soke-pa-mpvpe", "procrustes-per-frame")
    parts, joints, aligned = SURFACES, "joints-for-vertices-", True
