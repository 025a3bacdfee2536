"""Motion to glosses, text and features: what evaluation asks a recogniser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import torch
from transformers import GenerationConfig

from signary.evaluation.back_translation.configuration_recogniser import RecogniserConfig
from signary.evaluation.back_translation.ctc import best_path, prefix_beam_search
from signary.evaluation.back_translation.modeling_recogniser import SignRecogniser
from signary.evaluation.back_translation.processing_recogniser import RecogniserProcessor
from signary.evaluation.errors import LengthMismatchError
from signary.io.errors import InputError
from signary.io.progress import track
from signary.nn.installed_transformers import explicit_settings
from signary.nn.motion_batch import MotionBatch, batch_sequences
from signary.pose.sequence import PoseSequence
from signary.pose.view import to_layout


@dataclass(frozen=True)
class Reading:
    """What a recogniser reads off a sequence.

    Attributes:
        glosses: Recognised glosses.
        text: Translation, as the recogniser writes it (lower case).
    """

    glosses: tuple[str, ...]
    text: str


def fitting(sequence: PoseSequence, config: RecogniserConfig) -> PoseSequence:
    """The sequence in the recogniser's layout: parameters become keypoints where they have to.

    Raises:
        InputError: If it is of another layout otherwise.
    """
    layout = config.pose_layout
    # Of keypoints, which other layouts may call otherwise, nothing is guessed.
    return sequence if sequence.layout.is_keypoints or not layout.is_keypoints else to_layout(sequence, layout)


def motion_batch(sequences: Sequence[PoseSequence], config: RecogniserConfig) -> MotionBatch:
    """Sequences side by side as the recogniser reads them: `values`, `frame_mask`, `confidence`.

    Raises:
        InputError: If there is none, or one has no frame, another layout or another hand reference.
    """
    return batch_sequences([fitting(sequence, config) for sequence in sequences], config)


@torch.no_grad()
def read_batch(
    model: SignRecogniser,
    processor: RecogniserProcessor,
    batch: MotionBatch,
    languages: Sequence[str],
    beams: int = 1,
) -> list[Reading]:
    """What the recogniser reads off a batch; a row's reading does not depend on the others.

    Args:
        model: In evaluation mode.
        processor: Of the model.
        batch: From `motion_batch`.
        languages: Sign language of every row; only its glosses are recognised.
        beams: Width of both beam searches; 1 is greedy.

    Raises:
        UnknownLanguageError: If the recogniser does not know a language.
        InputError: If the processor is another model's, `beams` is below 1, or the model's folder has settings of its
            own for how text is generated: figures would not be comparable.
        LengthMismatchError: If numbers differ.
    """
    processor.check(model.config)
    _check(len(batch.values), languages, beams)
    _check_generation(model)
    moved = {name: value.to(model.device) for name, value in batch._asdict().items()}
    encoded = model.encoder(**moved)
    glosses = _glosses(model, processor, encoded, moved["frame_mask"], languages, beams)
    tokens = cast(Any, model).generate(
        encoder_outputs=encoded,
        frame_mask=moved["frame_mask"],
        decoder_start_token_id=processor.start_ids(languages),
        num_beams=beams,
        do_sample=False,
        max_new_tokens=model.config.max_position_embeddings - 1,
    )
    return [Reading(found, text) for found, text in zip(glosses, processor.texts(tokens), strict=True)]


def _glosses(
    model: SignRecogniser,
    processor: RecogniserProcessor,
    encoded: Any,
    frame_mask: torch.Tensor,
    languages: Sequence[str],
    beams: int,
) -> list[tuple[str, ...]]:
    """Glosses of each row of a batch that was encoded."""
    out = model(encoder_outputs=encoded, frame_mask=frame_mask)
    allowed = processor.vocabulary.allowed(languages).to(model.device)
    scores = out.gloss_log_probabilities.masked_fill(~allowed[:, None], -torch.inf)
    return [
        tuple(processor.vocabulary.glosses(best_path(row) if beams == 1 else prefix_beam_search(row, beams)))
        for row in (row[mask] for row, mask in zip(scores, out.step_mask, strict=True))
    ]


@torch.no_grad()
def read_glosses(
    model: SignRecogniser, processor: RecogniserProcessor, sequence: PoseSequence, language: str, beams: int = 1
) -> tuple[str, ...]:
    """Glosses that a recogniser reads off a sequence, without its text; arguments and errors as of `read_batch`.

    Args:
        model: In evaluation mode.
        processor: Of the model.
        sequence: Any clock; the recogniser's layout, or parameters.
        language: Its sign language.
        beams: Width of the beam search; 1 is greedy.
    """
    processor.check(model.config)
    _check(1, [language], beams)
    moved = {name: value.to(model.device) for name, value in motion_batch([sequence], model.config)._asdict().items()}
    (found,) = _glosses(model, processor, model.encoder(**moved), moved["frame_mask"], [language], beams)
    return found


def _check_generation(model: SignRecogniser) -> None:
    usual = GenerationConfig.from_model_config(model.config)
    if names := explicit_settings(cast(Any, model).generation_config, usual):
        raise InputError("generation_config", "what follows from the recogniser's config", ", ".join(sorted(names)))


def read_motion(
    model: SignRecogniser,
    processor: RecogniserProcessor,
    sequences: Sequence[PoseSequence],
    languages: Sequence[str],
    beams: int = 1,
    batch_size: int = 16,
) -> list[Reading]:
    """What the recogniser reads off sequences, in their order; arguments and errors as of `read_batch`.

    Args:
        model: In evaluation mode.
        processor: Of the model.
        sequences: Any clock; the recogniser's layout, or parameters.
        languages: Sign language of every sequence.
        beams: Width of both beam searches; 1 is greedy.
        batch_size: Sequences read at a time; it changes nothing.
    """
    _check(len(sequences), languages, beams)
    found: dict[int, Reading] = {}
    for chosen in track(_batches(sequences, batch_size), "reading motion"):
        batch = motion_batch([sequences[at] for at in chosen], model.config)
        readings = read_batch(model, processor, batch, [languages[at] for at in chosen], beams)
        found |= dict(zip(chosen, readings, strict=True))
    return [found[at] for at in range(len(sequences))]


@torch.no_grad()
def motion_features(model: SignRecogniser, sequences: Sequence[PoseSequence], batch_size: int = 16) -> list[np.ndarray]:
    """States of the encoder, float32 arrays (L, d), one a step of `config.stride` frames: what FID and KID compare.

    Args:
        model: In evaluation mode.
        sequences: Any clock; the recogniser's layout, or parameters.
        batch_size: Sequences at a time; it changes nothing.

    Raises:
        InputError: As `motion_batch`.
    """
    found: dict[int, np.ndarray] = {}
    for chosen in track(_batches(sequences, batch_size), "features of motion"):
        batch = motion_batch([sequences[at] for at in chosen], model.config)
        moved = {name: value.to(model.device) for name, value in batch._asdict().items()}
        states = model.encoder(**moved).last_hidden_state.float().cpu()
        steps = model.encoder.steps(batch.frame_mask)
        found |= {at: row[mask].numpy() for at, row, mask in zip(chosen, states, steps, strict=True)}
    return [found[at] for at in range(len(sequences))]


def _batches(sequences: Sequence[PoseSequence], batch_size: int) -> list[list[int]]:
    """Indices, those of similar length together."""
    if batch_size < 1:
        raise InputError("batch_size", "at least 1", batch_size)
    order = sorted(range(len(sequences)), key=lambda at: sequences[at].seconds)
    return [order[first : first + batch_size] for first in range(0, len(order), batch_size)]


def _check(count: int, languages: Sequence[str], beams: int) -> None:
    if isinstance(languages, str) or len(languages) != count:
        raise LengthMismatchError("languages", f"{count}, one a sequence", repr(languages)[:80])
    if beams < 1:
        raise InputError("beams", "at least 1", beams)
