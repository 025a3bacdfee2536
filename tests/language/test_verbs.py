import pytest

from signary.language.kind import sentence_kind
from signary.language.verbs import auxiliaries, expletives
from signary.language.words import clause_breaks, cut_words


def found(text, spoken):
    words = cut_words(text, spoken)
    kind = sentence_kind(text, words, spoken)
    return [words[at].text for at in sorted(auxiliaries(words, spoken, kind, clause_breaks(text, words)))]


@pytest.mark.parametrize(
    ("spoken", "text", "expected"),
    [
        ("en", "What do you do?", ["do"]),
        ("en", "Does John like snow?", ["Does"]),
        ("en", "I do my homework.", []),
        ("en", "I have never seen snow.", ["have"]),
        ("en", "I have two dogs.", []),
        ("en", "I have to go.", []),
        ("de", "Ich habe gestern gegessen.", ["habe"]),
        ("de", "Ich bin satt, weil ich gegessen habe.", ["habe"]),
        ("de", "Ich habe einen Hund.", []),
        ("zh", "我有书。", []),
    ],
)
def test_auxiliaries(spoken, text, expected):
    assert found(text, spoken) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("It is cold.", ["It"]), ("I like it.", []), ("I know that it rained.", ["it"]), ("It is my dog.", [])],
)
def test_expletives(text, expected):
    words = cut_words(text, "en")
    assert [words[at].text for at in sorted(expletives(words, "en"))] == expected
