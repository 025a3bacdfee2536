import numpy as np
import pytest

from signary.pose.formats.tracking import follow_people


def _person(x: float, points: int = 5) -> np.ndarray:
    places = np.stack([x + 10 * np.arange(points), 20.0 * np.arange(points), np.ones(points)], axis=-1)
    return places.astype(np.float32)


def _frames(*frames):
    return [np.array([_person(x) for x in frame], np.float32).reshape(-1, 5, 3) for frame in frames]


@pytest.mark.parametrize(
    ("frames", "numbers"),
    [
        ((), []),
        (([],), [[]]),
        (([1], [2], [3]), [[0], [0], [0]]),
        (([1], [900], [1]), [[0], [0], [0]]),  # one a frame: nobody says that it is somebody else
        (([1, 500], [500, 1]), [[0, 1], [1, 0]]),
        (([500, 1], [1], [2]), [[1, 0], [0], [0]]),  # most frames first
        (([], [1, 500], [], [500]), [[], [1, 0], [], [0]]),
        (([1, 500, 900], [899, 2], [3]), [[0, 2, 1], [1, 0], [0]]),
        (([1, 500], [250], [1, 500]), [[0, 1], [0], [0, 1]]),  # nearest, and among equals the first
        (([1], [900], [1, 900]), [[0], [1], [0, 1]]),
    ],
)
def test_people_are_who_they_were(frames, numbers):
    assert follow_people(_frames(*frames)) == numbers


def test_nobody_has_one_number_twice_whatever_the_order(rng):
    where = np.array([0.0, 300.0, 600.0, 900.0])
    frames, who = [], []
    for _ in range(50):
        order = rng.permutation(4)[: rng.integers(0, 5)]
        who.append(order)
        frames.append([where[one] + rng.uniform(-20, 20) for one in order])
    numbers = follow_people(_frames(*frames))
    assert [len(set(frame)) for frame in numbers] == [len(order) for order in who]
    pairs = {
        (int(one), number)
        for order, frame in zip(who, numbers, strict=True)
        for one, number in zip(order, frame, strict=True)
    }
    assert len(pairs) == 4
    counts = [sum(number in frame for frame in numbers) for number in range(4)]
    assert counts == sorted(counts, reverse=True)
