"""Average Token Delay: by hand, and as a literal restatement with chunks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.evaluation.token_delay import TimedSign, average_token_delay
from signary.io.errors import InputError


def test_by_hand():
    # Each sign is decided with its word and shown in the next half second.
    arrivals = [1.0, 2.0, 3.0]
    prompt = [TimedSign(at, at + 0.5, number) for number, at in enumerate(arrivals, start=1)]
    assert average_token_delay(arrivals, prompt) == pytest.approx(0.5)
    # All at the end, one after another: 4, 5 and 6 against 1, 2 and 3.
    late = [TimedSign(3.0 + at, 4.0 + at, 3) for at in range(3)]
    assert average_token_delay(arrivals, late) == pytest.approx(3.0)
    # Four signs of three words: the last has no word of its number, and is measured against the last.
    assert average_token_delay(arrivals, [*late, TimedSign(6.0, 7.0, 3)]) == pytest.approx((3 + 3 + 3 + 4) / 4)
    # Two signs of the first word: the next one counts as the second, not the third.
    long = [TimedSign(1.0, 1.5, 1), TimedSign(1.5, 2.0, 1), TimedSign(2.0, 2.5, 2)]
    assert average_token_delay(arrivals, long) == pytest.approx((0.5 + 1.0 + 0.5) / 3)


def literal(arrivals, signs):
    chunks = []
    for sign in signs:
        if not chunks or chunks[-1]["known"] != sign.known:
            before = chunks[-1]["known"] if chunks else 0
            chunks.append({"known": sign.known, "x": sign.known - before, "y": []})
        chunks[-1]["y"].append(sign.end)
    total, t = 0.0, 0
    for c, chunk in enumerate(chunks):
        for end in chunk["y"]:
            t += 1
            l_x = sum(one["x"] for one in chunks[:c])
            l_y = sum(len(one["y"]) for one in chunks[:c])
            s = t - max(0, l_y - l_x)
            a = s if s <= l_x + chunk["x"] else l_x + chunk["x"]
            total += end - arrivals[a - 1]
    return total / t


@given(data=st.data())
def test_as_literally(data):
    words = data.draw(st.integers(1, 8))
    gaps = data.draw(st.lists(st.floats(0.1, 2), min_size=words, max_size=words))
    arrivals = [sum(gaps[: at + 1]) for at in range(words)]
    known = sorted(data.draw(st.lists(st.integers(1, words), min_size=1, max_size=10)))
    signs = [TimedSign(float(at), at + 0.7, count) for at, count in enumerate(known)]
    assert average_token_delay(arrivals, signs) == pytest.approx(literal(arrivals, signs))


@pytest.mark.parametrize(
    ("arrivals", "known", "named"),
    [
        ([], [1], "signs"),
        ([1.0], [], "signs"),
        ([2.0, 1.0], [1], "arrivals"),
        ([1.0], [2], "known"),
        ([1.0, 2.0], [2, 1], "known"),
        ([1.0], [0], "known"),
    ],
)
def test_what_cannot_be_measured_is_refused(arrivals, known, named):
    with pytest.raises(InputError, match=named):
        average_token_delay(arrivals, [TimedSign(0.0, 1.0, count) for count in known])
