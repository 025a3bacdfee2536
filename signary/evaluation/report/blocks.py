"""What a report consists of, before it is a page: tables, plots, pictures, lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """Begins a section."""

    text: str


@dataclass(frozen=True)
class Notice:
    """Something that has to be read before any number."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        title: Above it.
        header: Of the columns.
        rows: As many cells as the header; the first cell names the row.
        bold: Numbers of rows that stand out.
        numeric: Whether all columns but the first hold numbers.
    """

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    bold: Sequence[int] = ()
    numeric: bool = True


@dataclass(frozen=True)
class Lines:
    """Lines of fixed-width text, such as signatures."""

    lines: Sequence[str]


@dataclass(frozen=True)
class Figure:
    """A plot.

    Attributes:
        name: Of its file, without suffix.
        title: Below it.
        svg: The picture.
    """

    name: str
    title: str
    svg: str


@dataclass(frozen=True)
class Picture:
    """A contact sheet.

    Attributes:
        name: Of its file, without suffix.
        title: Above it.
        lines: Below the title.
        png: The picture.
    """

    name: str
    title: str
    lines: Sequence[str]
    png: bytes


Block = Heading | Notice | Paragraph | Table | Lines | Figure | Picture
