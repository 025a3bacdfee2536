"""mBART's decoder, one position at a time, with keys and values that are kept.

The layers are mBART's, with their own weights; their own `forward` serves training. A single position is all memory
traffic, every weight read once, and this is what their `forward` adds to it:

- in bfloat16 `F.linear` packs the weights anew at every call, for one row as for a thousand;
- a growing cache is copied at every step;
- rows that share a prompt (parallel decoding) would each have keys and values of it.

Legend: B samples, R = B·n decoder rows (n rows a sample), H attention heads, S prompt tokens, d model size.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

#: Positions that a memory has room for at first; room doubles when it is full.
ROOM = 64


@dataclass
class LayerMemory:
    """Keys and values of one decoder layer.

    Attributes:
        source_keys: Of the prompts, of shape (B, H, S, d / H).
        source_values: The same.
        keys: Of the decoder positions, of shape (R, H, room, d / H); unset behind the last position.
        values: The same.
    """

    source_keys: Tensor
    source_values: Tensor
    keys: Tensor
    values: Tensor

    def keep(self, position: int, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
        """Keep key and value (R, H, d / H) of a position; return those up to it, (R, H, position + 1, d / H)."""
        if position == self.keys.shape[2]:
            self.keys, self.values = _doubled(self.keys), _doubled(self.values)
        self.keys[:, :, position], self.values[:, :, position] = key, value
        return self.keys[:, :, : position + 1], self.values[:, :, : position + 1]


@dataclass
class DecoderMemory:
    """What the decoder remembers of the prompts and of its own past.

    Attributes:
        layers: Keys and values, layer by layer.
        mask: True where the prompts have a token, of shape (B, 1, 1, S), or None without padding.
        position: The next position.
    """

    layers: list[LayerMemory]
    mask: Tensor | None
    position: int = 0


def remember(decoder: Any, source: Tensor, mask: Tensor, rows: int) -> DecoderMemory:
    """Keys and values of the prompts, computed once.

    Args:
        decoder: mBART's decoder.
        source: Encoder states of shape (B, S, d).
        mask: 1 where there is a token, of shape (B, S).
        rows: Decoder rows a sample.
    """
    layers = []
    for layer in decoder.layers:
        attention = layer.encoder_attn
        heads, size = attention.num_heads, attention.head_dim
        keys, values = (
            project(source).view(*source.shape[:2], heads, size).transpose(1, 2).contiguous()
            for project in (attention.k_proj, attention.v_proj)
        )
        own = source.new_empty((len(source) * rows, heads, ROOM, size))
        layers.append(LayerMemory(keys, values, own, torch.empty_like(own)))
    known = mask.bool()
    return DecoderMemory(layers, None if bool(known.all()) else known[:, None, None])


def next_hidden(decoder: Any, memory: DecoderMemory, embedded: Tensor) -> Tensor:
    """Decoder output (R, d) at the next position, whose input embedding (R, d) has no position yet."""
    positions = decoder.embed_positions
    hidden = decoder.layernorm_embedding(embedded + positions.weight[memory.position + positions.offset])
    for layer, kept in zip(decoder.layers, memory.layers, strict=True):
        hidden = hidden + _attend_past(layer.self_attn, layer.self_attn_layer_norm(hidden), kept, memory.position)
        hidden = hidden + _attend_source(layer.encoder_attn, layer.encoder_attn_layer_norm(hidden), kept, memory.mask)
        inner = layer.activation_fn(_project(layer.fc1, layer.final_layer_norm(hidden)))
        hidden = hidden + _project(layer.fc2, inner)
    memory.position += 1
    return decoder.layer_norm(hidden)  # type: ignore[no-any-return]


def _attend_past(attention: Any, hidden: Tensor, kept: LayerMemory, position: int) -> Tensor:
    shape = (len(hidden), attention.num_heads, attention.head_dim)
    projections = (attention.q_proj, attention.k_proj, attention.v_proj)
    query, key, value = (_project(linear, hidden).view(shape) for linear in projections)  # (R, H, d / H)
    keys, values = kept.keep(position, key, value)
    mixed = F.scaled_dot_product_attention(query[:, :, None], keys, values)  # (R, H, 1, d / H)
    return _project(attention.out_proj, mixed.flatten(1))


def _attend_source(attention: Any, hidden: Tensor, kept: LayerMemory, mask: Tensor | None) -> Tensor:
    keys, heads = kept.source_keys, (attention.num_heads, attention.head_dim)
    # Rows of a sample are queries of one attention: they share its keys.
    query = _project(attention.q_proj, hidden).view(len(keys), -1, *heads).transpose(1, 2)  # (B, H, n, d / H)
    mixed = F.scaled_dot_product_attention(query, keys, kept.source_values, attn_mask=mask)
    return _project(attention.out_proj, mixed.transpose(1, 2).reshape(len(hidden), -1))


def _project(linear: nn.Module, rows: Tensor) -> Tensor:
    """`linear(rows)`; in bfloat16 a single row as matrix times vector, which reads the weights as they lie."""
    # Adapters and quantised layers are other types; under autocast rows may have another dtype than weights.
    plain = type(linear) is nn.Linear and linear.weight.dtype == rows.dtype == torch.bfloat16
    if plain and len(rows) == 1 and rows.is_cpu and _multiplies_bfloat16():
        return torch.addmv(linear.bias, linear.weight, rows[0])[None]  # type: ignore[arg-type]
    return linear(rows)  # type: ignore[no-any-return]


@cache
def _multiplies_bfloat16() -> bool:
    """Whether oneDNN does so on this processor: without it, the product with a vector is the slower one."""
    available = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    return bool(available and torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _doubled(kept: Tensor) -> Tensor:
    return torch.cat([kept, torch.empty_like(kept)], dim=2)
