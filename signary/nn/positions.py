"""Where in time a frame is: sinusoids added to its token, and rotations that let attention see distances.

Every frequency turns a whole number of times in `PERIOD` frames, so that counting modulo `PERIOD` changes nothing: a
stream that runs for days computes with the same small numbers, and exactly the same values, as one that starts.
"""

from __future__ import annotations

import math

import torch

#: Frames after which positions repeat: 164 seconds at 25 frames a second, beyond any sentence and any window.
PERIOD = 4096


def position_angles(positions: torch.Tensor, count: int) -> torch.Tensor:
    """Angles of `count` frequencies, from about 1 radian a frame down to one turn a period.

    Args:
        positions: Integers of any shape, in frames.
        count: Number of frequencies.

    Returns:
        float32 tensor of the shape of the positions and (count,), in radians, from 0 to 2π.
    """
    highest = PERIOD / (2 * math.pi)
    turns = [max(1, round(highest ** (1 - at / max(1, count - 1)))) for at in range(count)]
    # Whole numbers until here: no rounding, however late the frame.
    phase = positions[..., None] * torch.tensor(turns, device=positions.device) % PERIOD
    return phase.float() * (2 * math.pi / PERIOD)


def position_encoding(positions: torch.Tensor, size: int) -> torch.Tensor:
    """Sines and cosines of the positions (PE of HybridSign, Eq. 12).

    Args:
        positions: Integers of any shape, in frames.
        size: An even number.

    Returns:
        float32 tensor of the shape of the positions and (size,).
    """
    angles = position_angles(positions, size // 2)
    return torch.cat([angles.sin(), angles.cos()], dim=-1)


def rotary_turns(positions: torch.Tensor, size: int) -> torch.Tensor:
    """Cosines and sines that `rotate` turns vectors of `size` numbers by; float32, shape (2, …, T, size / 2).

    Args:
        positions: Integers of shape (…, T), in frames.
        size: An even number.
    """
    angles = position_angles(positions, size // 2)
    return torch.stack([angles.cos(), angles.sin()])


def rotate(x: torch.Tensor, turns: torch.Tensor) -> torch.Tensor:
    """Turn pairs of numbers; a product of two rotated vectors depends on the distance of their positions.

    Args:
        x: Queries or keys of shape (…, T, E).
        turns: From `rotary_turns`, shape (2, …, T, E / 2) that broadcasts to `x`, and of its dtype.
    """
    cos, sin = turns.unbind()
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, first * sin + second * cos], dim=-1)
