"""Pickles, torch files and numpy archives, whatever they are for."""

from __future__ import annotations

import gzip
import io
import pickle
import struct
import zipfile
from collections import OrderedDict
from functools import cache, partial
from pathlib import Path

import numpy as np
import torch

from hostile_surfaces.mutating import BINARY, NPZ, inside_zip
from hostile_surfaces.pickling import BOMBS, CODE, PICKLE, change_steps, hostile_pickles, torch_archive
from hostile_surfaces.surface import Files, Surface
from signary.io.npz import load_npz
from signary.io.state_dict import load_state_dict
from signary.io.torch_file import load_torch
from signary.io.unpickle import load_pickle

_DATA = {
    "text": "häuser",
    "numbers": [1, -(2**70), 2.5, 1 + 2j, True, None],
    "containers": ({"a": {1, 2}}, frozenset({"x"}), (1, (2,)), OrderedDict(a=1)),
    "array": np.arange(12.0).reshape(3, 4),
    "strings": np.array(["ab", "cde"]),
    "objects": np.array([1, "x", None], dtype=object),
    "scalar": np.float32(2.5),
    "bytes": bytearray(b"ab"),
}


def _put(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "file").write_bytes(content)


def _write_pickles(folder: Path) -> None:
    for protocol in (0, 2, 4, 5):
        _put(folder / f"data{protocol}", pickle.dumps(_DATA, protocol))
    _put(folder / "packed", gzip.compress(pickle.dumps(_DATA)))
    _put(folder / "tensors", pickle.dumps([torch.arange(24.0).reshape(4, 6).T, torch.ones(2).bfloat16()], 2))


def _write_torch(folder: Path) -> None:
    weights = {"mean": torch.arange(3.0), "names": ["a"], "nested": {"std": torch.ones(2, 2, dtype=torch.int8)}}
    for as_zip in (True, False):
        (folder / str(as_zip)).mkdir()
        torch.save(weights, folder / str(as_zip) / "file", _use_new_zipfile_serialization=as_zip)


def _write_weights(folder: Path) -> None:
    weights = {"a.weight": torch.arange(6.0).reshape(2, 3).T, "a.codes": torch.ones(2, dtype=torch.int8)}
    (folder / "checkpoint").mkdir()
    torch.save({"state_dict": weights, "epoch": 3, "loops": [Path("a")]}, folder / "checkpoint" / "file")


def _write_npz(folder: Path) -> None:
    arrays = {"numbers": np.arange(6.0).reshape(2, 3), "text": np.array(["ä", "bc"]), "one": np.array(25.0)}
    arrays |= {"flags": np.array([True]), "fortran": np.asfortranarray(np.arange(6).reshape(2, 3))}
    for name, save in (("plain", np.savez), ("packed", np.savez_compressed)):
        (folder / name).mkdir()
        with (folder / name / "file").open("wb") as file:
            save(file, **arrays)  # type: ignore[arg-type]


def _pickles() -> list[Files]:
    return [{"file": content} for content in hostile_pickles()]


def _torch_files() -> list[Files]:
    return [{"file": torch_archive(steps)} for steps in (*CODE, *BOMBS)] + _pickles()[: len(CODE)]


@cache
def npz_bombs() -> tuple[bytes, ...]:
    """Archives that unpack to much more than they are, or say so."""
    two_gib = _npy("<f4", (1 << 29,))
    found = [_bomb({"a.npy": two_gib}, 2 << 30), _bomb({"a.npy": _npy("|u1", (700 << 20,))}, 700 << 20)]
    found += [_bomb({f"{at}.npy": _npy("|u1", (1 << 20,)) for at in range(500)}, 1 << 20)]
    found += [_bomb({f"{at}.npy": b"" for at in range(20_000)}, 0)]
    headers = [("<f4", (10**12,)), ("<U1", (2,)), ("|S0", (10**9,)), ("<U0", (10**9,)), ("|O", (1,)), ("|V0", (10**9,))]
    found += [_bomb({"a.npy": _npy(*header)}, 8) for header in headers]
    return (*found, _bomb({"a.npy": b"\x93NUMPY\1\0\xff\xff" + b"(" * 65535}, 0))


def _npy(kind: str, shape: tuple[int, ...]) -> bytes:
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header


def _bomb(members: dict[str, bytes], filling: int) -> bytes:
    """An archive of members, each followed by so many bytes of one kind."""
    packed, piece = io.BytesIO(), b"\xff" * (1 << 20)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, start in members.items():
            with archive.open(name, "w", force_zip64=True) as file:
                file.write(start)
                for at in range(0, filling, len(piece)):
                    file.write(piece[: filling - at])
    return packed.getvalue()


def _npz_files() -> list[Files]:
    return [{"file": content} for content in npz_bombs()]


def _read(load: object, folder: Path) -> object:
    return load(folder / "file")  # type: ignore[operator]


SURFACES = (
    Surface("pickle", _write_pickles, partial(_read, load_pickle), {"": PICKLE}, _pickles),
    Surface(
        "torch_file",
        _write_torch,
        partial(_read, load_torch),
        {"": (*BINARY, *[inside_zip((*BINARY, *[change_steps] * 8))] * 8)},
        _torch_files,
    ),
    Surface(
        "state_dict",
        _write_weights,
        partial(_read, load_state_dict),
        {"": (*BINARY, *[inside_zip((*BINARY, *[change_steps] * 8))] * 8)},
        _torch_files,
    ),
    Surface("npz", _write_npz, partial(_read, load_npz), {"": NPZ}, _npz_files),
)
