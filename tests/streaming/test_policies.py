"""Signing before a sentence ends: the same however the text comes, nothing without its word, nothing taken back."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.pose.cross_fade import FADE
from signary.streaming.pool import SessionPool
from signary.streaming.session import SignStream, StreamSettings
from tests.pointing_text_to_sign import pointing
from tests.streaming.test_pool import refined

__all__ = ["pointing"]

TEXT = "Yesterday mother ate bread and Anna did not eat, two mothers ate five."
EARLY = ("wait-1", "wait-3", "clause")
ALL = (*EARLY, "sentence")


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def open_stream(bundle, policy, clock=None, **how):
    return SignStream(bundle, StreamSettings(resolve("asl"), policy=policy, **how), clock or Clock())


def told(chunks):
    return [(chunk.start, chunk.text, chunk.message, chunk.word, chunk.gloss) for chunk in chunks]


def assert_same(chunks, expected):
    assert told(chunks) == told(expected)
    for one, other in zip(chunks, expected, strict=True):
        assert np.array_equal(one.pose.values, other.pose.values)


def said(session, pieces):
    chunks = [chunk for piece in pieces for chunk in session.push(piece)]
    return [*chunks, *session.flush()]


def words_of(text):
    return [word + " " for word in text.split()[:-1]] + [text.split()[-1]]


def run_of(session):
    """What is being signed; of an untrained pointer only its way says which signs were."""
    return session._signing._listening.run


def signed(run):
    return [sign.gloss for sign in run.signed]


def texts(chunks):
    return list(dict.fromkeys(chunk.text for chunk in chunks if chunk.text))


@pytest.fixture(scope="module")
def ahead(pointing):
    """With a refiner that looks ahead."""
    return refined(pointing, lookahead=4, smoothing=1.0, seam_frames=2.0)


@pytest.mark.parametrize("policy", ALL)
def test_a_text_that_comes_at_once_is_the_same_under_every_policy(ahead, policy):
    text = f"{TEXT} Anna ate. Mother ate two"
    assert_same(list(open_stream(ahead, policy).sign(text)), list(open_stream(ahead, "sentence").sign(text)))
    pushed = said(open_stream(ahead, policy), ["Mother ate bread. Anna ate five."])
    assert_same(pushed, said(open_stream(ahead, "sentence"), ["Mother ate bread. Anna ate five."]))


@pytest.mark.parametrize("policy", EARLY)
@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_pieces_change_nothing(pointing, policy, data):
    # The first clause is there before the end; a sentence that has come whole before it begins has nothing to wait for.
    begun = TEXT.index("Anna did not eat, ") + len("Anna did not eat, ")
    cuts = sorted({begun, *data.draw(st.sets(st.integers(1, len(TEXT) - 1), max_size=12))})
    pieces = [TEXT[start:end] for start, end in zip([0, *cuts], [*cuts, len(TEXT)], strict=True)]
    assert_same(said(open_stream(pointing, policy), pieces), said(open_stream(pointing, policy), words_of(TEXT)))


@pytest.mark.parametrize("policy", EARLY)
def test_letters_are_as_words(ahead, policy):
    assert_same(said(open_stream(ahead, policy), list(TEXT)), said(open_stream(ahead, policy), words_of(TEXT)))


@pytest.mark.parametrize("behind", [1, 2, 3])
def test_no_sign_comes_before_the_words_that_it_waits_for(pointing, behind):
    session, words, seen = open_stream(pointing, f"wait-{behind}"), words_of(TEXT), []
    for count, word in enumerate(words[:-1], start=1):
        seen += session.push(word)
        known = "".join(words[:count])
        assert all(chunk.text is None or known.startswith(chunk.text) for chunk in seen)
        assert all(chunk.word in known for chunk in seen if chunk.word)
        if count < behind:
            assert not seen
        else:
            assert all(sign.end <= len(known) for sign in run_of(session).signed)
    assert len(seen) > 10
    run = run_of(session)
    assert list(session.push(words[-1]))
    assert run.signed == run.known.signs


def test_a_clause_waits_for_its_end(pointing):
    session = open_stream(pointing, "clause")
    assert list(session.push("Yesterday mother ate ")) == []
    assert list(session.push("bread, "))
    assert sorted(signed(run_of(session))) == ["BREAD", "EAT", "MOTHER", "YESTERDAY"]
    assert list(session.push("Anna ")) == []


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.sampled_from(["mother", "bread", "ate", "not", "two", "five", "yesterday", "and", "eat,"]),
        min_size=4,
        max_size=7,
    ),
    policy=st.sampled_from(EARLY),
)
def test_what_was_signed_stays_and_nothing_is_lost(pointing, words, policy):
    session, run, before = open_stream(pointing, policy), None, ()
    for word in words:
        list(session.push(word + " "))
        # A run that had no room for another word is over, and the next one begins anew.
        before = before if run_of(session) is run else ()
        run = run_of(session)
        if run is not None:
            assert run.signed[: len(before)] == before
            before = run.signed
    list(session.flush())
    if run is not None:
        assert run.signed == run.known.signs
        assert run.signed[: len(before)] == before


def test_a_body_holds_in_the_middle_of_a_sentence(pointing):
    words = words_of(TEXT)
    session, other = open_stream(pointing, "wait-1"), open_stream(pointing, "wait-1")
    chunks, expected = [], []
    for word in words[:4]:
        chunks += session.push(word)
        expected += other.push(word)
    last = chunks[-1].pose.values[-1]
    rest = list(session.idle(30))
    assert sum(len(chunk.pose) for chunk in rest) == 30
    held = rest[-1]
    assert held.text is None
    assert held.method is None
    assert np.abs(held.pose.values[-1] - held.pose.values[-2]).max() < 1e-6
    after, without = said(session, words[4:]), said(other, words[4:])
    assert [chunk.gloss for chunk in after] == [chunk.gloss for chunk in without]
    moved, plain = (np.concatenate([chunk.pose.values for chunk in each]) for each in (after, without))
    assert np.allclose(moved[FADE:], plain[FADE:], atol=1e-6)
    assert np.abs(moved[0] - held.pose.values[-1]).max() <= np.abs(plain[0] - last).max() + 1e-6


def test_what_is_held_back_is_shown_before_a_body_holds(ahead):
    session = open_stream(ahead, "wait-1")
    list(session.push("Mother "))
    run = run_of(session)
    waiting = len(run.waiting)
    assert waiting
    rest = list(session.idle(waiting + 3))
    assert [(len(chunk.pose), chunk.text) for chunk in rest] == [(waiting, "Mother"), (3, None)]
    assert said(session, ["ate ", "bread."])
    assert signed(run) == ["MOTHER", "EAT", "BREAD"]


@pytest.mark.parametrize("policy", EARLY)
def test_silence_ends_a_sentence(pointing, policy):
    clock = Clock()
    session = open_stream(pointing, policy, clock)
    seen = list(session.push("Yesterday mother ate bread "))
    run = run_of(session)
    clock.now += 0.5
    (rest, *_) = session.idle(2)
    assert len(rest.pose) <= 2
    clock.now += 0.6
    seen += session.idle(2)
    assert texts(seen)[-1] == "Yesterday mother ate bread"
    assert run is None or sorted(signed(run)) == ["BREAD", "EAT", "MOTHER", "YESTERDAY"]
    assert session.text.held == ""
    # At rest now, and no longer in a sentence.
    assert session._signing._listening is None


def test_cancelling_forgets_what_has_come_of_a_sentence(pointing):
    session = open_stream(pointing, "wait-1")
    next(session.push("Yesterday mother ate bread "))
    first = session.frames
    assert texts(said(session, ["Anna ", "ate."])) == ["Anna", "Anna ate."]
    assert session.frames > first
    # What was pulled to its end is not forgotten by what comes next.
    list(session.push("Mother "))
    assert texts(session.push("ate bread.")) == ["Mother ate", "Mother ate bread."]
    session.reset()
    assert_same(said(session, words_of(TEXT)), said(open_stream(pointing, "wait-1"), words_of(TEXT)))


def test_words_that_are_too_many_for_a_prompt_come_in_pieces(pointing):
    words = ["Santana "] * 12 + ["Anna."]
    chunks = said(open_stream(pointing, "wait-2"), words)
    assert any(chunk.message and chunk.message.startswith("cut: ") for chunk in chunks)
    assert not any(chunk.message and "limit" in chunk.message for chunk in chunks)
    last = [one.text for one, other in pairwise(chunks) if not other.text.startswith(one.text)] + [chunks[-1].text]
    assert " ".join(text.strip() for text in last) == "".join(words)


def test_a_limit_of_steps_ends_a_sentence_and_says_so(pointing):
    session = open_stream(pointing, "wait-1", max_new_tokens=6)
    chunks = said(session, words_of(TEXT))
    assert [chunk.message for chunk in chunks if chunk.message] == [
        "cut off by the limit of steps: the end of the sentence is not signed"
    ]
    assert session.frames == 6 * pointing.motion_tokenizer.config.stride
    assert said(session, ["Mother ", "ate."])


def test_letters_that_were_lost_are_told_once(pointing):
    session = open_stream(pointing, "wait-1")
    chunks = said(session, ["Mother ", "ate br\ufffdd ", "and two ", "five. Anna ", "ate."])
    (message,) = [chunk.message for chunk in chunks if chunk.message]
    assert "U+FFFD" in message
    assert [text for text in texts(chunks) if "\ufffd" not in text] == ["Mother", "Anna", "Anna ate."]


@pytest.mark.parametrize("policy", ["wait-0", "wait-", "wait-1000", "wait-3 ", "Clause", "", 3])
def test_other_policies_are_refused(policy):
    with pytest.raises(InputError, match="policy"):
        StreamSettings(resolve("asl"), policy=policy)


def test_who_cannot_sign_early_says_so(tiny, pointing):
    with pytest.raises(InputError, match="pointer"):
        SignStream(tiny, StreamSettings(resolve(tiny.languages[0]), policy="wait-3"))
    for method in ("auto", "signer"):
        with pytest.raises(InputError, match="method model"):
            StreamSettings(resolve("asl"), method=method, policy="clause")


def test_sessions_side_by_side_sign_early_as_alone(ahead, assert_same_motion):
    pool, policies = SessionPool(ahead), ("wait-1", "wait-2", "clause", "sentence")
    sessions = [pool.open(StreamSettings(resolve("asl"), policy=policy)) for policy in policies]
    seen = {session: [] for session in sessions}
    for at, word in enumerate(words_of(TEXT)):
        for session in sessions:
            session.push(word)
        # Some words wait behind others that are being signed.
        for _ in range(1 + at % 4):
            for session, chunk in pool.step():
                seen[session].append(chunk)
    while any(session.busy for session in sessions):
        for session, chunk in pool.step():
            seen[session].append(chunk)
    for session, policy in zip(sessions, policies, strict=True):
        expected = said(open_stream(ahead, policy), words_of(TEXT))
        assert told(seen[session]) == told(expected)
        for one, other in zip(seen[session], expected, strict=True):
            assert_same_motion(one.pose.values, other.pose.values)


def test_a_session_of_a_pool_that_is_cancelled_begins_anew(pointing):
    pool = SessionPool(pointing)
    session = pool.open(StreamSettings(resolve("asl"), policy="wait-1"))
    session.push("Yesterday mother ")
    pool.step()
    session.cancel()
    session.push("Anna ")
    seen = []
    while session.busy:
        seen += [chunk for _, chunk in pool.step()]
    assert texts(seen)[-1] == "Anna"
    assert signed(run_of(session)) == ["#ANNA"]
    session.idle(3)
    (held,) = [chunk for _, chunk in pool.step() if chunk.text is None] or [None]
    assert held is not None


def test_a_decoder_refuses_a_prompt_that_takes_signs_back(pointing):
    session = open_stream(pointing, "wait-1")
    list(session.push("Mother "))
    run, prompter = session._signing._listening.run, pointing.prompter
    other = prompter.known_prompt(prompter.known_words("Bread ate", resolve("asl")))
    encoded = pointing.generator.encode(torch.tensor([other]))
    with pytest.raises(InputError, match="first signs"):
        pointing.generator.read_anew(run.state, encoded)
