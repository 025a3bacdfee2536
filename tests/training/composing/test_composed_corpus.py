"""The composed corpus on disk: the same on several processes, and it says when every entry is shown."""

import hashlib

import numpy as np
import pytest

from signary.io.errors import InputError, UnknownLanguageError
from signary.signer.lexicon import shipped_lexicon
from signary.training.composing import composed_config, composer
from signary.training.composing.compose import main
from signary.training.composing.composed_config import CONSTRUCTIONS, ComposedConfig
from signary.training.composing.composed_corpus import (
    build_composed_corpus,
    composed_split,
    load_composed_corpus,
)
from signary.training.composing.composed_rows import TextJob, composed_features, sign_text_job

TINY = {"train": 6, "dev": 2, "test_unseen_signs": 2}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    where = tmp_path_factory.mktemp("composed")
    build_composed_corpus(where, progress=False, **TINY)
    return where


def fingerprint(corpus):
    digest = hashlib.sha256()
    for split, rows in corpus.items():
        for row in rows:
            digest.update(row.pop("poses").tobytes())
            digest.update(f"{split} {row}".encode())
    return digest.hexdigest()


def test_rows(folder):
    corpus = load_composed_corpus(folder, **TINY)
    assert {split: len(rows) for split, rows in corpus.items()} == {split: 3 * size for split, size in TINY.items()}
    for split, rows in corpus.items():
        assert set(rows.features) == set(composed_features())
        for row in rows:
            assert row["id"].startswith(f"{row['language']}-{split}-")
            assert row["poses"].dtype == np.float32
            assert row["pattern"] in CONSTRUCTIONS
            assert [timed["gloss"] for timed in row["glosses"]] == row["gloss"].split(" ")
            assert [timed["unit"] for timed in row["glosses"]] == list(range(len(row["glosses"])))
            ends = [time for piece in row["pieces"] for time in (piece["start"], piece["end"])]
            assert ends == sorted(ends)
            assert ends[0] > 0
            assert ends[-1] <= len(row["poses"]) / row["fps"]
    assert set(corpus["dev"]["signer"]) == {0}


def test_the_number_of_processes_changes_nothing(folder, tmp_path):
    corpus = build_composed_corpus(tmp_path, processes=2, progress=False, **TINY)
    assert fingerprint(corpus) == fingerprint(load_composed_corpus(folder, **TINY))


@pytest.mark.slow
def test_what_is_composed_by_several_processes_is_the_same():
    config = ComposedConfig(languages=("csl",), train=502, dev=0, test_unseen_signs=0)
    alone, together = (composed_split("csl", config, "train", processes) for processes in (1, 2))
    assert alone == together


@pytest.mark.parametrize(
    ("language", "text", "pieces"),
    [
        ("asl", "Anna is 25.", "0 #A letter, 0 #N letter, 0 #N letter, 0 #A letter, 1 TWO number, 1 FIVE number"),
        ("asl", "I have 300 dogs", "0 ME sign, 1 HAVE sign, 2 THREE number, 2 HUNDRED number, 3 DOG sign"),
        ("dgs", "Viertel nach acht", "0 VIERTEL sign, 0 NACH sign, 0 ACHT number"),
        ("dgs", "Wintersturm", "0 WINTER sign, 0 STURM sign"),
        ("dgs", "Schulz!", "0 #SCH letter, 0 #U letter, 0 #L letter, 0 #Z letter"),
        ("csl", "李", "0 #L letter, 0 #I letter"),
    ],
)
def test_pieces(language, text, pieces):
    row = sign_text_job(TextJob("x", text, language, "written", 0, 25.0, 0))
    assert ", ".join(f"{each['unit']} {each['entry']} {each['kind']}" for each in row["pieces"]) == pieces


def test_pieces_fill_their_unit_and_are_those_of_the_dictionary():
    row = sign_text_job(TextJob("x", "My uncle Otto lives in room 217 since May 3rd", "asl", "written", 0, 25.0, 0))
    known = set(shipped_lexicon("asl").entries)
    for gloss in row["glosses"]:
        own = [piece for piece in row["pieces"] if piece["unit"] == gloss["unit"]]
        assert (own[0]["start"], own[-1]["end"]) == (gloss["start"], gloss["end"])
        assert all(piece["entry"] in known or piece["entry"].startswith("#") for piece in own)
    assert {gloss["kind"] for gloss in row["glosses"]} == {"sign", "letters", "number"}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"train": 0}, "train"),
        ({"joined": -0.5}, "joined"),
        ({"unseen_share": 1.5}, "unseen_share"),
        (dict.fromkeys(CONSTRUCTIONS, 0.0), "shares"),
        ({"sentences": 3}, "sentences"),
    ],
)
def test_settings_that_cannot_be(tmp_path, settings, message):
    with pytest.raises(InputError, match=message):
        build_composed_corpus(tmp_path, progress=False, **settings)
    assert list(tmp_path.iterdir()) == []


def test_a_language_without_frames(tmp_path, monkeypatch):
    monkeypatch.setattr(composed_config, "FILES", {"asl": "english.txt", "dgs": "german.txt"})
    with pytest.raises(UnknownLanguageError, match="language: expected one with frames: asl, dgs, got csl"):
        build_composed_corpus(tmp_path, progress=False)


def test_more_sentences_than_there_are(monkeypatch):
    monkeypatch.setattr(composer, "BLOCK", 10)
    monkeypatch.setattr(composer, "written_sentences", lambda language, split: ("I am late.", "Are you there?"))
    only = dict.fromkeys(CONSTRUCTIONS, 0.0) | {"written": 1.0}
    config = ComposedConfig(languages=("asl",), train=3, dev=0, test_unseen_signs=0, unseen_share=0.0, **only)
    with pytest.raises(InputError, match="train: expected at most 2, as many asl sentences"):
        composed_split("asl", config, "train")


def test_sentences_at_the_command_line(capsys, tmp_path):
    main(["--languages", "csl", "asl", "--show", "4", "--split", "dev", "--one_word", "1", *_NOTHING_ELSE])
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [line[0] for line in lines] == ["csl"] * 4 + ["asl"] * 4
    assert {line[1] for line in lines} == {"one_word"}
    main(["--languages", "asl", "--folder", str(tmp_path), "--train", "2", "--dev", "1", "--test_unseen_signs", "0"])
    assert capsys.readouterr().out.splitlines()[-2:] == ["train: 2 sentences", "dev: 1 sentences"]
    with pytest.raises(InputError, match="split: expected train or dev or test_unseen_signs, got 'test'"):
        main(["--show", "1", "--split", "test"])


_NOTHING_ELSE = [word for name in CONSTRUCTIONS if name != "one_word" for word in (f"--{name}", "0")]
