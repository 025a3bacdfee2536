"""Hands stay outside the head: signs at the face touch it, and are not inside it."""

import numpy as np
import pytest

from signary.pose.kinematics import forward_kinematics
from signary.signer.lexicon import shipped_lexicon
from signary.signer.score import SignUnit
from signary.signer.signer import Signer

#: The head as an ellipsoid, in metres: its middle above the head joint, and its half axes (to the side, up, forward).
MIDDLE, HALF_AXES = (0.0, 0.095, 0.011), (0.066, 0.105, 0.085)
_FINGERS = ("thumb", "index", "middle", "ring", "pinky", "wrist")


def depth(gloss, language):
    """How deep a hand is in the head at most while a sign is made; 1 is its surface, below it is inside."""
    motion = Signer().sign([SignUnit(gloss, tuple(shipped_lexicon(language).forms(gloss)))])
    joints = forward_kinematics(motion.pose)
    hands = [at for at, name in enumerate(joints.layout.joints) if any(finger in name for finger in _FINGERS)]
    start, end = (round(seconds * motion.pose.fps) for seconds in motion.spans[0])
    head = joints.joints[start:end, joints.layout.index("head")] + np.array(MIDDLE)
    away = (joints.joints[start:end, hands] - head[:, None]) / np.array(HALF_AXES)
    return float(np.linalg.norm(away, axis=2).min())


@pytest.mark.parametrize(
    "gloss",
    ["GRIECHENLAND", "WANN", "VATER", "DEUTSCHLAND", "ANTWORTEN", "VORHERSAGE", "WAHRSCHEINLICH", "SAMSTAG", "SAGEN"]
    + ["LIEB", "KENNEN", "BERLIN", "DANKE", "FIEBER", "RIECHEN", "BRILLE", "HUHN", "ELEFANT"],
)
def test_hands_at_the_face_are_outside_the_head(gloss):
    assert depth(gloss, "dgs") > 1.0


@pytest.mark.slow
@pytest.mark.parametrize("language", ["asl", "dgs"])
def test_no_hand_of_a_sign_is_inside_the_head(language):
    entries = shipped_lexicon(language).entries.values()
    inside = [entry.gloss for entry in entries if not entry.compound and depth(entry.gloss, language) < 1.0]
    assert inside == []
