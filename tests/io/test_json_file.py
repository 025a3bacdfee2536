import contextlib
import json
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.io.budget import JSON, Budget
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.json_file import parse_json, read_json

TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.booleans())
def test_what_json_can_say_comes_back(value, ascii_only):
    text = json.dumps({"value": value}, ensure_ascii=ascii_only)
    assert parse_json(text, "x") == parse_json(b"\xef\xbb\xbf" + text.encode(), "x") == {"value": value}


def test_files_are_read(tmp_path):
    (tmp_path / "a.json").write_text('{"ä": "\\ud83d\\ude00", "b": [1, -2.5e3]}', encoding="utf-8")
    assert read_json(tmp_path / "a.json") == {"ä": "😀", "b": [1, -2500.0]}
    with pytest.raises(InputError, match="existing file"):
        read_json(tmp_path / "b.json")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"a": 1,}',
        b'{"a": "\xff"}',
        "{}".encode("utf-16"),
        b'{"a": "\\ud800"}',
        b'{"a": 1, "b": {"c": 1, "c": 2}}',
        b"[]",
        b"null",
        b"3",
        b'{"a": "' + b'\\"' * 1000,
        "{\ud800}",
    ],
)
def test_what_is_no_object_is_named(content):
    with pytest.raises(FormatError, match=r"^a\.json: expected JSON"):
        parse_json(content, "a.json")


def test_a_repeated_name_is_said():
    with pytest.raises(FormatError, match="'b' twice"):
        parse_json(b'{"a": 1, "b": 2, "b": 2}', "x")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[" * 100_000 + b"]" * 100_000, "64 levels"),
        (b'{"a":' * 100_000, "64 levels"),
        (b'{"a": ' + b"9" * 100_000 + b"}", "400 digits"),
        (b'{"a": [' + b"1," * 3_000_000 + b"1]}", "3,000,000 values"),
        (b'{"a": [' + b"[]," * 3_000_000 + b"1]}", "3,000,000 values"),
        (b'"",' * 10_000_000, "3,000,000 values"),
        (b'{"a": "' + b"x" * (JSON.text + 1) + b'"}', "characters in a text"),
        (b" " * (JSON.on_disk + 1), "bytes"),
    ],
    ids=range(8),
)
def test_endless_content_is_refused_before_it_is_parsed(content, said):
    started = time.process_time()
    with pytest.raises(UnsafeFileError, match=said):
        parse_json(content, "x")
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "content", [b'"' + b'\\"' * 500_000, b'{"a": "' + b"\\" * 999_999, b'"' * 999_999, b"1e" * 400_000], ids=range(4)
)
def test_broken_text_takes_no_more_time_than_good(content):
    started = time.process_time()
    with pytest.raises(FormatError):
        parse_json(content, "x")
    assert time.process_time() - started < 2


def test_brackets_in_texts_are_text():
    assert parse_json(json.dumps({"a": "[" * 1000 + '\\"{' * 1000}), "x")["a"].startswith("[[")


def test_other_kinds_and_budgets():
    assert parse_json(b"[1]", "x", kind=list) == [1]
    assert parse_json(b"[1]", "x", kind=(list, dict)) == [1]
    with pytest.raises(FormatError, match="an object or an array, got a text"):
        parse_json(b'"a"', "x", kind=(dict, list))
    with pytest.raises(UnsafeFileError):
        parse_json(b'{"a": [[1]]}', "x", Budget(depth=2))


def test_mutants_raise_nothing_else():
    dice = random.Random(1)
    good = json.dumps({"a": [1, 2.5, None, {"b": 'ü"\\'}], "c": {"d": [[], {}]}}, ensure_ascii=False).encode()
    for _ in range(3000):
        content = bytearray(good)
        for _ in range(dice.choice((1, 3))):
            content[dice.randrange(len(content))] = dice.choice(b'{}[]",:\\u0e-\xff\x00')
        with contextlib.suppress(FormatError):
            parse_json(bytes(content), "x")
