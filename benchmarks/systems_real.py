"""Real recordings by heart: can the networks hold real motion at all?

Nothing is held out, so nothing is said about new sentences. Figures are distances of joints that were seen, in percent
of the sequence's shoulder width; beside them stands that of the mean pose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import Array2D, Dataset, DatasetDict, Features, Value
from systems_training import Trained, Workshop

from signary.corpora.readers.pt_format import read_pt_split, write_pt_split
from signary.generator.fgdm import FGDMModel
from signary.io.atomic import atomic_folder
from signary.nn.loading import load_model
from signary.pose.features import sequence_features
from signary.pose.formats import read_pose
from signary.pose.sequence import PoseSequence
from signary.pose.view import shoulder_width, to_layout
from signary.tokenizer import MotionTokenizer

#: Core-minutes of the recipes' presets are not limited: they are small.
PRESET = "overfit"


@dataclass(frozen=True)
class Recordings:
    """A set of real recordings.

    Attributes:
        name: In the results.
        about: What they are.
        layout: Their pose layout.
        fps: Their clock.
        read: Folder of all real data -> sequences.
    """

    name: str
    about: str
    layout: str
    fps: float
    read: Callable[[Path], list[PoseSequence]]


def read_phoenix(real: Path) -> list[PoseSequence]:
    """Skeletons of PHOENIX14T in PT format."""
    return [each for split in ("train", "dev") for each in read_pt_split(real / "phoenix14t-skels", split)]


def read_how2sign(real: Path) -> list[PoseSequence]:
    """Keypoints of How2Sign clips, by OpenPose."""
    clips = sorted(path for path in (real / "how2sign-openpose/json").iterdir() if path.is_dir())
    return [read_pose(clip, fps=24.0) for clip in clips]


def read_dgs_corpus(real: Path) -> list[PoseSequence]:
    """Sentences of the DGS Corpus, by MediaPipe: the 178 points of `slrtp178`."""
    files = sorted((real / "dgs-corpus-pairs").glob("t*/*_original.pose"))
    return [to_layout(read_pose(file), "slrtp178") for file in files]


SETS = (
    Recordings("phoenix", "10 sentences of PHOENIX14T, skeletons", "phoenix50", 25.0, read_phoenix),
    Recordings("how2sign", "3 clips of How2Sign, OpenPose", "openpose137", 24.0, read_how2sign),
    Recordings("dgs_corpus", "20 sentences of the DGS Corpus, MediaPipe", "slrtp178", 25.0, read_dgs_corpus),
)


def write_recordings(sequences: Sequence[PoseSequence], folder: Path) -> Path:
    """Recordings as a corpus; what is trained on is also what is evaluated."""
    if not folder.is_dir():
        layout = sequences[0].layout
        features = Features(
            {
                "fps": Value("float32"),
                "poses": Array2D((None, layout.num_features), "float32"),
                "confidence": Array2D((None, len(layout.joints)), "float32"),
            }
        )
        rows = [{"fps": each.fps, "poses": each.values, "confidence": each.certainty} for each in sequences]
        made = Dataset.from_list(rows, features=features)
        with atomic_folder(folder) as temporary:
            DatasetDict(train=made, dev=made).save_to_disk(str(temporary))
    return folder


def distances(sequence: PoseSequence, made: PoseSequence) -> np.ndarray:
    """Distances of all joints that were seen, in percent of the shoulder width, one-dimensional."""
    found = np.linalg.norm(sequence.joints - made.joints, axis=-1)[sequence.certainty > 0]
    return np.asarray(100 * found / shoulder_width(sequence))


def held_mean(sequence: PoseSequence, mean: np.ndarray) -> np.ndarray:
    """As `distances`, of the mean pose (D,) in features."""
    features = sequence_features(sequence).reshape(len(sequence), len(sequence.layout.joints), -1)
    away = np.linalg.norm(features - mean.reshape(features.shape[1:]), axis=-1)
    return np.asarray(100 * away[sequence.certainty > 0])


def tell_of(
    name: str, all_distances: Sequence[np.ndarray], tell: Callable[..., None], trained: Trained, **context: Any
) -> None:
    """Report mean and median over all joints seen."""
    pooled = np.concatenate(all_distances)
    cost = {"core_minutes": trained.core_minutes, "steps": trained.steps}
    tell(
        name, float(pooled.mean()), "% of shoulder width", median=round(float(np.median(pooled)), 4), **cost, **context
    )


def measure_tokenizer(recordings: Recordings, real: Path, workshop: Workshop, tell: Callable[..., None]) -> None:
    """Train a tokenizer on the recordings, and report its reconstruction of them."""
    sequences = recordings.read(real)
    corpus = write_recordings(sequences, workshop.folder / f"{recordings.name}-corpus")
    kind = ("--layout", recordings.layout, "--fps", f"{recordings.fps:g}", "--corpus", str(corpus))
    trained = workshop.train(f"{recordings.name}-tokenizer", "train_tokenizer", PRESET, None, *kind)
    tokenizer = load_model(MotionTokenizer, trained.folder)
    frames = sum(map(len, sequences))
    say = partial(tell, about=recordings.about, layout=recordings.layout, sentences=len(sequences), frames=frames)
    name, mean = f"systems.real.{recordings.name}", tokenizer.mean.numpy()
    tell_of(f"{name}.mean_pose", [held_mean(each, mean) for each in sequences], say, Trained(trained.folder))
    with torch.no_grad():
        rebuilt = [distances(each, tokenizer.reconstruct(each)) for each in sequences]
    tell_of(f"{name}.reconstruction", rebuilt, say, trained, codes=sum(tokenizer.config.sizes))


def measure_fgdm(real: Path, workshop: Workshop, tell: Callable[..., None]) -> None:
    """Train FGDM on the PHOENIX skeletons, and report what it makes of their glosses at the references' lengths."""
    sequences = read_phoenix(real)
    corpus = workshop.folder / "phoenix-pt"
    if not corpus.is_dir():
        with atomic_folder(corpus) as temporary:
            for split in ("train", "dev"):
                write_pt_split(sequences, temporary, split)
    trained = workshop.train("phoenix-fgdm", "train_fgdm", PRESET, None, "--corpus", str(corpus))
    model = load_model(FGDMModel, trained.folder)
    glosses = [each.metadata["gloss"].split() for each in sequences]
    made = model.generate(glosses, [len(each) for each in sequences])
    pairs = [distances(each, one) for each, one in zip(sequences, made, strict=True)]
    about = {"about": SETS[0].about, "layout": "phoenix50", "sentences": len(sequences), "length": "reference"}
    tell_of("systems.real.phoenix.fgdm", pairs, tell, trained, **about)


def measure_real(real: Path, workshop: Workshop, tell: Callable[..., None], only: str = "") -> None:
    """Report everything about real recordings whose name (`SET-tokenizer`, `phoenix-fgdm`) begins with `only`."""
    for recordings in SETS:
        if f"{recordings.name}-tokenizer".startswith(only):
            measure_tokenizer(recordings, real, workshop, tell)
    if "phoenix-fgdm".startswith(only):
        measure_fgdm(real, workshop, tell)
