"""What a folder of outputs remembers of how each was made: kept is only what is whole, and still what is asked for.

`signed.jsonl` has a line for every file, written once the file is there: its name, size and SHA-256, a digest of
everything that made it, and the account of the words. A file without a line, with another content or made of another
text, method, model or setting is made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from signary.io import __version__
from signary.io.atomic import FULL
from signary.io.errors import NoRoomError
from signary.io.reading import read_bytes
from signary.language.languages import LANGUAGES, language_files
from signary.retrieval.dictionary import file_of
from signary.signing.outputs import RIGGED
from signary.signing.text_signer import SigningOptions

#: Options that name files: what counts is what these hold.
_BY_CONTENT = ("model", "dictionaries")
NAME = "signed.jsonl"
_MAX_BYTES = 1 << 30
#: Files of a model folder and of its parts; checkpoints of a training lie deeper or elsewhere.
_MODEL_FILES = tuple(
    place + kind for place in ("", "*/") for kind in ("*.json", "*.safetensors", "*.model", "*.parquet")
)
#: Why a file that is there is not kept.
CHANGED, DAMAGED, UNKNOWN = "asked for differently", "damaged", "not known"


@dataclass(frozen=True)
class Recipe:
    """How a batch signs.

    Attributes:
        method: See `make_text_signer`.
        options: As for `make_text_signer`.
        format: Suffix of the outputs, without its dot.
        pictures: Options of `write_output` that count for pictures only.
        compress: Option of `write_output` that counts for `.glb` only.
        rig: Option of `write_output` that counts for `.glb` and `.bvh` only.
        rig_mapping: Likewise.
    """

    method: str
    options: SigningOptions
    format: str
    pictures: Mapping[str, Any]
    compress: bool = False
    rig: str | None = None
    rig_mapping: Path | None = None

    @property
    def writing(self) -> dict[str, Any]:
        """Options of `write_output`."""
        return {**self.pictures, "compress": self.compress, "rig": self.rig, "rig_mapping": self.rig_mapping}

    def facts(self) -> dict[str, Any]:
        """Everything but text and language that decides what an output is, models and lexicons by their content."""
        names = [item.name for item in fields(self.options) if item.name not in _BY_CONTENT]
        said = {name: getattr(self.options, name) for name in names}
        facts: dict[str, Any] = {"signary": __version__, "method": self.method, "options": said, "format": self.format}
        facts["lexicons"] = _lexicons()
        if self.format in ("gif", "mp4", "png"):
            facts["pictures"] = dict(self.pictures)
        if self.format == "glb":
            facts["compress"] = self.compress
        if f".{self.format}" in RIGGED and self.rig is not None:
            files = [Path(file) for file in (self.rig, self.rig_mapping) if file is not None]
            facts["rig"] = [_digest(file) if file.is_file() else str(file) for file in files]
        if self.method != "signer":
            facts["model"] = _model(self.options.model)
            if self.options.dictionaries:
                facts["dictionaries"] = [_digest(file_of(place)) for place in self.options.dictionaries]
        return facts


def digest_request(text: str, language: str, facts: Mapping[str, Any]) -> str:
    """One digest of all that makes an output."""
    whole = {"text": text, "language": language, **facts}
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


class BatchRecord:
    """The record of a folder.

    Args:
        folder: Of the outputs; need not be there yet.

    Raises:
        InputError: If the record is there and cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._lines = _read(self.path) if self.path.exists() else {}

    def reason_to_sign(self, file: Path, request: str) -> str | None:
        """Why a file has to be made: it is not there (an empty reason), or it is not to be kept. None if it is.

        Args:
            file: The output.
            request: Digest of what is asked for now.
        """
        if not file.exists():
            return ""
        line = self._lines.get(file.name)
        if line is None:
            return UNKNOWN
        if line["request"] != request:
            return CHANGED
        if not file.is_file() or (line["bytes"], line["sha256"]) != (file.stat().st_size, _digest(file)):
            return DAMAGED
        return None

    def add(self, file: Path, request: str, account: str) -> None:
        """Remember an output that is there now."""
        line = {"file": file.name, "bytes": file.stat().st_size, "sha256": _digest(file), "request": request}
        text = json.dumps({**line, "account": account}, ensure_ascii=False).encode() + b"\n"
        try:
            with self.path.open("ab+") as record:
                # A run that was killed may have left half a line.
                if end := record.tell():
                    record.seek(end - 1)
                    text = text if record.read(1) == b"\n" else b"\n" + text
                record.write(text)
        except OSError as error:
            if error.errno not in FULL:
                raise
            raise NoRoomError("output", "room for the record", f"{str(self.path)!r} ({error.strerror})") from None
        self._lines[file.name] = line


def _read(path: Path) -> dict[str, dict[str, Any]]:
    """Name of a file -> its last line; what is no line counts for nothing, so that its file is made anew."""
    kinds = {"file": str, "bytes": int, "sha256": str, "request": str}
    lines = {}
    for line in read_bytes(path, _MAX_BYTES).split(b"\n"):
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and all(isinstance(found.get(name), kind) for name, kind in kinds.items()):
            lines[found["file"]] = {name: found[name] for name in kinds}
    return lines


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _digest_files(folder: Path, patterns: Sequence[str]) -> str:
    """Of the names and contents of some files in a folder."""
    whole = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}):
        whole.update(f"{path.relative_to(folder).as_posix()}\n{_digest(path)}\n".encode())
    return whole.hexdigest()


def _lexicons() -> str:
    """Of the lexicons and alphabets of all registered languages."""
    whole = hashlib.sha256()
    for language in sorted(LANGUAGES):
        files = language_files(language)
        for path in (files.lexicon, files.alphabet):
            whole.update(f"{language}\n{'-' if path is None else _digest(path)}\n".encode())
    return whole.hexdigest()


def _model(name: str | None) -> str:
    """A folder by its content, a model of the Hub by the commit that lies in the cache, if one does."""
    if name is None:
        from signary.bundle.folder import embedded_folder

        return _digest_files(embedded_folder(), _MODEL_FILES)
    if Path(name).is_dir():
        return _digest_files(Path(name), _MODEL_FILES)
    from huggingface_hub import try_to_load_from_cache

    from signary.io.hub import check_model_name

    check_model_name(name)
    found = try_to_load_from_cache(name, "config.json")
    return f"{name}@{Path(found).parent.name}" if isinstance(found, str) else name
