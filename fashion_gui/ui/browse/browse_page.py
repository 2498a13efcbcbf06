"""The page Browse: a grid of test images beside the picked one."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.ui.browse.detail_panel import DetailPanel
from fashion_gui.ui.browse.image_delegate import ImageDelegate
from fashion_gui.ui.browse.image_model import IMAGE_INDEX_ROLE, ImageModel
from fashion_gui.ui.session import Session

_WRONG = 1
"""Place of the wrong answers among the filters."""


class BrowsePage(QWidget):
    """All test images, or those that were answered wrong."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = ImageModel()
        self.grid = self._make_grid()
        self.filter = QComboBox()
        self.filter.addItems(["All test images", "Only wrong answers"])
        self.filter.setAccessibleName("Which images")
        self.filter.setToolTip(
            "The wrong answers teach most: what would you have said to these images?"
        )
        self.count = QLabel()
        self.count.setAccessibleName("How many are wrong")
        self.empty = QLabel("The images are being loaded …")
        self.empty.setWordWrap(True)
        self.detail = DetailPanel(session)

        top = QHBoxLayout()
        top.addWidget(self.filter)
        top.addSpacing(8)
        top.addWidget(self.count, 1)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.grid)
        left = QVBoxLayout()
        left.addLayout(top)
        left.addLayout(self._stack, 1)
        layout = QHBoxLayout(self)
        layout.addLayout(left, 5)
        layout.addSpacing(12)
        layout.addWidget(self.detail, 3)

        self.filter.currentIndexChanged.connect(self._on_filter)
        self.grid.selectionModel().currentChanged.connect(self._on_current)
        self.model.modelReset.connect(self._on_model_reset)
        session.dataset_changed.connect(self._on_dataset)
        session.answers.changed.connect(self._on_answers)
        session.picked_changed.connect(self._on_picked)

    def _make_grid(self) -> QListView:
        grid = QListView()
        grid.setAccessibleName("Test images")
        grid.setToolTip("Pick an image with the mouse or the arrow keys to see it large.")
        grid.setViewMode(QListView.ViewMode.IconMode)
        grid.setMovement(QListView.Movement.Static)
        grid.setResizeMode(QListView.ResizeMode.Adjust)
        grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        grid.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        delegate = ImageDelegate(grid)
        grid.setItemDelegate(delegate)
        # A fixed grid lets the view find items by arithmetic instead of asking each.
        grid.setUniformItemSizes(True)
        grid.setGridSize(delegate.cell_size())
        grid.setModel(self.model)
        return grid

    @Slot()
    def _on_dataset(self) -> None:
        if self._session.dataset:
            self.model.set_dataset(self._session.dataset)
        else:
            self.empty.setText(self._session.loading_error)

    @Slot()
    def _on_answers(self) -> None:
        session = self._session
        keep_list = session.is_live and self.model.rowCount() > 0
        self.model.set_answers(session.answers.current, keep_list=keep_list)
        self._show_count()

    @Slot(int)
    def _on_filter(self, index: int) -> None:
        self.model.set_only_wrong(index == _WRONG)

    @Slot()
    def _on_model_reset(self) -> None:
        self._show_count()
        is_empty = self.model.rowCount() == 0
        if is_empty and self._session.answers.current:
            self.empty.setText("Not one wrong answer.")
        self._stack.setCurrentWidget(self.empty if is_empty else self.grid)
        if not is_empty:
            # Stay where the person was: at the same image, or else at the next one listed.
            self._select(self.model.nearest_row(self._session.picked or 0))

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self._session.pick(current.data(IMAGE_INDEX_ROLE))

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

    def _show_count(self) -> None:
        answers = self._session.answers.current
        if self._session.dataset is None:
            self.count.setText("")
        elif answers is None:
            self.count.setText("The network is answering …")
        else:
            n_all = len(answers.is_right)
            n_wrong = n_all - int(answers.is_right.sum())
            text = f"{n_wrong:,} of {n_all:,} are answered wrong"
            if self._session.is_live and self.filter.currentIndex() == _WRONG:
                text += " (the list is renewed when the run ends)"
            self.count.setText(text)
