"""benchmarks/prepare.py and real_by_heart.py: what is measured is what the page says; clips are in SOKE's form."""

import numpy as np
import prepare
import pytest
from real_by_heart import Sentence, distances, held_mean, tell_of
from soke_clips import make_clips, write_clip

from signary.corpora.readers.soke import SokeFrames
from signary.io.errors import InputError
from signary.pose import PoseSequence, get_layout
from signary.pose.formats import read_pose


@pytest.fixture
def sentence(poses):
    pose = poses[0][:30]
    certain = np.ones((len(pose), len(pose.layout.joints)), np.float32)
    certain[:, pose.layout.index("jaw")] = 0
    certain[10:, list(pose.layout.parts["left_hand"])] = 0
    motion = PoseSequence.masked(pose.values, pose.layout, 25.0, certain, {"hand_reference": "flat"})
    return Sentence("set", "Text.", "dgs", motion)


def test_distances_are_of_what_was_seen(sentence):
    assert distances(sentence, sentence.motion).max() == 0
    values = np.array(sentence.motion.values)
    values[:, sentence.motion.layout.features([sentence.motion.layout.index("right_elbow")])] += 0.1
    bent = PoseSequence.masked(values, sentence.motion.layout, 25.0, sentence.motion.certainty)
    away = distances(sentence, bent)
    assert np.percentile(away, 75) > 1
    # Ten frames of both hands with their arms, twenty of one.
    assert len(away) < 30 * 44
    whole = distances(sentence, bent[:10])
    assert len(whole) >= 30 * 20


def test_of_another_length_the_cheapest_path_is_taken(sentence):
    slow = sentence.motion.resample(50.0)
    slow = PoseSequence(slow.values, slow.layout, 25.0, slow.confidence, slow.metadata)
    assert len(slow) > len(sentence.motion)
    assert distances(sentence, slow).mean() < 1.5
    assert distances(sentence, held_mean(sentence)).mean() > 5


def test_figures_are_of_all_and_of_each_set(sentence):
    said = {}
    tell_of("x", [sentence], [sentence.motion], lambda name, value, unit, **more: said.update({name: value, **more}))
    assert (said["real.x_percent"], said["set"], said["same_length"], said["sentences"]) == (0, 0, 1, 1)


def test_growth_is_of_the_second_half_without_the_start():
    samples = [(0.1 * at, 100 if at < 30 else 200 if at < 65 else 220) for at in range(101)]
    assert prepare.memory_growth(samples) == pytest.approx(10)


def test_clips_are_read_as_they_were_signed(tmp_path):
    values = np.random.default_rng(0).normal(size=(12, 133)).astype(np.float32)
    write_clip(tmp_path / "clip", values)
    found = read_pose(tmp_path / "clip", fps=25.0)
    np.testing.assert_array_equal(found.values, values)
    assert found.layout == get_layout("smplx")


def test_sentences_and_signs_have_their_tables(tmp_path):
    frames = make_clips(tmp_path / "soke", 4, 3, "asl", 1)
    reader = SokeFrames("asl", tmp_path / "soke" / "texts", hand_reference="flat")
    rows = [reader.read(item) for item in reader.listed(tmp_path / "soke" / "poses")]
    assert sum(len(row.motion) for row in rows) == frames
    assert sorted(row.split for row in rows) == ["dev", "train", "train", "train"]
    signs = SokeFrames("asl", tmp_path / "soke" / "signs.csv").listed(tmp_path / "soke" / "signs")
    assert [bool(sign.annotation.words) for sign in signs] == [True] * 3
    with pytest.raises(InputError, match="output: expected a new folder"):
        make_clips(tmp_path / "soke", 4, 3, "asl", 1)
