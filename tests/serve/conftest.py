"""A server with a tiny model, in a thread of its own, with real sockets."""

import threading
import time
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from signary.serve.page_files import PageFile
from signary.serve.running import Server, listen
from signary.serve.running_server import Phase, RunningServer
from signary.serve.server_settings import ServerLimits, ServerSettings

PAGE = {
    "index.html": PageFile.of("index.html", b"<!doctype html><title>signary</title>" + b" " * 500),
    "main.js": PageFile.of("main.js", b"export const text = 'x';\n" * 50),
}


class Cold(RunningServer):
    """A server that does not warm up, which takes seconds and changes nothing."""

    async def warm_up(self):
        pass


class Served:
    """A server that runs.

    Attributes:
        running: What its parts share.
        port: Where it listens.
    """

    def __init__(self, bundle, kind=Cold, **settings):
        limits = ServerLimits(**settings.pop("limits", {}))
        self.settings = ServerSettings(port=0, limits=limits, **settings)
        self._listener = listen(self.settings.host, 0)
        self.port = self._listener.getsockname()[1]
        self.running = kind(self.settings, bundle)
        self._server = Server(self.running, PAGE)
        self._thread = threading.Thread(target=self._server.serve_on, args=(self._listener,), daemon=True)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def stream(self):
        return f"ws://127.0.0.1:{self.port}/v1/stream"

    def start(self):
        self._thread.start()
        until = time.monotonic() + 60
        while self.running.phase is Phase.STARTING:
            assert time.monotonic() < until
            time.sleep(0.01)

    def stop(self):
        """As SIGTERM does; waits for the end."""
        self._server.stop()
        self._thread.join(20)
        assert not self._thread.is_alive()
        self._listener.close()

    def begin_to_stop(self):
        self._server.stop()

    def request(self, method, path, **options):
        return httpx.request(method, self.url + path, timeout=30, **options)

    def sign(self, **fields):
        return self.request("POST", "/v1/sign", json=fields)


@pytest.fixture(scope="session")
def serve(tiny):
    """Start a server with settings of its own."""

    @contextmanager
    def run(bundle=tiny, **settings):
        served = Served(bundle, **settings)
        served.start()
        try:
            yield served
        finally:
            served.stop()

    return run


@pytest.fixture(scope="session")
def served(serve):
    """A server with the usual settings, for all tests that leave it as it is."""
    with ExitStack() as stack:
        yield stack.enter_context(serve(kind=RunningServer, limits={"patience": 1.0}))
