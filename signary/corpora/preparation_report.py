"""What became of a corpus when it was prepared: rows, hours, what was dropped and why, what looks odd.

Each part of a corpus has a record on the disk while it is prepared, so that a preparation that was stopped knows what
is done; together they are `report.json` of the finished corpus.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from signary.corpora.clip_facts import ClipFacts
from signary.io.atomic import atomic_path
from signary.io.budget import JSON
from signary.io.json_file import read_json
from signary.pose.hands_seen import said_of_hands
from signary.pose.lifting.lifted_many import LiftedMany

REPORT = "report.json"
#: Examples of each kind, and characters of one.
_EXAMPLES, _LONGEST = 5, 300
#: Seconds of rest at an end that are worth a word.
_LONG_REST = 0.5
RESTS, STILLS, COPIES = "rest at an end", "nothing moves", "the same motion as another"


@dataclass
class Kind:
    """Something that some sentences have in common: how many, and some of them."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, example: str, count: int = 1) -> None:
        """Count, and keep the first examples."""
        self.count += count
        if len(self.examples) < _EXAMPLES:
            self.examples.append(example[:_LONGEST])

    def join(self, other: Mapping[str, Any]) -> None:
        """Take another's in."""
        self.count += int(other["count"])
        self.examples = [*self.examples, *map(str, other["examples"])][:_EXAMPLES]


@dataclass
class Record:
    """What became of a part of a corpus, or of all of it.

    Attributes:
        rows: Split -> rows.
        frames: Of all motion.
        seconds: Of all motion.
        missing: Joints and frames that are missing, times frames.
        fps: Frames a second -> rows.
        hands: Side -> frames in which that hand is seen.
        dropped: Why -> which.
        odd: What -> which, of rows that were kept.
        prints: Fingerprint of the motion -> ids, to find copies.
        lifted: Of rows whose keypoints were lifted.
    """

    rows: dict[str, int] = field(default_factory=dict)
    frames: int = 0
    seconds: float = 0.0
    missing: float = 0.0
    fps: dict[str, int] = field(default_factory=dict)
    hands: dict[str, int] = field(default_factory=dict)
    dropped: dict[str, Kind] = field(default_factory=dict)
    odd: dict[str, Kind] = field(default_factory=dict)
    prints: dict[str, list[str]] = field(default_factory=dict)
    lifted: LiftedMany = field(default_factory=LiftedMany)

    def drop(self, reason: str, said: str) -> None:
        """Count what is left out."""
        self.dropped.setdefault(reason, Kind()).add(said)

    def note(self, what: str, name: str) -> None:
        """Count something odd about a row that is kept."""
        self.odd.setdefault(what, Kind()).add(name)

    def lift(self, name: str, frames: int, figures: Mapping[str, Any]) -> None:
        """Count a row that was lifted, with its figures."""
        self.lifted.add(name, frames, figures)

    def keep(self, split: str) -> None:
        """Count a row, whatever its motion."""
        self.rows[split] = self.rows.get(split, 0) + 1

    def look(self, name: str, facts: ClipFacts, fps: float) -> None:
        """Count the motion of a row."""
        self.frames += facts.frames
        self.seconds += facts.seconds
        self.missing += facts.missing * facts.frames
        self.fps[f"{fps:g}"] = self.fps.get(f"{fps:g}", 0) + 1
        for side, count in facts.hands.items():
            self.hands[side] = self.hands.get(side, 0) + count
        self.prints.setdefault(facts.print, []).append(name)
        if facts.still:
            self.note(STILLS, name)
        elif max(facts.rest_before, facts.rest_after) > _LONG_REST:
            said = f"{name}: {facts.rest_before:.2f} s before, {facts.rest_after:.2f} s after"
            self.note(RESTS, said)

    def join(self, other: Mapping[str, Any]) -> None:
        """Take the record of another part in, as it was written."""
        for name in ("rows", "fps", "hands"):
            mine = getattr(self, name)
            for key, count in other.get(name, {}).items():  # reports of older corpora count no hands
                mine[key] = mine.get(key, 0) + int(count)
        for name in ("frames", "seconds", "missing"):
            setattr(self, name, getattr(self, name) + other[name])
        for name in ("dropped", "odd"):
            for reason, kind in other[name].items():
                getattr(self, name).setdefault(reason, Kind()).join(kind)
        if found := other.get("lifted"):  # reports of older corpora have none
            self.lifted.join(found)
        for fingerprint, names in other["prints"].items():
            self.prints.setdefault(fingerprint, []).extend(names)

    def find_copies(self) -> None:
        """Name clips of equal motion; fingerprints are not needed any more."""
        for names in self.prints.values():
            if len(names) > 1:
                self.odd.setdefault(COPIES, Kind()).add(" = ".join(names[:_EXAMPLES]), len(names) - 1)
        self.prints = {}

    def lines(self) -> Iterator[str]:
        """What is to be said, a line each: what was lifted, dropped, looks odd, how often hands were not seen."""
        if self.lifted.rows:
            yield str(self.lifted)
        for said, kinds in (("dropped", self.dropped), ("kept, but odd", self.odd)):
            for reason, kind in sorted(kinds.items(), key=lambda item: -item[1].count):
                more = " …" if kind.count > len(kind.examples) else ""
                yield f"{said}: {kind.count:,} ({reason}), such as {'; '.join(kind.examples[:2])}{more}"
        if any(count < self.frames for count in self.hands.values()):
            yield f"points: {said_of_hands({side: count / self.frames for side, count in self.hands.items()})}"


def write_record(path: Path, record: Record, **facts: Any) -> None:
    """Write a record as JSON, whole or not at all."""
    with atomic_path(path) as temporary:
        temporary.write_text(json.dumps({**facts, **asdict(record)}, ensure_ascii=False, indent=1), encoding="utf-8")


def read_record(path: Path) -> dict[str, Any]:
    """A record as it was written.

    Raises:
        InputError: If it is none.
    """
    found: dict[str, Any] = read_json(path, JSON)
    return found


def joined_records(records: Iterable[Mapping[str, Any]]) -> Record:
    """The record of all parts."""
    whole = Record()
    for record in records:
        whole.join(record)
    return whole


def hours(seconds: float) -> str:
    """A length as people say it."""
    return f"{seconds / 3600:.2f} h" if seconds >= 360 else f"{seconds:.1f} s"
