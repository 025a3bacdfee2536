"""How far motion is behind text that still comes: Average Token Delay, and seconds from a word to its sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from signary.io.errors import InputError


class TimedSign(NamedTuple):
    """A sign that was shown while words came.

    Attributes:
        start: When it begins, in seconds.
        end: When it is over.
        known: How many words had come when it was decided.
    """

    start: float
    end: float
    known: int


def average_token_delay(arrivals: Sequence[float], signs: Sequence[TimedSign]) -> float:
    """Average Token Delay of a sentence (Kano, Sudoh and Nakamura, Interspeech 2023), in seconds.

    ATD  = 1/|y| Σ_t (T(y_t) − T(x_a(t)))
    a(t) = min(s(t), L(x^c(t)))
    s(t) = t − max(0, L(y^(c(t)−1)) − L(x^(c(t)−1)))

    T is when a token is over: the input's words x when they have come, the output's signs y when they were shown, which
    is why long output counts. c(t) is the chunk of y_t, L the length up to a chunk; a chunk is what came between two
    decisions, and the signs that were decided then. So each sign is measured against the word of its own number, less
    what was shown too much before, and never against one that had not come.

    Args:
        arrivals: When each word has come, ascending.
        signs: In the order of signing.

    Returns:
        Seconds; what is shown before the word of its number would count negative.

    Raises:
        InputError: If there is no word or no sign, or a sign was decided before any word or before the sign before it.
    """
    _check(arrivals, signs)
    total = 0.0
    for number, sign in enumerate(signs, start=1):
        # Words and signs of the chunks before that of this sign.
        before = [other for other in signs[: number - 1] if other.known < sign.known]
        words_before = before[-1].known if before else 0
        too_many = max(0, len(before) - words_before)
        word = min(number - too_many, sign.known)
        total += sign.end - arrivals[word - 1]
    return total / len(signs)


def _check(arrivals: Sequence[float], signs: Sequence[TimedSign]) -> None:
    if not arrivals or not signs:
        raise InputError("signs", "at least one sign, and one word", f"{len(signs)} and {len(arrivals)}")
    if list(arrivals) != sorted(arrivals):
        raise InputError("arrivals", "times that ascend", list(arrivals))
    known = [sign.known for sign in signs]
    if known != sorted(known) or known[0] < 1 or known[-1] > len(arrivals):
        raise InputError("known", f"1 to {len(arrivals)}, ascending", known)
