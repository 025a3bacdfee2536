import numpy as np
import pytest

from signary.io.errors import InputError
from signary.retrieval.builder import dictionary_from_entries
from signary.retrieval.dictionary import DictionarySign
from signary.retrieval.dictionary_file import DictionaryHeader, DictionaryMismatchError
from signary.retrieval.merging import merge_dictionaries

HEADER = DictionaryHeader("abc", ("body", "hand"), (8, 8), 4, 25.0)


def made(source, header=HEADER, **errors):
    """A dictionary of words with their errors; `word_dgs` is of another language."""
    entries = []
    for at, (name, error) in enumerate(errors.items()):
        word, _, language = name.partition("_")
        codes = np.full((2, 2), at % 8)
        entries.append(DictionarySign(word, language or "asl", codes, 8, error, source, "CC0", word.upper()))
    return dictionary_from_entries(entries, header)


MINE, YOURS = made("mine", a=5.0, b=1.0, a_dgs=2.0), made("yours", c=1.0, a=3.0, b=1.0)


def sources(dictionary):
    return {(sign.lemma, sign.language): sign.source for sign in dictionary}


def test_what_is_given_first_wins():
    merged, kept = merge_dictionaries([MINE, YOURS])
    assert sources(merged) == {("a", "asl"): "mine", ("b", "asl"): "mine", ("a", "dgs"): "mine", ("c", "asl"): "yours"}
    assert kept == (3, 1)
    assert [sign.lemma for sign in merged] == ["a", "b", "a", "c"]
    found = merged.lookup("c", "asl")
    assert found._replace(codes=None) == YOURS.lookup("c", "asl")._replace(codes=None)
    np.testing.assert_array_equal(found.codes, YOURS.lookup("c", "asl").codes)


def test_or_the_lowest_error_and_of_equals_the_first():
    merged, kept = merge_dictionaries([MINE, YOURS], "lowest-error")
    assert sources(merged)["a", "asl"] == "yours"
    assert sources(merged)["b", "asl"] == "mine"
    assert kept == (2, 2)
    assert sources(merge_dictionaries([YOURS, MINE], "lowest-error").dictionary)["b", "asl"] == "yours"


def test_one_is_itself_and_what_does_not_belong_together_is_refused():
    assert sources(merge_dictionaries([MINE]).dictionary) == sources(MINE)
    for header, named in (
        (DictionaryHeader("xyz", ("body", "hand"), (8, 8), 4, 25.0), "tokenizer_id"),
        (DictionaryHeader("abc", ("body", "hand"), (8, 16), 4, 25.0), "codebook_sizes"),
        (DictionaryHeader("abc", ("body", "hand"), (8, 8), 8, 25.0), "stride"),
    ):
        with pytest.raises(DictionaryMismatchError, match=f"the {named} of the others"):
            merge_dictionaries([MINE, made("other", header, a=1.0)])
    with pytest.raises(InputError, match="prefer: expected first or lowest-error"):
        merge_dictionaries([MINE], "last")
    with pytest.raises(InputError, match="at least one"):
        merge_dictionaries([])
