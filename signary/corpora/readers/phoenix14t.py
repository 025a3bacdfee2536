"""PHOENIX14T (Camgoz et al., CVPR 2018): weather forecasts in DGS, from those files of the corpus that can be had.

| file | what |
|---|---|
| `SPLIT_phoenix2014t.csv` or `PHOENIX-2014-T.SPLIT.corpus.csv` | id, signer, glosses and German text, parted by bars |
| `phoenix14t.SPLIT.jsonl.gz` | a sentence a line: `name`, and `pami0`, the alignment's state of every frame |
| `phoenix14t_pami0_class_to_gloss.json` | names of the alignment's gloss classes |
| `SPLIT.skels`, `.files`, `.text`, `.gloss` | skeletons in PT format, in any folder |

The videos cannot be had by everybody, so motion is either these skeletons or what the rule-based signer makes of the
**real glosses in their real durations**. The latter corpus is called `phoenix-text-synthetic-motion`: its sentences are
real, its motion is not. Glosses that the lexicon lacks get a form that their name decides and no signer uses; the
account says how many.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import Array2D, Dataset, DatasetDict, Features, List, Value
from datasets.arrow_writer import ArrowWriter

from signary.corpora.readers.pt_format import SPLITS, read_pt_split
from signary.corpora.synthetic.gloss_alignment import Span, align, share_evenly
from signary.corpora.synthetic.signing import signer_style
from signary.corpora.synthetic.timed_signing import sign_in_time
from signary.io.atomic import atomic_folder
from signary.io.budget import JSON, Budget
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.json_file import parse_json, read_json
from signary.io.progress import track
from signary.io.quoting import quoted
from signary.io.reading import read_decompressed
from signary.io.tables import Table, read_table
from signary.nn.threads import on_threads
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.signer.lexicon import shipped_lexicon

LANGUAGE = "dgs"
#: Frames a second of the recordings.
FPS = 25.0
#: What real sentences with the rule-based signer's motion are called, everywhere.
SYNTHETIC_NAME = "phoenix-text-synthetic-motion"
#: What `poses` is for that; else it is the folder of the skeletons.
SIGNER = "signer"
_SYNTHETIC = f"{SYNTHETIC_NAME}: real sentences and gloss durations, synthetic motion of the rule-based signer"
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
_WRITE_BATCH, _CHUNK = 32, 16


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


@dataclass(frozen=True)
class PhoenixAccount:
    """What was written.

    Attributes:
        source: What its motion is.
        sentences: Split -> sentences.
        without_poses: Sentences that are left out, as there is no skeleton of them.
        shared_evenly: Sentences whose alignment has fewer signs than glosses.
        glosses: Gloss -> how often it comes.
        invented: Those that the lexicon lacks, whose form their name decides; none with skeletons.
    """

    source: str
    sentences: Mapping[str, int]
    without_poses: int
    shared_evenly: int
    glosses: Mapping[str, int]
    invented: frozenset[str]

    @property
    def invented_share(self) -> float:
        """Share of the signed glosses whose form is invented."""
        return sum(self.glosses[gloss] for gloss in self.invented) / sum(self.glosses.values())

    def __str__(self) -> str:
        """One line."""
        counts = ", ".join(f"{split} {count:,}" for split, count in self.sentences.items())
        line = f"{self.source}; sentences: {counts}; {self.shared_evenly} of them share their frames evenly"
        if self.without_poses:
            return f"{line}; {self.without_poses:,} left out, without a skeleton"
        share = f"{self.invented_share:.1%} of {sum(self.glosses.values()):,} glosses"
        kinds = f"{len(self.invented):,} of {len(self.glosses):,} different ones"
        return f"{line}; invented forms: {share} ({kinds}), which the lexicon lacks" if self.invented else line


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


def write_phoenix14t(
    folder: Path | str,
    output: Path | str,
    *,
    poses: Path | str = SIGNER,
    limit: int | None = None,
    processes: int = 1,
) -> PhoenixAccount:
    """Write the splits that are there as a corpus, for `datasets.load_from_disk`; the account goes to standard error.

    Columns are those of the demo corpus (id, text, language, gloss, timed glosses, signer, fps, poses), and `source`.

    Args:
        folder: With table, states and class names.
        output: A new folder; it appears whole or not at all.
        poses: `signer`, or the folder of the skeletons in PT format: then only sentences that have one are written.
        limit: Sentences a split, evenly chosen; None for all.
        processes: Processes that sign; more than 1 are spawned, so that scripts need `if __name__ == "__main__":`.

    Raises:
        InputError: If a file is missing, no split is there, `output` is there, or a number is below 1.
        FormatError: As `read_phoenix14t`.
    """
    folder, output = Path(folder), Path(output)
    if output.exists():
        raise InputError("output", "a new folder", repr(str(output)))
    if processes < 1 or (limit is not None and limit < 1):
        raise InputError("limit", "at least 1, and at least 1 process", (limit, processes))
    splits = [split for split in SPLITS if _table_of(folder, split) is not None]
    if not splits:
        raise InputError("folder", f"a folder with {_TABLES[0].format('train')} or such", repr(str(folder)))
    sentences = {split: read_phoenix14t(folder, split) for split in splits}
    skeletons = None if poses == SIGNER else _read_skeletons(Path(poses))
    without = 0
    if skeletons is not None:
        there = {split: [one for one in found if one.id in skeletons] for split, found in sentences.items()}
        without = sum(len(sentences[split]) - len(found) for split, found in there.items())
        sentences = {split: found for split, found in there.items() if found}
        if not sentences:
            raise InputError("poses", "skeletons of sentences of the corpus", f"none in {str(poses)!r}")
    chosen = {split: _evenly_chosen(found, limit) for split, found in sentences.items()}
    _write(output, chosen, skeletons, processes)
    account = _account(chosen, without, skeletons is None)
    sys.stderr.write(f"{account}\n")
    return account


def _account(written: Mapping[str, Sequence[PhoenixSentence]], without: int, by_signer: bool) -> PhoenixAccount:
    everything = [sentence for part in written.values() for sentence in part]
    glosses = Counter(gloss for sentence in everything for gloss in sentence.glosses)
    known = shipped_lexicon(LANGUAGE).entries
    return PhoenixAccount(
        _SYNTHETIC if by_signer else _SKELETONS,
        {split: len(part) for split, part in written.items()},
        without,
        sum(not sentence.aligned for sentence in everything),
        glosses,
        frozenset(gloss for gloss in glosses if by_signer and gloss not in known),
    )


def _evenly_chosen(sentences: list[PhoenixSentence], limit: int | None) -> list[PhoenixSentence]:
    count = len(sentences) if limit is None else min(limit, len(sentences))
    return [sentences[at * len(sentences) // count] for at in range(count)]


def _write(
    output: Path,
    chosen: Mapping[str, Sequence[PhoenixSentence]],
    skeletons: Mapping[str, PoseSequence] | None,
    processes: int,
) -> None:
    """Rows one by one into Arrow files, as the whole corpus does not fit into every memory."""
    features = _features("smplx" if skeletons is None else "phoenix50")
    with atomic_folder(output) as temporary:
        raw = temporary / "raw"
        raw.mkdir()
        parts = {}
        for split, sentences in chosen.items():
            signed = _signed(sentences, processes) if skeletons is None else (skeletons[one.id] for one in sentences)
            path = raw / f"{split}.arrow"
            with ArrowWriter(features=features, path=str(path), writer_batch_size=_WRITE_BATCH) as writer:
                for sentence, pose in zip(sentences, track(signed, f"writing {split}", len(sentences)), strict=True):
                    writer.write(_row(sentence, pose, _SYNTHETIC if skeletons is None else _SKELETONS))
                writer.finalize()
            parts[split] = Dataset.from_file(str(path))
        DatasetDict(parts).save_to_disk(str(temporary))
        shutil.rmtree(raw)


def _features(layout: str) -> Features:
    """Columns of the demo corpus that are known of real sentences, and `source`."""
    texts = {name: Value("string") for name in ("id", "text", "language", "gloss", "source")}
    timed = {"gloss": Value("string"), "start": Value("float32"), "end": Value("float32")}
    poses = Array2D((None, get_layout(layout).num_features), "float32")
    return Features(
        {**texts, "glosses": List(timed), "signer": Value("int32"), "fps": Value("float32"), "poses": poses}
    )


def _row(sentence: PhoenixSentence, pose: PoseSequence, source: str) -> dict[str, Any]:
    return {
        "id": sentence.id,
        "text": sentence.text,
        "language": LANGUAGE,
        "gloss": " ".join(sentence.glosses),
        "source": source,
        "glosses": [
            {"gloss": gloss, "start": start / FPS, "end": end / FPS}
            for gloss, (start, end) in zip(sentence.glosses, sentence.spans, strict=True)
        ],
        "signer": sentence.signer,
        "fps": pose.fps,
        "poses": pose.values,
    }


def _signed(sentences: Sequence[PhoenixSentence], processes: int) -> Iterator[PoseSequence]:
    if processes == 1:
        with on_threads(1):
            yield from map(_sign, sentences)
        return
    with get_context("spawn").Pool(processes, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        values = pool.imap(_sign_values, sentences, chunksize=_CHUNK)
        yield from (PoseSequence(each, get_layout("smplx"), FPS) for each in values)


def _sign(sentence: PhoenixSentence) -> PoseSequence:
    """Each of the real signers is one of the synthetic ones, whose numbers are the same."""
    style = signer_style(sentence.signer, sentence.id)
    return sign_in_time(sentence.glosses, sentence.spans, sentence.frames, LANGUAGE, style, FPS)


def _sign_values(sentence: PhoenixSentence) -> np.ndarray:
    # The layout is known, and need not travel from process to process with each of them.
    return _sign(sentence).values


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
    found, room = {}, JSON.items
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
        found[name.rpartition("/")[2]] = [int(state) for state in states.split()]
        room -= len(found[name.rpartition("/")[2]])
        if room < 0:
            raise UnsafeFileError(path.name, f"at most {JSON.items:,} frames", "more")
    return found


def _read_classes(path: Path) -> dict[int, str]:
    classes = read_json(path, kind=object)
    named = classes.items() if isinstance(classes, dict) else [("", None)]
    if not all(_NUMBER.fullmatch(number) and isinstance(name, str) for number, name in named):
        raise FormatError(path.name, "JSON that maps numbers of classes to glosses", "something else")
    return {int(number): name for number, name in classes.items()}


def _read_skeletons(folder: Path) -> dict[str, PoseSequence]:
    splits = [split for split in SPLITS if (folder / f"{split}.skels").is_file()]
    if not splits:
        raise InputError("poses", f"{SIGNER!r}, or a folder with {SPLITS[0]}.skels or such", repr(str(folder)))
    found = [sequence for split in splits for sequence in read_pt_split(folder, split)]
    return {sequence.metadata["id"].rpartition("/")[2]: sequence for sequence in found}
