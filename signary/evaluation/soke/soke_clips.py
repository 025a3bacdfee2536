"""Clips to measure, as they lie on disk: corpora, folders of motion files, tokens and results of SOKE's form.

    CORPUS/                      what `corpus prepare` or `save_to_disk` has written; a data set is a sign language
    FOLDER/NAME.npz              motion files of any kind; also tokens NAME.npy (L, 3), which a tokenizer decodes
    FOLDER/NAME/…_0_3D.pkl       a pickle a frame, as SOKE has its data
    FOLDER/NAME.pkl              what SOKE's test writes: feats_ref, feats_rst (both sides at once), text
    FOLDER/DATA_SET/…            any of these in a folder for each data set: how2sign, csl, phoenix or other names

A folder of the split's name is looked into where there is one. Clips are called by their names without folders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import Dataset, DatasetDict

from signary.corpora.corpus_files import is_corpus
from signary.corpora.corpus_spec import read_corpus_spec
from signary.corpora.opening import open_corpus
from signary.corpora.readers.annotations import recording
from signary.corpora.readers.soke_files import read_soke_tokens
from signary.corpora.rows import row_motion
from signary.evaluation.errors import EmptyCorpusError
from signary.io.errors import FormatError, InputError
from signary.io.quoting import quoted
from signary.io.unpickle import load_pickle
from signary.language.languages import resolve
from signary.pose.formats import FORMATS, options_of, read_pose
from signary.pose.formats.soke_frames import frame_values, has_soke_frames
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.tokenizer import MotionTokenizer

#: Data sets of the paper by parts of the names of folders -> their sign language.
DATA_SETS: Mapping[str, str] = {"how2sign": "asl", "h2s": "asl", "csl": "csl", "phoenix": "dgs"}
#: What a split may be called.
_SAME_SPLIT = {"dev": ("dev", "val"), "val": ("val", "dev")}
_RESULT = ("feats_ref", "feats_rst")
#: Bytes of a file that show what it is.
_HEAD = 4096
_WHOLE_NUMBERS = re.compile(rb"'descr': '[<>|][iu]\d'")
#: Folder of the poses of a split in SOKE's data.
_POSES = "poses"
_FEATURES = 133
_MOST_BYTES = 512 << 20
_MOST_ENTRIES = 200_000


@dataclass(frozen=True)
class ClipOptions:
    """How clips are read.

    Attributes:
        split: Of corpora, and of folders that have one of its name.
        fps: Frames a second of what does not say it.
        tokenizer: Decodes tokens, *optional*.
        statistics: Mean and deviation of the features of results, *optional*.
        hand_reference: What zero hands mean in pickles and results of SOKE's form.
    """

    split: str = "test"
    fps: float | None = None
    tokenizer: MotionTokenizer | None = None
    statistics: tuple[np.ndarray, np.ndarray] | None = None
    hand_reference: str = "mano_mean"


@dataclass(frozen=True)
class SokeClip:
    """A clip of one side.

    Attributes:
        name: Without folders.
        data_set: Of the paper's tables, or a folder's name, or a sign language; empty where nobody says.
        motion: As it was read.
        place: Where it is, from the folder that was named: what messages call it.
        language: Id of its sign language, if known.
        text: What it means, if known.
        clocked: Whether its rate is its own: tokens and results have that of what they are compared with.
    """

    name: str
    data_set: str
    motion: PoseSequence = field(repr=False)
    place: str
    language: str | None = None
    text: str | None = None
    clocked: bool = True


def language_of(data_set: str) -> str | None:
    """The sign language of a data set by its name; None where it says none."""
    lower = data_set.lower()
    return next((language for name, language in DATA_SETS.items() if name in lower), None)


def is_results(folder: Path, split: str = "test") -> bool:
    """Whether a folder holds what SOKE's test writes: both sides of each clip in one pickle."""
    for _, below in _data_sets(folder, split):
        first = next((entry for entry in _entries(below) if entry.suffix == ".pkl" and entry.is_file()), None)
        if first is not None:
            return _RESULT[0].encode() in _head(first)
    return False


def read_clips(folder: Path, options: ClipOptions, argument: str) -> list[SokeClip]:
    """All clips of a corpus or a folder of files.

    Args:
        folder: One of the forms above, except results.
        options: How they are read.
        argument: What messages call the folder.

    Raises:
        EmptyCorpusError: If it holds none.
        FormatError: If a file is broken; names its place below the folder.
        InputError: If there is no such folder or split, a file needs an option, or two clips have one name.
    """
    if not folder.is_dir():
        raise InputError(argument, "an existing folder", repr(str(folder)))
    found = list(_below(folder, folder, "", options, argument))
    if not found:
        raise EmptyCorpusError(
            argument, "a corpus, motion files, tokens or folders of frames", f"none in {str(folder)!r}"
        )
    seen = dict[tuple[str, str], str]()
    for clip in found:
        if (other := seen.setdefault((clip.data_set, clip.name), clip.place)) != clip.place:
            raise InputError(argument, "clips of different names", f"{other} and {clip.place}")
    return found


def read_results(folder: Path, options: ClipOptions, argument: str) -> tuple[list[SokeClip], list[SokeClip]]:
    """References and hypotheses of a folder that SOKE's test has written.

    Raises:
        FormatError: If a pickle holds something else; names its place below the folder.
        InputError: If the statistics or the rate are missing.
    """
    if options.statistics is None:
        raise InputError(argument, "SOKE's mean.pt and std.pt (--mean, --std), as results are standardised", "none")
    if options.fps is None:
        raise InputError("input-fps", "frames a second, which results do not say", "none")
    sides: tuple[list[SokeClip], list[SokeClip]] = [], []
    for data_set, below in _data_sets(folder, options.split):
        for path in _entries(below):
            if path.suffix == ".pkl" and path.is_file():
                for side, clip in zip(sides, _result(path, folder, data_set, options), strict=True):
                    side.append(clip)
    if not sides[0]:
        raise EmptyCorpusError(argument, f"pickles with {', '.join(_RESULT)}", f"none in {str(folder)!r}")
    return sides


def _data_sets(folder: Path, split: str) -> Iterator[tuple[str, Path]]:
    """Name and folder of every data set; one without a name where there is but one."""
    inside = _split_folder(folder, split)
    entries = _entries(inside)
    if any(entry.is_file() for entry in entries) or not entries:
        yield "", inside
        return
    for entry in entries:
        yield entry.name, _split_folder(entry, split)


def _split_folder(folder: Path, split: str) -> Path:
    """The folder of a split, or the folder itself where it has none of any split."""
    there = {entry.name for entry in _entries(folder) if entry.is_dir()}
    for name in _SAME_SPLIT.get(split, (split,)):
        for spelled in (name, f"{name}_rank_0"):
            if spelled in there:
                return folder / spelled
    if others := sorted(there & {"train", "dev", "val", "test"}):
        raise InputError("split", f"one of {', '.join(others)}, the folders in {folder.name!r}", repr(split))
    return folder


def _entries(folder: Path) -> list[Path]:
    """What is in a folder, in order of names; hidden files are left alone."""
    found = []
    for entry in folder.iterdir():
        if not entry.name.startswith(".") and not entry.is_symlink():
            found.append(entry)
        if len(found) > _MOST_ENTRIES:
            raise InputError(folder.name, f"at most {_MOST_ENTRIES:,} files in a folder", "more")
    return sorted(found)


def _below(folder: Path, root: Path, data_set: str, options: ClipOptions, argument: str) -> Iterator[SokeClip]:
    if is_corpus(folder):
        yield from _rows(folder, data_set, options, argument)
        return
    inside = _split_folder(folder, options.split)
    inside = inside / _POSES if (inside / _POSES).is_dir() else inside
    entries = _entries(inside)
    clips = [entry for entry in entries if _is_clip(entry)]
    if not clips and data_set:
        place = inside.relative_to(root).as_posix()
        raise EmptyCorpusError(f"{argument}, {place}", "a corpus, motion files, tokens or folders of frames", "none")
    for entry in clips:
        yield _file(entry, root, data_set, options)
    for entry in () if clips else entries:
        if entry.is_dir():
            yield from _below(entry, root, entry.name, options, argument)


def _is_clip(entry: Path) -> bool:
    if entry.is_file():
        known = FORMATS.get(entry.suffix.lower())
        return known is not None and known.read is not None
    return not is_corpus(entry) and (
        has_soke_frames(entry) or any(below.suffix == ".json" for below in _entries(entry))
    )


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _file(path: Path, root: Path, data_set: str, options: ClipOptions) -> SokeClip:
    place, name = path.relative_to(root).as_posix(), path.stem if path.is_file() else path.name
    try:
        motion, clocked = _motion(path, options)
    except InputError as error:
        raise error.named(place if error.argument in ("path", path.name) else f"{place}, {error.argument}") from None
    return SokeClip(name, data_set, motion, place, language_of(data_set), None, clocked)


def _motion(path: Path, options: ClipOptions) -> tuple[PoseSequence, bool]:
    """The motion of a file or folder, and whether its rate is its own."""
    if path.is_dir() and has_soke_frames(path):
        if options.fps is None:
            raise InputError("fps", "frames a second, which frames do not say (--input-fps)", "none")
        return _smplx(frame_values(path), options.fps, options), True
    if path.suffix.lower() == ".npy" and _holds_tokens(path):
        return _decoded(read_soke_tokens(path), options.tokenizer), False
    asked = {"fps": options.fps} if options.fps is not None and "fps" in options_of(path) else {}
    return read_pose(path, **asked), True


def _holds_tokens(path: Path) -> bool:
    """Whether an array is one of whole numbers, by its header."""
    return _WHOLE_NUMBERS.search(_head(path)) is not None


def _decoded(codes: np.ndarray, tokenizer: MotionTokenizer | None) -> PoseSequence:
    if tokenizer is None:
        raise InputError("tokens", "a tokenizer to decode them with (--tokenizer)", "none")
    decoded = tokenizer.decode(torch.from_numpy(codes)[None])
    return tokenizer.to_sequence(decoded.values[0])


def _smplx(values: np.ndarray, fps: float, options: ClipOptions) -> PoseSequence:
    layout = get_layout("smplx")
    certain = np.ones((len(values), len(layout.joints)), np.float32)
    return PoseSequence.masked(values, layout, fps, certain, {"hand_reference": options.hand_reference})


def _rows(folder: Path, data_set: str, options: ClipOptions, argument: str) -> Iterator[SokeClip]:
    loaded, spec = open_corpus(folder), read_corpus_spec(folder)
    splits = loaded if isinstance(loaded, DatasetDict) else {"": loaded}
    name = next((one for one in _SAME_SPLIT.get(options.split, (options.split,)) if one in splits), None)
    if isinstance(loaded, DatasetDict) and name is None:
        raise InputError(
            "split", f"one of {', '.join(map(str, splits))}, the splits of {folder.name!r}", repr(options.split)
        )
    rows: Dataset = splits[name or ""]
    if missing := [column for column in ("poses", "fps", "text", "language") if column not in rows.column_names]:
        raise InputError(
            argument, "columns poses, fps, text and language", f"{folder.name!r} without {', '.join(missing)}"
        )
    layout = get_layout("smplx") if spec is None else spec.layout
    languages = {str(one): resolve(str(one)).id for one in set(rows["language"])}
    numpy = rows.with_format("numpy", columns=[c for c in ("poses", "confidence") if c in rows.column_names],
                             output_all_columns=True)  # fmt: skip
    for at in range(len(rows)):
        row: dict[str, Any] = numpy[at]
        language = languages[str(row["language"])]
        place = f"{folder.name}, split {name or 'corpus'}, row {at}"
        named = data_set if data_set and len(languages) == 1 else "/".join(filter(None, (data_set, language)))
        yield SokeClip(
            recording(str(row.get("id", at))), named, row_motion(row, layout, place), place, language, str(row["text"])
        )


def _result(path: Path, root: Path, data_set: str, options: ClipOptions) -> tuple[SokeClip, SokeClip]:
    place = path.relative_to(root).as_posix()
    try:
        found = load_pickle(path, _MOST_BYTES)
    except InputError as error:
        raise error.named(place) from None
    if not isinstance(found, dict) or any(name not in found for name in _RESULT):
        raise FormatError(place, f"a dictionary with {' and '.join(_RESULT)}", quoted(found))
    assert options.statistics is not None
    assert options.fps is not None
    mean, std = options.statistics
    text, name = found.get("text"), data_set or _guessed(path.stem)
    sides = []
    for key, length in zip(_RESULT, ("lengths", "lengths_rst"), strict=True):
        features = _features(f"{place}, {key}", found[key], found.get(length))
        motion = _smplx((features * std + mean).astype(np.float32), options.fps, options)
        sides.append(
            SokeClip(
                path.stem, name, motion, f"{place}, {key}", language_of(name), text if isinstance(text, str) else None
            )
        )
    return sides[0], replace(sides[1], clocked=False)


def _features(where: str, found: Any, length: Any) -> np.ndarray:
    array = found.detach().float().numpy() if isinstance(found, torch.Tensor) else found
    if not isinstance(array, np.ndarray) or array.ndim != 2 or array.shape[1] != _FEATURES or not len(array):
        raise FormatError(where, f"features of shape (T, {_FEATURES})", quoted(found))
    if array.dtype.kind not in "fiu" or not np.isfinite(array).all():
        raise FormatError(where, "finite numbers", quoted(found))
    count = int(length) if isinstance(length, (int, np.integer)) and not isinstance(length, bool) else len(array)
    if not 1 <= count <= len(array):
        raise FormatError(where, f"a length from 1 to {len(array)}", count)
    return array[:count]


def _guessed(name: str) -> str:
    """The data set of a result by the form of its clip's name: SOKE writes all of them into one folder."""
    if name.endswith("rgb_front") or "_rgb" in name:
        return "how2sign"
    if name[:1] == "S" and "_P" in name and "_T" in name:
        return "csl"
    return "phoenix" if name[:1].isdigit() and "_20" in name else ""
