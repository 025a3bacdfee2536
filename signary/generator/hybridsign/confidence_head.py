"""What a detector will say of each joint in each frame that is made, from the text, the motion and what it last said.

A joint that was not seen just now will mostly not be seen next: what was said of it before the chunk goes straight to
what is said of it in the chunk, with a map of each joint's own. The way over group tokens, which hold some 200 numbers
of all joints of a group, loses it; and what joints know of their own frame is noise where a flow starts.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from signary.generator.hybridsign.frame_plan import FramePlan
from signary.nn.parallel_linear import ParallelLinear

#: Stands for the confidence of frames before the beginning of a stream.
NEVER = -1.0
#: Numbers of each joint that the tokens are read into.
READ = 8
#: Frames after which what was said before the chunk counts a third.
FADES = 4.0


class ConfidenceHead(nn.Module):
    """Tokens, and each joint's confidence before the chunk, to logits of its confidence.

    Args:
        groups: Joint indices of each group.
        hidden_size: d.
    """

    #: Whether there was a frame before; the last and the mean confidence; the last one, fading with the frames since.
    num_past = 4

    def __init__(self, groups: Sequence[Sequence[int]], hidden_size: int) -> None:
        super().__init__()
        in_row = [joint for joints in groups for joint in joints]
        self.place = sorted(range(len(in_row)), key=in_row.__getitem__)
        self.of_tokens = nn.ModuleList(nn.Linear(2 * hidden_size, READ * len(joints), bias=False) for joints in groups)
        self.of_past = ParallelLinear(len(in_row), self.num_past, READ)
        self.says = ParallelLinear(len(in_row), READ + self.num_past, 1)

    def forward(self, tokens: torch.Tensor, fused: torch.Tensor, past: torch.Tensor, plan: FramePlan) -> torch.Tensor:
        """Logits of shape (B, M, J).

        Args:
            tokens: Of the M noisy frames, shape (G, B, M, d).
            fused: The same together, shape (B, M, d).
            past: Confidence of the frames before each chunk, from `before_chunks`, shape (B, K, frames, J).
            plan: Which frames there are.
        """
        told = [read(torch.cat([token, fused], -1)) for token, read in zip(tokens, self.of_tokens, strict=True)]
        read = torch.cat(told, -1).view(*fused.shape[:2], -1, READ)[:, :, self.place].permute(2, 0, 1, 3)
        facts = self._facts(past, plan).to(read).permute(2, 0, 1, 3)
        hidden = nn.functional.silu(read + self.of_past(facts))
        logits = torch.as_tensor(self.says(torch.cat([hidden, facts], -1)))
        return logits.squeeze(-1).permute(1, 2, 0)

    def _facts(self, past: torch.Tensor, plan: FramePlan) -> torch.Tensor:
        """What is known of each joint before the chunk of each frame, (B, M, J, num_past)."""
        known = past >= 0
        count = known.sum(2)
        there = (count > 0).to(past)
        mean = torch.where(known, past, 0.0).sum(2) / count.clamp(min=1)
        # Around 0, so that nobody has to learn where the middle is; 0 where there was no frame.
        last, mean = (there * (2 * each - 1) for each in (past[:, :, -1], mean))
        chunk = plan.chunk_of_frame(past.device)[plan.clean :]
        since = plan.positions(past.device)[plan.clean :] - torch.tensor(plan.starts, device=past.device)[chunk]
        fading = torch.exp(-since.to(past) / FADES)[:, None] * last[:, chunk]
        return torch.stack([there[:, chunk], last[:, chunk], mean[:, chunk], fading], dim=-1)


def before_chunks(confidence: torch.Tensor, plan: FramePlan, frames: int) -> torch.Tensor:
    """Confidence of so many frames before each chunk, `NEVER` where there was none, shape (B, K, frames, J).

    Args:
        confidence: Of the clean frames, with which everything begins, shape (B, clean, J).
        plan: Which frames there are.
        frames: How many.
    """
    rows, _, joints = confidence.shape
    known = torch.cat([confidence.new_full((rows, frames, joints), NEVER), confidence], dim=1)
    return torch.stack([known[:, start : start + frames] for start in plan.starts], dim=1)


def said_last(confidence: torch.Tensor, past: torch.Tensor | None, frames: int) -> torch.Tensor:
    """Confidence of the last frames of a stream, (B, frames, J), after some more (B, n, J) were made."""
    rows, _, joints = confidence.shape
    before = confidence.new_full((rows, frames, joints), NEVER) if past is None else past
    return torch.cat([before, confidence], dim=1)[:, -frames:]
