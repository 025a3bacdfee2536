r"""Train a recogniser for back-translation (Camgoz et al., CVPR 2020) on corpora of signed sentences.

    signary train recogniser --preset demo --corpus CORPUS --output runs/recogniser

A corpus is a folder written by `datasets.save_to_disk` with columns `poses`, `fps`, `text`, `language` and `glosses`.
Rows whose column `source` names a model are refused: what has seen generated motion cannot judge it. The recogniser and
its processor are written to OUTPUT/model; OUTPUT/sentences.json says how many sentences were used.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from signary.evaluation.back_translation import (
    Reading,
    RecogniserConfig,
    RecogniserProcessor,
    SignRecogniser,
    read_batch,
)
from signary.evaluation.back_translation.scores import score_readings
from signary.nn.motion_batch import MotionBatch
from signary.pose.motion_spec import MotionSpec
from signary.training.batches import batches_in_order
from signary.training.config_flags import config_flags
from signary.training.corpus import common_hand_reference, corpora_layout, splits_to_read
from signary.training.finish import SavingArguments, save_rounded, write_counts
from signary.training.flags import parse_stage, run
from signary.training.loop import TrainingArguments, make_accelerator, make_trainer
from signary.training.recogniser_sentences import Collator, Split, make_processor, read_split


@dataclass
class CorpusArguments:
    """What to train on."""

    corpus: list[str] = field(metadata={"help": "Corpora; `train` is trained on, `dev` evaluated."})
    corpus_layout: str = field(default="smplx", metadata={"help": "Pose layout of the corpora."})
    noise: float = field(default=0.0, metadata={"help": "Noise on training motion, in standard deviations."})
    text_tokens: int = field(default=3000, metadata={"help": "Text vocabulary."})
    attention: str = field(default="sdpa", metadata={"help": "sdpa, or eager: on CPUs its backward pass is faster."})


RecogniserFlags = config_flags(
    RecogniserConfig,
    decided={
        "hand_reference": "what the corpora say",
        "layout_json": "what the corpora carry",
        "glosses": "those of the corpora",
        "languages": "those of the corpora",
        "vocab_size": "that of the text vocabulary",
        **dict.fromkeys(("bos_token_id", "pad_token_id", "eos_token_id"), "that of the text vocabulary"),
        "forced_eos_token_id": "none: texts end where the model ends them",
    },
    inherited=("dropout", "attention_dropout", "activation_dropout"),
)
KINDS = (CorpusArguments, RecogniserFlags, SavingArguments, TrainingArguments)


def read_words(processor: RecogniserProcessor) -> dict[str, Any]:
    """What a recogniser's configuration says of its text and glosses."""
    return {
        "vocab_size": len(processor.tokenizer),
        "glosses": processor.glosses,
        "languages": processor.languages,
    }


def evaluate(model: SignRecogniser, split: Split, batch_size: int, processor: RecogniserProcessor) -> dict[str, float]:
    """Losses, gloss WER and BLEU-4 of held-out sentences, all greedy, in percent."""
    losses, readings, samples = list[Tensor](), list[Reading](), split.samples
    for batch in batches_in_order(samples, split.lengths, batch_size, Collator(processor, samples.config)):
        moved = {name: value.to(model.device) for name, value in batch.items()}
        out = model(**moved)
        losses.append(torch.stack([out.recognition_loss, out.translation_loss]).cpu())
        first = len(readings)
        motion = MotionBatch(*(batch[name] for name in MotionBatch._fields))
        readings += read_batch(model, processor, motion, samples.languages[first : first + len(motion.values)])
    scores = score_readings(readings, samples.glosses, samples.texts, processor)
    recognition, translation = torch.stack(losses).mean(0).tolist()
    figures = {"recognition_loss": recognition, "translation_loss": translation}
    return figures | {name: scores[name].value for name in ("gloss-wer", "bleu-4-zh")}


def compute_loss(model: torch.nn.Module, batch: Mapping[str, Tensor]) -> tuple[Tensor, Mapping[str, float]]:
    """Loss of a batch, and its parts."""
    out = model(**batch)
    return out.loss, {"recognition": out.recognition_loss.item(), "translation": out.translation_loss.item()}


def main(flags: list[str]) -> None:
    """Train and save."""
    corpus, arguments, saving, training = parse_stage("recogniser", KINDS, flags)
    read = {split: read_split(corpus.corpus, split) for split in splits_to_read(training.evaluate_every)}
    processor = make_processor(read["train"], corpus.text_tokens)
    settings, layout = arguments.settings(), corpora_layout(corpus.corpus, corpus.corpus_layout)
    motion = MotionSpec(
        corpora_layout(corpus.corpus, corpus.corpus_layout, settings["layout"]),
        settings["fps"],
        common_hand_reference(read.values(), layout),
    )
    config = RecogniserConfig(**settings | motion.settings(), **read_words(processor))
    accelerator = make_accelerator(training)
    splits = {name: Split.of(part, layout, config, processor, name) for name, part in read.items()}
    train, dev = splits["train"], splits.get("dev")
    model = SignRecogniser(config)
    model.set_attn_implementation(corpus.attention)
    model.set_statistics(*train.statistics)
    trainer = make_trainer(
        accelerator,
        training,
        model,
        train.samples,
        train.lengths,
        Collator(processor, config, corpus.noise * model.encoder.std if corpus.noise else None),
        compute_loss,
        None if dev is None else lambda found: evaluate(found, dev, training.batch_size, processor),
    )
    trainer.train()
    if accelerator.is_main_process:
        save_rounded(trainer.trained, training.model_folder, saving.weights, processor.save_pretrained)
        write_counts({name: split.counts for name, split in splits.items()}, training.folder)


if __name__ == "__main__":
    run(main, sys.argv[1:])
