"""Configuration of the text-to-motion-token generator (SOKE, AMG, §3.3)."""

from dataclasses import field
from typing import Any, cast

# No `from __future__ import annotations` here: `strict` does not check types that are strings.
from transformers.models.mbart.configuration_mbart import MBartConfig

from signary.generator.sign_mbart.decoding import DecodingScheme
from signary.generator.sign_mbart.decoding_registry import decoding_package, find_decoding
from signary.generator.sign_mbart.vocabulary import SignVocabulary
from signary.io.errors import InputError
from signary.nn.checked_config import CheckedConfig, checked_config
from signary.pose.layout import PARTS
from signary.tokenizer.columns import named_columns
from signary.tokenizer.configuration_motion_tokenizer import CODEBOOK_SIZES


def _default_codebooks() -> dict[str, int]:
    return {part: CODEBOOK_SIZES[part] for part in PARTS}


@checked_config
class SignMBartConfig(CheckedConfig, MBartConfig):  # type: ignore[no-untyped-call]
    """mBART's configuration and the signs' share of the vocabulary.

    `vocab_size` counts text tokens only; the embedding has `vocabulary.size` rows.

    Attributes:
        d_model: Width of all states.
        encoder_layers: Layers of the encoder.
        decoder_layers: Layers of the decoder.
        encoder_attention_heads: Heads of the encoder.
        decoder_attention_heads: Heads of the decoder.
        encoder_ffn_dim: Width inside the feed-forward layers of the encoder.
        decoder_ffn_dim: Width inside the feed-forward layers of the decoder.
        max_position_embeddings: Longest prompt, and longest decoder input.
        activation_function: Of the feed-forward layers, by transformers' name.
        scale_embedding: Embeddings are multiplied by the square root of `d_model`.
        init_std: Standard deviation of weights that are drawn.
        dropout: Dropout of embeddings and after every layer.
        attention_dropout: Dropout of attention's shares.
        activation_dropout: Dropout inside the feed-forward layers.
        codebook_sizes: Column -> number of codes: parts in layout order, then their further residual levels, as the
            motion tokenizer's `column_names` have them.
        parts: Order of the columns, *optional*, defaults to the order of `codebook_sizes`. It is stored because
            `config.json` sorts keys, so that the order of a dictionary does not survive saving.
        languages: Ids of the sign languages, in the order of their tokens.
        decoding: `multi_head` (Eq. 4), `parallel` (Eq. 3), `sequential` (Eq. 2), or one that a package has added with
            `signary.register_decoding`.
        decoding_package: The package that has added it, empty for the three; filled in here, so that whoever loads
            the model without that package is told its name.
        part_weight: λ, the share of every part but the first in a decoder input; of N parts the first has
            1 − (N − 1)·λ. *Optional*, defaults to 1 / N, the paper's best (1/3; its released code has 0.4).
            A part's further residual levels weigh as much as its first; all together are scaled to a sum of 1.
        num_signers: Number of signer tokens.
        pointer: Point at the steps of the signs in the prompt, and copy them; without it signs are a condition (SOKE).
        pointer_size: Size of the pointer's keys.
        plan_order: With a pointer: prompts have signs in the order in which they are signed, so that none is passed
            over; else the order is learnt.
        spoken_parts: With a pointer: columns of codes that are never copied, but always said by their heads, such as
            the face, which belongs to the sentence and not to a sign. Training takes the face, if it is a part.
        code_dropout: With a pointer: share of steps in training whose codes the next step is not told, so that the
            model does not rely on what it said before.
        head_weight: With a pointer: weight of the heads' own cross-entropy beside that of heads and copies together.
        pointer_weight: With a pointer: weight of what it is taught, and of the end.
        notice: What must be said wherever the model's motion is shown, if anything.
    """

    model_type = "sign_mbart"

    codebook_sizes: dict[str, int] = field(default_factory=_default_codebooks)
    parts: list[str] | None = None
    languages: list[str] = field(default_factory=lambda: ["asl", "csl", "dgs"])
    decoding: str = "multi_head"
    decoding_package: str = ""
    part_weight: float | None = None
    num_signers: int = 0
    pointer: bool = False
    pointer_size: int = 64
    plan_order: bool = True
    spoken_parts: list[str] | tuple[str, ...] = ()
    code_dropout: float | int = 0.0
    head_weight: float | int = 0.5
    pointer_weight: float | int = 1.0
    notice: str = ""
    #: mBART forces token 2 at the end; 2 would be a motion code here.
    forced_eos_token_id: int | list[int] | None = None

    def __post_init__(self, **kwargs: Any) -> None:
        """Put parts in order and validate.

        Raises:
            InputError: As `check`.
        """
        if self.parts is None:
            self.parts = list(self.codebook_sizes)
        if sorted(self.parts) != sorted(self.codebook_sizes) or not self.parts:
            raise InputError("parts", f"the keys of codebook_sizes, {sorted(self.codebook_sizes)}", self.parts)
        self.codebook_sizes = {part: self.codebook_sizes[part] for part in self.parts}
        if self.part_weight is None:
            self.part_weight = 1 / sum(column.level == 1 for column in named_columns(self.parts))
        super().__post_init__(**kwargs)
        self.check()

    def check(self) -> None:
        """Validate what is ours, also what `from_pretrained` has set on a configuration that was read.

        Raises:
            InputError: If parts, codebooks, languages, decoding, λ, number of signers or special tokens make no
                vocabulary.
        """
        if any(size < 1 for size in self.codebook_sizes.values()):
            raise InputError("codebook_sizes", "at least one code a part", self.codebook_sizes)
        names = [name.casefold() for name in self.languages]
        if not names or len(set(names)) < len(names) or names != self.languages:
            raise InputError("languages", "distinct lower-case ids, at least one", self.languages)
        find_decoding(self.decoding, self.decoding_package)
        self.decoding_package = decoding_package(self.decoding)
        if self.num_signers < 0:
            raise InputError("num_signers", "0 or more", self.num_signers)
        for name in ("pad_token_id", "eos_token_id"):
            token = getattr(self, name)
            if not isinstance(token, int) or not 0 <= token < self.vocab_size:
                raise InputError(name, f"a text id, 0 to {self.vocab_size - 1}", token)
        self.scheme.check()
        self._check_pointer()
        weights = self.part_weights
        if min(weights) < 0 or max(weights) > 1:
            parts = sum(column.level == 1 for column in named_columns(tuple(self.codebook_sizes)))
            raise InputError("part_weight", f"0 to 1/{parts - 1} for {parts} parts", self.part_weight)

    def _check_pointer(self) -> None:
        scheme = self.scheme
        if self.pointer and (scheme.rows, scheme.positions, scheme.lead) != (1, 1, 0):
            raise InputError("pointer", "False, or a decoding that says a whole step at once", self.decoding)
        if self.pointer_size < 1:
            raise InputError("pointer_size", "1 or more", self.pointer_size)
        if not set(self.spoken_parts) < set(self.codebook_sizes):
            raise InputError("spoken_parts", f"some of {', '.join(self.codebook_sizes)}", ", ".join(self.spoken_parts))
        if not 0 <= self.code_dropout < 1:
            raise InputError("code_dropout", "a number from 0 to below 1", self.code_dropout)
        for name in ("head_weight", "pointer_weight"):
            if not 0 <= getattr(self, name) < float("inf"):
                raise InputError(name, "a finite number of at least 0", getattr(self, name))

    @property
    def copied_columns(self) -> tuple[bool, ...]:
        """For each column whether a pointer copies it."""
        return tuple(part not in self.spoken_parts for part in self.codebook_sizes)

    @property
    def pad_id(self) -> int:
        """Text id of padding."""
        return cast(int, self.pad_token_id)

    @property
    def eos_id(self) -> int:
        """Text id of `</s>`."""
        return cast(int, self.eos_token_id)

    @property
    def part_weights(self) -> tuple[float, ...]:
        """Share of each column in a decoder input: of one level (1 − (N − 1)·λ, λ, …, λ) for N parts; they sum to 1."""
        columns, weight = named_columns(tuple(self.codebook_sizes)), float(self.part_weight or 0.0)
        others = sum(column.level == 1 for column in columns) - 1
        shares = [1.0 - others * weight if column.part == columns[0].part else weight for column in columns]
        return tuple(share / sum(shares) for share in shares) if len(columns) > others + 1 else tuple(shares)

    @property
    def scheme(self) -> DecodingScheme:
        """How codes become decoder inputs."""
        make = find_decoding(self.decoding, self.decoding_package)
        return make(self.vocabulary, self.pad_id, self.part_weights)

    @property
    def vocabulary(self) -> SignVocabulary:
        """Which id stands for what."""
        return SignVocabulary(
            self.vocab_size,
            tuple(self.codebook_sizes),
            tuple(self.codebook_sizes.values()),
            tuple(self.languages),
            self.num_signers,
            self.pointer,
        )
