"""Sentences of OpenPose keypoints as the rows of a data set."""

from __future__ import annotations

from collections.abc import Iterable

from datasets import Array2D, Dataset, Features, Value

from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

LAYOUT = "openpose137"


def keypoint_rows(sentences: Iterable[tuple[str, str, PoseSequence]], language: str, fps: float) -> Dataset:
    """Columns id, text, language, fps, poses (T, 274; NaN where a point is missing) and confidence (T, 137).

    Args:
        sentences: Name, text and motion of each, of layout `openpose137`.
        language: Id of the sign language.
        fps: Frames a second.
    """
    layout = get_layout(LAYOUT)
    features = Features(
        {
            **{name: Value("string") for name in ("id", "text", "language")},
            "fps": Value("float32"),
            "poses": Array2D((None, layout.num_features), "float32"),
            "confidence": Array2D((None, len(layout.joints)), "float32"),
        }
    )
    rows = [
        {"id": name, "text": text, "language": language, "fps": fps}
        | {"poses": motion.values, "confidence": motion.certainty}
        for name, text, motion in sentences
    ]
    return Dataset.from_list(rows, features=features)
