import pytest

from signary.io.errors import FormatError, InputError
from signary.pose.avatar.rig_files import CONVENTIONS, load_rig, named_rig
from signary.pose.avatar.rig_names import humanoid_joint, recognise
from signary.pose.skeletons.smplx import ROTATED, TREE


def recognised(*bones):
    """Joint -> name, of bones in a row, each below the one before."""
    found = recognise(bones, range(-1, len(bones) - 1))
    return {joint: bones[where[0]] for joint, where in found.items()}


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_bones_of_a_convention_are_recognised_by_their_names(convention):
    rig = named_rig(convention)
    found = recognise(rig.bones, rig.parents)
    assert {joint: bones for joint, bones in found.items() if joint in TREE} == dict(rig.mapping)
    assert set(ROTATED) - set(found) <= {"jaw"}


@pytest.mark.parametrize(
    ("joint", "names"),
    [
        ("left_collar", ["mixamorig:LeftShoulder", "LeftShoulder", "clavicle_l", "leftShoulder", "clavicle.L"]),
        ("left_elbow", ["mixamorig1:LeftForeArm", "lowerarm_l", "leftLowerArm", "J_Bip_L_LowerArm", "forearm.L"]),
        ("left_elbow", ["Bip01 L Forearm", "CC_Base_L_Forearm", "lForearmBend", "left_elbow", "Armature|lowerarm01.L"]),
        ("right_wrist", ["mixamorig_RightHand", "hand_r", "RightHand", "wrist.R", "Bip001 R Hand", "rHand"]),
        ("right_index2", ["RightHandIndex2", "index_02_r", "rightIndexIntermediate", "f_index.02.R", "finger2-2.R"]),
        ("right_index2", ["Bip01 R Finger11", "rIndex2", "CC_Base_R_Index2", "J_Bip_R_Index2"]),
        ("left_pinky3", ["leftLittleDistal", "pinky_03_l", "finger5-3.L", "LeftHandPinky3", "CC_Base_L_Pinky3"]),
        ("left_thumb1", ["thumb_01_l", "finger1-1.L", "Bip01 L Finger0", "leftThumbProximal", "lThumb1"]),
        ("left_forearm_twist", ["lowerarm_twist_01_l", "LeftForeArmTwist", "lowerarm02.L", "CC_Base_L_ForearmTwist01"]),
    ],
)
def test_names_of_many_tools(joint, names):
    beside = {"left": "LeftArm", "right": "RightArm"}[joint.split("_")[0]]
    for name in names:
        assert recognised(beside, name).get(joint) == name


def test_a_shoulder_is_a_collar_bone_only_where_there_is_an_upper_arm():
    assert recognised("LeftShoulder", "LeftArm") == {"left_collar": "LeftShoulder", "left_shoulder": "LeftArm"}
    assert recognised("left_collar", "left_shoulder") == {
        "left_collar": "left_collar",
        "left_shoulder": "left_shoulder",
    }


def test_vrm_calls_the_bones_of_a_thumb_otherwise_in_each_version():
    names = ("leftThumbMetacarpal", "leftThumbProximal", "leftThumbIntermediate", "leftThumbDistal")
    assert [humanoid_joint(name, 1) for name in names] == ["left_thumb1", "left_thumb2", None, "left_thumb3"]
    assert [humanoid_joint(name, 0) for name in names] == [None, "left_thumb1", "left_thumb2", "left_thumb3"]
    found = recognised("leftThumbMetacarpal", "leftThumbProximal", "leftThumbDistal")
    assert found["left_thumb2"] == "leftThumbProximal"


def test_necks_and_spines_are_those_that_lead_to_the_head():
    bones = ("hips", "spine01", "spine02", "spine03", "spine04", "neck01", "neck02", "head", "neck03")
    found = recognise(bones, (-1, 0, 1, 2, 3, 4, 5, 6, 0))
    assert found["neck"] == (5, 6)
    assert [found[f"spine{number}"] for number in (1, 2, 3)] == [(1,), (3,), (4,)]


def write_bvh(path, names):
    lines = ["HIERARCHY"]
    for depth, (name, offset) in enumerate(names):
        lines += [
            f"{'JOINT' if depth else 'ROOT'} {name}",
            "{",
            f"OFFSET {offset}",
            "CHANNELS 3 Zrotation Xrotation Yrotation",
        ]
    lines += ["End Site", "{", "OFFSET 0 0.1 0", "}", *["}"] * len(names), "MOTION"]
    path.write_text("\n".join(lines))


def test_bones_that_are_missing_are_named(tmp_path):
    write_bvh(
        tmp_path / "a.bvh", [("Hips", "0 0 0"), ("Head", "0 1 0"), ("LeftArm", "1 0 0"), ("LeftForeArm", "1 0 0")]
    )
    with pytest.raises(
        InputError, match="bones for left_wrist, right_shoulder, right_elbow, right_wrist .*LeftForeArm"
    ):
        load_rig(tmp_path / "a.bvh")
    with pytest.raises(InputError, match="mixamo, game_engine, vrm, makehuman, got 'maya'"):
        load_rig("maya")


def test_a_mapping_file_names_bones_that_are_not_recognised(tmp_path):
    rig = named_rig("mixamo")
    strange = {name: f"b{at}" for at, name in enumerate(rig.bones)}
    lines = []

    def walk(at):
        lines.append(f"{'ROOT' if at == 0 else 'JOINT'} {strange[rig.bones[at]]} {{ ")
        lines.append("OFFSET " + " ".join(map(str, rig.offsets[at])))
        for child in [child for child, parent in enumerate(rig.parents) if parent == at]:
            walk(child)
        lines.append("}")

    walk(0)
    path, mapping = tmp_path / "strange.bvh", tmp_path / "mapping.yaml"
    path.write_text("HIERARCHY\n" + "\n".join(lines) + "\nMOTION\n")
    with pytest.raises(InputError, match="a mapping file can name them"):
        load_rig(path)
    mapping.write_text("".join(f"{joint}: {strange[rig.bones[at]]}\n" for joint, (at,) in rig.mapping.items()))
    read = load_rig(path, mapping)
    assert set(read.mapping) == set(rig.mapping)
    for joint, (bone,) in rig.mapping.items():
        assert read.bones[read.bone(joint)] == strange[rig.bones[bone]]
        assert abs(read.places[read.bone(joint)] - rig.places[bone]).max() < 1e-9


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("left_elbow: nobody", "one bone 'nobody' for left_elbow, got none"),
        ("left_knie: LeftLeg", "joints among pelvis.*got 'left_knie'"),
        ("left_elbow: [a, b]", "a list only for necks"),
        ("- a", "joints with the names of their bones"),
        ("left_elbow: &a b", "YAML|values|anchor|mapping|bone"),
    ],
)
def test_mappings_that_cannot_be(tmp_path, text, said):
    write_bvh(tmp_path / "a.bvh", [("Hips", "0 0 0"), ("Head", "0 1 0")])
    (tmp_path / "m.yaml").write_text(text)
    with pytest.raises(InputError, match=said):
        load_rig(tmp_path / "a.bvh", tmp_path / "m.yaml")


def test_conventions_take_no_mapping_and_broken_json_is_refused(tmp_path):
    (tmp_path / "m.json").write_text('{"left_elbow": ')
    with pytest.raises(InputError, match="a rig from a file"):
        load_rig("mixamo", tmp_path / "m.json")
    write_bvh(tmp_path / "a.bvh", [("Hips", "0 0 0")])
    with pytest.raises(FormatError, match="JSON"):
        load_rig(tmp_path / "a.bvh", tmp_path / "m.json")
