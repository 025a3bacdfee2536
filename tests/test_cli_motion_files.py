"""`signary convert` and `signary render`: which part of a file, and what is said of the rest."""

import csv
import json
import struct
from urllib.parse import unquote

import numpy as np
import pytest
from datasets import Dataset

from signary.cli import main
from signary.pose import PoseSequence, get_layout
from signary.pose.formats import read_pose, write_pose, write_skels
from signary.pose.layout import keypoint_layout
from signary.pose.view import to_layout
from signary.signing.rule_based import sign_text

SIZES = {"pose_keypoints_2d": 25, "face_keypoints_2d": 70, "hand_left_keypoints_2d": 21, "hand_right_keypoints_2d": 21}


@pytest.fixture
def run(capsys):
    def call(*arguments):
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert captured.err.count("Traceback") == 0
        if stopped.value.code:
            assert captured.err.count("\n") == 1
        return stopped.value.code, captured.out, captured.err

    return call


@pytest.fixture
def sentences(tmp_path):
    """A `.skels` file of three sequences of 1, 2 and 3 frames of somebody with shoulders."""
    layout, rng = get_layout("phoenix50"), np.random.default_rng(3)
    values = np.round(rng.uniform(-0.1, 0.1, (3, 50, 3)), 5)
    for joint, x in (("left_shoulder", 0.167), ("right_shoulder", -0.167)):
        values[:, layout.index(joint)] = [x, 0, 0]
    values[:, layout.index("neck")] = 0
    write_skels([PoseSequence(values[:count], layout, 25.0) for count in (1, 2, 3)], tmp_path / "dev.skels")
    return tmp_path / "dev.skels"


@pytest.fixture
def clip(tmp_path):
    """A folder of OpenPose files: a signer in four frames, and a ghost listed first in one."""
    (tmp_path / "clip").mkdir()
    for frame in range(4):
        people = [_person(300 + frame)]
        if frame == 2:
            people.insert(0, _person(1000))
        file = tmp_path / "clip" / f"clip_{frame:012d}_keypoints.json"
        file.write_text(json.dumps({"people": people}))
    return tmp_path / "clip"


def _person(x: float) -> dict:
    return {name: [x, 200.0, 0.9] + [x + 90, 300.0, 0.9] * (count - 1) for name, count in SIZES.items()}


def _two_people(path, first_seen: bool):
    point = struct.pack("<H", 1) + b"a"
    component = b"\x01\x00A\x03\x00XYC" + struct.pack("<HHH", 1, 0, 0) + point
    header = struct.pack("<fHHHH", 0.2, 100, 100, 0, 1) + component + struct.pack("<fIH", 25, 5, 2)
    confidence = np.ones((5, 2), "<f4")
    confidence[:, 0] *= first_seen
    path.write_bytes(header + np.arange(20, dtype="<f4").tobytes() + confidence.tobytes())
    return path


class TestSequencesOfAFile:
    def test_one_is_chosen(self, run, sentences, tmp_path):
        code, out, err = run("convert", sentences, tmp_path / "a.npz", "--index", 2)
        assert (code, err) == (0, "")
        assert "3 frames at 25 fps" in out
        assert run("render", sentences, tmp_path / "a.png", "--index", 0, "--size", 64)[0] == 0

    def test_without_a_choice_the_choices_are_named(self, run, sentences, tmp_path):
        for command in (("convert",), ("render", "--size", 64)):
            code, _, err = run(
                *command, sentences, tmp_path / "a.npz" if command[0] == "convert" else tmp_path / "a.png"
            )
            assert code == 2
            assert "--index: expected a number from 0 to 2, as dev.skels has 3 sequences, got none" in err
        assert "got 3" in run("convert", sentences, tmp_path / "a.npz", "--index", 3)[2]
        assert "got -1" in run("convert", sentences, tmp_path / "a.npz", "--index", -1)[2]
        assert not (tmp_path / "a.npz").exists()

    def test_two_of_one_file_side_by_side(self, run, sentences, tmp_path):
        code, out, _ = run("render", sentences, sentences, tmp_path / "a.png", "--size", 64, "--index", 0, "--index", 2)
        assert code == 0
        assert "0.1 s" in out
        code, _, err = run("render", sentences, tmp_path / "a.png", "--index", 0, "--index", 2)
        assert code == 2
        assert "--index: expected at most 1, one for each input, got 2" in err

    def test_a_choice_goes_to_the_input_that_has_it(self, run, sentences, tmp_path):
        assert run("convert", sentences, tmp_path / "a.npz", "--index", 1)[0] == 0
        for pair in ((sentences, tmp_path / "a.npz"), (tmp_path / "a.npz", sentences)):
            assert run("render", *pair, tmp_path / "a.png", "--size", 64, "--index", 2)[0] == 0
        code, _, err = run("render", tmp_path / "a.npz", tmp_path / "a.npz", tmp_path / "a.png", "--index", 2)
        assert code == 2
        assert "--index: expected an option for .npz: fps, got index=2" in err


class TestAllOfAFile:
    """`--index all`: every recording into a folder, under names that lead nowhere else."""

    IDS = ("train/11August-1", "../../etc/passwd", "CON")

    @pytest.fixture
    def named(self, sentences):
        sentences.with_suffix(".files").write_text("\n".join(self.IDS) + "\n")
        sentences.with_suffix(".text").write_text("eins\nzwei\ndrei\n")
        return sentences

    @pytest.fixture
    def convert_all(self, run, tmp_path):
        """Convert all into `out`; the answer, and the table."""

        def call(source, *arguments, form="npz"):
            found = run("convert", source, tmp_path / "out", "--index", "all", "--format", form, *arguments)
            with (tmp_path / "out" / "recordings.csv").open(encoding="utf-8", newline="") as file:
                return found, list(csv.DictReader(file))

        return call

    def test_each_is_a_file_and_a_row_of_the_table(self, convert_all, named, tmp_path):
        (code, out, err), table = convert_all(named)
        assert (code, err) == (0, "")
        assert "3 of 3 recordings as .npz, 6 frames (0.2 s); recordings.csv lists them" in out
        assert [row["id"] for row in table] == list(self.IDS)
        assert [row["text"] for row in table] == ["eins", "zwei", "drei"]
        for at, row in enumerate(table):
            read = read_pose(tmp_path / "out" / row["file"])
            assert read.values.tobytes() == read_pose(named, index=at).values.tobytes()
            assert unquote(row["file"]) == f"{row['id']}.npz"
        written = sorted(path.name for path in (tmp_path / "out").iterdir())
        assert written == sorted([*(row["file"] for row in table), "recordings.csv"])

    def test_without_ids_they_have_numbers(self, run, sentences, tmp_path):
        assert run("convert", sentences, tmp_path / "out", "--index", "all", "--format", "skels")[0] == 0
        assert {path.name for path in (tmp_path / "out").glob("*.skels")} == {"0.skels", "1.skels", "2.skels"}
        assert len(read_pose(tmp_path / "out" / "1.skels")) == 2

    def test_layout_and_rate_change_in_all(self, convert_all, sentences):
        (code, out, err), table = convert_all(sentences, "--layout", "smplx", "--fps", 50, "--input-fps", 25)
        assert code == 0
        assert "3 of 3" in out
        assert {(row["layout"], row["fps"]) for row in table} == {("smplx", "50.0")}
        assert all(row["said"].startswith("lifted") for row in table)
        assert err.startswith("lifted: 3 with 6 frames, ")

    def test_keypoints_are_lifted_for_files_that_are_played(self, convert_all, named):
        (code, _, err), table = convert_all(named, form="glb")
        assert code == 0
        assert [row["said"].partition(",")[0] for row in table] == [f"lifted {count} frames" for count in (1, 2, 3)]
        # How well, summed up in a line; and what all files have in common.
        first, second = err.splitlines()
        assert first.startswith("lifted: 3 with 6 frames, ")
        assert second == "3 × at rest, as they are missing in all frames: jaw, expression"

    def test_what_cannot_be_converted_is_named_and_stops_no_other(self, run, convert_all, named, tmp_path):
        lines = named.read_text().splitlines()
        named.write_text("\n".join([lines[0], "1 2 3", lines[2]]) + "\n")
        (code, _, err), table = convert_all(named)
        assert code == 2
        assert "left out 1 × dev.skels, line 2: expected frames of 151 numbers (../../etc/passwd)" in err
        assert [bool(row["file"]) for row in table] == [True, False, True]
        assert "frames of 151 numbers" in table[1]["said"]
        named.write_text("1 2 3\n4\n5\n")
        code, _, err = run("convert", named, tmp_path / "none", "--index", "all", "--format", "npz")
        assert code == 2
        assert "frames of 151 numbers" in err
        assert not (tmp_path / "none").exists()

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--index", "all"), "--format: expected with --index all one of pose, npz"),
            (("--index", "all", "--format", "txt"), "got txt"),
            (("--index", "every"), "--index: expected a number from 0, or all, got 'every'"),
            (("--index", 1, "--format", "npz"), "--format: expected to be used with --index all"),
            (("--index", "all", "--format", "npz", "--person", 1), "--person: expected none with --index all, got 1"),
        ],
    )
    def test_options_that_do_not_fit(self, run, sentences, tmp_path, arguments, said):
        code, _, err = run("convert", sentences, tmp_path / "out", *arguments)
        assert code == 2
        assert said in err
        assert not (tmp_path / "out").exists()

    def test_a_folder_that_is_there_is_left_alone(self, run, sentences, tmp_path):
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "mine.txt").write_text("mine")
        code, _, err = run("convert", sentences, tmp_path / "out", "--index", "all", "--format", "npz")
        assert code == 2
        assert "OUT: expected a new folder" in err
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]

    def test_a_file_of_one_is_no_file_of_several(self, run, sentences, tmp_path):
        run("convert", sentences, tmp_path / "a.npz", "--index", 0)
        code, _, err = run("convert", tmp_path / "a.npz", tmp_path / "out", "--index", "all", "--format", "npz")
        assert code == 2
        assert "--index: expected a number, or for all a .skels file or a corpus" in err


class TestCorpora:
    """What any reader has prepared is counted as a file of several is."""

    @pytest.fixture
    def corpus(self, tmp_path):
        layout, rng = get_layout("phoenix50"), np.random.default_rng(5)
        (tmp_path / "pt").mkdir()
        for split, counts in (("train", (3, 4)), ("dev", (5,))):
            poses = [PoseSequence(rng.uniform(-1, 1, (count, 150)), layout, 25.0) for count in counts]
            write_skels(poses, tmp_path / "pt" / f"{split}.skels")
            for suffix in ("files", "text", "gloss"):
                lines = [f"{split}/{suffix}-{at}" for at in range(len(counts))]
                (tmp_path / "pt" / f"{split}.{suffix}").write_text("\n".join(lines) + "\n")
        with pytest.raises(SystemExit) as stopped:
            main(["corpus", "prepare", "pt", str(tmp_path / "pt"), "-o", str(tmp_path / "corpus")])
        assert not stopped.value.code
        return tmp_path / "corpus"

    def test_all_rows_of_all_splits(self, run, corpus, tmp_path):
        assert run("convert", corpus, tmp_path / "out", "--index", "all", "--format", "npz")[0] == 0
        table = list(csv.DictReader((tmp_path / "out" / "recordings.csv").open(encoding="utf-8")))
        assert sorted((row["split"], row["id"], row["frames"]) for row in table) == [
            ("dev", "dev/files-0", "5"),
            ("train", "train/files-0", "3"),
            ("train", "train/files-1", "4"),
        ]
        for row in table:
            split, number = row["id"].split("/files-")
            one = read_pose(tmp_path / "pt" / f"{split}.skels", index=int(number))
            np.testing.assert_array_equal(read_pose(tmp_path / "out" / row["file"]).values, one.values)

    def test_one_row(self, run, corpus, tmp_path):
        code, _, err = run("convert", corpus, tmp_path / "a.npz")
        assert code == 2
        assert "--index: expected a number from 0 to 2, as corpus has 3 rows (" in err
        assert run("convert", corpus, tmp_path / "a.npz", "--index", 1)[0] == 0
        assert run("render", corpus, tmp_path / "a.png", "--index", 1, "--size", 64)[0] == 0
        code, _, err = run("convert", corpus, tmp_path / "a.npz", "--index", 1, "--input-fps", 30)
        assert "--input-fps: expected an option for a corpus: index, got fps=30.0" in err
        arguments = ("--index", "all", "--format", "npz", "--input-fps", 30)
        assert "--input-fps: expected none for a corpus" in run("convert", corpus, tmp_path / "out", *arguments)[2]

    def test_without_motion_there_is_nothing_to_convert(self, run, tmp_path, capsys):
        Dataset.from_dict({"id": ["a"], "text": ["ein Haus"], "language": ["dgs"]}).save_to_disk(tmp_path / "texts")
        capsys.readouterr()
        code, _, err = run("convert", tmp_path / "texts", tmp_path / "out", "--index", "all", "--format", "npz")
        assert code == 2
        assert "a corpus with motion (columns poses, fps)" in err


class TestPictures:
    """Points that are shares of a picture are pixels of it once its size is said."""

    @pytest.fixture
    def shares(self, tmp_path):
        points = np.random.default_rng(4).uniform(0.2, 0.8, (6, 543, 3)).astype(np.float32)
        points[:, :33, 2] = -0.5  # MediaPipe's body first: its depth is of another size
        points[:, [11, 12], :2] = [[0.6, 0.5], [0.4, 0.5]]
        np.save(tmp_path / "a.npy", points)
        return tmp_path / "a.npy"

    def test_width_and_height_are_told_apart(self, run, shares, tmp_path):
        flags = ("--input-fps", 25)
        assert run("convert", shares, tmp_path / "square.npz", *flags)[0] == 0
        assert run("convert", shares, tmp_path / "wide.npz", *flags, "--picture", "1280x720")[0] == 0
        square, wide = read_pose(tmp_path / "square.npz"), read_pose(tmp_path / "wide.npz")
        np.testing.assert_allclose(wide.joints, square.joints * [1.28, 0.72, 1.28], rtol=1e-5)
        assert (wide.metadata["width"], wide.metadata["height"]) == (1280, 720)
        assert "picture_assumed" in square.metadata
        assert "picture_assumed" not in wide.metadata
        lifted = [
            run("convert", shares, tmp_path / "b.npz", *flags, "--layout", "smplx", *more)[2]
            for more in ((), ("--picture", "1280x720"))
        ]
        assert ["size was assumed" in said for said in lifted] == [True, False]

    @pytest.mark.parametrize("size", ["1280", "0x720", "1280x", "-3x4", "99999x720", "1e3x1e3"])
    def test_what_is_no_size_is_refused(self, run, shares, tmp_path, size):
        code, _, err = run("convert", shares, tmp_path / "a.npz", "--input-fps", 25, "--picture", size)
        assert code == 2
        assert "--picture: expected width and height such as 1280x720" in err

    def test_pixels_have_their_picture(self, run, clip, tmp_path):
        code, _, err = run("convert", clip, tmp_path / "a.npz", "--picture", "1280x720")
        assert code == 2
        assert "--picture: expected none for motion whose file has pixels, or no picture, got 1280x720" in err


class TestRates:
    def test_a_file_that_states_none_is_told_one(self, run, tmp_path):
        np.savez(tmp_path / "a.npz", poses=np.zeros((4, 165)))
        for arguments in ((), ("--fps", 30)):
            code, _, err = run("convert", tmp_path / "a.npz", tmp_path / "b.npz", *arguments)
            assert code == 2
            assert "--input-fps: expected a frame rate, as a.npz states none" in err
        assert run("convert", tmp_path / "a.npz", tmp_path / "b.npz", "--input-fps", 60, "--fps", 30)[0] == 0
        assert (read_pose(tmp_path / "b.npz").fps, len(read_pose(tmp_path / "b.npz"))) == (30, 2)
        assert run("render", tmp_path / "a.npz", tmp_path / "a.png", "--size", 64, "--input-fps", 60)[0] == 0

    def test_what_is_assumed_is_said(self, run, clip, tmp_path):
        code, out, err = run("convert", clip, tmp_path / "a.pose")
        assert code == 0
        assert "at 24 fps" in out
        assert "fps assumed 24" in err
        code, out, err = run("convert", clip, tmp_path / "a.pose", "--input-fps", 29.97)
        assert "4 frames at 29.97 fps" in out
        assert "assumed" not in err
        # Resampling is of the rate that was assumed.
        assert "fps assumed 24" in run("convert", clip, tmp_path / "a.pose", "--fps", 12)[2]
        assert "fps assumed 24" in run("render", clip, tmp_path / "a.png", "--size", 64)[2]

    def test_another_rate_than_the_file_states_is_refused(self, run, tmp_path, sentences):
        run("convert", sentences, tmp_path / "a.npz", "--index", 0)
        code, _, err = run("convert", tmp_path / "a.npz", tmp_path / "b.npz", "--input-fps", 24)
        assert code == 2
        assert "--input-fps: expected the 25 that a.npz states, or none (resample afterwards), got 24" in err
        assert run("convert", sentences, tmp_path / "a.npz", "--index", 0, "--input-fps", 0)[0] == 2


class TestPeople:
    def test_the_others_are_said(self, run, tmp_path):
        source = _two_people(tmp_path / "two.pose", first_seen=True)
        code, _, err = run("convert", source, tmp_path / "a.npz")
        assert code == 0
        assert "left out: person 2 of 2" in err
        assert read_pose(tmp_path / "a.npz").metadata["left_out"] == ["person 2 of 2"]
        code, _, err = run("convert", source, tmp_path / "a.npz", "--person", 1)
        assert "left out: person 1 of 2" in err
        np.testing.assert_array_equal(read_pose(tmp_path / "a.npz").values[0], [2, 3])
        code, _, err = run("convert", source, tmp_path / "a.npz", "--person", 2)
        assert code == 2
        assert "--person: expected a number from 0 to 1, got 2" in err

    def test_nobody_is_not_somebody(self, run, tmp_path):
        source = _two_people(tmp_path / "two.pose", first_seen=False)
        code, _, err = run("convert", source, tmp_path / "a.npz")
        assert code == 2
        assert "--person" in err
        assert "left out: person 2 of 2" in err
        assert not (tmp_path / "a.npz").exists()
        assert run("convert", source, tmp_path / "a.npz", "--person", 1)[0] == 0
        assert read_pose(tmp_path / "a.npz").certainty.all()
        code, _, err = run("convert", source, tmp_path / "a.npz", "--person", 0)
        assert code == 0
        assert "missing: every joint in all 5 frames" in err

    def test_ghosts_are_said_and_left_out(self, run, clip, tmp_path):
        code, _, err = run("convert", clip, tmp_path / "a.npz")
        assert code == 0
        assert "left out: person 2 of 2" in err
        np.testing.assert_array_equal(read_pose(tmp_path / "a.npz").joints[:, 0, 0], [300, 301, 302, 303])
        assert "left out: person 1 of 2" in run("convert", clip, tmp_path / "a.npz", "--person", 1)[2]

    def test_two_inputs_are_told_apart(self, run, clip, sentences, tmp_path):
        code, _, err = run("render", clip, sentences, tmp_path / "a.png", "--size", 64, "--index", 0, "--person", 0)
        assert code == 0
        assert "clip: left out: person 2 of 2" in err


class TestNoFrames:
    @pytest.mark.parametrize("layout", ["smplx_joints", "holistic", "openpose137", "phoenix50", "slrtp178"])
    @pytest.mark.parametrize("suffix", [".npz", ".pose"])
    def test_nothing_comes_of_nothing(self, layout, suffix, run, tmp_path):
        np.savez(tmp_path / "a.npz", poses=np.zeros((0, 165)), mocap_frame_rate=30.0)
        for options in ((), ("--fps", 12.5)):
            code, out, _ = run("convert", tmp_path / "a.npz", tmp_path / f"b{suffix}", "--layout", layout, *options)
            assert code == 0
            assert ", 0 frames at" in out
            assert len(read_pose(tmp_path / f"b{suffix}")) == 0

    def test_a_picture_of_nothing_is_refused(self, run, tmp_path):
        np.savez(tmp_path / "a.npz", poses=np.zeros((0, 165)), mocap_frame_rate=30.0)
        for suffix in (".gif", ".png", ".mp4"):
            code, _, err = run("render", tmp_path / "a.npz", tmp_path / f"a{suffix}")
            assert code == 2
            assert "at least one frame" in err
            assert not (tmp_path / f"a{suffix}").exists()

    def test_what_has_no_place_for_nothing_says_so(self, run, tmp_path):
        np.savez(tmp_path / "a.npz", poses=np.zeros((0, 165)), mocap_frame_rate=25.0)
        code, _, err = run("convert", tmp_path / "a.npz", tmp_path / "a.skels", "--layout", "phoenix50")
        assert code == 2
        assert "no frames" in err


def test_what_fails_says_that_alone(run, clip, tmp_path):
    """An assumption about a file that was not written is of no interest."""
    code, _, err = run("convert", clip, tmp_path / "a.npz", "--layout", "phoenix50")
    assert code == 2
    assert "assumed" not in err


def test_nothing_of_one_layout_in_another_is_no_conversion(run, tmp_path):
    source = _two_people(tmp_path / "two.pose", first_seen=True)
    code, _, err = run("convert", source, tmp_path / "a.npz", "--layout", "openpose137")
    assert code == 2
    assert "layout: expected one with a joint of pose_1_" in err
    assert not (tmp_path / "a.npz").exists()


def test_what_an_archive_holds_besides_is_said(run, tmp_path):
    arrays = {"poses": np.zeros((2, 165)), "expressions": np.ones((2, 100)), "dmpls": np.ones((2, 8))}
    np.savez(tmp_path / "a.npz", **arrays, mocap_frame_rate=np.float32(29.97))
    code, out, err = run("convert", tmp_path / "a.npz", tmp_path / "b.npz")
    assert code == 0
    assert "at 29.97 fps" in out
    assert "left out: expressions[10:], dmpls\n" in err
    np.testing.assert_array_equal(read_pose(tmp_path / "b.npz").values[:, 123:], 1)


def test_all_that_can_be_read_is_written_in_all_that_can_be_written(run, clip, sentences, tmp_path):
    write_pose(read_pose(sentences, index=1), tmp_path / "a.npz")
    write_pose(read_pose(sentences, index=1), tmp_path / "a.pose")
    for source in (sentences, tmp_path / "a.npz", tmp_path / "a.pose", clip):
        for suffix in (".npz", ".pose", ".gif"):
            command = ("render", "--size", 64) if suffix == ".gif" else ("convert",)
            chosen = ("--index", 1) if source is sentences else ()
            assert run(*command, source, tmp_path / f"b{suffix}", *chosen)[0] == 0


class TestFilesThatArePlayed:
    @pytest.fixture
    def hello(self, tmp_path):
        write_pose(sign_text("Hello", "asl").pose, tmp_path / "hello.npz")
        return tmp_path / "hello.npz"

    def test_rotations_become_an_avatar_in_one_line(self, run, hello, tmp_path):
        for suffix in (".glb", ".bvh", ".vrma"):
            code, out, err = run("convert", hello, tmp_path / f"a{suffix}")
            assert (code, err) == (0, "")
            assert out.endswith(f": smplx, {len(read_pose(hello))} frames at 25 fps\n")
        assert run("convert", hello, tmp_path / "b.glb", "--compress")[0] == 0
        assert (tmp_path / "b.glb").stat().st_size < 0.4 * (tmp_path / "a.glb").stat().st_size

    def test_keypoints_are_lifted_which_is_said_once(self, run, sentences, hello, tmp_path):
        for suffix in (".glb", ".bvh", ".vrma"):
            code, out, err = run("convert", sentences, tmp_path / f"a{suffix}", "--index", 1)
            assert (code, out) == (0, f"{tmp_path}/a{suffix}: phoenix50, 2 frames at 25 fps\n")
            assert err.startswith("lifted 2 frames, depth measured: ")
        code, _, err = run("convert", sentences, tmp_path / "b.glb", "--index", 1, "--layout", "smplx")
        assert (code, err.count("lifted 2 frames")) == (0, 1)
        assert (tmp_path / "b.glb").read_bytes() == (tmp_path / "a.glb").read_bytes()

    def test_keypoints_move_other_rigs(self, run, hello, tmp_path):
        points = tmp_path / "points.npz"
        write_pose(to_layout(read_pose(hello), "phoenix50"), points)
        code, _, err = run("convert", points, tmp_path / "a.bvh", "--rig", "mixamo")
        assert (code, err.count("lifted")) == (0, 1)
        assert "mixamorig:Hips" in (tmp_path / "a.bvh").read_text()

    def test_keypoints_without_arms_are_refused(self, run, tmp_path):
        hand = keypoint_layout("a_hand", ("left_wrist", "left_index1"), get_layout("phoenix50").channels, {})
        write_pose(PoseSequence(np.ones((2, 6)), hand, 25.0), tmp_path / "hand.npz")
        code, _, err = run("convert", tmp_path / "hand.npz", tmp_path / "a.glb")
        assert (code, err.startswith("signary: layout: expected one with both shoulders")) == (2, True)
        assert not (tmp_path / "a.glb").exists()

    def test_reading_one_is_refused_by_name(self, run, hello, tmp_path):
        run("convert", hello, tmp_path / "a.glb")
        for command in (("convert", tmp_path / "a.glb", tmp_path / "b.npz"), ("render", tmp_path / "a.glb", "b.gif")):
            code, _, err = run(*command)
            assert (code, err.count("as a .glb is written for other programs and not read")) == (2, 1)

    def test_packing_is_for_glb(self, run, hello, tmp_path):
        code, _, err = run("convert", hello, tmp_path / "a.bvh", "--compress")
        assert (code, err.startswith("signary: compress: expected a file that has such an option: .glb")) == (2, True)

    def test_advice_for_the_blender_add_on(self, run, hello, tmp_path):
        code, _, err = run("convert", hello, tmp_path / "a.npz")
        assert (code, err.count("add-on refuses less than 30 frames a second"), err.count("\n")) == (0, 1, 1)
        assert run("convert", hello, tmp_path / "a.npz", "--fps", 30)[2] == ""

    def test_gaps_that_were_closed_are_told(self, run, tmp_path):
        np.savez(tmp_path / "body.npz", pose_body=np.zeros((4, 63)), mocap_frame_rate=30.0)
        code, _, err = run("convert", tmp_path / "body.npz", tmp_path / "a.bvh")
        assert code == 0
        assert "at rest, as they are missing in all frames: left_index1, " in err
        assert "and 24 more" in err


def test_keypoints_become_rotations_and_it_says_how_well(run, tmp_path):
    seen = to_layout(sign_text("My name is Jack.", "asl").pose, "openpose137")
    write_pose(seen, tmp_path / "seen.pose")
    code, out, err = run("convert", tmp_path / "seen.pose", tmp_path / "body.npz", "--layout", "smplx")
    assert code == 0
    assert "smplx, 130 frames at 25 fps" in out
    assert "lifted 130 frames, depth inferred" in err
    assert "% of a shoulder width off in the picture" in err
    assert read_pose(tmp_path / "body.npz").layout.name == "smplx"


def test_what_cannot_be_lifted_is_named(run, tmp_path):
    layout = get_layout("holistic")
    hand = keypoint_layout("a_hand", [layout.joints[at] for at in layout.parts["left_hand"]], layout.channels, {})
    write_pose(PoseSequence(np.ones((2, 63)), hand, 25.0), tmp_path / "hand.npz")
    code, _, err = run("convert", tmp_path / "hand.npz", tmp_path / "body.npz", "--layout", "smplx")
    assert code == 2
    assert "--layout" in err
    assert "lacks left_shoulder" in err
