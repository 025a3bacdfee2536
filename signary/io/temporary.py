"""Names of temporary files and folders, and what becomes of those that a killed process has left."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import socket
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

#: The machine, the process, and chance; with a name at the end, what lay at that name and is being replaced.
_TEMPORARY = re.compile(
    r"\.signary-([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{12}(?:\.[A-Za-z0-9]+|~(?P<replaced>.+))?", re.DOTALL
)
#: Seconds after which what another machine was writing is taken for something that was left behind.
ABANDONED = 24 * 3600.0
#: Bytes of a file name, on most systems.
MAX_NAME = 255


def temporary_beside(target: Path) -> Path:
    """A path beside `target`, of the same suffix, at which nothing lies."""
    suffix = target.suffix if re.fullmatch(r"\.[A-Za-z0-9]+", target.suffix) else ""
    return target.with_name(f".signary-{machine()}-{os.getpid()}-{secrets.token_hex(6)}{suffix}")


def replaced_beside(target: Path) -> Path:
    """A path beside `target` for what lies there while something else takes its place.

    If the process is killed in between, `remove_abandoned` puts it back, unless something has taken its place.
    """
    path = target.with_name(f".signary-{machine()}-{os.getpid()}-{secrets.token_hex(6)}~{target.name}")
    if len(os.fsencode(path.name)) <= MAX_NAME:
        return path
    # Such a long name does not fit into another one: this one is never taken for something to remove.
    return target.with_name(f".signary-replaced-{secrets.token_hex(6)}")


def remove_abandoned(folder: Path, after: float = ABANDONED) -> int:
    """Remove the temporary files and folders that processes left in a folder when they were killed.

    Args:
        folder: Looked at, without those below it.
        after: Seconds since somebody wrote to it, for what another machine has left; whether its process runs nobody
            can ask there.

    Returns:
        How many were removed or put back.
    """
    found = 0
    for entry in os.scandir(folder):
        name = _TEMPORARY.fullmatch(entry.name)
        if name is None or entry.is_symlink():
            continue
        path, here = Path(entry.path), name[1] == machine()
        # Somebody else's folder may not let go of it: that is no reason not to write there.
        with suppress(OSError):
            if _runs(int(name[2])) if here else time.time() - _last_written(path) <= after:
                continue
            replaced = name["replaced"]
            if replaced and not os.path.lexists(path.with_name(replaced)):
                path.rename(path.with_name(replaced))
            elif entry.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
            found += 1
    return found


@cache
def clean_once(folder: Path) -> None:
    """`remove_abandoned`, the first time that this process writes to a folder."""
    remove_abandoned(folder)


def _last_written(path: Path) -> float:
    """When somebody last wrote to a file, or to anything in a folder."""
    times = [path.stat().st_mtime]
    times += [each.lstat().st_mtime for each in path.rglob("*")] if path.is_dir() else []
    return max(times)


@cache
def machine() -> str:
    """Eight digits for where process numbers mean the same: the machine since it was started, and the container."""
    facts = [socket.gethostname()]
    with suppress(OSError):  # other systems have no such files
        facts.append(Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii"))
        facts.append(os.readlink("/proc/self/ns/pid"))
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:8]


def _runs(process: int) -> bool:
    """Whether a process of this machine runs; one that waits to be buried does not."""
    if process == os.getpid():
        return True
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return state[:1] != ["Z"]
    except OSError:
        if Path("/proc/self/stat").exists():
            return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
