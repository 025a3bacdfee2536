"""Train HybridSign: a refiner of what a text-to-sign model makes, or motion from text alone.

    accelerate launch scripts/train_hybridsign.py --preset demo --model MODEL --corpus CORPUS --output runs/refiner

MODEL is a text-to-sign model folder: its encoder reads the sentences, its motion tokenizer makes coarse motion of the
corpus' motion. `--coarse_sigma -1` trains without coarse motion, and then on motion of any `--layout` and `--fps`. The
model is written to OUTPUT/model.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from torch import Tensor
from torch.utils.data import DataLoader

from signary.bundle.bundle import Bundle
from signary.generator.hybridsign import HybridSignConfig, HybridSignModel, coarse_error
from signary.io.errors import InputError
from signary.io.progress import track
from signary.language.languages import resolve
from signary.pose.feature_statistics import feature_statistics
from signary.tokenizer import MotionTokenizerConfig
from signary.training.batches import LengthBatches
from signary.training.corpus import (
    OPTIONAL,
    check_signers,
    common_hand_reference,
    corpora_spec,
    load_split,
    splits_to_read,
)
from signary.training.finish import save_rounded
from signary.training.frames import FrameCollator, SignedFrames, coarse_rows, text_of_frames
from signary.training.loop import Trainer, TrainingArguments, make_accelerator
from signary.training.motion import count_frames, row_sequence
from signary.training.presets import parse_arguments, run

COLUMNS = ("poses", "fps", "text", "language")
#: Dev sentences, from all over the split, that an evaluation makes from their first frame to their last.
EVALUATED = 24
#: Sentences, from all over `train`, that say by how much coarse motion is off.
MEASURED = 1000
#: Arguments that are settings of the model.
CONFIGURED = (
    *("num_experts", "mixer", "hidden_size", "joint_size", "num_hidden_layers", "num_attention_heads", "window"),
    *("lookahead", "smoothing", "seam_frames", "chunk_frames", "jitter_weight", "joint_weight"),
    *("own_past", "start_share", "average_velocity", "clean_jitter", "hand_dropout"),
)
#: More frames than any sentence has.
WHOLE = 1 << 30


@dataclass
class HybridSignArguments:
    """What to train on, and how the model differs from the paper's."""

    model: str = field(metadata={"help": "Text-to-sign model folder or Hub id."})
    corpus: list[str] = field(metadata={"help": "Corpora; `train` is trained on, `dev` evaluated."})
    frames: int = field(default=96, metadata={"help": "Frames of a window."})
    pair_share: float = field(default=0.4, metadata={"help": "Share of windows cut from two sentences in a row."})
    coarse_sigma: float = field(
        default=0.1, metadata={"help": "Noise around coarse motion; below 0: no coarse motion."}
    )
    layout: str | None = field(
        default=None, metadata={"help": "Pose layout of the motion, without coarse motion; default: the model's."}
    )
    fps: float | None = field(
        default=None, metadata={"help": "Frames a second of the motion, without coarse motion; default: the model's."}
    )
    num_experts: int = field(default=3, metadata={"help": "1, 3 or 4."})
    mixer: str = field(default="confidence", metadata={"help": "confidence, causal or rnn."})
    hidden_size: int = field(default=512, metadata={"help": "Width of group tokens."})
    joint_size: int = field(default=256, metadata={"help": "Width of a joint."})
    num_hidden_layers: int = field(default=3, metadata={"help": "Layers of an expert."})
    num_attention_heads: int = field(default=4, metadata={"help": "Attention heads."})
    window: int = field(default=64, metadata={"help": "Frames that attention reaches back."})
    lookahead: int = field(default=0, metadata={"help": "Of a refiner: frames of coarse motion that it looks ahead."})
    smoothing: float = field(default=0.0, metadata={"help": "Of a refiner: smoothing of coarse motion, in frames."})
    seam_frames: float = field(
        default=0.0, metadata={"help": "Of a refiner: frames over which a step between chunks fades."}
    )
    chunk_frames: list[int] = field(
        default_factory=lambda: [1, 2, 4, 8, 16], metadata={"help": "Frames of a chunk; drawn for every batch."}
    )
    jitter_weight: float = field(default=0.0, metadata={"help": "Of a refiner: weight of errors that jitter."})
    joint_weight: float = field(default=0.0, metadata={"help": "Of a refiner: weight of where arms are, in cm."})
    own_past: float = field(default=0.0, metadata={"help": "Of a refiner: share of pasts of its own making."})
    start_share: float = field(default=0.0, metadata={"help": "Share of chunks at the start of their flow."})
    average_velocity: bool = field(
        default=False, metadata={"help": "Learn mean velocities (MeanFlow): fewer steps do."}
    )
    clean_jitter: float = field(default=0.3, metadata={"help": "Noise of the past in training."})
    hand_dropout: float = field(default=0.1, metadata={"help": "Probability that a hand of a row is hidden."})
    weights: str = field(default="fp32", metadata={"help": "Numbers the model is saved in: fp32, fp16 or bf16."})


def make_prompts(bundle: Bundle, rows: Dataset) -> list[list[int]]:
    """The prompt of every row, as the pipeline makes it; one of a row without a signer names none."""
    named = bundle.processor.num_signers and "signer" in rows.column_names
    signers = rows["signer"] if named else [None] * len(rows)
    prompts = []
    for text, language, signer in track(
        zip(rows["text"], rows["language"], signers, strict=True), "prompts", len(rows)
    ):
        prompts.append(bundle.prompter.prompt(text, resolve(language), signer=signer))
    return prompts


def kind_of_motion(bundle: Bundle, arguments: HybridSignArguments, rows: Dataset) -> MotionTokenizerConfig:
    """What the motion is like: as that of the model's motion tokenizer, but of the layout and clock asked for.

    What zero hand rotations mean is the corpus' to say; coarse motion means what the tokenizer's does.

    Raises:
        InputError: If coarse motion is wanted, which has the tokenizer's layout and clock only.
    """
    own = bundle.motion_tokenizer.config
    layout = own.layout if arguments.layout is None else arguments.layout
    fps = own.fps if arguments.fps is None else arguments.fps
    wanted = corpora_spec(arguments.corpus, [rows], layout, fps, own.hand_reference)
    if not wanted.differences(own.motion_spec):
        return own
    if arguments.coarse_sigma >= 0:
        own.motion_spec.require(wanted, argument="motion", owner="coarse motion (--coarse_sigma -1 does without)")
    # Of the whole body: nothing is tokenized, and not every layout has hands.
    return MotionTokenizerConfig(**wanted.settings(), partition="whole")


def read_frames(bundle: Bundle, arguments: HybridSignArguments, split: str) -> SignedFrames:
    """Windows of the split `train`; some whole sentences of `dev`."""
    training = split == "train"
    rows = load_split(arguments.corpus, split, COLUMNS, (*OPTIONAL, "signer"))
    config = kind_of_motion(bundle, arguments, rows)
    count_frames(rows, config, f"checking {split}")
    tokenizer = bundle.motion_tokenizer if arguments.coarse_sigma >= 0 else None
    if bundle.processor.num_signers:
        if tokenizer is not None and "signer" not in rows.column_names:
            raise InputError("corpus", "a column signer, as the model has signers", ", ".join(rows.column_names))
        if "signer" in rows.column_names:
            check_signers(rows, bundle.processor.num_signers, needed=tokenizer is not None)
    rows = rows if training else rows.select(range(0, len(rows), max(1, len(rows) // EVALUATED)))
    coarse = None if tokenizer is None else coarse_rows(rows, tokenizer)
    prompts = make_prompts(bundle, rows)
    frames, share = (arguments.frames, arguments.pair_share) if training else (WHOLE, 0.0)
    return SignedFrames(rows, prompts, config, frames, share, coarse)


def make_model(bundle: Bundle, arguments: HybridSignArguments, frames: SignedFrames) -> HybridSignModel:
    """An untrained model with the statistics of its motion: the tokenizer's, where that made the coarse motion."""
    motion = frames.config
    model = HybridSignModel(
        HybridSignConfig(
            **{name: getattr(arguments, name) for name in CONFIGURED},
            **motion.motion_spec.settings(),
            text_size=bundle.generator.config.d_model,
            coarse_sigma=arguments.coarse_sigma if arguments.coarse_sigma >= 0 else None,
        )
    )
    sequences = (row_sequence(row, motion) for row in track(frames.rows, "reading the corpus", len(frames)))
    model.set_statistics(*feature_statistics(sequences, motion))
    if frames.coarse is not None:
        some = range(0, len(frames), max(1, len(frames) // MEASURED))
        pairs = (frames.both(at) for at in track(some, "how far coarse motion is off"))
        model.set_statistics(model.mean, model.std, coarse_error(pairs, model.std))
    return model


def evaluate(model: HybridSignModel, bundle: Bundle, frames: SignedFrames, batch_size: int) -> dict[str, float]:
    """Loss over whole sentences, and the error of motion that is made from its first frame on.

    Errors are mean absolute ones of standardised features; that of the coarse motion stands beside.
    """
    batches = LengthBatches([1] * len(frames), batch_size, shuffle=False)
    losses, errors = list[Tensor](), list[Tensor]()
    with torch.random.fork_rng():
        torch.manual_seed(0)
        for batch in DataLoader(frames, batch_sampler=batches, collate_fn=FrameCollator(bundle.processor)):
            there = {name: value.to(model.device) for name, value in batch.items()}
            losses.append(compute_loss(bundle, model, there)[0])
            errors.append(_errors(bundle, model, there))
    made, coarse = torch.cat(errors).mean(0).tolist()
    found = {"loss": float(torch.stack(losses).mean()), "made_error": made}
    return {**found, "coarse_error": coarse} if model.config.refines else found


def _errors(bundle: Bundle, model: HybridSignModel, batch: Mapping[str, Tensor]) -> Tensor:
    """Errors of what is made and of the coarse motion (without one: of the former twice), (B, 2)."""
    states, seen = text_of_frames(bundle.generator, batch)
    coarse = batch.get("coarse")
    made = model.generate(states, seen[:, 0], coarse, None if coarse is not None else batch["values"].shape[1]).values
    known = batch["frame_mask"][..., None] & torch.isfinite(batch["values"])
    wanted = torch.where(known, batch["values"], 0.0)
    both = (made, made if coarse is None else coarse)
    return torch.stack(
        [(((each - wanted).abs() / model.std) * known).sum((1, 2)) / known.sum((1, 2)) for each in both], -1
    )


def compute_loss(
    bundle: Bundle, model: torch.nn.Module, batch: Mapping[str, Tensor]
) -> tuple[Tensor, Mapping[str, float]]:
    """Loss of a batch."""
    states, seen = text_of_frames(bundle.generator, batch)
    motion = {name: batch[name] for name in ("values", "frame_mask", "confidence", "positions")}
    out = model(**motion, coarse=batch.get("coarse"), text_states=states, text_mask=seen)
    return out.loss, {"flow_loss": out.flow_loss.item(), "confidence_loss": out.confidence_loss.item()}


def main(flags: list[str]) -> None:
    """Train and save."""
    arguments, training = parse_arguments(
        (HybridSignArguments, TrainingArguments), flags, Path(__file__).parent / "configs" / "hybridsign"
    )
    accelerator = make_accelerator(training)
    bundle = Bundle.load(arguments.model, device=accelerator.device)
    read = {split: read_frames(bundle, arguments, split) for split in splits_to_read(training.evaluate_every)}
    frames, held_out = read["train"], read.get("dev")
    common_hand_reference((each.rows for each in read.values()), frames.config.pose_layout)
    model = make_model(bundle, arguments, frames)
    loader: DataLoader[Any] = DataLoader(
        frames,
        batch_sampler=LengthBatches([1] * len(frames), training.batch_size, training.seed),
        collate_fn=FrameCollator(bundle.processor),
    )
    trainer = Trainer(
        accelerator,
        training,
        model,
        loader,
        lambda found, batch: compute_loss(bundle, found, batch),
        None if held_out is None else lambda found: evaluate(found, bundle, held_out, training.batch_size),  # type: ignore[arg-type]
    )
    trainer.train()
    if accelerator.is_main_process:
        trained = accelerator.unwrap_model(trainer.model).eval()
        save_rounded(trained, Path(training.output) / "model", arguments.weights)


if __name__ == "__main__":
    run(main, sys.argv[1:])
