"""Motion of text alone: a stream is its call, ends where the model says, names its limit, and signs beside others."""

import asyncio

import numpy as np
import pytest
import torch

from signary.bundle.folder import TEXT_MOTION
from signary.generator.hybridsign.pace import STAY
from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.signing.text_signer import SigningOptions, make_text_signer
from signary.streaming.asynchronous import sign_live
from signary.streaming.pool import SessionPool
from signary.streaming.session import SignStream, StreamSettings
from signary.streaming.text_motion import CUT_OFF
from tests.alone_text_to_sign import KINDS, with_alone
from tests.pointing_text_to_sign import pointing

__all__ = ["pointing"]
ASL = resolve("asl")
TEXT = "Mother eats bread. Anna does not eat."


@pytest.fixture(scope="module", params=KINDS)
def alone(request, pointing, tmp_path_factory):
    return with_alone(pointing, tmp_path_factory.mktemp(request.param) / "model", request.param)


def stream(bundle, **settings):
    return SignStream(bundle, StreamSettings(ASL, method="hybridsign", **settings))


def together(chunks):
    return np.concatenate([chunk.pose.values for chunk in chunks])


def test_a_stream_is_the_call_in_pieces(alone, assert_same_motion):
    chunks = list(stream(alone).sign(TEXT))
    whole = make_text_signer("hybridsign", "asl", SigningOptions(), alone)(TEXT)
    assert_same_motion(together(chunks), whole.pose.values)
    assert [chunk.start for chunk in chunks] == list(np.cumsum([0, *(len(chunk.pose) for chunk in chunks[:-1])]))
    assert {chunk.method for chunk in chunks} == {"hybridsign"}
    assert list(dict.fromkeys(chunk.text for chunk in chunks)) == ["Mother eats bread.", "Anna does not eat."]
    assert whole.method == "hybridsign"
    assert not whole.cut_off
    assert whole.sentences[-1]["end"] == pytest.approx(whole.pose.seconds)


def test_words_come_in_the_order_and_at_the_times_of_the_call(alone):
    chunks = list(stream(alone, chunk_frames=1).sign(TEXT))
    whole = make_text_signer("hybridsign", "asl", SigningOptions(), alone)(TEXT)
    named = list(dict.fromkeys((chunk.text, chunk.word) for chunk in chunks if chunk.word))
    assert [word for _, word in named] == [segment.word for segment in whole.segments]
    fps = chunks[0].pose.fps
    for segment in whole.segments:
        (middle,) = [one for one in chunks if one.start == int((segment.start + segment.end) / 2 * fps)]
        assert middle.word == segment.word


@pytest.mark.parametrize("chunk_frames", [1, 7, 1000])
def test_a_sentence_is_as_long_in_chunks_of_any_size(alone, chunk_frames):
    chunks = list(stream(alone, chunk_frames=chunk_frames).sign(TEXT))
    assert sum(len(chunk.pose) for chunk in chunks) == sum(len(chunk.pose) for chunk in stream(alone).sign(TEXT))
    assert max(len(chunk.pose) for chunk in chunks) <= chunk_frames


def test_letters_one_by_one_are_the_whole_text(alone):
    session, chunks = stream(alone), []
    for letter in TEXT:
        chunks += session.push(letter)
    chunks += session.flush()
    assert np.array_equal(together(chunks), together(stream(alone).sign(TEXT)))


def test_a_sentence_is_over_where_the_model_says(alone):
    text = "Mother eats bread."
    prompt = next(iter(alone.prompter.sentences(text, ASL))).prompt
    encoded = alone.generator.encode(**alone.processor.pad([prompt]))
    model = alone.text_motion
    said = round(float(model.paces(encoded.hidden, encoded.mask).double().sum()))
    assert sum(len(chunk.pose) for chunk in stream(alone).sign(text)) == said
    with torch.no_grad():
        before = model.pace.say.bias.clone()
        model.pace.say.bias[STAY] += 1
    try:
        slower = round(float(model.paces(encoded.hidden, encoded.mask).double().sum()))
        assert slower > said
        assert sum(len(chunk.pose) for chunk in stream(alone).sign(text)) == slower
    finally:
        with torch.no_grad():
            model.pace.say.bias.copy_(before)


def test_the_limit_is_named_when_it_is_reached(alone):
    stride = alone.motion_tokenizer.config.stride
    chunks = list(stream(alone, max_new_tokens=2).sign("Mother eats bread."))
    assert [len(chunk.pose) for chunk in chunks] == [4] * (2 * stride // 4) + [0]
    assert [chunk.message for chunk in chunks] == [None] * (len(chunks) - 1) + [CUT_OFF]
    signed = make_text_signer("hybridsign", "asl", SigningOptions(max_steps=2), alone)("Mother eats bread.")
    assert len(signed.pose) == 2 * stride
    assert "cut off by the limit of steps: 'Mother eats bread.'" in signed.account()
    assert not [chunk.message for chunk in stream(alone).sign("Mother eats bread.") if chunk.message]


def test_sentences_go_on_without_a_jump(alone):
    motion, std = together(stream(alone).sign(TEXT)), alone.motion_tokenizer.std.numpy()
    seam = sum(len(chunk.pose) for chunk in stream(alone).sign("Mother eats bread."))
    steps = np.abs(np.diff(motion / std, axis=0)).mean(1)
    assert steps[seam - 1] < 3 * np.median(steps) + 0.05


def test_sessions_side_by_side_sign_what_each_would_sign_alone(alone, assert_same_motion):
    texts = ["Mother eats bread.", "Anna eats.", "Mother does not eat bread. Anna eats.", "Anna eats bread."]
    methods = ["hybridsign", "hybridsign", "hybridsign", "model"]
    pool = SessionPool(alone, 1)
    sessions = [pool.open(StreamSettings(ASL, method=method)) for method in methods]
    seen = {session: [] for session in sessions}
    for turn, (session, text) in enumerate(zip(sessions, texts, strict=True)):
        session.push(text)
        session.flush()
        for _ in range(turn):
            for who, chunk in pool.step():
                seen[who].append(chunk)
    while any(session.busy for session in sessions):
        for who, chunk in pool.step():
            seen[who].append(chunk)
    for session, text, method in zip(sessions, texts, methods, strict=True):
        own = list(SignStream(alone, StreamSettings(ASL, method=method)).sign(text))
        assert [(one.start, one.word, one.method) for one in seen[session]] == [
            (one.start, one.word, one.method) for one in own
        ]
        assert_same_motion(together(seen[session]), together(own))


def test_what_has_no_signs_is_signed_from_rest(alone):
    chunks = list(stream(alone, retrieval="none").sign("Mother eats bread."))
    assert np.isfinite(together(chunks)).all()
    assert not any(chunk.word for chunk in chunks)


def test_an_event_loop_gets_the_same(alone):
    async def live():
        async def captions():
            yield TEXT

        return [chunk async for chunk in sign_live(stream(alone), captions()) if chunk.text]

    assert np.array_equal(together(asyncio.run(live())), together(stream(alone).sign(TEXT)))


def test_a_model_without_the_part_says_so(pointing):
    missing = f"method: expected another one, as the model has no part {TEXT_MOTION}/ .*, got 'hybridsign'"
    with pytest.raises(InputError, match=missing):
        stream(pointing)
    with pytest.raises(InputError, match=missing):
        SessionPool(pointing).open(StreamSettings(ASL, method="hybridsign"))
    with pytest.raises(InputError, match=missing):
        make_text_signer("hybridsign", "asl", SigningOptions(), pointing)


def test_what_is_not_of_the_method_is_refused(alone):
    with pytest.raises(InputError, match="refine: expected method model or auto, got method hybridsign"):
        stream(alone, refine=False)
    for wrong, argument in (
        ({"sample": True}, "sample"),
        ({"no_refine": True}, "no_refine"),
        ({"speed": 2.0}, "speed"),
    ):
        with pytest.raises(InputError, match=f"{argument}: expected method .*, got method hybridsign"):
            make_text_signer("hybridsign", "asl", SigningOptions(**wrong), alone)
    with pytest.raises(InputError, match="signer"):
        make_text_signer("hybridsign", "asl", SigningOptions(signer=3), alone)
    with pytest.raises(InputError, match="max_steps: expected an integer of at least 1, got 0"):
        make_text_signer("hybridsign", "asl", SigningOptions(max_steps=0), alone)
