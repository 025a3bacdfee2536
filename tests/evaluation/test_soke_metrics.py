"""SOKE's distances equal its released formulas, written out with plain loops, on random pairs."""

import numpy as np
import pytest
from literal import make_sequence
from soke_formulas import cost, warped

from signary.evaluation import get_metric
from signary.evaluation.errors import LengthMismatchError, MissingJointError
from signary.evaluation.measured_joints import as_joints
from signary.evaluation.soke import (
    SokeDtwJpe,
    SokeDtwPaJpe,
    SokeMpjpe,
    SokeMpvpe,
    SokePaMpjpe,
    SokePaMpvpe,
    joint_weighted,
)
from signary.evaluation.soke.scored_joints import BODY, WHOLE_BODY
from signary.io.errors import InputError
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

SIDES = ("left", "right")
FINGERS = ("thumb", "index", "middle", "ring", "pinky")


def hand_joints(layout, side):
    """Places of the 21 joints of a hand in a layout of SMPL-X's joints, the wrist first."""
    names = [f"{side}_wrist"]
    for finger in FINGERS:
        names += [*(f"{side}_{finger}{part}" for part in (1, 2, 3)), f"{side}_{finger}_tip"]
    return [layout.joints.index(name) for name in names]


def smplx_pair(seed):
    return make_sequence(seed, 2 + seed % 4, "smplx"), make_sequence(500 + seed, 2 + seed % 3, "smplx")


@pytest.mark.parametrize(("kind", "root"), [(SokeDtwJpe, 0), (SokeDtwPaJpe, None)])
def test_fifty_random_pairs_score_what_the_released_formulas_score(kind, root):
    for seed in range(50):
        reference, hypothesis = smplx_pair(seed)
        ours, theirs = (as_joints(each).joints.astype(float) for each in (reference, hypothesis))
        layout = as_joints(reference).layout
        body = [layout.joints.index(name) for name in BODY]
        expected = warped(theirs.tolist(), ours.tolist(), body, root)
        assert kind("body").score(reference, hypothesis) == pytest.approx(expected, abs=1e-6)
        hands = []
        for side in SIDES:
            chosen = hand_joints(layout, side)
            hands.append(warped(theirs[:, chosen].tolist(), ours[:, chosen].tolist(), range(21), root))
        assert kind("hand").score(reference, hypothesis) == pytest.approx(np.mean(hands), abs=1e-6)


@pytest.mark.parametrize(
    ("kind", "part", "root"),
    [
        (SokeMpjpe, "body", "pelvis"),
        (SokePaMpjpe, "body", None),
        (SokeMpvpe, "all", "pelvis"),
        (SokePaMpvpe, "all", None),
        (SokeMpvpe, "face", "neck"),
        (SokePaMpvpe, "face", None),
        (SokeMpjpe, "hand", "wrist"),
        (SokePaMpjpe, "hand", None),
        (SokeMpvpe, "hand", "wrist"),
        (SokePaMpvpe, "hand", None),
    ],
)
def test_frames_at_the_same_place_are_measured_as_the_tokenizers_are(kind, part, root):
    frames = [3, 5, 1]
    pairs = [
        (make_sequence(at, many, "smplx"), make_sequence(90 + at, many, "smplx")) for at, many in enumerate(frames)
    ]
    summed, count = 0.0, 0
    for pair in pairs:
        ours, theirs = (as_joints(each) for each in pair)
        layout = ours.layout
        if part == "hand":
            pieces = [(hand_joints(layout, side), f"{side}_wrist") for side in SIDES]
        elif part == "body":
            pieces = [([layout.joints.index(name) for name in WHOLE_BODY], root)]
        else:
            pieces = [(range(len(layout.joints)) if part == "all" else layout.articulators["face"], root)]
        for y, x in zip(ours.joints.astype(float), theirs.joints.astype(float), strict=True):
            values = []
            for chosen, at in pieces:
                joints = [*chosen, layout.joints.index(at)] if root else list(chosen)
                measured = range(len(joints) - 1) if root else range(len(joints))
                values.append(cost(x[joints], y[joints], measured, len(joints) - 1 if root else None))
            summed += np.mean(values)
            count += 1
    found = kind(part).corpus(*zip(*pairs, strict=True))
    assert found.value == pytest.approx(1000 * summed / count, abs=1e-5)
    assert found.signature.unit == "mm"
    assert found.signature.length == "reference"
    assert ("joints-for-vertices" in str(found.signature)) == (kind in (SokeMpvpe, SokePaMpvpe))


def test_lengths_that_differ_are_refused_where_frames_are_compared_one_by_one():
    with pytest.raises(LengthMismatchError, match="hypothesis: expected 3 frames"):
        SokeMpjpe("body").score(make_sequence(0, 3, "smplx"), make_sequence(1, 4, "smplx"))


def test_the_average_of_the_papers_tables_weighs_by_joints():
    # Table 1 and Table S8: body, hand, and the average that is printed beside them.
    printed = [(6.82, 2.35, 3.34), (6.24, 1.71, 2.72), (4.77, 1.38, 2.13), (11.23, 4.39, 5.91), (8.18, 3.04, 4.18)]
    pairs = [smplx_pair(seed) for seed in range(2)]
    body, hand = (SokeDtwJpe(part).corpus(*zip(*pairs, strict=True)) for part in ("body", "hand"))
    layout = get_layout("smplx_joints")
    for one, other, average in printed:
        body.scores[:], hand.scores[:] = one, other
        assert joint_weighted(body, hand, layout) == pytest.approx([average] * 2, abs=0.006)


@pytest.mark.parametrize(
    ("layout", "root", "joints"),
    [("phoenix50", "neck", 8), ("slrtp178", "mid-shoulders", 6), ("smplx", "pelvis", 12)],
)
def test_other_layouts_are_aligned_at_what_they_have(layout, root, joints):
    reference, hypothesis = make_sequence(0, 4, layout), make_sequence(1, 3, layout)
    found = SokeDtwJpe("body").corpus([reference], [hypothesis])
    assert f"|align:{root}|" in str(found.signature)
    assert "|align:wrist|" in str(SokeDtwJpe("hand").corpus([reference], [hypothesis]).signature)
    measured = as_joints(reference).layout
    known = [name for name in BODY if name in measured.joints or name in measured.aliases]
    assert len(known) == joints
    # Place does not count, size and direction do.
    moved = PoseSequence(as_joints(hypothesis).joints + 5, measured, 25.0)
    score = SokeDtwJpe("body").score(as_joints(reference), moved)
    assert score == pytest.approx(found.value, rel=1e-4)
    assert SokeDtwPaJpe("body").score(as_joints(reference), moved) > 0


def test_two_dimensions_have_no_procrustes_and_planes_still_a_root():
    reference, hypothesis = make_sequence(0, 4, "openpose137"), make_sequence(1, 3, "openpose137")
    assert SokeDtwJpe("body").score(reference, hypothesis) > 0
    for part in ("body", "hand"):
        with pytest.raises(InputError, match="three dimensions, for Procrustes, got 2"):
            SokeDtwPaJpe(part).score(reference, hypothesis)


def test_missing_joints_are_named_if_they_are_measured():
    reference = make_sequence(0, 4, "phoenix50")
    confidence = np.ones((4, 50), np.float32)
    confidence[2, 1] = 0  # the neck
    lost = PoseSequence.masked(reference.values, reference.layout, 25.0, confidence)
    with pytest.raises(MissingJointError, match="sequence: expected .* in every frame, got a missing one in frame 2"):
        SokeDtwJpe("body").score(reference, lost)
    assert SokeDtwJpe("hand").score(reference, lost) == 0


@pytest.mark.parametrize(("name", "part"), [("soke-dtw-jpe", "arm"), ("soke-mpvpe", "body")])
def test_unknown_parts_are_refused(name, part):
    with pytest.raises(InputError, match="part: expected one of"):
        type(get_metric(f"{name}-hand"))(part)
