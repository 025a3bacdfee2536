"""Synthetic corpora as a gloss model reads them: keypoints on its clock, and when each part of a gloss is signed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from datasets import Array2D, Dataset, Features, List, Value

from signary.corpora.rows import row_motion
from signary.io.progress import track
from signary.pose.registry import get_layout
from signary.pose.skeletons.smplx import SMPLX
from signary.pose.view import to_layout
from signary.retrieval.gloss_parts import gloss_parts
from signary.training.fgdm_sentences import PIECES

_TEXTS = ("id", "text", "language", "gloss")


def gloss_corpus(corpora: Iterable[Dataset], layout: str, fps: float, signer: int | None = None) -> Dataset:
    """Rows of synthetic corpora as keypoints.

    Reads composed sentences (their `pieces`), sentences of the demo corpus and glosses in any order (their `glosses`;
    the parts of a name or number of several signs have no times of their own), and isolated signs.

    Args:
        corpora: With motion of layout `smplx`.
        layout: Of the keypoints.
        fps: Frames a second.
        signer: Take only rows of this signer, *optional*.

    Returns:
        Columns id, text, language, gloss, signer, fps, poses and `PIECES`: `entry`, `start` and `end` in seconds, NaN
        where nobody knows; and glosses, the entries, so that a recogniser learns to read them. Without a text the
        glosses are it.
    """
    numbers, made = get_layout(layout).num_features, list(corpora)
    piece = {"entry": Value("string"), "start": Value("float32"), "end": Value("float32")}
    columns = {"signer": Value("int32"), "fps": Value("float32"), "poses": Array2D((None, numbers), "float32")}
    signs = {"glosses": List({"gloss": Value("string")}), PIECES: List(piece)}
    features = Features({**{name: Value("string") for name in _TEXTS}, **columns, **signs})
    kept = [_of_signer(corpus, signer) for corpus in made]
    rows = track((row for corpus in kept for row in corpus), "turning motion into keypoints", sum(map(len, kept)))
    # A generator's function is hashed for a cache of its own; a list of compact rows is not.
    return Dataset.from_list([_row(row, layout, fps) for row in rows], features=features)


def _of_signer(corpus: Dataset, signer: int | None) -> Dataset:
    if signer is not None:
        corpus = corpus.filter(lambda number: number == signer, input_columns=["signer"])
    return corpus.with_format("numpy", columns=["poses"], output_all_columns=True)


def _row(row: Mapping[str, Any], layout: str, fps: float) -> dict[str, Any]:
    motion = to_layout(row_motion(row, SMPLX), layout).resample(fps)
    about = {
        "text": row.get("text") or row["gloss"],
        **{name: row[name] for name in ("id", "language", "gloss", "signer")},
    }
    pieces = list(_pieces(row))
    glosses = [{"gloss": piece["entry"]} for piece in pieces]
    return {**about, "fps": fps, "poses": motion.values, "glosses": glosses, PIECES: pieces}


def _pieces(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if PIECES in row:
        yield from ({name: piece[name] for name in ("entry", "start", "end")} for piece in row[PIECES])
        return
    alone = [{"gloss": row["gloss"], "start": row.get("start"), "end": row.get("end")}]
    for gloss in row.get("glosses", alone):
        parts = gloss_parts(gloss["gloss"], row["language"])
        times = (gloss["start"], gloss["end"]) if len(parts) == 1 else (math.nan, math.nan)
        yield from ({"entry": part, "start": times[0], "end": times[1]} for part in parts)
