"""The cache of keys and values, under the name that the installed transformers has for it."""

import pytest
import torch
from transformers import DynamicCache, EncoderDecoderCache, MBartConfig
from transformers.models.mbart.modeling_mbart import MBartDecoder

from signary.io.errors import InputError
from signary.nn.installed_transformers import cache_keyword, cache_of, take_cache


@torch.no_grad()
def test_a_decoder_of_transformers_goes_on_from_the_cache_it_gave():
    torch.manual_seed(0)
    config = MBartConfig(
        vocab_size=20, d_model=16, decoder_layers=1, decoder_attention_heads=2, decoder_ffn_dim=16, use_cache=True
    )
    decoder = MBartDecoder(config).eval()
    tokens, states = torch.tensor([[3, 9, 4, 7, 2]]), torch.randn(1, 6, 16)
    whole = decoder(tokens, encoder_hidden_states=states).last_hidden_state
    cache, rows = None, []
    for piece in tokens.split([2, 1, 2], dim=1):
        out = decoder(piece, encoder_hidden_states=states, use_cache=True, **cache_keyword(cache))
        cache = cache_of(out)
        rows.append(out.last_hidden_state)
    assert cache.get_seq_length() == 5
    torch.testing.assert_close(torch.cat(rows, 1), whole, atol=1e-5, rtol=0)
    assert cache_of(decoder(tokens, encoder_hidden_states=states, use_cache=False)) is None


def test_either_name_is_taken_and_both_are_refused():
    cache = EncoderDecoderCache(DynamicCache(), DynamicCache())
    older = {"past_key_values": cache, "output_attentions": True}
    assert take_cache(None, older) is cache
    assert older == {"output_attentions": True}
    assert take_cache(cache, {"past_key_values": None}) is cache
    assert take_cache(None, {}) is None
    with pytest.raises(InputError, match="^past_key_values: expected none beside cache"):
        take_cache(cache, {"past_key_values": cache})
