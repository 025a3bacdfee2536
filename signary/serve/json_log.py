"""The log: a JSON object a line on standard error; what users write stands in it only where that is asked for."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from signary.io.quoting import cut

LOGGER = logging.getLogger("signary.serve")
#: Loggers of the libraries below; they tell of broken requests, and their messages may quote them.
_LIBRARIES = ("uvicorn.error", "asyncio")


class JsonLines(logging.Formatter):
    """A record as one line of JSON.

    Args:
        with_text: Whether fields that hold users' text are kept.
    """

    def __init__(self, with_text: bool) -> None:
        super().__init__()
        self._with_text = with_text

    def format(self, record: logging.LogRecord) -> str:
        """The line: time, level, event and its fields."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"time": time, "level": record.levelname.lower()}
        if record.name == LOGGER.name:
            line |= {"event": record.getMessage(), **getattr(record, "facts", {})}
            line |= getattr(record, "private", {}) if self._with_text else {}
        else:
            line |= {"event": "library", "logger": record.name}
            if record.exc_info and record.exc_info[0] is not None:
                line["error"] = record.exc_info[0].__name__
            # Their messages may quote requests, and so users.
            line |= {"message": cut(record.getMessage())} if self._with_text else {}
        return json.dumps(line, ensure_ascii=False)


def set_up_log(with_text: bool) -> None:
    """Have the log written to standard error.

    Args:
        with_text: Whether users' text stands in it.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(with_text))
    for name, level in ((LOGGER.name, logging.INFO), *((each, logging.WARNING) for each in _LIBRARIES)):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)


def log(event: str, private: dict[str, Any] | None = None, **facts: Any) -> None:
    """Write a line.

    Args:
        event: What happened, one word or two.
        private: Fields that hold what users wrote.
        **facts: Other fields.
    """
    LOGGER.info(event, extra={"facts": facts, "private": private or {}})


def log_fault(where: str, error: BaseException) -> None:
    """Write down an error of the server's own, with its place in the code but without what it says, which may quote.

    Args:
        where: What was being done.
        error: The error.
    """
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    facts = {"where": where, "error": type(error).__name__, "places": places}
    LOGGER.error("fault", extra={"facts": facts, "private": {"message": cut(str(error))}})
