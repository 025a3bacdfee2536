import numpy as np
import pytest

from signary.corpora.synthetic.timed_signing import forms_of, sign_in_time
from signary.io.errors import InputError
from signary.pose import get_layout
from signary.pose.kinematics import forward_kinematics
from signary.pose.sequence import PoseSequence
from signary.signer.lexicon import shipped_lexicon
from signary.signer.score import SignUnit
from signary.signer.signer import Signer
from signary.signer.style import SignerStyle

CANONICAL = SignerStyle.canonical()
GLOSSES = ("REGEN", "SONNE")
LAYOUT = get_layout("smplx")


def signed(spans, frames, glosses=GLOSSES):
    return sign_in_time(glosses, spans, frames, "dgs", CANONICAL, 25.0)


def wrists(sequence):
    joints = forward_kinematics(sequence)
    return joints.joints[:, [joints.layout.index("left_wrist"), joints.layout.index("right_wrist")]]


def test_its_own_times_give_its_own_motion():
    units = [SignUnit(gloss, forms_of(gloss, "dgs")) for gloss in GLOSSES]
    own = Signer(CANONICAL, 25.0).sign(units)
    spans = [(round(start * 25), round(end * 25)) for start, end in own.spans]
    found = signed(spans, len(own.pose))
    assert len(found) == len(own.pose)
    assert np.abs(wrists(found) - wrists(own.pose)).max() < 0.06
    assert np.abs(wrists(found) - wrists(own.pose)).mean() < 0.01


def test_signs_fall_into_their_spans():
    """The same sign, early and late: motion of one sentence is that of the other, moved."""
    early, late = signed([(30, 55), (120, 150)], 180), signed([(60, 85), (120, 150)], 180)
    np.testing.assert_allclose(wrists(early)[33:52], wrists(late)[63:82], atol=0.06)
    np.testing.assert_allclose(wrists(early)[123:147], wrists(late)[123:147], atol=0.02)
    assert np.abs(wrists(early)[33:52] - wrists(late)[33:52]).max() > 0.15


def test_a_recording_may_begin_and_end_with_hands_up():
    cut, whole = signed([(0, 20), (20, 40)], 40), signed([(30, 50), (50, 70)], 110)
    rest = wrists(whole)[0]
    np.testing.assert_allclose(wrists(whole)[-1], rest, atol=0.02)
    assert np.abs(wrists(cut)[0] - rest).max() > 0.05
    assert np.abs(wrists(cut)[-1] - rest).max() > 0.05


def test_motion_is_smooth_however_short_the_spans():
    found = wrists(signed([(2, 6), (7, 10)], 12))
    assert np.isfinite(found).all()
    assert np.linalg.norm(np.diff(found, axis=0), axis=-1).max() < 0.3


def test_the_form_of_an_unknown_gloss_is_its_names():
    known = shipped_lexicon("dgs")
    assert forms_of("REGEN", "dgs") == tuple(known.forms("REGEN"))
    names = [f"NOBODY-SIGNS-{number}" for number in range(6)]
    forms = [forms_of(name, "dgs") for name in names]
    forms_of.cache_clear()
    assert [forms_of(name, "dgs") for name in names[::-1]][::-1] == forms
    assert len({str(form) for form in forms}) == len(forms)
    assert forms_of(names[0], "asl") != forms[0]
    motion = sign_in_time([names[0]], [(10, 40)], 60, "dgs", CANONICAL, 25.0)
    assert isinstance(motion, PoseSequence)
    assert motion.layout is LAYOUT


@pytest.mark.parametrize("spans", [[(0, 5)], [(0, 5), (4, 8)], [(0, 5), (5, 5)], [(0, 5), (5, 11)], [(-1, 5), (5, 9)]])
def test_spans_that_do_not_fit_are_named(spans):
    with pytest.raises(InputError, match="spans: expected 2 spans in order, none empty, in 10 frames"):
        signed(spans, 10)
