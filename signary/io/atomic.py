"""Files and folders appear whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from signary.io.errors import InputError, NoRoomError
from signary.io.temporary import clean_once, replaced_beside, temporary_beside

#: What the system says where there is no room.
FULL = frozenset(
    getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name)
)  # not every system has every one


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
    clean_once(target.parent)
    temporary = temporary_beside(target)
    try:
        with _room("output", "file", path):
            yield temporary
            os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def atomic_folder(
    path: Path | str, *, argument: str = "folder", keep: Callable[[str], bool] | None = None
) -> Iterator[Path]:
    """A new folder beside `path`: on the disk as a whole, it takes the place of `path`; it is removed on an error.

    What lies at `path` stays until then, and is put back if the process is killed while the two change places (by the
    next one that writes there). A link is followed. What a killed process left beside `path` goes.

    Args:
        path: The folder; the one that it lies in is made if it is not there.
        argument: Of errors.
        keep: Which files and folders of the old folder, by their names, the new one gets as well, unless it has its
            own; *optional*, defaults to none.

    Yields:
        The folder to fill, empty.

    Raises:
        InputError: If the folder around `path` cannot be made or written to, or `path` is a file.
        NoRoomError: If the disk or quota is full while the folder is filled.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_dir():
        raise InputError(argument, "a folder", repr(str(path)))
    temporary, old = temporary_beside(target), replaced_beside(target)
    with _room(argument, "folder", path):
        try:
            temporary.mkdir(parents=True)
        except OSError as error:
            if error.errno in FULL:
                raise
            got = f"{str(target.parent)!r} ({error.strerror})"
            raise InputError(argument, "a folder that can be made and written to", got) from None
        try:
            clean_once(target.parent)
            yield temporary
            if keep is not None and target.is_dir():
                _keep(target, temporary, keep)
            _flush(temporary)
            _change_places(temporary, target, old)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def check_new(path: str | os.PathLike[str], argument: str = "output") -> Path:
    """A folder that somebody else's files cannot be in.

    Raises:
        InputError: If it is a file, or has anything in it.
    """
    found = Path(path)
    if os.path.lexists(found) and (not found.is_dir() or any(found.iterdir())):
        raise InputError(argument, "a new or empty folder", repr(str(path)))
    return found


@contextmanager
def _room(argument: str, kind: str, path: Path | str) -> Iterator[None]:
    """Within it, a full disk or quota is a named error."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise NoRoomError(argument, f"room for the whole {kind}", f"{str(path)!r} ({error.strerror})") from None


def _keep(old: Path, new: Path, keep: Callable[[str], bool]) -> None:
    """What stays of the old folder, without a second copy on the disk where the system knows how."""
    for entry in old.iterdir():
        if keep(entry.name) and not os.path.lexists(new / entry.name):
            if entry.is_dir() and not entry.is_symlink():
                shutil.copytree(entry, new / entry.name, symlinks=True, copy_function=_link)
            else:
                _link(entry, new / entry.name)


def _link(source: Path | str, target: Path | str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def _flush(folder: Path) -> None:
    """Have all that lies in a folder on the disk: a renamed folder must not be empty after the power has failed."""
    for path in (*folder.rglob("*"), folder):
        # Other systems cannot open folders.
        if path.is_symlink() or not (path.is_file() or (path.is_dir() and os.name == "posix")):
            continue
        handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _change_places(new: Path, target: Path, old: Path) -> None:
    """Rename `target`, if it is there, to `old`, and `new` to `target`: both, or none."""
    there = target.exists()
    if there:
        os.replace(target, old)
    try:
        os.replace(new, target)
    except OSError:
        if there:
            os.replace(old, target)
        raise
