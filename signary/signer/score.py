"""The score of an utterance: beats of both hands in seconds, and the writer that keeps track of where the hands are.

Both hands are written in their own `(out, up, forward)`; the second hand's score is mirrored when it becomes motion.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from signary.signer.phonology import Movement, NonManual, Phonology
from signary.signer.strokes import reach_seconds, stroke_seconds
from signary.signer.style import SignerStyle


@dataclass(frozen=True)
class SignUnit:
    """One item of an utterance.

    Attributes:
        gloss: Name shown to people; a fingerspelled word is written `#WORD` by convention.
        forms: Forms signed one after another (several for compounds, numbers and spelled words).
        spelled: Forms are letters of a manual alphabet: they are held longer and doubles slide.
        nonmanual: Of the sentence (question, negation). Its brows win over those of the forms, as the brows of a
            question span all of its signs; the rest is used where the forms themselves say nothing.
        pause: Seconds of hold after the unit (sentence ends).
        parts: What the forms are of, in order: gloss of a lexicon entry or `#A` for a letter, and how many forms of the
            unit it has; empty where nobody said.
    """

    gloss: str
    forms: tuple[Phonology, ...]
    spelled: bool = False
    nonmanual: NonManual = field(default_factory=NonManual)
    pause: float = 0.0
    parts: tuple[tuple[str, int], ...] = ()


#: A hand takes at least this long to turn by a radian.
TURN_SECONDS = 0.13
#: The shortest time for which the end of a form can be seen.
SEEN_SECONDS = 0.18


@dataclass(frozen=True)
class HandState:
    """A hand at one moment, in its own `(out, up, forward)`.

    Attributes:
        wrist: Place of the wrist, metres, shape (3,).
        frame: Rows: finger direction, back of the hand, thumb side; shape (3, 3).
        shape: Finger angles in degrees, shape (21,).
        contact: The point of the hand that strokes carry along, in the hand's frame, shape (3,).
    """

    wrist: np.ndarray
    frame: np.ndarray
    shape: np.ndarray
    contact: np.ndarray

    @property
    def point(self) -> np.ndarray:
        """Where the contact point is."""
        return np.asarray(self.wrist + self.contact @ self.frame)


@dataclass(frozen=True)
class Still:
    """The hand stays as it is."""

    state: HandState


@dataclass(frozen=True)
class Travel:
    """The hand goes from one state to another along a slightly bowed path."""

    start: HandState
    end: HandState
    bow: np.ndarray


@dataclass(frozen=True)
class Stroke:
    """The hand makes one movement of a sign."""

    start: HandState
    end: HandState
    move: Movement
    opposed: bool = False


Motion = Still | Travel | Stroke


@dataclass(frozen=True)
class Beat:
    """One motion of one hand from `start` to `end` seconds."""

    start: float
    end: float
    motion: Motion


@dataclass
class Score:
    """Everything that will be seen, in seconds."""

    dominant: list[Beat] = field(default_factory=list)
    second: list[Beat] = field(default_factory=list)
    nonmanuals: list[tuple[float, float, NonManual]] = field(default_factory=list)
    spans: list[tuple[float, float]] = field(default_factory=list)
    form_spans: list[tuple[tuple[float, float], ...]] = field(default_factory=list)
    seconds: float = 0.0


def _angle_between(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.arccos(np.clip((np.trace(first @ second.T) - 1) / 2, -1, 1)))


class ScoreWriter:
    """Keeps both hands' whereabouts while beats are written."""

    def __init__(self, score: Score, rest: HandState, style: SignerStyle) -> None:
        self.score, self.style = score, style
        self.dominant, self.second = rest, rest
        self.second_raised = self.spelling = False
        self.now = 0.0
        self._second_until = 0.0

    def _add(self, hand: list[Beat], start: float, end: float, motion: Motion) -> None:
        if end > start:
            hand.append(Beat(start, end, motion))

    def wait(self, seconds: float) -> None:
        """Both hands stay."""
        seconds = seconds / self.style.speed
        self._add(self.score.dominant, self.now, self.now + seconds, Still(self.dominant))
        self.now += seconds

    def hold(self, seconds: float, minimum: float) -> None:
        """Hold the end of a form; forms without movement are held long enough to be seen."""
        short = SEEN_SECONDS - (self.now - minimum)
        self.wait(max(seconds, short))

    def move_both(
        self,
        dominant: HandState,
        second: HandState | None,
        fixed: float | None = None,
        lower: HandState | None = None,
        slower: float = 1.0,
        lift: np.ndarray | None = None,
    ) -> None:
        """Transition to the next sign: as long as the longer of both hands' ways needs.

        `lift` is where the dominant hand leaves the second one to, and comes to it from: a unit vector.
        """
        needs = [self._way(self.dominant, dominant)]
        if second is not None:
            needs.append(0.9 * self._way(self.second, second))
        seconds = (fixed if fixed is not None else max(needs) * slower) / self.style.speed
        start, end = self.now, self.now + seconds
        bow = _bow(self.dominant, dominant) if lift is None else _lifted(self.dominant, dominant, lift)
        self._add(self.score.dominant, start, end, Travel(self.dominant, dominant, bow))
        self.dominant = dominant
        target = second if second is not None else lower
        if target is not None and (second is not None or self.second_raised):
            begin = max(start, self._second_until)
            own = (
                end
                if second is not None
                else begin + max(seconds, 1.2 * self._way(self.second, target) / self.style.speed)
            )
            self._fill_second(begin)
            self._add(self.score.second, begin, own, Travel(self.second, target, _bow(self.second, target)))
            self.second, self._second_until = target, max(own, begin)
            self.second_raised = second is not None
        self.now = end

    def _way(self, start: HandState, end: HandState) -> float:
        length = float(np.linalg.norm(end.wrist - start.wrist))
        fingers = float(np.abs(end.shape - start.shape).max()) / 100 * 0.06
        turn = _angle_between(start.frame, end.frame)
        return max(0.18, 0.1 + TURN_SECONDS * turn, reach_seconds(length, turn) + fingers - 0.02)

    def _fill_second(self, until: float) -> None:
        if until > self._second_until:
            self._add(self.score.second, self._second_until, until, Still(self.second))
            self._second_until = until

    def stroke(
        self,
        start: HandState,
        end: HandState,
        move: Movement,
        second: HandState | None,
        second_end: HandState | None,
        second_move: Movement,
        opposed: bool,
    ) -> None:
        """One movement of the sign, for one hand or both."""
        if move.kind == "hold":
            self.wait(move.seconds)
            return
        seconds = self._way(start, end) if move.kind == "to" else stroke_seconds(move, self.style.space)
        seconds = max(seconds, 0.1 + TURN_SECONDS * _angle_between(start.frame, end.frame))
        begin, finish = self.now, self.now + seconds / self.style.speed
        self._add(self.score.dominant, begin, finish, _motion(start, end, move, False))
        self.dominant = end
        if second is not None and second_end is not None:
            self._fill_second(begin)
            self._add(self.score.second, begin, finish, _motion(second, second_end, second_move, opposed))
            self.second, self._second_until = second_end, finish
        self.now = finish

    def finish(self) -> None:
        """Close the score: both hands have beats up to the end."""
        self.now = max(self.now, self._second_until)
        self._fill_second(self.now)
        last = self.score.dominant[-1].end
        self._add(self.score.dominant, last, self.now, Still(self.dominant))
        self.score.seconds = self.now


def _motion(start: HandState, end: HandState, move: Movement, opposed: bool) -> Motion:
    return Travel(start, end, _bow(start, end) * 0.5) if move.kind == "to" else Stroke(start, end, move, opposed)


def _lifted(start: HandState, end: HandState, lift: np.ndarray) -> np.ndarray:
    """How far a hand that touches the other one keeps off it on its way to the next place there."""
    return np.asarray((0.02 + 0.15 * float(np.linalg.norm(end.wrist - start.wrist))) * lift)


def _bow(start: HandState, end: HandState) -> np.ndarray:
    """How far a transition bows: forwards, so that hands do not cut through face and chest, and a little upwards."""
    length = float(np.linalg.norm(end.wrist - start.wrist))
    near = min(start.wrist[2], end.wrist[2]) < 0.22 and length > 0.08
    return np.array([0.0, 0.03 * length, 0.10 * length + (0.025 if near else 0.0)])
