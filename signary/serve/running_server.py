"""What the parts of a server share: its settings, its model, its threads, and whether it starts, signs or stops."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import hmac
import time
from enum import StrEnum

from signary.bundle.bundle import Bundle
from signary.serve.file_worker import FileWorker
from signary.serve.json_log import log, log_fault
from signary.serve.measurements import Measurements
from signary.serve.server_settings import ServerSettings
from signary.serve.stream_engine import StreamEngine
from signary.serve.warm_up import warm_up_files


class Phase(StrEnum):
    """Where a server is in its life."""

    STARTING = "starting"
    READY = "ready"
    STOPPING = "stopping"


class RunningServer:
    """A server.

    Args:
        settings: How it is run.
        bundle: Its model.
    """

    def __init__(self, settings: ServerSettings, bundle: Bundle) -> None:
        self.settings, self.bundle, self.limits = settings, bundle, settings.limits
        self.measurements = Measurements()
        self.phase = Phase.STARTING
        self.engine = StreamEngine(bundle, self.limits, self.measurements)
        self.files = FileWorker(self.limits.queue, self.measurements)
        self.sessions = 0
        self._token = None if settings.token is None else _digest(settings.token)

    def knows(self, token: str | None) -> bool:
        """Whether somebody who says this may use the server; takes as long whatever is said."""
        return self._token is None or hmac.compare_digest(_digest(token or ""), self._token)

    async def start(self) -> None:
        """Warm up, then be ready."""
        self.engine.start()
        began = time.monotonic()
        try:
            await self.warm_up()
        except Exception as error:  # noqa: BLE001 - a slow first answer is better than none
            log_fault("warm-up", error)
        if self.phase is Phase.STARTING:
            self.phase = Phase.READY
            self.measurements.ready.set(1)
            log("ready", seconds=round(time.monotonic() - began, 2))

    async def warm_up(self) -> None:
        """Touch everything that is slow the first time."""
        await asyncio.gather(self.engine.ask(self.engine.warm_up), self.files.run(lambda: warm_up_files(self.bundle)))
        # Nothing of what is there now goes away: looking through it again and again would hold up every stream.
        gc.collect()
        gc.freeze()

    async def stop(self) -> None:
        """Begin nothing new, end all sessions after the chunk that they are at, wait for files that are worked on."""
        self.phase = Phase.STOPPING
        self.measurements.ready.set(0)
        log("stopping", sessions=self.sessions, files=self.files.waiting)
        self.engine.tell(self.engine.stop)
        until = time.monotonic() + self.limits.grace
        while (self.sessions or self.files.waiting) and time.monotonic() < until:
            await asyncio.sleep(0.02)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
