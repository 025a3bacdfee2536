"""Figures of training sentences: counted, saved, read, and asked."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.io.errors import FormatError, InputError, UnknownLanguageError
from signary.language.training_text import (
    FILE_NAME,
    TrainingText,
    count_training_text,
    load_training_text,
    save_training_text,
)

TEXTS = ["My mother eats.", "Does my mother eat bread?", "I don’t eat.", *["The dog sleeps."] * 5]


def test_words_lengths_and_endings_are_counted():
    known = TrainingText.of(TEXTS, "en")
    assert known.sentences == 8
    expected = {"my": 2, "mother": 2, "eats": 1, "eat": 2, "not": 1, "dog": 5}
    assert {word: known.words[word] for word in expected} == expected
    assert (known.shortest, known.longest) == (3, 5)
    assert known.endings == {".": 7, "?": 1}


def test_lengths_are_those_of_all_but_one_in_a_hundred():
    ends = ["One two.", "one two three four five six."]
    known = TrainingText.of([*ends, *["One two three."] * 97], "en")
    assert (known.shortest, known.longest) == (2, 6)
    known = TrainingText.of([*ends, *["One two three."] * 98], "en")
    assert (known.shortest, known.longest) == (3, 3)


def test_rare_words_are_named_once_and_as_typed_in_the_normal_form():
    known = TrainingText.of(TEXTS, "en")
    assert known.rare("THE DOG sleeps!", "en") == ()
    assert known.rare("The Cat saw the dog and the cat’s dog.", "en") == ("Cat", "saw", "and", "cat", "'s")
    assert known.rare("The dog sleeps.", "en", least=6) == ("The", "dog", "sleeps")


def test_several_languages_are_saved_and_read(tmp_path):
    counted = count_training_text([("Es regnet.", "gsg"), ("It rains.", "asl"), ("今天下雨。", "csl")])
    assert list(counted) == ["asl", "csl", "dgs"]
    save_training_text(tmp_path, counted)
    assert load_training_text(tmp_path) == counted
    assert load_training_text(tmp_path / "none") == {}


def test_errors_are_named(tmp_path):
    with pytest.raises(InputError, match="at least one sentence"):
        TrainingText.of([], "en")
    with pytest.raises(InputError, match="at least one word in every sentence"):
        TrainingText.of(["Yes.", "…"], "en")
    with pytest.raises(UnknownLanguageError):
        count_training_text([("Hi.", "klingon")])


@given(
    st.sampled_from(["sentences", "words", "shortest", "endings"]),
    st.sampled_from([None, -1, True, "x", [], {"a": "b"}, {"a": 1.5}]),
)
def test_what_was_not_saved_so_is_refused(tmp_path_factory, name, value):
    folder = tmp_path_factory.mktemp("model")
    save_training_text(folder, count_training_text([("It rains.", "asl")]))
    content = json.loads((folder / FILE_NAME).read_text("utf-8"))
    content["asl"][name] = value
    (folder / FILE_NAME).write_text(json.dumps(content), "utf-8")
    with pytest.raises(FormatError, match="figures of training sentences"):
        load_training_text(folder)
