import errno
import os

import pytest

from signary.io.atomic import atomic_path
from signary.io.errors import InputError, NoRoomError
from signary.io.temporary import machine


def test_the_file_appears_when_all_is_written(tmp_path):
    target = tmp_path / "out.pose"
    with atomic_path(target) as temporary:
        assert temporary.parent == tmp_path
        assert temporary.suffix == ".pose"
        temporary.write_text("new")
        assert not target.exists()
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "out.npz"
    target.write_text("old")

    def fail() -> None:
        with atomic_path(target) as temporary:
            temporary.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.npz").write_text("old")
    link = tmp_path / "link.npz"
    link.symlink_to("real.npz")
    with atomic_path(link) as temporary:
        temporary.write_text("new")
    assert link.is_symlink()
    assert (tmp_path / "real.npz").read_text() == "new"


@pytest.mark.parametrize("name", ["missing/out.npz", "folder", "/dev/null"])
def test_places_that_take_no_file_are_named(name, tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="output"), atomic_path(tmp_path / name) as temporary:
        temporary.write_text("")
    assert not os.path.isfile("/dev/null")


def test_folders_that_cannot_be_written_to_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # permissions do not bind root
    with pytest.raises(InputError, match="can be written to"), atomic_path(tmp_path / "out.npz"):
        pass


def test_writing_cleans_the_folder_once(tmp_path):
    left = tmp_path / f".signary-{machine()}-{2**22 + 1}-0123456789ab.npz"
    left.write_text("half")
    with atomic_path(tmp_path / "a.npz") as temporary:
        temporary.write_text("new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_no_room_is_a_named_error(tmp_path, number):
    target = tmp_path / "out.npz"
    with pytest.raises(NoRoomError, match="output: expected room for the whole file"), atomic_path(target):
        raise OSError(number, os.strerror(number))
    assert list(tmp_path.iterdir()) == []


def test_other_errors_of_the_system_stay_what_they_are(tmp_path):
    with pytest.raises(PermissionError), atomic_path(tmp_path / "out.npz"):
        raise PermissionError(errno.EACCES, "no")
