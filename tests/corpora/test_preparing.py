"""A preparation that is stopped goes on; what cannot be read is dropped and named; processes make no difference."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from datasets import load_dataset
from PIL import Image

from signary.cli import main
from signary.corpora import prepare
from signary.corpora.clip_facts import clip_facts
from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.reader import Dropped, ListingReader
from signary.corpora.row_schema import CorpusRow
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.pose import PoseSequence, get_layout
from signary.training.corpus_facts import corpus_facts

LAYOUT = get_layout("phoenix50")


def values(number, frames=6):
    return np.random.default_rng(number).normal(size=(frames, 150)).astype(np.float32)


@dataclass(frozen=True)
class Numbered:
    id: str


@dataclass
class Numbers(ListingReader[Numbered]):
    """So many clips of numbers; some cannot be read, one is the same as another, one stands still."""

    about = "numbers"
    count: int = 10
    slow: float = 0.0
    unsafe: bool = False
    read_in: str = field(default="", init=False)

    def listed(self, source):
        names = [Numbered(f"clip{at}") for at in range(self.count)]
        return [Dropped(one.id, "no text") if one.id.endswith("7") else one for one in names]

    def read(self, item):
        time.sleep(self.slow)
        number = int(item.id[4:])
        if self.unsafe and number == 5:
            raise UnsafeFileError(item.id, "data", "code")
        if number % 10 == 3:
            raise FormatError(f"{item.id}.bin", "a whole file", "half of one")
        numbers = values(2 if number == 8 else number)
        numbers = np.repeat(numbers[:1], 6, axis=0) if number == 9 else numbers
        motion = PoseSequence(numbers, LAYOUT, 25.0 if number % 2 else 30.0)
        return CorpusRow(item.id, f"Text {number}.", "dgs", motion, split="val" if number % 4 == 0 else "train")


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(ListingReader, "part_size", lambda self, items: 4)


def rows(folder):
    return {
        split: {row["id"]: np.asarray(row["poses"], np.float32) for row in part}
        for split, part in open_corpus(folder).items()
    }


def test_what_was_dropped_and_what_is_odd_is_reported(tmp_path, small_parts):
    made = prepare_corpus(Numbers(20), tmp_path, tmp_path / "out")
    assert dict(made.rows) == {"train": 11, "dev": 5}
    said = "\n".join(made.findings)
    assert "dropped: 2 (no text), such as clip7; clip17" in said
    assert (
        "dropped: 2 (expected a whole file), such as clip3: clip3.bin: expected a whole file, got half of one; clip13"
        in said
    )
    assert "kept, but odd: 1 (the same motion as another), such as clip2 = clip8" in said
    assert "kept, but odd: 1 (nothing moves), such as clip9" in said
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["rows"] == {"train": 11, "dev": 5}
    assert report["fps"] == {"30": 10, "25": 6}
    assert (report["dropped"]["no text"]["count"], report["frames"]) == (2, 96)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_processes_make_no_difference(tmp_path, small_parts):
    """Bytes of all files are the same; the parts of other processes are as large as here by default."""
    for name, processes in (("one", 1), ("three", 3)):
        prepare_corpus(Numbers(300), tmp_path, tmp_path / name, processes=processes)
    one, three = rows(tmp_path / "one"), rows(tmp_path / "three")
    assert one.keys() == three.keys()
    for split in one:
        assert list(one[split]) == list(three[split])
        for name in one[split]:
            np.testing.assert_array_equal(one[split][name], three[split][name])


def test_a_preparation_that_failed_goes_on_where_it_was(tmp_path, small_parts, monkeypatch):
    whole = prepare_corpus(Numbers(30), tmp_path, tmp_path / "whole")
    read, times = Numbers.read, []

    def until(self, item):
        times.append(item.id)
        if len(times) == 18:
            raise KeyboardInterrupt
        return read(self, item)

    monkeypatch.setattr(Numbers, "read", until)
    with pytest.raises(KeyboardInterrupt):
        prepare_corpus(Numbers(30), tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    done = len(list((tmp_path / "out.preparing" / "records").iterdir()))
    assert done == 4
    again = prepare_corpus(Numbers(30), tmp_path, tmp_path / "out")
    assert again == whole
    # Its first clip was read again to see what rows are like, and what was not written.
    assert len(times) - 18 == 1 + 30 - 4 * done - sum(at % 10 == 7 for at in range(4 * done, 30))
    one, other = rows(tmp_path / "whole"), rows(tmp_path / "out")
    assert {split: list(part) for split, part in one.items()} == {split: list(part) for split, part in other.items()}


def test_another_preparation_of_the_same_name_is_refused(tmp_path, small_parts, monkeypatch):
    with monkeypatch.context() as stopped:
        stopped.setattr(prepare, "_finish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            prepare_corpus(Numbers(8), tmp_path, tmp_path / "out")
    with pytest.raises(InputError, match=r"the options of the preparation that was stopped in 'out.preparing'"):
        prepare_corpus(Numbers(9), tmp_path, tmp_path / "out")
    with pytest.raises(InputError, match="the motion_type of the preparation"):
        prepare_corpus(Numbers(8), tmp_path, tmp_path / "out", motion_type="float16")
    assert prepare_corpus(Numbers(8), tmp_path, tmp_path / "out").rows == {"train": 4, "dev": 2}


_PROGRAM = """
import sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from test_preparing import Numbers
from signary.corpora.prepare import prepare_corpus
if __name__ == "__main__":
    print("begins", flush=True)
    prepare_corpus(Numbers(900, 0.01), Path({source!r}), Path({out!r}), processes=2)
"""


@pytest.mark.slow
def test_killed_and_resumed_without_loss_or_repeat(tmp_path):
    """The program is killed when some parts are done; its workers end by themselves."""
    out = tmp_path / "out"
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM.format(tests=str(Path(__file__).parent), source=str(tmp_path), out=str(out)))
    running = subprocess.Popen(
        [sys.executable, str(program)], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    records = tmp_path / "out.preparing" / "records"
    end = time.monotonic() + 240
    while not (records.is_dir() and len(list(records.glob("*.json"))) >= 2):
        assert running.poll() is None
        assert time.monotonic() < end
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert not out.exists()
    done = {path.name: path.stat().st_mtime_ns for path in records.glob("*.json")}
    assert len(done) < 8
    time.sleep(3)
    late = {path.name: path.stat().st_mtime_ns for path in records.glob("*.json")}
    assert len(late) - len(done) <= 2, "workers went on"
    made = prepare_corpus(Numbers(900, 0.01), tmp_path, out)
    wanted = [f"clip{at}" for at in range(900) if at % 10 not in (3, 7)]
    found = [name for part in rows(out).values() for name in part]
    assert sorted(found) == sorted(wanted)
    assert sum(made.rows.values()) == len(wanted) == len(found)


def test_half_precision_is_said_and_refused_where_it_cannot_hold_a_number(tmp_path):
    made = prepare_corpus(Numbers(3), tmp_path, tmp_path / "out", motion_type="float16")
    assert "in float16" in str(made)
    poses = open_corpus(tmp_path / "out")["train"][0]["poses"]
    np.testing.assert_allclose(np.asarray(poses, np.float32), values(1), atol=2e-3)

    @dataclass
    class Large(Numbers):
        def read(self, item):
            motion = PoseSequence(values(1) * 1e6, LAYOUT, 25.0)
            return CorpusRow(item.id, "x", "dgs", motion)

    with pytest.raises(InputError, match=r"row 'clip0', poses: expected numbers up to 65504 for float16"):
        prepare_corpus(Large(3), tmp_path, tmp_path / "large", motion_type="float16")


def test_shards_stream_and_open_as_any_data_set(tmp_path, small_parts):
    prepare_corpus(Numbers(12), tmp_path, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out" / "data").iterdir())[0] == "dev-00000-of-00003.parquet"
    streamed = load_dataset(str(tmp_path / "out"), split="train", streaming=True)
    names = [row["id"] for row in streamed]
    assert names == list(open_corpus(tmp_path / "out")["train"]["id"])
    first = next(iter(streamed.with_format("numpy")))
    assert np.asarray(first["poses"]).shape == (6, 150)


def test_files_that_ask_for_code_stop_everything(tmp_path):
    with pytest.raises(UnsafeFileError, match="clip5: expected data, got code"):
        prepare_corpus(Numbers(8, unsafe=True), tmp_path, tmp_path / "out")
    assert not list(tmp_path.glob("out*"))


def test_nothing_that_can_be_read_says_why(tmp_path):
    @dataclass
    class Nothing(Numbers):
        def read(self, item):
            raise FormatError(item.id, "motion", "none")

    with pytest.raises(InputError, match=r"at least one sentence that can be read \(clip0: clip0: expected motion"):
        prepare_corpus(Nothing(3), tmp_path, tmp_path / "out")


def test_missing_and_broken_shards_are_named(tmp_path, small_parts):
    prepare_corpus(Numbers(12), tmp_path, tmp_path / "out")
    shard = tmp_path / "out" / "data" / "train-00001-of-00003.parquet"
    content = shard.read_bytes()
    shard.write_bytes(content[: len(content) // 2])
    with pytest.raises(FormatError, match="train-00001-of-00003.parquet: expected a whole parquet file"):
        open_corpus(tmp_path / "out")
    shard.unlink()
    with pytest.raises(InputError, match="split train: expected all of its 3 shards, got 2"):
        open_corpus(tmp_path / "out")


def test_rest_at_the_ends_is_seen():
    moving = np.zeros((50, 50, 3), np.float32)
    moving[:, 2] = (1, 0, 0)
    moving[:, 5] = (-1, 0, 0)
    moving[:, [4, 7]] = (0, 1, 0)
    moving[20:30, 7, 0] = np.linspace(0, 2, 10)
    moving[30:, 7, 0] = 2
    facts = clip_facts(PoseSequence(moving.reshape(50, 150), LAYOUT, 25.0))
    assert facts.rest_before == pytest.approx(21 / 25)
    assert facts.rest_after == pytest.approx(21 / 25, abs=0.05)
    assert not facts.still


def test_what_info_says_of_a_prepared_corpus(tmp_path, small_parts, capsys):
    prepare_corpus(Numbers(20), tmp_path, tmp_path / "out")
    with pytest.raises(SystemExit) as stopped:
        main(["corpus", "info", str(tmp_path / "out"), "--sheet", str(tmp_path / "sheet.png")])
    assert stopped.value.code == 0
    said = capsys.readouterr().out
    assert "train: 11 rows, 2.4 s" in said
    assert "words: 32, 17 different" in said
    assert "dropped: 2 (no text), such as clip7; clip17" in said
    assert "layout: phoenix50" in said
    picture = Image.open(tmp_path / "sheet.png")
    assert picture.size[0] == 6 * 192
    assert np.asarray(picture).std() > 1


def test_missing_joints_and_signs_in_info(tmp_path):
    @dataclass
    class Signs(Numbers):
        def read(self, item):
            confidence = np.ones((6, 50), np.float32)
            confidence[:3, 29:] = 0
            motion = PoseSequence.masked(values(1), LAYOUT, 25.0, confidence)
            return CorpusRow(item.id, "dog", "asl", motion, words=("dog", "hound"))

    prepare_corpus(Signs(4), tmp_path, tmp_path / "out")
    facts = corpus_facts(tmp_path / "out")
    lines = dict(line.split(": ", 1) for line in facts.lines())
    assert lines["missing joints"].startswith("21.0% of all; left_hand_wrist 50%")
    assert lines["signs"] == "8 of 2 words, dog 4, hound 4"
    assert lines["points"] == "hands seen in 75 % of frames (left 50 %, right 100 %)"
