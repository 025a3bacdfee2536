"""Streams of motion side by side, each at its own frame, in its own sentence, with its own noise."""

from dataclasses import replace

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signary.generator.hybridsign.streams_side_by_side import next_frames_side_by_side
from signary.io.errors import InputError

MODELS = {
    "plain": {},
    "recurrent": {"mixer": "rnn"},
    "seams": {"seam_frames": 2.0, "num_experts": 1},
    "looks ahead": {"lookahead": 4, "smoothing": 1.0, "seam_frames": 3.0},
    "sees one frame": {"window": 1, "lookahead": 2},
    "knows what was seen": {"confidence_memory": 3},
}
STEPS = 2


def stretches(model, motion, text, guest):
    """What a stream says: sentences, each its text and coarse motion."""
    return [(text(1, tokens), motion(model, 1, frames)[0]) for tokens, frames in guest["sentences"]]


def chunks(model, stretch, size):
    """Coarse motion of each chunk, and what follows."""
    coarse, reach = stretch[1], model.config.lookahead
    for first in range(0, len(coarse), size):
        last = min(first + size, len(coarse))
        yield coarse[first:last], coarse[last : last + reach]


def turns_of(model, said, size):
    """What comes turn by turn: a text where a sentence begins, coarse motion, and what follows."""
    return [
        (None if at else stretch[0], *chunk)
        for stretch in said
        for at, chunk in enumerate(chunks(model, stretch, size))
    ]


def alone(model, said, size, seed):
    """Frames of one stream."""
    generator, state, made = torch.Generator().manual_seed(seed), None, []
    for stretch in said:
        state = model.start_stream(stretch[0]) if state is None else model.next_sentence(state, stretch[0])
        for coarse, ahead in chunks(model, stretch, size):
            follows = ahead[None] if model.config.lookahead else None
            frames, state = model.next_frames(state, coarse[None], steps=STEPS, generator=generator, ahead=follows)
            made.append(frames.values[0])
    return torch.cat(made), state


guests = st.fixed_dictionaries(
    {
        "comes": st.integers(0, 5),
        "size": st.sampled_from([1, 3, 4]),
        "sentences": st.lists(st.tuples(st.integers(0, 6), st.integers(1, 14)), min_size=1, max_size=2),
    }
)


@pytest.mark.parametrize("kind", MODELS)
@settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(guests, min_size=2, max_size=4))
@torch.no_grad()
def test_every_stream_is_as_alone(make_model, text, motion, kind, visitors):
    model = make_model(**MODELS[kind])
    said = [stretches(model, motion, text, guest) for guest in visitors]
    noise = [torch.Generator().manual_seed(at) for at in range(len(visitors))]
    todo = [
        [
            (stretch[0] if not at else None, *chunk)
            for stretch in each
            for at, chunk in enumerate(chunks(model, stretch, one["size"]))
        ]
        for each, one in zip(said, visitors, strict=True)
    ]
    states, made, turn = [None] * len(visitors), [[] for _ in visitors], 0
    while any(todo):
        going = [at for at, guest in enumerate(visitors) if guest["comes"] <= turn and todo[at]]
        # Those whose next chunks are of one length are made together.
        for count in {len(todo[at][0][1]) for at in going}:
            together = [at for at in going if len(todo[at][0][1]) == count]
            for at in together:
                if (begins := todo[at][0][0]) is not None:
                    old = states[at]
                    states[at] = model.start_stream(begins) if old is None else model.next_sentence(old, begins)
            next_ = [todo[at].pop(0) for at in together]
            found = next_frames_side_by_side(
                model,
                [states[at] for at in together],
                [each[1] for each in next_],
                [each[2] for each in next_],
                STEPS,
                [noise[at] for at in together],
            )
            for at, (frames, state) in zip(together, found, strict=True):
                made[at].append(frames)
                states[at] = state
            going = [at for at in going if at not in together]
        turn += 1
    for at, guest in enumerate(visitors):
        frames, state = alone(model, said[at], guest["size"], at)
        assert torch.allclose(torch.cat(made[at]), frames, atol=1e-9)
        assert (states[at].frame, states[at].sentence_frame) == (state.frame, state.sentence_frame)
        for own, other in zip(*(model.written(one).caches for one in (states[at], state)), strict=True):
            assert all(
                torch.allclose(*pair, atol=1e-9) for pair in zip(vars(own).values(), vars(other).values(), strict=True)
            )


@torch.no_grad()
def test_a_stream_keeps_nothing_of_its_neighbours_alive(make_model, text, motion):
    model = make_model()
    streams = [model.start_stream(text()) for _ in range(5)]
    coarse, noise = [motion(model, 1, 3)[0]] * 5, [torch.Generator()] * 5
    for _ in range(4):
        made = next_frames_side_by_side(model, streams, coarse, coarse, 1, noise)
        streams = [state for _, state in made]
    for state in streams:
        kept = [state.before, *state.unwritten[:2], state.unwritten.before, state.unwritten.coarse.values]
        kept += [facts for cache in state.caches for facts in vars(cache).values()]
        assert all(facts.untyped_storage().nbytes() == facts.nbytes for facts in kept)


@torch.no_grad()
def test_streams_that_cannot_stand_side_by_side(make_model, text, motion):
    model = make_model(num_signers=2)
    plain, signer, two = (
        model.start_stream(text()),
        model.start_stream(text(), signer=torch.tensor([1])),
        model.start_stream(text(2)),
    )
    coarse, noise = [motion(model, 1, 3)[0]] * 2, [None, None]
    with pytest.raises(InputError, match="streams: expected a signer for each, or for none, got 1 of 2"):
        next_frames_side_by_side(model, [plain, signer], coarse, coarse, 1, noise)
    with pytest.raises(InputError, match=r"streams: expected streams of one row each, got \[1, 2\]"):
        next_frames_side_by_side(model, [plain, two], coarse, coarse, 1, noise)
    other = replace(signer)
    generators = [torch.Generator().manual_seed(0) for _ in range(3)]
    made = next_frames_side_by_side(model, [signer, other], coarse, coarse, 1, generators[:2])
    frames, _ = model.next_frames(signer, coarse[0][None], steps=1, generator=generators[2])
    assert all(torch.allclose(each, frames.values[0], atol=1e-9) for each, _ in made)
