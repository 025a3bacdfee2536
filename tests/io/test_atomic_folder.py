"""Folders: on the disk as a whole, or not at all, and never at the price of what lay there."""

import errno
import os
import signal
import subprocess
import sys
import textwrap

import pytest

from signary.io.atomic import atomic_folder, check_new
from signary.io.errors import InputError, NoRoomError
from signary.io.temporary import remove_abandoned


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def fill(target, content="new", **settings):
    with atomic_folder(target, **settings) as temporary:
        assert temporary.parent == target.resolve().parent
        (temporary / "below").mkdir()
        (temporary / "below" / "file").write_text(content)


def test_the_folder_appears_when_all_is_written(tmp_path):
    with atomic_folder(tmp_path / "deep" / "corpus") as temporary:
        (temporary / "file").write_text("new")
        assert not (tmp_path / "deep" / "corpus").exists()
    assert names(tmp_path) == ["deep", "deep/corpus", "deep/corpus/file"]


def test_it_takes_the_place_of_what_was_there(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "old").write_text("old")
    fill(tmp_path / "corpus")
    assert names(tmp_path) == ["corpus", "corpus/below", "corpus/below/file"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, IsADirectoryError])
def test_an_error_leaves_what_was_there_and_nothing_else(tmp_path, error):
    fill(tmp_path / "corpus", "old")

    def fail():
        with atomic_folder(tmp_path / "corpus") as temporary:
            (temporary / "half").write_text("half")
            raise error

    with pytest.raises(error):
        fail()
    assert names(tmp_path) == ["corpus", "corpus/below", "corpus/below/file"]


def test_what_is_to_be_kept_is_kept_unless_the_new_folder_has_its_own(tmp_path):
    target = tmp_path / "model"
    fill(target, "old")
    (target / "README.md").write_text("mine")
    (target / ".git").mkdir()
    (target / ".git" / "HEAD").write_text("main")
    (target / "weights").write_text("old")
    (target / "link").symlink_to("README.md")
    fill(target, keep=lambda name: name != "weights")
    assert names(target) == [".git", ".git/HEAD", "README.md", "below", "below/file", "link"]
    assert (target / "below" / "file").read_text() == "new"
    assert (target / "README.md").read_text() == "mine"
    assert (target / "link").is_symlink()
    assert names(tmp_path)[0] == "model"


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    fill(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "below" / "file").read_text() == "new"


@pytest.mark.parametrize("place", ["file", "file/corpus", "/dev/null"])
def test_places_that_can_be_no_folder_are_named(tmp_path, place):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="output: expected a folder"):
        fill(tmp_path / place, argument="output")
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_no_room_is_a_named_error(tmp_path, number):
    expected = "folder: expected room for the whole folder"
    with pytest.raises(NoRoomError, match=expected), atomic_folder(tmp_path / "corpus"):
        raise OSError(number, os.strerror(number))
    assert names(tmp_path) == []


def test_if_the_new_folder_cannot_take_the_place_the_old_one_is_put_back(tmp_path, monkeypatch):
    fill(tmp_path / "corpus", "old")
    replace, calls = os.replace, []

    def once(source, target):
        calls.append(source)
        if len(calls) == 2:
            raise PermissionError(errno.EACCES, "no")
        replace(source, target)

    monkeypatch.setattr(os, "replace", once)
    with pytest.raises(PermissionError):
        fill(tmp_path / "corpus")
    assert (tmp_path / "corpus" / "below" / "file").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_all_is_on_the_disk_before_the_name_is(tmp_path, monkeypatch):
    flushed, fsync, replace = [], os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (flushed.append(os.fstat(handle).st_ino), fsync(handle)))

    def after(source, target):
        assert set(flushed) == {path.stat().st_ino for path in (source, *source.rglob("*"))}
        replace(source, target)

    monkeypatch.setattr(os, "replace", after)
    fill(tmp_path / "corpus")
    assert len(flushed) == 3


@pytest.mark.parametrize("when", ["while it is filled", "while they change places"])
def test_a_killed_process_costs_nothing_that_was_there(tmp_path, when):
    fill(tmp_path / "corpus", "old")
    program = f"""
        import os, signal
        from signary.io.atomic import atomic_folder

        def die(*_):
            os.kill(os.getpid(), signal.SIGKILL)

        with atomic_folder({str(tmp_path / "corpus")!r}) as temporary:
            (temporary / "half").write_text("half")
            if {when == "while it is filled"}:
                die()
            moved = os.replace
            os.replace = lambda source, target: die() if source == temporary else moved(source, target)
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=False)
    assert ended.returncode == -signal.SIGKILL
    remove_abandoned(tmp_path)
    assert names(tmp_path) == ["corpus", "corpus/below", "corpus/below/file"]
    assert (tmp_path / "corpus" / "below" / "file").read_text() == "old"


def test_only_new_and_empty_folders_are_new(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("nothing")
    for name in ("new", "empty"):
        assert check_new(tmp_path / name) == tmp_path / name
    for place in (tmp_path, tmp_path / "file", tmp_path / "link"):
        with pytest.raises(InputError, match="output: expected a new or empty folder"):
            check_new(place)
