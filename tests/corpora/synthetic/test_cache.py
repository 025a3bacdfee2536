"""Folders of corpora: whole or not at all, where they are asked for."""

from dataclasses import replace

import pytest

from signary.corpora.synthetic.cache import build_folder
from signary.corpora.synthetic.config import DemoCorpusConfig
from signary.corpora.synthetic.demo import build_demo_corpus
from signary.corpora.synthetic.signing import SigningJob, corpus_features, sign_job
from signary.io.cache_folder import CACHE_VARIABLE, cache_folder
from signary.io.errors import InputError

ONE = {"languages": ["csl"], "train": 2, "dev": 0, "test": 0, "test_unseen_words": 0}


def test_nothing_is_left_of_a_build_that_fails(tmp_path):
    config = DemoCorpusConfig(languages=("asl",))
    good = SigningJob("x", "I[ME] sleep[SLEEP].", "asl", "plain", 0, 25.0, 0)

    def parts():
        yield "train", corpus_features(), [sign_job(good)]
        assert not (tmp_path / config.name).exists()
        yield "dev", corpus_features(), map(sign_job, [good, replace(good, marked="I[ME] blick[BLICK].")])

    with pytest.raises(InputError, match="gloss"):
        build_folder(tmp_path, config, 1, parts)
    assert list(tmp_path.iterdir()) == []


def test_folders_that_cannot_be(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="folder: expected a folder that can be made"):
        build_demo_corpus(tmp_path / "file", **ONE)


def test_the_cache_folder_can_be_named(tmp_path, monkeypatch):
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "kept"))
    assert cache_folder() == tmp_path / "kept"
    build_demo_corpus(progress=False, **ONE)
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [DemoCorpusConfig(**ONE).name]
