"""A refiner that looks ahead: streams against whole motions, and what a frame may know of frames to come."""

from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from signary.generator.hybridsign import HybridSignConfig, HybridSignModel, SelfForcing
from signary.generator.hybridsign.coarse_context import coarse_with_context, next_coarse_with_context
from signary.generator.hybridsign.frame_plan import FramePlan
from signary.generator.hybridsign.runs import FrameInputs
from signary.io.errors import InputError

AHEAD = {"lookahead": 4, "smoothing": 1.2}
CHUNKS = [1, 3, 4, 7]


def gaussian(coarse, at, last, first=0):
    """The coarse frame at a place, smoothed by the Gaussian itself, edges repeated."""
    weights = [torch.exp(torch.tensor(-0.5 * (step / 1.2) ** 2, dtype=torch.double)) for step in range(-4, 5)]
    seen = [coarse[:, min(max(at + step, first), last)] for step in range(-4, 5)]
    return sum(weight * frame for weight, frame in zip(weights, seen, strict=True)) / sum(weights)


def streamed(model, state, coarse, size, steps=2, seed=3):
    """Frames and their confidence in chunks that come with what follows them, the state and the flows' noise."""
    generator, made, noises = torch.Generator().manual_seed(seed), [], []
    edges = [*range(0, coarse.shape[1], size), coarse.shape[1]]
    for first, last in pairwise(edges):
        noise = torch.Generator()
        noise.set_state(generator.get_state())
        noises.append(torch.randn(len(coarse), last - first, coarse.shape[2], generator=noise, dtype=coarse.dtype))
        ahead = coarse[:, last : last + 4]
        frames, state = model.next_frames(state, coarse[:, first:last], None, steps, generator, ahead)
        made.append(frames)
    return *(torch.cat(parts, 1) for parts in zip(*made, strict=True)), state, torch.cat(noises, 1)


@torch.no_grad()
def forced(model, states, coarse, frames, confidence, noise, size, steps=2):
    """The same by full passes over two copies without a cache, smoothed and surrounded frame by frame."""
    count = frames.shape[1]
    clean, rough = (frames - model.mean) / model.std, (coarse - model.mean) / model.std
    smooth = torch.stack([gaussian(rough, at, count - 1) for at in range(count)], 1)
    around = torch.stack(
        [rough[:, [min(max(at + step, 0), count - 1) for step in range(-4, 5)]] for at in range(count)], 1
    )
    sizes = [size] * (count // size) + ([count % size] if count % size else [])
    plan = FramePlan(model.config.window, 0, count, tuple(sizes))
    mask = torch.ones(len(states), 1, states.shape[1], dtype=torch.bool)
    condition, places = (
        model.network.read(states, mask, None),
        model.network.places(plan, 0, torch.arange(count)[None]),
    )
    certainty = torch.cat([confidence, torch.ones_like(confidence)], 1)
    x = smooth + model.config.coarse_sigma * model.network.coarse_error * noise
    for step in range(steps):
        times = torch.tensor([[1.0] + [step / steps] * len(sizes)], dtype=clean.dtype)
        inputs = FrameInputs(
            torch.cat([clean, x], 1), certainty, smooth.repeat(1, 2, 1), times, around=around.repeat(1, 2, 1, 1)
        )
        x = x + model.network(inputs, places, condition).velocity / steps
    return x * model.std + model.mean


@pytest.mark.parametrize("size", CHUNKS)
@pytest.mark.parametrize("mixer", ["confidence", "rnn"])
@torch.no_grad()
def test_streamed_it_is_the_whole_and_one_teacher_forced_pass(make_model, text, motion, mixer, size):
    model, states = make_model(mixer=mixer, **AHEAD), text(2)
    coarse = motion(model, 2)
    frames, confidence, _, noise = streamed(model, model.start_stream(states), coarse, size)
    seed = torch.Generator().manual_seed(3)
    whole = model.generate(states, None, coarse, chunk_frames=size, steps=2, generator=seed)
    assert torch.allclose(frames, whole.values, atol=1e-9)
    assert torch.allclose(confidence, whole.confidence, atol=1e-9)
    again = forced(model, states, coarse, frames, confidence, noise, size)
    assert torch.allclose(frames, again, atol=1e-9)


@torch.no_grad()
def test_in_float32_it_is_exact_to_a_hundred_thousandth(make_model, text, motion):
    model = make_model(0.05, layout="smplx", **AHEAD).float()
    states, coarse = text().float(), motion(model).float()
    frames, confidence, _, noise = streamed(model, model.start_stream(states), coarse, 4, steps=4)
    model.double()
    given = (each.double() for each in (states, coarse, frames, confidence, noise))
    assert (frames - forced(model, *given, 4, steps=4)).abs().max() < 1e-5


@torch.no_grad()
def test_training_passes_see_what_streams_see(make_model, text, motion):
    model, states = make_model(coarse_sigma=0, **AHEAD), text(2)
    coarse = motion(model, 2, 11)
    frames, confidence, _, _ = streamed(model, model.start_stream(states), coarse, 4, steps=1)
    # Of true frames as a stream has made them, a pass in training makes the same, if its flows start at their start.
    model.config.start_share = 1.0
    model.config.hand_dropout = model.config.clean_jitter = 0.0
    model.train()
    moved = model(frames, states, confidence=confidence, coarse=coarse, chunk_frames=4).velocity
    rough = (coarse - model.mean) / model.std
    smooth = torch.stack([gaussian(rough, at, 10) for at in range(11)], 1)
    assert torch.allclose((smooth + moved) * model.std + model.mean, frames, atol=1e-9)


@pytest.mark.parametrize("size", CHUNKS)
@torch.no_grad()
def test_frames_know_nothing_beyond_their_look_ahead(make_model, text, motion, size):
    model, states = make_model(**AHEAD), text()
    coarse = motion(model)
    other = coarse.clone()
    other[:, 12:] += 1
    one, two = (streamed(model, model.start_stream(states), given, size)[0] for given in (coarse, other))
    # The first chunk of which a frame looks at frame 12.
    first = next(start for start in range(0, 20, size) if min(start + size, 20) - 1 + 4 >= 12)
    assert torch.equal(one[:, :first], two[:, :first])
    assert (one[:, first : first + size] - two[:, first : first + size]).abs().max() > 1e-4


@torch.no_grad()
def test_a_row_of_a_batch_is_the_row_alone(make_model, text, motion):
    model, states = make_model(coarse_sigma=0, **AHEAD), text(3)
    coarse = motion(model, 3, 11)
    together = model.generate(states, None, coarse, chunk_frames=3).values
    for row in range(3):
        one = slice(row, row + 1)
        alone = model.generate(states[one], None, coarse[one], chunk_frames=3).values
        assert torch.allclose(together[one], alone, atol=1e-9)


def test_padding_changes_neither_velocity_nor_loss(make_model, text, motion):
    model, states = make_model(coarse_sigma=0, **AHEAD), text(2)
    values, coarse = motion(model, 2, 12), motion(model, 2, 12)
    mask = torch.arange(12)[None] < torch.tensor([[12], [7]])
    # Flows without noise, at their start: nothing is drawn.
    model.config.start_share, model.config.hand_dropout, model.config.clean_jitter = 1.0, 0.0, 0.0
    model.train()
    losses, moved = [], None
    for garbage in (0.0, 1e3, torch.nan):
        padded, rough = (torch.where(mask[..., None], given, garbage) for given in (values, coarse))
        output = model(padded, states, mask, coarse=rough, chunk_frames=4)
        losses.append(output.loss.item())
        moved = output.velocity
    assert losses[0] == losses[1] == losses[2]
    alone = model(values[1:, :7], states[1:], coarse=coarse[1:, :7], chunk_frames=4).velocity
    assert torch.allclose(moved[1:, :7], alone, atol=1e-9)


@torch.no_grad()
def test_a_sentence_ends_before_the_next_is_known_and_begins_after_the_last(make_model, text, motion):
    model, states = make_model(coarse_sigma=0, **AHEAD), text()
    coarse = motion(model, 1, 16)
    first, _, state, _ = streamed(model, model.start_stream(states), coarse[:, :8], 4)
    alone = model.generate(states, None, coarse[:, :8], chunk_frames=4, steps=2).values
    assert torch.allclose(first, alone, atol=1e-9)
    assert torch.allclose(state.coarse_past * model.std + model.mean, coarse[:, 4:8])
    assert state.coarse_past.untyped_storage().nbytes() == state.coarse_past.nbytes
    positions = torch.cat([torch.arange(8), torch.arange(8)])[None]
    around = coarse_with_context(coarse, positions, torch.ones(1, 16, dtype=torch.bool), model.config)
    for at in range(16):
        last = 7 if at < 8 else 15
        assert torch.allclose(around.values[:, at], gaussian(coarse, at, last))
        assert torch.equal(around.around[:, at, 4], coarse[:, at])
        assert torch.equal(around.around[:, at, 8], coarse[:, min(at + 4, last)])
        assert torch.equal(around.around[:, at, 0], coarse[:, max(at - 4, 0)])


@given(
    st.lists(st.lists(st.integers(1, 6), min_size=1, max_size=4), min_size=1, max_size=3),
    st.integers(1, 5),
    st.sampled_from([0.0, 0.4, 2.0]),
)
def test_pieces_of_any_size_are_the_whole(sentences, lookahead, smoothing):
    config = HybridSignConfig(coarse_sigma=0, lookahead=lookahead, smoothing=smoothing)
    lengths = [sum(sizes) for sizes in sentences]
    coarse = torch.randn(2, sum(lengths), 3, dtype=torch.double)
    positions = torch.cat([torch.arange(length) for length in lengths])[None]
    mask = torch.ones(coarse.shape[:2], dtype=torch.bool)
    whole, past, parts = coarse_with_context(coarse, positions, mask, config), None, []
    for sentence, sizes in zip(coarse.split(lengths, 1), sentences, strict=True):
        first = 0
        for size in sizes:
            last = first + size
            ahead = sentence[:, last : last + lookahead]
            piece, past = next_coarse_with_context(sentence[:, first:last], past, ahead, config)
            parts.append(piece)
            first = last
    for together, pieces in zip(whole, zip(*parts, strict=True), strict=True):
        assert torch.allclose(together, torch.cat(pieces, 1), atol=1e-12)
    assert torch.equal(whole.part(1, 2).around, whole.around[:, 1:3])


@torch.no_grad()
def test_a_new_refiner_smooths(text):
    model = HybridSignModel(HybridSignConfig(hidden_size=16, joint_size=8, text_size=6, coarse_sigma=0, **AHEAD))
    coarse = torch.randn(1, 9, 133, dtype=torch.double)
    made = model.double().generate(text(), coarse=coarse).values
    smooth = torch.stack([gaussian(coarse, at, 8) for at in range(9)], 1)
    assert torch.allclose(made, smooth, atol=1e-6)


@torch.no_grad()
def test_without_smoothing_it_starts_from_coarse_motion_and_still_looks_ahead(make_model, text, motion):
    model, states = make_model(coarse_sigma=0, lookahead=2), text()
    coarse = motion(model, 1, 8)
    other = coarse.clone()
    other[:, 7] += 1
    usual, changed = (model.generate(states, coarse=given, chunk_frames=2).values for given in (coarse, other))
    assert torch.equal(usual[:, :4], changed[:, :4])
    assert (usual[:, 4:6] - changed[:, 4:6]).abs().max() > 1e-4
    for parameter in model.network.decoder.velocity.parameters():
        parameter.zero_()
    assert torch.allclose(model.generate(states, coarse=coarse).values, coarse, atol=1e-9)


def test_every_weight_gets_a_gradient_in_both_stages(make_model, text, motion):
    model = make_model(layout="smplx", own_past=0.5, joint_weight=1.0, jitter_weight=0.1, **AHEAD)
    for stage in (model, SelfForcing(model)):
        stage.zero_grad()
        stage.train()(motion(model, 2, 9), text(2), coarse=motion(model, 2, 9), chunk_frames=4).loss.backward()
        for name, parameter in stage.named_parameters():
            assert parameter.grad is not None, name
            assert torch.isfinite(parameter.grad).all(), name


def test_a_roll_out_with_one_step_is_what_a_stream_makes(make_model, text, motion):
    model, states = make_model(coarse_sigma=0, **AHEAD), text(2)
    values, coarse = motion(model, 2, 11), motion(model, 2, 11)
    made = SelfForcing(model)(values, states, coarse=coarse, chunk_frames=3, steps=1).made
    whole = model.generate(states, None, coarse, chunk_frames=3, steps=1).values
    assert torch.allclose(made * model.std + model.mean, whole, atol=1e-9)


@torch.no_grad()
def test_saved_and_loaded_it_is_the_same(make_model, text, motion, tmp_path, assert_same_weights, assert_same_motion):
    model = make_model(coarse_sigma=0, **AHEAD).float()
    model.save_pretrained(tmp_path)
    loaded = HybridSignModel.from_pretrained(tmp_path)
    assert_same_weights(model, loaded)
    states, coarse = text(), motion(model.double(), 1, 9)
    assert_same_motion(*(each.double().generate(states, coarse=coarse).values for each in (model, loaded)))


def test_errors_are_named(make_model, text, motion):
    model, plain, states = make_model(**AHEAD), make_model(), text()
    coarse, state = motion(model, 1, 4), model.start_stream(states)
    for message, call in {
        "expected the next 4 frames of coarse motion": lambda: model.next_frames(state, coarse),
        r"expected shape \(1, 0 to 4, 150\), got \(1, 5, 150\)": lambda: model.next_frames(
            state, coarse, ahead=motion(model, 1, 5)
        ),
        "expected finite numbers": lambda: model.next_frames(state, coarse, ahead=coarse * torch.nan),
        "expected none, as the model looks no frames ahead": lambda: plain.next_frames(
            plain.start_stream(states), coarse, ahead=coarse
        ),
    }.items():
        with pytest.raises(InputError, match=f"^ahead: {message}"):
            call()
