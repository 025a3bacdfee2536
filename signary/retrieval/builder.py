"""Isolated signs to a dictionary: cut out of their recordings, encoded, the best of each word kept (SOKE §3.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import numpy as np

from signary.io.errors import InputError
from signary.io.progress import track
from signary.language.characters import plain
from signary.language.languages import resolve
from signary.pose.kinematics import forward_kinematics
from signary.pose.layout import PoseLayout
from signary.pose.motion_spec import MotionSpec
from signary.pose.sequence import PoseSequence
from signary.retrieval.dictionary import DictionarySign, SignDictionary, check_range
from signary.retrieval.dictionary_file import SCHEMA, DictionaryHeader, EmptyDictionaryError

#: A wrist is raised when it is less than this far below the shoulders, in shoulder widths (hanging hands: 1.1 to 1.6,
#: hands before the body: 0.5 to 0.8).
RAISED = 0.9
#: A wrist moves when it is faster than this, in shoulder widths a second.
MOVING = 0.5
#: Seconds kept before and after the sign.
MARGIN = 0.08
#: Seconds that are kept on both sides of a sign whose times are known.
SPAN_MARGIN = 0.1
#: Seconds of motion on both sides of a sign that its codes are made with.
CONTEXT = 2.0
#: Shortest and longest sign, in seconds.
MIN_SECONDS, MAX_SECONDS = 0.2, 10.0
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
    """

    lemmas: tuple[str, ...]
    language: str
    pose: PoseSequence
    gloss: str = ""
    source: str = ""
    licence: str = ""
    span: tuple[float, float] | None = None


@dataclass(frozen=True)
class UnreadableSign:
    """In the place of a recording that could not be read; `reason` says why."""

    reason: str
    gloss: str = ""


@dataclass(frozen=True)
class Refusal:
    """A recording that is not in the dictionary: its place among the rows, its gloss, and why."""

    row: int
    gloss: str
    reason: str


@dataclass
class BuildReport:
    """What became of every recording.

    Attributes:
        recordings: Recordings read.
        refused: Recordings that could not be used.
        outdone: (row, lemma, language) where another recording of the word had the lower error or came first.
    """

    recordings: int = 0
    refused: list[Refusal] = field(default_factory=list)
    outdone: list[tuple[int, str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        """One line for people."""
        reasons = sorted({refusal.reason.split(":")[0] for refusal in self.refused})
        why = f" ({', '.join(reasons)})" if reasons else ""
        return f"{self.recordings} recordings, {len(self.refused)} refused{why}, {len(self.outdone)} outdone by others"


class BuiltDictionary(NamedTuple):
    """The dictionary, and what became of every recording."""

    dictionary: SignDictionary
    report: BuildReport


class _RefusedError(Exception):
    """Why a recording cannot be used."""


def build_dictionary(
    rows: Iterable[IsolatedSign | UnreadableSign], tokenizer: MotionTokenizerLike, *, progress: bool = True
) -> BuiltDictionary:
    """Encode isolated signs; of several recordings of a word the one with the lowest reconstruction error is kept.

    Ties go to the first recording. Entries stand in the order in which their words first came.

    Args:
        rows: Recordings; read once, one at a time. Those that could not be read are refused.
        tokenizer: Encodes and reconstructs; recordings are resampled to its rate.
        progress: Whether to show a bar where someone is looking and the work takes longer than a second.

    Returns:
        The dictionary and the report.

    Raises:
        EmptyDictionaryError: If no recording can be used.
        CodeRangeError: If the tokenizer makes codes outside its codebooks.
        UnknownLanguageError: If a row's sign language is not registered.
        InputError: If a row has no lemma, a pose does not fit the tokenizer, or the tokenizer has no id yet.
    """
    config = tokenizer.config
    if config.tokenizer_id is None:
        raise InputError("tokenizer", "a trained one with a tokenizer_id (assign_id writes it)", "none")
    header = DictionaryHeader(
        config.tokenizer_id,
        tuple(config.column_names),
        tuple(config.sizes),
        config.stride,
        float(config.fps),
        config.motion_spec,
    )
    report, best = BuildReport(), dict[tuple[str, str], _Kept]()
    for row, sign in enumerate(track(rows, "building the dictionary") if progress else rows):
        report.recordings += 1
        if isinstance(sign, UnreadableSign):
            report.refused.append(Refusal(row, sign.gloss, sign.reason))
            continue
        language = resolve(sign.language)
        lemmas = [normal_lemma(lemma, language.spoken) for lemma in sign.lemmas]
        if not lemmas or not all(lemmas):
            raise InputError(f"lemmas of row {row} ({sign.gloss!r})", "words that are not empty", sign.lemmas)
        try:
            entry = _encode(sign, tokenizer)
        except _RefusedError as reason:
            report.refused.append(Refusal(row, sign.gloss, str(reason)))
            continue
        for lemma in dict.fromkeys(lemmas):
            _keep_better(best, _Kept(row, entry._replace(lemma=lemma, language=language.id)), report)
    if not best:
        raise EmptyDictionaryError("rows", "at least one recording that can be used", str(report))
    return BuiltDictionary(dictionary_from_entries((kept.entry for kept in best.values()), header), report)


class _Kept(NamedTuple):
    row: int
    entry: DictionarySign


def _keep_better(best: dict[tuple[str, str], _Kept], new: _Kept, report: BuildReport) -> None:
    """Keep the entry with the lower error, of equals the one that was there, and report the other."""
    key = (new.entry.lemma, new.entry.language)
    old = best.setdefault(key, new)
    if old is new:
        return
    better = new.entry.reconstruction_error < old.entry.reconstruction_error
    best[key] = new if better else old
    report.outdone.append((old.row if better else new.row, *key))


def normal_lemma(lemma: str, spoken: str) -> str:
    """A lemma as it is looked up: composed, in lower case, single blanks (Chinese: none).

    Args:
        lemma: One word, or several.
        spoken: ISO 639-1 code of its language.
    """
    return ("" if spoken == "zh" else " ").join(plain(lemma).lower().split())


def dictionary_from_entries(entries: Iterable[DictionarySign], header: DictionaryHeader) -> SignDictionary:
    """A dictionary of entries that are there already, in their order.

    Raises:
        EmptyDictionaryError: If there is none.
        CodeRangeError: If a code is outside its codebook.
        InputError: If an entry is broken, or two have the same lemma and language.
    """
    import pyarrow as pa

    rows = list(entries)
    columns: dict[str, Any] = {
        name: [_text(getattr(row, name), name) for row in rows]
        for name in ("lemma", "language", "source", "licence", "gloss")
    }
    codes = [_steps(row, header) for row in rows]
    bounds = np.cumsum([0, *map(len, codes)], dtype=np.int64)
    steps = np.concatenate([np.zeros((0, len(header.parts)), dtype=np.int64), *codes])
    check_range(steps, bounds, header, lambda row: f"row {row} ({rows[row].lemma!r}, {rows[row].language})")
    offsets = pa.array((bounds * len(header.parts)).astype(np.int32))
    columns["codes"] = pa.ListArray.from_arrays(offsets, pa.array(steps.reshape(-1).astype(np.uint16)))
    columns |= {"steps": np.diff(bounds), "frames": [int(row.frames) for row in rows]}
    columns["reconstruction_error"] = [float(row.reconstruction_error) for row in rows]
    return SignDictionary(pa.table(columns, schema=SCHEMA), header)


def _text(text: object, name: str) -> str:
    if not isinstance(text, str) or any("\ud800" <= character <= "\udfff" for character in text):
        raise InputError(name, "text without surrogates", repr(text))
    if not text and name in ("lemma", "language"):
        raise InputError(name, "text that is not empty", repr(text))
    return text


def _steps(entry: DictionarySign, header: DictionaryHeader) -> np.ndarray:
    """The codes of an entry, int64 of shape (L, P)."""
    codes = np.asarray(entry.codes)
    if codes.ndim != 2 or codes.shape[1] != len(header.parts) or not len(codes) or codes.dtype.kind not in "iu":
        expected = f"integers of shape (L, {len(header.parts)}), L at least 1"
        raise InputError(f"codes of {entry.lemma!r} ({entry.language})", expected, f"{codes.dtype} {codes.shape}")
    return codes.astype(np.int64)


def _encode(sign: IsolatedSign, tokenizer: MotionTokenizerLike) -> DictionarySign:
    """The entry of a recording, without lemma and language.

    The whole recording is encoded, and the steps of the sign are cut out of its codes: in a sentence a sign has motion
    before and after it, too.
    """
    config, pose = tokenizer.config, sign.pose.resample(tokenizer.config.fps)
    first, stop = _span(pose, sign.span) if len(pose) else (0, 0)
    part = pose[first:stop]
    if len(part) < config.stride or part.seconds < MIN_SECONDS:
        raise _RefusedError(f"too short: {part.seconds:.2f} s of movement")
    if part.seconds > MAX_SECONDS:
        raise _RefusedError(f"too long: {part.seconds:.2f} s of movement")
    if (seen := hands_seen(part)) < HANDS_SEEN:
        raise _RefusedError(f"hands missing: seen in {seen:.0%} of the frames")
    around = round(CONTEXT * pose.fps)
    begin = max(0, first - around)
    pose, first, stop = pose[begin : stop + around], first - begin, stop - begin
    codes = np.asarray(tokenizer.encode(pose)[0])[0]
    codes = codes[first // config.stride : -(-stop // config.stride)]
    error = reconstruction_error(part, tokenizer.reconstruct(pose)[first:stop])
    if not np.isfinite(error):
        raise _RefusedError("no reconstruction error: no joint is known before and after")
    return DictionarySign("", "", codes, len(part), error, sign.source, sign.licence, sign.gloss)


def _span(pose: PoseSequence, span: tuple[float, float] | None) -> tuple[int, int]:
    """First frame of a sign and the one behind its last, with a margin on both sides."""
    if span is None:
        return sign_span(pose)
    start, end = (time * pose.fps for time in span)
    margin = SPAN_MARGIN * pose.fps
    return max(0, int(start - margin)), min(len(pose), int(np.ceil(end + margin)))


def hands_seen(pose: PoseSequence) -> float:
    """Share of the frames in which at least half of the joints of one hand (of a layout without: of all) are there."""
    layout = pose.layout
    hands = [list(found) for part in ("left_hand", "right_hand") if (found := layout.parts.get(part))]
    hands = hands or [list(range(len(layout.joints)))]
    if not len(pose):
        return 0.0
    seen = [(pose.certainty[:, hand] > 0).mean(1) >= 0.5 for hand in hands]
    return float(np.logical_or.reduce(seen).mean())


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


def cut_out(pose: PoseSequence) -> PoseSequence:
    """The sign without the motion before and after it, as `sign_span` finds it.

    Args:
        pose: A recording, `smplx` or keypoints.
    """
    first, stop = sign_span(pose)
    return pose[first:stop]


def sign_span(pose: PoseSequence) -> tuple[int, int]:
    """First frame of a sign and the one behind its last: clips of a dictionary start and end at rest.

    Kept is what lies between the first and the last frame with a raised wrist (less than `RAISED` shoulder widths below
    the middle of the shoulders); if no wrist is ever raised, between the first and the last frame with a moving one
    (faster than `MOVING` shoulder widths a second); and `MARGIN` seconds on both sides. A sign of hands that neither
    rise nor move is no frame long. A layout without shoulders and wrists is left as it is.

    Args:
        pose: A recording, `smplx` or keypoints.
    """
    joints = forward_kinematics(pose) if pose.layout.name == "smplx" else pose
    names = [f"{side}_{joint}" for joint in ("shoulder", "wrist") for side in ("left", "right")]
    if not joints.layout.is_keypoints or not _has(joints.layout, names) or not len(pose):
        return 0, len(pose)
    places = joints.joints[:, [joints.layout.index(name) for name in names]].astype(np.float64)  # (T, 4, C)
    directions = [channel.direction for channel in joints.layout.channels]
    widths = np.linalg.norm(places[:, 0] - places[:, 1], axis=-1)
    if not np.isfinite(widths).any() or not (width := float(np.nanmedian(widths))) > 0:
        return 0, len(pose)
    up = 1.0 if "up" in directions else -1.0
    vertical = directions.index("up" if "up" in directions else "down")
    shoulders = np.nanmedian(places[:, :2, vertical])
    height = up * (places[:, 2:, vertical] - shoulders) / width
    speed = np.linalg.norm(np.diff(places[:, 2:], axis=0, prepend=places[:1, 2:]), axis=-1) * pose.fps / width
    active = (height > -RAISED).any(1)  # NaN is not raised
    if not active.any():
        active = (speed > MOVING).any(1)
    frames = np.flatnonzero(active)
    if not len(frames):
        return 0, 0
    margin = round(MARGIN * pose.fps)
    return max(0, int(frames[0]) - margin), min(len(pose), int(frames[-1]) + 1 + margin)


def _has(layout: PoseLayout, names: Sequence[str]) -> bool:
    known = {*layout.joints, *layout.aliases.values()}
    return known.issuperset(names)
