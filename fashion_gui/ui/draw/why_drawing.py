"""Why? for the drawing: the marks lie on the canvas, and what they mark can be erased."""

from PySide6.QtCore import Signal, Slot

from fashion_gui.sketch.fitting import Placement
from fashion_gui.sketch.operations import Erase
from fashion_gui.sketch.raster import CANVAS_SIZE
from fashion_gui.ui.draw.canvas import Canvas
from fashion_gui.ui.session.explainer import WhyAnswer
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.widgets.marks import Marks
from fashion_gui.ui.widgets.why_panel import WhyPanel


class WhyDrawing(WhyPanel):
    """Explains what the network receives, and shows the marks where that is on the canvas."""

    erased = Signal(str)
    """What was marked is gone, in words for the status bar."""

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__(session, may_erase=True)
        self._canvas = canvas
        self.wanted.connect(self.explain)
        self.marked.connect(self._show_marks)
        self.erasing_requested.connect(self._erase)

    @Slot()
    def explain(self, *, is_moving: bool = False) -> None:
        """Explain the drawing as it is now, if that is wanted."""
        if self.is_on:
            drawing = self._canvas.drawing
            image = None if drawing.is_empty else drawing.fitted_image
            self.follow(image, drawing.fitting(), is_moving=is_moving)

    @Slot(object)
    def _show_marks(self, answer: WhyAnswer | None) -> None:
        if answer is None or answer.explanation is None:
            self._canvas.set_marks(None)
            return
        box = _fitting(answer).inverse.box((0, 0, CANVAS_SIZE, CANVAS_SIZE))
        self._canvas.set_marks(Marks.of(answer.explanation), box)

    @Slot(object)
    def _erase(self, answer: WhyAnswer) -> None:
        self._canvas.drawing.do(Erase(answer.erased, _fitting(answer)))
        self._canvas.refresh()
        self.erased.emit("What speaks most for it is gone. Undo brings it back.")


def _fitting(answer: WhyAnswer) -> Placement:
    """Return where the drawing was fitted to when it was asked."""
    assert isinstance(answer.question.tag, Placement)
    return answer.question.tag
