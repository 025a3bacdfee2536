"""Which sign is shown: the frames that DTW aligns with a sign of the reference, ranked against all of a lexicon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from signary.corpora.synthetic.demo_signs import isolated_signs
from signary.evaluation import dtw_path
from signary.pose.kinematics import forward_kinematics
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.retrieval.builder import cut_out

#: Least frames of a piece of motion in which a sign is looked for.
LEAST = 4
#: Gloss and features of every sign of a lexicon.
Templates = Sequence[tuple[str, np.ndarray]]


def features(sequence: PoseSequence) -> np.ndarray:
    """What tells signs apart: hand joints around their wrist and wrists around the neck, in metres, (T, N)."""
    joints = forward_kinematics(sequence)
    layout, values = joints.layout, joints.joints.astype(np.float64)
    neck = values[:, [layout.index("neck")]]
    pieces = []
    for side in ("left", "right"):
        wrist = values[:, [layout.index(f"{side}_wrist")]]
        pieces += [values[:, list(layout.parts[f"{side}_hand"])] - wrist, wrist - neck]
    return np.concatenate(pieces, axis=1).reshape(len(values), -1)


def cost(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Distances of all pairs of frames, (T, S)."""
    squares = (first**2).sum(1)[:, None] + (second**2).sum(1) - 2 * first @ second.T
    return np.asarray(np.sqrt(np.maximum(squares, 0)))


def sign_templates(language: str) -> Templates:
    """Every sign of a shipped lexicon alone, by the canonical signer."""
    layout = get_layout("smplx")
    return [
        (row["gloss"], features(cut_out(PoseSequence(row["poses"], layout, float(row["fps"])))))
        for row in isolated_signs(language)
        if row["kind"] == "sign"
    ]


def aligned_pieces(
    reference: PoseSequence, found: PoseSequence, spans: Sequence[tuple[float, float]]
) -> Iterator[np.ndarray | None]:
    """Features of the frames that DTW aligns with each span of the reference, in seconds; None where there are none."""
    shown = features(found)
    path = dtw_path(cost(features(reference), shown))  # (N, 2)
    for start, end in spans:
        inside = path[(path[:, 0] >= start * reference.fps) & (path[:, 0] <= end * reference.fps), 1]
        yield shown[inside.min() : max(inside.max() + 1, inside.min() + LEAST)] if len(inside) else None


def rank_of(gloss: str, piece: np.ndarray, templates: Templates) -> int:
    """How many signs of a lexicon are nearer to a piece of motion than its own, by the mean cost of their DTW path."""
    distance = []
    for name, template in templates:
        pairs = cost(piece, template)
        path = dtw_path(pairs)
        distance.append((pairs[path[:, 0], path[:, 1]].mean(), name))
    return list(dict.fromkeys(name for _, name in sorted(distance))).index(gloss)
