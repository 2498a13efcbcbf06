"""What lies over the points of a map: names of groups, the star, the lasso, and a card."""

from collections.abc import Iterable, Sequence
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPalette, QPen, QPolygonF

from fashion_gui.ui.theme.sizes import CONTROL_RADIUS, RING, SPACE_4, SPACE_8, SPACE_12
from fashion_gui.ui.theme.text_size import scaled

_STAR_RADIUS = 11
_CARD_IMAGE = 84
_WIDEST_LABEL = 180
_LABEL_OPACITY = 0.85
_TRAIL_OPACITY = 0.7


def paint_labels(
    painter: QPainter,
    labels: Sequence[tuple[str, QPointF, QColor]],
    size: QSizeF,
    palette: QPalette,
    taken: Sequence[QRectF] = (),
) -> list[QRectF]:
    """Write names on a map of this size, so that none covers another; return where they are.

    Each has its place, and the colour of what it names, which is shown as a dot before it. They
    leave what is taken free, where there is room enough below it.
    """
    metrics = QFontMetricsF(painter.font())
    height, dot = metrics.height() + SPACE_4, metrics.height() / 2
    boxes: dict[int, QRectF] = {}
    widest, right = scaled(_WIDEST_LABEL), Qt.TextElideMode.ElideRight
    names = [metrics.elidedText(name, right, widest) for name, _, _ in labels]
    for place in sorted(range(len(labels)), key=lambda each: labels[each][1].y()):
        point = labels[place][1]
        width = metrics.horizontalAdvance(names[place]) + dot + 2 * SPACE_8
        left = max(0.0, min(point.x() - width / 2, size.width() - width))
        box = QRectF(left, max(0.0, point.y() - height / 2), width, height)
        for other in sorted((*boxes.values(), *taken), key=QRectF.top):
            if box.intersects(other):
                box.moveTop(other.bottom() + 1)
        boxes[place] = box
    _lift(boxes.values(), size.height())
    ground = QColor(palette.color(QPalette.ColorRole.Base))
    ground.setAlphaF(_LABEL_OPACITY)
    for place, box in boxes.items():
        if box.top() < 0:  # there are more than there is room for
            continue
        colour = labels[place][2]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, CONTROL_RADIUS, CONTROL_RADIUS)
        painter.setBrush(colour)
        middle = QPointF(box.left() + SPACE_8 + dot / 2, box.center().y())
        painter.drawEllipse(middle, dot / 2, dot / 2)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        words = box.adjusted(SPACE_12 + dot, 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), names[place])
    return [boxes[place] for place in range(len(labels))]


def _lift(boxes: Iterable[QRectF], height: float) -> None:
    """Move boxes up that reach below a height, and those above them that they would cover."""
    done: list[QRectF] = []
    for box in sorted(boxes, key=QRectF.bottom, reverse=True):
        limit = height
        for other in done:
            if other.left() < box.right() and box.left() < other.right():
                limit = min(limit, other.top() - 1)
        if box.bottom() > limit:
            box.moveBottom(limit)
        done.append(box)


def star_box(at: QPointF) -> QRectF:
    """Return what a star at a place covers."""
    radius = scaled(_STAR_RADIUS) + RING
    return QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)


def paint_star(painter: QPainter, trail: Sequence[QPointF], palette: QPalette) -> None:
    """Paint a star at the last of some places, and the way there."""
    accent = palette.color(QPalette.ColorRole.Highlight)
    if len(trail) > 1:
        faint = QColor(accent)
        faint.setAlphaF(_TRAIL_OPACITY)
        painter.setPen(QPen(faint, RING, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(list(trail)))
    at, radius = trail[-1], scaled(_STAR_RADIUS)
    corners = []
    for corner in range(10):
        length = radius if corner % 2 == 0 else 0.45 * radius
        angle = corner * pi / 5 - pi / 2
        corners.append(QPointF(at.x() + length * cos(angle), at.y() + length * sin(angle)))
    star = QPolygonF(corners)
    base, text = (
        palette.color(role) for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Text)
    )
    painter.setPen(QPen(base, 3 * RING, j=Qt.PenJoinStyle.RoundJoin))
    painter.drawPolygon(star)
    painter.setPen(QPen(text, RING, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(accent)
    painter.drawPolygon(star)


def paint_lasso(painter: QPainter, line: QPolygonF, palette: QPalette) -> None:
    """Paint the line around what is being selected."""
    accent = palette.color(QPalette.ColorRole.Highlight)
    inside = QColor(accent)
    inside.setAlphaF(0.12)
    painter.setPen(QPen(accent, RING))
    painter.setBrush(inside)
    painter.drawPolygon(line)


def paint_mark(painter: QPainter, at: QPointF, palette: QPalette) -> None:
    """Paint a ring around a point."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for role, radius in ((QPalette.ColorRole.Base, 7), (QPalette.ColorRole.Text, 9)):
        painter.setPen(QPen(palette.color(role), RING))
        painter.drawEllipse(at, radius, radius)


def paint_card(
    painter: QPainter,
    at: QPointF,
    size: QSizeF,
    image: QImage,
    lines: Sequence[str],
    palette: QPalette,
) -> None:
    """Paint a card with an image and some lines beside a point, inside of a view of this size."""
    metrics, side = QFontMetricsF(painter.font()), scaled(_CARD_IMAGE)
    widest = max(float(side), size.width() - 2 * SPACE_8)
    lines = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, widest) for line in lines]
    width = max(side, *(metrics.horizontalAdvance(line) for line in lines)) + 2 * SPACE_8
    height = side + len(lines) * metrics.height() + 3 * SPACE_8
    x, y = at.x() + SPACE_12, at.y() + SPACE_12
    if x + width > size.width():
        x = max(0.0, at.x() - SPACE_12 - width)
    if y + height > size.height():
        y = max(0.0, at.y() - SPACE_12 - height)
    box = QRectF(x, y, width, height)
    painter.setPen(QPen(palette.color(QPalette.ColorRole.PlaceholderText), 1))
    painter.setBrush(palette.color(QPalette.ColorRole.ToolTipBase))
    painter.drawRoundedRect(box, CONTROL_RADIUS, CONTROL_RADIUS)
    painter.drawImage(QRectF(x + SPACE_8, y + SPACE_8, side, side), image)
    painter.setPen(palette.color(QPalette.ColorRole.ToolTipText))
    for place, line in enumerate(lines):
        top = y + side + 2 * SPACE_8 + place * metrics.height()
        words = QRectF(x + SPACE_8, top, width, metrics.height())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), line)
