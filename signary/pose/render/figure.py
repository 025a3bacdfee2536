"""Draws the frames of one sequence as a figure, or as plain bones where there is no figure to draw."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from PIL import Image

from signary.pose.kinematics import Skeleton
from signary.pose.render.actor import SIDES, Actor, finite_span, make_actor, viewed
from signary.pose.render.body import HeadPainter, arm_solids, draw_torso, neck_solids
from signary.pose.render.face import FacePainter
from signary.pose.render.hand import Solids, hand_solids
from signary.pose.render.head import head_pose
from signary.pose.render.palette import INKS
from signary.pose.render.raster import Canvas, Surface
from signary.pose.render.view import View, frame_actor, frame_box
from signary.pose.sequence import PoseSequence

#: Width of the dark rim of every shape, in finished pixels.
_RIM = 1.1
#: Outlines behind nearer things: depth differences in metres and share of tone lost, within a hand and of the arms.
_FINGER_OUTLINE, _ARM_OUTLINE = (0.004, 0.012, 0.55), (0.02, 0.05, 0.42)


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
        starts, ends = view.pixels(solids.starts), view.pixels(solids.ends)
        self._starts, self._ends = starts, ends
        self._radii = (solids.radii * view.scale).tolist()
        self._inks, self._nails = solids.inks, solids.nails or (False,) * len(solids.inks)
        self._palms = None if solids.palms is None else view.directions(solids.palms)
        drawn = np.isfinite(starts).all(-1) & np.isfinite(ends).all(-1)
        self._drawn = drawn if self._palms is None else drawn & np.isfinite(self._palms).all(-1)
        self._corners = None if solids.corners is None else view.pixels(solids.corners)
        self._normals = None if solids.normals is None else view.directions(solids.normals)

    def draw(self, canvas: Canvas, frame: int) -> None:
        """All shapes of one frame that are not missing."""
        drawn = self._drawn[frame]
        if not drawn.any():
            return
        starts, ends = self._starts[frame].tolist(), self._ends[frame].tolist()
        palms = None if self._palms is None else self._palms[frame].tolist()
        for at in np.flatnonzero(drawn).tolist():
            palm = None if palms is None else tuple(palms[at])
            surface = Surface(self._inks[at], palm, self._nails[at])
            canvas.cone(starts[at], ends[at], *self._radii[at], surface)
        if self._corners is None or self._normals is None or palms is None:
            return
        corners, normals = self._corners[frame], self._normals[frame]
        shown = np.isfinite(corners).all((1, 2)) & (normals[:, :, 2].mean(1) > 0)
        surface = Surface(INKS["hand"], tuple(palms[-1]))
        for at in np.flatnonzero(shown).tolist():
            canvas.triangle(corners[at], normals[at], surface)

    def box(self, frame: int, margin: float) -> tuple[int, int, int, int] | None:
        """Pixels around the part."""
        ends = np.concatenate([self._starts[frame][self._drawn[frame]], self._ends[frame][self._drawn[frame]]])
        if not len(ends):
            return None
        low, high = ends[:, :2].min(0) - margin, ends[:, :2].max(0) + margin
        return int(low[0]), int(low[1]), int(high[0]), int(high[1])


class FigurePainter:
    """Draws a signer.

    Args:
        actor: The points.
        width: Pixels.
        height: Pixels.
    """

    def __init__(self, actor: Actor, width: int, height: int) -> None:
        self.view = view = frame_actor(actor, width, height)
        self._canvas = Canvas(width * view.fine, height * view.fine, view.fine, _RIM * view.fine)
        head = head_pose(actor)
        self._shoulders = actor.at("left_shoulder", "right_shoulder")
        self._hips = actor.at("left_hip", "right_hip")
        self._neck = SolidPainter(neck_solids(actor, head), view)
        self._head, self._face = HeadPainter(head, view), FacePainter(actor, head, view)
        self._arms = SolidPainter(arm_solids(actor), view)
        self._hands = [SolidPainter(hand_solids(actor, side), view) for side in SIDES]

    def picture(self, frame: int) -> Image.Image:
        """A finished RGB picture of one frame."""
        canvas, view = self._canvas, self.view
        canvas.clear()
        draw_torso(canvas, view, self._shoulders[frame], self._hips[frame])
        self._neck.draw(canvas, frame)
        self._head.draw(canvas, frame)
        self._face.draw(canvas, frame)
        self._arms.draw(canvas, frame)
        for hand in self._hands:
            hand.draw(canvas, frame)
        self._outline(frame)
        return canvas.finish()

    def _outline(self, frame: int) -> None:
        scale, fine = self.view.scale, self.view.fine
        for part, (low, high, strength), reach in (
            (self._arms, _ARM_OUTLINE, 2 * fine),
            *((hand, _FINGER_OUTLINE, fine) for hand in self._hands),
        ):
            box = part.box(frame, 0.06 * scale)
            if box is not None:
                self._canvas.outline(box, reach, low * scale, high * scale, strength)


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
        fine = self.view.fine
        self._canvas = Canvas(width * fine, height * fine, fine, _RIM * fine)
        self._points = self.view.pixels(points)
        self._bones = sequence.layout.bones
        left, right = set(sequence.layout.parts["left_hand"]), set(sequence.layout.parts["right_hand"])
        names = sequence.layout.joints
        self._inks = [
            "left" if at in left or name.startswith("left_") else "right" if at in right or name.startswith("right_") else "bone"
            for at, name in enumerate(names)
        ]
        crowded = 1.0 if len(names) < 60 else 0.6
        self._radius = crowded * 0.009 * self.view.fine * min(width, height)

    def picture(self, frame: int) -> Image.Image:
        """A finished RGB picture of one frame."""
        self._canvas.clear()
        points = self._points[frame]
        known = np.isfinite(points).all(-1)
        places = points.tolist()
        for parent, child in self._bones:
            if known[parent] and known[child]:
                thin = 0.55 * self._radius
                self._canvas.cone(places[parent], places[child], thin, thin, Surface(INKS[self._inks[child]]))
        for at in np.flatnonzero(known).tolist():
            self._canvas.cone(places[at], places[at], self._radius, self._radius, Surface(INKS[self._inks[at]]))
        return self._canvas.finish()


def make_painter(sequence: PoseSequence, width: int, height: int, skeleton: Skeleton | None = None) -> Painter:
    """The painter that suits a sequence's layout."""
    actor = make_actor(sequence, skeleton)
    return BonesPainter(sequence, width, height) if actor is None else FigurePainter(actor, width, height)
