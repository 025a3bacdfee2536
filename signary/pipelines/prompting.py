"""A text to the prompts of its sentences, with an account of what was retrieved for every word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from signary.generator.sign_mbart import SignMBartProcessor
from signary.io.errors import InputError
from signary.language.languages import SignLanguage
from signary.language.normal_form import normal_text
from signary.language.sentences import Sentence, as_typed, split_sentences
from signary.language.words import cut_words
from signary.retrieval.retriever import LETTER, RetrievalMiss, RetrievedSign, Retriever

#: Where a word's sign in the prompt comes from; `none` says that it has none.
SOURCES = ("dictionary", "fingerspelling", "none")


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


def prompt_sentences(
    text: str,
    language: SignLanguage,
    processor: SignMBartProcessor,
    retriever: Retriever | None,
    signer: int | None = None,
) -> Iterator[PromptedSentence]:
    """The sentences of a text, in order.

    Args:
        text: One sentence or several.
        language: Sign language.
        processor: Makes the prompts.
        retriever: Of this language; None for a model without a dictionary.
        signer: Number of the signer to imitate, *optional*.

    Raises:
        TextTooLongError: If a sentence with its signs is longer than the model's positions.
        InputError: If there is nothing to sign, or the model does not know the signer.
    """
    began = perf_counter()
    normal = normal_text(text, language.spoken)
    sentences = as_typed(split_sentences(normal.text, language.spoken), normal)
    if not sentences:
        raise InputError("text", "at least one word", repr(text) if text.strip() else "an empty text")
    for sentence in sentences:
        outcomes = _outcomes(sentence.text, language, retriever)
        signs = [outcome for outcome in outcomes if isinstance(outcome, RetrievedSign)]
        (prompt,) = processor(sentence.text, language.id, signs, signer)["input_ids"].tolist()
        words, now = tuple(account(sentence, outcomes)), perf_counter()
        yield PromptedSentence(text, sentence, language.id, tuple(prompt), words, now - began)
        began = perf_counter()


def _outcomes(
    sentence: str, language: SignLanguage, retriever: Retriever | None
) -> Sequence[RetrievedSign | RetrievalMiss]:
    if retriever is not None:
        return retriever.outcomes(sentence)
    normal = normal_text(sentence, language.spoken)
    words = cut_words(normal.text, language.spoken)
    typed = (normal.source[slice(*normal.place(word.start, word.end))] for word in words)
    return [RetrievalMiss(word, "the model has no dictionary") for word in typed]


def account(sentence: Sentence, outcomes: Sequence[RetrievedSign | RetrievalMiss]) -> Iterator[dict[str, Any]]:
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


def _sign(outcome: RetrievedSign | RetrievalMiss) -> dict[str, Any]:
    if isinstance(outcome, RetrievalMiss):
        return {"lemma": None, "gloss": None, "steps": 0, "source": "none", "reason": outcome.reason}
    spelled = outcome.lemma.startswith(LETTER)
    source = "fingerspelling" if spelled else "dictionary"
    steps = len(outcome.codes)
    return {"lemma": outcome.lemma, "gloss": outcome.gloss, "steps": steps, "source": source, "reason": None}
