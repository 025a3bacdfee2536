"""Encoded prompts to motion codes: greedy or drawn, every sentence as if it were alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from transformers import GenerationConfig

from signary.bundle.bundle import Bundle
from signary.generator.sign_mbart import EncoderState, Sampling, SignMBartForConditionalGeneration
from signary.generator.sign_mbart.decoding import PADDING
from signary.generator.sign_mbart.sampling import read_request
from signary.generator.sign_mbart.visits import SignVisit, sign_visits
from signary.io.errors import InputError
from signary.nn.threads import fitting_threads, on_threads

DRAWING = ("temperature", "top_k", "top_p")
GENERATION = ("max_new_tokens", "do_sample", *DRAWING, "seed")


class NoMotionError(InputError):
    """The generator ended a sentence before its first step."""


class SentenceCodes(NamedTuple):
    """Codes of B sentences, and what their motion needs besides.

    Attributes:
        codes: int64 tensor of shape (B, L, P), −1 behind the end of a sentence.
        complete: Boolean tensor of shape (B,): false where the sentence was stopped before it ended.
        seconds: What encoding and decoding took, shared equally, shape (B, 2).
        states: What the encoder made of the prompts, shape (B, S, d).
        mask: 1 where there is a token, shape (B, S).
        visits: When shown signs are signed, of shape (B, N, 4): fields of `SignVisit`, NaN where there are fewer; None
            for a model without a pointer.
    """

    codes: Tensor
    complete: Tensor
    seconds: Tensor
    states: Tensor
    mask: Tensor
    visits: Tensor | None = None


def decode_prompts(bundle: Bundle, prompts: Sequence[Sequence[int]], **settings: Any) -> SentenceCodes:
    """Codes of prompts, side by side.

    Args:
        bundle: The model.
        prompts: Token ids of each sentence.
        **settings: Those of `GENERATION`.

    Raises:
        InputError: As `decode_sentences`.
    """
    generator, count = bundle.generator, len(prompts)
    with on_threads(fitting_threads(generator)):
        began = perf_counter()
        encoded = generator.encode(**bundle.processor.pad(prompts).to(bundle.device))
        encoded_at = perf_counter()
        codes, complete, visits = decode_sentences(generator, encoded, **settings)
    seconds = torch.tensor([encoded_at - began, perf_counter() - encoded_at], dtype=torch.float64)
    return SentenceCodes(codes, complete, (seconds / count).repeat(count, 1), encoded.hidden, encoded.mask, visits)


class Decoded(NamedTuple):
    """What was decoded.

    Attributes:
        codes: int64 tensor of shape (B, L, P), −1 behind the end of a sentence.
        complete: Boolean tensor of shape (B,): false where the sentence was stopped before it ended.
        visits: As of `SentenceCodes`.
    """

    codes: Tensor
    complete: Tensor
    visits: Tensor | None = None


def check_generation(settings: dict[str, Any]) -> None:
    """Refuse settings that are out of range, those of `GENERATION` that are there.

    Raises:
        InputError: Names the setting.
    """
    for name, kind, least in (("max_new_tokens", int, 1), ("seed", int, 0), ("do_sample", bool, False)):
        value = settings.get(name, least)
        if type(value) is not kind or value < least:
            expected = "True or False" if kind is bool else f"an integer of at least {least}"
            raise InputError(name, expected, repr(value))
    Sampling(**{name: settings[name] for name in DRAWING if name in settings})


def decode_sentences(
    model: SignMBartForConditionalGeneration,
    encoded: EncoderState,
    seed: int | None = None,
    **settings: Any,
) -> Decoded:
    """Decode until every sentence has ended, or has so many steps.

    Args:
        model: The generator.
        encoded: What its encoder made of the prompts.
        seed: Of what is drawn, *optional*. Each sentence is then decoded alone and begins with the seed, so that what
            is drawn for it does not depend on its neighbours.
        **settings: Others of `GENERATION`, as for the generator's `generate`.

    Raises:
        InputError: If there is no room for so many steps, or it is said how to draw without drawing.
    """
    usual = GenerationConfig.from_model_config(model.config)
    request = read_request(settings, model.generation_config, usual)
    steps, sampling = request.max_new_tokens, request.sampling
    if sampling is None or seed is None:
        return _run(model, encoded, steps, sampling)
    device = encoded.hidden.device
    runs = [
        _run(model, one, steps, replace(sampling, generator=torch.Generator(device).manual_seed(seed)))
        for one in (encoded.rows(slice(at, at + 1)) for at in range(len(encoded.hidden)))
    ]
    codes = pad_sequence([run.codes[0] for run in runs], batch_first=True, padding_value=PADDING)
    each = [run.visits[0] for run in runs if run.visits is not None]
    visits = pad_sequence(each, batch_first=True, padding_value=torch.nan) if each else None
    return Decoded(codes, torch.cat([run.complete for run in runs]), visits)


def _run(
    model: SignMBartForConditionalGeneration, encoded: EncoderState, steps: int | None, sampling: Sampling | None
) -> Decoded:
    state = model.start_decoding(encoded)
    codes = list(model.decode_steps(encoded, max_new_tokens=steps, sampling=sampling, state=state))
    nothing = encoded.language_ids.new_empty((len(encoded.hidden), 0, len(model.heads)))
    found = torch.stack(codes, dim=1) if codes else nothing
    if state.pointer is None:
        return Decoded(found, state.finished)
    lengths: list[int] = (found[..., 0] != PADDING).sum(1).tolist()
    rows = [sign_visits(state.pointer, row, length) for row, length in enumerate(lengths)]
    each = [torch.tensor(row, dtype=torch.float64).reshape(-1, len(SignVisit._fields)) for row in rows]
    visits = pad_sequence(each, batch_first=True, padding_value=torch.nan)
    return Decoded(found, state.finished & state.pointer.all_visited, visits)


def visits_of(visits: Tensor) -> tuple[SignVisit, ...]:
    """The visits of one sentence, of shape (N, 4)."""
    known = visits[~visits[:, 0].isnan()].tolist()
    return tuple(SignVisit(int(sign), start, end, weight) for sign, start, end, weight in known)


def steps_of(codes: Tensor, sentence: str) -> Tensor:
    """The steps of a sentence, without padding.

    Args:
        codes: Tensor of shape (L, P), −1 behind the end.
        sentence: What they are for.

    Raises:
        NoMotionError: If there is none.
    """
    steps = codes[codes[:, 0] != PADDING]
    if not len(steps):
        raise NoMotionError("text", "sentences for which the model makes motion", f"none for {sentence[:60]!r}")
    return steps
