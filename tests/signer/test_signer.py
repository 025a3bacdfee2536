"""The signer: every shipped sign becomes finite, reachable, natural motion from rest to rest."""

from dataclasses import replace

import numpy as np
import pytest

from signary.pose.kinematics import BuiltInSkeleton, forward_kinematics
from signary.signer.choreography import LETTER_HOLD
from signary.signer.lexicon import shipped_alphabet, shipped_lexicon
from signary.signer.phonology import NonManual, Phonology
from signary.signer.score import SignUnit
from signary.signer.signer import Signer
from signary.signer.style import SignerStyle

FLAT = {"handshape": "flat", "palm": "down", "fingers": "forward"}


def unit(raw=None, **kwargs):
    return SignUnit("TEST", (Phonology.parse({**FLAT, **(raw or {})}),), **kwargs)


def wrists(pose, name="right_wrist"):
    joints = forward_kinematics(pose)
    return joints.joints[:, joints.layout.index(name)]


@pytest.mark.parametrize("language", ["asl", "dgs", "csl"])
def test_every_entry_animates_within_reach(language):
    lexicon, signer = shipped_lexicon(language), Signer()
    for gloss in lexicon.entries:
        motion = signer.sign([SignUnit(gloss, tuple(lexicon.forms(gloss)))])
        assert np.isfinite(motion.pose.values).all()
        assert 0.4 < motion.pose.seconds < 9, gloss
        # Wrists end within 10 mm of where the description wants them.
        assert float(motion.pose.metadata.get("out_of_reach_mm", 0)) < 10, gloss


@pytest.mark.parametrize("language", ["asl", "dgs", "csl"])
def test_every_letter_animates_and_is_held(language):
    signer = Signer()
    for letter, form in shipped_alphabet(language).letters.items():
        motion = signer.sign([SignUnit(f"#{letter}", (form,), spelled=True)])
        end = motion.spans[0][1]
        held = motion.pose.values[round((end - LETTER_HOLD + 0.06) * 25) : int((end - 0.04) * 25)]
        assert len(held) >= 3
        fingers = held[:, 75:120]
        assert np.ptp(fingers, axis=0).max() < 0.12, letter
    assert LETTER_HOLD >= 0.2


def test_motion_begins_and_ends_at_rest():
    motion = Signer().sign([unit({"location": "forehead"})])
    wrist = wrists(motion.pose)
    assert np.linalg.norm(wrist[0] - wrist[-1]) < 0.01
    assert np.linalg.norm(np.diff(wrist, axis=0)[[0, -1]], axis=1).max() < 0.003


def test_places_are_reached():
    for place, fingers, low, high in (
        ("forehead", "in-up", 0.6, 0.9),
        ("chest", "in", 0.3, 0.5),
        ("hip", "in-down", -0.1, 0.2),
    ):
        motion = Signer().sign([unit({"location": place, "palm": "back", "fingers": fingers})])
        joints = forward_kinematics(motion.pose)
        frame = round((motion.spans[0][1] - 0.04) * 25)
        tip = joints.joints[frame, joints.layout.index("right_middle_tip")]
        assert low < tip[1] < high, place


def test_longer_ways_between_signs_take_longer():
    def gap(second):
        spans = Signer().sign([unit({"location": "chest"}), unit({"location": second})]).spans
        return spans[1][0] - spans[0][1]

    assert gap("head_top") > gap("stomach") > 0


def test_symmetric_signs_mirror_and_one_handed_signs_do_not_raise_the_second_hand():
    motion = Signer().sign([unit({"hands": "symmetric", "location": "shoulder_front"})])
    right, left = wrists(motion.pose), wrists(motion.pose, "left_wrist")
    assert np.abs(right * [-1, 1, 1] - left).max() < 1e-5
    motion = Signer().sign([unit({"location": "shoulder_front"})])
    assert np.ptp(wrists(motion.pose, "left_wrist"), axis=0).max() < 1e-5


def test_left_handed_signing_is_the_mirror_image():
    right = Signer().sign([unit({"location": "forehead"})]).pose
    left = Signer(SignerStyle(left_handed=True)).sign([unit({"location": "forehead"})]).pose
    assert np.array_equal(left.mirror().values, right.values)


def test_dominant_hand_touches_the_base_hand():
    raw = {"hands": "base", "location": "base_palm", "palm": "down", "contact": "fingertips"}
    raw["base"] = {"handshape": "flat", "palm": "up", "fingers": "in-forward", "location": "neutral"}
    motion = Signer().sign([unit(raw)])
    joints = forward_kinematics(motion.pose)
    frame = round((motion.spans[0][1] - 0.04) * 25)
    at = {
        name: joints.joints[frame, joints.layout.index(name)]
        for name in ("right_middle_tip", "left_wrist", "left_middle1")
    }
    palm = 0.35 * at["left_wrist"] + 0.65 * at["left_middle1"]
    assert np.linalg.norm(at["right_middle_tip"] - palm) < 0.05


def test_doubled_letters_slide():
    letters = shipped_alphabet("asl").letters
    motion = Signer().sign([SignUnit("#LL", (letters["L"], letters["L"]), spelled=True)])
    x = wrists(motion.pose)[:, 0]
    first = x[round((motion.spans[0][0] + 0.1) * 25)]
    last = x[round((motion.spans[0][1] - 0.1) * 25)]
    assert first - last > 0.03  # outwards: to the signer's right


@pytest.mark.parametrize(
    ("nonmanual", "column", "least"),
    [
        ({"brows": "raised"}, 123, 0.9),
        ({"mouth": "open"}, 120, 0.15),
        ({"head": "nod"}, 0, 0.04),
        ({"head": "shake"}, 1, 0.08),
    ],
)
def test_nonmanuals_show(nonmanual, column, least):
    plain = Signer().sign([unit()]).pose.values[:, column]
    shown = Signer().sign([unit({"nonmanual": nonmanual})]).pose.values[:, column]
    assert np.abs(shown - plain).max() > least


def test_the_forms_own_nonmanuals_win_over_the_sentences():
    mixed = NonManual(brows="raised").over(NonManual(brows="furrowed", head="shake"))
    assert mixed == NonManual(brows="raised", head="shake")


@pytest.mark.parametrize(("sentence", "column"), [("raised", 123), ("furrowed", 124)])
def test_the_brows_of_a_question_win_over_those_of_a_sign(sentence, column):
    own = {"raised": "furrowed", "furrowed": "raised"}[sentence]
    asked = replace(unit({"nonmanual": {"brows": own, "mouth": "open"}}), nonmanual=NonManual(brows=sentence))
    shown = Signer().sign([asked]).pose.values[:, [123, 124, 120]]
    told = Signer().sign([replace(asked, nonmanual=NonManual())]).pose.values[:, [123, 124, 120]]
    asks, other = column - 123, 124 - column
    assert shown[:, asks].max() > 0.9
    assert shown[:, other].max() < 0.1
    assert told[:, other].max() > 0.9
    assert shown[:, 2].max() > 0.15


def test_seeds_repeat_and_signers_differ():
    units = [unit({"location": "chin"}), unit({"location": "side"})]
    first, again = (Signer(SignerStyle.random(3)).sign(units).pose.values for _ in range(2))
    assert np.array_equal(first, again)
    other = Signer(SignerStyle.random(4)).sign(units).pose.values
    assert first.shape != other.shape or np.abs(first - other).max() > 0.01


def test_faster_signers_take_less_time_and_frame_rate_does_not_matter():
    slow, fast = (Signer(SignerStyle(speed=speed)).sign([unit()]).pose.seconds for speed in (1.0, 2.0))
    assert fast == pytest.approx(slow / 2, abs=0.05)
    coarse, fine = (Signer(fps=fps).sign([unit({"location": "nose"})]).pose for fps in (25, 100))
    assert fine.seconds == pytest.approx(coarse.seconds, abs=0.05)
    frames = min(len(coarse), len(fine) // 4)
    assert np.abs(wrists(fine)[::4][:frames] - wrists(coarse)[:frames]).max() < 0.01


def test_other_bodies_sign_too():
    style = SignerStyle(proportions={"arms": 0.92, "shoulders": 1.08})
    motion = Signer(style).sign([unit({"location": "far_front"})])
    joints = forward_kinematics(motion.pose, BuiltInSkeleton(style.proportions))
    assert np.isfinite(joints.values).all()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Signer().sign([]), "units: expected at least one"),
        (lambda: Signer().sign([SignUnit("X", ())]), "none for X"),
        (lambda: Signer(fps=0), "fps: expected"),
        (lambda: SignerStyle(speed=9), "speed: expected"),
        (lambda: BuiltInSkeleton({"nose": 2.0}), "proportions: expected"),
    ],
)
def test_bad_input_is_named(make, words):
    with pytest.raises(ValueError, match=words):
        make()


@pytest.mark.parametrize(("moves", "least", "most"), [(True, 0.05, 0.2), (False, 0.0, 0.005)])
def test_a_base_hand_goes_along_only_when_it_is_told_to(moves, least, most):
    raw = {"hands": "base", "location": "base_palm", "movement": [{"kind": "straight", "direction": "up", "size": 10}]}
    raw["base"] = {"handshape": "flat", "palm": "up", "fingers": "in-forward", "moves": moves}
    motion = Signer().sign([unit(raw)])
    start, end = (round(time * 25) for time in motion.spans[0])
    path = wrists(motion.pose, "left_wrist")[start + 1 : end - 1]
    assert least <= np.ptp(path[:, 1]) <= most


@pytest.mark.parametrize("speed", [1.0, 2.0])
def test_every_form_has_its_own_time(speed):
    lexicon, alphabet = shipped_lexicon("asl"), shipped_alphabet("asl")
    letters = tuple(alphabet.letters[letter] for letter in "OTTO")
    units = [SignUnit("ME", tuple(lexicon.forms("ME"))), SignUnit("#OTTO", letters, spelled=True)]
    motion = Signer(SignerStyle(speed=speed)).sign(units)
    assert [len(spans) for spans in motion.form_spans] == [1, 4]
    for spans, (start, end) in zip(motion.form_spans, motion.spans, strict=True):
        assert (spans[0][0], spans[-1][1]) == (start, end)
        times = [time for span in spans for time in span]
        assert times == sorted(times)
        assert all(end - start > 0.1 / speed for start, end in spans)
    doubled = motion.form_spans[1][2]
    assert doubled[1] - doubled[0] == pytest.approx(LETTER_HOLD / speed)
