"""A text that was signed, whichever way; and one whose sentences were signed in different ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from signary.pose.sequence import PoseSequence
from signary.retrieval.segments import Segment
from signary.streaming.choosing import BY_MODEL, Share, by_rules


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
    def of(cls, text: str, parts: Sequence[tuple[Share, SignedText]], fps: float | None = None) -> SharedSigning:
        """One motion of all parts, of which each goes on from the one before.

        Args:
            text: All of the text.
            parts: At least one.
            fps: Another frame rate, *optional*.

        Raises:
            InputError: If the frame rate is out of range.
        """
        poses, segments, late = [signed.pose for _, signed in parts], list[Segment](), 0.0
        for _, signed in parts:
            segments += [replace(found, start=found.start + late, end=found.end + late) for found in signed.segments]
            late += signed.pose.seconds
        whole = poses[0].concatenate(*poses[1:]).with_metadata(text=text)
        return cls(whole if fps is None else whole.resample(fps), tuple(segments), tuple(parts))

    def account(self) -> str:
        """One line that says what signed which sentences and why, and what became of the words."""
        return " + ".join(f"{self._who(share)}: {signed.account()}" for share, signed in self.parts)

    def _who(self, share: Share) -> str:
        who = BY_MODEL if share.by_model else by_rules(share.reasons)
        if len(self.parts) == 1:
            return who
        return f"{share.sentences} sentence{'' if share.sentences == 1 else 's'} {who}"
