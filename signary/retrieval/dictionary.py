"""The signs of words as motion codes (SOKE, section 3.4).

A million entries open in seconds and stay a handful of flat buffers: the columns of the file and an index over
(lemma, language). There is no Python object an entry; the entries that are asked for are made when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.language.characters import plain
from signary.retrieval.dictionary_file import (
    FILE_NAME,
    MAX_CODES,
    MAX_FILE_BYTES,
    CodeRangeError,
    DictionaryHeader,
    EmptyDictionaryError,
    read_table,
    write_table,
)
from signary.retrieval.packed_entries import HEAD, pack_entries

#: Lemma of the sign of a letter: this, then the letter in lower case.
LETTER = "#"
_CHUNK, _MAX_LANGUAGES = 1 << 16, 1_000
#: Different texts of a column that take so few bytes are kept as objects, which entries share.
_FEW_BYTES = 1 << 20
_SUFFIX = ".parquet"
#: Salted anew in every process, so that no file can be made whose lemmas all collide; hence never stored.
_hash = hash
_NOWHERE = (-1, 0)
_Self = TypeVar("_Self", bound="SignDictionary")


class DictionarySign(NamedTuple):
    """One entry.

    Attributes:
        lemma: The word, or several with one blank between them, in lower case; `#a` is the letter A.
        language: Id of the sign language (`asl`).
        codes: int64 array of shape (L, P), part-local motion codes in the order of `DictionaryHeader.parts`.
        frames: Frames of the recording that the codes stand for, at the tokenizer's rate.
        reconstruction_error: Of the tokenizer on this recording: mean joint error in millimetres for `smplx`, else the
            mean absolute error in the layout's units.
        source: Where the recording comes from.
        licence: Under which it may be used.
        gloss: Name of the sign in its source.
    """

    lemma: str
    language: str
    codes: np.ndarray
    frames: int
    reconstruction_error: float = 0.0
    source: str = ""
    licence: str = ""
    gloss: str = ""


#: What every look-up needs, looked up once.
_make, _HEAD_SIZE, _INT64 = DictionarySign._make, HEAD.size, np.dtype(np.int64)


class SignDictionary:
    """Motion codes by lemma and sign language, bound to the motion tokenizer that made them.

    On disk it is one file, in a model folder `dictionary/dictionary.parquet`; the header stands in the schema's
    metadata. An entry is found by its exact lemma; lemmas of `build_dictionary` are in lower case.

    Args:
        table: The columns of the file, one row an entry.
        header: What the codes mean.

    Raises:
        EmptyDictionaryError: If there is no row.
        CodeRangeError: If a code is outside its codebook.
        InputError: If a row is broken, two have the same lemma and language, or there are more codes than a file may
            have.
    """

    def __init__(self, table: pa.Table, header: DictionaryHeader) -> None:
        if not table.num_rows:
            raise EmptyDictionaryError("dictionary", "at least one entry", "none")
        self.header, self._table = header, table.combine_chunks()
        self._lemmas = self._column("lemma")
        coded = {name: self._column(name).dictionary_encode() for name in ("language", "source", "licence")}
        if len(coded["language"].dictionary) > _MAX_LANGUAGES:
            raise InputError("language", f"at most {_MAX_LANGUAGES:,} in all", f"{len(coded['language'].dictionary):,}")
        self._names: list[str] = coded["language"].dictionary.to_pylist()
        self._sources, self._licences = (_shared(coded[name].dictionary) for name in ("source", "licence"))
        fields = {name: column.indices.to_numpy() for name, column in coded.items()}
        fields |= {name: self._column(name).to_numpy() for name in ("steps", "frames", "reconstruction_error")}
        self._language, self._parts = fields["language"], len(header.parts)
        self._check(fields)
        self._places = {name: (place, _hash(name)) for place, name in enumerate(self._names)}
        hashes = self._hashes()
        codes = self._checked_codes(fields["steps"])
        entries = pack_entries(hashes, fields, self._lemmas, self._column("gloss"), codes)
        self._data, self._starts, self._mask, self._at, order = entries
        self._codes = np.frombuffer(self._data, np.uint16)
        runs = np.concatenate([[0], np.flatnonzero(np.diff(hashes[order])) + 1, [len(self)]])
        for run in np.flatnonzero(np.diff(runs) > 1):
            self._refuse_duplicates(order[runs[run] : runs[run + 1]].tolist())

    def _hashes(self) -> np.ndarray:
        """Hash of lemma and language of every row, int64."""
        chunks = (self._lemmas.slice(start, _CHUNK).to_pylist() for start in range(0, len(self), _CHUNK))
        hashes = np.concatenate([np.fromiter(map(_hash, chunk), np.int64, len(chunk)) for chunk in chunks])
        hashes ^= np.array([salt for _, salt in self._places.values()], dtype=np.int64)[self._language]
        return hashes

    def _checked_codes(self, steps: np.ndarray) -> np.ndarray:
        """Codes of all rows, shape (L of all rows, P)."""
        codes: np.ndarray = self._column("codes").flatten().to_numpy().reshape(-1, self._parts)
        if codes.size > MAX_CODES:
            raise InputError("codes", f"at most {MAX_CODES:,} in all", f"{codes.size:,}")
        check_range(codes, np.concatenate([[0], np.cumsum(steps, dtype=np.int64)]), self.header, self._name)
        return codes.astype(np.uint16, copy=False)

    def _column(self, name: str) -> pa.Array:
        column = self._table[name]
        return column.chunk(0) if column.num_chunks else pa.array([], column.type)

    def _lemma(self, row: int) -> str:
        return str(self._lemmas[row])

    def _name(self, row: int) -> str:
        return f"row {row} ({self._lemma(row)!r}, {self._names[self._language[row]]})"

    def _check(self, fields: dict[str, np.ndarray]) -> None:
        lengths, parts = pc.list_value_length(self._column("codes")).to_numpy(), len(self.header.parts)
        errors = fields["reconstruction_error"]
        rules = (
            ("steps", fields["steps"], fields["steps"] >= 1, "at least 1"),
            ("codes", lengths, lengths == fields["steps"].astype(np.int64) * parts, f"{parts} codes a step"),
            ("frames", fields["frames"], fields["frames"] >= 1, "at least 1"),
            ("reconstruction_error", errors, np.isfinite(errors) & (errors >= 0), "a finite number of at least 0"),
        )
        for field, values, fine, expected in rules:
            if not fine.all():
                row = int(np.argmin(fine))
                raise InputError(f"{field} of {self._name(row)}", expected, values[row])

    def _refuse_duplicates(self, rows: list[int]) -> None:
        seen: dict[tuple[str, int], int] = {}
        for row in rows:
            first = seen.setdefault((self._lemma(row), int(self._language[row])), row)
            if first != row:
                raise InputError(
                    self._name(row), "a lemma and language that no row before has", f"those of row {first}"
                )

    def lookup(self, lemma: str, language: str) -> DictionarySign | None:
        """The entry of a lemma, exactly as written, or `None`.

        Args:
            lemma: For example `haus` or `ice cream`.
            language: Id of the sign language, for example `dgs`.
        """
        found = self._find(lemma, language)
        return None if found is None else self._sign(lemma, *found)

    def __contains__(self, key: tuple[str, str]) -> bool:
        """Whether there is an entry of (lemma, language)."""
        return self._find(*key) is not None

    def _find(self, lemma: str, language: str) -> tuple[int, tuple[Any, ...]] | None:
        """Where the texts of the entry begin, and its head, in the order of `HEAD`."""
        place, salt = self._places.get(language, _NOWHERE)
        wanted = _hash(lemma) ^ salt
        bucket = wanted & self._mask
        at, end = self._starts[bucket], self._starts[bucket + 1]
        while at < end:
            head, texts = HEAD.unpack_from(self._data, at), at + _HEAD_SIZE
            if head[0] == wanted and head[2] == place and str(self._data[texts : texts + head[3]], "utf-8") == lemma:
                return texts, head
            at += head[9]
        return None

    def lookup_many(self, lemmas: Sequence[str], language: str) -> list[DictionarySign | None]:
        """The entries of several lemmas, in their order, `None` for each that is not there."""
        return [self.lookup(lemma, language) for lemma in lemmas]

    def _sign(self, lemma: str, texts: int, head: tuple[Any, ...]) -> DictionarySign:
        _, error, language, lemma_size, gloss_size, steps, frames, source, licence, _ = head
        start = texts + lemma_size
        end = start + gloss_size
        first = (end + 1) >> 1
        codes = self._codes[first : first + steps * self._parts].reshape(steps, self._parts).astype(_INT64)
        names = self._sources[source], self._licences[licence], str(self._data[start:end], "utf-8")
        return _make((lemma, self._names[language], codes, frames, error, *names))

    def _row(self, row: int) -> DictionarySign:
        at = int(self._at[row])
        head, texts = HEAD.unpack_from(self._data, at), at + _HEAD_SIZE
        return self._sign(str(self._data[texts : texts + head[3]], "utf-8"), texts, head)

    def __len__(self) -> int:
        """Number of entries."""
        return int(self._table.num_rows)

    def __iter__(self) -> Iterator[DictionarySign]:
        """The entries, in the order of the file."""
        return map(self._row, range(len(self)))

    def __reduce__(self) -> tuple[type[SignDictionary], tuple[pa.Table, DictionaryHeader]]:
        return type(self), (self._table, self.header)

    @property
    def table(self) -> pa.Table:
        """The columns of the file, one row an entry."""
        return self._table

    def languages(self) -> tuple[str, ...]:
        """Ids of the sign languages that have entries, sorted."""
        return tuple(sorted(self._names))

    def sources(self) -> frozenset[str]:
        """Where entries come from, each once."""
        return frozenset(self._column("source").unique().to_pylist())

    def phrases(self, language: str) -> list[str]:
        """Lemmas of more than one word (with a blank, hyphen or apostrophe in them), in the order of the file."""
        several = pc.match_substring_regex(self._lemmas, "[ '-]")
        rows = self._of_language(np.flatnonzero(several.to_numpy(zero_copy_only=False)), language)
        return [self._lemma(row) for row in rows.tolist()]

    def search(self, query: str, language: str | None = None, limit: int = 20) -> list[DictionarySign]:
        """Entries whose lemma contains a text: equal ones first, then those that begin with it, each in file order.

        Args:
            query: Part of a lemma, in any case; empty finds everything.
            language: Id of a sign language; all by default.
            limit: Most entries to return.

        Raises:
            InputError: If `limit` is below 1.
        """
        if limit < 1:
            raise InputError("limit", "at least 1", limit)
        text = plain(query).lower().encode("utf-8", "replace").decode()
        rank = sum(
            mask.to_numpy(zero_copy_only=False).astype(np.int8)
            for mask in (find(self._lemmas, text) for find in (pc.equal, pc.starts_with, pc.match_substring))
        )
        rows = np.concatenate([np.flatnonzero(rank == level) for level in (3, 2, 1)])
        return [self._row(int(row)) for row in self._of_language(rows, language)[:limit]]

    def _of_language(self, rows: np.ndarray, language: str | None) -> np.ndarray:
        if language is None:
            return rows
        return np.asarray(rows[self._language[rows] == self._places.get(language, _NOWHERE)[0]])

    def info(self) -> dict[str, Any]:
        """The header, entries a language and licence, and the mean reconstruction error; JSON can hold it."""
        counts = {
            name: {item["values"]: item["counts"] for item in self._column(name).value_counts().to_pylist()}
            for name in ("language", "licence")
        }
        error = float(np.mean(self._column("reconstruction_error").to_numpy()))
        facts = {"entries": len(self), "languages": counts["language"], "licences": counts["licence"]}
        header = {name: value for name, value in self.header.to_json().items() if name != "layout_json"}
        return {**header, **facts, "mean_reconstruction_error": error}

    def save(self, place: Path | str) -> None:
        """Write the dictionary, whole or not at all.

        Args:
            place: A folder, which is made if it is not there and gets `dictionary.parquet`, or a file `*.parquet` in a
                folder that is there.

        Raises:
            InputError: If a folder cannot be made or written to.
        """
        path = file_of(place)
        if path != Path(place):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise InputError("folder", "a folder that can be made", f"{str(place)!r} ({error.strerror})") from None
        write_table(path, self._table, self.header)

    @classmethod
    def load(cls: type[_Self], place: Path | str, tokenizer_id: str | None = None) -> _Self:
        """Read what `save` has written.

        Args:
            place: The folder with `dictionary.parquet`, or the file itself.
            tokenizer_id: Id of the motion tokenizer that will decode; `None` only to look at the words.

        Raises:
            DictionaryMismatchError: If another tokenizer made the dictionary.
            EmptyDictionaryError: If it has no entry.
            CodeRangeError: If a code is outside its codebook.
            UnsafeFileError: If the file is, or claims to be, larger than a dictionary may be, or is larger than it
                claims.
            FormatError: If the file is broken or no dictionary.
            InputError: If there is no such file.
        """
        path = file_of(place)
        if not path.is_file():
            raise InputError("dictionary", f"a folder with {FILE_NAME}, or a file *.parquet", repr(str(place)))
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UnsafeFileError(path.name, f"at most {MAX_FILE_BYTES:,} bytes", f"{path.stat().st_size:,}")
        try:
            return cls(*read_table(path, tokenizer_id))
        except (pa.ArrowException, OSError, UnicodeDecodeError, KeyError, OverflowError, MemoryError) as error:
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise FormatError(path.name, "a whole parquet file of a dictionary", reason) from None


def file_of(place: Path | str) -> Path:
    """The file of a dictionary: itself, or the one in a folder."""
    path = Path(place)
    return path if path.suffix == _SUFFIX and not path.is_dir() else path / FILE_NAME


class _TextColumn:
    """A string column, read from its two buffers: an Arrow scalar would cost more than the look-up."""

    def __init__(self, array: pa.Array) -> None:
        _, offsets, data = array.buffers()
        self._bounds = memoryview(offsets).cast("i")[array.offset : array.offset + len(array) + 1]
        self._data = data.to_pybytes() if data else b""

    def __getitem__(self, row: int) -> str:
        return self._data[self._bounds[row] : self._bounds[row + 1]].decode()


def _shared(texts: pa.Array) -> list[str] | _TextColumn:
    """Texts by number."""
    return texts.to_pylist() if texts.nbytes <= _FEW_BYTES else _TextColumn(texts)


def check_range(steps: np.ndarray, bounds: np.ndarray, header: DictionaryHeader, name: Callable[[int], str]) -> None:
    """Refuse codes outside their codebook; `steps` (L of all rows, P), `bounds` the first step of every row."""
    for part, (what, size) in enumerate(zip(header.parts, header.codebook_sizes, strict=True)):
        bad = np.flatnonzero((steps[:, part] < 0) | (steps[:, part] >= size))
        if len(bad):
            row = int(np.searchsorted(bounds, bad[0], side="right")) - 1
            raise CodeRangeError(f"codes of {name(row)}, part {what}", f"0 to {size - 1}", int(steps[bad[0], part]))
