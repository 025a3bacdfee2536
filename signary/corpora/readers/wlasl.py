"""WLASL: `WLASL_v0.3.json`, a list of glosses with their recordings; or `nslt_100.json` with `wlasl_class_list.txt`.

Frames count from 1, the last is part of the sign, and −1 is the end of the file. Files are named by `video_id`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from signary.corpora.readers.annotations import signer_number
from signary.corpora.readers.reader import Dropped
from signary.corpora.readers.sign_index import SignClip, SignIndexReader, find_index, plain_word
from signary.io.budget import JSON
from signary.io.errors import FormatError
from signary.io.json_file import parse_json
from signary.io.quoting import quoted
from signary.io.reading import read_decompressed
from signary.io.tables import read_lines

_LICENCE = "C-UDA"
_NAMES = ("WLASL*.json", "WLASL*.json.gz", "nslt_*.json")
_CLASSES = "wlasl_class_list.txt"


@dataclass
class Wlasl(SignIndexReader):
    """Signs of WLASL, ASL."""

    about: ClassVar[str] = "WLASL: its JSON (or nslt_*.json with the class list), and files of motion named by video_id"

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """A file of one of the names."""
        if source.is_file():
            return any(source.match(name) for name in _NAMES)
        return any(next(source.glob(name), None) for name in _NAMES)

    def signs(self, source: Path) -> Iterator[SignClip | Dropped]:
        """All recordings of the index, in its order."""
        (path, *_) = find_index(source, _NAMES, "the index of WLASL")
        content = parse_json(read_decompressed(path, JSON.on_disk), path.name, JSON, (list, dict))
        if isinstance(content, dict):
            yield from _subset(path, content)
            return
        for at, entry in enumerate(content):
            gloss, takes = (entry.get("gloss"), entry.get("instances")) if isinstance(entry, dict) else (None, None)
            if not isinstance(gloss, str) or not gloss.strip() or not isinstance(takes, list):
                raise FormatError(f"{path.name}, entry {at}", "a gloss and its instances", quoted(entry))
            for take in takes:
                yield _sign(f"{path.name}, {quoted(gloss)}", gloss, take)


def _sign(where: str, gloss: str, take: Any) -> SignClip | Dropped:
    if not isinstance(take, dict) or not isinstance(take.get("video_id"), str) or not take["video_id"]:
        raise FormatError(where, "instances with a video_id", quoted(take))
    name = take["video_id"]
    frames = frames_from_one(take.get("frame_start"), take.get("frame_end"))
    if isinstance(frames, str):
        return Dropped(name, "frames that are none", f"{name}: {frames}")
    return SignClip(
        name,
        (name,),
        (plain_word(gloss),),
        gloss,
        "ase",
        split=str(take.get("split") or "train"),
        signer=signer_number(take.get("signer_id")),
        spoken="en",
        frames=frames,
        fps=float(rate) if isinstance(rate := take.get("fps"), (int, float)) and 0 < rate <= 1000 else None,
        source="WLASL",
        licence=_LICENCE,
    )


def frames_from_one(start: Any, end: Any) -> tuple[int, int | None] | str:
    """Frames that count from 1, with the last, as a range from 0; what is wrong where they are none.

    Args:
        start: First frame; None is the first of the file.
        end: Last frame; −1 and None are the last of the file.
    """
    first, last = 1 if start is None else start, -1 if end is None else end
    if any(isinstance(one, bool) or not isinstance(one, int) for one in (first, last)):
        return f"frames {quoted(start)} to {quoted(end)}"
    if first < 1 or (last != -1 and last < first):
        return f"frames {first} to {last}, which count from 1"
    return first - 1, None if last == -1 else last


def _subset(path: Path, content: dict[str, Any]) -> Iterator[SignClip | Dropped]:
    """`{video_id: {"subset": …, "action": [class, first, last]}}`, and the names of the classes."""
    classes = path.with_name(_CLASSES)
    names = dict(line.split("\t", 1) for line in read_lines(classes) if "\t" in line)
    for name, facts in content.items():
        action = facts.get("action") if isinstance(facts, dict) else None
        if not isinstance(action, list) or len(action) != 3 or str(action[0]) not in names:
            raise FormatError(
                f"{path.name}, {quoted(name)}", f"action: a class of {_CLASSES}, two frames", quoted(facts)
            )
        gloss = names[str(action[0])].strip()
        take = {"video_id": name, "split": facts.get("subset"), "frame_start": action[1], "frame_end": action[2]}
        yield _sign(path.name, gloss, take)
