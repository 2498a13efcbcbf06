"""The test images as a list model: which ones are shown, and what is known of each."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from fashion_gui.data import Dataset
from fashion_gui.ui.answer_book import Answers
from fashion_gui.ui.widgets.pixmaps import to_qimage

THUMBNAIL_SIDE = 56
"""Logical pixels of a thumbnail: two for each pixel of the image."""

ANSWER_ROLE = Qt.ItemDataRole.UserRole
"""Name of the class that was answered; "" before there is an answer."""
IS_WRONG_ROLE = Qt.ItemDataRole.UserRole + 1
IMAGE_INDEX_ROLE = Qt.ItemDataRole.UserRole + 2

_Index = QModelIndex | QPersistentModelIndex


class ImageModel(QAbstractListModel):
    """Lists all test images or only those that were answered wrong. Nothing is copied."""

    def __init__(self) -> None:
        super().__init__()
        self._dataset: Dataset | None = None
        self._answers: Answers | None = None
        self._shown: NDArray[np.intp] = np.empty(0, np.intp)
        self._only_wrong = False

    @property
    def shown(self) -> NDArray[np.intp]:
        """Indices of the test images that are listed, in order: shape (n_shown,)."""
        return self._shown

    def set_dataset(self, dataset: Dataset) -> None:
        """List the test images of a data set."""
        self._dataset = dataset
        self._relist()

    def set_answers(self, answers: Answers | None, *, keep_list: bool = False) -> None:
        """Show other answers; None while there are none.

        With `keep_list` the same images stay listed: what is wrong changes every second while
        a network learns, and nobody can look at images that jump about.
        """
        self._answers = answers
        if keep_list or np.array_equal(self._wanted(), self._shown):
            self._tell_changed()
        else:
            self._relist()

    def set_only_wrong(self, only_wrong: bool) -> None:
        """Choose between all images and the wrong ones."""
        if only_wrong != self._only_wrong:
            self._only_wrong = only_wrong
            self._relist()

    def row_of(self, image_index: int) -> int | None:
        """Return where a test image is listed; None when it is not."""
        row = int(np.searchsorted(self._shown, image_index))
        is_listed = row < len(self._shown) and self._shown[row] == image_index
        return row if is_listed else None

    def nearest_row(self, image_index: int) -> int:
        """Return the row of a test image, or of the next one that is listed."""
        row = int(np.searchsorted(self._shown, image_index))
        return min(row, len(self._shown) - 1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._dataset is None:
            return None
        image = int(self._shown[index.row()])
        if role == Qt.ItemDataRole.DecorationRole:
            return QPixmap.fromImage(to_qimage(self._dataset.test.images[image]))
        if role == IMAGE_INDEX_ROLE:
            return image
        if role == ANSWER_ROLE:
            return self._answer(image)
        if role == IS_WRONG_ROLE:
            return bool(self._answers and not self._answers.is_right[image])
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._description(image)
        return None

    def _answer(self, image: int) -> str:
        if self._answers is None:
            return ""
        class_names = self._answers.network.class_names
        return class_names[int(self._answers.predicted[image])]

    def _description(self, image: int) -> str:
        assert self._dataset is not None
        true_class = self._dataset.class_names[self._dataset.test.labels[image]]
        if self._answers is None:
            return f"Test image {image}: {true_class}. No answer yet."
        verdict = "right" if self._answers.is_right[image] else "wrong"
        return f"Test image {image}: {true_class}. Answer: {self._answer(image)}, {verdict}."

    def _wanted(self) -> NDArray[np.intp]:
        if self._dataset is None:
            return np.empty(0, np.intp)
        if not self._only_wrong:
            return np.arange(len(self._dataset.test))
        if self._answers is None:
            # The answers are on their way: until then the list stays as it was.
            return self._shown
        return np.flatnonzero(~self._answers.is_right)

    def _relist(self) -> None:
        self.beginResetModel()
        self._shown = self._wanted()
        self.endResetModel()

    def _tell_changed(self) -> None:
        if len(self._shown):
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))
