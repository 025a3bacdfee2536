"""Who is who from frame to frame, for detectors that number the people of every frame anew.

OpenPose lists people in an order that may change, and finds somebody in a curtain for a frame or two. People are
followed by where they are: each goes on as whoever was seen nearest before, as far as about their own size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from signary.io.errors import InputError
from signary.pose.formats.people import choose_person

#: Farther than this many sizes of a person nobody moves between two frames, if there is somebody else to be.
_FAR = 0.5


def follow_person(people: Mapping[int, np.ndarray], person: int | None) -> tuple[np.ndarray, int, int]:
    """One person of numbered frames.

    Args:
        people: Number of a frame -> points of shape (people, points, 3): x, y and confidence.
        person: Which person, from 0 for who is seen in most frames; the default.

    Returns:
        The points of every frame from the first to the last, 0 where the person is not seen; which person, and how
        many there are.

    Raises:
        InputError: If nobody is seen, or there is no such person.
    """
    frames = dict(sorted(people.items()))
    first, most = min(frames), max(map(len, frames.values()))
    if not most:
        raise InputError("person", "a folder with people", "nobody")
    who = choose_person(person, [True] * most)
    table = np.zeros((max(frames) - first + 1, *frames[first].shape[1:]), dtype=np.float32)
    for (number, frame), places in zip(frames.items(), follow_people(list(frames.values())), strict=True):
        for points, place in zip(frame, places, strict=True):
            if place == who:
                table[number - first] = points
    return table, who, most


def follow_people(frames: Sequence[np.ndarray]) -> list[list[int]]:
    """Numbers for the people of every frame; equal numbers are one person.

    Number 0 is who is seen in most frames, and so on; among equals who is listed first. There are as many numbers as
    the fullest frame has people.

    Args:
        frames: A frame each, points of shape (people, points, 3): x, y and confidence, which is 0 for missing points.

    Returns:
        A list a frame: the number of each of its people.
    """
    count = max((len(people) for people in frames), default=0)
    if count <= 1:
        return [[0] * len(people) for people in frames]
    last: np.ndarray | None = None  # (count, points, 3), where everybody was seen last; confidence 0 before
    times, places = np.zeros(count, dtype=int), []
    for people in frames:
        if last is None and len(people):
            last = np.zeros((count, *people.shape[1:]))
        places.append(_assign(people, last) if last is not None and len(people) else [])
        for person, place in zip(people, places[-1], strict=True):
            if last is not None and (person[:, 2] > 0).any():
                last[place], times[place] = person, times[place] + 1
    rank = np.empty(count, dtype=int)
    rank[np.argsort(-times, kind="stable")] = np.arange(count)
    return [[int(rank[place]) for place in frame] for frame in places]


def _assign(people: np.ndarray, last: np.ndarray) -> list[int]:
    """A place each, nearest pairs first."""
    costs = _distances(people, last)
    places = [-1] * len(people)
    free = set(range(len(last)))
    for flat in np.argsort(costs, axis=None, kind="stable"):
        person, place = divmod(int(flat), len(last))
        if places[person] < 0 and place in free:
            places[person] = place
            free.discard(place)
    return places


def _distances(people: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Distances (people, places) in sizes of who was there; `_FAR` where nobody was or is seen."""
    sure, known = people[:, :, 2] > 0, last[:, :, 2] > 0
    seen, before = np.asarray(sure.any(1)), np.asarray(known.any(1))
    both = sure[:, None] & known[None]  # (people, places, points)
    apart = np.linalg.norm(people[:, None, :, :2] - last[None, :, :, :2], axis=-1)
    shared = (apart * both).sum(-1) / np.maximum(both.sum(-1), 1)
    # Who shows other points than before is as far away as the middles are.
    middles = [
        (each[..., :2] * there[..., None]).sum(1) / np.maximum(there.sum(1), 1)[:, None]
        for each, there in ((people, sure), (last, known))
    ]
    between = np.linalg.norm(middles[0][:, None] - middles[1][None], axis=-1)
    high = np.where(known[..., None], last[..., :2], -np.inf).max(1)
    low = np.where(known[..., None], last[..., :2], np.inf).min(1)
    sizes = np.maximum(np.linalg.norm(np.where(before[:, None], high - low, 0), axis=-1), 1.0)
    costs = np.where(both.any(-1), shared, between) / sizes
    return np.where(seen[:, None] & before[None], costs, _FAR)
