"""Words, numbers, compounds, Chinese words cut anew and letters out of a dictionary, as out of a lexicon."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from signary.language.characters import shape
from signary.language.languages import SignLanguage, resolve
from signary.language.normal_form import normal_form
from signary.retrieval.builder import dictionary_from_entries, normal_lemma
from signary.retrieval.dictionary import DictionarySign
from signary.retrieval.dictionary_file import DictionaryHeader
from signary.retrieval.lexicon_words import LexiconWords
from signary.retrieval.lookup import plan_text
from signary.retrieval.retrieval_settings import count_words
from signary.retrieval.retriever import RetrievalMiss, RetrievedSign, Retriever
from signary.signer.lexicon import shipped_lexicon, speller

HEADER = DictionaryHeader("abc", ("body", "left_hand", "right_hand"), (96, 192, 192), 4, 25.0)
NUMERALS = [*map(str, range(13)), "20", "30", "100", "1000"]
WORDS = {
    "dgs": ["winter", "sturm", "schule", "buch", "wolke", "nicht", "mai", *NUMERALS]
    + [f"#{letter}" for letter in "a b c e h i k l m o r s t u ü sch".split()],  # noqa: SIM905
    "asl": ["rain", "coat", "three", "point", "million", *NUMERALS, "#o", "#b"],
    "csl": ["我", "想", "水", "书", "不", "北京", "大学", "生活", "点", *NUMERALS]
    + [f"#{letter}" for letter in "x i u h o n g zh a ng".split()],  # noqa: SIM905
}


def make(words):
    signs = [
        DictionarySign(word, language, np.full((2, 3), at % 90), 8, gloss=word.upper())
        for language, lemmas in words.items()
        for at, word in enumerate(lemmas)
    ]
    return dictionary_from_entries(signs, HEADER)


@pytest.fixture(scope="module")
def dictionary():
    return make(WORDS)


def lemmas(dictionary, language, sentence, **options):
    return [sign.lemma for sign in Retriever(dictionary, language, **options)(sentence).signs]


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("dgs", "Wintersturm", ["winter sturm"]),
        ("dgs", "Schulbücher", ["schule buch"]),
        ("dgs", "Winterwolken und Wintersturm", ["winter wolke", "winter sturm"]),
        ("dgs", "Winter-Buch", ["winter buch"]),
        ("dgs", "Wintermann", []),
        ("asl", "a rain-coat", ["rain coat"]),
        ("dgs", "25", ["5 20"]),
        ("dgs", "fünfundzwanzig", ["5 20"]),
        ("dgs", "am 3. Mai", ["3", "mai"]),
        ("dgs", "1912", ["9 10 12"]),
        ("dgs", "2000", ["2 1000"]),
        ("dgs", "3,5", []),
        ("asl", "two hundred and five", ["2 100 5"]),
        ("asl", "3.5", ["3 point 5"]),
        ("csl", "二十五", ["20 5"]),
        ("csl", "2024", ["2 0 2 4"]),
        ("csl", "三本书", ["3", "书"]),
        ("csl", "不想", ["不", "想"]),
        ("csl", "大学生活", ["大学", "生活"]),
        ("csl", "天气", []),
    ],
)
def test_what_the_dictionary_lacks_is_composed_of_what_it_has(dictionary, language, sentence, expected):
    assert lemmas(dictionary, language, sentence) == expected


def test_parts_keep_their_entries_and_one_place(dictionary):
    (sign,) = Retriever(dictionary, "dgs")("Ein Wintersturm!").signs
    assert (sign.word, sign.start, sign.end) == ("Wintersturm", 4, 15)
    assert [entry.lemma for entry in sign.entries] == ["winter", "sturm"]
    assert sign.gloss == "WINTER+STURM"
    np.testing.assert_array_equal(sign.codes, np.concatenate([entry.codes for entry in sign.entries]))


@pytest.mark.parametrize(
    ("words", "sentence", "expected"),
    [
        (WORDS["asl"], "three million", ["3 million"]),
        (["twenty", "five", "hundred", "two"], "25 of two hundred", ["two five", "two hundred"]),
        (["twenty", "five", "hundred", "two", "0"], "20 of 205", ["twenty", "two hundred five"]),
    ],
)
def test_names_of_numbers_are_number_signs(words, sentence, expected):
    assert lemmas(make({"asl": words}), "asl", sentence) == expected


@pytest.mark.parametrize(
    ("language", "word", "letters"),
    [
        ("dgs", "der Tisch", "#t #i #sch"),
        ("dgs", "Müsli", "#m #ü #s #l #i"),
        ("dgs", "Straße", "#s #t #r #a #s #s #e"),
        ("dgs", "Mál", "#m #a #l"),
        ("csl", "小红", "#x #i #a #o #h #o #ng"),
        ("csl", "章", "#zh #a #ng"),
        ("asl", "b0b", "#b 0 #b"),
        ("dgs", "3,5", "3 #k #o #m #m #a 5"),
    ],
)
def test_spelling_takes_the_longest_letter_that_there_is(dictionary, language, word, letters):
    (sign,) = Retriever(dictionary, language, spell=True)(word).signs
    assert " ".join(entry.lemma for entry in sign.entries) == letters


def test_a_letter_that_is_lacking_is_named(dictionary):
    miss = Retriever(dictionary, "dgs", spell=True)("kein Fisch").misses[0]
    assert miss.reason == "not in the dictionary, and no letter or number sign for 'F'"
    assert Retriever(make({"csl": ["我"]}), "csl", spell=True)("好").misses[0].reason.endswith("'h'")


def test_a_word_cut_anew_is_as_frequent_as_the_whole(dictionary):
    counts = {"不想": 9, "想": 1}
    found = Retriever(dictionary, "csl", "rare", word_counts=counts)("我不想")
    assert [sign.lemma for sign in found.signs] == ["我"]
    assert [miss.reason for miss in found.misses] == ["in training 9 times (mode rare)"] * 2


def test_a_language_without_a_lexicon_has_numbers_digit_by_digit(dictionary):
    signs = [DictionarySign(lemma, "new", np.zeros((2, 3), int), 8) for lemma in ("2", "5", "20", "rain", "coat")]
    retriever = Retriever(dictionary_from_entries(signs, HEADER), SignLanguage("new", "new", "New Sign", "en"))
    assert [sign.lemma for sign in retriever("25 rain-coats").signs] == ["2 5", "rain coat"]


TEXTS = {
    "dgs": "Der Wintersturm und die Schneewolken. Morgenregen, Schulbuch, Kindergarten und Sonnentage; allenfalls "
    "Abendessen. 1998 waren es 25 und hundertfünf, um 8:30 Uhr am 3. Mai. Wie heißen Sie? Ich habe gegessen, es regnet "
    "nicht. Er ruft früh an! Vor drei Jahren war es kalt, −5 °C. Es tut mir leid. Halb acht.",
    "asl": "Two hundred and five rain-coats in 1998, twenty-five on a snow-day. It is cold. I have seen my left hand. "
    "What is it like? How do I get to school? He hasn't come yet. Maria's dog is not here. 50% of 3.5 at 8:30 am.",
    "csl": "我不想去学校，他不喝水，天气很好。三本书，三百二十五个人。2024年第三次。"
    "他来没来？下午一点。我想起来了。三杯水。",
}


@pytest.fixture(scope="module", params=sorted(TEXTS))
def whole(request):
    """A sign language, and a retriever of a dictionary that has all signs of its lexicon."""
    language = resolve(request.param)
    lexicon = shipped_lexicon(language.id)
    words = LexiconWords(lexicon, speller(language.id), language.spoken)
    keys = {normal_lemma(key, language.spoken): words.sign(key).gloss for key in lexicon.by_word}
    keys |= {lemma: entry.gloss for entry in lexicon.entries.values() for lemma in set(entry.lemmas) - {*entry.words}}
    keys |= {f"#{letter.lower()}": f"#{letter}" for letter in words.alphabet.letters}
    signs = [DictionarySign(key, language.id, np.zeros((2, 3), int), 8, gloss=gloss) for key, gloss in keys.items()]
    return language.id, Retriever(dictionary_from_entries(signs, HEADER), language, spell=True)


def test_a_dictionary_finds_the_words_that_its_lexicon_finds(whole):
    language, retriever = whole
    kinds = Counter[str]()
    for plan in plan_text(TEXTS[language], language):
        outcomes = retriever.outcomes(plan.text)
        assert [(each.start, each.end) for each in outcomes] == [
            (item.start - plan.start, item.end - plan.start) for item in plan.items
        ]
        for item, outcome in zip(plan.items, outcomes, strict=True):
            kinds[item.source] += 1
            if item.source in ("dropped", "missing"):
                assert outcome.reason == item.through
            elif item.source == "fingerspelling":
                assert outcome.lemma.startswith("#")
            elif "#" not in item.gloss:
                assert "+".join(entry.gloss for entry in outcome.entries) == item.gloss
    assert kinds["lexicon"] >= 8
    assert kinds["number"] + kinds["compound"] >= 4
    assert kinds["dropped"] >= 3


PIECES = (
    "Wintersturm und der 25 3,5 1998 Tisch don't rain-coat two hundred and five 不想 三本书 大学生活 我 😀 -5 % ß , . ("
)


@settings(max_examples=150, deadline=None)
@given(
    text=st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES.split()), max_size=15).map(" ".join)),
    language=st.sampled_from(["asl", "dgs", "csl"]),
    spell=st.booleans(),
)
@example("\u275b", "asl", False)  # an apostrophe in its normal form, and no word
def test_every_word_is_a_sign_or_a_miss_exactly_once(dictionary, text, language, spell):
    at, spoken = 0, resolve(language).spoken
    for outcome in Retriever(dictionary, language, spell=spell).outcomes(text):
        if isinstance(outcome, RetrievedSign):
            start = outcome.start
            assert outcome.word == text[start : outcome.end]
            assert len(outcome.codes) == sum(len(entry.codes) for entry in outcome.entries) > 0
        else:
            assert isinstance(outcome, RetrievalMiss)
            assert outcome.reason
            start = text.index(outcome.word, at)
        assert not any(shape(character) in "LHDS" for character in normal_form(text[at:start], spoken))
        at = start + len(outcome.word)
    assert not any(shape(character) in "LHDS" for character in normal_form(text[at:], spoken))


def test_an_exponent_is_spelled_without_what_its_name_means(dictionary):
    (power,) = Retriever(dictionary, "dgs", spell=True)("10^3").signs
    assert power.lemma == "10 hoch 3"
    assert [part.lemma for part in power.entries] == ["10", "#h", "#o", "#c", "#h", "3"]


def test_rare_words_are_those_of_the_sentence():
    """A minus alone is no word; in its sum it is one, and training has it often."""
    dictionary, text = make({"dgs": ["minus", "5", "3"]}), "5 - 3 = 2"
    counts = count_words([(text, "dgs")] * 9)["dgs"]
    outcomes = Retriever(dictionary, "dgs", "rare", word_counts=counts).outcomes(text)
    assert {outcome.word: outcome.reason for outcome in outcomes}["-"] == "in training 9 times (mode rare)"
