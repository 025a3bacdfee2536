import pytest
import torch

from signary.generator.hybridsign import HybridSignConfig, HybridSignModel, SelfForcing
from signary.generator.hybridsign.losses import MOTION_LOSSES
from signary.io.errors import InputError


@pytest.mark.parametrize("mixer", ["confidence", "rnn"])
def test_a_roll_out_with_one_step_is_what_a_stream_makes(make_model, text, motion, mixer):
    model, states = make_model(mixer=mixer, coarse_sigma=0), text(2)
    values, coarse = motion(model, 2, 11), motion(model, 2, 11)
    made = SelfForcing(model)(values, states, coarse=coarse, chunk_frames=3, steps=1).made
    streamed = model.generate(states, None, coarse, chunk_frames=3, steps=1).values
    assert torch.allclose(made * model.std + model.mean, streamed, atol=1e-9)


@pytest.mark.parametrize("layout", ["smplx", "phoenix50", "openpose137"])
def test_every_weight_gets_a_gradient(make_model, text, motion, layout):
    stage = SelfForcing(make_model(layout=layout, num_signers=2)).train()
    values = motion(stage.model, 2, 6)
    mask = torch.arange(6)[None] < torch.tensor([[6], [4]])
    values[1, :2, :3] = torch.nan
    coarse = torch.where(mask[..., None], motion(stage.model, 2, 6), torch.nan)
    output = stage(values, text(2), mask, coarse=coarse, signer=torch.tensor([0, 1]), chunk_frames=4)
    output.loss.backward()
    assert (output.motion_losses > 0).all()
    assert output.weights.sum().item() == pytest.approx(1, abs=1e-5)
    for name, parameter in stage.named_parameters():
        assert parameter.grad is not None, name
        assert torch.isfinite(parameter.grad).all(), name


@pytest.mark.parametrize("losses", [["joint"], ["soft_dtw", "bone"]])
def test_only_the_losses_that_are_wanted_are_balanced(make_model, text, motion, losses):
    model, states = make_model(coarse_sigma=0), text()
    values, coarse = motion(model, 1, 6), motion(model, 1, 6)
    every = SelfForcing(model)(values, states, coarse=coarse, steps=1)
    some = SelfForcing(model, losses)(values, states, coarse=coarse, steps=1)
    assert some.motion_losses.tolist() == [every.motion_losses[MOTION_LOSSES.index(name)] for name in losses]
    assert some.weights.sum().item() == pytest.approx(1)


@pytest.mark.parametrize("losses", [[], ["joint", "joint"], ["jerk"]])
def test_losses_that_are_none_are_named(make_model, losses):
    with pytest.raises(InputError, match="^losses: expected some of joint, bone, soft_dtw, change"):
        SelfForcing(make_model(), losses)


def test_it_learns(text):
    torch.manual_seed(1)
    config = HybridSignConfig(
        layout="phoenix50", hidden_size=16, joint_size=8, num_hidden_layers=1, text_size=6, coarse_sigma=0
    )
    stage, states = SelfForcing(HybridSignModel(config)), text(2).float()
    coarse = torch.randn(2, 8, 150)
    values = coarse + 0.5 * torch.randn(1, 1, 150)
    optimizer = torch.optim.AdamW(stage.parameters(), 5e-3)
    errors = []
    for _ in range(100):
        output = stage(values, states, coarse=coarse, chunk_frames=4, steps=2)
        errors.append(output.motion_losses.detach())
        optimizer.zero_grad()
        output.loss.backward()
        optimizer.step()
    # Changes begin without an error: what is missing stays the same.
    assert (sum(errors[-5:]) < 0.7 * sum(errors[:5]))[:3].all()


def test_errors_are_named(make_model, text, motion):
    stage = SelfForcing(make_model(coarse_sigma=None))
    values = motion(stage.model, 1, 4)
    for name in ("chunk_frames", "steps"):
        with pytest.raises(InputError, match=f"^{name}: expected at least 1, got 0"):
            stage(values, text(), **{name: 0})
