"""Write what the rule-based signer keeps its hands out of, of the project's own figure, into `signary/signer/`.

- `hand_spheres.json`: spheres that fill the left hand. Of every point of the skin the largest sphere is found that
  touches it from inside and holds no other point (shrinking ball; Ma, Bae and Choi, 2012), and of those the fewest are
  kept that come near every point (greedy cover).
- `body_distances.npz`: signed distances to the skin of head and trunk at the points of grids.

    python scripts/make_clearance.py [--output FOLDER]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from signary.io.atomic import atomic_path
from signary.pose.avatar.contact_bodies import our_body
from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import SMPLX_JOINTS

OUTPUT = Path(__file__).resolve().parent.parent / "signary" / "signer"
SPHERES, DISTANCES = "hand_spheres.json", "body_distances.npz"
#: The largest sphere, and how far from the nearest one a point of the skin may be, metres.
LARGEST, TOLERANCE = 0.025, 0.0015
#: Spheres are made larger by half of what skin stands out between them, metres.
_SWELL = 0.0004
#: A sphere may hold points of the skin by this much, metres; so often it shrinks.
_HELD, _SHRINKS = 2e-4, 30


def inner_spheres(points: np.ndarray, normals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centres (N, 3) and radii (N,) of the largest spheres that touch points of a skin from inside, metres."""
    tree, radii = cKDTree(points), np.full(len(points), LARGEST)
    for _ in range(_SHRINKS):
        distance, nearest = tree.query(points - radii[:, None] * normals)
        held = distance < radii - _HELD
        if not held.any():
            break
        away = points - points[nearest]
        across = 2 * (normals * away).sum(1)
        smaller = np.divide((away**2).sum(1), across, out=radii.copy(), where=across > 1e-9)
        radii = np.where(held, np.minimum(np.maximum(smaller, 0.002), 0.999 * radii), radii)
    return points - radii[:, None] * normals, radii


def covering(points: np.ndarray, centres: np.ndarray, radii: np.ndarray) -> list[int]:
    """The spheres that are kept: each time the one that comes near the most points that none has come near to."""
    near = np.abs(np.linalg.norm(points - centres[:, None], axis=-1) - radii[:, None]) <= TOLERANCE
    left, chosen = np.ones(len(points), dtype=bool), list[int]()
    while left.any():
        chosen.append(int(near[:, left].sum(1).argmax()))
        left &= ~near[chosen[-1]]
    return chosen


def hand_spheres() -> list[list[object]]:
    """Joint, centre from it at rest and radius of each sphere; the lengths in tenths of a millimetre."""
    skin = our_body().surface.hands["left"]
    centres, radii = inner_spheres(skin.points, skin.normals)
    strongest = np.take_along_axis(skin.which, skin.weights.argmax(1)[:, None], 1)[:, 0]
    rest, found = dict(zip(SMPLX_JOINTS.joints, rest_positions(), strict=True)), list[list[object]]()
    for at in covering(skin.points, centres, radii):
        joint = skin.joints[strongest[at]]
        lengths = [*(centres[at] - rest[joint]), radii[at] + _SWELL]
        found.append([joint.removeprefix("left_"), *(round(1e4 * float(length)) for length in lengths)])
    return found


#: Metres between the points of a grid; how far it reaches beyond what is there; below this nobody signs.
SPACING, MARGIN, LOWEST = {"head": 0.006, "trunk": 0.008}, 0.02, -0.12
#: Parts of the skin that a grid is of, and the joint that it moves with.
PARTS, JOINTS = {"head": ("head",), "trunk": ("trunk", "neck")}, {"head": "head", "trunk": "pelvis"}
#: Distances are stored in half millimetres.
UNIT = 0.0005


def body_distances() -> dict[str, np.ndarray]:
    """For either part the distances, int8 in `UNIT`, and as `PART_place` its first point and spacing, metres."""
    clouds, found = our_body().surface.clouds, dict[str, np.ndarray]()
    rest = dict(zip(SMPLX_JOINTS.joints, rest_positions(), strict=True))
    for part, names in PARTS.items():
        boxes = np.array([clouds[name].box for name in names])
        low, high = boxes[:, 0].min(0) - MARGIN, boxes[:, 1].max(0) + MARGIN
        low[1] = max(low[1], LOWEST)
        axes = [np.arange(first, last + SPACING[part], SPACING[part]) for first, last in zip(low, high, strict=True)]
        places = np.stack(np.meshgrid(*axes, indexing="ij"), -1)
        gaps = np.min([clouds[name].gaps(places.reshape(-1, 3))[0] for name in names], axis=0)
        found[part] = np.clip(np.round(gaps / UNIT), -127, 127).astype(np.int8).reshape(places.shape[:3])
        found[f"{part}_place"] = np.array([*(low - rest[JOINTS[part]]), SPACING[part]])
    return found


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=OUTPUT, help="where; default: in the package")
    folder = parser.parse_args().output
    with atomic_path(folder / SPHERES) as path:
        path.write_text("[\n" + ",\n".join(map(json.dumps, hand_spheres())) + "\n]\n", encoding="utf-8")
    with atomic_path(folder / DISTANCES) as path, path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **body_distances())


if __name__ == "__main__":
    main()
