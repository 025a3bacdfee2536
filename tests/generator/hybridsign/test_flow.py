import math

import pytest
import torch
from torch import nn

from signary.generator.hybridsign import SelfForcing
from signary.generator.hybridsign.flow import average_velocity, between, flow_times, follow
from signary.generator.hybridsign.losses import adaptive_error, adaptive_weight
from signary.io.errors import InputError
from signary.training.hybridsign import go_on_from


def test_the_way_is_straight_from_noise_to_data():
    noise, data = torch.randn(2, 3), torch.randn(2, 3)
    at = [between(noise, data, torch.tensor(time)) for time in (0.0, 0.25, 1.0)]
    assert torch.equal(at[0], noise)
    assert torch.equal(at[2], data)
    assert torch.allclose((at[1] - at[0]) / 0.25, data - noise, atol=1e-6)


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_following_a_constant_velocity_arrives_in_any_number_of_steps(steps):
    noise, data = torch.randn(2, 3), torch.randn(2, 3)
    assert torch.allclose(follow(lambda x, now, later: data - noise, noise, steps), data, atol=1e-6)
    assert flow_times(steps)[0] == 0
    assert flow_times(steps)[-1] == 1


def test_more_steps_come_nearer_to_where_a_curved_flow_leads():
    start = torch.ones(1, dtype=torch.double)
    errors = [abs(follow(lambda x, now, later: x, start, steps).item() - math.e) for steps in (1, 2, 4, 8, 64)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.03


def test_average_velocity_is_that_of_a_flow_known_in_closed_form():
    """x' = a·x has u(x, t, r) = x·(e^{a(r − t)} − 1) / (r − t); a wrong sign would not reproduce it."""
    a, until = 0.7, torch.rand(50, 1, dtype=torch.double)
    times = until * torch.rand(50, 1, dtype=torch.double)

    def average(x, t):
        return x * torch.expm1(a * (until - t)) / (until - t)

    x = torch.randn(50, 1, dtype=torch.double)
    target = average_velocity(average, x, times, until - times, a * x)
    assert torch.allclose(target, average(x, times), atol=1e-12)


def test_one_step_samples_of_average_velocity_hit_a_mode():
    """Two modes in one dimension: the velocity at t = 0 points between them, the average velocity at one of them."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(3, 64), nn.SiLU(), nn.Linear(64, 64), nn.SiLU(), nn.Linear(64, 1))

    def u(x, t, r):
        return net(torch.cat([x, t, r - t], dim=-1))

    optimizer = torch.optim.Adam(net.parameters(), 2e-2)
    decay = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, 800)
    for _ in range(800):
        data, noise = torch.randint(2, (512, 1)) * 2.0 - 1, torch.randn(512, 1)
        times = torch.rand(512, 2).sort(dim=1).values
        t, r = times[:, :1], torch.where(torch.rand(512, 1) < 0.5, times[:, :1], times[:, 1:])
        x = between(noise, data, t)
        target = average_velocity(lambda x, t, r=r: u(x, t, r), x, t, r - t, data - noise)
        # Unweighted: a mean is asked for, and of two modes an error that counts less where it is large finds one.
        loss = (u(x, t, r) - target).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        decay.step()
    start = torch.randn(1000, 1)
    ends = start + u(start, torch.zeros(1000, 1), torch.ones(1000, 1))
    assert ((ends.abs() - 1).abs() < 0.5).float().mean() >= 0.9
    assert 0.4 < (ends > 0).float().mean() < 0.6


def test_the_adaptive_error_weighs_chunks_by_their_own_error():
    prediction = torch.tensor([[[1.0], [3.0], [10.0]]], requires_grad=True)
    known = torch.tensor([[[True], [True], [False]]])
    loss = adaptive_error(prediction, torch.zeros(1, 3, 1), known, torch.tensor([0, 0, 1]))
    assert loss.item() == pytest.approx(5 / 5.01)
    loss.backward()
    assert torch.allclose(prediction.grad[0, :, 0], torch.tensor([1.0, 3.0, 0.0]) / 5.01)


def test_a_model_of_average_velocities_trains_in_both_stages(make_model, text, motion):
    model = make_model(average_velocity=True, coarse_sigma=None).train()
    values, states, mask = motion(model, 2, 9), text(2), torch.arange(9)[None] < torch.tensor([[9], [5]])
    values[0, :3, :6] = torch.nan
    for stage in (model, SelfForcing(model)):
        stage.zero_grad()
        loss = stage(values, states, mask, chunk_frames=4).loss
        loss.backward()
        assert torch.isfinite(loss)
        assert all(torch.isfinite(parameter.grad).all() for parameter in model.parameters())


def test_its_velocity_is_asked_for_the_whole_step(make_model, text):
    model = make_model(average_velocity=True, coarse_sigma=None)
    state, x = model.start_stream(text()), torch.randn(1, 4, 150, dtype=torch.double)
    places = model.next_places(state, noisy=4)
    whole, half = (model.next_moves(state, places, x, (0.0, until), None).velocity for until in (1.0, 0.5))
    assert not torch.allclose(whole, half, atol=1e-4)
    seeds = [torch.Generator().manual_seed(1) for _ in range(2)]
    made = model.next_frames(state, steps=1, generator=seeds[0])[0].values
    start = model.flow_start((1, 4, 150), None, seeds[1])
    velocity = model.next_moves(state, places, start, (0.0, 1.0), None).velocity
    assert torch.allclose(made, (start + velocity) * model.std + model.mean, atol=1e-12)


@pytest.mark.parametrize("lookahead", [0, 2])
def test_a_refiner_of_average_velocities_trains(make_model, text, motion, lookahead):
    settings = {"own_past": 0.5, "jitter_weight": 0.5, "joint_weight": 1.0, "layout": "smplx", "start_share": 0.5}
    model = make_model(0.02, average_velocity=True, coarse_sigma=0.5, lookahead=lookahead, **settings).train()
    values, states, coarse = motion(model, 2, 9), text(2), motion(model, 2, 9)
    values[0, :3, :6] = torch.nan
    loss = model(values, states, coarse=coarse, chunk_frames=4).loss
    loss.backward()
    assert torch.isfinite(loss)
    assert all(torch.isfinite(parameter.grad).all() for parameter in model.parameters())
    assert model.network.span.second.weight.grad.abs().max() > 0


def test_chunks_that_are_far_off_count_no_more_than_others(make_model):
    error = torch.tensor([[[1.0], [3.0], [100.0], [100.0]]])
    known = torch.tensor([[[True], [True], [True], [False]]])
    weight = adaptive_weight(error, known, torch.tensor([0, 0, 1, 1]))
    assert torch.allclose(weight[0, :, 0], 1 / torch.tensor([5.01, 5.01, 1e4 + 0.01, 1e4 + 0.01]))


@torch.no_grad()
def test_what_goes_on_from_velocities_at_an_instant_begins_with_those(make_model, text, motion):
    start, model = make_model(), make_model(average_velocity=True)
    with pytest.raises(InputError, match=r"start_from: expected a model without network\.span.*, got shape"):
        go_on_from(model, start)
    go_on_from(start, model)
    model.network.coarse_error.copy_(start.network.coarse_error)
    states, coarse = text(), motion(start, 1, 8)
    both = [
        one.generate(states, coarse=coarse, steps=3, generator=torch.Generator().manual_seed(1))
        for one in (start, model)
    ]
    assert torch.allclose(both[0].values, both[1].values, atol=1e-9)
    trained = make_model(average_velocity=True)
    go_on_from(trained, model)
    assert torch.equal(model.network.span.second.weight, trained.network.span.second.weight)


@pytest.mark.parametrize("sigma", [None, 0.1])
def test_average_velocity_is_refused_where_there_is_no_forward_derivative(make_model, sigma):
    with pytest.raises(InputError, match="^average_velocity: expected False with the mixer rnn"):
        make_model(average_velocity=True, mixer="rnn", coarse_sigma=sigma)
