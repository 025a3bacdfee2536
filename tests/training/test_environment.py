"""What scripts are started with: one thread, and nothing that the user has said otherwise."""

import subprocess
import sys

from signary.training import SMALL_NETWORKS, small_network_environment


def test_what_the_user_says_stays(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.delenv("GLIBC_TUNABLES", raising=False)
    found = small_network_environment()
    assert found["OMP_NUM_THREADS"] == "3"
    assert found["GLIBC_TUNABLES"] == SMALL_NETWORKS["GLIBC_TUNABLES"]
    assert found["PATH"]


def test_a_process_is_started_on_one_thread(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    command = [sys.executable, "-c", "import torch; print(torch.get_num_threads())"]
    done = subprocess.run(command, env=small_network_environment(), capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("1", "")
