"""Corpora that all systems can be trained on: German sentences as SMPL-X motion, and the same as 50 joints."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from datasets import Array2D, DatasetDict, Features

from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.synthetic.demo import build_demo_corpus
from signary.corpora.synthetic.demo_signs import isolated_signs
from signary.corpora.synthetic.phoenix_signing import PhoenixSyntheticMotion
from signary.io.atomic import atomic_folder
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.view import to_layout

#: FGDM, the others and the back-translator have these joints in common, and the demo's FGDM signs this language.
LAYOUT, LANGUAGE = "phoenix50", "dgs"
DEMO_SPLITS = ("train", "dev", "test")


def demo_sentences(folder: Path, processes: int) -> Path:
    """The demo corpus' sentences of one language."""
    if not folder.is_dir():
        demo = build_demo_corpus(processes=processes).with_format(None)
        chosen = {
            name: demo[name].filter(lambda language: language == LANGUAGE, input_columns=["language"])
            for name in DEMO_SPLITS
        }
        with atomic_folder(folder) as temporary:
            DatasetDict(chosen).save_to_disk(str(temporary))
    return folder


def phoenix_sentences(folder: Path, phoenix: Path, training: int | None, processes: int) -> Path:
    """PHOENIX14T's sentences with synthetic motion: all, or an even choice of some for training."""
    if not folder.is_dir():
        made = prepare_corpus(PhoenixSyntheticMotion(training, processes), phoenix, folder)
        sys.stderr.write("".join(f"{remark}\n" for remark in made.remarks))
    return folder


def sign_words(folder: Path) -> Path:
    """The isolated signs."""
    if not folder.is_dir():
        signs = isolated_signs(LANGUAGE).with_format(None)
        with atomic_folder(folder) as temporary:
            signs.save_to_disk(str(temporary))
    return folder


def as_keypoints(sentences: Path, folder: Path, processes: int) -> Path:
    """The same corpus with motion of `LAYOUT`, which training reads faster than it computes it."""
    if not folder.is_dir():
        corpus = open_corpus(str(sentences)).with_format(None)
        poses = Array2D((None, get_layout(LAYOUT).num_features), "float32")
        with atomic_folder(folder) as temporary:
            raw, found = temporary / "raw", {}
            raw.mkdir()
            for name, rows in corpus.items():
                features = Features({**rows.features, "poses": poses})
                written = {"cache_file_name": str(raw / f"{name}.arrow"), "writer_batch_size": 32}
                spread = {"num_proc": processes} if processes > 1 else {}
                found[name] = rows.map(partial(_row, layout=LAYOUT), features=features, **written, **spread)
            DatasetDict(found).save_to_disk(str(temporary))
            shutil.rmtree(raw)
    return folder


def _row(row: Mapping[str, Any], layout: str) -> dict[str, Any]:
    motion = PoseSequence(np.asarray(row["poses"], np.float32), get_layout("smplx"), float(row["fps"]))
    return {"poses": to_layout(motion, layout).values}
