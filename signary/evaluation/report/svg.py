"""Drawing plots as SVG: axes with round ticks, dots, steps, a legend. Text only, so that a page needs nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

import numpy as np

from signary.io.errors import InputError

WIDTH, HEIGHT = 530, 360
#: Room around the plotting area, beside the legend above it: left, right, top, bottom.
_MARGINS = (56, 14, 10, 46)
_TICKS = 5
#: Columns of the legend, and the height of its rows.
_COLUMNS, _ROW = 2, 18


def ticks(low: float, high: float) -> list[float]:
    """Round numbers from `low` to `high`, about five: 1, 2 or 5 times a power of ten apart.

    Raises:
        InputError: If there is no range.
    """
    if not np.isfinite([low, high]).all() or high <= low:
        raise InputError("range", "two finite numbers, the second above the first", (low, high))
    rough = (high - low) / _TICKS
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    first = int(np.ceil(low / step - 1e-9))
    return [float(number * step) for number in range(first, int(np.floor(high / step + 1e-9)) + 1)]


@dataclass
class Plot:
    """A plot that is being drawn.

    Attributes:
        x: Range of the horizontal axis.
        y: Range of the vertical axis.
        x_label: What is on the horizontal axis, with its unit.
        y_label: What is on the vertical axis, with its unit.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    x_label: str
    y_label: str
    _body: list[Callable[[], str]] = field(default_factory=list)
    _legend: list[tuple[str, str]] = field(default_factory=list)

    def steps(self, name: str, colour: str, edges: np.ndarray, heights: np.ndarray) -> None:
        """The outline of a histogram: N heights between N + 1 edges."""
        xs = np.repeat(edges, 2)
        ys = np.concatenate([[0.0], np.repeat(heights, 2), [0.0]])
        self._body.append(lambda: self._path(xs, ys, colour, "2"))
        self._legend.append((name, colour))

    def dots(self, name: str, colour: str, xs: np.ndarray, ys: np.ndarray) -> None:
        """One dot a pair of numbers."""
        self._body.append(lambda: self._circles(xs, ys, colour))
        self._legend.append((name, colour))

    def line(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """A thin grey line, for comparison."""
        ends = np.array([start, end])
        self._body.append(lambda: self._path(ends[:, 0], ends[:, 1], "#999999", "1"))

    def svg(self, title: str) -> str:
        """The picture as an `svg` element.

        Args:
            title: Read out where the picture is not seen.
        """
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
            f'role="img" font-family="sans-serif" font-size="12" fill="#333333"><title>{escape(title)}</title>',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            *self._axes(),
            *(draw() for draw in self._body),
            *self._keys(),
            "</svg>",
        ]
        return "\n".join(parts)

    @property
    def _top(self) -> int:
        """Where the plotting area begins: below the legend, which is known when everything is there."""
        return _MARGINS[2] + math.ceil(len(self._legend) / _COLUMNS) * _ROW

    def _x(self, values: np.ndarray) -> np.ndarray:
        left, right = _MARGINS[0], WIDTH - _MARGINS[1]
        return left + (np.asarray(values, np.float64) - self.x[0]) / (self.x[1] - self.x[0]) * (right - left)

    def _y(self, values: np.ndarray) -> np.ndarray:
        top, bottom = self._top, HEIGHT - _MARGINS[3]
        return bottom - (np.asarray(values, np.float64) - self.y[0]) / (self.y[1] - self.y[0]) * (bottom - top)

    def _path(self, xs: np.ndarray, ys: np.ndarray, colour: str, width: str) -> str:
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(self._x(xs), self._y(ys), strict=True))
        return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="{width}"/>'

    def _circles(self, xs: np.ndarray, ys: np.ndarray, colour: str) -> str:
        places = zip(self._x(xs), self._y(ys), strict=True)
        shapes = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2"/>' for x, y in places)
        return f'<g fill="{colour}" fill-opacity="0.6">{shapes}</g>'

    def _axes(self) -> list[str]:
        left, right, top, bottom = _MARGINS[0], WIDTH - _MARGINS[1], self._top, HEIGHT - _MARGINS[3]
        found = []
        for tick, x in zip(ticks(*self.x), self._x(np.array(ticks(*self.x))), strict=True):
            found.append(f'<path d="M{x:.1f} {top}V{bottom}" stroke="#e6e6e6"/>')
            found.append(f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{tick:g}</text>')
        for tick, y in zip(ticks(*self.y), self._y(np.array(ticks(*self.y))), strict=True):
            found.append(f'<path d="M{left} {y:.1f}H{right}" stroke="#e6e6e6"/>')
            found.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>')
        found.append(f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#333333"/>')
        middle = (left + right) / 2, (top + bottom) / 2
        found.append(f'<text x="{middle[0]:.0f}" y="{HEIGHT - 10}" text-anchor="middle">{escape(self.x_label)}</text>')
        turned = f'transform="rotate(-90 14 {middle[1]:.0f})" x="14" y="{middle[1]:.0f}"'
        found.append(f'<text {turned} text-anchor="middle">{escape(self.y_label)}</text>')
        return found

    def _keys(self) -> Sequence[str]:
        found, column = [], (WIDTH - _MARGINS[0] - _MARGINS[1]) // _COLUMNS
        for at, (name, colour) in enumerate(self._legend):
            x, y = _MARGINS[0] + at % _COLUMNS * column, _MARGINS[2] + 8 + at // _COLUMNS * _ROW
            found.append(f'<rect x="{x}" y="{y - 9}" width="12" height="10" fill="{colour}"/>')
            found.append(f'<text x="{x + 18}" y="{y}">{escape(name)}</text>')
        return found
