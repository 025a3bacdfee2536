r"""Decoding schemes (SOKE §3.3): how codes become decoder inputs, which heads speak where, who may end a sequence.

One sample of L = 2 steps and parts B, LH, RH; `s` is a start token, `$` is `</s>`, `|` separates decoder rows:

| scheme | decoder inputs | predictions |
|---|---|---|
| multi-head (Eq. 4) | s, B0+LH0+RH0, B1+LH1+RH1 | B0 LH0 RH0, B1 LH1 RH1, $ $ $ |
| parallel (Eq. 3) | s_B, B0, B1 \| s_LH, LH0, LH1 \| s_RH, RH0, RH1 | B0, B1, $ \| LH0, LH1, $ \| RH0, RH1, $ |
| sequential (Eq. 2) | s, B0, LH0, RH0, B1, LH1, RH1 | B0, LH0, RH0, B1, LH1, RH1, $ |

A scheme holds no tensors. The decoder works in *slots* of `positions` decoder positions each. A part may come some
slots later than its step (`delays`, as in MusicGen's delay pattern); of multi-head decoding whose hands come a slot
later:

| slot | decoder input | predictions |
|---|---|---|
| 0 | s | B0 |
| 1 | B0 + pad + pad | B1 LH0 RH0 |
| 2 | B1 + LH0 + RH0 | $ LH1 RH1 |

Other packages add schemes with `signary.register_decoding` (`decoding_registry.py`).

Legend: R decoder rows (B, or B·P if parallel), N decoder positions, M ids a position, K slots.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from signary.generator.sign_mbart.vocabulary import SignVocabulary
from signary.io.errors import InputError

#: Target that the cross-entropy ignores.
IGNORED = -100
#: Motion code of steps that are not there.
PADDING = -1


class DecodingScheme(ABC):
    """What all methods have in common; a new one says how codes become decoder inputs, and where heads read.

    Args:
        vocabulary: Ids of codes and start tokens.
        pad_id: Text id that stands at decoder positions behind a sequence, and before the first code of a late part.
        part_weights: Share of each part where several are mixed to one decoder input.

    Attributes:
        rows: Decoder rows a sample.
        positions: Decoder positions a slot.
    """

    rows = 1
    positions = 1

    def __init__(self, vocabulary: SignVocabulary, pad_id: int, part_weights: tuple[float, ...]) -> None:
        self.vocabulary, self.pad_id, self.part_weights = vocabulary, pad_id, part_weights

    @property
    def num_parts(self) -> int:
        """P."""
        return len(self.vocabulary.parts)

    @property
    def weights(self) -> tuple[float, ...]:
        """Weights of the M embeddings that are mixed to one decoder input."""
        return (1.0,)

    @property
    def delays(self) -> tuple[int, ...]:
        """For each part how many slots after its step it speaks, 0 or more; 0 for one part at least."""
        return (0,) * self.num_parts

    @property
    def lead(self) -> int:
        """Slots after which a step is complete: the longest delay."""
        return max(self.delays)

    @abstractmethod
    def start_ids(self, language_ids: Tensor) -> Tensor:
        """Language token ids (B,) -> ids of the first decoder input (R, M)."""

    @abstractmethod
    def arrange(self, ids: Tensor) -> Tensor:
        """Integrated ids of each slot (B, K, P) -> ids of the decoder inputs after the start (R, N − 1, M)."""

    @abstractmethod
    def hidden_of_parts(self, hidden: Tensor) -> list[Tensor]:
        """Decoder states (R, N, d) -> for each part the states that its head reads, by slot: (B, K + 1 or K, d)."""

    @property
    def head_groups(self) -> list[tuple[int, ...]]:
        """Parts whose heads read the same states at the same time: each alone, unless a scheme says otherwise."""
        return [(part,) for part in range(self.num_parts)]

    @abstractmethod
    def head_inputs(self, hidden: Tensor, position: int) -> list[tuple[tuple[int, ...], Tensor]]:
        """Decoder states (R, d) at a position of a slot -> head groups that emit there, each with its input (B, d)."""

    def may_end(self, part: int) -> bool:
        """Whether `</s>` of this part's head ends a sequence; then it speaks at the first position of a slot.

        A late part never does: the others would have spoken for steps that never are.
        """
        return self.delays[part] == 0

    def check(self) -> None:
        """Refuse delays and ends with which nothing can be decoded.

        Raises:
            InputError: If there is not a delay of 0 or more for each part and 0 for one; if a late part may end a
                sequence, or none may.
        """
        delays = self.delays
        whole = all(isinstance(delay, int) and delay >= 0 for delay in delays)
        if len(delays) != self.num_parts or not whole or 0 not in delays:
            raise InputError("decoding", f"{self.num_parts} delays of 0 or more, one of them 0", delays)
        ends = [self.may_end(part) for part in range(self.num_parts)]
        if not any(ends) or any(end and delay for end, delay in zip(ends, delays, strict=True)):
            raise InputError("decoding", "an end that one of the parts without delay says, and no other", ends)

    def next_ids(self, ids: Tensor, position: int) -> Tensor:
        """Integrated ids of the slot so far (B, P) -> ids of the decoder input after this position (R, M)."""
        return self.arrange(ids[:, None])[:, 0]

    def training_ids(self, motion_codes: Tensor, language_ids: Tensor) -> Tensor:
        """Decoder inputs of teacher forcing.

        Args:
            motion_codes: Codes of shape (B, L, P), −1 behind the end.
            language_ids: Ids of language tokens, of shape (B,).

        Returns:
            Ids of shape (R, N, M), `pad_id` behind the end and before the first code of a late part.
        """
        offsets = torch.tensor(self.vocabulary.motion_offsets, device=motion_codes.device)
        ids = torch.where(motion_codes == PADDING, self.pad_id, motion_codes + offsets)
        late = [
            F.pad(ids[..., part], (delay, self.lead - delay), value=self.pad_id)
            for part, delay in enumerate(self.delays)
        ]
        return torch.cat([self.start_ids(language_ids)[:, None], self.arrange(torch.stack(late, dim=-1))], dim=1)

    def hidden_of_steps(self, hidden: Tensor, steps: int) -> list[Tensor]:
        """Decoder states (R, N, d) -> for each part the states from which its head says the steps.

        Args:
            hidden: States of the inputs of `training_ids`.
            steps: L.

        Returns:
            P tensors of shape (B, L + 1, d), the last for the end; (B, L, d) of a part that may not end.
        """
        slots = zip(self.hidden_of_parts(hidden), self.delays, strict=True)
        return [states[:, late : late + steps + self.may_end(part)] for part, (states, late) in enumerate(slots)]

    def targets(self, motion_codes: Tensor) -> list[Tensor]:
        """For each part what its head is to say, of shape (B, L + 1 or L), `IGNORED` behind the end.

        The code V_p, which is `</s>`, stands after the last code of every part that may end a sequence.
        """
        lengths = (motion_codes[..., 0] != PADDING).sum(1)  # (B,)
        targets = []
        for part, size in enumerate(self.vocabulary.codebook_sizes):
            codes = motion_codes[..., part].masked_fill(motion_codes[..., part] == PADDING, IGNORED)  # (B, L)
            if self.may_end(part):
                codes = F.pad(codes, (0, 1), value=IGNORED)
                codes = codes.scatter(1, lengths[:, None], size)
            targets.append(codes)
        return targets


class MultiHeadDecoding(DecodingScheme):
    """One position says all parts; the next input is the weighted mean of their embeddings (Eq. 4)."""

    @property
    def weights(self) -> tuple[float, ...]:
        """Those of the parts."""
        return self.part_weights

    def start_ids(self, language_ids: Tensor) -> Tensor:
        """The language token, once a part: weights sum to 1, so that the mean is its embedding."""
        return language_ids[:, None].expand(-1, self.num_parts)

    def arrange(self, ids: Tensor) -> Tensor:
        """As they are: M = P."""
        return ids

    def hidden_of_parts(self, hidden: Tensor) -> list[Tensor]:
        """All heads read all states."""
        return [hidden] * self.num_parts

    @property
    def head_groups(self) -> list[tuple[int, ...]]:
        """All parts together."""
        return [tuple(range(self.num_parts))]

    def head_inputs(self, hidden: Tensor, position: int) -> list[tuple[tuple[int, ...], Tensor]]:
        """All parts."""
        return [(self.head_groups[0], hidden)]


class ParallelDecoding(DecodingScheme):
    """P sequences through one decoder with shared weights, each with a start token of its own (Eq. 3).

    Row b·P + p is part p of sample b.
    """

    def __init__(self, vocabulary: SignVocabulary, pad_id: int, part_weights: tuple[float, ...]) -> None:
        super().__init__(vocabulary, pad_id, part_weights)
        self.rows = self.num_parts

    def start_ids(self, language_ids: Tensor) -> Tensor:
        """The tokens `<LANG_part>`."""
        parts = torch.arange(1, 1 + self.num_parts, device=language_ids.device)
        return (language_ids[:, None] + parts).reshape(-1, 1)

    def arrange(self, ids: Tensor) -> Tensor:
        """Parts become rows."""
        return ids.transpose(1, 2).reshape(-1, ids.shape[1], 1)

    def hidden_of_parts(self, hidden: Tensor) -> list[Tensor]:
        """Each head reads the row of its part."""
        return [hidden[part :: self.num_parts] for part in range(self.num_parts)]

    def head_inputs(self, hidden: Tensor, position: int) -> list[tuple[tuple[int, ...], Tensor]]:
        """All parts, each in its own row."""
        return list(zip(self.head_groups, self.hidden_of_parts(hidden), strict=True))


class SequentialDecoding(DecodingScheme):
    """One sequence B, LH, RH, B, LH, RH, … of P·L tokens; it ends only where the body would speak (Eq. 2)."""

    def __init__(self, vocabulary: SignVocabulary, pad_id: int, part_weights: tuple[float, ...]) -> None:
        super().__init__(vocabulary, pad_id, part_weights)
        self.positions = self.num_parts

    def start_ids(self, language_ids: Tensor) -> Tensor:
        """The language token."""
        return language_ids[:, None]

    def arrange(self, ids: Tensor) -> Tensor:
        """Parts one after another."""
        return ids.flatten(1)[..., None]

    def hidden_of_parts(self, hidden: Tensor) -> list[Tensor]:
        """Each head reads every P-th state; the last state, after all codes, belongs to the body."""
        return [hidden[:, part :: self.num_parts] for part in range(self.num_parts)]

    def head_inputs(self, hidden: Tensor, position: int) -> list[tuple[tuple[int, ...], Tensor]]:
        """One part after another."""
        return [(self.head_groups[position], hidden)]

    def may_end(self, part: int) -> bool:
        """Only the body."""
        return part == 0

    def next_ids(self, ids: Tensor, position: int) -> Tensor:
        """What was just said."""
        return ids[:, position, None]
