"""Roll-outs: the gradient of chunks one after another is that of one graph, in the memory of one chunk."""

from dataclasses import replace
from itertools import pairwise

import pytest
import torch

from signary.generator.hybridsign.coarse_context import coarse_with_context
from signary.generator.hybridsign.flow import flow_times
from signary.generator.hybridsign.generation_hybridsign import HybridSignState
from signary.generator.hybridsign.roll_out import RollOut, RollOutPlan, roll_out

ROWS, FRAMES = 2, 11


def in_one_graph(plan):
    """The roll-out as one graph of everything, chunk by chunk."""
    model, made, logits = plan.model, [], []
    state = HybridSignState(ROWS, model.network.read(*plan.text), plan.text[2])
    times = flow_times(plan.steps)
    for first in range(0, plan.shape[1], plan.chunk_frames):
        chunk = slice(first, min(first + plan.chunk_frames, plan.shape[1]))
        condition = state.condition
        mask = condition.text_mask[:, :, chunk] if condition.text_mask.shape[2] > 1 else condition.text_mask
        here, where = replace(state, condition=replace(condition, text_mask=mask)), plan.positions[:, chunk]
        coarse = None if plan.coarse is None else plan.coarse.part(first, chunk.stop - first)
        places = model.next_places(here, noisy=chunk.stop - first, in_sentence=where)
        x, said = model.flow_start((ROWS, chunk.stop - first, plan.shape[2]), coarse), []
        with torch.no_grad():
            for now, later in pairwise(times[: plan.step + 1]):
                moves = model.next_moves(here, places, x, (now, later), coarse)
                said.append(moves.confidence_logits)
                x = x + (later - now) * moves.velocity
        moves = model.next_moves(here, places, x, (times[plan.step], 1.0), coarse)
        said.append(moves.confidence_logits)
        frames = model.joined(x + (1 - times[plan.step]) * moves.velocity, coarse, here.before)
        made.append(frames)
        logits.append(moves.confidence_logits)
        with torch.no_grad():
            written = model.remember(here, frames.detach(), said[0].sigmoid(), coarse, where)
        state = replace(written, condition=condition)
    return RollOut(torch.cat(made, dim=1), torch.cat(logits, dim=1))


@pytest.fixture
def make_plan(make_model, text):
    def make(step=1, frames=FRAMES, chunk=4, sentences=1, **settings):
        model = make_model(num_signers=2, **settings)
        shape, layout = (ROWS, frames, len(model.mean)), model.config
        positions = torch.arange(frames)[None].expand(ROWS, -1).clone()
        states = text(ROWS, 5)
        seen = torch.ones(ROWS, 1, 5, dtype=torch.bool)
        if sentences > 1:
            # The second sentence begins within a chunk, elsewhere in each row.
            begins = torch.tensor([[5], [6]])
            positions -= torch.where(positions >= begins, begins, 0)
            later = torch.arange(frames)[None] >= begins
            seen = (torch.arange(5) < 2) ^ later[..., None]
        coarse = None
        if model.config.refines:
            rough = torch.randn(shape, dtype=torch.double)
            coarse = coarse_with_context(rough, positions, torch.ones(ROWS, frames, dtype=torch.bool), layout)
        return RollOutPlan(model, (states, seen, torch.tensor([1, 0])), positions, shape, coarse, chunk, 3, step)

    return make


def gradients(made, model, weights):
    model.zero_grad()
    sum((part * weight).sum() for part, weight in zip(made, weights, strict=True)).backward()
    return {name: None if one.grad is None else one.grad.clone() for name, one in model.named_parameters()}


@pytest.mark.parametrize(
    "settings",
    [
        {"coarse_sigma": None, "step": 0},
        {"coarse_sigma": None, "step": 2, "sentences": 2},
        {"mixer": "rnn"},
        {"lookahead": 2, "smoothing": 1.0, "seam_frames": 2.0, "num_experts": 4},
        {"coarse_sigma": None, "average_velocity": True},
    ],
    ids=str,
)
def test_the_gradient_is_that_of_one_graph(make_plan, settings):
    plan = make_plan(**settings)
    torch.manual_seed(1)
    made = roll_out(plan)
    torch.manual_seed(1)
    expected = in_one_graph(plan)
    weights = [torch.randn_like(part) for part in made]
    for one, other in zip(made, expected, strict=True):
        assert torch.allclose(one, other, atol=1e-10)
    own, others = (gradients(each, plan.model, weights) for each in (made, expected))
    assert any(one is not None and one.abs().max() > 1e-3 for one in others.values())
    for name, one in own.items():
        other = others[name]
        assert torch.allclose(one, torch.zeros_like(one) if other is None else other, atol=1e-9), name


def test_rows_that_are_in_other_sentences_hear_their_own(make_plan):
    plan = make_plan(coarse_sigma=None, sentences=2)
    states, seen, signer = plan.text
    torch.manual_seed(1)
    made = roll_out(plan).frames
    changed = states.clone()
    changed[:, 2:] += 1
    torch.manual_seed(1)
    other = roll_out(replace(plan, text=(changed, seen, signer))).frames
    same = ((made - other).abs() < 1e-12).all(-1)
    # A frame of a chunk sees the others: what is said in the second sentence is heard from its chunk on, not before.
    assert same[:, :4].all()
    assert not same[:, 6:].any()


def test_motion_goes_on_from_what_is_given_as_a_stream_would(make_plan):
    plan = make_plan(coarse_sigma=None, frames=12, step=2)
    given, model = torch.randn(ROWS, 4, plan.shape[2], dtype=torch.double), plan.model
    torch.manual_seed(1)
    made = roll_out(replace(plan, given=given))
    assert torch.equal(made.frames[:, :4], given)
    torch.manual_seed(1)
    state = model.start_stream(plan.text[0], None, plan.text[2])
    with torch.no_grad():
        state = model.remember(state, given, torch.ones_like(made.confidence_logits[:, :4]), None)
    for first in (4, 8):
        frames, state = model.next_frames(state, chunk_frames=4, steps=plan.steps)
        ours = made.frames[:, first : first + 4] * model.std + model.mean
        assert torch.allclose(ours, frames.values, atol=1e-9)
    found = gradients(RollOut(*(part[:, :4] for part in made)), model, [1, 1])
    assert not any(one.any() for one in found.values())


def held_at_most(plan, run):
    """Most bytes that graphs hold at any time in a forward and backward pass."""
    live, most = [0], [0]

    class Held:
        def __init__(self, tensor):
            # Detached: an output would hold its graph, which holds this.
            self.tensor, self.size = tensor.detach(), tensor.numel() * tensor.element_size()
            live[0] += self.size
            most[0] = max(most[0], live[0])

        def __del__(self):
            live[0] -= self.size

    with torch.autograd.graph.saved_tensors_hooks(Held, lambda held: held.tensor):
        made = run(plan)
        (made.frames.square().mean() + made.confidence_logits.mean()).backward()
    return most[0]


def test_memory_does_not_grow_with_chunks(make_plan):
    short, long = (make_plan(coarse_sigma=None, frames=frames, window=4) for frames in (12, 48))
    chunked, whole = ([held_at_most(plan, run) for plan in (short, long)] for run in (roll_out, in_one_graph))
    frames = (long.shape[1] - short.shape[1]) * ROWS * long.shape[2] * 8
    # Beside one chunk's graph only what the loss itself keeps of the motion.
    assert chunked[1] - chunked[0] < 3 * frames
    assert whole[1] > 3 * whole[0]
    assert chunked[1] < whole[1] / 4
