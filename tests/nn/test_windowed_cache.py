import pytest
import torch

from signary.io.errors import InputError
from signary.nn.windowed_cache import WindowedCache


def cache(frames: int, rows: int = 2) -> WindowedCache:
    return WindowedCache(torch.randn(rows, 3, frames, 4), torch.randn(rows, 3, frames, 4), torch.randn(rows, frames))


def test_it_keeps_the_last_frames_in_order():
    first, second = cache(5), cache(4)
    both = first.extended(second)
    kept = both.last(6)
    assert (len(both), len(kept), len(first.last(6))) == (9, 6, 5)
    assert torch.equal(kept.keys[:, :, :2], first.keys[:, :, 3:])
    assert torch.equal(kept.values[:, :, 2:], second.values)
    assert torch.equal(kept.bias, torch.cat([first.bias, second.bias], 1)[:, 3:])


def test_a_window_of_nothing_keeps_nothing():
    assert len(cache(5).last(0)) == 0


def test_it_does_not_keep_older_frames_alive():
    kept = cache(100).last(3)
    for tensor in (kept.keys, kept.values, kept.bias):
        assert tensor.untyped_storage().nbytes() == tensor.nbytes


def test_a_cache_of_another_batch_is_refused():
    with pytest.raises(InputError, match="cache: expected one for 1 rows, got one for 2"):
        cache(5).extended(cache(5, rows=1))
