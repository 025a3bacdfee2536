from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.language.languages import LANGUAGES, resolve
from signary.language.order import BREAK, CONJUNCTION, sign_order

CATEGORIES = ["time", "negation", "question", "pronoun", "place", "adjective", "verb", "noun", "number", "other"]


@dataclass(frozen=True)
class Sign:
    category: str


def ordered(language, categories, question=False):
    items = [Sign(category) for category in categories.split()]
    return sign_order(items, resolve(language), question=question)


@pytest.mark.parametrize(
    ("language", "categories", "question", "expected"),
    [
        ("asl", "pronoun negation verb noun time", False, [4, 0, 2, 3, 1]),
        ("asl", "question pronoun verb place", True, [1, 2, 3, 0]),
        ("asl", "pronoun verb question pronoun verb", False, [0, 1, 2, 3, 4]),
        ("dgs", "pronoun verb time place noun", False, [2, 3, 0, 4, 1]),
        ("dgs", "question verb negation pronoun", True, [3, 1, 2, 0]),
        ("csl", "pronoun time negation verb place", False, [1, 0, 3, 4, 2]),
        ("dgs", "noun number time verb", False, [1, 2, 0, 3]),
        ("dgs", "verb time number", False, [1, 2, 0]),
        ("dgs", "verb time number noun", False, [1, 2, 3, 0]),
    ],
)
def test_order_within_a_clause(language, categories, question, expected):
    assert ordered(language, categories, question) == expected


def test_breaks_part_clauses():
    assert ordered("dgs", f"verb noun {BREAK} verb time") == [1, 0, 2, 4, 3]
    assert ordered("dgs", f"verb noun {BREAK} {CONJUNCTION} verb time") == [1, 0, 2, 3, 5, 4]


def test_conjunctions_part_clauses_but_not_nouns():
    assert ordered("dgs", f"place noun {CONJUNCTION} place noun") == [0, 1, 2, 3, 4]
    assert ordered("dgs", f"verb noun {CONJUNCTION} noun place") == [4, 1, 2, 3, 0]


def test_a_subject_and_what_is_told_of_it_are_a_clause():
    # "He does not come because he is sick": the negation stays with what it denies.
    assert ordered("asl", f"pronoun negation verb {CONJUNCTION} pronoun adjective") == [0, 2, 1, 3, 4, 5]
    # "You and I are happy" is one clause, and so is "I know you and him".
    assert ordered("asl", f"time pronoun {CONJUNCTION} pronoun adjective negation") == [0, 1, 2, 3, 4, 5]
    assert ordered("asl", f"pronoun negation verb pronoun {CONJUNCTION} pronoun") == [0, 2, 3, 4, 5, 1]


@given(
    st.lists(st.sampled_from([*CATEGORIES, BREAK, CONJUNCTION, "unheard of"]), max_size=20),
    st.sampled_from(sorted(LANGUAGES)),
    st.booleans(),
)
def test_a_permutation_stable_and_pure(categories, language, question):
    items = [Sign(category) for category in categories]
    order = sign_order(items, LANGUAGES[language], question=question)
    assert sorted(order) == list(range(len(items)))
    assert order == sign_order(items, LANGUAGES[language], question=question)
    rest = [index for index in order if categories[index] == "noun"]
    assert rest == sorted(rest)
