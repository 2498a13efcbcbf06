"""The room for names of any length: usual ones are shown in full, long ones cut where they end."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

_USUAL_LETTERS = 16
"""Names of so many letters are never cut."""
_CUT_OFF = 4
"""Letters that a shortened name is shorter than one that is not."""
_SHARE = 0.45
"""Of a widget's width that longer ones may take."""


def usual_width(
    metrics: QFontMetrics, names: Iterable[str], n_letters: int = _USUAL_LETTERS
) -> int:
    """Return the width that names need at least, in pixels: of the longest one, up to a limit."""
    longest = max(map(metrics.horizontalAdvance, names), default=0)
    return min(longest, metrics.averageCharWidth() * n_letters)


def width_in(room: float, metrics: QFontMetrics, names: Iterable[str]) -> int:
    """Return the width of a column of names in a widget that is `room` pixels wide."""
    longest = max(map(metrics.horizontalAdvance, names), default=0)
    usual = min(longest, metrics.averageCharWidth() * _USUAL_LETTERS)
    return min(longest, max(usual, int(_SHARE * room)))


def cut(name: str, metrics: QFontMetrics, width: float) -> str:
    """Return a name, with … at its end where it is wider than `width` pixels."""
    # Widths of text are rounded: a name that just fits would be cut.
    return metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(width + 0.5) + 1)


def whole_parts(text: str, metrics: QFontMetrics, width: int, between: str) -> str:
    """Return those parts of a text, from the first on, that fit into a width, in pixels.

    The first is among them in any case. `between` is what stands between two parts.
    """
    parts = text.split(between)
    while len(parts) > 1 and metrics.horizontalAdvance(between.join(parts)) > width:
        parts.pop()
    return between.join(parts)


def tell_whole(event: QHelpEvent, widget: QWidget, name: str) -> None:
    """Show a name that is cut as a tooltip, above what the widget says of itself."""
    words = "\n\n".join(filter(None, (name, widget.toolTip())))
    QToolTip.showText(event.globalPos(), words, widget)


def shortened(name: str, n_letters: int = _USUAL_LETTERS) -> str:
    """Return a name for a sentence, with … in place of all letters after the first ones."""
    return name if len(name) <= n_letters else f"{name[: n_letters - _CUT_OFF].rstrip()}…"
