"""Several dictionaries of one tokenizer as one: which entry a word gets where several have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from signary.io.errors import InputError
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.dictionary_file import DictionaryHeader, DictionaryMismatchError

#: Which entry a word gets: that of the dictionary that was given first, or the one with the lowest error.
PREFERENCES = ("first", "lowest-error")
_SHARED = ("tokenizer_id", "parts", "codebook_sizes", "stride", "fps")


class MergedDictionary(NamedTuple):
    """The dictionary, and how many entries of each of those that it was made of it has."""

    dictionary: SignDictionary
    kept: tuple[int, ...]


def merge_dictionaries(dictionaries: Sequence[SignDictionary], prefer: str = "first") -> MergedDictionary:
    """One dictionary of several; entries stand in the order in which their words first come.

    Args:
        dictionaries: At least one, the most important first.
        prefer: Of the entries of a word, the one of the dictionary that was given `first`, or the one with the
            `lowest-error` (of equals the first).

    Raises:
        DictionaryMismatchError: If they are not all of one motion tokenizer.
        InputError: If there is no dictionary, or no such preference.
    """
    if prefer not in PREFERENCES:
        raise InputError("prefer", " or ".join(PREFERENCES), repr(prefer))
    if not dictionaries:
        raise InputError("dictionaries", "at least one", "none")
    header = dictionaries[0].header
    for other in dictionaries[1:]:
        _check(header, other.header)
    tables = [dictionary.table for dictionary in dictionaries]
    whole = pa.concat_tables(tables).combine_chunks()
    errors = whole["reconstruction_error"].to_numpy()
    best = dict[tuple[str, str], int]()
    for row, key in enumerate(zip(whole["lemma"].to_pylist(), whole["language"].to_pylist(), strict=True)):
        old = best.setdefault(key, row)
        if prefer != "first" and errors[row] < errors[old]:
            best[key] = row
    rows = np.fromiter(best.values(), np.int64, len(best))
    ends = np.cumsum([table.num_rows for table in tables])
    kept = np.bincount(np.searchsorted(ends, rows, side="right"), minlength=len(tables))
    return MergedDictionary(SignDictionary(whole.take(rows), header), tuple(kept.tolist()))


def _check(ours: DictionaryHeader, given: DictionaryHeader) -> None:
    for name in _SHARED:
        own, got = getattr(ours, name), getattr(given, name)
        if own != got:
            raise DictionaryMismatchError("dictionary", f"one with the {name} of the others, {own!r}", repr(got))
