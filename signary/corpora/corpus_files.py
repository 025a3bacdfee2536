"""The files of a corpus by their names, without opening it: for those who meet folders of all kinds."""

from __future__ import annotations

import re
from pathlib import Path

from signary.io.errors import InputError

#: What `save_to_disk` of `datasets` writes: a data set of splits, one without, and the state of each.
DICT_FILE, INFO_FILE, STATE_FILE = "dataset_dict.json", "dataset_info.json", "state.json"
#: Folder of the shards of a prepared corpus.
DATA = "data"
#: Name of a finished shard.
SHARD = re.compile(r"(?P<split>[A-Za-z0-9_]{1,60})-(?P<number>\d{5})-of-(?P<count>\d{5})\.parquet")


def is_corpus(folder: Path) -> bool:
    """Whether a folder is a corpus rather than a folder of files.

    Reads names alone; `open_corpus` says what is wrong with a corpus.

    Args:
        folder: Any path; need not be there.
    """
    if (folder / DICT_FILE).is_file() or (folder / INFO_FILE).is_file():
        return True
    data = folder / DATA
    return data.is_dir() and any(SHARD.fullmatch(path.name) for path in data.iterdir())


def find_shards(folder: Path) -> dict[str, list[Path]]:
    """Split -> its shards, in order, of a prepared corpus; empty where a folder is none.

    Raises:
        InputError: If a shard is missing.
    """
    found: dict[str, dict[int, tuple[int, Path]]] = {}
    data = folder / DATA
    for path in sorted(data.iterdir()) if data.is_dir() else ():
        if (name := SHARD.fullmatch(path.name)) and path.is_file():
            found.setdefault(name["split"], {})[int(name["number"])] = (int(name["count"]), path)
    for split, shards in found.items():
        counts = {count for count, _ in shards.values()}
        if len(counts) > 1 or sorted(shards) != list(range(max(counts))):
            raise InputError(f"corpus, split {split}", f"all of its {max(counts):,} shards", f"{len(shards):,}")
    return {split: [path for _, (_, path) in sorted(shards.items())] for split, shards in found.items()}
