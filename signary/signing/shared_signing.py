"""A text that was signed, whichever way; and one whose sentences were signed in different ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import torch

from signary.pose.cross_fade import FADE, CrossFade
from signary.pose.sequence import PoseSequence
from signary.retrieval.segments import Segment
from signary.signing.choosing import Share


class SignedText(Protocol):
    """A text that was signed, whichever way."""

    @property
    def pose(self) -> PoseSequence:
        """The motion."""
        ...

    @property
    def segments(self) -> Sequence[Segment]:
        """What is signed when."""
        ...

    def account(self) -> str:
        """One line that says what became of the words."""
        ...


@dataclass(frozen=True)
class SharedSigning:
    """A text signed sentence by sentence, by the model or by rules.

    Attributes:
        pose: The motion.
        segments: Signs of what the rules or a model with a pointer signed, sentences of what another model signed, with
            their times.
        parts: What was signed which way, and its result, in order.
    """

    pose: PoseSequence
    segments: tuple[Segment, ...]
    parts: tuple[tuple[Share, SignedText], ...]

    @classmethod
    def of(cls, text: str, parts: Sequence[tuple[Share, SignedText]]) -> SharedSigning:
        """One motion of all parts; each ends at rest and fades into the next.

        Args:
            text: All of the text.
            parts: At least one.

        Raises:
            InputError: If model and rules make other motion (layout, hand reference or frame rate).
        """
        whole, segments = parts[0][1].pose, list(parts[0][1].segments)
        for _, signed in parts[1:]:
            late = whole.seconds
            segments += [replace(found, start=found.start + late, end=found.end + late) for found in signed.segments]
            whole = _followed(whole, signed.pose)
        if len(parts) > 1:
            whole = whole.with_metadata(text=text)
        return cls(whole, tuple(segments), tuple(parts))

    def account(self) -> str:
        """One line that says what signed which sentences and why, and what became of the words."""
        return " + ".join(f"{self._who(share)}: {signed.account()}" for share, signed in self.parts)

    def _who(self, share: Share) -> str:
        who = "by the model" if share.by_model else f"by rules ({'; '.join(share.reasons)})"
        if len(self.parts) == 1:
            return who
        return f"{share.sentences} sentence{'' if share.sentences == 1 else 's'} {who}"


def _followed(first: PoseSequence, second: PoseSequence) -> PoseSequence:
    """Two motions one after the other: the second begins where the first ended, and with its velocity."""
    if not len(first) or not len(second) or first.layout != second.layout:
        return first.concatenate(second)  # which says what does not fit
    ended, began = first.values[-min(2, len(first)) :], second.values[0]
    jump, velocity = (torch.from_numpy(np.nan_to_num(each)) for each in (ended[-1] - began, ended[-1] - ended[0]))
    offsets = CrossFade(jump, velocity, FADE).offsets(0, len(second)).numpy()
    return first.concatenate(replace(second, values=(second.values + offsets).astype(np.float32)))
