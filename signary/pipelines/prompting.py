"""A text to the prompts of its sentences, with an account of what was retrieved for every word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from signary.generator.sign_mbart import SignMBartProcessor
from signary.io.errors import NothingToSignError
from signary.language.languages import SignLanguage
from signary.language.normal_form import normal_text
from signary.language.sentences import Sentence, split_sentences
from signary.pipelines.fitting_prompts import FittingPrompts
from signary.pipelines.word_account import SOURCES, account
from signary.retrieval.lookup import check_signs, plan_text
from signary.retrieval.retriever import Retriever
from signary.signer.lexicon import has_shipped_lexicon

__all__ = ["SOURCES", "PromptedSentence", "account", "prompt_sentences"]


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


def prompt_sentences(
    text: str,
    language: SignLanguage,
    processor: SignMBartProcessor,
    retriever: Retriever | None,
    signer: int | None = None,
    *,
    max_new_tokens: int | None = None,
    cut: str | None = None,
    within_words: bool = False,
) -> Iterator[PromptedSentence]:
    """The sentences of a text, in order.

    A sentence of which nothing can be signed is no prompt; its words are accounted for with the sentence after it, or
    else before it. A sentence that the model cannot sign at once, because its prompt is longer than the model's
    positions or it has more words than a run of the decoder can show, comes in pieces: see `signary.pipelines.cutting`.

    Args:
        text: One sentence or several.
        language: Sign language.
        processor: Makes the prompts.
        retriever: Of this language; None for a model without a dictionary.
        signer: Number of the signer to imitate, *optional*.
        max_new_tokens: Most steps a sentence or piece, *optional*, defaults to the generator's.
        cut: Why the text is already a piece of a sentence, *optional*; it then comes in pieces of the usual length.
        within_words: Cut a word whose prompt is too long as well, instead of refusing it.

    Raises:
        TextTooLongError: If a single word with its signs is longer than the model's positions.
        NothingToSignError: If the text has no word that can be signed.
        InputError: If the model does not know the signer.
    """
    normal = normal_text(text, language.spoken)
    fitting = FittingPrompts(normal, language, processor, retriever, signer, max_new_tokens, within_words)
    pieces = [piece for found in split_sentences(normal.text, language.spoken) for piece in fitting.of(found, cut)]
    last = max((at for at, piece in enumerate(pieces) if piece.prompt), default=None)
    if last is None:
        check_signs(text, plan_text(text, language) if has_shipped_lexicon(language.id) else ())
        raise NothingToSignError("text", "at least one word that can be signed", repr(text[:60]))
    words = list[dict[str, Any]]()
    for at, piece in enumerate(pieces[: last + 1]):
        words += account(piece.sentence, piece.outcomes)
        if not piece.prompt:
            continue
        for behind in pieces[last + 1 :] if at == last else ():
            words += account(behind.sentence, behind.outcomes)
        yield PromptedSentence(
            text,
            piece.sentence,
            language.id,
            piece.prompt,
            tuple(words),
            piece.seconds,
            piece.part,
            piece.parts,
            piece.cut,
        )
        words = []
