"""The page Draw: what is drawn is answered at once."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fashion_gui.nn.answer import NOTHING_DRAWN
from fashion_gui.sketch.drawing import Drawing
from fashion_gui.ui.draw.canvas import Canvas
from fashion_gui.ui.draw.toolbox import Toolbox
from fashion_gui.ui.session import Session
from fashion_gui.ui.widgets.answer_panel import AnswerPanel

_HINT = (
    "These networks have seen photographs of clothes only: light shapes, filled, as large as "
    "the canvas. A filled drawing is understood better than an outline, and shoes point left."
)


class DrawPage(QWidget):
    """A canvas on the left, the answer on the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.drawing = Drawing()
        self.canvas = Canvas(self.drawing)
        self.toolbox = Toolbox()
        self.answer = AnswerPanel()
        hint = QLabel(_HINT)
        hint.setWordWrap(True)

        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.toolbox)
        left.addWidget(self.canvas, 1)
        right.addWidget(self.answer, 1)
        right.addWidget(hint)
        layout = QHBoxLayout(self)
        layout.addLayout(left, 3)
        layout.addSpacing(12)
        layout.addLayout(right, 2)

        # Several events in one turn of the event loop are answered once, after them.
        self._answer_timer = QTimer(self)
        self._answer_timer.setSingleShot(True)
        self._answer_timer.setInterval(0)
        self._answer_timer.timeout.connect(self._answer)

        tools = self.toolbox
        self.addActions((tools.pen, tools.eraser, *tools.drawing_actions()))
        self.canvas.brush = self.toolbox.brush
        self.toolbox.brush_changed.connect(self._on_brush_changed)
        self.toolbox.undo_requested.connect(self._undo)
        self.toolbox.redo_requested.connect(self._redo)
        self.toolbox.clear_requested.connect(self._clear)
        self.toolbox.load_requested.connect(self._load)
        self.canvas.changed.connect(self._on_drawing_changed)
        session.network_changed.connect(self._on_network_changed)
        session.picked_changed.connect(self._show_possible)
        session.canvas_requested.connect(self._paste)
        self._show_possible()
        self._answer()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.canvas.setFocus()
        self._answer()

    @Slot(object)
    def _on_brush_changed(self, brush: object) -> None:
        self.canvas.brush = self.toolbox.brush
        self.canvas.update()

    @Slot()
    def _on_drawing_changed(self) -> None:
        self._show_possible()
        self._answer_timer.start()

    @Slot()
    def _on_network_changed(self) -> None:
        if self.isVisible():
            self._answer_timer.start()

    @Slot()
    def _show_possible(self) -> None:
        self.toolbox.set_possible(
            undo=self.drawing.can_undo,
            redo=self.drawing.can_redo,
            clear=not self.drawing.is_empty,
            load=self._session.picked is not None,
        )

    @Slot()
    def _answer(self) -> None:
        network = self._session.network
        if self.drawing.is_empty and network:
            self.answer.show_nothing(NOTHING_DRAWN, network.class_names)
        else:
            self.answer.ask(network, self.drawing.image)

    @Slot()
    def _undo(self) -> None:
        self.drawing.undo()
        self.canvas.refresh()

    @Slot()
    def _redo(self) -> None:
        self.drawing.redo()
        self.canvas.refresh()

    @Slot()
    def _clear(self) -> None:
        self.drawing.clear()
        self.canvas.refresh()

    @Slot()
    def _load(self) -> None:
        self._paste(self._session.picked_image())

    @Slot(object)
    def _paste(self, image: object) -> None:
        if image is not None:
            self.drawing.paste(image)  # type: ignore[arg-type]  # Signal(object) carries an array
            self.canvas.refresh()
