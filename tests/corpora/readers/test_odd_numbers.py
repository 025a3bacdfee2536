"""What detectors and fits write where they saw nothing, in each form that can hold it: NaN, infinity, 0, −1, and 919.

What is missing is NaN with confidence 0; confidences beyond 1 stay as they are; every clip has its own clock. What was
prepared is the same after it was written to a file and read again.
"""

import json
import pickle

import numpy as np
import pytest
import torch
from lmdb_databases import written

from signary.corpora.corpus_spec import read_corpus_spec
from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.registry import get_reader
from signary.corpora.rows import row_motion
from signary.pose import PoseSequence, get_layout
from signary.pose.formats import read_pose, write_pose
from signary.pose.formats.soke_frames import PARAMETERS

FRAMES = 6
#: Frame and joint of what is odd, and what its confidence becomes: None stays what it was.
MISSING, BEYOND = [(1, 3), (2, 4), (3, 5), (4, 6)], (5, 7)


def points(joints, seed=0):
    """Keypoints (T, J, 3) with confidences: 0, −1, NaN and an infinite place are nowhere; one has 919."""
    dice = np.random.default_rng(seed)
    found = dice.uniform(1, 900, (FRAMES, joints, 3))
    found[..., 2] = dice.uniform(0.1, 1, (FRAMES, joints))
    for (frame, joint), confidence in zip(MISSING, (0, -1, np.nan, 0.8), strict=True):
        found[frame, joint, 2] = confidence
    found[4, 6, 0] = np.nan
    found[BEYOND][2] = 919
    return found.astype(np.float32)


def table(folder, rates):
    lines = "".join(f"{name},Guten Tag.,{'' if rate is None else rate}\n" for name, rate in rates.items())
    (folder / "texts.csv").write_text(f"clip,text,fps\n{lines}", encoding="utf-8")
    return folder / "texts.csv"


RATES = {"a": 24, "b": 29.97, "c": None}


def wholebody(folder, nested):
    clips = {name: points(133, at) for at, name in enumerate(RATES)}
    content = {name: {"keypoints": each} if nested else each for name, each in clips.items()}
    (folder / "train.pkl").write_bytes(pickle.dumps(content))
    return get_reader("wholebody-pickles")("dgs", table(folder, RATES), 25.0), clips


def hybridsign(folder):
    clips = {name: points(137, at) for at, name in enumerate(RATES)}
    (folder / "train.pkl").write_bytes(pickle.dumps({name: {"text": "x", "keypoints": c} for name, c in clips.items()}))
    return get_reader("keypoint-pickles")("dgs", 25.0), clips


def openpose(folder, how2sign):
    clips = {name: points(137, at) for at, name in enumerate(RATES)}
    cuts = {"pose": (0, 25), "face": (25, 95), "hand_left": (95, 116), "hand_right": (116, 137)}
    for name, clip in clips.items():
        (folder / "json" / name).mkdir(parents=True)
        for at, frame in enumerate(clip):
            person = {f"{part}_keypoints_2d": frame[slice(*cut)].ravel().tolist() for part, cut in cuts.items()}
            text = json.dumps({"people": [person]})
            (folder / "json" / name / f"{name}_{at:012d}_keypoints.json").write_text(text)
    if how2sign:
        return get_reader("how2sign")(table(folder, RATES), "asl", 25.0), clips
    return get_reader("openpose")("asl", table(folder, RATES), 25.0), clips


def files(folder):
    """Files of motion say their clock, and cannot be written with what is nowhere and yet certain."""
    clips = {name: points(137, at) for at, name in enumerate(RATES)}
    layout = get_layout("openpose137")
    for name, clip in clips.items():
        certain = np.where(np.isfinite(clip).all(-1) & (clip[..., 2] > 0), clip[..., 2], 0)
        motion = PoseSequence.masked(clip[..., :2], layout, RATES[name] or 25.0, certain, {})
        write_pose(motion, folder / f"{name}.{'npz' if name == 'b' else 'pose'}")
    lines = "".join(f"{name}.{'npz' if name == 'b' else 'pose'},x\n" for name in clips)
    (folder / "table.csv").write_text(f"clip,text\n{lines}", encoding="utf-8")
    return get_reader("motion-files")("dgs", folder / "table.csv"), clips


#: Name -> makes the form; whether it has a clock for each clip.
FORMS = {
    "wholebody nested": (lambda folder: wholebody(folder, True), True),
    "wholebody": (lambda folder: wholebody(folder, False), True),
    "hybridsign": (hybridsign, False),
    "how2sign": (lambda folder: openpose(folder, True), True),
    "openpose": (lambda folder: openpose(folder, False), False),
    "motion files": (files, True),
}


def prepared(reader, source, out):
    prepare_corpus(reader, source, out)
    layout = read_corpus_spec(out).layout
    return {row["id"].partition(".")[0]: row_motion(row, layout) for row in open_corpus(out)["train"]}


def assert_survives(motion, folder):
    """Written and read again it is equal."""
    write_pose(motion, folder / "again.npz")
    again = read_pose(folder / "again.npz")
    np.testing.assert_array_equal(again.values, motion.values)
    np.testing.assert_array_equal(again.certainty, motion.certainty)
    assert again.fps == pytest.approx(motion.fps, rel=1e-6)


@pytest.mark.parametrize("form", FORMS)
def test_points(form, tmp_path):
    make, clocked = FORMS[form]
    folder = tmp_path / "form"
    folder.mkdir()
    reader, clips = make(folder)
    source = folder / "json" if form == "openpose" else folder
    found = prepared(reader, source, tmp_path / "out")
    assert found.keys() == clips.keys()
    for name, motion in found.items():
        assert motion.fps == pytest.approx((clocked and RATES[name]) or 25.0, rel=1e-6)
        joints, confidence = motion.joints, motion.certainty
        for place in MISSING:
            assert np.isnan(joints[place]).all()
            assert confidence[place] == 0
        assert confidence[BEYOND] == 919
        others = np.ones(confidence.shape, bool)
        others[tuple(zip(*MISSING, strict=True))] = False
        np.testing.assert_allclose(joints[others], clips[name][others][:, :2], rtol=1e-5)
        np.testing.assert_allclose(confidence[others], clips[name][others][:, 2], rtol=1e-5)
        assert_survives(motion, tmp_path)


def body(seed=0):
    """Numbers of SMPL-X as the data sets have them, (T, 179), with a NaN in an arm and an infinite expression."""
    found = np.random.default_rng(seed).normal(size=(FRAMES, 179)).astype(np.float32)
    found[1, 36] = np.nan
    found[2, 170] = np.inf
    return found


def soke(folder):
    clips = {name: body(at) for at, name in enumerate(RATES)}
    cuts = np.cumsum(list(PARAMETERS.values()))[:-1]
    for name, clip in clips.items():
        (folder / name).mkdir()
        for at, frame in enumerate(clip):
            parts = dict(zip(PARAMETERS, np.split(frame, cuts), strict=True))
            (folder / name / f"{name}_{at}_3D.pkl").write_bytes(pickle.dumps(parts))
    return get_reader("soke")("dgs", table(folder, RATES), 25.0), clips


def signavatars(folder):
    clips = {name: body(at) for at, name in enumerate(RATES)}
    for name, clip in clips.items():
        whole = np.concatenate([clip, np.zeros((FRAMES, 3), np.float32)], axis=1)
        (folder / f"{name}.pkl").write_bytes(pickle.dumps({"smplx": whole, "unsmooth_smplx": whole}))
    return get_reader("signavatars")("dgs", table(folder, RATES), 25.0), clips


@pytest.mark.parametrize("make", [soke, signavatars])
def test_bodies(make, tmp_path):
    folder = tmp_path / "form"
    folder.mkdir()
    reader, clips = make(folder)
    found = prepared(reader, folder, tmp_path / "out")
    layout = get_layout("smplx")
    for name, motion in found.items():
        assert motion.fps == pytest.approx(RATES[name] or 25.0, rel=1e-6)
        lost = {(1, layout.index("neck")), (2, layout.index("expression"))}
        assert {tuple(map(int, place)) for place in np.argwhere(motion.certainty == 0)} == lost
        kept = np.concatenate([clips[name][:, 36:159], clips[name][:, 169:]], axis=1)
        known = np.isfinite(motion.values)
        np.testing.assert_array_equal(motion.values[known], kept[known])
        assert_survives(motion, tmp_path)


STREAMS = {"body": 30, "hands": 90, "face": 53}


def test_streams_of_signspark(tmp_path):
    """NaN and infinity are missing; −1 and 919 are angles like others, as the streams have no confidences."""
    clips, streams = {}, {}
    for at, name in enumerate(RATES):
        dice = np.random.default_rng(at)
        parts = {each: dice.normal(size=(FRAMES, n)).astype(np.float32) for each, n in STREAMS.items()}
        parts["body"][1, 0], parts["body"][2, 3] = np.nan, -1
        parts["hands"][3, 45], parts["hands"][5, 7] = -np.inf, 919
        parts["face"][0, 5], parts["face"][4, 30] = np.inf, np.nan
        clips[name] = np.concatenate([parts["body"], parts["hands"], parts["face"][:, :13]], axis=1)
        streams |= {f"{name}/{stream}".encode(): values.tobytes() for stream, values in parts.items()}
    (tmp_path / "lmdb").mkdir()
    (tmp_path / "lmdb" / "data.mdb").write_bytes(written(streams))
    reader = get_reader("signspark")("dgs", table(tmp_path, RATES), 25.0)
    found = prepared(reader, tmp_path / "lmdb", tmp_path / "out")
    layout = get_layout("smplx")
    lost = {(1, "neck"), (3, "right_index1"), (0, "expression")}
    assert found.keys() == RATES.keys()
    for name, motion in found.items():
        assert motion.fps == pytest.approx(RATES[name] or 25.0, rel=1e-6)
        missing = {(int(frame), layout.joints[joint]) for frame, joint in np.argwhere(motion.certainty == 0)}
        assert missing == lost
        known = np.isfinite(motion.values)
        np.testing.assert_array_equal(motion.values[known], clips[name][known])
        assert 919 in motion.values[5]
        assert -1 in motion.values[2]
        assert_survives(motion, tmp_path)


def test_joints_of_slrtp(tmp_path):
    poses = torch.rand(FRAMES, 178, 3) + 0.1
    poses[1, 4, 1] = torch.nan
    poses[2, 5] = 0
    torch.save(
        {"a": {"text": "x", "poses_3d": poses}, "b": poses, "z": torch.full((3, 178, 3), torch.nan)},
        tmp_path / "train.pt",
    )
    rates = table(tmp_path, {"b": 12.5, "z": None})
    found = prepared(get_reader("slrtp")(texts=rates), tmp_path / "train.pt", tmp_path / "out")
    assert {name: motion.fps for name, motion in found.items()} == {"a": 25, "b": 12.5}
    for motion in found.values():
        assert {tuple(map(int, place)) for place in np.argwhere(motion.certainty == 0)} == {(1, 4), (2, 5)}
        assert_survives(motion, tmp_path)
