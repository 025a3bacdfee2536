"""The one prompter: text, words, signs, prompt; with an account of what was retrieved for every word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from signary.generator.sign_mbart import SignMBartProcessor
from signary.io.errors import InputError, NothingToSignError
from signary.language.characters import shape
from signary.language.languages import SignLanguage
from signary.language.normal_form import normal_text
from signary.language.sentences import Sentence, as_typed, split_sentences
from signary.language.words import cut_words
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.lookup import check_signs, plan_text
from signary.retrieval.retriever import LETTER, MODES, RetrievalMiss, RetrievedSign, Retriever
from signary.retrieval.settings import RetrievalSettings
from signary.signer.lexicon import has_shipped_lexicon

#: Where a word's sign in the prompt comes from; `none` says that it has none.
SOURCES = ("dictionary", "fingerspelling", "none")

Outcome = RetrievedSign | RetrievalMiss


@dataclass(frozen=True)
class PromptedSentence:
    """A sentence on its way to the generator.

    Attributes:
        whole: The text that it is from.
        sentence: The sentence and its place there.
        language: Id of the sign language.
        prompt: Token ids.
        retrieved: What was retrieved for every word, see `account`.
        seconds: What retrieval and prompt took.
    """

    whole: str
    sentence: Sentence
    language: str
    prompt: tuple[int, ...]
    retrieved: tuple[dict[str, Any], ...]
    seconds: float


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
        retriever = self.retriever(language, mode)
        if retriever is not None:
            return retriever.outcomes(sentence)
        normal = normal_text(sentence, language.spoken)
        words = cut_words(normal.text, language.spoken)
        typed = (normal.source[slice(*normal.place(word.start, word.end))] for word in words)
        return [RetrievalMiss(word, "the model has no dictionary") for word in typed]

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
        found = self.outcomes(sentence, language) if outcomes is None else outcomes
        signs = [outcome for outcome in found if isinstance(outcome, RetrievedSign)]
        return self.processor.prompt(sentence, language.id, signs, signer)

    def sentences(
        self, text: str, language: SignLanguage, mode: str | None = None, signer: int | None = None
    ) -> Iterator[PromptedSentence]:
        """The sentences of a text with their prompts, in order.

        A sentence of which nothing can be signed is no prompt; its words are accounted for with the sentence after it,
        or else before it.

        Args:
            text: One sentence or several.
            language: Sign language.
            mode: Of retrieval, *optional*, defaults to the model's own.
            signer: Number of the signer to imitate, *optional*, defaults to the canonical one.

        Raises:
            TextTooLongError: If a sentence with its signs is longer than the model's positions.
            NothingToSignError: If the text has no word that can be signed.
            InputError: If the model does not know the signer.
        """
        normal = normal_text(text, language.spoken)
        prepared = [
            self._prepare(sentence, language, mode)
            for sentence in as_typed(split_sentences(normal.text, language.spoken), normal)
        ]
        last = max((at for at, each in enumerate(prepared) if each.can_be_signed), default=None)
        if last is None:
            check_signs(text, plan_text(text, language) if has_shipped_lexicon(language.id) else ())
            raise NothingToSignError("text", "at least one word that can be signed", repr(text[:60]))
        chosen = self.processor.default_signer if signer is None else signer
        words = list[dict[str, Any]]()
        for at, each in enumerate(prepared[: last + 1]):
            words += account(each.sentence, each.outcomes)
            if not each.can_be_signed:
                continue
            for behind in prepared[last + 1 :] if at == last else ():
                words += account(behind.sentence, behind.outcomes)
            began = perf_counter()
            prompt = self.prompt(each.sentence.text, language, each.outcomes, chosen)
            seconds = each.seconds + perf_counter() - began
            yield PromptedSentence(text, each.sentence, language.id, tuple(prompt), tuple(words), seconds)
            words = []

    def _prepare(self, sentence: Sentence, language: SignLanguage, mode: str | None) -> _Prepared:
        began = perf_counter()
        outcomes = self.outcomes(sentence.text, language, mode)
        signed = any(isinstance(outcome, RetrievedSign) for outcome in outcomes)
        can_be_signed = signed or _has_signs(sentence.text, language)
        return _Prepared(sentence, outcomes, can_be_signed, perf_counter() - began)


@dataclass(frozen=True)
class _Prepared:
    """A sentence, what was retrieved for it, whether any of it can be signed, and what that took."""

    sentence: Sentence
    outcomes: Sequence[Outcome]
    can_be_signed: bool
    seconds: float


def _has_signs(sentence: str, language: SignLanguage) -> bool:
    """Whether the rule-based signer would sign any of it; where there is none, whether it has a letter or a digit."""
    if not has_shipped_lexicon(language.id):
        return any(shape(character) in "LHD" for character in sentence)
    return any(plan.order for plan in plan_text(sentence, language))


def account(sentence: Sentence, outcomes: Sequence[Outcome]) -> Iterator[dict[str, Any]]:
    """What became of every word, as JSON can hold it.

    Args:
        sentence: The sentence and its place in the text.
        outcomes: Of `Retriever.outcomes`, in the order of the sentence.

    Yields:
        `word`, `start`, `end` (offsets in the text), `lemma` and `gloss` (None without a sign), `steps` in the prompt,
        `source` (one of `SOURCES`) and `reason` (why there is no sign, else None).
    """
    at = 0
    for outcome in outcomes:
        # Words come in order, and between them stand only blanks and punctuation: the next occurrence is this one.
        at = sentence.text.index(outcome.word, at)
        place = {"word": outcome.word, "start": sentence.start + at}
        at += len(outcome.word)
        yield place | {"end": sentence.start + at} | _sign(outcome)


def _sign(outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, RetrievalMiss):
        return {"lemma": None, "gloss": None, "steps": 0, "source": "none", "reason": outcome.reason}
    spelled = outcome.lemma.startswith(LETTER)
    source = "fingerspelling" if spelled else "dictionary"
    steps = len(outcome.codes)
    return {"lemma": outcome.lemma, "gloss": outcome.gloss, "steps": steps, "source": source, "reason": None}
