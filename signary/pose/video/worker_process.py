"""The process that looks at videos: started once for many clips, watched, and replaced when it dies or hangs."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import tempfile
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from signary.io.errors import FormatError
from signary.io.quoting import cut
from signary.pose.video import holistic_worker

#: Seconds without a sign of life after which a process hangs: models are loaded, and a frame of the largest picture is
#: looked at, in a tenth of it on a busy machine.
PATIENCE = 120.0
_LONGEST = 300


class WorkerProcess:
    """MediaPipe in a process of its own; started when it is first asked something.

    It ends when this object does, when this process does, however hard, and when it hangs.

    Args:
        python: The interpreter that has MediaPipe.
        patience: Seconds without a sign of life after which it is ended.
    """

    def __init__(self, python: Path, patience: float = PATIENCE) -> None:
        self._python, self._patience = python, patience
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()

    def ask(self, name: str, looked_at: Callable[[int], None] | None = None, **task: Any) -> dict[str, Any]:
        """Have something done.

        Args:
            name: What the video is called in messages.
            looked_at: Is told how many frames were looked at so far; 0 while frames are passed over.
            **task: As `holistic_worker` says.

        Raises:
            FormatError: If it cannot be done, or the process has died or hangs.
        """
        process = self._running()
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(task) + "\n")
            process.stdin.flush()
            while True:
                answer = json.loads(self._answers.get(timeout=self._patience))
                if "looked_at" not in answer:
                    break
                if looked_at is not None:
                    looked_at(int(answer["looked_at"]))
        except BaseException as error:
            # Ctrl-C among them: what is half done is of no use, and the next answer would be to the last question.
            self.close()
            if isinstance(error, queue.Empty):
                raise FormatError(name, "a video that can be read", f"no answer in {self._patience:g} s") from None
            if isinstance(error, (OSError, ValueError)):
                raise FormatError(name, "a video that can be read", _end(process)) from None
            raise
        if "expected" in answer:
            raise FormatError(name, cut(str(answer["expected"]), _LONGEST), cut(str(answer["got"]), _LONGEST))
        found: dict[str, Any] = answer
        return found

    @property
    def number(self) -> int | None:
        """Of the process, while it runs."""
        return None if self._process is None else self._process.pid

    def close(self) -> None:
        """End the process; the next question starts another."""
        if self._process is not None:
            _kill(self._process)
            self._process = None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process, self._answers = _start(self._python)
            weakref.finalize(self, _kill, self._process)
        return self._process


def _start(python: Path) -> tuple[subprocess.Popen[str], queue.SimpleQueue[str]]:
    script = str(Path(holistic_worker.__file__).resolve())
    # No settings of ours or of the user's change what the other interpreter finds; nothing but files is opened.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "OPENCV"))}
    quiet = {"OPENCV_FFMPEG_CAPTURE_OPTIONS": "protocol_whitelist;file", "OPENCV_LOG_LEVEL": "OFF"}
    quiet |= {"TF_CPP_MIN_LOG_LEVEL": "3", "GLOG_minloglevel": "3", "MPLCONFIGDIR": tempfile.gettempdir()}
    process = subprocess.Popen(
        [str(python), "-I", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
        env=kept | quiet,
        start_new_session=True,  # Ctrl-C is for this program, which then ends the other
    )
    assert process.stdout is not None
    answers: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(process.stdout, answers), daemon=True).start()
    return process, answers


def _listen(lines: IO[str], answers: queue.SimpleQueue[str]) -> None:
    """Pass answers on; an empty one, which is no JSON, is the end."""
    with lines:
        for line in lines:
            answers.put(line)
    answers.put("")


def _end(process: subprocess.Popen[str]) -> str:
    status = process.wait()
    return f"the process that reads it ended ({f'signal {-status}' if status < 0 else f'status {status}'})"


def _kill(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.kill()
    process.wait()
    if process.stdin is not None and not process.stdin.closed:
        with suppress(OSError):  # what was not said yet cannot be said any more
            process.stdin.close()
