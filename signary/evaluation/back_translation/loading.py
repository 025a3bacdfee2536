"""A recogniser and its processor from one folder, under a name that says which weights they are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import torch

from signary.evaluation.back_translation.modeling_recogniser import SignRecogniser
from signary.evaluation.back_translation.processing_recogniser import RecogniserProcessor
from signary.io.errors import InputError

#: Where a text-to-sign model's folder has the recogniser that judges it, if it has one.
FOLDER = "recogniser"
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
        model: SignRecogniser = SignRecogniser.from_pretrained(folder, dtype=torch.float32).eval()
        processor: RecogniserProcessor = RecogniserProcessor.from_pretrained(folder)
        processor.check(model.config)
        digest = hashlib.sha256((folder / _WEIGHTS).read_bytes()).hexdigest()[:_DIGITS]
        return cls(model, processor, f"recogniser-{digest}")
