"""The page Browse: the images of a query, in a grid, with the selected one beside it."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.data import Dataset
from fashion_gui.evaluation.query import Order
from fashion_gui.evaluation.split_words import none_of
from fashion_gui.percent import percent_done
from fashion_gui.ui.browse.detail_panel import DetailPanel
from fashion_gui.ui.browse.go_to_box import GoToBox
from fashion_gui.ui.browse.image_grid import ImageGrid
from fashion_gui.ui.browse.image_model import NUMBER_ROLE, ImageModel
from fashion_gui.ui.browse.listing import Found, Listing
from fashion_gui.ui.browse.query_bar import QueryBar
from fashion_gui.ui.browse.quiz_dialog import QuizDialog
from fashion_gui.ui.browse.save_sheet import save_sheet
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.sizes import EDGE, SPACE_8, SPACE_12
from fashion_gui.ui.theme.text_size import scaled, sized
from fashion_gui.ui.widgets.card import Card, page_layout
from fashion_gui.ui.widgets.file_dialogs import ask_for_new_file
from fashion_gui.ui.widgets.filled_button import FilledButton
from fashion_gui.ui.widgets.narrow_page import NarrowPage
from fashion_gui.ui.widgets.spoken import announce
from fashion_gui.ui.widgets.unit_slider import UnitSlider

_LARGEST_SCALE = 5
_PRESENTED = 1.6
"""How much larger the images are in a presentation."""
_LEAST_GRID = 150
"""Least height of the images where the picked one is below them, times the text's size."""
_SHARES, _SHARE_OF_DETAIL = (25, 17), 15
"""Of the width: the images, and those in a small window; and what is beside them."""
_FEW_LETTERS = 1000
"""Width below which names of similar images need more of it, times the text's size."""
_AROUND_DETAIL = 2 * (SPACE_8 + SPACE_12 + EDGE)
"""Of the height of the page, for what is around the panel on the picked image."""


class BrowsePage(NarrowPage):
    """All 70,000 images, filtered and sorted."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_folded, self._usual_size = False, 0
        self._listing = Listing()
        self.model = ImageModel()
        self.bar = QueryBar()
        self.grid = ImageGrid(self.model)
        self.count = QLabel()
        self.count.setWordWrap(True)
        sized(self.count, _keep_two_lines)
        self.count.setAccessibleDescription("How many images are shown")
        self.renew = QPushButton("Refresh")
        self.renew.setToolTip(
            "While a network learns, its marks change, but the images stay in place. This applies "
            "the filters and the order again."
        )
        self.go_to = GoToBox()
        self.size_slider = UnitSlider("Size of the images", "{} times".format)
        self.size_slider.setRange(1, _LARGEST_SCALE)
        self.size_slider.setValue(self.grid.scale)
        self.size_slider.setPageStep(1)
        self.size_slider.setFixedWidth(90)
        self.size_slider.setToolTip("Small images show many at once, large ones every pixel.")
        self.empty = QLabel("The images are being loaded …")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clear = QPushButton("Clear filters")
        self.clear.setToolTip("Show all images of this split again.")
        self.save = QPushButton("&Save images …")
        self.save.setToolTip(
            "Write the selected images as one picture, a row for each class. Select with "
            "Ctrl or Shift; with one image selected, all that are shown are written."
        )
        self.play = FilledButton("&You against the network …", "swords")
        self.play.setToolTip("Twenty images: who classifies them better, you or the network?")
        set_icon(self.save, "download")
        set_icon(self.renew, "refresh-cw")
        set_icon(self.clear, "x")
        self.detail = DetailPanel(session)
        self._arrange()
        self._connect()
        self._show_size()

    def _arrange(self) -> None:
        under = QHBoxLayout()
        under.addWidget(self.count, 1)
        under.addWidget(self.renew)
        under.addWidget(self.go_to)
        size = QLabel("Size")
        under.addWidget(size)
        under.addWidget(self.size_slider)
        nothing = QWidget()
        in_nothing = QVBoxLayout(nothing)
        in_nothing.addStretch(1)
        in_nothing.addWidget(self.empty)
        in_nothing.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignCenter)
        in_nothing.addStretch(1)
        self._stack = QStackedLayout()
        out = QHBoxLayout()
        out.addWidget(self.save)
        out.addWidget(self.play)
        out.addStretch(1)
        images, picked = Card(), Card()
        images.add(self.bar)
        images.add(under)
        images.add(self._stack, 1)
        # Only now: in a layout without a parent they would be windows for a moment.
        self._stack.addWidget(nothing)
        self._stack.addWidget(self.grid)
        images.add(out)
        self._picked = picked.add_scrolled(self.detail)
        layout = page_layout(self)
        layout.addWidget(images, _SHARES[0])
        layout.addWidget(picked, _SHARE_OF_DETAIL)
        self._columns_of_cards = layout
        self.set_columns(layout)
        self._choices = (self.bar, self.go_to, size, self.size_slider, self.save, self.play)
        self.renew.hide()
        self.clear.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keys to the images, and not to the first box."""
        super().showEvent(event)
        if self.grid.isVisible():
            self.grid.setFocus()

    def on_narrow(self) -> None:
        """Keep the images, and all of the picked one, where they are below each other."""
        is_narrow = self.is_narrow
        self.detail.set_room(self.room.height() - _AROUND_DETAIL)
        share = _SHARES[self.room.width() < scaled(_FEW_LETTERS)]
        if self._columns_of_cards.stretch(0) != share:
            self._columns_of_cards.setStretch(0, share)
        self.grid.setMinimumHeight(scaled(_LEAST_GRID) if is_narrow else 0)
        needed = self.detail.sizeHint().height() if is_narrow else 0
        self._picked.setMinimumHeight(needed)

    def fold(self, is_folded: bool) -> None:
        """Show only the images, larger ones, and the picked one, for a presentation."""
        if is_folded == self._is_folded:
            return
        self._is_folded = is_folded
        for widget in self._choices:
            widget.setVisible(not is_folded)
        if is_folded:
            self._usual_size = self.size_slider.value()
        larger = min(_LARGEST_SCALE, round(_PRESENTED * self._usual_size))
        self.size_slider.setValue(larger if is_folded else self._usual_size)

    def _connect(self) -> None:
        session = self._session
        self.bar.changed.connect(session.set_query)
        self.clear.clicked.connect(self.bar.clear_filters)
        self.renew.clicked.connect(self._relist)
        self.size_slider.valueChanged.connect(self._show_size)
        self.go_to.wanted.connect(self._go_to)
        self.save.clicked.connect(self._save)
        self.play.clicked.connect(self._play)
        self.grid.selectionModel().currentChanged.connect(self._on_current)
        self.grid.selectionModel().selectionChanged.connect(self._show_count)
        self.grid.clicked.connect(self._on_clicked)
        session.dataset_changed.connect(self._on_dataset)
        session.splits_changed.connect(self._on_dataset)
        session.query_changed.connect(self._on_query)
        session.browse_requested.connect(self._on_browse_requested)
        session.predictions.changed.connect(self._on_answers)
        session.predictions.progressed.connect(self._show_progress)
        session.compared_changed.connect(self._on_compared)
        session.picked_changed.connect(self._on_picked)
        session.run.state_changed.connect(self._on_answers)
        session.run.state_changed.connect(self._show_count)

    # What is listed ----------------------------------------------------------------------

    @Slot()
    def _on_dataset(self) -> None:
        dataset = self._session.dataset
        if dataset:
            self.bar.set_dataset(dataset)
            self._on_query()
        else:
            self.empty.setText(self._session.loading_error)

    @Slot()
    def _on_query(self) -> None:
        session = self._session
        self.bar.show_query(session.query)
        if session.dataset:
            self.go_to.set_split(session.dataset, session.query.part)
        self._relist()
        if self.isVisible():
            announce(self, self.count.text())

    @Slot()
    def _on_browse_requested(self) -> None:
        query = self._session.query
        answers = self._session.predictions_on(query.part)
        if query.needs_answers and answers is not self._listing.answers:
            self._relist()  # the same question, asked of a network that has learned on
        if self.model.rowCount():
            self._select(0)

    @Slot()
    def _on_compared(self) -> None:
        self.bar.set_may_compare(self._session.compared is not None)

    @Slot()
    def _on_answers(self) -> None:
        """Show new predictions; the images stay in place while a network learns."""
        session = self._session
        answers = session.predictions_on(session.query.part)
        asked, before = self._listing.query, self._listing.answers
        if asked is None or session.dataset is None:
            return
        is_other = answers is None or before is None or before.network is not answers.network
        is_missing = session.query.needs_answers and before is None
        if is_missing or (is_other and not session.is_live and asked.needs_answers):
            self._relist()
        elif answers is not self.model.answers:
            self.model.set_answers(answers)
            self._show_count()

    @Slot()
    def _relist(self) -> None:
        session = self._session
        if session.dataset is None:
            return
        part = session.query.part
        answers = session.predictions_on(part)
        compared = session.compared_predictions_on(part)
        found = self._listing.find(
            session.dataset, session.query, answers, compared, session.picked
        )
        if found is None:
            self._show_early()
        else:
            self._show_found(found)

    def _show_early(self) -> None:
        """Show what is found among the first images, while their predictions come in."""
        session = self._session
        if session.dataset is None:
            return
        answers = session.early_predictions_on(session.query.part)
        if found := self._listing.find_early(session.dataset, answers):
            self._show_found(found)
            return
        if self._listing.is_misleading and self.model.rowCount():
            self.model.show_images(session.dataset, np.empty(0, np.int64), None)
        self._show_count()

    def _show_found(self, found: Found) -> None:
        dataset = self._session.dataset
        if dataset is None:
            return
        if np.array_equal(found.numbers, self.model.shown) and self.model.dataset is dataset:
            self.model.set_answers(found.answers)
        elif not self.model.show_images(dataset, found.numbers, found.answers):
            self._on_listed(dataset, keep_place=not found.is_from_top)
        self._show_count()

    def _on_listed(self, dataset: Dataset, *, keep_place: bool) -> None:
        is_empty = self.model.rowCount() == 0
        filters = self._session.query.filters(dataset.class_names)
        self.clear.setVisible(bool(filters))
        if is_empty:
            self.empty.setText(
                f"No images match: {', '.join(filters.values())}."
                if filters
                else none_of(self._session.query.part, dataset.split_plan)
            )
        self._stack.setCurrentIndex(0 if is_empty else 1)
        picked = self._session.picked
        if not is_empty:
            # Stay at the same image, or else at the first in the list.
            row = self.model.row_of(picked) if keep_place and picked is not None else None
            self._select(row or 0)

    def _is_waiting(self) -> bool:
        """Tell whether the query has to wait for predictions."""
        dataset, question = self._session.dataset, self._session.query
        is_empty = dataset is None or not dataset.numbers(question.part)
        return self._listing.is_waiting and not is_empty

    @Slot()
    def _show_count(self) -> None:
        session = self._session
        answers, question = self.model.answers, session.query
        n_shown = self.model.rowCount()
        self.renew.hide()
        if session.dataset is None:
            self.count.setText("")
        elif self._is_waiting():
            progress = session.predictions.progress
            done = f" {percent_done(progress[1])}" if progress else ""
            then = "" if question.order is Order.INDEX else ". Then the images are sorted."
            self.count.setText(f"The network is predicting …{done}{then}")
        else:
            n_all = len(session.dataset.numbers(question.part))
            words = (
                f"{n_shown:,} images" if n_shown == n_all else f"{n_shown:,} of {n_all:,} images"
            )
            if answers is not None and n_shown and question.is_right is None:
                n_wrong = n_shown - int(answers.is_right[self.model.shown - answers.start].sum())
                words += f", {n_wrong:,} answered wrong"
            n_selected = sum(len(part) for part in self.grid.selected_ranges())
            if n_selected > 1:
                words += f"; {n_selected:,} selected"
            self.count.setText(words + self._learning_words())
            self.renew.setVisible(session.is_live and question.needs_answers)

    def _learning_words(self) -> str:
        """Say, while the network learns, that a figure may be another one now, and which."""
        session, part = self._session, self._session.query.part
        if session.dataset is None or not (session.is_live and session.query.needs_answers):
            return ""
        n_now = self._listing.n_now(
            session.dataset, session.predictions_on(part), session.compared_predictions_on(part)
        )
        if n_now is not None:
            figure = "" if n_now == self.model.rowCount() else f": {n_now:,} now"
            return f". The network has learned on{figure}."
        return ". The network is still learning." if session.is_learning else ""

    @Slot()
    def _show_progress(self) -> None:
        if self._is_waiting():
            self._show_early()

    # What a person does ------------------------------------------------------------------

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self._session.pick(current.data(NUMBER_ROLE))

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        """Select an image again after one of its neighbours was selected."""
        self._session.pick(index.data(NUMBER_ROLE))

    @Slot()
    def _on_picked(self) -> None:
        picked = self._session.picked
        row = None if picked is None else self.model.row_of(picked)
        if row is not None and row != self.grid.currentIndex().row():
            self._select(row)

    def _select(self, row: int) -> None:
        index = self.model.index(row)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.grid.selectionModel().setCurrentIndex(index, flags)
        self.grid.scrollTo(index)

    @Slot(int)
    def _go_to(self, number: int) -> None:
        self._session.pick(number)
        dataset = self._session.dataset
        if dataset and self.model.row_of(number) is None:
            name = dataset.name_of(number)
            self.count.setText(f"{name} is shown on the right; it is not among these images.")
        else:
            self.grid.setFocus()

    @Slot()
    def _show_size(self) -> None:
        self.grid.set_scale(self.size_slider.value())

    @Slot()
    def _play(self) -> None:
        dialog = QuizDialog(self._session, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot()
    def _save(self) -> None:
        kinds = {".png": "PNG image (*.png)"}
        if path := ask_for_new_file(self, "Save images", "images.png", kinds):
            self.save_images(path)

    def save_images(self, path: Path) -> bool:
        """Write the selected images, or all if only one is; False and a message on failure."""
        dataset = self._session.dataset
        if dataset is None or not self.model.rowCount():
            self._session.failed.emit("There are no images to save. Clear the filters first.")
            return False
        selected = self.grid.selected_rows()
        numbers = self.model.shown[selected] if len(selected) > 1 else self.model.shown
        if problem := save_sheet(dataset, numbers, path):
            self._session.failed.emit(problem)
        return not problem


def _keep_two_lines(label: QLabel) -> None:
    """Let the images below stay where they are when the words need another line."""
    label.setMinimumHeight(2 * label.fontMetrics().lineSpacing())
