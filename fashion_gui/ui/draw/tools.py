"""The tools: their names, keys and icons, and how wide a pen draws."""

from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QCursor,
    QFont,
    QInputDevice,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QTabletEvent,
)

from fashion_gui.ui.theme.icons import draw_icon
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import PRIMARY, RAIL_ICON, RING
from fashion_gui.ui.theme.text_size import scaled, sized
from fashion_gui.ui.theme.tokens import BLACK, WHITE
from fashion_gui.ui.widgets.action_button import ActionButton

_KEY_SIZE = 10
"""Height of the letter of a key, in pixels at a scale of 100 %."""
_CURSOR_SIDE = 32
_HOT_SPOT = 9
_SIGN = QRectF(17, 17, 14, 14)
"""Where a cursor shows the icon of its tool."""
_OUTLINE, _LINE = 3.0, 1.2
"""Widths of its lines, in pixels: black ones around white ones."""
ICONS_OF_TOOLS = MappingProxyType(
    {
        "pen": "pencil",
        "eraser": "eraser",
        "line": "slash",
        "rectangle": "rectangle-horizontal",
        "ellipse": "circle",
        "bucket": "paint-bucket",
        "move": "move",
    }
)


@dataclass(frozen=True)
class Tool:
    """A tool of the canvas.

    Attributes
    ----------
    name
        Its name in the program.
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
            Tool("line", "Line", "L", "Drag a straight line. Shift keeps it level or diagonal."),
            Tool("rectangle", "Rectangle", "R", "Drag a rectangle. Shift makes it a square."),
            Tool("ellipse", "Ellipse", "O", "Drag an ellipse. Shift makes it a circle."),
            Tool("bucket", "Bucket", "F", "Fill an area of similar grey around a point."),
            Tool(
                "move",
                "Move",
                "V",
                "Drag the whole drawing, or move it with the arrow keys. The wheel, or Shift "
                "and dragging, makes it larger or smaller.",
            ),
        )
    }
)


def cursor_of(name: str) -> QCursor:
    """Return a cross to aim with and the tool's sign beside it, seen on light and on dark."""
    pixmap = QPixmap(_CURSOR_SIDE, _CURSOR_SIDE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in ((QColor(BLACK), _OUTLINE), (QColor(WHITE), _LINE)):
        painter.setPen(QPen(colour, width))
        middle, far = _HOT_SPOT + 0.5, 2 * _HOT_SPOT + 0.5
        painter.drawLine(QPointF(0.5, middle), QPointF(far, middle))
        painter.drawLine(QPointF(middle, 0.5), QPointF(middle, far))
        draw_icon(painter, ICONS_OF_TOOLS[name], _SIGN, colour, 24 * width / _SIGN.width())
    painter.end()
    return QCursor(pixmap, _HOT_SPOT, _HOT_SPOT)


class ToolButton(ActionButton):
    """Shows a tool's icon and its key, if that is a letter.

    Its name is in the tooltip, and is what a screen reader says.
    """

    def __init__(self, action: QAction) -> None:
        super().__init__(action, "tool")
        sized(self, lambda tool: tool.setIconSize(QSize(scaled(RAIL_ICON), scaled(RAIL_ICON))))
        self.setAccessibleName(action.text())
        self._key = key if len(key := action.shortcut().toString()) == 1 else ""

    def setText(self, text: str) -> None:
        """Show none: the icon takes its place."""

    def sizeHint(self) -> QSize:
        # A tool that is in the hand has another edge, by which no row may grow.
        return QSize(scaled(PRIMARY), scaled(PRIMARY))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._key:
            painter = QPainter(self)
            font = QFont(self.font())
            font.setPixelSize(scaled(_KEY_SIZE))
            painter.setFont(font)
            painter.setPen(colours(self.palette()).faint_text)
            place = self.rect().adjusted(0, RING, 1 - 2 * RING, 0)
            corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            painter.drawText(place, corner, self._key)


def width_under(event: QTabletEvent) -> float:
    """Return the share of the brush's width at a pen's pressure: all of it at half the force."""
    if not event.device().hasCapability(QInputDevice.Capability.Pressure):
        return 1.0
    return 0.25 + 1.5 * event.pressure()
