"""PHOENIX14T (Camgoz et al., CVPR 2018): weather forecasts in DGS, from those files of the corpus that can be had.

| file | what |
|---|---|
| `SPLIT_phoenix2014t.csv` or `PHOENIX-2014-T.SPLIT.corpus.csv` | id, signer, glosses and German text, parted by bars |
| `phoenix14t.SPLIT.jsonl.gz` | a sentence a line: `name`, and `pami0`, the alignment's state of every frame |
| `phoenix14t_pami0_class_to_gloss.json` | names of the alignment's gloss classes |
| `SPLIT.skels`, `.files`, `.text`, `.gloss` | skeletons in PT format, in any folder |

The videos cannot be had by everybody, so motion is either these skeletons or what the rule-based signer makes of the
real glosses (`signary/corpora/synthetic/phoenix_signing.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from signary.corpora.readers.gloss_alignment import Span, align, share_evenly
from signary.corpora.readers.pt_format import SPLITS, open_pt_split, splits_in
from signary.corpora.readers.reader import CorpusReader
from signary.corpora.row_schema import CorpusRow, SignedGloss
from signary.io.budget import JSON, Budget
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.json_file import parse_json, read_json
from signary.io.quoting import quoted
from signary.io.reading import read_decompressed
from signary.io.tables import Table, read_table
from signary.pose.formats.skels import SkelsFile
from signary.pose.sequence import PoseSequence

LANGUAGE = "dgs"
#: Frames a second of the recordings.
FPS = 25.0
_SKELETONS = "PHOENIX14T skeletons (PT format)"
_TABLES = ("{}_phoenix2014t.csv", "PHOENIX-2014-T.{}.corpus.csv")
_STATES, _CLASSES = "phoenix14t.{}.jsonl.gz", "phoenix14t_pami0_class_to_gloss.json"
#: Names of the columns in the two tables: id, signer, glosses, text.
_HEADERS = (("id", "signer", "annotation", "translation"), ("name", "speaker", "orth", "translation"))
_SIGNER_NAME = re.compile(r"Signer0*([1-9][0-9]{0,8})")
#: States as they are written: numbers of a few digits, with blanks between them.
_NUMBER, _NUMBERS = re.compile(r"[0-9]{1,9}"), re.compile(r"\s*(?:[0-9]{1,9}\s+)*+(?:[0-9]{1,9})?")
#: A line of the states, and lines of the file; the real ones have some 7,100 lines and a million frames.
_STATE_LINES, _MAX_STATES, _MAX_LINES = Budget(on_disk=1 << 20, items=100_000, depth=8), 256 << 20, 100_001


@dataclass(frozen=True)
class PhoenixSentence:
    """A sentence of the corpus.

    Attributes:
        id: Of the recording, such as `11August_2010_Wednesday_tagesschau-2`.
        signer: 1 to 9.
        text: German, in lower case, without the closing " .".
        glosses: What was signed.
        frames: Of the recording, at 25 fps.
        spans: First frame of each gloss and the frame after its last.
        aligned: Whether the spans are the corpus' alignment; else the glosses share the frames evenly.
    """

    id: str
    signer: int
    text: str
    glosses: tuple[str, ...]
    frames: int
    spans: tuple[Span, ...]
    aligned: bool


def read_phoenix14t(folder: Path | str, split: str) -> list[PhoenixSentence]:
    """Sentences of a split, with the times of their glosses.

    Args:
        folder: With table, states and class names.
        split: `train`, `dev` or `test`.

    Raises:
        InputError: If a file is missing.
        FormatError: If a file is not what it should be, or lacks a sentence.
    """
    folder, file = Path(folder), _STATES.format(split)
    rows, states, classes = _read_table(folder, split), _read_states(folder / file), _read_classes(folder / _CLASSES)
    return [_sentence(row, states, classes, file) for row in rows]


def read_splits(folder: Path, limit: int | None = None) -> dict[str, list[PhoenixSentence]]:
    """Sentences of the splits that are there.

    Args:
        folder: With tables, states and class names.
        limit: Sentences a split, evenly chosen, *optional*, defaults to all.

    Raises:
        InputError: If no split is there, a file is missing or the limit is below 1.
        FormatError: As `read_phoenix14t`.
    """
    check_limit(limit)
    splits = [split for split in SPLITS if _table_of(folder, split) is not None]
    if not splits:
        raise InputError("folder", f"a folder with {_TABLES[0].format('train')} or such", repr(str(folder)))
    return {split: evenly_chosen(read_phoenix14t(folder, split), limit) for split in splits}


def check_limit(limit: int | None) -> None:
    """Refuse what is no number of sentences.

    Raises:
        InputError: If it is below 1.
    """
    if limit is not None and limit < 1:
        raise InputError("limit", "at least 1", limit)


def evenly_chosen(sentences: list[PhoenixSentence], limit: int | None) -> list[PhoenixSentence]:
    """So many sentences of a list, or all of them."""
    count = len(sentences) if limit is None else min(limit, len(sentences))
    return [sentences[at * len(sentences) // count] for at in range(count)]


def stretched(sentence: PhoenixSentence, frames: int) -> PhoenixSentence:
    """The sentence over another number of frames, its spans at the same shares of it."""
    if frames == sentence.frames:
        return sentence
    scale = frames / sentence.frames
    spans = tuple((round(start * scale), round(end * scale)) for start, end in sentence.spans)
    return replace(sentence, frames=frames, spans=spans)


def phoenix_row(sentence: PhoenixSentence, motion: PoseSequence, split: str, source: str) -> CorpusRow:
    """A sentence as a row: its glosses with their times.

    Args:
        sentence: What is signed.
        motion: Of it.
        split: Of the sentence.
        source: What the motion is.
    """
    timed = zip(sentence.glosses, sentence.spans, strict=True)
    return CorpusRow(
        sentence.id,
        sentence.text,
        LANGUAGE,
        motion,
        split,
        " ".join(sentence.glosses),
        tuple(SignedGloss(gloss, start / FPS, end / FPS) for gloss, (start, end) in timed),
        sentence.signer,
        source,
    )


@dataclass
class Phoenix14T(CorpusReader):
    """PHOENIX14T with its skeletons: sentences that have none are left out, and counted."""

    about: ClassVar[str] = "a folder with PHOENIX14T's tables and alignment, and one with its skeletons in PT format"

    poses: Path = field(metadata={"help": "Folder of the skeletons in PT format."})
    limit: int | None = field(default=None, metadata={"help": "Sentences a split, evenly chosen; none: all."})
    _counts: dict[str, int] = field(default_factory=dict, init=False, repr=False)

    def rows(self, source: Path) -> Iterator[CorpusRow]:
        """A row a sentence that has a skeleton, in the order of the tables; layout `phoenix50`.

        Raises:
            InputError: If a file is missing, no split is there, or no sentence has a skeleton.
            FormatError: As `read_phoenix14t`.
        """
        check_limit(self.limit)
        found, places = read_splits(source), _skeletons(self.poses)
        there = {split: [one for one in part if one.id in places] for split, part in found.items()}
        chosen = {split: evenly_chosen(part, self.limit) for split, part in there.items() if part}
        if not chosen:
            raise InputError("poses", "skeletons of sentences of the corpus", f"none in {str(self.poses)!r}")
        self._counts = {
            "without": sum(map(len, found.values())) - sum(map(len, there.values())),
            "shared": sum(not one.aligned for part in chosen.values() for one in part),
            "stretched": 0,
        }
        for split, sentences in chosen.items():
            for sentence in sentences:
                file, at = places[sentence.id]
                motion = file[at]
                self._counts["stretched"] += len(motion) != sentence.frames
                yield phoenix_row(stretched(sentence, len(motion)), motion, split, _SKELETONS)

    def remarks(self) -> list[str]:
        """What the motion is, and how many sentences were left out."""
        said = [_SKELETONS, f"{self._counts['shared']} sentences share their frames evenly"]
        if self._counts["stretched"]:
            what = "skeletons have another number of frames than the alignment, whose times are stretched"
            said.append(f"{self._counts['stretched']:,} {what}")
        if self._counts["without"]:
            said.append(f"{self._counts['without']:,} left out, without a skeleton")
        return ["; ".join(said)]


def _skeletons(folder: Path) -> dict[str, tuple[SkelsFile, int]]:
    """Name of each recording, without its split -> where its skeleton is."""
    files = [open_pt_split(folder, split) for split in splits_in(folder, ".skels", "poses")]
    found: dict[str, tuple[SkelsFile, int]] = {}
    for file in files:
        for at, name in enumerate(file.facts("id")):
            _add_new(found, name, (file, at), str(folder))
    return found


def _add_new(found: dict[str, Any], name: str, value: object, where: str) -> None:
    """Keep what stands under a recording's name, without its split.

    Raises:
        FormatError: If something does already.
    """
    recording = name.rpartition("/")[2]
    if recording in found:
        raise FormatError(where, "every recording once", f"{quoted(recording)} twice")
    found[recording] = value


def _sentence(
    row: Mapping[str, str], states: Mapping[str, list[int]], classes: Mapping[int, str], file: str
) -> PhoenixSentence:
    name, glosses, signer = row["id"], tuple(row["glosses"].split()), _SIGNER_NAME.fullmatch(row["signer"])
    if name not in states:
        raise FormatError(file, f"a line for {name!r}", "none")
    if signer is None or not glosses or not row["text"].strip():
        raise FormatError(name, "a signer such as Signer01, glosses and a text", dict(row))
    frames = len(states[name])
    if frames < len(glosses):
        raise FormatError(file, f"at least {len(glosses)} frames of {name!r}, one a gloss", frames)
    spans = align(states[name], glosses, classes)
    times = tuple(share_evenly(frames, len(glosses)) if spans is None else spans)
    text = row["text"].strip().removesuffix(" .")
    return PhoenixSentence(name, int(signer[1]), text, glosses, frames, times, spans is not None)


def _table_of(folder: Path, split: str) -> Path | None:
    return next((path for name in _TABLES if (path := folder / name.format(split)).is_file()), None)


def _read_table(folder: Path, split: str) -> list[dict[str, str]]:
    path = _table_of(folder, split)
    if path is None:
        names = " or ".join(name.format(split) for name in _TABLES)
        raise InputError("folder", f"a folder with {names}", repr(str(folder)))
    table = read_table(path, [name for names in _HEADERS for name in names], _header)
    rows = table.of(*_header(table))
    return [dict(zip(("id", "signer", "glosses", "text"), row, strict=True)) for _, row in rows]


def _header(table: Table) -> tuple[str, ...]:
    """Columns of id, signer, glosses and text."""
    found = next((names for names in _HEADERS if set(names) <= set(table.columns)), None)
    if found is None:
        raise FormatError(table.name, f"columns {'|'.join(_HEADERS[0])}", "|".join(table.columns)[:200])
    return found


def _read_states(path: Path) -> dict[str, list[int]]:
    """Name of a recording, without its split -> states of its frames."""
    found, room = dict[str, list[int]](), JSON.items
    # Only a line feed ends a line: JSON may hold what else Python takes for an end, U+2028 say, as it is.
    content = read_decompressed(path, _MAX_STATES).removesuffix(b"\n")
    lines = content.split(b"\n", _MAX_LINES) if content else []
    _STATE_LINES.check_items(path.name, len(lines), "lines")
    for number, line in enumerate(lines, start=1):
        where = f"{path.name}, line {number}"
        row = parse_json(line, where, _STATE_LINES)
        name, states = row.get("name"), row.get("pami0")
        if not isinstance(name, str) or not isinstance(states, str) or not _NUMBERS.fullmatch(states):
            raise FormatError(where, "JSON with name and pami0", quoted(row, 80))
        numbers = [int(state) for state in states.split()]
        _add_new(found, name, numbers, where)
        room -= len(numbers)
        if room < 0:
            raise UnsafeFileError(path.name, f"at most {JSON.items:,} frames", "more")
    return found


def _read_classes(path: Path) -> dict[int, str]:
    classes = read_json(path, kind=object)
    named = classes.items() if isinstance(classes, dict) else [("", None)]
    if not all(_NUMBER.fullmatch(number) and isinstance(name, str) for number, name in named):
        raise FormatError(path.name, "JSON that maps numbers of classes to glosses", "something else")
    return {int(number): name for number, name in classes.items()}
