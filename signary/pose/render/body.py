"""Torso, arms, neck and head as solids."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import PchipInterpolator

from signary.pose.render.actor import SHOULDER_WIDTH, SIDES, Actor, unit
from signary.pose.render.hand import Solids
from signary.pose.render.head import HeadPose
from signary.pose.render.palette import INKS
from signary.pose.render.raster import Canvas, Surface
from signary.pose.render.view import View
from signary.pose.skeletons.smplx import SMPLX_JOINTS

#: Radii in metres of sleeves at shoulder, elbow and cuff, and of the yoke at the neck.
_SHOULDER, _ELBOW, _CUFF, _YOKE = 0.058, 0.045, 0.034, 0.040
#: Where the sleeve ends and the cuff begins, as a share of the forearm.
_CUFF_FROM, _CUFF_TO = 0.86, 0.93
#: Half widths (share of the shoulders' width) and half depths (metres) of the torso by height over the shoulders.
_TORSO = (
    (0.085, 0.15, 0.045),
    (0.055, 0.23, 0.062),
    (0.01, 0.37, 0.080),
    (-0.05, 0.44, 0.098),
    (-0.12, 0.455, 0.108),
    (-0.22, 0.43, 0.106),
    (-0.33, 0.395, 0.100),
    (-0.45, 0.42, 0.100),
    (-0.70, 0.50, 0.110),
)
#: Ellipsoids of the head: centre and half axes in metres of the built-in body, ink.
_SKULL = ((0.0, 0.712, -0.002), (0.0775, 0.094, 0.097), "skin")
_FACE = ((0.0, 0.668, 0.036), (0.0665, 0.078, 0.068), "skin")
_CHEEKS = ((0.0, 0.640, 0.030), (0.057, 0.056, 0.062), "skin")
_HAIR = ((0.0, 0.740, -0.020), (0.0870, 0.094, 0.104), "hair")
_HAIR_SIDES = ((0.0, 0.705, -0.040), (0.0880, 0.085, 0.080), "hair")
_EARS = (((0.0785, 0.668, -0.010), (0.009, 0.021, 0.013), "neck"), ((-0.0785, 0.668, -0.010), (0.009, 0.021, 0.013), "neck"))


def arm_solids(actor: Actor) -> Solids:
    """Yoke, sleeves, cuffs and wrists of both arms; NaN where joints are missing."""
    starts, ends, radii, inks = [], [], [], []
    shoulders = actor.at("left_shoulder", "right_shoulder")
    middle = shoulders.mean(1)
    for at, side in enumerate(SIDES):
        shoulder, elbow, wrist = shoulders[:, at], actor.at(f"{side}_elbow"), actor.at(f"{side}_wrist")
        collar = middle + 0.16 * (shoulder - middle) + np.array([0.0, 0.060, -0.01])
        down = np.array([0.0, -0.012, 0.0])
        forearm = wrist - elbow
        for start, end, first, last, ink in (
            (collar, shoulder + down, _YOKE, 0.95 * _SHOULDER, "shirt"),
            (shoulder + down, elbow, _SHOULDER, _ELBOW, "sleeve"),
            (elbow, elbow + _CUFF_FROM * forearm, _ELBOW, _CUFF, "sleeve"),
            (elbow + _CUFF_FROM * forearm, elbow + _CUFF_TO * forearm, 1.06 * _CUFF, 1.03 * _CUFF, "cuff"),
        ):
            starts.append(start)
            ends.append(end)
            radii.append((first, last))
            inks.append(INKS[ink])
    return Solids(np.stack(starts, 1), np.stack(ends, 1), np.array(radii), tuple(inks))


def neck_solids(actor: Actor, head: HeadPose) -> Solids:
    """The neck, from between the shoulders into the head."""
    base = actor.at("left_shoulder", "right_shoulder").mean(1) + np.array([0.0, 0.06, -0.005])
    top = head.place(np.array([[0.0, 0.655, -0.02]]))[:, 0]
    return Solids(base[:, None], top[:, None], np.array([(0.050, 0.046)]), (INKS["neck"],))


def draw_torso(canvas: Canvas, view: View, shoulders: np.ndarray, hips: np.ndarray | None) -> None:
    """The shirt: a column of elliptical slices from the neck to below the picture.

    Args:
        canvas: Where to draw.
        view: How metres become pixels.
        shoulders: Left and right shoulder, shape (2, 3), metres.
        hips: Left and right hip, shape (2, 3), or None where unknown.
    """
    middle = shoulders.mean(0)
    # Turned sideways, a body is narrower, but never as flat as a board.
    width = max(float(np.linalg.norm(shoulders[0, :2] - shoulders[1, :2])), 0.6 * SHOULDER_WIDTH)
    lean = 0.0
    if hips is not None and np.isfinite(hips).all():
        down = hips.mean(0) - middle
        lean = float(np.clip(down[0] / min(down[1], -0.1), -0.5, 0.5))
    heights, widths, depths = np.array(_TORSO).T
    top = view.pixels(middle + np.array([0.0, heights[0], 0.0]))
    bottom = view.pixels(middle + np.array([0.0, heights[-1], 0.0]))
    widths, depths = (PchipInterpolator(heights[::-1], values[::-1]) for values in (widths * width, depths))
    rows = np.arange(int(top[1]), min(int(np.ceil(bottom[1])), canvas.height)) + 0.5
    height = (top[1] - rows) / view.scale + heights[0]
    canvas.column(
        int(top[1]),
        view.pixels(middle)[0] + lean * height * view.scale,
        widths(height) * view.scale,
        middle[2] * view.scale,
        depths(height) * view.scale,
        Surface(INKS["shirt"]),
    )


class HeadPainter:
    """Draws skull, jaw, ears and hair of one sequence.

    Args:
        head: Where the head is in every frame.
        view: How metres become pixels.
    """

    def __init__(self, head: HeadPose, view: View) -> None:
        shapes = (_SKULL, _FACE, _CHEEKS, *_EARS, _HAIR, _HAIR_SIDES)
        self._centres = head.place(np.array([shape[0] for shape in shapes]))
        # The cheeks and the chin go down with the jaw.
        self._centres[:, 2] -= head.size * head.jaw[:, None] * head.rotation[:, :, 1]
        self._centres = view.pixels(self._centres)
        turned = view.directions(head.rotation.transpose(0, 2, 1)).transpose(0, 2, 1)
        self._axes = [turned * np.array(shape[1]) * head.size * view.scale for shape in shapes]
        self._surfaces = [Surface(INKS[shape[2]]) for shape in shapes]

    def draw(self, canvas: Canvas, frame: int) -> None:
        """One frame; nothing where the head is missing."""
        if not np.isfinite(self._centres[frame]).all():
            return
        for at, surface in enumerate(self._surfaces):
            canvas.ellipsoid(self._centres[frame, at].tolist(), self._axes[at][frame], surface)
