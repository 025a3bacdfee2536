"""Texts signed by a model, or by it and the rules in turn, in one motion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from typing import Any

from signary.bundle.bundle import Bundle
from signary.bundle.prompter import PromptedSentence
from signary.bundle.sentence_steps import SentenceCodes, check_generation, visits_of
from signary.retrieval.lookup import check_signs, plan_text
from signary.signer.style import SignerStyle
from signary.signing.asked_model import AskedModel
from signary.signing.model_signing import decode_singly, result_of
from signary.signing.rule_based import check_text, sign_plans
from signary.signing.shared_signing import SharedSigning, SignedText
from signary.signing.signed_by_model import ModelSigning
from signary.streaming.choosing import Share
from signary.streaming.motion_decoder import MotionDecoder
from signary.streaming.rule_body import rule_spec
from signary.streaming.shown_words import own_words, share_shown
from signary.streaming.sign_times import words_shown

#: The sentences of a part, or pieces of them, with their codes.
_Decoded = Sequence[tuple[PromptedSentence, SentenceCodes]]


class ModelSigner:
    """A model that signs texts, and which of their sentences it leaves to the rules.

    Args:
        asked: The model, and what it is to sign.
        refine: Whether the refiner makes motion continuous, if there is one.
        generation: Settings of `signary.bundle.sentence_steps.GENERATION`; None where nobody said so.

    Raises:
        InputError: If a setting is out of range.
    """

    def __init__(self, asked: AskedModel, *, refine: bool, generation: Mapping[str, Any]) -> None:
        self.asked, self._refine = asked, refine
        self._generation = {name: value for name, value in generation.items() if value is not None}
        check_generation(self._generation)

    @property
    def bundle(self) -> Bundle:
        """The model."""
        return self.asked.bundle

    def sign(self, text: str) -> ModelSigning:
        """Sign a text.

        Raises:
            InputError: As `sign_by_model`, or if the text is empty or too long.
        """
        return self._signed(check_text(text), self._decode(text), self.asked.fps)

    def sign_shown(self, text: str, style: SignerStyle) -> SharedSigning:
        """Sign a text; what a model with a pointer does not show is left to the rules.

        Args:
            text: At least a word.
            style: How the rules sign.
        """
        decoded, step = self._decode(text), self._seconds_a_step
        words = [
            words_shown(each, visits_of(codes.visits[0]), step) for each, codes in decoded if codes.visits is not None
        ]
        shares = share_shown(text, [each.sentence.start for each, _ in decoded], words, self.bundle.own_sources)
        if all(share.by_model for share in shares):
            return SharedSigning.of(text, [(shares[0], self._signed(text, decoded, self.asked.fps))])
        numbered = iter(decoded)
        return self._join(text, [(share, list(islice(numbered, share.sentences))) for share in shares], style)

    def sign_shares(self, text: str, shares: Sequence[Share], style: SignerStyle) -> SharedSigning:
        """Sign a text of which it is said who signs what.

        Args:
            text: All of it.
            shares: Its parts, in order.
            style: How the rules sign.
        """
        decoded = [(share, self._decode(share.text) if share.by_model else ()) for share in shares]
        return self._join(text, decoded, style)

    def _join(self, text: str, shares: Sequence[tuple[Share, _Decoded]], style: SignerStyle) -> SharedSigning:
        """One motion, in which model and rules take turns, at the model's rate; by rules alone at any."""
        if not any(share.by_model for share, _ in shares):
            motion, fps = None, self.asked.fps or rule_spec().fps
        else:
            spec = self.bundle.motion_tokenizer.config.motion_spec
            spec.require(rule_spec(spec.fps), argument="method", owner="the model")
            motion = MotionDecoder(self.bundle.motion_tokenizer, self.bundle.refiner if self._refine else None)
            fps = spec.fps
        parts, start, language = list[tuple[Share, SignedText]](), 0, self.asked.language
        for share, decoded in shares:
            if share.by_model:
                parts.append((share, self._signed(share.text, decoded, None, motion)))
            else:
                plans = [plan for part in _parts(share.text, start, decoded) for plan in plan_text(part, language)]
                check_signs(share.text, plans)
                parts.append((share, sign_plans(share.text, plans, style, fps, motion)))
            start += len(share.text)
        return SharedSigning.of(text, parts, None if motion is None else self.asked.fps)

    def _decode(self, text: str) -> _Decoded:
        sentences = self.asked.sentences(text, self._generation.get("max_new_tokens"))
        return list(zip(sentences, decode_singly(self.bundle, sentences, **self._generation), strict=True))

    def _signed(
        self, text: str, decoded: _Decoded, fps: float | None, motion: MotionDecoder | None = None
    ) -> ModelSigning:
        sentences, codes = zip(*decoded, strict=True)
        language = self.asked.language
        known = self.bundle.training_text.get(language.id)
        rare = None if known is None else known.rare(text, language.spoken)
        result = result_of(self.bundle, sentences, codes, self._refine, motion)
        signed = ModelSigning.of(result, fps, rare)
        return replace(signed, own=own_words(signed.retrieved, self.bundle.own_sources))

    @property
    def _seconds_a_step(self) -> float:
        config = self.bundle.motion_tokenizer.config
        return config.stride / config.fps


def _parts(text: str, start: int, decoded: _Decoded) -> Iterator[str]:
    """A part of a text as it was cut: what is too long for the model at once comes in pieces.

    Args:
        text: The part.
        start: Where it begins in the text.
        decoded: Its sentences or pieces, if the model has signed them.
    """
    starts = [0, *(each.sentence.start - start for each, _ in decoded[1:]), len(text)]
    return (text[first:last] for first, last in pairwise(starts))
