"""The editor of a setting: what kind it has, and how its value is read and shown."""

from collections.abc import Callable
from dataclasses import Field
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget

from fashion_gui.training.settings import RecipeError
from fashion_gui.ui.train.network_choice import NetworkChoice
from fashion_gui.ui.widgets.number_box import NumberBox

_ALL = 0
"""Value of an editor that means "all"."""
_LARGEST = 2**31 - 1
"""The largest number of a spin box."""

Setting = Field[Any]


def make_editor(
    setting: Setting, edited: Callable[[], None], finished: Callable[[], None]
) -> QWidget:
    """Return the editor that the type of a setting asks for.

    Parameters
    ----------
    edited, finished
        Slots of a QObject: for every change, and for a text that is complete.
    """
    if setting.metadata["is_network"]:
        network = NetworkChoice()
        network.changed.connect(edited)
        return network
    if choices := setting.metadata["choices"]:
        combo = QComboBox()
        combo.addItems(choices)
        combo.currentTextChanged.connect(edited)
        return combo
    if setting.type in (int, int | None):
        return _number_box(setting, edited)
    if setting.type is bool:
        box = QCheckBox()
        box.toggled.connect(edited)
        return box
    line = QLineEdit()
    line.setPlaceholderText("none")
    line.textChanged.connect(edited)
    line.editingFinished.connect(finished)
    return line


def _number_box(setting: Setting, edited: Callable[[], None]) -> QSpinBox:
    spin = NumberBox()
    limits = setting.metadata["limits"]
    spin.setMaximum(int(min(limits.high, _LARGEST)))
    spin.setMinimum(int(limits.low))
    spin.setGroupSeparatorShown(True)
    if setting.type == int | None:
        spin.setMinimum(_ALL)
        spin.setSpecialValueText("all")
    spin.valueChanged.connect(edited)
    return spin


def read(setting: Setting, editor: QWidget) -> Any:
    """Return the value in an editor; RecipeError when it is none."""
    if isinstance(editor, NetworkChoice):
        return editor.network()
    if isinstance(editor, QComboBox):
        return editor.currentText()
    if isinstance(editor, QSpinBox):
        is_all = setting.type == int | None and editor.value() == _ALL
        return None if is_all else editor.value()
    if isinstance(editor, QCheckBox):
        return editor.isChecked()
    assert isinstance(editor, QLineEdit)
    text = editor.text().strip()
    words = [word for word in text.replace(",", " ").split() if word != "-"]
    if setting.type == tuple[str, ...]:
        return tuple(words)
    if setting.type == tuple[int, ...]:
        return tuple(_number(setting.name, word, int) for word in words)
    return _number(setting.name, text, float)


def _number(name: str, text: str, kind: Callable[[str], Any]) -> Any:
    try:
        return kind(text)
    except ValueError:
        expected = "whole numbers such as 256, 128" if kind is int else "a number"
        raise RecipeError(f"expects {expected}, found {text!r}.", name) from None


def show(editor: QWidget, value: Any) -> None:
    """Show a value in an editor."""
    if isinstance(editor, NetworkChoice):
        editor.show_network(value)
    elif isinstance(editor, QComboBox):
        editor.setCurrentText(value)
    elif isinstance(editor, QSpinBox):
        editor.setValue(_ALL if value is None else value)
    elif isinstance(editor, QCheckBox):
        editor.setChecked(value)
    elif isinstance(editor, QLineEdit):
        is_list = isinstance(value, tuple)
        editor.setText(", ".join(map(str, value)) if is_list else f"{value:g}")


class WheelGuard(QObject):
    """Prevents the wheel from changing a setting that the pointer only passes over."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_passing = (
            event.type() is QEvent.Type.Wheel
            and isinstance(watched, QWidget)
            and not watched.hasFocus()
        )
        if is_passing:
            event.ignore()  # the form scrolls instead
        return is_passing
