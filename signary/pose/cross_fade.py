"""From one motion into another without a step or a kink."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

#: Frames over which the difference between two sentences fades.
FADE = 8


@dataclass(frozen=True)
class CrossFade:
    """What is left of a difference between two motions: at first all of it, in the end nothing.

    The cubic that begins with the jump and with the velocity of the first motion and ends with neither (Hermite's). A
    difference that shrank steadily would begin and end with a kink, which a viewer sees as a jerk.

    Attributes:
        jump: The last frame of the first motion less the first one of the second, shape (D,).
        velocity: The last frame of the first motion less the one before it, shape (D,).
        frames: Frames that still differ.
    """

    jump: Tensor
    velocity: Tensor
    frames: int

    def offsets(self, first: int, count: int) -> Tensor:
        """What to add to frames `first` to `first + count` of the second motion, counted from 0, shape (count, D)."""
        whole = self.frames + 1
        done = (torch.arange(first + 1, first + 1 + count).to(self.jump) / whole).clamp(max=1)[:, None]
        of_jump = 1 - done.square() * (3 - 2 * done)
        of_velocity = whole * done * (1 - done).square()
        return of_jump * self.jump + of_velocity * self.velocity
