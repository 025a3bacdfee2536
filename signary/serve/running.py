"""A server from its socket to its end: listen, get ready, serve, and stop in order when told to."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from pathlib import Path
from types import FrameType

import torch
import uvicorn

from signary.bundle.bundle import Bundle
from signary.bundle.loading import quiet_loading
from signary.io.errors import InputError
from signary.nn.threads import fitting_threads
from signary.pose.avatar.gltf_figure import figure_glb
from signary.serve.application import make_application
from signary.serve.json_log import log, set_up_log
from signary.serve.page_files import PageFile, read_page
from signary.serve.patient_protocols import patient_protocols
from signary.serve.running_server import RunningServer
from signary.serve.server_settings import ServerSettings

_PAGE = Path(__file__).parent / "page"
#: Seconds that Python lets a thread go on while another one waits: the event loop waits for the thread that signs.
_SWITCH = 0.001


def serve(settings: ServerSettings) -> None:
    """Serve until told to stop by SIGTERM or Ctrl-C.

    Args:
        settings: How.

    Raises:
        InputError: If nobody can listen there, or the model cannot be loaded.
    """
    set_up_log(settings.log_text)
    with listen(settings.host, settings.port) as listener:
        with quiet_loading():
            bundle = Bundle.load(settings.model).with_dictionaries(settings.dictionaries)
        # For the whole process: steps of several sessions are rows of one, and threads would wait for each other.
        torch.set_num_threads(fitting_threads(bundle.generator, bundle.refiner))
        sys.setswitchinterval(_SWITCH)
        running = RunningServer(settings, bundle)
        host, port = listener.getsockname()[:2]
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        log("listening", url=url, host=host, port=port, token=settings.token is not None)
        finished = Server(running, page_files()).serve_on(listener)
    if not finished:
        # Work that nobody waits for any more would hold the process up.
        sys.stderr.flush()
        os._exit(0)


def page_files() -> dict[str, PageFile]:
    """The page and what is made for it."""
    return read_page(_PAGE, {"figure.glb": figure_glb("full"), "figure-light.glb": figure_glb("light")})


def listen(host: str, port: int) -> socket.socket:
    """A socket that waits for clients.

    Raises:
        InputError: If there is no such address here, the port is taken, or may not be.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family, backlog=1024)
    except (OSError, UnicodeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        # Numbers of the name service are negative, and mean that there is no such name.
        why = os.strerror(number).lower() if number is not None and number > 0 else "no such address"
        raise InputError("host, port", "a place to listen at", f"{host}:{port} ({why})") from None


class Server(uvicorn.Server):
    """uvicorn, but for how it ends: while the last answers are made, it still says no to new ones.

    Args:
        running: The server.
        page: Files of its page.
    """

    def __init__(self, running: RunningServer, page: dict[str, PageFile]) -> None:
        http, websocket = patient_protocols(running.limits, running.measurements)
        config = uvicorn.Config(
            make_application(running, page),
            http=http,
            ws=websocket,
            ws_max_size=running.limits.body,
            ws_per_message_deflate=False,  # numbers hardly shrink, and memory of a connection should not grow
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=max(1, min(5, int(running.limits.patience))),
            timeout_graceful_shutdown=1,
        )
        super().__init__(config)
        self._running = running
        self._stopping: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def serve_on(self, listener: socket.socket) -> bool:
        """Serve; whether all work was done at the end."""
        asyncio.run(self._live(listener))
        return not self._running.files.waiting

    async def _live(self, listener: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        starting = asyncio.create_task(self._running.start())
        await self.serve([listener])
        starting.cancel()
        self._running.engine.join(self._running.limits.patience)
        log("stopped")

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first signal ends the server in order, the second at once."""
        if self._stopping is not None or self._loop is None:
            self.should_exit = self.force_exit = True
            return
        self.stop()

    def stop(self) -> None:
        """End the server in order; may be called by any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._begin_to_stop)

    def _begin_to_stop(self) -> None:
        self._stopping = self._stopping or asyncio.ensure_future(self._stop())

    async def _stop(self) -> None:
        await self._running.stop()
        self.should_exit = True
