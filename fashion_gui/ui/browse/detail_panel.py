"""The selected image, large: its true class, its prediction, and its nearest images."""

from html import escape

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.data import Split
from fashion_gui.evaluation.metrics import log_losses
from fashion_gui.evaluation.neighbours import Neighbours, doubtful_label
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.percent import percent_done, probability
from fashion_gui.ui.browse.neighbour_row import NeighbourRow
from fashion_gui.ui.session.explainer import WhyAnswer
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.sizes import SPACE_4, SPACE_12
from fashion_gui.ui.theme.text_size import scaled
from fashion_gui.ui.widgets.answer_panel import AnswerPanel
from fashion_gui.ui.widgets.image_tile import ImageTile
from fashion_gui.ui.widgets.marks import Marks
from fashion_gui.ui.widgets.what_if.experiment import Change
from fashion_gui.ui.widgets.what_if.panel import WhatIfPanel
from fashion_gui.ui.widgets.why_panel import WhyPanel
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel

_IN_SIGHT = 3
"""Bars that are always in sight: beside explanations, or a doubt, in low windows."""
_SIDES = (
    (0, 84, 38),
    (540, 112, 38),
    (640, 112, 56),
    (760, 168, 72),
    (900, 280, 84),
    (1200, 420, 112),
)
"""From which height of the panel on the picked image has which side, and similar ones at most."""
_HIGH = 520
"""Height from which the titles of similar images are above them, times the text's size."""


class _Column(QVBoxLayout):
    """Lets the bars be lower than they would like to be: Qt would not, for labels that wrap."""

    def hasHeightForWidth(self) -> bool:
        return False


class DetailPanel(QWidget):
    """Follows the session's selected image and active network."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._neighbours: Neighbours | None = None
        self._searched: tuple[int, Predictions] | None = None
        self.tile = ImageTile("Pick an image to see it large.")
        self.tile.setAccessibleName("The picked image")
        self.truth = WrappedLabel()
        self.truth.setAccessibleDescription("True class")
        self.loss = QLabel()
        self.loss.setToolTip(
            "Minus the logarithm of the true class's probability: 0 if the network is certain, 2.3 "
            "if it guesses among ten classes."
        )
        self.doubt = WrappedLabel()
        self.doubt.setAccessibleDescription("Doubt about the label")
        # The images are counted right or wrong by that class.
        self.answer = AnswerPanel("card-title", n_in_sight=_IN_SIGHT, names_largest=True)
        self.answer.bars.set_folding(True)
        self.edit = QPushButton("&Edit")
        self.edit.setToolTip(
            "Put this image onto the canvas of Draw: erase a sleeve, add a strap, and see when "
            "the prediction changes."
        )
        self.why = WhyPanel(session)
        self.what_if = WhatIfPanel(session, self.why)
        self.nearest = NeighbourRow(
            "Nearest images",
            "The training images nearest to this one, by the features of the last hidden layer: "
            "what the network finds similar.",
        )
        self.others = NeighbourRow(
            "Nearest of other classes",
            "The nearest training images with another label than most of those: what else it "
            "could be.",
        )
        self._arrange()
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(0)
        self._refresh_timer.timeout.connect(self._refresh)
        session.picked_changed.connect(self._refresh_soon)
        session.network_changed.connect(self._refresh_soon)
        session.predictions.changed.connect(self._refresh_soon)
        session.predictions.progressed.connect(self._show_progress)
        session.neighbours.arrived.connect(self._on_found)
        self.nearest.picked.connect(session.pick)
        self.others.picked.connect(session.pick)
        self.edit.clicked.connect(self._ask_for_canvas)
        self.addActions((self.why.action, self.what_if.action))
        self.why.wanted.connect(self._refresh)
        self.why.marked.connect(self._show_marks)
        for panel in (self.why, self.what_if):
            panel.action.toggled.connect(self._make_room)
        self.what_if.wanted.connect(self._refresh)
        self.what_if.shown.connect(self._show_change)
        self.what_if.taken.connect(session.canvas_requested)
        self._refresh()

    def _arrange(self) -> None:
        about, switches, beside = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        about.addWidget(self.truth, 1)
        about.addWidget(self.loss, 0, Qt.AlignmentFlag.AlignTop)
        for button in (self.edit, self.why.switch, self.what_if.switch):
            switches.addWidget(button)
        beside.addWidget(self.answer.place)
        beside.addLayout(about)
        beside.addStretch(1)
        beside.addLayout(switches)
        top = QHBoxLayout()
        top.setSpacing(SPACE_12)
        top.addWidget(self.tile, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(beside, 1)
        layout = _Column(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_4)
        layout.addLayout(top)
        self._gap = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        layout.addItem(self._gap)
        layout.addWidget(self.doubt)
        layout.addWidget(self.why)
        layout.addWidget(self.what_if)
        layout.addWidget(self.answer)
        layout.addWidget(self.nearest)
        layout.addWidget(self.others)
        layout.addStretch(1)

    def shows_neighbours_of(self, number: int | None) -> bool:
        """Tell whether the neighbours shown are those of an image."""
        return self._neighbours is not None and self._neighbours.number == number

    def set_room(self, room: int) -> None:
        """Let the images be as large as they may be in a panel of this height, in pixels.

        The panel itself may be higher, which follows from that.
        """
        _, side, similar = [sides for sides in _SIDES if sides[0] <= room][-1]
        self.tile.setFixedSize(side, side)
        is_high = room >= scaled(_HIGH)
        self._gap.changeSize(0, SPACE_12 if is_high else 0)
        for row in (self.nearest, self.others):
            row.set_room(similar, is_high=is_high)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._session.want_neighbours(True)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._session.want_neighbours(False)

    @Slot()
    def _refresh_soon(self) -> None:
        if self.isVisible():
            self._refresh_timer.start()

    @Slot()
    def _refresh(self) -> None:
        session = self._session
        image, dataset, number = session.picked_image(), session.dataset, session.picked
        self.tile.set_image(image)
        self.why.follow(image)
        self.what_if.follow(image)
        self.edit.setEnabled(image is not None)
        if image is None or dataset is None or number is None:
            self.truth.setText("")
            self.answer.show_nothing("")
            return
        name = dataset.class_names[dataset.labels[number]]
        self.tile.setAccessibleName(f"The picked image: {name}, {dataset.name_of(number)}")
        self.truth.setText(f"<b>{dataset.name_of(number)}</b><br>True class: {escape(name)}")
        self.answer.ask(session.network, image)
        probabilities = self.answer.bars.probabilities
        if probabilities is None or session.incompatibility():
            self.loss.setText("")
        else:
            loss = log_losses(dataset.labels[number : number + 1], probabilities[None])[0]
            self.loss.setText(f"Log loss {loss:.2f}")
        self._look_for_neighbours()
        self._show_neighbours()

    def _training_answers(self) -> Predictions | None:
        training = self._session.predictions_on(Split.TRAINING)
        return training if training is not None and training.features is not None else None

    def _look_for_neighbours(self) -> None:
        session, training = self._session, self._training_answers()
        if session.dataset is None or session.picked is None or training is None:
            return
        if self._searched != (session.picked, training) and self.isVisible():
            self._searched = (session.picked, training)
            session.neighbours.ask(session.picked, session.dataset, training)

    @Slot(object)
    def _on_found(self, neighbours: Neighbours) -> None:
        self._neighbours = neighbours
        self._show_neighbours()

    def _show_neighbours(self) -> None:
        dataset, found = self._session.dataset, self._neighbours
        training = self._training_answers()
        self._show_doubt("")
        if dataset is None or training is None:
            self._show_progress()
            return
        if found is None or (found.number, found.network) != (
            self._session.picked,
            training.network,
        ):
            return  # what is shown stays until the new ones are found
        self.nearest.show_images(dataset, found.nearest)
        self.others.show_images(dataset, found.others)
        probabilities = self.answer.bars.probabilities
        if probabilities is None:
            return
        labels = dataset.labels[list(found.nearest)]
        seems = doubtful_label(int(dataset.labels[found.number]), probabilities, labels)
        if seems is not None:
            name = dataset.class_names[seems]
            n_agreeing = int((labels == seems).sum())
            self._show_doubt(
                f"⚠ The label itself looks doubtful: the network is "
                f"{probability(probabilities[seems])} sure of {name}, which is the label of "
                f"{n_agreeing} of the {len(labels)} nearest training images."
            )

    def _show_doubt(self, words: str) -> None:
        self.doubt.setText(words)
        self.doubt.setVisible(bool(words))

    @Slot()
    def _show_progress(self) -> None:
        """Show the progress on the training images, until neighbours can be shown."""
        if not self.isVisible() or self._training_answers() is not None:
            return
        progress, words = self._session.predictions.progress, "…"
        is_waiting = self._session.picked is not None
        if self._session.incompatibility():
            words, is_waiting = "none, its classes are others", False
        elif progress and progress[0].with_features:
            words = f"looking, {percent_done(progress[1])} …"
        self.nearest.show_nothing(words, is_waiting=is_waiting)
        self.others.show_nothing("", is_waiting=is_waiting)

    @Slot(object)
    def _show_marks(self, answer: WhyAnswer | None) -> None:
        explanation = answer.explanation if answer else None
        self.tile.set_marks(Marks.of(explanation) if explanation else None)

    @Slot()
    def _make_room(self) -> None:
        """Make room for explanations and experiments; what is similar comes back after them."""
        is_on = self.why.is_on or self.what_if.is_on
        for row in (self.nearest, self.others):
            row.setHidden(is_on)

    @Slot(object)
    def _show_change(self, change: Change | None) -> None:
        self.tile.set_marks(change.marks() if change else None)
        self.answer.bars.set_changed(change.probabilities if change else None)

    @Slot()
    def _ask_for_canvas(self) -> None:
        image = self._session.picked_image()
        if image is not None:
            self._session.canvas_requested.emit(image)
