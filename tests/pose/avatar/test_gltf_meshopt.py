import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from meshopt_decoder import decode

from signary.pose.avatar.figure import load_figure
from signary.pose.avatar.gltf_meshopt import encode_attributes, encode_exponents, encode_octahedra, encode_triangles
from signary.pose.avatar.gltf_order import packing_order


def turned_to_smallest(triangles):
    """Triangles whose smallest corner comes first, which says the same of each."""
    triangles = np.asarray(triangles).reshape(-1, 3)
    first = triangles.argmin(1)
    return np.stack([triangles[np.arange(len(triangles)), (first + at) % 3] for at in range(3)], 1)


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(1, 600),
    stride=st.sampled_from([4, 8, 12, 16, 64, 256]),
    spread=st.sampled_from([0, 1, 2, 9, 40, 255]),
    seed=st.integers(0, 2**16),
)
def test_elements_come_back(count, stride, spread, seed):
    steps = np.random.default_rng(seed).integers(-spread, spread + 1, (count, stride))
    rows = (np.cumsum(steps, 0) % 256).astype(np.uint8)
    np.testing.assert_array_equal(decode(encode_attributes(rows), "ATTRIBUTES", count, stride), rows)


def test_smooth_elements_are_smaller():
    rows = (np.arange(4000).reshape(1000, 4) // 100 % 256).astype(np.uint8)
    assert len(encode_attributes(rows)) < 0.2 * rows.size


@settings(max_examples=60, deadline=None)
@given(
    triangles=st.lists(st.tuples(*[st.integers(0, 70)] * 3), min_size=1, max_size=120),
    wide=st.booleans(),
)
def test_any_triangles_come_back(triangles, wide):
    """Also such as are no mesh: twice the same, two corners in one, the first one over again."""
    triangles = np.array(triangles) * (1000 if wide else 1)
    found = decode(encode_triangles(triangles), "TRIANGLES", triangles.size, 4).reshape(-1).view(np.uint32)
    for written, read in zip(triangles.tolist(), found.reshape(-1, 3).tolist(), strict=True):
        assert read in (written, written[1:] + written[:1], written[2:] + written[:2])


def test_a_strip_that_begins_anew_comes_back():
    strip = np.array([(0, 1, 2), (2, 1, 3), (2, 3, 4), (0, 1, 2), (2, 1, 3), (5, 6, 7), (0, 1, 2)])
    found = decode(encode_triangles(strip), "TRIANGLES", strip.size, 4).reshape(-1).view(np.uint32)
    np.testing.assert_array_equal(turned_to_smallest(found), turned_to_smallest(strip))


@given(st.integers(1, 50), st.integers(0, 2**16))
@settings(max_examples=25, deadline=None)
def test_floats_come_back_as_multiples(count, seed):
    places = np.random.default_rng(seed).uniform(-2, 2, (count, 3)).astype(np.float32)
    packed = encode_attributes(encode_exponents(places, 14))
    found = decode(packed, "ATTRIBUTES", count, 12, "EXPONENTIAL").view(np.float32)
    np.testing.assert_allclose(found, places, atol=2**-15, rtol=0)


def test_unit_vectors_come_back_nearly():
    around = np.random.default_rng(3).normal(size=(500, 3))
    axes = np.concatenate([np.eye(3), -np.eye(3)])
    vectors = np.concatenate([axes, around / np.linalg.norm(around, axis=1, keepdims=True)])
    found = decode(encode_attributes(encode_octahedra(vectors)), "ATTRIBUTES", len(vectors), 4, "OCTAHEDRAL")
    found = found.view(np.int8)[:, :3] / 127.0
    cosine = (found * vectors).sum(1) / np.linalg.norm(found, axis=1)
    assert np.degrees(np.arccos(np.minimum(cosine, 1))).max() < 1.2


class TestOrder:
    @pytest.mark.parametrize("name", ["hands", "brows", "top"])
    def test_the_mesh_stays_the_same(self, name):
        part = load_figure("full").part(name)
        ordered, number = packing_order(part.triangles, len(part.vertices))
        assert sorted(number) == list(range(len(part.vertices)))
        renamed = {tuple(row) for row in turned_to_smallest(number[part.triangles])}
        assert {tuple(row) for row in turned_to_smallest(number[ordered])} == renamed

    def test_it_packs_in_a_byte_and_a_half_a_triangle(self):
        part = load_figure("full").part("hands")
        ordered, number = packing_order(part.triangles, len(part.vertices))
        packed = encode_triangles(number[ordered])
        assert len(packed) < 1.5 * len(part.triangles) < len(encode_triangles(part.triangles))

    def test_vertices_of_no_triangle_come_last(self):
        ordered, number = packing_order(np.array([(4, 2, 5)]), 6)
        assert ordered.tolist() == [[4, 2, 5]]
        assert number.tolist() == [3, 4, 1, 5, 0, 2]
