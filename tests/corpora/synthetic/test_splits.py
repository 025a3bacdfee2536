"""Sentences of the demo corpus: none twice, held-out words only where they belong, glosses that exist."""

from collections import Counter
from dataclasses import replace
from itertools import chain

import pytest

from signary.corpora.synthetic.config import DemoCorpusConfig
from signary.corpora.synthetic.demo import sizes_of
from signary.corpora.synthetic.grammars import SHIPPED
from signary.corpora.synthetic.splits import HELD_OUT, held_out_glosses, make_splits
from signary.io.errors import InputError
from signary.language.languages import LANGUAGES
from signary.language.lemmas import candidates
from signary.language.words import cut_words
from signary.signer.lexicon import shipped_lexicon

SMALL = {"train": 40, "dev": 10, "test": 10, "test_unseen_words": 10}
SIZES = sizes_of(DemoCorpusConfig())
NAMES = pytest.mark.parametrize("language", SHIPPED)


@pytest.fixture(scope="module")
def whole():
    """Language -> splits of the sizes that `build_demo_corpus` makes without settings."""
    return {language: make_splits(language, SIZES, 0) for language in SHIPPED}


def signed(sentences):
    return set(chain.from_iterable(sentence.glosses for sentence in sentences))


@NAMES
def test_no_sentence_stands_twice(whole, language):
    splits = whole[language]
    texts = [sentence.text for sentences in splits.values() for sentence in sentences]
    assert {name: len(sentences) for name, sentences in splits.items()} == SIZES
    assert len(set(texts)) == len(texts)


@NAMES
def test_held_out_glosses_are_in_one_split_only_and_in_the_lexicon(whole, language):
    held = set(held_out_glosses(language, 0))
    assert len(held) == HELD_OUT
    for name, sentences in whole[language].items():
        for sentence in sentences:
            assert bool(sentence.glosses & held) == (name == "test_unseen_words")
    unseen = {gloss for gloss in signed(whole[language]["test_unseen_words"]) if not gloss.startswith("#")}
    assert unseen <= set(shipped_lexicon(language).entries)


@NAMES
def test_words_of_held_out_glosses_are_not_in_training_texts(whole, language):
    entries, spoken = shipped_lexicon(language).entries, LANGUAGES[language].spoken
    words = {word for gloss in held_out_glosses(language, 0) for word in entries[gloss].words}
    for sentence in whole[language]["train"][::20]:
        for word in cut_words(sentence.text, spoken):
            assert words.isdisjoint(candidates(word.key, spoken)), sentence.text


@NAMES
def test_training_knows_every_other_gloss(whole, language):
    splits, held = whole[language], set(held_out_glosses(language, 0))
    known = signed(splits["train"])
    for name in ("dev", "test", "test_unseen_words"):
        assert signed(splits[name]) - held <= known, name


@NAMES
def test_held_out_glosses_come_about_equally_often(whole, language):
    held = set(held_out_glosses(language, 0))
    sentences = whole[language]["test_unseen_words"]
    counts = Counter(chain.from_iterable(sentence.glosses & held for sentence in sentences))
    assert set(counts) == held
    assert min(counts.values()) >= len(sentences) / HELD_OUT / 2


@NAMES
def test_all_patterns_are_in_every_large_split(whole, language):
    patterns = set(SHIPPED[language].patterns)
    assert {sentence.pattern for sentence in whole[language]["train"]} == patterns
    assert len({sentence.pattern for sentence in whole[language]["test"]}) > 0.8 * len(patterns)


def test_seed_and_sizes_decide():
    first, again = make_splits("csl", SMALL, 3), make_splits("csl", SMALL, 3)
    assert first == again
    assert make_splits("csl", SMALL, 4)["train"] != first["train"]
    assert held_out_glosses("csl", 4) != held_out_glosses("csl", 3)


def test_too_many_sentences_are_refused(monkeypatch):
    few = replace(SHIPPED["csl"], patterns={"only": ["{animal}很[很]{nature}。"]})
    monkeypatch.setitem(SHIPPED, "csl", few)
    with pytest.raises(InputError, match=r"train: expected fewer sentences; the csl templates yielded 1\d\d, got 1020"):
        make_splits("csl", {**SMALL, "train": 1000}, 12345)
