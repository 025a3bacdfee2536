"""Composed sentences: the same wherever they are made, of every kind, and none with what is held out."""

from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from signary.corpora.synthetic.written_text import everyday_sentences, text_key
from signary.retrieval.lookup import plan_text
from signary.signer.lexicon import shipped_lexicon
from signary.training.composing.chosen_words import LexiconWords
from signary.training.composing.composed_config import CONSTRUCTIONS, ComposedConfig
from signary.training.composing.composer import (
    SPLITS,
    UNSEEN,
    composed_block,
    composed_texts,
    written_sentences,
)
from signary.training.composing.held_out import (
    glosses_of,
    measured_texts,
    signs_with,
    text_hash,
    unseen_signs,
)

LANGUAGES = ("asl", "dgs", "csl")
CONFIG = ComposedConfig(train=150, dev=15, test_unseen_signs=40)
BENCHMARK = Path(__file__).parents[3] / "benchmarks" / "free_text"


@pytest.fixture(scope="module")
def splits():
    """Language -> split -> sentences."""
    return {
        language: {
            split: list(islice(composed_texts(language, CONFIG, split), getattr(CONFIG, split))) for split in SPLITS
        }
        for language in LANGUAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_and_plan_agree(splits, language):
    for made in (each for texts in splits[language].values() for each in texts):
        assert [made.plan] == plan_text(made.text, language)
        assert made.plan.order
        assert all(item.source != "missing" for item in made.plan.items)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_block_is_the_same_wherever_it_is_made(language):
    alone = [each.text for each in islice(composed_block(language, CONFIG, "train", 3), 12)]
    in_turn = [each.text for each in islice(composed_texts(language, CONFIG, "train", blocks=(3,)), 12)]
    other = [each.text for each in islice(composed_block(language, CONFIG, "train", 4), 12)]
    assert alone == in_turn
    assert not set(alone) & set(other)
    assert alone != [each.text for each in islice(composed_block(language, replace(CONFIG, seed=1), "train", 3), 12)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_stands_in_two_splits_or_in_a_benchmark(splits, language):
    keys = [text_key(made.text) for texts in splits[language].values() for made in texts]
    assert len(set(keys)) == len(keys)
    measured = {text_key(line) for line in (BENCHMARK / f"{language}.txt").read_text("utf-8").splitlines()}
    assert not measured & set(keys)


def test_the_measured_texts_are_those_of_the_benchmark():
    """`python -m signary.training.composing.held_out benchmarks/free_text/*.txt` writes them anew."""
    lines = [line for file in BENCHMARK.glob("*.txt") for line in file.read_text("utf-8").splitlines()]
    hashes = {text_hash(line.strip()) for line in lines if line.strip() and not line.startswith("#")}
    assert hashes <= measured_texts()
    assert text_hash("Good Morning") in measured_texts()
    assert text_hash("Good evening, morning!") not in measured_texts()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_measured_text_is_never_composed(language, monkeypatch):
    from signary.training.composing import composer

    texts = [each.text for each in islice(composed_texts(language, CONFIG), 30)]
    monkeypatch.setattr(composer, "measured_texts", lambda: frozenset({text_hash(texts[4].upper())}))
    assert texts[4] not in [each.text for each in islice(composed_texts(language, CONFIG), 40)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_that_are_held_out_are_in_no_training_text(splits, language):
    held_out = unseen_signs(language, 0, 0.1)
    entries = shipped_lexicon(language).entries
    assert len(held_out) > 0.08 * len(entries)
    assert {entries[gloss].category for gloss in held_out}.isdisjoint({"number", "pronoun", "negation", "question"})
    hidden = signs_with(language, held_out)
    for split, texts in splits[language].items():
        for made in texts:
            assert hidden.isdisjoint(glosses_of(made.plan)) == (split != UNSEEN)
    seen = {gloss for made in splits[language][UNSEEN] for gloss in glosses_of(made.plan)} & hidden
    assert len(seen) > 15


def test_a_gloss_that_is_added_moves_few_of_those_held_out(monkeypatch):
    before = unseen_signs.__wrapped__("asl", 0, 0.1)
    lexicon = shipped_lexicon("asl")
    fewer = {gloss: entry for gloss, entry in lexicon.entries.items() if gloss not in ("APPLE", "TALL", "STREET")}
    smaller = replace(lexicon, entries=fewer)
    monkeypatch.setattr("signary.training.composing.held_out.shipped_lexicon", lambda language: smaller)
    after = unseen_signs.__wrapped__("asl", 0, 0.1)
    assert len(before ^ after) <= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_construction_is_made(language):
    for name in CONSTRUCTIONS:
        shares = dict.fromkeys(CONSTRUCTIONS, 0.0) | {name: 1.0}
        config = ComposedConfig(train=5, dev=0, test_unseen_signs=0, **shares)
        made = list(islice(composed_texts(language, config), 6))
        assert {each.construction for each in made} == {name}
        assert len(made) == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_sentences_are_like(splits, language):
    texts = splits[language]["train"]
    kinds = Counter(each.plan.kind.mood for each in texts)
    assert kinds["statement"] > kinds["polar question"] > 0
    assert kinds["content question"] > 0
    assert any(each.plan.kind.negated for each in texts)
    assert any(item.source == "fingerspelling" for each in texts for item in each.plan.items)
    assert any(item.source == "number" for each in texts for item in each.plan.items)
    assert any(each.plan.clauses > 1 for each in texts)
    assert any(len(each.plan.order) == 1 for each in texts)
    marked = sum(each.text[-1] in ".!?。！？…" for each in texts)
    assert 0.6 * len(texts) < marked < 0.95 * len(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_written_sentences_are_in_training_or_in_the_other_splits(language):
    train, others = written_sentences(language, "train"), written_sentences(language, "dev")
    assert not set(train) & set(others)
    assert {*train, *others} == set(everyday_sentences(language))
    assert 0.03 * len(train) < len(others) < 0.2 * len(train)


def test_blocks_go_through_all_written_sentences():
    only = dict.fromkeys(CONSTRUCTIONS, 0.0) | {"written": 1.0}
    config = ComposedConfig(languages=("asl",), hasty=0.0, unseen_share=0.0, **only)
    blocks = [{each.text for each in composed_block("asl", config, "train", number)} for number in (0, 1)]
    assert len(blocks[0] & blocks[1]) < 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sign_with_a_word_comes_up(language):
    words = LexiconWords(language, Random(0), frozenset(), frozenset())
    entries = {entry.gloss for entry in shipped_lexicon(language).entries.values() if entry.words}
    for _ in range(8 * len(entries)):
        words.used[words.choose()[0].gloss] += 1
    assert entries == set(words.used)
    assert max(words.used.values()) < 16


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_every_sign_is_in_some_training_text(language):
    seen = set()
    for number in range(8):
        for made in composed_block(language, ComposedConfig(), "train", number):
            seen |= glosses_of(made.plan)
    entries = shipped_lexicon(language).entries
    hidden = signs_with(language, unseen_signs(language, 0, 0.1))
    wanted = {gloss for gloss, entry in entries.items() if entry.words and gloss not in hidden}
    assert len(wanted - seen) <= 0.01 * len(wanted)
