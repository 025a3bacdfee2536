"""A sentence of glosses, signed by the pipeline `gloss-to-sign`, with the face that files are written from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from signary.pose.sequence import PoseSequence
from signary.retrieval.segments import Segment


@dataclass(frozen=True)
class GlossSigning:
    """A signed sentence of glosses.

    Attributes:
        pose: The motion.
        segments: Each gloss with the time that the model shares out to it; there are no words.
        length: `predicted` or `given`.
    """

    pose: PoseSequence
    segments: tuple[Segment, ...]
    length: str

    @classmethod
    def of(cls, result: dict[str, Any], fps: float | None = None) -> GlossSigning:
        """What the pipeline returns for a sentence, at another frame rate if one is given.

        Raises:
            InputError: If the frame rate is out of range.
        """
        pose: PoseSequence = result["pose"]
        segments = tuple(
            Segment("", found["gloss"], found["start"], found["end"], found["source"]) for found in result["segments"]
        )
        return cls(pose if fps is None else pose.resample(fps), segments, result["length"])

    def account(self) -> str:
        """One line that says how many glosses were signed, and who decided how long that takes."""
        count = len(self.segments)
        return f"{count} gloss{'' if count == 1 else 'es'} signed; length {self.length}"
