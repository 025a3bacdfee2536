import re

import numpy as np
import pytest
from signed_sentences import SENTENCES, signed, tree_places

from signary.io.errors import InputError
from signary.pose.avatar.bvh import euler_angles, write_bvh
from signary.pose.avatar.playable import PELVIS_HEIGHT
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import SMPLX, SMPLX_JOINTS, TREE

LIFT = np.array([0.0, PELVIS_HEIGHT, 0.0])


def about(axis, degrees):
    at, (c, s) = "XYZ".index(axis), (np.cos(np.radians(degrees)), np.sin(np.radians(degrees)))
    matrix = np.eye(3)
    i, j = (at + 1) % 3, (at + 2) % 3
    matrix[i, i], matrix[i, j], matrix[j, i], matrix[j, j] = c, -s, s, c
    return matrix


class BvhReader:
    """BVH by its definition: channels are applied in the order in which they are listed, from the parent inwards."""

    def __init__(self, path):
        words = path.read_text("ascii").split()
        assert words[:2] == ["HIERARCHY", "ROOT"]
        self.parents, self.offsets, self.channels, self.ends, stack = {}, {}, [], {}, []
        at = 1
        while words[at] != "MOTION":
            word = words[at]
            if word in ("ROOT", "JOINT"):
                name = words[at + 1]
                self.parents[name] = stack[-1] if stack else None
                stack.append(name)
                at += 3
            elif word == "End":
                self.ends[stack[-1]] = np.array(words[at + 4 : at + 7], dtype=float)
                assert (words[at + 2], words[at + 7]) == ("{", "}")
                at += 8
            elif word == "OFFSET":
                self.offsets[stack[-1]] = np.array(words[at + 1 : at + 4], dtype=float)
                at += 4
            elif word == "CHANNELS":
                count = int(words[at + 1])
                self.channels += [(stack[-1], channel) for channel in words[at + 2 : at + 2 + count]]
                at += 2 + count
            else:
                assert word == "}"
                stack.pop()
                at += 1
        assert words[at + 1] == "Frames:"
        self.frames = int(words[at + 2])
        assert words[at + 3 : at + 5] == ["Frame", "Time:"]
        self.frame_time = float(words[at + 5])
        self.values = np.array(words[at + 6 :], dtype=float).reshape(self.frames, len(self.channels))

    def places(self, frame):
        turns = {name: np.eye(3) for name in self.parents}
        places = {}
        shifts = {name: offset.copy() for name, offset in self.offsets.items()}
        for (name, channel), value in zip(self.channels, self.values[frame], strict=True):
            if channel.endswith("rotation"):
                turns[name] = turns[name] @ about(channel[0], value)
            else:
                shifts[name]["XYZ".index(channel[0])] = value
        worlds = {}
        for name, parent in self.parents.items():
            above = worlds[parent] if parent else np.eye(3)
            places[name] = (places[parent] if parent else 0) + above @ shifts[name]
            worlds[name] = above @ turns[name]
        return np.stack([places[name] for name in TREE])


def written(sequence, tmp_path):
    write_bvh(sequence, tmp_path / "a.bvh")
    return BvhReader(tmp_path / "a.bvh")


@pytest.mark.parametrize("language", SENTENCES)
def test_joints_are_those_of_forward_kinematics(language, tmp_path):
    sequence = signed(language, 1)
    read = written(sequence, tmp_path)
    assert read.frames == len(sequence)
    assert read.frame_time == pytest.approx(1 / sequence.fps)
    ours = tree_places(sequence) + LIFT
    for frame in range(0, len(sequence), 5):
        np.testing.assert_allclose(read.places(frame), ours[frame], atol=0.01e-3)


def test_any_turns_are_written_right(tmp_path, rng):
    """Random ones, beyond half a turn, and those at which two of the three axes are one."""
    values = rng.normal(size=(30, 133)) * 2
    values[:5, :123] = 0
    values[0, 0], values[1, 0], values[2, 1], values[3, 2] = np.pi / 2, -np.pi / 2, np.pi / 2, np.pi
    values[4, :3] = np.array([1, 1, 1]) / np.sqrt(3) * 2 * np.pi / 3
    sequence = PoseSequence(values.astype(np.float32), SMPLX, 29.97)
    read = written(sequence, tmp_path)
    for frame, ours in enumerate(tree_places(sequence) + LIFT):
        np.testing.assert_allclose(read.places(frame), ours, atol=0.01e-3)
    assert round(1 / read.frame_time, 4) == 29.97


def test_the_hierarchy_is_the_skeleton_in_rest(tmp_path):
    read = written(signed("asl"), tmp_path)
    assert read.parents == dict(TREE)
    rest = dict(zip(SMPLX_JOINTS.joints, rest_positions(), strict=True))
    for name, parent in TREE.items():
        expected = rest[name] - rest[parent] if parent else np.zeros(3)
        np.testing.assert_allclose(read.offsets[name], expected, atol=1e-6)
    assert set(read.ends) == set(TREE) - set(TREE.values())
    for name, end in read.ends.items():
        assert np.linalg.norm(end) > 0.005, name
    tip = rest["left_index_tip"] - rest["left_index3"]
    np.testing.assert_allclose(read.ends["left_index3"], tip, atol=1e-6)


def test_the_root_stands_on_the_ground(tmp_path):
    read = written(signed("asl"), tmp_path)
    assert [channel for name, channel in read.channels if name == "pelvis"] == [
        *("Xposition", "Yposition", "Zposition", "Zrotation", "Xrotation", "Yrotation")
    ]
    np.testing.assert_array_equal(read.values[:, :6], np.tile([0, PELVIS_HEIGHT, 0, 0, 0, 0], (read.frames, 1)))


@pytest.mark.parametrize("axis", [(1, 0, 0), (0, 1, 0), (0, 0, 1), (0.6, -0.48, 0.64), (0.0, 0.6, 0.8)])
def test_angles_do_not_jump_along_a_steady_turn(axis):
    """Three whole turns; the two ways to write an orientation meet at a quarter turn about x."""
    turned = np.linspace(0, 6 * np.pi, 541)
    values = np.zeros((len(turned), 133))
    values[:, SMPLX.features([SMPLX.index("left_shoulder")])] = turned[:, None] * np.array(axis)
    angles = euler_angles(values)
    assert np.abs(np.diff(angles, axis=0)).max() < 15
    if axis[0] == 0 and min(axis) == 0 and max(axis) == 1:
        np.testing.assert_allclose(np.abs(angles[-1]).max(), 1080, atol=1e-6)


def test_signed_sentences_do_not_jump():
    for language in SENTENCES:
        assert np.abs(np.diff(euler_angles(signed(language).values.astype(float)), axis=0)).max() < 90


def test_numbers_are_plain(tmp_path):
    written(signed("asl"), tmp_path)
    text = (tmp_path / "a.bvh").read_text("ascii")
    assert "-0.000000" not in text
    assert not re.search(r"nan|inf|e-", text.split("MOTION")[1])
    assert "\r" not in text
    assert text.endswith("\n")


def test_motion_without_rotations_is_refused(tmp_path, make_sequence):
    with pytest.raises(InputError, match="layout"):
        write_bvh(make_sequence("smplx_joints"), tmp_path / "a.bvh")
    assert list(tmp_path.iterdir()) == []
