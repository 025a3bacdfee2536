"""What a sign is made of: handshape, orientation, location, movement, non-manuals (frozen, validated descriptions).

`dictionaries/README.md` explains every field and lists the inventories; this module holds their types and checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from signary.io.errors import InputError
from signary.pose.skeletons.handshapes import HANDSHAPES
from signary.signer.locations import BASE_LOCATIONS, LOCATIONS, SPACE_LOCATIONS
from signary.signer.orientations import direction, hand_frame, turned_frame

HANDS = ("one", "symmetric", "alternating", "parallel", "base")
CATEGORIES = ("time", "negation", "question", "pronoun", "place", "adjective", "verb", "noun", "number", "other")
CONTACTS = (
    "palm",
    "back",
    "fingertips",
    "index_tip",
    "middle_tip",
    "thumb_tip",
    "pinky_tip",
    "index_side",
    "index_knuckle",
    "pinky_side",
    "knuckles",
    "pinch",
    "wrist",
)
PLANES = ("frontal", "horizontal", "sagittal")
NONMANUALS: dict[str, tuple[str, ...]] = {
    "head": ("nod", "shake", "tilt", "tilt_contra", "forward", "back", "turn", "turn_contra", "down", "up"),
    "brows": ("raised", "furrowed"),
    "eyes": ("wide", "squint", "closed"),
    "mouth": ("open", "smile", "pucker", "stretched", "down", "pressed", "o"),
    "cheeks": ("puffed", "sucked"),
    "shoulders": ("raised",),
}

#: Movement kind -> (fields it needs, fields it may have) beside the common `shape palm fingers wiggle repeat`.
MOVEMENTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "straight": (("direction",), ("size",)),
    "arc": (("direction", "bulge"), ("size",)),
    "circle": (("plane",), ("size", "reverse")),
    "spiral": (("plane", "direction"), ("size", "travel", "reverse")),
    "zigzag": (("direction",), ("size",)),
    "shake": (("direction",), ("size",)),
    "tap": (("direction",), ("size",)),
    "twist": ((), ("angle",)),
    "nod": ((), ("angle",)),
    "sway": ((), ("angle",)),
    "wiggle": ((), ()),
    "rub": ((), ()),
    "change": ((), ()),
    "to": (("location",), ("offset", "contact")),
    "path": (("points",), ()),
    "hold": (("seconds",), ()),
}
_COMMON = ("kind", "shape", "palm", "fingers", "wiggle", "repeat")
_DEFAULT_SIZE = {"straight": 12.0, "arc": 16.0, "circle": 6.0, "spiral": 6.0, "zigzag": 20.0, "shake": 4.0, "tap": 4.0}
_DEFAULT_ANGLE = {"twist": 60.0, "nod": 40.0, "sway": 25.0}
_DEFAULT_REPEAT = {"zigzag": 3, "shake": 3, "tap": 2, "wiggle": 3, "rub": 2}
MAX_REPEAT, MAX_SIZE, MAX_ANGLE, MAX_HOLD = 12, 60.0, 180.0, 3.0

Vector = tuple[float, float, float]


def _one_of(argument: str, value: object, allowed: tuple[str, ...] | Mapping[str, object]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise InputError(argument, f"one of {', '.join(allowed)}", repr(value))
    return value


def _number(argument: str, value: object, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise InputError(argument, f"a number from {low:g} to {high:g}", repr(value))
    return float(value)


def _vector(argument: str, value: object) -> Vector:
    if not isinstance(value, (list, tuple)) or len(value) != 3:
        raise InputError(argument, "three numbers [out, up, forward] in cm", repr(value))
    out, up, forward = (_number(argument, item, -MAX_SIZE, MAX_SIZE) for item in value)
    return (out, up, forward)


def _flag(argument: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise InputError(argument, "true or false", repr(value))
    return value


@dataclass(frozen=True)
class Movement:
    """One stroke of a sign. Lengths in cm, angles in degrees, as in the dictionary files."""

    kind: str
    direction: str | None = None
    bulge: str | None = None
    plane: str | None = None
    size: float = 12.0
    travel: float = 15.0
    angle: float = 0.0
    repeat: int = 1
    reverse: bool = False
    location: str | None = None
    offset: Vector = (0.0, 0.0, 0.0)
    contact: str | None = None
    points: tuple[Vector, ...] = ()
    seconds: float = 0.0
    shape: str | None = None
    palm: str | None = None
    fingers: str | None = None
    wiggle: bool = False

    @classmethod
    def parse(cls, raw: object) -> Movement:
        """Check one mapping of a `movement` list.

        Raises:
            InputError: Naming the field, what it may be, and what it is.
        """
        if not isinstance(raw, Mapping):
            raise InputError("movement", "a list of mappings with `kind`", repr(raw))
        kind = _one_of("movement.kind", raw.get("kind"), MOVEMENTS)
        needed, optional = MOVEMENTS[kind]
        known = (*_COMMON, *needed, *optional)
        for name in raw:
            if name not in known:
                raise InputError(f"movement.{name}", f"a field of {kind}: {', '.join(known)}", repr(raw[name]))
        for name in needed:
            if name not in raw:
                raise InputError(f"movement.{name}", f"to be given for {kind}", "nothing")
        checked = {name: _check_movement_field(name, raw[name]) for name in raw}
        if kind == "change" and not {"shape", "palm", "fingers"} & set(raw):
            raise InputError("movement.change", "shape, palm or fingers", repr(dict(raw)))
        defaults = {"size": _DEFAULT_SIZE.get(kind, 12.0), "angle": _DEFAULT_ANGLE.get(kind, 0.0)}
        return cls(**{**defaults, "repeat": _DEFAULT_REPEAT.get(kind, 1), **checked})


def _check_movement_field(name: str, value: object) -> Any:
    argument = f"movement.{name}"
    if name in ("direction", "bulge", "palm", "fingers"):
        direction(str(value))
        return str(value)
    if name in ("size", "travel"):
        return _number(argument, value, 0.1, MAX_SIZE)
    if name == "angle":
        return _number(argument, value, -MAX_ANGLE, MAX_ANGLE)
    if name == "seconds":
        return _number(argument, value, 0.04, MAX_HOLD)
    if name == "repeat":
        return int(_number(argument, value, 1, MAX_REPEAT))
    if name in ("reverse", "wiggle"):
        return _flag(argument, value)
    if name == "points":
        if not isinstance(value, (list, tuple)) or not value:
            raise InputError(argument, "a list of [out, up, forward] in cm", repr(value))
        return tuple(_vector(argument, point) for point in value)
    if name == "offset":
        return _vector(argument, value)
    allowed: dict[str, tuple[str, ...] | Mapping[str, object]] = {
        "kind": MOVEMENTS,
        "plane": PLANES,
        "location": LOCATIONS,
        "contact": CONTACTS,
        "shape": HANDSHAPES,
    }
    return _one_of(argument, value, allowed[name])


@dataclass(frozen=True)
class HandPosture:
    """The second hand under an acting one: handshape, orientation and place, in the hand's own `in`/`out`.

    It is still, or with `moves` carried along by every movement of the dominant hand.
    """

    handshape: str
    palm: str
    fingers: str
    location: str = "neutral"
    offset: Vector = (0.0, 0.0, 0.0)
    moves: bool = False

    @classmethod
    def parse(cls, raw: object) -> HandPosture:
        """Check the mapping of a `base` hand.

        Raises:
            InputError: Naming the field, what it may be, and what it is.
        """
        if not isinstance(raw, Mapping):
            raise InputError("base", "a mapping with handshape, palm, fingers", repr(raw))
        known = tuple(item.name for item in fields(cls))
        for name in raw:
            _one_of("base", name, known)
        places = tuple(name for name in LOCATIONS if name not in BASE_LOCATIONS)
        posture = cls(
            handshape=_one_of("base.handshape", raw.get("handshape"), HANDSHAPES),
            palm=str(raw.get("palm")),
            fingers=str(raw.get("fingers")),
            location=_one_of("base.location", raw.get("location", "neutral"), places),
            offset=_vector("base.offset", raw.get("offset", (0, 0, 0))),
            moves=_flag("base.moves", raw.get("moves", False)),
        )
        hand_frame(posture.palm, posture.fingers)
        return posture


@dataclass(frozen=True)
class NonManual:
    """Head, brows, eyes, mouth, cheeks and shoulders during a sign; `None` leaves them at rest."""

    head: str | None = None
    brows: str | None = None
    eyes: str | None = None
    mouth: str | None = None
    cheeks: str | None = None
    shoulders: str | None = None

    @classmethod
    def parse(cls, raw: object) -> NonManual:
        """Check a `nonmanual` mapping.

        Raises:
            InputError: Naming the articulator or value that is unknown.
        """
        if not isinstance(raw, Mapping):
            raise InputError("nonmanual", "a mapping", repr(raw))
        for name, value in raw.items():
            _one_of("nonmanual", name, NONMANUALS)
            _one_of(f"nonmanual.{name}", value, NONMANUALS[name])
        return cls(**raw)

    def over(self, other: NonManual) -> NonManual:
        """These non-manuals, and where they say nothing those of `other`."""
        return NonManual(**{item.name: getattr(self, item.name) or getattr(other, item.name) for item in fields(self)})


@dataclass(frozen=True)
class Phonology:
    """The form of one sign, letter or digit, written for a right-handed signer."""

    handshape: str
    palm: str
    fingers: str
    hands: str = "one"
    location: str = "neutral"
    offset: Vector = (0.0, 0.0, 0.0)
    contact: str = "palm"
    apart: float = 11.0
    movement: tuple[Movement, ...] = ()
    base: HandPosture | None = None
    nonmanual: NonManual = field(default_factory=NonManual)

    @classmethod
    def parse(cls, raw: Mapping[str, Any], default_location: str = "neutral") -> Phonology:
        """Check the phonological fields of an entry.

        Raises:
            InputError: Naming the field, what it may be, and what it is.
        """
        for name in ("handshape", "palm", "fingers"):
            if name not in raw:
                raise InputError(name, "to be given", "nothing")
        hands = _one_of("hands", raw.get("hands", "one"), HANDS)
        if (hands == "base") != ("base" in raw):
            raise InputError("base", "to be given exactly when hands is 'base'", f"hands={hands!r}")
        location = _one_of("location", raw.get("location", default_location), LOCATIONS)
        in_space = location in SPACE_LOCATIONS or location in BASE_LOCATIONS
        moves = raw.get("movement", ())
        if not isinstance(moves, (list, tuple)):
            raise InputError("movement", "a list", repr(moves))
        phonology = cls(
            handshape=_one_of("handshape", raw["handshape"], HANDSHAPES),
            palm=str(raw["palm"]),
            fingers=str(raw["fingers"]),
            hands=hands,
            location=location,
            offset=_vector("offset", raw.get("offset", (0, 0, 0))),
            contact=_one_of("contact", raw.get("contact", "palm" if in_space else "fingertips"), CONTACTS),
            apart=_number("apart", raw.get("apart", 11.0), 0.0, 40.0),
            movement=tuple(Movement.parse(move) for move in moves),
            base=HandPosture.parse(raw["base"]) if "base" in raw else None,
            nonmanual=NonManual.parse(raw.get("nonmanual", {})),
        )
        phonology._check_whole()
        return phonology

    def _check_whole(self) -> None:
        """Checks that need more than one field: orientations along the way, base locations without a base hand."""
        frame = hand_frame(self.palm, self.fingers)
        for place in (self.location, *(move.location for move in self.movement)):
            if place in BASE_LOCATIONS and self.hands != "base":
                raise InputError("location", "hands: base for a place on the second hand", repr(place))
        for move in self.movement:
            frame = turned_frame(frame, move.palm, move.fingers)

    def varied(self, raw: Mapping[str, Any]) -> Phonology:
        """This form with the fields of a variant replaced and checked again."""
        merged = {**self.as_mapping(), **raw}
        return Phonology.parse(merged)

    def as_mapping(self) -> dict[str, Any]:
        """Fields as a dictionary file has them (without defaults that were not given)."""
        raw: dict[str, Any] = {"handshape": self.handshape, "palm": self.palm, "fingers": self.fingers}
        raw |= {"hands": self.hands, "location": self.location, "offset": self.offset, "contact": self.contact}
        raw["apart"] = self.apart
        raw["movement"] = [_given(move) for move in self.movement]
        if self.base is not None:
            raw["base"] = {item.name: getattr(self.base, item.name) for item in fields(self.base)}
        raw["nonmanual"] = {key: value for key in NONMANUALS if (value := getattr(self.nonmanual, key))}
        return raw

    def with_nonmanual(self, nonmanual: NonManual) -> Phonology:
        """This form with `nonmanual` where the form itself says nothing."""
        return replace(self, nonmanual=self.nonmanual.over(nonmanual))


def _given(move: Movement) -> dict[str, Any]:
    needed, optional = MOVEMENTS[move.kind]
    names = (*_COMMON, *needed, *optional)
    raw = {name: getattr(move, name) for name in names}
    return {name: value for name, value in raw.items() if value is not None}
