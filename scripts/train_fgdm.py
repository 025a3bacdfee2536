"""Train FGDM, glosses to poses (CVPR 2026), on signed sentences with glosses.

    accelerate launch scripts/train_fgdm.py --preset paper --corpus CORPUS --output runs/fgdm

A corpus is a folder in PT format (`train.skels .gloss .text .files`), or one written by `datasets.save_to_disk` with
columns `poses`, `fps` and `gloss`. The moving average of the weights is evaluated, and written to OUTPUT/model when the
last step is done. The paper trains with Adam at 1e-3, lowered by 0.7 on plateaus; here the rate follows a cosine.

With `--start` a model goes on from another of its shape: it keeps that one's glosses (sentences with others are left
out, and counted) and the statistics of its poses.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader

from signary.corpora.readers.pt_format import SPLITS, read_pt_split
from signary.corpora.rows import WHERE, named_row, row_motion, row_place
from signary.generator.fgdm import (
    FGDMConfig,
    FGDMModel,
    GlossVocabulary,
    SentencePoses,
    batch_sentences,
    sentence_poses,
    sentence_statistics,
)
from signary.io.atomic import atomic_path
from signary.io.errors import InputError
from signary.io.progress import track
from signary.language.languages import resolve
from signary.nn.loading import load_model
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.view import to_layout
from signary.training.batches import Draw, LengthBatches
from signary.training.corpus import load_split, splits_to_read
from signary.training.finish import save_rounded
from signary.training.loop import Trainer, TrainingArguments, make_accelerator
from signary.training.presets import parse_arguments, run


@dataclass
class CorpusArguments:
    """What to train on."""

    corpus: list[str] = field(
        metadata={"help": "Corpora; `train` is trained on (all of one without splits), `dev` evaluated."}
    )
    corpus_layout: str = field(default="smplx", metadata={"help": "Layout of corpora that are not in PT format."})
    language: str = field(default="", metadata={"help": "Only rows of this sign language; none: all."})
    standardise: bool = field(default=True, metadata={"help": "False takes poses as they are, as the released code."})


@dataclass
class ModelArguments:
    """What to start from, and how the model differs from the paper's; other names are those of its configuration."""

    start: str = field(default="", metadata={"help": "Folder or Hub id of a model to go on from: weights, glosses."})
    layout: str = field(default="phoenix50", metadata={"help": "Pose layout; other motion is converted."})
    fps: float = field(default=25.0, metadata={"help": "Frames a second; other motion is resampled."})
    max_frames: int = field(default=300, metadata={"help": "Longer sentences are not trained on."})
    hidden_size: int = field(default=512, metadata={"help": "Width of glosses and general stage."})
    ffn_size: int = field(default=2048, metadata={"help": "Width inside feed-forward layers."})
    focal_layers: int = field(default=3, metadata={"help": "Layers of the focal stage; 0: general only."})
    focal_channels: int = field(default=16, metadata={"help": "Numbers a joint in the focal stage."})
    contextual: bool = field(default=True, metadata={"help": "Graphs have the term A_a."})
    topology: bool = field(default=True, metadata={"help": "Graphs have the term A_b."})
    semantic_mask: str = field(default="frame", metadata={"help": "Weights of M: a frame, a joint, or none."})
    general_layers: int = field(default=2, metadata={"help": "Layers of the general stage."})
    general_causal: bool = field(default=False, metadata={"help": "Frames see no later ones, as in the released code."})
    sampling_steps: int = field(default=5, metadata={"help": "Steps of DDIM."})
    eta: float = field(default=0.0, metadata={"help": "Noise on the way of DDIM, 0 to 1; 1 as in the released code."})
    dropout: float = field(default=0.1, metadata={"help": "Dropout."})
    bone_loss: str = field(default="vector", metadata={"help": "vector, or direction as in the released code."})
    bone_weight: float = field(default=0.1, metadata={"help": "Weight of the loss of bones."})
    scg_weight: float = field(default=1e-4, metadata={"help": "Weight of semantic guidance; 0: none."})
    notice: str = field(default="", metadata={"help": "What must be said wherever the model's motion is shown."})

    def config(self, glosses: Sequence[str]) -> FGDMConfig:
        """The model's configuration."""
        fields = {name: value for name, value in vars(self).items() if name != "start"}
        return FGDMConfig(glosses=list(glosses), **fields)


@dataclass
class FinishArguments:
    """What is kept."""

    ema_decay: float = field(default=0.999, metadata={"help": "Decay of the moving average of the weights."})
    weights: str = field(default="fp32", metadata={"help": "Numbers the model is saved in: fp32, fp16 or bf16."})


#: What a model has in common with the one that it goes on from.
SHAPE = (
    *("layout", "fps", "hidden_size", "ffn_size", "focal_layers", "focal_channels", "contextual", "topology"),
    *("semantic_mask", "general_layers"),
)
#: Motion and glosses.
Glossed = tuple[PoseSequence, list[str]]


def read_sentences(arguments: CorpusArguments, split: str, layout: str) -> list[Glossed]:
    """All sentences of a split, in the model's layout."""
    read, others = list[Iterable[PoseSequence]](), list[str]()
    for folder in arguments.corpus:
        if any((Path(folder) / f"{name}.skels").is_file() for name in SPLITS):
            sentences = enumerate(read_pt_split(folder, split))
            read.append(one.with_metadata(**{WHERE: row_place(folder, split, row)}) for row, one in sentences)
        else:
            others.append(folder)
    if others:
        read.append(_rows(others, split, arguments))
    sequences = track(chain.from_iterable(read), f"reading {split}")
    return [(_in_layout(sequence, layout), sequence.metadata["gloss"].split()) for sequence in sequences]


def _in_layout(sequence: PoseSequence, layout: str) -> PoseSequence:
    try:
        return to_layout(sequence, layout)
    except InputError as error:
        raise named_row(error, sequence.metadata[WHERE]) from None


def _rows(folders: Sequence[str], split: str, arguments: CorpusArguments) -> Iterator[PoseSequence]:
    columns = ("poses", "fps", "gloss", *(("language",) if arguments.language else ()))
    layout, language = get_layout(arguments.corpus_layout), arguments.language and resolve(arguments.language).id
    for row in load_split(folders, split, columns):
        if not language or row["language"] == language:
            yield row_motion(row, layout).with_metadata(gloss=row["gloss"], **{WHERE: row[WHERE]})


class Sentences(torch.utils.data.Dataset[tuple[SentencePoses, Draw]]):
    """Sentences that the model can learn from or be judged by.

    Args:
        glossed: All sentences of a split.
        config: Of the model.

    Attributes:
        left_out: Why sentences are left out, and how many.
    """

    def __init__(self, glossed: Sequence[Glossed], config: FGDMConfig) -> None:
        vocabulary = GlossVocabulary(config.glosses)
        self.left_out = {"too_long": 0, "unknown_gloss": 0}
        self.sentences = list[SentencePoses]()
        for sequence, glosses in glossed:
            if len(sequence) * config.fps / sequence.fps > config.max_frames:
                self.left_out["too_long"] += 1
            elif any(gloss not in vocabulary for gloss in glosses):
                self.left_out["unknown_gloss"] += 1
            else:
                self.sentences.append(_learnable(sequence, glosses, config))
        if not self.sentences:
            raise InputError("corpus", f"sentences of at most {config.max_frames} frames", f"none ({self.left_out})")

    @property
    def lengths(self) -> list[int]:
        """Frames of every sentence."""
        return [len(sentence.poses) for sentence in self.sentences]

    def __len__(self) -> int:
        return len(self.sentences)

    def __getitem__(self, draw: Draw) -> tuple[SentencePoses, Draw]:
        return self.sentences[draw.index], draw


def _learnable(sequence: PoseSequence, glosses: list[str], config: FGDMConfig) -> SentencePoses:
    try:
        return sentence_poses(sequence, glosses, config)
    except InputError as error:
        raise named_row(error, sequence.metadata[WHERE]) from None


def collate(samples: Sequence[tuple[SentencePoses, Draw]]) -> dict[str, Tensor]:
    """A batch."""
    return batch_sentences([sentence for sentence, _ in samples])._asdict()


def collate_noisy(samples: Sequence[tuple[SentencePoses, Draw]], train_steps: int) -> dict[str, Tensor]:
    """A batch with times and noise of every sentence's own: the same ones in any number of processes."""
    batch, generators = collate(samples), [draw.rng() for _, draw in samples]
    noise = torch.zeros_like(batch["poses"])
    times = torch.tensor([int(rng.integers(train_steps)) for rng in generators])
    for row, rng, (sentence, _) in zip(noise, generators, samples, strict=True):
        row[: len(sentence.poses)] = torch.from_numpy(rng.standard_normal(sentence.poses.shape, dtype=np.float32))
    return {**batch, "times": times, "noise": noise}


def evaluate(model: FGDMModel, sentences: Sentences, batch_size: int) -> dict[str, float]:
    """Distance of joints at the reference's length, in shoulder widths, and predicted over real length."""
    errors, ratios = list[Tensor](), list[Tensor]()
    batches = LengthBatches(sentences.lengths, batch_size, shuffle=False)
    for batch in DataLoader(sentences, batch_sampler=batches, collate_fn=collate):
        poses, gloss_ids, mask = (batch[name].to(model.device) for name in ("poses", "gloss_ids", "frame_mask"))
        generated, lengths = model.sample(gloss_ids, mask.sum(1))
        errors.append((generated - poses).norm(dim=-1)[mask].mean(-1).cpu())
        ratios.append((model.predict_durations(gloss_ids).sum(1) / lengths).cpu())
    return {
        "mpjpe_reference_length": float(torch.cat(errors).mean()),
        "predicted_length_ratio": float(torch.cat(ratios).mean()),
    }


def go_on_from(start: FGDMModel, model: FGDMModel, standardise: bool) -> None:
    """Give a model the weights and statistics of another.

    Raises:
        InputError: If the other is of another shape, layout or clock, or takes standardised poses against the wish.
    """
    if not standardise and (start.mean.any() or start.std != 1):
        raise InputError("standardise", "True, as in the start, whose statistics are kept", standardise)
    for name in SHAPE:
        expected, got = getattr(start.config, name), getattr(model.config, name)
        if got != expected:
            raise InputError(name, f"{expected}, as the model to start from has", got)
    if (start.guidance is None) != (model.guidance is None):
        raise InputError("scg_weight", f"{start.config.scg_weight:g}, as in the start", model.config.scg_weight)
    model.load_state_dict(start.state_dict())


def averaged(trainer: Trainer, decay: float) -> FGDMModel:
    """A moving average of the trainer's model that goes on with every step, and is saved and resumed with it."""
    model = trainer.accelerator.unwrap_model(trainer.model)
    average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(decay))  # type: ignore[no-untyped-call]
    # Accelerate's wrapper only calls the optimizer itself when a step is due.
    trainer.optimizer.optimizer.register_step_post_hook(lambda *_: average.update_parameters(model))
    trainer.keep("average", average)
    kept = average.module.eval()
    assert isinstance(kept, FGDMModel)
    return kept


def main(flags: list[str]) -> None:
    """Train and save."""
    corpus, arguments, finish, training = parse_arguments(
        (CorpusArguments, ModelArguments, FinishArguments, TrainingArguments),
        flags,
        Path(__file__).parent / "configs" / "fgdm",
    )
    splits = splits_to_read(training.evaluate_every)
    read = {split: read_sentences(corpus, split, arguments.layout) for split in splits}
    start = load_model(FGDMModel, arguments.start, argument="start") if arguments.start else None
    known = start.config.glosses if start else sorted({gloss for _, glosses in read["train"] for gloss in glosses})
    config = arguments.config(known)
    usable = {split: Sentences(read[split], config) for split in splits}
    sentences, development = usable["train"], usable.get("dev")
    accelerator = make_accelerator(training)
    model = FGDMModel(config)
    if start is None:
        model.set_statistics(sentence_statistics(sentences.sentences), corpus.standardise)
    else:
        go_on_from(start, model, corpus.standardise)
    loader = DataLoader(
        sentences,
        batch_sampler=LengthBatches(sentences.lengths, training.batch_size, training.seed),
        collate_fn=partial(collate_noisy, train_steps=config.train_steps),
    )

    def compute_loss(model: torch.nn.Module, batch: Mapping[str, Tensor]) -> tuple[Tensor, Mapping[str, float]]:
        out = model(**batch)
        names = ("joint_loss", "bone_loss", "duration_loss", "scg_loss", "scg_skipped")
        return out.loss, {name: float(out[name].detach()) for name in names if name in out}

    def judge(_model: torch.nn.Module) -> Mapping[str, float]:
        assert development is not None
        return evaluate(average, development, training.batch_size)

    trainer = Trainer(accelerator, training, model, loader, compute_loss, judge if development is not None else None)
    average = averaged(trainer, finish.ema_decay)
    if accelerator.is_main_process:
        write_counts(usable, Path(training.output))
    trainer.train()
    if accelerator.is_main_process:
        save_rounded(average, Path(training.output) / "model", finish.weights)


def write_counts(splits: Mapping[str, Sentences], folder: Path) -> None:
    """How many sentences each split has, and why others are left out: OUTPUT/sentences.json."""
    counts: dict[str, Any] = {name: {"used": len(split), **split.left_out} for name, split in splits.items()}
    folder.mkdir(parents=True, exist_ok=True)
    with atomic_path(folder / "sentences.json") as path:
        path.write_text(json.dumps(counts, indent=1), encoding="utf-8")


if __name__ == "__main__":
    run(main, sys.argv[1:])
