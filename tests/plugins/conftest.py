"""The plug-in package, installed where only the processes that these tests start look for packages."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """A folder with the built and installed plug-in and what a package index would know of it."""
    # Built from a copy: building leaves files beside the sources.
    sources = shutil.copytree(Path(__file__).parent / "signary_bsl", tmp_path_factory.mktemp("sources") / "signary_bsl")
    target = tmp_path_factory.mktemp("installed")
    flags = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *flags, "--target", str(target), str(sources)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="session")
def fresh(installed):
    """Runs Python in a fresh process that has the plug-in (or, with `plugin=False`, has not)."""

    def run(*arguments, plugin=True, cwd=None, code=0):
        paths = [str(ROOT), *([str(installed)] if plugin else [])]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
        command = [sys.executable, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout if code == 0 else done.stderr

    return run


@pytest.fixture(scope="session")
def signary(fresh):
    """Runs the command line in a fresh process."""

    def run(*arguments, **options):
        return fresh("-m", "signary.cli", *arguments, **options)

    return run
