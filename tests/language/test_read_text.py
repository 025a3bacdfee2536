"""A text that is read once: sentences, normal forms and words with their places, the same for whole and pieces."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.io.errors import InputError
from signary.language import normal_form, read_text, sentences, words
from signary.language.kind import POLAR
from signary.language.read_text import ReadSentence, read_sentence

PIECES = ["Mother", "don’t", "isst", "3.5", "…", "„", "“ ", ", ", " — ", "! ", ". ", "\n"]
PIECES += ["\u00ad", "ﬁsh", "麵包", "。", "é", "e\u0301"]
TYPED = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=20)
SPOKEN = st.sampled_from(["en", "de", "zh", "fr"])


def test_sentences_are_quoted_as_typed_and_looked_up_in_their_normal_form():
    text = " “Don’t go!”\u00a0  Ｉ\u00adt rains —\u00a0today …"
    first, second = read_text.read_text(text, "en")
    assert (first.typed.text, first.text) == ("“Don’t go!”", '"Don\'t go!"')
    assert (second.typed.text, second.text) == ("Ｉ\u00adt rains —\u00a0today …", "It rains - today …")
    assert text[second.typed.start : second.typed.end] == second.typed.text
    assert [word.key for word in first.words] == ["Do", "not", "go"]
    places = [second.place(word.start, word.end) for word in second.words]
    assert [second.typed.text[start:end] for start, end in places] == ["Ｉ\u00adt", "rains", "today"]
    assert second.breaks == {2}
    (asked,) = read_text.read_text("Ｄo you eat？", "en")
    assert asked.kind.mood == POLAR


@given(text=TYPED, spoken=SPOKEN)
@settings(max_examples=300, deadline=None)
def test_what_was_read_is_what_each_part_would_read(text, spoken):
    whole = normal_form.normal_text(text, spoken)
    found = sentences.split_sentences(whole.text, spoken)
    read = read_text.read_text(text, spoken)
    assert [sentence.text for sentence in read] == [sentence.text for sentence in found]
    for sentence in read:
        typed = sentence.typed
        assert text[typed.start : typed.end] == typed.text
        assert list(sentence.words) == words.cut_words(sentence.text, spoken)
        for word in sentence.words:
            start, end = sentence.place(word.start, word.end)
            at = sentence.start + word.start
            assert whole.place(at, at + len(word.text)) == (typed.start + start, typed.start + end)
            assert 0 <= start < end <= len(typed.text)
    alone = read_sentence(text, spoken)
    assert (alone.typed.text, alone.typed.start, alone.text) == (text, 0, whole.text)


@given(text=TYPED, spoken=SPOKEN)
@settings(max_examples=150, deadline=None)
def test_pieces_joined_are_the_sentence(text, spoken):
    for sentence in read_text.read_text(text, spoken):
        cuts = [word.start for word in sentence.words if word.start]
        parts = [sentence.piece(start, end) for start, end in zip([0, *cuts], [*cuts, len(sentence.text)], strict=True)]
        assert all(part.text == part.text.rstrip() != "" for part in parts)
        joined = parts[0].joined(parts[-1])
        assert (joined.typed, joined.text, joined.words) == (sentence.typed, sentence.text, sentence.words)
        for part in parts:
            at = part.start - sentence.start
            assert sentence.text[at : at + len(part.text)] == part.text
            start, end = sentence.place(at, at + len(part.text))
            assert sentence.typed.text[start:end] == part.typed.text


def test_a_sentence_of_another_language_is_refused():
    sentence = read_sentence("Mother eats.", "en")
    sentence.require("en")
    with pytest.raises(InputError, match="sentence: expected one that was read in language 'de', got one in 'en'"):
        sentence.require("de")


def test_nothing_is_read_in_what_says_nothing():
    assert read_text.read_text(" \n … ", "en") == []
    empty = read_sentence("  ", "en")
    assert (empty.text, empty.words, empty.typed.text) == ("", (), "  ")


def test_what_was_read_travels_to_other_processes():
    sentence = read_sentence("Er sagte: „Nein“.", "de")
    assert sentence.breaks == {2}
    copy = pickle.loads(pickle.dumps(sentence))
    assert isinstance(copy, ReadSentence)
    assert (copy, copy.breaks) == (sentence, sentence.breaks)
