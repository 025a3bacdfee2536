"""The one prompter: text, words, signs, prompt; with an account of what was retrieved for every word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from signary.bundle.fitting_prompts import FittingPrompts, Piece
from signary.bundle.known_words import KnownWords, behind_signed
from signary.generator.sign_mbart import SignMBartProcessor
from signary.io.errors import InputError
from signary.language.languages import SignLanguage
from signary.language.read_text import ReadSentence, read_sentence
from signary.language.sentences import Sentence
from signary.language.text_so_far import KnownText
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.retrieval.retriever import MODES, Outcome, RetrievedSign, Retriever, all_missed, in_order


@dataclass(frozen=True)
class PromptedSentence:
    """A sentence, or a piece of one that is too long, on its way to the generator.

    Attributes:
        whole: The text that it is from.
        sentence: The sentence or piece, and its place there.
        language: Id of the sign language.
        prompt: Token ids.
        retrieved: What was retrieved for every word, see `account`.
        seconds: What retrieval and prompt took.
        part: Which piece of its sentence it is, from 1.
        parts: Into how many its sentence was cut.
        cut: Why the sentence was cut; None if it was not.
        shown: The signs in the prompt, in their order there.
        signer: Number of the signer that the prompt names; None for a model that knows none.
    """

    whole: str
    sentence: Sentence
    language: str
    prompt: tuple[int, ...]
    retrieved: tuple[dict[str, Any], ...]
    seconds: float
    part: int = 1
    parts: int = 1
    cut: str | None = None
    shown: tuple[RetrievedSign, ...] = ()
    signer: int | None = None

    @property
    def message(self) -> str | None:
        """What is said of a piece; None of a whole sentence."""
        return None if self.cut is None else f"cut, part {self.part} of {self.parts}: {self.cut}"

    @property
    def beside(self) -> str:
        """Text of the words that are accounted for with this sentence, and are not signed; mostly empty."""
        start, end = self.sentence.start, self.sentence.end
        words = [word for word in self.retrieved if not start <= word["start"] < end]
        return " ".join(self.whole[word["start"] : word["end"]] for word in words)


class Prompter:
    """The one way from a text to prompts: text, words, signs of the dictionary, token ids.

    Args:
        processor: Of the generator.
        dictionary: Signs of words; None for a model without retrieval.
        settings: Which signs are retrieved where nobody says so.
    """

    def __init__(
        self, processor: SignMBartProcessor, dictionary: SignDictionary | None, settings: RetrievalSettings
    ) -> None:
        self.processor, self.dictionary, self.settings = processor, dictionary, settings
        self._retrievers: dict[tuple[str, str], Retriever] = {}

    def check_mode(self, mode: str) -> None:
        """Refuse a mode of retrieval that is unknown or asks for what the model lacks.

        Raises:
            InputError: Says which modes there are.
        """
        if mode not in MODES:
            raise InputError("retrieval", f"one of {', '.join(MODES)}", repr(mode))
        if mode != "none" and self.dictionary is None:
            raise InputError("retrieval", "none, as the model has no dictionary", repr(mode))
        if mode == "rare" and not self.settings.word_counts:
            raise InputError("retrieval", "another mode, as the model does not know which words are rare", repr(mode))

    def retriever(self, language: SignLanguage, mode: str | None = None) -> Retriever | None:
        """The retriever of a language and mode (default: the model's own); None for a model without a dictionary."""
        if self.dictionary is None:
            return None
        mode = mode or self.settings.mode
        # Made when it is first needed: it keeps an index of phrases.
        key = (language.id, mode)
        if key not in self._retrievers:
            self._retrievers[key] = self.settings.retriever(self.dictionary, language.id, mode)
        return self._retrievers[key]

    def outcomes(self, sentence: str, language: SignLanguage, mode: str | None = None) -> Sequence[Outcome]:
        """What is retrieved for every word of a sentence.

        Args:
            sentence: The sentence.
            language: Its sign language.
            mode: Of retrieval, *optional*, defaults to the model's own.
        """
        return self.retrieval(language, mode)(read_sentence(sentence, language.spoken))

    def retrieval(self, language: SignLanguage, mode: str | None = None) -> Callable[[ReadSentence], Sequence[Outcome]]:
        """What retrieves for sentences that have been read; arguments as for `outcomes`."""
        retriever = self.retriever(language, mode)
        return all_missed if retriever is None else retriever.retrieve

    def prompt(
        self,
        sentence: str,
        language: SignLanguage,
        outcomes: Sequence[Outcome] | None = None,
        signer: int | None = None,
    ) -> list[int]:
        """Token ids of a sentence and the signs that were found for it.

        Args:
            sentence: The sentence.
            language: Its sign language.
            outcomes: Of `outcomes`, all or some, *optional*, defaults to what the model's own mode retrieves.
            signer: Number of the signer to imitate, *optional*; without, none is named.

        Raises:
            TextTooLongError: If the sentence with its signs is longer than the model's positions.
            InputError: If the model does not know the signer.
        """
        read = read_sentence(sentence, language.spoken)
        found = self.retrieval(language)(read) if outcomes is None else outcomes
        return self.processor.sentence_prompt(read, language.id, in_order(found, self.processor.pointer), signer)

    def known_words(
        self,
        known: str | KnownText,
        language: SignLanguage,
        mode: str | None = None,
        signed: Sequence[RetrievedSign] = (),
    ) -> KnownWords:
        """What is known of a sentence that still comes.

        Args:
            known: All of it; or its beginning, while more may come.
            language: Its sign language.
            mode: Of retrieval, *optional*, defaults to the model's own.
            signed: Signs of it that were signed, in that order: they come first.
        """
        text, begun = (known, False) if isinstance(known, str) else known
        read = read_sentence(text, language.spoken, goes_on=isinstance(known, KnownText))
        found = in_order(self.retrieval(language, mode)(read), self.processor.pointer)
        return KnownWords(read, language, behind_signed(signed, found), len(signed), begun)

    def known_prompt(self, known: KnownWords, signer: int | None = None) -> list[int]:
        """Token ids of what is known of a sentence; argument and errors as for `sentences`."""
        chosen = self.processor.default_signer if signer is None else signer
        return self.processor.sentence_prompt(known.sentence, known.language.id, known.signs, chosen)

    def sentences(
        self,
        text: str,
        language: SignLanguage,
        mode: str | None = None,
        signer: int | None = None,
        *,
        max_new_tokens: int | None = None,
        cut: str | None = None,
        within_words: bool = False,
    ) -> Iterator[PromptedSentence]:
        """The sentences of a text with their prompts, in order.

        A sentence of which nothing can be signed is no prompt; its words are accounted for with the sentence after it,
        or else before it. A sentence that the model cannot sign at once, because its prompt is longer than the model's
        positions or it has more words than a run of the decoder can show, comes in pieces: see
        `signary.language.long_sentences`.

        Args:
            text: One sentence or several.
            language: Sign language.
            mode: Of retrieval, *optional*, defaults to the model's own.
            signer: Number of the signer to imitate, *optional*, defaults to the canonical one.
            max_new_tokens: Most steps a sentence or piece, *optional*, defaults to the generator's.
            cut: Why the text is already a piece of a sentence, *optional*; it then comes in pieces of the usual length.
            within_words: Cut a word whose prompt is too long as well, instead of refusing it.

        Raises:
            TextTooLongError: If a single word with its signs is longer than the model's positions.
            NothingToSignError: If the text has no word that can be signed.
            InputError: If the model does not know the signer.
        """
        chosen = self.processor.default_signer if signer is None else signer
        fitting = FittingPrompts(
            language,
            self.retrieval(language, mode),
            self.processor,
            chosen,
            max_new_tokens,
            within_words,
        )
        for piece, words in _with_words(fitting.pieces(text, cut)):
            facts = (piece.prompt, words, piece.seconds, piece.part, piece.parts, piece.cut, piece.shown, chosen)
            yield PromptedSentence(text, piece.sentence.typed, language.id, *facts)


def _with_words(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, tuple[dict[str, Any], ...]]]:
    """The pieces with a prompt; words of those without are accounted for with the one after them, or the last."""
    last = max(at for at, piece in enumerate(pieces) if piece.prompt)
    words = list[dict[str, Any]]()
    for at, piece in enumerate(pieces[: last + 1]):
        words += piece.words
        if not piece.prompt:
            continue
        for behind in pieces[last + 1 :] if at == last else ():
            words += behind.words
        yield piece, tuple(words)
        words = []
