"""Sentences with pseudo-words: what is replaced, where they come from, and how they are kept."""

from dataclasses import replace
from random import Random

import pytest

from signary.corpora.synthetic.demo_signs import isolated_features
from signary.corpora.synthetic.grammars import SHIPPED
from signary.corpora.synthetic.pseudo import REPLACED, build_pseudo_corpus, load_pseudo_corpus, replaceable
from signary.corpora.synthetic.signing import corpus_features
from signary.corpora.synthetic.splits import make_splits
from signary.corpora.synthetic.templates import Expander
from signary.io.errors import InputError

PSEUDO = {"sentences": 6, "signs": 8, "languages": ["dgs", "csl"]}


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory, tiny):
    """A corpus with pseudo-words, and where it lies."""
    where = tmp_path_factory.mktemp("pseudo")
    return build_pseudo_corpus(where, progress=False, **tiny, **PSEUDO), where


def test_words_that_can_be_replaced():
    marked = "My[MY] mother[MOTHER] sees[SEE] two[TWO] ice cream[ICE-CREAM] Tom[#TOM]."
    found = [(marked[start:end], category) for start, end, category in replaceable(marked, "asl")]
    assert ("mother[MOTHER]", "noun") in found
    assert ("sees[SEE]", "verb") in found
    assert {category for _, category in found} <= set(REPLACED)
    assert not [text for text, _ in found if "#" in text or "TWO" in text or "MY" in text]


@pytest.mark.parametrize("language", SHIPPED)
def test_most_sentences_have_a_word_to_replace(language):
    expander = Expander(SHIPPED[language], Random(0))
    sentences = [expander.sentence(pattern) for pattern in SHIPPED[language].patterns]
    found = [next(replaceable(marked, language), None) for marked in sentences]
    assert sum(item is not None for item in found) > 0.8 * len(found)


def test_pseudo_sentences(pseudo):
    corpus, _ = pseudo
    sentences, signs = corpus["sentences"], corpus["signs"]
    assert sentences.features == corpus_features()
    assert signs.features == isolated_features()
    assert (len(sentences), len(signs)) == (12, 16)
    word = {(row["language"], row["gloss"]): row["words"][0] for row in signs}
    for row in sentences:
        new = [gloss for gloss in row["gloss"].split() if gloss.startswith("?")]
        assert new
        for gloss in new:
            assert word[row["language"], gloss] in row["text"].lower()


def test_pseudo_sentences_come_from_training_only(pseudo, tiny):
    corpus, _ = pseudo
    for language in PSEUDO["languages"]:
        known = set().union(*(sentence.glosses for sentence in make_splits(language, tiny, 0)["train"]))
        for row in corpus["sentences"]:
            if row["language"] == language:
                signed = row["gloss"].replace("+", " ").split()
                assert {gloss for gloss in signed if gloss[0] != "?"} <= known


def test_pseudo_corpus_is_loaded_when_it_is_there(pseudo, tiny):
    corpus, where = pseudo
    again = load_pseudo_corpus(where, **tiny, **PSEUDO)
    assert again["sentences"]["text"][:] == corpus["sentences"]["text"][:]
    with pytest.raises(InputError, match="folder: expected a corpus of this configuration"):
        load_pseudo_corpus(where, **tiny, **{**PSEUDO, "signs": 9})


def test_bad_settings_of_pseudo_corpora_are_named(tmp_path):
    with pytest.raises(InputError, match="signs: expected an integer from 1, got 0"):
        build_pseudo_corpus(tmp_path, signs=0)
    with pytest.raises(InputError, match="sentences: expected an integer from 1, got None"):
        build_pseudo_corpus(tmp_path, sentences=None)


def test_training_sentences_without_a_word_to_replace_are_refused(tmp_path, monkeypatch):
    monkeypatch.setitem(SHIPPED, "csl", replace(SHIPPED["csl"], patterns={"only": ["{pronoun}，{you}。"]}))
    few = {"languages": ["csl"], "train": 2, "dev": 0, "test": 0, "test_unseen_words": 0}
    with pytest.raises(InputError, match="train: expected more csl sentences: some with a word to replace, got 2"):
        build_pseudo_corpus(tmp_path, progress=False, signs=2, sentences=2, **few)
    assert list(tmp_path.iterdir()) == []
