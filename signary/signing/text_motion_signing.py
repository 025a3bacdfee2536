"""Texts signed by HybridSign alone, without codes, by the same lines as a stream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import accumulate
from time import perf_counter
from typing import Any

from signary.bundle.prompter import PromptedSentence
from signary.bundle.shown_motion import TimedSentence
from signary.io.errors import InputError
from signary.nn.threads import fitting_threads, on_threads
from signary.pose.sequence import PoseSequence
from signary.signing.asked_model import AskedModel
from signary.signing.rule_based import check_text
from signary.signing.signed_by_model import ModelSigning
from signary.streaming.shown_words import own_words
from signary.streaming.sign_times import sign_segments, words_with_times
from signary.streaming.text_motion import TextMotion, most_frames, visits_of

SOURCE = "signary text-to-sign, hybridsign"


class TextMotionSigner:
    """A model that signs texts without codes.

    Args:
        asked: The model, and what it is to sign.
        max_steps: Most steps a sentence, each as long as one of the motion tokenizer; None for the model's own limit.
        seed: Of the flow's noise; None for that of streams.

    Raises:
        InputError: If a setting is out of range, or the model has no such part.
    """

    def __init__(self, asked: AskedModel, *, max_steps: int | None, seed: int | None) -> None:
        if max_steps is not None and max_steps < 1:
            raise InputError("max_steps", "an integer of at least 1", max_steps)
        self.asked, self._steps, self._seed = asked, max_steps, seed
        self._model = asked.bundle.require_text_motion()

    def sign(self, text: str) -> ModelSigning:
        """Sign a text.

        Raises:
            InputError: If the text is empty or too long, or has no word that can be signed.
        """
        whole, bundle = check_text(text), self.asked.bundle
        sentences = self.asked.sentences(whole, self._steps)
        began, limit = perf_counter(), most_frames(bundle, self._steps)
        motion = TextMotion(bundle.motion_tokenizer, self._model)
        if self._seed is not None:
            motion.seed(self._seed)
        poses, plans = list[PoseSequence](), list[tuple[TimedSentence, bool]]()
        with on_threads(fitting_threads(bundle.generator, self._model)):
            for sentence in sentences:
                encoded = bundle.generator.encode(**bundle.processor.pad([sentence.prompt]).to(bundle.device)).alone(0)
                planned = motion.plan(encoded)
                timed = planned.up_to(limit)
                plans.append((timed, timed is planned))
                poses.append(bundle.motion_tokenizer.to_sequence(motion.show_all(encoded, timed)))
        facts = {"text": whole, "language": self.asked.language.id, "source": SOURCE}
        facts |= {"notice": bundle.notice} if bundle.notice else {}
        result: dict[str, Any] = {
            "pose": poses[0].concatenate(*poses[1:]).with_metadata(**facts),
            **_told(sentences, plans, bundle.motion_tokenizer.config.fps, bundle.processor.pointer),
            "timings": {"retrieval": sum(each.seconds for each in sentences), "motion": perf_counter() - began},
        }
        signed = ModelSigning.of(result, self.asked.fps, method="hybridsign")
        return replace(signed, own=own_words(signed.retrieved, bundle.own_sources))


def _told(
    sentences: list[PromptedSentence], plans: list[tuple[TimedSentence, bool]], fps: float, pointer: bool
) -> Mapping[str, Any]:
    """What is known beside the motion, as `text-to-sign` has it."""
    starts = [frames / fps for frames in accumulate((timed.frames for timed, _ in plans), initial=0)]
    spans, signs = list[dict[str, Any]](), list[dict[str, Any]]()
    for sentence, (timed, complete), start, end in zip(sentences, plans, starts, starts[1:], strict=False):
        signs += sign_segments(sentence, visits_of(timed), start, 1 / fps)
        place = (sentence.sentence.start, sentence.sentence.end)
        piece = {"part": sentence.part, "parts": sentence.parts, "cut": sentence.cut}
        facts = {"text": sentence.sentence.text, "place": place, "start": start, "end": end, "source": "model"}
        spans.append({**facts, "complete": complete, **piece})
    words = [word for sentence in sentences for word in sentence.retrieved]
    return {
        "retrieved": list(words_with_times(words, signs)) if pointer else words,
        "sentences": spans,
        "segments": signs if pointer else spans,
        "complete": all(complete for _, complete in plans),
    }
