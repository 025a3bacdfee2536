"""A recogniser and its processor from one folder, under a name that says which weights they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from signary.evaluation.back_translation.modeling_recogniser import SignRecogniser
from signary.evaluation.back_translation.processing_recogniser import RecogniserProcessor
from signary.io.errors import InputError, about
from signary.nn.loading import load_model
from signary.pose.motion_spec import HasMotionSpec, MotionSpec

_WEIGHTS = "model.safetensors"
_DIGITS = 12


@dataclass(frozen=True)
class LoadedRecogniser:
    """What reads motion in an evaluation.

    Attributes:
        model: In float32 and evaluation mode.
        processor: Its own.
        name: `recogniser-` and the first digits of the SHA-256 of its weights: two numbers of back-translation can be
            compared only where it is the same.
    """

    model: SignRecogniser
    processor: RecogniserProcessor
    name: str

    @property
    def notice(self) -> str:
        """What has to stand next to every figure that it gives."""
        return self.model.config.notice

    def obstacle(self, motion: MotionSpec | HasMotionSpec, languages: Iterable[str]) -> str | None:
        """Why it cannot read some motion, as `reads …, not …`; None if it can.

        Args:
            motion: What the motion is like; its clock does not matter.
            languages: Ids of sign languages.
        """
        mine, given, config = MotionSpec.of(self.model.config), MotionSpec.of(motion), self.model.config
        becomes_keypoints = mine.layout.is_keypoints and not given.layout.is_keypoints
        if "layout" in (differences := mine.differences(given)) and not becomes_keypoints:
            return f"reads motion of layout {mine.layout.name}, not {given.layout.name}"
        if "hand_reference" in differences:
            return f"reads motion with hand_reference {mine.hand_reference}, not {given.hand_reference}"
        if unknown := sorted(set(languages) - set(config.languages)):
            return f"reads {', '.join(config.languages)}, not {', '.join(unknown)}"
        return None

    @classmethod
    def load(cls, folder: Path | str) -> LoadedRecogniser:
        """Read a recogniser's folder.

        Args:
            folder: What `signary train recogniser` writes to `OUTPUT/model`.

        Raises:
            InputError: If it is none, a file is broken, or model and processor do not belong together.
        """
        folder = Path(folder)
        if not (folder / _WEIGHTS).is_file():
            raise InputError("recogniser", f"a folder with {_WEIGHTS}", repr(str(folder)))
        model = load_model(SignRecogniser, folder, argument="recogniser")
        with about("recogniser", "model"):
            processor: RecogniserProcessor = RecogniserProcessor.from_pretrained(folder)
            processor.check(model.config)
        digest = hashlib.sha256((folder / _WEIGHTS).read_bytes()).hexdigest()[:_DIGITS]
        return cls(model, processor, f"recogniser-{digest}")
