"""All entries of a dictionary in one buffer: a look-up waits for memory about once, and has everything.

    bucket ──▶ head │ lemma │ gloss │ codes │ head │ lemma │ …

Entries lie in the order of their hashes; a bucket is those whose hashes end in the same bits. There are as many buckets
as entries, rounded up to a power of two: a look-up reads about one entry however large the dictionary is.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

#: What stands before lemma, gloss and codes of an entry: their sizes (of texts in bytes), and that of the whole.
_HEAD = np.dtype(
    [("hash", "<i8"), ("reconstruction_error", "<f8")]
    + [(name, "<i4") for name in ("language", "lemma", "gloss", "steps", "frames", "source", "licence", "size")]
)
#: The same, field by field in that order, to unpack one.
HEAD = struct.Struct("<qd8i")
#: Entries that are joined together.
_BATCH = 1 << 16


class PackedEntries(NamedTuple):
    """Entries of N rows.

    Attributes:
        data: Heads (`HEAD`), lemmas, glosses (UTF-8) and codes (16 bits each, where an array of them has them).
        starts: Bucket -> where its entries begin in `data`; one more number says where the last one's end.
        mask: Hash & mask is the bucket.
        at: Row -> where its entry begins, shape (N,).
        order: Rows in the order of their entries, shape (N,).
    """

    data: memoryview
    starts: memoryview
    mask: int
    at: np.ndarray
    order: np.ndarray


def pack_entries(
    hashes: np.ndarray, numbers: Mapping[str, np.ndarray], lemmas: pa.Array, glosses: pa.Array, codes: np.ndarray
) -> PackedEntries:
    """Lay rows out.

    Args:
        hashes: One a row, int64 of shape (N,), N at least 1.
        numbers: Name -> numbers of shape (N,): `language`, `steps`, `frames`, `source`, `licence`,
            `reconstruction_error`.
        lemmas: N texts.
        glosses: N texts.
        codes: uint16 of shape (L of all rows, P), row after row.
    """
    bits = max(1, (len(hashes) - 1).bit_length())
    mask, turned = (1 << bits) - 1, hashes.view(np.uint64)
    order = np.argsort((turned << np.uint64(64 - bits)) | (turned >> np.uint64(bits)), kind="stable")
    texts = {"lemma": lemmas.cast(pa.binary()), "gloss": glosses.cast(pa.binary())}
    sizes = {name: pc.binary_length(text).to_numpy() for name, text in texts.items()}
    filled = (sizes["lemma"] + sizes["gloss"]) & 1
    step = codes.shape[1] * codes.itemsize
    size = _HEAD.itemsize + sizes["lemma"] + sizes["gloss"] + filled + step * numbers["steps"]
    heads = {"hash": hashes, "size": size, **numbers, **sizes}
    fill = pa.array([b"", b"\0"]).take(pa.array(filled))
    bounds = np.concatenate([[0], np.cumsum(numbers["steps"], dtype=np.int64)]) * step
    columns = [*texts.values(), fill, _packed(codes, bounds)]
    begins = np.concatenate([[0], np.cumsum(size[order], dtype=np.int64)])
    data = np.empty(begins[-1], np.uint8)
    for first, joined in _joined(heads, columns, order):
        data[begins[first] : begins[first] + len(joined)] = joined
    begins = begins.astype(np.int32 if len(data) < 1 << 31 else np.int64)
    buckets = np.bincount(hashes & mask, minlength=mask + 1)
    starts, at = begins[np.concatenate([[0], np.cumsum(buckets)])], np.empty(len(hashes), begins.dtype)
    at[order] = begins[:-1]
    return PackedEntries(data.data, starts.data, mask, at, order)


def _joined(
    heads: Mapping[str, np.ndarray], columns: list[pa.Array], order: np.ndarray
) -> Iterator[tuple[int, np.ndarray]]:
    """Number of the first of some entries, and their bytes: all at once would take several times their memory."""
    for first in range(0, len(order), _BATCH):
        rows = order[first : first + _BATCH]
        head = np.empty(len(rows), _HEAD)
        for name, numbers in heads.items():
            head[name] = numbers[rows]
        begun = _packed(head, np.arange(len(rows) + 1) * _HEAD.itemsize)
        taken = [column.take(pa.array(rows)) for column in columns]
        joined = pc.binary_join_element_wise(begun, *taken, b"")
        yield first, np.frombuffer(joined.buffers()[2], np.uint8)


def _packed(values: np.ndarray, bounds: np.ndarray) -> pa.BinaryArray:
    """The bytes of contiguous values, cut at `bounds`."""
    buffers = [None, pa.py_buffer(bounds.astype(np.int32)), pa.py_buffer(values)]
    return pa.Array.from_buffers(pa.binary(), len(bounds) - 1, buffers)
