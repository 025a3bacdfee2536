"""The process beside ours: what it says, and that it neither hangs, nor dies, nor stays unseen."""

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from signary.io.errors import FormatError
from signary.pose.video.worker_process import WorkerProcess


@pytest.fixture
def process():
    """Of the interpreter of the tests, which has no OpenCV: everything but looking works."""
    worker = WorkerProcess(Path(sys.executable), patience=60.0)
    yield worker
    worker.close()


def runs(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(number):
    for _ in range(200):
        if not runs(number):
            return True
        time.sleep(0.05)
    return False


def ask(worker):
    with pytest.raises(FormatError) as caught:
        worker.ask("a.mp4", task="facts", video="/nowhere/a.mp4")
    return str(caught.value)


def test_what_cannot_be_done_is_named_and_the_process_goes_on(process):
    expected = "a.mp4: expected an interpreter with mediapipe and OpenCV, got No module named 'cv2'"
    assert ask(process) == expected
    number = process.number
    assert ask(process) == expected
    assert process.number == number
    process.close()
    assert gone(number)


def test_a_process_that_dies_is_named_and_replaced(process):
    ask(process)
    number = process.number
    os.kill(number, signal.SIGSTOP)
    os.kill(number, signal.SIGKILL)
    assert gone(number)
    assert "No module named" in ask(process)
    assert process.number != number


def test_a_process_that_hangs_is_ended():
    worker = WorkerProcess(Path(sys.executable), patience=60.0)
    ask(worker)
    number = worker.number
    worker._patience = 0.3
    os.kill(number, signal.SIGSTOP)
    assert ask(worker) == "a.mp4: expected a video that can be read, got no answer in 0.3 s"
    assert gone(number)


def test_an_interpreter_that_is_none_is_named(tmp_path):
    (tmp_path / "python").write_text("#!/bin/sh\nexit 3\n")
    (tmp_path / "python").chmod(0o755)
    assert ask(WorkerProcess(tmp_path / "python")).endswith("the process that reads it ended (status 3)")


_PROGRAM = """
import sys, time
from pathlib import Path
from signary.io.errors import FormatError
from signary.pose.video.worker_process import WorkerProcess
worker = WorkerProcess(Path(sys.executable))
try:
    worker.ask("a.mp4", task="facts", video="/nowhere")
except FormatError:
    print(worker.number, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_whoever_started_it(how):
    program = subprocess.Popen([sys.executable, "-c", _PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        number = int(program.stdout.readline())
        assert runs(number)
        program.send_signal(how)
        program.wait(30)
        assert gone(number)
    finally:
        program.kill()
        program.stdout.close()


def test_it_ends_with_the_object_that_asks():
    worker = WorkerProcess(Path(sys.executable))
    ask(worker)
    number = worker.number
    del worker
    gc.collect()
    assert gone(number)
