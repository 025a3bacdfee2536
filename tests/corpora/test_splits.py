"""Sentences of the demo corpus: none twice, held-out words only where they belong, glosses that exist."""

import pytest

from signary.corpora.splits import held_out_glosses, make_splits
from signary.signer.lexicon import shipped_lexicon

SIZES = {"train": 40, "dev": 10, "test": 10, "test_unseen_words": 10}


@pytest.mark.parametrize("language", ["asl", "dgs", "csl"])
def test_splits_do_not_leak(language):
    splits = make_splits(language, SIZES, 0)
    texts = [sentence.text for sentences in splits.values() for sentence in sentences]
    assert {name: len(sentences) for name, sentences in splits.items()} == SIZES
    assert len(set(texts)) == len(texts)
    held = set(held_out_glosses(language, 0))
    for name, sentences in splits.items():
        for sentence in sentences:
            signed = {gloss for gloss in sentence.glosses if not gloss.startswith("#")}
            assert signed <= set(shipped_lexicon(language).entries)
            assert bool(sentence.glosses & held) == (name == "test_unseen_words")
