"""Videos on the command line: a clip becomes points, a body, a corpus, an entry of a dictionary."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import imageio_ffmpeg
import pytest
from mediapipe_python import needs_mediapipe

from signary.cli import main
from signary.pose.formats import read_pose, write_pose
from signary.pose.render import render
from signary.retrieval.dictionary import SignDictionary
from signary.signing.rule_based import sign_text


def run(*arguments):
    with pytest.raises(SystemExit) as ended:
        main([str(one) for one in arguments])
    return ended.value.code


@pytest.fixture(scope="module")
def motion():
    return sign_text("mother", "asl").pose


@pytest.fixture(scope="module")
def clip(motion, tmp_path_factory):
    path = tmp_path_factory.mktemp("clip") / "mother.mp4"
    render(motion, path, size=256)
    return path


def test_a_file_of_motion_is_recorded_without_any_video(motion, tmp_path, capsys):
    write_pose(motion, tmp_path / "take.npz")
    signs = tmp_path / "signs"
    assert run("dictionary", "record", "mother", "-l", "ase", tmp_path / "take.npz", "--signs", signs) == 0
    assert f"{signs / 'clips' / 'mother-1.npz'}: mother (asl), smplx, " in capsys.readouterr().out
    assert (signs / "signs.csv").read_text().splitlines()[1] == "clips/mother-1.npz,mother,asl,,,"


@pytest.mark.parametrize("given", [(), ("a.npz", "--camera", "0")])
def test_a_clip_or_a_camera_is_recorded_and_not_both(tmp_path, capsys, given):
    assert run("dictionary", "record", "x", "-l", "asl", "--signs", tmp_path / "signs", *given) == 2
    assert "CLIP: expected a clip, or --camera, got" in capsys.readouterr().err


@needs_mediapipe
def test_a_camera_that_is_not_there_is_named(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("signary.cli.dictionary_record._READY", 0)
    assert run("dictionary", "record", "x", "-l", "asl", "--signs", tmp_path / "signs", "--camera", 97) == 2
    assert "camera 97: expected a camera, got none" in capsys.readouterr().err


@needs_mediapipe
def test_a_clip_becomes_points_and_a_body(clip, tmp_path, capsys):
    assert run("convert", clip, tmp_path / "a.pose") == 0
    said = capsys.readouterr()
    assert "holistic, " in said.out
    assert "hands seen in " in said.err
    assert run("convert", clip, tmp_path / "a.npz", "--layout", "smplx") == 0
    assert read_pose(tmp_path / "a.npz").layout.name == "smplx"


def of_videos(process):
    """Numbers of the processes that look at videos and were started by another, or by one that it started."""
    found = []
    for number in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        try:
            looks = b"holistic_worker" in Path(f"/proc/{number}/cmdline").read_bytes()
            found += [int(number)] if looks else of_videos(number)
        except OSError:
            continue
    return found


@needs_mediapipe
@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_who_stops_a_preparation_stops_what_looks_at_videos(clip, tmp_path, how):
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-stream_loop", "60", "-i", str(clip)]
    (tmp_path / "clips").mkdir()
    subprocess.run([*ffmpeg, "-c", "copy", str(tmp_path / "clips" / "a.mp4")], check=True)
    (tmp_path / "texts.csv").write_text("clip,text\na,Mother.\n")
    command = ["corpus", "prepare", "video", tmp_path / "clips", "--texts", tmp_path / "texts.csv", "-l", "asl", "-o"]
    environment = {**os.environ, "SIGNARY_CACHE": str(tmp_path / "kept")}
    begun = [sys.executable, "-m", "signary.cli", *map(str, [*command, tmp_path / "out"])]
    with subprocess.Popen(begun, stderr=subprocess.DEVNULL, env=environment) as process:
        while not (looking := of_videos(process.pid)):
            assert process.poll() is None
            time.sleep(0.1)
        time.sleep(5)  # it looks by now
        process.send_signal(how)
        process.wait(60)
    assert process.returncode == (130 if how == signal.SIGINT else -signal.SIGKILL)
    for _ in range(100):
        if not any(Path(f"/proc/{one}").exists() for one in looking):
            break
        time.sleep(0.1)
    assert not any(Path(f"/proc/{one}").exists() for one in looking)
    assert not (tmp_path / "out").exists()


@needs_mediapipe
@pytest.mark.slow
def test_a_word_that_is_recorded_is_an_entry_of_a_dictionary_without_a_network(clip, tmp_path):
    """With the embedded tokenizer; in a namespace that has no network, where the system allows one."""
    signs, file = tmp_path / "signs", tmp_path / "own.parquet"
    alone = ["unshare", "-rn"] if subprocess.run(["unshare", "-rn", "true"], check=False).returncode == 0 else []
    for command in (
        [
            "dictionary",
            "record",
            "mother;mum",
            "-l",
            "asl",
            clip,
            "--signs",
            signs,
            "--source",
            "us",
            "--licence",
            "CC0",
        ],
        ["dictionary", "build", "--input", signs, "-o", file],
    ):
        subprocess.run([*alone, sys.executable, "-m", "signary.cli", *map(str, command)], check=True)
    found = SignDictionary.load(file)
    assert len(found) == 2
    (sign,) = found.search("mum", "asl", 5)
    assert (sign.source, sign.licence) == ("us", "CC0")
    assert sign.frames > 10
