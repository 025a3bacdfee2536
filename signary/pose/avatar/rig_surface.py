"""What of a rig's mesh hands touch: vertices at rest become surfaces of head and trunk, hands and limbs."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from signary.pose.avatar.rig import FINGERS, SIDES, Rig
from signary.pose.avatar.rig_skin import SPACING, Cloud, HandSkin, RigSurface, unit
from signary.pose.skeletons.smplx import HAND_JOINTS


class SkinnedVertices:
    """Vertices of all meshes of a figure at rest, metres in our axes, with triangles and the bones that they follow."""

    def __init__(self) -> None:
        self._places, self._triangles = list[np.ndarray](), list[np.ndarray]()
        self._bones, self._weights = list[np.ndarray](), list[np.ndarray]()
        self.count = 0

    def add(self, places: np.ndarray, triangles: np.ndarray, bones: np.ndarray, weights: np.ndarray) -> None:
        """Add a mesh: (V, 3) metres, (F, 3) indices, (V, 4) bones and their weights."""
        self._places.append(places)
        self._triangles.append(triangles + self.count)
        self._bones.append(bones)
        self._weights.append(weights)
        self.count += len(places)

    @cached_property
    def places(self) -> np.ndarray:
        """All vertices, shape (V, 3)."""
        return np.concatenate(self._places)

    @cached_property
    def bones(self) -> np.ndarray:
        """Bones of each vertex, shape (V, 4)."""
        return np.concatenate(self._bones)

    @cached_property
    def weights(self) -> np.ndarray:
        """How much each vertex follows its bones, shape (V, 4)."""
        return np.concatenate(self._weights)

    @cached_property
    def strongest(self) -> np.ndarray:
        """The bone that each vertex follows most, shape (V,)."""
        return np.asarray(np.take_along_axis(self.bones, self.weights.argmax(1)[:, None], 1)[:, 0])

    @cached_property
    def triangles(self) -> np.ndarray:
        """All triangles, shape (F, 3)."""
        return np.concatenate(self._triangles)

    @cached_property
    def normals(self) -> np.ndarray:
        """Unit normals of the vertices, shape (V, 3), area-weighted over triangles."""
        corner = self.places[self.triangles]
        face = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
        normals = np.zeros_like(self.places)
        for column in range(3):
            np.add.at(normals, self.triangles[:, column], face)
        return unit(normals)


def surface_of(rig: Rig, skin: SkinnedVertices) -> Rig:
    """The rig with the surface that its skinned vertices have; as it was where they show no head or no trunk."""
    kinds = _kinds(rig)
    kind_of = np.array([kinds[bone] for bone in skin.strongest], dtype=object)
    clouds = {kind: _cloud(skin, kind_of == kind, kind != "head") for kind in ("head", "neck", "trunk")}
    found = {kind: cloud for kind, cloud in clouds.items() if cloud is not None}
    if "head" not in found or "trunk" not in found:
        return rig
    radii, tips = _limbs(rig, skin, kind_of)
    hands = {side: hand for side in SIDES if (hand := _hand(skin, kinds, kind_of, side)) is not None}
    return replace(rig, surface=RigSurface(found, radii, tips, hands))


def _hand(skin: SkinnedVertices, kinds: list[str], kind_of: np.ndarray, side: str) -> HandSkin | None:
    joints = (f"{side}_wrist", *HAND_JOINTS[side])
    chosen = np.flatnonzero(np.isin(kind_of, joints))
    if len(chosen) < 50:
        return None
    _, kept = np.unique(np.floor(skin.places[chosen] / SPACING).astype(np.int64), axis=0, return_index=True)
    chosen = chosen[np.sort(kept)]
    # What follows the forearm a little follows the wrist here: arms are bent anew, hands are not.
    number = np.array([joints.index(kind) if kind in joints else 0 for kind in kinds])
    weights = skin.weights[chosen] / skin.weights[chosen].sum(1, keepdims=True)
    return HandSkin(joints, skin.places[chosen], skin.normals[chosen], number[skin.bones[chosen]], weights)


def _kinds(rig: Rig) -> list[str]:
    """What each bone moves: `head`, `neck`, `trunk` with the legs, which stand still, or a joint of an arm."""
    own: dict[int, str] = {}
    for joint, bones in rig.mapping.items():
        for bone in bones:
            own[bone] = _kind_of(joint)
    kinds = list[str]()
    above_head = [bone for bone in range(len(rig.bones)) if rig.hangs(rig.bone("head"), bone)]
    for at, parent in enumerate(rig.parents):
        if at in own:
            kinds.append(own[at])
        elif at in above_head or parent < 0:
            kinds.append("trunk")
        else:
            kinds.append(kinds[parent])
    return kinds


def _kind_of(joint: str) -> str:
    if joint in ("head", "jaw") or joint.endswith("eye"):
        return "head"
    if joint == "neck":
        return "neck"
    if joint.endswith("_forearm_twist"):
        return joint.replace("forearm_twist", "elbow")
    if joint.split("_")[-1] in ("hip", "knee", "ankle", "foot"):
        return "trunk"
    return joint if joint.startswith(("left_", "right_")) and not joint.endswith("collar") else "trunk"


def _cloud(skin: SkinnedVertices, wanted: np.ndarray, upright: bool) -> Cloud | None:
    """Points evenly over the outer side of some triangles, of a column if `upright`, else of a ball."""
    triangles = skin.triangles[wanted[skin.triangles].sum(1) >= 2]
    if len(triangles) < 20:
        return None
    corners, normals = skin.places[triangles], skin.normals[triangles]
    points, outward = _scattered(corners, normals)
    away = points - 0.5 * (points.min(0) + points.max(0))
    if upright:
        away[:, 1] = 0.0
    facing = (unit(away) * outward).sum(-1)
    if np.median(facing) < 0:  # a mesh whose triangles are wound the other way
        outward, facing = -outward, -facing
    # What looks inwards is the inside of a mouth or of a collar.
    kept = facing > -0.35
    return Cloud(points[kept], outward[kept]) if kept.sum() >= 50 else None


def _scattered(corners: np.ndarray, normals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points on triangles, (F, 3, 3) metres, no farther apart than `SPACING`, and their normals."""
    edges = np.linalg.norm(corners - np.roll(corners, 1, 1), axis=-1).max(1)
    steps = np.clip(np.ceil(edges / SPACING), 1, 12).astype(int)
    points, outward = [], []
    for step in np.unique(steps):
        chosen = steps == step
        grid = np.array([(i, j) for i in range(step) for j in range(step - i)], dtype=float)
        shares = np.column_stack([grid, step - 1 - grid.sum(1)]) + 1 / 3
        shares /= shares.sum(1, keepdims=True)
        points.append(np.einsum("gk,fkc->fgc", shares, corners[chosen]).reshape(-1, 3))
        outward.append(np.einsum("gk,fkc->fgc", shares, normals[chosen]).reshape(-1, 3))
    scattered = np.concatenate(points)
    # Small triangles have more points than are asked for: one for every cell of the spacing is kept.
    _, kept = np.unique(np.floor(scattered / (0.75 * SPACING)).astype(np.int64), axis=0, return_index=True)
    return scattered[kept], unit(np.concatenate(outward))[kept]


def _limbs(rig: Rig, skin: SkinnedVertices, kind_of: np.ndarray) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    radii, tips, points = dict[str, float](), dict[str, np.ndarray](), rig.points
    for side in SIDES:
        chain = [(f"{side}_shoulder", f"{side}_elbow"), (f"{side}_elbow", f"{side}_wrist")]
        for finger in FINGERS:
            joints = [f"{side}_{finger}{part}" for part in (1, 2, 3) if rig.has(f"{side}_{finger}{part}")]
            if not joints:
                continue
            ends = [*joints[1:], f"{side}_{finger}_tip"]
            last = skin.places[kind_of == joints[-1]]
            if len(last) >= 4:
                tips[ends[-1]] = points[ends[-1]] = _tip(points[joints[-1]], points[ends[-1]], last)
            chain += list(zip(joints, ends, strict=True))
        for joint, end in chain:
            radius = _radius(points[joint], points[end], skin.places[kind_of == joint])
            if radius is not None:
                radii[joint] = radius
        palm = _palm(rig, side, skin.places[kind_of == f"{side}_wrist"])
        if palm is not None:
            radii[f"{side}_palm"] = palm
    return radii, tips


def _tip(joint: np.ndarray, guess: np.ndarray, vertices: np.ndarray) -> np.ndarray:
    """Where the skin around a last finger bone ends; in the bone's direction."""
    along = unit(guess - joint)
    reach = float(np.quantile((vertices - joint) @ along, 0.995))
    return np.asarray(joint + max(reach, 0.3 * float(np.linalg.norm(guess - joint))) * along)


def _radius(start: np.ndarray, end: np.ndarray, vertices: np.ndarray) -> float | None:
    """Median distance of the skin from a bone, metres."""
    bone = end - start
    share = (vertices - start) @ bone / max(float(bone @ bone), 1e-12)
    beside = vertices[(share > 0.1) & (share < 0.9)]
    if len(beside) < 6:
        return None
    foot = start + ((beside - start) @ bone / (bone @ bone))[:, None] * bone
    return float(np.median(np.linalg.norm(beside - foot, axis=-1)))


def _palm(rig: Rig, side: str, vertices: np.ndarray) -> float | None:
    """Half the thickness of a palm, metres."""
    from signary.pose.avatar.rest_frames import hand_frame

    frame = hand_frame(rig.points, side)
    knuckles = [rig.points[joint] for joint in HAND_JOINTS[side] if joint.endswith("1") and joint in rig.points]
    if frame is None or not knuckles or len(vertices) < 20:
        return None
    wrist = rig.points[f"{side}_wrist"]
    reach = float(np.mean([(knuckle - wrist) @ frame[:, 0] for knuckle in knuckles]))
    along, high = (vertices - wrist) @ frame[:, 0], (vertices - wrist) @ frame[:, 1]
    middle = high[(along > 0.35 * reach) & (along < 0.9 * reach)]
    return float(0.5 * (np.quantile(middle, 0.95) - np.quantile(middle, 0.05))) if len(middle) >= 10 else None
