"""The window's colours as Qt takes them, light or dark as the system or the person wants."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from fashion_gui.ui.theme.style_sheet import apply_style_sheet
from fashion_gui.ui.theme.tokens import DARK, LIGHT, Tokens

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
    control_edge: QColor
    classes: tuple[QColor, ...]
    runs: tuple[QColor, ...]


def _colours_of(tokens: Tokens) -> Colours:
    return Colours(
        training=QColor(tokens.accent),
        validation=QColor(tokens.validation),
        bar=QColor(tokens.bar),
        top_bar=QColor(tokens.accent),
        track=QColor(tokens.track),
        wrong=QColor(tokens.wrong),
        faint_text=QColor(tokens.faint_text),
        control_edge=QColor(tokens.control_edge),
        classes=tuple(map(QColor, tokens.classes)),
        runs=tuple(map(QColor, tokens.runs)),
    )


_LIGHT, _DARK = _colours_of(LIGHT), _colours_of(DARK)


def colours(palette: QPalette) -> Colours:
    """Return the colours that suit a palette."""
    background = palette.color(QPalette.ColorRole.Window)
    return _DARK if background.lightness() < _DARK_BELOW else _LIGHT


def use_scheme(scheme: Qt.ColorScheme) -> None:
    """Make all windows light or dark; ``Unknown`` follows the system, where it can be asked."""
    hints = QGuiApplication.styleHints()
    hints.setColorScheme(scheme)
    show_scheme(hints.colorScheme() if scheme is Qt.ColorScheme.Unknown else scheme)


def show_scheme(scheme: Qt.ColorScheme) -> None:
    """Take the colours of a scheme, such as the one that the system has changed to."""
    tokens = DARK if scheme is Qt.ColorScheme.Dark else LIGHT
    palette = palette_of(tokens)
    if palette != QApplication.palette():
        QApplication.setPalette(palette)
    apply_style_sheet(tokens)


def show_text() -> None:
    """Have the style sheet follow the size of the program's font."""
    background = QApplication.palette().color(QPalette.ColorRole.Window)
    apply_style_sheet(DARK if background.lightness() < _DARK_BELOW else LIGHT)


def palette_of(tokens: Tokens) -> QPalette:
    """Return what Qt's own widgets are painted with."""
    role = QPalette.ColorRole
    palette = QPalette(QColor(tokens.raised), QColor(tokens.window))
    roles = {
        role.WindowText: tokens.text,
        role.Base: tokens.card,
        role.AlternateBase: tokens.raised,
        role.Text: tokens.text,
        role.ButtonText: tokens.text,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.faint_text,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
    }
    for each, colour in roles.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(tokens.faint_text))
    return palette
