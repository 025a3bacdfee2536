"""Rows of corpora: what is missing is missing, what is wrong is named with its place."""

import math

import numpy as np
import pytest

from signary.corpora.rows import WHERE, row_motion, row_place
from signary.io.errors import InputError
from signary.pose.registry import get_layout

SMPLX, PHOENIX = get_layout("smplx"), get_layout("phoenix50")
PLACE = row_place("signs", "dev", 7)


def row(layout=SMPLX, frames=5, **changes):
    values = np.random.default_rng(0).normal(size=(frames, layout.num_features)).astype(np.float32)
    return {"poses": values, "fps": 25.0, WHERE: PLACE} | changes


@pytest.mark.parametrize("layout", [SMPLX, PHOENIX])
@pytest.mark.parametrize("confidence", [{}, {"confidence": None}, {"confidence": math.nan}])
def test_nan_without_confidence_is_missing(layout, confidence):
    given = row(layout, **confidence)
    joint = layout.features([3])
    given["poses"][2, joint[0]] = np.nan
    motion = row_motion(given, layout)
    assert np.isnan(motion.values[2, joint]).all()
    assert (motion.certainty[2, 3], motion.certainty[1, 3]) == (0, 1)
    assert motion.certainty.sum() == 5 * len(layout.joints) - 1
    there = np.isfinite(motion.values)
    np.testing.assert_array_equal(motion.values[there], given["poses"][there])
    assert row_motion(row(layout), layout).confidence is None


def test_nan_with_confidence_is_as_it_was():
    given = row(PHOENIX, confidence=np.full((5, 50), 0.5, np.float32))
    given["poses"][1, 9:12] = np.nan
    given["confidence"][1, 3] = 0
    assert row_motion(given, PHOENIX).certainty[1, 3] == 0
    given["confidence"][1, 3] = 0.5
    with pytest.raises(InputError, match="dev, row 7, poses: expected finite numbers where confidence is above 0"):
        row_motion(given, PHOENIX)


@pytest.mark.parametrize(
    "poses",
    [
        np.ones((3, 133), np.float64),
        np.ones((3, 133), np.int16),
        [[1.0] * 133, [None] + [2] * 132, [math.nan] * 133],
        np.array([None, *[np.ones(133)] * 2], dtype=object)[1:],
    ],
)
def test_numbers_of_any_type_are_read(poses):
    motion = row_motion(row(poses=poses), SMPLX)
    assert motion.values.dtype == np.float32
    assert motion.values.shape[1] == 133


def test_keypoints_may_be_stacked():
    assert row_motion(row(PHOENIX, poses=np.ones((4, 50, 3))), PHOENIX).values.shape == (4, 150)


BAD = [
    ({"poses": np.zeros((0, 133))}, "poses: expected at least one frame, got none"),
    ({"poses": []}, "poses: expected at least one frame, got none"),
    ({"poses": None}, r"poses: expected shape \(T, 133\) for layout smplx, got none"),
    ({"poses": math.nan}, r"poses: expected shape \(T, 133\) for layout smplx, got none"),
    ({"poses": np.ones((3, 132))}, r"poses: expected shape \(T, 133\) for layout smplx, got \(3, 132\)"),
    ({"poses": np.ones(133)}, r"poses: expected shape \(T, 133\) for layout smplx, got shape \(133,\)"),
    ({"poses": np.ones((3, 1, 133))}, r"poses: expected shape \(T, 133\) for layout smplx"),
    ({"poses": [[1.0] * 133, [1.0] * 132]}, "poses: expected .*, got frames of different lengths"),
    ({"poses": [["a"] * 133]}, "poses: expected numbers, got "),
    ({"poses": [[True] * 133]}, "poses: expected numbers, got bool"),
    ({"poses": "a" * 500}, "poses: expected numbers, got "),
    ({"poses": 5}, "poses: expected "),
    ({"poses": [{"x": 1}]}, "poses: expected numbers, got "),
    ({"poses": [[1 + 2j] * 133]}, "poses: expected numbers, got complex"),
    (
        {"poses": np.full((3, 133), np.inf)},
        "poses: expected finite numbers, or NaN where missing, got infinity in frame 0",
    ),
    (
        {"poses": np.full((3, 133), 1e300)},
        "poses: expected finite numbers, or NaN where missing, got infinity in frame 0",
    ),
    ({"poses": np.full((3, 133), np.nan)}, "poses: expected a joint that is not missing, got NaN alone"),
    ({"fps": 0}, "fps: expected a number above 0, at most 1000, got 0"),
    ({"fps": -25.0}, "fps: expected a number above 0, at most 1000, got -25"),
    ({"fps": math.nan}, "fps: expected a number above 0, at most 1000, got nan"),
    ({"fps": math.inf}, "fps: expected a number above 0, at most 1000, got inf"),
    ({"fps": 1001}, "fps: expected a number above 0, at most 1000, got 1001"),
    ({"fps": None}, "fps: expected a number above 0, at most 1000, got none"),
    ({"fps": "25"}, "fps: expected a number above 0, at most 1000, got '25'"),
    ({"fps": True}, "fps: expected a number above 0, at most 1000, got True"),
    ({"fps": [25]}, r"fps: expected a number above 0, at most 1000, got \[25\]"),
    ({"confidence": np.ones((4, 55))}, "confidence: expected shape"),
    ({"confidence": np.ones(5)}, "confidence: expected shape"),
    ({"confidence": []}, "confidence: expected at least one frame, got none"),
    ({"confidence": [["x"]]}, "confidence: expected numbers"),
    ({"hand_reference": "Mano"}, "hand_reference: expected one of flat, mano_mean, got 'Mano'"),
    ({"hand_reference": 3}, "hand_reference: expected one of flat, mano_mean, got 3"),
]


@pytest.mark.parametrize(("changes", "words"), BAD)
def test_what_is_wrong_is_named_with_its_place(changes, words):
    with pytest.raises(InputError, match=f"^signs, split dev, row 7, {words}") as error:
        row_motion(row(**changes), SMPLX)
    assert len(str(error.value)) < 250


@pytest.mark.parametrize("value", [np.nan, np.inf, -1.0])
def test_confidences_that_are_none_are_named(value):
    confidence = np.ones((5, len(SMPLX.joints)), np.float32)
    confidence[2, 1] = value
    with pytest.raises(InputError, match="row 7, confidence: expected finite numbers of at least 0"):
        row_motion(row(confidence=confidence), SMPLX)


def test_infinity_names_its_frame_also_below_and_where_confidence_is_zero():
    given = row(confidence=np.ones((5, len(SMPLX.joints))))
    given["poses"][3, 8] = -np.inf
    given["confidence"][3] = 0
    with pytest.raises(InputError, match="infinity in frame 3"):
        row_motion(given, SMPLX)


def test_the_hand_reference_travels_with_rotations_only():
    assert row_motion(row(), SMPLX).metadata["hand_reference"] == "flat"
    assert row_motion(row(hand_reference=None), SMPLX).metadata["hand_reference"] == "flat"
    assert row_motion(row(hand_reference="mano_mean"), SMPLX).metadata["hand_reference"] == "mano_mean"
    assert "hand_reference" not in row_motion(row(PHOENIX, hand_reference="mano_mean"), PHOENIX).metadata
