r"""Train the text-to-motion-token generator (SOKE §3.3) on encoded corpora.

    accelerate launch scripts/train_generator.py --preset demo --codes runs/codes --dictionary runs/dictionary \
        --output runs/generator

CODES are folders that `encode_corpus.py` wrote. The generator and its processor are written to OUTPUT/model, the
settings of retrieval to OUTPUT/model/dictionary/retrieval.json.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from accelerate import PartialState
from datasets import Dataset, concatenate_datasets
from torch import Tensor
from torch.utils.data import DataLoader
from transformers import PreTrainedTokenizerBase

from signary.bundle.prompter import Prompter
from signary.generator.sign_mbart import (
    SignMBartConfig,
    SignMBartForConditionalGeneration,
    SignMBartProcessor,
    kept_text,
    train_text_tokenizer,
)
from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.language.normal_form import normal_form
from signary.language.training_text import count_training_text, save_training_text
from signary.nn.checked_loading import load_text_tokenizer
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.settings import RetrievalSettings, count_words
from signary.tokenizer import MotionTokenizerConfig
from signary.training.batches import LengthBatches
from signary.training.corpus import check_codes, check_signers, load_split, splits_to_read
from signary.training.finish import save_rounded
from signary.training.loop import Trainer, TrainingArguments, make_accelerator
from signary.training.presets import parse_arguments, run
from signary.training.sentences import SentenceCollator, SignedSentences

COLUMNS = ("text", "language", "codes")


@dataclass
class CorpusArguments:
    """What to train on."""

    codes: list[str] = field(metadata={"help": "Encoded corpora; `train` is trained on, `dev` evaluated."})
    pseudo: list[str] = field(
        default_factory=list, metadata={"help": "Encoded corpora of pseudo-words: trained on, their words stay rare."}
    )
    dictionary: str = field(default="", metadata={"help": "Folder of the sign dictionary; none: no retrieval."})
    retrieval: str = field(default="all", metadata={"help": "all (the paper's), at_most, rare or none."})
    rare_below: int = field(default=5, metadata={"help": "With rare: a word seen less often than this is rare."})
    all_share: float = field(default=0.0, metadata={"help": "Share of samples with the signs of all words."})
    dictionary_dropout: float = field(default=0.3, metadata={"help": "Probability that a retrieved sign is left out."})
    min_steps: int = field(default=10, metadata={"help": "Shorter sentences are not trained on."})
    max_steps: int = field(default=100, metadata={"help": "Longer sentences are not trained on."})
    languages: list[str] = field(default_factory=list, metadata={"help": "Only these sign languages; none: all."})


@dataclass
class GeneratorArguments:
    """What to start from, and the size where there is nothing to start from."""

    mbart: str = field(default="", metadata={"help": "An mBART folder or Hub id to start from; none: from scratch."})
    trim: bool = field(default=True, metadata={"help": "With mbart: drop text tokens that no word needs."})
    decoding: str = field(default="multi_head", metadata={"help": "multi_head, parallel, sequential, or one added."})
    part_weight: float | None = field(default=None, metadata={"help": "λ; none: 1 / parts."})
    signers: int = field(default=0, metadata={"help": "Signer tokens."})
    text_tokens: int = field(default=3000, metadata={"help": "From scratch: text vocabulary."})
    width: int = field(default=256, metadata={"help": "From scratch: d_model."})
    layers: int = field(default=4, metadata={"help": "From scratch: encoder and decoder layers."})
    heads: int = field(default=4, metadata={"help": "From scratch: attention heads."})
    feed_forward: int = field(default=1024, metadata={"help": "From scratch: width of feed-forward layers."})
    dropout: float = field(default=0.1, metadata={"help": "Dropout."})
    positions: int = field(default=512, metadata={"help": "From scratch: longest prompt and decoder input."})
    attention: str = field(default="sdpa", metadata={"help": "sdpa, or eager: on CPUs its backward pass is faster."})
    weights: str = field(default="fp32", metadata={"help": "Numbers the model is saved in: fp32, fp16 or bf16."})


def read_codes(
    folders: list[str], split: str, arguments: CorpusArguments, signers: int, tokenizer: MotionTokenizerConfig
) -> Dataset:
    """Sentences of a split of corpora, those of a usual length and the chosen languages."""
    columns = (*COLUMNS, "signer") if signers else COLUMNS
    rows = load_split(folders, split, columns, ())
    check_codes(rows, tokenizer.sizes)
    if signers:
        check_signers(rows, signers)
    languages = {resolve(name).id for name in arguments.languages}
    kept = [
        index
        for index, (codes, language) in enumerate(zip(rows["codes"], rows["language"], strict=True))
        if arguments.min_steps <= len(codes) <= arguments.max_steps
        if not languages or language in languages
    ]
    if not kept:
        raise InputError("codes", f"sentences of {arguments.min_steps} to {arguments.max_steps} steps", "none")
    return rows.select(kept)


def tokenizer_config(folders: list[str]) -> MotionTokenizerConfig:
    """Configuration of the one tokenizer that encoded all corpora."""
    places = [Path(folder) / "motion_tokenizer" for folder in folders]
    for folder, place in zip(folders, places, strict=True):
        if not place.is_dir():
            raise InputError("codes", "a folder that encode_corpus.py wrote", f"{folder!r} without motion_tokenizer/")
    configs = [MotionTokenizerConfig.from_pretrained(place) for place in places]
    if len(configs) > 1 and None in [config.tokenizer_id for config in configs]:
        raise InputError("codes", "corpora encoded by one tokenizer, which has a tokenizer_id", "a tokenizer without")
    for config, folder in zip(configs, folders, strict=True):
        configs[0].motion_spec.require(config, argument=f"codes {folder}", owner=folders[0])
    for name in ("tokenizer_id", "stride", "part_names", "sizes"):
        found = {str(getattr(config, name)): folder for config, folder in zip(configs, folders, strict=True)}
        if len(found) > 1:
            got = " and ".join(f"{value} ({folder})" for value, folder in found.items())
            raise InputError("codes", f"corpora encoded by one tokenizer, of one {name}", got)
    return configs[0]


def make_generator(
    arguments: GeneratorArguments,
    tokenizer: MotionTokenizerConfig,
    rows: Dataset,
    seed: int,
    dictionary: SignDictionary | None = None,
) -> tuple[SignMBartForConditionalGeneration, SignMBartProcessor]:
    """An untrained generator, or mBART with new tokens, and its processor.

    Of a trimmed one it is written to standard output which of the text stays.
    """
    languages = sorted(set(rows["language"]))
    spoken = {name: resolve(name).spoken for name in languages}
    texts = [normal_form(text, spoken[name]) for text, name in zip(rows["text"], rows["language"], strict=True)]
    signs: dict[str, Any] = {
        "codebook_sizes": dict(zip(tokenizer.part_names, tokenizer.sizes, strict=True)),
        "languages": languages,
        "decoding": arguments.decoding,
        "part_weight": arguments.part_weight,
        "num_signers": arguments.signers,
    }
    if arguments.mbart:
        text_tokenizer = load_text_tokenizer(arguments.mbart)
        model = SignMBartForConditionalGeneration.from_mbart(
            arguments.mbart, seed=seed, dropout=arguments.dropout, **signs
        )
        kept_ids = trim(model, text_tokenizer, rows, dictionary) if arguments.trim else None
    else:
        text_tokenizer, kept_ids = train_text_tokenizer(texts, arguments.text_tokens), None
        layers, heads, inner = arguments.layers, arguments.heads, arguments.feed_forward
        config = SignMBartConfig(
            vocab_size=len(text_tokenizer),
            d_model=arguments.width,
            encoder_layers=layers,
            decoder_layers=layers,
            encoder_attention_heads=heads,
            decoder_attention_heads=heads,
            encoder_ffn_dim=inner,
            decoder_ffn_dim=inner,
            max_position_embeddings=arguments.positions,
            dropout=arguments.dropout,
            scale_embedding=True,
            **signs,
        )
        model = SignMBartForConditionalGeneration(config)
    model.set_attn_implementation(arguments.attention)
    longest = model.config.max_position_embeddings
    processor = SignMBartProcessor.for_vocabulary(
        text_tokenizer, model.config.vocabulary, max_length=longest, kept_text_ids=kept_ids
    )
    return model, processor


def trim(
    model: SignMBartForConditionalGeneration,
    text_tokenizer: PreTrainedTokenizerBase,
    rows: Dataset,
    dictionary: SignDictionary | None,
) -> list[int]:
    """Drop text tokens that neither corpus nor dictionary use, nor any other word needs; say what stays."""
    vocabulary, longest = model.config.vocabulary, model.config.max_position_embeddings
    whole = SignMBartProcessor.for_vocabulary(text_tokenizer, vocabulary, max_length=longest)
    entries = (sign for sign in dictionary or () if sign.language in vocabulary.languages)
    kept = kept_text(
        whole,
        zip(rows["text"], rows["language"], strict=True),
        ((sign.lemma, sign.language) for sign in entries),
    )
    if PartialState().is_main_process:
        sys.stdout.write(f"{kept}\n")
    return model.trim_text_vocabulary(kept.ids)


def evaluate(model: SignMBartForConditionalGeneration, samples: SignedSentences, batch_size: int) -> dict[str, float]:
    """Loss a sample, and share of steps whose likeliest code is the right one, for each part (teacher forcing)."""
    loader = DataLoader(
        samples,
        batch_sampler=LengthBatches(samples.lengths, batch_size, shuffle=False),
        collate_fn=SentenceCollator(samples),
    )
    losses, right, total = list[float](), torch.zeros(len(model.heads)), 0
    for batch in loader:
        batch = {name: value.to(model.device) for name, value in batch.items()}
        out, codes = model(**batch), batch["motion_codes"]
        losses.append(float(out.loss))
        there = codes[..., 0] >= 0
        total += int(there.sum())
        for part, logits in enumerate(out.logits):
            found = logits[:, : codes.shape[1], :-1].argmax(-1)
            right[part] += float(((found == codes[..., part]) & there).sum())
    parts = model.config.vocabulary.parts
    accuracy = {f"accuracy_{part}": float(right[at]) / total for at, part in enumerate(parts)}
    return {"loss": sum(losses) / len(losses), **accuracy}


def main(flags: list[str]) -> None:
    """Train and save."""
    corpus, arguments, training = parse_arguments(
        (CorpusArguments, GeneratorArguments, TrainingArguments), flags, Path(__file__).parent / "configs" / "generator"
    )
    tokenizer = tokenizer_config([*corpus.codes, *corpus.pseudo])
    kind = (corpus, arguments.signers, tokenizer)
    splits = {split: read_codes(corpus.codes, split, *kind) for split in splits_to_read(training.evaluate_every)}
    real = splits["train"]
    rows = concatenate_datasets([real, *(read_codes([folder], "train", *kind) for folder in corpus.pseudo)])
    dictionary = SignDictionary.load(corpus.dictionary, tokenizer.tokenizer_id) if corpus.dictionary else None
    counts = count_words(zip(real["text"], real["language"], strict=True)) if corpus.retrieval == "rare" else {}
    settings = RetrievalSettings(corpus.retrieval, rare_below=corpus.rare_below, word_counts=counts)
    trained_on = count_training_text(zip(real["text"], real["language"], strict=True))
    accelerator = make_accelerator(training)
    model, processor = make_generator(arguments, tokenizer, rows, training.seed, dictionary)
    prompter = Prompter(processor, dictionary, settings)
    samples = SignedSentences(rows, prompter, corpus.dictionary_dropout, corpus.all_share)
    held_out = SignedSentences(splits["dev"], prompter) if "dev" in splits else None
    loader = DataLoader(
        samples,
        batch_sampler=LengthBatches(samples.lengths, training.batch_size, training.seed),
        collate_fn=SentenceCollator(samples),
    )

    def compute_loss(model: torch.nn.Module, batch: Mapping[str, Tensor]) -> tuple[Tensor, Mapping[str, float]]:
        return model(**batch).loss, {}

    trainer = Trainer(
        accelerator,
        training,
        model,
        loader,
        compute_loss,
        None if held_out is None else lambda found: evaluate(found, held_out, training.batch_size),  # type: ignore[arg-type]
    )
    trainer.train()
    if accelerator.is_main_process:
        others: list[Callable[[Path], object]] = [processor.save_pretrained]
        others.append(lambda folder: save_training_text(folder, trained_on))
        if dictionary is not None:
            others.append(lambda folder: _save_settings(settings, folder))
        trained, folder = accelerator.unwrap_model(trainer.model), Path(training.output) / "model"
        save_rounded(trained, folder, arguments.weights, *others)


def _save_settings(settings: RetrievalSettings, folder: Path) -> None:
    (folder / "dictionary").mkdir()
    settings.save(folder / "dictionary")


if __name__ == "__main__":
    run(main, sys.argv[1:])
