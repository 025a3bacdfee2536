"""What a session says, chunks of motion, and the settings that say how it signs."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from signary.io.errors import InputError
from signary.language.languages import SignLanguage
from signary.pose.sequence import PoseSequence

#: Ways from text to motion: whichever suits a sentence, a trained model, rules.
METHODS = ("auto", "model", "signer")
CHUNK_FRAMES, FLOW_STEPS = 4, 4


@dataclass(frozen=True)
class PoseChunk:
    """A piece of motion.

    Attributes:
        start: Number of its first frame in the session.
        pose: Its frames.
        text: The sentence that it is from; None while nothing is signed.
        message: Why a sentence is not signed, or not as one, or not to its end (the chunk then has no frames); else
            None.
        word: The word that is signed in the middle of the chunk; None between signs, and of a model without a pointer.
        gloss: Name of its sign.
        method: What signs it, `model` or `signer`; None while nothing is signed.
        account: With the first chunk of a sentence, who signs it, why, and what becomes of its words, in one line; None
            of method `model`, which does not wait until it knows.
    """

    start: int
    pose: PoseSequence
    text: str | None = None
    message: str | None = None
    word: str | None = None
    gloss: str | None = None
    method: str | None = None
    account: str | None = None


@dataclass(frozen=True)
class StreamSettings:
    """How a session signs.

    Attributes:
        language: Sign language.
        retrieval: As for a call of the pipeline. Not for method `signer`, as the others that say so.
        signer: As for a call of the pipeline; of the rules, number of a randomly drawn signer.
        max_new_tokens: Most steps a sentence. Not for method `signer`.
        chunk_frames: Frames of a chunk; the last one of a sentence may be shorter.
        refine: Whether the refiner makes the motion continuous; not without one. Not for method `signer`.
        flow_steps: Steps of its flow. Not for method `signer`.
        method: `model`; `signer`, the rules; or `auto`: sentence by sentence, as `signary.streaming.choosing` says.

    Raises:
        InputError: If a number is below 1, there is no such method, or it cannot do what is asked for.
    """

    language: SignLanguage
    retrieval: str | None = field(default=None, metadata={"of": "model"})
    signer: int | None = None
    max_new_tokens: int | None = field(default=None, metadata={"of": "model"})
    chunk_frames: int = CHUNK_FRAMES
    refine: bool = field(default=True, metadata={"of": "model"})
    flow_steps: int = field(default=FLOW_STEPS, metadata={"of": "model"})
    method: str = "model"

    def __post_init__(self) -> None:
        for name in ("chunk_frames", "flow_steps", "max_new_tokens"):
            value = getattr(self, name)
            if value is not None and (type(value) is not int or value < 1):
                raise InputError(name, "an integer of at least 1", repr(value))
        if self.method not in METHODS:
            raise InputError("method", " or ".join(METHODS), repr(self.method))
        for item in fields(self) if self.method == "signer" else ():
            if item.metadata and getattr(self, item.name) != item.default:
                raise InputError(item.name, "method model or auto", "method signer")
