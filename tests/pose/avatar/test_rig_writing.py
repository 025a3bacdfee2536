import json

import numpy as np
import pytest
from gltf_reader import GltfReader
from rig_makers import Z_UP, glb, gltf_document, replay, turned_rig
from scipy.spatial.transform import Rotation
from signed_sentences import signed
from test_bvh import about
from typer.testing import CliRunner

from signary.cli import app
from signary.io.errors import InputError
from signary.pose.avatar.retarget import Retargeter
from signary.pose.avatar.rig_files import load_rig, named_rig
from signary.pose.avatar.rig_writing import write_on_rig
from signary.pose.formats import read_pose, write_pose
from signary.pose.lifting import lift
from signary.pose.view import to_layout


@pytest.fixture
def rig_file(tmp_path):
    """A file of a rig in centimetres below a node that scales it, with an animation of its own."""
    rig = turned_rig(6, "game_engine", axes=Z_UP, unit=0.01)
    document = gltf_document(rig, scale=0.01)
    document["animations"] = [{"name": "idle", "channels": [], "samplers": []}]
    (tmp_path / "rig.glb").write_bytes(glb(document))
    return tmp_path / "rig.glb"


def bvh_places(text):
    """Places of joints by name in every frame, read word by word."""
    head, motion = text.split("MOTION\n")
    parents, offsets, channels, stack, ends = {}, {}, [], [], 0
    for line in head.splitlines():
        words = line.split()
        if words[0] in ("ROOT", "JOINT"):
            parents[words[1]] = stack[-1] if stack else None
            stack.append(words[1])
        elif words[0] == "End":
            stack.append(None)
            ends += 1
        elif words[0] == "OFFSET" and stack[-1] is not None:
            offsets[stack[-1]] = np.array(words[1:], dtype=float)
        elif words[0] == "CHANNELS":
            channels += [(stack[-1], channel) for channel in words[2:]]
        elif words[0] == "}":
            stack.pop()
    assert not stack
    assert ends
    found = []
    for line in motion.splitlines()[2:]:
        shifts = {name: offset.copy() for name, offset in offsets.items()}
        turns, worlds, places = {name: np.eye(3) for name in parents}, {}, {}
        for (name, channel), value in zip(channels, map(float, line.split()), strict=True):
            if channel.endswith("rotation"):
                turns[name] = turns[name] @ about(channel[0], value)
            else:
                shifts[name]["XYZ".index(channel[0])] = value
        for name, parent in parents.items():
            above = worlds[parent] if parent else np.eye(3)
            places[name] = (places[parent] if parent else 0) + above @ shifts[name]
            worlds[name] = above @ turns[name]
        found.append(places)
    return found


@pytest.mark.parametrize("rig", ["mixamo", "game_engine", "vrm", "makehuman", "file"])
def test_bvh_has_the_places_of_the_rig_in_its_own_unit(tmp_path, rig_file, rig):
    sequence = signed("dgs", 3)[:30]
    source = rig_file if rig == "file" else rig
    write_on_rig(sequence, tmp_path / "a.bvh", source)
    target = load_rig(source)
    motion = Retargeter(target)(sequence)
    expected = replay(motion)
    for frame, places in enumerate(bvh_places((tmp_path / "a.bvh").read_text())):
        for at, name in enumerate(target.bones):
            np.testing.assert_allclose(places[name], expected[frame, at], atol=2e-5 / target.unit)


def test_what_was_written_is_a_rig_again(tmp_path):
    write_on_rig(signed("dgs", 3)[:4], tmp_path / "a.bvh", "mixamo")
    read, rig = load_rig(tmp_path / "a.bvh"), named_rig("mixamo")
    assert read.missing == rig.missing
    for joint, place in rig.points.items():
        np.testing.assert_allclose(read.points[joint] - read.points["head"], place - rig.points["head"], atol=2e-6)


def test_a_users_file_keeps_everything_and_has_an_animation_more(tmp_path, rig_file):
    sequence = signed("dgs", 3)[:30].with_metadata(text="Meine Mutter isst Brot.", language="dgs")
    write_on_rig(sequence, tmp_path / "a.glb", rig_file)
    motion = Retargeter(load_rig(rig_file))(sequence)
    before, after = (
        json.loads(content[20 : 20 + int.from_bytes(content[12:16], "little")])
        for content in (rig_file.read_bytes(), (tmp_path / "a.glb").read_bytes())
    )
    assert after["nodes"] == before["nodes"]
    assert after["skins"] == before["skins"]
    assert [animation["name"] for animation in after["animations"]] == ["Meine Mutter isst Brot.", "idle"]
    assert after["animations"][0]["extras"]["language"] == "dgs"
    read = GltfReader((tmp_path / "a.glb").read_bytes())
    animation = read.gltf.animations[0]
    local = {
        at: np.tile(Rotation.from_quat(node.rotation).as_quat(), (30, 1)) for at, node in enumerate(read.gltf.nodes)
    }
    for channel in animation.channels:
        sampler = animation.samplers[channel.sampler]
        np.testing.assert_allclose(read.accessor(sampler.input)[:, 0], np.arange(30) / 25, atol=1e-6)
        local[channel.target.node] = read.accessor(sampler.output)
    worlds = {}
    for bone, node in enumerate(motion.rig.nodes):
        turn = Rotation.from_quat(local[node]).as_matrix()
        above = worlds.get(read.parents.get(node))
        worlds[node] = turn if above is None else above @ turn
        np.testing.assert_allclose(motion.rig.axes @ worlds[node], motion.turns[:, bone], atol=1e-5)
    assert len(animation.channels) < len(read.gltf.nodes)


def test_a_matrix_becomes_parts_where_it_is_animated(tmp_path):
    document = gltf_document(named_rig("mixamo"))
    for node in document["nodes"]:
        matrix = np.eye(4)
        matrix[:3, 3] = node.pop("translation")
        del node["rotation"]
        node["matrix"] = matrix.T.ravel().tolist()
    (tmp_path / "m.glb").write_bytes(glb(document))
    write_on_rig(signed("dgs", 3)[:8], tmp_path / "a.glb", tmp_path / "m.glb")
    read = GltfReader((tmp_path / "a.glb").read_bytes())
    moved = {channel.target.node for channel in read.gltf.animations[0].channels}
    assert all((read.gltf.nodes[at].matrix is None) == (at in moved) for at in range(len(read.gltf.nodes)))


@pytest.mark.parametrize(
    ("output", "rig", "said"),
    [
        ("a.glb", "mixamo", r"rig: expected a .glb or .vrm file to which a .glb adds the motion"),
        ("a.bvh", "nobody", "one of mixamo, game_engine, vrm, makehuman, got 'nobody'"),
        ("a.bvh", "missing.glb", "an existing file"),
        ("a.vrma", "mixamo", r"rig: expected a file that has such an option: .glb, .bvh"),
    ],
)
def test_what_cannot_be_written_is_refused_and_leaves_nothing(tmp_path, output, rig, said):
    with pytest.raises(InputError, match=said):
        write_pose(signed("dgs", 3)[:4], tmp_path / output, rig=rig)
    assert not list(tmp_path.iterdir())


def test_compressed_files_and_mappings_without_a_rig_are_refused(tmp_path, rig_file):
    with pytest.raises(InputError, match="compress: expected our own figure"):
        write_pose(signed("dgs", 3)[:4], tmp_path / "a.glb", rig=rig_file, compress=True)
    with pytest.raises(InputError, match="rig: expected a rig, whose bones the mapping names"):
        write_pose(signed("dgs", 3)[:4], tmp_path / "a.bvh", rig_mapping="a.yaml")


def test_the_command_line_brings_motion_onto_a_rig(tmp_path, rig_file):
    write_pose(signed("dgs", 3)[:10], tmp_path / "a.npz")
    done = CliRunner().invoke(
        app, ["convert", str(tmp_path / "a.npz"), str(tmp_path / "b.glb"), "--rig", str(rig_file)]
    )
    assert done.exit_code == 0, done.output
    assert "the rig has no bones for: jaw" in done.output
    points = tmp_path / "points.npz"
    write_pose(to_layout(signed("dgs", 3)[:10], "smplx_joints"), points)
    done = CliRunner().invoke(app, ["convert", str(points), str(tmp_path / "c.bvh"), "--rig", "vrm"])
    # Keypoints are lifted to a body first.
    assert done.exit_code == 0, done.output
    assert done.output.count("lifted 10 frames, depth measured") == 1
    write_pose(lift(read_pose(points)).pose, tmp_path / "d.bvh", rig="vrm")
    assert (tmp_path / "c.bvh").read_bytes() == (tmp_path / "d.bvh").read_bytes()


def test_signing_brings_motion_onto_a_rig(tmp_path, rig_file):
    outputs = [str(tmp_path / name) for name in ("a.glb", "b.bvh", "c.npz")]
    arguments = ["generate", "regen", "--language", "dgs", "--method", "signer", "--rig", str(rig_file)]
    done = CliRunner().invoke(app, [*arguments, "-o", outputs[0], "-o", outputs[1], "-o", outputs[2]])
    assert done.exit_code == 0, done.output
    assert done.output.count("the rig has no bones for: jaw") == 1
    bones = set(load_rig(rig_file).bones)
    reader = GltfReader((tmp_path / "a.glb").read_bytes())
    assert bones <= set(reader.names)
    assert len(reader.gltf.animations) == 2
    assert set(bvh_places((tmp_path / "b.bvh").read_text())[0]) <= bones


@pytest.mark.parametrize(
    ("output", "options", "said"),
    [
        ("a.npz", ["--rig", "mixamo"], "rig: expected a .bvh or .glb to be written"),
        ("a.glb", ["--rig", "mixamo"], "rig: expected a .glb or .vrm file"),
        ("a.bvh", ["--rig", "nobody"], "rig: expected a .glb, .gltf, .vrm or .bvh file or one of mixamo"),
        ("a.bvh", ["--rig-mapping", "a.yaml"], "rig: expected a rig, whose bones the mapping names"),
        ("a.bvh", ["--rig", "mixamo", "--rig-mapping", "a.yaml"], "mapping: expected a rig from a file"),
    ],
)
def test_signing_refuses_rigs_that_cannot_be_used_before_it_signs(tmp_path, output, options, said):
    arguments = ["generate", "regen", "--language", "dgs", "--method", "signer", "-o", str(tmp_path / output), *options]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code != 0
    assert said in str(done.exception) + done.output
    assert not list(tmp_path.iterdir())
