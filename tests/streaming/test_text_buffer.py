"""Text in pieces: whatever the pieces, the same sentences come out, and none before it has ended."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.io.errors import InputError
from signary.language.long_sentences import CutText
from signary.language.sentences import split_sentences
from signary.streaming.text_buffer import MOST_HELD, SILENCE, IncomingText

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
    assert incoming.held == "Held"


@pytest.mark.parametrize(
    ("spoken", "text"),
    [
        ("en", "my mother eats bread, and my father drinks water " * 90),
        ("de", "wenn es morgen regnet dann bleiben wir zu Hause " * 90),
        ("zh", "我妈妈吃面包，我爸爸喝水" * 300),
        ("zh", "我妈妈吃面包" * 600),
        ("en", "x" * 5000),
        ("en", "e\u0301" * 3000),
    ],
)
@pytest.mark.parametrize("size", [1, 97, 10_000])
def test_what_has_no_end_is_cut_and_nothing_is_lost(spoken, text, size):
    incoming, pieces = IncomingText(spoken), []
    for at in range(0, len(text), size if len(text) < 4000 or size > 1 else 5):
        pieces += incoming.push(text[at : at + (size if len(text) < 4000 or size > 1 else 5)])
        assert len(incoming.held) <= MOST_HELD
    assert pieces
    assert all(isinstance(piece, CutText) and len(piece) <= MOST_HELD for piece in pieces)
    whole = [*pieces, *incoming.flush()]
    assert "".join("".join(whole).split()) == "".join(text.split())
    if " " in text:
        # No word is cut in two, and those that are cut behind a clause end with its comma.
        assert [word for piece in whole for word in piece.split()] == text.split()
    if "," in text or "，" in text:
        assert all(piece[-1] in ",，" for piece in pieces)
    assert not any(piece.startswith("\u0301") for piece in whole)
