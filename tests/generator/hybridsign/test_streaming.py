"""Streams against computations that have no cache and no stream."""

import math

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signary.generator.hybridsign import HybridSignConfig, HybridSignModel
from signary.generator.hybridsign.frame_plan import FramePlan
from signary.generator.hybridsign.runs import FrameInputs
from signary.io.errors import InputError

MIXERS = ("confidence", "causal", "rnn")
#: Chunks of one frame to beyond the window of 6, and a mixture.
SIZES = ([1] * 20, [3] * 6 + [2], [7, 7, 6], [13, 7], [20], [4, 1, 9, 2, 4])


def teacher_forced(model, text_states, coarse, frames, confidence, noise, sizes, steps, positions=None, mask=None):
    """Frames by the two-copy pass: the clean copy is what a stream has made, the noisy one starts from its noise."""
    coarse, clean = (coarse - model.mean) / model.std, (frames - model.mean) / model.std
    plan = FramePlan(model.config.window, 0, frames.shape[1], tuple(sizes))
    mask = torch.ones(len(frames), 1, text_states.shape[1], dtype=torch.bool) if mask is None else mask
    positions = torch.arange(frames.shape[1])[None] if positions is None else positions
    condition, places = model.network.read(text_states, mask, None), model.network.places(plan, 0, positions)
    x = coarse + model.config.coarse_sigma * model.network.coarse_error * noise
    certainty = torch.cat([confidence, torch.ones_like(confidence)], 1)
    said = None
    for step in range(steps):
        times = torch.tensor([[1.0] + [step / steps] * len(sizes)], dtype=torch.double)
        inputs = FrameInputs(torch.cat([clean, x], 1), certainty, torch.cat([coarse, coarse], 1), times)
        moves = model.network(inputs, places, condition)
        x = x + moves.velocity / steps
        said = moves.confidence_logits.sigmoid() if said is None else said
    return x * model.std + model.mean, said


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize(("mixer", "memory"), [*((mixer, 0) for mixer in MIXERS), ("confidence", 5)])
@torch.no_grad()
def test_a_stream_is_one_teacher_forced_pass_over_what_it_made(make_model, text, motion, stream, mixer, memory, sizes):
    model, states = make_model(mixer=mixer, confidence_memory=memory), text(2)
    coarse = motion(model, 2)
    frames, confidence, noise, _ = stream(model, model.start_stream(states), coarse, sizes, 3)
    again, said = teacher_forced(model, states, coarse, frames, confidence, noise, sizes, 3)
    assert torch.allclose(frames, again, atol=1e-9)
    assert torch.allclose(confidence, said, atol=1e-9)


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@torch.no_grad()
def test_a_chunk_goes_on_from_what_the_one_before_was_given(make_model, text, motion, stream, sizes):
    model, states = make_model(0.05, seam_frames=2), text(2)
    coarse = motion(model, 2)
    frames, confidence, noise, _ = stream(model, model.start_stream(states), coarse, sizes, 3)
    said, _ = teacher_forced(model, states, coarse, frames, confidence, noise, sizes, 3)
    first = 0
    for size in sizes:
        before = frames[:, first - 1] - coarse[:, first - 1] if first else torch.zeros_like(coarse[:, 0])
        step = before - (said[:, first] - coarse[:, first])
        for at in range(size):
            expected = said[:, first + at] + step * math.exp(-(at + 1) / 2)
            assert torch.allclose(frames[:, first + at], expected, atol=1e-9)
        first += size
    assert not torch.allclose(frames, said, atol=1e-3)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(1, 12), st.sampled_from([1, 3, 4]))
@torch.no_grad()
def test_any_chunks_any_window_any_experts(make_model, text, motion, stream, sizes, window, num_experts):
    model, states = make_model(window=window, num_experts=num_experts, num_hidden_layers=3), text()
    coarse = motion(model, 1, sum(sizes))
    frames, confidence, noise, _ = stream(model, model.start_stream(states), coarse, sizes, 1)
    again, _ = teacher_forced(model, states, coarse, frames, confidence, noise, sizes, 1)
    assert torch.allclose(frames, again, atol=1e-9)


@torch.no_grad()
def test_in_float32_a_stream_is_exact_to_a_hundred_thousandth(make_model, text, motion, stream):
    model = make_model(0.05, layout="smplx").float()
    states, coarse = text(1).float(), motion(model).float()
    frames, confidence, _, _ = stream(model, model.start_stream(states), coarse, [7, 1, 12], 4)
    seed = torch.Generator().manual_seed(3)
    noise = torch.cat([torch.randn(1, count, 133, generator=seed) for count in (7, 1, 12)], 1)
    again, _ = teacher_forced(
        model.double(), states.double(), coarse.double(), frames, confidence, noise, [7, 1, 12], 4
    )
    assert (frames - again).abs().max() < 1e-5


@torch.no_grad()
def test_the_past_carries_over_to_the_next_sentence(make_model, text, motion, stream):
    model, first, second = make_model(), text(1, 4), text(1, 3)
    coarse, noises = motion(model), []
    state = model.start_stream(first)
    frames, confidence, noise, state = stream(model, state, coarse[:, :9], [4, 5], 2)
    noises.append(noise)
    state = model.next_sentence(state, second)
    more, sure, noise, _ = stream(model, state, coarse[:, 9:], [4, 7], 2, seed=4)
    frames, confidence = torch.cat([frames, more], 1), torch.cat([confidence, sure], 1)
    seen = torch.zeros(1, 20, 7, dtype=torch.bool)
    seen[:, :9, :4], seen[:, 9:, 4:] = True, True
    positions = torch.cat([torch.arange(9), torch.arange(11)])[None]
    again, _ = teacher_forced(
        model,
        torch.cat([first, second], 1),
        coarse,
        frames,
        confidence,
        torch.cat([*noises, noise], 1),
        [4, 5, 4, 7],
        2,
        positions,
        seen,
    )
    assert torch.allclose(frames, again, atol=1e-9)
    alone = stream(model, model.start_stream(second), coarse[:, 9:], [4, 7], 2, seed=4)[0]
    assert not torch.allclose(alone, more, atol=1e-3)


@pytest.mark.parametrize("mixer", MIXERS)
@torch.no_grad()
def test_later_coarse_frames_change_nothing_that_was_made(make_model, text, motion, stream, mixer):
    model, states = make_model(mixer=mixer), text()
    coarse = motion(model)
    other = coarse.clone()
    other[:, 8:] += 1
    one, two = (stream(model, model.start_stream(states), given, [4] * 5, 2)[0] for given in (coarse, other))
    assert torch.equal(one[:, :8], two[:, :8])
    assert not torch.allclose(one[:, 8:], two[:, 8:], atol=1e-3)


@torch.no_grad()
def test_a_state_can_be_gone_on_from_twice(make_model, text, motion):
    model, states = make_model(), text()
    coarse = motion(model, 1, 8)
    _, state = model.next_frames(model.start_stream(states), coarse)
    seeds = [torch.Generator().manual_seed(1) for _ in range(2)]
    one, two = (model.next_frames(state, coarse, generator=seed)[0].values for seed in seeds)
    assert torch.equal(one, two)


@pytest.mark.parametrize("steps", [1, 3])
@pytest.mark.parametrize(
    "kind",
    [
        *({"mixer": mixer} for mixer in MIXERS),
        {"coarse_sigma": None},
        {"num_signers": 2, "seam_frames": 2.0},
        {"average_velocity": True},
    ],
    ids=str,
)
@torch.no_grad()
def test_what_is_written_along_the_way_is_what_a_run_of_its_own_writes(make_model, text, motion, kind, steps):
    model = make_model(**kind)
    coarse = motion(model, 2, 14) if model.config.refines else None
    signer = torch.tensor([1, 0]) if model.config.num_signers else None
    start = model.start_stream(text(2), signer=signer)
    made = []
    for apart in (False, True):
        state, noise, frames = start, torch.Generator().manual_seed(5), []
        for first, size in ((0, 4), (4, 1), (5, 7), (12, 2)):
            piece = None if coarse is None else coarse[:, first : first + size]
            one, state = model.next_frames(state, piece, size, steps, noise)
            assert state.num_unwritten == size
            state = model.written(state) if apart else state
            frames.append(one)
        made.append((*(torch.cat(parts, 1) for parts in zip(*frames, strict=True)), model.written(state)))
    (values, sure, together), (others, certain, alone) = made
    assert torch.allclose(values, others, atol=1e-9)
    assert torch.allclose(sure, certain, atol=1e-9)
    for cache, other in zip(together.caches, alone.caches, strict=True):
        assert all(
            torch.allclose(*each, atol=1e-9) for each in zip(vars(cache).values(), vars(other).values(), strict=True)
        )


@pytest.mark.parametrize("steps", [1, 3])
@torch.no_grad()
def test_a_chunk_costs_as_many_runs_as_its_flow_has_steps(make_model, text, motion, monkeypatch, steps):
    model, runs = make_model(flow_steps=steps), []
    enter = model.network._enter
    monkeypatch.setattr(model.network, "_enter", lambda inputs, *rest: runs.append(inputs) or enter(inputs, *rest))
    model.generate(text(), coarse=motion(model, 1, 20), chunk_frames=4)
    assert len(runs) == 5 * steps
    assert [run.values.shape[1] for run in runs] == [4] * steps + [8, *[4] * (steps - 1)] * 4


@torch.no_grad()
def test_cache_and_numbers_do_not_grow(make_model, text):
    model = make_model(coarse_sigma=None)
    state = model.start_stream(text())
    for _ in range(5):
        _, state = model.next_frames(state, chunk_frames=4, steps=1)
    assert all(len(cache) == 5 for cache in state.caches)
    assert all(cache.keys.untyped_storage().nbytes() == cache.keys.nbytes for cache in state.caches)


@pytest.mark.parametrize("mixer", MIXERS)
@torch.no_grad()
def test_a_row_of_a_batch_is_the_row_alone(make_model, text, motion, mixer):
    # No noise: rows of a batch draw other noise than a row alone.
    model, states = make_model(mixer=mixer, coarse_sigma=0, num_signers=3), text(3)
    coarse, signer = motion(model, 3, 11), torch.tensor([2, 0, 1])
    mask = torch.arange(5)[None] < torch.tensor([[5], [2], [0]])
    garbage = torch.where(mask[..., None], states, torch.nan)
    together = model.generate(garbage, mask, coarse, signer=signer, chunk_frames=3)
    for row, tokens in enumerate((5, 2, 0)):
        one = slice(row, row + 1)
        alone = model.generate(states[one, :tokens], None, coarse[one], signer=signer[one], chunk_frames=3)
        assert torch.allclose(together.values[one], alone.values, atol=1e-9)
        assert torch.allclose(together.confidence[one], alone.confidence, atol=1e-9)


@torch.no_grad()
def test_every_condition_changes_the_motion(make_model, text, motion):
    model, states = make_model(coarse_sigma=0, num_signers=2), text()
    coarse = motion(model, 1, 8)

    def made(states, mask=None, coarse=coarse, signer=None):
        return model.generate(states, mask, coarse, signer=signer).values

    usual = made(states)
    nobody = torch.zeros(1, 5, dtype=torch.long)
    for other in (
        made(states + 1),
        made(states, nobody),
        made(states, coarse=coarse + 1),
        made(states, signer=torch.tensor([1])),
    ):
        assert (usual - other).abs().max() > 1e-3
    assert torch.allclose(made(states, nobody), made(states[:, :0]), atol=1e-12)


@pytest.mark.parametrize("steps", [1, 3])
@torch.no_grad()
def test_a_new_refiner_adds_nothing_but_what_it_takes_noise_for(text, steps):
    model = HybridSignModel(HybridSignConfig(hidden_size=16, joint_size=8, text_size=6, coarse_sigma=0.5))
    coarse = torch.randn(1, 6, 133)
    seed = torch.Generator().manual_seed(1)
    made = model.generate(text().float(), coarse=coarse, chunk_frames=6, steps=steps, generator=seed).values
    left = 0.5 * torch.randn(1, 6, 133, generator=torch.Generator().manual_seed(1))
    for step in range(steps):
        time = step / steps
        end = left * time / (time**2 + ((1 - time) * 0.5) ** 2)
        left = left + (end - left) / (1 - time) / steps
    assert torch.allclose(made, coarse + left, atol=1e-5)
    assert steps > 1 or torch.allclose(made, coarse, atol=1e-5)


@torch.no_grad()
def test_without_noise_one_step_of_a_refiner_is_as_good_as_many(make_model, text, motion):
    model = make_model(coarse_sigma=0)
    states, coarse = text(), motion(model, 1, 12)
    once, often = (model.generate(states, coarse=coarse, steps=steps).values for steps in (1, 5))
    assert torch.allclose(once, often, atol=1e-9)
    assert (once - coarse).abs().max() > 1e-2


@torch.no_grad()
def test_with_weights_in_bfloat16_motion_stays_precise(make_model, text, motion, tmp_path):
    model, states = make_model(0.05, coarse_sigma=0).float(), text().float()
    coarse = motion(model, 1, 8)
    model.save_pretrained(tmp_path)
    loaded = HybridSignModel.from_pretrained(tmp_path, dtype=torch.bfloat16)
    assert loaded.dtype == torch.bfloat16
    exact, rough = (one.generate(states, coarse=coarse).values for one in (model, loaded))
    assert rough.dtype == torch.float32
    assert not torch.equal(rough, exact)
    assert (rough - exact).abs().mean() < 0.02 * (exact - coarse).abs().mean()
    assert not torch.equal(rough, rough.bfloat16().float())


def test_errors_are_named(make_model, text, motion):
    model, plain, states = make_model(), make_model(coarse_sigma=None), text()
    coarse, state = motion(model, 1, 4), model.start_stream(states)
    for name, call in {
        "chunk_frames": lambda: plain.next_frames(plain.start_stream(states), chunk_frames=0),
        "steps": lambda: model.next_frames(state, coarse, steps=0),
        r"coarse: expected coarse motion": lambda: model.next_frames(state),
        r"coarse: expected none": lambda: plain.next_frames(plain.start_stream(states), coarse),
        r"coarse: expected shape \(1, 3, 150\), got \(1, 4, 150\)": lambda: model.next_frames(state, coarse, 3),
        "coarse: expected finite": lambda: model.next_frames(state, coarse * torch.nan),
        r"text_states: expected shape \(1, S, 6\)": lambda: model.start_stream(states[..., :5]),
        "text_states: expected finite": lambda: model.start_stream(states * torch.nan),
        "text_states: expected 1 rows": lambda: model.next_sentence(state, text(2)),
        "text_mask": lambda: model.start_stream(states, torch.ones(1, 4)),
        "signer: expected none": lambda: model.start_stream(states, None, torch.tensor([0])),
        "num_frames: expected either": lambda: plain.generate(states),
        "num_frames: expected at least 1": lambda: plain.generate(states, num_frames=0),
    }.items():
        with pytest.raises(InputError, match=f"^{name}"):
            call()
