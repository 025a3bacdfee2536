"""Signers' verdicts become a change of a lexicon that touches nothing else."""

import difflib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.cli import main
from signary.io.errors import InputError, LexiconError
from signary.io.yaml_file import parse_yaml
from signary.signer.lexicon import load_lexicon
from signary.signer.lexicon_edit import EntryChange, edit_entries, scalar
from signary.signer.review import plan_changes, read_review

SHIPPED = Path(__file__).parents[2] / "dictionaries"
HEAD = "# a comment\nlanguage: asl\nnotice: n\nnumbers: digits\nsigns:\n"
FORM = "handshape: flat, palm: down, fingers: forward, source: s"
LEXICON = (
    HEAD
    + f"- {{gloss: A, words: [a], {FORM}, checked: false}}  # behind A\n"
    + f"# before B\n- {{gloss: B, words: [b],\n   {FORM},\n   checked:\n   false}}\n"
    + "- gloss: C  # in lines\n  words: [c]\n  handshape: flat\n  palm: down\n  checked: false   # not yet\n"
    + "  fingers: forward\n  source: s\n"
    + f'- {{gloss: D, words: [], checked: "Eva, 2026-01-02", notes: ["old"], {FORM}}}\n'
    + '- gloss: E\n  notes:\n    - "one"   # first\n    - two\n  words: [e]\n  compound: [A, B]\n'
    + "  source: s\n  checked: true\n"
)
REVIEW = "signary_review: 1\nby: Anna Muster\nsigns:\n"


def verdict(gloss, said="right", why="", when="2026-11-30", language="asl"):
    reason = f", why: {scalar(why)}" if why else ""
    return f'- {{language: {language}, gloss: {gloss}, verdict: {said}, when: "{when}"{reason}}}\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "asl.yaml").write_text(LEXICON)
    return tmp_path / "lexicons"


@pytest.fixture
def apply(tmp_path, folder):
    """Brings verdicts into the lexicon: its lines that went and came, and the lexicon."""

    def call(*verdicts, head=REVIEW):
        before = (folder / "asl.yaml").read_text()
        (tmp_path / "review.yaml").write_text(head + "".join(verdicts))
        changes, lost = plan_changes(read_review(tmp_path / "review.yaml"), folder)
        for change in changes:
            change.write()
        after = (folder / "asl.yaml").read_text()
        lines = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]
        return lines, load_lexicon(folder / "asl.yaml"), lost

    return call


def test_a_right_sign_is_checked_by_whom_and_when(apply):
    lines, lexicon, _ = apply(verdict("A"))
    assert lines == [
        f"- - {{gloss: A, words: [a], {FORM}, checked: false}}  # behind A",
        f'+ - {{gloss: A, words: [a], {FORM}, checked: "Anna Muster, 2026-11-30"}}  # behind A',
    ]
    assert lexicon.entries["A"].checked
    assert lexicon.entries["A"].checked_by == "Anna Muster, 2026-11-30"
    assert not lexicon.entries["B"].checked


@pytest.mark.parametrize(
    ("gloss", "gone", "came"),
    [
        ("B", "-    false}", '+    "Anna Muster, 2026-11-30"}'),
        ("C", "-   checked: false   # not yet", '+   checked: "Anna Muster, 2026-11-30"   # not yet'),
        ("E", "-   checked: true", '+   checked: "Anna Muster, 2026-11-30"'),
    ],
)
def test_however_an_entry_is_written_only_its_value_changes(apply, gloss, gone, came):
    lines, _, _ = apply(verdict(gloss))
    assert lines == [gone, came]


@pytest.mark.parametrize(
    ("gloss", "came"),
    [
        ("A", ['+    notes: ["wrong, Anna Muster, 2026-11-30: too fast"]}  # behind A']),
        ("C", ['+   notes: ["wrong, Anna Muster, 2026-11-30: too fast"]']),
        ("E", ['+     - "wrong, Anna Muster, 2026-11-30: too fast"']),
    ],
)
def test_a_wrong_sign_gets_a_note_with_the_reason(apply, gloss, came):
    lines, lexicon, _ = apply(verdict(gloss, "wrong", "too fast"))
    assert [line for line in lines if "notes" in line or "Anna" in line] == came
    assert lexicon.entries[gloss].notes[-1] == "wrong, Anna Muster, 2026-11-30: too fast"
    assert not lexicon.entries[gloss].checked_by


def test_a_note_stands_behind_those_that_are_there(apply):
    _, lexicon, _ = apply(verdict("D", "unsure"))
    assert lexicon.entries["D"].notes == ("old", "unsure, Anna Muster, 2026-11-30")
    assert lexicon.entries["D"].checked_by == "Eva, 2026-01-02"


def test_several_signers_check_a_sign_and_one_may_withdraw(apply):
    assert apply(verdict("D"))[1].entries["D"].checked_by == "Eva, 2026-01-02; Anna Muster, 2026-11-30"
    later = apply(verdict("D", when="2026-12-01"))[1]
    assert later.entries["D"].checked_by == "Eva, 2026-01-02; Anna Muster, 2026-12-01"
    withdrawn = apply(verdict("D", "wrong", when="2026-12-02"))[1]
    assert withdrawn.entries["D"].checked_by == "Eva, 2026-01-02"
    alone = apply(verdict("A"))[1]
    assert alone.entries["A"].checked
    assert apply(verdict("A", "unsure"))[1].entries["A"].checked is False


def test_the_same_review_twice_changes_nothing_more(apply):
    verdicts = (verdict("A"), verdict("B", "wrong", "x"))
    apply(*verdicts)
    assert apply(*verdicts)[0] == []


def test_line_breaks_of_other_systems_and_a_mark_in_front_stay(apply, folder, tmp_path):
    (folder / "asl.yaml").write_bytes(b"\xef\xbb\xbf" + LEXICON.replace("\n", "\r\n").encode())
    apply(verdict("A", "wrong", "x"), verdict("C", "wrong", "y"), verdict("E", "wrong", "z"))
    content = (folder / "asl.yaml").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf# a comment\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == LEXICON.count("\n") + 3


def test_signs_that_no_lexicon_has_are_named(apply):
    lines, _, lost = apply(verdict("A"), verdict("GONE"))
    assert len(lines) == 2
    assert [each.what for each in lost] == ["GONE"]


@pytest.mark.parametrize(
    ("review", "said"),
    [
        (REVIEW + verdict("A", language="xx"), "one with a lexicon"),
        (REVIEW + verdict("A") + verdict("A", "wrong"), "line 5.*one verdict on each"),
        (REVIEW + verdict("A", "good"), "line 4.*verdict: expected right or wrong or unsure|right or wrong"),
        (REVIEW + verdict("A", when="2026-13-01"), "line 4.*a day such as"),
        (REVIEW + verdict("A", when="20261130"), "a day such as"),
        (REVIEW + "- {language: asl, gloss: A, verdict: right}\n", "line 4.*when"),
        (REVIEW + "- {language: asl, gloss: [A], verdict: right, when: 2026-11-30}\n", "gloss"),
        (REVIEW + "- {language: asl, gloss: A, verdict: right, when: 2026-11-30, path: x}\n", "path"),
        (REVIEW + verdict("A", "wrong", "x" * 1001), "1 to 1,000 characters"),
        (REVIEW + verdict("A", "wrong", "\x1b[31m"), "can be printed"),
        (REVIEW + "- &a {x: 1}\n- *a\n", "alias|fields"),
        (REVIEW.replace("signs:", "signs: !!python/object:os.system []"), "tag"),
        (REVIEW.replace("Anna Muster", "'A; B'") + verdict("A"), "semicolon"),
        (REVIEW.replace("by: Anna Muster\n", "") + verdict("A"), "by"),
        (REVIEW.replace(": 1", ": 2") + verdict("A"), "line 1.*signary_review"),
        (REVIEW.replace("signary_review: 1\n", "") + verdict("A"), "signary_review"),
        ("[" * 100, "16 levels|valid YAML"),
        ("- 1\n", "fields"),
        (REVIEW.replace("signs:\n", "signs: {}\n"), "a list"),
    ],
)
def test_hostile_and_broken_reviews_are_refused_and_nothing_is_written(apply, folder, review, said):
    with pytest.raises(InputError, match=said) as error:
        apply(head=review)
    assert "\n" not in str(error.value)
    assert (folder / "asl.yaml").read_text() == LEXICON


@pytest.mark.parametrize("checked", ["maybe", '"Eva"', '"Eva, yesterday"', '"Eva, 2026-01-02;"', "3"])
def test_lexicons_say_by_whom_and_when_or_whether(folder, checked):
    (folder / "asl.yaml").write_text(LEXICON.replace("checked: false}", f"checked: {checked}}}", 1))
    with pytest.raises(LexiconError, match="checked.*by whom and when"):
        load_lexicon(folder / "asl.yaml")


def test_notes_of_a_lexicon_are_texts(folder):
    (folder / "asl.yaml").write_text(LEXICON.replace('notes: ["old"]', "notes: [1]"))
    with pytest.raises(LexiconError, match="notes.*a list of texts"):
        load_lexicon(folder / "asl.yaml")


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)


@given(TEXTS)
def test_every_text_is_one_quoted_value_of_yaml(text):
    written = scalar(text)
    assert parse_yaml(f"a: {written}\n".encode(), "x").values == {"a": text}
    assert len(written.splitlines()) == 1


@given(st.dictionaries(st.sampled_from("ABCDE"), st.tuples(st.none() | TEXTS, st.none() | TEXTS)))
def test_any_changes_change_these_values_and_keep_all_comments(changes):
    edits = {gloss: EntryChange(checked, note) for gloss, (checked, note) in changes.items()}
    edited = edit_entries(LEXICON, "x", edits)
    before, after = (parse_yaml(text.encode(), "x").values for text in (LEXICON, edited))
    for old, new in zip(before["signs"], after["signs"], strict=True):
        checked, note = changes.get(old["gloss"], (None, None))
        was = old.pop("checked")
        assert new.pop("checked") == (was if checked is None else checked)
        notes = old.pop("notes", []) + ([] if note is None else [note])
        assert new.pop("notes", []) == notes
        assert new == old
    outside = re.sub(r'"(\\.|[^"\\])*"', "", edited)
    assert re.findall("#.*", outside) == re.findall("#.*", re.sub(r'"[^"]*"', "", LEXICON))


def test_the_command_changes_a_copy_of_the_shipped_lexicons(tmp_path, capsys):
    lexicons = tmp_path / "dictionaries"
    lexicons.mkdir()
    for path in SHIPPED.glob("*.yaml"):
        (lexicons / path.name).write_bytes(path.read_bytes())
    sentence = '{language: dgs, text: "Hallo.", method: model, verdict: wrong, why: hastig, when: 2026-11-30}'
    signs = verdict("REGEN", language="dgs") + verdict("人", "wrong", "手型", language="csl") + verdict("NOSIGN")
    (tmp_path / "review.yaml").write_text(f"{REVIEW}{signs}sentences: [{sentence}]\n", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main(["dictionary", "review", str(tmp_path / "review.yaml"), "--dictionaries", str(lexicons)])
    said = capsys.readouterr()
    assert stopped.value.code == 0
    assert "1 checked, 0 noted by Anna Muster" in said.out
    assert "left out: NOSIGN" in said.err
    assert "hastig" in said.err
    assert load_lexicon(lexicons / "dgs.yaml").entries["REGEN"].checked
    assert load_lexicon(lexicons / "csl.yaml").entries["人"].notes == ("wrong, Anna Muster, 2026-11-30: 手型",)
    for name, most in (("dgs.yaml", 2), ("csl.yaml", 4), ("asl.yaml", 0)):
        old, new = (folder.joinpath(name).read_text().splitlines() for folder in (SHIPPED, lexicons))
        changed = [line for line in difflib.unified_diff(old, new, n=0) if re.match(r"[-+](?![-+])", line)]
        assert len(changed) <= most


@pytest.mark.parametrize("place", ["missing", "empty"])
def test_the_command_refuses_a_folder_without_lexicons(tmp_path, capsys, place):
    (tmp_path / "empty").mkdir()
    (tmp_path / "review.yaml").write_text(REVIEW + verdict("A"))
    with pytest.raises(SystemExit) as stopped:
        main(["dictionary", "review", str(tmp_path / "review.yaml"), "--dictionaries", str(tmp_path / place)])
    assert stopped.value.code == 2
    assert "a folder with lexicons" in capsys.readouterr().err


def test_two_lexicons_of_a_language_are_refused(folder, apply):
    (folder / "other.yaml").write_text(LEXICON)
    with pytest.raises(InputError, match="one lexicon of asl"):
        apply(verdict("A"))
