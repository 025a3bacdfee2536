"""Joints of the user's licensed SMPL-X body, as SOKE's evaluation takes them.

The model gives 144 joints (55 of its tree and 89 points of its surface) and vertices; hands are 21 joints each that the
model's regressor finds on the posed vertices, with their tips. Root and lower body are at rest, eyes too. The body has
one shape for everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch

from signary.evaluation.soke.scored_joints import LICENSED
from signary.io.errors import InputError
from signary.pose.layout import PoseLayout, keypoint_layout
from signary.pose.motion_spec import MotionSpec, checked_hand_reference
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.hands import FINGERS, HAND_WRISTS, hand_points
from signary.pose.skeletons.smplx import HAND_JOINTS, ROTATED, SMPLX, SMPLX_JOINTS, TREE

#: The model's mean shape. SOKE's evaluation has ten numbers of its own (`feats2joints`), under a licence without
#: derivatives: whoever has its code names them.
MEAN_SHAPE = (0.0,) * 10
#: Joints of the model's output with the contour of the face.
_JOINTS = 144
_WINDOW = 256
#: The tree and 21 points of head, feet and finger tips come before the face.
_FIRST_OF_FACE = 76


class SokeBody:
    """The licensed body, with the joints of SOKE's evaluation.

    Args:
        model: Folder that holds `smplx/SMPLX_NEUTRAL.npz`.
        betas: Ten coefficients of shape, *optional*, default to the model's mean shape.

    Raises:
        InputError: If the package `smplx` or the folder is missing, or there are other than ten finite numbers.
    """

    def __init__(self, model: Path | str, betas: Sequence[float] = MEAN_SHAPE) -> None:
        if len(betas) != len(MEAN_SHAPE) or not np.isfinite(betas).all():
            raise InputError("betas", f"{len(MEAN_SHAPE)} finite numbers", ", ".join(f"{beta:g}" for beta in betas))
        try:
            import smplx
            from smplx.joint_names import JOINT_NAMES
            from smplx.vertex_ids import vertex_ids
        except ImportError:
            raise InputError("smplx", "the extra to be installed (pip install 'signary[smplx]')", "no smplx") from None
        if not Path(model).exists():
            raise InputError("body", "a folder with SMPL-X model files", repr(str(model)))
        self._betas = torch.tensor([list(betas)], dtype=torch.float32)
        self._tips = {side: [vertex_ids["smplx"][side[0] + name] for name in FINGERS] for side in ("left", "right")}
        self._create, self._models = smplx.create, dict[str, Any]()
        self._folder = str(model)
        self.layout = _layout(JOINT_NAMES[:_JOINTS], tuple(betas))
        self._model("flat")

    def joints(self, sequence: PoseSequence) -> PoseSequence:
        """Joints of an `smplx` sequence, in metres.

        Args:
            sequence: Of layout `smplx`; missing parameters lose the joints that they move.

        Raises:
            InputError: If the layout is another.
        """
        reference = checked_hand_reference(sequence.metadata.get("hand_reference"))
        spec = MotionSpec(SMPLX, sequence.fps, reference)
        spec.require(sequence, argument="sequence", owner="the body")
        model = self._model(reference)
        with torch.no_grad():
            parts = torch.split(torch.from_numpy(sequence.values).float(), _WINDOW)
            found = [self._places(model, part) for part in parts]
        places = np.concatenate(found) if found else np.zeros((0, len(self.layout.joints), 3), np.float32)
        certain = np.ones(places.shape[:2], np.float32)
        return PoseSequence.masked(places, self.layout, sequence.fps, certain, sequence.metadata)

    def _model(self, reference: str) -> Any:
        if reference not in self._models:
            self._models[reference] = self._create(
                *(self._folder, "smplx"),
                use_pca=False,
                flat_hand_mean=reference == "flat",
                use_face_contour=True,
                num_expression_coeffs=10,
                ext="npz",
            )
        return self._models[reference]

    def _places(self, model: Any, parameters: torch.Tensor) -> np.ndarray:
        """(T, 133) to (T, J, 3)."""
        body, zero = parameters.new_zeros(len(parameters), 63), parameters.new_zeros(len(parameters), 3)
        for row, name in enumerate(ROTATED[:10]):
            start = 3 * (list(TREE).index(name) - 1)
            body[:, start : start + 3] = parameters[:, 3 * row : 3 * row + 3]
        output = model(
            body_pose=body,
            left_hand_pose=parameters[:, 30:75],
            right_hand_pose=parameters[:, 75:120],
            jaw_pose=parameters[:, 120:123],
            expression=parameters[:, 123:133],
            betas=self._betas.expand(len(parameters), -1),
            **dict.fromkeys(("global_orient", "transl", "leye_pose", "reye_pose"), zero),
        )
        hands = [self._hand(model.J_regressor, output.vertices, side) for side in ("left", "right")]
        return torch.cat([output.joints[:, :_JOINTS], *hands], 1).numpy()

    def _hand(self, regressor: torch.Tensor, vertices: torch.Tensor, side: str) -> torch.Tensor:
        """The 21 joints of a hand on the vertices (T, V, 3): the wrist, then finger by finger with its tip."""
        tree = list(TREE)
        rows = [tree.index(f"{side}_wrist"), *(tree.index(name) for name in _fingers(side))]
        found = torch.einsum("jv,tvc->tjc", regressor[rows], vertices)
        tips = vertices[:, self._tips[side]]
        fingers = [
            torch.cat([found[:, 1 + 3 * at : 4 + 3 * at], tips[:, at : at + 1]], 1) for at in range(len(FINGERS))
        ]
        return torch.cat([found[:, :1], *fingers], 1)


def _fingers(side: str) -> list[str]:
    """Joints of the tree, finger by finger, the thumb first."""
    return [name for finger in FINGERS for name in HAND_JOINTS[side] if name.startswith(f"{side}_{finger}")]


def _layout(names: Sequence[str], betas: tuple[float, ...]) -> PoseLayout:
    """144 joints by the model's own names, and 21 of each hand; the layout's name says the shape."""
    shape = "mean" if betas == MEAN_SHAPE else sha256(np.array(betas, np.float32).tobytes()).hexdigest()[:8]
    # The fingers of the tree and the tips are no part of a hand here: what is regressed is.
    own = [
        f"tree_{name}" if name.removeprefix("left_").removeprefix("right_").startswith(FINGERS) else name
        for name in names
    ]
    own[_FIRST_OF_FACE:] = [f"face_{name}" for name in own[_FIRST_OF_FACE:]]
    return keypoint_layout(
        f"{LICENSED}+hands42,betas:{shape}",
        (*own, *hand_points("left"), *hand_points("right")),
        SMPLX_JOINTS.channels,
        parents={},
        aliases=HAND_WRISTS,
    )
