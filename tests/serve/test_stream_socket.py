"""Streams over WebSockets: the motion of a stream without a server, credits, held text, rest, cancelling, closing."""

import json
import time
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from signary.language.training_text import LEAST, TrainingText
from signary.serve.chunk_encoding import decode_chunk
from signary.serve.stream_messages import Close
from signary.signer.signer import NOTICE
from signary.signing.rule_based import sign_text
from tests.pointing_text_to_sign import pointing

__all__ = ["pointing"]

TEXT = "Hello! Mother eats bread. Hello!"


class Client:
    """A client that takes one thing after the other."""

    def __init__(self, connection):
        self.connection, self.said = connection, []

    def say(self, kind, **fields):
        self.connection.send(json.dumps({"type": kind, **fields}))

    def start(self, **fields):
        self.say("start", **{"language": "asl", "credits": 100, **fields})
        (said,) = self.until("started")
        return said

    def next(self, timeout=20):
        """The next message: a chunk has its values as an array."""
        message = self.connection.recv(timeout)
        if isinstance(message, bytes):
            header, values = decode_chunk(message)
            return {**header, "values": values}
        told = json.loads(message)
        return {**told, "values": np.array(told["values"], np.float32)} if told["type"] == "chunk" else told

    def until(self, kind):
        """All messages up to one of this type."""
        messages = [self.next()]
        while messages[-1]["type"] != kind:
            messages.append(self.next())
        return messages

    def nothing_comes(self, seconds=0.3):
        try:
            self.connection.recv(seconds)
        except TimeoutError:
            return True
        return False

    def closing(self):
        """Messages up to the end, and why the server closed."""
        messages = []
        try:
            while True:
                messages.append(self.next())
        except ConnectionClosed as end:
            return messages, end.rcvd.code


@contextmanager
def client(served, **options):
    with connect(served.stream, proxy=None, **options) as connection:
        yield Client(connection)


def chunks_of(messages):
    return [message for message in messages if message["type"] == "chunk"]


def together(messages):
    return np.concatenate([chunk["values"] for chunk in chunks_of(messages)])


@pytest.mark.parametrize(
    ("form", "chunk_frames", "tolerance"), [("json", 4, 2e-5), ("binary", 4, 2e-3), ("json", 7, 2e-5)]
)
def test_a_stream_is_the_stream_without_a_server(served, sign, form, chunk_frames, tolerance):
    with client(served) as one:
        told = one.start(format=form, chunk_frames=chunk_frames)
        assert (told["fps"], told["layout"], told["channels"], told["language"]) == (25.0, "smplx", 133, "asl")
        for piece in (TEXT[:10], TEXT[10:]):
            one.say("text", text=piece)
        one.say("flush")
        messages = one.until("signed")
    expected = list(sign.stream(TEXT, "asl", chunk_frames=chunk_frames))
    made = chunks_of(messages)
    assert [(each["start"], each["text"], each["idle"]) for each in made] == [
        (chunk.start, chunk.text, False) for chunk in expected
    ]
    whole = np.concatenate([chunk.pose.values for chunk in expected])
    assert np.allclose(together(messages), whole, atol=tolerance)


@pytest.mark.parametrize("chunk_frames", [4, 7])
def test_a_stream_of_rules_is_the_call(served, chunk_frames):
    with client(served) as one:
        told = one.start(method="signer", chunk_frames=chunk_frames)
        assert (told["method"], told["fps"], told["notice"]) == ("signer", 25.0, NOTICE)
        for piece in (TEXT[:10], TEXT[10:]):
            one.say("text", text=piece)
        one.say("flush")
        messages = one.until("signed")
    assert np.allclose(together(messages), sign_text(TEXT, "asl").pose.values, atol=2e-5)
    made = chunks_of(messages)
    assert {chunk["method"] for chunk in made} == {"signer"}
    accounts = [(chunk["text"], chunk["account"]) for chunk in made if chunk["account"]]
    assert accounts[1] == ("Mother eats bread.", "by rules: 3 words: 3 signed")
    assert {"BREAD", "EAT"} <= {chunk["gloss"] for chunk in made}


def test_rules_are_cancelled_and_wait_for_credits(served):
    with client(served) as one:
        one.start(method="signer", credits=2)
        one.say("text", text="Mother eats bread. Hello! ")
        assert [one.next()["type"] for _ in range(2)] == ["chunk", "chunk"]
        assert one.nothing_comes()
        one.say("cancel")
        assert one.next()["type"] == "cancelled"
        one.say("credits", chunks=90)
        one.say("text", text="Hello! ")
        messages = one.until("signed")
    assert {chunk["text"] for chunk in chunks_of(messages)} == {"Hello!"}
    assert messages[0]["start"] == 8


def test_whichever_suits_a_sentence_signs_it(serve, tiny):
    """A model that says what it was trained on gets what is like it."""
    trained = TrainingText.of(["Mother eats bread."] * LEAST, "en")
    with serve(bundle=replace(tiny, training_text={"asl": trained})) as served, client(served) as one:
        one.start(method="auto")
        one.say("text", text="Mother eats bread. Hello!\n")
        messages = one.until("signed")
    found = {chunk["text"]: chunk["method"] for chunk in chunks_of(messages)}
    assert found == {"Mother eats bread.": "model", "Hello!": "signer"}


def test_a_method_that_there_is_not_is_refused(served):
    with client(served) as one:
        one.say("start", language="asl", method="mixed")
        messages, code = one.closing()
    assert (messages[0]["argument"], code) == ("method", Close.REFUSED)


def test_a_policy_that_the_model_cannot_follow_is_refused(served):
    for policy in ("wait-3", "soon"):
        with client(served) as one:
            one.say("start", language="asl", policy=policy)
            messages, code = one.closing()
        assert (messages[0]["argument"], code) == ("policy", Close.REFUSED)


def test_a_stream_signs_before_a_sentence_ends(serve, pointing):
    with serve(pointing) as early, client(early) as one:
        one.start(policy="wait-1", credits=90)
        one.say("text", text="Mother ate ")
        first = one.next()
        assert (first["type"], first["text"]) == ("chunk", "Mother")
        one.say("text", text="bread.")
        made = chunks_of([first, *one.until("signed")])
    assert list(dict.fromkeys(chunk["text"] for chunk in made)) == ["Mother", "Mother ate", "Mother ate bread."]


def test_no_credit_no_chunk(served):
    with client(served) as one:
        one.start(credits=2)
        one.say("text", text="Mother eats bread. ")
        one.say("flush")
        assert len(chunks_of([one.next(), one.next()])) == 2
        assert one.nothing_comes()
        one.say("credits", chunks=1)
        assert one.next()["type"] == "chunk"
        assert one.nothing_comes()
        one.say("credits", chunks=90)
        assert one.until("signed")[-2]["text"] == "Mother eats bread."


def test_text_without_an_end_is_signed_after_a_second(served):
    with client(served) as one:
        one.start()
        one.say("text", text="Mother eats bread")
        began = time.monotonic()
        messages = one.until("signed")
        assert 0.8 < time.monotonic() - began < 10
        assert messages[0]["text"] == "Mother eats bread"


def test_several_texts_are_one_stream_and_each_is_said_to_be_signed(served):
    with client(served) as one:
        one.start()
        one.say("text", text="Hello! ")
        first = one.until("signed")
        one.say("text", text="Hello! ")
        second = one.until("signed")
    assert chunks_of(second)[0]["start"] == sum(chunk["frames"] for chunk in chunks_of(first))


def test_what_is_cancelled_is_not_signed(served):
    with client(served) as one:
        one.start(credits=1)
        one.say("text", text="Mother eats bread. Hello! Mother eats bread. ")
        assert one.next()["text"] == "Mother eats bread."
        one.say("cancel")
        assert one.next()["type"] == "cancelled"
        one.say("credits", chunks=50)
        assert one.nothing_comes(1.5)
        one.say("text", text="Hello! ")
        messages = one.until("signed")
        assert {chunk["text"] for chunk in chunks_of(messages)} == {"Hello!"}
        assert messages[0]["start"] == 4


def test_the_body_rests_at_the_pace_of_time(served):
    with client(served) as one:
        one.start(idle=True)
        began, made = time.monotonic(), []
        while time.monotonic() - began < 1.5:
            made.append(one.next())
        assert {(chunk["idle"], chunk["text"]) for chunk in made} == {(True, None)}
        frames = sum(chunk["frames"] for chunk in made)
        # 25 frames a second, and what is made two chunks ahead.
        assert 25 * 1.2 < frames < 25 * 1.5 + 3 * 4 + 4
        one.say("text", text="Hello! ")
        messages = one.until("signed")
        assert [chunk["start"] for chunk in chunks_of(messages)][0] <= frames + 8
        assert "Hello!" in {chunk["text"] for chunk in chunks_of(messages)}


def test_without_being_asked_the_body_does_not_move(served):
    with client(served) as one:
        one.start()
        assert one.nothing_comes(0.5)


def test_what_cannot_be_signed_is_a_chunk_with_a_message(served):
    with client(served) as one:
        one.start()
        one.say("text", text="\ufffdabc. ")
        one.say("flush")
        messages = chunks_of(one.until("signed"))
        assert messages[0]["message"].startswith("text: expected text without U+FFFD")
        assert not messages[0]["idle"]


def test_too_much_text_is_refused_as_a_whole_and_the_stream_goes_on(serve):
    with serve(limits={"text": 40}) as small, client(small) as one:
        one.start(credits=1)
        one.say("text", text="Mother eats bread. ")
        one.next()
        one.say("text", text="Mother eats bread. ")
        one.say("text", text="Mother eats bread. Mother eats bread.")
        told = one.next()
        assert (told["type"], told["argument"]) == ("error", "text")
        one.say("credits", chunks=90)
        assert len({chunk["start"] for chunk in chunks_of(one.until("signed"))}) > 5


@pytest.mark.parametrize(
    ("message", "code", "argument"),
    [
        (b"\x00\x01", Close.NOT_TEXT, "message"),
        ("{", Close.NOT_JSON, "message"),
        ("[" * 5000, Close.TOO_LARGE, "message"),
        ('{"a":' * 100 + "1" + "}" * 100, Close.TOO_LARGE, "message"),
        ('{"type": "text", "text": NaN}', Close.REFUSED, "text"),
        ('{"type": "credits", "chunks": 1e400}', Close.REFUSED, "chunks"),
        ('{"type": "credits", "chunks": 1000000000}', Close.REFUSED, "chunks"),
        ('{"type": "credits", "chunks": -1}', Close.REFUSED, "chunks"),
        ('{"type": "credits", "chunks": true}', Close.REFUSED, "chunks"),
        ('{"type": "dance"}', Close.REFUSED, "type"),
        ("{}", Close.REFUSED, "type"),
        ('{"type": "text"}', Close.REFUSED, "text"),
        ('{"type": "text", "text": "a", "more": 1}', Close.REFUSED, "'more'"),
        ('{"type": "text", "type": "stop"}', Close.NOT_JSON, "message"),
        ('{"type": "start", "language": "asl"}', Close.REFUSED, "type"),
        ('{"type": "text", "text": "' + "x" * 70_000 + '"}', Close.TOO_LARGE, None),
        ('{"type": "stop"}', Close.DONE, None),
    ],
)
def test_what_is_no_message_closes_the_stream_by_contract(served, message, code, argument):
    with client(served) as one:
        one.start()
        one.connection.send(message)
        messages, closed = one.closing()
    assert closed == code
    assert [told["argument"] for told in messages if told["type"] == "error"] == ([argument] if argument else [])


@pytest.mark.parametrize(
    ("fields", "argument"),
    [
        ({"type": "text", "text": "Hello!"}, "type"),
        ({"type": "start", "language": "klingon"}, "language"),
        ({"type": "start", "language": "csl"}, "language"),
        ({"type": "start"}, "language"),
        ({"type": "start", "language": "asl", "credits": 101}, "credits"),
        ({"type": "start", "language": "asl", "chunk_frames": 0}, "chunk_frames"),
        ({"type": "start", "language": "asl", "chunk_frames": 51}, "chunk_frames"),
        ({"type": "start", "language": "asl", "format": "xml"}, "format"),
        ({"type": "start", "language": "asl", "idle": "yes"}, "idle"),
    ],
)
def test_a_stream_that_begins_wrongly_is_closed(served, fields, argument):
    with client(served) as one:
        one.connection.send(json.dumps(fields))
        (told,), code = one.closing()
    assert (told["argument"], code) == (argument, Close.REFUSED)


def test_a_stream_that_never_begins_is_closed(served):
    with client(served) as one:
        began = time.monotonic()
        (told,), code = one.closing()
        assert (told["argument"], code) == ("type", Close.REFUSED)
        assert 0.9 < time.monotonic() - began < 5


def test_text_that_is_no_utf_8_is_closed_by_the_socket(served):
    with client(served) as one:
        one.start()
        one.connection.send([b'{"type": "text", "text": "\xff\xfe"}'], text=True)
        assert one.closing()[1] == Close.NOT_JSON


def test_one_stream_too_many_is_refused_until_one_ends(serve):
    with serve(limits={"sessions": 2}) as small, client(small) as one, client(small) as two:
        one.start()
        two.start()
        with client(small) as three:
            three.say("start", language="asl")
            (told,), code = three.closing()
            assert (told["argument"], code) == ("server", Close.BUSY)
        two.say("stop")
        two.closing()
        with client(small) as four:
            four.start()
            four.say("text", text="Hello! ")
            four.until("signed")


def test_a_stream_without_text_ends(serve):
    with serve(limits={"silence": 0.5}) as strict, client(strict) as one:
        one.start(idle=True)
        assert one.closing()[1] == Close.SILENT


def test_the_token_may_come_in_the_header_or_with_the_start(serve):
    with serve(token="mine") as locked:
        with client(locked) as one:
            one.say("start", language="asl")
            (told,), code = one.closing()
            assert (told["argument"], code) == ("token", Close.REFUSED)
        with client(locked) as two:
            two.start(token="mine")
        with client(locked, additional_headers={"Authorization": "Bearer mine"}) as three:
            three.start()


def test_pages_of_others_cannot_open_streams(serve, served):
    with pytest.raises(InvalidStatus), client(served, origin="https://evil.example"):
        pass
    with client(served, origin=served.url) as own:
        own.start()
    with serve(cors=("https://good.example",)) as open_to, client(open_to, origin="https://good.example") as other:
        other.start()


def test_nothing_is_left_of_streams_that_were_dropped(served):
    for _ in range(5):
        with connect(served.stream, proxy=None) as connection:
            one = Client(connection)
            one.start()
            one.say("text", text="Mother eats bread. " * 5)
            one.next()
            connection.socket.close()
    until = time.monotonic() + 10
    while served.running.sessions or served.running.engine._sessions:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_streams_side_by_side_are_each_as_alone(served, sign):
    texts = ["Hello!", "Mother eats bread.", TEXT]
    expected = [np.concatenate([chunk.pose.values for chunk in sign.stream(text, "asl")]) for text in texts]
    with client(served) as one, client(served) as two, client(served) as three:
        for each, text in zip((one, two, three), texts, strict=True):
            each.start()
            each.say("text", text=text)
            each.say("flush")
        for each, motion in zip((one, two, three), expected, strict=True):
            assert np.allclose(together(each.until("signed")), motion, atol=2e-5)


def test_a_fault_of_the_server_ends_its_streams_and_no_others(serve, monkeypatch):
    with serve() as served:
        with client(served) as one, client(served) as two:
            one.start()
            two.start()

            def fail(sessions):
                raise ZeroDivisionError("a fault")

            monkeypatch.setattr(served.running.engine._pool, "step", fail)
            one.say("text", text="Hello! ")
            assert one.closing() == ([], Close.FAULT)
            assert two.closing() == ([], Close.FAULT)
        with client(served) as three:
            three.start()
            three.say("text", text="Hello! ")
            assert chunks_of(three.until("signed"))
        page = served.request("GET", "/metrics").text
        assert "signary_faults_total 1.0" in page
        assert 'signary_streams_closed_total{code="1011"} 2.0' in page


def test_codes_of_clients_make_no_counters(serve):
    with serve() as served:
        for code in (1000, 3001, 4999):
            with client(served) as one:
                one.start()
                one.connection.close(code)
        until = time.monotonic() + 10
        while served.running.sessions:
            assert time.monotonic() < until
        lines = [
            line for line in served.request("GET", "/metrics").text.splitlines() if "streams_closed_total{" in line
        ]
        assert lines == [
            'signary_streams_closed_total{code="1000"} 1.0',
            'signary_streams_closed_total{code="other"} 2.0',
        ]


@pytest.mark.parametrize("wanted", [False, True])
def test_text_of_streams_is_logged_only_if_that_is_asked_for(serve, caplog, wanted):
    caplog.set_level("INFO", "signary.serve")
    with serve(log_text=wanted) as served, client(served) as one:
        one.start()
        one.say("text", text="Hello! ")
        one.until("signed")
    private = [record.private for record in caplog.records if record.getMessage() == "text"]
    assert private == ([{"text": "Hello! "}] if wanted else [])
