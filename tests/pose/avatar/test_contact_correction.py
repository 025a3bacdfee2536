import numpy as np
import pytest
from signed_sentences import signed

from signary.pose.avatar.contact_arms import elbows, shortest_turn, within_reach
from signary.pose.avatar.retarget import Retargeter
from signary.pose.avatar.rig_files import named_rig
from signary.pose.kinematics import BuiltInSkeleton, forward_kinematics
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import ROTATED, SMPLX_JOINTS
from signary.signer.lexicon import shipped_lexicon
from signary.signer.score import SignUnit
from signary.signer.signer import Signer

TIPS = ("thumb", "index", "middle", "ring", "pinky")


def sign(language, gloss):
    form = shipped_lexicon(language).entries[gloss].form
    return Signer().sign([SignUnit(gloss, (form,))]).pose


def joints(sequence):
    places = forward_kinematics(sequence).joints.astype(float)
    return dict(zip(SMPLX_JOINTS.joints, np.moveaxis(places, 1, 0), strict=True))


def rig_of(proportions, convention="mixamo"):
    return named_rig(convention, BuiltInSkeleton(proportions).rest)


def landmarks(proportions, head, rest_head):
    """Face points of a rig of other proportions, carried by its head, (T, 68, 3)."""
    rest = dict(zip(SMPLX_JOINTS.joints, BuiltInSkeleton(proportions).rest, strict=True))
    points = np.stack([place for name, place in rest.items() if name.startswith("face_")])
    return rest_head[:, None] + (points - rest["head"]) @ head.swapaxes(1, 2)


def nearest(tips, points):
    return np.stack([np.linalg.norm(points - tip[:, None], axis=-1).min(1) for tip in tips])


@pytest.mark.parametrize(
    "proportions", [{"arms": 0.91}, {"arms": 1.15}, {"head": 1.12, "shoulders": 0.92, "arms": 1.05}]
)
@pytest.mark.parametrize(("language", "gloss"), [("asl", "MOTHER"), ("dgs", "TELEFON"), ("csl", "妈妈")])
def test_tips_stay_as_near_to_the_face_as_ours(language, gloss, proportions):
    sequence, rig = sign(language, gloss), rig_of(proportions)
    ours = joints(sequence)
    face = np.stack([place for name, place in ours.items() if name.startswith("face_")], 1)
    before = nearest([ours[f"right_{tip}_tip"] for tip in TIPS], face)
    assert before.min() < 0.03
    found = {}
    for contact in (False, True):
        motion = Retargeter(rig, contact)(sequence)
        points = motion.points()
        head = motion.turns[:, rig.bone("head")] @ rig.rest_turns[rig.bone("head")].T
        theirs = landmarks(proportions, head, points["head"])
        after = nearest([points[f"right_{tip}_tip"] for tip in TIPS], theirs)
        found[contact] = 1000 * np.abs(after - before)[before < 0.04]
    assert found[True].mean() < 5 < found[False].max()
    assert np.quantile(found[True], 0.95) < 10


@pytest.mark.parametrize("proportions", [{"arms": 0.91}, {"arms": 1.15}])
def test_hands_keep_how_they_are_turned_and_arms_stay_whole(proportions):
    sequence, rig = signed("dgs", 3), rig_of(proportions)
    plain, corrected = (Retargeter(rig, contact)(sequence) for contact in (False, True))
    for side in ("left", "right"):
        hand = [motion.turns[:, rig.bone(f"{side}_wrist")] for motion in (plain, corrected)]
        np.testing.assert_allclose(hand[0], hand[1], atol=1e-9)
        at = corrected.points()
        for start, end in (("shoulder", "elbow"), ("elbow", "wrist")):
            lengths = np.linalg.norm(at[f"{side}_{end}"] - at[f"{side}_{start}"], axis=-1)
            np.testing.assert_allclose(lengths, lengths[0], atol=1e-9)


def test_jerk_of_wrists_stays_near_ours():
    sequence = signed("asl", 1)
    ours = joints(sequence)
    for arms in (0.91, 1.15):
        at = Retargeter(rig_of({"arms": arms}))(sequence).points()
        peaks = [np.linalg.norm(np.diff(known["right_wrist"], 3, axis=0), axis=-1).max() for known in (at, ours)]
        assert peaks[0] < 1.2 * peaks[1]


def test_the_same_every_time_and_whatever_the_frame_rate():
    rig = rig_of({"arms": 1.15})
    slow = sign("asl", "MOTHER")
    fast = slow.resample(50.0)
    retarget = Retargeter(rig)
    first, again, twice = retarget(slow), retarget(slow), retarget(fast)
    np.testing.assert_array_equal(first.rotations, again.rotations)
    count = min(len(slow), len(fast[::2]))
    for side in ("left", "right"):
        off = first.points()[f"{side}_wrist"][:count] - twice.points()[f"{side}_wrist"][::2][:count]
        assert 1000 * np.linalg.norm(off, axis=-1).max() < 6


def test_hands_that_are_inside_of_each_other_part():
    """The signer keeps its hands apart; recordings and models need not: here they rest in each other."""
    sequence, rig = sign("asl", "MOTHER"), rig_of({})
    values = sequence.values.copy()
    for side, inwards in (("left", 0.06), ("right", -0.06)):
        values[:, 3 * ROTATED.index(f"{side}_shoulder") + 1] -= inwards
    sequence = PoseSequence(values, sequence.layout, sequence.fps, metadata=sequence.metadata)
    motion = Retargeter(rig)(sequence)
    ours, theirs = joints(sequence), motion.points()
    apart = [known["left_middle_tip"][0] - known["right_middle_tip"][0] for known in (ours, theirs)]
    assert apart[0][0] < -0.01
    assert apart[1][0] > -1e-3 or np.abs(apart[1][1:]).max() > 0.01  # out again, or above one another
    shift = theirs["left_wrist"][0] - ours["left_wrist"][0]
    assert 0.001 < np.linalg.norm(shift) < 0.02


def test_reach_ends_softly_and_elbows_keep_their_side():
    shoulder = np.zeros((200, 3))
    wrist = np.linspace(0.2, 0.9, 200)[:, None] * np.array([1.0, 0, 0])
    reached = within_reach(shoulder, wrist, (0.28, 0.25))[:, 0]
    assert reached.max() < 0.53
    assert (np.diff(reached) > -1e-12).all()
    assert np.abs(np.diff(reached, 2)).max() < 0.001
    inner = wrist[:, 0] < 0.5
    np.testing.assert_allclose(reached[inner], wrist[inner, 0])
    places = within_reach(shoulder, wrist, (0.28, 0.25))
    hanging, upwards = np.tile([0.2, -0.1, 0.0], (200, 1)), np.tile([0.0, 1.0, 0.0], (200, 1))
    elbow = elbows(shoulder, hanging, places, upwards, (0.28, 0.25))
    assert (elbow[:, 1] <= 1e-9).all()
    np.testing.assert_allclose(np.linalg.norm(elbow, axis=-1), 0.28)
    np.testing.assert_allclose(np.linalg.norm(places - elbow, axis=-1), 0.25)


def test_shortest_turns(rng):
    one, two = rng.normal(size=(2, 50, 3))
    turned = np.einsum("tij,tj->ti", shortest_turn(one, two), one)
    parallel = (turned * two).sum(-1) / np.linalg.norm(turned, axis=-1) / np.linalg.norm(two, axis=-1)
    np.testing.assert_allclose(parallel, 1.0)
