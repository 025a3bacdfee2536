"""What every signer by a model is asked for, whatever of the model signs: checked once, here."""

from __future__ import annotations

from dataclasses import dataclass

from signary.bundle.bundle import Bundle
from signary.bundle.prompter import PromptedSentence
from signary.language.languages import SignLanguage


@dataclass(frozen=True)
class AskedModel:
    """A model that is to sign a language.

    Attributes:
        bundle: The model.
        language: One of its sign languages.
        retrieval: Mode of retrieval; None for the model's own.
        signer: Number of the signer to imitate; None for the canonical one.
        fps: Frames a second of the results; None for the model's own.

    Raises:
        InputError: If the model does not know the signer.
    """

    bundle: Bundle
    language: SignLanguage
    retrieval: str | None = None
    signer: int | None = None
    fps: float | None = None

    def __post_init__(self) -> None:
        if self.signer is not None:
            self.bundle.processor.vocabulary.signer_id(self.signer)

    def sentences(self, text: str, max_new_tokens: int | None) -> list[PromptedSentence]:
        """The sentences of a text, or pieces of them, with their prompts.

        Args:
            text: At least a word.
            max_new_tokens: Most steps a sentence; None for the model's own limit.

        Raises:
            InputError: As of `Prompter.sentences`.
        """
        language, retrieval, signer = self.language, self.retrieval, self.signer
        return list(self.bundle.prompter.sentences(text, language, retrieval, signer, max_new_tokens=max_new_tokens))
