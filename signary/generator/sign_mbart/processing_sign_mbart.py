"""Sentences and retrieved signs to prompts of the encoder (SOKE §3.4).

A prompt is one row of ids of the integrated vocabulary (`vocabulary.py`)::

    text … <SIGN> lemma <B_12><LH_7><RH_80> <B_12><LH_9><RH_81> … <SIGN> lemma … <SIGNER_0> </s> <ASL>

mBART puts the language last in the source; here it is the sign language, from which decoding also starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain

import numpy as np
import torch
from transformers import BatchFeature, PreTrainedTokenizerBase, ProcessorMixin

from signary.generator.sign_mbart.piece_spelling import PieceSpeller
from signary.generator.sign_mbart.shown_steps import MOST_SHOWN, compact_length
from signary.generator.sign_mbart.vocabulary import SIGN_KINDS, SignVocabulary
from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.language.normal_form import normal_form
from signary.language.read_text import ReadSentence, read_sentence
from signary.nn.checked_loading import CheckedProcessor
from signary.retrieval.dictionary import LETTER
from signary.retrieval.prompt import CodedSign, entries_of, prompt_steps

#: The signer that a prompt asks for where nobody is named.
CANONICAL_SIGNER = 0


class TextTooLongError(InputError):
    """A prompt is longer than the model's positions."""


class SignMBartProcessor(CheckedProcessor, ProcessorMixin):  # type: ignore[misc]
    """Makes prompts; belongs to one generator, whose vocabulary it knows.

    Args:
        tokenizer: Of the text.
        codebook_sizes: Part -> number of codes, as in the generator's configuration.
        parts: Order of the parts.
        languages: Ids of the sign languages, in the order of their tokens.
        num_signers: Number of signer tokens.
        max_length: Longest prompt in tokens: the generator's `max_position_embeddings`.
        kept_text_ids: Of a trimmed generator: the tokenizer's ids in the order of their new ids, *optional*. A piece
            that is none of them is spelled with those that are; only if that cannot be it becomes the unknown token.
        pointer: Whether the generator has a pointer: prompts then have each entry of a sign with its kind, and no
            lemma.

    Raises:
        InputError: If sizes or names make no vocabulary, or the tokenizer lacks its end or unknown token.
    """

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerBase,
        codebook_sizes: dict[str, int] | None = None,
        parts: Sequence[str] | None = None,
        languages: Sequence[str] = (),
        num_signers: int = 0,
        max_length: int = 1024,
        kept_text_ids: Sequence[int] | None = None,
        pointer: bool = False,
    ) -> None:
        super().__init__(tokenizer)  # type: ignore[no-untyped-call]
        for name in ("eos_token_id", "pad_token_id", "unk_token_id"):
            if getattr(tokenizer, name) is None:
                raise InputError("tokenizer", f"one with {name}", type(tokenizer).__name__)
        self.codebook_sizes = dict(codebook_sizes or {})
        self.parts = list(parts or self.codebook_sizes)
        self.languages, self.num_signers, self.max_length = list(languages), num_signers, max_length
        self.pointer = pointer
        self.kept_text_ids = None if kept_text_ids is None else [int(kept) for kept in kept_text_ids]
        if sorted(self.parts) != sorted(self.codebook_sizes) or not self.parts or not self.languages:
            raise InputError("codebook_sizes", "parts with sizes, and languages", (codebook_sizes, parts, languages))
        size = len(tokenizer) if self.kept_text_ids is None else len(self.kept_text_ids)
        sizes = tuple(self.codebook_sizes[part] for part in self.parts)
        self.vocabulary = SignVocabulary(size, tuple(self.parts), sizes, tuple(self.languages), num_signers, pointer)
        self._new_ids = None if self.kept_text_ids is None else {old: at for at, old in enumerate(self.kept_text_ids)}
        self._spellings = dict[int, list[int]]()
        self.pad_id, self.eos_id = self._text_id(tokenizer.pad_token_id), self._text_id(tokenizer.eos_token_id)
        self._text_id(tokenizer.unk_token_id)

    @classmethod
    def for_vocabulary(
        cls,
        tokenizer: PreTrainedTokenizerBase,
        vocabulary: SignVocabulary,
        *,
        max_length: int,
        kept_text_ids: Sequence[int] | None = None,
    ) -> SignMBartProcessor:
        """The processor of a generator.

        Args:
            tokenizer: Of the text.
            vocabulary: `config.vocabulary` of the generator.
            max_length: `config.max_position_embeddings` of the generator.
            kept_text_ids: What `trim_text_vocabulary` returned, *optional*.

        Raises:
            InputError: If the tokenizer has another number of tokens than the generator has text ids.
        """
        sizes = dict(zip(vocabulary.parts, vocabulary.codebook_sizes, strict=True))
        processor = cls(
            tokenizer,
            sizes,
            vocabulary.parts,
            vocabulary.languages,
            vocabulary.num_signers,
            max_length=max_length,
            kept_text_ids=kept_text_ids,
            pointer=vocabulary.pointer,
        )
        processor.check(vocabulary)
        return processor

    def check(self, vocabulary: SignVocabulary) -> None:
        """Refuse a generator with another vocabulary.

        Raises:
            InputError: If the ids would mean other tokens there.
        """
        if vocabulary != self.vocabulary:
            raise InputError("processor", f"the generator's vocabulary, {vocabulary}", self.vocabulary)

    def __call__(
        self,
        text: str | Sequence[str],
        language: str | Sequence[str],
        signs: Sequence[Iterable[CodedSign]] | Iterable[CodedSign] | None = None,
        signer: int | Sequence[int] | None = None,
        max_steps: int | None = None,
    ) -> BatchFeature:
        """Prompts of one or several sentences.

        Args:
            text: A sentence, or B of them.
            language: Sign language of all or of each.
            signs: Retrieved signs of the sentence, or of each of the B, *optional*.
            signer: Signer of all or of each, *optional*, defaults to the canonical one (0).
            max_steps: Most steps of a sign in the prompt, *optional*.

        Returns:
            `input_ids` and `attention_mask`, int64 tensors of shape (B, S).

        Raises:
            TextTooLongError: If a prompt has more than `max_length` tokens.
            UnknownLanguageError: If the generator does not know a language.
            InputError: If numbers of things differ, a code is out of range or a signer unknown.
        """
        texts = [text] if isinstance(text, str) else list(text)
        each = [signs or []] if isinstance(text, str) else list(signs or [[]] * len(texts))
        languages = [language] * len(texts) if isinstance(language, str) else list(language)
        chosen = self.default_signer if signer is None else signer
        signers = list(chosen) if isinstance(chosen, Sequence) else [chosen] * len(texts)
        for name, found in (("signs", each), ("language", languages), ("signer", signers)):
            if len(found) != len(texts):
                raise InputError(name, f"one, or one for each of {len(texts)} sentences", len(found))
        rows = [
            self.prompt(one, name, found, who, max_steps)  # type: ignore[arg-type]
            for one, name, found, who in zip(texts, languages, each, signers, strict=True)
        ]
        return self.pad(rows)

    @property
    def default_signer(self) -> int | None:
        """The signer that a prompt asks for where nobody is named; None for a generator that knows none."""
        return CANONICAL_SIGNER if self.num_signers else None

    def prompt(
        self,
        text: str,
        language: str,
        signs: Iterable[CodedSign] = (),
        signer: int | None = None,
        max_steps: int | None = None,
    ) -> list[int]:
        """Ids of one prompt, without padding; arguments and errors as for a call.

        Text and lemmas are read in their normal form, in training as in use.
        """
        sentence = read_sentence(text, resolve(language, self.languages).spoken)
        return self.sentence_prompt(sentence, language, signs, signer, max_steps)

    def sentence_prompt(
        self,
        sentence: ReadSentence,
        language: str,
        signs: Iterable[CodedSign] = (),
        signer: int | None = None,
        max_steps: int | None = None,
    ) -> list[int]:
        """Ids of the prompt of a sentence that has been read, as `prompt`.

        Raises:
            InputError: If it has been read as another language.
        """
        spoken = resolve(language, self.languages).spoken
        sentence.require(spoken)
        ids = self.text_ids(sentence.text)
        for lemma, steps in prompt_steps(entries_of(signs) if self.pointer else signs, max_steps):
            of_lemma = [] if self.pointer else self.text_ids(normal_form(lemma, spoken))
            ids += [self.vocabulary.kind_ids[self._kind(lemma)], *of_lemma, *self.sign_ids(lemma, steps)]
        if signer is not None:
            ids.append(self.vocabulary.signer_id(signer))
        ids += [self.eos_id, self.vocabulary.language_id(language)]
        self._check_length(ids, sentence)
        return ids

    def _check_length(self, ids: list[int], sentence: ReadSentence) -> None:
        """Refuse a prompt that is too long.

        Raises:
            TextTooLongError: If it has more positions than the generator, or shows more than a pointer finds.
        """
        length, shown, steps = len(ids), 0, "tokens"
        if self.pointer:
            shown, steps = sum(one in self.vocabulary.kind_ids for one in ids), "tokens and steps"
            length = compact_length(self.vocabulary, ids)
        typed = sentence.typed.text
        short = typed if len(typed) <= 60 else f"{typed[:57]}..."
        if shown > MOST_SHOWN:
            raise TextTooLongError("text", f"at most {MOST_SHOWN} signs and letters at once", f"{shown} ({short!r})")
        if length > self.max_length:
            raise TextTooLongError("text", f"a prompt of at most {self.max_length} {steps}", f"{length} ({short!r})")

    def _kind(self, lemma: str) -> int:
        """What a dictionary's entry of this name is, a place in `SIGN_KINDS`."""
        if not self.pointer:
            return 0
        return SIGN_KINDS.index("letter" if lemma.startswith(LETTER) else "numeral" if lemma.isdecimal() else "sign")

    def text_ids(self, text: str) -> list[int]:
        """Ids of a text, without special tokens."""
        ids = plain_text_ids(self.tokenizer, text)
        return ids if self._new_ids is None else [new for old in ids for new in self._spelled(old)]

    def sign_ids(self, lemma: str, steps: np.ndarray) -> list[int]:
        """Integrated ids of the steps (L, P) of a sign, part by part in each step.

        Raises:
            InputError: If there are other parts, or a code is out of range.
        """
        sizes = np.array(self.vocabulary.codebook_sizes)
        if steps.ndim != 2 or steps.shape[1] != len(sizes):
            raise InputError(f"codes of {lemma!r}", f"shape (L, {len(sizes)})", steps.shape)
        if ((steps < 0) | (steps >= sizes)).any():
            raise InputError(f"codes of {lemma!r}", f"0 and more, less than {sizes.tolist()}", steps.max(0).tolist())
        return list((steps + np.array(self.vocabulary.motion_offsets)).reshape(-1).tolist())

    def pad(self, rows: Sequence[Sequence[int]], pad_to_multiple_of: int = 1) -> BatchFeature:
        """Prompts side by side, padded at the end: `input_ids` and `attention_mask` of shape (B, S).

        Args:
            rows: Ids of each prompt.
            pad_to_multiple_of: S is a multiple of this, or `max_length` if that is less.
        """
        longest = max(map(len, rows))
        padded = -(-longest // pad_to_multiple_of) * pad_to_multiple_of
        longest = padded if self.pointer else max(longest, min(padded, self.max_length))
        ids = [[*row, *[self.pad_id] * (longest - len(row))] for row in rows]
        mask = [[1] * len(row) + [0] * (longest - len(row)) for row in rows]
        return BatchFeature({"input_ids": torch.tensor(ids), "attention_mask": torch.tensor(mask)})

    def _spelled(self, old: int) -> list[int]:
        """New ids of a piece of a trimmed vocabulary: its own, or those of pieces that read the same."""
        if old not in self._spellings:
            spelled = None if old in (self._new_ids or {}) else self._speller.spell(old)
            self._spellings[old] = [self._text_id(each) for each in spelled or (old,)]
        return self._spellings[old]

    @cached_property
    def _speller(self) -> PieceSpeller:
        """Made when the first dropped piece comes: it reads the whole vocabulary."""
        return PieceSpeller(self.tokenizer, self.kept_text_ids or ())

    def _text_id(self, old: int) -> int:
        if self._new_ids is None:
            return old
        new = self._new_ids.get(old, self._new_ids.get(self.tokenizer.unk_token_id))
        if new is None:
            raise InputError("kept_text_ids", f"the unknown token ({self.tokenizer.unk_token_id}) among them", "none")
        return new


def corpus_text_ids(tokenizer: PreTrainedTokenizerBase, texts: Iterable[str]) -> list[int]:
    """Text ids that a corpus uses, and the unknown token: what `trim_text_vocabulary` is to keep.

    Args:
        tokenizer: Of the text.
        texts: Sentences and lemmas of the dictionary.
    """
    used = set(chain.from_iterable(plain_text_ids(tokenizer, text) for text in texts))
    return sorted(used | {int(tokenizer.unk_token_id)})


def plain_text_ids(tokenizer: PreTrainedTokenizerBase, text: str) -> list[int]:
    """Ids of a text as text: no special token is added, and one that is written in the text is none."""
    return list(tokenizer(text, add_special_tokens=False, split_special_tokens=True)["input_ids"])
