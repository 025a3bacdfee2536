"""A hand as solids: fingers of rounded cones, the palm as a filled slab with cushions, nails on the backs of the tips."""

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
        corners, normals: M triangles, shape (T, M, 3, 3) each.
        triangle_palms: Palm direction of the triangles, shape (T, 3), or None.
    """

    starts: np.ndarray
    ends: np.ndarray
    radii: np.ndarray
    inks: tuple[int, ...]
    palms: np.ndarray | None = None
    nails: tuple[bool, ...] = ()
    corners: np.ndarray | None = None
    normals: np.ndarray | None = None
    triangle_palms: np.ndarray | None = None


class _Cones:
    """Collects cones of one hand."""

    def __init__(self, size: float) -> None:
        self.size = size
        self.starts: list[np.ndarray] = []
        self.ends: list[np.ndarray] = []
        self.radii: list[tuple[float, float]] = []
        self.palms: list[np.ndarray] = []
        self.inks: list[int] = []
        self.nails: list[bool] = []

    def add(
        self, start: np.ndarray, end: np.ndarray, radii: tuple[float, float], palm: np.ndarray, ink: str, nail: bool = False
    ) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.radii.append((radii[0] * self.size, radii[1] * self.size))
        self.palms.append(palm)
        self.inks.append(INKS[ink])
        self.nails.append(nail)


def hand_solids(actor: Actor, side: str) -> Solids:
    """All shapes of one hand; NaN where joints are missing."""
    hand = actor.points[:, HAND[side]].astype(np.float64)  # (T, 21, 3)
    size = actor.hand_size[side]
    palm = palm_direction(hand, side)
    across = hand[:, 5] - hand[:, 17]  # from the little finger's knuckle to the index's
    across = unit(across)
    forward = unit(hand[:, 9] - hand[:, 0])
    cones = _Cones(size)
    for at, finger in enumerate(FINGERS):
        _add_finger(cones, finger, hand[:, 1 + 4 * at : 5 + 4 * at], palm, across, side)
    _add_wrist(cones, actor.at(f"{side}_elbow"), hand[:, 0], palm, across, forward, size)
    corners, normals = _add_palm(cones, hand, palm, across, forward, size)
    return Solids(
        np.stack(cones.starts, 1),
        np.stack(cones.ends, 1),
        np.array(cones.radii),
        tuple(cones.inks),
        np.stack(cones.palms, 1),
        tuple(cones.nails),
        corners,
        normals,
        palm,
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
        cones.add(start, end, radii[part : part + 2], pad, finger, nail=last)


def _add_wrist(
    cones: _Cones, elbow: np.ndarray, wrist: np.ndarray, palm: np.ndarray, across: np.ndarray, forward: np.ndarray, size: float
) -> None:
    # Without an elbow the wrist is a stub behind the hand.
    behind = np.where(np.isfinite(elbow), (1 - _WRIST_FROM) * (elbow - wrist), -0.03 * forward)
    for sign in (1.0, -1.0):
        aside = sign * size * _WRIST_APART * across
        end = wrist + 1.3 * aside + size * _CARPAL_UP * forward
        cones.add(wrist + behind + aside, end, (_WRIST, _WRIST_END), palm, "hand")


def _add_palm(
    cones: _Cones, hand: np.ndarray, palm: np.ndarray, across: np.ndarray, forward: np.ndarray, size: float
) -> tuple[np.ndarray, np.ndarray]:
    """Rim and cushions as cones; both faces of the slab as triangles: corners and normals of shape (T, M, 3, 3)."""
    wrist, thumb = hand[:, 0], hand[:, 2]
    index, middle, ring, pinky = (hand[:, 1 + 4 * at] for at in range(1, 5))
    inner = wrist + size * (_CARPAL_UP * forward + _CARPAL_THUMB * across)
    outer = wrist + size * (_CARPAL_UP * forward - _CARPAL_PINKY * across)
    ring_of_cones = (inner, index, middle, ring, pinky, outer, inner)
    for start, end in zip(ring_of_cones[:-1], ring_of_cones[1:], strict=True):
        cones.add(start, end, (_SLAB, _SLAB), palm, "hand")
    deep = 0.0045 * size * palm
    cones.add(0.75 * wrist + 0.25 * inner + 1.5 * deep, thumb + 0.3 * deep, (0.0150, 0.0122), palm, "hand")
    cones.add(outer + deep, 0.45 * outer + 0.55 * pinky + deep, (0.0125, 0.0125), palm, "hand")
    faces = [(inner, index, middle), (inner, middle, outer), (outer, middle, ring), (outer, ring, pinky)]
    web = [(inner, thumb, index)]
    corners, normals = [], []
    for sign in (1.0, -1.0):
        for triangles, thickness in ((faces, _SLAB), (web, _WEB)):
            for triangle in triangles:
                corner = np.stack(triangle, 1)  # (T, 3, 3)
                corners.append(corner + sign * thickness * size * palm[:, None])
                # Bent a little outwards from the middle of the palm, so that the face is not one even patch.
                outward = unit(corner - np.mean(np.stack(ring_of_cones[:-1], 1), 1, keepdims=True))
                normals.append(unit(sign * palm[:, None] + 0.28 * outward))
    return np.stack(corners, 1), np.stack(normals, 1)
