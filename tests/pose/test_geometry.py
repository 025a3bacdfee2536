"""Procrustes in closed form equals the textbook's, by SVD, on random and on degenerate frames."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.io.errors import InputError
from signary.pose.geometry import procrustes_distances, procrustes_pair_distances


def textbook(moving, target):
    """Mean joint distance after similarity Procrustes of one frame, by singular values (Umeyama 1991)."""
    first, second = moving - moving.mean(0), target - target.mean(0)
    size = (first**2).sum()
    if size == 0:
        return np.linalg.norm(second, axis=1).mean()
    left, values, right = np.linalg.svd(first.T @ second)
    signs = np.array([1, 1, np.sign(np.linalg.det(left @ right))])
    rotation = (left * signs) @ right
    return np.linalg.norm((values * signs).sum() / size * first @ rotation - second, axis=1).mean()


@pytest.mark.parametrize("seed", range(50))
def test_random_frames(seed):
    random = np.random.default_rng(seed)
    moving = random.normal(size=(random.integers(1, 9), 21, 3)) * random.uniform(0.01, 100)
    target = random.normal(size=(random.integers(1, 9), 21, 3)) + random.normal(size=3) * 10
    expected = [[textbook(one, other) for one in moving] for other in target]
    np.testing.assert_allclose(procrustes_pair_distances(moving, target), expected, rtol=1e-9)


def degenerate():
    random = np.random.default_rng(0)
    frame = random.normal(size=(7, 3))
    line = np.outer(np.arange(7.0), [1, 2, 3])
    flat = frame * [1, 1, 0]
    return {
        "itself": (frame, frame),
        "mirrored": (frame * [1, 1, -1], frame),
        "half a turn": (frame * [-1, -1, 1], frame),
        "line to line": (line, -line[:, ::-1]),
        "line to frame": (line, frame),
        "frame to line": (frame, line),
        "flat to its mirror image": (flat * [1, -1, 1], flat),
        "one point to frame": (np.ones((7, 3)), frame),
        "frame to one point": (frame, np.ones((7, 3))),
        "two points": (np.array([[0.0, 0, 0], [1, 0, 0]]), np.array([[0.0, 0, 0], [0, 0, -5]])),
        "nearly one point": (frame * 1e-9 + 5, frame),
    }


@pytest.mark.parametrize("name", list(degenerate()))
def test_degenerate_frames(name):
    moving, target = degenerate()[name]
    found = procrustes_distances(moving[None], target[None])[0]
    assert found == pytest.approx(textbook(moving, target), rel=1e-6, abs=1e-9)


@given(st.integers(0, 10_000), st.floats(0.01, 100))
def test_scale_rotation_and_place_do_not_matter(seed, scale):
    random = np.random.default_rng(seed)
    target = random.normal(size=(1, 6, 3))
    turn, _ = np.linalg.qr(random.normal(size=(3, 3)))
    turn *= np.sign(np.linalg.det(turn))
    moving = scale * target @ turn + random.normal(size=3)
    assert procrustes_distances(moving, target)[0] < 1e-7


@pytest.mark.parametrize(
    ("moving", "target", "words"),
    [
        (np.zeros((2, 3, 2)), np.zeros((2, 3, 3)), r"moving: expected shape \(T, J, 3\)"),
        (np.zeros((2, 4, 3)), np.zeros((2, 3, 3)), "moving: expected 3 joints"),
        (np.zeros((3, 3, 3)), np.zeros((2, 3, 3)), "moving: expected 2 frames"),
        (np.zeros((2, 3, 3)), np.full((2, 3, 3), np.nan), "target: expected finite numbers"),
    ],
)
def test_mistakes_are_named(moving, target, words):
    with pytest.raises(InputError, match=words):
        procrustes_distances(moving, target)
