"""The picked test image, large, with its true class and its answer."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from fashion_gui.ui.session import Session
from fashion_gui.ui.widgets.answer_panel import AnswerPanel
from fashion_gui.ui.widgets.image_tile import ImageTile


class DetailPanel(QWidget):
    """Follows the session: another image, or a network that learns, and the bars move."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.tile = ImageTile("Pick an image to see it large.")
        self.truth = QLabel()
        self.truth.setAccessibleName("True class")
        self.truth.setWordWrap(True)
        self.answer = AnswerPanel()
        self.edit = QPushButton("&Draw on this image")
        self.edit.setToolTip(
            "Put this image onto the canvas of Draw: erase a sleeve, add a strap, and see when "
            "the network changes its mind."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tile, 1)
        layout.addWidget(self.truth)
        layout.addWidget(self.answer, 1)
        layout.addWidget(self.edit)

        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(0)
        self._refresh_timer.timeout.connect(self._refresh)
        session.picked_changed.connect(self._refresh_soon)
        session.network_changed.connect(self._refresh_soon)
        self.edit.clicked.connect(self._ask_for_canvas)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    @Slot()
    def _refresh_soon(self) -> None:
        if self.isVisible():
            self._refresh_timer.start()

    @Slot()
    def _refresh(self) -> None:
        session = self._session
        image = session.picked_image()
        self.tile.set_image(image)
        self.edit.setEnabled(image is not None)
        if image is None or session.dataset is None or session.picked is None:
            self.truth.setText("")
            self.answer.show_nothing("")
            return
        label = session.dataset.test.labels[session.picked]
        self.truth.setText(f"Test image {session.picked}: {session.dataset.class_names[label]}")
        self.answer.ask(session.network, image)

    @Slot()
    def _ask_for_canvas(self) -> None:
        image = self._session.picked_image()
        if image is not None:
            self._session.canvas_requested.emit(image)
