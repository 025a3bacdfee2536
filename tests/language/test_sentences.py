import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.language.characters import says_something
from signary.language.sentences import split_sentences

CASES = {
    "de": [
        ["Am 3. Mai regnet es.", "Dann nicht."],
        ["Das ist z.B. schön, d. h. warm usw.", "Dann wird es kalt."],
        ["Dr. Müller kommt um 8.30 Uhr.", "Er ist 30.", "Danach geht er."],
        ["3,5 Grad und 3.500 Meter sind viel!", "Wirklich?"],
        ["„Kommst du?“, fragte er.", "»Ja!« sagte sie."],
        ["Der 2. Weltkrieg dauerte lange…", "Zu lange."],
        ["kein punkt am ende"],
        ["Am 3. kommt er.", "Am 21. Jahrhundert liegt es nicht."],
    ],
    "en": [
        ["Mr. Smith and Dr. J. Jones left.", "It was 3.5 miles."],
        ["He lives in the U.S.", "They met at 5 p.m.", "Really?!", "Yes."],
        ['"Stop!" he said.', "She didn't."],
        ["Is it i.e. this, or e.g. that?", "No"],
        ["wait... what was it?", "It was I.", "I know."],
    ],
    "zh": [["你好吗？", "我很好！", "今天3.5度。", "“走吧。”", "他走了……", "没有句号"]],
}


@pytest.mark.parametrize(("spoken", "sentences"), [(key, case) for key, cases in CASES.items() for case in cases])
def test_sentences_are_found(spoken, sentences):
    text = ("" if spoken == "zh" else " ").join(sentences)
    found = split_sentences(text, spoken)
    assert [item.text for item in found] == sentences


def test_line_breaks_end_sentences():
    found = split_sentences("Titel ohne Punkt\n\n  Am 3. Mai\r\nregnet es", "de")
    assert [item.text for item in found] == ["Titel ohne Punkt", "Am 3. Mai", "regnet es"]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "...", "?!", "。。。", "—"])
def test_nothing_said_is_no_sentence(text):
    assert split_sentences(text, "en") == []


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=200), spoken=st.sampled_from(["en", "de", "zh", "fr"]))
def test_spans_equal_the_text_and_nothing_said_is_lost(text, spoken):
    sentences, at = split_sentences(text, spoken), 0
    for sentence in sentences:
        assert sentence.text == text[sentence.start : sentence.end]
        assert not says_something(text[at : sentence.start])
        at = sentence.end
    assert not says_something(text[at:])


def test_long_text_takes_linear_time():
    assert len(split_sentences("Es regnet. " * 20_000, "de")) == 20_000
