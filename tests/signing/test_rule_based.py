"""Text to motion with the rule-based signer, on the shipped dictionaries."""

import numpy as np
import pytest

from signary.io.errors import UnknownLanguageError
from signary.signing.rule_based import MAX_CHARACTERS, sign_text

SENTENCES = [
    ("dgs", "Morgen regnet es im Norden und im Süden scheint die Sonne."),
    ("dgs", "In der Nacht sinken die Temperaturen auf minus fünf Grad."),
    ("asl", "My mother eats bread."),
    ("asl", "Hello, my name is Anna. Where do you live?"),
    ("asl", "It is raining today but yesterday the sun was shining."),
    ("csl", "我妈妈今天吃面包。"),
    ("csl", "你住在哪里？我不明白老师的话。"),
]


@pytest.mark.parametrize(("language", "text"), SENTENCES)
def test_real_sentences_are_signed_and_every_word_is_accounted_for(language, text):
    result = sign_text(text, language)
    assert np.isfinite(result.pose.values).all()
    assert result.pose.metadata["hand_reference"] == "flat"
    for item in result.items:
        assert text[item.start : item.end] == item.word
        assert item.source in ("lexicon", "number", "compound", "fingerspelling", "dropped")
        assert item.through
    assert len(result.segments) == sum(item.unit is not None for item in result.items)
    assert "words:" in result.account()


def test_segments_are_in_order_and_inside_the_motion():
    result = sign_text("Hello. My name is Anna. I live in a house.", "asl")
    times = [(segment.start, segment.end) for segment in result.segments]
    assert times == sorted(times)
    assert all(end <= following for (_, end), (following, _) in zip(times, times[1:], strict=False))
    assert times[-1][1] < result.pose.seconds


def test_unknown_words_are_spelled_letter_by_letter_and_long_enough():
    result = sign_text("Anna", "asl")
    (segment,) = result.segments
    assert segment.gloss == "#ANNA"
    assert segment.end - segment.start > 4 * 0.2


def test_clauses_joined_by_and_keep_their_signs_together():
    glosses = [segment.gloss for segment in sign_text(SENTENCES[0][1], "dgs").segments]
    assert glosses.index("REGEN") < glosses.index("SUED")
    assert glosses[0] == "MORGEN"


def test_questions_raise_or_furrow_the_brows():
    polar = sign_text("Do you live in the city?", "asl").pose.values
    content = sign_text("Where do you live?", "asl").pose.values
    assert polar[:, 123].max() > 0.8
    assert content[:, 124].max() > 0.8


@pytest.mark.parametrize(
    ("text", "language", "error", "words"),
    [
        ("", "asl", ValueError, "text: expected at least one word, got an empty text"),
        (" \n", "asl", ValueError, "an empty text"),
        ("a" * (MAX_CHARACTERS + 1), "asl", ValueError, "at most 2,000 characters, got 2,001"),
        ("Hello", "klingon", UnknownLanguageError, "asl"),
        ("😀", "asl", ValueError, "can be signed"),
    ],
)
def test_bad_input_is_named(text, language, error, words):
    with pytest.raises(error, match=words):
        sign_text(text, language)
