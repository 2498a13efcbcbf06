"""Text that a window shows less of than there is: cut at an edge, or under something else."""

from itertools import combinations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from fashion_gui.ui.widgets.elided_label import ElidedLabel

_KINDS = (QLabel, QAbstractButton, QComboBox, QLineEdit)
_SLACK = 1
_ARROW = 30


def cut_texts(window: QWidget) -> list[str]:
    """Say what cannot be read of the visible labels, buttons and boxes of a window."""
    found = []
    shown = [
        widget
        for kind in _KINDS
        for widget in window.findChildren(kind)
        if widget.isVisible() and widget.window() is window and not _is_part(widget)
    ]
    for widget in shown:
        name = f"{type(widget).__name__} {_words(widget)!r}"
        if problem := _too_small(widget) or _cut_by_parents(widget):
            found.append(f"{name}: {problem}")
    found += _overlaps(window)
    return found


def _words(widget: QWidget) -> str:
    return str(getattr(widget, "text", widget.accessibleName)())[:50]


def _is_part(widget: QWidget) -> bool:
    """Tell whether Qt made a widget as a part of another, such as the arrows of a tab bar."""
    return type(widget.parent()).__name__ in ("QTabBar", "QComboBox", "QLineEdit", "QSpinBox")


def _shows_text(button: QAbstractButton) -> bool:
    is_sign = (
        isinstance(button, QToolButton)
        and button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    )
    return bool(button.text()) and not is_sign


def _too_small(widget: QWidget) -> str:
    if isinstance(widget, ElidedLabel):
        return "" if widget.toolTip() else "shortened, and nothing says all of it"
    if isinstance(widget, QLabel):
        if not widget.text():
            return ""
        if widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            return f"{widget.height()} high of {needed}" if widget.height() < needed else ""
        hint = widget.sizeHint()
    elif isinstance(widget, QAbstractButton) and not _shows_text(widget):
        return ""
    else:
        hint = widget.minimumSizeHint()
    if isinstance(widget, QComboBox):  # its list shows the longer ones
        hint.setWidth(widget.fontMetrics().horizontalAdvance(widget.currentText()) + _ARROW)
    if isinstance(widget, QLineEdit):
        hint.setWidth(0)  # what is typed scrolls
    if isinstance(widget, QAbstractButton):
        hint.setHeight(widget.fontMetrics().height() + 2)  # Qt counts more than it needs
    if widget.width() < hint.width() - _SLACK or widget.height() < hint.height() - _SLACK:
        size = widget.size()
        return f"{size.width()}x{size.height()} of {hint.width()}x{hint.height()}"
    return ""


def _cut_by_parents(widget: QWidget) -> str:
    """Tell whether a parent ends before a widget does, and cannot be scrolled to the rest."""
    child, box = widget, widget.rect()
    while child is not None and not child.isWindow():
        parent = child.parentWidget()
        area = parent.parentWidget() if parent is not None else None
        if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
            if isinstance(area, QScrollArea):
                can = area.horizontalScrollBar().maximum(), area.verticalScrollBar().maximum()
                width = area.viewport().width() + can[0]
                height = area.viewport().height() + can[1]
                if child.width() > width + _SLACK or child.height() > height + _SLACK:
                    return f"{child.width()}x{child.height()} in {width}x{height} scrolled"
            child = area
            box = area.rect()
            continue
        box = QRect(box.topLeft() + child.pos(), box.size())
        room = parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
        if not room.contains(box):
            return f"{box} outside of {type(parent).__name__} {parent.rect()}"
        child = parent
    return ""


def _overlaps(window: QWidget) -> list[str]:
    found = []
    for parent in [window, *window.findChildren(QWidget)]:
        if not parent.isVisible() or isinstance(parent, QStackedWidget):
            continue
        children = [
            child
            for child in parent.children()
            if isinstance(child, _KINDS) and child.isVisible() and not _is_part(child)
        ]
        for one, other in combinations(children, 2):
            if one.geometry().intersects(other.geometry()):
                found.append(f"{_words(one)!r} over {_words(other)!r}")
    return found
