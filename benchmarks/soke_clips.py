"""Clips in the form of SOKE's data, made by the rule-based signer (synthetic): a folder a clip, a pickle a frame.

    python benchmarks/soke_clips.py --output soke [--clips 2000] [--signs 200] [--language asl] [--processes 2]

    soke/poses/train/poses/CLIP/CLIP_0_3D.pkl …   soke/poses/val/poses/…   sentences, named as How2Sign's are
    soke/texts/how2sign_realigned_{train,val}_preprocessed_fps.csv         their texts and rates
    soke/signs/SIGN/SIGN_0_3D.pkl …               soke/signs.csv           isolated signs, and what each stands for

Hands are flat where their rotations are zero, unlike those of SOKE's own data, which are MANO's relaxed ones.
"""

from __future__ import annotations

import argparse
import csv
import os
import pickle
import shutil
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from signary.corpora.synthetic.demo_signs import isolated_row
from signary.corpora.synthetic.signing import SigningJob, on_processes, sign_job
from signary.corpora.synthetic.splits import make_splits
from signary.io.errors import InputError
from signary.pose.formats.signavatars_pickle import KEPT
from signary.pose.formats.soke_frames import PARAMETERS
from signary.signer.lexicon import shipped_lexicon
from signary.signer.score import SignUnit

#: Sentences of which one is of `val`, the others of `train`; signers whose styles they have.
DEV_SHARE, SIGNERS = 20, 8
#: What a split is called here, and its columns.
SPLITS = {"train": "train", "dev": "val"}
COLUMNS = ("VIDEO_ID", "VIDEO_NAME", "SENTENCE_ID", "SENTENCE_NAME", "START_REALIGNED", "END_REALIGNED", "SENTENCE")
MORE = ("fps", "source")
FPS = 25.0
SOURCE = "rule-based signer (synthetic)"


def write_clip(folder: Path, poses: np.ndarray) -> None:
    """The frames of a clip, (T, 133), each in a pickle of its own."""
    folder.mkdir(parents=True)
    whole = np.zeros((len(poses), sum(PARAMETERS.values())), np.float32)
    whole[:, KEPT] = poses
    parts = np.split(whole, np.cumsum(list(PARAMETERS.values()))[:-1], axis=1)
    for at, frame in enumerate(zip(*parts, strict=True)):
        content = pickle.dumps(dict(zip(PARAMETERS, frame, strict=True)))
        (folder / f"{folder.name}_{at}_3D.pkl").write_bytes(content)


def sentence_jobs(clips: int, language: str, seed: int) -> Iterator[tuple[str, SigningJob]]:
    """Split and job of so many sentences of the demo corpus' grammars."""
    dev = max(1, clips // DEV_SHARE)
    sizes = {"train": clips - dev, "dev": dev, "test": 0, "test_unseen_words": 0}
    made = make_splits(language, sizes, seed)
    for split in SPLITS:
        for at, sentence in enumerate(made[split]):
            name = f"{SPLITS[split]}{at // 20:04d}_{at % 20}-{at % SIGNERS}-rgb_front"
            yield split, SigningJob(name, sentence.marked, language, sentence.pattern, at % SIGNERS, FPS, seed)


def _sign_and_write(place: Path, given: tuple[str, SigningJob]) -> tuple[str, str, str, int]:
    """Split, name, text and frames of a clip that was written."""
    split, job = given
    row = sign_job(job)
    write_clip(place / "poses" / SPLITS[split] / "poses" / job.id, row["poses"])
    return split, job.id, row["text"], len(row["poses"])


def write_sentences(place: Path, clips: int, language: str, processes: int, seed: int) -> int:
    """Sentences and their tables; the number of their frames."""
    lines: dict[str, list[list[Any]]] = {split: [] for split in SPLITS}
    jobs, frames = sentence_jobs(clips, language, seed), 0
    for split, name, text, count in on_processes(partial(_sign_and_write, place), jobs, processes, 8):
        lines[split].append([name, name, name, name, 0, count / FPS, text, FPS, SOURCE])
        frames += count
    for split, rows in lines.items():
        path = place / "texts" / f"how2sign_realigned_{SPLITS[split]}_preprocessed_fps.csv"
        _write_table(path, [*COLUMNS, *MORE], rows, "\t")
    return frames


def write_signs(place: Path, signs: int, language: str) -> None:
    """Isolated signs of the lexicon and their table."""
    lexicon, rows = shipped_lexicon(language), []
    entries = [entry for entry in lexicon.entries.values() if entry.lemmas]
    chosen = np.linspace(0, len(entries) - 1, min(signs, len(entries))).round().astype(int)
    for at in np.unique(chosen):
        entry, name = entries[at], f"sign{at:04d}"
        unit = SignUnit(entry.gloss, tuple(lexicon.forms(entry.gloss)))
        write_clip(place / "signs" / name, isolated_row(name, language, unit, at % SIGNERS, FPS)["poses"])
        gloss = entry.gloss.replace(" ", "-")
        rows.append([name, entry.lemmas[0], ";".join(entry.lemmas), gloss, FPS, SOURCE])
    _write_table(place / "signs.csv", ("clip", "text", "words", "gloss", "fps", "source"), rows, ",")


def _write_table(path: Path, columns: Iterable[str], rows: Iterable[Iterable[Any]], parted_by: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=parted_by, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
        writer.writerow(list(columns))
        writer.writerows(rows)


def make_clips(output: Path, clips: int, signs: int, language: str, processes: int, seed: int = 0) -> int:
    """Sentences and signs, whole or not at all; the number of frames of the sentences.

    Raises:
        InputError: If the folder is there already, or a sentence is asked for that there is not.
    """
    if output.exists():
        raise InputError("output", "a new folder", repr(str(output)))
    making = output.with_name(f".{output.name}-making")
    shutil.rmtree(making, ignore_errors=True)
    frames = write_sentences(making, clips, language, processes, seed)
    if signs:
        write_signs(making, signs, language)
    making.rename(output)
    return frames


def main() -> None:
    """Make clips, and say how many frames they have."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True, help="new folder")
    parser.add_argument("--clips", type=int, default=2000, help="sentences")
    parser.add_argument("--signs", type=int, default=200, help="isolated signs")
    parser.add_argument("--language", default="asl", help="of the demo corpus: asl, dgs or csl")
    parser.add_argument("--processes", type=int, default=2, help="that sign")
    arguments = parser.parse_args()
    try:
        frames = make_clips(arguments.output, arguments.clips, arguments.signs, arguments.language, arguments.processes)
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
    print(f"{arguments.output}: {arguments.clips:,} clips of {frames:,} frames, synthetic")


if __name__ == "__main__":
    main()
