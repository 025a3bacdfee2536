"""One motion fades into another: position and velocity go on, and nothing is left in the end."""

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from signary.pose.cross_fade import FADE, CrossFade
from signary.training.frames import joined


@given(st.floats(-2, 2), st.floats(-0.2, 0.2), st.integers(4, 30))
def test_a_fade_goes_on_as_the_motion_before_it(jump, velocity, frames):
    fade = CrossFade(torch.tensor([jump]).double(), torch.tensor([velocity]).double(), frames)
    # A frame is far from being the derivative at its beginning; much shorter ones are not.
    fine = CrossFade(fade.jump, fade.velocity / 1000, 1000 * (frames + 1) - 1)
    first = fine.offsets(0, 1)[0, 0]
    assert abs((first - jump) - velocity / 1000) < 1e-5
    assert fade.offsets(frames, 5).abs().max() == 0
    assert torch.equal(torch.cat([fade.offsets(0, 3), fade.offsets(3, frames - 3)]), fade.offsets(0, frames))


def test_a_fade_between_two_slopes_has_no_kink():
    before, after = np.arange(20.0)[:, None] * 0.05, np.zeros((20, 1))
    parts = [before.astype(np.float32), after.astype(np.float32)]
    whole = joined(parts, parts)
    steady = np.concatenate([before, before[-1] * (1 - np.arange(1, 21) / (FADE + 1)).clip(0)[:, None]])
    assert np.abs(np.diff(whole, 2, axis=0)).max() < np.abs(np.diff(steady, 2, axis=0)).max() / 2
    assert np.abs(whole[20 + FADE :]).max() == 0


def test_what_is_missing_has_no_way_to_go():
    before, after = np.full((5, 2), np.nan, np.float32), np.ones((12, 2), np.float32)
    assert np.array_equal(joined([before, after], [before, after])[5:], after)
