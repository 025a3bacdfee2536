"""The command line: files that open again, one-line errors, exit codes, nothing left behind."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from pose_format import Pose

from signary.cli import main
from signary.pose.formats import read_pose, read_skels
from signary.signing.outputs import SUFFIXES

#: Most of these tests are about files and errors, whichever way a text is signed.
SIGNER = ("--method", "signer")


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return stopped.value.code, captured.out, captured.err


def test_generate_writes_every_format(capsys, tmp_path):
    files = {suffix: tmp_path / f"a{suffix}" for suffix in SUFFIXES}
    flags = [part for path in files.values() for part in ("-o", path)]
    code, out, err = run(capsys, "generate", "Hello", "--language", "asl", "--size", "96", *SIGNER, *flags)
    assert code == 0, err
    assert all(path.stat().st_size > 0 for path in files.values())
    assert "1 word: 1 signed" in out
    assert "not verified by signers" in err
    pose = Pose.read(files[".pose"].read_bytes())
    assert pose.body.fps == 25
    (skels,) = read_skels(files[".skels"])
    assert pose.body.data.shape[0] == len(read_pose(files[".npz"])) == len(skels)
    assert "HELLO" in files[".vtt"].read_text(encoding="utf-8")
    assert ElementTree.parse(files[".eaf"]).getroot().tag == "ANNOTATION_DOCUMENT"
    for suffix in (".glb", ".vrma"):
        content = files[suffix].read_bytes()
        extras = json.loads(content[20 : 20 + int.from_bytes(content[12:16], "little")])["scenes"][0]["extras"]
        assert [(item["word"], item["gloss"]) for item in extras["segments"]] == [("Hello", "HELLO")]
    assert err.count("add-on refuses less than 30 frames a second") == 1


def test_skels_have_their_own_rate(capsys, tmp_path):
    how = ("generate", "Hello", "-l", "asl", *SIGNER, "-o", tmp_path / "a.skels", "--fps", "30")
    code, _, err = run(capsys, *how)
    assert (code, err) == (2, "signary: fps: expected 25, which a .skels has by definition, got 30\n")
    assert list(tmp_path.iterdir()) == []


def test_packing_needs_a_glb(capsys, tmp_path):
    for way in (("Hello", "-l", "asl", "-o", tmp_path / "a.bvh"), ("--gloss", "HELLO", "-o", tmp_path / "a.mp4")):
        code, _, err = run(capsys, "generate", *way, "--compress")
        assert (code, err) == (2, f"signary: compress: expected a .glb to be written, got {way[-1].suffix}\n")
    sizes = []
    for how in ((), ("--compress",)):
        run(capsys, "generate", "Hello", "-l", "asl", *SIGNER, "-o", tmp_path / "a.glb", "-o", tmp_path / "a.vtt", *how)
        sizes.append((tmp_path / "a.glb").stat().st_size)
    assert sizes[1] < 0.4 * sizes[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["Hello", "--language", "xyz", "-o", "a.pose"], "language: expected"),
        (["", "--language", "asl", "-o", "a.pose"], "text: expected at least one word"),
        (["Hello", "--language", "asl", "-o", "a.doc"], "output: expected a name that ends in"),
        (["Hello", "--language", "asl", "-o", "none/a.pose"], "output: expected a file in an existing folder"),
        (["x" * 2001, "--language", "asl", "-o", "a.pose"], "at most 2,000 characters"),
        (["Hello", "--language", "asl", "-o", "a.pose", "--speed", "99"], "speed: expected"),
        (["Hello", "--language", "asl", "-o", "a.pose", "--fps", "0"], "fps: expected"),
        (["Hello", "--language", "asl", "-o", "a.pose", "--method", "magic"], "method: expected"),
        (["Hello", "--language", "asl"], "--output"),
        (["Hello", "-o", "a.pose"], "--language"),
        (["--language", "asl", "-o", "a.pose"], "either TEXT or --input"),
        (["Hello", "--language", "asl", "-o", "a.pose", "--hurry"], "--hurry"),
    ],
)
def test_bad_input_is_one_line_exit_code_two_and_no_file(capsys, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, "generate", *arguments, *(() if "--method" in arguments else SIGNER))
    assert code == 2
    assert words in err
    assert len(err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_convert_and_render(capsys, tmp_path):
    source = tmp_path / "a.npz"
    assert run(capsys, "generate", "bread", "-l", "asl", "-o", source, *SIGNER)[0] == 0
    assert run(capsys, "convert", source, tmp_path / "b.pose")[0] == 0
    assert run(capsys, "convert", source, tmp_path / "c.npz", "--layout", "phoenix50", "--fps", "12.5")[0] == 0
    converted = read_pose(tmp_path / "c.npz")
    assert converted.layout.name == "phoenix50"
    assert converted.fps == 12.5
    assert run(capsys, "render", source, tmp_path / "b.pose", tmp_path / "pair.gif", "--size", "96")[0] == 0
    assert run(capsys, "render", tmp_path / "c.npz", tmp_path / "one.png", "--size", "96")[0] == 0
    code, _, err = run(capsys, "render", source, tmp_path / "x.pose")
    assert (code, len(err.strip().splitlines())) == (2, 1)


def test_many_sentences_resume_and_report_failures(capsys, tmp_path):
    table = tmp_path / "sentences.csv"
    table.write_text("id|translation\nfirst|Hello\nsecond|My mother\nthird|😀\n", encoding="utf-8")
    folder = tmp_path / "out"
    many = ("generate", "--input", table, "-o", folder, "--format", "npz", "-l", "asl", *SIGNER)
    code, out, err = run(capsys, *many)
    assert code == 2
    assert "third" in err
    assert "2 written, 0 were there already, 1 failed" in out
    first = (folder / "first.npz").read_bytes()
    table.write_text("id|translation\nfirst|Hello\nsecond|My mother\n", encoding="utf-8")
    code, out, _ = run(capsys, *many)
    assert code == 0
    assert "0 written, 2 were there already, 0 failed" in out
    assert (folder / "first.npz").read_bytes() == first


@pytest.mark.parametrize("name", ["../evil", "a/b", ".."])
def test_ids_cannot_leave_the_folder(capsys, tmp_path, name):
    table = tmp_path / "sentences.csv"
    table.write_text(f"id,text\n{name},Hello\n", encoding="utf-8")
    flags = ("-o", tmp_path / "out", "--format", "npz", "-l", "asl", *SIGNER)
    code, _, err = run(capsys, "generate", "--input", table, *flags)
    assert code == 2
    assert "plain file names" in err


def test_left_handed_signing_differs(capsys, tmp_path):
    for name, flags in (("right", []), ("left", ["--left-handed"]), ("other", ["--signer", "4"])):
        assert run(capsys, "generate", "Hello", "-l", "asl", "-o", tmp_path / f"{name}.npz", *SIGNER, *flags)[0] == 0
    right, left, other = (read_pose(tmp_path / f"{name}.npz") for name in ("right", "left", "other"))
    assert np.allclose(left.mirror().values, right.values, atol=1e-6)
    assert other.values.shape != right.values.shape or not np.allclose(other.values, right.values)


def test_languages_and_doctor(capsys):
    code, out, _ = run(capsys, "languages")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == ["asl", "dgs", "csl"]
    assert "0 checked by signers" in out
    code, out, _ = run(capsys, "doctor")
    assert code == 0
    assert "BAD" not in out


def test_help_is_light():
    program = (
        "import sys, signary\n"
        "from signary.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit as stopped: assert stopped.code == 0\n"
        "heavy = {'torch', 'transformers', 'diffusers', 'jieba', 'scipy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "generate" in done.stdout


def test_the_rule_based_signer_and_files_import_no_learned_engine(tmp_path):
    signed, converted, drawn = (str(tmp_path / name) for name in ("a.npz", "b.pose", "c.png"))
    commands = [
        ["generate", "Hello", "-l", "asl", "--method", "signer", "-o", signed],
        ["convert", signed, converted],
        *(["convert", signed, str(tmp_path / f"d{suffix}")] for suffix in (".glb", ".bvh", ".vrma")),
        ["render", converted, drawn, "--size", "96"],
    ]
    program = (
        "import sys\n"
        "from signary.cli import main\n"
        f"for arguments in {commands!r}:\n"
        "    try: main(arguments)\n"
        "    except SystemExit as stopped: assert stopped.code == 0\n"
        "assert not {'transformers', 'diffusers'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
