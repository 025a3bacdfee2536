"""Dictionaries of real recordings, by the commands of the guide. Set SIGNARY_REAL_DATA and run `-m real_data`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from signary.cli import main
from signary.retrieval.dictionary import SignDictionary

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.slow,
    pytest.mark.skipif("SIGNARY_REAL_DATA" not in os.environ, reason="SIGNARY_REAL_DATA is not set"),
]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def lexicons():
    return Path(os.environ["SIGNARY_REAL_DATA"]) / "pose-lexicon"


def built(arguments, target, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["dictionary", "build", *map(str, arguments), "-o", str(target), "--processes", "1"])
    said = capsys.readouterr()
    assert stopped.value.code == 0, said.err
    return SignDictionary.load(target), said


def test_real_letters_are_spelled_by_the_embedded_model(lexicons, tmp_path, capsys):
    options = ("--language", "ase", "--kind", "letter", "--licence", "MIT")
    target = tmp_path / "letters.parquet"
    dictionary, said = built(("spoken-to-signed", lexicons / "fingerspelling_lexicon", *options), target, capsys)
    assert {sign.lemma for sign in dictionary} == {f"#{letter}" for letter in "abcdefghijklmno"}
    assert {sign.licence for sign in dictionary} == {"MIT"}
    assert "15 entries of 26 recordings, 11 refused (no file of motion)" in said.out
    command = [sys.executable, "benchmarks/fingerspelling.py", "--real", str(lexicons), "--dictionary", str(target)]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True, cwd=ROOT)
    found = {line["name"]: line["value"] for line in map(json.loads, done.stdout.splitlines())}
    assert found["fingerspelling.model.top3"] >= 0.7
    assert found["fingerspelling.top3"] >= 0.9


def test_signs_of_another_language_are_signed_by_the_embedded_model(lexicons, tmp_path, capsys):
    target = tmp_path / "swiss.parquet"
    dictionary, _ = built(("spoken-to-signed", lexicons / "dummy_lexicon", "--as-language", "dgs"), target, capsys)
    assert {(sign.lemma, sign.source) for sign in dictionary} == {
        (word, "spoken-to-signed lexicon (sgg)") for word in ("kleine", "kinder", "essen")
    }
    with pytest.raises(SystemExit):
        main(
            ["generate", "Kinder essen Pizza.", "-l", "dgs", "--dictionary", str(target), "-o", str(tmp_path / "a.npz")]
        )
    assert "of your own: Kinder (spoken-to-signed lexicon (sgg)), essen" in capsys.readouterr().out
