"""Windows hold every frame once, batches mask their padding, statistics equal numpy's."""

import numpy as np
import pytest

from signary.training.poses import PoseWindows, pad_poses, statistics

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("length", [5, 32, 33, 64, 79, 80])
def test_windows_hold_every_frame_once(length):
    sequence = RNG.normal(size=(length, 3)).astype(np.float32)
    windows = PoseWindows([sequence], 32)
    assert np.array_equal(np.concatenate([windows[at] for at in range(len(windows))]), sequence)
    assert all(16 <= count < 48 for count in windows.lengths) or length < 16


def test_batches_repeat_the_last_frame_and_mask_it():
    windows = [RNG.normal(size=(count, 2)).astype(np.float32) for count in (3, 5)]
    batch = pad_poses(windows)
    assert batch.values.shape == (2, 5, 2)
    assert batch.mask.tolist() == [[True] * 3 + [False] * 2, [True] * 5]
    assert np.array_equal(batch.values[0, 4].numpy(), windows[0][-1])


def test_statistics_ignore_what_is_missing():
    sequences = [RNG.normal(2, 3, (40, 4)), RNG.normal(-1, 1, (10, 4))]
    sequences[0][3:20, 1] = np.nan
    mean, deviation = statistics(sequences)
    frames = np.concatenate(sequences)
    assert np.allclose(mean, np.nanmean(frames, 0))
    assert np.allclose(deviation, np.nanstd(frames, 0))


def test_empty_data_is_refused():
    with pytest.raises(ValueError, match="sequences: expected every number seen"):
        statistics([np.full((3, 2), np.nan)])
    with pytest.raises(ValueError, match="frames: expected at least 16"):
        PoseWindows([np.zeros((20, 2))], 8)
