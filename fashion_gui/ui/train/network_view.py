"""The network as a row of blocks, each of which leads to the setting that makes it."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolTip, QWidget

from fashion_gui.nn.architecture import Architecture
from fashion_gui.training.recipes import settings
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.ring import around, paint_ring
from fashion_gui.ui.theme.sizes import (
    CAPTION,
    CARD_RADIUS,
    EDGE,
    SPACE_4,
    SPACE_8,
    SPACE_12,
    SPACE_24,
)
from fashion_gui.ui.theme.text_size import scaled, sized
from fashion_gui.ui.train.network_blocks import Block, Part, blocks_of
from fashion_gui.ui.train.network_picture import paint_network
from fashion_gui.ui.widgets.names import cut
from fashion_gui.ui.widgets.spoken import Role, Spoken

_LABELS = {setting.name: setting.metadata["label"] for setting in settings()}
_WIDEST, _LEAST_PICTURE, _USUAL_PICTURE, _LARGEST_PICTURE = 190, 24, 144, 320
_PICTURE_SHARE = 0.6
"""Of the width of a block, for a picture that is larger than usual."""
_BETWEEN = ", "
_CENTER = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class _Item:
    """A block or a part of one, where it is, and what it says."""

    block: int
    box: QRect
    words: str
    setting: str
    is_part: bool
    after: str = ""
    """What follows the words of a part in its line."""


class NetworkView(Spoken, QWidget):
    """Draws a network from left to right, and leads to the settings that make it."""

    spoken_role = Role.List
    spoken_keys = {  # noqa: RUF012 (as in the base class)
        "Left, Right": "the layer before, the next layer",
        "Up, Down": "what belongs to a layer",
        "Return": "go to its setting",
    }

    chosen = Signal(str)
    """The name of the setting that a block or a part leads to."""
    reached = Signal(QRect)
    """Where the block or part is that the keyboard has come to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.blocks: tuple[Block, ...] = ()
        self._owner = ""
        self._architecture: Architecture | None = None
        self._image: QImage | None = None
        self._items: list[_Item] = []
        self._current, self._hovered, self._picture = 0, -1, 0
        self._has_counts = True
        self.setAccessibleName("The network, layer by layer")
        self.setToolTip(
            "The network that the settings make: behind each layer the shape of an image, and how "
            "many parameters it learns. A click on a layer leads to its setting."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        sized(self, NetworkView._place)

    def show_image(self, image: QImage) -> None:
        """Show an image of the data set as what goes into the network."""
        self._image = image
        self.update()

    def show_architecture(self, architecture: Architecture) -> None:
        """Show another network."""
        if architecture != self._architecture:
            self._architecture = architecture
            self.blocks = blocks_of(architecture)
            self._place()

    def show_owner(self, words: str) -> None:
        """Say above the network whose it is; "" where there can be only one."""
        if words != self._owner:
            self._owner = words
            self._place()

    @property
    def summary(self) -> str:
        """The network in a line."""
        if self._architecture is None:
            return ""
        owner = f"{self._owner}: " if self._owner else ""
        return f"{owner}{self._architecture}, {self._architecture.n_parameters:,} parameters"

    # What is where -----------------------------------------------------------------------

    def _place(self) -> None:
        """Work out where everything is, at the present width and text size."""
        captions, bold = QFontMetrics(self._caption()), QFontMetrics(self._bold())
        self.setMinimumSize(self._least_width(captions, bold), self._least_height(captions, bold))
        self._items = []
        n = len(self.blocks)
        if n:
            low, tall = captions.height(), bold.height()
            head = low if self._owner else 0
            usual, width = _WIDEST * scaled(CAPTION) // CAPTION, (self.width() + SPACE_12) // n
            row = min(usual, width) - SPACE_12
            lines = [_in_lines(block, captions, row) for block in self.blocks]
            most_lines = max(map(len, lines))
            least = tall + (1 + most_lines) * low + 2 * SPACE_4
            if head and self.height() >= head + SPACE_4 + least + low:
                head += SPACE_4  # away from the tabs above
            self._has_counts = self.height() - head >= least + low
            texts = least + low * self._has_counts
            room = self.height() - head - texts - 2
            largest = min(_LARGEST_PICTURE, max(_USUAL_PICTURE, int(_PICTURE_SHARE * width)))
            self._picture = min(largest, room) if room > _LEAST_PICTURE else 0
            width = min(max(usual, int(self._picture / _PICTURE_SHARE)), width)
            left = (self.width() - n * width + SPACE_12) // 2
            height = min(self.height() - head, texts + self._picture)
            top = head + (self.height() - head - height) // 2
            for number, block in enumerate(self.blocks):
                box = QRect(left + number * width, top, width - SPACE_12, height)
                self._items.append(_Item(number, box, _words_of(block), block.setting, False))
                y = box.bottom() - SPACE_4 - most_lines * low + 1
                for line in lines[number]:
                    self._place_line(number, line, QRect(box.left(), y, box.width(), low))
                    y += low
        self._current = min(self._current, max(0, len(self._items) - 1))
        self._hovered = -1
        self.update()

    def _place_line(self, number: int, parts: list[Part], line: QRect) -> None:
        """Put some parts of a block beside each other in the middle of a line."""
        metrics = QFontMetrics(self._caption())
        texts = [f"{part.title}{_BETWEEN}" for part in parts[:-1]] + [parts[-1].title]
        widths = [metrics.horizontalAdvance(text) for text in texts]
        if len(parts) == 1:
            widths = [line.width()]
        x = line.center().x() + 1 - sum(widths) // 2
        for part, width, text in zip(parts, widths, texts, strict=True):
            box = QRect(x, line.top(), width, line.height())
            after = text.removeprefix(part.title)
            self._items.append(_Item(number, box, part.title, part.setting, True, after))
            x += width

    def _least_width(self, captions: QFontMetrics, bold: QFontMetrics) -> int:
        """Return the width at which nothing is cut: every block as wide as the widest."""
        words = [bold.horizontalAdvance(block.title) for block in self.blocks]
        for block in self.blocks:
            texts = (block.shape_in_words, block.details, f"{block.n_parameters:,}")
            words += [captions.horizontalAdvance(text) for text in texts]
            words += [captions.horizontalAdvance(part.title) for part in block.parts]
        return len(self.blocks) * (max(words, default=0) + SPACE_24)

    def _least_height(self, captions: QFontMetrics, bold: QFontMetrics) -> int:
        most_parts = max((len(block.parts) for block in self.blocks), default=0)
        n_lines = 1 + most_parts + bool(self._owner)
        return bold.height() + n_lines * captions.height() + 2 * SPACE_4

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _item_at(self, point: QPoint) -> int:
        found = [place for place, item in enumerate(self._items) if item.box.contains(point)]
        return found[-1] if found else -1  # a part lies within its block

    # Screen readers ----------------------------------------------------------------------

    def spoken_value(self) -> str:
        return self.summary

    def n_spoken_items(self) -> int:
        return len(self._items)

    def spoken_item(self, place: int) -> str:
        item = self._items[place]
        return f"{item.words}; setting {_LABELS[item.setting]}"

    def spoken_rect(self, place: int) -> QRect:
        return self._items[place].box

    def spoken_at(self, point: QPoint) -> int:
        return self._item_at(point)

    def spoken_focus(self) -> int:
        return self._current if self.hasFocus() and self._items else -1

    # Mouse and keys ----------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self._item_at(event.pos())
            words = self.toolTip()
            if place >= 0:
                words = f"{self._items[place].words}. Click: {_LABELS[self._items[place].setting]}."
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._item_at(event.position().toPoint())
        if place != self._hovered:
            self._hovered = place
            shape = Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._item_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and place >= 0:
            self._go_to(place)
            self.chosen.emit(self._items[place].setting)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._items and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go_to_block(1 if key is Qt.Key.Key_Right else -1)
        elif self._items and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go_to(self._current + (1 if key is Qt.Key.Key_Down else -1))
        elif self._items and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self._items[self._current].setting)
        else:
            super().keyPressEvent(event)

    def _go_to_block(self, steps: int) -> None:
        block = self._items[self._current].block + steps
        heads = [place for place, item in enumerate(self._items) if not item.is_part]
        if 0 <= block < len(heads):
            self._go_to(heads[block])

    def _go_to(self, place: int) -> None:
        self._current = min(max(place, 0), len(self._items) - 1)
        self.tell_focus()
        self.reached.emit(self._items[self._current].box)
        self.update()

    # Painting ----------------------------------------------------------------------------

    def _caption(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(scaled(CAPTION))
        return font

    def _bold(self) -> QFont:
        font = self._caption()
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._owner:
            painter.setFont(self._caption())
            painter.setPen(colours(self.palette()).faint_text)
            words = cut(self._owner, painter.fontMetrics(), self.width())
            spare = self._items[0].box.top() - painter.fontMetrics().height() if self._items else 0
            top = min(max(spare, 0), SPACE_8)  # away from the tabs above
            painter.drawText(QPoint(0, top + painter.fontMetrics().ascent()), words)
        heads = [(place, item) for place, item in enumerate(self._items) if not item.is_part]
        for place, item in heads:
            self._paint_ground(painter, item, is_hovered=place == self._hovered)
        if self._picture:
            shapes = [block.shape for block in self.blocks]
            rooms = [self._picture_room(item) for _, item in heads]
            paint_network(painter, shapes, rooms, self._image, self.palette())
        for _, item in heads:
            self._paint_words(painter, item)
        for place, item in enumerate(self._items):
            if item.is_part:
                self._paint_part(painter, item, place)
        if self.hasFocus() and self._items:
            paint_ring(painter, QRectF(self._items[self._current].box), self.palette())

    def _picture_room(self, item: _Item) -> QRectF:
        return QRectF(item.box.left(), item.box.top() + SPACE_4, item.box.width(), self._picture)

    def _paint_ground(self, painter: QPainter, item: _Item, *, is_hovered: bool) -> None:
        """Paint the ground under the pointer; without a picture, a line from the layer before."""
        box, palette = item.box, self.palette()
        painter.setPen(QPen(colours(palette).control_edge, EDGE))
        if item.block and not self._picture:
            y = box.center().y()
            painter.drawLine(QPointF(box.left() - SPACE_12, y), QPointF(box.left(), y))
        if is_hovered:
            painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(around(QRectF(box), -EDGE / 2), CARD_RADIUS, CARD_RADIUS)

    def _paint_words(self, painter: QPainter, item: _Item) -> None:
        block, box, palette = self.blocks[item.block], item.box, self.palette()
        faint, top = colours(palette).faint_text, box.top() + SPACE_4
        painter.setFont(self._bold())
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        line = QRect(box.left(), top + self._picture, box.width(), painter.fontMetrics().height())
        painter.drawText(line, _CENTER, block.title)
        painter.setFont(self._caption())
        low = painter.fontMetrics().height()
        has_counts = self._has_counts and block.n_parameters
        n_parameters = block.parameters_in_words if has_counts else ""
        if painter.fontMetrics().horizontalAdvance(n_parameters) > box.width() - SPACE_8:
            n_parameters = f"{block.n_parameters:,}"
        for text, shade in (
            (block.shape_in_words, palette.color(QPalette.ColorRole.WindowText)),
            (n_parameters, faint),
        ):
            line = QRect(box.left(), line.bottom() + 1, box.width(), low)
            painter.setPen(shade)
            painter.drawText(line, _CENTER, text)

    def _paint_part(self, painter: QPainter, item: _Item, place: int) -> None:
        is_hovered = place == self._hovered
        if is_hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(QRectF(item.box), SPACE_4, SPACE_4)
        role = QPalette.ColorRole.WindowText
        shade = self.palette().color(role) if is_hovered else colours(self.palette()).faint_text
        painter.setFont(self._caption())
        painter.setPen(shade)
        painter.drawText(item.box, _CENTER, f"{item.words}{item.after}")


class NetworkArea(QScrollArea):
    """Scrolls a network that has no room."""

    def __init__(self, view: NetworkView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidget(view)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for ground in (view, self.viewport()):
            ground.setAutoFillBackground(False)  # that of the card shows through
        view.reached.connect(self._show)

    @Slot(QRect)
    def _show(self, box: QRect) -> None:
        for corner in (box.topLeft(), box.bottomRight()):
            self.ensureVisible(corner.x(), corner.y(), SPACE_4, SPACE_4)


def _in_lines(block: Block, metrics: QFontMetrics, width: int) -> list[list[Part]]:
    """Return the parts of a block in as few lines as have room for them."""
    lines: list[list[Part]] = []
    room = 0
    for part in block.parts:
        if metrics.horizontalAdvance(part.title) > room:
            lines.append([])
            room = width
        lines[-1].append(part)
        room -= metrics.horizontalAdvance(f"{part.title}{_BETWEEN}")
    return lines


def _words_of(block: Block) -> str:
    """Return a block in words, without its parts."""
    details = f" {block.details}" if block.details else ""
    return f"{block.title}{details}, {block.shape_in_words}, {block.parameters_in_words}"
