"""What a body does while it says nothing: it goes to its idle pose, and breathes."""

from __future__ import annotations

import math
from functools import cache

import torch
from torch import Tensor

from signary.pose.layout import PoseLayout
from signary.signer.lexicon import shipped_lexicon
from signary.signer.score import SignUnit
from signary.signer.signer import Signer

#: Seconds on the way to the idle pose.
EASE = 0.6
#: A breath: radians by which the shoulders rise and fall, and breaths a second.
BREATH, BREATHS = 0.012, 0.25
#: Collars, and the sign of the forward axis about which each rises.
_COLLARS = {"left_collar": 1.0, "right_collar": -1.0}


def signers_idle_pose() -> Tensor:
    """The pose (D,) in which the rule-based signer waits."""
    return torch.tensor(_signers_idle_pose())


@cache
def _signers_idle_pose() -> tuple[float, ...]:
    """The first frame of the canonical signer, whichever sign follows."""
    lexicon = shipped_lexicon("asl")
    gloss = next(iter(lexicon.entries))
    return tuple(Signer().sign([SignUnit(gloss, tuple(lexicon.forms(gloss)))]).pose.values[0].tolist())


class IdlePose:
    """Waiting.

    Args:
        pose: The idle pose (D,).
        layout: Of the pose.
        fps: Frames a second.
    """

    def __init__(self, pose: Tensor, layout: PoseLayout, fps: float) -> None:
        self.pose, self.fps = pose, fps
        self._breath = torch.zeros_like(pose)
        for name, up in () if layout.is_keypoints else _COLLARS.items():
            self._breath[layout.features([layout.index(name)])[2]] = up * BREATH

    @property
    def ease(self) -> int:
        """Frames on the way to it."""
        return round(EASE * self.fps)

    def frames(self, first: int, count: int) -> Tensor:
        """Frames (count, D) in the idle pose, the first of them number `first` of the session."""
        times = torch.arange(first, first + count) / self.fps
        return self.pose + self._breath * torch.sin(2 * math.pi * BREATHS * times)[:, None]
