"""What the motion of a corpus on disk is like: `motion_spec.json` in its folder, beside what `datasets` writes.

A file of its own, as `datasets` writes its files anew without what it does not know. Corpora without one are read as
those of 0.1: whoever reads them says the layout. Rows have their own clock; that of the file is the clock of the first.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from signary.corpora.rows import row_reference
from signary.io.atomic import atomic_path
from signary.io.budget import JSON
from signary.io.json_file import read_json
from signary.io.model_files import inside
from signary.pose.layout import PoseLayout
from signary.pose.motion_spec import HasMotionSpec, MotionSpec

if TYPE_CHECKING:
    from datasets import Dataset, DatasetDict

FILE_NAME = "motion_spec.json"
_BUDGET = JSON.sized(4 << 20)


def save_corpus(rows: Dataset | DatasetDict, folder: Path | str, layout: PoseLayout) -> None:
    """Write a corpus of motion, and what its motion is like.

    Args:
        rows: Columns `poses`, `fps` and what else there is; at least one row.
        folder: Where to.
        layout: Of the motion.
    """
    rows.save_to_disk(str(folder))
    first = next(iter(rows.values())) if isinstance(rows, dict) else rows
    about = first.select_columns([name for name in ("fps", "hand_reference") if name in first.column_names])[0]
    write_corpus_spec(folder, MotionSpec(layout, float(about["fps"]), row_reference(about, "row 0")))


def write_corpus_spec(folder: Path | str, kind: MotionSpec | HasMotionSpec) -> None:
    """Say what the motion of a corpus is like, in its folder.

    Args:
        folder: What `save_to_disk` has written.
        kind: What the motion is like.

    Raises:
        InputError: If the folder cannot be written to, or another layout has the name.
    """
    text = json.dumps(MotionSpec.of(kind).settings(), indent=2)
    with atomic_path(Path(folder) / FILE_NAME) as path:
        path.write_text(text + "\n", encoding="utf-8")


def read_corpus_spec(folder: Path | str) -> MotionSpec | None:
    """What the motion of a corpus is like, read as hostile; None where its folder does not say it.

    Raises:
        FormatError, UnsafeFileError, UnknownLayoutError, InputError: As `MotionSpec.from_settings`.
    """
    place = Path(folder)
    if not (place / FILE_NAME).exists():
        return None
    return MotionSpec.from_settings(read_json(inside(place, FILE_NAME), _BUDGET), f"{place.name}/{FILE_NAME}")
