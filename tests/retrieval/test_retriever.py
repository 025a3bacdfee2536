import numpy as np
import pytest

from signary.io.errors import InputError, UnknownLanguageError
from signary.language.read_text import read_text
from signary.retrieval.builder import dictionary_from_entries
from signary.retrieval.dictionary import DictionarySign
from signary.retrieval.dictionary_file import DictionaryHeader
from signary.retrieval.retriever import Retriever

HEADER = DictionaryHeader("abc", ("body", "left_hand", "right_hand"), (96, 192, 192), 4, 25.0)
WORDS = {
    "dgs": ["morgen", "regnen", "norden", "guten morgen", "haus", "ein", "#b", "#o", "#s"],
    "asl": ["ice cream", "ice", "snow", "like", "not", "i"],
    "csl": ["北京大学", "我", "去", "#b", "#e", "#i", "#j", "#n", "#g"],
}


@pytest.fixture(scope="module")
def dictionary():
    pairs = [(word, language) for language, words in WORDS.items() for word in words]
    signs = [DictionarySign(*pair, np.full((16, 3), at), 64) for at, pair in enumerate(pairs)]
    return dictionary_from_entries(signs, HEADER)


def lemmas(found):
    return [sign.lemma for sign in found.signs]


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("dgs", "Morgen regnet es im Norden.", ["morgen", "regnen", "norden"]),
        ("dgs", "Guter Morgen, Häuser!", ["guten morgen", "haus"]),
        ("dgs", "Guten, Morgen", ["morgen"]),
        ("ase", "I don't like ice creams or snow", ["i", "not", "like", "ice cream", "snow"]),
        ("csl", "我去北京大学。", ["我", "去", "北京大学"]),
        ("dgs", "", []),
    ],
)
def test_words_phrases_and_inflected_forms_are_found(dictionary, language, sentence, expected):
    found = Retriever(dictionary, language)(sentence)
    assert lemmas(found) == expected
    for sign in found.signs:
        assert sentence[sign.start : sign.end] == sign.word
    assert [sign.start for sign in found.signs] == sorted(sign.start for sign in found.signs)


def test_every_miss_has_a_reason(dictionary):
    found = Retriever(dictionary, "dgs")("Der Bob regnet")
    assert [tuple(miss) for miss in found.misses] == [
        ("Der", 0, 3, "function word", True),
        ("Bob", 4, 7, "not in the dictionary", False),
    ]


def test_unknown_words_are_spelled_where_all_letters_are_there(dictionary):
    found = Retriever(dictionary, "dgs", spell=True)("Bób Bots")
    assert lemmas(found) == ["#bób"]
    assert found.signs[0].codes.shape == (48, 3)
    assert [letter.lemma for letter in found.signs[0].entries] == ["#b", "#o", "#b"]
    assert found.misses[0].reason == "not in the dictionary, and no letter or number sign for 't'"
    assert lemmas(Retriever(dictionary, "csl", spell=True)("北京")) == ["#北京"]


def test_at_most_keeps_the_first_signs_and_few_steps(dictionary):
    found = Retriever(dictionary, "dgs", "at_most", max_signs=2)("Morgen regnet es im Norden.")
    assert lemmas(found) == ["morgen", "regnen"]
    assert {sign.codes.shape for sign in found.signs} == {(10, 3)}
    assert ("Norden", 20, 26, "after the first 2 signs (mode at_most)", False) in found.misses


def test_rare_keeps_what_training_has_seldom_seen(dictionary):
    retriever = Retriever(dictionary, "dgs", "rare", word_counts={"morgen": 50, "regnen": 2})
    assert lemmas(retriever("Morgen regnet es im Norden.")) == ["regnen", "norden"]


def test_none_finds_nothing_and_says_so(dictionary):
    found = Retriever(dictionary, "dgs", "none")("Morgen regnet es")
    assert not found.signs
    assert len(found.misses) == 3


def test_dropout_loses_signs_at_its_rate_and_whole_sentences_too(dictionary):
    retriever, draw = Retriever(dictionary, "dgs"), np.random.default_rng(0)
    kept = np.array([len(retriever("Morgen regnet Norden", dropout=0.3, generator=draw).signs) for _ in range(3000)])
    assert abs(kept.mean() / 3 - 0.7) < 0.02
    assert abs((kept == 0).mean() - (0.15 + 0.85 * (0.15 / 0.85) ** 3)) < 0.02


def test_dropout_repeats_with_its_seed_and_accounts_for_all(dictionary):
    retriever = Retriever(dictionary, "dgs")

    def run():
        draw = np.random.default_rng(7)
        return [retriever("Morgen regnet es", dropout=0.5, generator=draw) for _ in range(50)]

    first, second = run(), run()
    assert [lemmas(found) for found in first] == [lemmas(found) for found in second]
    assert all(len(found.signs) + len(found.misses) == 3 for found in first)
    assert not retriever("Morgen", dropout=1.0, generator=np.random.default_rng(0)).signs


def test_bad_options_are_refused(dictionary):
    for options in ({"mode": "some"}, {"max_steps": 1}, {"max_signs": 0}, {"mode": "rare"}, {"word_counts": {}}):
        with pytest.raises(InputError):
            Retriever(dictionary, "dgs", **options)
    with pytest.raises(UnknownLanguageError):
        Retriever(dictionary, "xyz")
    for options in ({"dropout": 0.3}, {"dropout": 2.0, "generator": np.random.default_rng()}):
        with pytest.raises(InputError):
            Retriever(dictionary, "dgs")("x", **options)


@pytest.fixture(scope="module")
def verbs():
    words = ["er", "geld", "geben", "anrufen", "stehen", "früh", "lehrer", "sehen"]
    signs = [DictionarySign(word, "dgs", np.full((4, 3), at), 16) for at, word in enumerate(words)]
    return dictionary_from_entries(signs, HEADER)


@pytest.mark.parametrize(
    ("text", "expected", "verb", "reason"),
    [
        ("Er gibt Geld aus.", ["er", "geld"], "gibt", "not in the dictionary"),
        ("Er steht früh auf!", ["er", "früh"], "steht", "not in the dictionary"),
        ("Er ruft früh an.", ["er", "anrufen", "früh"], "an", "part of 'anrufen'"),
        ("Er gibt Geld.", ["er", "geben", "geld"], None, ""),
        ("Er sieht die Lehrer*innen.", ["er", "sehen", "lehrer"], "die", "function word"),
    ],
)
def test_a_verb_without_its_prefix_is_another_one(verbs, text, expected, verb, reason):
    found = Retriever(verbs, "dgs")(text)
    assert lemmas(found) == expected
    assert verb is None or (verb, reason) in [(miss.word, miss.reason) for miss in found.misses]
    assert all(text[miss.start : miss.end] == miss.word for miss in found.misses)


def test_words_are_quoted_as_they_were_typed(verbs):
    text = "\ufeff„Er\u00a0 sieht Leh\u00adrer“ fru\u0308h…"
    found = Retriever(verbs, "dgs")(text)
    assert [(sign.lemma, sign.word) for sign in found.signs] == [
        ("er", "Er"),
        ("sehen", "sieht"),
        ("lehrer", "Leh\u00adrer"),
        ("früh", "fru\u0308h"),
    ]
    assert all(text[sign.start : sign.end] == sign.word for sign in found.signs)


@pytest.mark.parametrize("mode", ["all", "none"])
def test_a_sentence_that_was_read_is_retrieved_for_as_if_typed(verbs, mode):
    text = "Gut.  „Er sieht“ Leh\u00adrer\u00a0früh… Ja."
    for sentence in read_text(text, "de"):
        typed, retriever = sentence.typed, Retriever(verbs, "dgs", mode)
        found = retriever.retrieve(sentence)
        assert repr(found) == repr(retriever.outcomes(typed.text))
        places = [(typed.start + each.start, typed.start + each.end) for each in found]
        assert [text[start:end] for start, end in places] == [each.word for each in found]
    with pytest.raises(InputError, match="sentence: expected one that was read in language 'de', got one in 'en'"):
        Retriever(verbs, "dgs").retrieve(read_text("Good.", "en")[0])
