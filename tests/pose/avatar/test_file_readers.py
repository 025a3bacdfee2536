"""Thirty sentences as other people's programs read them: `make test-readers` installs and runs these.

Node with the packages of `tests/node/package.json`: the Khronos validator, three.js, three-vrm. Python with `bpy`
(Blender as a module), `bvhio` and `pybvh`: the environment of `SIGNARY_READERS_PYTHON`, else `.venv-readers`.
"""

import json
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from signed_sentences import SENTENCES, signed, tree_places

from signary.pose.avatar.bvh import write_bvh
from signary.pose.avatar.figure import load_figure
from signary.pose.avatar.gltf import write_glb
from signary.pose.avatar.gltf_buffer import GltfBuilder
from signary.pose.avatar.gltf_figure import add_figure, figure_glb
from signary.pose.avatar.playable import PELVIS_HEIGHT
from signary.pose.avatar.skinning import pose_figure
from signary.pose.avatar.vrma import BONES, CUSTOM, PRESETS, write_vrma
from signary.pose.skeletons.rest import EXPRESSIONS
from signary.pose.skeletons.smplx import TREE

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
NODE = ROOT / "tests" / "node"
LIFT = np.array([0.0, PELVIS_HEIGHT, 0.0])
THIRTY = [(language, number) for language, sentences in SENTENCES.items() for number in range(len(sentences))]
#: What the validator cannot look into: it knows neither packed views nor avatars; bones that end are empty nodes.
UNKNOWN = {"UNSUPPORTED_EXTENSION", "NODE_EMPTY"}


def run_node(*command):
    if shutil.which("node") is None or not (NODE / "node_modules" / "three").is_dir():
        pytest.skip("node, or the packages of tests/node/package.json, are not installed (make test-readers)")
    words = ["node", *map(str, command)]
    return subprocess.run(words, check=True, capture_output=True, text=True, timeout=600, cwd=NODE).stdout


@cache
def _python():
    places = [os.environ.get("SIGNARY_READERS_PYTHON"), ROOT / ".venv-readers" / "bin" / "python"]
    return next((str(place) for place in places if place and Path(place).is_file()), None)


def run_reader(script, *arguments):
    if _python() is None:
        pytest.skip("no environment with bpy, bvhio and pybvh (make test-readers, or SIGNARY_READERS_PYTHON)")
    outside = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [_python(), str(Path(__file__).parent / script), *map(str, arguments)]
    subprocess.run(command, check=True, capture_output=True, timeout=600, env=outside)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Suffix -> files of all sentences; `packed` are compressed `.glb`."""
    folder = tmp_path_factory.mktemp("files")
    found = {kind: {} for kind in ("glb", "packed", "bvh", "vrma")}
    for language, number in THIRTY:
        sequence, name = signed(language, number), f"{language}{number}"
        for kind, path in (
            ("glb", folder / f"{name}.glb"),
            ("packed", folder / f"{name}_packed.glb"),
            ("bvh", folder / f"{name}.bvh"),
            ("vrma", folder / f"{name}.vrma"),
        ):
            found[kind][language, number] = path
        write_glb(sequence, found["glb"][language, number])
        write_glb(sequence, found["packed"][language, number], compress=True)
        write_bvh(sequence, found["bvh"][language, number])
        write_vrma(sequence, found["vrma"][language, number])
    for detail in ("full", "light"):
        (folder / f"{detail}.glb").write_bytes(figure_glb(detail))
        found["glb"][detail, 0] = folder / f"{detail}.glb"
    return found


def shown(places, names=tuple(TREE)):
    """Places of joints, shape (T, J, 3), of a list of dictionaries."""
    return np.array([[frame[name] for name in names] for frame in places])


def worst_millimetres(places, sequence):
    return 1000 * np.linalg.norm(places - LIFT - tree_places(sequence), axis=-1).max()


def test_the_khronos_validator_finds_nothing(files):
    for kind in ("glb", "packed", "vrma"):
        for messages in json.loads(run_node("validate.mjs", *files[kind].values())).values():
            assert {message["code"] for message in messages} <= (UNKNOWN if kind != "glb" else set())
            assert min([message["severity"] for message in messages], default=2) >= 2


@pytest.mark.parametrize(("kind", "most"), [("glb", 0.1), ("packed", 2.0)])
def test_three_js_has_our_joints_and_faces(files, kind, most, tmp_path):
    found = []
    for key in THIRTY:
        sequence = signed(*key)
        run_node("joints.mjs", files[kind][key], len(sequence), sequence.fps, tmp_path / "out.json")
        read = json.loads((tmp_path / "out.json").read_text())
        found.append(worst_millimetres(shown(read["places"]), sequence))
        assert set(read["morphs"]) == set(EXPRESSIONS)
        np.testing.assert_allclose(read["weights"], sequence.values[:, 123:], atol=1e-5)
        assert read["extras"]["segments"] == [
            {**item, "start": round(item["start"], 6), "end": round(item["end"], 6)}
            for item in sequence.metadata["segments"]
        ]
        assert len(files[kind][key].read_bytes()) <= (2_000_000 if kind == "glb" else 500_000)
    assert max(found) <= most


@pytest.mark.parametrize("kind", ["glb", "packed"])
def test_three_js_has_our_skin(files, kind, tmp_path):
    """Each vertex of ours has one of three's nearby, and the other way round."""
    sequence = signed("asl", 1)
    run_node("joints.mjs", files[kind]["asl", 1], len(sequence), sequence.fps, tmp_path / "out.json")
    theirs = np.array(json.loads((tmp_path / "out.json").read_text())["vertices"]) - LIFT
    frame = len(sequence) // 2
    posed = pose_figure(load_figure("full"), sequence.values[frame : frame + 1])
    ours = np.concatenate([vertices[0] for vertices, _ in posed.values()])
    assert len(ours) == len(theirs)
    for one, other in ((ours, theirs), (theirs, ours)):
        apart = [np.linalg.norm(other - at, axis=1).min() for at in one[::40]]
        assert max(apart) < 0.3e-3


def test_bvhio_and_pybvh_have_our_joints(files, tmp_path):
    run_reader("bvh_readers.py", tmp_path / "out.json", *files["bvh"].values())
    read = json.loads((tmp_path / "out.json").read_text())
    for key in THIRTY:
        for places in read[str(files["bvh"][key])].values():
            assert len(places) == len(signed(*key))
            assert worst_millimetres(shown(places), signed(*key)) <= 0.1


def avatar(path):
    """Our figure as an avatar in VRM format, with the expressions that a full face has."""
    builder, figure = GltfBuilder(), load_figure("light")
    add_figure(builder, figure)
    document = builder.document
    document["nodes"] = [dict(node) for node in document["nodes"]]
    face = [node["name"] for node in document["nodes"]].index("face")
    bones = {bone: {"node": figure.joints.index(joint)} for joint, bone in BONES.items()}

    def bound(name):
        return {"morphTargetBinds": [{"node": face, "index": EXPRESSIONS.index(name), "weight": 1.0}]}

    presets = {name: bound(ours) for ours, name in PRESETS.items()} | {"aa": bound("lips_parted")}
    custom = {name: bound(ours) for ours, names in CUSTOM.items() for name in names}
    facts = {"name": "figure", "version": "1", "authors": ["signary"], "licenseUrl": "https://vrm.dev/licenses/1.0/"}
    document |= {
        "extensionsUsed": ["VRMC_vrm"],
        "extensions": {
            "VRMC_vrm": {
                "specVersion": "1.0",
                "meta": facts,
                "humanoid": {"humanBones": bones},
                "expressions": {"preset": presets, "custom": custom},
            }
        },
    }
    path.write_bytes(builder.to_bytes())
    return path


@pytest.mark.parametrize("key", [("asl", 0), ("dgs", 5), ("csl", 8)])
def test_three_vrm_plays_our_animation(files, key, tmp_path):
    sequence = signed(*key)
    arguments = (avatar(tmp_path / "a.vrm"), files["vrma"][key], len(sequence), sequence.fps, tmp_path / "out.json")
    run_node("avatar.mjs", *arguments)
    read = json.loads((tmp_path / "out.json").read_text())
    assert read["warnings"] == []
    assert read["duration"] == pytest.approx((len(sequence) - 1) / sequence.fps, abs=1e-4)
    names = list(BONES)
    places = shown(read["places"], [BONES[name] for name in names]) - LIFT
    ours = tree_places(sequence)[:, [list(TREE).index(name) for name in names]]
    assert 1000 * np.linalg.norm(places - ours, axis=-1).max() <= 0.1
    for ours, names in {**{ours: (name,) for ours, name in PRESETS.items()}, **CUSTOM}.items():
        wanted = np.clip(sequence.values[:, 123 + EXPRESSIONS.index(ours)], 0, 1)
        for name in names:
            np.testing.assert_allclose([frame[name] for frame in read["weights"]], wanted, atol=1e-5)


def test_programs_of_the_guide_import_what_there_is(tmp_path):
    page = (ROOT / "docs" / "guides" / "three_js.md").read_text("utf-8")
    modules = re.findall(r'<script type="module">\n(.*?)</script>', page, re.DOTALL)
    modules += re.findall(r"```js\n(.*?)```", page, re.DOTALL)
    assert len(modules) == 2
    for number, module in enumerate(modules):
        (tmp_path / f"{number}.mjs").write_text(module)
        run_node("--check", tmp_path / f"{number}.mjs")
        imports = "\n".join(re.findall(r"^ *import .*;$", module, re.MULTILINE))
        assert imports.count("import") >= 2
        run_node(
            "--input-type=module", "--eval", f"{imports}\nif (!({imported(imports)}).every(Boolean)) process.exit(1)"
        )


def imported(imports):
    """A list of the names that lines of imports bring."""
    names = re.findall(r"\* as (\w+)", imports)
    names += [name.strip() for inner in re.findall(r"{(.*?)}", imports) for name in inner.split(",")]
    return f"[{', '.join(names)}]"


class TestBlender:
    @pytest.fixture(params=[("asl", 0), ("dgs", 3), ("csl", 1)])
    def key(self, request):
        return request.param

    def imported(self, path, fps, tmp_path):
        run_reader("blender_reader.py", path, fps, tmp_path / "out.json")
        return json.loads((tmp_path / "out.json").read_text())

    def test_a_glb_is_a_skinned_figure_that_signs(self, files, key, tmp_path):
        sequence = signed(*key)
        read = self.imported(files["glb"][key], 25, tmp_path)
        assert read["range"] == pytest.approx([0, len(sequence) - 1], abs=1e-3)
        assert read["fps"] == 25
        assert read["actions"] == [sequence.metadata["text"]]
        assert set(read["bones"]) == set(load_figure("full").joints)
        assert set(read["materials"]) == {part.name for part in load_figure("full").parts}
        assert {"figure", "body", "face"} <= set(read["objects"])
        assert read["extras"]["text"] == sequence.metadata["text"]
        assert worst_millimetres(shown(read["heads"]), sequence) <= 0.1
        weights = [[frame[name] for name in EXPRESSIONS] for frame in read["shapes"]]
        np.testing.assert_allclose(weights, sequence.values[:, 123:], atol=1e-5)
        assert abs(read["soles"]) < 0.005

    def test_a_bvh_is_a_skeleton_that_signs(self, files, key, tmp_path):
        sequence = signed(*key)
        read = self.imported(files["bvh"][key], 24, tmp_path)
        assert read["range"] == [1, len(sequence)]
        assert read["fps"] == 25
        assert set(read["bones"]) == set(TREE)
        assert worst_millimetres(shown(read["heads"]), sequence) <= 0.1
