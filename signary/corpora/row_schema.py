"""The one schema of rows: what every reader makes of a corpus on disk, and what a prepared corpus holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from datasets import Array2D, Features, List, Value

from signary.io.errors import InputError
from signary.io.quoting import quoted
from signary.language.languages import resolve
from signary.pose.layout import PoseLayout
from signary.pose.sequence import PoseSequence

#: Names of splits: they become names of files.
_SPLIT = re.compile(r"[A-Za-z0-9_]{1,60}")
#: Key of a motion's metadata: something about it that the report of the preparation names.
ODD = "odd"
#: Key of a motion's metadata: figures of its lifting from keypoints, which the report sums up.
LIFTED = "lifted"
#: What an isolated sign may be: that of a word, or a letter of a manual alphabet, which words are spelled with.
SIGN_KINDS = ("sign", "letter")
#: What corpora call the splits that everybody here calls `train`, `dev` and `test`.
_ALIKE = {
    **dict.fromkeys(("train", "training", "trn"), "train"),
    **dict.fromkeys(("val", "valid", "validation", "dev", "development"), "dev"),
    **dict.fromkeys(("test", "testing", "tst"), "test"),
}
#: Types that motion may be stored in, with the largest number that each can hold.
MOTION_TYPES: Mapping[str, float] = MappingProxyType({"float32": float(np.finfo(np.float32).max), "float16": 65504.0})


class SignedGloss(NamedTuple):
    """A gloss of a sentence, and when it is signed, in seconds; None where nobody knows."""

    gloss: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True)
class CorpusRow:
    """A signed sentence, or an isolated sign.

    What is optional is there in all rows of a corpus or in none, the confidence of the motion included: a column is
    there, or it is not. All motion of a corpus has one layout; clocks may differ.

    Attributes:
        id: Of the sentence in its corpus.
        text: In the spoken language; not empty.
        language: Sign language, by id, ISO 639-3 code or name; here it becomes the id.
        motion: Values with their layout, clock, confidence and, of parameter layouts, hand reference; at least one
            frame. None in a corpus of text and glosses alone.
        split: `train`, `dev`, `test` or another name; others that mean one of these (`val`, `Training`) become it.
        gloss: Glosses parted by blanks, *optional*.
        glosses: The same one by one, with their times, *optional*.
        signer: Number of the signer, *optional*.
        source: What the motion is, and where from, *optional*; reports show it above every table.
        words: Of isolated signs for a dictionary: the words that the sign stands for, *optional*.
        licence: Under which the recording may be used, *optional*.
        kind: Of isolated signs: one of `SIGN_KINDS`, *optional*.

    Raises:
        InputError: If an id or text is empty, a split is no name, or there is no motion; names the row.
        UnknownLanguageError: If the language is not registered.
    """

    id: str
    text: str
    language: str
    motion: PoseSequence | None
    split: str = "train"
    gloss: str | None = None
    glosses: tuple[SignedGloss, ...] | None = None
    signer: int | None = None
    source: str | None = None
    words: tuple[str, ...] | None = None
    licence: str | None = None
    kind: str | None = None

    def __post_init__(self) -> None:
        for name in ("id", "text"):
            if not isinstance(value := getattr(self, name), str) or not value.strip():
                raise InputError(f"row {quoted(self.id)}, {name}", "text that is not empty", quoted(value))
        if not isinstance(self.split, str) or not _SPLIT.fullmatch(self.split):
            raise InputError(f"row {quoted(self.id)}, split", "a name of letters and digits", quoted(self.split))
        object.__setattr__(self, "split", _ALIKE.get(self.split.casefold(), self.split))
        if self.motion is not None and (not len(self.motion) or not np.isfinite(self.motion.values).any()):
            got = "nothing but missing joints" if len(self.motion) else "no frame"
            raise InputError(f"row {quoted(self.id)}, motion", "at least one frame with a joint", got)
        object.__setattr__(self, "language", resolve(self.language).id)

    def columns(self) -> dict[str, Any]:
        """The row as it is stored; columns of what it does not have are left out."""
        given = {
            "id": self.id,
            "text": self.text,
            "language": self.language,
            **({} if self.motion is None else _motion_columns(self.motion)),
            "gloss": self.gloss,
            "glosses": None if self.glosses is None else [sign._asdict() for sign in self.glosses],
            "signer": self.signer,
            "source": self.source,
            "words": None if self.words is None else list(self.words),
            "licence": self.licence,
            "kind": self.kind,
        }
        return {name: value for name, value in given.items() if value is not None}


def _motion_columns(motion: PoseSequence) -> dict[str, Any]:
    return {
        "layout": motion.layout.name,
        "fps": motion.fps,
        "poses": motion.values,
        "confidence": motion.confidence,
        "hand_reference": None if motion.layout.is_keypoints else motion.metadata.get("hand_reference"),
    }


_TEXT = Value("string")
#: Types of the columns, but for those of motion, whose widths are the layout's.
_TYPES: Mapping[str, Any] = MappingProxyType(
    {
        **dict.fromkeys(
            ("id", "text", "language", "layout", "hand_reference", "gloss", "source", "licence", "kind"), _TEXT
        ),
        "fps": Value("float32"),
        "glosses": List({"gloss": _TEXT, "start": Value("float32"), "end": Value("float32")}),
        "signer": Value("int32"),
        "words": List(_TEXT),
    }
)


def row_features(columns: Iterable[str], layout: PoseLayout | None, motion_type: str = "float32") -> Features:
    """Types of the columns of a corpus.

    Args:
        columns: Names of `CorpusRow.columns`.
        layout: Of the motion, if there is any.
        motion_type: In which motion is stored, one of `MOTION_TYPES`.
    """
    widths = {} if layout is None else {"poses": layout.num_features, "confidence": len(layout.joints)}
    return Features(
        {name: Array2D((None, widths[name]), motion_type) if name in widths else _TYPES[name] for name in columns}
    )
