import numpy as np
import pytest
from rig_makers import Z_UP, posed_rest, replay, turned_rig
from scipy.spatial.transform import Rotation
from signed_sentences import signed, tree_places

from signary.io.errors import InputError
from signary.pose.avatar.retarget import Retargeter
from signary.pose.avatar.rig import Rig
from signary.pose.avatar.rig_files import named_rig
from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.rest import ATTACHED
from signary.pose.skeletons.smplx import HAND_JOINTS, ROTATED, SMPLX, TREE
from signary.pose.view import to_layout

SIDES = ("left", "right")
#: Bones whose direction is kept: what each joint's bone leads to.
BONES = [
    *(
        (f"{side}_{high}", f"{side}_{low}")
        for side in SIDES
        for high, low in (("shoulder", "elbow"), ("elbow", "wrist"))
    ),
    *((ATTACHED[joint], joint) for side in SIDES for joint in HAND_JOINTS[side] if not joint.endswith("1")),
]


def any_motion(rng, frames=12):
    values = rng.normal(scale=0.5, size=(frames, 133))
    return PoseSequence(values.astype(np.float32), SMPLX, 25.0)


def direction(points, start, end):
    along = points[end] - points[start]
    return along / np.linalg.norm(along, axis=-1, keepdims=True)


def ours(sequence):
    return dict(zip(TREE, np.moveaxis(tree_places(sequence), 1, 0), strict=True))


def test_on_our_own_proportions_joints_are_ours(rng):
    sequence = any_motion(rng)
    motion = Retargeter(named_rig("vrm"), contact=False)(sequence)
    for joint, places in motion.points().items():
        if joint in TREE:
            np.testing.assert_allclose(places, ours(sequence)[joint], atol=1e-6)


@pytest.mark.parametrize("convention", ["mixamo", "game_engine", "vrm", "makehuman"])
@pytest.mark.parametrize(("axes", "unit"), [(np.eye(3), 1.0), (Z_UP, 0.01)])
def test_bones_point_where_ours_point(convention, axes, unit, rng):
    rest = posed_rest(40.0, {"arms": 1.2, "hands": 0.8, "head": 1.1})
    rig = turned_rig(7, convention, rest, axes, unit)
    sequence = any_motion(rng)
    motion = Retargeter(rig, contact=False)(sequence)
    points = motion.points()
    for start, end in BONES:
        off = np.linalg.norm(direction(points, start, end) - direction(ours(sequence), start, end), axis=-1)
        assert np.degrees(off.max()) < 0.01, (start, end)


def test_rotations_alone_give_the_places(rng):
    rig = turned_rig(5, "game_engine", axes=Z_UP, unit=0.01)
    motion = Retargeter(rig, contact=False)(any_motion(rng))
    seen = rig.unit * replay(motion) @ rig.axes.T
    np.testing.assert_allclose(seen, motion.places, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(motion.rotations, axis=-1), 1.0, atol=1e-6)
    assert ((motion.rotations[1:] * motion.rotations[:-1]).sum(-1) > -1e-6).all()


def test_head_and_neck_turn_as_ours_and_keep_the_posture_of_the_rig(rng):
    sequence = any_motion(rng)
    turns = BuiltInSkeleton().rotations(__import__("torch").from_numpy(sequence.values.astype(float))).numpy()
    rig = turned_rig(9)
    motion = Retargeter(rig, contact=False)(sequence)
    for joint in ("neck", "head"):
        from_rest = motion.turns[:, rig.bone(joint)] @ rig.rest_turns[rig.bone(joint)].T
        np.testing.assert_allclose(from_rest, turns[:, list(TREE).index(joint)], atol=1e-5)


def with_bones(rig, more):
    """A rig with bones more: name, parent's name, share of the way to the parent's child, joint or None."""
    bones, parents = list(rig.bones), list(rig.parents)
    offsets, turns, mapping = list(rig.offsets), list(rig.turns), dict(rig.mapping)
    for name, parent, offset, joint in more:
        bones.append(name)
        parents.append(bones.index(parent))
        offsets.append(np.array(offset))
        turns.append(np.eye(3))
        if joint:
            mapping[joint] = (*mapping.get(joint, ()), len(bones) - 1)
    return Rig("more bones", tuple(bones), tuple(parents), np.array(offsets), np.array(turns), mapping, rig.ends)


def test_half_of_the_roll_goes_to_a_twist_bone():
    rig = with_bones(
        named_rig("game_engine"), [("lowerarm_twist_01_l", "lowerarm_l", (0.12, 0, 0), "left_forearm_twist")]
    )
    values = np.zeros((3, 133), dtype=np.float32)
    at = 3 * ROTATED.index("left_wrist")
    values[:, at : at + 3] = np.radians([[0, 0, 0], [60, 0, 0], [90, 20, 0]])
    motion = Retargeter(rig, contact=False)(PoseSequence(values, SMPLX, 25.0))
    twist, elbow = rig.bones.index("lowerarm_twist_01_l"), rig.bone("left_elbow")
    rolls = Rotation.from_matrix(motion.turns[:, elbow].swapaxes(1, 2) @ motion.turns[:, twist]).as_rotvec(degrees=True)
    np.testing.assert_allclose(rolls[:2], [[0, 0, 0], [30, 0, 0]], atol=1e-3)
    assert rolls[2] == pytest.approx([45, 0, 0], abs=4)
    plain = Retargeter(named_rig("game_engine"), contact=False)(PoseSequence(values, SMPLX, 25.0))
    np.testing.assert_allclose(motion.points()["left_wrist"], plain.points()["left_wrist"], atol=1e-9)


def test_two_bones_of_a_neck_share_its_bend(rng):
    rig = named_rig("vrm")
    neck, head = rig.bone("neck"), rig.bone("head")
    parents, offsets = list(rig.parents), rig.offsets.copy()
    bones = (*rig.bones[: neck + 1], "neck2", *rig.bones[neck + 1 :])
    moved = [parent if parent <= neck else parent + 1 for parent in parents]
    moved = [*moved[: neck + 1], neck, *moved[neck + 1 :]]
    moved[head + 1] = neck + 1
    offsets = np.insert(offsets, neck + 1, 0.5 * offsets[head], 0)
    offsets[head + 1] *= 0.5
    mapping = {
        joint: tuple(bone if bone <= neck else bone + 1 for bone in where) for joint, where in rig.mapping.items()
    }
    longer = Rig(
        "neck",
        bones,
        tuple(moved),
        offsets,
        np.broadcast_to(np.eye(3), (len(bones), 3, 3)),
        mapping | {"neck": (neck, neck + 1)},
    )
    sequence = any_motion(rng)
    motion, plain = Retargeter(longer, contact=False)(sequence), Retargeter(rig, contact=False)(sequence)
    np.testing.assert_allclose(motion.turns[:, neck + 1], plain.turns[:, neck], atol=1e-6)
    half = Rotation.from_matrix(motion.turns[:, neck]).magnitude()
    np.testing.assert_allclose(2 * half, Rotation.from_matrix(plain.turns[:, neck]).magnitude(), atol=1e-5)


def test_fewer_bones_than_ours(rng):
    full = named_rig("mixamo")
    dropped = ("spine2", "spine3", "neck", "left_collar", "right_collar", "left_ring3", "left_pinky1", "left_pinky2")
    kept = full.with_mapping(
        {joint: bones for joint, bones in full.mapping.items() if joint not in (*dropped, "left_pinky3")}
    )
    assert kept.missing == (
        "neck",
        "left_collar",
        "right_collar",
        "left_pinky1",
        "left_pinky2",
        "left_pinky3",
        "left_ring3",
        "jaw",
    )
    sequence = any_motion(rng)
    points = Retargeter(kept, contact=False)(sequence).points()
    for start, end in BONES:
        if start in points and end in points:
            off = direction(points, start, end) - direction(ours(sequence), start, end)
            assert np.abs(off).max() < 1e-4


def test_points_cannot_turn_bones():
    with pytest.raises(InputError, match=r"layout: expected rotations.*got smplx_joints"):
        Retargeter(named_rig("mixamo"))(to_layout(signed("dgs", 1), "smplx_joints"))


def test_a_bone_that_hangs_elsewhere_is_refused():
    rig = named_rig("mixamo")
    swapped = dict(rig.mapping) | {"left_elbow": rig.mapping["right_elbow"]}
    with pytest.raises(InputError, match="left_elbow below left_shoulder"):
        rig.with_mapping(swapped)
