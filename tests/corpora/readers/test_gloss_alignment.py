from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.corpora.readers.gloss_alignment import _cheapest_groups, align, runs, share_evenly

CLASSES = {0: "REGEN", 1: "loc-SUED", 2: "WIE", 3: "AUSSEHEN", 4: "__OFF__", 5: "REGEN-PLUSPLUS"}
#: First, second and third state of a class.
REGEN, SUED, WIE, AUSSEHEN, OFF, AGAIN = ((3 * number + 1, 3 * number + 2, 3 * number + 3) for number in range(6))


def test_runs_begin_anew_after_a_pause_or_a_step_back():
    states = [0, REGEN[0], REGEN[1], REGEN[2], REGEN[0], REGEN[2], 0, REGEN[2], SUED[0], *OFF, 99]
    assert runs(states, CLASSES) == [
        ("REGEN", 1, 4),
        ("REGEN", 4, 6),
        ("REGEN", 7, 8),
        ("SUED", 8, 9),
        ("?", 12, 13),
    ]


def test_repeated_signs_are_one_gloss_and_a_gloss_may_be_two_classes():
    states = [0, *REGEN, *AGAIN, *SUED, 0, *WIE, *AUSSEHEN, *OFF]
    assert align(states, ["REGEN", "SUED", "WIE-AUSSEHEN"], CLASSES) == [(1, 7), (7, 10), (11, 17)]
    assert align(states, ["REGEN", "REGEN", "SUED", "WIE", "AUSSEHEN"], CLASSES)[1] == (4, 7)


def test_a_class_of_another_name_stands_where_a_gloss_must_be():
    assert align([*REGEN, *WIE, *SUED], ["REGEN", "WOLKE", "SUED"], CLASSES) == [(0, 3), (3, 6), (6, 9)]


def test_a_region_is_manner_and_a_gloss_that_ends_alike_is_none():
    classes = {0: "NORDRAUM", 1: "TRAUM", 2: "RAUM"}
    assert [run.name for run in runs([1, 4, 7], classes)] == ["NORD", "TRAUM", "RAUM"]


def test_too_few_signs_are_no_alignment():
    assert align([0, *REGEN, 0], ["REGEN", "SUED"], CLASSES) is None
    assert align([0, 0], ["REGEN"], CLASSES) is None


@given(st.integers(1, 4), st.integers(0, 4), st.randoms(use_true_random=False))
def test_groups_are_as_cheap_as_the_cheapest_of_all(rows, more, random):
    columns = rows + more
    costs = np.array([[float(random.random() < 0.5) for _ in range(columns)] for _ in range(rows)])

    def price(ends):
        return sum(costs[row, first:last].sum() for row, (first, last) in enumerate(pairwise([0, *ends])))

    found = _cheapest_groups(costs)
    assert found[-1] == columns
    assert all(first < last for first, last in pairwise([0, *found]))
    every = ([*inner, columns] for inner in combinations(range(1, columns), rows - 1))
    assert price(found) == min(map(price, every))


@given(st.integers(1, 20), st.integers(0, 100))
def test_frames_are_shared_evenly(count, more):
    frames = count + more
    spans = share_evenly(frames, count)
    lengths = [end - start for start, end in spans]
    assert (spans[0][0], spans[-1][1], sum(lengths)) == (0, frames, frames)
    assert min(lengths) >= 1
    assert max(lengths) - min(lengths) <= 1


def test_every_alignment_is_in_order():
    states = [0, *REGEN, *SUED, 0, 0, *REGEN, *OFF]
    spans = align(states, ["REGEN", "SUED", "REGEN"], CLASSES)
    flat = [frame for span in spans for frame in span]
    assert flat == sorted(flat) == pytest.approx([1, 4, 4, 7, 9, 12])
