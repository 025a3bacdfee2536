"""MS-ASL: `MSASL_train.json`, `MSASL_val.json`, `MSASL_test.json`, lists of signs with their times in seconds.

Files are named by the video's id in its address, by the field `file`, or by split and number (`train_00012`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from signary.corpora.readers.annotations import signer_number, split_in
from signary.corpora.readers.reader import Dropped
from signary.corpora.readers.sign_index import SignClip, SignIndexReader, find_index, stem
from signary.io.errors import FormatError
from signary.io.json_file import read_json
from signary.io.quoting import quoted

_NAMES = ("MSASL_train.json", "MSASL_val.json", "MSASL_test.json")
_PATTERN = "MSASL_[tv]*.json"
_ADDRESS = re.compile(r"(?:v=|youtu\.be/|embed/)([\w-]{11})")


@dataclass
class MsAsl(SignIndexReader):
    """Signs of MS-ASL."""

    about: ClassVar[str] = (
        "MS-ASL: MSASL_train.json, MSASL_val.json, MSASL_test.json, and files named by the video's id"
    )

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """A file of one of the names."""
        return source.name in _NAMES if source.is_file() else any((source / name).is_file() for name in _NAMES)

    def signs(self, source: Path) -> Iterator[SignClip | Dropped]:
        """All signs of all splits."""
        for path in find_index(source, (_PATTERN,), "the index of MS-ASL"):
            split = split_in(path.stem) or "train"
            for at, entry in enumerate(read_json(path, kind=list)):
                if not isinstance(entry, dict):
                    raise FormatError(f"{path.name}, entry {at}", "an object", quoted(entry))
                yield _sign(f"{path.name}, entry {at}", f"{split}_{at:05d}", split, entry)


def _sign(where: str, name: str, split: str, entry: dict[str, Any]) -> SignClip | Dropped:
    words = entry.get("clean_text") or entry.get("text")
    if not isinstance(words, str) or not words.strip():
        raise FormatError(where, "a clean_text", quoted(words))
    times = entry.get("start_time"), entry.get("end_time")
    start, end = (float(one) if isinstance(one, (int, float)) and not isinstance(one, bool) else -1 for one in times)
    if not 0 <= start < end < 1e6:
        return Dropped(name, "times that are none", f"{name}: {quoted(times)} s")
    video = _ADDRESS.search(str(entry.get("url", "")))
    files = [video[1]] if video else []
    files += [stem(str(entry["file"]))] if isinstance(entry.get("file"), str) and entry["file"].strip() else []
    gloss = entry.get("org_text")
    return SignClip(
        name,
        (name, *files),
        (words.strip(),),
        gloss.strip() if isinstance(gloss, str) and gloss.strip() else words.strip(),
        "ase",
        split=split,
        signer=signer_number(entry.get("signer_id")),
        spoken="en",
        seconds=(start, end),
        source="MS-ASL",
        licence="C-UDA",
    )
