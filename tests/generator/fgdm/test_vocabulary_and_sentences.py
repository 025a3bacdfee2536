import numpy as np
import pytest

from signary.generator.fgdm import GlossVocabulary, UnknownGlossError, sentence_poses, sentence_statistics
from signary.io.errors import InputError
from signary.pose import PoseSequence, get_layout

LAYOUT = get_layout("phoenix50")


@pytest.fixture
def sequence():
    values = np.random.default_rng(0).normal(size=(6, 150)).astype(np.float32)
    return PoseSequence(values, LAYOUT, 8.0)


def test_ids_count_from_one():
    vocabulary = GlossVocabulary(["MORGEN", "REGEN", "NORD"])
    assert vocabulary.ids(["NORD", "MORGEN", "NORD"]) == [3, 1, 3]
    assert len(vocabulary) == 4
    assert "REGEN" in vocabulary
    assert "regen" not in vocabulary


def test_an_unknown_gloss_is_named_with_its_nearest():
    vocabulary = GlossVocabulary(["MORGEN", "REGEN", "REGION", "NORD"])
    with pytest.raises(UnknownGlossError, match=r"4 known glosses \(nearest: REGEN, REGION.*\), got 'REGGEN'"):
        vocabulary.ids(["MORGEN", "REGGEN"])
    with pytest.raises(UnknownGlossError, match="nearest: MORGEN"):
        vocabulary.ids(["morgen"])
    with pytest.raises(UnknownGlossError, match="none is spelt alike"):
        vocabulary.ids(["天气"])


@pytest.mark.parametrize(("glosses", "message"), [([], "at least one gloss"), ("MORGEN REGEN", "a list of glosses")])
def test_no_glosses(glosses, message):
    with pytest.raises(InputError, match=message):
        GlossVocabulary(["MORGEN"]).ids(glosses)


def test_scale_and_place_do_not_matter(make_config, sequence):
    moved = PoseSequence(3 * sequence.values + 7, LAYOUT, 8.0)
    one, other = (sentence_poses(each, ["HELLO"], make_config()).poses for each in (sequence, moved))
    assert np.allclose(one, other, atol=1e-4)


def test_another_clock_is_resampled(make_config, sequence):
    slow = PoseSequence(sequence.values, LAYOUT, 4.0)
    config = make_config()
    assert len(sentence_poses(slow, ["HELLO"], config).poses) == len(slow.resample(8.0)) > 6


def test_what_cannot_be_trained_on_is_named(make_config, sequence):
    config = make_config(max_frames=5)
    with pytest.raises(InputError, match="sequence: expected 1 to 5 frames, got 6"):
        sentence_poses(sequence, ["HELLO"], config)
    with pytest.raises(InputError, match="sequence: expected at least one frame, got none"):
        sentence_poses(sequence[:0], ["HELLO"], config)
    with pytest.raises(InputError, match="layout slrtp178"):
        sentence_poses(sequence, ["HELLO"], make_config(layout="slrtp178"))
    confidence = np.ones((6, 50))
    confidence[3, 20] = 0
    holes = PoseSequence.masked(sequence.values, LAYOUT, 8.0, confidence)
    with pytest.raises(InputError, match="a missing one in frame 3"):
        sentence_poses(holes, ["HELLO"], make_config())
    with pytest.raises(UnknownGlossError):
        sentence_poses(sequence, ["GOODBYE"], config)


def test_statistics_need_motion(make_config, sequence):
    still = PoseSequence(np.repeat(sequence.values[:1], 6, 0), LAYOUT, 8.0)
    with pytest.raises(InputError, match="poses that move"):
        sentence_statistics([sentence_poses(still, ["HELLO"], make_config())])
    with pytest.raises(InputError, match="sentences: expected at least one"):
        sentence_statistics([])
