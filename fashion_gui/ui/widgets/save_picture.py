"""Saving any widget as a PNG or SVG picture."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QIODevice,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Slot,
)
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView, QMenu, QWidget

from fashion_gui.files.atomic import OutputError, write_files
from fashion_gui.files.images import write_png
from fashion_gui.ui.imaging.pixmaps import pixels_of
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.widgets.file_dialogs import ask_for_new_file

_SCALE = 2
"""Pixels of a PNG per pixel of the screen."""
_FILTERS = {".png": "PNG image (*.png)", ".svg": "SVG image (*.svg)"}


def save_widget(path: Path, widget: QWidget) -> None:
    """Write what a widget shows, whole or not at all: SVG for that suffix, else PNG.

    Raises
    ------
    OutputError
        One sentence, when the file cannot be written.
    """
    if path.suffix.lower() == ".svg":
        _save_svg(path, widget)
        return
    image = QImage(widget.size() * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(widget.palette().window().color())
    painter = QPainter(image)
    _render(widget, painter)
    painter.end()
    write_png(path, pixels_of(image))


def _render(widget: QWidget, painter: QPainter) -> None:
    if isinstance(widget, QGraphicsView):  # a plot has a render of its own
        widget.render(painter, QRectF(widget.rect()), widget.rect())
    else:
        widget.render(painter, QPoint(), widget.rect(), QWidget.RenderFlag.DrawChildren)


def _save_svg(path: Path, widget: QWidget) -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(QPoint(), widget.size()))
    generator.setTitle(widget.accessibleName())
    painter = QPainter(generator)
    painter.fillRect(widget.rect(), widget.palette().window())
    _render(widget, painter)
    painter.end()
    write_files({path: bytes(buffer.data().data())})


class PictureMenu(QMenu):
    """The context menu of a plot: save it as a picture, also with Ctrl+E."""

    def __init__(self, widget: QWidget, tell_failure: Callable[[str], None]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._tell_failure = tell_failure
        self.save = self.addAction("Save as picture …")
        set_icon(self.save, "image")
        self.save.setShortcut("Ctrl+E")
        self.save.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.save.triggered.connect(self._ask)
        widget.addAction(self.save)  # its key works where the focus is on the plot
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        widget.customContextMenuRequested.connect(self._open)

    @Slot(QPoint)
    def _open(self, place: QPoint) -> None:
        self.popup(self._widget.mapToGlobal(place))

    @Slot()
    def _ask(self) -> None:
        name = f"{self._widget.accessibleName().lower()}.png"
        path = ask_for_new_file(self._widget, "Save as picture", name, _FILTERS)
        if path is None:
            return
        try:
            save_widget(path, self._widget)
        except OutputError as error:
            self._tell_failure(f"The picture was not saved. {error}")
