"""F1 against the formulas, term by term, in float64."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from signary.generator.fgdm.diffusion import add_noise, sample, sampling_times, signal_shares


def literal_shares(steps):
    """Nichol and Dhariwal's Eq. 17 with every β capped at 0.999."""

    def f(t):
        return math.cos((t / steps + 0.008) / 1.008 * math.pi / 2) ** 2

    product, shares = 1.0, []
    for t in range(steps):
        beta = min(1 - f(t + 1) / f(t), 0.999)
        product = product * (1 - beta)
        shares.append(product)
    return shares


def literal_ddim(network, start, noises, times, shares, eta):
    """Song et al.'s Eq. 12 and 16, number by number."""
    x = start.clone()
    for at, t in enumerate(times):
        now = shares[t]
        then = shares[times[at + 1]] if at + 1 < len(times) else 1.0
        clean = network(x, t)
        sigma = eta * math.sqrt((1 - then) / (1 - now)) * math.sqrt(1 - now / then)
        for i in range(len(x)):
            epsilon = (x[i] - math.sqrt(now) * clean[i]) / math.sqrt(1 - now)
            x[i] = math.sqrt(then) * clean[i] + math.sqrt(max(0.0, 1 - then - sigma**2)) * epsilon
            x[i] = x[i] + sigma * noises[at][i]
    return x


def test_times_are_trailing():
    assert sampling_times(1000, 5) == [999, 799, 599, 399, 199]
    assert sampling_times(1000, 1) == [999]
    assert sampling_times(1000, 1000) == list(range(999, -1, -1))


@given(st.integers(1, 1200).flatmap(lambda steps: st.tuples(st.just(steps), st.integers(1, steps))))
def test_times_fall_from_the_last_step_and_none_comes_twice(steps):
    times = sampling_times(*steps)
    assert times[0] == steps[0] - 1
    assert times[-1] >= 0
    assert all(later < time for time, later in zip(times, times[1:], strict=False))


def test_shares_are_the_cosine_schedule():
    assert signal_shares(1000) == pytest.approx(literal_shares(1000), rel=1e-12)
    assert signal_shares(1000)[0] > 0.9999
    assert 0 < signal_shares(1000)[-1] < 1e-8


def test_noise_is_added_as_in_the_formula():
    clean, noise = torch.randn(3, 4, 5, 3).double(), torch.randn(3, 4, 5, 3).double()
    noisy = add_noise(clean, noise, torch.tensor([0, 500, 999]), 1000)
    for row, t in enumerate((0, 500, 999)):
        share = literal_shares(1000)[t]
        expected = math.sqrt(share) * clean[row] + math.sqrt(1 - share) * noise[row]
        assert torch.allclose(noisy[row], expected, atol=1e-14)


@pytest.mark.parametrize("eta", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("steps", [1, 2, 5, 20])
def test_sampling_is_the_literal_formula(eta, steps):
    generator = torch.Generator().manual_seed(4)
    noises = [torch.randn(7, generator=generator, dtype=torch.float64) for _ in range(steps + 1)]

    def network(x, t):
        return torch.tanh(0.7 * x + t / 1000)

    given = iter(noises)
    found = sample(
        lambda x, times: torch.stack([network(row, int(t)) for row, t in zip(x, times, strict=True)]),
        lambda: next(given)[None],
        1000,
        steps,
        eta,
    )
    times = sampling_times(1000, steps)
    expected = literal_ddim(network, noises[0], noises[1:], times, literal_shares(1000), eta)
    assert torch.allclose(found[0], expected, atol=1e-12)
    assert torch.isfinite(found).all()


@pytest.mark.parametrize("eta", [0.0, 1.0])
def test_float32_is_as_good_at_the_noisiest_step(eta):
    """There ᾱ is about 1e-9: 1 − ᾱ' − σ² in float32 would be below 0."""
    noises = torch.randn(6, 50, generator=torch.Generator().manual_seed(5), dtype=torch.float64)

    def run(dtype):
        given = iter(noises.to(dtype))
        return sample(lambda x, _: torch.tanh(x), lambda: next(given)[None], 1000, 5, eta)

    assert torch.allclose(run(torch.float32).double(), run(torch.float64), atol=1e-5)


@pytest.mark.parametrize("eta", [0.0, 1.0])
def test_diffusers_samples_the_same(eta):
    diffusers = pytest.importorskip("diffusers")
    scheduler = diffusers.DDIMScheduler(
        1000,
        beta_schedule="squaredcos_cap_v2",
        prediction_type="sample",
        timestep_spacing="trailing",
        clip_sample=False,
    )
    scheduler.alphas_cumprod = torch.tensor(signal_shares(1000), dtype=torch.float64)
    scheduler.final_alpha_cumprod = torch.ones((), dtype=torch.float64)
    scheduler.set_timesteps(5)
    noises = torch.randn(6, 1, 50, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
    x = noises[0]
    for at, time in enumerate(scheduler.timesteps):
        x = scheduler.step(torch.tanh(x), time, x, eta=eta, variance_noise=noises[at + 1]).prev_sample
    given = iter(noises)
    assert torch.allclose(sample(lambda x, _: torch.tanh(x), lambda: next(given), 1000, 5, eta), x, atol=1e-10)
