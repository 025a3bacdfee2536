"""A text signed by a model: its sentences to prompts, codes and one motion, with everything that is known about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Any

import numpy as np
import torch
from torch import Tensor

from signary.bundle.bundle import Bundle
from signary.bundle.prompter import PromptedSentence
from signary.bundle.sentence_steps import SentenceCodes, decode_prompts, steps_of, visits_of
from signary.language.languages import SignLanguage
from signary.nn.threads import fitting_threads, on_threads
from signary.pose.sequence import PoseSequence
from signary.streaming.motion_decoder import MotionDecoder
from signary.streaming.sign_times import sign_segments, words_with_times

SOURCE = "signary text-to-sign"


def sign_by_model(
    bundle: Bundle,
    text: str,
    language: SignLanguage,
    *,
    retrieval: str | None = None,
    signer: int | None = None,
    refine: bool = True,
    **generation: Any,
) -> dict[str, Any]:
    """Sign a text, sentence by sentence.

    Args:
        bundle: The model.
        text: One sentence or several.
        language: One of the model's sign languages.
        retrieval: Mode of retrieval, *optional*, defaults to the model's own.
        signer: Number of the signer to imitate, *optional*, defaults to the canonical one.
        refine: Whether the refiner makes motion continuous, if there is one.
        **generation: Settings of `signary.bundle.sentence_steps.GENERATION`.

    Returns:
        As the pipeline `text-to-sign`.

    Raises:
        TextTooLongError: If a single word with its signs is longer than the model's positions.
        NoMotionError: If the model makes no motion for a sentence.
        InputError: If a setting is out of range.
    """
    steps = generation.get("max_new_tokens")
    sentences = list(bundle.prompter.sentences(text, language, retrieval, signer, max_new_tokens=steps))
    return result_of(bundle, sentences, decode_singly(bundle, sentences, **generation), refine)


def decode_singly(bundle: Bundle, sentences: Sequence[PromptedSentence], **generation: Any) -> list[SentenceCodes]:
    """Codes of each sentence, a batch of one; arguments as for `sign_by_model`."""
    return [decode_prompts(bundle, [sentence.prompt], **generation) for sentence in sentences]


def result_of(
    bundle: Bundle,
    sentences: Sequence[PromptedSentence],
    decoded: Sequence[SentenceCodes],
    refine: bool = True,
    motion: MotionDecoder | None = None,
) -> dict[str, Any]:
    """One motion of the sentences of a text, and everything that is known about it.

    Args:
        bundle: The model.
        sentences: The sentences, in order.
        decoded: Codes of each, a batch of one.
        refine: Whether the refiner makes motion continuous, if there is one.
        motion: What was signed before and goes on, *optional*.

    Returns:
        As the pipeline `text-to-sign`.

    Raises:
        NoMotionError: If the model makes no motion for a sentence.
    """
    began = perf_counter()
    codes = [steps_of(each.codes[0], given.sentence.text) for each, given in zip(decoded, sentences, strict=True)]
    moving = motion or MotionDecoder(bundle.motion_tokenizer, bundle.refiner if refine else None)
    with on_threads(fitting_threads(moving.tokenizer, moving.refiner)):
        poses = [
            _motion_of(bundle, moving, each, steps, given.signer)
            for each, steps, given in zip(decoded, codes, sentences, strict=True)
        ]
    facts = {"text": sentences[0].whole, "language": sentences[0].language, "source": SOURCE}
    if bundle.notice is not None:
        facts["notice"] = bundle.notice
    complete = [bool(each.complete) for each in decoded]
    spans = list(_sentences(sentences, poses, complete))
    words, signs = [word for sentence in sentences for word in sentence.retrieved], list[dict[str, Any]]()
    step = bundle.motion_tokenizer.config.stride / bundle.motion_tokenizer.config.fps
    for span, given, each in zip(spans, sentences, decoded, strict=True):
        if each.visits is not None:
            signs += sign_segments(given, visits_of(each.visits[0]), span["start"], step)
    encoding, decoding = torch.cat([each.seconds for each in decoded]).sum(0).tolist()
    return {
        "pose": poses[0].concatenate(*poses[1:]).with_metadata(**facts),
        "codes": np.concatenate([steps.numpy() for steps in codes]),
        "retrieved": list(words_with_times(words, signs)) if bundle.processor.pointer else words,
        "sentences": spans,
        "segments": signs if bundle.processor.pointer else spans,
        "complete": all(complete),
        "timings": {
            "retrieval": sum(sentence.seconds for sentence in sentences),
            "encoding": encoding,
            "decoding": decoding,
            "motion": perf_counter() - began,
        },
    }


def _motion_of(
    bundle: Bundle, motion: MotionDecoder, decoded: SentenceCodes, codes: Tensor, signer: int | None
) -> PoseSequence:
    """Codes (L, P) of a sentence to stride · L frames."""
    # A sentence alone has no padding: beside others it gets none either.
    length = int(decoded.mask.sum())
    motion.begin(decoded.states[:, :length].to(bundle.device), decoded.mask[:, :length].to(bundle.device), signer)
    return bundle.motion_tokenizer.to_sequence(motion.show_whole(codes.to(bundle.device)))


def _sentences(
    sentences: Sequence[PromptedSentence], poses: Sequence[PoseSequence], complete: Sequence[bool]
) -> Iterator[dict[str, Any]]:
    """When each sentence or piece is signed."""
    frames = 0
    for sentence, pose, whole in zip(sentences, poses, complete, strict=True):
        start, frames = frames / pose.fps, frames + len(pose)
        times = {"start": start, "end": frames / pose.fps}
        piece = {"part": sentence.part, "parts": sentence.parts, "cut": sentence.cut}
        place = (sentence.sentence.start, sentence.sentence.end)
        yield {"text": sentence.sentence.text, "place": place, **times, "source": "model", "complete": whole, **piece}
