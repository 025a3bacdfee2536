"""Prompts of a generator with a pointer: text tokens, and one position for each step of a sign that is shown.

A prompt is a row of ids as always (`processing_sign_mbart.py`), in which a step of a shown sign takes P ids. Here the P
ids of a step become one position of the encoder, and markers become the kind of the steps behind them::

    ids        text … <SIGN> <B_12><LH_7><RH_80> <B_12><LH_9><RH_81> <LETTER> <B_3><LH_7><RH_5> </s> <ASL>
    positions  text …        step 0 of sign 0    step 1 of sign 0             step 0 of sign 1  </s> <ASL>

Legend: B prompts, S ids, S' positions, K shown steps, N shown signs, P columns of codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple, Self

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812
from torch.nn.utils.rnn import pad_sequence

from signary.generator.sign_mbart.vocabulary import SignVocabulary
from signary.io.errors import InputError

#: Signs, letters and numerals that a prompt shows at most: a longer sentence is signed in pieces.
MOST_SHOWN = 64


@dataclass(frozen=True)
class ShownSteps:
    """The steps of the signs that prompts show, in the order of the prompt; padded at the end.

    Attributes:
        codes: Part-local codes of shape (B, K, P), −1 for padding.
        sign: Number of the step's sign in its prompt, from 0, of shape (B, K); −1 for padding.
        place: Place of the step in its sign, from 0, of shape (B, K).
        left: Steps that its sign has after it, of shape (B, K).
        kind: Place in `SIGN_KINDS`, of shape (B, K).
        at: Position of the step among the encoder's, of shape (B, K); 0 for padding.
    """

    codes: Tensor
    sign: Tensor
    place: Tensor
    left: Tensor
    kind: Tensor
    at: Tensor

    @property
    def there(self) -> Tensor:
        """True for steps, false for padding, of shape (B, K)."""
        return self.sign >= 0

    @property
    def signs(self) -> Tensor:
        """Number of signs of each prompt, of shape (B,)."""
        return F.pad(self.sign, (1, 0), value=-1).amax(1) + 1

    def rows(self, chosen: slice | Tensor) -> Self:
        """Those of some of the prompts."""
        return type(self)(*(value[chosen] for value in vars(self).values()))

    def steps(self, count: int) -> Self:
        """The first steps of every prompt, so many."""
        return type(self)(*(value[:, :count] for value in vars(self).values()))

    @classmethod
    def side_by_side(cls, prompts: Sequence[Self]) -> Self:
        """Those of several prompts, each of which stands alone, in one batch."""
        empty = {"codes": -1, "sign": -1}
        return cls(
            **{
                each.name: pad_sequence(
                    [getattr(shown, each.name)[0] for shown in prompts],
                    batch_first=True,
                    padding_value=empty.get(each.name, 0),
                )
                for each in fields(cls)
            }
        )


class CompactPrompt(NamedTuple):
    """A batch of prompts, a position for each step.

    Attributes:
        ids: Text, language and signer ids of shape (B, S'); that of padding for steps.
        mask: 1 where there is a position, of shape (B, S').
        shown: The steps.
    """

    ids: Tensor
    mask: Tensor
    shown: ShownSteps


def compact_length(vocabulary: SignVocabulary, ids: list[int]) -> int:
    """Positions that a prompt takes."""
    first, marker = vocabulary.text_size, vocabulary.marker_id
    codes = sum(first <= one < marker for one in ids)
    markers = sum(one in vocabulary.kind_ids for one in ids)
    return len(ids) - markers - codes + codes // len(vocabulary.parts)


def read_compact(vocabulary: SignVocabulary, pad_id: int, input_ids: Tensor, mask: Tensor) -> CompactPrompt:
    """One position for each step of the shown signs.

    Args:
        vocabulary: Of the generator.
        pad_id: Text id of padding.
        input_ids: Prompts of shape (B, S).
        mask: 1 where there is a token, of shape (B, S).

    Raises:
        InputError: If codes stand in front of the first marker, or do not come in whole steps.
    """
    there, parts = mask.bool(), len(vocabulary.parts)
    kinds = torch.tensor(vocabulary.kind_ids, device=input_ids.device)
    marked = input_ids[..., None] == kinds  # (B, S, kinds)
    markers = marked.any(-1) & there
    coded = (input_ids >= vocabulary.text_size) & (input_ids < vocabulary.marker_id) & there
    first = coded & (input_ids < vocabulary.text_size + vocabulary.codebook_sizes[0])
    rows, columns = first.nonzero(as_tuple=True)
    number = markers.cumsum(1) - 1
    codes = _codes_of_steps(vocabulary, input_ids, rows, columns)
    if int(coded.sum()) != len(rows) * parts or bool((number[rows, columns] < 0).any()):
        raise InputError("input_ids", f"steps of {parts} codes each, behind the marker of their sign", "other codes")
    kept = there & ~markers & (~coded | first)
    position = kept.cumsum(1) - 1
    ids = input_ids.new_full((len(input_ids), int(kept.sum(1).max())), pad_id)
    at_rows, at_columns = kept.nonzero(as_tuple=True)
    ids[at_rows, position[at_rows, at_columns]] = input_ids.masked_fill(first, pad_id)[at_rows, at_columns]
    lengths = kept.sum(1, keepdim=True)
    compact_mask = (torch.arange(ids.shape[1], device=ids.device) < lengths).to(mask.dtype)
    kind_of = marked.long().argmax(-1)  # (B, S)
    sign_kind = input_ids.new_zeros((len(input_ids), int(markers.sum(1).max())))
    marker_rows, marker_columns = markers.nonzero(as_tuple=True)
    sign_kind[marker_rows, number[marker_rows, marker_columns]] = kind_of[marker_rows, marker_columns]
    rank = (first.cumsum(1) - 1)[rows, columns]
    steps = int(first.sum(1).max())

    def by_step(values: Tensor, empty: int) -> Tensor:
        found = input_ids.new_full((len(input_ids), steps, *values.shape[1:]), empty)
        found[rows, rank] = values
        return found

    sign = by_step(number[rows, columns], -1)
    place, left = _places(sign)
    kind = by_step(sign_kind[rows, number[rows, columns]], 0)
    at = by_step(position[rows, columns], 0)
    return CompactPrompt(ids, compact_mask, ShownSteps(by_step(codes, -1), sign, place, left, kind, at))


def _codes_of_steps(vocabulary: SignVocabulary, input_ids: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """Part-local codes (number of steps, P) of the steps that begin at these places."""
    parts = len(vocabulary.parts)
    offsets = torch.tensor(vocabulary.motion_offsets, device=input_ids.device)
    sizes = torch.tensor(vocabulary.codebook_sizes, device=input_ids.device)
    places = columns[:, None] + torch.arange(parts, device=input_ids.device)
    codes = F.pad(input_ids, (0, parts))[rows[:, None], places] - offsets
    if bool(((codes < 0) | (codes >= sizes)).any()):
        raise InputError("input_ids", f"steps of a code of each of {', '.join(vocabulary.parts)}", "other codes")
    return codes


def _places(sign: Tensor) -> tuple[Tensor, Tensor]:
    """Place of every step in its sign, and the steps that the sign has after it; each (B, K), 0 for padding."""
    at = torch.arange(sign.shape[1], device=sign.device).expand_as(sign)
    changes = F.pad(sign[:, 1:] != sign[:, :-1], (1, 0), value=True)[:, : sign.shape[1]]
    first = torch.where(changes, at, 0).cummax(1).values if sign.shape[1] else at
    place = at - first
    counts = sign.new_zeros((len(sign), sign.shape[1] + 1)).scatter_add(1, sign + 1, torch.ones_like(sign))
    left = counts.gather(1, sign + 1) - 1 - place
    there = sign >= 0
    return place * there, left * there
