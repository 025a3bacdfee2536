"""Streaming: the same motion as all at once, one chunk after another, whatever happens to the reader."""

import asyncio
import gc
import weakref
from itertools import groupby, pairwise

import numpy as np
import pytest
import torch

from signary.generator.hybridsign import HybridSignConfig, HybridSignModel
from signary.io.errors import InputError
from signary.pipelines.text_to_sign import TextToSignPipeline
from signary.streaming.asynchronous import sign_live

TEXT = "Hello! Mother eats bread. Hello!"


def with_refiner(tiny, **settings):
    """The tiny model with a refiner that was never trained, but moves everything."""
    torch.manual_seed(0)
    config = HybridSignConfig(
        hidden_size=16,
        joint_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        text_size=tiny.generator.config.d_model,
        window=8,
        coarse_sigma=0.1,
        **settings,
    )
    refiner = HybridSignModel(config).eval()
    refiner.set_statistics(tiny.motion_tokenizer.mean, tiny.motion_tokenizer.std)
    for parameter in refiner.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    return TextToSignPipeline(tiny.generator, bundle=tiny.with_refiner(refiner), device="cpu")


@pytest.fixture(scope="module")
def refining(tiny):
    """With a refiner that sees nothing that follows."""
    return with_refiner(tiny)


@pytest.fixture(scope="module")
def looking_ahead(tiny):
    """With a refiner that looks ahead."""
    return with_refiner(tiny, lookahead=4, smoothing=1.0)


def together(chunks):
    return np.concatenate([chunk.pose.values for chunk in chunks])


@pytest.mark.parametrize("chunk_frames", [1, 3, 4, 7, 100])
def test_a_stream_is_the_whole_in_pieces(sign, chunk_frames):
    whole = sign(TEXT, language="asl")["pose"].values
    chunks = list(sign.stream(TEXT, "asl", chunk_frames=chunk_frames))
    assert np.allclose(together(chunks), whole, atol=1e-5)
    assert [chunk.start for chunk in chunks] == list(np.cumsum([0, *(len(chunk.pose) for chunk in chunks[:-1])]))
    assert max(len(chunk.pose) for chunk in chunks) <= chunk_frames
    assert list(dict.fromkeys(chunk.text for chunk in chunks)) == ["Hello!", "Mother eats bread."]


def test_the_refiner_says_how_many_steps_its_flow_takes(tiny):
    by_itself, told = with_refiner(tiny, flow_steps=2), with_refiner(tiny)
    two = together(by_itself.stream(TEXT, "asl"))
    assert np.array_equal(two, together(told.stream(TEXT, "asl", flow_steps=2)))
    assert np.allclose(two, by_itself(TEXT, language="asl")["pose"].values, atol=1e-5)
    assert not np.allclose(two, together(told.stream(TEXT, "asl")), atol=1e-4)


def test_a_refined_stream_is_the_refined_whole_in_pieces(refining, sign):
    whole = refining(TEXT, language="asl")["pose"].values
    assert np.allclose(together(refining.stream(TEXT, "asl")), whole, atol=1e-5)
    coarse = sign(TEXT, language="asl")["pose"].values
    assert np.allclose(refining(TEXT, language="asl", refine=False)["pose"].values, coarse, atol=1e-6)
    assert np.allclose(together(refining.stream(TEXT, "asl", refine=False)), coarse, atol=1e-5)
    assert not np.allclose(whole, coarse, atol=1e-3)


@pytest.mark.parametrize("chunk_frames", [1, 3, 4, 7, 100])
def test_a_stream_that_looks_ahead_comes_in_whole_chunks(looking_ahead, sign, chunk_frames):
    chunks = list(looking_ahead.stream(TEXT, "asl", chunk_frames=chunk_frames))
    plain = list(sign.stream(TEXT, "asl", chunk_frames=chunk_frames))
    told = [[(chunk.start, len(chunk.pose), chunk.text, chunk.message) for chunk in each] for each in (chunks, plain)]
    assert told[0] == told[1]
    if chunk_frames == 4:
        whole = looking_ahead(TEXT, language="asl")["pose"].values
        assert np.allclose(together(chunks), whole, atol=1e-5)
        assert np.abs(together(plain) - whole).max() > 1e-3


def test_it_shows_a_chunk_as_soon_as_what_follows_is_decided(looking_ahead, monkeypatch):
    decoded, tokenizer = [], type(looking_ahead.bundle.motion_tokenizer)
    decode = tokenizer.decode

    def counted(self, *arguments):
        decoded.append(len(arguments[0][0]))
        return decode(self, *arguments)

    monkeypatch.setattr(tokenizer, "decode", counted)
    chunks = looking_ahead.stream("Mother eats bread.", "asl")
    for pulled in range(1, 4):
        next(chunks)
        assert decoded == [1] * (pulled + 1)
    assert len(list(chunks)) + 3 == len(decoded)


def test_sentences_follow_a_look_ahead_without_a_jump(looking_ahead, sign):
    chunks = list(looking_ahead.stream(TEXT, "asl"))
    steps = np.abs(np.diff(together(chunks), axis=0)).max(1)
    seams = [chunk.start for before, chunk in pairwise(chunks) if before.text != chunk.text]
    assert len(seams) == 2
    usual = np.quantile(np.delete(steps, [at - 1 for at in seams]), 0.9)
    assert all(steps[at - 1] <= usual + 1e-3 for at in seams)


@pytest.mark.parametrize("pulled", [1, 3, 5])
def test_a_dropped_look_ahead_leaves_a_usable_session(looking_ahead, pulled):
    session = looking_ahead.open_stream("asl")
    chunks = session.push("Mother eats bread. Hello!")
    last = [next(chunks) for _ in range(pulled)][-1]
    after = list(session.push("Hello!"))
    assert list(chunks) == []
    assert [chunk.text for chunk in after] == ["Hello!"] * len(after)
    assert after[0].start == session.frames - sum(len(chunk.pose) for chunk in after) == 4 * pulled
    alone = list(looking_ahead.stream("Hello!", "asl"))
    assert len(after) == len(alone)
    jumps = [np.abs(first.pose.values[0] - last.pose.values[-1]).max() for first in (after[0], alone[0])]
    assert jumps[0] <= jumps[1] + 0.05
    # Rest, and what is signed after it, begin anew.
    (rest,) = session.idle(4)
    assert rest.start == session.frames - 4
    assert {chunk.text for chunk in session.sign("Hello!")} == {"Hello!"}
    session.reset()
    assert np.allclose(together(session.sign(TEXT)), together(looking_ahead.stream(TEXT, "asl")), atol=1e-6)


def test_refined_batches_are_each_alone(refining):
    texts = [TEXT, "Hello!", "Mother eats bread."]
    for together_, text in zip(refining(texts, language="asl", batch_size=3), texts, strict=True):
        alone = refining(text, language="asl")["pose"].values
        assert np.allclose(together_["pose"].values, alone, atol=1e-4)


def test_letters_one_by_one_are_signed_as_the_whole_text(sign):
    session, chunks = sign.open_stream("asl"), []
    for letter in TEXT:
        chunks += session.push(letter)
    chunks += session.flush()
    assert np.allclose(together(chunks), together(sign.stream(TEXT, "asl")), atol=1e-6)


def test_nothing_is_computed_before_it_is_pulled(sign, monkeypatch):
    session, decoded = sign.open_stream("asl"), []
    decode = type(sign.bundle.motion_tokenizer).decode

    def counted(self, *arguments):
        decoded.append(len(arguments[0][0]))
        return decode(self, *arguments)

    monkeypatch.setattr(type(sign.bundle.motion_tokenizer), "decode", counted)
    chunks = session.push("Mother eats bread.")
    assert decoded == []
    for pulled in range(1, 4):
        next(chunks)
        assert decoded == [1] * pulled


def test_a_dropped_iterator_leaves_a_usable_session_and_nothing_behind(refining):
    session = refining.open_stream("asl")
    chunks = session.push("Mother eats bread. Hello!")
    last = [next(chunks) for _ in range(3)][-1]
    assert session.frames == 12
    gone = weakref.ref(session._pulled)
    del chunks
    after = next(session.push("Hello!"))
    gc.collect()
    assert gone() is None
    assert (after.start, after.text) == (12, "Hello!")
    # No jump: the hands go on from where they were.
    alone = next(refining.stream("Hello!", "asl", refine=False)).pose.values[0]
    assert np.abs(after.pose.values[0] - last.pose.values[-1]).max() < np.abs(alone - last.pose.values[-1]).max() + 0.5
    session.reset()
    assert session.frames == 0
    assert np.allclose(together(session.sign(TEXT)), together(refining.stream(TEXT, "asl")), atol=1e-6)


def test_a_new_iterator_cancels_the_one_before(sign):
    session = sign.open_stream("asl")
    first = session.push("Mother eats bread.")
    next(first)
    second = session.push("Hello!")
    assert list(first) == []
    assert [chunk.text for chunk in second][0] == "Hello!"


def test_rest_is_reached_and_breathes(sign):
    session = sign.open_stream("asl")
    signed = list(session.push("Hello!"))[-1]
    (resting,) = session.idle(50)
    assert (resting.text, resting.message, resting.start) == (None, None, signed.start + len(signed.pose))
    frames = resting.pose.values
    assert np.abs(np.diff(frames, axis=0)).max() < np.abs(frames[-1] - signed.pose.values[-1]).max() / 2
    (later,) = session.idle(25)
    moved = np.abs(later.pose.values[-1] - frames[-1])
    assert 0 < moved.max() < 0.03


def test_words_without_an_end_are_signed_after_a_second(sign):
    session, now = sign.open_stream("asl"), 0.0
    session.text._clock = lambda: now
    assert list(session.push("Mother eats bread")) == []
    assert [chunk.text for chunk in session.idle()] == [None]
    now = 1.1
    assert {chunk.text for chunk in session.idle()} == {"Mother eats bread"}
    assert [chunk.text for chunk in session.idle()] == [None]


def texts_and_messages(chunks):
    return list(dict.fromkeys((chunk.text, chunk.message) for chunk in chunks if chunk.message))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("bread " * 200 + ".", "a sentence of 200 words"),
        ("Mother eats bread, " * 200, "no end within 2,000 characters"),
        ("bread" * 120, "text: expected a prompt of at most 128 tokens"),
        ("Mother eats bread, " * 10 + "so " * 5 + "\n", "text: expected a prompt of at most 128 tokens"),
    ],
)
def test_what_is_too_long_is_signed_in_pieces_that_say_so(sign, text, why):
    chunks = list(sign.stream(text, "asl"))
    told = [(piece, message) for piece, message in texts_and_messages(chunks) if message.startswith("cut, part ")]
    assert len(told) > 1
    assert any(why in message for _, message in told)
    # Every piece has motion, and the pieces are the text.
    assert all(sum(len(chunk.pose) for chunk in chunks if chunk.text == piece) > 4 for piece, _ in told)
    signed = [piece for piece, _ in groupby(chunk.text for chunk in chunks if chunk.message is None or len(chunk.pose))]
    assert set("".join(signed).replace(" ", "")) == set(text.replace(" ", "").strip())
    starts = [chunk.start for chunk in chunks]
    assert starts == list(np.cumsum([0, *(len(chunk.pose) for chunk in chunks[:-1])]))


def test_a_sentence_whose_end_is_not_signed_says_so(sign):
    chunks = list(sign.stream("Mother eats bread.", "asl", max_new_tokens=5))
    assert [len(chunk.pose) for chunk in chunks] == [4] * 5 + [0]
    assert [chunk.message for chunk in chunks[:-1]] == [None] * 5
    assert chunks[-1].message == "cut off by the limit of steps: the end of the sentence is not signed"
    assert chunks[-1].start == 20
    assert all(chunk.message is None for chunk in sign.stream("Mother eats bread.", "asl"))


def test_text_that_lost_letters_is_not_signed_but_told(sign):
    (chunk, *rest) = sign.stream("Gr\ufffdn. Hello!", "asl")
    assert chunk.message == "text: expected text without U+FFFD, which stands for what was lost, got 'Gr\ufffdn.'"
    assert {other.text for other in rest} == {"Hello!"}


@pytest.mark.parametrize("text", ["...", "😀", "Здравствуйте", "♥!"])
def test_what_cannot_be_signed_is_a_rest_with_a_message(sign, text):
    session = sign.open_stream("asl")
    (chunk,) = session.sign(text)
    assert chunk.message.startswith("text: expected")
    assert len(chunk.pose) == 4
    assert list(session.sign("Hello!"))[-1].message is None


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"chunk_frames": 0}, "chunk_frames: expected an integer of at least 1, got 0"),
        ({"flow_steps": 0}, "flow_steps: expected"),
        ({"max_new_tokens": 2.5}, "max_new_tokens: expected"),
        ({"language": "csl"}, "language: expected one of asl"),
        ({"language": None}, "language: expected one of asl, dgs, got none"),
        ({"signer": 9}, "signer: expected 0 to 1, got 9"),
        ({"retrieval": "rarely"}, "retrieval: expected one of"),
        ({"hurry": True}, "stream: expected settings among"),
    ],
)
def test_settings_are_checked_before_anything_is_signed(sign, settings, words):
    with pytest.raises(InputError, match=words):
        sign.stream("Hello!", **{"language": "asl", **settings})


def test_threads_are_given_back(sign):
    torch.set_num_threads(2)
    try:
        for chunk in sign.stream("Hello!", "asl"):
            assert len(chunk.pose) == 4
            assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(1)


def test_live_text_in_an_event_loop(sign):
    async def typed():
        for piece in ("Hel", "lo! Mother eats", " bread"):
            await asyncio.sleep(0)
            yield piece

    async def collect(session):
        return [chunk async for chunk in sign_live(session, typed())]

    chunks = asyncio.run(collect(sign.open_stream("asl")))
    assert [chunk.text for chunk in chunks][0] == "Hello!"
    assert chunks[-1].text == "Mother eats bread"


def test_silence_in_an_event_loop(sign):
    async def hesitates():
        yield "Hello"
        await asyncio.sleep(1.3)
        yield " Mother eats bread"

    async def texts(session):
        return [chunk.text async for chunk in sign_live(session, hesitates())]

    assert list(dict.fromkeys(asyncio.run(texts(sign.open_stream("asl"))))) == ["Hello", "Mother eats bread"]
