"""Corpora on disk for training: one split of several folders as one data set, nothing of it lost or mixed unseen.

A corpus is a folder written by `datasets.save_to_disk`: a Dataset, or a DatasetDict with the splits `train` and `dev`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import uuid4

import numpy as np
import pyarrow as pa
from datasets import Dataset, DatasetDict, Features, List, Value, concatenate_datasets
from datasets.features.features import FeatureType
from datasets.fingerprint import get_temporary_cache_files_directory

from signary.corpora.corpus_spec import read_corpus_spec
from signary.corpora.opening import open_corpus
from signary.corpora.rows import WHERE, row_place, row_reference
from signary.io.errors import InputError, UnknownLanguageError
from signary.language.languages import resolve
from signary.pose.layout import PoseLayout
from signary.pose.motion_spec import USUAL_REFERENCE, MotionSpec
from signary.pose.registry import get_layout

#: Columns that every corpus of motion has, and those that are kept of it where there are any.
COLUMNS, OPTIONAL = ("poses", "fps"), ("confidence", "hand_reference")
#: Columns of arrays.
_ARRAYS = ("poses", "confidence")
#: Types that corpora are brought to which have different ones.
_COMMON: dict[str, FeatureType] = {
    **dict.fromkeys(_ARRAYS, List(List(Value("float32")))),
    "codes": List(List(Value("int32"))),
    "fps": Value("float64"),
    "signer": Value("int64"),
    **dict.fromkeys(("text", "language", "gloss", "hand_reference"), Value("string")),
}
_TEXTS = ("text", "language", "gloss")


def splits_to_read(evaluate_every: int) -> tuple[str, ...]:
    """The splits that a training needs: `dev` only if there is anything to evaluate.

    Raises:
        InputError: If `evaluate_every` is negative.
    """
    if evaluate_every < 0:
        raise InputError("evaluate_every", "0 (never) or more", evaluate_every)
    return ("train", "dev") if evaluate_every else ("train",)


def open_splits(folder: str) -> dict[str, Dataset]:
    """The splits of a corpus; without splits all of it is `train`.

    Raises:
        InputError: If the folder is no corpus, or a broken or unsafe one.
    """
    loaded = open_corpus(folder)
    return dict(loaded) if isinstance(loaded, DatasetDict) else {"train": loaded}


def load_split(
    folders: Sequence[str], split: str, columns: Sequence[str] = COLUMNS, optional: Sequence[str] = OPTIONAL
) -> Dataset:
    """One split of several corpora, one after another; a corpus without splits counts as `train`.

    Args:
        folders: Folders written by `save_to_disk`.
        split: Name of the split.
        columns: Columns that every corpus needs.
        optional: Columns that are kept where a corpus has them; rows of the others have None there. What is in neither
            is dropped.

    Returns:
        The columns, and `WHERE`, which says for messages where a row is from. Sign languages are by id.

    Raises:
        InputError: If a folder is no corpus, lacks a column or has an empty split, none has the split, or a text,
            language or gloss is empty; names split and row.
        UnknownLanguageError: If a language is not registered; names split and row.
    """
    found = dict[str, Dataset]()
    for folder in folders:
        if (part := open_splits(folder).get(split)) is not None:
            found[folder] = checked_split(part, folder, split, columns)
    if not found:
        raise InputError("corpus", f"a corpus with a split {split!r}", ", ".join(folders))
    kept = [name for name in optional if any(name in part.column_names for part in found.values())]
    return as_arrays(_joined(found, [*columns, *kept, WHERE]))


def checked_split(part: Dataset, folder: str, split: str, columns: Sequence[str]) -> Dataset:
    """A split of a corpus with the column `where`, if it has the columns it needs and something in each.

    Raises:
        InputError: As `load_split`.
    """
    if missing := [name for name in columns if name not in part.column_names]:
        expected = f"columns {', '.join(columns)}"
        raise InputError("corpus", expected, f"{folder!r}, split {split}, without {', '.join(missing)}")
    if not len(part):
        raise InputError("corpus", "at least one row in every split", f"{folder!r} with none in split {split}")
    part = part.with_format(None)
    if WHERE in part.column_names:
        raise InputError("corpus", f"no column {WHERE}, which is made here", f"{folder!r}, split {split}, with one")
    for name in _TEXTS:
        if name in columns:
            _check_texts(part, name, folder, split)
    if "language" in columns:
        part = _languages_by_id(part)
    places = [row_place(folder, split, row) for row in range(len(part))]
    return part.add_column(WHERE, places, feature=Value("string"))


def corpora_layout(folders: Iterable[str], name: str, read_as: str | None = None) -> PoseLayout:
    """The layout that training is asked for, from the corpora that carry it or as it is known here.

    Args:
        folders: Of the corpora.
        name: Of their layout.
        read_as: Of the layout that their motion is brought to, which is then given instead; it may be the same.

    Raises:
        InputError: If a corpus says that its motion is of another layout.
        UnknownLayoutError: If no corpus carries it, and it is not known here.
    """
    carried = [(folder, spec) for folder in folders if (spec := read_corpus_spec(folder)) is not None]
    named = [spec.layout for _, spec in carried if spec.layout.name == name]
    layout = named[0] if named else get_layout(name)
    for folder, spec in carried:
        wanted = MotionSpec(layout, spec.fps, spec.hand_reference)
        wanted.require(spec, argument=f"corpus {folder}", owner="training", any_fps=True)
    return layout if read_as in (None, layout.name) else get_layout(str(read_as))


def corpora_spec(
    folders: Iterable[str], parts: Iterable[Dataset], layout: str, fps: float, usual: str = USUAL_REFERENCE
) -> MotionSpec:
    """What the motion of corpora is like once it is on one clock.

    Args:
        folders: Of the corpora.
        parts: Rows of `load_split`, of all of them.
        layout: Name of the layout that is asked for.
        fps: Clock that is asked for.
        usual: Hand reference of rows of keypoints, which have none.

    Raises:
        InputError: If corpora are of other layouts, or rows do not agree on what zero hand rotations mean.
        UnknownLayoutError: If the layout is known nowhere.
    """
    found = corpora_layout(folders, layout)
    return MotionSpec(found, fps, common_hand_reference(parts, found, usual))


def common_hand_reference(parts: Iterable[Dataset], layout: PoseLayout | str, usual: str = USUAL_REFERENCE) -> str:
    """What zero hand rotations mean in all rows of corpora; of keypoints, which have no rotations, what is usual.

    Raises:
        InputError: If a row's meaning is unknown, or rows differ: bringing one to the other needs the licensed hand
            means.
    """
    if (get_layout(layout) if isinstance(layout, str) else layout).is_keypoints:
        return usual
    first = dict[str, str]()
    for part in parts:
        known = part.column_names
        references = part["hand_reference"] if "hand_reference" in known else [None] * len(part)
        places = part[WHERE] if WHERE in known else range(len(part))
        for place, reference in zip(places, references, strict=True):
            first.setdefault(row_reference({"hand_reference": reference}, str(place)), str(place))
    if len(first) > 1:
        got = " and ".join(f"{reference!r} ({place})" for reference, place in first.items())
        raise InputError("hand_reference", "one in all rows (converting needs the licensed hand means)", got)
    return next(iter(first), usual)


def check_codes(rows: Dataset, sizes: Sequence[int]) -> None:
    """Refuse rows of `load_split` without motion codes, or with others than a tokenizer makes.

    Args:
        rows: With the column `codes`, (L, P) integers.
        sizes: Codes of each of the P parts.

    Raises:
        InputError: Names the first such row.
    """
    for place, codes in zip(rows[WHERE], rows["codes"], strict=True):
        steps = np.asarray(codes if codes is not None else (), dtype=object)
        name, expected = f"{place}, codes", f"integers of shape (L, {len(sizes)}), L at least 1"
        if steps.ndim != 2 or steps.shape[1] != len(sizes):
            raise InputError(name, expected, f"shape {steps.shape}" if codes else "none")
        if not all(isinstance(code, (int, np.integer)) for code in steps.flat):
            raise InputError(name, expected, "others")
        if (steps < 0).any() or (steps >= np.array(sizes)).any():
            got = f"{steps.min(0).tolist()} to {steps.max(0).tolist()}"
            raise InputError(name, f"0 and more, less than {list(sizes)}", got)


def check_signers(rows: Dataset, signers: int, needed: bool = True) -> None:
    """Refuse rows of `load_split` whose signer there is no token for.

    Args:
        rows: With the column `signer`.
        signers: Number of signer tokens.
        needed: Refuse rows without a signer, too.

    Raises:
        InputError: Names the first such row.
    """
    for place, signer in zip(rows[WHERE], rows["signer"], strict=True):
        if signer is None and not needed:
            continue
        if isinstance(signer, bool) or not isinstance(signer, int) or not 0 <= signer < signers:
            raise InputError(f"{place}, signer", f"a number from 0 to {signers - 1}", f"{signer!r:.60}")


def _check_texts(part: Dataset, name: str, folder: str, split: str) -> None:
    """A text in every row; a known language, if that is what it is."""
    for row, text in enumerate(part[name]):
        place = f"{row_place(folder, split, row)}, {name}"
        if not isinstance(text, str) or not text.strip():
            raise InputError(place, "text that is not empty", f"{text!r:.60}")
        if name == "language":
            try:
                resolve(text)
            except UnknownLanguageError as error:
                raise UnknownLanguageError(place, error.expected, error.got) from None


def _languages_by_id(part: Dataset) -> Dataset:
    """A data set whose languages are called by id."""
    called = list(part["language"])
    ids = [resolve(name).id for name in called]
    if ids == called:
        return part
    return part.remove_columns("language").add_column("language", ids, feature=Value("string"))


def _joined(found: dict[str, Dataset], columns: Sequence[str]) -> Dataset:
    """Corpora one after another; a column that one of them lacks is None there."""
    parts = [part.select_columns([name for name in columns if name in part.column_names]) for part in found.values()]
    features = Features()
    for name in columns:
        types = [part.features[name] for part in parts if name in part.column_names]
        features[name] = types[0] if all(kind == types[0] for kind in types) else _COMMON.get(name, types[0])
    joined = list[Dataset]()
    for folder, part in zip(found, parts, strict=True):
        for name in columns:
            if name not in part.column_names:
                part = part.add_column(name, [None] * len(part), feature=features[name])
        joined.append(_cast(part.select_columns(list(columns)), features, folder))
    return concatenate_datasets(joined)


def _cast(part: Dataset, features: Features, folder: str) -> Dataset:
    """A data set with given column types, so that it can stand beside others."""
    if part.features == features:
        return part
    # Not into the corpus' folder, where `datasets` would put it; this one is deleted when the process ends.
    temporary = Path(get_temporary_cache_files_directory()) / f"cast-{uuid4().hex}.arrow"
    try:
        return part.cast(features, cache_file_name=str(temporary))
    except (TypeError, ValueError, pa.ArrowException) as error:
        cause = " ".join(str(error).split())
        raise InputError("corpus", f"columns of the types {features}", f"{folder!r} with others ({cause})") from None


def as_arrays(rows: Dataset) -> Dataset:
    """A data set that gives motion and confidence as numpy arrays."""
    arrays = [name for name in _ARRAYS if name in rows.column_names]
    return rows.with_format("numpy", columns=arrays, output_all_columns=True) if arrays else rows
