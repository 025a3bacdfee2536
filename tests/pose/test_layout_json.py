import json

import numpy as np
import pytest

from signary.io.errors import FormatError, UnsafeFileError
from signary.pose import get_layout
from signary.pose.formats import read_pose
from signary.pose.layout_json import layout_from_json, layout_to_json


def _facts(**changes) -> dict:
    return json.loads(json.dumps(layout_to_json(get_layout("phoenix50")))) | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"joints": None},
        {"joints": 5},
        {"widths": ["x"] * 50},
        {"widths": [2] * 50},
        {"widths": [4] * 50, "kinds": ["rotation"] * 50},
        {"kinds": ["coefficient"] * 50},
        {"parents": [1, 0, *[-1] * 48]},
        {"parents": [*range(1, 50), 0]},
        {"parents": ["9" * 5_000] * 50},
        {"parents": [float("1e300")] * 50},
        {"mirror": [10**30] * 50},
        {"aliases": {"nobody": "nose"}},
        {"aliases": []},
        {"parts": {}},
        {"parts": {"body": [0] * 50}},
        {"channels": []},
        {"channels": [["x", "furlong", "left"]] * 3},
        {"channels": [["x"]] * 3},
        {"joints": [], "parents": [], "mirror": [], "kinds": [], "widths": [], "parts": {}, "articulators": {}},
    ],
)
def test_layouts_that_are_none_are_values_that_are_none(changes):
    with pytest.raises(ValueError, match=r"layout|joints|parents|mirror|parts|channels|widths|aliases|unit|kinds"):
        layout_from_json(_facts(**changes))


@pytest.mark.parametrize("changes", [{"widths": [10**9] * 50}, {"joints": list(map(str, range(20_001)))}])
def test_layouts_larger_than_any_body_are_refused_before_they_are_made(changes):
    with pytest.raises(UnsafeFileError, match="joints"):
        layout_from_json(_facts(**changes))


def test_no_frames_of_many_numbers_take_no_memory(tmp_path):
    """(0, a billion) numbers are no bytes on disk."""
    facts = {"name": "wide", "joints": ["a"], "channels": [["x", "none", "none"]], "kinds": ["coefficient"]}
    facts |= {"widths": [10**9], "parts": {"body": [0]}, "articulators": {"body": [0]}, "parents": [-1], "mirror": [0]}
    text = json.dumps(facts | {"aliases": {}, "mirror_signs": {}})
    np.savez(tmp_path / "a.npz", values=np.zeros((0, 10**9), np.float32), fps=25.0, layout="wide", layout_json=text)
    with pytest.raises(FormatError, match="joints of 16 numbers"):
        read_pose(tmp_path / "a.npz")
