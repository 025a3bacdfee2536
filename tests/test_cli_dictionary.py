"""`signary dictionary`: what it builds, finds and says, and what it refuses."""

import csv
import subprocess
import sys

import numpy as np
import pytest
from datasets import Dataset, DatasetDict

from signary.cli import main
from signary.pose.feature_statistics import feature_statistics
from signary.pose.formats import write_pose
from signary.pose.view import to_layout
from signary.retrieval import dictionary_file as embedded
from signary.retrieval.dictionary import SignDictionary
from signary.signing.rule_based import sign_text
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

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
    write_pose(to_layout(poses["bread"], "holistic"), folder / "keypoints.pose")

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
    rows = [(name, "word", "asl", "", "", "") for name in ("short.npz", "broken.npz", "keypoints.pose")]
    code, out, err = run("build", "--tokenizer", tokenizer, "--input", signs(*rows), "-o", tmp_path / "a.parquet")
    assert code == 0
    assert "3 entries of 5 recordings, 3 refused" in out
    short, broken, keypoints = err.splitlines()
    assert short.startswith("refused: signs.csv, line 4: too short")
    assert broken.startswith("refused: signs.csv, line 5: cannot be read")
    assert "layout smplx" in keypoints


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
