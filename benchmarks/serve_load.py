"""Clients of every kind at once: some sign and listen, some cancel, some leave in the middle, some ask for files."""

from __future__ import annotations

import asyncio
import json
import random
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from serve_clients import Opening, RefusedError, ServerProcess, opened
from stream import sentences
from websockets.exceptions import ConnectionClosed

from signary.bundle.bundle import Bundle
from signary.streaming.session import SignStream, StreamSettings

#: Clients at a time; texts of one or two sentences; the share of the time after which memory counts.
CLIENTS, TEXTS, WARM = 8, 12, 0.1
#: Numbers are rounded to five digits on their way; codes that differ make other motion altogether.
TOLERANCE = 3e-5
_ENDS = ".!?。！？"


@dataclass
class Load:
    """What became of it.

    Attributes:
        streams: Opened.
        compared: Listened to until all was signed.
        differ: Of those, not the motion of their text alone.
        largest_difference: Of any number.
        bytes_before: Memory of the server once it has seen everything.
        bytes_after: At the end.
        left: Sessions that the server still has when all clients have left.
    """

    streams: int = 0
    compared: int = 0
    differ: int = 0
    largest_difference: float = 0.0
    bytes_before: int = 0
    bytes_after: int = 0
    left: int = 0


@dataclass(frozen=True)
class Alone:
    """A text, its language, and its motion of shape (T, D) in a stream of its own."""

    text: str
    language: str
    motion: np.ndarray


def alone(bundle: Bundle) -> list[Alone]:
    """What is signed."""
    pairs, found = sentences(), list[Alone]()
    for at, (text, language) in enumerate(pairs[:TEXTS]):
        whole = f"{text} {pairs[at + 3][0]}" if at % 2 else text
        session = SignStream(bundle, StreamSettings(bundle.language(language)))
        found.append(Alone(whole, language, np.concatenate([chunk.pose.values for chunk in session.sign(whole)])))
    return found


async def mixed_load(server: ServerProcess, bundle: Bundle, seconds: float) -> Load:
    """Have it for some seconds."""
    texts, load = alone(bundle), Load()
    until = time.monotonic() + seconds

    async def remember() -> None:
        await asyncio.sleep(WARM * seconds)
        load.bytes_before = server.resident_bytes()

    clients = [_client(server, texts, load, until, random.Random(number)) for number in range(CLIENTS)]
    await asyncio.gather(remember(), *clients)
    await asyncio.sleep(2.0)
    load.bytes_after = server.resident_bytes()
    load.left = int((await asyncio.to_thread(server.counters))["signary_sessions"])
    return load


async def _client(server: ServerProcess, texts: Sequence[Alone], load: Load, until: float, dice: random.Random) -> None:
    """One after the other, until it is time."""
    kinds: list[Callable[..., object]] = [_listens, _listens, _cancels, _drops, _asks_for_a_file]
    while time.monotonic() < until:
        chosen = dice.choice(texts)
        try:
            await dice.choice(kinds)(server, chosen, load, dice)  # type: ignore[misc]
        except RefusedError:
            await asyncio.sleep(0.2)


async def _listens(server: ServerProcess, chosen: Alone, load: Load, dice: random.Random) -> None:
    """Takes everything, and compares it."""
    stream = await opened(server, Opening(chosen.language, "json", dice.choice((1, 4, 50))))
    load.streams += 1
    # Within the first sentence: behind its end, the stream might say that all text so far is signed.
    middle = dice.randrange(1, min(at for at, letter in enumerate(chosen.text) if letter in _ENDS))
    for piece in (chosen.text[:middle], chosen.text[middle:]):
        await stream.say("text", text=piece)
    await stream.say("flush")
    await stream.until_signed()
    await stream.connection.close()
    made = np.concatenate(stream.values)
    same = made.shape == chosen.motion.shape
    difference = float(np.abs(made - chosen.motion).max()) if same else float("inf")
    load.compared += 1
    load.differ += difference > TOLERANCE
    load.largest_difference = max(load.largest_difference, difference)


async def _cancels(server: ServerProcess, chosen: Alone, load: Load, dice: random.Random) -> None:
    """Thinks better of it, and leaves with a word."""
    stream = await opened(server, Opening(chosen.language))
    load.streams += 1
    await stream.say("text", text=chosen.text + "\n")
    await stream.hear()
    await stream.say("cancel")
    while await stream.hear() != "cancelled":
        pass
    await stream.say("stop")
    try:
        while True:
            await stream.hear()
    except ConnectionClosed:
        return


async def _drops(server: ServerProcess, chosen: Alone, load: Load, dice: random.Random) -> None:
    """Leaves in the middle, without a word."""
    stream = await opened(server, Opening(chosen.language, credits=100))
    load.streams += 1
    await stream.say("text", text=chosen.text + "\n")
    for _ in range(dice.randrange(4)):
        await stream.hear()
    stream.connection.transport.abort()


async def _asks_for_a_file(server: ServerProcess, chosen: Alone, load: Load, dice: random.Random) -> None:
    fields = {"text": chosen.text, "language": chosen.language, "format": dice.choice(("json", "npz", "vtt"))}
    body = json.dumps({**fields, "method": dice.choice(("auto", "signer"))}).encode()
    url, kind = f"http://127.0.0.1:{server.port}/v1/sign", {"Content-Type": "application/json"}
    asked = urllib.request.Request(url, body, kind)
    with await asyncio.to_thread(urllib.request.urlopen, asked) as answer:
        answer.read()
