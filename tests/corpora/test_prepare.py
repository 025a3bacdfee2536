"""Rows to a prepared corpus: one schema, whole or not at all, in bounded memory; readers that somebody registers."""

import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.reader import CorpusReader, reader_options
from signary.corpora.readers.registry import get_reader, reader_names
from signary.corpora.row_schema import CorpusRow, SignedGloss
from signary.corpora.rows import row_motion
from signary.io.errors import FormatError, InputError
from signary.io.extensions import register_reader
from signary.pose import PoseSequence, get_layout

LAYOUT = get_layout("phoenix50")


def motion(frames=3, layout="phoenix50", confidence=None, **metadata):
    found = get_layout(layout)
    values = np.random.default_rng(frames).normal(size=(frames, found.num_features)).astype(np.float32)
    if confidence is None:
        return PoseSequence(values, found, 25.0, None, metadata)
    return PoseSequence.masked(values, found, 25.0, confidence, metadata)


def row(name="a", **facts):
    return CorpusRow(**{"id": name, "text": "Ja.", "language": "dgs", "motion": motion(), **facts})


@dataclass
class Given(CorpusReader):
    """Rows that are there already."""

    about = "nothing at all"
    found: list = field(default_factory=list)

    def rows(self, source: Path) -> Iterator[CorpusRow]:
        yield from self.found

    def remarks(self):
        return [f"{len(self.found)} of them"]


def prepare(folder, *rows):
    made = prepare_corpus(Given(list(rows)), folder, folder / "out")
    return made, open_corpus(str(folder / "out"))


def test_a_row_keeps_everything(tmp_path):
    certainty = np.array([[1.0] * 50, [0.5] * 50, [0.0] * 49 + [1.0]], np.float32)
    full = row(
        language="gsg",
        motion=motion(confidence=certainty),
        split="held_out",
        gloss="JA",
        glosses=(SignedGloss("JA", 0.0, 0.08),),
        signer=3,
        source="a camera",
        words=("ja", "doch"),
    )
    made, corpus = prepare(tmp_path, full)
    assert (dict(made.rows), made.layout, made.remarks) == ({"held_out": 1}, "phoenix50", ("1 of them",))
    found = corpus["held_out"][0]
    assert (found["language"], found["layout"], found["signer"], found["source"]) == ("dgs", "phoenix50", 3, "a camera")
    assert (found["gloss"], found["words"]) == ("JA", ["ja", "doch"])
    assert found["glosses"] == [{"gloss": "JA", "start": 0.0, "end": pytest.approx(0.08)}]
    again = row_motion(found, LAYOUT)
    np.testing.assert_array_equal(again.confidence, certainty)
    np.testing.assert_allclose(again.values, full.motion.values, equal_nan=True)
    assert open_corpus(tmp_path / "out")["held_out"].num_rows == 1


def test_what_zero_hands_mean_goes_with_the_motion(tmp_path):
    _, corpus = prepare(tmp_path, row(motion=motion(layout="smplx", hand_reference="mano_mean")))
    assert corpus["train"][0]["hand_reference"] == "mano_mean"
    assert "confidence" not in corpus["train"].column_names


def test_splits_come_mixed_and_stay_in_order(tmp_path):
    names = [("a", "train"), ("b", "dev"), ("c", "train"), ("d", "test"), ("e", "dev")]
    _, corpus = prepare(tmp_path, *(row(name, split=split) for name, split in names))
    assert {split: part["id"][:] for split, part in corpus.items()} == {
        "train": ["a", "c"],
        "dev": ["b", "e"],
        "test": ["d"],
    }


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (
            {"motion": motion(layout="slrtp178")},
            "row 'b': expected layout phoenix50, as the first row",
        ),
        ({"gloss": "JA"}, "row 'b': expected none in gloss, as in the first row 'a', got the opposite"),
        ({"motion": motion(confidence=np.ones((3, 50), np.float32))}, "row 'b': expected none in confidence"),
    ],
)
def test_rows_that_are_not_like_the_first_are_named_and_nothing_is_written(tmp_path, second, words):
    with pytest.raises(FormatError, match=words):
        prepare(tmp_path, row("a"), row("b", **second))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"text": " "}, "row 'a', text: expected text that is not empty"),
        ({"split": "../up"}, "row 'a', split: expected a name of letters and digits"),
        ({"language": "xyz"}, "language"),
        ({"motion": motion(0)}, "row 'a', motion: expected at least one frame with a joint, got no frame"),
    ],
)
def test_rows_that_cannot_be_are_named(facts, words):
    with pytest.raises(InputError, match=words):
        row(**facts)


def test_nothing_is_no_corpus(tmp_path):
    with pytest.raises(InputError, match="source: expected at least one sentence, got none in"):
        prepare(tmp_path)
    assert list(tmp_path.iterdir()) == []


@dataclass
class Endless(CorpusReader):
    """So many rows, made when they are asked for."""

    about = "numbers"
    count: int = 0

    def rows(self, source: Path) -> Iterator[CorpusRow]:
        for number in range(self.count):
            yield row(f"{number}", motion=motion(400))


def test_memory_does_not_grow_with_the_corpus(tmp_path):
    peaks = []
    for count in (80, 400):
        tracemalloc.start()
        prepare_corpus(Endless(count), tmp_path, tmp_path / f"out{count}")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert len(open_corpus(str(tmp_path / "out400"))["train"]) == 400
    # 320 rows more are 77 MB of motion more.
    assert peaks[1] - peaks[0] < 20e6


def test_readers_are_known_by_name_and_names_are_taken_once():
    assert reader_names()[:6] == (
        *("motion-files", "openpose", "pt", "keypoint-pickles", "phoenix14t", "phoenix-text-synthetic-motion"),
    )
    if "endless" not in reader_names():
        register_reader("endless", Endless)
    assert get_reader("endless") is Endless
    with pytest.raises(InputError, match="name: expected a name no other format has, got 'pt'"):
        register_reader("pt", Endless)
    with pytest.raises(InputError, match=r"format: expected one of motion-files, openpose.*, got 'nothing'"):
        get_reader("nothing")


@pytest.mark.parametrize("name", reader_names())
def test_every_reader_says_what_it_reads_and_what_its_options_are(name):
    reader = get_reader(name)
    assert reader.about
    assert "\n" not in reader.about
    for option in reader_options(reader):
        assert option.kind in (str, int, float, bool, Path)
        assert option.about or not option.required


@dataclass
class Optional(CorpusReader):
    rate: float | None = field(default=None, metadata={"help": "Rate."})
    place: Path = field(default_factory=lambda: Path("here"))

    def rows(self, source):
        return iter(())


@dataclass
class Several(Optional):
    names: list[str] = field(default_factory=list)


def test_options_have_types_that_can_be_written_down():
    options = [(one.name, one.kind, one.required, one.default) for one in reader_options(Optional)]
    assert ("rate", float, False, None) in options
    assert ("place", Path, False, Path("here")) in options
    with pytest.raises(InputError, match=r"type of Several.names: expected str, int, float, bool, Path"):
        reader_options(Several)
