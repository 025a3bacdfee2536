"""What killed processes leave: removed, or put back, and what living ones write stays."""

import os
import subprocess
import sys

from signary.io.temporary import machine, remove_abandoned, replaced_beside, temporary_beside

DEAD = 2**22 + 1


def temporary_name(process, where=None):
    return f".signary-{where or machine()}-{process}-0123456789ab.npz"


def left_behind(path):
    """The name of our own process in a path, as that of one that was killed."""
    return path.with_name(path.name.replace(f"-{os.getpid()}-", f"-{DEAD}-"))


def test_what_a_killed_process_left_goes_and_what_a_living_one_writes_stays(tmp_path):
    living = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    names = {name: tmp_path / temporary_name(name) for name in (living.pid, os.getpid(), DEAD)}
    elsewhere, old = (tmp_path / temporary_name(7, where) for where in ("0" * 8, "1" * 8))
    others = [tmp_path / name for name in (".signary-notes", ".hidden.npz", f"x{temporary_name(DEAD)}")]
    for path in (*names.values(), elsewhere, old, *others):
        path.write_text("half")
    os.utime(old, (0, 0))
    try:
        assert remove_abandoned(tmp_path) == 2
        assert set(tmp_path.iterdir()) == {names[living.pid], names[os.getpid()], elsewhere, *others}
    finally:
        living.kill()
        # Until it is waited for, it is there, and yet it does nothing any more.
        os.waitid(os.P_PID, living.pid, os.WEXITED | os.WNOWAIT)
    assert remove_abandoned(tmp_path) == 1
    living.communicate()


def test_folders_go_with_all_that_is_in_them_and_links_with_nothing(tmp_path):
    folder, link = (left_behind(temporary_beside(tmp_path / "corpus")) for _ in range(2))
    (folder / "below").mkdir(parents=True)
    (folder / "below" / "half").write_text("half")
    (tmp_path / "kept").mkdir()
    link.symlink_to("kept")
    assert remove_abandoned(tmp_path) == 1
    assert sorted(tmp_path.iterdir()) == sorted([link, tmp_path / "kept"])


def test_what_another_machine_still_writes_to_stays(tmp_path):
    folder = tmp_path / f".signary-{'0' * 8}-7-{'a' * 12}"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "train.arrow").write_text("half")
    os.utime(folder, (0, 0))
    os.utime(folder / "raw", (0, 0))
    assert remove_abandoned(tmp_path) == 0
    os.utime(folder / "raw" / "train.arrow", (0, 0))
    assert remove_abandoned(tmp_path) == 1
    folder.mkdir()
    assert remove_abandoned(tmp_path, after=-1.0) == 1


def test_what_was_being_replaced_is_put_back_unless_something_took_its_place(tmp_path):
    target = tmp_path / "model.v2"
    for there in (False, True):
        old = left_behind(replaced_beside(target))
        old.mkdir()
        (old / "config.json").write_text(f"old {there}")
        assert remove_abandoned(tmp_path) == 1
        assert (target / "config.json").read_text() == "old False"
        assert list(tmp_path.iterdir()) == [target]


def test_a_name_that_does_not_fit_is_never_removed(tmp_path):
    old = replaced_beside(tmp_path / ("ä" * 120))
    old.mkdir()
    assert remove_abandoned(tmp_path) == 0
    assert old.is_dir()
