"""Which sign is shown: the frames that DTW aligns with a sign of the reference, ranked against all of a lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numba
import numpy as np

from signary.corpora.synthetic.demo_signs import isolated_signs
from signary.evaluation import dtw_path
from signary.pose.kinematics import forward_kinematics
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.retrieval.builder import cut_out

#: Least frames of a piece of motion in which a sign is looked for.
LEAST = 4
#: Distances that differ by less are those of signs that are signed alike.
_ALIKE = 1e-9


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


class Templates:
    """Signs in a row, against which a piece of motion is compared.

    Args:
        signs: Name and features of each, at least one.
    """

    def __init__(self, signs: Iterable[tuple[str, np.ndarray]]) -> None:
        pairs = list(signs)
        self.names = [name for name, _ in pairs]
        self.frames = np.concatenate([frames for _, frames in pairs])  # (S, N)
        self._bounds = np.cumsum([0, *(len(frames) for _, frames in pairs)])

    def of(self, name: str) -> np.ndarray:
        """Features of a sign."""
        at = self.names.index(name)
        return np.asarray(self.frames[self._bounds[at] : self._bounds[at + 1]])

    def distances(self, piece: np.ndarray) -> np.ndarray:
        """Mean cost of the DTW path between a piece of motion (T, N) and each sign."""
        return np.asarray(_mean_costs(cost(piece, self.frames), self._bounds))


@numba.njit(cache=True, nogil=True)
def _mean_costs(pairs: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """Of every template the mean cost of the cheapest path through its columns; steps as `dtw_path` takes them."""
    rows = pairs.shape[0]
    found = np.empty(len(bounds) - 1)
    for number in range(len(bounds) - 1):
        first, columns = bounds[number], bounds[number + 1] - bounds[number]
        total, length = np.zeros((rows, columns)), np.zeros((rows, columns))
        for i in range(rows):
            for j in range(columns):
                before, steps = 0.0, 0.0
                if i and j:
                    before, steps = total[i - 1, j - 1], length[i - 1, j - 1]
                    up, left = total[i - 1, j], total[i, j - 1]
                    if not (before <= up and before <= left):
                        before, steps = (up, length[i - 1, j]) if up <= left else (left, length[i, j - 1])
                elif i:
                    before, steps = total[i - 1, j], length[i - 1, j]
                elif j:
                    before, steps = total[i, j - 1], length[i, j - 1]
                total[i, j], length[i, j] = before + pairs[i, first + j], steps + 1
        found[number] = total[-1, -1] / length[-1, -1]
    return found


@numba.njit(cache=True, nogil=True)
def _subsequence(pairs: np.ndarray) -> tuple[int, int]:
    """First column and the one after the last of where all rows fit best: the least mean cost of a path."""
    rows, columns = pairs.shape
    total, length, began = np.zeros((rows, columns)), np.zeros((rows, columns)), np.zeros((rows, columns), np.int64)
    for i in range(rows):
        for j in range(columns):
            before, steps, start = 0.0, 0.0, j
            if i:
                before, steps, start = total[i - 1, j], length[i - 1, j], began[i - 1, j]
                if j and total[i - 1, j - 1] <= before:
                    before, steps, start = total[i - 1, j - 1], length[i - 1, j - 1], began[i - 1, j - 1]
                if j and total[i, j - 1] < before:
                    before, steps, start = total[i, j - 1], length[i, j - 1], began[i, j - 1]
            total[i, j], length[i, j], began[i, j] = before + pairs[i, j], steps + 1, start
    end = np.argmin(total[-1] / length[-1])
    return int(began[-1, end]), int(end) + 1


def best_piece(template: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """The frames of a motion (T, N), anywhere in it, that a sign fits best (subsequence DTW)."""
    start, end = _subsequence(cost(template, shown))
    return np.asarray(shown[start : max(end, start + LEAST)])


def sign_templates(language: str) -> Templates:
    """Every sign of a shipped lexicon alone, by the canonical signer."""
    return sign_and_letter_templates(language)[0]


def sign_and_letter_templates(language: str) -> tuple[Templates, Templates | None]:
    """Signs as `sign_templates` has them, and the letters of the manual alphabet (`#A`), if there is one.

    Letters are without the ways to them and from them.
    """
    layout = get_layout("smplx")
    signs, letters = list[tuple[str, np.ndarray]](), list[tuple[str, np.ndarray]]()
    for row in isolated_signs(language):
        pose, fps = PoseSequence(row["poses"], layout, float(row["fps"])), float(row["fps"])
        if row["kind"] == "letter":
            span = slice(round(row["start"] * fps), round(row["end"] * fps) + 1)
            letters.append((row["gloss"], features(pose)[span]))
        else:
            signs.append((row["gloss"], features(cut_out(pose))))
    return Templates(signs), Templates(letters) if letters else None


def alignment(reference: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """Pairs of frames that DTW aligns, (N, 2): of the reference, of the motion."""
    return dtw_path(cost(reference, shown))


def aligned_frames(path: np.ndarray, start: float, end: float, fps: float) -> np.ndarray:
    """Frames of a motion that are aligned with a span of the reference in seconds; empty if none is."""
    inside = path[(path[:, 0] >= start * fps) & (path[:, 0] <= end * fps), 1]
    return np.arange(inside.min(), inside.max() + 1) if len(inside) else np.zeros(0, dtype=int)


def aligned_pieces(
    reference: PoseSequence, found: PoseSequence, spans: Sequence[tuple[float, float]]
) -> Iterator[np.ndarray | None]:
    """Features of the frames that DTW aligns with each span of the reference, in seconds; None where there are none."""
    shown = features(found)
    path = alignment(features(reference), shown)
    for start, end in spans:
        yield piece_at(shown, aligned_frames(path, start, end, reference.fps))


def piece_at(shown: np.ndarray, frames: np.ndarray) -> np.ndarray | None:
    """Features of frames, and of those after them where they are too few for a sign; None if there are none."""
    return shown[frames[0] : max(frames[-1] + 1, frames[0] + LEAST)] if len(frames) else None


def rank_of(gloss: str, piece: np.ndarray, templates: Templates) -> int:
    """How many signs of a lexicon are nearer to a piece of motion than its own, by the mean cost of their DTW path.

    Signs that are signed alike are no nearer than each other.
    """
    distances = templates.distances(piece)
    own = min(distances[at] for at, name in enumerate(templates.names) if name == gloss)
    return len({name for name, each in zip(templates.names, distances, strict=True) if each < own - _ALIKE})
