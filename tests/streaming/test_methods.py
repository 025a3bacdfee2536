"""Streams by rules, and by whichever suits a sentence: what a call signs, in pieces, without a jump."""

import asyncio
import subprocess
import sys
from dataclasses import replace
from itertools import groupby, pairwise

import numpy as np
import pytest

from signary.io.errors import InputError, NoDictionaryError
from signary.language.languages import resolve
from signary.language.training_text import LEAST, TrainingText
from signary.signing.rule_based import sign_text
from signary.signing.text_signer import SigningOptions, make_text_signer
from signary.streaming import shown_words
from signary.streaming.asynchronous import sign_live
from signary.streaming.pool import SessionPool
from signary.streaming.rule_motion import MOST_FORMS
from signary.streaming.session import SignStream, StreamSettings
from tests.pointing_text_to_sign import pointing
from tests.streaming.test_pool import refined

__all__ = ["pointing"]
ASL = resolve("asl")
TEXT = "Hello. My name is Anna! asdf qwer zxcv"
#: The model with a pointer has signs for the words of the first and the last sentence.
MIXED = "Mother did not eat bread. Hello, my friend. Anna eats."


def stream(bundle=None, language=ASL, **settings):
    return SignStream(bundle, StreamSettings(language, **{"method": "signer", **settings}))


def together(chunks):
    return np.concatenate([chunk.pose.values for chunk in chunks])


@pytest.fixture
def sure(monkeypatch):
    """A model that was never trained is sure of nothing: it is asked only whether it signs what it is shown."""
    monkeypatch.setattr(shown_words, "SURE", 0.0)


@pytest.mark.parametrize("chunk_frames", [1, 4, 7, 1000])
def test_a_stream_of_rules_is_the_whole_in_pieces(chunk_frames):
    chunks = list(stream(chunk_frames=chunk_frames).sign(TEXT))
    whole = sign_text(TEXT, "asl")
    assert np.array_equal(together(chunks), whole.pose.values)
    assert [chunk.start for chunk in chunks] == list(np.cumsum([0, *(len(chunk.pose) for chunk in chunks[:-1])]))
    assert {chunk.method for chunk in chunks} == {"signer"}
    assert [chunk.text for chunk in chunks if chunk.account] == ["Hello.", "My name is Anna!", "asdf qwer zxcv"]
    assert chunks[-1].pose.metadata == {"hand_reference": "flat", "notice": whole.pose.metadata["notice"]}


def test_letters_one_by_one_are_the_whole_text():
    session, chunks = stream(), []
    for letter in TEXT:
        chunks += session.push(letter)
    chunks += session.flush()
    assert np.array_equal(together(chunks), sign_text(TEXT, "asl").pose.values)


@pytest.mark.parametrize(
    ("language", "text"), [("dgs", "Ich heiße Ute! Wo wohnst du?"), ("csl", "我妈妈吃面包。你呢？")]
)
def test_chunks_of_rules_name_the_signs_in_their_order(language, text):
    chunks = list(stream(language=resolve(language), chunk_frames=1).sign(text))
    named = [key for key, _ in groupby((chunk.word, chunk.gloss) for chunk in chunks) if key[0] is not None]
    assert named == [(found.word, found.gloss) for found in sign_text(text, language).segments]


def test_what_is_no_word_is_spelled_and_nothing_else():
    glosses = {chunk.gloss for chunk in stream(chunk_frames=1).sign("asdf qwer zxcv")}
    assert glosses == {None, "#ASDF", "#QWER", "#ZXCV"}
    (account,) = [chunk.account for chunk in stream().sign("asdf qwer zxcv") if chunk.account]
    assert account == "by rules: 3 words: 3 spelled (asdf, qwer, zxcv)"


def test_what_is_very_long_comes_in_pieces_that_say_so():
    text = "xqzt" * 70
    chunks = list(stream().sign(text))
    assert np.array_equal(together(chunks), sign_text(text, "asl").pose.values)
    told = [chunk.message for chunk in chunks if chunk.message]
    assert told == [f"cut, part {part} of 3: more than {MOST_FORMS} signs or letters" for part in (1, 2, 3)]
    (segment,) = sign_text(text, "asl").segments
    assert segment.end - segment.start > 280 * 0.2
    unended = list(stream().push("so my mother eats bread, " * 90))
    assert [chunk.message for chunk in unended if chunk.message][0].startswith("cut")


@pytest.mark.parametrize("signer", [None, 3])
def test_the_number_of_a_signer_is_that_of_a_call(signer):
    whole = make_text_signer("signer", "asl", SigningOptions(signer=signer))("My mother eats bread.").pose.values
    assert np.array_equal(together(stream(signer=signer).sign("My mother eats bread.")), whole)


@pytest.mark.parametrize("text", ["...", "😀", "Gr\ufffdn."])
def test_what_cannot_be_signed_is_a_rest_that_says_why(text):
    session = stream()
    (chunk,) = session.sign(text)
    assert (chunk.method, chunk.account, len(chunk.pose)) == (None, None, 4)
    assert chunk.message.startswith("text: expected")
    assert list(session.sign("Hello!"))[-1].message is None


def test_dropped_rules_leave_a_usable_session():
    session = stream()
    chunks = session.push("My mother eats bread. Hello!")
    last = [next(chunks) for _ in range(9)][-1]
    after = list(session.push("Hello!"))
    assert list(chunks) == []
    assert after[0].start == last.start + 4 == 36
    steps = np.abs(np.diff(together([last, *after]), axis=0)).max(1)
    assert steps[3] <= np.abs(np.diff(sign_text("My mother eats bread.", "asl").pose.values, axis=0)).max()
    (resting,) = session.idle(60)
    assert resting.method is None
    assert np.abs(np.diff(together([after[-1], resting]), axis=0)).max() < 0.05
    session.reset()
    assert np.array_equal(together(session.sign(TEXT)), sign_text(TEXT, "asl").pose.values)


def test_rules_load_no_network():
    code = (
        "import sys; from signary.language.languages import resolve; from signary.streaming.session import *\n"
        "chunks = list(SignStream(None, StreamSettings(resolve('asl'), method='signer')).sign('Hello!'))\n"
        "assert chunks; print([name for name in ('transformers', 'signary.bundle.bundle') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout == "[]\n"


def test_rules_in_an_event_loop():
    async def typed():
        for piece in ("Hel", "lo! My mother", " eats bread"):
            yield piece

    async def collect():
        return [chunk async for chunk in sign_live(stream(), typed())]

    expected = sign_text("Hello! My mother eats bread", "asl").pose.values
    assert np.array_equal(together(asyncio.run(collect())), expected)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"method": "sing"}, "method: expected auto or model or hybridsign or signer, got 'sing'"),
        ({"method": "fgdm"}, r"method: expected .* \(fgdm makes sentences whole\), got 'fgdm'"),
        ({"refine": False}, "refine: expected method model or auto, got method signer"),
        ({"max_new_tokens": 9}, "max_new_tokens: expected method model or auto"),
        ({"retrieval": "none"}, "retrieval: expected method model or auto"),
        ({"method": "model"}, "method: expected signer where there is no model, got 'model'"),
        ({"method": "auto"}, "method: expected signer where there is no model, got 'auto'"),
    ],
)
def test_what_a_method_cannot_do_is_refused(settings, words):
    with pytest.raises(InputError, match=words):
        stream(**settings)


def test_a_language_without_a_lexicon_has_no_rules():
    with pytest.raises(NoDictionaryError):
        stream(language=resolve("French Sign Language"))


def auto(bundle):
    return make_text_signer("auto", "asl", SigningOptions(), bundle)


@pytest.mark.usefixtures("sure")
@pytest.mark.parametrize("chunk_frames", [1, 4, 7])
def test_model_and_rules_take_turns_as_in_a_call(pointing, chunk_frames, assert_same_motion):
    chunks = list(stream(pointing, method="auto", chunk_frames=chunk_frames).sign(MIXED))
    assert [method for method, _ in groupby(chunk.method for chunk in chunks)] == ["model", "signer", "model"]
    whole = auto(pointing)(MIXED)
    assert [share.by_model for share, _ in whole.parts] == [True, False, True]
    assert_same_motion(together(chunks), whole.pose.values)
    accounts = [chunk.account for chunk in chunks if chunk.account]
    assert accounts[0].startswith("by the model: 4 words: 4 shown")
    assert accounts[1].startswith("by rules (no sign of its words is in the prompt): 3 words: 3 signed")
    steps = np.abs(np.diff(together(chunks), axis=0)).max(1)
    seams = [chunk.start for before, chunk in pairwise(chunks) if before.text != chunk.text]
    assert max(steps[at - 1] for at in seams) <= np.delete(steps, [at - 1 for at in seams]).max()


@pytest.mark.usefixtures("sure")
def test_refined_motion_goes_on_from_rules_as_in_a_call(pointing, assert_same_motion):
    bundle = refined(pointing, lookahead=4, smoothing=1.0, seam_frames=2.0)
    chunks = list(stream(bundle, method="auto").sign(MIXED))
    assert [method for method, _ in groupby(chunk.method for chunk in chunks)] == ["model", "signer", "model"]
    assert_same_motion(together(chunks), auto(bundle)(MIXED).pose.values)


def test_what_a_model_does_not_surely_show_the_rules_sign(pointing):
    """Untrained, it is sure of nothing."""
    chunks = list(stream(pointing, method="auto").sign("Mother eats bread."))
    assert {chunk.method for chunk in chunks} == {"signer"}
    assert np.array_equal(together(chunks), sign_text("Mother eats bread.", "asl").pose.values)
    assert chunks[0].account.startswith("by rules (3 of 3 signs not shown: Mother, eats, bread): 3 words: 3 signed")
    assert np.array_equal(auto(pointing)("Mother eats bread.").pose.values, together(chunks))


def test_a_model_without_a_pointer_gets_what_is_like_its_training(tiny, assert_same_motion):
    taught = replace(tiny, training_text={"asl": TrainingText.of(["Mother eats bread."] * LEAST, "en")})
    text = "Mother eats bread. Hello! Mother eats bread."
    chunks = list(stream(taught, method="auto").sign(text))
    assert [method for method, _ in groupby(chunk.method for chunk in chunks)] == ["model", "signer", "model"]
    assert_same_motion(together(chunks), auto(taught)(text).pose.values)
    assert [chunk.account for chunk in chunks if chunk.account][1].startswith("by rules (rare in training: Hello): ")


def test_a_model_that_says_nothing_of_itself_signs_everything(tiny):
    chunks = list(stream(tiny, method="auto").sign("Hello!"))
    assert {(chunk.method, chunk.account) for chunk in chunks} == {("model", None)}


def test_whoever_thinks_does_not_hold_up_the_others(pointing):
    pool = SessionPool(pointing)
    thinking, other = (pool.open(StreamSettings(ASL, method=method)) for method in ("auto", "model"))
    for session in (thinking, other):
        session.push("Mother did not eat bread, and Anna eats bread. ")
    steps = []
    while not steps or thinking not in steps[-1]:
        steps.append([session for session, _ in pool.step()])
        assert thinking.busy
    assert len(steps) > 2
    assert all(other in made for made in steps)


def test_a_thought_is_cancelled(pointing):
    pool = SessionPool(pointing)
    session = pool.open(StreamSettings(ASL, method="auto"))
    session.push("Mother did not eat bread, and Anna eats bread. ")
    assert pool.step() == []
    session.cancel()
    assert pool.step() == []
    assert not session.busy
    session.push("Hello. ")
    made = []
    while session.busy:
        made += [chunk for _, chunk in pool.step()]
    assert np.array_equal(together(made), sign_text("Hello.", "asl").pose.values)
