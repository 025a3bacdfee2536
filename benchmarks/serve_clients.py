"""A server as a process of its own, and clients of its streams: what comes, and when."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from signary.serve.chunk_encoding import decode_chunk

#: Chunks that a client has asked for and not shown: what it can wait without a gap.
AHEAD = 4
CHUNK_FRAMES, FPS = 4, 25.0
SECONDS_A_CHUNK = CHUNK_FRAMES / FPS


@dataclass(frozen=True)
class ServerProcess:
    """A server.

    Attributes:
        port: Where it listens.
        process: Its number.
    """

    port: int
    process: int

    @property
    def stream(self) -> str:
        """Where its streams are."""
        return f"ws://127.0.0.1:{self.port}/v1/stream"

    def resident_bytes(self) -> int:
        """Its memory."""
        status = Path(f"/proc/{self.process}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) * 1024

    def counters(self) -> dict[str, float]:
        """What `/metrics` says."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics") as answer:
            lines = [line for line in answer.read().decode().splitlines() if not line.startswith("#")]
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


@contextmanager
def server_process(*flags: str) -> Iterator[ServerProcess]:
    """A server that is ready; ended by SIGTERM, and by force if it does not end then."""
    command = [sys.executable, "-m", "signary.cli", "serve", "--port", "0", *flags]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"}
    ) as process:
        assert process.stderr is not None
        port = 0
        try:
            for line in process.stderr:
                said = json.loads(line) if line.startswith("{") else {}
                port = said.get("port", port)
                if said.get("event") == "ready":
                    break
            else:
                raise RuntimeError("the server did not start")
            # Nobody may hold it up by not reading its log.
            drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
            yield ServerProcess(port, process.pid)
            process.terminate()
            if process.wait(60) != 0:
                raise RuntimeError(f"the server ended with {process.returncode}")
            drain.wait(10)
        finally:
            process.kill()


@dataclass
class Stream:
    """A stream that was opened.

    Attributes:
        connection: Of the client.
        came: When each chunk of signing came, and how many frames it has.
        values: Their frames.
    """

    connection: ClientConnection
    came: list[tuple[float, int]] = field(default_factory=list)
    values: list[np.ndarray] = field(default_factory=list)

    async def say(self, kind: str, **fields: Any) -> None:
        """Send a message."""
        await self.connection.send(json.dumps({"type": kind, **fields}))

    async def hear(self) -> str:
        """Take the next message; its type."""
        message = await self.connection.recv()
        if isinstance(message, bytes):
            header, values = decode_chunk(message)
        else:
            header = json.loads(message)
            values = np.array(header.pop("values", []), np.float32)
        if header["type"] == "chunk" and not header["idle"]:
            self.came.append((time.perf_counter(), header["frames"]))
            self.values.append(values)
        return str(header["type"])

    async def until_signed(self) -> None:
        """Take messages until all text is signed; a credit for each chunk."""
        while (kind := await self.hear()) != "signed":
            if kind == "error":
                raise RuntimeError("the server refused something")
            if kind == "chunk":
                await self.say("credits", chunks=1)


@dataclass(frozen=True)
class Opening:
    """How a stream is opened: see `docs/serve.md`."""

    language: str
    form: str = "binary"
    credits: int = AHEAD


async def opened(server: ServerProcess, how: Opening) -> Stream:
    """Open a stream; close its connection at the end."""
    stream = Stream(await connect(server.stream, proxy=None, compression=None, max_size=None))
    await stream.say("start", language=how.language, format=how.form, chunk_frames=CHUNK_FRAMES, credits=how.credits)
    if (kind := await stream.hear()) != "started":
        await stream.connection.close()
        raise RefusedError(kind)
    return stream


class RefusedError(RuntimeError):
    """There is no room for a stream."""


async def first_chunk(server: ServerProcess, text: str, language: str) -> float:
    """Seconds from a text to its first chunk, in a new stream."""
    stream = await opened(server, Opening(language))
    try:
        began = time.perf_counter()
        await stream.say("text", text=text + "\n")
        await stream.until_signed()
        return stream.came[0][0] - began
    finally:
        await stream.connection.close()


@dataclass(frozen=True)
class Watched:
    """How a stream that was watched came.

    Attributes:
        late: Seconds after its turn that the latest chunk came.
        rate: Frames a second.
    """

    late: float
    rate: float


async def watched(server: ServerProcess, texts: Sequence[str], language: str, seconds: float) -> Watched:
    """Show a stream for some seconds: each chunk is shown when the one before is over, and then asked for again."""
    stream = await opened(server, Opening(language))
    try:
        reading = asyncio.create_task(_fed(stream, texts))
        while not stream.came:
            await asyncio.sleep(0.002)
        late, shown, turn = 0.0, 0, stream.came[0][0]
        until = turn + seconds
        while time.perf_counter() < until:
            if reading.done():
                reading.result()
            if len(stream.came) <= shown:
                late = max(late, time.perf_counter() - turn)
                await asyncio.sleep(0.002)
                continue
            came, frames = stream.came[shown]
            late = max(late, came - turn)
            await asyncio.sleep(max(0.0, turn - time.perf_counter()))
            # Whoever had to wait goes on from there.
            turn, shown = max(turn, came) + frames / FPS, shown + 1
            await stream.say("credits", chunks=1)
        reading.cancel()
        whole = sum(frames for _, frames in stream.came[:shown])
        return Watched(late, whole / seconds)
    finally:
        await stream.connection.close()


async def _fed(stream: Stream, texts: Sequence[str]) -> None:
    """Always have a sentence that waits."""
    at = 0
    for _ in range(3):
        await stream.say("text", text=texts[at % len(texts)] + "\n")
        at += 1
    begun = None
    while True:
        await stream.hear()
        # About three seconds a sentence: another one for each that came.
        if begun is None or time.perf_counter() - begun > 2.0:
            begun = time.perf_counter()
            await stream.say("text", text=texts[at % len(texts)] + "\n")
            at += 1


async def refused(server: ServerProcess, count: int) -> tuple[int, int]:
    """Open so many streams at once: how many are served, and how many are refused with an error and code 1013."""
    streams = await asyncio.gather(*[_tried(server) for _ in range(count)])
    served = [stream for stream in streams if isinstance(stream, Stream)]
    for stream in served:
        await stream.connection.close()
    return len(served), sum(found == 1013 for found in streams)


async def _tried(server: ServerProcess) -> Stream | int:
    connection = await connect(server.stream, proxy=None, compression=None, open_timeout=60)
    stream = Stream(connection)
    await stream.say("start", language="asl")
    if await stream.hear() == "started":
        return stream
    try:
        await stream.hear()
    except ConnectionClosed as end:
        return end.rcvd.code if end.rcvd else 0
    return 0
