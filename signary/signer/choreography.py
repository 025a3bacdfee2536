"""From signs to a score: who moves when, from which posture to which, for both hands and the face.

A score is a list of beats in seconds; sampling it at a frame rate is the next room (`signary.signer.animation`). Both
hands are written in their own `(out, up, forward)`; the second hand's score is mirrored when it becomes motion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from signary.signer.contacts import base_point, contact_point, shape_angles
from signary.signer.locations import BASE_LOCATIONS, BODY_LOCATIONS, SPACE_LOCATIONS
from signary.signer.orientations import hand_frame, turned_frame
from signary.signer.phonology import HandPosture, Movement, NonManual, Phonology
from signary.signer.strokes import WRIST_MOVES, reach_seconds, stroke_curve, stroke_seconds
from signary.signer.style import SignerStyle
from signary.signer.units import SignUnit

HOLD, LETTER_HOLD, LETTER_MOVE, END_REST, START_REST = 0.07, 0.24, 0.15, 0.24, 0.12
#: A hand takes at least this long to turn by a radian.
TURN_SECONDS = 0.13
_SPACE_CENTRE = np.array([0.0, 0.38, 0.20])
_MIRROR = np.array([-1.0, 1.0, 1.0])
_MIDDLE = 0.035


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
    seconds: float = 0.0


def rest_state() -> HandState:
    """Hands lowered before the belly, fingers loosely curved."""
    frame = hand_frame("back-in", "in-in-down-forward")
    return HandState(np.array([0.15, 0.075, 0.19]), frame, shape_angles("relaxed"), np.zeros(3))


class Choreographer:
    """Writes the score of an utterance.

    Args:
        style: How the signer signs.
        body: Factor of the body's size against the built-in rest body.
    """

    def __init__(self, style: SignerStyle, body: float = 1.0) -> None:
        self.style, self.body = style, body
        self._rng = np.random.default_rng(style.seed)

    # -- places ------------------------------------------------------------------------------------------------

    def _place(
        self, location: str, offset: Sequence[float], second: HandState | None, base_shape: str | None
    ) -> np.ndarray:
        shift = np.array(offset) / 100
        if location in BASE_LOCATIONS:
            assert second is not None
            assert base_shape is not None
            place = (second.wrist + base_point(base_shape, location) @ second.frame) * _MIRROR
            above = 0.08 if location == "base_above" else 0.0
            return np.asarray(place + shift + np.array([0.0, above, 0.0]))
        if location in BODY_LOCATIONS:
            return np.array(BODY_LOCATIONS[location]) * self.body + shift
        place = np.array(SPACE_LOCATIONS[location]) * self.body
        return np.asarray(_SPACE_CENTRE + (place - _SPACE_CENTRE) * self.style.space + shift)

    @staticmethod
    def _state(place: np.ndarray, handshape: str, contact: str, frame: np.ndarray) -> HandState:
        local = contact_point(handshape, contact)
        return HandState(place - local @ frame, frame, shape_angles(handshape), local)

    def _base_state(self, base: HandPosture) -> HandState:
        place = self._place(base.location, base.offset, None, None)
        if abs(place[0]) < _MIDDLE:
            place[0] = 0.05
        return self._state(place, base.handshape, "palm", hand_frame(base.palm, base.fingers))

    def _start_states(self, form: Phonology) -> tuple[HandState, HandState | None]:
        """Where both hands begin a form (before its first movement's own way in)."""
        second = self._base_state(form.base) if form.base else None
        place = self._place(form.location, form.offset, second, form.base.handshape if form.base else None)
        paired = form.hands in ("symmetric", "alternating", "parallel")
        if paired and abs(place[0]) < _MIDDLE:
            place = place + np.array([form.apart / 100, 0.0, 0.0])
        place = place + self._shake(self.style.jitter)
        dominant = self._state(place, form.handshape, form.contact, hand_frame(form.palm, form.fingers))
        if self.style.jitter:
            dominant = replace(dominant, shape=dominant.shape + self._shake(400 * self.style.jitter, 21))
        return dominant, dominant if paired else second

    def _shake(self, amount: float, size: int = 3) -> np.ndarray:
        return self._rng.normal(0.0, amount, size) if amount else np.zeros(size)

    # -- movements ---------------------------------------------------------------------------------------------

    def _end_state(
        self, start: HandState, move: Movement, opposed: bool, shape: str, form: Phonology, second: HandState | None
    ) -> HandState:
        """The hand after a movement."""
        frame = turned_frame(start.frame, move.palm, move.fingers)
        if move.kind == "to":
            contact = move.contact or form.contact
            base_shape = form.base.handshape if form.base else None
            place = self._place(move.location or "neutral", move.offset, second, base_shape)
            if form.hands in ("symmetric", "alternating", "parallel") and abs(place[0]) < _MIDDLE:
                place = place + np.array([form.apart / 100, 0.0, 0.0])
            return self._state(place, shape, contact, frame)
        seconds = stroke_seconds(move, self.style.space)
        curve = stroke_curve(move, np.array([1.0]), seconds, self.style.space, opposed)
        if move.kind in WRIST_MOVES:
            return HandState(start.wrist, _turned(frame, curve.turn[0]), shape_angles(shape), start.contact)
        local = contact_point(shape, form.contact) if move.shape else start.contact
        return HandState(start.point + curve.place[0] - local @ frame, frame, shape_angles(shape), local)

    def _entry_state(self, start: HandState, move: Movement | None, opposed: bool) -> HandState:
        """Where a hand must be when the form's first movement begins (taps start off the contact)."""
        if move is None or move.kind in ("to", "hold") or move.kind in WRIST_MOVES:
            return start
        curve = stroke_curve(move, np.array([0.0]), 1.0, self.style.space, opposed)
        return replace(start, wrist=start.wrist + curve.place[0])

    # -- the score ---------------------------------------------------------------------------------------------

    def score(self, units: Sequence[SignUnit]) -> Score:
        """The score of units signed one after another, from rest to rest."""
        score = Score()
        writer = _Writer(score, rest_state(), self.style)
        writer.wait(START_REST)
        for number, unit in enumerate(units):
            self._write_unit(writer, unit, units[number + 1] if number + 1 < len(units) else None)
        writer.move_both(rest_state(), rest_state(), slower=1.25)
        writer.wait(END_REST)
        writer.finish()
        return score

    def _write_unit(self, writer: _Writer, unit: SignUnit, following: SignUnit | None) -> None:
        started: float | None = None
        for number, form in enumerate(unit.forms):
            following_form = unit.forms[number + 1] if number + 1 < len(unit.forms) else None
            if following_form is None and following is not None and following.forms:
                following_form = following.forms[0]
            repeated = unit.spelled and number > 0 and form == unit.forms[number - 1]
            begin = self._write_form(writer, form, following_form, unit.spelled, repeated)
            started = begin if started is None else started
        end = writer.now
        begin = end if started is None else started
        writer.score.spans.append((begin, end))
        facial = [form.nonmanual for form in unit.forms]
        merged = (facial[0] if facial else NonManual()).over(unit.nonmanual)
        if merged != NonManual():
            writer.score.nonmanuals.append((begin - 0.12, end + 0.06, merged))
        if unit.pause:
            writer.wait(unit.pause)

    def _write_form(
        self, writer: _Writer, form: Phonology, following: Phonology | None, spelled: bool, repeated: bool
    ) -> float:
        first = form.movement[0] if form.movement else None
        dominant, second = self._start_states(form)
        opposed = form.hands == "alternating"
        carried = form.base is not None and form.base.moves
        moving = carried or form.hands in ("symmetric", "alternating", "parallel")
        mirrored = _swapped(form) if form.hands == "parallel" or carried else form
        if carried and form.base is not None:
            mirrored = _carrying(mirrored, form.base)
        entry = self._entry_state(dominant, first, False)
        second_first = mirrored.movement[0] if mirrored.movement else None
        second_entry = self._entry_state(second, second_first, opposed) if second is not None and moving else second
        if repeated:
            # A doubled letter slides outwards instead of being left and made again.
            slid = replace(writer.dominant, wrist=writer.dominant.wrist + np.array([0.045, 0.0, 0.0]))
            writer.move_both(slid, None, fixed=0.2)
            writer.wait(LETTER_HOLD)
            return writer.now - LETTER_HOLD
        lowered = None if second_entry is not None or self._keeps_second(writer, following) else rest_state()
        writer.move_both(entry, second_entry, fixed=LETTER_MOVE if spelled and writer.spelling else None, lower=lowered)
        writer.spelling = spelled
        begin = writer.now
        state, other = dominant, second
        shape, second_shape = form.handshape, mirrored.handshape
        for at, move in enumerate(form.movement):
            shape = move.shape or shape
            end = self._end_state(state, move, False, shape, form, second)
            second_move = mirrored.movement[at]
            second_shape = second_move.shape or second_shape
            other_end = None
            if moving and other is not None:
                other_end = self._end_state(other, second_move, opposed, second_shape, mirrored, None)
            writer.stroke(state, end, move, other if moving else None, other_end, second_move, opposed)
            state, other = end, other_end if other_end is not None else other
        writer.hold(LETTER_HOLD if spelled else HOLD, minimum=begin)
        return begin

    @staticmethod
    def _keeps_second(writer: _Writer, following: Phonology | None) -> bool:
        """The second hand waits where it is when it is needed again at once."""
        return writer.second_raised and following is not None and following.hands != "one"


def _carrying(form: Phonology, base: HandPosture) -> Phonology:
    """What a base hand does that is carried along: the ways of a form's movements, but nothing else of them."""
    moves = tuple(
        replace(move, shape=None, palm=None, fingers=None, wiggle=False)
        if move.kind in ("straight", "arc", "circle", "spiral", "zigzag", "shake", "path", "hold")
        else Movement(kind="change")
        for move in form.movement
    )
    return replace(form, handshape=base.handshape, contact="palm", movement=moves)


def _swapped(form: Phonology) -> Phonology:
    """The form with `in` and `out` of its movements exchanged: the second hand of a parallel sign."""

    def swap(words: str | None) -> str | None:
        if words is None:
            return None
        return "-".join({"in": "out", "out": "in"}.get(word, word) for word in words.split("-"))

    moves = tuple(
        replace(
            move,
            direction=swap(move.direction),
            bulge=swap(move.bulge),
            reverse=not move.reverse
            if move.kind in ("circle", "spiral") and move.plane != "sagittal"
            else move.reverse,
            points=tuple((-out, up, forward) for out, up, forward in move.points),
        )
        for move in form.movement
    )
    return replace(form, movement=moves)


def _turned(frame: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """A hand frame turned about its own axes by a rotation vector (one axis at a time in practice)."""
    angle = float(np.linalg.norm(turn))
    if angle < 1e-9:
        return frame
    axis = turn / angle
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    local = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    return np.asarray((frame.T @ local).T)


def _angle_between(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.arccos(np.clip((np.trace(first @ second.T) - 1) / 2, -1, 1)))


class _Writer:
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
        short = 0.18 - (self.now - minimum)
        self.wait(max(seconds, short))

    def move_both(
        self,
        dominant: HandState,
        second: HandState | None,
        fixed: float | None = None,
        lower: HandState | None = None,
        slower: float = 1.0,
    ) -> None:
        """Transition to the next sign: as long as the longer of both hands' ways needs."""
        needs = [self._way(self.dominant, dominant)]
        if second is not None:
            needs.append(0.9 * self._way(self.second, second))
        seconds = (fixed if fixed is not None else max(needs) * slower) / self.style.speed
        start, end = self.now, self.now + seconds
        self._add(self.score.dominant, start, end, Travel(self.dominant, dominant, _bow(self.dominant, dominant)))
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


def _bow(start: HandState, end: HandState) -> np.ndarray:
    """How far a transition bows: forwards, so that hands do not cut through face and chest, and a little upwards."""
    length = float(np.linalg.norm(end.wrist - start.wrist))
    near = min(start.wrist[2], end.wrist[2]) < 0.22 and length > 0.08
    return np.array([0.0, 0.03 * length, 0.10 * length + (0.025 if near else 0.0)])
