import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from signary.language.lemmas import candidates


@pytest.mark.parametrize(
    ("word", "spoken", "key"),
    [
        ("regnet", "de", "regnen"),
        ("Häuser", "de", "haus"),
        ("wolken", "de", "wolke"),
        ("schauern", "de", "schauer"),
        ("fuer", "de", "für"),
        ("Strasse", "de", "straße"),
        ("z.B.", "de", "zum beispiel"),
        ("z. B.", "de", "zum beispiel"),
        ("%", "de", "prozent"),
        ("running", "en", "run"),
        ("ran", "en", "run"),
        ("went", "en", "go"),
        ("Children", "en", "child"),
        ("Dr.", "en", "doctor"),
        ("e-mail", "en", "email"),
        ("看看", "zh", "看"),
        ("喜不喜欢", "zh", "喜欢"),
        ("老师们", "zh", "老师"),
    ],
)
def test_key_is_among_the_candidates(word, spoken, key):
    assert key in candidates(word, spoken)


def test_the_word_itself_comes_first():
    assert candidates("Morgen", "de")[0] == "morgen"


def test_language_without_lemmatizer():
    assert candidates("Xyz", "tlh") == ("xyz",)


@settings(max_examples=200, deadline=None)
@given(word=st.text(min_size=1, max_size=80), spoken=st.sampled_from(["en", "de", "zh"]))
@example(word="AA", spoken="zh")
def test_lower_case_and_without_repeats(word, spoken):
    found = candidates(word, spoken)
    assert len(set(found)) == len(found)
    assert all(key and key == key.lower() for key in found)
