"""Sessions side by side sign what each would sign alone, whoever comes, goes and waits."""

import threading

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signary.generator.hybridsign import HybridSignConfig, HybridSignModel
from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.streaming.pool import SessionPool
from signary.streaming.session import SignStream, StreamSettings
from tests.pointing_text_to_sign import pointing

__all__ = ["pointing"]

TEXTS = (
    "Hello!",
    "Mother eats bread.",
    "Mother did not eat bread. Anna eats.",
    "Hello! Mother eats bread. Hello!",
    "...",
    "Gr\ufffdn. Hello!",
    "Anna eats bread, and mother eats bread, and Anna does not eat bread.",
)


def refined(bundle, **facts):
    """The bundle with a refiner that was never trained, but moves everything."""
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "joint_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2, "coarse_sigma": 0.1}
    config = HybridSignConfig(**sizes, text_size=bundle.generator.config.d_model, window=8, **facts)
    refiner = HybridSignModel(config).eval()
    refiner.set_statistics(bundle.motion_tokenizer.mean, bundle.motion_tokenizer.std)
    for parameter in refiner.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    return bundle.with_refiner(refiner)


@pytest.fixture(scope="module")
def bundles(tiny, pointing):
    """Models with and without a pointer and a refiner."""
    return {
        "plain": tiny,
        "refining": refined(tiny),
        "recurrent": refined(tiny, mixer="rnn"),
        "pointing": pointing,
        "pointing and looking ahead": refined(pointing, lookahead=4, smoothing=1.0, seam_frames=2.0),
    }


KINDS = ("plain", "refining", "recurrent", "pointing", "pointing and looking ahead")


@pytest.fixture
def assert_equal_chunks(assert_same_motion):
    """Compare chunks of two sessions."""

    def check(chunks, expected):
        told = [
            [(one.start, len(one.pose), one.text, one.message, one.word, one.method, one.account) for one in each]
            for each in (chunks, expected)
        ]
        assert told[0] == told[1]
        for one, other in zip(chunks, expected, strict=True):
            assert_same_motion(one.pose.values, other.pose.values)

    return check


@st.composite
def visitors(draw):
    """Who comes when, says what and how, and which steps it sits out."""
    method = draw(st.sampled_from(["model", "model", "auto", "signer"]))
    how = {"method": method, "chunk_frames": draw(st.sampled_from([1, 3, 4, 7]))}
    if method != "signer":
        how["refine"], how["flow_steps"] = draw(st.booleans()), draw(st.sampled_from([1, 2]))
        how["max_new_tokens"] = draw(st.sampled_from([None, None, 5]))
    return {
        "comes": draw(st.integers(0, 6)),
        "texts": draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=2)),
        "settings": how,
        "waits": draw(st.integers(2, 5)),
        "rests": draw(st.sampled_from([0, 0, 3])),
    }


def alone(bundle, visitor, language):
    """What the visitor would see alone."""
    session, chunks = SignStream(bundle, StreamSettings(language, **visitor["settings"])), []
    for text in visitor["texts"]:
        chunks += session.push(text)
        chunks += session.flush()
        if visitor["rests"]:
            chunks += session.idle(visitor["rests"])
    return chunks


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(guests=st.lists(visitors(), min_size=2, max_size=4))
def test_each_signs_as_alone(bundles, assert_equal_chunks, kind, guests):
    bundle = bundles[kind]
    known = [resolve(name) for name in bundle.processor.vocabulary.languages]
    languages = [known[at % len(known)] for at in range(len(guests))]
    pool, sessions, seen = SessionPool(bundle), {}, {}
    for turn in range(2000):
        for at, guest in enumerate(guests):
            if guest["comes"] == turn:
                sessions[at] = pool.open(StreamSettings(languages[at], **guest["settings"]))
                seen[sessions[at]] = []
                for text in guest["texts"]:
                    sessions[at].push(text)
                    sessions[at].flush()
                    if guest["rests"]:
                        sessions[at].idle(guest["rests"])
        asked = [session for at, session in sessions.items() if (turn + at) % guests[at]["waits"]]
        for session, chunk in pool.step(asked):
            assert session in asked
            seen[session].append(chunk)
        if len(sessions) == len(guests) and not any(session.busy for session in sessions.values()):
            break
    for at, guest in enumerate(guests):
        assert_equal_chunks(seen[sessions[at]], alone(bundle, guest, languages[at]))
        assert sessions[at].frames == sum(len(chunk.pose) for chunk in seen[sessions[at]])


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_cancelled_goes_on_and_disturbs_nobody(bundles, assert_equal_chunks, kind):
    bundle, language = bundles[kind], resolve("asl")
    pool, seen = SessionPool(bundle), {}
    for _ in range(3):
        seen[pool.open(StreamSettings(language))] = []
    left, cancelled, stays = seen
    for session in seen:
        session.push("Mother eats bread. Hello! Mother")
    for turn in range(400):
        for session, chunk in pool.step():
            seen[session].append(chunk)
        if turn == 1:
            left.close()
        if turn == 2:
            cancelled.cancel()
            assert not cancelled.busy
            cancelled.push("Hello! ")
        if turn == 3:
            stays.flush()
        if not any(session.busy for session in seen):
            break
    expected = SignStream(bundle, StreamSettings(language))
    whole = [*expected.push("Mother eats bread. Hello! Mother"), *expected.flush()]
    assert_equal_chunks(seen[stays], whole)
    assert_equal_chunks(seen[left], whole[:2])
    expected = SignStream(bundle, StreamSettings(language))
    pulled = expected.push("Mother eats bread. Hello!")
    first = [next(pulled) for _ in range(3)]
    assert_equal_chunks(seen[cancelled], [*first, *expected.push("Hello! ")])
    assert list(pool.sessions) == [cancelled, stays]


@pytest.mark.parametrize("kind", KINDS)
def test_the_weights_are_passed_once_for_all(bundles, kind, monkeypatch):
    """Steps of those that wait at the same time are one batch, for every network."""
    bundle, rows = bundles[kind], []
    model = type(bundle.generator)
    steps = model.next_steps
    monkeypatch.setattr(model, "next_steps", lambda model, runs: rows.append(len(runs)) or steps(model, runs))
    pool = SessionPool(bundle)
    for _ in range(6):
        pool.open(StreamSettings(resolve("asl"))).push("Mother eats bread. ")
    while any(session.busy for session in pool.sessions):
        assert len(pool.step()) in (0, 6)
    assert set(rows) == {6}


def test_nothing_is_computed_for_those_that_are_not_asked(tiny, monkeypatch):
    decoded, decode = [], type(tiny.motion_tokenizer).decode
    monkeypatch.setattr(
        type(tiny.motion_tokenizer), "decode", lambda *given: decoded.append(len(given[1])) or decode(*given)
    )
    pool = SessionPool(tiny)
    one, other = (pool.open(StreamSettings(resolve("asl"))) for _ in range(2))
    one.push("Mother eats bread. ")
    other.push("Mother eats bread. ")
    assert (one.busy, other.busy, decoded) == (True, True, [])
    assert [session for session, _ in pool.step([one])] == [one]
    assert [session for session, _ in pool.step([])] == []
    assert decoded == [1]
    assert [session for session, _ in pool.step()] == [one, other]
    assert sum(decoded) == 3


def test_its_end_is_known_with_the_last_chunk(bundles):
    for bundle in bundles.values():
        pool = SessionPool(bundle)
        session, chunks = pool.open(StreamSettings(resolve("asl"), chunk_frames=7)), []
        assert not session.busy
        session.push("Mother eats bread")
        assert not session.busy
        session.flush()
        while session.busy:
            chunks += pool.step()
        assert chunks
        assert pool.step() == []


def test_what_a_network_refuses_is_told_to_who_asked(tiny, monkeypatch):
    pool, encode = SessionPool(tiny), type(tiny.generator).encode
    calls = []

    def refuses(model, input_ids, **others):
        calls.append(len(input_ids))
        if len(calls) == 1 or len(calls) == 3:
            raise InputError("input_ids", "others", "these")
        return encode(model, input_ids, **others)

    sessions = [pool.open(StreamSettings(resolve("asl"))) for _ in range(3)]
    monkeypatch.setattr(type(tiny.generator), "encode", refuses)
    for session in sessions:
        session.push("Hello! ")
    chunks = dict(pool.step())
    assert calls == [3, 1, 1, 1]
    assert [chunks[session].message for session in sessions] == [None, "input_ids: expected others, got these", None]


def test_texts_may_come_from_other_threads_while_it_steps(tiny, assert_equal_chunks):
    pool = SessionPool(tiny)
    session, chunks, ended = pool.open(StreamSettings(resolve("asl"))), [], threading.Event()

    def types():
        for letter in "Mother eats bread. " * 6:
            session.push(letter)
        ended.set()

    writer = threading.Thread(target=types)
    writer.start()
    while not ended.is_set() or session.busy:
        chunks += [chunk for _, chunk in pool.step()]
    writer.join()
    whole = SignStream(tiny, StreamSettings(resolve("asl")))
    assert_equal_chunks(chunks, list(whole.push("Mother eats bread. " * 6)))


def test_what_cannot_be_is_refused(tiny):
    with pytest.raises(InputError, match="threads: expected at least 1, got 0"):
        SessionPool(tiny, threads=0)
    pool = SessionPool(tiny)
    with pytest.raises(InputError, match="signer: expected 0 to 1, got 9"):
        pool.open(StreamSettings(resolve("asl"), signer=9))
    assert not pool.sessions
    session = pool.open(StreamSettings(resolve("asl")))
    with pytest.raises(InputError, match="frames: expected an integer of at least 1, got 0"):
        session.idle(0)
    with pytest.raises(InputError, match="text: expected a text, got bytes"):
        session.push(b"Hello!")
    session.close()
    session.close()
    assert session.closed
    for call in (lambda: session.push("Hello!"), session.flush, session.idle, session.cancel):
        with pytest.raises(InputError, match="session: expected one that is open, got one that was closed"):
            call()
    assert pool.step([session]) == []


def test_rest_is_what_a_session_alone_would_show(tiny):
    pool = SessionPool(tiny)
    session, now = pool.open(StreamSettings(resolve("asl"))), 0.0
    session.text._clock = lambda: now
    session.push("Mother eats bread")
    session.idle(5)
    ((_, chunk),) = pool.step()
    assert (chunk.text, len(chunk.pose), session.busy) == (None, 5, False)
    assert np.allclose(chunk.pose.values, next(SignStream(tiny, session.settings).idle(5)).pose.values)
    now = 1.1
    session.idle(5)
    ((_, chunk),) = pool.step()
    assert chunk.text == "Mother eats bread"
