"""Lexicons, alphabets and presets that others wrote: every one ends in an error that names its line."""

import time

import pytest

from signary.io.errors import InputError, LexiconError
from signary.signer.lexicon import load_alphabet, load_lexicon
from signary.training.flags import expand_preset

HEAD = "language: dgs\nnotice: n\nnumbers: digits\n"
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + at)}: &{chr(98 + at)} [{','.join(['*' + chr(97 + at)] * 9)}]\n" for at in range(9)
)
LEXICONS = {
    "aliases": (LAUGHS + "language: *j\nnotice: n\nnumbers: digits\nsigns: []\n", 2, "alias"),
    "date": (HEAD + "signs: [{gloss: 2001-99-99}]\n", 4, "words"),
    "date that is one": (HEAD + "signs: [{gloss: 2001-01-01}]\n", 4, "words"),
    "bool": ("language: !!bool foo\n", 1, "tag"),
    "int": (HEAD + "signs: [{number: !!int x}]\n", 4, "tag"),
    "float": (HEAD + "signs:\n- {apart: !!float x}\n", 5, "tag"),
    "binary": (HEAD + "signs: !!binary x\n", 4, "tag"),
    "repeated field": (HEAD + "signs:\n- {gloss: A, words: [],\n   gloss: B}\n", 6, "twice"),
    "repeated section": (HEAD + "signs: []\nsigns: []\n", 5, "twice"),
    "merge": (HEAD + "signs:\n- <<: {gloss: A}\n", 5, "a field of"),
    "list as a name": (HEAD + "signs:\n- ? [a]\n  : b\n", 5, "text as a name"),
    "depth": (HEAD + "signs: " + "[" * 5000, 4, "nesting|at most 16 levels"),
    "digits": (HEAD + "signs: [{number: " + "9" * 5000 + "}]\n", 4, "digits"),
    "no list": (HEAD + "signs: {a: 1}\n", 4, "a list of signs"),
    "no mapping": ("- a\n", 1, "a mapping"),
    "nothing": ("", 1, "a mapping"),
    "bytes": (HEAD.encode() + b"signs: \xff\n", 4, "UTF-8"),
    "UTF-16": (HEAD.encode("utf-16"), 1, "UTF-8"),
    "nul": (HEAD + "signs: \0\n", None, "valid YAML"),
    "two documents": (HEAD + "signs: []\n---\n" + HEAD, 5, "one document"),
}


@pytest.mark.parametrize("kind", LEXICONS)
def test_lexicons_end_in_an_error_with_its_line(kind, tmp_path):
    content, line, said = LEXICONS[kind]
    (tmp_path / "a.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    started = time.process_time()
    with pytest.raises(LexiconError, match=said) as error:
        load_lexicon(tmp_path / "a.yaml")
    assert time.process_time() - started < 2
    assert line is None or error.value.line == line
    assert len(str(error.value)) < 1000


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        ("{A: {handshape: A}, A: {handshape: A}}", "twice"),
        ("{A: {handshape: flat, palm: forward, fingers: up, palm: down}}", "twice"),
        ("{NO: {handshape: A}}", "truth value"),
        ("{'': {handshape: A}}", "upper case"),
        ("{A: [[[[[[1]]]]]]}", "a mapping"),
        ("{A: {handshape: [[[[[[1]]]]]]}}", "palm"),
        ("{1: {handshape: A}}", "palm"),
        ("!!omap [A: 1]", "tag"),
        ("[A]", "a mapping of letters"),
    ],
)
def test_alphabets_end_in_an_error_with_its_line(letters, said, tmp_path):
    (tmp_path / "a.yaml").write_text(f"language: a\nnotice: b\nletters: {letters}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=said) as error:
        load_alphabet(tmp_path / "a.yaml")
    assert error.value.line == 3


@pytest.mark.parametrize(
    "text",
    ["a: &a [1]\nb: *a", "a: {b: {c: 1}}", "a: {b: [1]}", "a: [[1]]", "- 1", "a: !!bool x", "a: 1\na: 2", "a: \0"],
)
def test_presets_end_in_an_error(text, tmp_path):
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        expand_preset(["--preset", str(tmp_path / "a.yaml")], tmp_path)
