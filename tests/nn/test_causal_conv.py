import pytest
import torch

from signary.io.errors import InputError
from signary.nn import CausalConv1d
from signary.nn.causal_conv import FEW


@pytest.fixture(params=[(3, 1), (3, 9), (1, 1), (4, 2)], ids=str)
def conv(request):
    torch.manual_seed(0)
    return CausalConv1d(5, 6, *request.param).eval()


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 40])
def test_streamed_equals_offline_at_every_chunk_size(conv, chunk):
    x = torch.randn(2, 5, 40)
    whole, last = conv(x)
    pieces, cache = [], None
    for piece in x.split(chunk, dim=-1):
        y, cache = conv(piece, cache)
        pieces.append(y)
    assert torch.allclose(torch.cat(pieces, -1), whole, atol=1e-6)
    assert torch.equal(cache, last)


@pytest.mark.parametrize("frames", [1, 4, FEW // 2, FEW])
def test_few_frames_are_convolved_as_many(conv, frames, monkeypatch):
    """As one product, of pieces and of a beginning, whichever way gradients need."""
    x = torch.randn(2, 5, 40 + frames)
    expected, last = conv(x)
    with torch.no_grad():
        _, cache = conv(x[..., :40])
        found, after = conv(x[..., 40:], cache)
        beginning, _ = conv(x[..., :frames])
        monkeypatch.setattr(type(conv.conv), "forward", None)
        if 2 * frames <= FEW:
            conv(x[..., 40:], cache)
        else:
            with pytest.raises(TypeError):
                conv(x[..., 40:], cache)
    assert torch.allclose(found, expected[..., 40:], atol=1e-6)
    assert torch.allclose(beginning, expected[..., :frames], atol=1e-6)
    assert torch.equal(after, last)


def test_no_output_depends_on_later_input(conv):
    x = torch.randn(1, 5, 20)
    other = x.clone()
    other[..., 12:] += 1
    assert torch.equal(conv(x)[0][..., :12], conv(other)[0][..., :12])


def test_output_is_as_long_as_input(conv):
    assert conv(torch.randn(3, 5, 4))[0].shape == (3, 6, 4)


def test_cache_of_another_batch_is_refused():
    conv = CausalConv1d(5, 6, 3)
    _, cache = conv(torch.randn(2, 5, 4))
    with pytest.raises(InputError, match=r"cache: expected shape \(1, 5, 2\), got \(2, 5, 2\)"):
        conv(torch.randn(1, 5, 4), cache)


def test_cache_does_not_keep_the_input_alive():
    _, cache = CausalConv1d(5, 6, 3)(torch.randn(1, 5, 100))
    assert cache.untyped_storage().nbytes() == 5 * 2 * 4
