import pytest

from signary.language.numbers import find_numbers
from signary.retrieval.lexicon_words import LexiconWords
from signary.retrieval.number_signs import compose
from signary.retrieval.word_store import number_of


@pytest.mark.parametrize(
    ("language", "value", "glosses"),
    [
        ("dgs", 7, "7"),
        ("dgs", 21, "1 20"),
        ("dgs", 105, "1 100 5"),
        ("dgs", 2500, "2 1000 5 100"),
        ("dgs", 45_000, "5 40 1000"),
        ("asl", 21, "2 1"),
        ("asl", 321, "3 100 2 1"),
        ("asl", 2500, "2 5 0 0"),
        ("csl", 25, "20 5"),
        ("csl", 9999, "9 1000 9 100 90 9"),
        ("csl", 12, "10 2"),
    ],
)
def test_composed(dictionaries, language, value, glosses):
    assert " ".join(compose(value, dictionaries[language][0])) == glosses


@pytest.mark.parametrize(
    ("language", "spoken", "text", "glosses"),
    [
        ("dgs", "de", "1998", "19 8 90"),
        ("dgs", "de", "2010", "20 10"),
        ("dgs", "de", "2004", "2 1000 4"),
        ("asl", "en", "1905", "19 0 5"),
        ("csl", "zh", "2024", "2 0 2 4"),
        ("asl", "en", "3.05", "3 POINT 0 5"),
        ("dgs", "de", "3,5", "3 #KOMMA 5"),
        ("dgs", "de", "8:30", "8 30"),
    ],
)
def test_as_written(dictionaries, language, spoken, text, glosses):
    signs = number_of(find_numbers([text], spoken)[0], LexiconWords(*dictionaries[language], spoken))
    assert signs.gloss.replace("+", " ") == glosses
    assert signs.forms


@pytest.mark.parametrize("language", ["asl", "dgs", "csl"])
def test_all_up_to_9999(dictionaries, language):
    lexicon = dictionaries[language][0]
    assert all(compose(value, lexicon) for value in range(10_000))
