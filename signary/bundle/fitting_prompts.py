"""Prompts that fit: of a sentence, or of the pieces of one that the model cannot sign at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from time import perf_counter
from typing import Any

from signary.generator.sign_mbart import SignMBartProcessor, TextTooLongError
from signary.generator.sign_mbart.generation_sign_mbart import DEFAULT_STEPS
from signary.io.errors import NothingToSignError
from signary.language.characters import shape
from signary.language.languages import SignLanguage
from signary.language.long_sentences import cut_sentence, words_at_once, words_of_a_piece
from signary.language.read_text import ReadSentence, read_text
from signary.retrieval.lookup import check_signs, plan_sentences
from signary.retrieval.retriever import Outcome, RetrievedSign, in_order
from signary.retrieval.word_account import account
from signary.signer.lexicon import has_shipped_lexicon


@dataclass(frozen=True)
class Piece:
    """A sentence, or a piece of one.

    Attributes:
        sentence: The sentence or piece.
        words: What was retrieved for every word, see `account`.
        prompt: Token ids; empty if nothing of it can be signed, or it is too long.
        seconds: What retrieval and prompt took.
        too_long: By how much its prompt is too long; None if it fits.
        part: Which of the pieces with a prompt it is, from 1.
        parts: How many of these its sentence has.
        cut: Why the sentence was cut; None if it was not.
        shown: The signs in its prompt, in their order there.
    """

    sentence: ReadSentence
    words: tuple[dict[str, Any], ...]
    prompt: tuple[int, ...]
    seconds: float
    too_long: TextTooLongError | None = None
    part: int = 1
    parts: int = 1
    cut: str | None = None
    shown: tuple[RetrievedSign, ...] = ()

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Start and end in the text of what has one sign: a word, a phrase, a number."""
        return [(word["start"], word["end"]) for word in self.words]


@dataclass(frozen=True)
class FittingPrompts:
    """Reads a text, once, and makes the prompts of its sentences.

    Every piece is retrieved for as if it were a sentence; none begins within what the dictionary has one sign for.
    Words that cannot be signed alone stay with their neighbours, if there is room.

    Attributes:
        language: The text's sign language.
        outcomes: What is retrieved for the words of a sentence.
        processor: Makes prompts.
        signer: Number of the signer to imitate; None if none is named.
        max_new_tokens: As for `Prompter.sentences`.
        within_words: As for `Prompter.sentences`.
    """

    language: SignLanguage
    outcomes: Callable[[ReadSentence], Sequence[Outcome]]
    processor: SignMBartProcessor
    signer: int | None
    max_new_tokens: int | None
    within_words: bool

    def pieces(self, text: str, cut: str | None = None) -> list[Piece]:
        """The sentences of a text with their prompts, or their pieces with theirs; at least one has a prompt.

        Args:
            text: One sentence or several.
            cut: Why they come in pieces of the usual length, whether or not they have to.

        Raises:
            TextTooLongError: If a single word does not fit.
            NothingToSignError: If the text has no word that can be signed.
            InputError: If the model does not know the signer.
        """
        sentences = read_text(text, self.language.spoken)
        pieces = [piece for sentence in sentences for piece in self._of_sentence(sentence, cut)]
        if not any(piece.prompt for piece in pieces):
            check_signs(text, plan_sentences(sentences, self.language) if has_shipped_lexicon(self.language.id) else ())
            raise NothingToSignError("text", "at least one word that can be signed", repr(text[:60]))
        return pieces

    def _of_sentence(self, sentence: ReadSentence, cut: str | None) -> list[Piece]:
        """A sentence with its prompt, or its pieces with theirs; joined, these are the sentence but for blanks."""
        words = len(sentence.words)
        if cut is None and words > words_at_once(max(self._steps, DEFAULT_STEPS)):
            cut = f"a sentence of {words} words"
        parts = [sentence]
        if cut is not None:
            parts = cut_sentence(sentence, words_of_a_piece(self._steps), self._make(sentence).spans)
        pieces = self._join_all([piece for part in parts for piece in self._fit(part)])
        count, made, numbered = sum(bool(piece.prompt) for piece in pieces), 0, list[Piece]()
        for piece in pieces:
            made += bool(piece.prompt)
            numbered.append(replace(piece, part=max(made, 1), parts=max(count, 1), cut=cut or piece.cut))
        return numbered

    @property
    def _steps(self) -> int:
        # A pointer comes to its end by itself: what it can show at once is said by the prompt.
        usual = self.processor.max_length if self.processor.pointer else DEFAULT_STEPS
        return self.max_new_tokens or usual

    def _make(self, sentence: ReadSentence) -> Piece:
        """A piece, with its prompt if any of it can be signed and fits."""
        began, too_long, prompt = perf_counter(), None, list[int]()
        outcomes = self.outcomes(sentence)
        signs = in_order(outcomes, self.processor.pointer)
        words = tuple(account(outcomes, sentence.typed.start))
        if signs or _has_signs(sentence, self.language):
            try:
                prompt = self.processor.sentence_prompt(sentence, self.language.id, signs, self.signer)
            except TextTooLongError as error:
                too_long = error
        return Piece(sentence, words, tuple(prompt), perf_counter() - began, too_long, shown=signs)

    def _fit(self, sentence: ReadSentence) -> list[Piece]:
        """The sentence, or pieces of it that fit."""
        piece = self._make(sentence)
        if piece.too_long is None:
            return [piece]
        most = max(1, min(words_of_a_piece(self._steps), ceil(len(sentence.words) / 2)))
        parts = cut_sentence(sentence, most, piece.spans)
        parts = parts if len(parts) > 1 else cut_sentence(sentence, most, halve=self.within_words)
        if len(parts) < 2:
            raise piece.too_long
        return [replace(fitting, cut=str(piece.too_long)) for part in parts for fitting in self._fit(part)]

    def _join_all(self, pieces: list[Piece]) -> list[Piece]:
        """The pieces, those of which nothing can be signed joined with the ones beside them wherever both fit."""
        at = 0
        while at + 1 < len(pieces):
            joined = self._join(*pieces[at : at + 2])
            if joined is None:
                at += 1
            else:
                pieces[at : at + 2] = [joined]
                at = max(at - 1, 0)
        return pieces

    def _join(self, first: Piece, second: Piece) -> Piece | None:
        if bool(first.prompt) == bool(second.prompt):
            return None
        joined = self._make(first.sentence.joined(second.sentence))
        return None if joined.too_long else replace(joined, cut=first.cut or second.cut)


def _has_signs(sentence: ReadSentence, language: SignLanguage) -> bool:
    """Whether the rule-based signer would sign any of it; where there is none, whether it has a letter or a digit."""
    if not has_shipped_lexicon(language.id):
        return any(shape(character) in "LHD" for character in sentence.typed.text)
    return any(plan.order for plan in plan_sentences([sentence], language))
