"""The figure of the project: a skinned mesh on the rest body's own bones, and the rotations that motion gives them.

The mesh is baked into the rest position and the bone lengths of `signary.pose.skeletons.rest`, so that the rotations
of layout `smplx` are the figure's, one to one: no retargeting stands between motion and figure. Beside the 55 joints
it has *twist bones*: leaves that take a share of a joint's roll, so that forearms and upper arms turn like arms and not
like candy wrappers. How it was made, and of what: docs/avatar.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
import torch

from signary.io.errors import InputError
from signary.pose.rotations import axis_angle_to_quaternion
from signary.pose.skeletons.rest import EXPRESSIONS, rest_positions
from signary.pose.skeletons.smplx import ROTATED, SMPLX_JOINTS, TREE

DETAILS = ("full", "light")
#: Weights are stored as bytes: this much is 1.
_WHOLE = 255
#: Offsets are stored as int16: metres per step of vertices and morphs.
VERTEX_STEP, MORPH_STEP = 4e-5, 2e-6


@dataclass(frozen=True, eq=False)
class FigurePart:
    """A piece of the figure in one colour.

    Attributes:
        name: `head`, `hands`, `hair`, `top`, …
        colour: Linear red, green and blue, 0 to 1.
        roughness: 0 shines like a mirror, 1 not at all.
        vertices: float32 of shape (V, 3), metres, in the rest position.
        normals: float32 of shape (V, 3), unit length.
        triangles: int32 of shape (F, 3), counter-clockwise from outside.
        joints: uint8 of shape (V, 4), rows of `Figure.joints`.
        weights: float32 of shape (V, 4); rows sum to 1.
        morphs: Expression -> rows of the vertices that it moves (M,), their displacements at 1 in metres (M, 3), and
            how their normals change (M, 3); expressions that move nothing here are missing.
    """

    name: str
    colour: tuple[float, float, float]
    roughness: float
    vertices: np.ndarray
    normals: np.ndarray
    triangles: np.ndarray
    joints: np.ndarray
    weights: np.ndarray
    morphs: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray | None]]


@dataclass(frozen=True)
class TwistBone:
    """A leaf bone that takes a share of the roll of a joint about the bone's axis.

    Attributes:
        name: Its name among the joints.
        parent: The joint it hangs on, where it also lies.
        source: The joint whose roll it takes.
        axis: The axis of the roll, unit length, in the rest position.
        share: How much of the roll; below 0 it turns back what its parent has turned.
    """

    name: str
    parent: str
    source: str
    axis: tuple[float, float, float]
    share: float


@dataclass(frozen=True, eq=False)
class Figure:
    """A figure to be skinned.

    Attributes:
        joints: The 55 joints of `signary.pose.skeletons.smplx.TREE` in its order, then the twist bones.
        parents: Row of each joint's parent, -1 for the root.
        rest: float64 of shape (J, 3), metres, pelvis at the origin.
        parts: What is drawn.
        twists: The twist bones.
    """

    joints: tuple[str, ...]
    parents: tuple[int, ...]
    rest: np.ndarray
    parts: tuple[FigurePart, ...]
    twists: tuple[TwistBone, ...]

    def part(self, name: str) -> FigurePart:
        """A part by name.

        Raises:
            InputError: If there is none of that name.
        """
        for part in self.parts:
            if part.name == name:
                return part
        raise InputError("name", "one of " + ", ".join(part.name for part in self.parts), repr(name))


_AXIS = {"left": (1.0, 0.0, 0.0), "right": (-1.0, 0.0, 0.0)}
#: Name without side -> parent, source and share. The signer turns forearms half at the elbow and half at the wrist.
_TWISTS = (
    ("shoulder_twist1", "shoulder", "shoulder", -1.0),
    ("shoulder_twist2", "shoulder", "shoulder", -0.5),
    ("elbow_twist", "elbow", "elbow", -1.0),
    ("wrist_twist", "elbow", "wrist", 0.5),
)
TWISTS = tuple(
    TwistBone(f"{side}_{name}", f"{side}_{parent}", f"{side}_{source}", _AXIS[side], share)
    for side in ("left", "right")
    for name, parent, source, share in _TWISTS
)
JOINTS = (*TREE, *(twist.name for twist in TWISTS))
PARENTS = tuple(
    JOINTS.index(parent) if parent else -1 for parent in (*TREE.values(), *(twist.parent for twist in TWISTS))
)


def joint_places() -> np.ndarray:
    """Rest positions of all joints of the figure, shape (J, 3), metres."""
    rest = dict(zip(SMPLX_JOINTS.joints, rest_positions(), strict=True))
    return np.stack([rest[name] for name in (*TREE, *(twist.parent for twist in TWISTS))])


@cache
def load_figure(detail: Literal["full", "light"] = "full") -> Figure:
    """The figure that comes with the package; cached, its arrays are read-only.

    Args:
        detail: `full` for files and close views, `light` for small pictures and slow machines.

    Raises:
        InputError: If the detail is another.
    """
    if detail not in DETAILS:
        raise InputError("detail", f"one of {', '.join(DETAILS)}", repr(detail))
    with (files("signary.pose.avatar") / f"{detail}.npz").open("rb") as file, np.load(file) as stored:
        parts = tuple(_part(stored, row) for row in json.loads(str(stored["parts"])))
    return Figure(JOINTS, PARENTS, _frozen(joint_places()), parts, TWISTS)


def _part(stored: np.lib.npyio.NpzFile, row: dict[str, object]) -> FigurePart:
    name = str(row["name"])
    colour = row["colour"]
    assert isinstance(colour, list)
    weights = stored[f"{name}.weights"].astype(np.float32) / _WHOLE
    morphs: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray | None]] = {}
    for expression in EXPRESSIONS:
        if f"{name}.{expression}.rows" in stored:
            rows = stored[f"{name}.{expression}.rows"].astype(np.int32)
            moved = stored[f"{name}.{expression}.moved"].astype(np.float32) * np.float32(MORPH_STEP)
            turned = stored[f"{name}.{expression}.turned"].astype(np.float32) / 127
            morphs[expression] = (_frozen(rows), _frozen(moved), _frozen(turned))
    normals = stored[f"{name}.normals"].astype(np.float32)
    return FigurePart(
        name,
        (float(colour[0]), float(colour[1]), float(colour[2])),
        float(str(row["roughness"])),
        _frozen(stored[f"{name}.vertices"].astype(np.float32) * np.float32(VERTEX_STEP)),
        _frozen(normals / np.linalg.norm(normals, axis=1, keepdims=True)),
        _frozen(stored[f"{name}.triangles"].astype(np.int32)),
        _frozen(stored[f"{name}.joints"]),
        _frozen(weights),
        morphs,
    )


def _frozen(array: np.ndarray) -> np.ndarray:
    array.setflags(write=False)
    return array


def local_rotations(figure: Figure, values: np.ndarray) -> np.ndarray:
    """Rotations of all bones of the figure, each relative to its parent.

    Args:
        figure: The figure.
        values: Frames of layout `smplx`, shape (T, 133), radians.

    Returns:
        float32 of shape (T, J, 4): unit quaternions (x, y, z, w) with w >= 0; identity where the layout says nothing.

    Raises:
        InputError: If the values are not finite or not of that shape.
    """
    values = np.asarray(values)
    if values.ndim != 2 or values.shape[1] != 133:
        raise InputError("values", "an array of shape (T, 133)", values.shape)
    if not np.isfinite(values).all():
        raise InputError("values", "finite numbers", "NaN or infinity")
    turns = torch.from_numpy(values[:, : 3 * len(ROTATED)].astype(np.float64)).reshape(len(values), len(ROTATED), 3)
    local = axis_angle_to_quaternion(turns).numpy()[..., [1, 2, 3, 0]]
    quaternions = np.zeros((len(values), len(figure.joints), 4))
    quaternions[..., 3] = 1.0
    quaternions[:, [figure.joints.index(name) for name in ROTATED]] = local
    for twist in figure.twists:
        axis = np.array(twist.axis)
        turn = quaternions[:, figure.joints.index(twist.source)]
        half = twist.share * np.arctan2(turn[:, :3] @ axis, turn[:, 3])
        at = figure.joints.index(twist.name)
        quaternions[:, at, :3], quaternions[:, at, 3] = np.sin(half)[:, None] * axis, np.cos(half)
    return quaternions.astype(np.float32)
