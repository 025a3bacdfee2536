"""Streams of codes side by side, each at a token of its own: one batch for the next codes of each."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from signary.tokenizer.modeling_motion_tokenizer import MotionTokenizer
from signary.tokenizer.outputs import MotionDecoderState


def decode_side_by_side(
    tokenizer: MotionTokenizer, codes: Sequence[torch.Tensor], states: Sequence[MotionDecoderState]
) -> list[tuple[torch.Tensor, MotionDecoderState]]:
    """Motion of the next codes of several streams, each as `decode` alone would make it.

    Args:
        tokenizer: One with a causal decoder.
        codes: Of each stream, shape (L, P), all of the same L.
        states: Of each stream, of a batch of one.

    Returns:
        For each stream features of shape (stride · L, D), and its next state.

    Raises:
        InputError: As `decode`.
    """
    if len(codes) == 1:
        decoded = tokenizer.decode(codes[0][None], states[0])
        return [(decoded.values[0], decoded.state or states[0])]
    decoded = tokenizer.decode(torch.stack(list(codes)), _joined(states))
    after = decoded.state or _joined(states)
    return [(values, _part(after, at)) for at, values in enumerate(decoded.values)]


def _joined(states: Sequence[MotionDecoderState]) -> MotionDecoderState:
    """States as one; a stream that begins has zeros, as a convolution's padding."""
    like = next((state.caches for state in states if state.caches), {})
    rows = [
        state.caches or {part: tuple(map(torch.zeros_like, caches)) for part, caches in like.items()}
        for state in states
    ]
    joined = {
        part: tuple(torch.cat(caches) for caches in zip(*(row[part] for row in rows), strict=True)) for part in like
    }
    return MotionDecoderState(len(states), joined)


def _part(state: MotionDecoderState, at: int) -> MotionDecoderState:
    """The state of one stream; a copy, for a view would keep those of its neighbours alive."""
    caches = {part: tuple(one[at : at + 1].clone() for one in each) for part, each in state.caches.items()}
    return MotionDecoderState(1, caches)
