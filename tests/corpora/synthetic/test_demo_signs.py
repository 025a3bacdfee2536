"""Isolated signs and pseudo-signs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.corpora.synthetic.demo_signs import isolated_features, isolated_row, isolated_signs, pseudo_signs
from signary.corpora.synthetic.grammars import SHIPPED
from signary.io.errors import InputError, UnknownLanguageError
from signary.signer.lexicon import shipped_alphabet, shipped_lexicon
from signary.signer.score import SignUnit
from signary.signer.signer import Signer

NAMES = pytest.mark.parametrize("language", SHIPPED)


def test_a_sign_alone_goes_from_rest_to_rest():
    unit = SignUnit("BOOK", tuple(shipped_lexicon("asl").forms("BOOK")))
    row = isolated_row("x", "asl", unit, 0, 25.0)
    poses = row["poses"]
    assert poses.dtype == np.float32
    assert poses.shape[1] == 133
    assert 0 < row["start"] < row["end"] < len(poses) / 25
    hands = slice(30, 120)
    assert np.abs(poses[0, hands] - poses[-1, hands]).max() < 0.05
    assert np.array_equal(poses, isolated_row("y", "asl", unit, 0, 25.0)["poses"])
    assert not np.array_equal(poses, isolated_row("x", "asl", unit, 3, 25.0)["poses"])


@pytest.mark.slow
@NAMES
def test_every_entry_and_letter_of_a_language(language):
    signs = isolated_signs(language)
    entries, letters = shipped_lexicon(language).entries, shipped_alphabet(language).letters
    assert signs.features == isolated_features()
    assert signs["gloss"][:] == [*entries, *(f"#{letter}" for letter in letters)]
    assert signs["kind"][:].count("letter") == len(letters)
    numbers = {row["gloss"]: row["words"] for row in signs.remove_columns("poses") if row["category"] == "number"}
    assert numbers
    assert all(str(entries[gloss].number) in words for gloss, words in numbers.items())
    assert all(np.isfinite(row["poses"]).all() for row in signs)


def test_bad_requests_for_signs_are_named():
    for signer in (-1, "x", True):
        with pytest.raises(InputError, match=f"signer: expected an integer from 0, got {signer!r}"):
            isolated_signs("asl", signer=signer)
    with pytest.raises(InputError, match="fps"):
        isolated_signs("asl", fps=0)
    with pytest.raises(UnknownLanguageError, match="language"):
        isolated_signs("bsl")


@NAMES
def test_pseudo_signs_are_no_signs_of_the_language(language):
    lexicon, signer = shipped_lexicon(language), Signer()
    signs = pseudo_signs(25, 0, language=language)
    words = [word for sign in signs for word in sign.words]
    assert len(set(words)) == len(words) == 25
    assert lexicon.by_word.keys().isdisjoint(words)
    assert lexicon.entries.keys().isdisjoint(sign.gloss for sign in signs)
    assert len({sign.form for sign in signs}) == 25
    for sign in signs[:8]:
        motion = signer.sign([SignUnit(sign.gloss, (sign.form,))])
        assert "out_of_reach_mm" not in motion.pose.metadata


@settings(max_examples=10, deadline=None)
@given(count=st.integers(1, 10), more=st.integers(0, 5), seed=st.integers(0, 10**6))
def test_pseudo_signs_are_repeated_and_a_longer_list_goes_on(count, more, seed):
    first = pseudo_signs(count, seed)
    assert pseudo_signs(count + more, seed)[:count] == first


def test_other_seeds_and_languages_have_other_pseudo_signs():
    lists = [pseudo_signs(5, 0), pseudo_signs(5, 1), pseudo_signs(5, 0, language="dgs")]
    assert len({tuple(sign.words for sign in signs) for signs in lists}) == 3


def test_bad_requests_for_pseudo_signs_are_named():
    for count in (0, 1.5, True):
        with pytest.raises(InputError, match=f"count: expected an integer from 1, got {count!r}"):
            pseudo_signs(count, 0)
    with pytest.raises(UnknownLanguageError, match="language"):
        pseudo_signs(1, 0, language="bsl")
