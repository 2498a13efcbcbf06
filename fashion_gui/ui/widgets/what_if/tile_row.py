"""Small pictures side by side, with what a network answers for each."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.percent import probability
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import CAPTION, CHANGE_LINE, SPACE_4, SPACE_12
from fashion_gui.ui.theme.style_sheet import text_scale
from fashion_gui.ui.widgets.spoken import Role, Spoken

_LEAST_SIDE, _USUAL_SIDE, LARGEST_SIDE = 40, 72, 112
_N_BARS = 2


@dataclass(frozen=True, eq=False)
class Tile:
    """One picture.

    Attributes
    ----------
    title
    picture
        28x28 pixels.
    bars
        Names with probabilities, from 0 to 1; without one (None) the name stands alone.
    is_in_bars
        Whether the lines in the bars of the answer are about it: it has one of them at its title.
    """

    title: str
    picture: QImage
    bars: tuple[tuple[str, float | None], ...]
    is_in_bars: bool = False

    @property
    def words(self) -> str:
        """What it shows, in words."""
        return ", ".join([self.title, *(_in_words(*bar) for bar in self.bars)])


class TileRow(Spoken, QWidget):
    """Shows some tiles; below each picture are its probabilities, as bars with words on them.

    Parameters
    ----------
    n_tiles, n_bars
        How many there is room for: side by side, and below each other.
    side
        Of a picture, where there is enough room.
    """

    spoken_role = Role.List

    def __init__(
        self,
        n_tiles: int,
        parent: QWidget | None = None,
        *,
        n_bars: int = _N_BARS,
        side: int = _USUAL_SIDE,
    ) -> None:
        super().__init__(parent)
        self._n_tiles, self._n_bars, self._side = n_tiles, n_bars, side
        self.tiles: tuple[Tile, ...] = ()
        self.setAccessibleName("The picture and what was changed")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_tiles(self, *tiles: Tile) -> None:
        """Show other tiles, or none."""
        self.tiles = tiles
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._n_tiles * (self._side + SPACE_12), self._height(self._side))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._n_tiles * (_LEAST_SIDE + SPACE_12), self._height(_LEAST_SIDE))

    def spoken_value(self) -> str:
        return "; ".join(map(self.spoken_item, range(len(self.tiles)))) or "Nothing yet"

    def n_spoken_items(self) -> int:
        return len(self.tiles)

    def spoken_item(self, place: int) -> str:
        return self.tiles[place].words or f"Image {place + 1}"

    def spoken_rect(self, place: int) -> QRect:
        left, right = (round(x) for x in self._edges(place))
        return QRect(left, 0, right - left, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._caption())
        line = QFontMetrics(painter.font()).height()
        room, ours = self.height() - self._height(0), colours(self.palette())
        for place, tile in enumerate(self.tiles):
            left, right = self._edges(place)
            width = right - left
            indent = 0
            if tile.is_in_bars:
                indent = CHANGE_LINE + SPACE_4
                painter.fillRect(QRectF(left, 0, CHANGE_LINE, line), ours.validation)
            painter.setPen(ours.faint_text)
            title = _elided(painter, tile.title, width - indent)
            painter.drawText(QRectF(left + indent, 0, width - indent, line), title)
            side = min(width, room, LARGEST_SIDE)
            painter.drawImage(QRectF(left, line, side, side), tile.picture)
            for index, (name, share) in enumerate(tile.bars):
                top = line + side + SPACE_4 + index * (line + SPACE_4)
                self._paint_bar(painter, QRectF(left, top, width, line), name, share)

    def _paint_bar(self, painter: QPainter, box: QRectF, name: str, share: float | None) -> None:
        ours = colours(self.palette())
        if share is not None:
            painter.fillRect(box, ours.track)
            painter.fillRect(QRectF(box.x(), box.y(), box.width() * share, box.height()), ours.bar)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        value = "" if share is None else probability(share)
        inside = box.adjusted(SPACE_4, 0, -SPACE_4, 0) if share is not None else box
        room = inside.width() - painter.fontMetrics().horizontalAdvance(f" {value}")
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignLeft, _elided(painter, name, room))
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, value)

    def _edges(self, place: int) -> tuple[float, float]:
        step = (self.width() + SPACE_12) / self._n_tiles
        return place * step, (place + 1) * step - SPACE_12

    def _height(self, side: int) -> int:
        line = QFontMetrics(self._caption()).height()
        return line + side + self._n_bars * (line + SPACE_4)

    def _caption(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(round(CAPTION * text_scale()))
        return font


def _in_words(name: str, share: float | None) -> str:
    return name if share is None else f"{name} {probability(share)}"


def _elided(painter: QPainter, words: str, width: float) -> str:
    return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(width))
