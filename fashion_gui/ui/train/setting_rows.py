"""The rows of the form: a label and an editor for each setting, under headings that fold."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from fashion_gui.training.recipes import settings
from fashion_gui.training.settings import value_in_words
from fashion_gui.ui.theme.sizes import SPACE_8
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import sized
from fashion_gui.ui.train.setting_editors import WheelGuard, make_editor
from fashion_gui.ui.train.setting_groups import MAIN, groups
from fashion_gui.ui.widgets.fold import Fold

_SETTINGS = {setting.name: setting for setting in settings()}
_MARK = " •"
"""Marks the label of a setting that differs from the recipe's own."""
_POINTED_MS = 2000
"""How long the label of a setting is marked to which something has led."""


class SettingRows(QWidget):
    """Holds the editors of all settings.

    Parameters
    ----------
    edited, finished
        Slots of a QObject: for every change, and for a text that is complete.
    below
        What belongs under a setting, by its name.

    Attributes
    ----------
    editors
        By the name of the setting.
    folds
        The groups, by their headings.
    """

    def __init__(
        self,
        edited: Callable[[], None],
        finished: Callable[[], None],
        below: Mapping[str, QWidget],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editors: dict[str, QWidget] = {}
        self.folds: dict[str, Fold] = {}
        self._labels: dict[str, QLabel] = {}
        self._slots, self._below = (edited, finished), below
        self._wheel_guard = WheelGuard(self)
        self._pointed = ""
        self._pointing = QTimer(self, interval=_POINTED_MS, singleShot=True)
        self._pointing.timeout.connect(self._unmark)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_8)
        layout.addWidget(self._rows_of(MAIN))
        for title, names in groups().items():
            self.folds[title] = Fold(title, self._rows_of(names))
            layout.addWidget(self.folds[title])
        layout.addStretch(1)
        sized(self, SettingRows._align)

    def _rows_of(self, names: Iterable[str]) -> QWidget:
        """Return a widget with a label and an editor for each of some settings."""
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name in names:
            setting = _SETTINGS[name]
            editor = make_editor(setting, *self._slots)
            editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            editor.installEventFilter(self._wheel_guard)
            editor.setToolTip(setting.metadata["help"])
            editor.setObjectName(name)  # help finds the setting by it
            editor.setAccessibleName(setting.metadata["label"])
            self.editors[name] = editor
            label = QLabel(setting.metadata["label"])
            label.setToolTip(setting.metadata["help"])
            label.setBuddy(editor)
            self._labels[name] = label
            form.addRow(label, editor)
            if name in self._below:
                form.addRow(self._below[name])
        rows = QWidget()
        rows.setLayout(form)
        return rows

    def _align(self) -> None:
        """Let the editors of all groups begin at the same place, marked or not."""
        metrics = self.fontMetrics()
        texts = (f"{setting.metadata['label']}{_MARK}" for setting in _SETTINGS.values())
        width = max(map(metrics.horizontalAdvance, texts))
        for label in self._labels.values():
            label.setFixedWidth(width)

    def show_changes(self, changed: Mapping[str, Any], recipe: str) -> None:
        """Mark what differs from a recipe, at its label and at the heading of its group.

        Parameters
        ----------
        changed
            The recipe's own values of the settings that differ from it.
        """
        for name, label in self._labels.items():
            setting = _SETTINGS[name]
            is_changed = name in changed
            label.setText(f"{setting.metadata['label']}{_MARK if is_changed else ''}")
            mark(label, state="changed" if is_changed else "")
            own = f"{recipe}: {value_in_words(changed[name])}." if is_changed else ""
            label.setToolTip(f"{setting.metadata['help']} {own}".strip())
            self.editors[name].setAccessibleDescription(f"Changed. {own}" if own else "")
        for title, names in groups().items():
            n_changed = len(changed.keys() & set(names))
            self.folds[title].show_note(f"{n_changed} changed" if n_changed else "")

    def lead_to(self, name: str, area: QScrollArea) -> None:
        """Open the group of a setting, scroll an area to it, mark it, and give it the focus."""
        for title, names in groups().items():
            if name in names:
                self.folds[title].set_open(True)
        self._unmark()
        self._pointed = name
        self.editors[name].setFocus(Qt.FocusReason.OtherFocusReason)
        mark(self._labels[name], pointed="yes")
        self._pointing.start()

        def scroll() -> None:
            for widget in (self._labels[name], self.editors[name]):
                area.ensureWidgetVisible(widget)

        QTimer.singleShot(0, self, scroll)  # after a group has got its place

    @Slot()
    def _unmark(self) -> None:
        if self._pointed:
            mark(self._labels[self._pointed], pointed="")
            self._pointed = ""
