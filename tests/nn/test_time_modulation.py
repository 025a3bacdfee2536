import torch
from torch.nn import functional

from signary.nn.adaptive_norm import Modulation, adaptive_norm
from signary.nn.time_embedding import TimeEmbedding


def test_times_of_a_flow_have_embeddings_that_differ():
    torch.manual_seed(0)
    embedded = TimeEmbedding(16)(torch.linspace(0, 1, 50)[:, None])
    assert embedded.shape == (50, 1, 16)
    assert torch.cdist(embedded[:, 0], embedded[:, 0]).fill_diagonal_(1).min() > 1e-3


def test_without_modulation_it_is_a_layer_norm():
    x = torch.randn(2, 3, 8)
    nothing = torch.zeros(8)
    assert torch.allclose(adaptive_norm(x, nothing, nothing), functional.layer_norm(x, (8,)))
    assert torch.allclose(adaptive_norm(x, nothing + 2, nothing + 1), 2 * functional.layer_norm(x, (8,)) + 2)


def test_networks_share_a_modulation_but_for_their_tables():
    modulation, shared = Modulation(3, 2, 4), torch.randn(2, 5, 8)
    shift, scale = modulation(shared)
    assert shift.shape == scale.shape == (3, 2, 5, 4)
    assert torch.allclose(shift[1], shared[..., :4] + modulation.table[1, ..., :4])
    assert torch.allclose(scale[2], shared[..., 4:] + modulation.table[2, ..., 4:])
