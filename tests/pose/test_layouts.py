import numpy as np
import pytest

import signary
from signary.io import plugins
from signary.io.errors import InputError, UnknownLayoutError
from signary.pose import Channel, PoseLayout, get_layout, joint_map, layout_names, register_layout, registry
from signary.pose.layout import PARTS, keypoint_layout
from signary.pose.skeletons import face
from signary.pose.skeletons.face_mesh import FACE_EDGES, IRIS_EDGES

LAYOUTS = layout_names()
KEYPOINTS = [name for name in LAYOUTS if get_layout(name).is_keypoints]
FEATURES = {
    "smplx": 133,
    "smplx_joints": 3 * (55 + 10 + 4 + 140),
    "phoenix50": 150,
    "openpose137": 274,
    "holistic": 1629,
    "holistic_refined": 1659,
    "slrtp178": 534,
}


def test_every_layout_has_its_size():
    assert {name: get_layout(name).num_features for name in LAYOUTS} == FEATURES


@pytest.mark.parametrize("name", LAYOUTS)
def test_mirroring_twice_gives_the_sequence_back(name, make_sequence):
    sequence = make_sequence(name, missing=True)
    twice = sequence.mirror().mirror()
    np.testing.assert_allclose(twice.values, sequence.values, rtol=1e-5, atol=1e-4)
    np.testing.assert_array_equal(twice.confidence, sequence.confidence)


@pytest.mark.parametrize("name", LAYOUTS)
def test_mirroring_exchanges_left_and_right_names(name):
    layout = get_layout(name)
    for joint, partner in enumerate(layout.mirror):
        if layout.joints[joint].startswith("left_"):
            assert layout.joints[partner] == layout.joints[joint].replace("left_", "right_", 1)
        elif not layout.joints[joint].startswith(("right_", "face_")):
            assert partner == joint


@pytest.mark.parametrize("name", LAYOUTS)
def test_parts_cover_every_number_once(name):
    layout = get_layout(name)
    assert tuple(layout.parts) == PARTS
    together = np.concatenate([layout.part_features(part) for part in layout.parts])
    np.testing.assert_array_equal(np.sort(together), np.arange(layout.num_features))
    for side in ("left", "right"):
        assert all(layout.joints[joint].startswith(f"{side}_") for joint in layout.parts[f"{side}_hand"])
        assert len(layout.parts[f"{side}_hand"]) in (15, 20, 21)


@pytest.mark.parametrize("name", LAYOUTS)
def test_bones_form_trees(name):
    layout = get_layout(name)
    for joint in range(len(layout.joints)):
        steps = 0
        while layout.parents[joint] >= 0:
            joint, steps = layout.parents[joint], steps + 1
            assert steps < len(layout.joints)


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_map_of_a_layout_to_itself_is_the_identity(name):
    layout = get_layout(name)
    np.testing.assert_array_equal(joint_map(layout, layout), np.arange(len(layout.joints)))


@pytest.mark.parametrize("source", KEYPOINTS)
@pytest.mark.parametrize("target", KEYPOINTS)
def test_maps_lead_to_the_same_place_and_back(source, target):
    one, other = get_layout(source), get_layout(target)
    there, back = joint_map(one, other), joint_map(other, one)
    assert (there >= 0).sum() >= 40
    for joint, found in enumerate(there):
        if found >= 0:
            names = {other.joints[joint], other.canonical(joint)}
            assert names & {one.joints[found], one.canonical(found)}
            assert back[found] >= 0


@pytest.mark.parametrize("name", KEYPOINTS)
def test_every_layout_has_shoulders_wrists_and_fingertips(name):
    layout = get_layout(name)
    for side in ("left", "right"):
        for joint in ("shoulder", "elbow", "wrist", "index_tip", "thumb_tip", "pinky1"):
            assert layout.canonical(layout.index(f"{side}_{joint}")) == f"{side}_{joint}"


def test_the_face_mirror_keeps_the_mesh_together():
    """Mirrored edges are edges, but for the few places in which MediaPipe's triangles are not symmetric."""
    partner = face.mirror_pairs()
    partner |= {right: left for left, right in partner.items()}
    edges = {frozenset(edge) for edge in FACE_EDGES + IRIS_EDGES}
    kept = sum(frozenset(partner.get(point, point) for point in edge) in edges for edge in edges)
    assert len(edges) == 1330
    assert kept / len(edges) > 0.98


def test_contours_are_mesh_edges():
    edges = {frozenset(edge) for edge in FACE_EDGES}
    assert len(face.CONTOUR) == 128
    for point, parent in face.parents().items():
        if {point, parent} <= set(face.CONTOUR):
            assert frozenset((point, parent)) in edges


def test_a_layout_registered_before_any_look_up_stands_beside_the_shipped_ones(monkeypatch):
    monkeypatch.setattr(registry, "_REGISTRY", {})
    added = register_layout(keypoint_layout("one_point", ("a",), (Channel("x", "metre", "left"),), {}))
    assert layout_names() == (*LAYOUTS, "one_point")
    assert get_layout("one_point") is added
    monkeypatch.setattr(registry, "_REGISTRY", {})
    with pytest.raises(InputError, match="a name no other layout has"):
        register_layout(keypoint_layout("phoenix50", ("a",), (Channel("x", "metre", "left"),), {}))


class _Package:
    """An installed package that registers a layout when its function is called."""

    name, value, dist = "test", "nowhere:register", None

    def __init__(self, layout):
        self.layout, self.calls = layout, 0

    def load(self):
        return self

    def __call__(self):
        self.calls += 1
        signary.register_layout(self.layout)


def test_plug_ins_are_asked_before_a_name_is_unknown(monkeypatch):
    package = _Package(keypoint_layout("from_a_package", ("a",), (Channel("x", "metre", "left"),), {}))
    monkeypatch.setattr(registry, "_REGISTRY", {})
    monkeypatch.setattr(plugins, "_loaded", set())
    monkeypatch.setattr(plugins, "_looked", None)
    monkeypatch.setattr(plugins, "entry_points", lambda group: [package] if group == "signary.plugins" else [])
    assert get_layout("phoenix50").name == "phoenix50"
    assert package.calls == 0
    assert get_layout("from_a_package") is package.layout
    assert layout_names() == (*LAYOUTS, "from_a_package")
    assert package.calls == 1


def test_unknown_names_are_refused():
    with pytest.raises(UnknownLayoutError, match="phoenix50"):
        get_layout("phoenix51")
    with pytest.raises(InputError, match="joint of layout phoenix50"):
        get_layout("phoenix50").index("tail")
    with pytest.raises(InputError, match="left_hand"):
        get_layout("phoenix50").part_features("leg")
    with pytest.raises(InputError, match="unit"):
        Channel("x", "furlong")
    with pytest.raises(InputError, match="direction"):
        Channel("x", "metre", "inwards")


def _layout(**changes) -> PoseLayout:
    facts = {
        "name": "pair",
        "joints": ("left_a", "right_a"),
        "channels": (Channel("x", "metre", "left"),),
        "parts": {"body": (0, 1)},
        "articulators": {"body": (0, 1)},
        "parents": (-1, 0),
        "mirror": (1, 0),
    }
    return PoseLayout(**{**facts, **changes})


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"joints": ("a", "a")}, "joints"),
        ({"parents": (-1,)}, "parents"),
        ({"parents": (0, 0)}, "parents"),
        ({"parents": (-1, 2)}, "parents"),
        ({"mirror": (1, 1)}, "mirror"),
        ({"mirror": (-1, -2)}, "mirror"),
        ({"parts": {"body": (0,)}}, "parts"),
        ({"articulators": {"body": (0, 1, 1)}}, "articulators"),
        ({"widths": (1, 0)}, "kinds"),
        ({"kinds": ("position", "colour")}, "kinds"),
    ],
)
def test_layouts_that_contradict_themselves_are_refused(changes, named):
    assert _layout().bones == ((0, 1),)
    with pytest.raises(InputError) as error:
        _layout(**changes)
    assert error.value.argument == named


def test_two_layouts_cannot_share_a_name():
    with pytest.raises(InputError, match="no other layout"):
        register_layout(keypoint_layout("phoenix50", ("a",), (Channel("x", "metre", "left"),), {}))
