"""Where a text is cut: between words, behind clauses where there are some, into nearly equal pieces."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.language.long_sentences import cut_before, cut_in_half, cut_in_words, cut_sentence, places
from signary.language.read_text import read_text
from signary.language.words import cut_words

PIECES = ["mother", "don't", "a", "3.5", ", ", " ", " - ", "😀", "妈妈", "; "]


def pieces(text, spoken, most, allowed=None):
    cuts = cut_in_words(text, cut_words(text, spoken), most, allowed)
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


@pytest.mark.parametrize(
    ("text", "spoken", "most", "expected"),
    [
        ("my mother eats bread", "en", 4, ["my mother eats bread"]),
        ("my mother eats bread today", "en", 4, ["my mother eats ", "bread today"]),
        ("my mother, who eats bread", "en", 4, ["my mother, ", "who eats bread"]),
        ("mother, who eats the bread", "en", 4, ["mother, who eats ", "the bread"]),
        ("am Abend – im Norden Regen", "de", 4, ["am Abend – ", "im Norden Regen"]),
        ("am Abend - im Norden Regen", "de", 4, ["am Abend - ", "im Norden Regen"]),
        ("my mother doesn't eat", "en", 3, ["my mother ", "doesn't eat"]),
        ("don't", "en", 1, ["don't"]),
        ("mother 3.5 bread", "en", 1, ["mother ", "3.5 ", "bread"]),
        ("我妈妈今天吃面包", "zh", 3, ["我妈妈今天", "吃面包"]),
        ("", "en", 3, [""]),
    ],
)
def test_texts_and_their_pieces(text, spoken, most, expected):
    assert pieces(text, spoken, most) == expected


@given(
    text=st.lists(
        st.sampled_from(["mother", "don't", "a", "3.5", ", ", " ", " - ", "😀", "妈妈", "; "]), max_size=30
    ).map("".join),
    most=st.integers(1, 7),
)
@settings(max_examples=150, deadline=None)
def test_pieces_are_the_text_and_words_stay_whole(text, most):
    found = pieces(text, "en", most)
    assert "".join(found) == text
    words = cut_words(text, "en")
    cuts, allowed = cut_in_words(text, words, most), set(places(text, words))
    assert set(cuts) <= allowed <= {word.start for word in words[1:]}
    between = [0, *cuts, len(text) + 1]
    for start, end in zip(between, between[1:], strict=False):
        inside = [word.start for word in words if start <= word.start < end]
        # More words only where none of them may begin a piece.
        assert len(inside) <= most or not set(inside[1 : most + 1]) & allowed


def test_what_must_not_be_cut_is_not():
    text = "good morning good night good day"
    allowed = [at for at in places(text, cut_words(text, "en")) if text[at:].startswith("good")]
    assert pieces(text, "en", 1, allowed) == ["good morning ", "good night ", "good day"]
    assert pieces(text, "en", 1, []) == [text]


def test_a_word_is_halved_between_characters():
    assert cut_in_half("bread") == 3
    assert cut_in_half("a") is None
    assert cut_in_half("bae\u0301\u0301") == 2
    text = "x" * 50
    assert cut_before(text, "en", 20) == 20


def test_a_sentence_is_cut_where_it_was_typed():
    text = "„Reg\u00adnet“ es… dann: bleiben wir ｚｕ Hause.  Gut — wir gehen."
    first, second = read_text(text, "de")
    pieces = cut_sentence(first, 3)
    assert [piece.typed.text for piece in pieces] == ["„Reg\u00adnet“ es… dann:", "bleiben wir", "ｚｕ Hause."]
    assert [piece.text for piece in pieces] == ['"Regnet" es… dann:', "bleiben wir", "zu Hause."]
    assert all(text[piece.typed.start : piece.typed.end] == piece.typed.text for piece in pieces)
    kept = [(text.index("dann"), text.index("bleiben") + 7), (text.index("wir"), text.index("Hause") + 5)]
    assert [piece.text for piece in cut_sentence(first, 1, kept)] == [
        '"Regnet"',
        "es…",
        "dann: bleiben",
        "wir zu Hause.",
    ]
    assert cut_sentence(second, 9) == [second]
