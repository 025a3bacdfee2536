"""Handshapes are found from pictures of them, from any side."""

import numpy as np
import pytest

from signary.pose.lifting import handshape_prior
from signary.pose.lifting.arm_chain import ArmChain, turns_of
from signary.pose.lifting.hand_search import HandSearch


@pytest.fixture(scope="module")
def search():
    return HandSearch(ArmChain(), handshape_prior())


@pytest.mark.parametrize("dropped", [0, 5])
def test_shapes_and_sides_are_among_the_guesses(search, rng, dropped):
    shapes = rng.integers(0, len(search.prior.names), 150)
    turns = turns_of(1.5 * rng.normal(size=(150, 3)))
    points = np.einsum("tij,tpj->tpi", turns, search.shapes[shapes]) + 0.002 * rng.normal(size=(150, 21, 3))
    weights = np.ones((150, 21))
    for row in weights:
        row[rng.choice(21, dropped, replace=False)] = 0
    points[weights == 0] = np.nan
    guesses = search.search(points, weights, 0.0)
    best = guesses.shapes[np.arange(150), guesses.misfit.argmin(1)]
    assert (best == shapes).mean() > (0.9 if not dropped else 0.75)
    cosine = (np.einsum("tkij,tij->tk", guesses.turns, turns) - 1) / 2
    assert np.median(np.degrees(np.arccos(np.clip(cosine.max(1), -1, 1)))) < 12


def test_depth_tells_which_side_is_nearer(search, rng):
    flat = search.prior.names.index("flat")
    turn = turns_of(np.array([[0.7, 0.5, 0.3]]))
    points = np.einsum("tij,pj->tpi", turn, search.shapes[flat])
    guesses = search.search(points, np.ones((1, 21)), 1.0)
    cosine = (np.einsum("tkij,tij->tk", guesses.turns, turn)[0, guesses.misfit[0].argmin()] - 1) / 2
    assert np.degrees(np.arccos(cosine)) < 15
