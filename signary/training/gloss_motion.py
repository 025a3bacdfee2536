"""What glosses look like on average, as a place to begin from: an embedding that says how their motions are alike.

With random beginnings every gloss is learnt from its own few sentences. Placed by its motion it shares from the first
step what the network learns of signs that look alike, and rare signs share most.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import torch

from signary.generator.fgdm import FGDMModel, SentencePoses
from signary.io.errors import InputError

#: Moments of a sign, evenly from its start to its end.
MOMENTS = 8


def mean_motions(sentences: Iterable[SentencePoses], glosses: int) -> tuple[np.ndarray, np.ndarray]:
    """The mean motion of every gloss, and how often it was seen with its times.

    Args:
        sentences: Poses with ids and spans; those without are passed over.
        glosses: Number of ids, from 1.

    Returns:
        float64 array of shape (glosses, MOMENTS · J · C), and integers of shape (glosses,).
    """
    sums: np.ndarray | None = None
    counts = np.zeros(glosses, dtype=np.int64)
    for sentence in sentences:
        if sentence.spans is None:
            continue
        frames = sentence.poses.reshape(len(sentence.poses), -1)
        sums = np.zeros((glosses, MOMENTS * frames.shape[1])) if sums is None else sums
        for gloss, (start, end) in zip(sentence.gloss_ids, sentence.spans, strict=True):
            if not np.isfinite(start + end):
                continue
            at = np.clip(np.linspace(start, end, MOMENTS), 0, len(frames) - 1)
            first = np.minimum(at.astype(int), max(len(frames) - 2, 0))
            second, share = np.minimum(first + 1, len(frames) - 1), (at - first)[:, None]
            sums[gloss - 1] += (frames[first] * (1 - share) + frames[second] * share).ravel()
            counts[gloss - 1] += 1
    if sums is None or not counts.any():
        raise InputError("gloss_start", "corpora that say when glosses are signed (column pieces)", "none that does")
    return sums / np.maximum(counts, 1)[:, None], counts


def place_glosses(model: FGDMModel, sentences: Iterable[SentencePoses]) -> None:
    """Let a model's glosses begin where their mean motions lie on its principal axes; those never seen begin at 0.

    Principal components keep their proportions to one another; on average a number of an embedding is as large as it
    is in a random one.

    Raises:
        InputError: If no sentence says when its glosses are signed.
    """
    embedding = model.gloss_encoder.embedding.weight
    means, counts = mean_motions(sentences, len(embedding) - 1)
    seen = counts > 0
    centred = means[seen] - means[seen].mean(0)
    axes = min(embedding.shape[1], *centred.shape)
    # Of the motions that were seen: left vectors times singular values are their places on the axes.
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    places = left[:, :axes] * sizes[:axes]
    scale = np.sqrt(np.square(places).sum(1).mean() / embedding.shape[1])
    found = torch.zeros(embedding.shape)
    found[1:][torch.from_numpy(seen), :axes] = torch.from_numpy(places / max(scale, 1e-9)).float()
    with torch.no_grad():
        embedding.copy_(found)
