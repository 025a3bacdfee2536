import json

import numpy as np
import pytest

from signary.io.errors import InputError
from signary.pose import get_layout, layout_names
from signary.pose.formats import FORMATS, options_of, read_pose, write_pose
from signary.pose.layout import Channel, keypoint_layout
from signary.pose.lifting import lift
from signary.pose.view import to_layout


def test_unknown_suffixes_are_told_what_is_known(tmp_path, make_sequence):
    for name in ("a.gif", "a", "a.pose.bak"):
        with pytest.raises(InputError, match=r"output: expected a path .* .pose, .npz, .skels, .glb, .bvh or .vrma"):
            write_pose(make_sequence("phoenix50"), tmp_path / name)
        (tmp_path / name).write_text("")
        with pytest.raises(
            InputError,
            match=r"path: expected a path that ends in .pose, .npz, .skels, .npy, .pkl, .mp4, .* or .avi or a folder",
        ):
            read_pose(tmp_path / name)


def test_missing_files_are_named_whatever_their_suffix(tmp_path):
    for suffix in (*FORMATS, ".gif"):
        with pytest.raises(InputError, match="existing file or folder"):
            read_pose(tmp_path / f"none{suffix}")


def test_suffixes_may_be_upper_case(tmp_path, make_sequence):
    write_pose(make_sequence("smplx"), tmp_path / "a.GLB")
    for suffix in (".POSE", ".Npz", ".SKELS"):
        path = tmp_path / f"a{suffix}"
        write_pose(make_sequence("phoenix50"), path)
        assert len(read_pose(path)) == 6


def test_options_of_other_formats_are_refused(tmp_path, make_sequence):
    write_pose(make_sequence("phoenix50"), tmp_path / "a.skels")
    with pytest.raises(InputError, match=r"person: expected an option for .skels: index, fps, got person=0"):
        read_pose(tmp_path / "a.skels", person=0)


def test_every_format_says_what_it_can_be_asked_for(tmp_path, make_sequence):
    for suffix, options in ((".pose", ("person", "fps")), (".npz", ("fps",)), (".skels", ("index", "fps"))):
        write_pose(make_sequence("phoenix50"), tmp_path / f"a{suffix}")
        assert options_of(tmp_path / f"a{suffix}") == options
    assert options_of(tmp_path) == ("person", "fps")
    with pytest.raises(InputError, match="existing file"):
        options_of(tmp_path / "none.pose")


#: From every layout to every one that has joints; two axes do not become three.
CONVERSIONS = [
    (source, target)
    for source in layout_names()
    for target in layout_names()
    if get_layout(target).is_keypoints
    and (source == target or source != "openpose137" or len(get_layout(target).channels) == 2)
]


class TestNoFrames:
    """Of nothing comes nothing, in every format and layout: a batch of clips may hold an empty one."""

    @pytest.mark.parametrize("suffix", [".pose", ".npz"])
    @pytest.mark.parametrize("name", layout_names())
    @pytest.mark.parametrize("missing", [True, False])
    def test_they_are_written_and_read(self, name, suffix, missing, make_sequence, tmp_path):
        write_pose(make_sequence(name, missing=missing)[:0], tmp_path / f"a{suffix}")
        loaded = read_pose(tmp_path / f"a{suffix}")
        assert (len(loaded), loaded.fps) == (0, 25)
        assert loaded.values.shape == (0, loaded.layout.num_features)

    @pytest.mark.parametrize(("source", "target"), CONVERSIONS)
    def test_they_are_converted(self, source, target, make_sequence):
        converted = [to_layout(make_sequence(source, missing=flag)[:0], target) for flag in (True, False)]
        assert [(len(each), each.layout.name) for each in converted] == [(0, target)] * 2
        if get_layout(target).channels[0].unit == "pixel":
            assert "width" in converted[0].metadata

    @pytest.mark.parametrize("name", layout_names())
    def test_all_else_that_is_done_to_sequences_is_done_to_them(self, name, make_sequence):
        nothing = make_sequence(name, missing=True)[:0]
        results = [nothing.resample(50.0), nothing.mirror(), nothing.concatenate(nothing), nothing[::2]]
        assert [len(each) for each in results] == [0] * 4
        assert nothing.concatenate(nothing[:0].resample(25.0)).seconds == 0

    def test_what_has_no_place_for_them_says_so(self, make_sequence, tmp_path):
        with pytest.raises(InputError, match="no frames"):
            write_pose(make_sequence("phoenix50")[:0], tmp_path / "a.skels")
        (tmp_path / "a.skels").write_bytes(b"")
        with pytest.raises(InputError, match="a.skels"):
            read_pose(tmp_path / "a.skels")

    def test_a_folder_in_which_nobody_is_says_so(self, tmp_path):
        (tmp_path / "0_keypoints.json").write_text(json.dumps({"people": []}))
        with pytest.raises(InputError, match="people"):
            read_pose(tmp_path)

    def test_conversions_that_are_none_are_refused_all_the_same(self, make_sequence):
        with pytest.raises(InputError, match="keypoint layout"):
            to_layout(make_sequence("holistic")[:0], "smplx")
        with pytest.raises(InputError, match="axis"):
            to_layout(make_sequence("openpose137")[:0], "phoenix50")
        np.testing.assert_array_equal(make_sequence("smplx")[:0].certainty.shape, (0, 42))


@pytest.mark.parametrize("suffix", [".pose", ".npz", ".skels"])
def test_unwritable_places_are_named(suffix, tmp_path, make_sequence):
    with pytest.raises(InputError, match="output"):
        write_pose(make_sequence("phoenix50"), tmp_path / "missing" / f"a{suffix}")


class TestFilesThatArePlayed:
    """`.glb`, `.bvh` and `.vrma`: what is in them is tested in `pose/avatar`."""

    SUFFIXES = (".glb", ".bvh", ".vrma")

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_they_are_written_and_not_read(self, suffix, tmp_path, signed):
        path = tmp_path / f"a{suffix}"
        write_pose(signed(), path)
        assert path.stat().st_size > 10_000
        for ask in (read_pose, options_of):
            with pytest.raises(InputError, match=rf"path: .* as a {suffix} is written for other programs and not read"):
                ask(path)

    @pytest.mark.parametrize("suffix", SUFFIXES)
    @pytest.mark.parametrize("name", ["phoenix50", "holistic", "openpose137"])
    def test_keypoints_are_lifted(self, suffix, name, tmp_path, signed):
        points = signed(layout=name)
        written = write_pose(points, tmp_path / f"a{suffix}")
        assert written.lifted.frames == len(points)
        assert written.lifted.residual < 3
        assert next(written.lines()) == str(written.lifted)
        # The file is that of the lifted motion, with what is said of it.
        body = lift(points).pose
        again = write_pose(body, tmp_path / f"b{suffix}")
        assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()
        assert (again.lifted, again.remarks) == (None, written.remarks)
        assert name != "phoenix50" or "jaw, expression" in again.remarks[0]

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_what_cannot_be_lifted_is_refused(self, suffix, tmp_path, make_sequence):
        hand = keypoint_layout("hand", ("left_wrist", "left_index1"), (Channel("x", "pixel", "left"),) * 2, {})
        with pytest.raises(InputError, match=r"layout: expected one with both shoulders, .* got hand, which lacks"):
            write_pose(make_sequence(hand), tmp_path / f"a{suffix}")
        with pytest.raises(InputError, match="no frames"):
            write_pose(make_sequence("holistic")[:0], tmp_path / f"a{suffix}")
        assert list(tmp_path.iterdir()) == []

    def test_only_glb_is_packed(self, tmp_path, signed):
        write_pose(signed(), tmp_path / "plain.glb")
        write_pose(signed(), tmp_path / "packed.glb", compress=True)
        assert (tmp_path / "packed.glb").stat().st_size < 0.4 * (tmp_path / "plain.glb").stat().st_size
        for name in ("a.npz", "a.bvh"):
            with pytest.raises(
                InputError, match=rf"compress: expected a file that has such an option: .glb, got .*{name}"
            ):
                write_pose(signed(), tmp_path / name, compress=True)
        with pytest.raises(InputError, match="speed: expected a file that has such an option: none"):
            write_pose(signed(), tmp_path / "a.glb", speed=2)

    def test_remarks_are_those_of_the_format(self, signed, make_sequence, tmp_path):
        def remarks(sequence, name):
            return list(write_pose(sequence, tmp_path / name).lines())

        (advice,) = remarks(signed(), "a.NPZ")
        assert "Blender add-on refuses less than 30 frames a second, and this has 25 (--fps 30 resamples)" in advice
        for suffix in (".glb", ".bvh", ".vrma"):
            assert remarks(signed(), f"a{suffix}") == []
        assert remarks(signed(layout="holistic"), "a.pose") == []
        assert remarks(signed().resample(30), "a.npz") == remarks(make_sequence("holistic"), "a.npz") == []
        broken = make_sequence("smplx", frames=30, missing=True)
        for suffix in self.SUFFIXES:
            assert "missing in" in remarks(broken, f"a{suffix}")[0]
