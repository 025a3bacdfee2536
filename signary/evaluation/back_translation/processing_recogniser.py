"""Text and glosses to the recogniser's ids and back."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from transformers import PreTrainedTokenizerBase, ProcessorMixin

from signary.evaluation.back_translation.configuration_recogniser import RecogniserConfig
from signary.evaluation.back_translation.glosses import GlossesOfLanguages
from signary.evaluation.back_translation.modeling_recogniser import IGNORED
from signary.generator.sign_mbart import train_text_tokenizer
from signary.io.errors import InputError
from signary.nn.checked_loading import CheckedProcessor


class RecogniserProcessor(CheckedProcessor, ProcessorMixin):  # type: ignore[misc]
    """Makes labels, and reads what the recogniser writes; belongs to one recogniser.

    Args:
        tokenizer: Of the text, with a token for every language (`language_token`).
        glosses: The recogniser's, `language:GLOSS`.
        languages: Ids of the sign languages.

    Raises:
        InputError: If glosses or languages make no vocabulary, or the tokenizer lacks a token.
    """

    def __init__(
        self, tokenizer: PreTrainedTokenizerBase, glosses: Sequence[str] = (), languages: Sequence[str] = ()
    ) -> None:
        super().__init__(tokenizer)  # type: ignore[no-untyped-call]
        self.glosses, self.languages = list(glosses), list(languages)
        self.vocabulary = GlossesOfLanguages(glosses, languages)
        known = tokenizer.get_vocab()
        for name in [language_token(language) for language in languages]:
            if name not in known:
                raise InputError("tokenizer", f"one with the token {name}", type(tokenizer).__name__)
        self._starts = {language: known[language_token(language)] for language in languages}

    @classmethod
    def train(cls, sentences: Sequence[tuple[str, str, Sequence[str]]], text_tokens: int) -> RecogniserProcessor:
        """A processor with the vocabulary of a corpus.

        Args:
            sentences: Language, text and glosses of each.
            text_tokens: Most tokens of the text, without those of languages.

        Raises:
            InputError: If there is no room for a piece of text, or the glosses make no vocabulary.
        """
        glosses = GlossesOfLanguages.of((language, each) for language, _, each in sentences)
        tokenizer = train_text_tokenizer([text for _, text, _ in sentences], text_tokens)
        tokenizer.add_tokens([language_token(name) for name in glosses.languages], special_tokens=True)
        return cls(tokenizer, glosses.names, glosses.languages)

    def check(self, config: RecogniserConfig) -> None:
        """Refuse a recogniser with other ids.

        Raises:
            InputError: If the ids would mean other things there.
        """
        mine = (len(self.tokenizer), tuple(self.glosses), tuple(self.languages))
        if mine != (config.vocab_size, tuple(config.glosses), tuple(config.languages)):
            sizes = f"{config.vocab_size} tokens and {len(config.glosses)} glosses"
            raise InputError("processor", f"the recogniser's, with its {sizes}", f"{mine[0]} and {len(mine[1])}")

    def start_ids(self, languages: Sequence[str]) -> list[int]:
        """Ids of the tokens that texts of these languages start with.

        Raises:
            UnknownLanguageError: If the recogniser does not know a language.
        """
        return [self._starts[self.vocabulary.language(language)] for language in languages]

    def labels(
        self, texts: Sequence[str], glosses: Sequence[Sequence[str]], languages: Sequence[str]
    ) -> dict[str, torch.Tensor]:
        """What the recogniser is trained with.

        Args:
            texts: B sentences.
            glosses: Of each.
            languages: Of each.

        Returns:
            `decoder_input_ids` and `labels` of shape (B, S), `gloss_ids` of shape (B, G), `gloss_counts` of shape (B,).

        Raises:
            UnknownLanguageError: If a language is unknown.
            InputError: If numbers differ, or a gloss is unknown.
        """
        if not len(texts) == len(glosses) == len(languages):
            raise InputError("texts", "as many texts as glosses and languages", (len(texts), len(glosses)))
        tokens = [self.text_ids(text) for text in texts]
        starts, pad, end = self.start_ids(languages), self.tokenizer.pad_token_id, self.tokenizer.eos_token_id
        ids = [self.vocabulary.ids(each, language) for each, language in zip(glosses, languages, strict=True)]
        return {
            "decoder_input_ids": _padded([[start, *row] for start, row in zip(starts, tokens, strict=True)], pad),
            "labels": _padded([[*row, end] for row in tokens], IGNORED),
            "gloss_ids": _padded(ids, 0),
            "gloss_counts": torch.tensor([len(row) for row in ids]),
        }

    def text_ids(self, text: str) -> list[int]:
        """Ids of a text as text: no special token is added, and one that is written in the text is none."""
        return list(self.tokenizer(text, add_special_tokens=False, split_special_tokens=True)["input_ids"])

    def texts(self, ids: torch.Tensor) -> list[str]:
        """Texts of tokens (B, S), without special tokens."""
        return [text.strip() for text in self.tokenizer.batch_decode(ids, skip_special_tokens=True)]

    def written(self, text: str) -> str:
        """A text in the form in which the recogniser writes it (lower case, NFKC): what its output is compared with."""
        return self.texts(torch.tensor([self.text_ids(text)]))[0]


def language_token(language: str) -> str:
    """Name of the token that texts of a language start with."""
    return f"<{language}>"


def _padded(rows: Sequence[Sequence[int]], filling: int) -> torch.Tensor:
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[filling] * (longest - len(row))] for row in rows])
