"""The images shown, as a list model with their predictions. Nothing is copied."""

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from fashion_gui.data import Dataset
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.evaluation.query import Numbers
from fashion_gui.percent import probability

NUMBER_ROLE = Qt.ItemDataRole.UserRole
"""Number of the image in the data set."""

_Index = QModelIndex | QPersistentModelIndex


class ImageModel(QAbstractListModel):
    """Lists images by their numbers, in the order in which they are given."""

    def __init__(self) -> None:
        super().__init__()
        self.dataset: Dataset | None = None
        self.answers: Predictions | None = None
        self._shown: Numbers = np.empty(0, np.intp)

    @property
    def shown(self) -> Numbers:
        """Numbers of the images that are listed, in order: shape (n_shown,)."""
        return self._shown

    def show_images(self, dataset: Dataset, numbers: Numbers, answers: Predictions | None) -> bool:
        """List images of a data set; ``answers`` are the predictions for all of them, or None.

        Return whether those listed before stay where they are, and others only follow them.
        """
        n_before = len(self._shown)
        is_continued = (
            dataset is self.dataset
            and 0 < n_before < len(numbers)
            and np.array_equal(numbers[:n_before], self._shown)
        )
        if is_continued:
            self.beginInsertRows(QModelIndex(), n_before, len(numbers) - 1)
            self._shown = numbers
            self.endInsertRows()
            self.set_answers(answers)
        else:
            self.beginResetModel()
            self.dataset, self._shown, self.answers = dataset, numbers, answers
            self.endResetModel()
        return is_continued

    def set_answers(self, answers: Predictions | None) -> None:
        """Show other predictions for the same images."""
        self.answers = answers
        if len(self._shown):
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def row_of(self, number: int) -> int | None:
        """Return the row of an image; None if it is not listed."""
        rows = np.flatnonzero(self._shown == number)
        return int(rows[0]) if len(rows) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.dataset is None:
            return None
        number = int(self._shown[index.row()])
        if role == NUMBER_ROLE:
            return number
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.description(number)
        return None

    def description(self, number: int) -> str:
        """Return in words an image's name, true class and prediction."""
        dataset, answers = self.dataset, self.answers
        if dataset is None:
            return ""
        words = f"{dataset.name_of(number)}: {dataset.class_names[dataset.labels[number]]}."
        if answers is None or number not in answers:
            return f"{words} No answer yet."
        place = number - answers.start
        answer = answers.network.class_names[int(answers.predicted[place])]
        verdict = "right" if answers.is_right[place] else "wrong"
        return f"{words} Answer: {answer}, {probability(answers.confidence[place])}, {verdict}."
