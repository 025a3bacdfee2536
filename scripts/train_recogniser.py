r"""Train a recogniser for back-translation (Camgoz et al., CVPR 2020) on corpora of signed sentences.

    accelerate launch scripts/train_recogniser.py --preset demo --corpus CORPUS --output runs/recogniser

A corpus is a folder written by `datasets.save_to_disk` with columns `poses`, `fps`, `text`, `language` and `glosses`.
Rows whose column `source` names a model are refused: what has seen generated motion cannot judge it. The recogniser and
its processor are written to OUTPUT/model; OUTPUT/sentences.json says how many sentences were used.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import torch
from datasets import Dataset
from torch import Tensor
from torch.utils.data import DataLoader

from signary.corpora.rows import WHERE, named_row
from signary.evaluation.back_translation import (
    Reading,
    RecogniserConfig,
    RecogniserProcessor,
    SignRecogniser,
    motion_batch,
    read_batch,
)
from signary.evaluation.back_translation.ctc import steps_needed
from signary.evaluation.back_translation.provenance import refuse_generated
from signary.evaluation.back_translation.reading import fitting
from signary.evaluation.back_translation.scores import score_readings
from signary.io.atomic import atomic_path
from signary.io.errors import InputError
from signary.io.progress import track
from signary.nn.motion_batch import MotionBatch
from signary.pose.feature_statistics import feature_statistics
from signary.pose.features import fit_sequence
from signary.pose.layout import PoseLayout
from signary.pose.motion_spec import MotionSpec
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.training.batches import Draw, LengthBatches
from signary.training.corpus import common_hand_reference, corpora_layout, load_split, open_splits, splits_to_read
from signary.training.finish import save_rounded
from signary.training.loop import Trainer, TrainingArguments, make_accelerator
from signary.training.motion import row_sequence
from signary.training.presets import parse_arguments, run

COLUMNS = ("poses", "fps", "text", "language", "glosses")


@dataclass
class CorpusArguments:
    """What to train on."""

    corpus: list[str] = field(metadata={"help": "Corpora; `train` is trained on, `dev` evaluated."})
    corpus_layout: str = field(default="smplx", metadata={"help": "Pose layout of the corpora."})
    trained_on: str = field(default="", metadata={"help": "Kind of motion, for the label of every figure."})
    noise: float = field(default=0.0, metadata={"help": "Noise on training motion, in standard deviations."})


@dataclass
class RecogniserArguments:
    """How the recogniser differs from the paper's."""

    layout: str = field(default="smplx", metadata={"help": "Pose layout that is read; parameters become keypoints."})
    fps: float = field(default=25.0, metadata={"help": "Frames a second; other motion is resampled."})
    text_tokens: int = field(default=3000, metadata={"help": "Text vocabulary."})
    width: int = field(default=512, metadata={"help": "d_model."})
    encoder_layers: int = field(default=3, metadata={"help": "Layers of the encoder."})
    decoder_layers: int = field(default=3, metadata={"help": "Layers of the decoder."})
    heads: int = field(default=8, metadata={"help": "Attention heads."})
    feed_forward: int = field(default=2048, metadata={"help": "Width of feed-forward layers."})
    dropout: float = field(default=0.1, metadata={"help": "Dropout."})
    recognition_weight: float = field(default=5.0, metadata={"help": "Weight of the loss of glosses."})
    label_smoothing: float = field(default=0.1, metadata={"help": "Label smoothing of text."})
    attention: str = field(default="sdpa", metadata={"help": "sdpa, or eager: on CPUs its backward pass is faster."})
    weights: str = field(default="fp32", metadata={"help": "Numbers the model is saved in: fp32, fp16 or bf16."})

    def config(
        self, processor: RecogniserProcessor, trained_on: str, motion: MotionSpec | None = None
    ) -> RecogniserConfig:
        """The recogniser's configuration; what its motion is like is the corpora's to say, where they do."""
        return RecogniserConfig(
            **(motion or MotionSpec(get_layout(self.layout), self.fps)).settings(),
            vocab_size=len(processor.tokenizer),
            glosses=processor.glosses,
            languages=processor.languages,
            trained_on=trained_on,
            d_model=self.width,
            encoder_layers=self.encoder_layers,
            decoder_layers=self.decoder_layers,
            encoder_attention_heads=self.heads,
            decoder_attention_heads=self.heads,
            encoder_ffn_dim=self.feed_forward,
            decoder_ffn_dim=self.feed_forward,
            dropout=self.dropout,
            recognition_weight=self.recognition_weight,
            label_smoothing=self.label_smoothing,
        )


class Sample(NamedTuple):
    """A signed sentence; the noise of its training motion is drawn from `key`."""

    motion: PoseSequence
    text: str
    language: str
    glosses: list[str]
    draw: Draw


class SignedSentences(torch.utils.data.Dataset[Sample]):
    """Sentences of a split, their motion as the recogniser reads it.

    Args:
        rows: Columns `COLUMNS` and, where joints are missing, `confidence`.
        layout: Of the rows.
        config: Of the recogniser.
    """

    def __init__(self, rows: Dataset, layout: PoseLayout | str, config: RecogniserConfig) -> None:
        self.rows, self.config = rows, config
        layout = get_layout(layout) if isinstance(layout, str) else layout
        self.kind = MotionSpec(layout, config.fps, common_hand_reference([rows], layout, config.hand_reference))
        self.texts, self.languages = list(rows["text"]), list(rows["language"])
        self.glosses = glosses_of(rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, draw: Draw) -> Sample:
        at = draw.index
        return Sample(self.motion(at), self.texts[at], self.languages[at], self.glosses[at], draw)

    def motion(self, at: int) -> PoseSequence:
        """Motion of a row on the recogniser's clock."""
        row = self.rows[at]
        sequence = row_sequence(row, self.kind)
        try:
            return fit_sequence(fitting(sequence, self.config), self.config)
        except InputError as error:
            raise named_row(error, str(row.get(WHERE, at))) from None

    def sequences(self) -> Iterator[PoseSequence]:
        """All motion, in order."""
        return (self.motion(at) for at in range(len(self)))


class Collator:
    """Sentences side by side, as `SignRecogniser.forward` takes them.

    Args:
        processor: Of the recogniser.
        config: Of the recogniser.
        noise: Standard deviations of the noise on each feature, (D,); None for none.
    """

    def __init__(self, processor: RecogniserProcessor, config: RecogniserConfig, noise: Tensor | None = None) -> None:
        self.processor, self.config, self.noise = processor, config, noise

    def __call__(self, samples: Sequence[Sample]) -> dict[str, Tensor]:
        """A batch."""
        batch = motion_batch([sample.motion for sample in samples], self.config)
        if self.noise is not None:
            for row, sample in zip(batch.values, samples, strict=True):
                drawn = sample.draw.rng().standard_normal((len(sample.motion), row.shape[1]), dtype="float32")
                row[: len(drawn)] += torch.from_numpy(drawn) * self.noise
        texts, glosses = [sample.text for sample in samples], [sample.glosses for sample in samples]
        return batch._asdict() | self.processor.labels(texts, glosses, [sample.language for sample in samples])


def glosses_of(rows: Dataset) -> list[list[str]]:
    """Glosses of every row."""
    return [[sign["gloss"] for sign in signs] for signs in rows["glosses"]]


def read_split(folders: Sequence[str], split: str) -> Dataset:
    """Sentences of a split of corpora, none of which holds generated motion."""
    rows = load_split(folders, split, COLUMNS)
    for place, signs in zip(rows[WHERE], rows["glosses"], strict=True):
        if not isinstance(signs, list) or not all(isinstance(sign, dict) and sign.get("gloss") for sign in signs):
            raise InputError(f"{place}, glosses", "a list of signs with a gloss each", f"{signs!r:.60}")
    for folder in folders:
        for part in open_splits(folder).values():
            refuse_generated(part["source"] if "source" in part.column_names else (), folder)
    return rows


def make_processor(rows: Dataset, text_tokens: int) -> RecogniserProcessor:
    """A processor with the vocabulary of the training sentences."""
    sentences = zip(rows["language"], rows["text"], glosses_of(rows), strict=True)
    return RecogniserProcessor.train([tuple(sentence) for sentence in sentences], text_tokens)


def measure(samples: SignedSentences) -> tuple[list[int], tuple[Tensor, Tensor]]:
    """Frames of every row, and mean and standard deviation of all features: the corpus is read once."""
    lengths = list[int]()

    def counted() -> Iterator[PoseSequence]:
        for sequence in track(samples.sequences(), "reading the corpus", len(samples)):
            lengths.append(len(sequence))
            yield sequence

    statistics = feature_statistics(counted(), samples.config)
    return lengths, statistics


def usable(samples: SignedSentences, processor: RecogniserProcessor, lengths: Sequence[int]) -> dict[str, list[int]]:
    """Rows that can be learnt, as `used`, and others by the reason for which they are left out."""
    found: dict[str, list[int]] = {"used": [], "unknown_gloss": [], "too_many_glosses": [], "too_long_text": []}
    for at, (glosses, language) in enumerate(zip(samples.glosses, samples.languages, strict=True)):
        reason = "used"
        if not glosses or not processor.vocabulary.knows(glosses, language):
            reason = "unknown_gloss"
        elif steps_needed(glosses) > -(-lengths[at] // samples.config.stride):
            reason = "too_many_glosses"
        elif len(processor.text_ids(samples.texts[at])) >= samples.config.max_position_embeddings:
            reason = "too_long_text"
        found[reason].append(at)
    if not found["used"]:
        raise InputError("corpus", "a sentence whose glosses and text can be learnt", "none")
    return found


class Split(NamedTuple):
    """A split, ready for training.

    Attributes:
        samples: Sentences that can be learnt.
        lengths: Frames of each.
        counts: Used and left out, by reason.
        statistics: Mean and standard deviation of all features, (D,) each.
    """

    samples: SignedSentences
    lengths: list[int]
    counts: dict[str, int]
    statistics: tuple[Tensor, Tensor]

    @classmethod
    def of(cls, rows: Dataset, layout: PoseLayout, config: RecogniserConfig, processor: RecogniserProcessor) -> Split:
        """Sentences of a corpus; its motion is read once."""
        samples = SignedSentences(rows, layout, config)
        lengths, statistics = measure(samples)
        found = usable(samples, processor, lengths)
        kept = SignedSentences(rows.select(found["used"]), layout, config)
        counts = {reason: len(left) for reason, left in found.items()}
        return cls(kept, [lengths[at] for at in found["used"]], counts, statistics)


def evaluate(model: SignRecogniser, loader: DataLoader[Sample], processor: RecogniserProcessor) -> dict[str, float]:
    """Losses, gloss WER and BLEU-4 of held-out sentences, all greedy, in percent."""
    losses, readings = list[Tensor](), list[Reading]()
    samples: SignedSentences = loader.dataset  # type: ignore[assignment]
    for batch in loader:
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


def main(flags: list[str]) -> None:
    """Train and save."""
    presets = Path(__file__).parent / "configs" / "recogniser"
    corpus, arguments, training = parse_arguments(
        (CorpusArguments, RecogniserArguments, TrainingArguments), flags, presets
    )
    read = {split: read_split(corpus.corpus, split) for split in splits_to_read(training.evaluate_every)}
    processor = make_processor(read["train"], arguments.text_tokens)
    layout = corpora_layout(corpus.corpus, corpus.corpus_layout)
    motion = MotionSpec(
        corpora_layout(corpus.corpus, corpus.corpus_layout, arguments.layout),
        arguments.fps,
        common_hand_reference(read.values(), layout),
    )
    config = arguments.config(processor, corpus.trained_on, motion)
    accelerator = make_accelerator(training)
    splits = {name: Split.of(part, layout, config, processor) for name, part in read.items()}
    train, dev = splits["train"], splits.get("dev")
    model = SignRecogniser(config)
    model.set_attn_implementation(arguments.attention)
    model.set_statistics(*train.statistics)
    loader = DataLoader(
        train.samples,
        batch_sampler=LengthBatches(train.lengths, training.batch_size, training.seed),
        collate_fn=Collator(processor, config, corpus.noise * model.encoder.std if corpus.noise else None),
    )

    def judge(found: SignRecogniser) -> dict[str, float]:
        assert dev is not None
        batches = LengthBatches(dev.lengths, training.batch_size, shuffle=False)
        development = DataLoader(dev.samples, batch_sampler=batches, collate_fn=Collator(processor, config))
        return evaluate(found, development, processor)

    def compute_loss(model: torch.nn.Module, batch: Mapping[str, Tensor]) -> tuple[Tensor, Mapping[str, float]]:
        out = model(**batch)
        return out.loss, {"recognition": out.recognition_loss.item(), "translation": out.translation_loss.item()}

    trainer = Trainer(
        accelerator,
        training,
        model,
        loader,
        compute_loss,
        judge if dev is not None else None,  # type: ignore[arg-type]
    )
    trainer.train()
    if accelerator.is_main_process:
        folder = Path(training.output) / "model"
        trained = accelerator.unwrap_model(trainer.model)
        save_rounded(trained, folder, arguments.weights, processor.save_pretrained)
        with atomic_path(Path(training.output) / "sentences.json") as temporary:
            counts = {name: split.counts for name, split in splits.items()}
            temporary.write_text(json.dumps(counts, indent=1), encoding="utf-8")


if __name__ == "__main__":
    run(main, sys.argv[1:])
