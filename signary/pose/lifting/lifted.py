"""What lifting gives: the motion, and how well it went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from signary.pose.sequence import PoseSequence

#: Of lifting, or of fitting.
Report = TypeVar("Report", "LiftingReport", "FittingReport")


@dataclass(frozen=True)
class LiftingReport:
    """Figures of a lifted sequence.

    Attributes:
        frames: T.
        depth: `measured`, `guessed` (by the estimator, used as far as bones keep their length) or `inferred`.
        residual: Mean distance of seen points of arms and hands from the signer's own bones as lifted, in percent of
            a shoulder width: in space where depth is measured, otherwise in the picture.
        rest_residual: The same of the rest body with the rotations that come out.
        iterations: Steps of the slower side.
        converged: Whether the cost had stopped falling.
        hands: Side -> share of frames that show the hand.
        arms: Side -> share of frames that show the wrist.
        head: Share of frames that show enough of the head.
        face: Share of frames that show enough of the face for jaw and expression.
        bones: Bone -> ratio of the signer's to the rest body's: `upper_arm`, `forearm`, `hand`.
        assumed: Whether the picture's size was assumed by the reader: other shapes than a square are distorted.
        missing: Sides whose arm or hand no frame shows: confidence 0, never a default.
    """

    frames: int
    depth: str
    residual: float
    rest_residual: float
    iterations: int
    converged: bool
    hands: Mapping[str, float]
    arms: Mapping[str, float]
    head: float
    face: float
    bones: Mapping[str, float]
    assumed: bool
    missing: tuple[str, ...]

    def figures(self) -> dict[str, Any]:
        """What is summed up over many sequences (`LiftedMany`), as JSON has it."""
        figures = {"residual": self.residual, "rest_residual": self.rest_residual, **self.hands}
        return {**figures, "depth": self.depth, "still": self.converged}

    def __str__(self) -> str:
        """A line for people."""
        hands = ", ".join(f"{side} {share:.0%}" for side, share in self.hands.items())
        bones = ", ".join(f"{name.replace('_', ' ')} {ratio:.2f}" for name, ratio in self.bones.items())
        where = "in space" if self.depth == "measured" else "in the picture"
        face = "" if self.face else "; no face: jaw and expression missing"
        face += "; the picture's size was assumed, so shapes may be distorted" if self.assumed else ""
        lost = f"; never seen, so missing: {', '.join(self.missing)}" if self.missing else ""
        stopped = "" if self.converged else ", not yet still"
        return (
            f"lifted {self.frames} frames, depth {self.depth}: {self.residual:.1f} % of a shoulder width off {where} "
            f"({self.rest_residual:.1f} % on the rest body) after {self.iterations} steps{stopped}; "
            f"hands seen: {hands}; bones: {bones}{face}{lost}"
        )


@dataclass(frozen=True)
class FittingReport:
    """Figures of a fitted sequence.

    Attributes:
        frames: T.
        before: Mean distance of seen points from the rough estimate in the picture, percent of a shoulder width.
        residual: The same of what came out.
        iterations: Rounds of camera and steps.
    """

    frames: int
    before: float
    residual: float
    iterations: int

    def __str__(self) -> str:
        """A line for people."""
        return (
            f"fitted {self.frames} frames: {self.before:.1f} % of a shoulder width off in the picture before, "
            f"{self.residual:.1f} % after {self.iterations} rounds"
        )


@dataclass(frozen=True)
class Lifted(Generic[Report]):
    """A lifted sequence.

    Attributes:
        pose: Layout `smplx`, hand reference flat; what was not seen is missing: NaN with confidence 0.
        report: How well it went.
    """

    pose: PoseSequence
    report: Report
