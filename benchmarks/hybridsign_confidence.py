"""How well HybridSign says what a detector will say of each joint, frame by frame, where the true past is given.

What happens out of the blue nobody can say beforehand; that a hand which is lost stays so for a while, anybody can. So
the correlation over the frames of each joint stands beside that of the last confidence before the chunk, held.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from signary.generator.hybridsign import HybridSignModel
from signary.pose.features import fit_sequence, sequence_features
from signary.pose.layout import PoseLayout
from signary.pose.sequence import PoseSequence

#: A joint whose true confidence varies less over the frames has none to follow.
VARIES = 1e-3


@torch.no_grad()
def predicted_confidence(
    model: HybridSignModel,
    sequences: Sequence[PoseSequence],
    states: torch.Tensor,
    mask: torch.Tensor,
    chunk_frames: int,
) -> list[np.ndarray]:
    """Predicted confidence (T, J) of each sequence: of each chunk when nothing of its own frames is known yet.

    Args:
        model: Makes motion of text alone.
        sequences: True motion with confidences.
        states: Text states, (B, S, d).
        mask: Which of them count, (B, S).
        chunk_frames: Frames of a chunk.
    """
    widths, found = torch.tensor(model.config.pose_layout.widths), list[np.ndarray]()
    for at, sequence in enumerate(sequences):
        fitted = fit_sequence(sequence, model.config)
        values = torch.from_numpy(sequence_features(fitted))[None].to(model.mean)
        sure = torch.from_numpy(np.minimum(fitted.certainty, 1.0))[None].to(model.mean)
        known = sure.repeat_interleave(widths, dim=-1) > 0
        data = torch.where(known, (values - model.mean) / model.std, 0.0)
        state, said = model.start_stream(states[at : at + 1], mask[at : at + 1]), list[torch.Tensor]()
        for first in range(0, len(fitted), chunk_frames):
            chunk, certain = (each[:, first : first + chunk_frames] for each in (data, sure))
            start, places = model.flow_start(tuple(chunk.shape), None), model.next_places(state, noisy=chunk.shape[1])
            said.append(model.next_moves(state, places, start, (0.0, 1.0), None).confidence_logits.sigmoid())
            state = model.remember(state, chunk, certain, None)
        found.append(torch.cat(said, dim=1)[0].numpy())
    return found


def held(confidence: np.ndarray, chunk_frames: int) -> np.ndarray:
    """The last confidence before each chunk, (T, J); of the first chunk, 1."""
    before = np.concatenate([np.ones_like(confidence[:1]), confidence])
    return np.asarray(before[np.arange(len(confidence)) // chunk_frames * chunk_frames])


def within_joints(given: Sequence[np.ndarray], told: Sequence[np.ndarray], joints: Sequence[int]) -> float:
    """Pearson's r over the frames of each joint, mean of the joints whose confidence varies; 0 for a constant."""
    true, said = (np.concatenate(list(each))[:, list(joints)] for each in (given, told))
    found = []
    for joint in range(true.shape[1]):
        if true[:, joint].std() > VARIES:
            constant = said[:, joint].std() < 1e-9
            found.append(0.0 if constant else float(np.corrcoef(true[:, joint], said[:, joint])[0, 1]))
    return float(np.mean(found)) if found else 0.0


def confidence_figures(
    layout: PoseLayout, sequences: Sequence[PoseSequence], told: Sequence[np.ndarray], chunk_frames: int
) -> dict[str, float]:
    """`confidence.{within_joints,persistence}.{all,ARTICULATOR}` of predictions from `predicted_confidence`."""
    given = [np.minimum(each.certainty, 1.0) for each in sequences]
    last = [held(each, chunk_frames) for each in given]
    found, groups = dict[str, float](), {"all": tuple(range(len(layout.joints))), **layout.articulators}
    for group, joints in groups.items():
        if joints:
            found[f"confidence.within_joints.{group}"] = within_joints(given, told, joints)
            found[f"confidence.persistence.{group}"] = within_joints(given, last, joints)
    return found
