"""mBART's decoder, one position at a time, with keys and values that are kept.

The layers are mBART's, with their own weights; their own `forward` serves training. A single position is all memory
traffic, every weight read once, and this is what their `forward` adds to it:

- in bfloat16 `F.linear` packs the weights anew at every call, for one row as for a thousand;
- query, key and value are three reads of one input, and two thirds of what small reads cost is their start;
- a growing cache is copied at every step;
- rows that share a prompt (parallel decoding) would each have keys and values of it;
- modules and their attributes are looked up some four hundred times a step.

So what a layer does is put together once (`joined_weights`), with nothing left to look up, and keys and values of a
prompt once a prompt (`remember`). Several runs side by side (`SideBySide`), each at a position of its own and with a
prompt of its own, share the products with weights; each attends alone to what is its own, which costs what attending
together would, and needs neither padding nor copies.

Legend: B samples, R = B·n decoder rows (n rows a sample), H attention heads, S prompt tokens, d model size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
Heads = tuple[Sequence[nn.Module], Sequence[int]]


@dataclass(frozen=True)
class LayerMaps:
    """The weights of one decoder layer, put together for one position at a time.

    Attributes:
        norm_own: Layer norm before the attention to the past.
        query_key_value: Its three projections, one behind the other.
        out_own: Its output.
        norm_source: Layer norm before the attention to the prompt.
        query_source: Its query.
        out_source: Its output.
        feed_forward: The feed-forward network with the layer norm before it.
    """

    norm_own: Map
    query_key_value: Map
    out_own: Map
    norm_source: Map
    query_source: Map
    out_source: Map
    feed_forward: Map

    def __call__(self, hidden: Tensor, past: Map, source: Map) -> Tensor:
        """Hidden states (R, d) or (d,) of a position -> those behind this layer.

        Args:
            hidden: Hidden states.
            past: Attention to the past, of queries, keys and values (R, 3·d).
            source: Attention to the prompt, of queries (R, d).
        """
        hidden = hidden + self.out_own(past(self.query_key_value(self.norm_own(hidden))))
        hidden = hidden + self.out_source(source(self.query_source(self.norm_source(hidden))))
        return hidden + self.feed_forward(hidden)


@dataclass(frozen=True)
class JoinedWeights:
    """The decoder's weights and those of the heads, put together once; they are copies where several are joined.

    Attributes:
        layers: Of the decoder.
        heads: For each head group of parts what its heads say, from (B, d) to P logits (B, V_p + 1).
    """

    layers: tuple[LayerMaps, ...]
    heads: dict[tuple[int, ...], Callable[[Tensor], Sequence[Tensor]]]


def joined_weights(decoder: Any, heads: Mapping[tuple[int, ...], Heads], like: Tensor) -> JoinedWeights:
    """Put weights together.

    Args:
        decoder: mBART's decoder.
        heads: Heads of each group of parts that reads the same rows, and the number of logits of each.
        like: Rows as they will come, of shape (…, d).
    """
    layers = tuple(_layer_maps(layer, like) for layer in decoder.layers)
    return JoinedWeights(layers, {parts: _join_heads(*group, like) for parts, group in heads.items()})


@dataclass
class LayerMemory:
    """Keys and values of one decoder layer.

    Attributes:
        source_keys: Of the prompts, of shape (B, H, S, d / H).
        source_values: The same.
        own: Keys and values of the decoder positions, of shape (2, R, H, room, d / H); unset behind the last position.
    """

    source_keys: Tensor
    source_values: Tensor
    own: Tensor

    def attend_past(self, projected: Tensor, position: int) -> Tensor:
        """Queries, keys and values of a position, R · 3 · d numbers -> what the rows read of their past."""
        _, rows, heads, room, size = self.own.shape
        if position == room:
            self.own = torch.cat([self.own, torch.empty_like(self.own)], dim=3)
        query, *pair = projected.view(rows, 3, heads, size).unbind(1)
        for kept, new in zip(self.own, pair, strict=True):
            kept[:, :, position] = new
        keys, values = self.own[:, :, :, : position + 1]
        mixed = F.scaled_dot_product_attention(query[:, :, None], keys, values)
        return mixed.view(*projected.shape[:-1], heads * size)

    def attend_source(self, query: Tensor, mask: Tensor | None) -> Tensor:
        """Queries, R · d numbers -> what the rows read of their prompts."""
        samples, heads, _, size = self.source_keys.shape
        # Rows of a sample are queries of one attention: they share its keys.
        rows = query.view(samples, -1, heads, size).transpose(1, 2)  # (B, H, n, d / H)
        mixed = F.scaled_dot_product_attention(rows, self.source_keys, self.source_values, attn_mask=mask)
        return mixed.transpose(1, 2).reshape(query.shape)


@dataclass
class DecoderMemory:
    """What the decoder remembers of the prompts and of its own past.

    Attributes:
        layers: Keys and values of each layer.
        mask: True where the prompts have a token, of shape (B, 1, 1, S), or None without padding.
        rows: R.
        position: The next position.
    """

    layers: list[LayerMemory]
    mask: Tensor | None
    rows: int
    position: int = 0

    def positions(self) -> int | Tensor:
        """The next position of every row: one number, or of shape (R,)."""
        return self.position

    def attentions(self, layer: int) -> tuple[Map, Map]:
        """How the rows attend to their past and to their prompts in a layer."""
        memory = self.layers[layer]
        past = partial(memory.attend_past, position=self.position)
        return past, partial(memory.attend_source, mask=self.mask)

    def advance(self) -> None:
        """Go on to the next position."""
        self.position += 1

    def step_back(self) -> None:
        """Forget the last position, which is written anew."""
        self.position -= 1

    def read_anew(self, decoder: Any, source: Tensor, mask: Tensor) -> None:
        """Look at other prompts, and keep the past.

        Args:
            decoder: mBART's decoder.
            source: Encoder states of shape (B, S, d).
            mask: 1 where there is a token, of shape (B, S).
        """
        known = mask.bool()
        self.mask = None if bool(known.all()) else known[:, None, None]
        for layer, memory in zip(decoder.layers, self.layers, strict=True):
            memory.source_keys, memory.source_values = _keys_and_values(layer.encoder_attn, source)


@dataclass
class SideBySide:
    """Memories of several runs: their rows stand one behind the other, each run at its own position.

    Attributes:
        runs: Their memories, which go on with this one.
        device: Where they are.
    """

    runs: Sequence[DecoderMemory]
    device: torch.device

    @property
    def position(self) -> Tensor:
        """The next position of every run, of shape (runs,)."""
        return torch.tensor([run.position for run in self.runs], device=self.device)

    def positions(self) -> Tensor:
        """The next position of every row, of shape (R,)."""
        rows = [run.position for run in self.runs for _ in range(run.rows)]
        return torch.tensor(rows, device=self.device)

    def attentions(self, layer: int) -> tuple[Map, Map]:
        """As `DecoderMemory.attentions`."""
        rows, each = [run.rows for run in self.runs], [run.attentions(layer) for run in self.runs]
        if len(each) == 1:
            # A single row has no dimension of rows.
            return each[0]

        def both(which: int) -> Map:
            def attend(projected: Tensor) -> Tensor:
                parts = torch.split(projected, rows)
                return torch.cat([own[which](part) for own, part in zip(each, parts, strict=True)])

            return attend

        return both(0), both(1)

    def advance(self) -> None:
        """Go on to the next positions."""
        for run in self.runs:
            run.advance()

    def step_back(self) -> None:
        """Forget the last positions: they are written anew."""
        for run in self.runs:
            run.step_back()


def remember(decoder: Any, source: Tensor, mask: Tensor, rows: int) -> DecoderMemory:
    """Keys and values of the prompts, computed once.

    Args:
        decoder: mBART's decoder.
        source: Encoder states of shape (B, S, d).
        mask: 1 where there is a token, of shape (B, S).
        rows: Decoder rows a sample.
    """
    known, count = mask.bool(), len(source) * rows
    layers = [_layer_memory(layer.encoder_attn, source, count) for layer in decoder.layers]
    return DecoderMemory(layers, None if bool(known.all()) else known[:, None, None], count)


def next_hidden(decoder: Any, weights: JoinedWeights, memory: DecoderMemory | SideBySide, embedded: Tensor) -> Tensor:
    """Decoder output (R, d) at the next position, whose input embedding (R, d) has no position yet."""
    positions = decoder.embed_positions
    hidden = decoder.layernorm_embedding(embedded + positions.weight[memory.positions() + positions.offset])
    hidden = hidden[0] if len(hidden) == 1 else hidden
    for at, layer in enumerate(weights.layers):
        hidden = layer(hidden, *memory.attentions(at))
    memory.advance()
    return decoder.layer_norm(hidden).view(embedded.shape)  # type: ignore[no-any-return]


def _join_heads(heads: Sequence[nn.Module], sizes: Sequence[int], like: Tensor) -> Callable[[Tensor], Sequence[Tensor]]:
    """Heads that read the same rows, as one product: from rows (B, d) to the logits of every head, (B, V_p) each."""
    project = _projection(*heads, like=like)
    return lambda rows: project(rows[0] if len(rows) == 1 else rows).view(len(rows), -1).split_with_sizes(sizes, -1)


def _layer_maps(layer: Any, like: Tensor) -> LayerMaps:
    own, cross, made = layer.self_attn, layer.encoder_attn, partial(_projection, like=like)
    first, activation, second = made(layer.fc1), layer.activation_fn, made(layer.fc2)
    norm = _norm(layer.final_layer_norm)
    return LayerMaps(
        norm_own=_norm(layer.self_attn_layer_norm),
        query_key_value=made(own.q_proj, own.k_proj, own.v_proj),
        out_own=made(own.out_proj),
        norm_source=_norm(layer.encoder_attn_layer_norm),
        query_source=made(cross.q_proj),
        out_source=made(cross.out_proj),
        feed_forward=lambda hidden: second(activation(first(norm(hidden)))),
    )


def _layer_memory(cross: Any, source: Tensor, rows: int) -> LayerMemory:
    own = source.new_empty((2, rows, cross.num_heads, ROOM, cross.head_dim))
    return LayerMemory(*_keys_and_values(cross, source), own)


def _keys_and_values(cross: Any, source: Tensor) -> tuple[Tensor, Tensor]:
    """Of prompts, each (B, H, S, d / H)."""
    shape = (*source.shape[:2], cross.num_heads, cross.head_dim)
    keys, values = (
        project(source).view(shape).transpose(1, 2).contiguous() for project in (cross.k_proj, cross.v_proj)
    )
    return keys, values


def _norm(norm: nn.LayerNorm) -> Map:
    shape, weight, bias, eps = norm.normalized_shape, norm.weight, norm.bias, norm.eps
    return lambda hidden: torch.layer_norm(hidden, shape, weight, bias, eps)


def _projection(*linears: nn.Module, like: Tensor) -> Map:
    """Projections of the same rows, one behind the other; of a single row (d,) as matrix times vector.

    A product with a vector reads the weights as they lie; oneDNN adds a bias faster afterwards than within it.
    """
    plain = all(isinstance(each, nn.Linear) and type(each).forward is nn.Linear.forward for each in linears)
    if not plain or any(each.weight.dtype != like.dtype for each in linears):
        # Adapters and quantised layers work otherwise; under autocast rows may have another dtype than weights.
        return lambda hidden: torch.cat([linear(hidden) for linear in linears], dim=-1)
    weights: Any = [linear.weight for linear in linears]
    biases: Any = [linear.bias for linear in linears]
    weight, bias = (torch.cat(weights), torch.cat(biases)) if len(linears) > 1 else (weights[0], biases[0])
    if not like.is_cpu or not (like.dtype == torch.float32 or _multiplies_bfloat16(like.dtype)):
        return lambda hidden: F.linear(hidden, weight, bias)
    return lambda rows: torch.mv(weight, rows).add_(bias) if rows.ndim == 1 else F.linear(rows, weight, bias)


@cache
def _multiplies_bfloat16(dtype: torch.dtype) -> bool:
    """Whether oneDNN multiplies this type on this processor: if not, the product with a vector is slower."""
    available = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    return dtype == torch.bfloat16 and bool(available and torch.ops.mkldnn._is_mkldnn_bf16_supported())
