"""A sentence of glosses, signed by the pipeline `gloss-to-sign`, with the face that files are written from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from signary.pose.sequence import PoseSequence
from signary.retrieval.segments import Segment

if TYPE_CHECKING:
    from signary.pipelines.gloss_to_sign import GlossToSignPipeline


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


def load_gloss_model(name: str | None) -> GlossToSignPipeline:
    """The pipeline `gloss-to-sign` of a model, loaded without a word on the screen.

    Args:
        name: Folder or Hub id; None for the embedded model.

    Raises:
        InputError: If it cannot be loaded.
    """
    from signary.pipelines.gloss_to_sign import embedded_gloss_folder
    from signary.pipelines.quiet import load_pipeline

    loaded: GlossToSignPipeline = load_pipeline("gloss-to-sign", str(embedded_gloss_folder()) if name is None else name)
    return loaded
