"""A text is read once on its way to prompts or to the rule-based signer: normal form, sentences, words of each."""

import sys
from collections import Counter

import pytest

from signary.language.languages import resolve
from signary.language.normal_form import normal_text
from signary.language.read_text import read_sentence, read_text
from signary.language.sentences import split_sentences
from signary.language.words import cut_words
from signary.signing.rule_based import sign_text
from signary.signing.text_signer import trained_on
from signary.streaming.choosing import share_out

TEXT = "Mother doesn’t eat bread. “Hello,” she says…\nIt rains — today."
READERS = {
    normal_text.__wrapped__.__code__: "normal form",
    split_sentences.__code__: "sentences",
    cut_words.__code__: "words",
}


def readings(work):
    """How often each reader was given the text, a sentence of it, or either in its normal form, while `work` ran."""
    own = {TEXT, normal_text(TEXT, "en").text}
    own |= {form for sentence in read_text(TEXT, "en") for form in (sentence.text, sentence.typed.text)}
    found = Counter()

    def count(frame, event, _):
        if event == "call" and frame.f_code in READERS and frame.f_locals["text"] in own:
            found[READERS[frame.f_code]] += 1

    work()
    normal_text.cache_clear()
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return found


@pytest.mark.parametrize("mode", ["all", "none", None])
def test_a_text_is_read_once_for_its_prompts(tiny, mode):
    found = readings(lambda: list(tiny.prompter.sentences(TEXT, resolve("asl"), mode)))
    assert found == {"normal form": 1, "sentences": 1, "words": 3}


def test_a_text_is_read_once_for_the_rules():
    assert readings(lambda: sign_text(TEXT, "asl")) == {"normal form": 1, "sentences": 1, "words": 3}


def test_a_text_is_read_once_to_choose_who_signs():
    trained = trained_on(None)
    found = readings(lambda: share_out(TEXT, resolve("asl"), trained))
    assert found == {"normal form": 1, "sentences": 1, "words": 3}


def test_a_row_of_a_corpus_is_read_once(tiny):
    row = TEXT.split("\n")[1]
    assert readings(lambda: tiny.prompter.prompt(row, resolve("asl"))) == {"normal form": 1, "words": 1}


def test_what_was_read_gives_the_same_prompt(tiny):
    language, processor = resolve("asl"), tiny.processor
    for text in (TEXT[:25], "Mother  eats “bread”.", ""):
        sentence = read_sentence(text, "en")
        signs = tiny.prompter.retriever(language)(text).signs
        assert processor.sentence_prompt(sentence, "asl", signs, 0) == processor.prompt(text, "asl", signs, 0)
        assert repr(tiny.prompter.retrieval(language)(sentence)) == repr(tiny.prompter.outcomes(text, language))
    with pytest.raises(ValueError, match="sentence: expected one that was read in language 'de', got one in 'en'"):
        processor.sentence_prompt(sentence, "dgs")
