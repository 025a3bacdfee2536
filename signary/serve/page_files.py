"""The page and its figure, read once into memory: what is asked for is a name in a table, and never a path."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

#: Suffix -> content type; files of other kinds are not served.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".glb": "model/gltf-binary",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
#: These are small already.
_PACKED = (".png", ".woff2")
INDEX = "index.html"


@dataclass(frozen=True)
class PageFile:
    """A file of the page.

    Attributes:
        content: As it is.
        packed: With gzip; None if that is not smaller.
        media_type: Content type.
        tag: Changes with the content.
    """

    content: bytes
    packed: bytes | None
    media_type: str
    tag: str

    @classmethod
    def of(cls, name: str, content: bytes) -> PageFile:
        """A file by its name and content."""
        suffix = Path(name).suffix
        packed = None if suffix in _PACKED else gzip.compress(content, 6, mtime=0)
        smaller = packed if packed is not None and len(packed) < 0.9 * len(content) else None
        tag = hashlib.sha256(content).hexdigest()[:24]
        return cls(content, smaller, _TYPES.get(suffix, "application/octet-stream"), tag)

    def answer(self, request: Request) -> Response:
        """The file, or that the client has it already."""
        accepted = request.headers.get("accept-encoding", "")
        packed = self.packed if "gzip" in (name.split(";")[0].strip() for name in accepted.split(",")) else None
        tag = f'"{self.tag}{"-gzip" if packed else ""}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if packed is not None:
            headers["Content-Encoding"] = "gzip"
        return Response(self.content if packed is None else packed, headers=headers, media_type=self.media_type)


def read_page(folder: Path, more: Mapping[str, bytes] | None = None) -> dict[str, PageFile]:
    """All files of a folder that a page is made of, by their names below it.

    Args:
        folder: The folder; need not be there.
        more: Name -> content of files that are made, *optional*.
    """
    found = dict[str, PageFile]()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in _TYPES and not path.is_symlink():
            name = path.relative_to(folder).as_posix()
            found[name] = PageFile.of(name, path.read_bytes())
    return found | {name: PageFile.of(name, content) for name, content in (more or {}).items()}
