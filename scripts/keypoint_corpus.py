"""Keypoints of OpenPose, with their sentences, to a corpus that can be trained on.

    python scripts/keypoint_corpus.py --clips CLIPS --table clips.tsv --language asl --fps 24 --output corpora/clips
    python scripts/keypoint_corpus.py --pickles FOLDER --language dgs --fps 25 --output corpora/keypoints

CLIPS has a folder of OpenPose JSON a clip, the table says what is signed in each; all of them are the split `train`
(`signary/corpora/openpose_clips.py`). FOLDER has HybridSign's `train.pkl`, `dev.pkl` and `test.pkl`, or some of them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

from datasets import DatasetDict

from signary.corpora.readers.keypoint_pickles import load_keypoint_pickles
from signary.corpora.readers.openpose_clips import load_openpose_clips
from signary.io.atomic import atomic_folder
from signary.io.errors import InputError
from signary.training.presets import parse_arguments, run


@dataclass
class KeypointArguments:
    """What to read."""

    language: str = field(metadata={"help": "Sign language."})
    fps: float = field(metadata={"help": "Frames a second, which the files do not say."})
    output: str = field(metadata={"help": "Folder for the corpus; it must be new."})
    clips: str | None = field(default=None, metadata={"help": "Folder with a folder of OpenPose JSON a clip."})
    table: str | None = field(default=None, metadata={"help": "Of the clips: columns clip and text, parted by tabs."})
    pickles: str | None = field(default=None, metadata={"help": "Folder of train.pkl, dev.pkl, test.pkl."})


def read_corpus(arguments: KeypointArguments) -> DatasetDict:
    """The corpus that was asked for."""
    known = {"fps": arguments.fps, "language": arguments.language}
    if arguments.pickles is not None and arguments.clips is None and arguments.table is None:
        return load_keypoint_pickles(arguments.pickles, **known)  # type: ignore[arg-type]
    if arguments.pickles is None and arguments.clips is not None and arguments.table is not None:
        clips = load_openpose_clips(arguments.clips, arguments.table, **known)  # type: ignore[arg-type]
        return DatasetDict({"train": clips})
    given = [name for name in ("clips", "table", "pickles") if getattr(arguments, name) is not None]
    raise InputError("corpus", "either clips and table, or pickles", " and ".join(given) or "nothing")


def main(flags: list[str]) -> None:
    """Read and save."""
    (arguments,) = parse_arguments((KeypointArguments,), flags, Path(__file__).parent / "configs" / "keypoints")
    output = Path(arguments.output)
    if output.exists():
        raise InputError("output", "a new folder", repr(str(output)))
    corpus = read_corpus(arguments)
    with atomic_folder(output) as temporary:
        corpus.save_to_disk(str(temporary))


if __name__ == "__main__":
    run(main, sys.argv[1:])
