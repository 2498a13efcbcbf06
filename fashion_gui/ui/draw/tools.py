"""The tools: what each is called, which key takes it up, and the sign that stands for it."""

from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QCursor,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QStyleOptionToolButton

from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.tokens import BLACK, WHITE
from fashion_gui.ui.widgets.action_button import ActionButton

_CURSOR_SIDE = 32
_HOT_SPOT = 9
_ICON_SIDE = 18


@dataclass(frozen=True)
class Tool:
    """Something to take into the hand.

    Attributes
    ----------
    name
        What the canvas calls it.
    text, key, idea
        For people.
    """

    name: str
    text: str
    key: str
    idea: str


TOOLS = MappingProxyType(
    {
        tool.name: tool
        for tool in (
            Tool("pen", "Pen", "P", "Draw with the chosen size and grey."),
            Tool(
                "eraser",
                "Eraser",
                "E",
                "Paint with the black of the background. The right button does too.",
            ),
            Tool("line", "Line", "L", "Pull a straight line. Shift keeps it level or slanting."),
            Tool("rectangle", "Rectangle", "R", "Pull a rectangle. Shift makes it a square."),
            Tool("ellipse", "Ellipse", "O", "Pull an ellipse. Shift makes it a circle."),
            Tool("bucket", "Bucket", "F", "Fill what is alike around a point with the grey."),
            Tool(
                "move",
                "Move",
                "V",
                "Pull the whole drawing, or push it with the arrow keys. The wheel, or Shift "
                "and pulling, makes it larger or smaller.",
            ),
        )
    }
)


def sign(name: str) -> QPainterPath:
    """Return a tool's sign as a path in a square from 0 to 1."""
    path = QPainterPath()
    if name == "pen":
        _lines(path, (0.1, 0.9), (0.2, 0.6), (0.7, 0.1), (0.9, 0.3), (0.4, 0.8), (0.1, 0.9))
        _lines(path, (0.58, 0.22), (0.78, 0.42))
    elif name == "eraser":
        _lines(path, (0.1, 0.65), (0.6, 0.12), (0.92, 0.42), (0.45, 0.9), (0.3, 0.9), (0.1, 0.65))
        _lines(path, (0.35, 0.38), (0.68, 0.68))
    elif name == "line":
        _lines(path, (0.1, 0.9), (0.9, 0.1))
    elif name == "rectangle":
        path.addRect(QRectF(0.08, 0.2, 0.84, 0.6))
    elif name == "ellipse":
        path.addEllipse(QRectF(0.05, 0.18, 0.9, 0.64))
    elif name == "bucket":
        _lines(path, (0.05, 0.5), (0.45, 0.1), (0.8, 0.45), (0.4, 0.85), (0.05, 0.5), (0.8, 0.45))
        path.addEllipse(QRectF(0.8, 0.65, 0.16, 0.25))
    elif name == "move":
        _lines(path, (0.5, 0.05), (0.5, 0.95))
        _lines(path, (0.05, 0.5), (0.95, 0.5))
        for x, y in ((0.5, 0.05), (0.5, 0.95), (0.05, 0.5), (0.95, 0.5)):
            dx, dy = (0.5 - x) * 0.35, (0.5 - y) * 0.35
            _lines(path, (x + dx + dy, y + dy + dx), (x, y), (x + dx - dy, y + dy - dx))
    elif name == "mirror":
        _lines(path, (0.5, 0.02), (0.5, 0.98))
        _lines(path, (0.38, 0.2), (0.05, 0.8), (0.38, 0.8), (0.38, 0.2))
        _lines(path, (0.62, 0.2), (0.95, 0.8), (0.62, 0.8), (0.62, 0.2))
    elif name == "filled":
        path.addRect(QRectF(0.08, 0.2, 0.84, 0.6))
        for x in (0.3, 0.52, 0.74):
            _lines(path, (x, 0.2), (x - 0.2, 0.8))
    return path


def cursor_of(name: str) -> QCursor:
    """Return a cross to aim with and the tool's sign beside it, seen on light and on dark."""
    pixmap = QPixmap(_CURSOR_SIDE, _CURSOR_SIDE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    cross = QPainterPath()
    _lines(cross, (0, _HOT_SPOT), (2 * _HOT_SPOT, _HOT_SPOT))
    _lines(cross, (_HOT_SPOT, 0), (_HOT_SPOT, 2 * _HOT_SPOT))
    for colour, width in ((QColor(BLACK), 3.0), (QColor(WHITE), 1.2)):
        painter.setPen(QPen(colour, width))
        painter.drawPath(cross.translated(0.5, 0.5))
        _draw_sign(painter, name, QRectF(17, 17, 13, 13))
    painter.end()
    return QCursor(pixmap, _HOT_SPOT, _HOT_SPOT)


class ToolButton(ActionButton):
    """Shows a tool's sign, underlined while it is in the hand; its name is in the tooltip."""

    def __init__(self, action: QAction, name: str) -> None:
        super().__init__(action)
        self._name = name
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setAccessibleName(self.text())
        self.setMinimumWidth(_ICON_SIDE + 12)

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        super().initStyleOption(option)
        option.text = ""  # the sign takes its place

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = self.palette().ColorRole.ButtonText
        painter.setPen(QPen(self.palette().color(role), 1.5))
        box = QRectF(0, 0, _ICON_SIDE, _ICON_SIDE)
        box.moveCenter(QRectF(self.rect()).center())
        _draw_sign(painter, self._name, box)
        if self.isChecked():
            # A bar below: the darker ground alone is hardly seen in a dark window.
            bar = QRectF(self.rect()).adjusted(6, self.height() - 4, -6, -1)
            painter.fillRect(bar, colours(self.palette()).top_bar)


def _draw_sign(painter: QPainter, name: str, box: QRectF) -> None:
    transform = painter.transform()
    painter.translate(box.topLeft())
    pen = painter.pen()
    thin = QPen(pen)
    thin.setCosmetic(True)
    painter.setPen(thin)
    painter.scale(box.width(), box.height())
    painter.drawPath(sign(name))
    painter.setTransform(transform)
    painter.setPen(pen)


def _lines(path: QPainterPath, *points: tuple[float, float]) -> None:
    path.moveTo(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(QPointF(*point))
