"""`signary dictionary`: what it builds, finds and says, and what it refuses."""

import csv
import subprocess
import sys

import numpy as np
import pytest
from datasets import Dataset, DatasetDict

from signary.cli import main
from signary.pose.feature_statistics import feature_statistics
from signary.pose.formats import read_pose, write_pose
from signary.pose.layout import keypoint_layout
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.view import to_layout
from signary.retrieval import dictionary_file as embedded
from signary.retrieval.dictionary import SignDictionary
from signary.signing.rule_based import sign_text
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

TWO_JOINTS = keypoint_layout("two", ("left_wrist", "right_wrist"), get_layout("phoenix50").channels, {})
COLUMNS = ("path", "words", "language", "gloss", "source", "licence")


@pytest.fixture(scope="module")
def poses():
    return {word: sign_text(word, "asl").pose for word in ("bread", "mother")}


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory, poses):
    """Folder of a tiny tokenizer with an id."""
    folder = tmp_path_factory.mktemp("tokenizer")
    config = MotionTokenizerConfig(width=8, code_dim=4, codebook_sizes={"body": 6, "left_hand": 7, "right_hand": 8})
    model = MotionTokenizer(config)
    model.set_statistics(*feature_statistics(poses.values(), config))
    model.assign_id()
    model.save_pretrained(folder)
    return folder


@pytest.fixture
def run(capsys):
    def call(*arguments):
        with pytest.raises(SystemExit) as stopped:
            main(["dictionary", *map(str, arguments)])
        captured = capsys.readouterr()
        return stopped.value.code, captured.out, captured.err

    return call


@pytest.fixture
def signs(tmp_path, poses):
    """A folder with a table; rows may be added, columns replaced."""
    folder = tmp_path / "signs"
    (folder / "clips").mkdir(parents=True)
    for word, pose in poses.items():
        write_pose(pose, folder / "clips" / f"{word}.npz")
    write_pose(poses["bread"][:2], folder / "short.npz")
    (folder / "broken.npz").write_bytes(b"no archive")
    write_pose(PoseSequence(np.zeros((30, 6)), TWO_JOINTS, 25.0), folder / "keypoints.npz")

    def table(*more, columns=COLUMNS, rows=None):
        rows = rows or [
            ("clips/bread.npz", "bread; loaf", "asl", "BREAD", "made here", "CC0"),
            ("clips/mother.npz", "Mother", "ase", "MOTHER", "made here", "CC0"),
        ]
        with (folder / "signs.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([columns, *rows, *more])
        return folder

    return table


def test_build_search_and_info(run, tokenizer, signs, tmp_path):
    target = tmp_path / "mine.parquet"
    code, out, err = run("build", "--tokenizer", tokenizer, "--input", signs(), "-o", target)
    assert (code, err) == (0, "")
    assert out == f"{target}: 3 entries of 2 recordings, 0 refused, 0 outdone by others\n"
    code, out, _ = run("search", "LOAF", "moth", "nothing", "--language", "ase", "--dictionary", target)
    assert code == 0
    loaf, mother, nothing = out.splitlines()
    entry = SignDictionary.load(target).lookup("loaf", "asl")
    assert loaf.startswith(f"loaf  asl  BREAD  {len(entry.codes)} steps ({entry.frames / 25:.2f} s)  error ")
    assert loaf.endswith("made here, CC0")
    assert mother.startswith("mother  asl  MOTHER")
    assert nothing == "nothing: no entry"
    code, out, _ = run("info", target)
    assert code == 0
    assert "entries: 3" in out
    assert "languages: asl 3" in out
    assert "codebook sizes: 6, 7, 8" in out


def test_what_cannot_be_used_is_reported_and_the_rest_is_built(run, tokenizer, signs, tmp_path):
    rows = [(name, "word", "asl", "", "", "") for name in ("short.npz", "broken.npz", "keypoints.npz")]
    code, out, err = run("build", "--tokenizer", tokenizer, "--input", signs(*rows), "-o", tmp_path / "a.parquet")
    assert code == 0
    assert "3 entries of 5 recordings, 3 refused" in out
    short, broken, keypoints = err.splitlines()
    assert short.startswith("refused: signs.csv, line 4: too short")
    assert broken.startswith("refused: signs.csv, line 5: cannot be read")
    assert keypoints == "refused: signs.csv, line 6: another layout: two cannot become smplx"
    assert not list(tmp_path.glob("*.building"))


def test_a_data_set_gives_what_its_table_gives(run, tokenizer, signs, poses, tmp_path):
    rows = {"words": [["bread", "loaf"], ["Mother"]], "language": ["asl"] * 2, "fps": [25.0] * 2}
    rows |= {"gloss": ["BREAD", "MOTHER"], "source": ["made here"] * 2, "licence": ["CC0"] * 2, "kind": ["sign"] * 2}
    data = Dataset.from_dict(rows | {"poses": [poses[word].values.tolist() for word in ("bread", "mother")]})
    DatasetDict({"train": data}).save_to_disk(tmp_path / "data")
    for source, name in ((signs(), "a"), (tmp_path / "data", "b")):
        assert run("build", "--tokenizer", tokenizer, "--input", source, "-o", tmp_path / f"{name}.parquet")[0] == 0
    first, second = (SignDictionary.load(tmp_path / f"{name}.parquet") for name in "ab")
    for left, right in zip(first, second, strict=True):
        assert left._replace(codes=None) == right._replace(codes=None)
        np.testing.assert_array_equal(left.codes, right.codes)


def test_letters_are_found_under_their_mark(run, tokenizer, signs, tmp_path):
    folder = signs(columns=("path", "words", "language", "kind"), rows=[("clips/bread.npz", "B", "asl", "letter")])
    assert run("build", "--tokenizer", tokenizer, "--input", folder, "-o", tmp_path / "a.parquet")[0] == 0
    assert SignDictionary.load(tmp_path / "a.parquet").lookup("#b", "asl") is not None


@pytest.mark.parametrize(
    ("word", "kind", "said"),
    [
        ("B", "leter", "signs.csv, line 2, kind: expected sign or letter, got 'leter'"),
        ("bread", "letter", "signs.csv, line 2, words: expected letters of a manual alphabet, at most four"),
        ("B", "numeral", "signs.csv, line 2, kind: expected sign or letter, got 'numeral'"),
    ],
)
def test_kinds_and_letters_of_a_table_are_checked(run, tokenizer, signs, tmp_path, word, kind, said):
    folder = signs(columns=("path", "words", "language", "kind"), rows=[("clips/bread.npz", word, "asl", kind)])
    code, _, err = run("build", "--tokenizer", tokenizer, "--input", folder, "-o", tmp_path / "a.parquet")
    assert (code, err.startswith(f"signary: {said}")) == (2, True)


@pytest.mark.parametrize("word", ["P", "p", "ẞ", "SCH", "A\u0308"])
def test_letters_are_found_however_they_are_written(run, tokenizer, signs, tmp_path, word):
    folder = signs(columns=("path", "words", "language", "kind"), rows=[("clips/bread.npz", word, "dgs", "letter")])
    assert run("build", "--tokenizer", tokenizer, "--input", folder, "-o", tmp_path / "a.parquet")[0] == 0
    (sign,) = SignDictionary.load(tmp_path / "a.parquet")
    assert sign.lemma == "#" + {"P": "p", "ẞ": "ß", "SCH": "sch", "A\u0308": "ä"}.get(word, word)


def test_a_broken_video_among_others_is_no_reason_to_name_another_form(run, tokenizer, signs, poses, tmp_path):
    folder = tmp_path / "takes"
    folder.mkdir()
    (folder / "broken.mp4").write_bytes(b"no video")
    command = ("build", "gloss-folder", folder, "--tokenizer", tokenizer, "-o", tmp_path / "a.parquet")
    # A folder of videos is one that glosses may name as well.
    assert "looks like" not in run(*command)[2]
    write_pose(poses["bread"], folder / "bread.npz")
    assert "looks like" not in run(*command)[2]
    # It is not one of videos, whatever was asked for.
    said = run("build", "spoken-to-signed", folder, "--tokenizer", tokenizer, "-o", tmp_path / "a.parquet")[2]
    assert (said.count("index.csv"), "looks like" in said) == (1, False)
    code, out, err = run(*command, "-l", "asl")
    assert (code, "1 entries of 2 recordings" in out) == (0, True)
    assert err.startswith("refused: broken: cannot be read: broken.mp4")


def lexicon(folder, poses, *more):
    """A lexicon of spoken-to-signed: keypoints of estimators, and rows whose files are not there."""
    folder.mkdir()
    for word, pose in poses.items():
        write_pose(to_layout(pose, "holistic"), folder / f"{word}.pose")
    rows = [(f"{word}.pose", "en", "ase", "0", "0", word.capitalize(), word.upper(), "0") for word in poses]
    header = ("path", "spoken_language", "signed_language", "start", "end", "words", "glosses", "priority")
    with (folder / "index.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows, *more])
    return folder


def test_an_index_of_keypoints_is_lifted_and_what_is_missing_is_counted(run, tokenizer, poses, tmp_path):
    gone = [(f"gone{at}.pose", "en", "ase", "0", "0", f"w{at}", f"W{at}", "0") for at in range(7)]
    folder, target = lexicon(tmp_path / "lexicon", poses, *gone), tmp_path / "a.parquet"
    code, out, err = run(
        "build", "spoken-to-signed", folder, "-o", target, "--tokenizer", tokenizer, "--licence", "MIT"
    )
    assert (code, out) == (
        0,
        f"{target}: 2 entries of 9 recordings, 7 refused (no file of motion), 0 outdone by others\n",
    )
    assert err == "refused: 7 (no file of motion), such as gone0: no gone0; gone1: no gone1; …\n"
    entry = SignDictionary.load(target).lookup("mother", "asl")
    assert (entry.gloss, entry.source, entry.licence) == ("MOTHER", "spoken-to-signed lexicon", "MIT")
    assert not target.with_name("a.parquet.building").exists()
    # As a corpus of its own it is the same, and what it is called does not change what it is.
    with pytest.raises(SystemExit):
        main(["corpus", "prepare", "spoken-to-signed", str(folder), "-o", str(tmp_path / "corpus"), "--processes", "1"])
    assert run("build", "--input", tmp_path / "corpus", "-o", tmp_path / "b.parquet", "--tokenizer", tokenizer)[0] == 0
    again = SignDictionary.load(tmp_path / "b.parquet").lookup("mother", "asl")
    np.testing.assert_array_equal(again.codes, entry.codes)


def test_letters_of_an_index_are_letters(run, tokenizer, poses, tmp_path):
    letters = {"a": poses["bread"], "7": poses["mother"]}
    folder = lexicon(tmp_path / "lexicon", letters)
    command = ("build", "spoken-to-signed", folder, "--tokenizer", tokenizer, "--kind")
    assert run(*command, "letter", "-o", tmp_path / "a.parquet")[0] == 0
    # A numeral is a number, whatever it stands among.
    assert {sign.lemma for sign in SignDictionary.load(tmp_path / "a.parquet")} == {"#a", "7"}
    code, _, err = run(*command, "letters", "-o", tmp_path / "b.parquet")
    assert (code, err) == (2, "signary: kind: expected sign or letter, got 'letters'\n")
    table = (folder / "index.csv").read_text().splitlines()
    kinds = ["kind", "fingerspelling", ""]
    (folder / "index.csv").write_text("\n".join(f"{row},{kind}" for row, kind in zip(table, kinds, strict=True)))
    assert run(*command[:-1], "-o", tmp_path / "c.parquet")[0] == 0
    assert {sign.lemma for sign in SignDictionary.load(tmp_path / "c.parquet")} == {"#a", "7"}


def test_dictionaries_are_merged_with_what_is_built(run, tokenizer, signs, tmp_path):
    mine, yours, all_ = (tmp_path / f"{name}.parquet" for name in ("mine", "yours", "all"))
    build = ("build", "--tokenizer", tokenizer)
    bread = ("clips/bread.npz", "bread", "asl", "MINE", "", "")
    assert run(*build, "--input", signs(rows=[bread]), "-o", mine, "--source", "me")[0] == 0
    assert run(*build, "--input", signs(), "--as-language", "dgs", "-o", yours)[0] == 0
    code, out, _ = run(*build, "--merge", mine, "--merge", yours, "-o", all_)
    assert code == 0
    assert out.splitlines() == [
        f"merged: 1 of 1 entries of {mine}",
        f"merged: 3 of 3 entries of {yours}",
        f"{all_}: 2 dictionaries in one",
    ]
    found = SignDictionary.load(all_)
    assert found.lookup("bread", "asl").source == "me"
    assert found.lookup("bread", "dgs").source == "made here (asl)"
    code, out, _ = run(*build, "--input", signs(), "--merge", mine, "-o", all_)
    assert out.splitlines()[0] == "merged: 3 of 3 entries of what was built"
    assert SignDictionary.load(all_).lookup("bread", "asl").gloss == "BREAD"
    for arguments, message in (
        (("build", "--merge", mine, "-o", all_), "READER INPUT…, --input, or --merge twice"),
        (("build", "wlasl", "-o", all_), "files or folders behind the reader wlasl"),
        (("build", "nothing", mine, "-o", all_), "nothing"),
        (("build", "pt", mine.parent, "-o", all_), "a reader of isolated signs"),
        (("build", "--merge", mine, "--merge", yours, "-o", all_), "merge, mine.parquet"),
        ((*build, "--input", signs(), "--prefer", "last", "-o", all_), "arguments: expected those that"),
        ((*build, "--input", signs(), "--as-language", "xyz", "-o", all_), "language: expected one of"),
    ):
        code, _, err = run(*arguments)
        assert (code, len(err.strip().splitlines())) == (2, 1)
        assert message in err


def test_entries_are_exported_and_can_be_built_of_again(run, tokenizer, signs, tmp_path):
    target, out = tmp_path / "a.parquet", tmp_path / "out"
    rows = [("clips/bread.npz", "A/../b: c", "asl", "BREAD", "s", "l"), ("clips/mother.npz", "con", "asl", "", "", "")]
    assert run("build", "--tokenizer", tokenizer, "--input", signs(rows=rows), "-o", target)[0] == 0
    export = ("export", "--dictionary", target, "--tokenizer", tokenizer, "-o", out)
    code, said, _ = run(*export, "--format", "npz", "--format", "png", "--size", "64")
    assert (code, said) == (0, f"{out}: 2 signs in 5 files\n")
    names = {path.name for path in out.iterdir()}
    assert names == {"a_b_c.asl.npz", "a_b_c.asl.png", "sign_con.asl.npz", "sign_con.asl.png", "signs.csv"}
    entry = SignDictionary.load(target).lookup("con", "asl")
    assert len(read_pose(out / "sign_con.asl.npz")) == 4 * len(entry.codes)
    assert run("build", "--tokenizer", tokenizer, "--input", out, "-o", tmp_path / "b.parquet")[0] == 0
    assert {sign.lemma for sign in SignDictionary.load(tmp_path / "b.parquet")} == {"a/../b: c", "con"}
    for more, message in (
        (("nobody",), "words that the dictionary has"),
        (("--format", "txt"), "format: expected some of png, gif, mp4, pose"),
    ):
        code, _, err = run(*export, *more)
        assert code == 2
        assert message in err


@pytest.mark.slow
def test_processes_that_were_launched_together_make_one_dictionary(run, tokenizer, signs, tmp_path):
    signs()
    table = ["path,words,language", *(f"clips/{'bread' if at % 2 else 'mother'}.npz,w{at},asl" for at in range(40))]
    (tmp_path / "signs" / "signs.csv").write_text("\n".join(table))
    build = ["dictionary", "build", "--tokenizer", str(tokenizer), "--input", str(tmp_path / "signs")]
    assert run(*build[1:], "-o", tmp_path / "one.parquet")[0] == 0
    launch = ["-m", "accelerate.commands.launch", "--cpu", "--num_processes", "2", "--num_machines", "1", "-m"]
    command = [sys.executable, *launch, "signary.cli", *build, "-o", str(tmp_path / "two.parquet")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("40 entries of 40 recordings") == 1
    one, two = (SignDictionary.load(tmp_path / f"{name}.parquet") for name in ("one", "two"))
    assert [sign.lemma for sign in one] == [sign.lemma for sign in two]
    assert all((a.codes == b.codes).all() for a, b in zip(one, two, strict=True))
    assert not (tmp_path / "two.parquet.building").exists()


BREAD = ("clips/bread.npz", "bread", "asl", "", "", "")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"columns": ("path", "words")}, "the columns path, words, language and perhaps kind"),
        ({"columns": (*COLUMNS[:5], "license")}, "signs.csv: expected the columns"),
        ({"rows": [BREAD[:4]]}, "signs.csv, line 2: expected 6 cells"),
        ({"rows": [(*BREAD, "more")]}, "signs.csv, line 2: expected 6 cells"),
        ({"rows": [BREAD, ("../x.npz", *BREAD[1:])]}, "signs.csv, line 3, path: expected a file in the folder"),
        ({"rows": [("/etc/passwd", *BREAD[1:])]}, "signs.csv, line 2, path: expected a file in the folder"),
        ({"rows": [("none.npz", *BREAD[1:])]}, "signs.csv, line 2, path: expected a file that is there"),
        ({"rows": [("x" * 300, *BREAD[1:])]}, "signs.csv, line 2, path: expected a file that is there"),
        ({"rows": [(BREAD[0], "a;;b", *BREAD[2:])]}, "signs.csv, line 2, words: expected at least one"),
        ({"rows": [(*BREAD[:2], "xyz", *BREAD[3:])]}, "signs.csv, line 2, language: expected one of"),
        ({"rows": [("short.npz", *BREAD[1:])]}, "rows: expected at least one recording that can be used"),
    ],
)
def test_mistakes_in_the_table_are_named_before_anything_is_written(run, tokenizer, signs, tmp_path, table, message):
    target = tmp_path / "a.parquet"
    code, _, err = run("build", "--tokenizer", tokenizer, "--input", signs(**table), "-o", target)
    assert code == 2
    assert message in err
    assert len(err.strip().splitlines()) == 1
    assert not target.exists()


def test_other_mistakes_are_one_line_too(run, tokenizer, signs, tmp_path, monkeypatch):
    folder, target = signs(), tmp_path / "a.parquet"
    (tmp_path / "empty").mkdir()
    run("build", "--tokenizer", tokenizer, "--input", folder, "-o", target)
    monkeypatch.setattr(embedded, "_EMBEDDED", tmp_path / "none" / "dictionary.parquet")
    for arguments, message in (
        (
            ("build", "--tokenizer", tmp_path, "--input", folder, "-o", target),
            "tokenizer: expected a folder with config.json",
        ),
        (("build", "--tokenizer", tokenizer, "--input", tmp_path / "empty", "-o", target), "a folder with signs.csv"),
        (("build", "--tokenizer", tokenizer, "--input", folder, "-o", tmp_path / "a.json"), "ends in .parquet"),
        (("build", "--tokenizer", tokenizer, "--input", folder, "-o", tmp_path / "no" / "a.parquet"), "ends in"),
        (("search", "bread", "--dictionary", folder / "signs.csv"), "dictionary: expected a folder with"),
        (("search", "bread", "--dictionary", target, "--language", "dgs"), "language: expected one of asl"),
        (("search", "--dictionary", target), "words: expected words to be given"),
        (("search", "bread"), "this installation carries no model"),
        (("info",), "dictionary: expected a file or folder"),
        (("info", "--limit", "3"), "--limit"),
    ):
        code, out, err = run(*arguments)
        assert (code, out, len(err.strip().splitlines())) == (2, "", 1)
        assert message in err


def test_the_embedded_dictionary_is_found_where_it_lies(run, tokenizer, signs, tmp_path, monkeypatch):
    target = tmp_path / "dictionary.parquet"
    run("build", "--tokenizer", tokenizer, "--input", signs(), "-o", target)
    monkeypatch.setattr(embedded, "_EMBEDDED", target)
    assert run("search", "bread")[1].startswith("bread  asl")
    assert "entries: 3" in run("info")[1]


def test_searching_needs_no_learned_engine(tokenizer, signs, run, tmp_path):
    target = tmp_path / "a.parquet"
    run("build", "--tokenizer", tokenizer, "--input", signs(), "-o", target)
    program = (
        "import sys\n"
        "from signary.cli import main\n"
        f"for arguments in (['--help'], ['search', 'bread', '--dictionary', {str(target)!r}]):\n"
        "    try: main(['dictionary', *arguments])\n"
        "    except SystemExit as stopped: assert stopped.code == 0\n"
        "assert not {'torch', 'transformers', 'datasets'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "bread  asl" in done.stdout
