"""A recording of an isolated sign as codes: cut out of its motion, and how well the codes keep it (SOKE §3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from signary.pose.kinematics import forward_kinematics
from signary.pose.motion_spec import MotionSpec
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import SMPLX
from signary.retrieval.code_search import CodeSearch, Decodes, with_rests
from signary.retrieval.dictionary import LETTER, DictionarySign
from signary.retrieval.sign_cutting import hands_seen, is_held, known_span, letter_span, sign_span, signing_hand

#: Seconds of motion on both sides of a sign that its codes are made with.
CONTEXT = 2.0
#: Shortest and longest sign, in seconds.
MIN_SECONDS, MAX_SECONDS = 0.2, 10.0
#: Codes are searched where the encoder's give the motion back with a larger error than this, in millimetres, and for
#: motion that was lifted, whose key in its metadata is the other: a tokenizer may know nothing like it.
SEARCH_ABOVE, LIFTED = 30.0, "lifted"
#: Share of a sign's frames in which a hand must be seen.
HANDS_SEEN = 0.5


class TokenizerConfig(Protocol):
    """What a dictionary needs to know of a motion tokenizer."""

    @property
    def tokenizer_id(self) -> str | None:
        """Written once at the end of training; `None` before."""
        ...

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the P columns of codes, in order: parts, and their residual levels."""
        ...

    @property
    def sizes(self) -> tuple[int, ...]:
        """V of each column."""
        ...

    @property
    def stride(self) -> int:
        """Frames a step."""
        ...

    @property
    def fps(self) -> float:
        """Frames a second."""
        ...

    @property
    def motion_spec(self) -> MotionSpec:
        """What its motion is like."""
        ...


class MotionTokenizerLike(Protocol):
    """A `MotionTokenizer`, as far as a dictionary is concerned."""

    @property
    def config(self) -> TokenizerConfig:
        """Id, sizes and clock."""
        ...

    def encode(self, sequence: PoseSequence, /) -> tuple[Any, Any]:
        """Codes of shape (1, L, P), an integer array or CPU tensor, and their mask of shape (1, L)."""
        ...

    def reconstruct(self, sequence: PoseSequence, /) -> PoseSequence:
        """The sequence after encoding and decoding; it may lack the last frames that fill no step."""
        ...


@dataclass(frozen=True)
class IsolatedSign:
    """A recording of one sign.

    Attributes:
        lemmas: Words that it stands for, at least one; each becomes an entry.
        language: Id, ISO 639-3 code or English name of the sign language.
        pose: The recording, rest before and after included.
        gloss: Name of the sign in its source.
        source: Where it comes from.
        licence: Under which it may be used.
        span: When the sign is signed, (start, end) in seconds, the hands' way from rest and back left out; None where
            nobody says: then it is found by movement.
        name: Of the recording, for messages.
    """

    lemmas: tuple[str, ...]
    language: str
    pose: PoseSequence
    gloss: str = ""
    source: str = ""
    licence: str = ""
    span: tuple[float, float] | None = None
    name: str = ""

    @property
    def is_letter(self) -> bool:
        """Whether it is a letter of a manual alphabet, which words are spelled with."""
        return bool(self.lemmas) and all(lemma.startswith(LETTER) for lemma in self.lemmas)


class RefusedRecordingError(Exception):
    """A recording cannot be used.

    Attributes:
        kind: Why, one of few.
        said: What is known besides.
    """

    def __init__(self, kind: str, said: str) -> None:
        self.kind, self.said = kind, said
        super().__init__(f"{kind}: {said}")


def encode_sign(sign: IsolatedSign, tokenizer: MotionTokenizerLike) -> DictionarySign:
    """The entry of a recording, without lemma and language.

    The whole recording is encoded, and the steps of the sign are cut out of its codes: in a sentence a sign has motion
    before and after it, too. Of a letter the hold is kept; one that the left hand alone shows is mirrored, so that a
    word is spelled with one hand whoever recorded its letters.

    Raises:
        RefusedRecordingError: If it cannot be used.
        InputError: If it is not of the tokenizer's layout or hand reference.
    """
    config, pose = tokenizer.config, sign.pose.resample(tokenizer.config.fps)
    if sign.is_letter and signing_hand(pose) == "left":
        pose = pose.mirror()
    first, stop = _span(pose, sign) if len(pose) else (0, 0)
    part = pose[first:stop]
    if len(part) < config.stride or part.seconds < MIN_SECONDS:
        raise RefusedRecordingError("too short", f"{part.seconds:.2f} s of movement")
    if part.seconds > MAX_SECONDS:
        raise RefusedRecordingError("too long", f"{part.seconds:.2f} s of movement")
    if (seen := hands_seen(part)) < HANDS_SEEN:
        raise RefusedRecordingError("hands missing", f"seen in {seen:.0%} of the frames")
    around = round(CONTEXT * pose.fps)
    begin = max(0, first - around)
    pose, first, stop = pose[begin : stop + around], first - begin, stop - begin
    codes = np.asarray(tokenizer.encode(pose)[0])[0]
    codes = codes[first // config.stride : -(-stop // config.stride)]
    error = reconstruction_error(part, tokenizer.reconstruct(pose)[first:stop])
    if not np.isfinite(error):
        raise RefusedRecordingError("no reconstruction error", "no joint is known before and after")
    if pose.layout == SMPLX and isinstance(tokenizer, Decodes) and (LIFTED in pose.metadata or error > SEARCH_ABOVE):
        codes, error = _searched(part, tokenizer, sign.is_letter and is_held(part))
    return DictionarySign("", "", codes, len(part), error, sign.source, sign.licence, sign.gloss)


def _searched(part: PoseSequence, tokenizer: MotionTokenizerLike, held: bool) -> tuple[np.ndarray, float]:
    """Codes of a sign that decode nearest to it, and their error."""
    assert isinstance(tokenizer, Decodes)
    search = CodeSearch(tokenizer, tokenizer.config)
    codes = np.asarray(tokenizer.encode(with_rests(part))[0])[0]
    codes = np.repeat(search.hold(part, codes)[None], len(codes), 0) if held else search.search(part, codes)
    return codes, reconstruction_error(part, search.decoded(codes, part))


def _span(pose: PoseSequence, sign: IsolatedSign) -> tuple[int, int]:
    """First frame of a sign and the one behind its last."""
    if sign.span is not None:
        return known_span(pose, sign.span)
    return letter_span(pose) if sign.is_letter else sign_span(pose)


def reconstruction_error(before: PoseSequence, after: PoseSequence) -> float:
    """How far a tokenizer's reconstruction is from the motion, over the frames that both have.

    Args:
        before: The motion.
        after: Its reconstruction, of the same layout.

    Returns:
        For `smplx` the mean joint error after forward kinematics, in millimetres; else the mean absolute error in the
        units of the layout. Joints that are missing in either are left out; NaN if none is left.

    Raises:
        InputError: If the layouts differ.
    """
    before.motion_spec.require(after, argument="after", owner="the motion", any_fps=True)
    frames = min(len(before), len(after))
    before, after = before[:frames], after[:frames]
    if before.layout.name == "smplx":
        first, second = forward_kinematics(before).joints, forward_kinematics(after).joints
        errors = 1000 * np.linalg.norm(first.astype(np.float64) - second, axis=-1)
    else:
        errors = np.abs(before.values.astype(np.float64) - after.values)
    known = np.isfinite(errors)
    return float(errors[known].mean()) if known.any() else float("nan")
