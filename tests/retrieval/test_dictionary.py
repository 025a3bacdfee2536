import json
import pickle
import random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signary.io.errors import FormatError, InputError
from signary.retrieval import dictionary as module
from signary.retrieval import packed_entries
from signary.retrieval.builder import dictionary_from_entries
from signary.retrieval.dictionary import DictionarySign, SignDictionary
from signary.retrieval.dictionary_file import (
    FILE_NAME,
    CodeRangeError,
    DictionaryHeader,
    DictionaryMismatchError,
    EmptyDictionaryError,
)

HEADER = DictionaryHeader("abc", ("body", "left_hand", "right_hand"), (96, 192, 192), 4, 25.0)


def entry(lemma, language="dgs", seed=0, **fields):
    draw = np.random.default_rng(seed)
    codes = draw.integers(0, 96, (int(draw.integers(1, 9)), 3))
    facts = {"reconstruction_error": seed / 3, "source": f"s{seed}", "licence": "CC0", "gloss": lemma.upper()} | fields
    return DictionarySign(lemma, language, codes, 4 * len(codes), **facts)


def same(left, right):
    assert left._replace(codes=None) == right._replace(codes=None)
    np.testing.assert_array_equal(left.codes, right.codes)
    assert left.codes.dtype == np.int64


@pytest.fixture
def small():
    words = ["haus", "hausboot", "guten morgen", "bahnhaus", "#a", "北京", "straße"]
    rows = [entry(word, language, at) for at, word in enumerate(words) for language in ("dgs", "asl")]
    return dictionary_from_entries(rows, HEADER)


keys = st.tuples(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8), st.sampled_from(["asl", "dgs"])
)


@pytest.mark.parametrize("batch", [3, 1 << 16])
@pytest.mark.parametrize("bits", [0, 2, 64])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(present=st.lists(keys, unique=True, min_size=1, max_size=40), asked=st.lists(keys, max_size=20))
def test_it_finds_what_a_plain_dict_finds(monkeypatch, bits, batch, present, asked):
    mask = (1 << bits) - 1
    monkeypatch.setattr(packed_entries, "_BATCH", batch)
    monkeypatch.setattr(module, "_hash", hash if bits == 64 else lambda text: hash(text) & mask)
    plain = {key: entry(*key, seed=at) for at, key in enumerate(present)}
    dictionary = dictionary_from_entries(plain.values(), HEADER)
    for key in present + asked:
        found = dictionary.lookup(*key)
        assert (found is None) == (key not in plain) == (key not in dictionary)
        if found is not None:
            same(found, plain[key])
    for left, right in zip(dictionary, plain.values(), strict=True):
        same(left, right)


def test_collisions_do_not_hide_duplicates(monkeypatch):
    monkeypatch.setattr(module, "_hash", lambda text: 0)
    with pytest.raises(InputError, match=r"row 2 \('a', dgs\)"):
        dictionary_from_entries([entry("a"), entry("b"), entry("a", seed=3)], HEADER)


@pytest.mark.parametrize("few", [0, 1 << 20])
def test_save_and_load_give_the_same(small, tmp_path, monkeypatch, few):
    monkeypatch.setattr(module, "_FEW_BYTES", few)
    small.save(tmp_path / "dictionary")
    loaded = SignDictionary.load(tmp_path / "dictionary", "abc")
    assert [path.name for path in (tmp_path / "dictionary").iterdir()] == [FILE_NAME]
    for other in (loaded, pickle.loads(pickle.dumps(loaded))):
        assert other.header == small.header
        assert other.info() == small.info()
        for left, right in zip(other, small, strict=True):
            same(left, right)
        same(other.lookup("北京", "asl"), small.lookup("北京", "asl"))
    assert json.loads(json.dumps(loaded.info()))["languages"] == {"dgs": 7, "asl": 7}


@pytest.mark.parametrize("cut", [lambda table: table.slice(2, 9), lambda table: pa.concat_tables([table, table[:0]])])
def test_a_table_in_pieces_is_a_dictionary_of_its_rows(small, cut):
    table, _ = small.__reduce__()[1]
    rows = {entry.gloss + entry.language: entry for entry in small}
    found = SignDictionary(cut(table), small.header)
    assert len(found) == cut(table).num_rows
    for item in found:
        same(item, rows[item.gloss + item.language])
        same(found.lookup(item.lemma, item.language), item)


def test_more_codes_than_a_file_may_have_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MAX_CODES", 2)
    with pytest.raises(InputError, match="codes: expected at most 2 in all, got"):
        dictionary_from_entries([entry("a")], HEADER)


def test_lookup_many_languages_and_misses(small):
    found = small.lookup_many(["haus", "nichts", "\ud800", ""], "dgs")
    assert [item and item.lemma for item in found] == ["haus", None, None, None]
    assert small.lookup("haus", "xyz") is None
    assert small.languages() == ("asl", "dgs")
    assert len(small) == 14
    assert small.phrases("dgs") == ["guten morgen"]


def test_search_puts_the_equal_before_the_beginning_before_the_rest(small):
    assert [item.lemma for item in small.search("HAUS", "dgs")] == ["haus", "hausboot", "bahnhaus"]
    assert len(small.search("haus")) == 6
    assert len(small.search("", limit=5)) == 5
    assert small.search("\ud800") == []
    assert small.search("haus", "xyz") == []
    with pytest.raises(InputError, match="limit"):
        small.search("haus", limit=0)


def test_another_tokenizer_is_refused(small, tmp_path):
    small.save(tmp_path)
    with pytest.raises(DictionaryMismatchError, match=r"'abc'.*got 'def'"):
        SignDictionary.load(tmp_path, "def")


def test_nothing_is_refused(tmp_path):
    with pytest.raises(EmptyDictionaryError):
        dictionary_from_entries([], HEADER)
    with pytest.raises(InputError, match=FILE_NAME):
        SignDictionary.load(tmp_path)


@pytest.mark.parametrize("value", [-1, 96, 1 << 16, 1 << 40])
def test_codes_out_of_range_name_row_part_and_range(value):
    bad = entry("b")._replace(codes=np.array([[0, 0, 0], [value, 0, 0]]))
    with pytest.raises(CodeRangeError, match=rf"row 1 \('b', dgs\), part body: expected 0 to 95, got {value}"):
        dictionary_from_entries([entry("a"), bad], HEADER)


def test_codes_out_of_range_in_a_file(small, tmp_path):
    small.save(tmp_path)
    table = pq.read_table(tmp_path / FILE_NAME)
    header = json.loads(table.schema.metadata[b"signary.dictionary"]) | {"codebook_sizes": [96, 2, 192]}
    pq.write_table(table.replace_schema_metadata({"signary.dictionary": json.dumps(header)}), tmp_path / FILE_NAME)
    with pytest.raises(CodeRangeError, match=r"row \d+ .*part left_hand: expected 0 to 1"):
        SignDictionary.load(tmp_path)


@pytest.mark.parametrize(
    "fields",
    [{"frames": 0}, {"reconstruction_error": -1.0}, {"reconstruction_error": float("nan")}, {"source": "\ud800"}]
    + [{"codes": np.zeros((0, 3), int)}, {"codes": np.zeros((2, 2), int)}, {"codes": np.zeros((2, 3))}, {"lemma": ""}],
)
def test_broken_entries_are_refused(fields):
    with pytest.raises(InputError):
        dictionary_from_entries([entry("a"), entry("b")._replace(**fields)], HEADER)


def test_broken_headers_are_refused(small, tmp_path):
    small.save(tmp_path)
    table = pq.read_table(tmp_path / FILE_NAME)
    good = json.loads(table.schema.metadata[b"signary.dictionary"])
    broken = [
        "",
        "[",
        "[]",
        "[" * 60000,
        {"format_version": 2},
        {"parts": []},
        {"fps": "x"},
        {"stride": 0},
        {"extra": 1},
    ]
    for change in [*broken, {"tokenizer_id": ""}, {"codebook_sizes": [96, 192]}, {"codebook_sizes": 3}]:
        text = change if isinstance(change, str) else json.dumps(good | change)
        pq.write_table(table.replace_schema_metadata({"signary.dictionary": text}), tmp_path / FILE_NAME)
        with pytest.raises(InputError):
            SignDictionary.load(tmp_path)


def test_missing_and_wrong_columns_are_refused(small, tmp_path):
    small.save(tmp_path)
    table = pq.read_table(tmp_path / FILE_NAME)
    nothing = table.set_column(0, "lemma", [[None] * 14])
    for wrong in (table.drop_columns(["steps"]), table.set_column(0, "lemma", [list(range(14))]), nothing):
        pq.write_table(wrong.replace_schema_metadata(table.schema.metadata), tmp_path / FILE_NAME)
        with pytest.raises(FormatError):
            SignDictionary.load(tmp_path)


def test_a_damaged_file_raises_a_named_error_or_is_whole(small, tmp_path):
    small.save(tmp_path)
    path, draw = tmp_path / FILE_NAME, random.Random(0)
    content = path.read_bytes()
    refused = 0
    for trial in range(400):
        damaged = bytearray(content)
        for _ in range(draw.choice([1, 1, 4])):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        path.write_bytes(damaged[: draw.randrange(len(damaged))] if trial % 4 == 0 else damaged)
        try:
            SignDictionary.load(tmp_path)
        except ValueError:
            refused += 1
    assert refused > 200
