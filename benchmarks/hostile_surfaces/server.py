"""A server and clients that mean no good: damaged requests, heads, bodies and frames over real sockets.

What a client sends is the file: it is written to a server of this process as it is, and what comes back is read to its
end. Answers with a status of 4xx, and connections that are closed with a code of the contract, are named errors; 503
and 1013 say that there is no room. Everything else that is no success, an answer that quotes a path of this machine,
and a server that is not well afterwards, are faults.
"""

from __future__ import annotations

import json
import random
import re
import socket
import struct
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from hostile_surfaces.mutating import BINARY, TEXT, change_json, deepen
from hostile_surfaces.surface import Files, Mutator, Surface
from hostile_surfaces.worker import memory
from signary.bundle.bundle import Bundle
from signary.io.errors import InputError
from signary.serve.page_files import PageFile
from signary.serve.running import Server, listen
from signary.serve.running_server import Phase, RunningServer
from signary.serve.server_settings import ServerLimits, ServerSettings

#: A client that waits for more than this has been forgotten.
_WAIT = 4.0
#: Bytes by which the server may be larger than when it was first well: what one request of each kind takes.
_MOST_GROWN = 96 << 20
#: Codes that the server may close a stream with, see `docs/serve.md`;
#: 1002 is the library's, for broken frames, 1005 its echo of none.
_CODES = (1000, 1001, 1002, 1003, 1005, 1007, 1008, 1009, 1013)
#: What no answer may say: where this machine keeps its files, or that code has failed.
_LEAKS = (b"Traceback", b"site-packages", b"signary/serve", b"/tmp/", str(Path.home()).encode(), b".py")
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")
_JSON = b"Content-Type: application/json\r\n"
_HOST = b"Host: localhost\r\n"
_KEY = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
_UPGRADE = b"GET /v1/stream HTTP/1.1\r\n" + _HOST + _KEY + b"Sec-WebSocket-Version: 13\r\n\r\n"


@cache
def _server() -> tuple[RunningServer, int]:
    """One for all mutants of a process."""
    limits = ServerLimits(patience=0.4, silence=0.6, sessions=8, connections=64, seconds=20)
    listener = listen("127.0.0.1", 0)
    running = RunningServer(ServerSettings(port=0, limits=limits), Bundle.load())
    page = {"index.html": PageFile.of("index.html", b"<!doctype html>")}
    threading.Thread(target=Server(running, page).serve_on, args=(listener,), daemon=True).start()
    while running.phase is not Phase.READY:
        time.sleep(0.05)
    port: int = listener.getsockname()[1]
    return running, port


def _said(content: bytes, upgrade: bytes = b"") -> bytes:
    """What the server says to a client that sends this, after it was upgraded if it asks for that, and then listens."""
    with socket.create_connection(("127.0.0.1", _server()[1]), timeout=_WAIT) as connection:
        answer = b""
        try:
            connection.sendall(upgrade)
            while upgrade and b"\r\n\r\n" not in answer:
                answer += connection.recv(65536)
            with suppress(BrokenPipeError):
                connection.sendall(content)
            while piece := connection.recv(65536):
                answer += piece
        except ConnectionResetError:
            return answer
        except TimeoutError:
            raise RuntimeError(f"the server left a client waiting: {answer[-200:]!r}") from None
    return answer


@cache
def _bytes_at_first() -> int:
    """Memory of this process when it was first asked for."""
    return memory("VmRSS")


def _check_well() -> None:
    """The server answers, has no session left, met no fault of its own, and is not larger than it was."""
    running, port = _server()
    until = time.monotonic() + _WAIT
    while running.sessions and time.monotonic() < until:
        time.sleep(0.005)
    (metric,) = running.measurements.faults.collect()
    faults = metric.samples[0].value
    if running.sessions or faults:
        raise RuntimeError(f"{running.sessions} sessions are left, {faults:g} faults")
    if (grown := memory("VmRSS") - _bytes_at_first()) > _MOST_GROWN:
        raise RuntimeError(f"the server has grown by {grown >> 20} MiB")
    with socket.create_connection(("127.0.0.1", port), timeout=_WAIT) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        if not connection.recv(100).startswith(b"HTTP/1.1 200"):
            raise RuntimeError("the server is not well")


def _check_leaks(answer: bytes) -> None:
    for leak in _LEAKS:
        if leak in answer:
            raise RuntimeError(f"an answer says {leak!r}: {answer[:500]!r}")


def _read_request(folder: Path) -> object:
    answer = _said((folder / "request").read_bytes())
    _check_leaks(answer.partition(b"\r\n\r\n")[0] if b"octet-stream" in answer else answer)
    _check_well()
    statuses = [int(status) for status in _STATUS.findall(answer)]
    for status in statuses:
        if status >= 500 and status != 503:
            raise RuntimeError(f"status {status}: {answer[:500]!r}")
    refused = [status for status in statuses if status >= 400]
    if refused or not statuses:
        raise InputError("request", "one that is answered", f"status {refused}")
    return statuses


def _frame(content: bytes, opcode: int = 1, fin: int = 1, masked: bool = True) -> bytes:
    """A frame of a client."""
    size = len(content)
    head = bytes([fin << 7 | opcode])
    mask = 0x80 if masked else 0
    if size < 126:
        head += bytes([mask | size])
    elif size < 1 << 16:
        head += bytes([mask | 126]) + struct.pack(">H", size)
    else:
        head += bytes([mask | 127]) + struct.pack(">Q", size)
    key = b"\x01\x02\x03\x04" if masked else b""
    return head + key + (bytes(byte ^ key[at % 4] for at, byte in enumerate(content)) if masked else content)


def _message(**fields: object) -> bytes:
    return _frame(json.dumps(fields).encode())


_START = _message(type="start", language="asl", credits=3)
_STOP = _message(type="stop")


def _read_stream(folder: Path) -> object:
    """The upgrade, and then the file: frames as they are, or a message a line."""
    (path,) = folder.iterdir()
    content = path.read_bytes()
    if path.suffix == ".lines":
        content = b"".join(_frame(line) for line in content.split(b"\n"))
    # Whoever says nothing more has left: a close frame, which ends what is well until then.
    answer = _said(content + _frame(struct.pack(">H", 1000), opcode=8), _UPGRADE)
    head, _, frames = answer.partition(b"\r\n\r\n")
    _check_leaks(answer)
    _check_well()
    if not head.startswith(b"HTTP/1.1 101"):
        raise RuntimeError(f"no stream: {head!r}")
    code = _closing_code(frames)
    if code is None:
        raise InputError("stream", "one that is closed", "one that was cut off")
    if code not in _CODES:
        raise RuntimeError(f"closed with {code}")
    if code != 1000:
        raise InputError("stream", "one that is served to its end", f"closed with {code}")
    return code


def _closing_code(frames: bytes) -> int | None:
    """Code of the close frame among the frames of a server; None if there is none."""
    at = 0
    while at + 2 <= len(frames):
        opcode, size = frames[at] & 15, frames[at + 1] & 127
        at += 2
        if size > 125:
            wide = 2 if size == 126 else 8
            size, at = int.from_bytes(frames[at : at + wide], "big"), at + wide
        if opcode == 8:
            return int.from_bytes(frames[at : at + 2], "big") if size else 1005
        at += size
    return None


def _request(line: bytes, heads: bytes = b"", body: bytes = b"") -> bytes:
    length = b"Content-Length: %d\r\n" % len(body) if body else b""
    return line + b" HTTP/1.1\r\n" + _HOST + b"Connection: close\r\n" + heads + length + b"\r\n" + body


def _sign(body: bytes) -> bytes:
    return _request(b"POST /v1/sign", _JSON, body)


_FIELDS = b'{"text": "Hello!", "language": "asl", "format": "vtt", "method": "signer"}'


def _write_requests(folder: Path) -> None:
    lines = (b"GET /", b"GET /health", b"GET /v1/languages", b"GET /v1/dictionary?q=mother&limit=3", b"GET /metrics")
    for at, content in enumerate([_sign(_FIELDS), *map(_request, lines)]):
        (folder / str(at)).mkdir()
        (folder / str(at) / "request").write_bytes(content)


def _write_streams(folder: Path) -> None:
    text = _message(type="text", text="Hello! ")
    more = [text, _message(type="flush"), _message(type="cancel"), _message(type="credits", chunks=2)]
    seeds = {"frames": b"".join([_START, *more, _STOP]), "lines": b"\n".join(_LINES)}
    for name, content in seeds.items():
        (folder / name).mkdir()
        (folder / name / f"stream.{name}").write_bytes(content)


_LINES = (
    b'{"type": "start", "language": "asl", "format": "json", "chunk_frames": 4, "credits": 2, "idle": true}',
    b'{"type": "text", "text": "Hello! "}',
    b'{"type": "credits", "chunks": 1}',
    b'{"type": "stop"}',
)


def _attacks_on_requests() -> Sequence[Files]:
    paths = (
        *(b"/static/../../pyproject.toml", b"/static/..%2f..%2fetc/passwd", b"/static//etc/passwd", b"/static/%00"),
        *(b"/static/" + b"../" * 500, b"/" + b"a" * 20_000, b"/%ff%fe", b"/v1/dictionary?q=" + b"%f0" * 3000),
        *(b"/v1/dictionary?limit=1e9", b"/v1/dictionary?limit=" + b"9" * 5000, b"//evil", b"/v1/sign/../../x"),
    )
    bodies = (
        *(b"[" * 60_000, b'{"a":' * 9_000 + b"1" + b"}" * 9_000, b'"' * 60_000, b"{" + b'"a":1,' * 9_000 + b'"b":1}'),
        *(b'{"text": NaN}', b'{"seed": 1e999}', b'{"seed": ' + b"9" * 9000 + b"}", b'{"text": "\\ud800"}'),
        *(b'{"text": "\xff\xfe"}', b"\x00" * 100, b"null", b"[]", b"1", b'{"text": "a", "text": "b"}', b"{}"),
        _FIELDS.replace(b"vtt", b"../../x"),
        _FIELDS.replace(b"vtt", b"/etc/passwd"),
        _FIELDS.replace(b"vtt", b""),
        _FIELDS.replace(b"Hello!", b"x" * 2001),
        _FIELDS.replace(b"Hello!", b"\\u0000"),
        _FIELDS.replace(b"asl", b"x" * 101),
        b"x" * 200_000,
    )
    heads = (
        *(b"Content-Length: -1\r\n", b"Content-Length: 99999999999999999999\r\n", b"Content-Length: 5\r\n"),
        *(b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: gzip\r\n", b"X: " + b"y" * 100_000 + b"\r\n"),
        *(b"Expect: 100-continue\r\nContent-Length: 9\r\n", b"Content-Length: 1\r\nContent-Length: 2\r\n"),
        *(b"Authorization: Bearer " + b"\xff" * 50 + b"\r\n", b"X: y\r\n" * 2000, b"Range: bytes=0-,0-\r\n"),
        *(b"Host: evil\r\n", b"Content-Type: text/plain\r\n", b"Upgrade: h2c\r\nConnection: Upgrade\r\n"),
    )
    raw = [_request(b"GET " + path) for path in paths] + [_sign(body) for body in bodies]
    raw += [b"POST /v1/sign HTTP/1.1\r\n" + _HOST + _JSON + head + b"\r\n" for head in heads]
    raw += [b"", b"\x16\x03\x01\x02\x00", b"GET", b"\r\n" * 1000, b"GET / HTTP/9.9\r\n\r\n", b"\x00" * 5000]
    raw += [_UPGRADE.replace(b"13", b"99"), _UPGRADE.replace(b"AAAA==", b""), _UPGRADE.replace(b"/v1/stream", b"/x")]
    raw += [_UPGRADE.replace(b"\r\n\r\n", b"\r\nOrigin: https://evil.example\r\n\r\n")]
    raw += [_UPGRADE.replace(b"Host: localhost", b"Host: evil.example"), _request(b"BREW /v1/sign"), _request(b"GET *")]
    return [{"request": content} for content in raw]


def _attacks_on_streams() -> Sequence[Files]:
    after = (
        *(_frame(b"\x00\x01", opcode=2), _frame(b"\xff\xfe"), _frame(b"{"), _frame(b"[" * 60_000), _frame(b"")),
        *(_frame(b'{"type": "text", "text": ' + value + b"}") for value in (b"NaN", b"1", b"null", b'"\\ud800"')),
        *(_message(type="credits", chunks=value) for value in (0, -1, 10**30, 1.5, True, "9", None, [1])),
        _frame(b'{"type": "credits", "chunks": ' + b"9" * 5000 + b"}"),
        _frame(b'{"type": "text", "text": "' + b"x" * 60_000 + b'"}'),
        _frame(b'{"type": "text", "text": "' + b"x" * 100_000 + b'"}'),
        *(_START, _message(type="dance"), _message(), _message(type="flush", more=1), _message(type=["stop"])),
        *(_frame(b"x", opcode=3), _frame(b"x", opcode=11), _frame(b"x" * 126, opcode=9), _frame(b"", opcode=0)),
        *(_frame(b"x", masked=False), b"\x81\xff" + b"\xff" * 8, b"\xf1\x80\x00\x00\x00\x00", b"\x81"),
        _frame(b'{"type": "te', fin=0) + _frame(b'xt"}', opcode=1),
        _frame(b'{"type":', fin=0) + _frame(b' "flush"', opcode=0, fin=0) * 50_000,
        *(_message(type="cancel") * 200, _message(type="flush") * 200, _message(type="text", text="Hello! ") * 300),
        *(
            _frame(b"", opcode=9) * 2000,
            _frame(b"", opcode=8),
            _frame(b"\x03", opcode=8),
            _frame(b"\x00\x01", opcode=8),
        ),
    )
    before = (
        *(_message(type="text", text="Hello!"), _frame(b"", opcode=2), b"", _STOP),
        *(_message(type="start", language=value) for value in (None, "x", "../asl", "csl" * 50, {"a": 1})),
        *(_message(type="start", language="asl", chunk_frames=value) for value in (0, -1, 10**9, 1.5, "4")),
        *(_message(type="start", language="asl", credits=value) for value in (-1, 101, 10**40, None)),
        _message(type="start", language="asl", format="xml"),
        _message(type="start", language="asl", token="x" * 5000),
    )
    frames = [_START + content for content in after] + list(before)
    return [{"stream.frames": content} for content in frames]


def change_a_line(content: bytes, dice: random.Random) -> bytes:
    """Damage one message of several."""
    lines = content.split(b"\n")
    at = dice.randrange(len(lines))
    lines[at] = dice.choice((change_json, change_json, deepen, *TEXT))(lines[at], dice)
    return b"\n".join(lines)


_MESSAGES: tuple[Mutator, ...] = (*[change_a_line] * 6, *TEXT)
_DAMAGE = {".frames": BINARY, ".lines": _MESSAGES}

SURFACES = (
    Surface("server_requests", _write_requests, _read_request, {"": (*BINARY, *TEXT)}, _attacks_on_requests),
    Surface("server_streams", _write_streams, _read_stream, _DAMAGE, _attacks_on_streams),
)
