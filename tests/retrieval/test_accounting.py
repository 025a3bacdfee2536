import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.language.characters import shape
from signary.language.languages import resolve
from signary.retrieval.lookup import look_up
from signary.retrieval.plan import SOURCES

WORDS = [
    "ich",
    "komme",
    "an",
    "nicht",
    "morgen",
    "3.",
    "Mai",
    "um",
    "8.30",
    "Uhr",
    "guten",
    "Morgen",
    "Wintersturm",
    "und",
    "der",
    ",",
    ".",
    "?",
    "!",
    "-",
    "''",
    "25",
    "3,5",
    "don't",
    "can't",
    "I",
    "have",
    "it",
    "snow",
    "two",
    "hundred",
    "and",
    "five",
    "ice",
    "cream",
    "May",
    "我",
    "不想",
    "三杯水",
    "去不去",
    "吗",
    "😀",
    "мир",
    "é",
    "ß",
    "é",
    "1998",
    "0",
    "007",
    "bis",
    "to",
    "-5",
    "%",
    "°C",
    "a",
    "b.",
]
MIXED = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(st.text(max_size=200), MIXED), language=st.sampled_from(["asl", "dgs", "csl"]))
def test_every_word_is_accounted_for_exactly_once(dictionaries, text, language):
    made, at = look_up(text, *dictionaries[language], resolve(language)), 0
    for item in made.items:
        assert item.word == text[item.start : item.end]
        assert item.start >= at
        assert not any(shape(character) in "LHDS" for character in text[at : item.start])
        assert item.source in SOURCES
        assert item.through
        at = item.end
    assert not any(shape(character) in "LHDS" for character in text[at:])


@settings(max_examples=100, deadline=None)
@given(text=st.one_of(st.text(max_size=200), MIXED), language=st.sampled_from(["asl", "dgs", "csl"]))
def test_order_is_of_all_signed_items(dictionaries, text, language):
    made = look_up(text, *dictionaries[language], resolve(language))
    signed = [index for index, item in enumerate(made.items) if item.unit is not None]
    assert sorted(made.order) == signed
    assert all(unit.forms and unit.gloss for unit in made.units)
    assert sum(unit.pause > 0 for unit in made.units) == bool(signed)


@pytest.mark.parametrize(
    "text", ["\ud800", "\x00", "\u200d", "a\u0301" * 50, "½²Ⅳ", "1" * 5000, "z" * 5000, "不" * 300, "@-", "x @- y"]
)
@pytest.mark.parametrize("language", ["asl", "dgs", "csl"])
def test_odd_texts(plan, language, text):
    made = plan(language, text)
    assert all(item.through for item in made.items)
    assert all(unit.forms for unit in made.units)
