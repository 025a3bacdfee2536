"""Files that are no dictionary, or ask for more memory than they should, are named errors before they are unpacked."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from signary.io import parquet_pages
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.retrieval import dictionary_file
from signary.retrieval.builder import dictionary_from_entries
from signary.retrieval.dictionary import DictionarySign, SignDictionary
from signary.retrieval.dictionary_file import FILE_NAME, SCHEMA, DictionaryHeader, EmptyDictionaryError

ROWS = 200
HEADER = DictionaryHeader("abc", ("body", "left_hand", "right_hand"), (96, 192, 192), 4, 25.0)
U16 = pa.uint16()


@pytest.fixture
def table(tmp_path):
    signs = [DictionarySign(f"word{at}", "dgs", np.full((5, 3), at % 96), 20, at, "s", "CC0") for at in range(ROWS)]
    dictionary_from_entries(signs, HEADER).save(tmp_path)
    return pq.read_table(tmp_path / FILE_NAME)


@pytest.fixture
def write(table, tmp_path):
    """Write the table, columns of it replaced, or another table; with any options of the writer."""

    def make(replaced=None, changed=None, **options):
        columns = {name: table[name] for name in table.column_names} | (replaced or {})
        made = changed if changed is not None else pa.table(columns)
        pq.write_table(made.replace_schema_metadata(table.schema.metadata), tmp_path / FILE_NAME, **options)

    return make


@pytest.fixture
def load(write, tmp_path):
    """Write, then load."""

    def make(*given, **options):
        write(*given, **options)
        return SignDictionary.load(tmp_path)

    return make


@pytest.mark.parametrize("options", [{"compression": "gzip"}, {"compression": "none"}, {"data_page_version": "2.0"}])
@pytest.mark.parametrize("more", [{}, {"use_dictionary": False}, {"row_group_size": 7}])
def test_how_an_honest_file_was_written_does_not_matter(load, table, options, more):
    dictionary = load(**options, **more)
    assert len(dictionary) == ROWS
    assert dictionary.lookup("word77", "dgs").codes.tolist() == [[77] * 3] * 5


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("lemma", pa.array(range(ROWS))),
        ("lemma", pa.array([b"x"] * ROWS, pa.binary())),
        ("lemma", pa.array([["x"]] * ROWS)),
        ("lemma", pa.array([{"x": "y"}] * ROWS)),
        ("language", pa.array([1.5] * ROWS)),
        ("gloss", pa.array([True] * ROWS)),
        ("codes", pa.array([[1.0] * 15] * ROWS)),
        ("codes", pa.array([["1"] * 15] * ROWS)),
        ("codes", pa.array([[-1] * 15] * ROWS)),
        ("codes", pa.array([[[1] * 3] * 5] * ROWS, pa.list_(pa.list_(U16)))),
        ("codes", pa.array([5] * ROWS, U16)),
        ("codes", pa.array(["text"] * ROWS)),
        ("steps", pa.array([5] * ROWS, pa.int64())),
        ("steps", pa.array([5.0] * ROWS)),
        ("frames", pa.array(["20"] * ROWS)),
        ("reconstruction_error", pa.array([1] * ROWS, pa.int32())),
    ],
)
def test_columns_of_other_types_are_named(load, name, values):
    with pytest.raises(FormatError, match=rf"dictionary\.parquet, column {name}: expected"):
        load({name: values})


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("lemma", pa.array([None, *["x"] * (ROWS - 1)])),
        ("codes", pa.array([None, *[[1] * 15] * (ROWS - 1)], pa.list_(U16))),
        ("codes", pa.array([[1] * 14 + [None], *[[1] * 15] * (ROWS - 1)], pa.list_(U16))),
        ("codes", pa.array([[None]] * ROWS, pa.list_(U16))),
        ("steps", pa.array([None] * ROWS, pa.int32())),
        ("reconstruction_error", pa.array([None, *[0.5] * (ROWS - 1)])),
    ],
)
def test_what_is_missing_is_named_however_deep_it_lies(load, name, values):
    with pytest.raises(FormatError, match=f"a value in every row of {name}"):
        load({name: values})


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("codes", pa.array([[1] * 15] * (ROWS - 1) + [[1] * 14], pa.list_(U16)), r"codes of row 199 .*3 codes a step"),
        ("codes", pa.array([[]] * ROWS, pa.list_(U16)), r"codes of row 0 .*3 codes a step"),
        ("steps", pa.array([2**30] * ROWS, pa.int32()), r"codes of row 0 .*3 codes a step"),
        ("steps", pa.array([-1] * ROWS, pa.int32()), r"steps of row 0 .*at least 1"),
        ("frames", pa.array([0] * ROWS, pa.int32()), r"frames of row 0 .*at least 1"),
        ("reconstruction_error", pa.array([float("inf")] * ROWS), "reconstruction_error of row 0"),
        ("lemma", pa.array(["same"] * ROWS), r"row 1 \('same', dgs\)"),
    ],
)
def test_numbers_that_contradict_each_other_are_named(load, name, values, message):
    with pytest.raises(InputError, match=message):
        load({name: values})


def test_more_fewer_and_double_columns_are_named(load, table):
    double = pa.table([*table.columns, table["gloss"]], names=[*table.column_names, "gloss"])
    for changed in (table.append_column("extra", table["steps"]), table.drop_columns(["gloss"]), double):
        with pytest.raises(FormatError, match="the columns lemma, language"):
            load(changed=changed)


def test_a_long_text_that_is_often_repeated_is_refused_unspread(write, tmp_path, monkeypatch):
    monkeypatch.setattr(dictionary_file, "MAX_TEXT_BYTES", 1 << 20)
    write({"source": pa.array(["x" * (1 << 17)] * ROWS)})
    before = pa.default_memory_pool()
    pool = pa.proxy_memory_pool(before)
    pa.set_memory_pool(pool)
    try:
        with pytest.raises(UnsafeFileError, match="at most 1,048,576 bytes of text a column, got 26,214,400"):
            SignDictionary.load(tmp_path)
    finally:
        pa.set_memory_pool(before)
    assert 0 < pool.max_memory() < 4 << 20


def test_texts_that_grow_out_of_the_one_before_are_refused(load):
    encodings = {"lemma": "DELTA_BYTE_ARRAY"}
    with pytest.raises(UnsafeFileError, match="column lemma: expected plain values or a dictionary, got encoding 7"):
        load(use_dictionary=False, column_encoding=encodings)


@pytest.mark.parametrize(
    ("module", "limit", "value", "message"),
    [
        (dictionary_file, "MAX_ROWS", ROWS - 1, "at most 199 rows, got 200"),
        (dictionary_file, "MAX_CODES", 2999, "at most 2,999 codes"),
        (dictionary_file, "MAX_FILE_BYTES", 5000, "5,000 bytes"),
        (dictionary_file, "MAX_TEXT_BYTES", 1000, "1,000 bytes of text a column"),
        (dictionary_file, "MAX_ROW_GROUPS", 1, "at most 1 row groups, got 2"),
        (parquet_pages, "MAX_PAGES", 10, "at most 10 pages"),
    ],
)
def test_claims_are_checked_before_anything_is_unpacked(load, monkeypatch, module, limit, value, message):
    monkeypatch.setattr(module, limit, value)
    monkeypatch.setattr(pq.ParquetFile, "read_row_group", None)
    with pytest.raises(UnsafeFileError, match=message):
        load(row_group_size=150, compression="zstd")


def zigzag(value):
    value, digits = 2 * value, []
    while True:
        digits.append(value & 127 | (128 if value > 127 else 0))
        value >>= 7
        if not value:
            return bytes(digits)


def page_of(path, column):
    """Where the first page of a column begins, and what the footer says of the column."""
    chunk = pq.read_metadata(path).row_group(0).column(SCHEMA.names.index(column))
    start = min(at for at in (chunk.dictionary_page_offset, chunk.data_page_offset) if at is not None)
    return start, chunk


@pytest.mark.parametrize(("column", "claimed"), [("steps", 8000), ("reconstruction_error", 8190)])
def test_pages_that_unpack_to_more_than_the_footer_says_are_refused(load, tmp_path, monkeypatch, column, claimed):
    load(compression="none", use_dictionary=False, write_statistics=False)
    path = tmp_path / FILE_NAME
    start, _ = page_of(path, column)
    content = bytearray(path.read_bytes())
    assert content[start : start + 3] == b"\x15\x00\x15"  # a data page; its unpacked size follows
    content[start + 3 : start + 5] = zigzag(claimed)
    path.write_bytes(content)
    monkeypatch.setattr(pq.ParquetFile, "read_row_group", None)
    with pytest.raises(UnsafeFileError, match=f"column {column}: expected 200 values and at most"):
        SignDictionary.load(tmp_path)


def test_pages_with_more_values_than_the_footer_says_are_refused(load, tmp_path, monkeypatch):
    load(compression="none", use_dictionary=False, write_statistics=False)
    path = tmp_path / FILE_NAME
    start, _ = page_of(path, "steps")
    content = bytearray(path.read_bytes())
    at = content.index(b"\x2c\x15" + zigzag(ROWS), start) + 2  # field 5: what kind of data page it is
    content[at : at + 2] = zigzag(8000)
    path.write_bytes(content)
    monkeypatch.setattr(pq.ParquetFile, "read_row_group", None)
    with pytest.raises(UnsafeFileError, match="column steps: expected 200 values .* got 8,000"):
        SignDictionary.load(tmp_path)


def test_dictionary_pages_with_more_values_than_room_are_refused(load, tmp_path, monkeypatch):
    load(compression="none", use_dictionary=["lemma"], write_statistics=False)
    path = tmp_path / FILE_NAME
    start, chunk = page_of(path, "lemma")
    assert start == chunk.dictionary_page_offset
    content = bytearray(path.read_bytes())
    at = content.index(b"\x4c\x15" + zigzag(ROWS), start) + 2
    content[at : at + 2] = zigzag(8000)
    path.write_bytes(content)
    monkeypatch.setattr(pq.ParquetFile, "read_row_group", None)
    with pytest.raises(UnsafeFileError, match="column lemma: expected a dictionary that fits in .* got 8,000 values"):
        SignDictionary.load(tmp_path)


def test_too_many_languages_are_refused():
    signs = [DictionarySign("a", f"l{at}", np.zeros((1, 3), int), 4) for at in range(1001)]
    with pytest.raises(InputError, match="language: expected at most 1,000 in all, got 1,001"):
        dictionary_from_entries(signs, HEADER)


def test_a_file_without_a_row_is_empty(load, table):
    with pytest.raises(EmptyDictionaryError):
        load(changed=table[:0])


def test_the_header_is_asked_before_the_rest(load, table, tmp_path):
    load()
    facts = json.loads(table.schema.metadata[b"signary.dictionary"])
    for metadata in (
        {},
        {"signary.dictionary": "x" * 70000},
        {"signary.dictionary": json.dumps(facts | {"stride": -1})},
    ):
        pq.write_table(table.replace_schema_metadata(metadata), tmp_path / FILE_NAME)
        with pytest.raises(InputError):
            SignDictionary.load(tmp_path)
