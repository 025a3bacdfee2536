"""Points of many clips in a file: HRNet, SLRTP, SignAvatars; MediaPipe and DWPose a clip a file or folder."""

import gzip
import json
import pickle

import numpy as np
import pytest
import torch

from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.annotations import Sentences
from signary.corpora.readers.how2sign import How2Sign
from signary.corpora.readers.point_pickles import Slrtp, WholeBodyPickles
from signary.corpora.readers.registry import looks_like
from signary.corpora.readers.signavatars import SignAvatars
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.pose import get_layout
from signary.pose.formats import read_pose, write_pose
from signary.pose.formats.landmark_arrays import ORDERS, _places, landmark_sequence
from signary.pose.skeletons.wholebody133 import WHOLEBODY133


@pytest.fixture
def texts(tmp_path):
    path = tmp_path / "texts.csv"
    path.write_text("clip,text\na,Guten Tag.\nb,Ja.\n", encoding="utf-8")
    return path


def points(frames=5, joints=133, seed=0):
    found = np.random.default_rng(seed).uniform(1, 900, (frames, joints, 3))
    found[..., 2] = np.random.default_rng(seed + 1).uniform(0.1, 1, (frames, joints))
    found[1, 91:112, 2] = 0
    found[2, 0] = np.nan
    found[3, 5, 2] = 919
    return found


@pytest.mark.parametrize("nested", [True, False])
def test_both_nestings_of_hrnet(tmp_path, texts, nested):
    made = {"train/a": points(), "train/b": points(4, seed=5), "c": points()}
    folder = tmp_path / "hrnet"
    folder.mkdir()
    content = {name: {"keypoints": array} if nested else array for name, array in made.items()}
    (folder / "train.pkl").write_bytes(pickle.dumps(content))
    assert "wholebody-pickles" in looks_like(folder)
    said = prepare_corpus(WholeBodyPickles("dgs", texts, 25.0), folder, tmp_path / "out")
    assert "1 (no text), such as train.pkl, c" in said.findings[0]
    rows = {row["id"]: row for row in open_corpus(tmp_path / "out")["train"]}
    values = np.asarray(rows["a"]["poses"], np.float32).reshape(5, 133, 2)
    certain = np.asarray(rows["a"]["confidence"], np.float32)
    assert np.isnan(values[1, 91:112]).all()
    assert np.isnan(values[2, 0]).all()
    assert certain[3, 5] == 919
    seen = certain > 0
    np.testing.assert_allclose(values[seen], made["train/a"][seen][:, :2], rtol=1e-6)
    assert WHOLEBODY133.joints[91:94] == ("left_hand_wrist", "left_thumb1", "left_thumb2")


def test_wrong_points_are_named(tmp_path, texts):
    for content, words in (
        ({"a": np.zeros((3, 17, 3))}, r"x.pkl, a: expected points of shape \(T, 133, 3\), got \(3, 17, 3\)"),
        ([1], "a dictionary from names of clips to points"),
        ({"a": np.full((2, 133, 3), 1e30)}, "numbers up to 1e"),
        ({"a": {"poses": 1}}, "points of shape"),
    ):
        (tmp_path / "x.pkl").write_bytes(pickle.dumps(content))
        with pytest.raises(FormatError, match=words):
            list(WholeBodyPickles("dgs", texts, 25.0).rows(tmp_path / "x.pkl"))
    (tmp_path / "x.pkl").write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(UnsafeFileError):
        list(WholeBodyPickles("dgs", texts, 25.0).rows(tmp_path / "x.pkl"))


def test_slrtp_rows_and_predictions(tmp_path, texts):
    poses = torch.rand(6, 178, 3)
    poses[2, 4] = 0
    folder = tmp_path / "slrtp"
    folder.mkdir()
    rows = {
        "dev/a-1": {"name": "dev/a-1", "text": "und nun .", "gloss": "JETZT", "speaker": "Signer08", "poses_3d": poses}
    }
    torch.save(rows, folder / "dev.pt")
    assert looks_like(folder) == ("slrtp",)
    prepare_corpus(Slrtp(), folder, tmp_path / "out")
    (row,) = open_corpus(tmp_path / "out")["dev"]
    assert (row["id"], row["text"], row["gloss"], row["signer"], row["fps"]) == ("a-1", "und nun .", "JETZT", 8, 25)
    values = np.asarray(row["poses"], np.float32).reshape(6, 178, 3)
    assert np.isnan(values[2, 4]).all()
    np.testing.assert_array_equal(values[0], poses[0].numpy())
    torch.save({"a": poses, "z": poses}, tmp_path / "predictions.pt")
    made = prepare_corpus(Slrtp(texts=texts), tmp_path / "predictions.pt", tmp_path / "said")
    assert (dict(made.rows), open_corpus(tmp_path / "said")["train"]["text"][0]) == ({"train": 1}, "Guten Tag.")
    torch.save({"a": torch.rand(3, 50, 3)}, tmp_path / "predictions.pt")
    with pytest.raises(FormatError, match=r"points of shape \(T, 178, 3\)"):
        list(Slrtp(texts=texts).rows(tmp_path / "predictions.pt"))


def signavatars(frames=5):
    whole = np.random.default_rng(2).normal(size=(frames, 182)).astype(np.float32)
    facts = {"smplx": whole, "unsmooth_smplx": whole[:, :169], "width": np.array([1280]), "height": np.array([720])}
    return whole, facts | {"total_valid_index": np.arange(frames)[1:], "left_valid": np.ones(frames)}


def test_signavatars(tmp_path, texts):
    whole, facts = signavatars()
    folder = tmp_path / "avatars"
    folder.mkdir()
    (folder / "a.pkl").write_bytes(pickle.dumps(facts))
    (folder / "z.pkl").write_bytes(pickle.dumps(facts))
    assert "signavatars" in looks_like(folder)
    made = prepare_corpus(SignAvatars("asl", texts), folder, tmp_path / "out")
    (row,) = open_corpus(tmp_path / "out")["train"]
    assert (row["fps"], row["hand_reference"], row["layout"]) == (24, "mano_mean", "smplx")
    values = np.asarray(row["poses"], np.float32)
    np.testing.assert_array_equal(values[1:], np.concatenate([whole[1:, 36:159], whole[1:, 169:179]], axis=1))
    assert np.isnan(values[0]).all()
    said = "\n".join(made.findings)
    assert "1 (no text), such as z" in said
    assert "1 (no pickle), such as b" in said
    for change, words in (
        ({"smplx": whole[:, :100]}, r"smplx of shape \(T, 182\)"),
        ({"total_valid_index": np.array([9])}, "total_valid_index below 5"),
        ({"total_valid_index": ["x"]}, "total_valid_index of numbers"),
    ):
        (folder / "a.pkl").write_bytes(pickle.dumps(facts | change))
        with pytest.raises(FormatError, match=words):
            read_pose(folder / "a.pkl")
    (folder / "a.pkl").write_bytes(pickle.dumps({"other": 1}))
    with pytest.raises(FormatError, match="a dictionary with smplx"):
        read_pose(folder / "a.pkl")


def landmarks(order, faces, width=3):
    """A body whose face is small, in an order."""
    dice = np.random.default_rng(3)
    ours = np.concatenate(
        [
            dice.uniform(0.1, 0.9, (7, 33, 3)),
            dice.uniform(0.45, 0.55, (7, faces, 3)),
            dice.uniform(0.2, 0.4, (7, 42, 3)),
        ],
        axis=1,
    )
    ours[2, -21:] = 0
    ours[3, 5] = np.nan
    given = np.zeros((7, ours.shape[1], width))
    given[:, _places(order, ours.shape[1])] = np.concatenate([ours, np.ones((7, ours.shape[1], 1))], axis=2)[
        ..., :width
    ]
    return ours, given.astype(np.float32)


@pytest.mark.parametrize("faces", [468, 478])
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("width", [3, 4])
def test_landmarks_in_every_order(tmp_path, order, faces, width):
    ours, given = landmarks(order, faces, width)
    np.save(tmp_path / "a.npy", given)
    found = read_pose(tmp_path / "a.npy", fps=30.0)
    layout = get_layout("holistic" if faces == 468 else "holistic_refined")
    assert (found.layout, found.fps, found.metadata["picture_assumed"]) == (layout, 30.0, True)
    seen = found.confidence > 0
    np.testing.assert_allclose(found.joints[seen], 1000 * ours[seen], rtol=1e-5)
    assert not seen[2, -21:].any()
    assert not seen[3, 5]
    write_pose(found, tmp_path / "b.npz")
    np.testing.assert_array_equal(read_pose(tmp_path / "b.npz").values, found.values)
    flat = landmark_sequence("a", given.reshape(7, -1), 30.0)
    np.testing.assert_array_equal(flat.values, found.values)


def test_landmarks_that_are_none(tmp_path):
    for array, words in (
        (np.zeros((3, 100, 3)), "landmarks of shape"),
        (np.zeros((3, 543, 3)), "points that tell their order"),
        (np.zeros((3, 543, 3), "U3"), "landmarks of shape"),
        (np.zeros((0, 543, 3)), "landmarks of shape"),
    ):
        np.save(tmp_path / "a.npy", array)
        with pytest.raises(FormatError, match=words):
            read_pose(tmp_path / "a.npy", fps=25.0)
    with pytest.raises(InputError, match="a frame rate"):
        read_pose(tmp_path / "a.npy")
    np.save(tmp_path / "a.npy", np.array([{}], dtype=object))
    with pytest.raises(UnsafeFileError, match="Python objects"):
        read_pose(tmp_path / "a.npy", fps=25.0)
    (tmp_path / "a.npy").write_bytes(
        b"\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (9, 543, 3)}\n"
    )
    with pytest.raises(FormatError):
        read_pose(tmp_path / "a.npy", fps=25.0)


def dwpose(people=1, scores=None):
    sizes = {"body": 18, "face": 68, "left_hand": 21, "right_hand": 21}
    dice = np.random.default_rng(4)
    frame = {"num_persons": people}
    for at in range(people):
        person = {
            f"{part}_keypoints": (dice.uniform(0.2, 0.8, (size, 2)) + at).tolist() for part, size in sizes.items()
        }
        person |= {f"{part}_scores": [0.5] * size for part, size in sizes.items()}
        person["body_scores"] = scores or [float(index) if index != 4 else -1.0 for index in range(18)]
        frame[f"person_{at}"] = person
    return frame


def test_dwpose_scores_of_the_body_are_indices(tmp_path):
    folder = tmp_path / "clip"
    folder.mkdir()
    for number in (1, 2, 4):
        (folder / f"{number:08d}.json").write_text(json.dumps(dwpose()))
    found = read_pose(folder, fps=25.0)
    layout = get_layout("openpose137")
    assert (len(found), found.layout) == (4, layout)
    assert np.isnan(found.values[2]).all()
    certain = found.confidence[0]
    assert certain[layout.index("nose")] == 1
    assert certain[layout.index("right_wrist")] == 0
    assert certain[layout.index("pelvis")] == 0
    assert certain[layout.index("face_op67")] == 0.5
    wanted = 1000 * np.array(dwpose()["person_0"]["left_hand_keypoints"][3])
    np.testing.assert_allclose(found.joints[0, layout.index("left_thumb3")], wanted, rtol=1e-5)
    for change, words in (
        ({"num_persons": "x"}, "num_persons"),
        ({"person_0": 3}, "people with keypoints"),
        ({"person_0": {"body_keypoints": [[1]]}}, "body_keypoints"),
    ):
        (folder / "00000001.json").write_text(json.dumps({**dwpose(), **change}))
        with pytest.raises(FormatError, match=words):
            read_pose(folder, fps=25.0)


def test_how2signs_table_gives_the_rate(tmp_path):
    fields = {"pose": 25, "face": 70, "hand_left": 21, "hand_right": 21}
    person = {f"{name}_keypoints_2d": [10.0, 20.0, 0.9] * count for name, count in fields.items()}
    for name in ("x-1-rgb_front", "x-2-rgb_front", "x-9-rgb_front"):
        folder = tmp_path / "openpose_output" / "json" / name
        folder.mkdir(parents=True)
        for frame in range(3):
            (folder / f"{name}_{frame:012d}_keypoints.json").write_text(json.dumps({"people": [person]}))
    table = "VIDEO_ID\tSENTENCE_NAME\tSTART_REALIGNED\tEND_REALIGNED\tSENTENCE\tfps\n"
    table += 'x\tx-1-rgb_front\t0\t1\tIt is "hot", you see.\t30\nx\tx-2-rgb_front\t0\t1\tYes.\t\n'
    table += "x\tx-3-rgb_front\t0\t1\tNo.\t\n"
    (tmp_path / "how2sign_realigned_val.csv").write_text(table)
    assert "how2sign" in looks_like(tmp_path)
    made = prepare_corpus(How2Sign(), tmp_path, tmp_path / "out")
    rows = {row["id"]: row for row in open_corpus(tmp_path / "out")["dev"]}
    assert {name: row["fps"] for name, row in rows.items()} == {"x-1-rgb_front": 30, "x-2-rgb_front": 24}
    assert rows["x-1-rgb_front"]["text"] == 'It is "hot", you see.'
    said = "\n".join(made.findings)
    assert "1 (no folder of frames), such as x-3-rgb_front" in said
    assert "1 (no text), such as x-9-rgb_front" in said


def test_sentences_without_motion(tmp_path):
    rows = [
        {
            "name": "dev/a",
            "signer": "Signer08",
            "gloss": "JETZT WETTER",
            "text": "und nun .",
            "sign": torch.zeros(3, 8),
        },
        {"name": "dev/b", "signer": "Signer01", "gloss": "REGEN", "text": "regen .", "num_frames": 7},
        {"name": "dev/c", "signer": "Signer01", "gloss": "REGEN", "text": ""},
    ]
    (tmp_path / "phoenix14t.pami0.dev").write_bytes(gzip.compress(pickle.dumps(rows)))
    official = "name|video|start|end|speaker|orth|translation\ntrain-1|x/*.png|-1|-1|Signer03|MORGEN|morgen\n"
    (tmp_path / "PHOENIX-2014-T.train.corpus.csv").write_text(official)
    assert looks_like(tmp_path) == ("sentences",)
    made = prepare_corpus(Sentences("dgs"), tmp_path, tmp_path / "out")
    assert dict(made.rows) == {"train": 1, "dev": 2}
    rows = open_corpus(tmp_path / "out")["dev"]
    assert (rows["text"][0], rows["gloss"][0], rows["signer"][0]) == ("und nun .", "JETZT WETTER", 8)
    assert [sign["gloss"] for sign in rows["glosses"][0]] == ["JETZT", "WETTER"]
    assert "1 (no text), such as c" in made.findings[0]
    (tmp_path / "phoenix14t.pami0.dev").write_bytes(gzip.compress(pickle.dumps([{"name": 3}])))
    with pytest.raises(FormatError, match="row 0: expected texts in name and text"):
        Sentences("dgs").listed(tmp_path)
