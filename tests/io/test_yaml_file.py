import contextlib
import random
import re
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from signary.io.budget import YAML
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.yaml_file import YamlLineError, parse_yaml, read_yaml

TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_characters="\x85\x7f\u2028\u2029\ufeff"))
# `1e3` is a number in YAML 1.2, as it is read here, and a text without quotes to PyYAML, which writes 1.1.
TEXTS = TEXTS.filter(lambda text: not re.fullmatch(r"[-+]?[0-9]+[eE][-+]?[0-9]+", text))
SCALARS = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.booleans())
def test_data_written_by_others_come_back(value, flow):
    text = yaml.dump({"value": value}, Dumper=yaml.SafeDumper, allow_unicode=True, default_flow_style=flow, width=10**6)
    with_anchors = yaml.dump([value, value]) != yaml.dump([value]) * 2 and "&id" in text
    if not with_anchors:
        assert parse_yaml(text.encode(), "x").values == {"value": value}


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("true", True),
        ("No", False),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("1e-4", 1e-4),
        ("2.50", 2.5),
        (".5", 0.5),
        ("'12'", "12"),
        ('"no"', "no"),
        ("2001-99-99", "2001-99-99"),
        ("2001-01-01", "2001-01-01"),
        ("12:30", "12:30"),
        ("017", "017"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("<<", "<<"),
        ("=", "="),
        ("nO", "nO"),
        (".", "."),
        ("-", [None]),
    ],
)
def test_bare_words_are_text_where_there_is_doubt(word, value):
    assert parse_yaml(word.encode(), "x").values == value


def test_every_value_has_its_line(tmp_path):
    (tmp_path / "a.yaml").write_text(
        "# note\na: 1\nb:\n  - c: x\n    d: {e: 1,\n      f: 2}\n  - 3\n", encoding="utf-8"
    )
    file = read_yaml(tmp_path / "a.yaml")
    assert file.values == {"a": 1, "b": [{"c": "x", "d": {"e": 1, "f": 2}}, 3]}
    expected = {
        ("a",): 2,
        ("b",): 3,
        ("b", 0): 4,
        ("b", 0, "c"): 4,
        ("b", 0, "d"): 5,
        ("b", 0, "d", "f"): 6,
        ("b", 1): 7,
    }
    assert expected.items() <= file.lines.items()
    with pytest.raises(InputError, match="existing file"):
        read_yaml(tmp_path / "b.yaml")


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("a: 1\nb: [x}\nc: 2", 2, "valid YAML"),
        ("a: 1\na: 2", 2, "'a' twice"),
        ("x:\n  - {A: {h: A}, A: {h: A}}", 2, "'A' twice"),
        ("a: 1\n---\nb: 2", 2, "one document"),
        ("a: 1\nNO: 2", 2, "truth value"),
        ("a: 1\n? [x, y]\n: 2", 2, "text as a name"),
        ("a: \x00", 1, "valid YAML"),
        ("a: !!bool foo", 1, "values without tags"),
        ("a: !!timestamp 2001-99-99", 1, "values without tags"),
        ("a: !!python/object/apply:os.system [true]", 1, "values without tags"),
        ("a: !!binary zzz", 1, "values without tags"),
        ("a: &x [1]\nb: *x", 2, "alias"),
        ("a: &x [*x]", 1, "alias"),
        ("a: {<<: *x}", 1, "alias"),
        ("a:\n" + "[" * 100_000, 2, "valid YAML"),
        ("a:\n " + "[" * 100 + "]" * 100, 2, "levels"),
        ("".join(f"{' ' * at}a{at}:\n" for at in range(30)), 17, "levels"),
        ("a: " + "9" * 5000, 1, "digits"),
        ("a: 1." + "9" * 5000, 1, "digits"),
        ("a: " + "x" * 20_000, 1, "characters in a text"),
    ],
    ids=range(20),
)
def test_what_data_do_not_need_is_refused_with_its_line(content, line, said):
    with pytest.raises(YamlLineError, match=said) as error:
        parse_yaml(content.encode(), "a.yaml")
    assert error.value.line == line
    assert str(error.value).startswith(f"a.yaml, line {line}: expected")


def test_bytes_that_are_no_characters_have_a_line():
    with pytest.raises(YamlLineError, match="line 2: expected UTF-8"):
        parse_yaml(b"a: 1\nb: \xff", "x")


@pytest.mark.parametrize("content", [b"[" + b"1," * 600_000 + b"1]", b" " * (YAML.on_disk + 1)], ids=range(2))
def test_endless_files_are_refused(content):
    started = time.process_time()
    with pytest.raises(UnsafeFileError):
        parse_yaml(content, "x")
    assert time.process_time() - started < 5


def test_mutants_raise_nothing_else():
    dice = random.Random(1)
    good = b"language: dgs\nsigns:\n - {gloss: A, words: [a, 'b'], n: 1.5, ok: true}\n - gloss: B\n   words: []\n"
    for _ in range(3000):
        content = bytearray(good)
        for _ in range(dice.choice((1, 3))):
            content[dice.randrange(len(content))] = dice.choice(b'{}[]",:&*!|>-?%@`#\n\t \xff\x00')
        with contextlib.suppress(FormatError):
            parse_yaml(bytes(content), "x")
