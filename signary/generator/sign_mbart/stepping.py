"""mBART's decoder, one position at a time, with keys and values that are kept.

The layers are mBART's, with their own weights; their own `forward` serves training. A single position is all memory
traffic, every weight read once, and this is what their `forward` adds to it:

- in bfloat16 `F.linear` packs the weights anew at every call, for one row as for a thousand;
- query, key and value are three reads of one input, and two thirds of what small reads cost is their start;
- a growing cache is copied at every step;
- rows that share a prompt (parallel decoding) would each have keys and values of it;
- modules and their attributes are looked up some four hundred times a step.

So what a layer does is put together once a prompt (`remember`), with nothing left to look up.

Legend: B samples, R = B·n decoder rows (n rows a sample), H attention heads, S prompt tokens, d model size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

#: Positions that a memory has room for at first; room doubles when it is full.
ROOM = 64


#: From rows (R, d), or a single row (d,), to as many others.
Map = Callable[[Tensor], Tensor]


@dataclass
class LayerMemory:
    """One decoder layer, put together for one position at a time, with its keys and values.

    Attributes:
        norm_own: Layer norm before the attention to the past.
        query_key_value: Its three projections, one behind the other.
        out_own: Its output.
        norm_source: Layer norm before the attention to the prompt.
        query_source: Its query.
        out_source: Its output.
        feed_forward: The feed-forward network with the layer norm before it.
        source_keys: Of the prompts, of shape (B, H, S, d / H).
        source_values: The same.
        keys: Of the decoder positions, of shape (R, H, room, d / H); unset behind the last position.
        values: The same.
    """

    norm_own: Map
    query_key_value: Map
    out_own: Map
    norm_source: Map
    query_source: Map
    out_source: Map
    feed_forward: Map
    source_keys: Tensor
    source_values: Tensor
    keys: Tensor
    values: Tensor

    def __call__(self, hidden: Tensor, position: int, mask: Tensor | None) -> Tensor:
        """Hidden states (R, d) or (d,) of a position -> those behind this layer."""
        hidden = hidden + self._attend_past(self.norm_own(hidden), position)
        hidden = hidden + self._attend_source(self.norm_source(hidden), mask)
        return hidden + self.feed_forward(hidden)

    def _attend_past(self, hidden: Tensor, position: int) -> Tensor:
        rows, heads, room, size = self.keys.shape
        if position == room:
            self.keys, self.values = _doubled(self.keys), _doubled(self.values)
        query, key, value = self.query_key_value(hidden).view(rows, 3, heads, 1, size).unbind(1)
        self.keys[:, :, position : position + 1], self.values[:, :, position : position + 1] = key, value
        keys, values = self.keys[:, :, : position + 1], self.values[:, :, : position + 1]
        return self.out_own(F.scaled_dot_product_attention(query, keys, values).reshape(hidden.shape))

    def _attend_source(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        samples, heads, _, size = self.source_keys.shape
        # Rows of a sample are queries of one attention: they share its keys.
        query = self.query_source(hidden).view(samples, -1, heads, size).transpose(1, 2)  # (B, H, n, d / H)
        mixed = F.scaled_dot_product_attention(query, self.source_keys, self.source_values, attn_mask=mask)
        return self.out_source(mixed.transpose(1, 2).reshape(hidden.shape))


@dataclass
class DecoderMemory:
    """What the decoder remembers of the prompts and of its own past.

    Attributes:
        layers: What each layer does and remembers.
        mask: True where the prompts have a token, of shape (B, 1, 1, S), or None without padding.
        position: The next position.
    """

    layers: list[LayerMemory]
    mask: Tensor | None
    position: int = 0


def remember(decoder: Any, source: Tensor, mask: Tensor, rows: int) -> DecoderMemory:
    """Keys and values of the prompts, computed once, and the layers, put together once.

    Args:
        decoder: mBART's decoder.
        source: Encoder states of shape (B, S, d).
        mask: 1 where there is a token, of shape (B, S).
        rows: Decoder rows a sample.
    """
    known = mask.bool()
    layers = [_layer_memory(layer, source, len(source) * rows) for layer in decoder.layers]
    return DecoderMemory(layers, None if bool(known.all()) else known[:, None, None])


def next_hidden(decoder: Any, memory: DecoderMemory, embedded: Tensor) -> Tensor:
    """Decoder output (R, d) at the next position, whose input embedding (R, d) has no position yet."""
    positions = decoder.embed_positions
    hidden = decoder.layernorm_embedding(embedded + positions.weight[memory.position + positions.offset])
    hidden = hidden[0] if len(hidden) == 1 else hidden
    for layer in memory.layers:
        hidden = layer(hidden, memory.position, memory.mask)
    memory.position += 1
    return decoder.layer_norm(hidden).view(embedded.shape)  # type: ignore[no-any-return]


def join_heads(heads: Sequence[nn.Module], sizes: Sequence[int], like: Tensor) -> Callable[[Tensor], Sequence[Tensor]]:
    """Heads that read the same rows, as one product.

    Args:
        heads: P of them.
        sizes: Number of logits of each.
        like: Rows as they will come, of shape (B, d).

    Returns:
        From rows (B, d) to the logits of every head, P of shape (B, V_p).
    """
    single = len(like) == 1
    project = _projection(*heads, like=like, single=single)
    return lambda rows: project(rows[0] if single else rows).view(len(rows), -1).split_with_sizes(sizes, -1)


def _layer_memory(layer: Any, source: Tensor, rows: int) -> LayerMemory:
    own, cross = layer.self_attn, layer.encoder_attn
    heads, size = cross.num_heads, cross.head_dim
    keys, values = (
        project(source).view(*source.shape[:2], heads, size).transpose(1, 2).contiguous()
        for project in (cross.k_proj, cross.v_proj)
    )
    kept = source.new_empty((rows, heads, ROOM, size))
    made = partial(_projection, like=source, single=rows == 1)
    first, activation, second, norm = (
        made(layer.fc1),
        layer.activation_fn,
        made(layer.fc2),
        _norm(layer.final_layer_norm),
    )
    return LayerMemory(
        norm_own=_norm(layer.self_attn_layer_norm),
        query_key_value=made(own.q_proj, own.k_proj, own.v_proj),
        out_own=made(own.out_proj),
        norm_source=_norm(layer.encoder_attn_layer_norm),
        query_source=made(cross.q_proj),
        out_source=made(cross.out_proj),
        feed_forward=lambda hidden: second(activation(first(norm(hidden)))),
        source_keys=keys,
        source_values=values,
        keys=kept,
        values=torch.empty_like(kept),
    )


def _norm(norm: nn.LayerNorm) -> Map:
    shape, weight, bias, eps = norm.normalized_shape, norm.weight, norm.bias, norm.eps
    return lambda hidden: torch.layer_norm(hidden, shape, weight, bias, eps)


def _projection(*linears: nn.Module, like: Tensor, single: bool) -> Map:
    """Projections of the same rows, one behind the other; of a single row as matrix times vector.

    A product with a vector reads the weights as they lie; oneDNN adds a bias faster afterwards than within it.
    """
    plain = all(type(linear) is nn.Linear and linear.weight.dtype == like.dtype for linear in linears)
    if not plain:
        # Adapters and quantised layers are other types; under autocast rows may have another dtype than weights.
        return lambda hidden: torch.cat([linear(hidden) for linear in linears], dim=-1)
    weights: Any = [linear.weight for linear in linears]
    biases: Any = [linear.bias for linear in linears]
    weight, bias = (torch.cat(weights), torch.cat(biases)) if len(linears) > 1 else (weights[0], biases[0])
    if single and like.is_cpu and (like.dtype == torch.float32 or _multiplies_bfloat16(like.dtype)):
        return lambda row: torch.mv(weight, row).add_(bias)
    return lambda hidden: F.linear(hidden, weight, bias)


@cache
def _multiplies_bfloat16(dtype: torch.dtype) -> bool:
    """Whether oneDNN multiplies this type on this processor: if not, the product with a vector is slower."""
    available = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    return dtype == torch.bfloat16 and bool(available and torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _doubled(kept: Tensor) -> Tensor:
    return torch.cat([kept, torch.empty_like(kept)], dim=2)
