"""The end of a server, and connections that are given up: by a signal, in order; slow and silent ones in time."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time

import pytest
from test_stream_socket import chunks_of, client

from signary.cli import main
from signary.retrieval.builder import IsolatedSign, build_dictionary
from signary.serve.stream_messages import Close
from signary.signing.rule_based import sign_text


def test_streams_end_after_their_chunk_and_new_ones_are_refused(serve):
    with serve() as served, client(served) as one, client(served) as late:
        one.start(credits=100)
        one.say("text", text="Mother eats bread. " * 40)
        one.next()
        served.running.files._count(1)  # a file that is still worked on
        served.begin_to_stop()
        messages, code = one.closing()
        assert code == Close.STOPPING
        assert {message["type"] for message in messages} <= {"chunk"}
        assert all(chunk["frames"] == len(chunk["values"]) for chunk in chunks_of(messages))
        late.say("start", language="asl")
        (told,), code = late.closing()
        assert (told["argument"], code) == ("server", Close.STOPPING)
        refused = served.request("GET", "/v1/languages")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        assert served.request("GET", "/health").json()["status"] == "stopping"
        served.running.files._count(-1)


POST = b"POST /v1/sign HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def recv_all(connection, seconds=10):
    connection.settimeout(seconds)
    answer = b""
    while piece := connection.recv(65536):
        answer += piece
    return answer


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HT",
        POST + b"Content-Length: 99\r\n\r\n{",
        POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
    ],
)
def test_whoever_sends_slowly_is_told_and_cut_off(served, sent):
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        connection.sendall(sent)
        began = time.monotonic()
        answer = recv_all(connection)
        assert answer.startswith(b"HTTP/1.1 408")
        assert 0.8 < time.monotonic() - began < 5
        told = json.loads(answer.partition(b"\r\n\r\n")[2])
        assert told["message"] == f"{told['argument']}: expected {told['expected']}, got {told['got']}"


def test_a_head_that_trickles_is_cut_off(served):
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        began = time.monotonic()
        for byte in b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 200:
            try:
                connection.sendall(bytes([byte]))
            except OSError:
                break
            if select.select([connection], [], [], 0.1)[0]:
                break
        assert time.monotonic() - began < 4
        assert recv_all(connection).startswith(b"HTTP/1.1 408")


def test_one_connection_too_many_is_refused(serve):
    with serve(limits={"connections": 3}) as small:
        held = [socket.create_connection(("127.0.0.1", small.port)) for _ in range(3)]
        time.sleep(0.1)
        with socket.create_connection(("127.0.0.1", small.port)) as more:
            assert recv_all(more).startswith(b"HTTP/1.1 503")
        for connection in held:
            connection.close()
        time.sleep(0.1)
        assert small.request("GET", "/health").status_code == 200


def start(*flags, **environment):
    command = [sys.executable, "-m", "signary.cli", "serve", "--port", "0", *flags]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | environment
    )


def lines_until(process, event):
    found = []
    while not found or found[-1].get("event") != event:
        line = process.stderr.readline()
        assert line, found
        found.append(json.loads(line))
    return found


def test_the_command_serves_logs_and_ends_by_sigterm(folder):
    import httpx

    with start("--model", str(folder)) as process:
        try:
            port = lines_until(process, "listening")[-1]["port"]
            lines_until(process, "ready")
            answer = httpx.post(
                f"http://127.0.0.1:{port}/v1/sign",
                json={"text": "Hello!", "language": "asl", "format": "vtt", "method": "signer"},
                timeout=30,
            )
            assert answer.status_code == 200
            line = lines_until(process, "request")[-1]
            assert (line["route"], line["status"], line["method"]) == ("/v1/sign", 200, "POST")
            assert "text" not in line
            process.send_signal(signal.SIGTERM)
            assert lines_until(process, "stopped")[-2]["event"] == "stopping"
            assert process.wait(20) == 0
            assert process.stdout.read() == ""
        finally:
            process.kill()


def test_the_command_signs_with_a_dictionary_of_ones_own(folder, tiny, tmp_path):
    import httpx

    pose = sign_text("house", "asl").pose
    words, source = ("mother", "zeppelin"), "my recordings"
    signs = [IsolatedSign((word,), "asl", pose, gloss=word.upper(), source=source) for word in words]
    build_dictionary(signs, tiny.motion_tokenizer, progress=False).dictionary.save(tmp_path / "own.parquet")
    with start("--model", str(folder), "--dictionary", str(tmp_path / "own.parquet")) as process:
        try:
            port = lines_until(process, "listening")[-1]["port"]
            lines_until(process, "ready")
            url = f"http://127.0.0.1:{port}/v1"
            (found,) = httpx.get(f"{url}/dictionary?q=zeppelin&language=asl", timeout=30).json()["signs"]
            assert (found["gloss"], found["source"], found["in_model"]) == ("ZEPPELIN", "my recordings", True)
            asked = {"text": "Mother eats bread.", "language": "asl", "format": "json", "method": "model"}
            answer = httpx.post(f"{url}/sign", json=asked, timeout=60)
            assert answer.status_code == 200, answer.text
            told = answer.json()
            assert told["method"] == "model"
            assert "of your own: Mother (my recordings)" in told["account"]
            assert len(told["values"]) > 4
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--port", "70000"], "port: expected 0 to 65535, got 70000"),
        (["--host", "no.such.name.invalid"], "host, port: expected a place to listen at"),
        (["--token", " "], "token: expected"),
        (["--cors", "*"], "cors: expected an origin such as https://example.org, got '*'"),
        (["--model", "/no/such/folder"], "model: expected"),
    ],
)
def test_bad_options_are_one_line(flags, words, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["serve", "--port", "0", *flags])
    said = capsys.readouterr().err
    assert stopped.value.code == 2
    assert words in said
    assert len(said.strip().splitlines()) == 1


def test_a_port_that_is_taken_is_one_line(served, capsys):
    with pytest.raises(SystemExit):
        main(["serve", "--port", str(served.port)])
    assert "address already in use" in capsys.readouterr().err


def test_without_the_extra_the_command_says_what_is_missing():
    program = (
        "import sys\n"
        "sys.modules['fastapi'] = None\n"
        "import importlib.util\n"
        "from signary.cli import main\n"
        "main(['serve'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert (
        done.stderr.strip()
        == "signary: serve: expected the packages of pip install 'signary[serve]', got none of fastapi"
    )


def test_help_does_not_load_the_server():
    program = (
        "import sys\nfrom signary.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('fastapi', 'uvicorn', 'torch') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


def test_whoever_does_not_read_is_cut_off_and_the_others_are_not(serve):
    with serve(limits={"patience": 0.5, "text": 100_000}) as strict, client(strict) as other:
        other.start()
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", strict.port))
        connection.sendall(UPGRADE)
        while b"\r\n\r\n" not in connection.recv(4096):
            pass
        say(connection, type="start", language="asl", format="json", credits=100, chunk_frames=50)
        until = time.monotonic() + 30
        while strict.running.sessions < 2:
            assert time.monotonic() < until
        # A chunk has some sixty kilobytes: a hundred do not fit on the way.
        say(connection, type="text", text="Mother eats bread. " * 200)
        while strict.running.sessions == 2:
            assert time.monotonic() < until
            time.sleep(0.05)
        other.say("text", text="Hello! ")
        other.until("signed")
        connection.close()


UPGRADE = (
    b"GET /v1/stream HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def say(connection, **fields):
    """Send a message as a frame, by hand."""
    content = json.dumps(fields).encode()
    size = bytes([0x80 | len(content)]) if len(content) < 126 else b"\xfe" + len(content).to_bytes(2, "big")
    connection.sendall(b"\x81" + size + b"\0\0\0\0" + content)
