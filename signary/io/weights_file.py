"""What safetensors files hold, read from their headers: names, number types and shapes, without a single weight."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError, safe_open

from signary.io.errors import FormatError, UnsafeFileError
from signary.io.model_files import INDEX_FILE, MODEL_WEIGHTS, ModelFolderError, inside, plain_name, read_settings

#: Of a header. Those of the largest language models take about 0.1 MiB; ours a few KiB.
MAX_HEADER_BYTES = 1 << 20
#: Weights of a model, in all its files; mBART-large has about 500.
MAX_TENSORS = 20_000
#: Files that hold pickles, and so programs: never read.
PICKLED = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl", "*.pickle")
_WEIGHTS_SUFFIX = ".safetensors"
_MAX_SHARDS = 10_000


@dataclass(frozen=True)
class TensorFacts:
    """Number type, as safetensors calls it (`F32`, `BF16`, `I64`, `BOOL` …), and shape of a tensor."""

    dtype: str
    shape: tuple[int, ...]


@dataclass(frozen=True)
class WeightsFacts:
    """The weights of a folder.

    Attributes:
        files: The safetensors files, one or several.
        tensors: What they hold, by name.
    """

    files: tuple[Path, ...]
    tensors: dict[str, TensorFacts]

    @property
    def bytes(self) -> int:
        """Size of all files."""
        return sum(file.stat().st_size for file in self.files)


def weights_of_folder(folder: Path) -> WeightsFacts:
    """The weights of a model folder: `model.safetensors`, or the files that `model.safetensors.index.json` names.

    Args:
        folder: On this disk.

    Raises:
        ModelFolderError: If there are none (pickled ones do not count), or a file that the index names is missing.
        UnsafeFileError: If a name or link leads out of the folder, or a header is too large.
        FormatError: If a file is no safetensors file, or the index does not say what its files hold.
    """
    if (folder / MODEL_WEIGHTS).is_file():
        return _facts([inside(folder, MODEL_WEIGHTS)])
    if not (folder / INDEX_FILE).is_file():
        pickled = sorted(path.name for pattern in PICKLED for path in folder.glob(pattern))
        got = f"{str(folder)!r} without it"
        if pickled:
            got = f"{str(folder)!r} with {pickled[0]}, a pickle, which can hold programs and is never read"
        raise ModelFolderError("model", f"a folder with {MODEL_WEIGHTS}", got)
    index = read_settings(inside(folder, INDEX_FILE))
    places = index.get("weight_map")
    if not isinstance(places, dict) or not places or not isinstance(index.get("metadata", {}), dict):
        raise FormatError(INDEX_FILE, "a weight_map from weights to files", f"one of type {type(places).__name__}")
    names = sorted({plain_name(INDEX_FILE, name, _WEIGHTS_SUFFIX) for name in places.values()})
    if len(names) > _MAX_SHARDS:
        raise UnsafeFileError(INDEX_FILE, f"at most {_MAX_SHARDS:,} files", f"{len(names):,}")
    for name in names:
        if not (folder / name).is_file():
            raise ModelFolderError(
                "model", f"a folder with all files of {INDEX_FILE}", f"{str(folder)!r} without {name}"
            )
    found = _facts([inside(folder, name) for name in names])
    if differing := sorted(set(places) ^ set(found.tensors)):
        raise FormatError(INDEX_FILE, "the weights that its files hold", f"another list ({differing[0][:80]!r})")
    return found


def read_weights_header(path: Path) -> dict[str, TensorFacts]:
    """Names, number types and shapes of a safetensors file.

    Args:
        path: The file.

    Raises:
        UnsafeFileError: If its header is too large.
        FormatError: If it is no whole safetensors file.
    """
    where = f"{path.parent.name}/{path.name}"
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
        if length > MAX_HEADER_BYTES:
            raise UnsafeFileError(where, f"a safetensors header of at most {MAX_HEADER_BYTES:,} bytes", f"{length:,}")
        with safe_open(str(path), framework="np") as weights:
            pieces = ((name, weights.get_slice(name)) for name in weights.keys())  # noqa: SIM118
            return {name: TensorFacts(str(one.get_dtype()), tuple(one.get_shape())) for name, one in pieces}
    except (SafetensorError, OSError, OverflowError) as error:
        raise FormatError(where, "a whole safetensors file", first_line(error)) from None


def first_line(error: BaseException, most: int = 200) -> str:
    """What a library says, short enough for a message of one line."""
    text = re.sub(r"\s+", " ", str(error).strip().partition("\n")[0])
    return (text or type(error).__name__)[:most]


def _facts(files: Iterable[Path]) -> WeightsFacts:
    files, tensors = tuple(files), dict[str, TensorFacts]()
    for file in files:
        for name, facts in read_weights_header(file).items():
            if name in tensors:
                raise FormatError(file.name, "weights that no other file holds", f"{name[:80]!r} twice")
            tensors[name] = facts
    if len(tensors) > MAX_TENSORS:
        raise UnsafeFileError("model", f"at most {MAX_TENSORS:,} weights", f"{len(tensors):,}")
    return WeightsFacts(files, tensors)
