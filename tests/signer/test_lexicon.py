"""Lexicons and alphabets: the shipped ones are complete and usable, broken ones name file, line, entry and field."""

import re

import pytest

from signary.io.errors import InputError, LexiconError
from signary.language.languages import dictionaries_folder
from signary.signer.lexicon import load_alphabet, load_lexicon, shipped_alphabet, shipped_lexicon
from signary.signer.locations import LOCATIONS
from signary.signer.phonology import MOVEMENTS

HEADER = "language: asl\nnotice: unverified\nnumbers: tens_first\nsigns:\n"
ENTRY = "- {gloss: A, words: [a], handshape: flat, palm: down, fingers: forward, source: s, checked: false}\n"


def write(folder, text, name="test.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("language", "least"), [("dgs", 300), ("asl", 150), ("csl", 150)])
def test_shipped_lexicons_are_large_enough_and_honest(language, least):
    lexicon = shipped_lexicon(language)
    assert len(lexicon.entries) >= least
    assert "not verified by signers" in lexicon.notice
    for entry in lexicon.entries.values():
        assert entry.source
        assert entry.checked is False or entry.checked_by


@pytest.mark.parametrize(
    ("language", "letters"),
    [
        ("asl", [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]),
        ("dgs", [*"ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ", "SCH"]),
        ("csl", [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ZH", "CH", "SH", "NG"]),
    ],
)
def test_shipped_alphabets_are_complete_and_their_moving_letters_move(language, letters):
    alphabet = shipped_alphabet(language)
    assert set(letters) <= set(alphabet.letters)
    moving = {"asl": ["J", "Z"], "dgs": ["J", "Z", "Ä", "Ö", "Ü"], "csl": []}[language]
    for letter in moving:
        assert alphabet.letters[letter].movement, letter


def test_inventories_are_large_enough():
    assert len(LOCATIONS) >= 24
    assert len(MOVEMENTS) >= 12


@pytest.mark.parametrize("language", ["asl", "dgs", "csl"])
def test_numbers_zero_to_a_hundred_can_be_composed(language):
    numbers = shipped_lexicon(language).by_number
    assert set(range(11)) <= set(numbers)


def test_no_two_shipped_signs_have_the_same_form():
    for language in ("asl", "dgs", "csl"):
        seen = {}
        for entry in shipped_lexicon(language).entries.values():
            if entry.form is not None:
                assert entry.form not in seen, f"{language}: {entry.gloss} = {seen.get(entry.form)}"
                seen[entry.form] = entry.gloss


@pytest.mark.parametrize(
    ("broken", "line", "field"),
    [
        (ENTRY.replace("palm: down", "palm: dwon"), 6, "direction"),
        (ENTRY.replace("handshape: flat", "handshape: flatt"), 6, "handshape"),
        (ENTRY.replace("gloss: A", "gloss: B").replace("palm: down", "palm: forward"), 6, "palm"),
        (ENTRY, 6, "gloss"),
        (ENTRY.replace("gloss: A", "gloss: B").replace("checked: false", "checked: maybe"), 6, "checked"),
        (ENTRY.replace("gloss: A", "gloss: B").replace("source: s", "sauce: s"), 6, "sauce"),
        (ENTRY.replace("gloss: A", "gloss: B").replace("words: [a]", "words: [Apple]"), 6, "words"),
        ("- {gloss: B, words: [],\n   compound: [A, C], source: s, checked: false}\n", 7, "compound"),
        (
            "- gloss: B\n  words: []\n  handshape: flat\n  palm: up\n  fingers: up\n  source: s\n  checked: false\n",
            6,
            "palm",
        ),
        (ENTRY.replace("gloss: A", "gloss: B").replace("source", "location: base_palm, source"), 6, "location"),
        (
            ENTRY.replace("gloss: A", "gloss: B").replace("source", "movement: [{kind: hop}], source"),
            6,
            "movement.kind",
        ),
        (
            ENTRY.replace("gloss: A", "gloss: B").replace("source", "movement: [{kind: arc, direction: up}], source"),
            6,
            "movement.bulge",
        ),
        (
            ENTRY.replace("gloss: A", "gloss: B").replace("source", "nonmanual: {brows: up}, source"),
            6,
            "nonmanual.brows",
        ),
    ],
)
def test_a_broken_entry_names_file_line_entry_and_field(tmp_path, broken, line, field):
    path = write(tmp_path, HEADER + ENTRY + broken)
    with pytest.raises(LexiconError) as raised:
        load_lexicon(path)
    error = raised.value
    assert error.field == field
    assert line <= error.line <= line + 4
    assert re.search(
        rf"test\.yaml, line {error.line}, entry '(A|B)', field '{re.escape(field)}': expected .+, got .+", str(error)
    )
    assert "\n" not in str(error)


def test_broken_yaml_names_its_line(tmp_path):
    path = write(tmp_path, HEADER + ENTRY + "- {gloss: B, words: [b\n")
    with pytest.raises(LexiconError, match=r"test\.yaml, line [67]"):
        load_lexicon(path)


@pytest.mark.parametrize(
    "text", ["", "- 1\n", "language: asl\n", "language: 3\nnotice: x\nnumbers: digits\nsigns: []\n"]
)
def test_files_that_are_no_lexicon_are_refused(tmp_path, text):
    with pytest.raises(LexiconError):
        load_lexicon(write(tmp_path, text))


def test_yaml_cannot_run_code(tmp_path):
    text = HEADER + "- !!python/object/apply:os.system ['echo no']\n"
    with pytest.raises(LexiconError):
        load_lexicon(write(tmp_path, text))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(LexiconError, match="nothing there"):
        load_lexicon(tmp_path / "none.yaml")


def test_unquoted_truth_values_in_alphabets_are_explained(tmp_path):
    text = "language: asl\nnotice: x\nletters:\n  Y: {handshape: flat, palm: forward, fingers: up}\n"
    text += "  no: {handshape: flat, palm: forward, fingers: up}\n"
    with pytest.raises(LexiconError, match="truth value"):
        load_alphabet(write(tmp_path, text))


def test_compounds_are_the_forms_of_their_parts(tmp_path):
    text = HEADER + ENTRY + ENTRY.replace("gloss: A", "gloss: B").replace("down", "up")
    text += "- {gloss: AB, words: [ab], compound: [A, B], source: s, checked: false}\n"
    lexicon = load_lexicon(write(tmp_path, text))
    assert lexicon.forms("AB") == lexicon.forms("A") + lexicon.forms("B")
    with pytest.raises(InputError, match="gloss"):
        lexicon.forms("C")


def test_variants_change_only_what_they_say(tmp_path):
    text = HEADER + ENTRY.replace("checked", "variants: [{name: north, handshape: spread}], checked")
    entry = load_lexicon(write(tmp_path, text)).entries["A"]
    assert entry.variants["north"].handshape == "spread"
    assert entry.variants["north"].palm == entry.form.palm


def test_spelling_takes_the_longest_letter_groups():
    dgs = shipped_alphabet("dgs")
    assert dgs.spell("Schuß") == ["SCH", "U", "S", "S"]
    assert dgs.spell("Öl") == ["Ö", "L"]
    assert dgs.spell("a1") is None


def test_dictionaries_are_found():
    assert (dictionaries_folder() / "dgs.yaml").is_file()
