"""Sentences that the model cannot sign at once: signed in pieces, all words kept, the same in a call and a stream."""

import numpy as np
import pytest

from signary.bundle.prompter import Prompter
from signary.generator.sign_mbart import TextTooLongError
from signary.language.languages import resolve
from signary.language.read_text import read_sentence
from signary.retrieval.retriever import Retriever
from signary.signing.signed_by_model import ModelSigning

#: A prompt of more than 128 tokens; more words than 100 steps show; both, typed in unusual characters.
LONG = {
    "tokens": ("asl", "Mother eats bread, and mother eats bread, " * 4 + "hello mother."),
    "clauses": ("asl", "mother eats bread; " * 8 + "mother."),
    "words": ("asl", "hello " * 60 + "!"),
    "German": ("dgs", "Am Montag regnet es im Norden, am Dienstag regnet es im Süden und es regnet " * 3 + "wieder."),
    "typed": ("dgs", "„Es reg\u00adnet“ – es\u00a0regnet, „guten Morgen“ … es ｒｅｇｎｅｔ " * 9),
    "numbers": ("dgs", "es regnet 2.500.000 Liter an 3,5 Tagen um 8.30 Uhr " * 6),
    "symbols": ("asl", "mother eats bread 😀 " * 12 + "😀 мир 😀 " * 20),
}


def whole_account(sign, text, language):
    """The words of a text, as if nothing were too long."""
    return [outcome.word for outcome in sign.bundle.prompter.outcomes(text, resolve(language))]


@pytest.mark.parametrize("kind", LONG)
def test_every_word_is_kept_in_its_place(sign, kind):
    language, text = LONG[kind]
    result = sign(text, language=language, max_new_tokens=30)
    words = result["retrieved"]
    assert [word["word"] for word in words] == whole_account(sign, text, language)
    assert all(text[word["start"] : word["end"]] == word["word"] for word in words)
    assert all(one["end"] <= other["start"] for one, other in zip(words, words[1:], strict=False))
    segments = result["segments"]
    assert len(segments) > 1
    assert [segment["part"] for segment in segments] == list(range(1, len(segments) + 1))
    assert {segment["parts"] for segment in segments} == {len(segments)}
    assert all(segment["cut"] for segment in segments)


def test_times_and_codes_are_those_of_the_joined_whole(sign):
    language, text = LONG["tokens"]
    text = f"Hello! {text} Hello!"
    result = sign(text, language=language, max_new_tokens=40)
    first, *_, last = segments = result["segments"]
    for whole in (first, last):
        assert (whole["text"], whole["part"], whole["parts"], whole["cut"]) == ("Hello!", 1, 1, None)
    assert segments[0]["start"] == 0
    assert segments[-1]["end"] == pytest.approx(result["pose"].seconds)
    assert all(one["end"] == other["start"] for one, other in zip(segments, segments[1:], strict=False))
    assert " ".join(segment["text"] for segment in segments) == text
    # Each piece is signed as if it were a sentence.
    alone = [sign(segment["text"], language=language, max_new_tokens=40)["codes"] for segment in segments]
    assert np.array_equal(result["codes"], np.concatenate(alone))
    assert len(result["pose"]) == 4 * len(result["codes"])
    assert np.isfinite(result["pose"].values).all()


@pytest.mark.parametrize("kind", ["tokens", "words", "German", "typed"])
def test_a_stream_and_a_call_cut_alike(sign, kind):
    language, text = LONG[kind]
    result = sign(text, language=language, max_new_tokens=30)
    chunks = list(sign.stream(text, language, max_new_tokens=30))
    assert np.allclose(np.concatenate([chunk.pose.values for chunk in chunks]), result["pose"].values, atol=1e-5)
    told = [(chunk.text, chunk.message) for chunk in chunks if chunk.message and chunk.message.startswith("cut, part")]
    said = [(one["text"], f"cut, part {one['part']} of {one['parts']}: {one['cut']}") for one in result["segments"]]
    assert told == said


def test_batches_equal_singles(sign):
    texts = [LONG["tokens"][1], "Hello!", LONG["words"][1]]
    batch = sign(texts, language="asl", max_new_tokens=20, batch_size=4)
    for text, found in zip(texts, batch, strict=True):
        alone = sign(text, language="asl", max_new_tokens=20)
        assert np.array_equal(found["codes"], alone["codes"])
        assert found["segments"] == alone["segments"]


def test_what_has_one_sign_is_not_cut(sign):
    class Together(Prompter):
        """Of a dictionary that has a sign for two words at once."""

        def retriever(self, language, mode=None):
            return PairsRetriever(self.dictionary, language)

    class PairsRetriever(Retriever):
        def retrieve(self, sentence):
            entry = bundle.dictionary.lookup("bread", "asl")
            found = super().retrieve(read_sentence("bread", "en"))[0]
            typed, at, outcomes = sentence.typed.text, 0, []
            words = typed.split()
            for first, second in zip(words[::2], words[1::2], strict=True):
                word, at = f"{first} {second}", typed.index(first, at)
                outcomes.append(found._replace(word=word, start=at, end=at + len(word), entries=(entry,)))
                at += len(word)
            return outcomes

    bundle = sign.bundle
    together = Together(bundle.processor, bundle.dictionary, bundle.settings)
    prompts = list(together.sentences("good bread " * 9, resolve("asl")))
    assert len(prompts) > 1
    assert all(len(prompt.prompt) <= 128 for prompt in prompts)
    assert [word["word"] for prompt in prompts for word in prompt.retrieved] == ["good bread"] * 9


def test_only_a_word_that_does_not_fit_is_refused(sign):
    with pytest.raises(TextTooLongError, match="a prompt of at most 128 tokens, got .*breadbread") as error:
        sign(f"Mother eats bread, {'bread' * 100} and bread.", language="asl")
    assert "\n" not in str(error.value)
    assert sign(f"Mother eats bread, {'bread' * 10} and bread.", language="asl", max_new_tokens=5)["segments"]


def test_the_account_of_the_command_counts_pieces(sign):
    texts = (LONG["tokens"][1], LONG["words"][1])
    for text, both in ((texts[0], False), (f"Hello! {texts[0]}.\n{texts[1]}", True)):
        result = sign(text, language="asl", max_new_tokens=30)
        signed = ModelSigning.of(result, 50)
        assert signed.account().count("; signed in ") == 1 + both
        assert sum(count for _, count in signed.pieces) == len(signed.segments) - both
        assert signed.segments[-1].end == pytest.approx(result["pose"].seconds)
    assert "pieces" not in ModelSigning.of(sign("Hello!", language="asl")).account()


def test_words_that_cannot_be_signed_alone_stay_with_their_neighbours(sign):
    text = "so so so so so so so so so so so so so so so so, mother eats bread, " * 2 + "so so so so so so so so."
    result = sign(text, language="asl", max_new_tokens=20)
    assert " ".join(segment["text"] for segment in result["segments"]) == text
    assert all("mother" in segment["text"] or "bread" in segment["text"] for segment in result["segments"])


def test_what_fits_nowhere_is_accounted_for_and_told(sign):
    text = "mother eats bread " * 5 + "\U0001f600 мир " * 60
    result = sign(text, language="asl", max_new_tokens=20)
    assert [word["word"] for word in result["retrieved"]].count("мир") == 60
    assert "мир" in result["segments"][-1]["text"]
    chunks = list(sign.stream(text, "asl", max_new_tokens=20))
    told = [chunk for chunk in chunks if "expected at least one word that can be signed" in (chunk.message or "")]
    shown = " ".join(dict.fromkeys(chunk.text for chunk in chunks if chunk not in told)).split()
    assert len(told) == 1
    assert shown.count("мир") + told[0].text.split().count("мир") == 60
