"""Prompts that fit: of a sentence, or of the pieces of one that the model cannot sign at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from time import perf_counter

from signary.bundle.word_account import account
from signary.generator.sign_mbart import TextTooLongError
from signary.generator.sign_mbart.generation_sign_mbart import DEFAULT_STEPS
from signary.language.characters import shape
from signary.language.languages import SignLanguage
from signary.language.long_sentences import cut_in_half, cut_in_words, places, words_at_once, words_of_a_piece
from signary.language.normal_form import NormalText
from signary.language.sentences import Sentence, as_typed
from signary.language.words import cut_words
from signary.retrieval.lookup import plan_text
from signary.retrieval.retriever import Outcome, RetrievedSign
from signary.signer.lexicon import has_shipped_lexicon


@dataclass(frozen=True)
class Piece:
    """A sentence, or a piece of one.

    Attributes:
        normal: In its normal form, and its place in that of the text.
        sentence: As typed, and its place in the text.
        outcomes: What was retrieved for it.
        prompt: Token ids; empty if nothing of it can be signed.
        seconds: What retrieval and prompt took.
        part: Which of the pieces with a prompt it is, from 1.
        parts: How many of these its sentence has.
        cut: Why the sentence was cut; None if it was not.
    """

    normal: Sentence
    sentence: Sentence
    outcomes: Sequence[Outcome]
    prompt: tuple[int, ...]
    seconds: float
    part: int = 1
    parts: int = 1
    cut: str | None = None


@dataclass(frozen=True)
class FittingPrompts:
    """Makes the prompts of a text's sentences.

    Every piece is retrieved for as if it were a sentence; none begins within what the dictionary has one sign for.
    Words that cannot be signed alone stay with their neighbours, if there is room.

    Attributes:
        normal: The text.
        language: Its sign language.
        outcomes: What is retrieved for the words of a sentence.
        prompt: Token ids of a sentence and what was retrieved for it; raises `TextTooLongError`.
        max_new_tokens: As for `Prompter.sentences`.
        within_words: As for `Prompter.sentences`.
    """

    normal: NormalText
    language: SignLanguage
    outcomes: Callable[[str], Sequence[Outcome]]
    prompt: Callable[[str, Sequence[Outcome]], list[int]]
    max_new_tokens: int | None
    within_words: bool

    def of(self, sentence: Sentence, cut: str | None = None) -> list[Piece]:
        """A sentence with its prompt, or its pieces with theirs; joined, these are the sentence but for blanks.

        Args:
            sentence: Of the text's normal form.
            cut: Why it comes in pieces of the usual length, whether or not it has to.

        Raises:
            TextTooLongError: If a single word does not fit.
            InputError: If the model does not know the signer.
        """
        words = self._words(sentence)
        if cut is None and words > words_at_once(max(self._steps, DEFAULT_STEPS)):
            cut = f"a sentence of {words} words"
        parts = [sentence]
        if cut is not None:
            parts = self._cut(sentence, words_of_a_piece(self._steps), self._together(sentence))
        pieces = self._join_all([piece for part in parts for piece in self._fit(part)])
        count, made, numbered = sum(bool(piece.prompt) for piece in pieces), 0, list[Piece]()
        for piece in pieces:
            made += bool(piece.prompt)
            numbered.append(replace(piece, part=max(made, 1), parts=max(count, 1), cut=cut or piece.cut))
        return numbered

    @property
    def _steps(self) -> int:
        return self.max_new_tokens or DEFAULT_STEPS

    def _words(self, sentence: Sentence) -> int:
        return len(cut_words(sentence.text, self.language.spoken))

    def _make(self, sentence: Sentence) -> Piece:
        """A piece with its prompt, if any of it can be signed.

        Raises:
            TextTooLongError: If it does not fit.
        """
        began = perf_counter()
        (typed,) = as_typed([sentence], self.normal)
        outcomes = self.outcomes(typed.text)
        found = any(isinstance(outcome, RetrievedSign) for outcome in outcomes)
        can_be_signed = found or _has_signs(typed.text, self.language)
        prompt = self.prompt(typed.text, outcomes) if can_be_signed else []
        return Piece(sentence, typed, outcomes, tuple(prompt), perf_counter() - began)

    def _fit(self, sentence: Sentence) -> list[Piece]:
        """The sentence, or pieces of it that fit."""
        try:
            return [self._make(sentence)]
        except TextTooLongError as error:
            most = max(1, min(words_of_a_piece(self._steps), ceil(self._words(sentence) / 2)))
            parts = self._cut(sentence, most, self._together(sentence))
            parts = parts if len(parts) > 1 else self._cut(sentence, most, halve=self.within_words)
            if len(parts) < 2:
                raise
            return [replace(piece, cut=str(error)) for part in parts for piece in self._fit(part)]

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
        start, end = first.normal.start, second.normal.end
        try:
            joined = self._make(Sentence(self.normal.text[start:end], start, end))
        except TextTooLongError:
            return None
        return replace(joined, cut=first.cut or second.cut)

    def _cut(
        self, sentence: Sentence, most: int, together: Sequence[tuple[int, int]] = (), halve: bool = False
    ) -> list[Sentence]:
        """The sentence in pieces.

        Args:
            sentence: Of the text's normal form.
            most: Most words of a piece.
            together: Start and end in the typed text of what is not to be cut.
            halve: Whether to cut a single word.
        """
        text, spoken = sentence.text, self.language.spoken
        allowed = [at for at in places(text, spoken) if not self._is_within(sentence.start + at, together)]
        cuts = cut_in_words(text, spoken, most, allowed)
        if not cuts and halve and (half := cut_in_half(text)) is not None:
            cuts = [half]
        pieces = list[Sentence]()
        for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
            piece = text[start:end].rstrip()
            pieces.append(Sentence(piece, sentence.start + start, sentence.start + start + len(piece)))
        return pieces

    def _together(self, sentence: Sentence) -> list[tuple[int, int]]:
        """Start and end in the typed text of what has one sign: a word, a phrase, a number."""
        (typed,) = as_typed([sentence], self.normal)
        return [(word["start"], word["end"]) for word in account(typed, self.outcomes(typed.text))]

    def _is_within(self, at: int, spans: Sequence[tuple[int, int]]) -> bool:
        typed, _ = self.normal.place(at, at + 1)
        return any(start < typed < end for start, end in spans)


def _has_signs(sentence: str, language: SignLanguage) -> bool:
    """Whether the rule-based signer would sign any of it; where there is none, whether it has a letter or a digit."""
    if not has_shipped_lexicon(language.id):
        return any(shape(character) in "LHD" for character in sentence)
    return any(plan.order for plan in plan_text(sentence, language))
