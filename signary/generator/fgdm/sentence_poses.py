"""From signed sentences to FGDM's poses and back: clock, scale of keypoints, batches, statistics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import torch

from signary.generator.fgdm.configuration_fgdm import FGDMConfig
from signary.generator.fgdm.inputs import pad_gloss_ids
from signary.io.errors import InputError
from signary.pose.features import KeypointScale, feature_sequence, fit_sequence
from signary.pose.sequence import PoseSequence


class SentencePoses(NamedTuple):
    """A sentence as FGDM reads it.

    Attributes:
        poses: float32 array of shape (T, J, C), in shoulder widths from the neck.
        gloss_ids: One a gloss, or one a part of it.
        spans: Start and end of each in frames, float32 array of shape (G, 2), NaN where nobody knows; None if nobody
            knows any.
    """

    poses: np.ndarray
    gloss_ids: list[int]
    spans: np.ndarray | None = None


class SentenceBatch(NamedTuple):
    """Sentences side by side, padded at the end: what `FGDMModel.forward` reads.

    Attributes:
        poses: Tensor of shape (B, T, J, C).
        gloss_ids: Integers of shape (B, G), 0 where padded.
        frame_mask: Booleans of shape (B, T).
        spans: Start and end of every gloss in frames, (B, G, 2), NaN where nobody knows.
    """

    poses: torch.Tensor
    gloss_ids: torch.Tensor
    frame_mask: torch.Tensor
    spans: torch.Tensor


class SentenceStatistics(NamedTuple):
    """What poses are standardised with, and how long a gloss takes.

    Attributes:
        mean: Of every number of a frame, tensor of shape (J, C).
        std: Of all numbers around their means; one number, so that directions of bones stay what they are.
        frames_per_gloss: On average.
    """

    mean: torch.Tensor
    std: float
    frames_per_gloss: float


def sentence_poses(
    sequence: PoseSequence,
    glosses: Sequence[str],
    config: FGDMConfig,
    language: str | None = None,
    seconds: np.ndarray | None = None,
) -> SentencePoses:
    """A signed sentence, on the model's clock and scale.

    Args:
        sequence: Of the model's layout, at most `max_frames` long, without missing joints.
        glosses: Glosses that the model knows, at least one.
        config: What the model is made for.
        language: Sign language of the glosses, where the model has several.
        seconds: Start and end of each gloss, array of shape (G, 2), NaN where nobody knows, *optional*; only of glosses
            that are known as they stand.

    Raises:
        InputError: If layout or length do not fit, a joint is missing, or times are not as many as ids.
        UnknownGlossError: If a gloss is not known.
    """
    ids = config.vocabulary.ids(glosses, language)
    if seconds is not None and seconds.shape != (len(ids), 2):
        raise InputError("seconds", f"start and end of {len(ids)} glosses", f"shape {seconds.shape}")
    sequence = fit_sequence(sequence, config)
    if not 1 <= len(sequence) <= config.max_frames:
        raise InputError("sequence", f"1 to {config.max_frames} frames", len(sequence))
    if not np.isfinite(sequence.values).all():
        frame = int(np.flatnonzero(~np.isfinite(sequence.values).all(1))[0])
        raise InputError("sequence", "all joints in every frame", f"a missing one in frame {frame}")
    scale = KeypointScale.of(sequence)
    assert scale is not None  # the config's layout has keypoints
    joints = scale.remove(sequence.values).reshape(sequence.joints.shape)
    spans = None if seconds is None else np.asarray(seconds, np.float32) * np.float32(config.fps)
    return SentencePoses(joints, ids, spans)


def batch_sentences(sentences: Sequence[SentencePoses]) -> SentenceBatch:
    """Sentences side by side.

    Raises:
        InputError: If there is none.
    """
    gloss_ids = pad_gloss_ids([sentence.gloss_ids for sentence in sentences])
    frames = max(len(sentence.poses) for sentence in sentences)
    poses = torch.zeros(len(sentences), frames, *sentences[0].poses.shape[1:])
    mask = torch.zeros(len(sentences), frames, dtype=torch.bool)
    spans = torch.full((*gloss_ids.shape, 2), torch.nan)
    for row, sentence in enumerate(sentences):
        poses[row, : len(sentence.poses)] = torch.from_numpy(sentence.poses)
        mask[row, : len(sentence.poses)] = True
        if sentence.spans is not None:
            spans[row, : len(sentence.spans)] = torch.from_numpy(sentence.spans)
    return SentenceBatch(poses, gloss_ids, mask, spans)


def sentence_statistics(sentences: Iterable[SentencePoses]) -> SentenceStatistics:
    """Statistics of training sentences, read once.

    Raises:
        InputError: If there is none, or nothing moves in any.
    """
    frames, glosses, total, squares = 0, 0, np.zeros(()), np.zeros(())
    centre: np.ndarray | None = None
    for sentence in sentences:
        poses = sentence.poses.astype(np.float64)
        # Sums around the first frame: around 0 they would cancel for joints far from the neck.
        centre = poses[0] if centre is None else centre
        total = total + (poses - centre).sum(0)
        squares = squares + np.square(poses - centre).sum(0)
        frames, glosses = frames + len(poses), glosses + len(sentence.gloss_ids)
    if centre is None:
        raise InputError("sentences", "at least one", "none")
    std = float(np.sqrt(np.mean(squares / frames - np.square(total / frames))))
    if not std > 0:
        raise InputError("sentences", "poses that move", "poses that are all the same")
    mean = torch.tensor(centre + total / frames, dtype=torch.float32)
    return SentenceStatistics(mean, std, frames / glosses)


def to_sequence(poses: torch.Tensor, config: FGDMConfig, glosses: Sequence[str]) -> PoseSequence:
    """Generated poses as a sequence, where the layout's signers usually are.

    Args:
        poses: Tensor of shape (T, J, C), in shoulder widths from the neck.
        config: What the model is made for; its notice, if there is one, goes into the metadata.
        glosses: What is signed; goes into the metadata as `gloss`, in one line.
    """
    facts = {"gloss": " ".join(glosses), **({"notice": config.notice} if config.notice else {})}
    return feature_sequence(poses.detach().float().cpu().numpy().reshape(len(poses), -1), config, metadata=facts)
