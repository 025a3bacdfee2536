"""A virtual environment of its own, outside the checkout, and programs that run in it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORPORA = Path(__file__).parent / "corpora_to_train_on.py"


def done(command, **options):
    """What a command says that must succeed."""
    ended = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, **options)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def content(wheel):
    """Name of a file -> check sum."""
    with zipfile.ZipFile(wheel) as files:
        return {file.filename: file.CRC for file in files.infolist()}


class Environment:
    """A virtual environment, whose programs run in a folder outside the checkout."""

    def __init__(self, folder: Path) -> None:
        self.programs, self.work = folder / "venv" / "bin", folder / "work"
        self.work.mkdir()
        done([sys.executable, "-m", "venv", folder / "venv"])
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
        said = {"PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}", "HF_HUB_OFFLINE": "1"}
        self.environment = outside | said | {"OMP_NUM_THREADS": "1", "SIGNARY_CACHE": str(folder / "cache")}

    def __call__(self, program, *arguments, cwd=None):
        return done([self.programs / program, *arguments], cwd=cwd or self.work, env=self.environment)

    def install(self, *arguments):
        """With the versions that are locked."""
        flags = ["--quiet", "--disable-pip-version-check", "-c", ROOT / "constraints.txt"]
        self("python", "-m", "pip", "install", *flags, *arguments)
