"""The project's scripts as processes of a benchmark, and the CPU time that they take."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from signary.training import small_network_environment

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"


def run_script(name: str, *flags: str) -> float:
    """Run a script, silently if it succeeds; CPU seconds (user and system) that it took.

    Raises:
        SystemExit: If it fails, with the end of what it said.
    """
    before = _cpu_seconds()
    command = [sys.executable, str(SCRIPTS / f"{name}.py"), *flags]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=small_network_environment())
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr[-2000:]}")
    return _cpu_seconds() - before


def _cpu_seconds() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
