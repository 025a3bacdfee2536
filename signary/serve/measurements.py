"""What `/metrics` shows, in the text format of Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from signary.serve.live_session import MadeChunk

#: Bounds of histograms, in seconds.
_SOON = (0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0)
_LONG = (0.005, 0.05, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class Measurements:
    """Counters of a server; each server has its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.ready = self._gauge("ready", "1 while the server signs, 0 while it starts or stops")
        self.sessions = self._gauge("sessions", "Streams that are open")
        self.connections = self._gauge("connections", "Open sockets")
        self.queue = self._gauge("file_queue", "Requests for files that are worked on or wait")
        self.requests = self._counter("requests", "Requests answered", "route", "status")
        self.request_seconds = self._histogram("request_seconds", "From request to answer", _LONG, "route")
        self.refused = self._counter("refused", "Streams and requests refused for lack of room", "reason")
        self.closed = self._counter("streams_closed", "Streams that were closed", "code")
        self.chunks = self._counter("chunks", "Chunks sent", "kind")
        self.late = self._counter("late_chunks", "Chunks that came after the one before was over")
        self.first_chunk = self._histogram("first_chunk_seconds", "From a text to its first chunk", _SOON)
        self.step_seconds = self._histogram("step_seconds", "A step of all sessions that had something to do", _SOON)
        self.step_sessions = self._histogram("step_sessions", "Chunks made in a step", (1, 2, 4, 8, 12, 16, 24, 32, 64))
        self.faults = self._counter("faults", "Errors of the server's own")

    def _gauge(self, name: str, what: str) -> Gauge:
        return Gauge(f"signary_{name}", what, registry=self.registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"signary_{name}", what, labels, registry=self.registry)

    def _histogram(self, name: str, what: str, bounds: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"signary_{name}", what, labels, buckets=bounds, registry=self.registry)

    def count_chunk(self, made: MadeChunk) -> None:
        """Count a chunk that was sent."""
        self.chunks.labels("idle" if made.idle else "signed").inc()
        if made.late:
            self.late.inc()
        if made.waited is not None:
            self.first_chunk.observe(made.waited)

    def count_step(self, seconds: float, chunks: int) -> None:
        """Count a step of the engine, its seconds and the chunks that it made."""
        self.step_seconds.observe(seconds)
        self.step_sessions.observe(chunks)

    def page(self) -> bytes:
        """The page, UTF-8."""
        return generate_latest(self.registry)
