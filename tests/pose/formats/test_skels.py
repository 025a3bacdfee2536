import numpy as np
import pytest

from signary.io.errors import FormatError, InputError
from signary.pose import PoseSequence, get_layout
from signary.pose.formats import read_pose, read_skels, write_pose, write_skels

FRAME = " ".join(["0.10000"] * 149 + ["-0.00000"])


@pytest.fixture
def path(tmp_path):
    return tmp_path / "dev.skels"


def _write(path, *lines: str) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_frames_counter_and_negative_zeros_are_written_as_they_were(path):
    _write(path, f"{FRAME} 0.0000 {FRAME} 0.3333 {FRAME} 0.6667", f"{FRAME} 0.0000")
    before = path.read_bytes()
    sequences = read_skels(path)
    assert [len(sequence) for sequence in sequences] == [3, 1]
    assert sequences[0].layout.name == "phoenix50"
    assert (sequences[0].fps, sequences[0].confidence) == (25.0, None)
    write_skels(sequences, path)
    assert path.read_bytes() == before


def test_five_decimals_survive_float32(path, rng):
    values = np.round(rng.uniform(-2, 2, size=(40, 150)), 5)
    sequence = PoseSequence(values, get_layout("phoenix50"), 25.0)
    write_pose(sequence, path)
    np.testing.assert_array_equal(read_pose(path).values, values.astype(np.float32))
    numbers = np.array(path.read_text().split(), dtype=np.float64).reshape(40, 151)
    np.testing.assert_array_equal(numbers[:, :150], values)
    np.testing.assert_allclose(numbers[:, 150], np.arange(40) / 40, atol=5e-5)


def test_files_beside_it_are_read_along(path):
    _write(path, f"{FRAME} 0.0000", f"{FRAME} 0.0000")
    _write(path.with_suffix(".text"), "es regnet .", "im süden sonne .")
    _write(path.with_suffix(".gloss"), "REGEN", "SUED SONNE")
    _write(path.with_suffix(".files"), "dev/a", "dev/b")
    facts = {"source": "dev.skels", "id": "dev/b", "text": "im süden sonne .", "gloss": "SUED SONNE"}
    assert read_pose(path, index=1).metadata == facts
    _write(path.with_suffix(".gloss"), "REGEN")
    with pytest.raises(FormatError, match=r"dev.gloss: expected 2 lines, .* got 1"):
        read_skels(path)


def test_a_counter_of_a_model_is_kept(path):
    _write(path, f"{FRAME} 0.1000 {FRAME} 0.9000")
    assert read_pose(path).metadata["counter"] == [0.1, 0.9]


def test_one_of_several_must_be_chosen(path):
    _write(path, f"{FRAME} 0.0000", f"{FRAME} 0.0000 {FRAME} 0.5000")
    assert len(read_pose(path, index=1)) == 2
    for options in ({}, {"index": 2}, {"index": -1}):
        with pytest.raises(InputError, match="from 0 to 1"):
            read_pose(path, **options)


@pytest.mark.parametrize("content", [b"", b"\n", b"0.1 0.2\n", b"a " * 151, b"\xff" * 10, b"nan " * 151, b"\n\n"])
def test_other_content_is_named(content, path):
    path.write_bytes(content)
    with pytest.raises(FormatError, match="dev.skels"):
        read_pose(path)


def test_what_the_format_cannot_hold_is_refused(path, make_sequence):
    sequence = make_sequence("phoenix50")
    refused = {
        "phoenix50": make_sequence("slrtp178"),
        "25 fps": sequence.resample(50.0),
        "no frames": sequence[:0],
        "a missing joint": make_sequence("phoenix50", missing=True),
    }
    for named, other in refused.items():
        with pytest.raises(InputError, match=rf"sequences\[1\].*{named}"):
            write_skels([sequence, other], path)
    with pytest.raises(InputError, match="at least one"):
        write_skels([], path)
    assert not path.exists()


def test_which_one_is_asked_for_by_name(path):
    _write(path, *[f"{FRAME} 0.0000"] * 5)
    with pytest.raises(
        InputError, match=r"index: expected a number from 0 to 4, as dev.skels has 5 sequences, got none"
    ):
        read_pose(path)
    _write(path.with_suffix(".files"), *(f"dev/{name}" for name in "abcde"))
    with pytest.raises(InputError, match=r"5 sequences \(dev/a, dev/b, dev/c, …\), got 7"):
        read_pose(path, index=7)


def test_of_one_sequence_no_other_is_looked_at(path):
    _write(path, f"{FRAME} 0.0000", "no numbers", f"{FRAME} 0.0000 {FRAME} 0.5000")
    assert len(read_pose(path, index=2)) == 2
    with pytest.raises(FormatError, match=r"dev.skels, line 2: expected numbers"):
        read_pose(path, index=1)
    with pytest.raises(FormatError, match=r"dev.skels, line 2: expected numbers"):
        read_skels(path)


def test_empty_lines_are_no_sequences(path):
    for lines in ([f"{FRAME} 0.0000", ""], ["", f"{FRAME} 0.0000"], [f"{FRAME} 0.0000", "", f"{FRAME} 0.0000"]):
        _write(path, *lines)
        with pytest.raises(FormatError, match=rf"dev.skels, line {lines.index('') + 1}: .* got none"):
            read_pose(path, index=0)


def test_another_clock_is_said(path):
    _write(path, f"{FRAME} 0.0000 {FRAME} 0.5000")
    assert read_pose(path, fps=24).fps == 24
    assert [each.fps for each in read_skels(path, fps=12.5)] == [12.5]
    with pytest.raises(InputError, match="fps"):
        read_pose(path, fps=0)


def test_long_lines_are_read_piece_by_piece(path, rng):
    values = np.round(rng.uniform(-1, 1, size=(200, 150)), 5)
    write_pose(PoseSequence(values, get_layout("phoenix50"), 25.0), path)
    assert path.stat().st_size > 3 << 16
    np.testing.assert_array_equal(read_pose(path).values, values.astype(np.float32))
    path.write_text("1" * 1_000_000)
    with pytest.raises(FormatError, match="dev.skels"):
        read_pose(path)


def test_numbers_that_no_float_holds_are_named(path):
    for number in ("1e39", "inf", "nan", "-1e400"):
        _write(path, f"{number} {FRAME[8:]} 0.0000")
        with pytest.raises(FormatError, match="finite numbers"):
            read_pose(path)
