"""Many sentences: kept is what is whole and as asked for; a full disk, a signal and a kill lose nothing."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from signary.cli import main
from signary.io.errors import InputError
from signary.io.temporary import machine
from signary.signing import batch
from signary.signing.batch_record import NAME, Recipe
from signary.signing.text_signer import SigningOptions, make_text_signer

TABLE = "id|translation\na|Hallo.\nb|Mutter, Brot.\nc|Guten Morgen.\n"
COMMAND = ("generate", "-l", "dgs", "--method", "signer")


@pytest.fixture
def run(capsys, tmp_path):
    """Sign a table into the folder `out`; exit code, report and what is told."""

    def run(content=TABLE, *flags, format="vtt", name="in.csv"):
        (tmp_path / name).write_text(content, encoding="utf-8", newline="")
        where = ("--input", tmp_path / name, "-o", tmp_path / "out", "--format", format)
        with pytest.raises(SystemExit) as stopped:
            main([str(part) for part in (*COMMAND, *where, *flags)])
        captured = capsys.readouterr()
        return stopped.value.code, captured.out, captured.err

    return run


def start(tmp_path, rows, format="npz", **settings):
    """The same as a process of its own, with so many rows."""
    table = tmp_path / "in.csv"
    table.write_text("id,text\n" + "".join(f"s{at},Hallo. Guten Morgen.\n" for at in range(rows)), encoding="utf-8")
    where = ("--input", table, "-o", tmp_path / "out", "--format", format)
    command = [sys.executable, "-m", "signary.cli", *map(str, (*COMMAND, *where))]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **settings)


def wait_for(folder, files, process):
    while not folder.is_dir() or len(os.listdir(folder)) < files:
        assert process.poll() is None
        time.sleep(0.02)


def outputs(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != NAME}


def test_one_line_says_what_was_done(run, tmp_path):
    code, out, err = run(TABLE + "d|😀\ne|🙂\nf|\n")
    assert code == 2
    assert len(out.splitlines()) == 1
    assert out.startswith("6 sentences: 3 written, 0 were there already, 3 failed, in ")
    assert "refused: 2 × text: expected at least one word that can be signed (d, e), 1 × text: expected" in out
    assert " s, peak memory " in out
    columns, *refused = err.splitlines()
    assert columns == "in.csv: cells parted by bars (|); text from column translation; ids from column id"
    assert [line.partition(":")[0] for line in refused] == ["d", "e", "f"]
    assert sorted(outputs(tmp_path / "out")) == ["a.vtt", "b.vtt", "c.vtt"]


def test_keypoints_are_lifted_for_files_that_are_played(of_keypoints, tmp_path):
    of_keypoints.save(tmp_path / "model")
    (tmp_path / "in.txt").write_text("Hello!\nMother eats bread.\n")
    how = SigningOptions(model=str(tmp_path / "model"))
    done = batch.sign_file(tmp_path / "in.txt", tmp_path / "out", Recipe("model", how, "glb", {}), "asl")
    assert (done.written, len(list((tmp_path / "out").glob("*.glb")))) == (2, 2)
    # How well, once for all, and what the files have in common.
    lifted, rest = done.remarks
    assert lifted.startswith("lifted: 2 with ")
    assert rest == "at rest, as they are missing in all frames: jaw, expression"
    assert lifted in str(done)


def test_again_it_does_nothing_and_says_so(run, tmp_path):
    assert run()[0] == 0
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    code, out, _ = run()
    assert code == 0
    assert "0 written, 3 were there already, 0 failed" in out
    assert "nothing to do" in out
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()} == before


@pytest.mark.parametrize(
    ("content", "flags", "anew"),
    [
        (TABLE.replace("Brot", "Wasser"), (), 1),
        (TABLE, ("--speed", "2"), 3),
        (TABLE, ("--seed", "5"), 3),
        (TABLE, ("--fps", "50"), 3),
        (TABLE, ("--left-handed",), 3),
        (TABLE, ("--signer", "2"), 3),
        (TABLE.replace("|", ","), (), 0),
        (TABLE, ("-l", "gsg"), 0),
        (TABLE, ("--size", "64"), 0),
    ],
)
def test_what_is_asked_for_differently_is_signed_anew(run, content, flags, anew):
    content = content.replace("Mutter, ", "Mutter ")
    run(TABLE.replace("Mutter, ", "Mutter "))
    code, out, _ = run(content, *flags)
    assert code == 0
    assert f"{anew} written, {3 - anew} were there already, 0 failed" in out
    assert (f"written anew: {anew} asked for differently" in out) is bool(anew)
    assert "3 were there already" in run(content, *flags)[1]


def test_another_size_is_another_picture(run):
    one = "id,text\na,Hallo.\n"
    run(one, "--size", "64", format="png")
    assert "1 written" in run(one, "--size", "96", format="png")[1]
    assert "1 were there already" in run(one, "--size", "96", format="png")[1]


def test_a_packed_file_is_another_one(run):
    one = "id,text\na,Hallo.\n"
    run(one, format="glb")
    assert "1 were there already" in run(one, "--size", "96", format="glb")[1]
    assert "1 written" in run(one, "--compress", format="glb")[1]
    assert "1 were there already" in run(one, "--compress", format="glb")[1]


@pytest.mark.parametrize("format", ["skels", "glb", "bvh", "vrma"])
def test_every_format_of_motion_is_written(run, tmp_path, format):
    code, out, _ = run(format=format)
    assert code == 0
    assert "3 written" in out
    assert all((tmp_path / "out" / f"{name}.{format}").stat().st_size > 10_000 for name in "abc")


def test_what_holds_for_all_files_is_said_once(run):
    assert run(format="npz")[1].count("add-on refuses less than 30 frames a second") == 1
    assert "add-on" not in run("id,text\nd,Hallo.\n", "--fps", "30", format="npz")[1]


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda folder: (folder / "a.npz").write_bytes((folder / "a.npz").read_bytes()[:-9]), "damaged"),
        (lambda folder: (folder / "a.npz").write_bytes(b""), "damaged"),
        (lambda folder: (folder / "a.npz").write_bytes((folder / "a.npz").read_bytes()[:-1] + b"x"), "damaged"),
        (lambda folder: (folder / "a.npz").write_bytes((folder / "b.npz").read_bytes()), "damaged"),
        (lambda folder: (folder / "a.npz").unlink(), None),
        (lambda folder: (folder / NAME).write_bytes((folder / NAME).read_bytes()[:-20]), "not known"),
        (lambda folder: (folder / NAME).write_text("[" * 100000 + '\n{"file": 1}\n\x00\xff'), "not known"),
        (lambda folder: (folder / NAME).unlink(), "not known"),
    ],
)
def test_what_is_not_whole_is_not_kept(run, tmp_path, harm, reason):
    folder = tmp_path / "out"
    run(format="npz")
    whole = outputs(folder)
    harm(folder)
    code, out, _ = run(format="npz")
    assert code == 0
    assert "0 written" not in out
    assert (f" {reason}" if reason else "in ") in out
    assert outputs(folder) == whole
    assert "3 were there already" in run(format="npz")[1]


def test_a_fault_is_shown_after_what_was_done(run, capsys, monkeypatch):
    def make(method, language, options):
        sign = make_text_signer(method, language, options)

        def fail(text):
            if "Brot" in text:
                raise RuntimeError("out of memory on the accelerator")
            return sign(text)

        return fail

    monkeypatch.setattr(batch, "make_text_signer", make)
    with pytest.raises(RuntimeError, match="out of memory"):
        run()
    assert "3 sentences: 1 written" in capsys.readouterr().err
    monkeypatch.undo()
    assert "2 written, 1 were there already, 0 failed" in run()[1]


def test_the_record_tells_what_became_of_the_words(run, tmp_path):
    run("text\nHallo Xqzwrt.\n")
    (line,) = (tmp_path / "out" / NAME).read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["account"] == "2 words: 1 signed, 1 spelled (Xqzwrt)"


def test_rows_may_be_of_several_languages(tmp_path, capsys):
    table = tmp_path / "in.csv"
    table.write_text("id,text,language\na,Hallo.,dgs\nb,Hello.,asl\n", encoding="utf-8")
    where = ("--input", table, "-o", tmp_path / "out", "--format", "vtt", "--method", "signer")
    with pytest.raises(SystemExit) as stopped:
        main(["generate", *map(str, where)])
    assert stopped.value.code == 0
    assert "HELLO" in (tmp_path / "out" / "b.vtt").read_text(encoding="utf-8")
    assert "languages from column language" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        "id,text\na,Hello, my name.\n",
        'id,text\na,"Hallo\nb,Welt\n',
        "id,text\n../x,Hallo.\n",
        f"id,text\n{'x' * 300},Hallo.\nb,Hi.\n",
    ],
)
def test_a_table_that_is_not_right_is_refused_in_one_line_before_anything_is_signed(run, tmp_path, content):
    code, out, err = run(content)
    assert (code, out) == (2, "")
    assert "in.csv, line 2" in err
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("told", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_with_a_report(run, tmp_path, told, code):
    process = start(tmp_path, 300)
    wait_for(tmp_path / "out", 4, process)
    process.send_signal(told)
    out, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert err == ""
    assert f"stopped by {told.name}: " in out
    assert "the same command goes on with them" in out
    there = outputs(tmp_path / "out")
    assert not [name for name in there if name.startswith(".")]
    # Between a file and its line in the record it may be told to stop, too.
    assert any(f"300 sentences: {count} written" in out for count in (len(there), len(there) - 1))
    assert any(f"{300 - count} left" in out for count in (len(there), len(there) - 1))


@pytest.mark.parametrize("hiding", [ValueError, OSError, InputError])
def test_an_interruption_that_an_error_hides_is_one(tmp_path, monkeypatch, hiding):
    """An archive that was being written when the signal came cannot be closed, and raises that instead."""

    def interrupted(signed, path, **options):
        try:
            raise KeyboardInterrupt
        finally:
            raise hiding("a", "b", "c")

    monkeypatch.setattr(batch, "write_output", interrupted)
    (tmp_path / "in.txt").write_text("Hello!\nMother.\n")
    recipe = Recipe("signer", SigningOptions(), "npz", {})
    done = batch.sign_file(tmp_path / "in.txt", tmp_path / "out", recipe, "asl")
    assert (done.signal, done.written, done.left, done.failed) == (signal.SIGINT, 0, 2, ())


def test_what_was_killed_goes_on_and_leaves_nothing_behind(run, tmp_path):
    process = start(tmp_path, 40)
    wait_for(tmp_path / "out", 4, process)
    process.kill()
    process.communicate()
    left = tmp_path / "out" / f".signary-{machine()}-{process.pid}-0123456789ab.npz"
    left.write_bytes(b"half")
    process = start(tmp_path, 40)
    out, _ = process.communicate()
    assert process.returncode == 0
    assert " 0 failed" in out
    assert sorted(os.listdir(tmp_path / "out")) == sorted([*(f"s{at}.npz" for at in range(40)), NAME])


def test_a_full_disk_ends_it_with_a_report(tmp_path):
    resource = pytest.importorskip("resource")

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))

    process = start(tmp_path, 3, preexec_fn=small)
    out, err = process.communicate()
    assert process.returncode == 2
    assert "stopped by a full disk (output: expected room for the whole file, got " in out
    assert "3 left" in out
    assert "Traceback" not in err
    assert outputs(tmp_path / "out") == {}
