"""Sentences of a file: which column is what, and ids that every disk takes as names."""

from pathlib import Path

import pytest

from signary.io.errors import InputError, UnknownLanguageError
from signary.signing import sentence_table
from signary.signing.sentence_table import check_names_differ, read_sentences


@pytest.fixture
def read(tmp_path):
    def read(content, name="a.csv", language="dgs"):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8", newline="")
        return read_sentences(path, language)

    return read


def pairs(table):
    return [(sentence.id, sentence.text) for sentence in table.sentences]


@pytest.mark.parametrize(
    ("content", "sentences", "reading"),
    [
        ("id,text\na,Hallo.\n", [("a", "Hallo.")], None),
        ("text\nHallo, Anna.\n", [("00001", "Hallo, Anna.")], None),
        (
            "id|signer|annotation|translation\nx-1|Signer08|DRUCK TIEF|tiefer luftdruck\n",
            [("x-1", "tiefer luftdruck")],
            "a.csv: cells parted by bars (|); text from column translation; ids from column id; "
            "not used: signer, annotation",
        ),
        (
            "name|video|start|end|speaker|orth|translation\nx-1|v|-1|-1|S|DRUCK|luftdruck .\n",
            [("x-1", "luftdruck .")],
            "text from column translation; ids from column name; not used: video, start, end, speaker, orth",
        ),
        (
            "VIDEO_ID\tSENTENCE_NAME\tSENTENCE\nv\tn-1\tHello.\n",
            [("n-1", "Hello.")],
            "parted by tabs; text from column SENTENCE; ids from column SENTENCE_NAME; not used: VIDEO_ID",
        ),
        (
            "text,translation\nHallo.,Hello.\n",
            [("00001", "Hallo.")],
            "text from column text; rows numbered; not used: translation",
        ),
        ('id,text\na,"Hallo.\nAnna."\nb,\n', [("a", "Hallo.\nAnna."), ("b", "")], None),
    ],
)
def test_columns_are_found_and_said(read, content, sentences, reading):
    table = read(content)
    assert pairs(table) == sentences
    assert table.reading is None if reading is None else reading in table.reading


def test_lines_of_a_text_are_sentences(read):
    table = read("Hallo, Anna.\r\n\r\nA\u2028b\x0bc\x85d\n", "a.txt")
    assert pairs(table) == [("00001", "Hallo, Anna."), ("00003", "A\u2028b\x0bc\x85d")]


def test_rows_may_name_their_language(read):
    content = "id,text,language\na,Hallo.,dgs\nb,Hello.,ase\n"
    assert [sentence.language for sentence in read(content, language=None).sentences] == ["dgs", "asl"]
    assert "languages from column language" in read(content, language=None).reading
    with pytest.raises(InputError, match="line 3, language: expected dgs, as --language says, got 'ase'"):
        read(content)
    assert read("text,language\nHallo.,de\n").sentences[0].language == "dgs"
    with pytest.raises(UnknownLanguageError, match="line 2, language: expected one of"):
        read("text,language\nHallo.,de\n", language=None)
    with pytest.raises(InputError, match="line 2, language: expected a sign language"):
        read("text,language\nHallo.,\n", language=None)
    with pytest.raises(InputError, match="--language, or a column language in a.csv, got neither"):
        read("text\nHallo.\n", language=None)
    with pytest.raises(InputError, match="--language to be given"):
        read("Hallo.\n", "a.txt", None)


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "a/b",
        "a\\b",
        "..",
        ".",
        ".hidden",
        "CON",
        "con.1",
        "NUL",
        "lpt1",
        "com¹",
        "a:b",
        "a*",
        'a"b',
        "a ?",
        "end.",
        "a\x07b",
        "a\x7fb",
    ],
)
def test_ids_that_are_no_names_of_files_are_refused(read, name):
    quoted = name.replace('"', '""')
    with pytest.raises(InputError, match="line 3, id: expected ids that are plain file names") as error:
        read(f'id,text\na,Hallo.\n"{quoted}",Hallo.\n')
    assert repr(name) in str(error.value)


@pytest.mark.parametrize(
    "name", ["-a", "con-1", "11August_2010_Wednesday_tagesschau-2", "ü" * 125, "x" * 250, "家", "a b"]
)
def test_other_ids_are_names_of_files(read, name, tmp_path):
    assert read(f"id,text\n{name},Hallo.\n").sentences[0].id == name
    (tmp_path / f"{name}.pose").touch()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("a,x\nb,y\na,z\n", "line 4, id: expected ids that differ, got 'a', which line 2 has too"),
        ("a,x\n a ,z\n", "line 3, id: expected ids that differ"),
        ("a,x\n,y\n", "line 3, id: expected a name, got an empty cell"),
        (f"{'x' * 251},y\n", "line 2, id: expected at most 250 bytes, got 251"),
        (f"{'ü' * 126},y\n", "line 2, id: expected at most 250 bytes, got 252"),
        (f"{'家' * 84},y\n", "line 2, id: expected at most 250 bytes, got 252"),
    ],
)
def test_ids_are_checked_before_anything_is_signed(read, rows, words):
    with pytest.raises(InputError, match=words) as error:
        read("id,text\n" + rows)
    assert len(str(error.value)) < 200


def test_names_that_a_disk_takes_for_one_are_refused(read, tmp_path, monkeypatch):
    table = read("id,text\nAbc,x\naBC,y\nm\u00fc,z\nmu\u0308,w\n")
    check_names_differ(table, tmp_path / "not" / "there")
    assert list(tmp_path.iterdir()) == [tmp_path / "a.csv"]
    kept = sentence_table._is_one_file

    def on_a_disk_that_folds_case(one, other, folder):
        return kept(one.casefold(), other.casefold(), folder)

    monkeypatch.setattr(sentence_table, "_is_one_file", on_a_disk_that_folds_case)
    with pytest.raises(InputError, match="line 3, id: expected names that are two files .* got 'aBC' beside 'Abc' of"):
        check_names_differ(table, tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "id,words\na,b\n", "a column text, sentence or translation in a.csv, got id, words"),
        ("a.csv", "id,text\n", "at least one sentence, got none in a.csv"),
        ("a.txt", "\n \n", "at least one sentence, got none in a.txt"),
        ("a.doc", "Hallo.", "a .txt, .csv or .tsv file"),
    ],
)
def test_files_without_sentences_are_named(read, name, content, words):
    with pytest.raises(InputError, match=words):
        read(content, name)
    with pytest.raises(InputError, match="a .txt, .csv or .tsv file"):
        read_sentences(Path("none.csv"), "dgs")
