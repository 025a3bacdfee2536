"""Where built corpora are kept, and how a folder comes to be whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from signary.io.errors import InputError

CACHE_VARIABLE = "SIGNARY_CACHE"


def cache_folder() -> Path:
    """The folder named by `SIGNARY_CACHE`, else `signary` in the cache folder of the platform."""
    if named := os.environ.get(CACHE_VARIABLE):
        return Path(named).expanduser()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "signary"


@contextmanager
def atomic_folder(target: Path) -> Iterator[Path]:
    """A new folder beside `target`: it takes the place of `target` on success and is removed on an error.

    Yields:
        The folder to fill.

    Raises:
        InputError: If the folder around `target` cannot be made, or `target` is a file.
    """
    if target.exists() and not target.is_dir():
        raise InputError("folder", "a folder", repr(str(target)))
    temporary = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    try:
        temporary.mkdir(parents=True)
    except OSError as error:
        raise InputError("folder", "a folder that can be made and written to", f"{target.parent} ({error})") from None
    old = temporary.with_name(temporary.name + "-old")
    try:
        yield temporary
        if target.exists():
            os.replace(target, old)
        os.replace(temporary, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
