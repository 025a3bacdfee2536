"""Sentences of the DGS Corpus beside the same glosses stitched of dictionary signs, `.pose` files of MediaPipe.

    NAME_metadata.json      document, sentence: english, german, glosses with their start and end (ms of the recording)
    NAME_original.pose      as it was signed, without the gaps between the glosses
    NAME_updated.pose       the same glosses, stitched

Splits are the folders, `train` and `test`. Gaps are cut out of the recordings, so the times of glosses are brought onto
what is left: each takes as long as it took.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from signary.corpora.readers.annotations import split_in
from signary.corpora.readers.reader import ListingReader
from signary.corpora.row_schema import CorpusRow, SignedGloss
from signary.io.errors import FormatError, InputError
from signary.io.json_file import read_json
from signary.io.quoting import quoted
from signary.pose.formats import read_pose
from signary.pose.sequence import PoseSequence

_FACTS = "_metadata.json"
_TAKES = ("original", "updated")
_TEXTS = ("german", "english")


@dataclass(frozen=True)
class Pair:
    """A sentence.

    Attributes:
        id: Of its files.
        folder: Where they are.
    """

    id: str
    folder: Path


@dataclass
class DgsPairs(ListingReader[Pair]):
    """Sentences with their glosses; layout as the files have it, 178 points of MediaPipe Holistic."""

    about: ClassVar[str] = "sentences of the DGS Corpus: NAME_metadata.json and NAME_original.pose in train and test"

    take: str = field(default="original", metadata={"help": "original (as signed) or updated (stitched signs)."})
    text: str = field(default="german", metadata={"help": "Language of the text: german or english."})

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """Metadata beside a file of motion."""
        return source.is_dir() and any(path.with_name(_file(path, "original")).is_file() for path in _metadata(source))

    def listed(self, source: Path) -> list[Pair]:
        """All sentences.

        Raises:
            InputError: If there are none, or an option is none.
        """
        for name, value, known in (("take", self.take, _TAKES), ("text", self.text, _TEXTS)):
            if value not in known:
                raise InputError(name, " or ".join(known), quoted(value))
        found = [Pair(path.name.removesuffix(_FACTS), path.parent) for path in _metadata(source)]
        if not found:
            raise InputError("source", f"files such as train_1{_FACTS}", f"none in {str(source)!r}")
        return found

    def read(self, item: Pair) -> CorpusRow:
        """A sentence with its glosses and their times."""
        path = item.folder / f"{item.id}{_FACTS}"
        sentence = read_json(path).get("sentence")
        if not isinstance(sentence, dict) or not isinstance(sentence.get(self.text), str):
            raise FormatError(path.name, f"a sentence with {self.text}", quoted(sentence))
        motion = read_pose(item.folder / f"{item.id}_{self.take}.pose")
        whole = replace(motion, confidence=motion.certainty)
        glosses = _glosses(path.name, sentence.get("glosses"), whole)
        return CorpusRow(
            item.id,
            sentence[self.text],
            "dgs",
            whole,
            split_in(item.folder.name) or split_in(item.id) or "train",
            " ".join(sign.gloss for sign in glosses),
            glosses,
            source="DGS Corpus" if self.take == "original" else "dictionary signs in the order of the DGS Corpus",
        )


def _metadata(source: Path) -> list[Path]:
    return sorted([*source.glob(f"*{_FACTS}"), *source.glob(f"*/*{_FACTS}")], key=lambda path: path.as_posix())


def _file(path: Path, take: str) -> str:
    return f"{path.name.removesuffix(_FACTS)}_{take}.pose"


def _glosses(name: str, found: Any, motion: PoseSequence) -> tuple[SignedGloss, ...]:
    """Glosses one after another, each as long as it took, stretched to the length of what is left."""
    columns = [found.get(key) if isinstance(found, dict) else None for key in ("gloss", "start", "end")]
    if not all(isinstance(column, list) and column and len(column) == len(columns[0] or ()) for column in columns):
        raise FormatError(f"{name}, glosses", "lists gloss, start and end of one length", quoted(found))
    rows = list(zip(*(column or [] for column in columns), strict=True))
    for gloss, start, end in rows:
        if (
            not isinstance(gloss, str)
            or not gloss.strip()
            or not all(isinstance(at, (int, float)) for at in (start, end))
        ):
            raise FormatError(f"{name}, glosses", "a gloss and its milliseconds", quoted((gloss, start, end)))
        if not start < end:
            raise FormatError(f"{name}, glosses", "an end behind the start", quoted((gloss, start, end)))
    return tuple(_placed([(gloss.strip(), end - start) for gloss, start, end in rows], motion.seconds))


def _placed(lengths: list[tuple[str, float]], seconds: float) -> Iterator[SignedGloss]:
    total, at = sum(length for _, length in lengths), 0.0
    for gloss, length in lengths:
        start, at = at, at + length
        yield SignedGloss(gloss.replace(" ", "-"), start / total * seconds, at / total * seconds)
