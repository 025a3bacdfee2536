"""The sentences of a file: one a line, or a table's, each with a name that its output can have on every disk."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from signary.io.errors import InputError, UnknownLanguageError
from signary.io.tables import Table, read_lines, read_table
from signary.language.languages import resolve

#: Columns, those of the corpora among them; where a table has several of a kind, the first of this order is taken.
TEXT_COLUMNS = ("text", "sentence", "translation")
ID_COLUMNS = ("id", "name", "sentence_name", "sentence_id", "clip")
LANGUAGE_COLUMNS = ("language", "sign_language")
TABLES = (".csv", ".tsv")
#: Bytes of an id, so that a name with the longest suffix fits into the 255 of a file system.
MAX_ID_BYTES = 250
#: What no file name on some system has, and names that are devices on Windows, whatever their suffix.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\<>:"|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE | re.DOTALL)


class InputSentence(NamedTuple):
    """A sentence of a file.

    Attributes:
        id: Name of its output, without suffix.
        text: As it stands there; may be empty.
        line: Line of the file in which it begins.
        language: Id of its sign language.
    """

    id: str
    text: str
    line: int
    language: str


@dataclass(frozen=True)
class SentenceTable:
    """What was read.

    Attributes:
        name: Of the file.
        sentences: In their order.
        reading: One line that says which columns are what, where that is not plain.
    """

    name: str
    sentences: tuple[InputSentence, ...]
    reading: str | None = None


def read_sentences(path: Path, language: str | None) -> SentenceTable:
    """The sentences of a `.txt` file (one a line; blank lines count, and are skipped) or of a table.

    A table (`.csv`, `.tsv`; see `signary.io.tables`) has a column `text`, `sentence` or `translation`; perhaps one of
    ids (else rows are numbered); and where no language is given, one of languages.

    Args:
        path: The file, in UTF-8.
        language: Sign language; None if each row names its own.

    Raises:
        InputError: If there is no such file, no sentence in it, no text column, or an id is no plain name or comes
            twice; names the line.
        FormatError: If it is no UTF-8, or no table.
        UnknownLanguageError: If a language is not registered.
    """
    suffix = path.suffix.lower()
    if not path.is_file() or suffix not in (".txt", *TABLES):
        raise InputError("input", "a .txt, .csv or .tsv file", repr(str(path)))
    if suffix == ".txt":
        if language is None:
            raise InputError("language", "--language to be given with a .txt file", "nothing")
        spoken = resolve(language).id
        lines = enumerate(read_lines(path), start=1)
        found = SentenceTable(
            path.name, tuple(InputSentence(f"{at:05d}", line, at, spoken) for at, line in lines if line.strip())
        )
    else:
        found = _of_table(path, language)
    if not found.sentences:
        raise InputError("input", "at least one sentence", f"none in {path.name}")
    _check_ids(found)
    return found


def _of_table(path: Path, language: str | None) -> SentenceTable:
    table = read_table(path, (*TEXT_COLUMNS, *ID_COLUMNS, *LANGUAGE_COLUMNS), _text_column)
    text, name, spoken = _text_column(table), table.find(*ID_COLUMNS), table.find(*LANGUAGE_COLUMNS)
    given = None if language is None else resolve(language).id
    if given is None and spoken is None:
        raise InputError("language", f"--language, or a column language in {path.name}", "neither")
    numbered, languages = table.of(text, name or text, spoken or text), dict[str, str]()
    sentences = []
    for number, (line, (sentence, called, written)) in enumerate(numbered, start=1):
        cell = "" if spoken is None else written
        if cell not in languages:  # a million rows name few
            languages[cell] = _language(f"{path.name}, line {line}", cell, given)
        own = f"{number:05d}" if name is None else called.strip()
        sentences.append(InputSentence(own, sentence, line, languages[cell]))
    return SentenceTable(path.name, tuple(sentences), _reading(table, text, name, spoken, given))


def _text_column(table: Table) -> str:
    found = table.find(*TEXT_COLUMNS)
    if found is None:
        had = ", ".join(column for column in table.columns if column)[:200] or "none"
        raise InputError("input", f"a column {', '.join(TEXT_COLUMNS[:-1])} or {TEXT_COLUMNS[-1]} in {table.name}", had)
    return found


def _language(where: str, written: str, given: str | None) -> str:
    """The sign language of a row; where one is given, a cell that names another is refused.

    What is no sign language (that of the text, say) does not count then.
    """
    try:
        own = resolve(written).id if written.strip() else None
    except UnknownLanguageError as error:
        if given is None:
            raise UnknownLanguageError(f"{where}, language", error.expected, error.got) from None
        own = None
    if given is None and own is None:
        raise InputError(f"{where}, language", "a sign language, or --language for all rows", "an empty cell")
    if given is not None and own not in (None, given):
        raise InputError(f"{where}, language", f"{given}, as --language says", repr(written))
    return own or given or ""


def _reading(table: Table, text: str, name: str | None, spoken: str | None, given: str | None) -> str | None:
    """One line on the columns, unless they are `text` and perhaps `id`, parted by commas."""
    used = {text, name, spoken if given is None else None}
    unused = [column for column in table.columns if column and column not in used]
    if table.separator in ("", ",") and text.lower() == "text" and name in (None, "id") and not unused and given:
        return None
    parts = [f"text from column {text}", "rows numbered" if name is None else f"ids from column {name}"]
    parts += [] if given else [f"languages from column {spoken}"]
    parts += [f"not used: {', '.join(unused)[:200]}"] if unused else []
    return f"{table.name}: cells parted by {table.parted_by}; {'; '.join(parts)}"


def _check_ids(table: SentenceTable) -> None:
    """Refuse, before anything is signed, ids that are no names of files or come twice."""
    seen: dict[str, int] = {}
    for sentence in table.sentences:
        name = sentence.id
        if problem := _problem(name):
            raise InputError(f"{table.name}, line {sentence.line}, id", *problem)
        if name in seen:
            got = f"{name!r}, which line {seen[name]} has too"
            raise InputError(f"{table.name}, line {sentence.line}, id", "ids that differ", got)
        seen[name] = sentence.line


def _problem(name: str) -> tuple[str, str] | None:
    """What an id should be, and what it is instead."""
    if not name:
        return "a name", "an empty cell"
    if (size := len(name.encode())) > MAX_ID_BYTES:
        return f"at most {MAX_ID_BYTES} bytes", f"{size:,} ({name[:40]!r}…)"
    if _FORBIDDEN.search(name) or name[0] == "." or name[-1] in ". " or _DEVICES.fullmatch(name):
        return "ids that are plain file names, on every system", repr(name)
    return None


def check_names_differ(table: SentenceTable, folder: Path) -> None:
    """Refuse ids that are one name on the disk of a folder: some take upper for lower case, or ü for u and ¨.

    Args:
        table: The sentences.
        folder: Where their outputs go; need not be there yet.

    Raises:
        InputError: Names two ids and their lines.
    """
    alike = list(_alike([sentence.id for sentence in table.sentences]))
    if not alike:
        return
    there = next(place for place in (folder, *folder.absolute().parents) if place.is_dir())
    lines = {sentence.id: sentence.line for sentence in table.sentences}
    for one, other in alike:
        if _is_one_file(one, other, there):
            where = f"{table.name}, line {lines[other]}, id"
            got = f"{other!r} beside {one!r} of line {lines[one]}"
            raise InputError(where, f"names that are two files on the disk of {str(folder)!r}", got)


def _alike(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that differ in case or Unicode form only."""
    folded = [_folded(name) for name in names]
    if len(set(folded)) == len(names):
        return
    groups = defaultdict[str, list[str]](list)
    for name, alike in zip(names, folded, strict=True):
        groups[alike].append(name)
    for group in groups.values():
        yield from ((one, other) for at, one in enumerate(group) for other in group[at + 1 :])


def _folded(name: str) -> str:
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _is_one_file(one: str, other: str, folder: Path) -> bool:
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".signary-") as probe:
            (Path(probe) / one).touch()
            return (Path(probe) / other).exists()
    except OSError:
        return False
