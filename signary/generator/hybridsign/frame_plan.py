"""Who sees whom: clean frames look back, the frames of a chunk that is being made see clean frames and each other.

The same plan describes the four ways in which the network runs:

| | past | clean | chunks | first |
|---|---|---|---|---|
| a flow step of a stream | cached frames | 0 | (n,) | 0 |
| writing a chunk into the cache | cached frames | m | () | 0 |
| both at once: a chunk is written while the next one takes its first step | cached frames | m | (n,) | m |
| training: [clean copy, noisy copy] | 0 | T | (n₁, …, n_K), sum T | 0 |

In training with window 3 and chunks of 2, keys in columns (`c` clean, `n` noisy):

    query   c0 c1 c2 c3 n0 n1 n2 n3
    c0      x
    c1      x  x
    c2      x  x  x
    c3         x  x  x
    n0                  x  x
    n1                  x  x
    n2      x  x              x  x      (chunk 1 has not begun at c2)
    n3         x              x  x
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import torch


@dataclass(frozen=True)
class FramePlan:
    """The frames of one run of the network: clean ones, then chunks of noisy ones.

    Attributes:
        window: A frame sees clean frames that are less than so many frames before it.
        past: Clean frames in the cache, which end where this run begins.
        clean: Clean frames of this run.
        chunks: Frames of each noisy chunk; the chunks follow each other.
        first: Position of the first frame of the first chunk: 0 where chunks begin where the clean frames begin, or
            `clean` where they follow on them.
    """

    window: int
    past: int = 0
    clean: int = 0
    chunks: tuple[int, ...] = ()
    first: int = 0

    @property
    def writes(self) -> bool:
        """Whether clean frames of this run belong into the cache."""
        return self.clean > 0 and (not self.chunks or self.first == self.clean)

    @property
    def num_frames(self) -> int:
        """Clean and noisy frames of this run."""
        return self.clean + sum(self.chunks)

    @property
    def starts(self) -> tuple[int, ...]:
        """Position of the first frame of each chunk."""
        return tuple(accumulate(self.chunks[:-1], initial=self.first)) if self.chunks else ()

    def positions(self, device: torch.device) -> torch.Tensor:
        """Position of each frame, counted from the beginning of this run; integers of shape (num_frames,)."""
        noisy = torch.arange(self.first, self.first + sum(self.chunks), device=device)
        return torch.cat([torch.arange(self.clean, device=device), noisy])

    def chunk_of_frame(self, device: torch.device) -> torch.Tensor:
        """Number of the chunk of each frame, −1 for clean ones; integers of shape (num_frames,)."""
        numbers = torch.arange(-1, len(self.chunks), device=device)
        return numbers.repeat_interleave(torch.tensor((self.clean, *self.chunks), device=device))

    def time_of_frame(self, device: torch.device) -> torch.Tensor:
        """Which of a run's flow times is that of a frame: 0 of clean ones, then one a chunk; shape (num_frames,)."""
        return self.chunk_of_frame(device) + (1 if self.clean else 0)

    def visible(self, device: torch.device) -> torch.Tensor:
        """Which keys a frame sees: booleans of shape (num_frames, past + num_frames)."""
        position, chunk = self.positions(device), self.chunk_of_frame(device)
        starts = torch.tensor((0, *self.starts), device=device)[chunk + 1]
        clean_until = torch.where(chunk < 0, position + 1, starts)[:, None]
        key_position = torch.cat([torch.arange(-self.past, 0, device=device), position])
        key_chunk = torch.cat([chunk.new_full((self.past,), -1), chunk])
        in_window = (key_position < clean_until) & (key_position > position[:, None] - self.window)
        return torch.where(key_chunk < 0, in_window, key_chunk == chunk[:, None])
