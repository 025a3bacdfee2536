"""What a server is told: where it listens, who may use it, and how much of everything it allows."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from signary.io.errors import InputError

#: Names under which a server is reached that listens to its own machine only.
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class ServerLimits:
    """Most of everything; what is beyond it is refused by name, and nothing is cut.

    Attributes:
        text: Characters of a text that waits in a session; of one that becomes a file there are 2,000 at most.
        body: Bytes of a request's body and of a message.
        sessions: Streams at a time.
        queue: Requests for files that are worked on or wait.
        seconds: Until a request is answered.
        connections: Open sockets.
        credits: Chunks that a client may have asked for.
        chunk_frames: Frames of a chunk.
        silence: Seconds until a session without new text is ended.
        patience: Seconds for the head of a request, for its body, for the first message of a stream, and for whoever
            does not read what it is sent.
        grace: Seconds that requests and sessions have to end in when the server is stopped.

    Raises:
        InputError: If one is below 1.
    """

    text: int = 10_000
    body: int = 64 << 10
    sessions: int = 30
    queue: int = 16
    seconds: float = 60.0
    connections: int = 512
    credits: int = 100
    chunk_frames: int = 50
    silence: float = 900.0
    patience: float = 10.0
    grace: float = 30.0

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            # Fractions of a second are for tests of what happens when it is over.
            if not (value > 0 if isinstance(each.default, float) else value >= 1):
                raise InputError(f"max_{each.name}", "at least 1", value)


@dataclass(frozen=True)
class ServerSettings:
    """How a server is run.

    Attributes:
        model: Folder or Hub id; None for the embedded model.
        host: Address that it listens at.
        port: Its port; 0 for one that is free.
        token: Whoever asks must know it; None for everybody.
        cors: Origins whose pages may ask from a browser, beside its own.
        hosts: Names under which a server of this machine may be reached, beside those of the machine itself.
        frames: Origins whose pages may show the page inside theirs.
        log_text: Whether users' text stands in the log.
        limits: Most of everything.
        dictionaries: Files of signs of one's own, which go before those of the model's dictionary.

    Raises:
        InputError: If the port is none, or the token empty or with other characters than those that can be seen.
    """

    model: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    cors: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    log_text: bool = False
    limits: ServerLimits = field(default_factory=ServerLimits)
    dictionaries: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise InputError("port", "0 to 65535", self.port)
        if self.token is not None and not (self.token.isascii() and self.token.isprintable() and self.token.strip()):
            raise InputError("token", "letters, digits and signs of ASCII", "an empty token or other characters")
        for name in ("cors", "frames"):
            for origin in getattr(self, name):
                _check_origin(name, origin)

    @property
    def known_hosts(self) -> tuple[str, ...] | None:
        """Names that a request may be for; None if any.

        A page of somebody else whose name is made to point at this machine must not use a server that listens to this
        machine alone.
        """
        return (*LOOPBACK, *self.hosts) if self.host in LOOPBACK or self.hosts else None


def _check_origin(name: str, origin: str) -> None:
    scheme, mark, host = origin.partition("://")
    fine = scheme in ("http", "https") and mark and host and not set(host) & set("/ ;,*'\"")
    if not (fine and origin.isascii() and origin.isprintable()):
        raise InputError(name, "an origin such as https://example.org", repr(origin))
