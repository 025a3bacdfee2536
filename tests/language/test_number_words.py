import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.language.number_words import chinese_number, english_number, german_number
from signary.language.numbers import find_numbers, split_numeral

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
ONES += ["seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def english(value):
    if value < 20:
        return ONES[value]
    if value < 100:
        return TENS[value // 10 - 2] + (f"-{ONES[value % 10]}" if value % 10 else "")
    scale, name = (1000, "thousand") if value >= 1000 else (100, "hundred")
    rest = f" and {english(value % scale)}" if value % scale else ""
    return f"{english(value // scale)} {name}{rest}"


@given(st.integers(0, 99_999))
def test_english_words_are_worth_what_they_say(value):
    words = english(value).split()
    assert english_number(words, 0) == (value, len(words), False)


DE_ONES = [
    "null",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
]
DE_ONES += ["siebzehn", "achtzehn", "neunzehn"]
DE_TENS = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]


def german(value, last=True):
    if value < 20:
        return "eins" if value == 1 and last else DE_ONES[value]
    if value < 100:
        return (f"{DE_ONES[value % 10]}und" if value % 10 else "") + DE_TENS[value // 10 - 2]
    scale, name = (1000, "tausend") if value >= 1000 else (100, "hundert")
    return german(value // scale, last=False) + name + (german(value % scale) if value % scale else "")


@given(st.integers(0, 99_999))
def test_german_words_are_worth_what_they_say(value):
    assert german_number(german(value)) == (value, False)


@pytest.mark.parametrize(
    ("word", "value"),
    [("zwölfte", 12), ("einundzwanzigsten", 21), ("erster", 1), ("dritten", 3), ("siebten", 7), ("hundertste", 100)],
)
def test_german_ordinals(word, value):
    assert german_number(word) == (value, True)


@pytest.mark.parametrize(
    "word", ["ein", "eine", "einen", "einem", "einer", "eines", "erst", "einst", "haus", "und", "hundertund"]
)
def test_german_words_that_are_no_numbers(word):
    assert german_number(word) is None


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("二十五", 25),
        ("两百", 200),
        ("一百零五", 105),
        ("两百五", 250),
        ("十", 10),
        ("两千零三十", 2030),
        ("一万二千", 12000),
    ],
)
def test_chinese_numerals(word, value):
    assert chinese_number(word) == (value, False, "")


def test_chinese_digits_in_a_row():
    assert chinese_number("一九九八") == (1998, False, "1998")
    assert chinese_number("第三") == (3, True, "")


SPANS = [
    ("en", "I have twenty one dogs and five cats", [((21,), 2, 4), ((5,), 6, 7)]),
    ("en", "a hundred and five or one", [((105,), 0, 4), ((1,), 5, 6)]),
    ("en", "three point one four", [((3, "point", 1, 4), 0, 4)]),
    ("en", "5 million at 8:30", [((5_000_000,), 0, 2), ((8, 30), 3, 4)]),
    ("de", "ein haus und eine frau", []),
    ("de", "minus zehn bis 3,5 grad", [((10,), 1, 2), ((3, "point", 5), 3, 4)]),
    ("de", "um 8.30 uhr am 15.3.2024", [((8, 30), 1, 2), ((15, "märz", 2024), 4, 5)]),
    ("de", "1.000 und 007", [((1000,), 0, 1), ((0, 0, 7), 2, 3)]),
    ("zh", "一百 零五 个 三 点 五 度", [((105,), 0, 2), ((3, "point", 5), 3, 6)]),
    ("zh", "3 万 人", [((30_000,), 0, 2)]),
    ("fr", "12 vingt", [((12,), 0, 1)]),
]


@pytest.mark.parametrize(("spoken", "text", "expected"), SPANS)
def test_spans_in_a_list_of_words(spoken, text, expected):
    assert [(span.parts, span.start, span.end) for span in find_numbers(text.split(), spoken)] == expected


def test_ordinals_and_years():
    ordinal, year, metres = find_numbers(["3rd", "1998", "1500"], "en")
    assert (ordinal.value, ordinal.ordinal) == (3, True)
    assert (year.value, year.year) == (1998, True)
    assert not metres.year
    assert find_numbers(["neunzehnhundertachtundneunzig"], "de")[0].year
    assert find_numbers(["一九九八", "年"], "zh")[0].year


def test_numerals_are_parted_from_measure_words():
    assert list(split_numeral("二十五个")) == ["二十五", "个"]
    assert list(split_numeral("一点")) == ["一点"]
    assert list(split_numeral("三杯水", guessed=True)) == ["三", "杯", "水"]
    assert list(split_numeral("三明治", guessed=True)) == ["三明治"]


@given(st.lists(st.text(max_size=20), max_size=8), st.sampled_from(["en", "de", "zh", "fr"]))
def test_any_words_at_all(words, spoken):
    ends = [0]
    for span in find_numbers(words, spoken):
        assert ends[-1] <= span.start < span.end <= len(words)
        ends.append(span.end)
