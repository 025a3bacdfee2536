"""What is in a corpus on disk: splits, sizes, kind of motion, languages, columns, and the tokenizer that encoded it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from datasets import Dataset

from signary.corpora.corpus_spec import read_corpus_spec
from signary.corpora.preparation_report import REPORT, joined_records, read_record
from signary.pose.layout import PoseLayout
from signary.pose.motion_spec import MAX_FPS, USUAL_REFERENCE
from signary.pose.registry import get_layout, layout_names
from signary.tokenizer import MotionTokenizerConfig
from signary.training.corpus import open_splits

#: Folder beside the splits of an encoded corpus, with the configuration of its tokenizer.
TOKENIZER = "motion_tokenizer"
#: Rows that are in memory at once.
_ROWS = 100
_LONGEST, _WORST = 8, 5
#: Seconds beyond which hours are said as well.
_LONG = 360
_WORD = re.compile(r"\w+")


@dataclass
class SplitFacts:
    """A split.

    Attributes:
        rows: How many.
        seconds: Of all rows that have a clock.
        unclocked: Rows without a usable `fps`.
    """

    rows: int = 0
    seconds: float = 0.0
    unclocked: int = 0


@dataclass
class CorpusFacts:
    """A corpus.

    Attributes:
        splits: By name.
        layout: Of the motion, where the corpus or its tokenizer says it.
        features: D, numbers of a frame of `poses`; None where there is no motion.
        fps: Frames a second -> rows.
        hand_references: What rows say that zero hand rotations mean -> rows; empty of keypoints.
        languages: As rows call them -> rows.
        columns: All columns, in the order of the first split.
        tokenizer: Configuration of the tokenizer that encoded it, if it is encoded.
        frames: Of all motion that has confidences.
        missing: In how many of them each joint is missing, (J,); None where there are no confidences.
        words: Of the texts, in lower case -> how often.
        signs: Words that isolated signs stand for -> how often.
        remarks: What its preparation had to say.
    """

    splits: dict[str, SplitFacts] = field(default_factory=dict)
    layout: PoseLayout | None = None
    features: int | None = None
    fps: Counter[float] = field(default_factory=Counter)
    hand_references: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    columns: list[str] = field(default_factory=list)
    tokenizer: MotionTokenizerConfig | None = None
    frames: int = 0
    missing: np.ndarray | None = None
    words: Counter[str] = field(default_factory=Counter)
    signs: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    @property
    def layouts(self) -> list[PoseLayout]:
        """The layouts that the motion can be of."""
        if self.layout is not None:
            return [self.layout]
        return [layout for layout in map(get_layout, layout_names()) if layout.num_features == self.features]

    def lines(self) -> Iterator[str]:
        """A fact a line."""
        for name, split in self.splits.items():
            unclocked = f" ({split.unclocked:,} rows without fps)" if split.unclocked else ""
            long = f" ({split.seconds / 3600:,.2f} h)" if split.seconds >= _LONG else ""
            yield f"{name}: {split.rows:,} rows, {split.seconds:,.1f} s{long}{unclocked}"
        yield f"motion: {self._motion()}"
        yield f"layout: {' or '.join(layout.name for layout in self.layouts) or 'none that is registered'}"
        yield f"fps: {_counted(self.fps)}"
        yield f"hand reference: {_counted(self.hand_references)}"
        yield f"languages: {_counted(self.languages)}"
        if self.missing is not None and self.missing.any():
            yield f"missing joints: {self._missing()}"
        if self.words:
            yield f"words: {self.words.total():,}, {len(self.words):,} different"
        if self.signs:
            yield f"signs: {self.signs.total():,} of {len(self.signs):,} words, {_counted(self.signs)}"
        yield from self.remarks
        yield f"columns: {', '.join(self.columns)}"
        yield f"encoded: {self._encoded()}"

    def _motion(self) -> str:
        if self.tokenizer is not None:
            sizes = zip(self.tokenizer.column_names, self.tokenizer.sizes, strict=True)
            columns = ", ".join(f"{column} {size:,}" for column, size in sizes)
            return f"codes of {columns}, {self.tokenizer.stride} frames a step at {self.tokenizer.fps:g} fps"
        return "none" if self.features is None else f"{self.features:,} numbers a frame"

    def _missing(self) -> str:
        """Share of all, and the joints that are missing most often."""
        assert self.missing is not None
        shares = self.missing / max(self.frames, 1)
        worst = np.argsort(-shares, kind="stable")[:_WORST]
        names = self.layout.joints if self.layout is not None and len(self.layout.joints) == len(shares) else None
        said = (f"{names[at] if names else f'number {at}'} {shares[at]:.0%}" for at in worst if shares[at])
        return f"{shares.mean():.1%} of all; {', '.join(said)}"

    def _encoded(self) -> str:
        if self.tokenizer is None:
            return "no"
        return f"by tokenizer {self.tokenizer.tokenizer_id or 'without an id'}"


def corpus_facts(folder: Path) -> CorpusFacts:
    """Look through a corpus.

    Args:
        folder: Written by `save_to_disk`, or by `signary corpus encode`.

    Raises:
        InputError: If it is no corpus, or a broken or unsafe one.
    """
    facts = CorpusFacts()
    if (folder / TOKENIZER).is_dir():
        facts.tokenizer = MotionTokenizerConfig.from_pretrained(folder / TOKENIZER)
        facts.layout = facts.tokenizer.pose_layout
    elif (spec := read_corpus_spec(folder)) is not None:
        facts.layout = spec.layout
    for name, split in open_splits(str(folder)).items():
        facts.splits[name] = SplitFacts(len(split))
        facts.columns += [column for column in split.column_names if column not in facts.columns]
        _add_motion(split, facts, facts.splits[name])
        if "language" in split.column_names:
            facts.languages.update(map(str, split["language"]))
        _add_words(split, facts)
    if (folder / REPORT).is_file():
        record = joined_records([read_record(folder / REPORT)])
        facts.remarks = list(record.lines())
    if facts.tokenizer is not None:
        facts.hand_references = Counter({facts.tokenizer.hand_reference: facts.hand_references.total()})
    if facts.layouts and all(layout.is_keypoints for layout in facts.layouts):
        facts.hand_references.clear()
    return facts


def _add_motion(split: Dataset, facts: CorpusFacts, found: SplitFacts) -> None:
    """Frames, clock and hand references of a split; a step of codes counts as the frames that it stands for."""
    motion = "codes" if facts.tokenizer is not None else "poses"
    if motion not in split.column_names:
        return
    if motion == "poses" and facts.features is None and len(split):
        facts.features = np.shape(split[0]["poses"])[-1]
    chosen = [name for name in (motion, "fps", "hand_reference", "confidence") if name in split.column_names]
    for table in split.select_columns(chosen).with_format("arrow").iter(_ROWS):
        frames = np.asarray(_lengths(table.column(motion)), float)
        if "confidence" in chosen:
            _add_missing(table.column("confidence"), facts)
        stated = table.column("fps").to_pylist() if "fps" in chosen else [None] * len(frames)
        clocks = np.array([float(fps) if fps is not None and 0 < fps <= MAX_FPS else np.nan for fps in stated])
        facts.fps.update(clocks[~np.isnan(clocks)].tolist())
        if facts.tokenizer is not None:
            frames, clocks = frames * facts.tokenizer.stride, np.full(len(frames), float(facts.tokenizer.fps))
        found.seconds += float(np.nansum(frames / clocks))
        found.unclocked += int(np.isnan(clocks).sum())
        said = table.column("hand_reference").to_pylist() if "hand_reference" in chosen else [None] * len(frames)
        facts.hand_references.update(f"{USUAL_REFERENCE} (nothing said)" if one is None else str(one) for one in said)


def _add_words(split: Dataset, facts: CorpusFacts) -> None:
    """Words of texts, and of isolated signs."""
    if "text" in split.column_names:
        for text in split["text"]:
            facts.words.update(_WORD.findall(str(text).casefold()))
    if "words" in split.column_names:
        for words in split["words"]:
            facts.signs.update(map(str, words))


def _add_missing(column: pa.ChunkedArray, facts: CorpusFacts) -> None:
    """Count the frames in which each joint has confidence 0."""
    array = column.combine_chunks()
    frames = (array.storage if isinstance(array, pa.ExtensionArray) else array).flatten()
    if not len(frames):
        return
    counts = (frames.flatten().to_numpy(zero_copy_only=False).reshape(len(frames), -1) == 0).sum(0)
    if facts.missing is None:
        facts.missing = np.zeros(len(counts), dtype=np.int64)
    if len(facts.missing) == len(counts):
        facts.missing += counts
        facts.frames += len(frames)


def _lengths(column: pa.ChunkedArray) -> list[int]:
    """Length of every list of a column; 0 where there is none."""
    array = column.combine_chunks()
    lists = array.storage if isinstance(array, pa.ExtensionArray) else array
    return [length or 0 for length in pc.list_value_length(lists).to_pylist()]


def _counted(counts: Counter[float] | Counter[str]) -> str:
    """What there is, with numbers of rows where there is more than one."""
    shown = [f"{name:g}" if isinstance(name, float) else name for name, _ in counts.most_common(_LONGEST)]
    if len(counts) > 1:
        shown = [f"{name} {count:,}" for name, (_, count) in zip(shown, counts.most_common(_LONGEST), strict=True)]
    more = f", and {len(counts) - _LONGEST} more" if len(counts) > _LONGEST else ""
    return ", ".join(shown) + more or "none"
