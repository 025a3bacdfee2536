"""Tables of text (`.csv`, `.tsv`), read by the same rules everywhere: no cell is cut, and no row is swallowed.

- The header alone says what parts the cells: tab, bar, semicolon or comma; a header of one column parts none.
- Rows end at CR, LF or both, and at nothing else: U+2028, NEL, form feeds and vertical tabs belong to the text.
- Cells of comma and semicolon tables and of a single column may stand in quotes, as RFC 4180 says: a quote within is
  doubled, a line break stays. Bars and tabs part cells whatever quotes there are, unless the header itself stands in
  quotes; of a tab table, cells that stand in quotes as a whole lose them, as spreadsheets write those with commas so.
- A row has as many cells as the header. Rows without anything in them are skipped.
"""

from __future__ import annotations

import codecs
import csv
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from typing import Literal

from signary.io.budget import TABLE
from signary.io.errors import FormatError, UnsafeFileError
from signary.io.reading import read_bytes

#: What parts cells, and whether they may stand in quotes; where two fit a header equally, the first is taken.
_SEPARATORS = {"\t": False, "|": False, ";": True, ",": True}
_NAMES = {"\t": "tabs", "|": "bars (|)", ";": "semicolons", ",": "commas", "": "nothing (one column)"}
#: A hundred times the sentences of How2Sign; a spreadsheet's rows; far more columns than corpora have.
MAX_TABLE_BYTES, MAX_ROWS, MAX_COLUMNS, MAX_CELL = TABLE.on_disk, 1 << 20, 1 << 10, TABLE.text
#: A line with its end. A string's own lines end at U+2028 and more, and a StringIO would be a copy four times as large.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
#: A cell in quotes, with quotes within it doubled.
_WRAPPED = re.compile(r'"(?:[^"]|"")*"')
#: First bytes of what is no UTF-8; that of UTF-32 begins with that of UTF-16.
_OTHER_ENCODINGS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


@dataclass(frozen=True)
class Table:
    """A table that was read whole.

    Attributes:
        name: Of its file, for messages.
        separator: What parts its cells; empty if there is one column.
        columns: Names of the columns, as they are written; some may be empty.
        rows: Line in which each row begins (the header stands in line 1), and its cells, as many as columns.
    """

    name: str
    separator: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def parted_by(self) -> str:
        """The separator in words."""
        return _NAMES[self.separator]

    def find(self, *names: str) -> str | None:
        """The first of some columns that the table has, in upper or lower case, as it is written there."""
        written = {column.casefold(): column for column in self.columns if column}
        return next((written[name.casefold()] for name in names if name.casefold() in written), None)

    def need(self, *columns: str) -> None:
        """Refuse a table without these columns, named as they are written.

        Raises:
            FormatError: Names those that are missing.
        """
        if missing := [name for name in columns if name not in self.columns]:
            got = f"none of {', '.join(missing)}"
            raise FormatError(self.name, f"columns {' and '.join(columns)}", got)

    def of(self, *columns: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Line and cells of these columns, row by row; errors as `need`."""
        self.need(*columns)
        places = [self.columns.index(name) for name in columns]
        if len(places) == 1:
            yield from ((line, (cells[places[0]],)) for line, cells in self.rows)
        else:
            chosen = itemgetter(*places)
            yield from ((line, chosen(cells)) for line, cells in self.rows)


def read_text(path: Path | str, max_bytes: int = MAX_TABLE_BYTES) -> str:
    """The text of a UTF-8 file, with or without a byte order mark; line ends are as they stand there.

    Raises:
        InputError: If there is no such file, or it cannot be read.
        FormatError: If it is no UTF-8, or holds NUL bytes; names the line, and the encoding if it can be told.
        UnsafeFileError: If it is larger than `max_bytes`.
    """
    path, content = Path(path), read_bytes(path, max_bytes)
    for mark, encoding in _OTHER_ENCODINGS.items():
        if content.startswith(mark):
            raise FormatError(path.name, "UTF-8", f"{encoding} (save the file as UTF-8)")
    where = f"{path.name}, line"
    if (at := content.find(b"\0")) >= 0:
        got = "a NUL byte, as in UTF-16 or a file that is no text"
        raise FormatError(f"{where} {_line(content, at)}", "UTF-8", got)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        got = f"the byte 0x{content[error.start]:02x}, as in Latin-1 or Windows-1252 (save the file as UTF-8)"
        raise FormatError(f"{where} {_line(content, error.start)}", "UTF-8", got) from None


def read_lines(path: Path | str, max_bytes: int = MAX_TABLE_BYTES) -> list[str]:
    """The lines of a UTF-8 file without their ends: CR, LF or both, and nothing else; errors as `read_text`."""
    lines = re.split(r"\r\n|\r|\n", read_text(path, max_bytes))
    return lines if lines[-1] else lines[:-1]


def read_table(
    path: Path | str,
    known: Sequence[str] = (),
    check: Callable[[Table], object] = lambda header: None,
    max_bytes: int = MAX_TABLE_BYTES,
) -> Table:
    """Read a table whole.

    Args:
        path: A UTF-8 file with a header.
        known: Columns that the caller looks for: where a header could be parted in two ways, the one that gives more
            of them is right.
        check: Gets the table before its rows are read, to refuse a header that lacks a column, say.
        max_bytes: Most bytes to accept.

    Raises:
        InputError: If there is no such file, or it cannot be read.
        FormatError: If it is no UTF-8, is empty, names a column twice, a quote does not close, or a row has more or
            fewer cells than the header; names the line.
        UnsafeFileError: If it is larger than `max_bytes`, or has more rows, columns or longer cells than a table has.
    """
    path = Path(path)
    text = read_text(path, max_bytes)
    header = next((line for line in re.split(r"\r\n|\r|\n", text[: MAX_CELL + 1]) if line.strip()), None)
    if header is None:
        raise FormatError(path.name, "a table with a header", "an empty file")
    separator = _separator(header, {name.casefold() for name in known})
    rows = _rows(path.name, text, separator, header)
    columns = tuple(name.strip() for _, names in itertools.islice(rows, 1) for name in names)
    if not columns:
        raise FormatError(path.name, "a table with a header", "nothing but separators")
    named = [name.casefold() for name in columns if name]
    if len(columns) > MAX_COLUMNS:
        raise UnsafeFileError(path.name, f"at most {MAX_COLUMNS:,} columns", f"{len(columns):,}")
    if twice := next((name for name in named if named.count(name) > 1), None):
        raise FormatError(path.name, "columns whose names differ", f"{twice[:60]!r} twice")
    table = Table(path.name, separator, columns, ())
    check(table)
    return replace(table, rows=tuple(_checked(rows, path.name, len(columns), separator)))


def _checked(
    rows: Iterator[tuple[int, list[str]]], name: str, count: int, separator: str
) -> Iterator[tuple[int, tuple[str, ...]]]:
    most = min(MAX_ROWS, TABLE.items // count)
    for number, (line, cells) in enumerate(rows, start=1):
        if number > most:
            raise UnsafeFileError(name, f"at most {most:,} rows", "more")
        if len(cells) != count:
            quotes = "; a cell with one in it stands in quotes" if _SEPARATORS.get(separator) else ""
            expected = f"{count} cells, as many as the header has, parted by {_NAMES[separator]}{quotes}"
            raise FormatError(f"{name}, line {line}", expected, len(cells))
        yield line, tuple(cells)


def _separator(header: str, known: set[str]) -> str:
    """What parts the cells of a header: what gives most of the known columns, then most columns."""

    def fit(separator: str) -> tuple[int, int]:
        try:
            names = next(csv.reader([header], delimiter=separator, quoting=_quoting(header, separator)), [])
        except csv.Error:  # too long for a name: so it is as a row, too, which is then named
            return 0, 0
        return len(known.intersection(name.strip().casefold() for name in names)), len(names)

    best = max(_SEPARATORS, key=fit)
    return best if fit(best)[1] > 1 else ""


def _quoting(header: str, separator: str) -> Literal[0, 3]:
    """Whether cells may stand in quotes."""
    if _SEPARATORS.get(separator, True) or header.lstrip().startswith('"'):
        return csv.QUOTE_MINIMAL
    return csv.QUOTE_NONE


def _rows(name: str, text: str, separator: str, header: str) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of every row with something in it."""
    # One column is parted by what the text does not have.
    delimiter = separator or next((chr(code) for code in range(0xE000, 0xF900) if chr(code) not in text), "\0")
    lines = (line.group() for line in _LINE.finditer(text))
    reader = csv.reader(lines, delimiter=delimiter, quoting=_quoting(header, separator), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _named(name, line, reader.line_num, str(error)) from None
        if len(max(cells, key=len, default="")) > MAX_CELL:
            raise _named(name, line, reader.line_num, "field limit")
        if "".join(cells).strip():
            yield line, [_without_quotes(cell) for cell in cells] if separator == "\t" else cells


def _without_quotes(cell: str) -> str:
    """A cell that was written as RFC 4180 says, as it was meant; any other as it is."""
    return cell[1:-1].replace('""', '"') if _WRAPPED.fullmatch(cell) else cell


def _named(name: str, first: int, last: int, reason: str) -> FormatError:
    """What the csv module says, with the row's line."""
    where = f"{name}, line {first}"
    if "field limit" in reason:
        got = "more (perhaps a quote that does not close)"
        return UnsafeFileError(where, f"cells of at most {MAX_CELL:,} characters", got)
    if "end of data" in reason:
        return FormatError(where, 'a closing quote for the " that opens a cell', "the end of the file")
    if "expected after" in reason:
        expected = 'a cell that ends with its closing quote, and quotes within it doubled ("")'
        return FormatError(where, expected, "text behind a quote" + (f" in line {last}" if last > first else ""))
    return FormatError(where, "a row of a table", reason)


def _line(content: bytes, at: int) -> int:
    """Number of the line of a byte."""
    return len(re.findall(rb"\r\n|\r|\n", content[:at])) + 1
