"""How large a dialog begins: as it likes, but never larger than the screen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog

_SHARE = 0.92
"""Of the screen that a dialog may take: its frame takes some, too."""


def begin_with_size(dialog: QDialog, width: int, height: int) -> None:
    """Give a dialog a size in pixels, or as much of it as the screen of its window has."""
    parent = dialog.parentWidget()
    room = (parent or dialog).screen().availableSize() * _SHARE
    dialog.resize(QSize(width, height).boundedTo(room))
