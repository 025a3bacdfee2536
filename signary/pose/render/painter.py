"""Draws the frames of one sequence as a figure, or as plain bones where there is no figure to draw."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from PIL import Image

from signary.pose.kinematics import Skeleton
from signary.pose.motion_spec import MotionSpec
from signary.pose.render.actor import SIDES, Actor, finite_span, make_actor, viewed
from signary.pose.render.body import HeadPainter, TorsoPainter, arm_solids, neck_solids
from signary.pose.render.camera import View, frame_actor, frame_box
from signary.pose.render.drawn_face import FacePainter
from signary.pose.render.hand import PALM_BEND, Solids, hand_solids
from signary.pose.render.head import head_pose
from signary.pose.render.palette import INKS
from signary.pose.render.raster import Canvas
from signary.pose.render.shading import Skin, Surface
from signary.pose.sequence import PoseSequence

#: Outlines behind nearer things: depth differences in metres, tone lost, width in pixels.
_FINGER_OUTLINE = (0.004, 0.012, 105.0, 1)
_ARM_OUTLINE = (0.02, 0.05, 70.0, 2)
_CHIN_OUTLINE = (0.035, 0.06, 80.0, 2)


class Painter(Protocol):
    """Draws frames of one sequence."""

    def picture(self, frame: int) -> Image.Image:
        """A finished RGB picture of one frame."""
        ...


class SolidPainter:
    """Draws `Solids` of one part.

    Args:
        solids: Shapes in metres.
        view: How metres become pixels.
    """

    def __init__(self, solids: Solids, view: View) -> None:
        self._starts, self._ends = view.pixels(solids.starts), view.pixels(solids.ends)
        self._radii: list[tuple[float, float]] = [(first, last) for first, last in (solids.radii * view.scale).tolist()]
        clear = (False,) * len(solids.inks)
        self._inks, self._nails, self._soft = solids.inks, solids.nails or clear, solids.soft or clear
        self._palms = None if solids.palms is None else view.directions(solids.palms)
        self._drawn = np.isfinite(self._starts).all(-1) & np.isfinite(self._ends).all(-1)
        if self._palms is not None:
            self._drawn &= np.isfinite(self._palms).all(-1)
        self._plates = None if solids.plates is None else view.pixels(solids.plates)
        self._centres = None if solids.plate_centres is None else view.pixels(solids.plate_centres)
        self._bend = PALM_BEND * view.scale

    def draw(self, canvas: Canvas, frame: int) -> None:
        """All shapes of one frame that are not missing; those of hands still wait for `Canvas.shade`."""
        starts, ends = self._starts[frame].tolist(), self._ends[frame].tolist()
        palms = None if self._palms is None else self._palms[frame].tolist()
        for at in np.flatnonzero(self._drawn[frame]).tolist():
            if palms is None:
                canvas.cone(starts[at], ends[at], *self._radii[at], Surface(self._inks[at], not self._soft[at]))
            else:
                skin = Skin(self._inks[at], tuple(palms[at]), self._nails[at], not self._soft[at])
                canvas.bone(starts[at], ends[at], *self._radii[at], skin)
        if self._plates is not None and self._centres is not None and palms is not None:
            face = 0 if palms[-1][2] > 0 else 1  # the side of the hand that looks to the viewer
            if np.isfinite(self._plates[frame, face]).all():
                skin = Skin(INKS["hand"], tuple(palms[-1]), rim=False)
                canvas.plate(self._plates[frame, face].tolist(), self._centres[frame, face].tolist(), skin, self._bend)


class FigurePainter:
    """Draws a signer.

    Args:
        actor: The points.
        width: Pixels.
        height: Pixels.
    """

    def __init__(self, actor: Actor, width: int, height: int) -> None:
        self.view = view = frame_actor(actor, width, height)
        self._canvas, scratch = view.canvas(), view.canvas()
        head = head_pose(actor)
        self._torso = TorsoPainter(actor, view, scratch)
        self._neck = SolidPainter(neck_solids(actor, head), view)
        self._head, self._face = HeadPainter(head, view, scratch), FacePainter(actor, head, view)
        self._arms = [SolidPainter(arm_solids(actor, side), view) for side in SIDES]
        self._hands = [SolidPainter(hand_solids(actor, side), view) for side in SIDES]

    def picture(self, frame: int) -> Image.Image:
        """A finished RGB picture of one frame."""
        canvas = self._canvas
        # Off a shape roots are NaN (see `raster`); numpy need not mention it.
        with np.errstate(invalid="ignore"):
            self._torso.draw(canvas, frame)
            canvas.part()
            for piece in (self._neck, self._head, self._face):
                piece.draw(canvas, frame)
            outlined = [(canvas.drawn(), _CHIN_OUTLINE)]
            for limb in (*self._arms, *self._hands):
                canvas.part()
                limb.draw(canvas, frame)
                outlined.append((canvas.drawn(), _ARM_OUTLINE if limb in self._arms else _FINGER_OUTLINE))
            canvas.shade()
        scale = self.view.scale
        for box, (low, high, loss, reach) in outlined:
            canvas.outline(box, reach, low * scale, high * scale, loss)
        return canvas.finish()


class BonesPainter:
    """Draws any keypoints as bones and joints.

    Args:
        sequence: A sequence of a keypoint layout.
        width: Pixels.
        height: Pixels.
    """

    def __init__(self, sequence: PoseSequence, width: int, height: int) -> None:
        points, _ = viewed(sequence)
        span = finite_span(points, 0.0) or (np.zeros(2), np.ones(2))
        extent = float(max((span[1] - span[0]).max(), 1e-6))
        margin = 0.06 * extent
        self.view = frame_box(span[0] - margin, span[1] + margin, width, height)
        self._canvas = self.view.canvas()
        self._points = self.view.pixels(points)
        self._bones = sequence.layout.bones
        left, right = set(sequence.layout.parts["left_hand"]), set(sequence.layout.parts["right_hand"])
        names = sequence.layout.joints
        self._inks = [
            "left"
            if at in left or name.startswith("left_")
            else "right"
            if at in right or name.startswith("right_")
            else "bone"
            for at, name in enumerate(names)
        ]
        crowded = 1.0 if len(names) < 60 else 0.6
        self._radius = crowded * 0.009 * self.view.fine * min(width, height)

    def picture(self, frame: int) -> Image.Image:
        """A finished RGB picture of one frame."""
        self._canvas.clear()
        with np.errstate(invalid="ignore"):
            self._draw(frame)
        return self._canvas.finish()

    def _draw(self, frame: int) -> None:
        points = self._points[frame]
        known = np.isfinite(points).all(-1)
        places = points.tolist()
        for parent, child in self._bones:
            if known[parent] and known[child]:
                thin = 0.55 * self._radius
                self._canvas.cone(places[parent], places[child], thin, thin, Surface(INKS[self._inks[child]]))
        for at in np.flatnonzero(known).tolist():
            self._canvas.cone(places[at], places[at], self._radius, self._radius, Surface(INKS[self._inks[at]]))


def make_painter(sequence: PoseSequence, width: int, height: int, skeleton: Skeleton | None = None) -> Painter:
    """The painter that suits a sequence's layout.

    Parameters of the built-in body move the project's figure; bodies of other proportions, parameters with gaps and
    keypoints are drawn as solids from their points.
    """
    if sequence.layout.name == "smplx" and skeleton is None and np.isfinite(sequence.values).all():
        MotionSpec(sequence.layout, sequence.fps, "flat").require(
            sequence, argument="sequence", owner="the body (SmplxSkeleton knows both)"
        )
        from signary.pose.render.mesh import MeshPainter  # its loops are compiled when they are first needed

        return MeshPainter(sequence.values, width, height)
    actor = make_actor(sequence, skeleton)
    return BonesPainter(sequence, width, height) if actor is None else FigurePainter(actor, width, height)
