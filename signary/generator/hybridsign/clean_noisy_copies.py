"""What one pass of training is made of: a clean copy of the motion, and a noisy one in chunks, one time a chunk."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from signary.generator.hybridsign.coarse_context import CoarseFrames
from signary.generator.hybridsign.flow import between
from signary.generator.hybridsign.frame_plan import FramePlan
from signary.generator.hybridsign.runs import FrameInputs
from signary.io.errors import InputError


@dataclass(frozen=True)
class CleanNoisyCopies:
    """A batch of flows, a flow a chunk.

    Attributes:
        plan: T clean frames, then K chunks of noisy ones.
        data: Standardised motion, 0 where missing, shape (B, T, D).
        clean: What the clean copy shows, of the same shape.
        confidence: Of the clean copy, shape (B, T, J).
        coarse: Standardised coarse motion of T frames, or None.
        start: Where the flows start, shape (B, T, D).
        times: t of each chunk, shape (B, K).
        until: r of each chunk, at least t, shape (B, K); None where velocities are those at an instant.
    """

    plan: FramePlan
    data: torch.Tensor
    clean: torch.Tensor
    confidence: torch.Tensor
    coarse: CoarseFrames | None
    start: torch.Tensor
    times: torch.Tensor
    until: torch.Tensor | None

    @property
    def velocity(self) -> torch.Tensor:
        """Velocity x − z of every frame, shape (B, T, D)."""
        return self.data - self.start

    @property
    def of_noisy(self) -> torch.Tensor:
        """Number of the chunk of each noisy frame, integers of shape (T,)."""
        return self.plan.chunk_of_frame(self.data.device)[self.plan.clean :]

    def of_frames(self, of_chunks: torch.Tensor) -> torch.Tensor:
        """(B, K) to (B, T)."""
        return of_chunks[:, self.of_noisy]

    def noisy(self) -> torch.Tensor:
        """x_t of every frame, shape (B, T, D)."""
        return between(self.start, self.data, self.of_frames(self.times)[..., None])

    def inputs(self, noisy: torch.Tensor, times: torch.Tensor) -> FrameInputs:
        """The network's inputs with noisy frames (B, T, D) at times (B, K)."""
        one = torch.ones_like(times[:, :1])
        return FrameInputs(
            torch.cat([self.clean, noisy], dim=1),
            torch.cat([self.confidence, torch.ones_like(self.confidence)], dim=1),
            None if self.coarse is None else self.coarse.values.repeat(1, 2, 1),
            torch.cat([one, times], dim=1),
            None if self.until is None else torch.cat([one, self.until], dim=1),
            around=None if self.coarse is None or self.coarse.around is None else self.coarse.around.repeat(1, 2, 1, 1),
        )


def plan_copies(frames: int, window: int, size: int) -> FramePlan:
    """Chunks of one size; the last one may be shorter.

    Args:
        frames: T.
        window: Of the model.
        size: Frames of a chunk.

    Raises:
        InputError: If the size is below 1.
    """
    if size < 1:
        raise InputError("chunk_frames", "at least 1", size)
    chunks = [size] * (frames // size) + ([frames % size] if frames % size else [])
    return FramePlan(window, 0, frames, tuple(chunks))


def draw_times(
    rows: int, chunks: int, average: bool, start_share: float = 0.0
) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Times t of flows, uniform; and for average velocities r, which is t for half of them and later for the others.

    Args:
        rows: B.
        chunks: K.
        average: Whether r is asked for.
        start_share: Share of the times that are 0.

    Returns:
        t, and r or None, each of shape (rows, chunks).
    """
    times = torch.rand(rows, chunks)
    if start_share:
        times = torch.where(torch.rand(rows, chunks) < start_share, 0.0, times)
    if not average:
        return times, None
    other = torch.where(torch.rand(rows, chunks) < 0.5, times, torch.rand(rows, chunks))
    return torch.minimum(times, other), torch.maximum(times, other)
