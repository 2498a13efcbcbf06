"""Where the game takes place: the canvas, or the card at its end in its place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from fashion_gui.sketch.operations import Operation
from fashion_gui.ui.draw.canvas import Canvas
from fashion_gui.ui.draw.game import Phase
from fashion_gui.ui.draw.game_panel import GamePanel
from fashion_gui.ui.draw.game_words import invitation_words
from fashion_gui.ui.session.session import Session

if TYPE_CHECKING:  # loaded at the end of the first game
    from fashion_gui.ui.draw.game_end import GameEnd


class GameStage(QStackedWidget):
    """Shows the canvas with its tools, or after a game its end.

    Attributes
    ----------
    end
        The card at the end; None before the first game is over.
    """

    cleared = Signal()
    """A round begins: the canvas is to be cleared."""
    saved = Signal(str)
    """What was written, for the status bar."""

    def __init__(
        self, session: Session, panel: GamePanel, canvas: Canvas, drawing: QWidget
    ) -> None:
        super().__init__()
        self._session, self._panel, self._canvas = session, panel, canvas
        self.end: GameEnd | None = None
        self._before: tuple[Operation, ...] | None = None
        """What was drawn before the game; None without a game."""
        self.addWidget(drawing)
        panel.is_pen_down = lambda: canvas.is_pressed
        panel.round_began.connect(self._on_round)
        panel.ended.connect(self._on_ended)
        panel.stopped.connect(self._on_stopped)
        canvas.changed.connect(self._on_drawing_changed)

    @Slot()
    def _on_round(self) -> None:
        if self._before is None:
            self._before = self._canvas.drawing.operations
        self._show_canvas()
        self._canvas.set_prompt(invitation_words(self._panel.game))
        self.cleared.emit()

    @Slot()
    def _on_stopped(self) -> None:
        self._canvas.set_prompt()
        self._put_back()
        self._show_canvas()

    def _put_back(self) -> None:
        """Put back what was drawn before the game, in the place of its last drawing."""
        before, self._before = self._before, None
        if before:
            self._canvas.drawing.clear()
            self._canvas.drawing.restore(before)
            self._canvas.refresh()

    def _show_canvas(self) -> None:
        self.setCurrentIndex(0)
        self._panel.show()
        self._canvas.setFocus()

    @Slot()
    def _on_ended(self) -> None:
        if self.end is None:
            from fashion_gui.ui.draw.game_end import GameEnd

            self.end = GameEnd()
            self.addWidget(self.end)
            self.end.again.triggered.connect(self._panel.play.trigger)
            self.end.closed.connect(self._on_closed)
            self.end.saved.connect(self.saved)
            self.end.failed.connect(self._session.failed)
        model = self._session.active_model
        self.end.picture.show_game(self._panel.game.attempts, model.label if model else "")
        self._panel.hide()
        self.setCurrentWidget(self.end)
        self.end.buttons[self.end.again].setFocus()

    @Slot()
    def _on_drawing_changed(self) -> None:
        """Leave the card for what was put onto the canvas, such as a picture."""
        if self._panel.game.phase is Phase.OVER:
            self._before = ()
            self._on_closed()

    @Slot()
    def _on_closed(self) -> None:
        self._panel.stop_game()
