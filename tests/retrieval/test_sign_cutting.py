import numpy as np
import pytest

from signary.pose.sequence import PoseSequence
from signary.retrieval.sign_cutting import LETTER_SECONDS, is_held, letter_span, sign_span, signing_hand
from signary.signer.choreography import LETTER_HOLD
from signary.signer.lexicon import shipped_alphabet, shipped_lexicon
from signary.signer.score import SignUnit
from signary.signer.signer import Signer


def recorded(letter, seconds):
    """A citation of a letter: the signer's, with a hold of so many seconds; and where that hold is."""
    form = shipped_alphabet("asl").letters[letter]
    signed = Signer().sign([SignUnit(f"#{letter}", (form,), spelled=True)])
    at = round((signed.spans[0][1] - LETTER_HOLD / 2) * signed.pose.fps)
    held = signed.pose[at : at + 1]
    count = round(seconds * signed.pose.fps)
    return signed.pose[:at].concatenate(*[held] * count, signed.pose[at:]), (at, at + count)


@pytest.mark.parametrize("letter", "ABGLY")
@pytest.mark.parametrize("seconds", [0.6, 2.5])
def test_a_letter_is_cut_to_its_hold_however_long_it_is(letter, seconds):
    pose, (first, last) = recorded(letter, seconds)
    begin, end = letter_span(pose)
    assert end - begin == round(LETTER_SECONDS * pose.fps)
    # The signer's own hold lies on both sides of what was put in.
    margin = round(LETTER_HOLD / 2 * pose.fps)
    assert first - margin <= begin
    assert end <= last + margin
    assert is_held(pose[begin:end])


@pytest.mark.parametrize("letter", "JZ")
def test_a_letter_that_is_drawn_is_kept_whole(letter):
    form = shipped_alphabet("asl").letters[letter]
    signed = Signer().sign([SignUnit(f"#{letter}", (form,), spelled=True)])
    begin, end = letter_span(signed.pose)
    start, stop = (time * signed.pose.fps for time in signed.spans[0])
    overlap = min(end, stop) - max(begin, start)
    assert overlap > 0.8 * (stop - start)
    assert not is_held(signed.pose[begin:end])


def test_which_hand_signs():
    pose, _ = recorded("A", 1.0)
    assert signing_hand(pose) == "right"
    assert signing_hand(pose.mirror()) == "left"
    both = Signer().sign([SignUnit("BOOK", tuple(shipped_lexicon("asl").forms("BOOK")))]).pose
    assert signing_hand(both) is None
    assert signing_hand(pose[:1]) is None


def test_a_hand_that_is_missing_does_not_sign():
    pose, _ = recorded("A", 1.0)
    values, layout = pose.values.copy(), pose.layout
    left = [at for at, name in enumerate(layout.joints) if name.startswith("left_") and name != "left_collar"]
    values[:, layout.features(left)] = np.nan
    certainty = np.ones((len(pose), len(layout.joints)), np.float32)
    certainty[:, left] = 0
    gone = PoseSequence(values, layout, pose.fps, certainty, pose.metadata)
    assert signing_hand(gone) == "right"
    assert letter_span(gone) == letter_span(pose)
    assert sign_span(gone) == sign_span(pose)
