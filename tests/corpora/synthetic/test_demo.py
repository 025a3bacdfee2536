"""The demo corpus on disk: the same however it is built, loaded when it is there, whole or not at all."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from signary.corpora.synthetic.config import DemoCorpusConfig
from signary.corpora.synthetic.demo import build_demo_corpus, describe, draw_signer, load_demo_corpus
from signary.corpora.synthetic.signing import CANONICAL, SigningJob, corpus_features, sign_job
from signary.io.errors import InputError, UnknownLanguageError

ONE = {"languages": ["csl"], "train": 2, "dev": 0, "test": 0, "test_unseen_words": 0}


def fingerprint(corpus):
    digest = hashlib.sha256()
    for split, rows in corpus.items():
        for row in rows:
            digest.update(row.pop("poses").tobytes())
            digest.update(f"{split} {row}".encode())
    return digest.hexdigest()


def files(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_rows(folder, tiny):
    corpus = load_demo_corpus(folder, **tiny)
    assert {split: len(rows) for split, rows in corpus.items()} == {split: 3 * size for split, size in tiny.items()}
    for rows in corpus.values():
        assert rows.features == corpus_features()
        assert {row["language"] for row in rows} == {"asl", "dgs", "csl"}
        for row in rows:
            assert row["poses"].dtype == np.float32
            assert row["poses"].shape[1] == 133
            assert np.isfinite(row["poses"]).all()
            assert row["fps"] == 25.0
            assert [timed["gloss"] for timed in row["glosses"]] == row["gloss"].split()
            assert row["glosses"][-1]["end"] <= len(row["poses"]) / row["fps"]


def test_only_training_has_several_signers(folder, tiny):
    corpus = load_demo_corpus(folder, **tiny)
    assert len(set(corpus["train"]["signer"])) > 1
    for split in ("dev", "test", "test_unseen_words"):
        assert set(corpus[split]["signer"]) == {CANONICAL}


def test_ids_are_different(folder, tiny):
    ids = [name for rows in load_demo_corpus(folder, **tiny).values() for name in rows["id"]]
    assert len(set(ids)) == len(ids)


def test_the_number_of_processes_changes_nothing(folder, tiny, tmp_path):
    corpus = build_demo_corpus(tmp_path, processes=2, progress=False, **tiny)
    assert fingerprint(corpus) == fingerprint(load_demo_corpus(folder, **tiny))


def test_the_second_call_loads(folder, tiny):
    before = files(folder)
    corpus = build_demo_corpus(folder, **tiny)
    assert files(folder) == before
    assert fingerprint(corpus) == fingerprint(load_demo_corpus(folder, **tiny))


def test_other_settings_have_another_folder(tmp_path):
    for settings in ({}, {"seed": 1}, {"signers": 2}, {"fps": 20.0}):
        build_demo_corpus(tmp_path, progress=False, **ONE, **settings)
    assert len(list(tmp_path.iterdir())) == 4
    assert set(load_demo_corpus(tmp_path, **ONE, fps=20.0)["train"]["fps"]) == {20.0}


def test_other_code_or_lexicons_are_built_again(tmp_path):
    built = build_demo_corpus(tmp_path, progress=False, **ONE)
    expected = fingerprint(built)
    (key,) = tmp_path.rglob("signary_key.txt")
    right = key.read_text()
    key.write_text("of another lexicon")
    with pytest.raises(InputError, match="folder: expected a corpus of this configuration.*other lexicons or code"):
        load_demo_corpus(tmp_path, **ONE)
    before = files(tmp_path)
    assert fingerprint(build_demo_corpus(tmp_path, progress=False, **ONE)) == expected
    assert key.read_text() == right
    assert set(files(tmp_path).items()).isdisjoint(before.items())


def test_loading_what_was_not_built_is_an_error(tmp_path):
    with pytest.raises(
        InputError, match="folder: expected a corpus of this configuration, built before.*nothing there"
    ):
        load_demo_corpus(tmp_path, **ONE)


def test_signers_differ_and_the_canonical_one_repeats_itself():
    job = SigningJob("x", "My[MY] dog[DOG] sleeps[SLEEP].", "asl", "plain", CANONICAL, 25.0, 0)
    motion = [sign_job(replace(job, signer=signer))["poses"] for signer in (CANONICAL, CANONICAL, 1, 2)]
    assert np.array_equal(motion[0], motion[1])
    other = sign_job(replace(job, id="y"))["poses"]
    assert np.array_equal(motion[0], other)
    tremor = sign_job(replace(job, id="y", signer=1))["poses"]
    for one, two in ((motion[0], motion[2]), (motion[2], motion[3]), (motion[2], tremor)):
        assert one.shape != two.shape or np.abs(one - two).max() > 1e-3


def test_shares_of_signers():
    config = DemoCorpusConfig(signers=3, canonical_share=0.5)
    drawn = [draw_signer(config, str(number)) for number in range(400)]
    assert set(drawn) == {0, 1, 2, 3}
    assert 0.4 < drawn.count(CANONICAL) / 400 < 0.6
    assert {draw_signer(replace(config, signers=0), str(number)) for number in range(20)} == {CANONICAL}


def test_describe(folder, tiny):
    corpus = load_demo_corpus(folder, **tiny)
    head, *lines = describe(corpus).splitlines()
    assert len(lines) == 12
    rows = [row for row in corpus["train"] if row["language"] == "dgs"]
    line = next(line.split() for line in lines if line.startswith("train") and " dgs " in line)
    figures = dict(zip(head.split(), line, strict=True))
    lengths = [len(row["poses"]) for row in rows]
    assert figures["rows"] == "6"
    assert figures["frames"] == f"{min(lengths)}/{np.median(lengths):.0f}/{max(lengths)}"
    assert figures["glosses"] == str(len({gloss for row in rows for gloss in row["gloss"].split()}))
    assert figures["hours"] == f"{sum(lengths) / 25 / 3600:.2f}"
    assert figures["asked"] == f"{100 * np.mean([row['text'][-1] == '?' for row in rows]):.1f}%"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"train": 0}, "train: expected an integer from 1, got 0"),
        ({"dev": -1}, "dev: expected an integer from 0, got -1"),
        ({"test": 2.5}, "test: expected an integer from 0, got 2.5"),
        ({"signers": True}, "signers: expected an integer from 0, got True"),
        ({"seed": "x"}, "seed: expected an integer, got 'x'"),
        ({"canonical_share": 1.5}, "canonical_share: expected a number from 0 to 1, got 1.5"),
        ({"fps": float("nan")}, "fps: expected a number from 1 to .*, got nan"),
        ({"fps": "25"}, "fps: expected a number from 1 to .*, got '25'"),
        ({"languages": "asl"}, "languages: expected a list of sign languages, got 'asl'"),
        ({"languages": [3]}, "languages: expected a list of sign languages"),
        ({"languages": ()}, "languages: expected different sign languages, at least one"),
        ({"languages": ["asl", "ase"]}, "languages: expected different sign languages, at least one"),
        ({"sentences": 3}, "sentences: expected a setting: languages, seed, .*, got 3"),
        ({"processes": 0}, "processes: expected an integer from 1, got 0"),
    ],
)
def test_bad_settings_are_named(tmp_path, settings, message):
    with pytest.raises(InputError, match=message):
        build_demo_corpus(tmp_path, **settings)
    assert list(tmp_path.iterdir()) == []


def test_unknown_languages_are_named(tmp_path):
    with pytest.raises(UnknownLanguageError, match="language: expected one of asl .*, got 'bsl'"):
        build_demo_corpus(tmp_path, languages=["bsl"])
