"""Text in pieces: whatever the pieces, the same sentences come out, and none before it has ended."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.io.errors import InputError
from signary.language.sentences import split_sentences
from signary.pipelines.incoming_text import MOST_HELD, SILENCE, IncomingText

ENGLISH = 'Hello there! My name is Dr. Smith. It costs 3.5 euros... "Really?" Yes.\nNext line'
GERMAN = "Am 3. Mai kommt er. Z.B. um 8.30 Uhr! Gut."
CHINESE = "我妈妈吃面包。你好吗？好！谢谢"


def in_pieces(text, spoken, cuts):
    incoming, sentences = IncomingText(spoken), []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        sentences += incoming.push(text[start:end])
    return sentences + incoming.flush()


@pytest.mark.parametrize(("text", "spoken"), [(ENGLISH, "en"), (GERMAN, "de"), (CHINESE, "zh")])
@given(data=st.data())
def test_pieces_change_nothing(text, spoken, data):
    # A cut within a run of marks shows the end of the sentence before all of its marks are there.
    places = [at for at in range(1, len(text)) if text[at] not in '.!?"…']
    cuts = sorted(data.draw(st.sets(st.sampled_from(places))))
    assert in_pieces(text, spoken, cuts) == [sentence.text for sentence in split_sentences(text, spoken)]


@pytest.mark.parametrize(
    ("spoken", "text", "ended"),
    [
        ("en", "It is done.", True),
        ("en", "It is done", False),
        ("en", "I know Dr.", False),
        ("en", "It costs 3.", False),
        ("en", "It costs 3!", True),
        ("en", "No end\n", True),
        ("de", "Wir kommen am 3.", False),
        ("zh", "你好。", True),
        ("zh", "你好", False),
    ],
)
def test_a_sentence_is_held_until_it_has_ended(spoken, text, ended):
    incoming = IncomingText(spoken)
    sentences = incoming.push(text)
    assert (sentences == [text.strip()]) is ended
    assert incoming.flush() == ([] if ended else [text.strip()])


def test_silence_is_counted_from_the_last_piece():
    now = 0.0
    incoming = IncomingText("en", clock=lambda: now)
    assert incoming.patience is None
    incoming.push("My mother")
    now = 0.4
    assert incoming.patience == pytest.approx(SILENCE - 0.4)
    incoming.push(" eats")
    now = 1.3
    assert incoming.patience == pytest.approx(0.1)
    now = 9.0
    assert incoming.patience == 0
    assert incoming.flush() == ["My mother eats"]
    assert incoming.patience is None
    incoming.push(" ... ")
    assert incoming.patience is None


def test_what_cannot_be_taken_changes_nothing():
    incoming = IncomingText("en")
    incoming.push("Held")
    with pytest.raises(InputError, match="text: expected a text, got bytes"):
        incoming.push(b"Hello.")
    with pytest.raises(InputError, match="at most 2,000 characters"):
        incoming.push("x" * MOST_HELD)
    assert incoming.held == "Held"
