"""Corpora on disk, as `save_to_disk` of `datasets` writes them: read for training, for a report, for a dictionary."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from datasets import Array2D, Dataset, DatasetDict, Features, List, Value

from hostile_surfaces.mutating import BINARY, JSON, nested
from hostile_surfaces.surface import Files, Surface
from signary.evaluation.report.report_corpus import ReportCorpus
from signary.retrieval.recordings import list_recordings, read_signs
from signary.tokenizer import MotionTokenizerConfig
from signary.training.corpus import load_split
from signary.training.motion import MotionWindows

_MOTION = MotionTokenizerConfig(layout="phoenix50", fps=25, partition="body_left_right")
_STATE = "train/state.json"


def _row(at: int) -> dict[str, Any]:
    poses = np.random.default_rng(at).normal(size=(6 + at, 150)).astype(np.float32)
    signs = [{"gloss": "A", "start": 0.0, "end": 0.1}, {"gloss": "B", "start": 0.1, "end": 0.2}]
    return {
        "id": f"row {at}",
        "text": "Es regnet.",
        "language": "dgs",
        "gloss": "A B",
        "glosses": signs,
        "fps": 25.0,
        "poses": poses,
        "confidence": np.ones((6 + at, 50), np.float32),
        "codes": np.zeros((3, 3), np.int64),
        "words": ["regnen", "es regnet"],
    }


def _features(fixed: bool) -> Features:
    lists = List(List(Value("float32")))
    timed = {"gloss": Value("string"), "start": Value("float32"), "end": Value("float32")}
    return Features(
        {
            **{name: Value("string") for name in ("id", "text", "language", "gloss")},
            "glosses": List(timed),
            "fps": Value("float32"),
            "poses": Array2D((None, 150), "float32") if fixed else lists,
            "confidence": lists,
            "codes": List(List(Value("int64"))),
            "words": List(Value("string")),
        }
    )


def _rows(fixed: bool, rows: int) -> Dataset:
    found = [
        {name: getattr(one, "tolist", lambda one=one: one)() for name, one in _row(at).items()} for at in range(rows)
    ]
    return Dataset.from_list(found, features=_features(fixed))


def _write(folder: Path) -> None:
    for fixed in (True, False):
        splits = {"train": _rows(fixed, 3), "dev": _rows(fixed, 1)}
        DatasetDict(splits).save_to_disk(str(folder / f"fixed_{fixed}"))


def _write_recordings(folder: Path) -> None:
    for fixed in (True, False):
        names = ["words", "language", "poses", "fps", "confidence", "gloss"]
        _rows(fixed, 3).select_columns(names).save_to_disk(str(folder / f"fixed_{fixed}"))


@cache
def _valid(write: Callable[[Path], None]) -> Files:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        place = Path(folder) / "fixed_True"
        return {
            path.relative_to(place).as_posix(): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()
        }


def _stream(columns: dict[str, pa.Array], metadata: dict[str, str] | None = None) -> bytes:
    table = pa.table(columns)
    table = table.replace_schema_metadata(metadata)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    found: bytes = sink.getvalue().to_pybytes()
    return found


def _attacks() -> Sequence[Files]:
    """Names that lead elsewhere, files that hold far more than their bytes, columns that would run or open things."""
    files = _valid(_write)
    state, info = json.loads(files[_STATE]), json.loads(files["train/dataset_info.json"])
    arrow = next(name for name in files if name.startswith("train/") and name.endswith(".arrow"))

    def saying(**settings: Any) -> Files:
        return files | {_STATE: json.dumps(state | settings).encode()}

    def declaring(feature: dict[str, Any]) -> Files:
        features = info["features"] | {"poses": feature}
        return files | {"train/dataset_info.json": json.dumps(info | {"features": features}).encode()}

    places = ("../dev/data-00000-of-00001.arrow", "/etc/passwd", "x/y.arrow", "..", "", "\0.arrow", "s3://x/y.arrow", 5)
    found = [saying(_data_files=[{"filename": place}]) for place in places]
    found += [saying(_fingerprint="../../x"), saying(_format_type="torch", _format_kwargs={"dtype": "x"})]
    found += [saying(_data_files=state["_data_files"] * 3000), saying(_data_files=5), saying(x=nested(500, "list"))]
    found += [
        files | {"dataset_dict.json": json.dumps({"splits": names}).encode()}
        for names in (["../train"], ["/etc"], ["train", "train"], ["none"], "train", [5], [], ["train::x"])
    ]
    kinds = ("Image", "Audio", "Video", "partial", "Sequence", "Array2D", "Nothing", "dataclass", "Json")
    found += [declaring({"_type": kind}) for kind in kinds]
    found += [
        declaring({"_type": "Array2D", "shape": shape, "dtype": "float32"}) for shape in ([None, 7], [2**40, 150], "x")
    ]
    empty = pa.array([None], pa.null())
    for kind in (pa.list_(pa.null(), 2**31 - 1), pa.list_(pa.list_(pa.null(), 2**20), 2**10)):
        found.append(files | {arrow: _stream({"poses": pa.nulls(1, pa.null()), "x": _endless(kind)})})
    found += [files | {arrow: _stream({"poses": empty.dictionary_encode()})}]
    words = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), pa.array(["x" * 100_000]))
    found += [files | {arrow: _stream({"text": words})}]
    return [*found, *(files | {arrow: content} for content in (b"", b"ARROW1\0\0", b"\xff" * 64, files[arrow] * 2))]


def _endless(kind: pa.DataType) -> pa.Array:
    """A list of as many missing values as its type says, which take no bytes."""
    size, below = kind.list_size, kind.value_type
    values = (
        pa.nulls(size, pa.null())
        if pa.types.is_null(below)
        else pa.FixedSizeListArray.from_arrays(pa.nulls(size * below.list_size, pa.null()), below.list_size)
    )
    return pa.FixedSizeListArray.from_arrays(values, size)


def _train(folder: Path) -> object:
    for split in ("train", "dev"):
        list(MotionWindows(load_split([str(folder)], split), _MOTION, 8).sequences())
    rows = load_split([str(folder)], "train", ("text", "language", "codes"))
    return [np.asarray(codes, dtype=np.int64) for codes in rows["codes"]], list(rows["text"])


def _report(folder: Path) -> object:
    corpus = ReportCorpus.load(folder, "dev", None, _MOTION)
    return corpus.sentences(), corpus.references(), list(corpus.training_motion()), corpus.motion_kind


def _record(folder: Path) -> object:
    return list(read_signs(list_recordings(folder, _MOTION), _MOTION))


_MUTATORS = {".json": JSON, "": BINARY}
SURFACES = (
    Surface("corpus_training", _write, _train, _MUTATORS, _attacks),
    Surface("corpus_report", _write, _report, _MUTATORS, _attacks),
    Surface("corpus_recordings", _write_recordings, _record, _MUTATORS, partial(list)),
)
