"""Colours between others, and colours as numbers."""

from PySide6.QtGui import QColor


def mixed(colour: QColor, other: QColor, share: float) -> QColor:
    """Return a colour on the way from another one: that itself for 0, `colour` for 1."""
    red, green, blue = (
        share * one + (1 - share) * rest
        for one, rest in (
            (colour.redF(), other.redF()),
            (colour.greenF(), other.greenF()),
            (colour.blueF(), other.blueF()),
        )
    )
    return QColor.fromRgbF(red, green, blue)


def colour_number(colour: QColor) -> int:
    """Return a colour as a number, ``0xAARRGGBB``, as pictures keep it."""
    return colour.rgb()
