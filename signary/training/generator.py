r"""Train the text-to-motion-token generator (SOKE §3.3) on encoded corpora.

    signary train generator --preset demo --codes runs/codes --dictionary runs/dictionary \
        --output runs/generator

CODES are folders that `signary corpus encode` wrote. The generator and its processor are written to OUTPUT/model, the
settings of retrieval to OUTPUT/model/dictionary/retrieval.json.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch
from datasets import Dataset, concatenate_datasets
from torch import Tensor

from signary.bundle.prompter import Prompter
from signary.generator.sign_mbart import SignMBartForConditionalGeneration
from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.language.training_text import count_training_text, save_training_text
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.retrieval_settings import RetrievalSettings, count_words
from signary.tokenizer import MotionTokenizerConfig
from signary.training.batches import batches_in_order
from signary.training.corpus import check_codes, check_signers, load_split, splits_to_read
from signary.training.finish import SavingArguments, save_rounded
from signary.training.flags import parse_stage, run
from signary.training.generator_sentences import SentenceCollator, SignedSentences
from signary.training.loop import TrainingArguments, make_accelerator, make_trainer
from signary.training.new_generator import GeneratorFlags, StartArguments, make_generator

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
    spell: bool = field(default=False, metadata={"help": "Words without a sign are spelled with those of letters."})
    rare_below: int = field(default=5, metadata={"help": "With rare: a word seen less often than this is rare."})
    all_share: float = field(default=0.0, metadata={"help": "Share of samples with the signs of all words."})
    dictionary_dropout: float = field(default=0.3, metadata={"help": "Probability that a retrieved sign is left out."})
    min_steps: int = field(default=10, metadata={"help": "Shorter sentences are not trained on."})
    max_steps: int = field(default=100, metadata={"help": "Longer sentences are not trained on."})
    languages: list[str] = field(default_factory=list, metadata={"help": "Only these sign languages; none: all."})


KINDS = (CorpusArguments, StartArguments, GeneratorFlags, SavingArguments, TrainingArguments)


def read_codes(
    folders: list[str],
    split: str,
    arguments: CorpusArguments,
    signers: int,
    tokenizer: MotionTokenizerConfig,
    optional: tuple[str, ...] = (),
) -> Dataset:
    """Sentences of a split of corpora, those of a usual length and the chosen languages."""
    columns = (*COLUMNS, "signer") if signers else COLUMNS
    rows = load_split(folders, split, columns, optional)
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
            raise InputError(
                "codes", "a folder that signary corpus encode wrote", f"{folder!r} without motion_tokenizer/"
            )
    configs = [MotionTokenizerConfig.from_pretrained(place) for place in places]
    if len(configs) > 1 and None in [config.tokenizer_id for config in configs]:
        raise InputError("codes", "corpora encoded by one tokenizer, which has a tokenizer_id", "a tokenizer without")
    for config, folder in zip(configs, folders, strict=True):
        configs[0].motion_spec.require(config, argument=f"codes {folder}", owner=folders[0])
    for name in ("tokenizer_id", "stride", "column_names", "sizes"):
        found = {str(getattr(config, name)): folder for config, folder in zip(configs, folders, strict=True)}
        if len(found) > 1:
            got = " and ".join(f"{value} ({folder})" for value, folder in found.items())
            raise InputError("codes", f"corpora encoded by one tokenizer, of one {name}", got)
    return configs[0]


def evaluate(model: SignMBartForConditionalGeneration, samples: SignedSentences, batch_size: int) -> dict[str, float]:
    """Loss a sample, and share of steps whose likeliest code is the right one, for each part (teacher forcing)."""
    loader = batches_in_order(samples, samples.lengths(0, 0), batch_size, SentenceCollator(samples))
    losses, right, total = list[float](), torch.zeros(len(model.heads)), 0
    for batch in loader:
        batch = {name: value.to(model.device) for name, value in batch.items()}
        out, codes = model(**batch), batch["motion_codes"]
        losses.append(float(out.loss))
        there = codes[..., 0] >= 0
        total += int(there.sum())
        for part, logits in enumerate(out.logits):
            found = logits[:, : codes.shape[1], : model.config.vocabulary.codebook_sizes[part]].argmax(-1)
            right[part] += float(((found == codes[..., part]) & there).sum())
    parts = model.config.vocabulary.parts
    accuracy = {f"accuracy_{part}": float(right[at]) / total for at, part in enumerate(parts)}
    return {"loss": sum(losses) / len(losses), **accuracy}


def read_rows(
    corpus: CorpusArguments,
    signers: int,
    tokenizer: MotionTokenizerConfig,
    splits: tuple[str, ...],
    optional: tuple[str, ...] = (),
) -> tuple[dict[str, Dataset], Dataset]:
    """Sentences by split, and what is trained on: those of `train`, and of corpora of pseudo-words."""
    kind = (corpus, signers, tokenizer, optional)
    read = {split: read_codes(corpus.codes, split, *kind) for split in splits}
    pseudo = (read_codes([folder], "train", *kind) for folder in corpus.pseudo)
    return read, concatenate_datasets([read["train"], *pseudo])


def compute_loss(model: torch.nn.Module, batch: Mapping[str, Tensor]) -> tuple[Tensor, Mapping[str, float]]:
    """Loss of a batch, and with a pointer its terms."""
    out = model(**batch)
    return out.loss, {name: float(term.detach()) for name, term in (out.losses or {}).items()}


def main(flags: list[str]) -> None:
    """Train and save."""
    corpus, start, arguments, saving, training = parse_stage("generator", KINDS, flags)
    tokenizer, signers = tokenizer_config([*corpus.codes, *corpus.pseudo]), arguments.settings()["num_signers"]
    optional = ("pieces",) if arguments.settings()["pointer"] else ()
    splits, rows = read_rows(corpus, signers, tokenizer, splits_to_read(training.evaluate_every), optional)
    real = list(zip(splits["train"]["text"], splits["train"]["language"], strict=True))
    dictionary = SignDictionary.load(corpus.dictionary, tokenizer.tokenizer_id) if corpus.dictionary else None
    counts = count_words(real) if corpus.retrieval == "rare" else {}
    settings = RetrievalSettings(corpus.retrieval, rare_below=corpus.rare_below, word_counts=counts, spell=corpus.spell)
    trained_on = count_training_text(real)
    accelerator = make_accelerator(training)
    model, processor = make_generator(start, arguments, tokenizer, rows, training.seed, dictionary)
    prompter = Prompter(processor, dictionary, settings)
    rate = tokenizer.fps / tokenizer.stride
    samples = SignedSentences(rows, prompter, corpus.dictionary_dropout, corpus.all_share, rate)
    held_out = SignedSentences(splits["dev"], prompter, steps_per_second=rate) if "dev" in splits else None
    trainer = make_trainer(
        accelerator,
        training,
        model,
        samples,
        samples.lengths,
        SentenceCollator(samples),
        compute_loss,
        None if held_out is None else lambda found: evaluate(found, held_out, training.batch_size),
    )
    trainer.train()
    if accelerator.is_main_process:
        others: list[Callable[[Path], object]] = [processor.save_pretrained]
        others.append(lambda folder: save_training_text(folder, trained_on))
        if dictionary is not None:
            others.append(lambda folder: _save_settings(settings, folder))
        save_rounded(trainer.trained, training.model_folder, saving.weights, *others)


def _save_settings(settings: RetrievalSettings, folder: Path) -> None:
    (folder / "dictionary").mkdir()
    settings.save(folder / "dictionary")


if __name__ == "__main__":
    run(main, sys.argv[1:])
