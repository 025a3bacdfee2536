"""The account of every word, and prompts, for any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.language.languages import resolve
from signary.language.normal_form import normal_text
from signary.language.sentences import split_sentences
from signary.language.words import cut_words
from signary.retrieval.word_account import SOURCES, account

PIECES = [
    "mother",
    "Bread",
    "don't",
    "a",
    "3.5",
    "...",
    ", ",
    " ",
    "\n",
    "! ",
    "😀",
    "-",
    "rain",
    "'",
    "Dr. ",
    "é",
    "妈",
]


@given(text=st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=20))
@settings(max_examples=150, deadline=None)
def test_every_word_is_in_its_place_and_accounted_for_once(tiny, text):
    language = resolve("asl")
    retriever = tiny.prompter.retriever(resolve("asl"))
    for sentence in split_sentences(text, language.spoken):
        found = list(account(retriever.outcomes(sentence.text), sentence.start))
        normal = normal_text(sentence.text, language.spoken)
        typed = [normal.place(word.start, word.end) for word in cut_words(normal.text, language.spoken)]
        places = [(sentence.start + start, sentence.start + end) for start, end in typed]
        assert [(row["start"], row["end"]) for row in found] == places
        for row in found:
            assert text[row["start"] : row["end"]] == row["word"]
            assert row["source"] in SOURCES
            assert (row["source"] in ("none", "left out")) == (row["reason"] is not None) == (row["lemma"] is None)


def test_spelled_words_say_so(tiny):
    letters = tiny.dictionary.lookup("bread", "asl")
    found = tiny.prompter.outcomes("bread", resolve("asl"))[0]
    spelled = found._replace(lemma="#bread", entries=(letters,) * 5)
    (row,) = account([spelled])
    assert (row["source"], row["gloss"]) == ("fingerspelling", "#BREAD")


def test_prompts_are_what_the_processor_makes(tiny):
    language, prompter = resolve("asl"), tiny.prompter
    first, second = prompter.sentences("Hello! Mother eats bread.", language)
    assert list(first.prompt) == tiny.processor.prompt("Hello!", "asl", (), signer=0)
    signs = prompter.retriever(language)("Mother eats bread.").signs
    assert list(second.prompt) == tiny.processor.prompt("Mother eats bread.", "asl", signs, signer=0)
    assert second.sentence.start == 7
    with pytest.raises(ValueError, match="text: expected at least one word"):
        list(prompter.sentences("\n", language))
