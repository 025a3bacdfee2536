"""The thread that signs whole texts into files, and the queue before it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from signary.io.errors import InputError
from signary.serve.measurements import Measurements

T = TypeVar("T")


class BusyError(InputError):
    """There is no room: it is worth asking again later."""


class FileWorker:
    """One thread, so that files leave a processor to the streams.

    Args:
        most: Requests that are worked on or wait.
        measurements: Gets their number.
    """

    def __init__(self, most: int, measurements: Measurements) -> None:
        self._most, self._measurements = most, measurements
        self._thread = ThreadPoolExecutor(1, "signary-files")
        self.waiting = 0

    async def run(self, work: Callable[[], T]) -> T:
        """Have something done; if whoever asks stops waiting before it has begun, it is never done.

        Raises:
            BusyError: If too many wait already.
        """
        if self.waiting >= self._most:
            self._measurements.refused.labels("queue").inc()
            raise BusyError("server", f"at most {self._most} requests that wait", "one more")
        loop = asyncio.get_running_loop()
        self._count(1)
        job = self._thread.submit(work)
        # The place is given back when the work has ended, not when nobody waits for it any more.
        job.add_done_callback(lambda _: self._give_back(loop))
        return await asyncio.wrap_future(job)

    def _give_back(self, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(RuntimeError):  # the server has ended meanwhile
            loop.call_soon_threadsafe(self._count, -1)

    def _count(self, more: int) -> None:
        self.waiting += more
        self._measurements.queue.set(self.waiting)
