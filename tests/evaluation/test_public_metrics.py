"""PT-style DTW, SLRTP's metrics, Ham2Pose's: equal to their formulas, by hand, with padding and missing joints."""

import numpy as np
import pytest
from literal import dtw, fast_path, lose, make_sequence, pad, path
from scipy.spatial.distance import cdist

from signary.evaluation import (
    DurationRatio,
    Ham2PoseNdtw,
    Ham2PoseNdtwFastDtw,
    PtDtw,
    SlrtpDtwMje,
    SlrtpDtwMjeFastDtw,
    TotalDistance,
)
from signary.evaluation.errors import LengthMismatchError, MissingJointError
from signary.evaluation.fast_dtw import fast_dtw_path
from signary.evaluation.progressive import cut_at_counter
from signary.io.errors import InputError
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence


def pair(seed, layout="phoenix50", longest=8):
    random = np.random.default_rng(1000 + seed)
    return [make_sequence(at * 100 + seed, int(random.integers(2, longest)), layout) for at in range(2)]


def two_frames(first, second, layout="phoenix50"):
    """All joints at one number in the first frame, at another in the second."""
    size = get_layout(layout).num_features
    return PoseSequence(np.array([[first] * size, [second] * size], np.float32), get_layout(layout), 25.0)


def test_pt_dtw_is_its_definition():
    for seed in range(50):
        random = np.random.default_rng(seed)
        counters = [random.random(9).tolist(), random.random(9).tolist()]
        reference, hypothesis = (
            make_sequence(seed + 100 * at, 9 - at, metadata={"counter": counter}) for at, counter in enumerate(counters)
        )
        first = reference.values[: max(1, np.argmax(counters[0]))].astype(float)
        second = hypothesis.values[: max(1, np.argmax(counters[1][:8]))].astype(float)
        expected = dtw(np.array([[np.abs(a - b).sum() for b in second] for a in first])) / len(first)
        assert PtDtw().score(reference, hypothesis) == pytest.approx(expected, rel=1e-6)


def test_pt_dtw_by_hand():
    # Counters 0, 1/2: only the first frames are left; 150 coordinates differ by 2.
    assert PtDtw().score(two_frames(0, 5), two_frames(2, 7)) == pytest.approx(300)
    # The counter of the reference is largest at the third frame: two of four frames are left, both 150 away.
    values = np.repeat([[0.0], [0.0], [9.0], [9.0]], 150, 1)
    reference = PoseSequence(values, get_layout("phoenix50"), 25.0, None, {"counter": [0.0, 0.3, 0.9, 0.2]})
    assert PtDtw().score(reference, two_frames(1, 9)) == pytest.approx(2 * 150 / 2)


@pytest.mark.parametrize(
    ("counter", "left"), [([0.0, 0.25, 0.5, 0.75], 3), ([0.9, 0.1, 0.2, 0.3], 1), ([0.1, 0.9, 0.9, 0.0], 1), (None, 3)]
)
def test_the_frame_of_the_largest_counter_is_cut(counter, left):
    sequence = make_sequence(0, 4, metadata={} if counter is None else {"counter": counter})
    assert len(cut_at_counter(sequence)) == left


@pytest.mark.parametrize("metric", [SlrtpDtwMje(), SlrtpDtwMjeFastDtw()], ids=["exact", "fastdtw"])
def test_slrtp_dtw_mje_is_its_definition(metric):
    for seed in range(50):
        pairs = [pair(seed, "phoenix50", 14), pair(seed + 500, "phoenix50", 14)]
        distances = []
        for reference, hypothesis in pairs:
            first, second = reference.joints.astype(float), hypothesis.joints.astype(float)
            cost = np.array([[euclidean(a, b) for b in second] for a in first])
            steps = path(cost)
            if isinstance(metric, SlrtpDtwMjeFastDtw):
                steps = [(i, j) for j, i in fast_path(list(second), list(first), euclidean)]
            distances += [np.linalg.norm(first[i] - second[j], axis=1) for i, j in steps]
        found = metric.corpus(*zip(*pairs, strict=True))
        assert found.mean == pytest.approx(np.concatenate(distances).mean(), rel=1e-6)


def euclidean(first, second):
    return np.sqrt(((first - second) ** 2).sum())


@pytest.mark.parametrize("radius", [1, 2])
def test_fast_dtw_is_its_definition_ties_and_all(radius):
    for seed in range(50):
        random = np.random.default_rng(seed)
        first, second = (random.integers(0, 4, (random.integers(1, 30), 2)).astype(float) for _ in range(2))
        expected = fast_path(list(first), list(second), euclidean, radius)
        assert fast_dtw_path(first, second, cdist, radius).tolist() == [list(step) for step in expected]


def test_slrtp_dtw_mje_by_hand():
    # Path (0, 0), (1, 1); joints are √3·1 and √3·2 away.
    assert SlrtpDtwMje().score(two_frames(0, 5), two_frames(1, 7)) == pytest.approx(np.sqrt(3) * 1.5)


def test_total_distance_and_duration_are_their_definitions():
    for seed in range(50):
        pairs = [pair(seed), pair(seed + 500), pair(seed + 900)]
        ways = {side: ([], []) for side in ("left", "right")}
        for side, lengths in ways.items():
            for reference, hypothesis in pairs:
                for sequence, length in zip((reference, hypothesis), lengths, strict=True):
                    wrist = sequence.joints[:, sequence.layout.index(f"{side}_wrist")].astype(float)
                    length.append(sum(np.linalg.norm(b - a) for a, b in zip(wrist[:-1], wrist[1:], strict=True)))
        expected = np.mean([np.mean(hypotheses) / np.mean(references) for references, hypotheses in ways.values()])
        corpora = tuple(zip(*pairs, strict=True))
        assert TotalDistance().corpus(*corpora).mean == pytest.approx(expected, rel=1e-6)
        durations = np.mean([len(hypothesis) / len(reference) for reference, hypothesis in pairs])
        assert DurationRatio().corpus(*corpora).mean == pytest.approx(durations)


def test_total_distance_by_hand():
    assert TotalDistance().score(two_frames(0, 2), two_frames(0, 1)) == pytest.approx(0.5)
    assert DurationRatio().score(two_frames(0, 2), two_frames(0, 2)[:1]) == 0.5


def prepared(sequence):
    """Ham2Pose's normalisation, one step after another."""
    points, certainty = sequence.joints.astype(float), sequence.certainty.copy()
    layout = sequence.layout
    left, right = points[:, layout.index("left_shoulder")], points[:, layout.index("right_shoulder")]
    points = points / np.mean([np.linalg.norm(a - b) for a, b in zip(left, right, strict=True)])
    points = points - [np.nanmin(points[..., axis]) for axis in range(points.shape[2])]
    certainty[certainty <= 0.2] = 0
    face = list(layout.articulators["face"])
    shown = [
        (row[layout.index("left_wrist")] + row[layout.index("right_wrist")] > 0)
        and (not face or row[face].sum() > len(face) / 2)
        for row in certainty
    ]
    first, last = shown.index(True), len(shown) - 1 - shown[::-1].index(True)
    points[certainty == 0] = np.nan
    return points[first : last + 1]


def masked_cost(place, other):
    """Of a keypoint in the reference and in the hypothesis."""
    if np.isnan(place).any():
        return 0.0
    return np.linalg.norm(place) / 2 if np.isnan(other).any() else np.linalg.norm(place - other)


def with_holes(sequence, random):
    """Keypoints of all confidences, but with shoulders, and with a face and a wrist in the first frame."""
    layout = sequence.layout
    certainty = random.choice([0.0, 0.1, 0.7, 1.0], size=sequence.certainty.shape, p=[0.15, 0.1, 0.25, 0.5])
    certainty[:, [layout.index("left_shoulder"), layout.index("right_shoulder")]] = 1
    certainty[0, [layout.index("left_wrist"), *layout.articulators["face"]]] = 1
    return PoseSequence.masked(sequence.values, layout, 25.0, certainty)


@pytest.mark.parametrize("layout", ["openpose137", "phoenix50"])
@pytest.mark.parametrize("metric", [Ham2PoseNdtw(), Ham2PoseNdtwFastDtw()], ids=["exact", "fastdtw"])
def test_ham2pose_is_its_definition(metric, layout):
    arms = [f"{side}_{joint}" for side in ("left", "right") for joint in ("shoulder", "elbow", "wrist")]
    known = get_layout(layout)
    chosen = [known.index(name) for name in ("nose", "neck", "pelvis", *arms) if name in known.joints]
    chosen += [*known.parts["left_hand"], *known.parts["right_hand"]]
    assert len(chosen) == {"openpose137": 51, "phoenix50": 50}[layout]
    for seed in range(50):
        random = np.random.default_rng(seed)
        both = [with_holes(sequence, random) for sequence in pair(seed, layout, 7)]
        first, second = (prepared(sequence) for sequence in both)
        distances = []
        for j in chosen:
            cost = np.array([[masked_cost(a, b) for b in second[:, j]] for a in first[:, j]])
            distances.append(dtw(cost))
            if isinstance(metric, Ham2PoseNdtwFastDtw):
                steps = fast_path(list(second[:, j]), list(first[:, j]), lambda hyp, ref: masked_cost(ref, hyp))
                distances[-1] = sum(cost[t, s] for s, t in steps)
        assert metric.score(*both) == pytest.approx(np.mean(distances), rel=1e-6)


def test_ham2pose_by_hand():
    layout = get_layout("phoenix50")
    reference = np.zeros((2, 50, 3), np.float32)
    reference[:, layout.index("left_shoulder"), 0] = 2
    hypothesis = reference.copy()
    hypothesis[:, layout.index("neck"), 0] = 1
    one, other = (PoseSequence(values, layout, 25.0) for values in (reference, hypothesis))
    # In shoulder widths the neck is half a unit away in both frames, one of 50 keypoints.
    assert Ham2PoseNdtw().score(one, other) == pytest.approx(2 * 0.5 / 50)
    # Lost in the reference it costs nothing; the shoulder, 1 from the origin, lost in the hypothesis costs half of 1.
    assert Ham2PoseNdtw().score(lose(one, [0, 1], [layout.index("neck")]), other) == 0
    lost = lose(one, [0], [layout.index("left_shoulder")])
    assert Ham2PoseNdtw().score(one, lost) == pytest.approx(0.5 / 50)


METRICS = [
    *(PtDtw(), SlrtpDtwMje(), SlrtpDtwMjeFastDtw(), Ham2PoseNdtw(), Ham2PoseNdtwFastDtw()),
    *(TotalDistance(), DurationRatio()),
]


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.signature.name)
def test_padding_never_changes_a_score(metric):
    reference, hypothesis = pair(3)
    expected = metric.score(reference, hypothesis)
    assert metric.score(pad(reference, 4), hypothesis) == expected
    assert metric.score(reference, pad(hypothesis, 1)) == expected
    corpora = [reference, hypothesis], [hypothesis, reference]
    padded = [pad(reference, 3), hypothesis], [hypothesis, pad(reference, 2)]
    assert metric.corpus(*corpora).mean == metric.corpus(*padded).mean


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.signature.name)
def test_missing_joints_are_handled_as_the_signature_says(metric):
    reference, hypothesis = make_sequence(0, 5), make_sequence(1, 6)
    wrist = reference.layout.index("right_wrist")
    holes = lose(hypothesis, [2], [wrist])
    if metric.signature.missing == "refused":
        with pytest.raises(MissingJointError, match="a missing one in frame 2"):
            metric.score(reference, holes)
    else:
        assert np.isfinite(metric.score(reference, holes))
        assert (metric.score(reference, holes) != metric.score(reference, hypothesis)) == (
            metric.signature.missing != "irrelevant"
        )


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda: PtDtw().score(make_sequence(0, 4, metadata={"counter": [0.1]}), make_sequence(0, 4)),
         LengthMismatchError, "counter: expected a number for each of 4 frames"),
        (lambda: PtDtw().score(make_sequence(0, 2, metadata={"counter": [0.1, np.nan]}), make_sequence(0, 4)),
         InputError, "counter: expected finite numbers"),
        (lambda: TotalDistance().score(two_frames(1, 1), two_frames(0, 1)),
         InputError, "references: expected path-length above 0"),
        (lambda: Ham2PoseNdtw().score(two_frames(1, 1), two_frames(0, 1)),
         MissingJointError, "shoulders that are apart"),
        (lambda: TotalDistance().score(pad(make_sequence(0, 3)[:0], 2), make_sequence(0, 3)),
         InputError, "reference: expected at least one frame"),
    ],
)  # fmt: skip
def test_mistakes_are_named(call, kind, words):
    with pytest.raises(kind, match=words):
        call()
