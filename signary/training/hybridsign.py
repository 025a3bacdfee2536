"""Train HybridSign: a refiner of what a text-to-sign model makes, or motion from text alone.

    signary train hybridsign --preset demo --model MODEL --corpus CORPUS --output runs/refiner

MODEL is a text-to-sign model folder: its encoder reads the sentences, its motion tokenizer makes coarse motion of the
corpus' motion, if a `--coarse_sigma` is given. Without one the model makes motion of text alone, of any `--layout` and
`--fps`. The model is written to OUTPUT/model.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import torch
from datasets import Dataset
from torch import Tensor

from signary.bundle.bundle import Bundle
from signary.generator.hybridsign import HybridSignConfig, HybridSignModel, coarse_error
from signary.io.errors import InputError
from signary.io.progress import track
from signary.language.languages import resolve
from signary.nn.loading import load_model
from signary.pose.feature_statistics import feature_statistics
from signary.tokenizer import MotionTokenizerConfig
from signary.training.batches import batches_in_order
from signary.training.config_flags import ConfigFlags, config_flags
from signary.training.corpus import (
    OPTIONAL,
    check_signers,
    common_hand_reference,
    corpora_spec,
    load_split,
    splits_to_read,
)
from signary.training.finish import SavingArguments, save_rounded
from signary.training.flags import parse_stage, run
from signary.training.frames import FrameCollator, SignedFrames, coarse_rows, text_of_frames
from signary.training.loop import TrainingArguments, make_accelerator, make_trainer
from signary.training.motion import count_frames, row_sequence

COLUMNS = ("poses", "fps", "text", "language")
#: Dev sentences, from all over the split, that an evaluation makes from their first frame to their last.
EVALUATED = 24
#: Sentences, from all over `train`, that say by how much coarse motion is off.
MEASURED = 1000
#: More frames than any sentence has.
WHOLE = 1 << 30


@dataclass
class CorpusArguments:
    """What to train on."""

    model: str = field(metadata={"help": "Text-to-sign model folder or Hub id."})
    corpus: list[str] = field(metadata={"help": "Corpora; `train` is trained on, `dev` evaluated."})
    frames: int = field(default=96, metadata={"help": "Frames of a window."})
    pair_share: float = field(default=0.4, metadata={"help": "Share of windows cut from two sentences in a row."})


@dataclass
class StartArguments:
    """What to start from."""

    start: str = field(default="", metadata={"help": "Folder or Hub id of a model to go on from: weights, statistics."})


HybridSignFlags = config_flags(
    HybridSignConfig,
    decided={
        "hand_reference": "what the corpora say",
        "layout_json": "what the corpora carry",
        "text_size": "the text-to-sign model's",
        "num_signers": "0: it is not told who signs",
    },
    otherwise=dict.fromkeys(("layout", "fps"), "that of the text-to-sign model, the only one with coarse motion"),
)
KINDS = (CorpusArguments, StartArguments, HybridSignFlags, SavingArguments, TrainingArguments)


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


def kind_of_motion(bundle: Bundle, corpus: CorpusArguments, flags: ConfigFlags, rows: Dataset) -> MotionTokenizerConfig:
    """What the motion is like: as that of the model's motion tokenizer, but of the layout and clock asked for.

    What zero hand rotations mean is the corpus' to say; coarse motion means what the tokenizer's does.

    Raises:
        InputError: If coarse motion is wanted, which has the tokenizer's layout and clock only.
    """
    own, settings = bundle.motion_tokenizer.config, flags.settings()
    layout, fps = settings.get("layout", own.layout), settings.get("fps", own.fps)
    wanted = corpora_spec(corpus.corpus, [rows], layout, fps, own.hand_reference)
    if not wanted.differences(own.motion_spec):
        return own
    if settings["coarse_sigma"] is not None:
        own.motion_spec.require(wanted, argument="motion", owner="coarse motion (no coarse_sigma does without)")
    # Of the whole body: nothing is tokenized, and not every layout has hands.
    return MotionTokenizerConfig(**wanted.settings(), partition="whole")


def read_frames(bundle: Bundle, corpus: CorpusArguments, flags: ConfigFlags, split: str) -> SignedFrames:
    """Windows of the split `train`; some whole sentences of `dev`."""
    training = split == "train"
    rows = load_split(corpus.corpus, split, COLUMNS, (*OPTIONAL, "signer"))
    config = kind_of_motion(bundle, corpus, flags, rows)
    count_frames(rows, config, f"checking {split}")
    tokenizer = None if flags.settings()["coarse_sigma"] is None else bundle.motion_tokenizer
    if bundle.processor.num_signers:
        if tokenizer is not None and "signer" not in rows.column_names:
            raise InputError("corpus", "a column signer, as the model has signers", ", ".join(rows.column_names))
        if "signer" in rows.column_names:
            check_signers(rows, bundle.processor.num_signers, needed=tokenizer is not None)
    rows = rows if training else rows.select(range(0, len(rows), max(1, len(rows) // EVALUATED)))
    coarse = None if tokenizer is None else coarse_rows(rows, tokenizer)
    prompts = make_prompts(bundle, rows)
    frames, share = (corpus.frames, corpus.pair_share) if training else (WHOLE, 0.0)
    return SignedFrames(rows, prompts, config, frames, share, coarse)


def make_model(bundle: Bundle, flags: ConfigFlags, frames: SignedFrames) -> HybridSignModel:
    """An untrained model with the statistics of its motion: the tokenizer's, where that made the coarse motion."""
    motion = frames.config
    size = {"text_size": bundle.generator.config.d_model}
    model = HybridSignModel(HybridSignConfig(**flags.settings() | motion.motion_spec.settings() | size))
    sequences = (row_sequence(row, motion) for row in track(frames.rows, "reading the corpus", len(frames)))
    model.set_statistics(*feature_statistics(sequences, motion))
    if frames.coarse is not None:
        some = range(0, len(frames), max(1, len(frames) // MEASURED))
        pairs = (frames.both(at) for at in track(some, "how far coarse motion is off"))
        model.set_statistics(model.mean, model.std, coarse_error(pairs, model.std))
    return model


def go_on_from(start: HybridSignModel, model: HybridSignModel) -> None:
    """Give a model the weights of another of its shape, and its statistics but for those of coarse motion.

    How far coarse motion is off is the new motion tokenizer's.

    Raises:
        InputError: If the two make other motion, or their weights are of other shapes.
    """
    start.config.motion_spec.require(model.config, argument="motion", owner="the model to start from")
    own, others = model.state_dict(), start.state_dict()
    for name, value in own.items():
        if name not in others or others[name].shape != value.shape:
            got = "none" if name not in others else tuple(others[name].shape)
            raise InputError("start", f"a model with {name} of shape {tuple(value.shape)}", got)
    model.load_state_dict({**others, **{name: own[name] for name in own if name.endswith("coarse_error")}}, strict=True)


def evaluate(model: HybridSignModel, bundle: Bundle, frames: SignedFrames, batch_size: int) -> dict[str, float]:
    """Loss over whole sentences, and the error of motion that is made from its first frame on.

    Errors are mean absolute ones of standardised features; that of the coarse motion stands beside.
    """
    losses, errors = list[Tensor](), list[Tensor]()
    with torch.random.fork_rng():
        torch.manual_seed(0)
        for batch in batches_in_order(frames, [1] * len(frames), batch_size, FrameCollator(bundle.processor)):
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
    corpus, begin, arguments, saving, training = parse_stage("hybridsign", KINDS, flags)
    accelerator = make_accelerator(training)
    bundle = Bundle.load(corpus.model, device=accelerator.device)
    splits = splits_to_read(training.evaluate_every)
    read = {split: read_frames(bundle, corpus, arguments, split) for split in splits}
    frames, held_out = read["train"], read.get("dev")
    common_hand_reference((each.rows for each in read.values()), frames.config.pose_layout)
    model = make_model(bundle, arguments, frames)
    if begin.start:
        go_on_from(load_model(HybridSignModel, begin.start, argument="start"), model)
    trainer = make_trainer(
        accelerator,
        training,
        model,
        frames,
        [1] * len(frames),
        FrameCollator(bundle.processor),
        partial(compute_loss, bundle),
        None if held_out is None else lambda found: evaluate(found, bundle, held_out, training.batch_size),
    )
    trainer.train()
    if accelerator.is_main_process:
        save_rounded(trainer.trained, training.model_folder, saving.weights)


if __name__ == "__main__":
    run(main, sys.argv[1:])
