"""Tables: every cell and every row comes out as it went in, or the line is named."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.tables import MAX_CELL, read_lines, read_table


@pytest.fixture
def read(tmp_path):
    def read(content, *known, name="a.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_table(path, known or ("id", "text"))

    return read


def cells(table):
    return [row for _, row in table.rows]


@pytest.mark.parametrize(
    ("content", "separator", "rows"),
    [
        (
            "text\nHello, my name is Anna.\nBread; milk | eggs\tand more.\n",
            "",
            [("Hello, my name is Anna.",), ("Bread; milk | eggs\tand more.",)],
        ),
        (
            'text\n"Hello, ""Anna"", how are you?"\nNo, I say.\n',
            "",
            [('Hello, "Anna", how are you?',), ("No, I say.",)],
        ),
        ('id,text\n1,"Hello, Anna."\n2,He said "no".\n', ",", [("1", "Hello, Anna."), ("2", 'He said "no".')]),
        ("id;text\n1;Hello, Anna, you.\n", ";", [("1", "Hello, Anna, you.")]),
        ('id;text\n1;"Hello; Anna."\n', ";", [("1", "Hello; Anna.")]),
        (
            'id\ttext\n1\t"Hello, she said.\n2\tBread.\n3\t"Bye" he said.\n',
            "\t",
            [("1", '"Hello, she said.'), ("2", "Bread."), ("3", '"Bye" he said.')],
        ),
        (
            'id\ttext\n1\t"So, ""this"" is oil."\n2\t"Yes, it is."\n',
            "\t",
            [("1", 'So, "this" is oil.'), ("2", "Yes, it is.")],
        ),
        ('"id"\t"text"\n"1"\t"A tab\tin it, a\nbreak."\n', "\t", [("1", "A tab\tin it, a\nbreak.")]),
        (
            'id|signer|annotation|translation\nx-1|Signer01|A "B|am tag, sonne; "viel\n',
            "|",
            [("x-1", "Signer01", 'A "B', 'am tag, sonne; "viel')],
        ),
        ('id,text\r\n1,"one\r\ntwo"\r\n\r\n2,three\r\n', ",", [("1", "one\r\ntwo"), ("2", "three")]),
        ("id,text\r1,a\r2,b", ",", [("1", "a"), ("2", "b")]),
        ("\n\nid,text\n1,a\n,\n  \n2,b\n", ",", [("1", "a"), ("2", "b")]),
        (",text\n0,a\n1,b\n", ",", [("0", "a"), ("1", "b")]),
        ("id,text,,\n1,a,,\n", ",", [("1", "a", "", "")]),
    ],
)
def test_cells_are_neither_cut_nor_joined(read, content, separator, rows):
    table = read(content)
    assert (table.separator, cells(table)) == (separator, rows)


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\x1c", "\x1e"])
def test_only_carriage_returns_and_line_feeds_end_a_row(read, tmp_path, character):
    text = f"My mother{character}eats bread."
    assert cells(read(f"id,text\n1,{text}\n2,Hello.\n")) == [("1", text), ("2", "Hello.")]
    assert cells(read(f"id\ttext\n1\t{text}\n")) == [("1", text)]
    (tmp_path / "a.txt").write_text(f"{text}\r\nHello.\rBye.\n\nEnd", encoding="utf-8", newline="")
    assert read_lines(tmp_path / "a.txt") == [text, "Hello.", "Bye.", "", "End"]


@pytest.mark.parametrize(
    ("header", "known", "separator"),
    [
        ("text", ("text",), ""),
        ("text, spoken or written", ("text",), ","),
        ("id;text,original", ("id", "text,original"), ";"),
        ("id,text;de", ("id",), ","),
        ("id|name, first|text", ("id", "text"), "|"),
        ('"a,b,c";text', ("text",), ";"),
    ],
)
def test_the_header_alone_says_what_parts_cells(read, header, known, separator):
    assert read(header + "\n", *known).separator == separator


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            "id,text\n1,Hello, my name is Anna.\n2,b\n",
            "line 2: expected 2 cells, as many as the header has, parted by commas",
        ),
        ("id;text\n1;ok\n2;Guten Morgen; Anna; du?\n", "line 3: expected 2 cells.* got 4"),
        ("id,text\n1,a\n2\n", "line 3: expected 2 cells.* got 1"),
        ('id,text\n1,"a\nb"\n2,c,d\n', "line 4: expected 2 cells"),
        ("id|text\na|b|c\n", "line 2: expected 2 cells.*parted by bars"),
        ('id,text\n1,a\n2,"Hello\n3,Bread.\n4,Milk.\n', 'line 3: expected a closing quote for the " that opens a cell'),
        ('text\n"Hello\nBread.\n', "line 2: expected a closing quote"),
        ('id,text\n1,"Hello\n2,"Bread"\n', "line 2: expected a cell that ends with its closing quote.* in line 3"),
        ('id,text\n1,"Hi" she said\n', "line 2: expected a cell that ends with its closing quote"),
        (f"id,text\n1,a\n2,{'x' * (MAX_CELL + 1)}\n", "line 3: expected cells of at most 131,072 characters"),
        ("id|text\n1|" + "x" * (MAX_CELL + 1) + "\n", "line 2: expected cells of at most 131,072 characters"),
        ("x" * (MAX_CELL + 5), "line 1: expected cells of at most 131,072 characters"),
        ("id,text,Text\n1,a,b\n", "columns whose names differ, got 'text' twice"),
        ("", "a table with a header, got an empty file"),
        ("\n \n", "a table with a header, got an empty file"),
        ("id,text\n1,gr\xfcn\n".encode("latin-1"), "line 2: expected UTF-8, got the byte 0xfc, as in Latin-1"),
        ("id,text\n1,a\n".encode("utf-16"), "expected UTF-8, got UTF-16"),
        ("id,text\n1,a\n".encode("utf-32"), "expected UTF-8, got UTF-32"),
        ("id,text\n1,a\n".encode("utf-16-le"), "line 1: expected UTF-8, got a NUL byte"),
        (b"id,text\r\n1,a\r\n2,\x00\r\n", "line 3: expected UTF-8, got a NUL byte"),
        ("," * 2000 + "\n", "a table with a header|at most 1,024 columns"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(read, content, words):
    with pytest.raises(FormatError, match=words) as error:
        read(content)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 400


def test_a_byte_order_mark_is_none_of_the_text(read):
    assert read("\ufeffid,text\n1,a\n").columns == ("id", "text")


def test_lines_are_those_in_which_rows_begin(read):
    table = read('id,text\n1,"a\nb\nc"\n\n2,d\n')
    assert [line for line, _ in table.rows] == [2, 6]
    assert list(table.of("text", "id")) == [(2, ("a\nb\nc", "1")), (6, ("d", "2"))]
    with pytest.raises(FormatError, match="columns text and gloss, got none of gloss"):
        list(table.of("text", "gloss"))
    assert (table.find("TEXT"), table.find("gloss", "Id"), table.find("x")) == ("text", "id", None)


def test_sizes_are_bounded(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("a\n" + "b\n" * 20)
    with pytest.raises(UnsafeFileError, match="at most 10 bytes"):
        read_table(path, max_bytes=10)
    monkeypatch.setattr("signary.io.tables.MAX_ROWS", 5)
    with pytest.raises(UnsafeFileError, match="at most 5 rows"):
        read_table(path)
    with pytest.raises(InputError, match="an existing file"):
        read_table(tmp_path / "none.csv")


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=12)


@given(rows=st.lists(st.tuples(CELL, CELL), max_size=5), separator=st.sampled_from(",;"))
def test_what_python_writes_is_what_is_read(tmp_path_factory, rows, separator):
    path = tmp_path_factory.mktemp("tables") / "a.csv"
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows([("id", "text"), *rows])
    path.write_text(written.getvalue(), encoding="utf-8", newline="")
    assert cells(read_table(path)) == [row for row in rows if any(cell.strip() for cell in row)]


@given(st.binary(max_size=200) | st.text('a,;|\t"\r\n\u2028ü', max_size=80).map(str.encode))
def test_any_bytes_are_a_table_or_a_named_error(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("tables") / "a.csv"
    path.write_bytes(content)
    try:
        table = read_table(path)
    except InputError:
        return
    assert all(len(row) == len(table.columns) for _, row in table.rows)
    # Every letter of the file stands in the header or a row.
    kept = "".join(table.columns) + "".join(cell for _, row in table.rows for cell in row)
    assert kept.count("a") == content.count(b"a")
