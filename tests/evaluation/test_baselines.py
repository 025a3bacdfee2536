import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.evaluation.baselines import DictionaryStitching, MeanPose, NearestSentence, transition
from signary.io.errors import InputError
from signary.pose import PoseSequence, get_layout
from signary.pose.rotations import axis_angle_to_quaternion
from signary.retrieval.builder import IsolatedSign, build_dictionary
from signary.retrieval.dictionary_file import DictionaryMismatchError
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig


def motion(frames, seed=0, layout="phoenix50", fps=25.0):
    layout = get_layout(layout)
    values = np.random.default_rng(seed).normal(size=(frames, layout.num_features)) * 0.3
    return PoseSequence(values.astype(np.float32), layout, fps)


@pytest.fixture(scope="module")
def tokenizer():
    torch.manual_seed(0)
    sizes = {"body": 6, "left_hand": 7, "right_hand": 8}
    made = MotionTokenizer(MotionTokenizerConfig(width=8, code_dim=4, codebook_sizes=sizes))
    made.set_statistics(torch.zeros(133), torch.ones(133))
    made.assign_id()
    return made.eval()


@pytest.fixture(scope="module")
def signs():
    return {"mother": motion(24, 1, "smplx"), "bread": motion(30, 2, "smplx")}


@pytest.fixture(scope="module")
def dictionary(tokenizer, signs):
    rows = [IsolatedSign((word,), "asl", pose, gloss=word.upper()) for word, pose in signs.items()]
    return build_dictionary(rows, tokenizer, progress=False).dictionary


def test_the_mean_pose_is_that_of_all_frames_for_the_median_duration():
    training = [motion(length, seed) for seed, length in enumerate((10, 40, 14))]
    mean = MeanPose.of(iter(training))
    expected = np.concatenate([sequence.values for sequence in training]).mean(0)
    assert mean.frames == 14
    held = mean.hold()
    np.testing.assert_allclose(held.values, np.tile(expected, (14, 1)), atol=1e-5)
    assert len(mean.hold(3)) == 3


def test_joints_count_where_they_are_there():
    whole = motion(6)
    confidence = np.ones((6, 50), np.float32)
    confidence[2:, 7] = 0
    confidence[:, 9] = 0
    mean = MeanPose.of([PoseSequence.masked(whole.values, whole.layout, 25.0, confidence)])
    held = mean.hold(2)
    np.testing.assert_allclose(held.joints[0, 7], whole.joints[:2, 7].mean(0), atol=1e-6)
    assert (held.certainty[:, 9] == 0).all()
    assert held.certainty[:, :9].all()


def test_what_has_no_mean_is_refused():
    with pytest.raises(InputError, match="training: expected at least one sentence, got none"):
        MeanPose.of([])
    with pytest.raises(InputError, match="layout phoenix50, 25 fps.*got layout phoenix50, 50 fps"):
        MeanPose.of([motion(3), motion(3, fps=50.0)])
    with pytest.raises(InputError, match="frames: expected at least 1"):
        MeanPose.of([motion(3)]).hold(0)


def test_the_nearest_sentence_is_of_the_language_and_shares_rare_words():
    texts = ["My mother eats bread.", "My mother eats rice.", "Mutter isst Brot.", "Where is the house?"]
    nearest = NearestSentence(texts, ["asl", "asl", "dgs", "asl"])
    assert nearest.find("Her mother eats bread!", "asl") == 0
    assert nearest.find("He eats rice.", "asl") == 1
    assert nearest.find("My mother eats bread.", "dgs") == 2
    assert nearest.find("the houses", "asl") == 3
    assert nearest.find("零", "asl") in (0, 1, 3)
    with pytest.raises(InputError, match="language: expected one of asl, dgs, got 'csl'"):
        nearest.find("她", "csl")
    with pytest.raises(InputError, match="texts: expected training texts"):
        NearestSentence([], [])


def spelt(text):
    return " ".join(text.lower().split())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=8, unique_by=spelt))
def test_a_training_sentence_is_nearest_to_itself(texts):
    nearest = NearestSentence(texts, ["asl"] * len(texts))
    for at, text in enumerate(texts):
        assert spelt(texts[nearest.find(text, "asl")]) == spelt(texts[at])


def test_signs_are_stitched_in_the_order_of_the_text(tokenizer, dictionary, signs):
    stitching = DictionaryStitching(dictionary, tokenizer)
    found = stitching.stitch("Bread for my mother.", "asl")
    pieces = [stitching._decode(dictionary.lookup(word, "asl")) for word in ("bread", "mother")]
    lengths = [dictionary.lookup(word, "asl").frames for word in ("bread", "mother")]
    assert [len(piece) for piece in pieces] == lengths
    assert len(found) == sum(lengths) + 4
    np.testing.assert_array_equal(found.values[: lengths[0]], pieces[0].values)
    np.testing.assert_array_equal(found.values[-lengths[1] :], pieces[1].values)
    assert stitching.stitch("Nothing.", "asl") is None


def test_transitions_turn_evenly():
    before, after = motion(4, 3, "smplx"), motion(5, 4, "smplx")
    between = transition(before, after)
    assert len(between) == 4
    joined = before[-1:].concatenate(between, after[:1])
    turns = axis_angle_to_quaternion(torch.from_numpy(joined.values[:, 3:6]).double())
    steps = (turns[1:] * turns[:-1]).sum(-1).abs().clamp(max=1).arccos()
    assert steps.max() > 0.01
    np.testing.assert_allclose(steps, steps.mean(), rtol=1e-3)
    assert len(transition(motion(3), motion(3, 1), 0.05)) == 1
    assert len(transition(motion(3), motion(3, 1), 0.04)) == 0


def test_a_dictionary_of_another_tokenizer_is_refused(dictionary, tokenizer):
    other = MotionTokenizer(tokenizer.config.__class__(**{**tokenizer.config.to_diff_dict(), "tokenizer_id": None}))
    other.assign_id()
    with pytest.raises(DictionaryMismatchError, match="dictionary: expected a dictionary of the motion tokenizer"):
        DictionaryStitching(dictionary, other)
