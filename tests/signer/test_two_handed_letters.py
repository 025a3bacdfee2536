"""Two-handed manual alphabets: read from YAML, made at a base hand that keeps its place, mirrored for left-handers."""

from pathlib import Path

import numpy as np
import pytest

from signary.io.errors import LexiconError
from signary.pose.kinematics import forward_kinematics
from signary.pose.skeletons.hands import FINGERS, hand_parents
from signary.pose.skeletons.handshapes import HANDSHAPES
from signary.retrieval.lookup import plan_text
from signary.signer.contacts import base_point, hand_joints
from signary.signer.lexicon import load_alphabet, load_lexicon, shipped_alphabet
from signary.signer.locations import BASE_LOCATIONS
from signary.signer.score import SignUnit
from signary.signer.signer import Signer
from signary.signer.style import SignerStyle

DATA = Path(__file__).parents[1] / "plugins" / "signary_bsl" / "src" / "signary_bsl" / "data"
BSL = load_alphabet(DATA / "alphabet.yaml")
VOWELS = {"A": "thumb", "E": "index", "I": "middle", "O": "ring", "U": "pinky"}
HEAD = "language: two\nnotice: A test.\n"
BASE = "base: {handshape: spread, palm: up-in-back, fingers: in-forward-up}\n"


def spell(word, alphabet=BSL, **style):
    """Body joints (T, J, 3) of a spelled word by name, and the frames from its first letter to its last."""
    letters = tuple(alphabet.letters[letter] for letter in word)
    motion = Signer(SignerStyle(**style)).sign([SignUnit("#" + word, letters, spelled=True)])
    body = forward_kinematics(motion.pose)
    start, end = (round(25 * seconds) for seconds in motion.spans[0])
    return (lambda name: body.joints[start + 1 : end - 1, body.layout.index(name)]), motion


def bones(joints, side):
    """Points along the bones of a hand, (T, n, 3)."""
    ends = [(joints(child), joints(parent)) for child, parent in hand_parents(side, "wrist").items()]
    return np.stack([a + part * (b - a) for a, b in ends for part in np.linspace(0, 1, 5)], 1)


def gaps(joints):
    """Least distance between the bones of both hands in every frame, metres."""
    right, left = bones(joints, "right"), bones(joints, "left")
    return np.linalg.norm(right[:, :, None] - left[:, None], axis=-1).min((1, 2))


def test_the_alphabet_has_a_base_hand_and_26_letters_that_are_made_at_it():
    assert sorted(BSL.letters) == [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    assert BSL.base is not None
    assert BSL.base.handshape == "spread"
    assert "not verified" in BSL.notice
    places = {(form.base.location, form.base.offset) for form in BSL.letters.values()}
    assert places == {(BSL.base.location, BSL.base.offset)}
    assert shipped_alphabet("asl").base is None
    assert shipped_alphabet("asl").letters["A"].base is None


@pytest.mark.parametrize(("letter", "finger"), VOWELS.items())
def test_vowels_are_shown_at_the_fingertips(letter, finger):
    joints, _ = spell(letter)
    tip = joints("right_index_tip")
    apart = {name: np.linalg.norm(tip - joints(f"left_{name}_tip"), axis=-1).max() for name in FINGERS}
    assert apart[finger] < 0.009  # fingers that touch are as thick as they are
    assert all(distance > 0.02 for name, distance in apart.items() if name != finger)


@pytest.mark.parametrize("letter", sorted(set(BSL.letters) - {"C"}))
def test_hands_are_held_together_in_every_letter(letter):
    joints, motion = spell(letter)
    assert "out_of_reach_mm" not in motion.pose.metadata
    assert gaps(joints)[-3:].max() < 0.03  # bones, of which each is half a hand's thickness below its skin


def test_the_one_handed_c_is_made_beside_the_base_hand():
    joints, _ = spell("C")
    assert 0.04 < gaps(joints).min() < 0.15


@pytest.mark.parametrize("word", ["AEIOU", "LEILA", "BACK", "QUIZ", "DOUGH"])
def test_the_base_hand_stays_in_place_while_a_word_is_spelled(word):
    joints, _ = spell(word)
    palm = 0.35 * joints("left_wrist") + 0.65 * np.mean([joints(f"left_{finger}1") for finger in FINGERS[1:]], 0)
    assert np.ptp(palm, axis=0).max() < 0.047  # its wrist turns about it: index up, palm up
    still = [step for step in np.linalg.norm(np.diff(joints("right_wrist"), axis=0), axis=-1) if step > 0.004]
    assert len(still) > 3


def test_vowels_move_the_active_hand_alone():
    joints, _ = spell("AEIOU")
    assert np.ptp(joints("left_wrist"), axis=0).max() < 1e-3
    assert np.ptp(joints("left_pinky_tip"), axis=0).max() < 2e-3
    assert np.ptp(joints("right_wrist"), axis=0).max() > 0.05


def test_a_number_in_a_word_does_not_lower_the_base_hand():
    digits = load_alphabet(DATA / "alphabet.yaml").letters | {"2": shipped_alphabet("asl").letters["V"]}
    motion = Signer().sign([SignUnit("#A2B", tuple(digits[sign] for sign in "A2B"), spelled=True)])
    body = forward_kinematics(motion.pose)
    start, end = (round(25 * seconds) for seconds in motion.spans[0])
    height = body.joints[start + 1 : end - 1, body.layout.index("left_wrist"), 1]
    assert np.ptp(height) < 0.09


@pytest.mark.parametrize("letter", ["A", "L", "T"])
def test_a_doubled_letter_touches_twice_in_the_same_place(letter):
    joints, _ = spell(letter * 2)
    apart = gaps(joints)
    together = apart < apart[:3].max() + 0.004
    assert together[:3].all()
    assert together[-3:].all()
    assert apart.max() > apart[0] + 0.015
    tip = joints("right_index_tip")
    np.testing.assert_allclose(tip[-1], tip[1], atol=0.006)


def test_doubled_letters_of_one_hand_slide_as_before():
    joints, _ = spell("EE", shipped_alphabet("asl"))
    way = joints("right_wrist")[-1] - joints("right_wrist")[1]
    assert np.abs(way).max() > 0.03


def test_a_left_handed_signer_is_the_mirror_image():
    right, left = spell("BELLA")[0], spell("BELLA", left_handed=True)[0]
    for name in ("wrist", "index_tip", "thumb_tip", "pinky_tip"):
        for side, other in (("left", "right"), ("right", "left")):
            np.testing.assert_allclose(left(f"{side}_{name}") * [-1, 1, 1], right(f"{other}_{name}"), atol=2e-3)


def test_letters_need_about_as_long_as_they_can_be_read():
    motion = spell("MARGARET")[1]
    start, end = motion.spans[0]
    assert 0.3 < (end - start) / 8 < 0.6


@pytest.mark.parametrize("handshape", ["spread", "flat", "index", "fist", "baby_o"])
def test_places_of_the_base_hand_lie_on_it(handshape):
    joints = np.stack(list(hand_joints(handshape).values()))
    for place in BASE_LOCATIONS:
        between_fingers = place == "base_pinch" and handshape != "baby_o"
        if place not in ("base_forearm", "base_elbow", "base_wrist") and not between_fingers:
            assert np.linalg.norm(joints - base_point(handshape, place), axis=-1).min() < 0.045, place
    assert handshape in HANDSHAPES


def test_a_word_of_a_text_is_spelled_with_both_hands():
    lexicon = load_lexicon(DATA / "signs.yaml")
    (plan,) = plan_text("Hello Zoë", "asl", lexicon=lexicon, alphabet=BSL)
    assert [unit.gloss for unit in plan.units] == ["HELLO", "#ZOE"]
    assert all(form.hands == "base" for form in plan.units[1].forms)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (HEAD + "base: {palm: up, fingers: in}\nletters: {}\n", "line 3.*base.handshape"),
        (HEAD + "base: [1]\nletters: {}\n", "line 3.*base.*mapping"),
        (
            HEAD + BASE + "letters:\n  A: {handshape: index, palm: down, fingers: in, hands: one}\n",
            "line 5.*'A'.*hands",
        ),
        (HEAD + BASE + "letters:\n  A: {handshape: index, palm: down, fingers: in, base: 3}\n", "'A'.*base.*differs"),
        (
            HEAD + BASE + "letters:\n  A: {handshape: index, palm: down, fingers: in, base: {palm: in-forward-up}}\n",
            "'A'.*palm",
        ),
        (
            HEAD + BASE + "letters:\n  A: {handshape: index, palm: down, fingers: in, location: base_nose}\n",
            "base_nose",
        ),
        (HEAD + "letters:\n  A: {handshape: index, palm: down, fingers: in, location: base_palm}\n", "'A'.*location"),
        (HEAD + "letters:\n  A: {handshape: index, palm: down, fingers: in, base: {palm: up}}\n", "'A'.*base"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_letter(tmp_path, text, part):
    path = tmp_path / "two.yaml"
    path.write_text(text)
    with pytest.raises(LexiconError, match=part):
        load_alphabet(path)


def test_a_letter_changes_of_the_base_hand_what_it_names(tmp_path):
    path = tmp_path / "two.yaml"
    path.write_text(
        HEAD + BASE + "letters:\n  A: {handshape: index, palm: down, fingers: in}\n"
        "  B: {handshape: index, palm: down, fingers: in, base: {handshape: fist}, location: base_index_tip}\n"
    )
    alphabet = load_alphabet(path)
    assert alphabet.letters["A"].base == alphabet.base
    assert alphabet.letters["A"].location == "base_palm"
    assert alphabet.letters["B"].base.handshape == "fist"
    assert alphabet.letters["B"].base.palm == alphabet.base.palm
