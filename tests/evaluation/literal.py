"""Metrics' definitions written out literally, slowly and in one place; tests compare with them."""

import numpy as np

from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence


def make_sequence(seed, frames, layout="phoenix50", fps=25.0, metadata=None):
    """A random walk."""
    random = np.random.default_rng(seed)
    layout = get_layout(layout)
    values = random.normal(size=(frames, layout.num_features)).astype(np.float32).cumsum(0) * 0.1
    facts = {} if layout.is_keypoints else {"hand_reference": "flat"}
    return PoseSequence(values, layout, fps, None, {**facts, **(metadata or {})})


def pad(sequence, frames):
    """The sequence followed by frames in which no joint is there."""
    values = np.full((frames, sequence.layout.num_features), np.nan, np.float32)
    lost = np.zeros((frames, len(sequence.layout.joints)), np.float32)
    return PoseSequence(
        np.concatenate([sequence.values, values]),
        sequence.layout,
        sequence.fps,
        np.concatenate([sequence.certainty, lost]),
        sequence.metadata,
    )


def lose(sequence, frames, joints):
    """The sequence without some joints in some frames."""
    confidence = sequence.certainty.copy()
    confidence[np.ix_(frames, joints)] = 0
    return PoseSequence.masked(sequence.values, sequence.layout, sequence.fps, confidence, sequence.metadata)


def totals(cost):
    """Least sum to each cell: recursion over the whole table, as in any textbook."""
    total = np.full((cost.shape[0] + 1, cost.shape[1] + 1), np.inf)
    total[0, 0] = 0
    for i in range(cost.shape[0]):
        for j in range(cost.shape[1]):
            total[i + 1, j + 1] = cost[i, j] + min(total[i, j], total[i + 1, j], total[i, j + 1])
    return total[1:, 1:]


def dtw(cost):
    """Least sum along a path."""
    return totals(cost)[-1, -1]


def path(cost):
    """The cheapest path, from its end: each cell comes from the cheapest of those before it."""
    total = totals(cost)
    i, j = cost.shape[0] - 1, cost.shape[1] - 1
    steps = [(i, j)]
    while (i, j) != (0, 0):
        before = [(a, b) for a, b in ((i - 1, j - 1), (i - 1, j), (i, j - 1)) if a >= 0 and b >= 0]
        i, j = min(before, key=lambda cell: total[cell])
        steps.append((i, j))
    return steps[::-1]


def fast_path(first, second, distance, radius=1):
    """FastDTW's path, cell by cell (Salvador & Chan 2007, Figure 5); ties: row above, column before, both."""
    cells = {(i, j) for i in range(len(first)) for j in range(len(second))}
    if min(len(first), len(second)) >= radius + 2:
        halves = [[(a + b) / 2 for a, b in zip(side[::2], side[1::2], strict=False)] for side in (first, second)]
        near = {
            (i + a, j + b)
            for i, j in fast_path(*halves, distance, radius)
            for a in range(-radius, radius + 1)
            for b in range(-radius, radius + 1)
        }
        cells &= {(2 * i + a, 2 * j + b) for i, j in near for a in (0, 1) for b in (0, 1)}
    total, came = {(-1, -1): 0.0}, {}
    for i, j in sorted(cells):
        ways = [(total.get(cell, np.inf), cell) for cell in ((i - 1, j), (i, j - 1), (i - 1, j - 1))]
        least, came[i, j] = min(ways, key=lambda way: way[0])
        total[i, j] = least + distance(first[i], second[j])
    steps = [(len(first) - 1, len(second) - 1)]
    while came[steps[-1]] != (-1, -1):
        steps.append(came[steps[-1]])
    return steps[::-1]


def aligned_distance(reference, hypothesis):
    """Mean joint distance of two frames (J, 3) after similarity Procrustes (Umeyama 1991)."""
    first, second = hypothesis - hypothesis.mean(0), reference - reference.mean(0)
    left, values, right = np.linalg.svd(first.T @ second)
    signs = np.array([1, 1, np.sign(np.linalg.det(left @ right))])
    aligned = (values * signs).sum() / (first**2).sum() * first @ ((left * signs) @ right)
    return np.linalg.norm(aligned - second, axis=1).mean()
