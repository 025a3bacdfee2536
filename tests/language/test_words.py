import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.language.characters import shape
from signary.language.words import clause_breaks, cut_words


def keys(text, spoken):
    return [word.key for word in cut_words(text, spoken)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't, can't, won't and cannot.", "I do not can not will not and can not"),
        ("It isn’t John's, I'm sure we'll go", "It is not John 's I am sure we will go"),
        ("a well-known e-mail at 5 o'clock", "a well-known e-mail at 5 o'clock"),
        ("the 3rd of 1,000 costs $5.50", "the 3rd of 1,000 costs $ 5.50"),
        ("COVID-19 in the U.S. with Dr. Who", "COVID-19 in the U.S. with Dr. Who"),
        ("-5°C or 3-4 km 'quoted'", "- 5 ° C or 3 4 km quoted"),
    ],
)
def test_english(text, expected):
    assert keys(text, "en") == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I 'm happy", "I am happy"),
        ("it 's late", "it 's late"),
        ("you 're and we 're", "you are and we are"),
        ("I 'd go", "I 'd go"),
        ("they 'll come", "they will come"),
        ("We 've seen", "We have seen"),
        ("I do n't know", "I do not know"),
        ("I ca n't , wo n't and sha n't", "I can not will not and shall not"),
        ("don 't , can 't , isn 't", "do not can not is not"),
        ("Maria 's dog", "Maria 's dog"),
        ("it ' s fine , I ' m too", "it 's fine I am too"),
        ("I 'M HERE", "I am HERE"),
        ("the letter 's' and 'd' or \"'re\"", "the letter s and d or re"),
        ("seven 't", "seven t"),
        ("rock 'n' roll", "rock and roll"),
    ],
)
def test_contractions_that_blanks_part(text, expected):
    words = cut_words(text, "en")
    assert [word.key for word in words] == expected.split()
    assert all(word.text == text[word.start : word.end] for word in words)


def test_german_contractions_that_blanks_part():
    assert keys("Wie geht 's dir?", "de") == ["Wie", "geht", "es", "dir"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Straßen-Café Übergröße", "Straßen-Café Übergröße"),
        (
            "Am 3. Mai um 8.30 Uhr, ca. 20% der Baden-Württemberger",
            "Am 3. Mai um 8.30 Uhr ca. 20 % der Baden-Württemberger",
        ),
        ("Wie geht's? z.B. gut", "Wie geht es z.B. gut"),
        ("die 1980er (5km)", "die 1980er 5 km"),
    ],
)
def test_german(text, expected):
    assert keys(text, "de") == expected.split()


def test_chinese_numerals_are_parted_from_measure_words():
    assert keys("二十五个人买了两百本书，3月5号", "zh")[:2] == ["二十五", "个"]
    assert keys("我有三杯水", "zh") == ["我", "有", "三", "杯", "水"]
    assert keys("一点也不", "zh")[0] == "一点"


def test_decomposed_umlauts_and_soft_hyphens_are_one_word():
    text = "scho\u0308n Wet\u00adter"
    words = cut_words(text, "de")
    assert [word.key for word in words] == ["schön", "Wetter"]
    assert [word.text for word in words] == text.split()


def test_an_emoji_with_its_modifiers_is_one_word():
    assert [word.text for word in cut_words("gut 👍🏽 👨‍👩‍👧", "de")] == ["gut", "👍🏽", "👨‍👩‍👧"]


def test_clause_breaks():
    text = "Ja, ich komme - vielleicht (nicht) e-mail"
    words = cut_words(text, "de")
    assert [words[index].text for index in sorted(clause_breaks(text, words))] == [
        "ich",
        "vielleicht",
        "nicht",
        "e-mail",
    ]


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=200), spoken=st.sampled_from(["en", "de", "zh", "fr"]))
def test_every_character_that_says_something_is_in_exactly_one_word(text, spoken):
    at = 0
    for word in cut_words(text, spoken):
        assert word.text == text[word.start : word.end]
        assert word.start >= at
        assert not any(shape(character) in "LHDS" for character in text[at : word.start])
        at = word.end
    assert not any(shape(character) in "LHDS" for character in text[at:])


def test_jieba_is_quiet_and_leaves_no_cache(tmp_path):
    code = "from signary.language.words import cut_words; print([w.text for w in cut_words('今天下雨', 'zh')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env={"TMPDIR": str(tmp_path)}, check=True)
    assert done.stderr == b""
    assert list(tmp_path.iterdir()) == []


def test_other_languages_do_not_load_jieba():
    code = (
        "import sys; from signary.language.words import cut_words; cut_words('Es regnet 你好', 'de');"
        "print([name for name in ('jieba', 'simplemma', 'pypinyin', 'torch') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"
