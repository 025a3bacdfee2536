"""Signs in any order: every sign of a lexicon, equally often, with faces, letters and signers of all kinds."""

from collections import Counter
from random import Random

import numpy as np
import pytest

from signary.corpora.synthetic.sign_sequences import PATTERN, _Dealer, sign_sequences
from signary.io.errors import InputError, UnknownLanguageError
from signary.signer.lexicon import shipped_lexicon


@pytest.fixture(scope="module")
def dealt():
    dealer = _Dealer("dgs", Random("test"))
    return [dealer.sequence() for _ in range(900)]


def test_every_sign_of_the_lexicon_comes_equally_often(dealt):
    lexicon = shipped_lexicon("dgs")
    forms = Counter(unit.gloss for _, units in dealt for unit in units if not unit.spelled)
    assert set(forms) == set(lexicon.entries)
    rounds = {gloss: forms[gloss] / (1 + len(lexicon.entries[gloss].variants)) for gloss in forms}
    assert max(rounds.values()) - min(rounds.values()) <= 1


def test_words_are_spelled_and_faces_are_those_of_sentences(dealt):
    units = [unit for _, sequence in dealt for unit in sequence]
    spelled = [unit for unit in units if unit.spelled]
    assert 0.05 < len(spelled) / len(units) < 0.15
    assert all(len(unit.forms) == len(unit.gloss) - 1 for unit in spelled if "CH" not in unit.gloss)
    letters = {form for unit in spelled for form in unit.forms}
    assert len(letters) > 20
    moods = Counter(mood for mood, _ in dealt)
    assert min(moods.values()) > 100
    assert len(moods) == 3
    shaking = [unit for unit in units if unit.nonmanual.head == "shake"]
    assert 0.04 < len(shaking) / len(units) < 0.12
    raised = {mood for mood, sequence in dealt for unit in sequence if unit.nonmanual.brows == "raised"}
    assert raised == {"polar question"}


def test_lengths_are_one_to_eight(dealt):
    assert {len(units) for _, units in dealt} == set(range(1, 9))


def test_rows_are_those_of_a_corpus_and_the_first_of_more():
    few, more = (sign_sequences("csl", count, seed=3, progress=False) for count in (2, 4))
    assert few["gloss"][:] == more["gloss"][:2]
    assert all(np.array_equal(few[at]["poses"], more[at]["poses"]) for at in range(2))
    assert set(more["pattern"]) == {PATTERN}
    for row in more:
        assert row["poses"].shape[1] == 133
        assert len(row["glosses"]) == len(row["gloss"].split())
        assert row["glosses"][-1]["end"] * row["fps"] <= len(row["poses"])
    assert more["gloss"][:] != sign_sequences("csl", 4, seed=4, progress=False)["gloss"][:]


def test_signers_are_those_of_the_corpus():
    alone = sign_sequences("asl", 12, progress=False, signers=0)
    assert set(alone["signer"]) == {0}
    assert len(set(sign_sequences("asl", 12, progress=False)["signer"])) > 2


def test_errors_are_named():
    with pytest.raises(InputError, match="sequences: expected"):
        sign_sequences("asl", 0)
    with pytest.raises(UnknownLanguageError):
        sign_sequences("klingon", 1)
