"""A rig: the skeleton of a figure that somebody else has made, at rest, and which of its bones are which of our joints.

Positions are seen as this project sees bodies, whatever the rig's own axes and unit are: metres, y up, looking to +z
(`axes` and `unit` say how the rig has them). Joints have the names of layout `smplx`; a forearm may have twist bones
(`left_forearm_twist`), a neck several bones, and spine, collars, jaw and fingers fewer bones than ours or none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from signary.io.errors import InputError
from signary.io.quoting import cut, quoted
from signary.pose.avatar.rig_skin import RigSurface
from signary.pose.skeletons.rest import ATTACHED, rest_positions
from signary.pose.skeletons.smplx import HAND_JOINTS, ROTATED, SMPLX_JOINTS, TREE

SIDES = ("left", "right")
#: Without these nothing can be signed; every other joint may be missing.
NEEDED = ("head", *(f"{side}_{joint}" for side in SIDES for joint in ("shoulder", "elbow", "wrist")))
TWISTS = tuple(f"{side}_forearm_twist" for side in SIDES)
#: What a bone can be: the joints of our tree and the twist bones. Only `neck`, `spine` and twists may be several.
JOINTS = (*TREE, *TWISTS)
_UNITS = (1.0, 0.1, 0.01, 0.001, 0.0254, 0.3048, 10.0, 100.0)
_MOST_BONES = 4096


@dataclass(frozen=True)
class Rig:
    """A skeleton at rest.

    Attributes:
        name: What messages call it.
        bones: Names, parents before their children.
        parents: Index of each bone's parent, -1 for roots.
        offsets: Rest translation of each bone in its parent, in the rig's own unit, float64 of shape (B, 3); scales of
            nodes are multiplied in, so that the chain is rigid.
        turns: Rest rotation matrix of each bone in its parent, float64 of shape (B, 3, 3).
        mapping: Joint -> indices of its bones, from the trunk outwards (one, but for necks and twists).
        ends: Bone -> where it ends, in the bone's own axes and the rig's unit: of finger tips and the crown.
        surface: The skin of the rig where its file has one.
        nodes: Node of a glTF file -> bone, as a list of node indices by bone; empty for other rigs.

    Raises:
        InputError: If a joint that is needed has no bone, or a bone does not hang where its joint does.
    """

    name: str
    bones: tuple[str, ...]
    parents: tuple[int, ...]
    offsets: np.ndarray
    turns: np.ndarray
    mapping: Mapping[str, tuple[int, ...]]
    ends: Mapping[int, np.ndarray] = field(default_factory=dict)
    surface: RigSurface | None = None
    nodes: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if len(self.bones) > _MOST_BONES:
            raise InputError("rig", f"at most {_MOST_BONES:,} bones", f"{len(self.bones):,} in {self.name}")
        if any(parent >= at for at, parent in enumerate(self.parents)):
            raise InputError("rig", "parents before their children", f"another order in {self.name}")
        numbers = np.concatenate([np.ravel(self.offsets), np.ravel(self.turns), *map(np.ravel, self.ends.values())])
        if not np.isfinite(numbers).all() or np.abs(numbers).max(initial=0.0) > 1e6:
            raise InputError("rig", "finite rest positions and rotations", f"others in {self.name}")
        missing = [joint for joint in NEEDED if not self.mapping.get(joint)]
        if missing:
            some = cut(", ".join(self.bones), 160)
            raise InputError(
                "rig",
                f"bones for {', '.join(missing)} (a mapping file can name them)",
                f"none of these among the {len(self.bones)} bones of {self.name}: {some}",
            )
        for joint, parent in _CHAIN.items():
            for bone in self.mapping.get(joint, ()):
                above = self.mapping.get(parent, ())
                if above and not self.hangs(bone, above[0]):
                    got = f"{quoted(self.bones[bone])} elsewhere in {self.name}"
                    raise InputError("rig", f"{joint} below {parent} ({quoted(self.bones[above[0]])})", got)
        if self._span(self.mapping["left_shoulder"][0], self.mapping["right_shoulder"][0]) < 1e-6:
            raise InputError("rig", "shoulders apart from each other", f"both in one place in {self.name}")
        for joint in ("left_elbow", "right_elbow", "left_wrist", "right_wrist"):
            if self._span(self.bone(joint), self.bone(ATTACHED[joint])) < 1e-6:
                raise InputError("rig", f"a bone of some length above {joint}", f"none in {self.name}")

    def hangs(self, bone: int, above: int) -> bool:
        """Whether a bone is another one or somewhere below it."""
        while bone > above:
            bone = self.parents[bone]
        return bone == above

    def bone(self, joint: str) -> int:
        """Index of the (first) bone of a joint that the rig has."""
        return self.mapping[joint][0]

    def has(self, joint: str) -> bool:
        """Whether the rig has a bone for a joint."""
        return bool(self.mapping.get(joint))

    @property
    def missing(self) -> tuple[str, ...]:
        """The joints of layout `smplx` that have rotations of their own and no bone here."""
        return tuple(joint for joint in ROTATED if not self.has(joint))

    def _span(self, one: int, other: int) -> float:
        return float(np.linalg.norm(self._own[0][one] - self._own[0][other]))

    @cached_property
    def _own(self) -> tuple[np.ndarray, np.ndarray]:
        """Rest positions (B, 3) and rotations (B, 3, 3) in the rig's own axes and unit."""
        places, turns = np.zeros((len(self.bones), 3)), np.zeros((len(self.bones), 3, 3))
        for at, parent in enumerate(self.parents):
            base, turn = (places[parent], turns[parent]) if parent >= 0 else (np.zeros(3), np.eye(3))
            places[at], turns[at] = base + turn @ self.offsets[at], turn @ self.turns[at]
        return places, turns

    @cached_property
    def axes(self) -> np.ndarray:
        """Rotation matrix from the rig's own axes to ours: whole quarter turns, so that a posture is kept as it is."""
        places = self._own[0]
        side = places[self.bone("left_shoulder")] - places[self.bone("right_shoulder")]
        shoulders = 0.5 * (places[self.bone("left_shoulder")] + places[self.bone("right_shoulder")])
        up = places[self.bone("head")] - (places[self.bone("pelvis")] if self.has("pelvis") else shoulders)
        rough = np.stack([side, up, np.cross(side, up)])
        lengths = np.linalg.norm(rough, axis=1, keepdims=True)
        if lengths.min() < 1e-9:
            raise InputError("rig", "shoulders beside each other and the head above them", f"another body: {self.name}")
        rough = rough / lengths
        quarter = max(_quarter_turns(), key=lambda turn: float((turn * rough).sum()))
        return np.asarray(quarter)

    @cached_property
    def unit(self) -> float:
        """Metres in a unit of the rig: of those that files use the one that makes it as large as a person."""
        ours = _OURS["left_shoulder"] - _OURS["left_wrist"]
        long = self._span(self.bone("left_shoulder"), self.bone("left_elbow"))
        long += self._span(self.bone("left_elbow"), self.bone("left_wrist"))
        ratio = long / float(np.linalg.norm(ours))
        # A child or a small character in metres is likelier than a giant in feet: metres unless plainly wrong.
        if 0.4 < ratio < 2.5:
            return 1.0
        return min(_UNITS, key=lambda unit: abs(np.log(unit * ratio)))

    @cached_property
    def places(self) -> np.ndarray:
        """Rest positions of the bones, metres in our axes, shape (B, 3), read-only."""
        places: np.ndarray = self.unit * self._own[0] @ self.axes.T
        places.setflags(write=False)
        return places

    @cached_property
    def rest_turns(self) -> np.ndarray:
        """Rest rotation matrices of the bones in our axes, shape (B, 3, 3), read-only."""
        turns: np.ndarray = self.axes @ self._own[1]
        turns.setflags(write=False)
        return turns

    @cached_property
    def points(self) -> dict[str, np.ndarray]:
        """Rest positions of joints and finger tips by our names, metres in our axes.

        Tips that nobody states are guessed: as long as ours in proportion to the bone before.
        """
        found = {joint: self.places[bones[0]] for joint, bones in self.mapping.items() if bones and joint in TREE}
        known = self.surface.tips if self.surface is not None else {}
        for side in SIDES:
            for finger in FINGERS:
                chain = [f"{side}_{finger}{part}" for part in (1, 2, 3) if self.has(f"{side}_{finger}{part}")]
                if chain:
                    tip = f"{side}_{finger}_tip"
                    found[tip] = known[tip] if tip in known else self._tip(chain, found)
        head = self.bone("head")
        if head in self.ends:
            found["head_top"] = self._end(head)
        return found

    def _end(self, bone: int) -> np.ndarray:
        place: np.ndarray = self.places[bone] + self.unit * self.rest_turns[bone] @ self.ends[bone]
        return place

    def _tip(self, chain: list[str], found: Mapping[str, np.ndarray]) -> np.ndarray:
        last = chain[-1]
        if self.bone(last) in self.ends:
            return self._end(self.bone(last))
        before = chain[-2] if len(chain) > 1 else f"{last.split('_')[0]}_wrist"
        tip = _OURS[last[:-1] + "_tip"]
        share = np.linalg.norm(tip - _OURS[last]) / np.linalg.norm(_OURS[last] - _OURS[before])
        return np.asarray(found[last] + share * (found[last] - found[before]))

    def with_mapping(self, mapping: Mapping[str, tuple[int, ...]]) -> Rig:
        """The same rig, whose bones are other joints."""
        return replace(self, mapping=mapping)


FINGERS = ("thumb", "index", "middle", "ring", "pinky")
_OURS = dict(zip(SMPLX_JOINTS.joints, rest_positions(), strict=True))
#: What has to hang below what: arms and fingers. Trunks are built in too many ways to ask for one.
_CHAIN = {
    **{
        f"{side}_{low}": f"{side}_{high}" for side in SIDES for low, high in (("elbow", "shoulder"), ("wrist", "elbow"))
    },
    **{f"{side}_shoulder": f"{side}_collar" for side in SIDES},
    **{f"{side}_forearm_twist": f"{side}_elbow" for side in SIDES},
    **{joint: ATTACHED[joint] for side in SIDES for joint in HAND_JOINTS[side]},
    "head": "neck",
    "jaw": "head",
}


def _quarter_turns() -> list[np.ndarray]:
    """The 24 rotations that lead axes to axes, that of no turn first."""
    turns = []
    for order in ((0, 1, 2), (1, 2, 0), (2, 0, 1), (0, 2, 1), (2, 1, 0), (1, 0, 2)):
        for signs in np.ndindex(2, 2, 2):
            matrix = np.zeros((3, 3))
            matrix[range(3), order] = 1 - 2 * np.array(signs)
            if np.linalg.det(matrix) > 0:
                turns.append(matrix)
    return turns


def in_order(parents: Sequence[int]) -> list[int]:
    """Indices of bones in an order in which parents come before their children.

    Raises:
        InputError: If bones are their own ancestors, or a parent is none of the bones.
    """
    children: dict[int, list[int]] = {}
    for at, parent in enumerate(parents):
        if not -1 <= parent < len(parents):
            raise InputError("rig", "parents among the bones", str(parent))
        children.setdefault(parent, []).append(at)
    order, waiting = list[int](), list(reversed(children.get(-1, [])))
    while waiting:
        bone = waiting.pop()
        order.append(bone)
        waiting.extend(reversed(children.get(bone, [])))
    if len(order) < len(parents):
        raise InputError("rig", "bones that hang from a root", "bones that are their own ancestors")
    return order
