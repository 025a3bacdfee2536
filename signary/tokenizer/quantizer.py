"""Quantizer of one column: the nearest codebook vector (SOKE Eq. 1), learned by moving averages.

The codebook is `vector_quantize_pytorch.VectorQuantize`'s: k-means on the first training batch, exponential moving
averages, dead codes replaced by encoder outputs of the batch. Everything it needs to go on training is in its buffers.
Of several processes each moves it in the same way, by the vectors of all of them, as one process with all would.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import torch
from torch import nn
from transformers import initialization as init
from vector_quantize_pytorch import VectorQuantize

from signary.nn.masked_losses import masked_mean
from signary.nn.whole_batch import drawn_alike, rows_of_all

#: Code of a padded step. It must never reach a generator or a decoder.
MASKED_CODE = -1


class Quantized(NamedTuple):
    """What quantizing gives.

    Attributes:
        vectors: Codebook vectors of shape (B, L, C), 0 where masked; gradients pass straight through to the input.
        codes: Integers of shape (B, L), -1 where masked.
        commitment: Mean squared distance of the input from its codebook vectors, a scalar, unweighted.
    """

    vectors: torch.Tensor
    codes: torch.Tensor
    commitment: torch.Tensor


class PartQuantizer(nn.Module):
    """Codebook of one column: of a part, or of what its first levels leave over. Only training mode changes it."""

    def __init__(self, codebook_size: int, code_dim: int, decay: float, commitment: float, threshold: float) -> None:
        super().__init__()
        self.vq = VectorQuantize(
            dim=code_dim,
            codebook_size=codebook_size,
            decay=decay,
            commitment_weight=commitment,
            threshold_ema_dead_code=threshold,
            kmeans_init=True,
            rotation_trick=False,
            # Processes share their vectors, not their sums: what is drawn of them is then drawn of all.
            sync_codebook=False,
        )

    def forward(self, latent: torch.Tensor, mask: torch.Tensor) -> Quantized:
        """Quantize latent vectors; in training mode then also move the codebook towards those of all processes.

        Args:
            latent: Tensor of shape (B, L, C).
            mask: Boolean tensor of shape (B, L), true at least once; other steps enter neither codebook nor loss.
        """
        if not self.training:
            return self._quantize(latent, self.nearest(latent, mask), mask)
        # Under mixed precision, too, a codebook is the mean of numbers that are not rounded.
        with torch.autocast(latent.device.type, enabled=False):
            everything = rows_of_all(latent.detach()[mask].float())[None]
            if not self.vq._codebook.initted:
                with drawn_alike(latent.device):
                    self.vq._codebook.init_embed_(everything)
            codes = self.nearest(latent, mask)
            found = self._quantize(latent, codes, mask)
            self._learn(everything, rows_of_all(codes[mask])[None])
        return found

    def _quantize(self, latent: torch.Tensor, codes: torch.Tensor, mask: torch.Tensor) -> Quantized:
        vectors = torch.where(mask[..., None], self.lookup(codes.clamp(min=0)), 0.0)
        error = vectors.detach() - latent.float()
        commitment = masked_mean(error.square(), mask[..., None].expand_as(error))
        if self.training:
            # Straight through: what the decoder asks of the vectors is asked of the latent ones.
            vectors = torch.where(mask[..., None], latent.float() + error.detach(), 0.0)
        return Quantized(vectors.to(latent.dtype), codes, commitment)

    def _learn(self, latent: torch.Tensor, codes: torch.Tensor) -> None:
        """Move the codebook towards vectors (1, N, C) with codes (1, N), and replace dead codes by some of them."""
        if self.vq._codebook.has_dead_code_replacement:
            with drawn_alike(latent.device):
                self.vq.update_indices(latent, codes)
        else:
            self.vq.update_indices(latent, codes)

    def nearest(self, latent: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Index of the nearest codebook vector (Eq. 1): (B, L, C) to (B, L), -1 where masked."""
        book = self.vq.codebook.float()  # (V, C)
        # |x|² is the same for every code, so it is left out of |x - e|².
        distance = book.square().sum(-1) - 2 * latent.float() @ book.T
        return torch.where(mask, distance.argmin(-1), MASKED_CODE)

    def lookup(self, codes: torch.Tensor) -> torch.Tensor:
        """Codebook vectors: (B, L) to (B, L, C)."""
        return torch.as_tensor(self.vq.codebook[codes])

    def set_threshold(self, threshold: float) -> None:
        """Replace codes whose moving count a batch falls below `threshold` from now on; 0 replaces none."""
        book = self.vq._codebook
        book.threshold_ema_dead_code = book.reset_cluster_size = threshold
        book.has_dead_code_replacement = threshold > 0


class QuantizedLevels(NamedTuple):
    """What quantizing by several codebooks, one after another, gives.

    Attributes:
        vectors: Sums of codebook vectors, of shape (B, L, C), 0 where masked; gradients pass straight through.
        codes: For each level integers of shape (B, L), -1 where masked.
        commitments: For each level the mean squared distance of what was left over from its codebook vectors.
    """

    vectors: torch.Tensor
    codes: tuple[torch.Tensor, ...]
    commitments: tuple[torch.Tensor, ...]


def quantize_levels(levels: Sequence[PartQuantizer], latent: torch.Tensor, mask: torch.Tensor) -> QuantizedLevels:
    """Quantize by the first codebook, what that leaves over by the second, and so on; in training mode all learn.

    Args:
        levels: Quantizers of a part, at least one.
        latent: Tensor of shape (B, L, C).
        mask: Boolean tensor of shape (B, L), true at least once.
    """
    first = levels[0](latent.float(), mask)
    found, vectors = [first], first.vectors
    for level in levels[1:]:
        found.append(level(latent.float() - vectors.detach(), mask))
        # Gradients have passed through the first level: to add those of the others would count them twice.
        vectors = vectors + found[-1].vectors.detach()
    return QuantizedLevels(
        vectors.to(latent.dtype), tuple(one.codes for one in found), tuple(one.commitment for one in found)
    )


def nearest_levels(
    levels: Iterable[PartQuantizer], latent: torch.Tensor, mask: torch.Tensor
) -> tuple[torch.Tensor, ...]:
    """The codes of `quantize_levels`, without learning."""
    left, found = latent.float(), list[torch.Tensor]()
    for level in levels:
        found.append(level.nearest(left, mask))
        left = left - level.lookup(found[-1].clamp(min=0)).float()
    return tuple(found)


def init_codebook(vq: VectorQuantize) -> None:
    """Give a codebook's buffers their values, those that a checkpoint does not hold and those that it lacks.

    An untrained codebook is random rather than zero, so that an untrained tokenizer is a random tokenizer; the first
    training batch replaces it by k-means all the same.

    To be called for `VectorQuantize` itself: in code outside transformers, `from_pretrained` passes over modules that
    own no uninitialised tensor directly, so that `PartQuantizer` would never be asked.
    """
    book = vq._codebook
    init.zeros_(vq.zero)
    init.zeros_(book.initted)
    init.ones_(book.cluster_size)
    init.normal_(book.embed, std=book.embed.shape[-1] ** -0.5)
    init.copy_(book.embed_avg, book.embed)
