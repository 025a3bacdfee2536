"""From signs to a score: who moves when, from which posture to which, for both hands and the face.

A score is a list of beats in seconds; sampling it at a frame rate is the next room (`signary.signer.animation`). Both
hands are written in their own `(out, up, forward)`; the second hand's score is mirrored when it becomes motion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from signary.signer.contacts import base_point, contact_point, shape_angles
from signary.signer.locations import BASE_LOCATIONS, BODY_LOCATIONS, SPACE_LOCATIONS
from signary.signer.orientations import hand_frame, turned_frame
from signary.signer.phonology import HandPosture, Movement, NonManual, Phonology
from signary.signer.score import HandState, Score, ScoreWriter, SignUnit
from signary.signer.strokes import WRIST_MOVES, stroke_curve, stroke_seconds
from signary.signer.style import SignerStyle

HOLD, LETTER_HOLD, LETTER_MOVE, END_REST, START_REST = 0.07, 0.24, 0.15, 0.24, 0.12
#: How far a hand leaves the base hand between the two touches of a doubled letter, metres.
DOUBLE_LIFT = 0.045
_SPACE_CENTRE = np.array([0.0, 0.38, 0.20])
_MIRROR = np.array([-1.0, 1.0, 1.0])
_MIDDLE = 0.035


def rest_state() -> HandState:
    """Hands lowered before the belly, fingers loosely curved."""
    frame = hand_frame("back-in", "in-in-down-forward")
    return HandState(np.array([0.162, 0.075, 0.2]), frame, shape_angles("relaxed"), np.zeros(3))


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
        writer = ScoreWriter(score, rest_state(), self.style)
        writer.wait(START_REST)
        for number, unit in enumerate(units):
            self._write_unit(writer, unit, units[number + 1] if number + 1 < len(units) else None)
        writer.move_both(rest_state(), rest_state(), slower=1.25)
        writer.wait(END_REST)
        writer.finish()
        return score

    def _write_unit(self, writer: ScoreWriter, unit: SignUnit, following: SignUnit | None) -> None:
        spans = list[tuple[float, float]]()
        for number, form in enumerate(unit.forms):
            following_form = unit.forms[number + 1] if number + 1 < len(unit.forms) else None
            if following_form is None and following is not None and following.forms:
                following_form = following.forms[0]
            repeated = unit.spelled and number > 0 and form == unit.forms[number - 1]
            if unit.spelled and any(letter.base is not None for letter in unit.forms[number + 1 :]):
                # The base hand waits in its place until the last letter that needs it.
                following_form = next(letter for letter in unit.forms[number + 1 :] if letter.base is not None)
            begin = self._write_form(writer, form, following_form, unit.spelled, repeated)
            spans.append((begin, writer.now))
        end = writer.now
        begin = spans[0][0] if spans else end
        writer.score.spans.append((begin, end))
        writer.score.form_spans.append(tuple(spans))
        asking = NonManual(brows=unit.nonmanual.brows)
        merged = asking.over(unit.forms[0].nonmanual if unit.forms else NonManual()).over(unit.nonmanual)
        if merged != NonManual():
            writer.score.nonmanuals.append((begin - 0.12, end + 0.06, merged))
        if unit.pause:
            writer.wait(unit.pause)

    def _write_form(
        self, writer: ScoreWriter, form: Phonology, following: Phonology | None, spelled: bool, repeated: bool
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
        if repeated and not (form.base is not None and form.movement):
            return self._write_again(writer, second if form.location in BASE_LOCATIONS else None)
        lowered = None if second_entry is not None or self._keeps_second(writer, following) else rest_state()
        between_letters = spelled and writer.spelling
        writer.move_both(
            entry,
            second_entry,
            fixed=LETTER_MOVE if between_letters and form.base is None else None,
            lower=lowered,
            lift=_away(second) if between_letters and form.base is not None and second is not None else None,
        )
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
    def _write_again(writer: ScoreWriter, base: HandState | None) -> float:
        """A doubled letter: one hand slides outwards instead of making it again; at a base hand it touches twice."""
        if base is None:
            slid = replace(writer.dominant, wrist=writer.dominant.wrist + np.array([0.045, 0.0, 0.0]))
            writer.move_both(slid, None, fixed=0.2)
        else:
            touching = writer.dominant
            writer.move_both(replace(touching, wrist=touching.wrist + DOUBLE_LIFT * _away(base)), None, fixed=0.16)
            writer.move_both(touching, None, fixed=0.16)
        writer.wait(LETTER_HOLD)
        return writer.now - LETTER_HOLD / writer.style.speed

    @staticmethod
    def _keeps_second(writer: ScoreWriter, following: Phonology | None) -> bool:
        """The second hand waits where it is when it is needed again at once."""
        return writer.second_raised and following is not None and following.hands != "one"


def _away(base: HandState) -> np.ndarray:
    """The way off a base hand, in the dominant hand's `(out, up, forward)`: from its palm, and a little outwards."""
    way = -base.frame[1] * _MIRROR + np.array([0.5, 0.0, 0.0])
    return np.asarray(way / np.linalg.norm(way))


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
