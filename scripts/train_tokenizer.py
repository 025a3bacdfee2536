"""Train a motion tokenizer (SOKE §3.2) on corpora of motion.

    accelerate launch scripts/train_tokenizer.py --preset demo --corpus CORPUS SIGNS --output runs/tokenizer

A corpus is a folder written by `datasets.save_to_disk` with columns `poses` (T, D) and `fps`; docs/train.md tells more.
The model is written to OUTPUT/model when the last step is done.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch
from accelerate import Accelerator
from torch import Tensor
from torch.utils.data import DataLoader

from signary.io.errors import InputError
from signary.io.progress import track
from signary.pose.feature_statistics import feature_statistics
from signary.pose.motion_spec import MotionSpec
from signary.pose.registry import get_layout
from signary.tokenizer import (
    MotionTokenizer,
    MotionTokenizerConfig,
    code_counts,
    dead_code_threshold,
    perplexity,
    usage,
)
from signary.training.batches import LengthBatches
from signary.training.corpus import corpora_spec, load_split, splits_to_read
from signary.training.finish import save_rounded
from signary.training.loop import Trainer, TrainingArguments, make_accelerator
from signary.training.motion import MotionWindows, collate_windows, count_frames
from signary.training.presets import parse_arguments, run


@dataclass
class TokenizerArguments:
    """What to train on, and how the tokenizer differs from the paper's."""

    corpus: list[str] = field(metadata={"help": "Corpora; `train` is trained on, `dev` evaluated."})
    frames: int = field(default=64, metadata={"help": "Frames of the pieces that a batch is made of."})
    layout: str = field(default="smplx", metadata={"help": "Pose layout."})
    fps: float = field(default=25.0, metadata={"help": "Frames a second; other motion is resampled."})
    partition: str = field(default="body_left_right", metadata={"help": "whole, body_hands or body_left_right."})
    face_part: bool = field(default=False, metadata={"help": "The face becomes a part of its own."})
    codebooks: list[int] = field(default_factory=list, metadata={"help": "Codes a part; none: the paper's."})
    width: int = field(default=512, metadata={"help": "Channels of the convolutions."})
    code_dim: int = field(default=512, metadata={"help": "Numbers of a code."})
    causal_decoder: bool = field(default=False, metadata={"help": "A decoder that can stream."})
    weights: str = field(default="fp32", metadata={"help": "Numbers the model is saved in: fp32, fp16 or bf16."})

    def config(self, motion: MotionSpec | None = None) -> MotionTokenizerConfig:
        """The tokenizer's configuration; what the motion is like is the corpora's to say, where they do."""
        fields = ("partition", "face_part", "width", "code_dim", "causal_decoder")
        motion = motion or MotionSpec(get_layout(self.layout), self.fps)
        settings = {name: getattr(self, name) for name in fields} | motion.settings()
        config = MotionTokenizerConfig(**settings)
        if not self.codebooks:
            return config
        if len(self.codebooks) != len(config.part_names):
            raise InputError("codebooks", f"a number for each of {', '.join(config.part_names)}", self.codebooks)
        sizes = dict(zip(config.part_names, self.codebooks, strict=True))
        return MotionTokenizerConfig(**settings, codebook_sizes=sizes)


def evaluate(model: MotionTokenizer, windows: MotionWindows, frames: int = 4096) -> dict[str, float]:
    """Losses and use of the codebooks over whole sequences of a split."""
    device, parts = model.device, model.config.part_names
    lengths = [len(sequence) for sequence in windows.sequences()]
    size = max(1, frames // max(lengths))
    batches = DataLoader(
        MotionWindows(windows.corpus, model.config, max(lengths)),
        batch_sampler=LengthBatches(lengths, size, shuffle=False),
        collate_fn=collate_windows,
    )
    losses, counts = list[Tensor](), [torch.zeros(size, dtype=torch.long) for size in model.config.sizes]
    for batch in batches:
        out = model(**{name: value.to(device) for name, value in batch.items()})
        losses.append(out.reconstruction_loss.cpu())
        found = code_counts(out.codes, model.config.sizes, out.code_mask)
        counts = [total + new.cpu() for total, new in zip(counts, found, strict=True)]
    mean = torch.stack(losses).mean(0)
    figures = {f"reconstruction_{part}": float(loss) for part, loss in zip(parts, mean, strict=True)}
    for part, count in zip(parts, counts, strict=True):
        figures |= {f"usage_{part}": float(usage(count)), f"perplexity_{part}": float(perplexity(count))}
    return figures


def make_model(
    arguments: TokenizerArguments, windows: MotionWindows, batch_size: int, accelerator: Accelerator
) -> MotionTokenizer:
    """An untrained tokenizer that knows its corpus' statistics."""
    model = MotionTokenizer(windows.config)
    sequences = track(windows.sequences(), "reading the corpus", len(windows)) if accelerator.is_main_process else None
    model.set_statistics(*feature_statistics(sequences or windows.sequences(), windows.config))
    tokens = batch_size * accelerator.num_processes * arguments.frames // windows.config.stride
    sizes = zip(windows.config.part_names, windows.config.sizes, strict=True)
    model.set_dead_code_threshold({part: dead_code_threshold(tokens, size) for part, size in sizes})
    return model


def main(flags: list[str]) -> None:
    """Train and save."""
    arguments, training = parse_arguments(
        (TokenizerArguments, TrainingArguments), flags, Path(__file__).parent / "configs" / "tokenizer"
    )
    splits = {name: load_split(arguments.corpus, name) for name in splits_to_read(training.evaluate_every)}
    motion = corpora_spec(arguments.corpus, splits.values(), arguments.layout, arguments.fps)
    config = arguments.config(motion)
    windows = MotionWindows(splits["train"], config, arguments.frames)
    development = MotionWindows(splits["dev"], config, arguments.frames) if "dev" in splits else None
    if development is not None:
        count_frames(development.corpus, config, "checking dev")
    accelerator = make_accelerator(training)
    model = make_model(arguments, windows, training.batch_size, accelerator)
    lengths = [1] * len(windows)  # Pieces are of one length: the order is random.
    loader = DataLoader(
        windows, batch_sampler=LengthBatches(lengths, training.batch_size, training.seed), collate_fn=collate_windows
    )

    def compute_loss(model: torch.nn.Module, batch: Mapping[str, Tensor]) -> tuple[Tensor, Mapping[str, float]]:
        out = model(**batch)
        parts = zip(config.part_names, out.reconstruction_loss.tolist(), strict=True)
        return out.loss, {f"reconstruction_{part}": loss for part, loss in parts}

    trainer = Trainer(
        accelerator,
        training,
        model,
        loader,
        compute_loss,
        None if development is None else lambda found: evaluate(found, development),  # type: ignore[arg-type]
    )
    trainer.train()
    if accelerator.is_main_process:
        trained = accelerator.unwrap_model(trainer.model).eval()
        trained.assign_id()
        save_rounded(trained, Path(training.output) / "model", arguments.weights)


if __name__ == "__main__":
    run(main, sys.argv[1:])
