"""Train FGDM, glosses to poses (CVPR 2026), on signed sentences with glosses.

    signary train fgdm --preset paper --corpus CORPUS --output runs/fgdm

A corpus is a folder in PT format (`train.skels .gloss .text .files`), or one written by `datasets.save_to_disk` with
columns `poses`, `fps` and `gloss`. The moving average of the weights is evaluated, and written to OUTPUT/model when the
last step is done. The paper trains with Adam at 1e-3, lowered by 0.7 on plateaus; here the rate follows a cosine.

With `--start_from` a model goes on from another of its shape: it keeps that one's glosses (sentences with others are
left out, and counted) and the statistics of its poses.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from signary.generator.fgdm import FGDMConfig, FGDMModel, SentencePoses, sentence_statistics
from signary.io.errors import InputError
from signary.nn.loading import load_model
from signary.pose.motion_spec import MotionSpec
from signary.training.batches import batches_in_order
from signary.training.config_flags import config_flags
from signary.training.corpus import splits_to_read
from signary.training.fgdm_sentences import (
    CorpusArguments,
    Glossed,
    Sentences,
    collate,
    collate_noisy,
    model_layout,
    read_sentences,
)
from signary.training.finish import SavingArguments, save_rounded, write_counts
from signary.training.flags import parse_stage, run
from signary.training.gloss_motion import place_glosses
from signary.training.loop import Trainer, TrainingArguments, make_accelerator, make_trainer


@dataclass
class StartArguments:
    """What to start from, and what is kept of the steps."""

    start_from: str = field(
        default="", metadata={"help": "Folder or Hub id of a model to go on from: weights, glosses."}
    )
    gloss_start: str = field(
        default="random",
        metadata={"help": "How glosses begin: random, or as their motion in the corpora looks (needs their times)."},
    )
    ema_decay: float = field(default=0.999, metadata={"help": "Decay of the moving average of the weights."})


FGDMFlags = config_flags(
    FGDMConfig,
    decided={
        "glosses": "those of the corpora, or of the model to start from",
        "languages": "those of the corpora with --by_language, or of the model to start from",
        "hand_reference": "none: joints have no rotations",
        "layout_json": "what the corpora carry",
    },
)
GLOSS_STARTS = ("random", "motion")
KINDS = (CorpusArguments, StartArguments, FGDMFlags, SavingArguments, TrainingArguments)
#: What a model has in common with the one that it goes on from.
SHAPE = (
    *("hidden_size", "ffn_size", "num_attention_heads", "gloss_layers", "focal_layers"),
    *("focal_channels", "window", "temporal_kernel", "contextual", "topology", "semantic_mask", "general_layers"),
    "gloss_knots",
)


def evaluate(model: FGDMModel, sentences: Sentences, batch_size: int) -> dict[str, float]:
    """Distance of joints at the reference's length, in shoulder widths, and predicted over real length."""
    errors, ratios = list[Tensor](), list[Tensor]()
    for batch in batches_in_order(sentences, sentences.lengths, batch_size, collate):
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
    start.config.motion_spec.require(model.config, argument="motion", owner="the model to start from")
    for name in SHAPE:
        expected, got = getattr(start.config, name), getattr(model.config, name)
        if got != expected:
            raise InputError(name, f"{expected}, as the model to start from has", got)
    if (start.guidance is None) != (model.guidance is None):
        raise InputError("scg_weight", f"{start.config.scg_weight:g}, as in the start", model.config.scg_weight)
    model.load_state_dict(start.state_dict())


def vocabulary_of(sentences: Sequence[Glossed]) -> tuple[list[str], list[str]]:
    """Names of all glosses, sorted, and ids of the languages that they are of."""
    names = {name for one in sentences for name in one.names}
    return sorted(names), sorted({one.language for one in sentences if one.language is not None})


def begin_glosses(model: FGDMModel, sentences: Sequence[SentencePoses], how: str) -> None:
    """Let the embedding of glosses begin as a setting says.

    Raises:
        InputError: If there is no such beginning, or one by motion without times.
    """
    if how not in GLOSS_STARTS:
        raise InputError("gloss_start", " or ".join(GLOSS_STARTS), repr(how))
    if how == "motion":
        place_glosses(model, sentences)


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


def compute_loss(model: torch.nn.Module, batch: Mapping[str, Tensor]) -> tuple[Tensor, Mapping[str, float]]:
    """Loss of a batch, and its parts."""
    out = model(**batch)
    names = ("joint_loss", "bone_loss", "duration_loss", "scg_loss", "scg_skipped")
    return out.loss, {name: float(out[name].detach()) for name in names if name in out}


def main(flags: list[str]) -> None:
    """Train and save."""
    corpus, begin, arguments, saving, training = parse_stage("fgdm", KINDS, flags)
    settings, splits = arguments.settings(), splits_to_read(training.evaluate_every)
    layout = model_layout(corpus, settings["layout"])
    read = {split: read_sentences(corpus, split, layout) for split in splits}
    start = load_model(FGDMModel, begin.start_from, argument="start_from") if begin.start_from else None
    glosses, languages = (
        vocabulary_of(read["train"]) if start is None else (start.config.glosses, start.config.languages)
    )
    if bool(languages) != corpus.by_language:
        raise InputError("by_language", f"{bool(languages)}, as in the start", corpus.by_language)
    motion = MotionSpec(layout, settings["fps"])
    config = FGDMConfig(glosses=list(glosses), languages=list(languages), **settings | motion.settings())
    usable = {split: Sentences(read[split], config, split) for split in splits}
    sentences, development = usable["train"], usable.get("dev")
    accelerator = make_accelerator(training)
    model = FGDMModel(config)
    if start is None:
        model.set_statistics(sentence_statistics(sentences.sentences), corpus.standardise)
        begin_glosses(model, sentences.sentences, begin.gloss_start)
    else:
        go_on_from(start, model, corpus.standardise)
    trainer = make_trainer(
        accelerator,
        training,
        model,
        sentences,
        sentences.lengths,
        partial(collate_noisy, train_steps=config.train_steps),
        compute_loss,
        None if development is None else lambda _: evaluate(average, development, training.batch_size),
    )
    average = averaged(trainer, begin.ema_decay)
    if accelerator.is_main_process:
        write_counts({name: {"used": len(split), **split.left_out} for name, split in usable.items()}, training.folder)
    trainer.train()
    if accelerator.is_main_process:
        save_rounded(average, training.model_folder, saving.weights)


if __name__ == "__main__":
    run(main, sys.argv[1:])
