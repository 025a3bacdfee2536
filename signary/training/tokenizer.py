"""Train a motion tokenizer (SOKE §3.2) on corpora of motion.

    signary train tokenizer --preset demo --corpus CORPUS SIGNS --output runs/tokenizer

A corpus is a folder written by `datasets.save_to_disk` with columns `poses` (T, D) and `fps`; docs/train.md tells more.
The model is written to OUTPUT/model when the last step is done.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
from accelerate import Accelerator
from torch import Tensor

from signary.io.errors import InputError
from signary.io.progress import track
from signary.nn.loading import load_model
from signary.pose.feature_statistics import feature_statistics
from signary.tokenizer import (
    MotionTokenizer,
    MotionTokenizerConfig,
    code_counts,
    dead_code_threshold,
    perplexity,
    usage,
)
from signary.training.batches import batches_in_order
from signary.training.config_flags import config_flags
from signary.training.corpus import corpora_spec, load_split, splits_to_read
from signary.training.finish import SavingArguments, save_rounded
from signary.training.flags import parse_stage, run
from signary.training.loop import TrainingArguments, make_accelerator, make_trainer
from signary.training.motion import MotionWindows, collate_windows, count_frames


@dataclass
class CorpusArguments:
    """What to train on."""

    corpus: list[str] = field(metadata={"help": "Corpora; `train` is trained on, `dev` evaluated."})
    frames: int = field(default=64, metadata={"help": "Frames of the pieces that a batch is made of."})


@dataclass
class StartArguments:
    """What to go on from."""

    start_from: str = field(
        default="", metadata={"help": "Folder or Hub id of a tokenizer of the same shape to go on from."}
    )
    freeze_codes: bool = field(
        default=False,
        metadata={
            "help": "Train only the decoders of --start_from: all codes stay valid, and the tokenizer keeps its id."
        },
    )


#: What a tokenizer has in common with the one that it goes on from.
SHAPE = (
    *("layout", "fps", "hand_reference", "partition", "face_part", "head_part", "residual_levels", "codebook_sizes"),
    *("width", "code_dim", "stride", "dilations", "causal_decoder"),
)
TokenizerFlags = config_flags(
    MotionTokenizerConfig,
    decided={
        "hand_reference": "what the corpora say",
        "layout_json": "what the corpora carry",
        "threshold_ema_dead_code": "one that fits the size of the batches",
        "tokenizer_id": "drawn when training ends",
    },
)
KINDS = (CorpusArguments, StartArguments, TokenizerFlags, SavingArguments, TrainingArguments)


def evaluate(model: MotionTokenizer, windows: MotionWindows, frames: int = 4096) -> dict[str, float]:
    """Losses and use of the codebooks over whole sequences of a split."""
    device = model.device
    lengths = [len(sequence) for sequence in windows.sequences()]
    whole = MotionWindows(windows.corpus, model.config, max(lengths))
    losses, joints = list[Tensor](), list[float]()
    counts = [torch.zeros(size, dtype=torch.long) for size in model.config.sizes]
    for batch in batches_in_order(whole, lengths, max(1, frames // max(lengths)), collate_windows):
        out = model(**{name: value.to(device) for name, value in batch.items()})
        losses.append(out.reconstruction_loss.cpu())
        joints += [] if out.joint_loss is None else [float(out.joint_loss)]
        found = code_counts(out.codes, model.config.sizes, out.code_mask)
        counts = [total + new.cpu() for total, new in zip(counts, found, strict=True)]
    mean = torch.stack(losses).mean(0)
    parts = zip(model.config.part_names, mean, strict=True)
    figures = {f"reconstruction_{part}": float(loss) for part, loss in parts}
    if joints:
        figures["joints"] = sum(joints) / len(joints)
    for column, count in zip(model.config.column_names, counts, strict=True):
        figures |= {f"usage_{column}": float(usage(count)), f"perplexity_{column}": float(perplexity(count))}
    return figures


def make_model(windows: MotionWindows, batch_size: int, accelerator: Accelerator) -> MotionTokenizer:
    """An untrained tokenizer that knows its corpus' statistics.

    Args:
        windows: Pieces of the corpus, with the tokenizer's configuration.
        batch_size: Pieces a batch and process.
        accelerator: Of the run.
    """
    model = MotionTokenizer(windows.config)
    sequences = track(windows.sequences(), "reading the corpus", len(windows)) if accelerator.is_main_process else None
    model.set_statistics(*feature_statistics(sequences or windows.sequences(), windows.config))
    tokens = batch_size * accelerator.num_processes * windows.frames // windows.config.stride
    sizes = zip(windows.config.column_names, windows.config.sizes, strict=True)
    model.set_dead_code_threshold({column: dead_code_threshold(tokens, size) for column, size in sizes})
    return model


def go_on_from(begin: StartArguments, config: MotionTokenizerConfig) -> MotionTokenizer:
    """A tokenizer with the weights, codebooks and statistics of another.

    Args:
        begin: Which one, and whether its codes stay.
        config: Of the new tokenizer; what it is made of has to be as in the other.

    Raises:
        InputError: If it is not; names the setting.
    """
    start = load_model(MotionTokenizer, begin.start_from, argument="start_from")
    for name in SHAPE:
        if (expected := getattr(start.config, name)) != (got := getattr(config, name)):
            raise InputError(name, f"{expected}, as the tokenizer to start from has", got)
    config.threshold_ema_dead_code = start.config.threshold_ema_dead_code
    config.tokenizer_id = start.config.tokenizer_id if begin.freeze_codes else None
    model = MotionTokenizer(config)
    model.load_state_dict(start.state_dict())
    if begin.freeze_codes:
        model.freeze_codes()
    return model


def main(flags: list[str]) -> None:
    """Train and save."""
    corpus, begin, arguments, saving, training = parse_stage("tokenizer", KINDS, flags)
    settings = arguments.settings()
    splits = {name: load_split(corpus.corpus, name) for name in splits_to_read(training.evaluate_every)}
    motion = corpora_spec(corpus.corpus, splits.values(), settings["layout"], settings["fps"])
    if begin.freeze_codes and not begin.start_from:
        raise InputError("freeze_codes", "a tokenizer to start from (--start_from), whose codes stay", "none")
    config = MotionTokenizerConfig(**settings | motion.settings())
    windows = MotionWindows(splits["train"], config, corpus.frames)
    development = MotionWindows(splits["dev"], config, corpus.frames) if "dev" in splits else None
    if development is not None:
        count_frames(development.corpus, config, "checking dev")
    accelerator = make_accelerator(training)

    def compute_loss(model: torch.nn.Module, batch: Mapping[str, Tensor]) -> tuple[Tensor, Mapping[str, float]]:
        out = model(**batch)
        parts = zip(config.part_names, out.reconstruction_loss.tolist(), strict=True)
        figures = {f"reconstruction_{part}": loss for part, loss in parts}
        return out.loss, figures if out.joint_loss is None else figures | {"joints": float(out.joint_loss)}

    trainer = make_trainer(
        accelerator,
        training,
        go_on_from(begin, config) if begin.start_from else make_model(windows, training.batch_size, accelerator),
        windows,
        [1] * len(windows),  # Pieces are of one length: the order is random.
        collate_windows,
        compute_loss,
        None if development is None else lambda found: evaluate(found, development),
    )
    trainer.train()
    if accelerator.is_main_process:
        if trainer.trained.config.tokenizer_id is None:
            trainer.trained.assign_id()
        save_rounded(trainer.trained, training.model_folder, saving.weights)


if __name__ == "__main__":
    run(main, sys.argv[1:])
