"""Which joints SOKE's evaluation aligns, and which it measures; of other layouts those that they have.

| part | measured | aligned by its root at | aligned by Procrustes over |
|---|---|---|---|
| body | neck, shoulders, elbows, wrists, ears, eyes, nose (12) | the pelvis | all joints of the layout |
| hand | wrist, fingers and their tips (21), each hand for itself | the wrist | the 21 |

A layout without a pelvis is aligned at its neck, one without either in the middle of its shoulders.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from signary.evaluation.measured_joints import SIDES, all_joints, complete_joints
from signary.io.errors import InputError
from signary.pose.layout import PoseLayout
from signary.pose.sequence import PoseSequence

#: SOKE's `upper_body` of the joints that SMPL-X gives out.
BODY = (
    *("neck", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist"),
    *("left_ear", "right_ear", "left_eye", "right_eye", "nose"),
)
#: The 14 joints of Human3.6M's evaluation, by which SOKE's tokenizer is measured.
WHOLE_BODY = (
    *(f"{side}_{joint}" for side in SIDES for joint in ("ankle", "knee", "hip", "wrist", "elbow", "shoulder")),
    *("neck", "head"),
)
_ROOTS = ("pelvis", "neck")
#: Layouts whose hands are points of their own, beside those of the body: `soke_body`.
LICENSED = "smplx144"
#: Fewer joints are no body.
_LEAST = 3


def known_joints(layout: PoseLayout, names: Sequence[str]) -> list[int]:
    """Those of some joints that a layout has.

    Raises:
        InputError: If it has fewer than three.
    """
    found = [layout.index(name) for name in names if name in layout.joints or name in layout.aliases]
    if len(found) < _LEAST:
        raise InputError("sequence", f"a layout with {_LEAST} of the joints {', '.join(names)}", layout.name)
    return found


def root_name(layout: PoseLayout) -> str:
    """At what bodies of a layout are aligned."""
    return next((name for name in _ROOTS if name in layout.joints), "mid-shoulders")


def root_place(sequence: PoseSequence) -> np.ndarray:
    """Where the root is, float64 of shape (T, 1, C).

    Raises:
        InputError: If the layout has neither pelvis nor neck nor shoulders.
        MissingJointError: If it is missing in a frame.
    """
    layout, name = sequence.layout, root_name(sequence.layout)
    names = [name] if name in layout.joints else [f"{side}_shoulder" for side in SIDES]
    places = complete_joints(sequence.joints[:, [layout.index(one) for one in names]], f"the {name}")
    return np.asarray(places.mean(1, keepdims=True))


def rooted(sequence: PoseSequence, joints: Sequence[int]) -> np.ndarray:
    """Places of joints from the root, float64 of shape (T, J, C).

    Raises:
        MissingJointError: If one is missing in a frame.
    """
    places = complete_joints(sequence.joints[:, list(joints)], "all measured joints of the body")
    return np.asarray(places - root_place(sequence))


def body_joints(layout: PoseLayout) -> list[int]:
    """What bodies are aligned by: all joints; of the licensed body those that the model itself gives out."""
    own = layout.parts["body"] if layout.name.startswith(LICENSED) else range(len(layout.joints))
    return list(own)


def in_space(first: PoseSequence, second: PoseSequence) -> tuple[np.ndarray, np.ndarray]:
    """Places of all joints, float64 of shape (T, J, 3): Procrustes turns them in space.

    Raises:
        InputError: If the layout has two dimensions.
        MissingJointError: If a joint is missing in a frame.
    """
    places = [all_joints(side)[:, body_joints(side.layout)] for side in (first, second)]
    return require_space(places[0], places[1])


def require_space(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same joints (T, J, 3).

    Raises:
        InputError: If they lie in a plane.
    """
    if first.shape[2] != 3:
        raise InputError("reference", "a layout with three dimensions, for Procrustes", f"{first.shape[2]}")
    return first, second
