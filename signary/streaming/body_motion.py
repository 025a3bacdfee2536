"""A body in motion: what it did last, how the next sentence goes on from there, and rest."""

from __future__ import annotations

import torch
from torch import Tensor

from signary.pose.cross_fade import FADE, CrossFade
from signary.streaming.idle_pose import IdlePose


class BodyMotion:
    """Motion that is made elsewhere and goes on here: sentence after sentence without a jump, and rest between.

    Args:
        idle: Waiting.
    """

    def __init__(self, idle: IdlePose) -> None:
        self._idle = idle
        self._to_idle: CrossFade | None = None
        self._seam: CrossFade | None = None
        #: Where a body stands that holds, and what is left of its motion; then the way on from there.
        self._held: tuple[Tensor, CrossFade] | None = None
        self._resumed: CrossFade | None = None
        self.frame = self._faded = self._idled = self._since_hold = 0
        #: The last frame (D,), the coarse motion that a refiner made it of, and the velocity that was shown.
        self.last: Tensor | None = None
        self._coarse: Tensor | None = None
        self._velocity = torch.zeros_like(idle.pose)

    def begin_made(self) -> None:
        """A sentence begins whose frames are made elsewhere."""
        self._seam, self._to_idle = None, None

    def show_made(self, frames: Tensor) -> Tensor:
        """The next frames (n, D) of such a sentence.

        Args:
            frames: As they were made.
        """
        return self._shown(self._fade_in(frames, self.last))

    def rest(self, count: int) -> Tensor:
        """Frames (count, D) on the way to rest, or at rest. What comes next begins from there."""
        self._held = self._resumed = None
        if self._to_idle is None:
            start = self._idle.pose if self.last is None else self.last
            self._to_idle, self._idled = CrossFade(start - self._idle.pose, self._velocity, self._idle.ease), 0
        frames = self._idle.frames(self.frame, count) + self._to_idle.offsets(self._idled, count)
        self._idled += count
        return self._shown(frames)

    def hold(self, count: int) -> Tensor:
        """Frames (count, D) of a body that waits in the middle of a sentence, where it is; it does not stop at once."""
        if self._held is None:
            stands = self._idle.pose if self.last is None else self.last
            self._held = stands, CrossFade(torch.zeros_like(stands), self._velocity, self._idle.ease)
            self._resumed, self._since_hold = None, 0
        stands, fade = self._held
        frames = stands + fade.offsets(self._since_hold, count)
        self._since_hold += count
        return self._shown(frames, frames if self._coarse is None else self._coarse[None])

    def _from_hold(self, frames: Tensor, before: Tensor | None) -> Tensor:
        """The next frames of a sentence in which the body has held: they go on from there without a jump.

        Args:
            frames: As they were made, of shape (n, D).
            before: The frame (D,) that was made before them.
        """
        if self._held is not None and self.last is not None and before is not None:
            jump, velocity = self.last - before, self._velocity - (frames[0].float().cpu() - before)
            self._resumed, self._held, self._since_hold = CrossFade(jump, velocity, FADE), None, 0
        self._held = None
        if self._resumed is None:
            return frames
        first, self._since_hold = self._since_hold, self._since_hold + len(frames)
        if first >= self._resumed.frames:
            self._resumed = None
            return frames
        return frames + self._resumed.offsets(first, len(frames)).to(frames)

    def _fade_in(self, frames: Tensor, before: Tensor | None) -> Tensor:
        """The next frames of a sentence; its first one and what was before may differ, which fades.

        Args:
            frames: Of shape (n, D).
            before: What was before, of shape (D,); None if the sentence is the first one.
        """
        if self._seam is None:
            start = frames[0].float().cpu()
            self._seam = CrossFade((start if before is None else before) - start, self._velocity, FADE)
            self._faded = 0
        first, self._faded = self._faded, self._faded + len(frames)
        if first >= self._seam.frames:
            return frames
        return frames + self._seam.offsets(first, len(frames)).to(frames)

    def _shown(self, frames: Tensor, coarse: Tensor | None = None) -> Tensor:
        """Remember frames that are shown, and the coarse motion that they were made of, if any."""
        below = frames if coarse is None else coarse
        last = [] if self.last is None else [self.last]
        last += [frame.float().cpu() for frame in frames[-2:]]
        self._velocity = last[-1] - last[-min(2, len(last))]
        self.frame, self.last, self._coarse = self.frame + len(frames), last[-1], below[-1].float().cpu()
        return frames
