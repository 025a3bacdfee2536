"""What a session says, chunks of motion, and the settings that say how it signs."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from signary.io.errors import InputError
from signary.language.languages import SignLanguage
from signary.pose.sequence import PoseSequence
from signary.streaming.policies import SENTENCE, read_policy

#: Ways from text to motion: whichever suits a sentence, a trained model by its codes, HybridSign without codes, rules.
METHODS = ("auto", "model", "hybridsign", "signer")
CHUNK_FRAMES = 4
#: Those that may sign before a sentence has ended, by a policy.
BEFORE_END = ("model",)
_WITH_MODEL = ("model", "auto", "hybridsign")


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
        method: What signs it, `model`, `hybridsign` or `signer`; None while nothing is signed.
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
        refine: Whether the refiner makes the motion continuous; not without one. For methods `model` and `auto`.
        flow_steps: Steps of its flow. Default: as many as its configuration says. Not for method `signer`.
        method: `model`; `hybridsign`, which makes motion of text without codes; `signer`, the rules; or `auto`:
            sentence by sentence, as `signary.streaming.choosing` says.
        policy: When a sentence that still comes may be signed: at its end (`sentence`); clause by clause (`clause`); or
            k − 1 words behind the text (`wait-3`, k = 3). Method `model` only, and of a model with a pointer.

    Raises:
        InputError: If a number is below 1, there is no such method or policy, or it cannot do what is asked for.
    """

    language: SignLanguage
    retrieval: str | None = field(default=None, metadata={"of": _WITH_MODEL})
    signer: int | None = None
    max_new_tokens: int | None = field(default=None, metadata={"of": _WITH_MODEL})
    chunk_frames: int = CHUNK_FRAMES
    refine: bool = field(default=True, metadata={"of": ("model", "auto")})
    flow_steps: int | None = field(default=None, metadata={"of": _WITH_MODEL})
    method: str = "model"
    policy: str = SENTENCE

    def __post_init__(self) -> None:
        for name in ("chunk_frames", "flow_steps", "max_new_tokens"):
            value = getattr(self, name)
            if value is not None and (type(value) is not int or value < 1):
                raise InputError(name, "an integer of at least 1", repr(value))
        if self.method == "fgdm":
            raise InputError("method", f"{' or '.join(METHODS)} (fgdm makes sentences whole)", repr(self.method))
        if self.method not in METHODS:
            raise InputError("method", " or ".join(METHODS), repr(self.method))
        if read_policy(self.policy) is not None and self.method not in BEFORE_END:
            expected = f"method {' or '.join(BEFORE_END)}, or policy {SENTENCE}"
            raise InputError("policy", expected, f"{self.policy} by method {self.method}")
        for item in fields(self):
            allowed = item.metadata.get("of", METHODS)
            if self.method not in allowed and getattr(self, item.name) != item.default:
                raise InputError(item.name, f"method {' or '.join(allowed)}", f"method {self.method}")
