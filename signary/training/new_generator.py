"""A generator to train and its processor: from scratch, from mBART with new tokens, or another that goes on."""

from __future__ import annotations

import sys
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from accelerate import PartialState
from datasets import Dataset
from transformers import PreTrainedTokenizerBase

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
from signary.nn.checked_loading import load_text_tokenizer
from signary.nn.loading import load_model
from signary.retrieval.dictionary import SignDictionary
from signary.tokenizer import MotionTokenizerConfig
from signary.training.config_flags import ConfigFlags, config_flags

#: Settings that mBART's weights have once and for all: flags for a model from scratch.
SIZES = (
    *("d_model", "encoder_layers", "decoder_layers", "encoder_attention_heads", "decoder_attention_heads"),
    *("encoder_ffn_dim", "decoder_ffn_dim", "max_position_embeddings", "activation_function", "scale_embedding"),
    "init_std",
)
#: The part whose codes a pointer leaves to its head where nobody says which: a sentence's, not a sign's.
FACE = "face"
GeneratorFlags = config_flags(
    SignMBartConfig,
    decided={
        "codebook_sizes": "the motion tokenizer's",
        "parts": "the motion tokenizer's",
        "languages": "those of the corpora",
        "decoding_package": "the package that adds the decoding",
        "forced_eos_token_id": "none: sentences end where the model ends them",
    },
    inherited=(*SIZES, "dropout", "attention_dropout", "activation_dropout"),
)


@dataclass
class StartArguments:
    """What to start from."""

    mbart: str = field(default="", metadata={"help": "An mBART folder or Hub id to start from; none: from scratch."})
    start_from: str = field(
        default="", metadata={"help": "Folder or Hub id of a generator of the same shape to go on from."}
    )
    trim: bool = field(default=True, metadata={"help": "With mbart: drop text tokens that no word needs."})
    text_tokens: int = field(default=3000, metadata={"help": "From scratch: text vocabulary."})
    attention: str = field(default="sdpa", metadata={"help": "sdpa, or eager: on CPUs its backward pass is faster."})


def make_generator(
    start: StartArguments,
    flags: ConfigFlags,
    tokenizer: MotionTokenizerConfig,
    rows: Dataset,
    seed: int,
    dictionary: SignDictionary | None = None,
) -> tuple[SignMBartForConditionalGeneration, SignMBartProcessor]:
    """An untrained generator, mBART with new tokens, or a generator that goes on, and its processor.

    Of a trimmed one it is written to standard output which of the text stays.

    Args:
        start: What to start from.
        flags: `GeneratorFlags`.
        tokenizer: Of the motion.
        rows: Sentences with text and language.
        seed: Of new rows of the embedding.
        dictionary: Whose lemmas a trimmed vocabulary can spell.

    Raises:
        InputError: If a size is asked for that mBART does not have, or one to go on from is of another shape.
    """
    if start.start_from and start.mbart:
        raise InputError("start_from", "no --mbart beside it", repr(start.mbart))
    languages = sorted(set(rows["language"]))
    signs: dict[str, Any] = {
        "codebook_sizes": dict(zip(tokenizer.column_names, tokenizer.sizes, strict=True)),
        "languages": languages,
    }
    settings, kept_ids = flags.settings(), None
    if settings["pointer"] and not settings["spoken_parts"] and FACE in signs["codebook_sizes"]:
        signs["spoken_parts"] = [FACE]
    if start.start_from:
        return go_on_from(start, {name: settings[name] for name in flags.given} | signs)
    if start.mbart:
        text_tokenizer = load_text_tokenizer(start.mbart)
        # What no flag says is as in mBART's folder.
        chosen = {name: settings[name] for name in flags.given - set(SIZES)}
        model = SignMBartForConditionalGeneration.from_mbart(start.mbart, seed=seed, **{**chosen, **signs})
        _refuse_other_sizes(model.config, {name: settings[name] for name in SIZES if name in flags.given})
        kept_ids = trim(model, text_tokenizer, rows, dictionary) if start.trim else None
    else:
        spoken = {name: resolve(name).spoken for name in languages}
        texts = [normal_form(text, spoken[name]) for text, name in zip(rows["text"], rows["language"], strict=True)]
        text_tokenizer = train_text_tokenizer(texts, start.text_tokens)
        config = SignMBartConfig(**{**settings, **signs}, vocab_size=len(text_tokenizer))
        model = SignMBartForConditionalGeneration(config)
    model.set_attn_implementation(start.attention)
    longest = model.config.max_position_embeddings
    processor = SignMBartProcessor.for_vocabulary(
        text_tokenizer, model.config.vocabulary, max_length=longest, kept_text_ids=kept_ids
    )
    return model, processor


def go_on_from(
    begin: StartArguments, settings: dict[str, Any]
) -> tuple[SignMBartForConditionalGeneration, SignMBartProcessor]:
    """A generator with the weights and the text vocabulary of another, and its processor.

    Args:
        begin: Which one.
        settings: What the new one is asked for; everything else is as in the other.

    Raises:
        InputError: If the motion tokenizers have other columns, the languages are others, or weights have other shapes.
    """
    other = load_model(SignMBartForConditionalGeneration, begin.start_from, argument="start_from")
    for setting in ("codebook_sizes", "languages"):
        if (expected := getattr(other.config, setting)) != (got := settings[setting]):
            raise InputError(setting, f"{expected}, as the generator to start from has", got)
    config = deepcopy(other.config)
    for setting, value in settings.items():
        setattr(config, setting, value)
    config.check()
    model = SignMBartForConditionalGeneration(config)
    own, others = model.state_dict(), other.state_dict()
    for weight in sorted(own.keys() | others.keys()):
        wanted, has = (tuple(each[weight].shape) if weight in each else "none" for each in (own, others))
        if wanted != has:
            raise InputError("start_from", f"a generator with {weight} of shape {wanted}", has)
    model.load_state_dict(others)
    model.set_attn_implementation(begin.attention)
    processor: SignMBartProcessor = SignMBartProcessor.from_pretrained(begin.start_from)
    processor.check(config.vocabulary)
    return model, processor


def _refuse_other_sizes(config: SignMBartConfig, asked: dict[str, Any]) -> None:
    for name, size in asked.items():
        if size != getattr(config, name):
            raise InputError(name, f"{getattr(config, name)}, as the mBART to start from has (or no flag)", size)


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
