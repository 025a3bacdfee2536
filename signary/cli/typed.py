"""Standard input as it is typed: what is there, at once, without ever holding up an end of the program."""

from __future__ import annotations

import codecs
import os
import queue
import select
import sys
import threading
import time
from dataclasses import dataclass

_READ_BYTES = 4096
#: Seconds between two looks whether somebody still reads the output.
_LOOK = 0.25
#: Pieces that are read ahead; then whoever writes has to wait.
_AHEAD = 64


@dataclass(frozen=True)
class Piece:
    """What came.

    Attributes:
        text: The text, with U+FFFD for bytes that are none.
        problems: A line for each of those, with the number of its line.
        silence: Nothing came for as long as was asked for.
    """

    text: str = ""
    problems: tuple[str, ...] = ()
    silence: bool = False


class Decoder:
    """Bytes of UTF-8 in pieces to text, whatever the pieces cut; what is no UTF-8 is named with its line."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._line = 1

    def decode(self, content: bytes, final: bool = False) -> Piece:
        """The text of the next bytes.

        Args:
            content: As they come.
            final: Whether they are the last ones.
        """
        text, problems = "", []
        while True:
            try:
                found = self._decoder.decode(content, final)
            except UnicodeDecodeError as error:
                found = error.object[: error.start].decode()
                self._line += found.count("\n")
                bad = " ".join(f"0x{byte:02x}" for byte in error.object[error.start : error.end])
                problems.append(f"standard input, line {self._line}: expected UTF-8, got {bad}")
                text += found + "\ufffd"
                content = error.object[error.end :]
                self._decoder.reset()
            else:
                self._line += found.count("\n")
                return Piece(text + found, tuple(problems))


class TypedText:
    """Standard input, read by a thread of its own, which the end of the program does not wait for."""

    def __init__(self) -> None:
        self._read: queue.Queue[bytes | OSError] = queue.Queue(_AHEAD)
        self._decoder, self._ended = Decoder(), False
        threading.Thread(target=self._keep_reading, daemon=True).start()

    def _keep_reading(self) -> None:
        try:
            while content := os.read(sys.stdin.fileno(), _READ_BYTES):
                self._read.put(content)
            self._read.put(b"")
        except OSError as error:
            self._read.put(error)

    def next(self, patience: float | None) -> Piece | None:
        """The next piece, or silence after so many seconds; None at the end.

        Args:
            patience: Seconds; None for any number of them.

        Raises:
            BrokenPipeError: If nobody reads standard output any more.
            OSError: If standard input cannot be read.
        """
        if self._ended:
            return None
        until = None if patience is None else time.monotonic() + patience
        while True:
            left = _LOOK if until is None else min(_LOOK, max(0.0, until - time.monotonic()))
            try:
                content = self._read.get(timeout=left)
            except queue.Empty:
                if _reader_left():
                    raise BrokenPipeError("standard output: expected somebody who reads it, got nobody") from None
                if until is not None and time.monotonic() >= until:
                    return Piece(silence=True)
                continue
            if isinstance(content, OSError):
                raise content
            self._ended = not content
            return self._decoder.decode(content, final=self._ended)


def _reader_left() -> bool:
    """Whether standard output is a pipe that nobody reads."""
    if not hasattr(select, "poll"):
        return False
    looking = select.poll()
    looking.register(sys.stdout.fileno(), 0)
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in looking.poll(0))
