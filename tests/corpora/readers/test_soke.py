"""Folders of one pickle a frame, in the three namings, with gaps, NaN and clocks of their own."""

import gzip
import pickle

import numpy as np
import pytest

from signary.cli import main
from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.registry import looks_like
from signary.corpora.readers.sign_tables import GlossFolder
from signary.corpora.readers.soke import SokeFrames
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.pose.formats import read_pose
from signary.pose.formats.soke_frames import PARAMETERS, frame_values
from signary.pose.motion_spec import MotionSpec
from signary.pose.registry import get_layout
from signary.retrieval.recordings import list_recordings


def whole(frames, seed=0):
    """Frames of 179 numbers."""
    return np.random.default_rng(seed).normal(size=(frames, 179)).astype(np.float32)


def write(folder, numbers, names):
    folder.mkdir(parents=True)
    cuts = np.cumsum(list(PARAMETERS.values()))[:-1]
    for frame, name in zip(numbers, names, strict=True):
        parts = dict(zip(PARAMETERS, np.split(frame, cuts), strict=True))
        (folder / name).write_bytes(pickle.dumps(parts))


def kept(numbers):
    """Without root, lower body and shape."""
    return np.concatenate([numbers[:, 36:159], numbers[:, 169:]], axis=1)


@pytest.mark.parametrize(
    ("place", "name", "split"),
    [
        ("train/poses/a-1-rgb_front", "a-1-rgb_front_{}_3D.pkl", "train"),
        ("val/poses/a_b", "a_b_{}_3D.pkl", "dev"),
        ("poses/S000020_P0000_T00", "{:06d}.pkl", "train"),
        ("dev/11August_2010_Wednesday_tagesschau-2", "images{:04d}.pkl", "dev"),
    ],
)
def test_the_namings_of_all_three_corpora(tmp_path, place, name, split):
    numbers = whole(12)
    write(tmp_path / "poses_root" / place, numbers, [name.format(at) for at in range(12)])
    clip = place.rpartition("/")[2]
    (tmp_path / "texts.csv").write_text(f"clip,text\n{clip},Guten Tag.\n", encoding="utf-8")
    reader = SokeFrames("dgs", tmp_path / "texts.csv", 20.0)
    prepare_corpus(reader, tmp_path / "poses_root", tmp_path / "out")
    (row,) = open_corpus(tmp_path / "out")[split]
    # Frame 10 comes behind frame 9, not behind frame 1.
    np.testing.assert_array_equal(np.asarray(row["poses"], np.float32), kept(numbers))
    assert (row["id"], row["text"], row["fps"], row["hand_reference"]) == (clip, "Guten Tag.", 20.0, "mano_mean")
    assert "soke" in looks_like(tmp_path / "poses_root")


def test_frames_without_a_file_and_nan_are_missing(tmp_path):
    numbers = whole(5)
    numbers[1, 40] = np.nan
    numbers[3, 36:66] = np.inf
    write(tmp_path / "a", numbers, [f"a_{at}_3D.pkl" for at in (3, 4, 5, 7, 8)])
    values = frame_values(tmp_path / "a")
    assert values.shape == (6, 133)
    assert np.isnan(values[3]).all()
    assert np.isnan(values[1, 4])
    assert np.isnan(values[4, :30]).all()
    np.testing.assert_array_equal(values[[0, 2, 5]], kept(numbers[[0, 2, 4]]))
    row = SokeFrames("asl", fps=25.0)
    (item,) = row.listed(tmp_path)
    motion = row.read(item).motion
    layout = get_layout("smplx")
    assert (motion.confidence[3] == 0).all()
    assert motion.confidence[1, layout.index("left_collar")] == 0
    assert (motion.confidence[[0, 2, 5]] == 1).all()


def test_every_second_picture_is_no_gap(tmp_path):
    write(tmp_path / "a", whole(4), [f"a_{at}_3D.pkl" for at in (0, 2, 4, 6)])
    assert len(frame_values(tmp_path / "a")) == 4


def test_texts_and_clocks_are_those_of_the_table(tmp_path):
    for name in ("one", "two", "three"):
        write(tmp_path / "poses" / name, whole(3), [f"{name}_{at}_3D.pkl" for at in range(3)])
    table = "VIDEO_ID\tSENTENCE_NAME\tSTART_REALIGNED\tEND_REALIGNED\tSENTENCE\tfps\n"
    table += 'x\tone\t0.1\t2.0\tHello, "you".\t24\nx\ttwo\t2.1\t3\tBye.\t29.97\nx\tfour\t0\t1\tMissing.\t24\n'
    (tmp_path / "how2sign_realigned_val_preprocessed_fps.csv").write_text(table, encoding="utf-8")
    made = prepare_corpus(
        SokeFrames("asl", tmp_path / "how2sign_realigned_val_preprocessed_fps.csv"),
        tmp_path / "poses",
        tmp_path / "out",
    )
    rows = open_corpus(tmp_path / "out")["dev"]
    assert dict(zip(rows["id"], rows["text"], strict=True)) == {"one": 'Hello, "you".', "two": "Bye."}
    assert dict(zip(rows["id"], rows["fps"], strict=True)) == {"one": 24.0, "two": pytest.approx(29.97)}
    assert sorted(line.partition(", such as")[0] for line in made.findings if line.startswith("dropped")) == [
        "dropped: 1 (no folder of frames)",
        "dropped: 1 (no text)",
    ]


def test_gzip_pickles_of_texts(tmp_path):
    write(tmp_path / "poses" / "S1_T00", whole(3), [f"{at:06d}.pkl" for at in range(3)])
    rows = [
        {"name": "S1_T00", "signer": 4, "gloss": "我 好", "text": "我很好。", "sign": np.zeros((3, 4)), "num_frames": 3}
    ]
    (tmp_path / "csl_clean.val").write_bytes(gzip.compress(pickle.dumps(rows)))
    prepare_corpus(SokeFrames("csl", tmp_path / "csl_clean.val", 30.0), tmp_path / "poses", tmp_path / "out")
    (row,) = open_corpus(tmp_path / "out")["dev"]
    assert (row["text"], row["gloss"], row["signer"]) == ("我很好。", "我 好", 4)


def test_a_clip_is_a_file_of_motion_like_any_other(tmp_path, capsys):
    """By the command line, into another file, and back."""
    numbers = whole(5)
    write(tmp_path / "clip", numbers, [f"clip_{at}_3D.pkl" for at in (0, 1, 2, 4, 5)])
    found = read_pose(tmp_path / "clip", fps=29.97)
    assert (found.fps, found.metadata["hand_reference"]) == (29.97, "mano_mean")
    assert found.metadata["left_out"] == ["root and lower body", "shape"]
    with pytest.raises(SystemExit) as stopped:
        main(["convert", str(tmp_path / "clip"), str(tmp_path / "clip.npz"), "--input-fps", "29.97"])
    assert stopped.value.code == 0, capsys.readouterr().err
    again = read_pose(tmp_path / "clip.npz")
    np.testing.assert_array_equal(again.values, found.values)
    np.testing.assert_array_equal(again.certainty, found.certainty)
    np.testing.assert_array_equal(found.values[[0, 1, 2, 4, 5]], kept(numbers))
    with pytest.raises(InputError, match="fps: expected a frame rate"):
        read_pose(tmp_path / "clip")
    with pytest.raises(InputError, match="person: expected 0, whom alone clip has, got 1"):
        read_pose(tmp_path / "clip", fps=25.0, person=1)


def test_isolated_signs_have_words(tmp_path):
    """By a table, with their hand reference; or by the names of their folders."""
    for name in ("a", "b"):
        write(tmp_path / "signs" / name, whole(3), [f"{name}_{at}_3D.pkl" for at in range(3)])
    table = "clip,text,words,fps,licence\na,Haus,Haus;Häuser,24,CC0-1.0\nb,Hund,Hund,30,\n"
    (tmp_path / "signs.csv").write_text(table, encoding="utf-8")
    reader = SokeFrames("dgs", tmp_path / "signs.csv", hand_reference="flat")
    prepare_corpus(reader, tmp_path / "signs", tmp_path / "out")
    rows = open_corpus(tmp_path / "out")["train"]
    assert list(rows["words"]) == [["Haus", "Häuser"], ["Hund"]]
    assert (list(rows["fps"]), set(rows["hand_reference"])) == ([24, 30], {"flat"})
    assert list(rows["licence"]) == ["CC0-1.0", ""]
    recordings = list_recordings(tmp_path / "out", MotionSpec(get_layout("smplx"), 25.0, "flat"))
    assert [one.words for one in recordings] == [("Haus", "Häuser"), ("Hund",)]
    (tmp_path / "signs.csv").write_text("clip,text,words\na,Haus,Haus;;\n", encoding="utf-8")
    with pytest.raises(FormatError, match="signs.csv, line 2, words: expected words with ; between them"):
        reader.listed(tmp_path / "signs")
    (tmp_path / "signs" / "a").rename(tmp_path / "signs" / "HAUS1")
    named = GlossFolder(language="dgs", fps=24.0)
    found = {row.id: row for row in named.rows(tmp_path / "signs")}
    assert {name: (row.words, len(row.motion)) for name, row in found.items()} == {
        "HAUS1": (("haus",), 3),
        "b": (("b",), 3),
    }


def broken(tmp_path, change):
    write(tmp_path / "a", whole(4), [f"a_{at}_3D.pkl" for at in range(4)])
    file = tmp_path / "a" / "a_2_3D.pkl"
    frame = pickle.loads(file.read_bytes())
    changed = change(frame)
    file.write_bytes(changed if isinstance(changed, bytes) else pickle.dumps(changed))
    return frame_values(tmp_path / "a")


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (
            lambda frame: {**frame, "smplx_jaw_pose": np.zeros(4)},
            FormatError,
            r"a_2_3D.pkl, smplx_jaw_pose: expected 3 num",
        ),
        (lambda frame: {k: v for k, v in frame.items() if k != "smplx_expr"}, FormatError, "smplx_expr: expected 10"),
        (lambda frame: [frame], FormatError, "a dictionary with smplx_root_pose"),
        (lambda frame: b"cos\nsystem\n(S'true'\ntR.", UnsafeFileError, "asks for os.system"),
        (lambda frame: b"", FormatError, "a whole pickle"),
        (lambda frame: {**frame, "smplx_expr": None}, FormatError, "smplx_expr"),
    ],
)
def test_broken_frames_are_named(tmp_path, change, error, words):
    with pytest.raises(error, match=words):
        broken(tmp_path, change)


def test_other_containers_of_the_same_numbers(tmp_path):
    """Lists, doubles, and arrays of one row."""
    numbers = whole(4)
    write(tmp_path / "a", numbers, [f"a_{at}_3D.pkl" for at in range(4)])
    for at, change in ((1, lambda x: x[None].astype(np.float64)), (2, lambda x: x.tolist())):
        file = tmp_path / "a" / f"a_{at}_3D.pkl"
        file.write_bytes(pickle.dumps({name: change(x) for name, x in pickle.loads(file.read_bytes()).items()}))
    np.testing.assert_array_equal(frame_values(tmp_path / "a"), kept(numbers))


def test_folders_without_frames_and_without_a_clock_are_named(tmp_path):
    with pytest.raises(InputError, match="folders with frames such as"):
        SokeFrames("asl", fps=25.0).listed(tmp_path)
    write(tmp_path / "a", whole(2), ["a_0_3D.pkl", "a_1_3D.pkl"])
    with pytest.raises(InputError, match="fps: expected frames a second"):
        SokeFrames("asl").listed(tmp_path)
    (tmp_path / "a" / "x.pkl").write_bytes(b"")
    with pytest.raises(FormatError, match="a number before .pkl"):
        frame_values(tmp_path / "a")
