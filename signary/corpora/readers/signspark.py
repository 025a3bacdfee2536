"""SignSparK's corpora: LMDB databases with the streams of a clip: body, hands, and face (jaw and 50 expressions).

    ROOT/body/data.mdb  ROOT/hands/data.mdb  ROOT/face/data.mdb      a database a stream, a clip a key
    ROOT/data.mdb                                                    keys CLIP/body, CLIP/hands, CLIP/face, or
                                                                     databases body, hands, face in it

A value is an array (T, width): as `.npy`, as a pickle, or as bare float32. Which columns there are follows from the
width: a body of 30 numbers is the upper body of layout `smplx`, of 63 all of SMPL-X, of 66 with the root before it;
hands are 90, left before right, or 45 each under `left_hand` and `right_hand`; a face of 53 is the jaw and 50
coefficients of expression, of which layout `smplx` holds ten, of 13 with ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from heapq import merge
from itertools import groupby
from pathlib import Path
from typing import ClassVar

import numpy as np

from signary.corpora.readers.annotations import annotated_row, read_annotations, recording, split_in
from signary.corpora.readers.reader import CorpusReader, Dropped
from signary.corpora.row_schema import CorpusRow
from signary.io.errors import FormatError, InputError
from signary.io.lmdb_file import FILE, LmdbFile, open_lmdb
from signary.io.npy import parse_npy
from signary.io.quoting import quoted
from signary.io.torch_file import as_array
from signary.io.unpickle import parse_pickle
from signary.language.languages import resolve
from signary.pose.motion_spec import checked_hand_reference
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

#: What streams are called -> ours.
_STREAMS = {
    **dict.fromkeys(("body", "pose", "upper_body"), "body"),
    **dict.fromkeys(("hands", "hand"), "hands"),
    **dict.fromkeys(("lhand", "left_hand", "lh"), "left_hand"),
    **dict.fromkeys(("rhand", "right_hand", "rh"), "right_hand"),
    **dict.fromkeys(("face", "expression", "expr"), "face"),
}
_KEY = re.compile(rf"(?P<clip>.+)[/:._|-](?P<stream>{'|'.join(sorted(_STREAMS, key=len, reverse=True))})")
#: Width of a stream -> the columns that layout `smplx` holds, in its order.
_WIDTHS: Mapping[str, Mapping[int, slice]] = {
    "body": {30: slice(0, 30), 63: slice(33, 63), 66: slice(36, 66)},
    "hands": {90: slice(0, 90)},
    "left_hand": {45: slice(0, 45)},
    "right_hand": {45: slice(0, 45)},
    "face": {53: slice(0, 13), 13: slice(0, 13), 103: slice(0, 13)},
}
_PICKLES = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
#: Bytes of a clip's stream: an hour of a body.
_LARGEST = 256 << 20


@dataclass
class SignSpark(CorpusReader):
    """Streams of LMDB databases; layout `smplx`."""

    about: ClassVar[str] = "SignSparK: LMDB databases of body, hands and face (jaw and 50 expressions), a clip a key"

    language: str = field(metadata={"help": "Sign language."})
    texts: Path = field(metadata={"help": "Table or pickle of sentences, or folder with some."})
    fps: float = field(default=25.0, metadata={"help": "Frames a second, where the texts do not say it."})
    hand_reference: str = field(default="mano_mean", metadata={"help": "What zero hands mean: mano_mean or flat."})

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """Databases of that name."""
        return source.is_dir() and ((source / FILE).is_file() or any(True for _ in _folders(source)))

    def rows(self, source: Path) -> Iterator[CorpusRow | Dropped]:
        """A row a clip that has a text and all of its streams.

        Raises:
            InputError: If there is no database, or the texts are none.
            FormatError: If a database is broken.
            UnsafeFileError: If it asks for anything but data.
        """
        resolve(self.language)
        checked_hand_reference(self.hand_reference)
        texts, seen = read_annotations(self.texts), set[str]()
        for key, streams in _clips(source):
            name = recording(key)
            seen.add(name)
            if (text := texts.get(name)) is None or not text.text:
                yield Dropped(name, "no text")
                continue
            try:
                values = _values(name, streams)
            except FormatError as error:
                yield Dropped(name, f"expected {error.expected}", str(error))
                continue
            layout = get_layout("smplx")
            certain = np.ones((len(values), len(layout.joints)), np.float32)
            facts = {"hand_reference": self.hand_reference}
            motion = PoseSequence.masked(values, layout, text.fps or self.fps, certain, facts)
            said = replace(text, split=text.split or split_in(key) or split_in(source.name))
            yield annotated_row(said, self.language, motion, "SignSparK")
        for name in texts:
            if name not in seen:
                yield Dropped(name, "no streams")


def _folders(source: Path) -> Iterator[tuple[str, Path]]:
    """Streams, and the folders or files of their databases."""
    for entry in sorted(source.iterdir()):
        name = entry.name.lower().removesuffix(".lmdb").removesuffix(".mdb")
        stream = next((ours for theirs, ours in _STREAMS.items() if re.search(rf"(^|[_.-]){theirs}$", name)), None)
        if stream is not None and ((entry / FILE).is_file() or entry.suffix.lower() in (".lmdb", ".mdb")):
            yield stream, entry


def _clips(source: Path) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Clips in the order of their keys, with the bytes of their streams."""
    with ExitStack() as stack:
        if source.is_file() or (source / FILE).is_file():
            file = stack.enter_context(open_lmdb(source))
            inside = {
                _STREAMS[name.lower()]: tree for name, tree in file.databases().items() if name.lower() in _STREAMS
            }
            streams = [_of_stream(stream, file.items(tree)) for stream, tree in inside.items()] or [_named(file)]
        else:
            found = [(stream, stack.enter_context(open_lmdb(path))) for stream, path in _folders(source)]
            streams = [_of_stream(stream, file.items()) for stream, file in found]
        if not streams:
            raise InputError("source", "LMDB databases of body, hands and face", f"none in {str(source)!r}")
        for clip, parts in groupby(merge(*streams, key=lambda one: one[0]), key=lambda one: one[1]):
            yield clip, {stream: value for _, _, stream, value in parts}


def _named(file: LmdbFile) -> Iterator[tuple[bytes, str, str, bytes]]:
    """The streams of a database whose keys name them; those of a clip are neighbours."""
    for key, value in file.items():
        if found := _KEY.fullmatch(key.decode("utf-8", "replace")):
            yield key, found["clip"], _STREAMS[found["stream"]], value


def _of_stream(stream: str, items: Iterator[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, str, str, bytes]]:
    for key, value in items:
        yield key, key.decode("utf-8", "replace"), stream, value


def _values(name: str, streams: Mapping[str, bytes]) -> np.ndarray:
    """The frames of a clip, (T, 133)."""
    found = {stream: _array(f"{name}, {stream}", value, _WIDTHS[stream]) for stream, value in streams.items()}
    if "hands" in found:
        found["left_hand"], found["right_hand"] = found["hands"][:, :45], found["hands"][:, 45:]
    parts = [found.get(stream) for stream in ("body", "left_hand", "right_hand", "face")]
    if any(part is None for part in parts):
        raise FormatError(name, "streams of body, hands and face", ", ".join(streams))
    there = [part for part in parts if part is not None]
    if len({len(part) for part in there}) > 1:
        raise FormatError(name, "streams of one length", ", ".join(f"{len(part)}" for part in there))
    return np.concatenate(there, axis=1)


def _array(where: str, value: bytes, widths: Mapping[int, slice]) -> np.ndarray:
    """A stream's columns of layout `smplx`."""
    if len(value) > _LARGEST:
        raise FormatError(where, f"at most {_LARGEST:,} bytes", f"{len(value):,}")
    if value[:6] == b"\x93NUMPY":
        array = np.asarray(parse_npy(where, value))
    elif value[:2] in _PICKLES:
        found = as_array(parse_pickle(where, value))
        array = np.empty(0) if found is None else found
    else:
        width = next((one for one in widths if len(value) and len(value) % (4 * one) == 0), 0)
        array = np.frombuffer(value, "<f4").reshape(-1, width) if width else np.empty(0)
    flat = array.reshape(len(array), -1) if array.ndim > 1 else array
    if flat.ndim != 2 or flat.shape[1] not in widths or not len(flat) or flat.dtype.kind not in "fiu":
        expected = f"an array (T, {' or '.join(map(str, widths))})"
        raise FormatError(where, expected, f"{array.dtype} of shape {array.shape}, {quoted(value[:8])}")
    with np.errstate(over="ignore"):
        return flat[:, widths[flat.shape[1]]].astype(np.float32)
