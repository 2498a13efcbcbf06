"""Colours, for a light and a dark window, that colour-blind people can tell apart.

The hues are those of Okabe and Ito, "Color Universal Design", 2008. Text in ``wrong`` has a
contrast of at least 4.5:1 against the window.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

_DARK_BELOW = 128
"""Lightness of the window's background, of 255, below which it is a dark one."""


@dataclass(frozen=True)
class Colours:
    """The colours with a meaning; never the only sign of it."""

    training: QColor
    validation: QColor
    bar: QColor
    top_bar: QColor
    track: QColor
    wrong: QColor
    faint_text: QColor


_LIGHT = Colours(
    training=QColor("#0072b2"),
    validation=QColor("#c25400"),
    bar=QColor("#8fb8d0"),
    top_bar=QColor("#0072b2"),
    track=QColor("#e4e7ea"),
    wrong=QColor("#b3261e"),
    faint_text=QColor("#5c6166"),
)
_DARK = Colours(
    training=QColor("#56b4e9"),
    validation=QColor("#e69f00"),
    bar=QColor("#41697f"),
    top_bar=QColor("#56b4e9"),
    track=QColor("#3b3e42"),
    wrong=QColor("#ff8a80"),
    faint_text=QColor("#a9aeb3"),
)


def colours(palette: QPalette) -> Colours:
    """Return the colours that suit a palette."""
    background = palette.color(QPalette.ColorRole.Window)
    return _DARK if background.lightness() < _DARK_BELOW else _LIGHT


def use_scheme(scheme: Qt.ColorScheme) -> None:
    """Make all windows light or dark; ``Unknown`` follows the system.

    Where the platform cannot be asked for a scheme, the program brings its own palette.
    """
    hints = QGuiApplication.styleHints()
    hints.setColorScheme(scheme)
    is_granted = scheme in (Qt.ColorScheme.Unknown, hints.colorScheme())
    QGuiApplication.setPalette(QPalette() if is_granted else _own_palette(scheme))


def _own_palette(scheme: Qt.ColorScheme) -> QPalette:
    if scheme is Qt.ColorScheme.Light:
        return QPalette(QColor("#efefef"))
    palette = QPalette(QColor("#3c3f43"), QColor("#2b2d30"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#1e1f22"))
    palette.setColor(QPalette.ColorRole.AlternateBase, QColor("#26282b"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#2f6f9f"))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor("#ffffff"))
    palette.setColor(QPalette.ColorRole.ToolTipBase, QColor("#3c3f43"))
    palette.setColor(QPalette.ColorRole.ToolTipText, QColor("#ffffff"))
    palette.setColor(QPalette.ColorRole.PlaceholderText, QColor("#a9aeb3"))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#7d8287"))
    return palette
