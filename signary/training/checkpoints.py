"""Checkpoints as files: safetensors and JSON, which hold no code, each with a digest; they appear whole or not at all.

    OUTPUT/last.json                        name of the last checkpoint, and the digest of its facts
    OUTPUT/step_0000500/checkpoint.json     its facts, and the digests of its other files
    OUTPUT/step_0000500/NAME.safetensors    tensors

A checkpoint is read and checked before anything is changed by it (`signary.training.loop` restores it then).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from signary.io.atomic import atomic_folder, atomic_path
from signary.io.budget import JSON
from signary.io.errors import FormatError, InputError, NoRoomError
from signary.io.json_file import parse_json
from signary.io.quoting import quoted
from signary.io.reading import read_bytes

LAST, FACTS, LOG = "last.json", "checkpoint.json", "log.jsonl"
FORMAT, VERSION = "signary checkpoint", 1
_NAME = re.compile(r"step_\d{7,12}")


class CheckpointError(FormatError):
    """A checkpoint is damaged, of an earlier version, or of another run."""


def write_checkpoint(
    folder: Path, step: int, facts: Mapping[str, Any], tensors: Mapping[str, Mapping[str, torch.Tensor]]
) -> None:
    """Write the checkpoint of a step; the pointer to it appears last.

    Args:
        folder: Of the run; it is made if it is not there.
        step: Optimizer steps so far.
        facts: What JSON can say.
        tensors: Tensors by file and name, no two of which share memory.

    Raises:
        InputError: If it cannot be written, such as for want of room; the last checkpoint stays what it was.
    """
    name = f"step_{step:07d}"
    try:
        with atomic_folder(folder / name, argument="output") as temporary:
            _write(temporary, step, facts, tensors)
        pointer = {"format": FORMAT, "version": VERSION, "checkpoint": name, "step": step}
        with atomic_path(folder / LAST) as path:
            sealed = {**pointer, "sha256": _digest(folder / name / FACTS)}
            path.write_text(json.dumps(sealed, indent=1), encoding="utf-8")
    except (OSError, SafetensorError, NoRoomError) as error:
        raise InputError("output", "a folder with room for a checkpoint", f"{str(folder)!r} ({error})") from None


def _write(
    temporary: Path, step: int, facts: Mapping[str, Any], tensors: Mapping[str, Mapping[str, torch.Tensor]]
) -> None:
    digests = {}
    for kind, found in tensors.items():
        path = temporary / f"{kind}.safetensors"
        save_file({key: value.detach().cpu().contiguous() for key, value in found.items()}, path)
        digests[path.name] = _digest(path)
    said = {"format": FORMAT, "version": VERSION, "step": step, **facts, "files": digests}
    (temporary / FACTS).write_text(json.dumps(said, indent=1), encoding="utf-8")


class Checkpoint(NamedTuple):
    """A checkpoint whose files are whole.

    Attributes:
        folder: Its folder.
        facts: What was written as facts, and `step`.
    """

    folder: Path
    facts: Mapping[str, Any]

    def tensors(self, kind: str, expected: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Tensors of a file, on the CPU.

        Args:
            kind: Name of the file, without suffix.
            expected: Tensors of the names, shapes and number formats that there must be, and no others.

        Raises:
            CheckpointError: If they are others.
        """
        where = f"{self.folder.name}/{kind}.safetensors"
        try:
            with safe_open(self.folder / f"{kind}.safetensors", "pt") as file:
                _compare(where, "tensors", sorted(expected), sorted(file.keys()))
                for name, wanted in expected.items():
                    part = file.get_slice(name)
                    found = f"{_DTYPES.get(part.get_dtype(), part.get_dtype())} of shape {tuple(part.get_shape())}"
                    if found != f"{wanted.dtype} of shape {tuple(wanted.shape)}":
                        raise CheckpointError(
                            f"{where}, {name}", f"{wanted.dtype} of shape {tuple(wanted.shape)}", found
                        )
                return {name: file.get_tensor(name) for name in expected}
        except (SafetensorError, OSError) as error:
            raise CheckpointError(where, "safetensors", str(error)) from None

    def names(self, kind: str) -> set[str]:
        """Names of the tensors of a file.

        Raises:
            CheckpointError: If it is no file of safetensors.
        """
        try:
            with safe_open(self.folder / f"{kind}.safetensors", "pt") as file:
                return set(file.keys())
        except (SafetensorError, OSError) as error:
            raise CheckpointError(f"{self.folder.name}/{kind}.safetensors", "safetensors", str(error)) from None

    def number(self, name: str, most: int) -> int:
        """A fact that is an integer from 0 to `most`.

        Raises:
            CheckpointError: If it is not.
        """
        found = self.facts.get(name)
        if type(found) is not int or not 0 <= found <= most:
            raise CheckpointError(f"{self.folder.name}/{FACTS}, {name}", f"an integer from 0 to {most}", quoted(found))
        return found


def read_checkpoint(folder: Path, kinds: set[str]) -> Checkpoint:
    """The last checkpoint of a run, if all of its files are those that were written.

    Args:
        folder: Of the run.
        kinds: Names, without suffix, of the files of tensors that it must have, and no others.

    Raises:
        CheckpointError: If it is of an earlier version, or a file is missing, damaged or none of a checkpoint.
    """
    last = _read_json(folder / LAST, None)
    if last.get("format") != FORMAT or last.get("version") != VERSION:
        expected = f"a checkpoint of format {FORMAT!r}, version {VERSION}"
        raise CheckpointError(LAST, expected, "one that another version of this program wrote: train anew")
    name, digest = last.get("checkpoint"), last.get("sha256")
    if not isinstance(name, str) or not _NAME.fullmatch(name) or not isinstance(digest, str):
        raise CheckpointError(LAST, "the name of a checkpoint and its digest", quoted(last))
    facts = _read_json(folder / name / FACTS, digest)
    files = facts.get("files")
    if facts.get("step") != last.get("step") or not isinstance(files, dict):
        raise CheckpointError(
            f"{name}/{FACTS}", f"the facts of step {quoted(last.get('step'))}", quoted(facts.get("step"))
        )
    _compare(f"{name}/{FACTS}", "files", sorted(f"{kind}.safetensors" for kind in kinds), sorted(files))
    for file, digest in files.items():
        path = folder / name / file
        if not path.is_file():
            raise CheckpointError(f"{name}/{file}", "a file", "none")
        if _digest(path) != digest:
            raise CheckpointError(f"{name}/{file}", "the file that was written", "another one (it is damaged)")
    return Checkpoint(folder / name, facts)


#: Number formats as safetensors names them.
_DTYPES = {
    "F64": "torch.float64",
    "F32": "torch.float32",
    "F16": "torch.float16",
    "BF16": "torch.bfloat16",
    "I64": "torch.int64",
    "I32": "torch.int32",
    "U8": "torch.uint8",
    "BOOL": "torch.bool",
}


def _compare(where: str, what: str, expected: list[str], got: list[str]) -> None:
    missing, unknown = sorted({*expected} - {*got}), sorted({*got} - {*expected})
    if missing or unknown:
        found = ", ".join([*(f"no {name}" for name in missing[:3]), *(f"{name} besides" for name in unknown[:3])])
        raise CheckpointError(where, f"the {len(expected)} {what} of the run that is resumed", found)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_json(path: Path, digest: str | None) -> dict[str, Any]:
    """A JSON object, of a file with that digest."""
    where = path.name if digest is None else f"{path.parent.name}/{path.name}"
    try:
        content = read_bytes(path, JSON.on_disk)
        if digest is not None and hashlib.sha256(content).hexdigest() != digest:
            raise CheckpointError(where, "the file that was written", "another one (it is damaged)")
        return dict(parse_json(content, where))
    except CheckpointError:
        raise
    except InputError as error:
        raise CheckpointError(where, error.expected, error.got) from None
