"""Where things are kept that can be made again: corpora that were composed, environments, what was seen in videos."""

from __future__ import annotations

import os
import sys
from pathlib import Path

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
