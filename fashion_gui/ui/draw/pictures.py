"""Pictures on the way to the canvas and from it: loaded, opened, pasted, dropped, mended, saved."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from fashion_gui.files.atomic import OutputError
from fashion_gui.files.image_formats import SUFFIXES
from fashion_gui.files.images import PictureError, write_png
from fashion_gui.sketch.operations import Operation
from fashion_gui.ui.draw.canvas import Canvas
from fashion_gui.ui.draw.incoming import incoming_file, incoming_mime
from fashion_gui.ui.draw.mend_button import MendButton
from fashion_gui.ui.draw.picture_reader import IncomingDrawing, PictureReader, turn_in_words
from fashion_gui.ui.draw.toolbox import Toolbox
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.widgets.file_dialogs import ask_for_file, ask_for_new_file

if TYPE_CHECKING:  # loaded when it is first needed
    from fashion_gui.ui.draw.mend_dialog import MendDialog

_SUFFIX = ".png"
_PICTURES = f"Pictures ({' '.join(f'*{suffix}' for suffix in SUFFIXES)});;All files (*)"
_SAVED_KIND = f"PNG pictures (*{_SUFFIX})"
_SAVED_SIDE = 448
"""Pixels: sixteen per pixel of the canvas."""


class Pictures(QObject):
    """Does what the toolbox's actions on pictures say.

    An opened picture is shown first, to be mended; one that was pasted or dropped is put onto the
    canvas at once, and can be mended as long as nothing was drawn after it.

    Attributes
    ----------
    mending
        The open dialog; None for none.
    button
        Offers to mend, on the canvas.
    """

    told = Signal(str)
    """What was done, for the status bar."""

    def __init__(self, session: Session, canvas: Canvas, toolbox: Toolbox, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._canvas, self._tools, self._page = session, canvas, toolbox, parent
        self._drawing = canvas.drawing
        self.reader = PictureReader(session.threads, self)
        self.mending: MendDialog | None = None
        self._shown: IncomingDrawing | None = None
        self._mendable: IncomingDrawing | None = None
        self._pasted: Operation | None = None
        self._is_mendable: bool | None = None
        self.button = MendButton(toolbox.mend, canvas)
        for action, slot in (
            (toolbox.load, self._load),
            (toolbox.load_any, self._load_any),
            (toolbox.open, self._open),
            (toolbox.paste, self._paste_copied),
            (toolbox.mend, self._mend),
            (toolbox.copy, self._copy),
            (toolbox.save, self._save),
        ):
            action.triggered.connect(slot)
        self.reader.started.connect(self.told)
        self.reader.arrived.connect(self._on_arrived)
        self.reader.failed.connect(self._on_not_read)
        session.canvas_requested.connect(self.show_image)
        canvas.changed.connect(self._show_mendable)
        self._show_mendable()

    def forget(self) -> None:
        """Drop a picture that is still being read."""
        self.reader.forget()

    # Onto the canvas ---------------------------------------------------------------------

    @Slot()
    def _load(self) -> None:
        self.show_image(self._session.picked_image())

    @Slot()
    def _load_any(self) -> None:
        from fashion_gui.ui.draw.image_chooser import ImageChooser

        if self._session.dataset is None:
            return
        chooser = ImageChooser(self._session.dataset, self._page)
        if chooser.exec():
            self.show_image(chooser.image)
        chooser.deleteLater()

    @Slot(object)
    def show_image(self, image: NDArray[np.uint8] | None) -> None:
        """Put an image of the data set, uint8 (28, 28), onto the canvas; nothing for None."""
        if image is not None:
            self.reader.forget()
            self._drawing.paste(image, is_framed=True)
            self.tell_of_paste()

    @Slot()
    def _open(self) -> None:
        if path := ask_for_file(self._page, "Open a picture", _PICTURES):
            self.open_picture(path)

    def open_picture(self, path: Path) -> None:
        """Show what is found in a picture, to be put onto the canvas; a message on failure."""
        self.reader.read(incoming_file(path), self._session.network, is_shown=True)

    @Slot()
    def _paste_copied(self) -> None:
        self.read_mime(QGuiApplication.clipboard().mimeData())

    def read_mime(self, data: QMimeData | None) -> None:
        """Put what was pasted or dropped onto the canvas; a message on failure."""
        try:
            self.reader.read(incoming_mime(data), self._session.network)
        except PictureError as error:
            self._session.failed.emit(str(error))

    @Slot(str)
    def _on_not_read(self, sentence: str) -> None:
        self.told.emit("")  # it is no longer being read
        self._session.failed.emit(sentence)

    @Slot(object)
    def _on_arrived(self, arrived: IncomingDrawing) -> None:
        if arrived.is_shown:
            self.told.emit("")  # it is no longer being read
            self._show_dialog(arrived)
        else:
            turn = turn_in_words(arrived.reading)
            self._paste(arrived, " ".join(filter(None, (arrived.remark, turn))))

    def _paste(self, arrived: IncomingDrawing, remark: str = "") -> None:
        self._drawing.paste(arrived.reading.drawing)
        self._mendable, self._pasted = arrived, self._drawing.operations[-1]
        self.tell_of_paste(remark)

    @Slot()
    def tell_of_paste(self, remark: str = "") -> None:
        """Show the canvas after something was put onto it, and say so."""
        self._tools.templates.setCurrentIndex(0)  # its lines are for a drawing of one's own
        self._canvas.refresh()
        words = ("It is on the canvas.", remark, "Undo brings back what was there before.")
        self.told.emit(" ".join(filter(None, words)))

    # Mending -----------------------------------------------------------------------------

    @Slot()
    def _show_mendable(self) -> None:
        newest = self._drawing.operations[-1:]
        is_newest = bool(newest) and newest[0] is self._pasted
        is_mendable = is_newest and not self._canvas.is_pressed
        if is_mendable is not self._is_mendable:
            self._is_mendable = is_mendable
            self._tools.mend.setEnabled(is_mendable)
            self.button.offer(is_mendable)

    @Slot()
    def _mend(self) -> None:
        if self._mendable:
            self._show_dialog(self._mendable)

    def _show_dialog(self, arrived: IncomingDrawing) -> None:
        from fashion_gui.ui.draw.mend_dialog import MendDialog

        self._shown = arrived
        self.mending = MendDialog(self._session, arrived, self._page)
        self.mending.finished.connect(self._on_mended)
        self.mending.open()

    def give_up_mending(self) -> None:
        """Close the dialog."""
        if self.mending:
            self.mending.reject()

    @Slot(int)
    def _on_mended(self, result: int) -> None:
        dialog, self.mending = self.mending, None
        if dialog is None or self._shown is None:
            return
        if result == QDialog.DialogCode.Accepted:
            self._paste(replace(self._shown, reading=dialog.reading))
        dialog.deleteLater()

    # From the canvas ---------------------------------------------------------------------

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setImage(to_qimage(self._drawing.render(_SAVED_SIDE)))
        self.told.emit("The drawing is copied as a picture.")

    @Slot()
    def _save(self) -> None:
        name = f"drawing{_SUFFIX}"
        if path := ask_for_new_file(self._page, "Save the drawing", name, {_SUFFIX: _SAVED_KIND}):
            self.save_picture(path)

    def save_picture(self, path: Path) -> None:
        """Write the drawing to a file; a message on failure."""
        try:
            picture = self._drawing.render(_SAVED_SIDE, is_fitted=True)
            write_png(path, picture)
        except OutputError as error:
            self._session.failed.emit(f"The drawing was not saved. {error}")
        else:
            self.told.emit(f"Saved as {path}")
