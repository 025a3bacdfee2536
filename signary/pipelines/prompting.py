"""A text to the prompts of its sentences, with an account of what was retrieved for every word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from signary.generator.sign_mbart import SignMBartProcessor
from signary.io.errors import NothingToSignError
from signary.language.characters import shape
from signary.language.languages import SignLanguage
from signary.language.normal_form import normal_text
from signary.language.sentences import Sentence, as_typed, split_sentences
from signary.language.words import cut_words
from signary.retrieval.lookup import check_signs, plan_text
from signary.retrieval.retriever import LETTER, RetrievalMiss, RetrievedSign, Retriever
from signary.signer.lexicon import has_shipped_lexicon

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

    A sentence of which nothing can be signed is no prompt; its words are accounted for with the sentence after it, or
    else before it.

    Args:
        text: One sentence or several.
        language: Sign language.
        processor: Makes the prompts.
        retriever: Of this language; None for a model without a dictionary.
        signer: Number of the signer to imitate, *optional*.

    Raises:
        TextTooLongError: If a sentence with its signs is longer than the model's positions.
        NothingToSignError: If the text has no word that can be signed.
        InputError: If the model does not know the signer.
    """
    normal = normal_text(text, language.spoken)
    prepared = [
        _Prepared.of(sentence, language, retriever)
        for sentence in as_typed(split_sentences(normal.text, language.spoken), normal)
    ]
    last = max((at for at, each in enumerate(prepared) if each.can_be_signed), default=None)
    if last is None:
        check_signs(text, plan_text(text, language) if has_shipped_lexicon(language.id) else ())
        raise NothingToSignError("text", "at least one word that can be signed", repr(text[:60]))
    words = list[dict[str, Any]]()
    for at, each in enumerate(prepared[: last + 1]):
        words += account(each.sentence, each.outcomes)
        if not each.can_be_signed:
            continue
        for behind in prepared[last + 1 :] if at == last else ():
            words += account(behind.sentence, behind.outcomes)
        began = perf_counter()
        signs = [outcome for outcome in each.outcomes if isinstance(outcome, RetrievedSign)]
        (prompt,) = processor(each.sentence.text, language.id, signs, signer)["input_ids"].tolist()
        seconds = each.seconds + perf_counter() - began
        yield PromptedSentence(text, each.sentence, language.id, tuple(prompt), tuple(words), seconds)
        words = []


@dataclass(frozen=True)
class _Prepared:
    """A sentence, what was retrieved for it, whether any of it can be signed, and what that took."""

    sentence: Sentence
    outcomes: Sequence[RetrievedSign | RetrievalMiss]
    can_be_signed: bool
    seconds: float

    @classmethod
    def of(cls, sentence: Sentence, language: SignLanguage, retriever: Retriever | None) -> _Prepared:
        began = perf_counter()
        outcomes = _outcomes(sentence.text, language, retriever)
        signed = any(isinstance(outcome, RetrievedSign) for outcome in outcomes)
        return cls(sentence, outcomes, signed or _has_signs(sentence.text, language), perf_counter() - began)


def _has_signs(sentence: str, language: SignLanguage) -> bool:
    """Whether the rule-based signer would sign any of it; where there is none, whether it has a letter or a digit."""
    if not has_shipped_lexicon(language.id):
        return any(shape(character) in "LHD" for character in sentence)
    return any(plan.order for plan in plan_text(sentence, language))


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
