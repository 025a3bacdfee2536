import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rig_makers import Z_UP, glb, gltf_document, posed_rest, turned_rig

from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.pose.avatar.rig_files import load_rig, named_rig


def named(rig):
    """Joint -> names of its bones."""
    return {joint: [rig.bones[bone] for bone in bones] for joint, bones in rig.mapping.items()}


def by_name(rig, rows):
    return {name: rows[at] for at, name in enumerate(rig.bones)}


def assert_same_rest(read, rig):
    for name, place in by_name(rig, rig.places).items():
        np.testing.assert_allclose(by_name(read, read.places)[name], place, atol=1e-9)
        np.testing.assert_allclose(by_name(read, read.rest_turns)[name], by_name(rig, rig.rest_turns)[name], atol=1e-9)


@pytest.mark.parametrize("suffix", [".glb", ".vrm", ".gltf"])
def test_a_gltf_skeleton_has_the_places_of_its_nodes(tmp_path, suffix):
    rig = turned_rig(3, axes=np.eye(3))
    path, document = tmp_path / f"a{suffix}", gltf_document(rig)
    path.write_bytes(json.dumps(document).encode() if suffix == ".gltf" else glb(document))
    read = load_rig(path)
    assert named(read) == named(rig)
    assert_same_rest(read, rig)


def test_axes_and_units_are_seen_whatever_they_are(tmp_path):
    straight = named_rig("mixamo", posed_rest())
    for axes, unit in ((Z_UP, 0.01), (np.diag([-1.0, 1.0, -1.0]), 1.0), (np.eye(3), 0.001), (Z_UP, 0.0254)):
        rig = turned_rig(1, axes=axes, unit=unit)
        assert rig.unit == pytest.approx(unit)
        np.testing.assert_allclose(rig.places, straight.places, atol=1e-9)
    (tmp_path / "scaled.glb").write_bytes(glb(gltf_document(turned_rig(2, unit=0.01), scale=0.01)))
    assert_same_rest(load_rig(tmp_path / "scaled.glb"), turned_rig(2))


def test_a_vrm_says_itself_which_bone_is_which(tmp_path):
    rig = turned_rig(4, "vrm")
    names = {bone: f"bone {at}" for at, bone in enumerate(rig.bones)}
    document = gltf_document(rig)
    for node in document["nodes"]:
        node["name"] = names[node["name"]]
    (tmp_path / "a.glb").write_bytes(glb(document))
    with pytest.raises(InputError, match="bones for head"):
        load_rig(tmp_path / "a.glb")
    one = {bone: {"node": at} for at, bone in enumerate(rig.bones)}
    (tmp_path / "a.vrm").write_bytes(glb(document | {"extensions": {"VRMC_vrm": {"humanoid": {"humanBones": one}}}}))
    assert load_rig(tmp_path / "a.vrm").missing == ()
    assert named(load_rig(tmp_path / "a.vrm")) == {
        joint: [names[bone] for bone in bones] for joint, bones in named(rig).items()
    }
    thumbs = {"ThumbMetacarpal": "ThumbProximal", "ThumbProximal": "ThumbIntermediate"}
    older = []
    for at, bone in enumerate(rig.bones):
        side = "left" if bone.startswith("left") else "right"
        older.append({"bone": side + thumbs[bone[len(side) :]] if bone[len(side) :] in thumbs else bone, "node": at})
    (tmp_path / "b.vrm").write_bytes(glb(document | {"extensions": {"VRM": {"humanoid": {"humanBones": older}}}}))
    assert named(load_rig(tmp_path / "b.vrm")) == named(load_rig(tmp_path / "a.vrm"))


def hostile(change):
    document = gltf_document(named_rig("mixamo"))
    change(document)
    return glb(document)


def set_node(**values):
    return lambda document: document["nodes"][3].update(values)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (set_node(children=[3]), "each of one parent"),
        (set_node(children=[0]), "own ancestors"),
        (set_node(children=[99999]), "each of one parent"),
        (set_node(children="all"), "a list of children"),
        (set_node(scale=[1, 2, 1]), "scaled alike"),
        (set_node(scale=[-1, -1, -1]), "scaled alike"),
        (set_node(rotation=[0, 0, 0, 0]), "unit quaternions"),
        (set_node(rotation=["x", 0, 0, 1]), "4 numbers"),
        (set_node(translation=[1e300, 0, 0]), "finite numbers"),
        (set_node(matrix=[1, 0, 0, 0, 0.5, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]), "without shearing"),
        (lambda document: document.update(nodes={"a": 1}), "a list of objects as nodes"),
        (lambda document: document.update(skins=[{"joints": [99999]}]), "nodes as joints of a skin"),
        (lambda document: document.update(asset={"version": "1.0"}), "glTF of version 2"),
        (lambda document: document.update(nodes=[{}] * 30000, skins=[]), "at most 20,000 nodes"),
        (lambda document: document.update(nodes=[], skins=[]), "bones for head"),
    ],
)
def test_documents_that_cannot_be(tmp_path, change, said):
    (tmp_path / "a.glb").write_bytes(hostile(change))
    with pytest.raises(InputError, match=said):
        load_rig(tmp_path / "a.glb")


@pytest.mark.parametrize("address", ["../secret.bin", "/etc/passwd", "a/b.bin", "%2e%2e/x.bin", "http://a.b/c.bin"])
def test_buffers_lie_beside_the_file_and_nowhere_else(tmp_path, address):
    (tmp_path / "secret.bin").write_bytes(b"\0" * 400)
    (tmp_path / "in").mkdir()
    document = gltf_document(named_rig("mixamo"))
    document["buffers"] = [{"uri": address, "byteLength": 400}]
    document["bufferViews"] = [{"buffer": 0, "byteLength": 400}]
    document["accessors"] = [{"bufferView": 0, "componentType": 5126, "count": 4, "type": "MAT4"}]
    document["meshes"] = [{"primitives": []}]
    document["skins"][0]["inverseBindMatrices"] = 0
    document["nodes"].append({"mesh": 0, "skin": 0})
    (tmp_path / "in" / "a.gltf").write_text(json.dumps(document))
    with pytest.raises(UnsafeFileError, match="own folder"):
        load_rig(tmp_path / "in" / "a.gltf")


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_damaged_files_end_in_errors_of_our_own(tmp_path_factory, data):
    whole = bytearray(glb(gltf_document(named_rig("game_engine"))))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "a.glb"
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    said = ""
    try:
        load_rig(path)
    except InputError as error:
        said = str(error)
    assert len(said) < 4500
    assert "\n" not in said


def test_lengths_that_lie(tmp_path):
    content = glb(gltf_document(named_rig("mixamo")))
    for broken in (content[:16], struct.pack("<III", 0x46546C67, 2, 1 << 31) + content[12:], b"PK" + content[2:]):
        (tmp_path / "a.glb").write_bytes(broken)
        with pytest.raises(FormatError):
            load_rig(tmp_path / "a.glb")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ROOT a", "HIERARCHY in the first line"),
        ("HIERARCHY\nROOT a\n{\nOFFSET 0 0\n}", "OFFSET with three numbers"),
        ("HIERARCHY\nROOT a\n{\nOFFSET 0 0 nan\n}", "OFFSET with three numbers"),
        ("HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\n", "brackets are closed"),
        ("HIERARCHY\nROOT a\n{\n}\n}", "one more closed"),
        ("HIERARCHY\nROOT a\n{\nJOINT a\n{\n}\n}", "a name of its own"),
        ("HIERARCHY\n{", "a joint before its bracket"),
        ("HIERARCHY\nJOINT a\n{\n}", "ROOT outside and JOINT inside"),
        ("HIERARCHY\nROOT a\n{\nWEIGHT 3\n}", "got 'WEIGHT'"),
        ("HIERARCHY\nROOT r\n{" + "".join(f"\nJOINT j{at}\n{{" for at in range(600)), "at most 512 levels"),
        ("HIERARCHY\n" + "x" * 2_000_000, "words"),
    ],
)
def test_bvh_that_is_none(tmp_path, text, said):
    (tmp_path / "a.bvh").write_text(text)
    with pytest.raises(InputError, match=said):
        load_rig(tmp_path / "a.bvh")
