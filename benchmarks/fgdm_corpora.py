"""Corpora of the FGDM ablation: keypoints of one clock, clean and in the ways in which real corpora are not.

| corpus | what |
|---|---|
| `plain` | the demo corpus' German sentences (synthetic): most by the canonical signer, `test` by that one alone |
| `noisy` | the same, training with jitter and drift as keypoint detectors have them; `test` as it is |
| `signers` | training sentences of all but the canonical signer; `test` signed again by signers that training has not |
| `lifted` | real PHOENIX skeletons, lifted to a body, read off it again, and learned by heart: `test` is `train` |
| `asl`, `dgs`, `csl` | only `test`: the demo corpus' sentences of a language |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from datasets import Array2D, Dataset, DatasetDict, Features, Value

from signary.corpora.readers.pt_format import read_pt_split
from signary.corpora.synthetic.config import DemoCorpusConfig
from signary.corpora.synthetic.demo import build_demo_corpus
from signary.corpora.synthetic.gloss_orders import training_units
from signary.corpora.synthetic.grammars import SHIPPED
from signary.corpora.synthetic.signing import CANONICAL, signer_style
from signary.io.atomic import atomic_folder
from signary.io.errors import InputError
from signary.io.progress import track
from signary.pose.features import KeypointScale
from signary.pose.lifting import lift
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.view import to_layout
from signary.signer.signer import Signer

LAYOUT, LANGUAGE = "phoenix50", "dgs"
#: Corpora that models are trained on beside `plain`.
HARDER = ("noisy", "signers", "lifted")
#: Of a detector: white jitter, and drift with a memory of so much a frame, in shoulder widths.
JITTER, DRIFT, MEMORY = 0.02, 0.04, 0.9
#: Numbers of signers that the demo corpus does not have begin here, and how many sign `test`.
NEW_SIGNERS, SIGNERS = 101, 8
#: Where the real skeletons lie in a folder of real data.
PHOENIX = "phoenix14t-skels"
_TEXTS = ("text", "language", "gloss")


def write_corpus(folder: Path, kind: str, fps: float, processes: int, real: Path | None) -> None:
    """Write a corpus; a recogniser can be trained on it, too.

    Args:
        folder: Where to.
        kind: One of those above.
        fps: Frames a second.
        processes: That make the demo corpus.
        real: Folder of real data, for `lifted`.

    Raises:
        InputError: If there is no such corpus, or `lifted` lacks its data.
    """
    if kind == "lifted":
        made = _lifted(real, fps)
    else:
        demo = build_demo_corpus(processes=processes)
        if kind in SHIPPED:
            made = {"test": list(_rows(demo["test"], kind, fps))}
        else:
            made = {split: list(_rows(demo[split], LANGUAGE, fps, _change(kind, split))) for split in demo_splits()}
    with atomic_folder(folder) as temporary:
        DatasetDict(
            {split: Dataset.from_list(rows, features=_features()) for split, rows in made.items()}
        ).save_to_disk(str(temporary))


def demo_splits() -> tuple[str, ...]:
    """Splits of the demo corpus that are read."""
    return "train", "dev", "test"


def _features() -> Features:
    columns = {"fps": Value("float32"), "poses": Array2D((None, get_layout(LAYOUT).num_features), "float32")}
    glosses = [{"gloss": Value("string")}]
    return Features({**{name: Value("string") for name in _TEXTS}, "glosses": glosses, **columns})


def _made(texts: dict[str, str], motion: PoseSequence) -> dict[str, Any]:
    glosses = [{"gloss": gloss} for gloss in texts["gloss"].split()]
    return {**{name: texts[name] for name in _TEXTS}, "glosses": glosses, "fps": motion.fps, "poses": motion.values}


#: From a row and its keypoints to those that are written; None leaves the row out.
_Change = Callable[[dict[str, Any], PoseSequence], PoseSequence | None]


def _rows(rows: Dataset, language: str, fps: float, change: _Change | None = None) -> Iterator[dict[str, Any]]:
    chosen = rows.filter(lambda each: each == language, input_columns=["language"])
    found = chosen.with_format("numpy", columns=["poses"], output_all_columns=True)
    for row in track(found, "turning motion into keypoints", len(found)):
        motion = to_layout(PoseSequence(row["poses"], get_layout("smplx"), float(row["fps"])), LAYOUT).resample(fps)
        if (kept := motion if change is None else change(row, motion)) is not None:
            yield _made(row, kept)


def _change(kind: str, split: str) -> _Change | None:
    """What makes a split of a corpus other than the plain one.

    Raises:
        InputError: If there is no such corpus.
    """
    if kind == "plain" or (kind == "noisy" and split == "test"):
        return None
    if kind == "noisy":
        return lambda row, motion: as_detected(motion, np.random.default_rng([*str(row["id"]).encode()]))
    if kind != "signers":
        raise InputError("corpus", f"plain, {', '.join((*HARDER, *SHIPPED))}", repr(kind))
    if split == "train":
        return lambda row, motion: None if row["signer"] == CANONICAL else motion
    units = training_units(LANGUAGE, DemoCorpusConfig())

    def signed_again(row: dict[str, Any], motion: PoseSequence) -> PoseSequence | None:
        glosses = row["gloss"].split()
        if any(gloss not in units for gloss in glosses):
            return None
        number = NEW_SIGNERS + sum(str(row["id"]).encode()) % SIGNERS
        signed = Signer(signer_style(number, str(row["id"]))).sign([units[gloss] for gloss in glosses])
        return to_layout(signed.pose, LAYOUT).resample(motion.fps)

    return signed_again


def as_detected(motion: PoseSequence, rng: np.random.Generator) -> PoseSequence:
    """Keypoints with jitter that is new in every frame, and drift that is not.

    Args:
        motion: Keypoints.
        rng: Where noise is from.
    """
    scale = KeypointScale.of(motion)
    assert scale is not None
    drift, noise = np.zeros(motion.values.shape[1]), np.empty(motion.values.shape)
    for frame in range(len(noise)):
        drift = MEMORY * drift + np.sqrt(1 - MEMORY**2) * rng.standard_normal(drift.shape)
        noise[frame] = DRIFT * drift + JITTER * rng.standard_normal(drift.shape)
    return PoseSequence(motion.values + noise * scale.width, motion.layout, motion.fps, metadata=motion.metadata)


def _lifted(real: Path | None, fps: float) -> dict[str, list[dict[str, Any]]]:
    if real is None:
        raise InputError("real", f"a folder with {PHOENIX}, for corpus lifted", "none")
    rows = list[dict[str, Any]]()
    for skeleton in _skeletons(real / PHOENIX):
        body = lift(skeleton).pose
        # What a camera did not see of a body stays as it rests; joints are asked of arms, hands and head alone.
        whole = PoseSequence(np.nan_to_num(body.values), body.layout, body.fps, metadata=body.metadata)
        texts = {"text": skeleton.metadata["text"], "language": LANGUAGE, "gloss": skeleton.metadata["gloss"]}
        rows.append(_made(texts, to_layout(whole, LAYOUT).resample(fps)))
    return dict.fromkeys(demo_splits(), rows)


def _skeletons(folder: Path) -> Iterable[PoseSequence]:
    for split in ("train", "dev"):
        yield from read_pt_split(folder, split)
