"""How well many sequences were lifted, in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

#: Figures that are summed up over frames.
_FIGURES = ("residual", "rest_residual", "left", "right")
#: Characters of a name.
_LONGEST = 300


@dataclass
class LiftedMany:
    """Figures of many sequences that were lifted to a body.

    Attributes:
        rows: How many.
        frames: Of all of them.
        sums: Figure -> its sum over frames: `residual` and `rest_residual` (percent of a shoulder width off the seen
            points, on the signer's own bones and on the rest body), `left` and `right` (share of frames with the hand).
        depths: How depth was found -> sequences.
        moving: Sequences whose cost was still falling.
        worst: The largest residual, and the name of its sequence.
    """

    rows: int = 0
    frames: int = 0
    sums: dict[str, float] = field(default_factory=dict)
    depths: dict[str, int] = field(default_factory=dict)
    moving: int = 0
    worst: tuple[float, str] = (0.0, "")

    def add(self, name: str, frames: int, figures: Mapping[str, Any]) -> None:
        """Count a sequence, by `LiftingReport.figures`."""
        depth = str(figures["depth"])
        sums = {figure: float(figures[figure]) * frames for figure in _FIGURES}
        worst = (round(float(figures["residual"]), 3), name[:_LONGEST])
        one = LiftedMany(1, frames, sums, {depth: 1}, int(not figures["still"]), worst)
        self.join(asdict(one))

    def join(self, other: Mapping[str, Any]) -> None:
        """Take another's in."""
        self.rows += int(other["rows"])
        self.frames += int(other["frames"])
        self.moving += int(other["moving"])
        for mine, more in ((self.sums, other["sums"]), (self.depths, other["depths"])):
            for key, value in more.items():
                mine[key] = mine.get(key, 0) + value
        residual, name = other["worst"]
        self.worst = max(self.worst, (float(residual), str(name)))

    def __str__(self) -> str:
        """One line."""
        mean = {figure: total / max(self.frames, 1) for figure, total in self.sums.items()}
        depths = ", ".join(f"{depth} {count:,}" for depth, count in sorted(self.depths.items()))
        moving = f"; {self.moving:,} not yet still" if self.moving else ""
        return (
            f"lifted: {self.rows:,} with {self.frames:,} frames, {mean['residual']:.1f} % of a shoulder width off what "
            f"was seen ({mean['rest_residual']:.1f} % on the rest body), worst {self.worst[0]:.1f} % {self.worst[1]}; "
            f"hands seen: left {mean['left']:.0%}, right {mean['right']:.0%}; depth: {depths}{moving}"
        )
