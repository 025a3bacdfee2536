"""Keys and values of the last frames, for attention that looks back over a window."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from signary.io.errors import InputError


@dataclass(frozen=True)
class WindowedCache:
    """What attention has seen. It never changes: extending it makes another one.

    Attributes:
        keys: Tensor of shape (N, heads, T, E).
        values: Tensor of shape (N, heads, T, E).
        bias: Logit of each key of its own, added to those of all queries; tensor of shape (N, T).
    """

    keys: torch.Tensor
    values: torch.Tensor
    bias: torch.Tensor

    def __len__(self) -> int:
        """T, the frames in it."""
        return self.keys.shape[2]

    def extended(self, later: WindowedCache) -> WindowedCache:
        """This one and what comes after it.

        Raises:
            InputError: If it belongs to another batch size.
        """
        if len(self.keys) != len(later.keys):
            raise InputError("cache", f"one for {len(later.keys)} rows", f"one for {len(self.keys)}")
        return WindowedCache(
            torch.cat([self.keys, later.keys], dim=2),
            torch.cat([self.values, later.values], dim=2),
            torch.cat([self.bias, later.bias], dim=1),
        )

    def last(self, frames: int, before: int = 0) -> WindowedCache:
        """The last frames, at most so many.

        Args:
            frames: How many.
            before: Frames at the end that do not count.
        """
        end = len(self) - before
        kept = slice(max(0, end - frames), end)
        # Cloned: a view would keep every frame alive that was ever seen.
        return WindowedCache(self.keys[:, :, kept].clone(), self.values[:, :, kept].clone(), self.bias[:, kept].clone())
