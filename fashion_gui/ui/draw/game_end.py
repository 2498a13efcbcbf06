"""The end of a game: all six drawings, the score, and what one can do then."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QImage, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fashion_gui.files.atomic import OutputError
from fashion_gui.files.images import write_png
from fashion_gui.ui.draw.attempt_tile import paint_attempt
from fashion_gui.ui.draw.game import Attempt
from fashion_gui.ui.draw.game_words import score_words
from fashion_gui.ui.imaging.pixmaps import pixels_of
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import ANSWER, CAPTION, SPACE_4, SPACE_8, SPACE_16, SPACE_24
from fashion_gui.ui.theme.text_size import scaled
from fashion_gui.ui.widgets.action_button import ActionButton, make_action
from fashion_gui.ui.widgets.file_dialogs import ask_for_new_file
from fashion_gui.ui.widgets.names import cut
from fashion_gui.ui.widgets.spoken import Role, Spoken

_COLUMNS, _ROWS = 3, 2
_SAVED_SIZE = QSize(640, 560)
_SAVED_SCALE = 2
"""Pixels of the file per pixel of the screen."""
_KINDS = {".png": "PNG image (*.png)"}
_CAPTION_LINES = 2


class ResultPicture(Spoken, QWidget):
    """Paints the drawings of a game with what was asked for and what was answered."""

    spoken_role = Role.List

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.attempts: tuple[Attempt, ...] = ()
        self._model = ""
        self.setAccessibleName("The game's drawings")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(260, 220)

    def show_game(self, attempts: Sequence[Attempt], model: str) -> None:
        """Show the drawings of a game, and the name of the network that has seen them."""
        self.attempts, self._model = tuple(attempts), model
        self.update()

    def save(self, path: Path) -> None:
        """Write the picture as a PNG file, whole or not at all.

        Raises
        ------
        OutputError
            One sentence, when the file cannot be written.
        """
        image = QImage(_SAVED_SIZE * _SAVED_SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SAVED_SCALE)
        image.fill(self.palette().color(QPalette.ColorRole.Base))
        painter = QPainter(image)
        margin = SPACE_24
        whole = QRectF(0, 0, _SAVED_SIZE.width(), _SAVED_SIZE.height())
        self._paint(painter, whole.adjusted(margin, margin, -margin, -margin), scale=1.0)
        painter.end()
        write_png(path, pixels_of(image))

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint(QPainter(self), QRectF(self.rect()), scale=scaled(CAPTION) / CAPTION)

    def _paint(self, painter: QPainter, room: QRectF, *, scale: float) -> None:
        centre = Qt.AlignmentFlag.AlignCenter
        text = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setPen(text)
        painter.setFont(self._font_of(ANSWER * scale, is_bold=True))
        title = QRectF(room.left(), room.top(), room.width(), 1.3 * ANSWER * scale)
        painter.drawText(title, centre, score_words(list(self.attempts)))
        painter.setFont(self._font_of(CAPTION * scale))
        painter.setPen(colours(self.palette()).faint_text)
        line = 1.4 * CAPTION * scale
        below = QRectF(room.left(), title.bottom(), room.width(), line)
        painter.drawText(below, centre, self._subtitle(painter.fontMetrics(), room.width()))
        grid = room.adjusted(0, below.bottom() - room.top() + SPACE_8, 0, 0)
        for place, attempt in enumerate(self.attempts):
            self._paint_attempt(painter, _cell(grid, place), attempt, line)

    def _paint_attempt(
        self, painter: QPainter, cell: QRectF, attempt: Attempt, line: float
    ) -> None:
        side = max(1.0, min(cell.width(), cell.height() - _CAPTION_LINES * line))
        square = QRectF(cell.center().x() - side / 2, cell.top(), side, side)
        paint_attempt(painter, square, attempt, self.palette())
        for row, (words, colour) in enumerate(
            (
                (attempt.asked, self.palette().color(QPalette.ColorRole.WindowText)),
                (_answer(attempt), colours(self.palette()).faint_text),
            )
        ):
            box = QRectF(cell.left(), square.bottom() + row * line, cell.width(), line)
            painter.setPen(colour)
            fitting = cut(words, painter.fontMetrics(), cell.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, fitting)

    def _font_of(self, pixels: float, *, is_bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(round(pixels))
        font.setBold(is_bold)
        return font

    def _subtitle(self, metrics: QFontMetrics, width: float) -> str:
        before, after = "drawn for ", " · Fashion GUI"
        room = width - metrics.horizontalAdvance(before + after)
        return f"{before}{cut(self._model, metrics, room)}{after}"

    # What a screen reader hears ----------------------------------------------------------

    def spoken_value(self) -> str:
        return score_words(list(self.attempts))

    def n_spoken_items(self) -> int:
        return len(self.attempts)

    def spoken_item(self, place: int) -> str:
        attempt = self.attempts[place]
        sign = "recognized" if attempt.is_right else "not recognized"
        return f"{attempt.asked}: {sign}, answered: {attempt.answered}"

    def spoken_rect(self, place: int) -> QRect:
        return _cell(QRectF(self.rect()), place).toAlignedRect()


class GameEnd(QWidget):
    """The picture, with Play again, Save as PNG and the way back to the canvas."""

    closed = Signal()
    """The canvas is to be shown again."""
    saved = Signal(str)
    """What was written, for the status bar."""
    failed = Signal(str)
    """A sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = ResultPicture()
        self.again = make_action(self, "Play again", None, "Six more things to draw. (D)", "dices")
        self.save = make_action(
            self, "Save as PNG …", None, "Write this card to a file.", "download"
        )
        self.back = make_action(self, "Back to the canvas", None, "Draw freely. (Escape)", "pencil")
        self.buttons = {
            self.again: ActionButton(self.again, "primary"),
            self.save: ActionButton(self.save, "secondary"),
            self.back: ActionButton(self.back, "secondary"),
        }
        self.save.triggered.connect(self._save)
        self.back.triggered.connect(self.closed)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        for button in self.buttons.values():
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_4, 0, 0)
        layout.setSpacing(SPACE_16)
        layout.addWidget(self.picture, 1)
        layout.addLayout(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _save(self) -> None:
        if path := ask_for_new_file(self, "Save the game", "six-drawings.png", _KINDS):
            self.save_as(path)

    def save_as(self, path: Path) -> None:
        """Write the card to a file; a message on failure."""
        try:
            self.picture.save(path)
        except OutputError as error:
            self.failed.emit(f"The card was not saved. {error}")
        else:
            self.saved.emit(f"Saved as {path}")


def _cell(grid: QRectF, place: int) -> QRectF:
    row, column = divmod(place, _COLUMNS)
    width = (grid.width() - (_COLUMNS - 1) * SPACE_16) / _COLUMNS
    height = (grid.height() - (_ROWS - 1) * SPACE_8) / _ROWS
    left = grid.left() + column * (width + SPACE_16)
    return QRectF(left, grid.top() + row * (height + SPACE_8), width, height)


def _answer(attempt: Attempt) -> str:
    return f"in {attempt.seconds:.1f} s" if attempt.is_right else attempt.answered
