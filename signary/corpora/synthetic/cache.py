"""Where built corpora are kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from datasets import Dataset, DatasetDict, Features
from datasets.arrow_writer import ArrowWriter
from datasets.utils import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

from signary.corpora.corpus_spec import save_corpus
from signary.corpora.opening import open_corpus
from signary.corpora.synthetic.config import SyntheticConfig, check_integer
from signary.io.atomic import atomic_folder
from signary.io.cache_folder import cache_folder
from signary.io.errors import InputError
from signary.pose.skeletons.smplx import SMPLX

#: Name, columns and rows of a split.
Part = tuple[str, Features, Iterable[dict[str, Any]]]
_KEY_FILE = "signary_key.txt"
_WRITE_BATCH = 32


def _target(folder: Path | str | None, config: SyntheticConfig) -> Path:
    return (cache_folder() if folder is None else Path(folder)) / config.name


def is_built(folder: Path | str | None, config: SyntheticConfig) -> Path:
    """The folder of a corpus that was built before.

    Raises:
        InputError: If it was not built, or with other lexicons or code.
    """
    target = _target(folder, config)
    if not _has_key(target, config):
        got = "one of other lexicons or code" if target.exists() else "nothing there"
        raise InputError("folder", f"a corpus of this configuration, built before, in {target}", got)
    return target


def _has_key(target: Path, config: SyntheticConfig) -> bool:
    try:
        return (target / _KEY_FILE).read_text(encoding="utf-8") == config.key()
    except OSError:
        return False


def load_folder(target: Path) -> DatasetDict:
    """A corpus; motion as numpy arrays, everything else as plain Python."""
    loaded = open_corpus(target)
    assert isinstance(loaded, DatasetDict)
    return loaded.with_format("numpy", columns=["poses"], output_all_columns=True)


def build_folder(
    folder: Path | str | None, config: SyntheticConfig, processes: int, parts: Callable[[], Iterable[Part]]
) -> Path:
    """Write a corpus, unless it is there: whole or not at all.

    Args:
        folder: Where corpora are kept.
        config: What is asked for; with lexicons and code it makes the key.
        processes: Checked here, used by who signs.
        parts: Called if there is something to write: splits with their columns and rows; those without rows are left
            out.

    Raises:
        InputError: If `processes` is no number of processes.
    """
    check_integer("processes", processes, 1)
    target = _target(folder, config)
    if _has_key(target, config):
        return target
    with atomic_folder(target) as temporary:
        raw = temporary / "raw"
        raw.mkdir()
        splits = {split: _write(raw / f"{split}.arrow", features, rows) for split, features, rows in parts()}
        with without_bars():
            save_corpus(DatasetDict({split: rows for split, rows in splits.items() if len(rows)}), temporary, SMPLX)
        shutil.rmtree(raw)
        (temporary / "config.json").write_text(json.dumps(asdict(config), indent=2), encoding="utf-8")
        (temporary / _KEY_FILE).write_text(config.key(), encoding="utf-8")
    return target


@contextmanager
def without_bars() -> Iterator[None]:
    """Without the bars of `datasets`: signing takes the time, and has a bar of its own."""
    shown = not are_progress_bars_disabled()
    disable_progress_bars()
    try:
        yield
    finally:
        if shown:
            enable_progress_bars()


def _write(path: Path, features: Features, rows: Iterable[dict[str, Any]]) -> Dataset:
    with ArrowWriter(features=features, path=str(path), writer_batch_size=_WRITE_BATCH) as writer:
        for row in rows:
            writer.write(row)
        writer.finalize()
    return Dataset.from_file(str(path))
