"""Sentences to sign: tables and lines of text."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from pathlib import Path

from hostile_surfaces.mutating import TEXT
from hostile_surfaces.surface import Files, Mutator, Surface
from signary.io.tables import MAX_CELL, MAX_ROWS
from signary.signing.sentence_table import check_names_differ, read_sentences

_SENTENCES = [
    ("a-1", "Hallo, Anna; wie geht's?"),
    ("b-2", 'Er sagt "nein".'),
    ("c-3", "Eins.\nZwei."),
    ("ü 4", "Grüße"),
]
#: What ends lines somewhere, parts cells, opens quotes, or is no text.
_MARKS = (*",;|\t\"'\r\n\0", "\r\n", '""', "\u2028", "\x0b", "\x0c", "\x85", "\ufeff", "../", "\u202e")
_PIECES = (*(mark.encode() for mark in _MARKS), b"\xff", b"\xc3", b"\xff\xfe")


def change_cells(content: bytes, dice: random.Random) -> bytes:
    """Put a separator, a quote, a line end or a broken byte somewhere, or take one out."""
    if content and dice.random() < 0.4:
        places = [at for at, byte in enumerate(content) if byte in b',;|\t"\r\n']
        at = dice.choice(places) if places else dice.randrange(len(content))
        return content[:at] + content[at + 1 :]
    at, piece = dice.randrange(len(content) + 1), bytes(dice.choice(_PIECES))
    return content[:at] + piece * dice.choice((1, 1, 1, 2, 300)) + content[at:]


def change_encoding(content: bytes, dice: random.Random) -> bytes:
    """The same text in another encoding."""
    encoding = dice.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "utf-8-sig", "cp1252"))
    return content.decode(errors="ignore").encode(encoding, errors="replace")


_CELLS: tuple[Mutator, ...] = (*[change_cells] * 8, *TEXT, change_encoding)


def _csv(rows: Sequence[tuple[str, ...]], separator: str = ",") -> str:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows(rows)
    return written.getvalue()


def _put(folder: Path, name: str, content: str) -> None:
    folder.mkdir()
    (folder / name).write_text(content, encoding="utf-8", newline="")


def _write_sentences(folder: Path) -> None:
    _put(folder / "commas", "in.csv", _csv([("id", "text"), *_SENTENCES]))
    _put(folder / "semicolons", "in.csv", _csv([("id", "text"), *_SENTENCES], ";"))
    _put(folder / "one", "in.csv", _csv([("text",), *((text,) for _, text in _SENTENCES)]))
    plain = [(name, text.replace("\n", " ")) for name, text in _SENTENCES]
    bars = "".join(f"{name}|Signer01|GLOSS|{text}\n" for name, text in plain)
    _put(folder / "bars", "in.csv", "id|signer|annotation|translation\n" + bars)
    _put(folder / "tabs", "in.tsv", "SENTENCE_NAME\tSENTENCE\n" + "".join(f"{name}\t{text}\n" for name, text in plain))
    _put(folder / "lines", "in.txt", "".join(f"{text}\n" for _, text in plain))


def _attacks_on_sentences() -> list[Files]:
    ids = ["../x", "/etc/x", "CON", ".x", "a\0b", "x" * 300, "a:b", "", "a\u202eb", "." * 3, "\u0301" * 200]
    texts = [f'id,text\n"{name}",Hallo.\n' for name in ids]
    texts += [
        "id,text\na,Hallo\nA,Hallo\na,Hallo\n",
        'id,text\na,"' + "b,c\n" * 100_000,
        "id,text\na," + "x" * (MAX_CELL + 1) + "\n",
        "id,text" + ",c" * 100_000 + "\n",
        "," * 1_000_000 + "\n",
        "text\n" + "a\n" * (MAX_ROWS + 1),
        "id,text\n" + "\n" * 3_000_000,
        '"' * 2_000_000,
        "text\n" + '""' * 60_000 + "\n",
        "id\ttext\na\t" + '"' * 100_000 + "\n",
        "".join(chr(0xE000 + at) for at in range(6400)) + "text\n",
        "id,text\n" + ",".join(["a"] * 1_000_000) + "\n",
    ]
    return [{"in.csv": text.encode()} for text in texts] + [{"in.txt": b"\n" * 3_000_000}, {"in.csv": b""}]


def _read_sentences(folder: Path) -> object:
    (path,) = folder.glob("in.*")
    table = read_sentences(path, "dgs")
    check_names_differ(table, folder / "out")
    return table


SURFACES = (Surface("sentence_table", _write_sentences, _read_sentences, {"": _CELLS}, _attacks_on_sentences),)
