import errno
import json
import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from gltf_reader import GltfReader
from signed_sentences import signed, tree_places
from tiny_figure import tiny_figure

from signary.io.errors import InputError, NoRoomError
from signary.pose.avatar.figure import load_figure
from signary.pose.avatar.gltf import add_motion, glb_bytes, write_glb
from signary.pose.avatar.gltf_buffer import GltfBuilder
from signary.pose.avatar.gltf_figure import add_figure, figure_glb
from signary.pose.avatar.playable import PELVIS_HEIGHT
from signary.pose.avatar.skinning import pose_figure
from signary.pose.avatar.vrma import write_vrma
from signary.pose.layout import PoseLayout
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.rest import EXPRESSIONS
from signary.pose.skeletons.smplx import ROTATED, SMPLX, TREE

LIFT = np.array([0.0, PELVIS_HEIGHT, 0.0])


def motion(values, fps=25.0, **facts):
    return PoseSequence(np.asarray(values, dtype=np.float32), SMPLX, fps, metadata=facts)


def still(frames=4, **turns):
    """Frames in rest pose but for the joints that are given, each an axis-angle vector or one a frame."""
    values = np.zeros((frames, 133))
    for name, turn in turns.items():
        values[:, SMPLX.features([SMPLX.index(name)])] = turn
    return values


def tiny_file(values, compress=False, fps=25.0, **facts):
    builder, figure = GltfBuilder(compress), tiny_figure()
    add_figure(builder, figure)
    add_motion(builder, figure, np.asarray(values, dtype=np.float64), motion(values, fps, **facts))
    return GltfReader(builder.to_bytes())


@pytest.fixture(scope="module")
def plain():
    return GltfReader(glb_bytes(signed("dgs")))


@pytest.fixture(scope="module")
def packed():
    return GltfReader(glb_bytes(signed("dgs"), compress=True))


class TestJoints:
    @pytest.mark.parametrize(("language", "compress"), [("asl", False), ("csl", False), ("dgs", True)])
    def test_they_are_those_of_forward_kinematics(self, language, compress):
        sequence = signed(language, 3)
        read = GltfReader(glb_bytes(sequence, compress=compress))
        frames = np.arange(0, len(sequence), 3)
        places = read.places(list(TREE), frames / sequence.fps) - LIFT
        worst = np.linalg.norm(places - tree_places(sequence)[frames], axis=-1).max()
        assert worst < (0.5e-3 if compress else 0.1e-3)

    def test_they_are_where_any_rotations_bring_them(self, rng):
        """Turns beyond half a turn, and one frame."""
        for frames in (1, 5):
            sequence = motion(rng.normal(size=(frames, 133)) * 2.5, fps=29.97)
            read = GltfReader(glb_bytes(sequence))
            places = read.places(list(TREE), np.arange(frames) / sequence.fps) - LIFT
            assert np.linalg.norm(places - tree_places(sequence), axis=-1).max() < 0.1e-3

    def test_between_two_samples_a_turn_takes_the_short_way(self):
        """Neighbouring quaternions may have opposite signs where an angle passes half a turn."""
        angles = np.radians([170.0, 178.0, 186.0, 194.0])
        read = tiny_file(still(4, left_elbow=np.stack([0 * angles, angles, 0 * angles], 1)))
        _, samples = read.channel("left_elbow", "rotation")
        assert all(first @ second > 0.99 for first, second in pairwise(samples))
        middle = tiny_file(still(1, left_elbow=(0, np.radians(182), 0)))
        np.testing.assert_allclose(
            read.places(["left_wrist"], [1.5 / 25]), middle.places(["left_wrist"], [0]), atol=1e-5
        )


class TestSkin:
    def test_vertices_are_those_of_our_skinning(self, plain):
        sequence, frame = signed("dgs"), 40
        posed = pose_figure(load_figure("full"), sequence.values[frame : frame + 1])
        found = plain.skinned(frame / sequence.fps)
        assert set(found) == set(posed)
        for name, (vertices, _) in posed.items():
            np.testing.assert_allclose(found[name] - LIFT, vertices[0], atol=0.1e-3, err_msg=name)

    def test_packed_ones_are_nearly_there(self, packed):
        """Vertices of a packed file come in another order: each has one of ours nearby, and none is lost."""
        sequence, frame = signed("dgs"), 40
        posed = pose_figure(load_figure("full"), sequence.values[frame : frame + 1])
        for name, vertices in packed.skinned(frame / sequence.fps).items():
            ours = posed[name][0][0]
            assert len(vertices) == len(ours)
            for one, other in ((vertices - LIFT, ours), (ours, vertices - LIFT)):
                apart = [np.linalg.norm(other - at, axis=1).min() for at in one[:: max(1, len(one) // 100)]]
                assert max(apart) < 0.5e-3, name

    @pytest.mark.parametrize("compress", [False, True])
    def test_every_expression_moves_what_it_should(self, compress):
        """Below zero and above one too; a part that an expression does not move has a target of zeros."""
        values = np.zeros((len(EXPRESSIONS) + 1, 133))
        values[np.arange(len(EXPRESSIONS)), 123 + np.arange(len(EXPRESSIONS))] = 1.0
        values[-1, 123:] = np.linspace(-0.5, 1.5, len(EXPRESSIONS))
        read = tiny_file(values, compress)
        figure = tiny_figure()
        for frame in range(len(values)):
            found = read.skinned(frame / 25)
            for part in figure.parts:
                wanted = part.vertices.astype(float) + LIFT
                for name, share in zip(EXPRESSIONS, values[frame, 123:], strict=True):
                    rows, moved, _ = part.morphs.get(name, (np.zeros(0, int), np.zeros((0, 3)), None))
                    wanted[rows] += share * moved
                order = [np.lexsort(np.round(at * 200).T) for at in (found[part.name], wanted)]
                np.testing.assert_allclose(
                    found[part.name][order[0]], wanted[order[1]], atol=2e-4 if compress else 1e-6
                )

    def test_the_figure_stands_on_the_ground_and_looks_forward(self, plain):
        figure = GltfReader(figure_glb())
        assert figure.gltf.animations == []
        rest = np.concatenate(list(figure.skinned(0).values()))
        assert abs(rest[:, 1].min()) < 2e-3
        assert 1.6 < rest[:, 1].max() < 1.9
        nose = rest[np.argmax(rest[:, 2] * (rest[:, 1] > 1.55))]
        assert nose[2] > 0.1
        assert abs(nose[0]) < 0.01
        np.testing.assert_array_equal(figure.names, plain.names)

    def test_the_figure_says_how_its_twist_bones_turn(self, plain):
        figure = load_figure("full")
        told = GltfReader(figure_glb()).gltf.scenes[0].extras["twists"]
        assert [(each["name"], each["source"], each["share"]) for each in told] == [
            (twist.name, twist.source, twist.share) for twist in figure.twists
        ]
        assert all(np.linalg.norm(each["axis"]) == pytest.approx(1) for each in told)
        assert "twists" not in plain.gltf.scenes[0].extras

    def test_the_light_figure_has_the_same_bones(self):
        full, light = GltfReader(figure_glb()), GltfReader(figure_glb("light"))
        assert full.names == light.names
        with pytest.raises(InputError, match="detail"):
            figure_glb("heavy")


class TestAnimation:
    def test_names_are_those_of_the_skeleton(self, plain):
        (skin,) = plain.gltf.skins
        assert [plain.names[joint] for joint in skin.joints] == list(load_figure("full").joints)
        assert skin.skeleton == plain.names.index("pelvis")
        face = next(mesh for mesh in plain.gltf.meshes if mesh.name == "face")
        assert face.extras["targetNames"] == list(EXPRESSIONS)
        assert all(len(primitive.targets) == len(EXPRESSIONS) for primitive in face.primitives)

    def test_a_sample_a_frame(self, plain):
        times, samples = plain.channel("right_elbow", "rotation")
        np.testing.assert_allclose(times, np.arange(len(signed("dgs"))) / 25, atol=1e-6)
        np.testing.assert_allclose(np.linalg.norm(samples, axis=1), 1, atol=1e-6)
        times, weights = plain.channel("face", "weights")
        np.testing.assert_allclose(weights, signed("dgs").values[:, 123:], atol=1e-7)
        assert len(times) == len(signed("dgs"))

    def test_what_rests_has_no_channel_and_what_stays_has_two_samples(self):
        values = still(5, left_elbow=(0, 0.5, 0), jaw=np.linspace(0, 0.2, 5)[:, None] * (1, 0, 0))
        read = tiny_file(values)
        (animation,) = read.gltf.animations
        turned = {read.names[channel.target.node] for channel in animation.channels}
        assert turned == {"left_elbow", "jaw"}
        times, samples = read.channel("left_elbow", "rotation")
        np.testing.assert_allclose(times, [0, 4 / 25])
        np.testing.assert_allclose(samples, [[0, np.sin(0.25), 0, np.cos(0.25)]] * 2, atol=1e-7)

    def test_rest_is_a_file_without_an_animation(self):
        assert tiny_file(still(3)).gltf.animations == []

    def test_long_levers_are_floats_and_short_ones_integers(self, plain):
        kinds = {}
        (animation,) = plain.gltf.animations
        for channel in animation.channels:
            accessor = plain.gltf.accessors[animation.samplers[channel.sampler].output]
            kinds[plain.names[channel.target.node]] = (accessor.componentType, accessor.normalized)
        assert kinds["right_shoulder"] == kinds["right_elbow"] == (5126, False)
        assert kinds["right_index1"] == kinds["right_wrist"] == (5122, True)

    def test_it_is_named_by_the_text(self, plain):
        (animation,) = plain.gltf.animations
        assert animation.name == "Ich heiße Lena und suche meine Brille."
        (long,) = tiny_file(still(2, jaw=(0.1, 0, 0)), text="word " * 200).gltf.animations
        assert len(long.name) <= 64
        (nameless,) = tiny_file(still(2, jaw=(0.1, 0, 0))).gltf.animations
        assert nameless.name == "signing"

    def test_extras_say_what_is_signed_when(self, plain):
        extras = plain.gltf.scenes[0].extras
        assert (extras["text"], extras["language"]) == ("Ich heiße Lena und suche meine Brille.", "dgs")
        assert "not verified" in extras["notice"]
        assert (extras["fps"], extras["frames"]) == (25.0, len(signed("dgs")))
        assert [item["word"] for item in extras["segments"]][:2] == ["Ich", "heiße"]
        assert all(0 <= item["start"] < item["end"] <= len(signed("dgs")) / 25 + 1 for item in extras["segments"])

    @pytest.mark.parametrize(
        "segments",
        [
            "Hello",
            [{"word": "a", "gloss": "A", "start": 0}],
            [{"start": 0, "end": 1}],
            [{"word": "a", "gloss": "A", "start": 0, "end": float("nan")}],
            [{"word": "a", "gloss": "A", "start": "0", "end": "1"}],
            [3],
        ],
    )
    def test_segments_that_are_none_are_refused(self, segments):
        with pytest.raises(InputError, match="segments"):
            tiny_file(still(2), segments=segments)

    def test_times_of_sentences_and_of_glosses_are_told_too(self):
        segments = [
            {"text": "Hello.", "start": 0, "end": 1.5},
            {"gloss": "MORGEN", "start": 1.5, "end": 2, "source": "model"},
        ]
        assert tiny_file(still(2), segments=segments).gltf.scenes[0].extras["segments"] == [
            {"word": "Hello.", "gloss": "", "start": 0.0, "end": 1.5},
            {"word": "", "gloss": "MORGEN", "start": 1.5, "end": 2.0},
        ]

    def test_text_of_any_kind_is_text(self):
        for text in ('你"\n\u2028\U0001f600', "\ud800", "</script>\0"):
            read = tiny_file(still(2, jaw=(0.1, 0, 0)), text=text)
            assert read.gltf.scenes[0].extras["text"] == text
            assert "\n" not in read.gltf.animations[0].name


class TestFile:
    def test_header_and_chunks(self):
        content = glb_bytes(signed("asl"))
        assert content[:4] == b"glTF"
        magic, version, length, size = np.frombuffer(content[:16], "<u4")
        assert (version, length) == (2, len(content))
        document = json.loads(content[20 : 20 + size])
        assert document["asset"]["version"] == "2.0"
        for view in document["bufferViews"]:
            assert view.get("byteOffset", 0) % 4 == 0
            assert view.get("byteOffset", 0) + view["byteLength"] <= document["buffers"][0]["byteLength"]
        assert np.frombuffer(content[20 + size : 28 + size], "<u4")[1] == 0x004E4942

    def test_sizes(self):
        """Eleven seconds; the figure is most of it."""
        sequence = signed("asl", 3).concatenate(signed("asl", 3))
        assert len(sequence) > 250
        assert len(glb_bytes(sequence)) <= 2_000_000
        assert len(glb_bytes(sequence, compress=True)) <= 500_000

    def test_the_same_motion_gives_the_same_bytes(self):
        assert glb_bytes(signed("asl")) == glb_bytes(signed("asl"))
        assert figure_glb() == figure_glb()
        assert GltfReader(figure_glb()).gltf.animations == []

    def test_a_file_appears_whole_or_not_at_all(self, tmp_path):
        with pytest.raises(InputError, match="segments"):
            write_glb(signed("asl").with_metadata(segments=3), tmp_path / "a.glb")
        assert list(tmp_path.iterdir()) == []
        write_glb(signed("asl"), tmp_path / "a.glb")
        assert [path.name for path in tmp_path.iterdir()] == ["a.glb"]
        assert (tmp_path / "a.glb").read_bytes() == glb_bytes(signed("asl"))

    @pytest.mark.parametrize("write", [write_glb, write_vrma])
    def test_a_full_disk_is_named_and_leaves_nothing(self, write, tmp_path, monkeypatch):
        def full(path, content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(NoRoomError, match="room for the whole file"):
            write(signed("asl"), tmp_path / "a.glb")
        assert list(tmp_path.iterdir()) == []

    def test_the_largest_numbers_are_written(self):
        """Of a hostile file: a turn of any length is a turn, a weight of any size a weight."""
        values = np.full((2, 133), 3e38)
        values[1] *= -1
        read = GltfReader(glb_bytes(motion(values)))
        assert np.isfinite(read.places(list(TREE), [0, 1 / 25])).all()
        np.testing.assert_allclose(read.channel("face", "weights")[1], values[:, 123:], rtol=1e-6)

    def test_motion_without_rotations_is_refused(self, tmp_path):
        layouts: list[PoseLayout] = [get_layout(name) for name in ("holistic", "phoenix50", "smplx_joints")]
        for layout in layouts:
            sequence = PoseSequence(np.zeros((3, layout.num_features)), layout, 25.0)
            with pytest.raises(InputError, match=rf"layout: expected rotations .* got {layout.name}"):
                write_glb(sequence, tmp_path / "a.glb")
        with pytest.raises(InputError, match="hand_reference"):
            write_glb(motion(still(2), hand_reference="mano_mean"), tmp_path / "a.glb")
        with pytest.raises(InputError, match="at least one frame"):
            write_glb(motion(np.zeros((0, 133))), tmp_path / "a.glb")
        assert list(tmp_path.iterdir()) == []

    def test_every_rotated_joint_is_a_bone(self, plain):
        assert set(ROTATED) <= set(plain.names)
