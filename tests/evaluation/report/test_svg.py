from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.evaluation.report.svg import HEIGHT, WIDTH, Plot, ticks
from signary.io.errors import InputError

SVG = "{http://www.w3.org/2000/svg}"


def parsed(plot):
    return ElementTree.fromstring(plot.svg("A <plot>"))


@given(st.floats(-100, 100), st.floats(1e-3, 1e6))
def test_ticks_are_few_round_and_inside(place, size):
    low = place * size
    found = ticks(low, low + size)
    assert 2 <= len(found) <= 7
    assert low - 1e-6 * size <= found[0] <= found[-1] <= low + size * (1 + 1e-6)
    step = (found[-1] - found[0]) / (len(found) - 1)
    np.testing.assert_allclose(np.diff(found), step, rtol=1e-6)
    assert round(step / 10.0 ** np.floor(np.log10(step * (1 + 1e-6))), 3) in (1, 2, 5)


def test_ticks_of_hand_made_ranges():
    assert ticks(0, 1) == [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1]
    assert ticks(-3, 12) == [0, 5, 10]
    with pytest.raises(InputError, match="range: expected two finite numbers"):
        ticks(1, 1)


def test_places_on_the_axes():
    plot = Plot((0, 10), (0, 4), "s", "n")
    plot.dots("model", "#000", np.array([0.0, 10.0]), np.array([0.0, 4.0]))
    first, last = parsed(plot).iter(f"{SVG}circle")
    assert float(first.get("cx")) < float(last.get("cx")) <= WIDTH
    assert HEIGHT >= float(first.get("cy")) > float(last.get("cy")) > 18  # the legend has a row of its own


def test_an_outline_begins_and_ends_on_the_axis():
    plot = Plot((0, 3), (0, 4), "s", "n")
    plot.steps("model", "#000", np.array([0.0, 1.0, 2.0, 3.0]), np.array([1.0, 4.0, 2.0]))
    (line,) = parsed(plot).iter(f"{SVG}polyline")
    places = [tuple(map(float, place.split(","))) for place in line.get("points").split()]
    assert len(places) == 8
    assert places[0][1] == places[-1][1] == max(y for _, y in places)
    heights = [places[0][1] - y for _, y in places[1:-1:2]]
    np.testing.assert_allclose(np.array(heights) / heights[0], [1, 4, 2], rtol=0.02)


def test_names_are_text_not_markup():
    plot = Plot((0, 1), (0, 1), "<x> & y", "n")
    plot.line((0, 0), (1, 1))
    plot.dots("<b>", "#000", np.zeros(1), np.zeros(1))
    texts = [element.text for element in parsed(plot).iter() if element.text]
    assert {"A <plot>", "<x> & y", "<b>"} <= set(texts)
