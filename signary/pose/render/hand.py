"""A hand as solids: fingers of rounded cones, the palm a filled slab with cushions, nails on the backs of the tips."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signary.pose.render.actor import HAND, Actor, palm_direction, unit
from signary.pose.render.palette import INKS
from signary.pose.skeletons.hands import FINGERS

#: Radii in metres of a finger at knuckle, middle joint, end joint and tip (thumb: root, knuckle, joint, tip).
_RADII = {
    "thumb": (0.0155, 0.0124, 0.0109, 0.0086),
    "index": (0.0106, 0.0094, 0.0085, 0.0072),
    "middle": (0.0108, 0.0096, 0.0087, 0.0073),
    "ring": (0.0104, 0.0091, 0.0083, 0.0070),
    "pinky": (0.0096, 0.0080, 0.0072, 0.0061),
}
#: Half the thickness of the palm and of the web between thumb and index.
_SLAB, _WEB = 0.0120, 0.0065
#: The wrist is two cones side by side: radius in the cuff and at the palm, half their distance, share of the forearm.
_WRIST, _WRIST_END, _WRIST_APART, _WRIST_FROM = 0.0170, 0.0135, 0.0095, 0.88
#: Radius of the ball whose shading the flat of the hand has.
PALM_BEND = 0.13
#: Corner of the palm beside the wrist: metres along the hand, and across to thumb and to little finger.
_CARPAL_UP, _CARPAL_THUMB, _CARPAL_PINKY = 0.010, 0.0165, 0.0185


@dataclass(frozen=True)
class Solids:
    """Shapes of one hand or limb over T frames, in metres.

    Attributes:
        starts, ends: Axes of N rounded cones, shape (T, N, 3).
        radii: Their radii at start and end, shape (N, 2).
        palms: Direction of the palm side of each, shape (T, N, 3), or None for cloth and the like.
        inks: Ink code of each.
        nails: Whether each carries a nail.
        soft: Whether each goes over into its neighbours without a rim.
        plates: Triangles of the palm and of the back of the hand, shape (T, 2, M, 3, 3).
        plate_centres: Centres of the balls that shade them, shape (T, 2, 3).
    """

    starts: np.ndarray
    ends: np.ndarray
    radii: np.ndarray
    inks: tuple[int, ...]
    palms: np.ndarray | None = None
    nails: tuple[bool, ...] = ()
    soft: tuple[bool, ...] = ()
    plates: np.ndarray | None = None
    plate_centres: np.ndarray | None = None


class _Cones:
    """Collects the cones of one hand."""

    def __init__(self, size: float) -> None:
        self.size = size
        self.axes: list[tuple[np.ndarray, np.ndarray]] = []
        self.radii: list[tuple[float, float]] = []
        self.palms: list[np.ndarray] = []
        self.paint: list[tuple[int, bool, bool]] = []

    def add(
        self,
        axis: tuple[np.ndarray, np.ndarray],
        radii: tuple[float, float],
        palm: np.ndarray,
        ink: str = "hand",
        nail: bool = False,
        soft: bool = False,
    ) -> None:
        self.axes.append(axis)
        self.radii.append((radii[0] * self.size, radii[1] * self.size))
        self.palms.append(palm)
        self.paint.append((INKS[ink], nail, soft))


def hand_solids(actor: Actor, side: str) -> Solids:
    """All shapes of one hand; NaN where joints are missing."""
    hand = actor.points[:, HAND[side]].astype(np.float64)  # (T, 21, 3)
    size = actor.hand_size
    palm = palm_direction(hand, side)
    across = unit(hand[:, 5] - hand[:, 17])  # from the little finger's knuckle to the index's
    forward = unit(hand[:, 9] - hand[:, 0])
    cones = _Cones(size)
    for at, finger in enumerate(FINGERS):
        _add_finger(cones, finger, hand[:, 1 + 4 * at : 5 + 4 * at], palm, across, side)
    _add_wrist(cones, actor.at(f"{side}_elbow"), hand[:, 0], palm, across, forward)
    plates, centres = _add_palm(cones, hand, palm, across, forward)
    inks, nails, soft = zip(*cones.paint, strict=True)
    return Solids(
        starts=np.stack([start for start, _ in cones.axes], 1),
        ends=np.stack([end for _, end in cones.axes], 1),
        radii=np.array(cones.radii),
        inks=inks,
        palms=np.stack(cones.palms, 1),
        nails=nails,
        soft=soft,
        plates=plates,
        plate_centres=centres,
    )


def _add_finger(
    cones: _Cones, finger: str, joints: np.ndarray, palm: np.ndarray, across: np.ndarray, side: str
) -> None:
    radii = _RADII[finger]
    sign = 1.0 if side == "left" else -1.0
    for part in range(3):
        start, end = joints[:, part], joints[:, part + 1]
        along = unit(end - start)
        if finger == "thumb":
            # The thumb is turned against the fingers: its pad looks to the palm and to the little finger.
            pad = 0.8 * palm - 0.6 * across
            pad = unit(pad - (pad * along).sum(-1, keepdims=True) * along)
        else:
            pad = unit(sign * np.cross(along, across))
        last = part == 2
        if last:  # the tip is the end of the flesh, not the middle of its last sphere
            end = end - along * radii[3] * cones.size * 0.8
        metacarpal = finger == "thumb" and part == 0
        ink = "hand" if metacarpal else finger
        cones.add((start, end), (radii[part], radii[part + 1]), pad, ink, nail=last, soft=metacarpal)


def _add_wrist(
    cones: _Cones, elbow: np.ndarray, wrist: np.ndarray, palm: np.ndarray, across: np.ndarray, forward: np.ndarray
) -> None:
    # Without an elbow the wrist is a stub behind the hand.
    behind = np.where(np.isfinite(elbow), (1 - _WRIST_FROM) * (elbow - wrist), -0.03 * forward)
    for sign in (1.0, -1.0):
        aside = sign * cones.size * _WRIST_APART * across
        end = wrist + 1.3 * aside + cones.size * _CARPAL_UP * forward
        cones.add((wrist + behind + aside, end), (_WRIST, _WRIST_END), palm, soft=True)


def _add_palm(
    cones: _Cones, hand: np.ndarray, palm: np.ndarray, across: np.ndarray, forward: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Rim and cushions as cones; palm and back as triangles (T, 2, M, 3, 3), with their balls' centres (T, 2, 3)."""
    size, wrist, thumb = cones.size, hand[:, 0], hand[:, 2]
    index, middle, ring, pinky = (hand[:, 1 + 4 * at] for at in range(1, 5))
    inner = wrist + size * (_CARPAL_UP * forward + _CARPAL_THUMB * across)
    outer = wrist + size * (_CARPAL_UP * forward - _CARPAL_PINKY * across)
    edge = (inner, index, middle, ring, pinky, outer, inner)
    for start, end in zip(edge[:-1], edge[1:], strict=True):
        cones.add((start, end), (_SLAB, _SLAB), palm)
    deep = 0.0045 * size * palm
    ball = (0.75 * wrist + 0.25 * inner + 1.5 * deep, thumb + 0.3 * deep)
    cones.add(ball, (0.0150, 0.0122), palm, soft=True)
    cones.add((outer + deep, 0.45 * outer + 0.55 * pinky + deep), (0.0125, 0.0125), palm, soft=True)
    slab = ((inner, index, pinky), (inner, pinky, outer))
    pieces = [(piece, _SLAB) for piece in slab] + [((inner, thumb, index), _WEB)]
    flat = np.stack([np.stack(piece, 1) for piece, _ in pieces], 1)  # (T, M, 3, 3)
    thick = np.array([thickness for _, thickness in pieces])[:, None, None]
    out = size * palm[:, None, None]
    centre = np.mean(np.stack(edge[:-1], 1), 1)
    plates = np.stack([flat + thick * out, flat - thick * out], 1)
    return plates, np.stack([centre - size * PALM_BEND * palm, centre + size * PALM_BEND * palm], 1)
