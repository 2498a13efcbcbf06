"""Contrast between two colours."""

from PySide6.QtGui import QColor

from fashion_gui.ui.theme.tokens import BLACK, WHITE

_READABLE = 4.5


def contrast(first: QColor, second: QColor) -> float:
    """Return the contrast of two opaque colours, from 1 to 21.

    Source: Web Content Accessibility Guidelines 2.2, "contrast ratio".
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(background: QColor) -> QColor:
    """Return white where it has a contrast of 4.5:1, else black, which then has more than that."""
    white = QColor(WHITE)
    return white if contrast(white, background) >= _READABLE else QColor(BLACK)


def _luminance(colour: QColor) -> float:
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
