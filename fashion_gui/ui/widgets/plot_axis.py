"""An axis with few, even numbers and without a line of its own. Imported with the plots."""

from math import ceil, floor, inf, log10

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetrics

_LINES_APART, _LETTERS_APART = 1.8, 10.0
"""Least distance of two numbers, in heights of a line upwards, in widths of a letter across."""
_MOST_STEPS = 12
"""From one end to the other, in any window."""
_NICE = (1, 2, 5, 10)
_MANY_DECADES, _MANY_LABELS = 1.5, 4
_BEYOND_PX = 24
"""How far the last number may extend beyond the end of the axis."""
_WIDEST = "10,000"


class PlotAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Writes every number with the same decimals, as many as there is room for.

    Parameters
    ----------
    side
        "bottom" or "left".
    is_share
        Whether values from 0 to 1 are written as per cent.
    """

    def __init__(self, side: str, *, is_share: bool = False) -> None:
        super().__init__(side)
        self._is_share = is_share
        self.setStyle(hideOverlappingLabels=_BEYOND_PX)
        self.setTickFont(self.font())

    def setTickFont(self, font: QFont) -> None:
        """Write the numbers in this font, the first below clear of the one beside it."""
        super().setTickFont(font)
        if self.orientation == "bottom":
            self.setStyle(tickTextOffset=ceil(QFontMetrics(font).height() / 2))

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:
        """Return one distance between ticks, 1, 2 or 5 times a power of ten."""
        span = abs(maxVal - minVal)
        if not 0 < span < inf:
            return []
        metrics = QFontMetrics(self.style["tickFont"])
        is_upright = self.orientation == "left"
        room = metrics.lineSpacing() * _LINES_APART
        if not is_upright:
            room = metrics.averageCharWidth() * _LETTERS_APART
        least = span * min(1.0, max(room / max(size, 1.0), 1 / _MOST_STEPS))
        unit = 10.0 ** floor(log10(least))
        nice = next(step for step in _NICE if step * unit >= least * 0.999)
        return [(nice * unit, 0.0)]

    def boundingRect(self) -> QRectF:
        """Return where the axis paints: with a grid, too, the last numbers extend beyond it."""
        rect: QRectF = super().boundingRect()
        if self.orientation == "left":
            beyond = _BEYOND_PX if self.grid is not False else 0
            return rect.adjusted(0, -beyond, 0, beyond)
        beyond = self.end_margin()
        return rect.adjusted(-beyond, 0, beyond, 0)

    def end_margin(self) -> int:
        """Return the room beside the end of an axis that half of its last number needs."""
        metrics = QFontMetrics(self.style["tickFont"])
        return ceil(metrics.horizontalAdvance(_WIDEST) / 2)

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the numbers at the ticks."""
        if self.logMode:
            return list(super().tickStrings(values, scale, spacing))
        times, unit = (100, " %") if self._is_share else (1, "")
        places = max(0, ceil(-log10(times * spacing) - 1e-9))
        return [f"{times * value:,.{places}f}{unit}" for value in values]

    def logTickValues(
        self, minVal: float, maxVal: float, size: float, stdTicks: object
    ) -> list[tuple[None, list[float]]]:
        """Return few ticks also where each step is ten times as much."""
        first, last = floor(minVal), ceil(maxVal)
        steps = (1, 2, 5) if maxVal - minVal < _MANY_DECADES else (1,)
        every = max(1, (last - first) // _MANY_LABELS)
        values = [
            float(np.log10(step) + decade)
            for decade in range(first, last + 1, every)
            for step in steps
        ]
        return [(None, [value for value in values if minVal <= value <= maxVal])]
