"""Videos as corpora: sentences by their names, isolated signs cut out as indices say."""

import json
import subprocess
import sys

import imageio_ffmpeg
import numpy as np
import pytest
from mediapipe_python import needs_mediapipe

from signary.cli import main
from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.ms_asl import MsAsl
from signary.corpora.readers.reader import Dropped
from signary.corpora.readers.sign_index import VIDEO_PART, motion_files
from signary.corpora.readers.sign_tables import GlossFolder
from signary.corpora.readers.videos import Videos
from signary.corpora.readers.wlasl import Wlasl
from signary.io.cache_folder import CACHE_VARIABLE
from signary.io.errors import FormatError, InputError
from signary.pose.render import render
from signary.pose.video.environment import PYTHON_VARIABLE
from signary.pose.video.video_reader import VideoReader
from signary.signing.rule_based import sign_text

SIZE = 256


def encode(path):
    """Two frames of a test picture, in which nobody is seen."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc=size=64x48"]
    subprocess.run([*command, "-frames:v", "2", str(path)], check=True)


@pytest.fixture
def blind(monkeypatch):
    """A Python without MediaPipe: what is listed can be seen, nothing can be looked at."""
    monkeypatch.setenv(PYTHON_VARIABLE, sys.executable)


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    path = tmp_path_factory.mktemp("film") / "whole.mp4"
    render(sign_text("Hello.", "asl").pose[:14], path, size=SIZE)
    return path


@pytest.fixture
def clips(film, tmp_path, monkeypatch):
    """A folder of videos; what is seen in them is kept beside it."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "kept"))
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips" / "a.mp4").write_bytes(film.read_bytes())
    return tmp_path / "clips"


def test_videos_are_listed_with_their_texts(tmp_path, blind):
    (tmp_path / "deep").mkdir()
    for name in ("b.mp4", "deep/a.MOV", "deep/c.webm", "notes.txt"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "texts.csv").write_text("clip,text,split\na,Hello.,val\nb,Good day.,test\nz,Nothing.,test\n")
    reader = Videos(tmp_path / "texts.csv", "asl")
    assert not reader.remarks()
    found = reader.listed(tmp_path)
    assert [(one.id, one.annotation.split) for one in found if not isinstance(one, Dropped)] == [
        ("b", "test"),
        ("a", "val"),
    ]
    assert [one.id for one in found if isinstance(one, Dropped)] == ["c"]
    assert reader.remarks() == ("texts without a video: 1, such as z",)
    assert [one.id for one in Videos(tmp_path / "texts.csv", "asl").listed(tmp_path / "b.mp4")] == ["b"]
    assert Videos.sniff(tmp_path)
    assert not Videos.sniff(tmp_path / "notes.txt")
    (tmp_path / "b.avi").write_bytes(b"")
    with pytest.raises(FormatError, match="every video once, got 'b' twice"):
        Videos(tmp_path / "texts.csv", "asl").listed(tmp_path)
    with pytest.raises(InputError, match=r"source: expected videos \(.mp4"):
        Videos(tmp_path / "texts.csv", "asl").listed(tmp_path / "notes.txt")


def test_texts_of_one_corpus_are_alike(tmp_path, blind):
    for name in "abc":
        (tmp_path / f"{name}.mp4").write_bytes(b"")
    (tmp_path / "texts.csv").write_text("clip,text,gloss,signer\na,Hello.,HELLO,3\nb,Good day.,,4\nc,,BYE,5\n")
    found = Videos(tmp_path / "texts.csv", "asl").listed(tmp_path)
    assert [one.annotation.signer for one in found[:1]] == [3]
    assert [(one.id, one.reason) for one in found[1:]] == [("b", "no glosses, which others have"), ("c", "no text")]
    (tmp_path / "texts.csv").write_text("clip,text,gloss,signer\na,Hello.,,3\nb,Good day.,,\nc,Bye.,,5\n")
    assert [one.annotation.signer for one in Videos(tmp_path / "texts.csv", "asl").listed(tmp_path)] == [None] * 3


def test_of_a_video_and_a_file_of_its_motion_the_file_is_taken(tmp_path):
    for name in ("a.mp4", "b.webm"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "a.npz").write_bytes(b"")
    assert {key: path.name for key, path in motion_files(tmp_path).items()} == {"a": "a.npz", "b": "b.webm"}


def test_what_nobody_can_look_at_is_dropped_and_named(tmp_path, blind, capsys):
    encode(tmp_path / "a.mp4")
    (tmp_path / "texts.csv").write_text("clip,text\na,Hello.\n")
    command = ["corpus", "prepare", "video", str(tmp_path / "a.mp4"), "--texts", str(tmp_path / "texts.csv")]
    with pytest.raises(SystemExit) as ended:
        main([*command, "-l", "asl", "-o", str(tmp_path / "out")])
    assert ended.value.code == 2
    assert "a.mp4: expected an interpreter with mediapipe and OpenCV, got No module named" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_videos_are_prepared_in_small_parts(tmp_path, blind):
    (tmp_path / "HOUSE.mp4").write_bytes(b"")
    reader = GlossFolder(language="asl")
    assert reader.part_size(reader.listed(tmp_path)) == VIDEO_PART
    assert reader.part_size([]) == 128


@needs_mediapipe
def test_sentences_of_videos_become_a_corpus(clips, tmp_path, capsys):
    encode(clips / "nobody.mp4")
    (clips / "broken.mp4").write_bytes(b"\0\0\0\x20ftypisom" + b"\0" * 30)
    (tmp_path / "texts.csv").write_text("clip,text,split\na,Hello.,val\nnobody,Nothing.,val\nbroken,Nothing.,val\n")
    out = tmp_path / "out"
    command = ["corpus", "prepare", "video", str(clips), "--texts", str(tmp_path / "texts.csv"), "-l", "asl"]
    with pytest.raises(SystemExit) as ended:
        main([*command, "-o", str(out), "--licence", "ours"])
    assert ended.value.code == 0
    (row,) = open_corpus(out)["dev"]
    assert (row["id"], row["text"], row["layout"], row["fps"], row["licence"]) == (
        "a",
        "Hello.",
        "holistic",
        25,
        "ours",
    )
    assert len(row["poses"]) == 14
    said = capsys.readouterr().err
    assert "nobody.mp4: expected somebody who is seen, got nobody in 2 frames" in said
    assert "broken.mp4: expected a video that ffmpeg opens" in said
    report = json.loads((out / "report.json").read_text())
    assert report["hands"].keys() == {"left", "right"}
    assert ("hands seen in " in said) == any(count < report["frames"] for count in report["hands"].values())


@needs_mediapipe
def test_isolated_signs_are_cut_out_of_videos_as_indices_say(clips, tmp_path, monkeypatch):
    takes = [(1, -1), (5, 9), (9, 99), (40, 50)]
    instances = [
        {"video_id": f"{at}", "frame_start": first, "frame_end": last, "split": "train", "signer_id": 1, "fps": 25}
        for at, (first, last) in enumerate(takes)
    ]
    for at in range(len(takes)):
        (clips / f"{at}.mp4").write_bytes((clips / "a.mp4").read_bytes())
    (tmp_path / "WLASL_v0.3.json").write_text(json.dumps([{"gloss": "hello", "instances": instances}]))
    reader = Wlasl(motion=clips)
    made = prepare_corpus(reader, tmp_path / "WLASL_v0.3.json", tmp_path / "out")
    rows = {row["id"]: row for row in open_corpus(tmp_path / "out")["train"]}
    assert {name: len(row["poses"]) for name, row in rows.items()} == {"0": 14, "1": 5}
    assert rows["1"]["words"] == ["hello"]
    np.testing.assert_allclose(
        np.asarray(rows["1"]["poses"])[:, :2], np.asarray(rows["0"]["poses"])[4:9, :2], atol=0.02 * SIZE
    )
    assert sum("a part that lies in its file" in line for line in made.findings) == 1
    assert any("3.mp4: expected frames in the part that is asked for, got none" in line for line in made.findings)
    # Nothing is looked at twice: the same again, of what was kept.
    (clips / "3.mp4").unlink()

    def again(reader, name, *others):
        raise AssertionError(f"{name} is looked at again")

    monkeypatch.setattr(VideoReader, "_looked_at", again)
    made = prepare_corpus(Wlasl(motion=clips), tmp_path / "WLASL_v0.3.json", tmp_path / "again")
    assert made.rows == {"train": 2}


@needs_mediapipe
def test_parts_of_videos_in_seconds(clips, tmp_path):
    """MS-ASL's times are seconds of the video's own clock, whatever its rate."""
    times = [(0.2, 0.4), (0.0, 0.56), (0.4, 9.0)]
    entries = [
        {"clean_text": f"word {at}", "org_text": f"WORD{at}", "start_time": start, "end_time": end, "signer_id": at}
        | {"file": "a", "url": "www.youtube.com/watch?v=C37R_Ix8-qs"}
        for at, (start, end) in enumerate(times)
    ]
    (tmp_path / "MSASL_train.json").write_text(json.dumps(entries))
    made = prepare_corpus(MsAsl(motion=clips), tmp_path / "MSASL_train.json", tmp_path / "out")
    rows = {row["id"]: row for row in open_corpus(tmp_path / "out")["train"]}
    assert {name: len(row["poses"]) for name, row in rows.items()} == {"train_00000": 5, "train_00001": 14}
    assert rows["train_00000"]["words"] == ["word 0"]
    whole = np.asarray(rows["train_00001"]["poses"])
    np.testing.assert_allclose(np.asarray(rows["train_00000"]["poses"])[:, :2], whole[5:10, :2], atol=0.02 * SIZE)
    assert sum("train_00002" in line for line in made.findings) == 1


@needs_mediapipe
@pytest.mark.slow
def test_several_processes_look_at_videos(film, tmp_path, monkeypatch):
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "kept"))
    monkeypatch.setattr(GlossFolder, "part_size", lambda self, items: 1)
    for name in ("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT"):
        (tmp_path / "signs").mkdir(exist_ok=True)
        (tmp_path / "signs" / f"{name}.mp4").write_bytes(film.read_bytes())
    made = prepare_corpus(GlossFolder(language="asl"), tmp_path / "signs", tmp_path / "out", processes=2)
    assert made.rows == {"train": 8}
    assert made.layout == "holistic"
