"""A made-up model file of the form of the licensed SMPL-X body (no data of SMPL-X in it)."""

import numpy as np

from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import TREE

VERTICES, FACES = 10475, 20908


def write_model(folder, shapes=False):
    """Write `smplx/SMPLX_NEUTRAL.npz`: joints of the built-in rest body, each a vertex of its own.

    Args:
        folder: Where to; it is returned.
        shapes: Whether coefficients of shape and expression move vertices.
    """
    names = list(TREE)
    rng = np.random.default_rng(0)
    vertices = rng.normal(0, 0.1, (VERTICES, 3))
    vertices[: len(names)] = rest_positions()[: len(names)]
    regressor = np.zeros((len(names), VERTICES))
    regressor[np.arange(len(names)), np.arange(len(names))] = 1.0
    weights = np.zeros((VERTICES, len(names)))
    weights[np.arange(VERTICES), np.arange(VERTICES) % len(names)] = 1.0
    parents = [names.index(TREE[name]) if TREE[name] else 2**32 - 1 for name in names]
    arrays = {
        "v_template": vertices,
        "shapedirs": rng.normal(0, 0.01, (VERTICES, 3, 400)) if shapes else np.zeros((VERTICES, 3, 400)),
        "posedirs": np.zeros((VERTICES, 3, 486)),
        "J_regressor": regressor,
        "weights": weights,
        "f": rng.integers(0, VERTICES, (FACES, 3)).astype(np.uint32),
        "kintree_table": np.stack([np.array(parents, dtype=np.uint32), np.arange(len(names), dtype=np.uint32)]),
        "hands_componentsl": np.eye(45),
        "hands_componentsr": np.eye(45),
        "hands_meanl": np.full(45, 0.1),
        "hands_meanr": np.full(45, 0.1),
        "lmk_faces_idx": np.arange(51),
        "lmk_bary_coords": np.full((51, 3), 1 / 3),
        "dynamic_lmk_faces_idx": np.zeros((79, 17), dtype=np.int64),
        "dynamic_lmk_bary_coords": np.full((79, 17, 3), 1 / 3),
    }
    (folder / "smplx").mkdir()
    np.savez(folder / "smplx" / "SMPLX_NEUTRAL.npz", **arrays)
    return folder
