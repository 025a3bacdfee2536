"""Files appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from signary.io.errors import InputError


@contextmanager
def atomic_path(path: Path | str) -> Iterator[Path]:
    """A temporary path beside `path`, with its suffix: it replaces `path` on success and is removed on an error.

    A link is followed, so that it stays a link to the new content.

    Yields:
        The path to write to; nothing lies there yet.

    Raises:
        InputError: If the folder of `path` does not exist or cannot be written to, or `path` is no ordinary file.
    """
    target = Path(os.path.realpath(path))
    if not target.parent.is_dir():
        raise InputError("output", "a file in an existing folder", repr(str(path)))
    # Renaming onto a device such as /dev/null would put a file in its place.
    if target.exists() and not target.is_file():
        raise InputError("output", "a file", f"{str(path)!r}, which is a folder or a device")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise InputError("output", "a folder that can be written to", repr(str(path)))
    temporary = target.with_name(f".{secrets.token_hex(8)}{target.suffix}")
    try:
        yield temporary
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
