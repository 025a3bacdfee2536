import pytest

from signary.io.errors import InputError
from signary.pose.formats import FORMATS, read_pose, write_pose


def test_unknown_suffixes_are_told_what_is_known(tmp_path, make_sequence):
    for name in ("a.gif", "a", "a.pose.bak"):
        with pytest.raises(InputError, match=r"output: expected a path that ends in .pose, .npz or .skels"):
            write_pose(make_sequence("phoenix50"), tmp_path / name)
        (tmp_path / name).write_text("")
        with pytest.raises(InputError, match=r"path: expected a path that ends in .pose, .npz or .skels or a folder"):
            read_pose(tmp_path / name)


def test_missing_files_are_named_whatever_their_suffix(tmp_path):
    for suffix in (*FORMATS, ".gif"):
        with pytest.raises(InputError, match="existing file or folder"):
            read_pose(tmp_path / f"none{suffix}")


def test_suffixes_may_be_upper_case(tmp_path, make_sequence):
    for suffix in (".POSE", ".Npz", ".SKELS"):
        path = tmp_path / f"a{suffix}"
        write_pose(make_sequence("phoenix50"), path)
        assert len(read_pose(path)) == 6


def test_options_of_other_formats_are_refused(tmp_path, make_sequence):
    write_pose(make_sequence("phoenix50"), tmp_path / "a.skels")
    with pytest.raises(InputError, match=r"for .skels: index, got 'person'"):
        read_pose(tmp_path / "a.skels", person=0)


@pytest.mark.parametrize("suffix", [".pose", ".npz", ".skels"])
def test_unwritable_places_are_named(suffix, tmp_path, make_sequence):
    with pytest.raises(InputError, match="output"):
        write_pose(make_sequence("phoenix50"), tmp_path / "missing" / f"a{suffix}")
