"""Streams of motion side by side, each at a frame and in a sentence of its own: one batch for a chunk of each.

What the last frames left is copied into one batch and taken apart again, for it is small (a window of frames); texts
stay where each stream has them, for they are as long as sentences are (`TextsSideBySide`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self, cast

import torch
from torch.nn import functional

from signary.generator.hybridsign.coarse_context import CoarseFrames
from signary.generator.hybridsign.confidence_head import NEVER
from signary.generator.hybridsign.configuration_hybridsign import HybridSignConfig
from signary.generator.hybridsign.experts import TextMemory, TextsSideBySide
from signary.generator.hybridsign.generation_hybridsign import HybridSignState
from signary.generator.hybridsign.mixers import MixerCache, RecurrentCache
from signary.generator.hybridsign.modeling_hybridsign import HybridSignModel
from signary.generator.hybridsign.runs import Caches, Condition, MadeFrames
from signary.io.errors import InputError
from signary.nn.windowed_cache import WindowedCache


@dataclass(frozen=True)
class StreamsSideBySide(HybridSignState):
    """States of several streams as one.

    Attributes:
        streams: Those streams, of one row each, as they were before.
    """

    streams: tuple[HybridSignState, ...] = ()

    @property
    def starts(self) -> Sequence[tuple[int, int]]:
        """Those of each stream."""
        since = self.frame - self.num_unwritten
        return [(stream.frame + since, stream.sentence_frame + since) for stream in self.streams]

    def beginning(self, coarse: CoarseFrames | None) -> Self:
        """A stream that begins beside others goes on from its own first frame."""
        if coarse is None or all(stream.before is None for stream in self.streams):
            return self
        first = coarse.values[:, :1].expand(-1, 2, -1)
        before = [first[at] if stream.before is None else stream.before[0] for at, stream in enumerate(self.streams)]
        return replace(self, before=torch.stack(before))

    def part(self, config: HybridSignConfig) -> list[HybridSignState]:
        """The states of the streams, `frame` frames later."""
        return [
            replace(
                stream,
                frame=stream.frame + self.frame,
                sentence_frame=stream.sentence_frame + self.frame,
                caches=self._caches(at, min(stream.frame + self.frame - self.num_unwritten, config.window - 1)),
                unwritten=None if self.unwritten is None else _made_of(self.unwritten, at),
                before=_row(self.before, at),
                coarse_past=_row(self.coarse_past, at),
                sure_before=_row(self.sure_before, at),
            )
            for at, stream in enumerate(self.streams)
        ]

    def _caches(self, at: int, frames: int) -> Caches | None:
        """What the last frames of one stream left."""
        if self.caches is None or not frames:
            return None
        return tuple(None if cache is None else _part(cache, at, self.batch_size, frames) for cache in self.caches)


def next_frames_side_by_side(
    model: HybridSignModel,
    streams: Sequence[HybridSignState],
    coarse: Sequence[torch.Tensor] | None,
    ahead: Sequence[torch.Tensor],
    steps: int | None,
    generators: Sequence[torch.Generator | None],
    chunk_frames: int | None = None,
) -> list[tuple[torch.Tensor, HybridSignState]]:
    """The next chunk of several streams, each as `next_frames` alone would make it.

    Args:
        model: The model.
        streams: Of one row each; they may have made different numbers of frames, and be in any sentence.
        coarse: Coarse motion of each, shape (n, D), all of the same n; None for a model without.
        ahead: Of the frames after those, shape (at most lookahead, D); fewer where a sentence ends.
        steps: Steps of the flow. Default: those of the model's configuration.
        generators: Where the noise of each comes from.
        chunk_frames: n, for a model without coarse motion.

    Returns:
        For each stream its frames (n, D), and its state after them.

    Raises:
        InputError: If a stream has several rows, or only some have a signer; else as `next_frames`.
    """
    made = dict[int, tuple[torch.Tensor, HybridSignState]]()
    for count in dict.fromkeys(stream.num_unwritten for stream in streams):
        # One run writes as many frames of each.
        group = [at for at, stream in enumerate(streams) if stream.num_unwritten == count]
        own = None if coarse is None else [coarse[at] for at in group]
        theirs, follows = [streams[at] for at in group], [ahead[at] for at in group]
        noise = [generators[at] for at in group]
        together = _made_together(model, own, theirs, follows, noise, steps, chunk_frames)
        made |= zip(group, together, strict=True)
    return [made[at] for at in range(len(streams))]


def _made_together(
    model: HybridSignModel,
    coarse: Sequence[torch.Tensor] | None,
    streams: Sequence[HybridSignState],
    ahead: Sequence[torch.Tensor],
    generators: Sequence[torch.Generator | None],
    steps: int | None,
    chunk_frames: int | None,
) -> list[tuple[torch.Tensor, HybridSignState]]:
    """The next chunk of streams that have as many frames to write."""
    reach = model.config.lookahead
    if len(streams) == 1:
        follows = ahead[0][None] if reach else None
        own = None if coarse is None else coarse[0][None]
        made, after = model.next_frames(streams[0], own, chunk_frames, steps, generators[0], follows)
        return [(made.values[0], after)]
    given = None if coarse is None else torch.stack(list(coarse))
    rows = [_filled(own, follows, reach) for own, follows in zip(coarse or (), ahead, strict=True)] if reach else []
    state = _joined(streams, model.standardised(given), reach)
    follows = torch.stack(rows) if reach else None
    made, after = model.next_frames(state, given, chunk_frames, steps, generators, follows)
    parts = cast(StreamsSideBySide, after).part(model.config)
    return list(zip(made.values, parts, strict=True))


def _filled(coarse: torch.Tensor, ahead: torch.Tensor, reach: int) -> torch.Tensor:
    """So many frames that follow: where there are fewer, motion stays as in the last one."""
    known = torch.cat([coarse, ahead])
    return torch.cat([ahead, known[-1:].expand(reach - len(ahead), -1)])


def _joined(streams: Sequence[HybridSignState], given: torch.Tensor | None, reach: int) -> StreamsSideBySide:
    """States as one, before chunks of this coarse motion (B, n, D), standardised."""
    count = len(streams)
    if any(stream.batch_size != 1 for stream in streams):
        raise InputError("streams", "streams of one row each", [stream.batch_size for stream in streams])
    signers = [stream.condition.signer for stream in streams if stream.condition.signer is not None]
    if len(signers) not in (0, count):
        raise InputError("streams", "a signer for each, or for none", f"{len(signers)} of {count}")
    past = None
    if reach and given is not None:
        begins = given[:, :1].expand(-1, reach, -1)
        past = torch.stack(
            [begins[at] if one.coarse_past is None else one.coarse_past[0] for at, one in enumerate(streams)]
        )
    sure = next((stream.sure_before for stream in streams if stream.sure_before is not None), None)
    if sure is not None:
        never = torch.full_like(sure, NEVER)
        sure = torch.cat([never if stream.sure_before is None else stream.sure_before for stream in streams])
    conditions = [stream.condition for stream in streams]
    texts = tuple(
        TextsSideBySide(tuple((cast(TextMemory, one.memories[layer]), one.text_mask) for one in conditions))
        for layer in range(len(conditions[0].memories))
    )
    return StreamsSideBySide(
        count,
        Condition(texts, None, torch.cat(signers) if signers else None),
        None,
        caches=_joined_caches([stream.caches for stream in streams]),
        unwritten=_joined_unwritten([stream.unwritten for stream in streams if stream.unwritten is not None]),
        coarse_past=past,
        sure_before=sure,
        streams=tuple(streams),
    )


def _joined_unwritten(chunks: Sequence[MadeFrames]) -> MadeFrames | None:
    """Chunks of as many frames, one of each stream, as one; None of streams that have written all."""
    if not chunks:
        return None
    values, confidence = (torch.cat(each) for each in zip(*(chunk[:2] for chunk in chunks), strict=True))
    rough = [chunk.coarse for chunk in chunks if chunk.coarse is not None]
    if not rough:
        return MadeFrames(values, confidence, None, None)
    around = [each.around for each in rough if each.around is not None]
    coarse = CoarseFrames(torch.cat([each.values for each in rough]), torch.cat(around) if around else None)
    # A chunk that begins a stream goes on from its own first frame.
    before = [
        own.values[:, :1].expand(-1, 2, -1) if chunk.before is None else chunk.before
        for own, chunk in zip(rough, chunks, strict=True)
    ]
    return MadeFrames(values, confidence, coarse, torch.cat(before))


def _made_of(made: MadeFrames, at: int) -> MadeFrames:
    """The chunk of one stream."""
    coarse = made.coarse
    own = None if coarse is None else CoarseFrames(coarse.values[at : at + 1].clone(), _row(coarse.around, at))
    return MadeFrames(
        made.values[at : at + 1].clone(), made.confidence[at : at + 1].clone(), own, _row(made.before, at)
    )


def _joined_caches(caches: Sequence[Caches | None]) -> Caches | None:
    """Caches of each layer as one; those of a stream that begins are empty."""
    layers = next((each for each in caches if each is not None), None)
    if layers is None:
        return None
    return tuple(
        None if like is None else _join([None if each is None else each[at] for each in caches], like)
        for at, like in enumerate(layers)
    )


def _join(caches: Sequence[MixerCache | None], like: MixerCache) -> MixerCache:
    """Caches of one layer as one, aligned at their last frames."""
    if isinstance(like, RecurrentCache):
        none = torch.zeros_like(like.state)
        return RecurrentCache(
            torch.cat([none if one is None else cast(RecurrentCache, one).state for one in caches], dim=1)
        )
    windows = [cast(WindowedCache | None, one) for one in caches]
    longest = max(len(one) for one in windows if one is not None)
    empty = WindowedCache(like.keys[:, :, :0], like.values[:, :, :0], like.bias[:, :0])
    rows = [_padded(empty if one is None else one, longest) for one in windows]
    # Rows of a group stand together.
    return WindowedCache(*(torch.stack(facts, dim=1).flatten(0, 1) for facts in zip(*rows, strict=True)))


def _padded(cache: WindowedCache, frames: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Keys, values and bias with so many frames, zeros in front, which nobody sees."""
    missing = frames - len(cache)
    if not missing:
        return cache.keys, cache.values, cache.bias
    keys, values = (functional.pad(facts, (0, 0, missing, 0)) for facts in (cache.keys, cache.values))
    return keys, values, functional.pad(cache.bias, (missing, 0))


def _part(cache: MixerCache, at: int, rows: int, frames: int) -> MixerCache:
    """The cache of one stream; a copy, for a view would keep those of its neighbours alive."""
    if isinstance(cache, RecurrentCache):
        return RecurrentCache(cache.state[:, at : at + 1].clone())
    first = len(cache) - frames
    # Rows of a group stand together.
    keys, values = (facts[at::rows, :, first:].clone() for facts in (cache.keys, cache.values))
    return WindowedCache(keys, values, cache.bias[at::rows, first:].clone())


def _row(facts: torch.Tensor | None, at: int) -> torch.Tensor | None:
    return None if facts is None else facts[at : at + 1].clone()
