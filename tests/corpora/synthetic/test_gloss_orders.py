"""Glosses in any order."""

import numpy as np
import pytest

from signary.corpora.synthetic.config import DemoCorpusConfig
from signary.corpora.synthetic.gloss_orders import LENGTHS, gloss_orders, lexicon_units, training_units
from signary.corpora.synthetic.signing import corpus_features
from signary.corpora.synthetic.splits import make_splits
from signary.io.errors import InputError, UnknownLanguageError
from signary.signer.lexicon import shipped_alphabet, shipped_lexicon
from signary.signer.signer import Signer


@pytest.fixture(scope="module")
def orders(tiny):
    """Twelve sentences."""
    return gloss_orders("dgs", 12, progress=False, **tiny)


def test_rows_are_those_of_the_demo_corpus(orders, tiny):
    known = set(training_units("dgs", DemoCorpusConfig(**tiny)))
    assert orders.features == corpus_features()
    assert {len(row["gloss"].split()) for row in orders} <= set(LENGTHS)
    assert len({row["gloss"] for row in orders}) > 6
    for row in orders:
        glosses = row["gloss"].split()
        assert len(set(glosses)) == len(glosses)
        assert set(glosses) <= known
        assert [item["gloss"] for item in row["glosses"]] == glosses
        spans = [(item["start"], item["end"]) for item in row["glosses"]]
        assert all(start < end <= later for (start, end), (later, _) in zip(spans, spans[1:], strict=False))
        assert spans[-1][1] <= len(row["poses"]) / row["fps"]


def test_glosses_are_signed_as_in_the_sentences_of_training(tiny):
    config = DemoCorpusConfig(**tiny)
    units = training_units("dgs", config)
    for sentence in make_splits("dgs", tiny, 0)["train"]:
        glossed = sentence.glossed("dgs")
        assert [units[gloss].forms for gloss in glossed.glosses] == [unit.forms for unit in glossed.units]
    assert not any(unit.pause for unit in units.values())


def test_motion_is_that_of_the_glosses_in_their_order(tiny):
    config = {**tiny, "signers": 0}
    units, signer = training_units("dgs", DemoCorpusConfig(**config)), Signer()
    row = next(row for row in gloss_orders("dgs", 12, progress=False, **config) if len(row["glosses"]) > 2)
    drawn = [units[item["gloss"]] for item in row["glosses"]]
    assert np.array_equal(row["poses"], signer.sign(drawn).pose.values)
    assert not np.array_equal(row["poses"], signer.sign(drawn[::-1]).pose.values)


def test_a_longer_list_begins_with_a_shorter_one(orders, tiny):
    few = gloss_orders("dgs", 3, progress=False, **tiny)
    assert few["gloss"][:] == orders["gloss"][:3]
    assert all(np.array_equal(few[row]["poses"], orders[row]["poses"]) for row in range(3))
    assert gloss_orders("dgs", 3, seed=1, progress=False, **tiny)["gloss"][:] != few["gloss"][:]


def test_bad_requests_are_named():
    with pytest.raises(InputError, match="sentences: expected an integer from 1, got 0"):
        gloss_orders("dgs", 0)
    with pytest.raises(UnknownLanguageError, match="language"):
        gloss_orders("bsl", 1)
    with pytest.raises(InputError, match="colour"):
        gloss_orders("dgs", 1, colour="red")
    with pytest.raises(InputError, match="glosses: expected training or lexicon, got 'all'"):
        gloss_orders("dgs", 1, glosses="all")


def test_all_signs_and_letters_of_a_lexicon_can_be_drawn():
    units, lexicon = lexicon_units("dgs"), shipped_lexicon("dgs")
    assert set(units) == {*lexicon.entries, *(f"#{letter}" for letter in shipped_alphabet("dgs").letters)}
    assert units["#SCH"].spelled
    rows = gloss_orders("dgs", 3, progress=False, glosses="lexicon", signers=0)
    assert {gloss for row in rows for gloss in row["gloss"].split()} <= set(units)
