"""Recordings, one by one, into the table that dictionaries are built of."""

import pytest

from signary.io.errors import FormatError, InputError, UnknownLanguageError
from signary.pose.formats import read_pose
from signary.pose.motion_spec import MotionSpec
from signary.retrieval.recorded_signs import RecordedSign, add_recording
from signary.retrieval.recordings import list_recordings
from signary.signing.rule_based import sign_text


@pytest.fixture(scope="module")
def motion():
    return sign_text("bread", "asl").pose


def test_recordings_are_listed_as_a_dictionary_lists_them(tmp_path, motion):
    signs = tmp_path / "new" / "signs"
    first = add_recording(signs, RecordedSign("Haus; Häuser", "gsg", "HAUS", "by us, here", "CC0"), motion)
    second = add_recording(signs, RecordedSign("Haus", "dgs"), motion)
    third = add_recording(signs, RecordedSign("../x/y", "asl"), motion)
    assert [path.name for path in (first, second, third)] == ["Haus-1.npz", "Haus-2.npz", "x_y-1.npz"]
    assert third.parent == signs / "clips"
    assert read_pose(first) == motion
    found = list_recordings(signs, MotionSpec(motion.layout, 25.0, "flat"))
    assert [(one.words, one.language) for one in found] == [
        (("Haus", "Häuser"), "dgs"),
        (("Haus",), "dgs"),
        (("../x/y",), "asl"),
    ]
    assert found[0].about == {"gloss": "HAUS", "source": "by us, here", "licence": "CC0"}


def test_tables_that_are_there_keep_what_they_have(tmp_path, motion):
    (tmp_path / "signs.csv").write_text("words,path,language\nx,a.npz,asl")
    add_recording(tmp_path, RecordedSign("Brot", "dgs"), motion)
    assert (tmp_path / "signs.csv").read_text() == "words,path,language\nx,a.npz,asl\nBrot,clips/Brot-1.npz,dgs\n"
    with pytest.raises(FormatError, match=r"signs.csv: expected columns .* got none of gloss"):
        add_recording(tmp_path, RecordedSign("Brot", "dgs", "BROT"), motion)
    (tmp_path / "signs.csv").write_text("words\tpath\tlanguage\n")
    with pytest.raises(FormatError, match="cells parted by commas, got cells parted by tabs"):
        add_recording(tmp_path, RecordedSign("Brot", "dgs"), motion)
    assert [path.name for path in (tmp_path / "clips").iterdir()] == ["Brot-1.npz"]


def test_what_is_no_sign_is_refused(tmp_path, motion):
    for words in ("", "a;", " ; "):
        with pytest.raises(InputError, match="words: expected at least one"):
            RecordedSign(words, "asl")
    with pytest.raises(UnknownLanguageError):
        RecordedSign("a", "klingon")
    with pytest.raises(InputError, match="at least one frame"):
        add_recording(tmp_path / "none", RecordedSign("a", "asl"), motion[:0])
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="folder: expected a folder that can be made"):
        add_recording(tmp_path / "file" / "signs", RecordedSign("a", "asl"), motion)
