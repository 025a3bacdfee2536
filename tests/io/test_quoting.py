import time

import numpy as np
import pytest
import torch

from signary.io.errors import FormatError, InputError, LexiconError
from signary.io.quoting import MAX_QUOTE, cut, quoted


def laughs(levels: int, kind: type = list):
    """A list of ten of the list below it: written out it has 10 to the power of `levels` words."""
    value = "lol"
    for _ in range(levels):
        value = dict.fromkeys(range(10), value) if kind is dict else kind([value] * 10)
    return value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("word", "'word'"),
        (b"x", "b'x'"),
        (12, "12"),
        (-1.5, "-1.5"),
        (None, "None"),
        (True, "True"),
        ([], "[]"),
        ((1,), "(1,)"),
        ({"a": [1, "b"]}, "{'a': [1, 'b']}"),
        ({1}, "{1}"),
        (set(), "set()"),
        ([1, 2, 3, 4, 5], "[1, 2, 3, 4, …]"),
        (np.zeros((3, 2)), "ndarray of shape (3, 2) and float64"),
        (torch.zeros(3, 2), "Tensor of shape (3, 2) and torch.float32"),
        (object(), "object"),
    ],
)
def test_small_values_are_quoted_as_they_are(value, said):
    assert quoted(value) == said


def boxed(value):
    """An array of objects; numpy itself would walk through the lists."""
    box = np.full(1, None)
    box[0] = value
    return box


#: Made in the test: pytest would write them out to name the test.
HUGE = {
    "lists": lambda: laughs(12),
    "tuples": lambda: laughs(12, tuple),
    "dicts": lambda: laughs(12, dict),
    "objects": lambda: boxed(laughs(12)),
    "text": lambda: "x" * 10_000_000,
    "bytes": lambda: b"x" * 10_000_000,
    "name": lambda: {"x" * 10_000_000: "y" * 10_000_000},
    "number": lambda: 10**100_000,
    "numbers": lambda: [-(10**100_000)] * 10,
    "long": lambda: list(range(10**6)),
    "set": lambda: set(range(10**6)),
    "unseen": lambda: "\n\x00\x1b[31m\u2028\ud800" * 1000,
}


@pytest.mark.parametrize("name", HUGE)
def test_quotes_are_short_quick_and_on_one_line(name):
    value = HUGE[name]()
    started = time.process_time()
    said = quoted(value)
    errors = [InputError("x", "y", value), FormatError(str(said) * 100, "y", said * 100)]
    assert time.process_time() - started < 0.5
    assert len(said) <= MAX_QUOTE
    for text in (said, *map(str, errors)):
        assert len(text) < 5000
        assert text.splitlines() == [text]
        text.encode()


def test_a_cut_text_says_so():
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"


def test_names_from_a_file_do_not_flood_a_message():
    error = LexiconError("a.yaml", 3, "x" * 10**6, "y" * 10**6, "a word", ["z" * 10**6] * 10**5)
    assert len(str(error)) < 1000
    assert str(error).startswith("a.yaml, line 3, entry 'xxx")
