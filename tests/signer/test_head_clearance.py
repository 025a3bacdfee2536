"""Hands of signs at the head stay outside it."""

import numpy as np
import pytest

from signary.language.function_words import listed
from signary.pose.kinematics import forward_kinematics
from signary.pose.render.actor import REST
from signary.pose.skeletons.smplx import SMPLX_JOINTS
from signary.signer.lexicon import shipped_lexicon
from signary.signer.score import SignUnit
from signary.signer.signer import Signer

JOINTS = list(SMPLX_JOINTS.joints)
MARKS = [JOINTS.index(name) for name in ("nose", "left_ear", "right_ear", "head_top")]
HAND_PARTS = ("index", "middle", "ring", "pinky", "thumb", "wrist")
HANDS = [
    at for at, name in enumerate(JOINTS) if any(part in name for part in HAND_PARTS) and not name.startswith("face_")
]
#: An ellipsoid within the skull of the built-in body, metres from its pelvis.
CENTRE, RADII = np.array([0.0, 0.705, 0.012]), np.array([0.070, 0.106, 0.087])
#: Signs at the head, those among them whose hands once were inside it.
MENDED = {
    "asl": listed("BECAUSE BED FORGET HAIR HAIRCUT HOME LONELY PARENTS SMART WAKE-UP WHAT-FOR WHY"),
    "csl": listed("照相 弟弟 哥哥 姐姐 妹妹 黑 认识 帽子 睡觉 虎王 记住 发烧 医 头晕 剪 后悔 注意"),
}


def nearest_to_the_head(language, gloss):
    """How near a joint of a hand comes to the middle of the head: 1 at the ellipsoid."""
    motion = Signer().sign([SignUnit(gloss, tuple(shipped_lexicon(language).forms(gloss)))])
    (start, end), fps = motion.spans[0], motion.pose.fps
    joints = np.asarray(forward_kinematics(motion.pose).joints)[int(start * fps) : int(end * fps) + 1]
    rest = REST[MARKS]
    nearest = np.inf
    for frame in joints:
        seen, middle = frame[MARKS], frame[MARKS].mean(0)
        left, _, right = np.linalg.svd((rest - rest.mean(0)).T @ (seen - middle))
        turn = left @ np.diag([1, 1, np.sign(np.linalg.det(left @ right))]) @ right
        points = (frame[HANDS] - middle) @ turn.T + rest.mean(0)
        nearest = min(nearest, np.linalg.norm((points - CENTRE) / RADII, axis=-1).min())
    return nearest


@pytest.mark.parametrize(("language", "gloss"), [(each, gloss) for each, signs in MENDED.items() for gloss in signs])
def test_no_hand_is_inside_the_head(language, gloss):
    assert nearest_to_the_head(language, gloss) > 1
