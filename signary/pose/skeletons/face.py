"""Face landmarks by MediaPipe index: the 128 contour points, their bones, mirror pairs, and OpenPose's 70.

The index lists are the public topology of the MediaPipe face mesh; the coordinates of the built-in face are our own
(`signary.pose.skeletons.rest`).
"""

from __future__ import annotations

OVAL = (
    (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152)
    + (148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109)
)  # fmt: skip
LIPS_OUTER_LOWER = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291)
LIPS_OUTER_UPPER = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291)
LIPS_INNER_LOWER = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
LIPS_INNER_UPPER = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
#: Eyes from the outer to the inner corner.
LEFT_EYE_LOWER = (263, 249, 390, 373, 374, 380, 381, 382, 362)
LEFT_EYE_UPPER = (263, 466, 388, 387, 386, 385, 384, 398, 362)
RIGHT_EYE_LOWER = (33, 7, 163, 144, 145, 153, 154, 155, 133)
RIGHT_EYE_UPPER = (33, 246, 161, 160, 159, 158, 157, 173, 133)
#: Brows from the outer to the inner end.
LEFT_BROW_LOWER = (276, 283, 282, 295, 285)
LEFT_BROW_UPPER = (300, 293, 334, 296, 336)
RIGHT_BROW_LOWER = (46, 53, 52, 65, 55)
RIGHT_BROW_UPPER = (70, 63, 105, 66, 107)
#: Bridge from the brows to the tip, and the base from right to left.
NOSE_BRIDGE = (168, 197, 5, 4)
NOSE_BASE = (75, 97, 2, 326, 305)
RIGHT_IRIS, LEFT_IRIS = 468, 473
#: MediaPipe numbers the right half and the middle first, then the left half in the order of its partners.
_MIDDLE = (
    *(0, 1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 94, 151, 152, 164, 168, 175),
    *(195, 197, 199, 200),
)

_CURVES = (
    LIPS_OUTER_LOWER,
    LIPS_OUTER_UPPER,
    LIPS_INNER_LOWER,
    LIPS_INNER_UPPER,
    LEFT_EYE_LOWER,
    LEFT_EYE_UPPER,
    RIGHT_EYE_LOWER,
    RIGHT_EYE_UPPER,
    LEFT_BROW_LOWER,
    LEFT_BROW_UPPER,
    RIGHT_BROW_LOWER,
    RIGHT_BROW_UPPER,
)
CONTOUR: tuple[int, ...] = tuple(sorted({*OVAL, *(point for curve in _CURVES for point in curve)}))
LANDMARKS: tuple[int, ...] = tuple(sorted({*CONTOUR, *NOSE_BRIDGE, *NOSE_BASE, 1, RIGHT_IRIS, LEFT_IRIS}))

#: OpenPose's 70 face points -> the nearest MediaPipe point.
OPENPOSE70: tuple[int, ...] = (
    (127, 234, 93, 132, 58, 136, 149, 148, 152, 377, 378, 365, 288, 361, 323, 454, 356)
    + (70, 63, 105, 66, 107, 336, 296, 334, 293, 300)
    + NOSE_BRIDGE
    + NOSE_BASE
    + (33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380)
    + (61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181)
    + (78, 82, 13, 312, 308, 317, 14, 87)
    + (RIGHT_IRIS, LEFT_IRIS)
)  # fmt: skip


def name(index: int) -> str:
    """Joint name of a MediaPipe face point."""
    return f"face_{index}"


def mirror_pairs() -> dict[int, int]:
    """Left point -> right point for all 478 points of the mesh that are not in the middle."""
    right = [point for point in range(248) if point not in _MIDDLE]
    irises = {LEFT_IRIS: RIGHT_IRIS, 476: 469, 475: 470, 474: 471, 477: 472}
    return dict(zip(range(248, 468), right, strict=True)) | irises


def parents() -> dict[int, int]:
    """Point -> parent along the drawn curves; the first point of a curve is a root."""
    links: dict[int, int] = {}
    for curve in (OVAL, *_CURVES, NOSE_BRIDGE, NOSE_BASE):
        for parent, point in zip(curve[:-1], curve[1:], strict=True):
            links.setdefault(point, parent)
    for first in (OVAL[0], *(curve[0] for curve in _CURVES), NOSE_BRIDGE[0], NOSE_BASE[0]):
        links.pop(first, None)
    return links
