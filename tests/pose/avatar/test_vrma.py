import numpy as np
import pytest
from gltf_reader import GltfReader
from signed_sentences import signed, tree_places

from signary.io.errors import InputError
from signary.pose.avatar.playable import PELVIS_HEIGHT
from signary.pose.avatar.vrma import BONES, CUSTOM, JAW, JAW_OPEN, PRESETS, vrma_bytes, vrma_remarks, write_vrma
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.rest import EXPRESSIONS
from signary.pose.skeletons.smplx import SMPLX, TREE

#: Bones that an avatar must have, by the specification of VRM 1.0.
REQUIRED = {
    *("hips", "spine", "head"),
    *(f"{side}{bone}" for side in ("left", "right") for bone in ("UpperLeg", "LowerLeg", "Foot")),
    *(f"{side}{bone}" for side in ("left", "right") for bone in ("UpperArm", "LowerArm", "Hand")),
}
FINGERS = {
    f"{side}{finger}{part}"
    for side in ("left", "right")
    for finger in ("Thumb", "Index", "Middle", "Ring", "Little")
    for part in (("Metacarpal" if finger == "Thumb" else "Intermediate"), "Proximal", "Distal")
}


@pytest.fixture(scope="module")
def read():
    return GltfReader(vrma_bytes(signed("dgs")))


def extension(read):
    return read.gltf.extensions["VRMC_vrm_animation"]


def weights(read, kind, name):
    node = extension(read)["expressions"][kind][name]["node"]
    _, samples = read.channel(read.names[node], "translation")
    assert not samples[:, 1:].any()
    return samples[:, 0]


def with_values(frames=3, **columns):
    """Frames in rest; a coefficient by name, or `jaw` in degrees."""
    values = np.zeros((frames, 133), dtype=np.float32)
    for name, numbers in columns.items():
        at = 120 if name == "jaw" else 123 + EXPRESSIONS.index(name)
        values[:, at] = np.radians(numbers) if name == "jaw" else numbers
    return PoseSequence(values, SMPLX, 25.0)


def test_bones_are_a_humanoid_with_fingers(read):
    assert read.gltf.extensionsUsed == ["VRMC_vrm_animation"]
    assert extension(read)["specVersion"] == "1.0"
    bones = extension(read)["humanoid"]["humanBones"]
    assert set(bones) >= REQUIRED | FINGERS
    assert not {"jaw", "leftEye", "rightEye"} & set(bones)
    nodes = [bone["node"] for bone in bones.values()]
    assert len(set(nodes)) == len(nodes) == 52
    assert {read.names[bone["node"]]: name for name, bone in bones.items()} == BONES
    assert read.names[bones["leftLittleDistal"]["node"]] == "left_pinky3"
    assert read.names[bones["rightThumbMetacarpal"]["node"]] == "right_thumb1"


def test_joints_are_those_of_forward_kinematics(read):
    sequence = signed("dgs")
    names = [name for name in TREE if name in BONES]
    rows = [list(TREE).index(name) for name in names]
    frames = range(0, len(sequence), 4)
    places = read.places(names, [frame / sequence.fps for frame in frames])
    ours = tree_places(sequence)[frames.start : frames.stop : frames.step, rows]
    np.testing.assert_allclose(places, ours + (0, PELVIS_HEIGHT, 0), atol=0.01e-3)


def test_rest_is_a_t_pose_on_the_ground_that_looks_forward(read):
    rest = dict(zip(read.names, GltfReader(vrma_bytes(with_values())).worlds(0)[:, :3, 3], strict=False))
    assert rest["pelvis"][1] == pytest.approx(PELVIS_HEIGHT)
    assert 0 < rest["left_foot"][1] < 0.1
    assert rest["left_foot"][2] > rest["left_ankle"][2]
    assert rest["left_wrist"][0] > rest["left_shoulder"][0] > 0
    assert rest["left_wrist"][1] == pytest.approx(rest["left_shoulder"][1])


def test_only_rotations_of_bones_and_shifts_of_expressions(read):
    (animation,) = read.gltf.animations
    nodes = {bone["node"] for bone in extension(read)["humanoid"]["humanBones"].values()}
    for channel in animation.channels:
        assert channel.target.path == ("rotation" if channel.target.node in nodes else "translation")
    samplers = [animation.samplers[channel.sampler] for channel in animation.channels]
    assert {read.gltf.accessors[sampler.output].componentType for sampler in samplers} == {5126}


def test_every_coefficient_and_the_jaw_have_an_expression():
    assert set(PRESETS) | set(CUSTOM) == set(EXPRESSIONS)
    assert not set(PRESETS) & set(CUSTOM)
    for name in EXPRESSIONS:
        read = GltfReader(vrma_bytes(with_values(**{name: [0.0, 0.25, 0.5]})))
        own = [("preset", PRESETS[name])] if name in PRESETS else [("custom", each) for each in CUSTOM[name]]
        for kind, expression in own:
            np.testing.assert_allclose(weights(read, kind, expression), [0, 0.25, 0.5])
        every = [(kind, each) for kind, found in extension(read)["expressions"].items() for each in found]
        for kind, expression in set(every) - set(own):
            assert not weights(read, kind, expression).any()
    read = GltfReader(vrma_bytes(with_values(jaw=[0.0, JAW_OPEN / 2, JAW_OPEN])))
    np.testing.assert_allclose(weights(read, "preset", JAW), [0, 0.5, 1], atol=1e-6)


def test_what_vrm_cannot_say_is_cut_and_told():
    sequence = with_values(smile=[-0.5, 0.5, 1.5], jaw=[0, 0, 30])
    read = GltfReader(vrma_bytes(sequence))
    np.testing.assert_allclose(weights(read, "custom", "mouthSmileLeft"), [0, 0.5, 1])
    np.testing.assert_allclose(weights(read, "preset", "aa"), [0, 0, 1], atol=1e-6)
    cut = "aa by up to 0.50, mouthSmileLeft by up to 0.50, mouthSmileRight by up to 0.50"
    assert vrma_remarks(sequence) == [f"cut, as weights of VRM go from 0 to 1: {cut}"]
    assert vrma_remarks(with_values(smile=[-0.04, 0.5, 1.04])) == vrma_remarks(with_values(0)) == []


def test_remarks_are_about_the_motion_that_is_written():
    """A missing expression is none, and no weight beyond."""
    values = with_values(smile=[0.0, 2.0, 0.0])
    confidence = np.ones((3, len(SMPLX.joints)), dtype=np.float32)
    confidence[1, SMPLX.index("expression")] = 0
    sequence = PoseSequence.masked(values.values, SMPLX, 25.0, confidence)
    assert vrma_remarks(sequence) == []


def test_a_still_signer_is_an_animation_all_the_same():
    """Players read its length and its expressions."""
    read = GltfReader(vrma_bytes(with_values(5)))
    (animation,) = read.gltf.animations
    times, _ = read.channel("blink", "translation")
    np.testing.assert_allclose(times, [0, 4 / 25])
    assert len(animation.channels) == 1 + len(PRESETS) + sum(map(len, CUSTOM.values()))


def test_it_says_what_is_signed(read):
    assert read.gltf.scenes[0].extras["text"] == "Ich heiße Lena und suche meine Brille."
    assert read.gltf.scenes[0].extras["segments"][0]["word"] == "Ich"
    assert read.gltf.animations[0].name == "Ich heiße Lena und suche meine Brille."


def test_motion_without_rotations_is_refused(tmp_path, make_sequence):
    with pytest.raises(InputError, match="layout"):
        write_vrma(make_sequence("holistic"), tmp_path / "a.vrma")
    assert list(tmp_path.iterdir()) == []
