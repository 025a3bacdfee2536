"""Small corpora, signed once a session."""

import pytest

from signary.corpora.synthetic.demo import build_demo_corpus

TINY = {"train": 6, "dev": 2, "test": 2, "test_unseen_words": 2}


@pytest.fixture(scope="session")
def tiny():
    """Settings of the corpus in `folder`."""
    return dict(TINY)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Where a small corpus of three languages was built."""
    where = tmp_path_factory.mktemp("corpora")
    build_demo_corpus(where, progress=False, **TINY)
    return where
