"""Being told to stop: by Ctrl-C, by a batch system, by a terminal that closes."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class ToldToStop(KeyboardInterrupt):
    """The process was told to stop by another signal than Ctrl-C.

    Attributes:
        number: Of the signal.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


def signal_of(stop: KeyboardInterrupt) -> signal.Signals:
    """The signal behind an interruption."""
    return signal.Signals(getattr(stop, "number", signal.SIGINT))


def interruption_behind(error: BaseException) -> KeyboardInterrupt | None:
    """The interruption that an error hides, if any: what was being written when it came may fail to close."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, KeyboardInterrupt):
        found = found.__cause__ or found.__context__
    return found


@contextmanager
def stopping_in_order() -> Iterator[None]:
    """Within it, SIGTERM and SIGHUP raise `ToldToStop`, as Ctrl-C raises `KeyboardInterrupt`.

    Signals that somebody ignores or handles already, and threads that get none, are left as they are.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise ToldToStop(number)

    found = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    chosen = [number for number in found if signal.getsignal(number) is signal.SIG_DFL]
    for number in chosen:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in chosen:
            signal.signal(number, signal.SIG_DFL)
