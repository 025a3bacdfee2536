"""Heads of residual levels: what a column of codes owes to the lower levels of its part.

A residual quantizer's second code stands for what the first leaves: the nearest vector r_j to l − c_i, where l is the
encoder output and c_i the first code's. −|l − c_i − r_j|² is 2 l·r_j − 2 c_i·r_j − |r_j|² and a constant, so that what
a head says of l, and a term of the code i alone, add up to the logits of level two. The terms are a linear map of the
lower codes' embeddings.

Legend: B samples, L steps, P columns, d model size, V_p codes of column p.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from signary.generator.sign_mbart.vocabulary import SignVocabulary


class LevelHeads(nn.ModuleDict):
    """For each column with lower levels the linear map of their embeddings; empty for a tokenizer without levels.

    Args:
        vocabulary: Of the generator.
        d_model: Size of embeddings.
    """

    def __init__(self, vocabulary: SignVocabulary, d_model: int) -> None:
        sizes, lower = vocabulary.codebook_sizes, vocabulary.lower_levels
        super().__init__(
            {
                str(column): nn.Linear(d_model, sizes[column] + 1, bias=False)
                for column, levels in enumerate(lower)
                if levels
            }
        )
        self.vocabulary = vocabulary

    def terms(self, codes: Tensor, embed: Callable[[Tensor], Tensor]) -> list[Tensor | None]:
        """What lower levels add to the logits of each column; None for a column without.

        Args:
            codes: Part-local codes of shape (…, P), negative where there is none, which adds nothing.
            embed: From integrated ids to embeddings.
        """
        return [
            self.term(column, codes, embed) if levels else None
            for column, levels in enumerate(self.vocabulary.lower_levels)
        ]

    def term(self, column: int, codes: Tensor, embed: Callable[[Tensor], Tensor]) -> Tensor:
        """What lower levels add to the logits (…, V_p + 1) of a column; arguments as for `terms`."""
        levels = list(self.vocabulary.lower_levels[column])
        lower = codes[..., levels]
        sizes = torch.tensor([self.vocabulary.codebook_sizes[level] for level in levels], device=codes.device)
        offsets = torch.tensor([self.vocabulary.motion_offsets[level] for level in levels], device=codes.device)
        # A head may have said that the sequence ends, which is no code.
        there = ((lower >= 0) & (lower < sizes)).all(-1, keepdim=True)
        ids = lower.clamp_min(0).minimum(sizes - 1) + offsets
        return torch.as_tensor(self[str(column)](embed(ids).sum(-2)) * there)
