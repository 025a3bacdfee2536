"""Work that goes on where it was stopped: what was asked for lies in its folder, and it goes on with nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from signary.io.atomic import atomic_path
from signary.io.errors import InputError
from signary.io.json_file import read_json


def begin_work(state: Path, asked: Mapping[str, Any], what: str, folders: Sequence[str]) -> None:
    """Make the folder of a work, or see that the one that is there is of the same.

    Args:
        state: The file in it that says what was asked for.
        asked: What is, as JSON can hold it.
        what: Messages call the work so: `build`.
        folders: Made in it.

    Raises:
        InputError: If what was stopped there was asked for something else, or nothing can be written there.
    """
    work = state.parent
    if state.is_file():
        found = read_json(state)
        if differing := [name for name, value in asked.items() if found.get(name) != value]:
            expected = f"the {' and '.join(differing)} of the {what} that was stopped in {work.name!r}"
            raise InputError("output", f"{expected} (or delete that folder)", "others")
        return
    try:
        for below in folders:
            (work / below).mkdir(parents=True, exist_ok=True)
        with atomic_path(state) as path:
            path.write_text(json.dumps(asked, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        expected = "a folder that can be made and written to"
        raise InputError("output", expected, f"{str(work.parent)!r} ({error.strerror})") from None
