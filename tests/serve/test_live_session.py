"""What a session does of itself: when the body rests, what is late, what is counted; with a clock that is told."""

import json

import numpy as np
import pytest

from signary.io.errors import InputError
from signary.pose import PoseSequence, get_layout
from signary.serve.chunk_encoding import MAGIC, decode_chunk, encode_chunk, rounded
from signary.serve.live_session import LiveSession
from signary.serve.server_settings import ServerLimits, ServerSettings
from signary.serve.stream_messages import Start
from signary.streaming.pool import SessionPool
from signary.streaming.session import PoseChunk, StreamSettings


class Clock:
    """Tells the seconds that it was told."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


class Told:
    """A session, its pool, its clock, and what it sends."""

    def __init__(self, bundle, **start):
        self.pool, self.clock, self.sent = SessionPool(bundle), Clock(), []
        pooled = self.pool.open(StreamSettings(bundle.language("asl")))
        fields = {"type": "start", "language": "asl", "credits": 100, **start}
        self.session = LiveSession(
            pooled, Start(**fields), ServerLimits(), lambda said: self.sent.append(json.loads(said)), self.clock
        )

    def step(self):
        """As the engine does; what is counted of the chunks."""
        self.session.prepare()
        if not self.session.wants_step:
            return []
        return [self.session.send(chunk) for _, chunk in self.pool.step([self.session.pooled])]


def test_rest_is_made_two_chunks_ahead_of_time(tiny):
    told = Told(tiny, idle=True)
    for _ in range(10):
        told.step()
    # Three are more than two ahead: 0.48 s of motion, of which nothing is shown yet.
    assert len(told.sent) == 3
    assert 0 < told.session.next_look <= 0.16 + 1e-9
    told.clock.now += told.session.next_look
    told.step()
    assert len(told.sent) == 4
    assert {chunk["idle"] for chunk in told.sent} == {True}


def test_a_chunk_is_late_only_if_the_one_before_is_over_and_it_was_asked_for(tiny):
    told = Told(tiny)
    told.session.add_text("Mother eats bread. ", 0.0)
    (first,) = told.step()
    assert (first.late, first.waited) == (False, 0.0)
    told.clock.now += 0.1
    assert [made.late for made in told.step()] == [False]
    told.clock.now += 0.5
    assert [made.late for made in told.step()] == [True]
    # Nothing was asked for meanwhile: what comes then is not late.
    told.session.credits = 1
    told.step()
    told.clock.now += 5.0
    told.session.credits = 10
    assert [made.late for made in told.step()] == [False]


def test_the_first_chunk_waits_from_the_text_that_it_is_of(tiny):
    told = Told(tiny)
    told.session.add_text("Mother eats ", 0.0)
    told.step()
    told.clock.now = 0.7
    told.session.add_text("bread. ", 0.7)
    told.clock.now = 0.75
    (made,) = told.step()
    assert made.waited == pytest.approx(0.05)


def test_credits_beyond_the_most_are_refused_and_change_nothing(tiny):
    told = Told(tiny, credits=99)
    told.session.add_credits(1)
    with pytest.raises(InputError, match="chunks: expected at most 100 chunks that are asked for, got 101"):
        told.session.add_credits(1)
    assert told.session.credits == 100


def test_a_session_with_nothing_to_do_is_never_looked_at(tiny):
    assert Told(tiny).session.next_look is None
    assert Told(tiny, idle=True, credits=0).session.next_look is None


@pytest.mark.parametrize("text", [None, "Wörter, 词, 🤟"])
def test_a_binary_chunk_is_read_as_it_was(text):
    values = np.random.default_rng(0).uniform(-3, 3, (3, 133)).astype(np.float32)
    pose = PoseSequence(values=values, fps=25.0, layout=get_layout("smplx"))
    content = encode_chunk(PoseChunk(7, pose, text, None, "Wörter"), binary=True)
    header, read = decode_chunk(content)
    assert (content[:4], header["start"], header["frames"], header["text"]) == (MAGIC, 7, 3, text)
    assert int.from_bytes(content[4:8], "little") % 4 == 0
    assert np.abs(read - values).max() < 1e-3


def test_missing_numbers_are_null_in_json():
    assert rounded(np.array([[1.234567, np.nan]], np.float32)) == [[1.23457, None]]


@pytest.mark.parametrize(
    ("fields", "argument"),
    [({"port": -1}, "port"), ({"token": ""}, "token"), ({"token": "ä"}, "token"), ({"frames": ("x",)}, "frames")],
)
def test_settings_that_cannot_be_are_named(fields, argument):
    with pytest.raises(InputError) as error:
        ServerSettings(**fields)
    assert error.value.argument == argument


@pytest.mark.parametrize("name", ["text", "sessions", "queue", "connections", "patience"])
def test_limits_that_cannot_be_are_named(name):
    with pytest.raises(InputError, match=f"max_{name}: expected at least 1, got 0"):
        ServerLimits(**{name: 0})
