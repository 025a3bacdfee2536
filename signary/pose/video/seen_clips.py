"""What was seen in videos, kept: a clip is looked at once, whatever it is prepared for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signary.io.atomic import atomic_path
from signary.io.errors import InputError, NoRoomError
from signary.io.quoting import cut
from signary.pose.formats.npz_file import read_npz_file, write_npz_file
from signary.pose.sequence import PoseSequence
from signary.pose.video import holistic_worker

#: Bytes at both ends of a video that are part of its name here, beside its size and when it was written.
_LOOKED_AT = 1 << 18


@dataclass(frozen=True)
class SeenClips:
    """A folder of `.npz` files, named by the video's content and the part of it.

    Attributes:
        folder: Is made when something is kept.
    """

    folder: Path

    def find(self, video: Path, part: Mapping[str, Any]) -> PoseSequence | None:
        """What was seen in a part of a video; None if that was not kept, or cannot be read any more."""
        path = self._path(video, part)
        try:
            return read_npz_file(path) if path.is_file() else None
        except InputError:
            return None

    def keep(self, video: Path, part: Mapping[str, Any], seen: PoseSequence) -> None:
        """Keep what was seen; a folder that cannot be written to keeps nothing."""
        path = self._path(video, part)
        with suppress(OSError, NoRoomError, InputError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with atomic_path(path) as temporary:
                write_npz_file(seen, temporary)

    def _path(self, video: Path, part: Mapping[str, Any]) -> Path:
        facts = video.stat()
        name = hashlib.blake2b(digest_size=20)
        with video.open("rb") as file:
            name.update(file.read(_LOOKED_AT))
            file.seek(max(0, facts.st_size - _LOOKED_AT))
            name.update(file.read(_LOOKED_AT))
        said = [cut(video.name), facts.st_size, facts.st_mtime_ns, dict(part), holistic_worker.VERSION]
        name.update(json.dumps(said, sort_keys=True).encode())
        digest = name.hexdigest()
        return self.folder / digest[:2] / f"{digest}.npz"
