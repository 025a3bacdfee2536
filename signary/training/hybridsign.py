"""Train HybridSign: a refiner of what a text-to-sign model makes, or motion from text alone.

    signary train hybridsign --preset demo --model MODEL --corpus CORPUS --output runs/refiner
    signary train hybridsign … --stage self_forcing --start_from runs/refiner/model --output runs/forced

MODEL is a text-to-sign model folder: its encoder reads the sentences, its motion tokenizer makes coarse motion of the
corpus' motion, if a `--coarse_sigma` is given. Without one the model makes motion of text alone, of any `--layout` and
`--fps`. With `--paced True` it says itself how long a sentence is, and its coarse motion, if any, is not that of codes
but of the dictionary's signs. The model is written to OUTPUT/model: of those that were evaluated the one with the least
DTW on `dev`.
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
from signary.pose.detector_faults import DetectorFaults
from signary.pose.feature_statistics import feature_statistics
from signary.tokenizer import MotionTokenizerConfig
from signary.training.best import Best
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
from signary.training.frames import SENTENCES, FrameCollator, SignedFrames, coarse_rows, pace_targets, text_of_frames
from signary.training.hybridsign_evaluation import evaluate, motion_of
from signary.training.hybridsign_stages import StageArguments, trained_model
from signary.training.loop import TrainingArguments, make_accelerator, make_trainer
from signary.training.motion import count_frames, row_sequence
from signary.training.shown_signs import ShownCoarse, paced_frames

COLUMNS = ("poses", "fps", "text", "language")
#: Dev sentences, from all over the split, that an evaluation makes from their first frame to their last.
EVALUATED = 24
#: Sentences, from all over `train`, that say by how much coarse motion is off.
MEASURED = 1000
#: Weights that a model may have got beside those of the one that it starts from.
NEW = ("network.span.", "pace.", "rest")
#: More frames than any sentence has.
WHOLE = 1 << 30


@dataclass
class CorpusArguments:
    """What to train on."""

    model: str = field(metadata={"help": "Text-to-sign model folder or Hub id."})
    corpus: list[str] = field(metadata={"help": "Corpora; `train` is trained on, `dev` evaluated."})
    frames: int = field(default=96, metadata={"help": "Frames of a window."})
    pair_share: float = field(default=0.4, metadata={"help": "Share of windows cut from several sentences in a row."})
    sentences: int = field(default=SENTENCES, metadata={"help": "How many sentences in a row those are."})
    faults: float = field(
        default=0.0,
        metadata={"help": "Windows get the faults of a detector, anew in every draw: 0 none, 1 as usual, at most 10."},
    )


HybridSignFlags = config_flags(
    HybridSignConfig,
    decided={
        "hand_reference": "what the corpora say",
        "layout_json": "what the corpora carry",
        "text_size": "the text-to-sign model's",
    },
    otherwise=dict.fromkeys(("layout", "fps"), "that of the text-to-sign model, the only one with coarse motion"),
)
KINDS = (CorpusArguments, StageArguments, HybridSignFlags, SavingArguments, TrainingArguments)


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


def read_frames(
    bundle: Bundle, corpus: CorpusArguments, stage: StageArguments, flags: ConfigFlags, split: str
) -> SignedFrames:
    """Windows of the split `train`; some whole sentences of `dev`."""
    training = split == "train"
    rows = load_split(corpus.corpus, split, COLUMNS, (*OPTIONAL, "signer", "pieces"))
    config = kind_of_motion(bundle, corpus, flags, rows)
    count_frames(rows, config, f"checking {split}")
    tokenizer = None if flags.settings()["coarse_sigma"] is None else bundle.motion_tokenizer
    check_who_signs(rows, bundle.processor.num_signers, tokenizer is not None)
    check_who_signs(rows, flags.settings()["num_signers"], needed=True)
    rows = rows if training else rows.select(range(0, len(rows), max(1, len(rows) // EVALUATED)))
    frames, share = (corpus.frames, corpus.pair_share) if training else (WHOLE, 0.0)
    if flags.settings()["paced"]:
        return paced_frames(bundle, rows, config, (frames, share), of_signs=tokenizer is not None)
    coarse = None if tokenizer is None else coarse_rows(rows, tokenizer)
    prompts = make_prompts(bundle, rows)
    if not training:
        return SignedFrames(rows, prompts, config, WHOLE, 0.0, coarse)
    share, from_start = corpus.pair_share, stage.rolls_out
    faults = DetectorFaults.of_severity(corpus.faults) if corpus.faults else None
    return SignedFrames(rows, prompts, config, corpus.frames, share, coarse, corpus.sentences, from_start, faults)


def check_who_signs(rows: Dataset, signers: int, needed: bool) -> None:
    """Refuse rows whose signer a model of so many signers does not know, or, where that is needed, that name none.

    Raises:
        InputError: Says what is missing, or names the first such row.
    """
    if signers and "signer" in rows.column_names:
        check_signers(rows, signers, needed)
    elif signers and needed:
        raise InputError("corpus", "a column signer, as the model has signers", ", ".join(rows.column_names))


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
        if isinstance(frames.coarse, ShownCoarse):
            model.rest.copy_(frames.coarse.motion.rest)
    return model


def go_on_from(start: HybridSignModel, model: HybridSignModel) -> None:
    """Give a model the weights of another of its shape, and its statistics but for those of coarse motion.

    How far coarse motion is off is the new motion tokenizer's. A model of average velocities may go on from one of
    velocities at an instant: over whatever span, it begins with those.

    Raises:
        InputError: If the two make other motion, or their weights are of other shapes.
    """
    start.config.motion_spec.require(model.config, argument="motion", owner="the model to start from")
    if model.config.average_velocity and not start.config.average_velocity:
        model.network.average_nothing_yet()
    own = model.state_dict()
    others = {**{name: own[name] for name in own if name.startswith(NEW)}, **start.state_dict()}
    for name in sorted({*own, *others}):
        wanted, got = (tuple(each[name].shape) if name in each else None for each in (own, others))
        if wanted != got:
            expected = f"a model without {name}" if wanted is None else f"a model with {name} of shape {wanted}"
            raise InputError("start_from", expected, "none" if got is None else f"shape {got}")
    kept = {name: own[name] for name in own if name.endswith(("coarse_error", "rest"))}
    model.load_state_dict({**others, **kept}, strict=True)


def compute_loss(
    bundle: Bundle, stage: StageArguments, module: torch.nn.Module, batch: Mapping[str, Tensor]
) -> tuple[Tensor, Mapping[str, float]]:
    """Loss of a batch."""
    states, seen = text_of_frames(bundle.generator, batch)
    return stage.loss(module, motion_of(batch), states, seen, pace_targets(states, batch))


def main(flags: list[str]) -> None:
    """Train and save."""
    corpus, stage, arguments, saving, training = parse_stage("hybridsign", KINDS, flags)
    stage.check_start()
    accelerator = make_accelerator(training)
    bundle = Bundle.load(corpus.model, device=accelerator.device)
    splits = splits_to_read(training.evaluate_every)
    read = {split: read_frames(bundle, corpus, stage, arguments, split) for split in splits}
    frames, held_out = read["train"], read.get("dev")
    common_hand_reference((each.rows for each in read.values()), frames.config.pose_layout)
    model = make_model(bundle, arguments, frames)
    if stage.start_from:
        go_on_from(load_model(HybridSignModel, stage.start_from, argument="start_from"), model)
    best = None if held_out is None else Best(model)

    def judge(module: torch.nn.Module) -> dict[str, float]:
        assert best is not None
        assert held_out is not None
        now = trained_model(module)
        found = evaluate(now, bundle, held_out, training.batch_size, stage)
        best.consider(now, found["dtw"])
        return found

    trainer = make_trainer(
        accelerator,
        training,
        stage.module(model),
        frames,
        [1] * len(frames),
        FrameCollator(bundle.processor, bool(model.config.num_signers)),
        partial(compute_loss, bundle, stage),
        judge if best is not None else None,
    )
    if best is not None:
        trainer.keep("best", best)
    trainer.train()
    if accelerator.is_main_process:
        # Nothing evaluated, nothing to choose from.
        chosen = trainer.trained if best is None else best.model
        save_rounded(trained_model(chosen), training.model_folder, saving.weights)


if __name__ == "__main__":
    run(main, sys.argv[1:])
