"""How good HybridSign is on held-out sentences: what it makes of them from their first frame to their last."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from signary.bundle.bundle import Bundle
from signary.evaluation.dtw import dtw_cost
from signary.generator.hybridsign import HybridSignModel
from signary.training.batches import batches_in_order
from signary.training.frames import FrameCollator, SignedFrames, pace_targets, text_of_frames
from signary.training.hybridsign_stages import StageArguments


def evaluate(
    model: HybridSignModel, bundle: Bundle, frames: SignedFrames, batch_size: int, stage: StageArguments
) -> dict[str, float]:
    """Loss of stage 1 over whole sentences, and how far what is made is off: frame by frame, and warped in time.

    Errors are mean absolute ones of standardised features; that of the coarse motion stands beside. `dtw` is the least
    sum, over warping paths, of the root mean squares of what frames differ by, a frame of the reference.
    """
    losses, errors, warped = list[Tensor](), list[Tensor](), list[float]()
    with torch.random.fork_rng():
        torch.manual_seed(0)
        collate = FrameCollator(bundle.processor, bool(model.config.num_signers))
        for batch in batches_in_order(frames, [1] * len(frames), batch_size, collate):
            there = {name: value.to(model.device) for name, value in batch.items()}
            states, seen = text_of_frames(bundle.generator, there)
            pace = pace_targets(states, there)
            losses.append(model(**motion_of(there), text_states=states, text_mask=seen, pace=pace).loss)
            made = _made(model, there, states, seen, stage)
            errors.append(_errors(model, there, made))
            warped += _warped(model, there, made)
    of_made, of_coarse = torch.cat(errors).mean(0).tolist()
    found = {"loss": float(torch.stack(losses).mean()), "made_error": of_made, "dtw": float(np.mean(warped))}
    return {**found, "coarse_error": of_coarse} if model.config.refines else found


def motion_of(batch: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """What both stages take of a batch beside its text."""
    names = ("values", "frame_mask", "confidence", "positions", "coarse", "signer")
    return {name: batch[name] for name in names if name in batch}


def _made(
    model: HybridSignModel, batch: Mapping[str, Tensor], states: Tensor, seen: Tensor, stage: StageArguments
) -> Tensor:
    """Motion (B, T, D), made as a stream makes it."""
    coarse, signer = batch.get("coarse"), batch.get("signer")
    frames = None if coarse is not None else batch["values"].shape[1]
    return model.generate(states, seen[:, 0], coarse, frames, signer, chunk_frames=stage.roll_out_chunk).values


def _known(batch: Mapping[str, Tensor]) -> tuple[Tensor, Tensor]:
    """The motion with 0 where it is missing or padded, and where it is not, (B, T, D) each."""
    known = batch["frame_mask"][..., None] & torch.isfinite(batch["values"])
    return torch.where(known, batch["values"], 0.0), known


def _errors(model: HybridSignModel, batch: Mapping[str, Tensor], made: Tensor) -> Tensor:
    """Errors of what is made and of the coarse motion (without one: of the former twice), (B, 2)."""
    wanted, known = _known(batch)
    return torch.stack(
        [
            (((each - wanted).abs() / model.std) * known).sum((1, 2)) / known.sum((1, 2))
            for each in (made, batch.get("coarse", made))
        ],
        -1,
    )


def _warped(model: HybridSignModel, batch: Mapping[str, Tensor], made: Tensor) -> list[float]:
    """DTW of each row, a frame of the reference."""
    wanted, known = _known(batch)
    rows = zip((made - model.mean) / model.std, (wanted - model.mean) / model.std, known, strict=True)
    return [
        warped_apart(*(each[:frames].double().cpu() for each in row))
        for row, frames in zip(rows, batch["frame_mask"].sum(1).tolist(), strict=True)
    ]


def warped_apart(made: Tensor, wanted: Tensor, known: Tensor) -> float:
    """DTW of two motions over the frames of the second; infinite where the first is not finite.

    Two frames are apart by the root mean square of the numbers that the second knows; of nothing known by 0.

    Args:
        made: Standardised, shape (T, D).
        wanted: Standardised, shape (S, D); what stands where it is not known does not count.
        known: Where it is known, shape (S, D).
    """
    if not made.isfinite().all():
        # Training that has gone astray is logged, and is the worst that there is.
        return math.inf
    there = known.to(made)
    shown = torch.where(known.bool(), wanted, 0.0)
    squared = made.square() @ there.T - 2 * made @ shown.T + shown.square().sum(1)
    cost = (squared.clamp(min=0) / there.sum(1).clamp(min=1)).sqrt()
    return dtw_cost(cost.numpy()) / len(wanted)
