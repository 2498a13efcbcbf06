"""Icons, drawn in the colours that the window has at the moment.

They are files of Lucide (``resources/icons/lucide``) whose strokes have the colour
``currentColor``. An icon is drawn when it is needed, in its size, so it is sharp on every screen
and follows the window from light to dark.
"""

from functools import cache
from xml.etree import ElementTree

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QToolButton

from fashion_gui.locations import ICONS
from fashion_gui.ui.theme.sizes import SPACE_4, SPACE_16
from fashion_gui.ui.theme.text_size import scaled, sized

_FOLDER = ICONS / "lucide"
_CURRENT = "currentColor"
_NAME = "icon_name"


@cache
def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """Return the icon of a file in ``resources/icons/lucide``.

    Parameters
    ----------
    role
        The colour of the palette that it is drawn in; what is switched on has that of the accent.
    """
    return QIcon(_Engine(name, role))


def set_icon(target: QAction | QAbstractButton, name: str) -> None:
    """Give an action or a button an icon, and let others know its name."""
    if isinstance(target, QAbstractButton) and not target.property(_NAME):
        if isinstance(target, QPushButton) and target.text():
            beside_words(target)
        elif isinstance(target, QToolButton):
            sized(target, lambda tool: tool.setIconSize(QSize(scaled(SPACE_16), scaled(SPACE_16))))
    target.setProperty(_NAME, name)
    target.setIcon(icon(name))


def beside_words(button: QAbstractButton, side: int = SPACE_16) -> None:
    """Give a button's icon a size, and more room before the words than the little that Qt leaves.

    Parameters
    ----------
    side
        Of the icon, in pixels at a scale of 100 %.
    """
    sized(
        button, lambda each: each.setIconSize(QSize(scaled(side) + scaled(SPACE_4), scaled(side)))
    )


def icon_name(target: QAction) -> str:
    """Return the name of an action's icon; "" when it has none."""
    return str(target.property(_NAME) or "")


def draw_icon(
    painter: QPainter, name: str, place: QRectF, colour: QColor, width: float = 2.0
) -> None:
    """Draw an icon with strokes of a width, of 24 units that its side has."""
    _renderer(name, colour.name(), width).render(painter, place)


class _Engine(QIconEngine):
    """Draws one icon, at the left of what is wider than high."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name, self._role = name, role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role, group = self._role, QPalette.ColorGroup.Active
        if mode is QIcon.Mode.Disabled:
            group = QPalette.ColorGroup.Disabled
        elif mode is QIcon.Mode.Selected:
            role = QPalette.ColorRole.HighlightedText
        elif state is QIcon.State.On:
            role = QPalette.ColorRole.Accent
        place = QRectF(rect)
        place.setWidth(min(place.width(), place.height()))
        draw_icon(painter, self._name, place, QApplication.palette().color(group, role))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)


@cache
def _renderer(name: str, colour: str, width: float) -> QSvgRenderer:
    root = ElementTree.fromstring(_source(name))
    root.set("stroke-width", f"{width}")
    source = ElementTree.tostring(root, encoding="unicode").replace(_CURRENT, colour)
    return QSvgRenderer(QByteArray(source.encode()))


@cache
def _source(name: str) -> str:
    return (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")
