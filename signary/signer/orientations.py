"""Directions a palm faces, fingers point to or a hand moves in, as seen by the signer."""

from __future__ import annotations

import numpy as np

from signary.io.errors import InputError

#: Unit vectors `(out, up, forward)` for the dominant hand; `in` crosses to the other side of the body.
DIRECTIONS: dict[str, tuple[float, float, float]] = {
    "out": (1.0, 0.0, 0.0),
    "in": (-1.0, 0.0, 0.0),
    "up": (0.0, 1.0, 0.0),
    "down": (0.0, -1.0, 0.0),
    "forward": (0.0, 0.0, 1.0),
    "back": (0.0, 0.0, -1.0),
}


def direction(name: str) -> np.ndarray:
    """Unit vector `(out, up, forward)` of a direction, or of several joined by `-` (`up-out`).

    Raises:
        InputError: If a word is no direction, or the words cancel each other out.
    """
    total = np.zeros(3)
    for word in str(name).split("-"):
        if word not in DIRECTIONS:
            raise InputError("direction", f"words of {', '.join(DIRECTIONS)} joined by '-'", repr(name))
        total += DIRECTIONS[word]
    length = float(np.linalg.norm(total))
    if length < 1e-9:
        raise InputError("direction", "words that do not cancel each other out", repr(name))
    return total / length


def hand_frame(palm: str, fingers: str) -> np.ndarray:
    """Orthonormal axes of the dominant hand in `(out, up, forward)`.

    The finger direction is kept, the palm direction is turned perpendicular to it.

    Returns:
        Array of shape (3, 3): rows are finger direction, back of the hand (minus palm), thumb side.

    Raises:
        InputError: If palm and fingers are parallel.
    """
    return _frame(direction(palm), direction(fingers), f"fingers={fingers!r}", repr(palm))


def turned_frame(frame: np.ndarray, palm: str | None, fingers: str | None) -> np.ndarray:
    """A hand frame after a change of palm or finger direction, or both; what is not given stays as it can.

    Raises:
        InputError: If the new palm and finger directions are parallel.
    """
    if palm is None and fingers is None:
        return frame
    facing = -frame[1] if palm is None else direction(palm)
    along = frame[0] if fingers is None else direction(fingers)
    return _frame(facing, along, f"fingers={fingers or 'as before'!r}", repr(palm or "as before"))


def _frame(facing: np.ndarray, along: np.ndarray, fingers: str, palm: str) -> np.ndarray:
    facing = facing - along * float(facing @ along)
    length = float(np.linalg.norm(facing))
    if length < 0.2:
        raise InputError("palm", f"a direction not parallel to {fingers}", palm)
    back = -facing / length
    # Check: palm down, fingers forward -> the thumb lies on the inner side.
    return np.stack([along, back, np.cross(along, back)])
