"""Icons: there, licensed, and in the colours of the window."""

from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

import fashion_gui.ui
from fashion_gui.locations import ICONS
from fashion_gui.ui.theme.icons import icon, set_icon
from fashion_gui.ui.theme.palette import show_scheme
from fashion_gui.ui.theme.sizes import SPACE_4
from fashion_gui.ui.theme.tokens import DARK, LIGHT, Tokens

FOLDER = ICONS / "lucide"
SIDE = 96


def strongest(image: QImage) -> str:
    """Return the colour of the pixels that are not seen through at all."""
    pixels = (image.pixelColor(x, y) for x in range(SIDE) for y in range(SIDE))
    opaque = {colour.name() for colour in pixels if colour.alpha() == 255}
    assert len(opaque) == 1
    return opaque.pop()


def shown(name: str, mode: QIcon.Mode, state: QIcon.State = QIcon.State.Off) -> str:
    return strongest(icon(name).pixmap(QSize(SIDE, SIDE), 1.0, mode, state).toImage())


@pytest.mark.parametrize(
    ("scheme", "tokens"), [(Qt.ColorScheme.Light, LIGHT), (Qt.ColorScheme.Dark, DARK)]
)
def test_an_icon_has_the_colours_that_the_window_has_now(
    qapp: QApplication, scheme: Qt.ColorScheme, tokens: Tokens
) -> None:
    palette = QApplication.palette()
    show_scheme(scheme)
    try:
        assert shown("x", QIcon.Mode.Normal) == tokens.text
        assert shown("x", QIcon.Mode.Disabled) == tokens.faint_text
        assert shown("x", QIcon.Mode.Normal, QIcon.State.On) == tokens.accent
        assert shown("x", QIcon.Mode.Selected) == tokens.on_accent
    finally:
        qapp.setStyleSheet("")
        QApplication.setPalette(palette)


def test_every_icon_is_drawn_and_used() -> None:
    root = Path(fashion_gui.ui.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in root.rglob("*.py"))
    names = sorted(path.stem for path in FOLDER.glob("*.svg"))
    assert len(names) > 25
    assert [name for name in names if f'"{name}"' not in code] == []
    for name in names:
        image = icon(name).pixmap(QSize(SIDE, SIDE)).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(SIDE) for y in range(SIDE)), name


def test_an_icon_stands_off_from_the_words_beside_it(qtbot: QtBot) -> None:
    button = QPushButton("Why?")
    qtbot.addWidget(button)
    set_icon(button, "x")
    size = button.iconSize()
    assert size.width() - size.height() == SPACE_4
    image = icon("square").pixmap(size).toImage()
    inked = [
        x
        for x, y in product(range(image.width()), range(image.height()))
        if image.pixelColor(x, y).alpha()
    ]
    assert max(inked) - min(inked) < size.height()
    assert max(inked) < size.height()  # as wide as high, and at the left


def test_the_licence_lies_beside_the_icons() -> None:
    licence = (FOLDER / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("ISC License")
    assert "Cole Bemis" in licence  # of those that are Feather's
    assert "Lucide" in (FOLDER / "SOURCE.txt").read_text(encoding="utf-8")
