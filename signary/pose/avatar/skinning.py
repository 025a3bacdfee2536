"""Linear blend skinning: where the vertices of the figure's parts are when its bones turn.

A vertex lies at the mean of where its (up to four) bones would take it, by its weights; before that, morphs move it in
the rest position by as much as the ten expression coefficients say (Magnenat-Thalmann et al., "Joint-Dependent Local
Deformations", 1988). Normals turn with the same matrices.
"""

from __future__ import annotations

import numba
import numpy as np

from signary.io.errors import InputError
from signary.pose.avatar.figure import Figure, FigurePart, local_rotations
from signary.pose.skeletons.rest import EXPRESSIONS


def bone_transforms(figure: Figure, rotations: np.ndarray) -> np.ndarray:
    """Where bones take what hangs on them in the rest position.

    Args:
        figure: The figure.
        rotations: As `local_rotations` gives, shape (T, J, 4), quaternions (x, y, z, w).

    Returns:
        float32 of shape (T, J, 3, 4): a rest point p goes to M[..., :3] p + M[..., 3], metres.

    Raises:
        InputError: If the shape does not fit the figure.
    """
    rotations = np.asarray(rotations, dtype=np.float64)
    if rotations.ndim != 3 or rotations.shape[1:] != (len(figure.joints), 4):
        raise InputError("rotations", f"an array of shape (T, {len(figure.joints)}, 4)", rotations.shape)
    local = _matrices(rotations)
    turned, placed = np.empty_like(local), np.empty((*local.shape[:2], 3))
    for joint, parent in enumerate(figure.parents):
        if parent < 0:
            turned[:, joint], placed[:, joint] = local[:, joint], figure.rest[joint]
            continue
        offset = figure.rest[joint] - figure.rest[parent]
        turned[:, joint] = turned[:, parent] @ local[:, joint]
        placed[:, joint] = placed[:, parent] + turned[:, parent] @ offset
    shift = placed - np.einsum("tjab,jb->tja", turned, figure.rest)
    return np.concatenate([turned, shift[..., None]], -1).astype(np.float32)


def _matrices(quaternions: np.ndarray) -> np.ndarray:
    x, y, z, w = np.moveaxis(quaternions, -1, 0)
    rows = [
        *(1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)),
        *(2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)),
        *(2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)),
    ]
    return np.stack(rows, -1).reshape(*x.shape, 3, 3)


def skin(
    part: FigurePart, transforms: np.ndarray, expressions: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Vertices and normals of a part in every frame.

    Args:
        part: What is skinned.
        transforms: As `bone_transforms` gives, shape (T, J, 3, 4).
        expressions: Morph weights in the order of `EXPRESSIONS`, shape (T, 10); none by default.

    Returns:
        Two float32 arrays of shape (T, V, 3): metres, and directions of length 1.
    """
    transforms = np.ascontiguousarray(transforms, dtype=np.float32)
    if expressions is None or not part.morphs:
        expressions = np.zeros((len(transforms), len(EXPRESSIONS)), dtype=np.float32)
    if expressions.shape != (len(transforms), len(EXPRESSIONS)):
        raise InputError("expressions", f"an array of shape ({len(transforms)}, {len(EXPRESSIONS)})", expressions.shape)
    vertices = np.empty((len(transforms), len(part.vertices), 3), dtype=np.float32)
    normals = np.empty_like(vertices)
    for frame, (bones, shares) in enumerate(zip(transforms, expressions, strict=True)):
        at, direction = morphed(part, shares)
        skin_frame(at, direction, part.joints, part.weights, bones, vertices[frame], normals[frame])
    return vertices, normals


def morphed(part: FigurePart, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vertices and normals of a part in the rest position with an expression, shares of shape (10,)."""
    active = [
        (name, share) for name, share in zip(EXPRESSIONS, shares.tolist(), strict=True) if share and name in part.morphs
    ]
    if not active:
        return part.vertices, part.normals
    vertices, normals = part.vertices.copy(), part.normals.copy()
    for name, share in active:
        rows, moved, turned = part.morphs[name]
        vertices[rows] += np.float32(share) * moved
        if turned is not None:
            normals[rows] += np.float32(share) * turned
    return vertices, normals


def pose_figure(figure: Figure, values: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Vertices and normals of all parts, by name of the part, for frames of layout `smplx`, shape (T, 133)."""
    transforms = bone_transforms(figure, local_rotations(figure, values))
    expressions = np.asarray(values[:, 123:], dtype=np.float32)
    return {part.name: skin(part, transforms, expressions) for part in figure.parts}


@numba.njit(cache=True, fastmath=True)
def skin_frame(
    vertices: np.ndarray,
    normals: np.ndarray,
    joints: np.ndarray,
    weights: np.ndarray,
    bones: np.ndarray,
    moved: np.ndarray,
    turned: np.ndarray,
) -> None:
    """One frame: `bones` of shape (J, 3, 4), results into `moved` and `turned` of shape (V, 3)."""
    for at in range(len(vertices)):
        x, y, z = vertices[at, 0], vertices[at, 1], vertices[at, 2]
        nx, ny, nz = normals[at, 0], normals[at, 1], normals[at, 2]
        px = py = pz = qx = qy = qz = np.float32(0.0)
        for place in range(4):
            weight = weights[at, place]
            if weight == 0.0:
                break
            bone = bones[joints[at, place]]
            px += weight * (bone[0, 0] * x + bone[0, 1] * y + bone[0, 2] * z + bone[0, 3])
            py += weight * (bone[1, 0] * x + bone[1, 1] * y + bone[1, 2] * z + bone[1, 3])
            pz += weight * (bone[2, 0] * x + bone[2, 1] * y + bone[2, 2] * z + bone[2, 3])
            qx += weight * (bone[0, 0] * nx + bone[0, 1] * ny + bone[0, 2] * nz)
            qy += weight * (bone[1, 0] * nx + bone[1, 1] * ny + bone[1, 2] * nz)
            qz += weight * (bone[2, 0] * nx + bone[2, 1] * ny + bone[2, 2] * nz)
        length = max(np.float32(1e-12), np.sqrt(qx * qx + qy * qy + qz * qz))
        moved[at, 0], moved[at, 1], moved[at, 2] = px, py, pz
        turned[at, 0], turned[at, 1], turned[at, 2] = qx / length, qy / length, qz / length
