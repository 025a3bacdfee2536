"""Files appear whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from signary.io.errors import InputError, NoRoomError

#: What the system says where there is no room.
FULL = frozenset(
    getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name)
)  # not every system has every one
#: Names of temporary files: the machine, the process, and chance.
_TEMPORARY = re.compile(r"\.signary-([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{12}(\.[A-Za-z0-9]+)?")
#: Seconds after which a temporary file of another machine is taken for one that was left behind.
_ABANDONED = 24 * 3600.0


@contextmanager
def atomic_path(path: Path | str) -> Iterator[Path]:
    """A temporary path beside `path`, with its suffix: it replaces `path` on success and is removed on an error.

    A link is followed, so that it stays a link to the new content. What a process that was killed left behind in the
    folder goes when the next one writes there.

    Yields:
        The path to write to; nothing lies there yet.

    Raises:
        InputError: If the folder of `path` does not exist or cannot be written to, or `path` is no ordinary file.
        NoRoomError: If the disk or quota is full while the file is written.
    """
    target = Path(os.path.realpath(path))
    if not target.parent.is_dir():
        raise InputError("output", "a file in an existing folder", repr(str(path)))
    # Renaming onto a device such as /dev/null would put a file in its place.
    if target.exists() and not target.is_file():
        raise InputError("output", "a file", f"{str(path)!r}, which is a folder or a device")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise InputError("output", "a folder that can be written to", repr(str(path)))
    _clean_once(target.parent)
    temporary = target.with_name(f".signary-{_machine()}-{os.getpid()}-{secrets.token_hex(6)}{target.suffix}")
    try:
        yield temporary
        os.replace(temporary, target)
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise NoRoomError("output", "room for the whole file", f"{str(path)!r} ({error.strerror})") from None
    finally:
        temporary.unlink(missing_ok=True)


def remove_abandoned(folder: Path) -> int:
    """Remove the temporary files that processes left in a folder when they were killed.

    Args:
        folder: Looked at, without those below it.

    Returns:
        How many were removed.
    """
    found = 0
    for entry in os.scandir(folder):
        name = _TEMPORARY.fullmatch(entry.name)
        if name is None or not entry.is_file(follow_symlinks=False):
            continue
        here = name[1] == _machine()
        if (here and not _runs(int(name[2]))) or (not here and time.time() - entry.stat().st_mtime > _ABANDONED):
            # Somebody else's folder may not let go of it: that is no reason not to write there.
            with suppress(PermissionError, FileNotFoundError):
                Path(entry.path).unlink()
                found += 1
    return found


@cache
def _clean_once(folder: Path) -> None:
    remove_abandoned(folder)


@cache
def _machine() -> str:
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
