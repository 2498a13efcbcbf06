"""A page, or a row, of which parts go below each other where it is narrow."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from fashion_gui.ui.theme.sizes import SPACE_12
from fashion_gui.ui.widgets.room import room_for

_MARGINS = 2 * SPACE_12
_BESIDE = QBoxLayout.Direction.LeftToRight
_BELOW, _ABOVE = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.BottomToTop


class NarrowPage(QWidget):
    """Has its cards beside each other, and scrolls sideways only where other shapes need it, too.

    Attributes
    ----------
    is_narrow : bool
        Whether parts are below each other.
    """

    is_narrow = False
    _follows_room = False
    _is_fitting = False
    _columns: QBoxLayout | None = None
    _rows: tuple[QBoxLayout, ...] = ()
    _inner: QBoxLayout | None = None

    def set_columns(
        self,
        columns: QBoxLayout,
        *rows: QBoxLayout,
        inner: QBoxLayout | None = None,
        follows_room: bool = False,
    ) -> None:
        """Set the layout of the cards.

        Parameters
        ----------
        columns
            Its cards go below each other where the page is narrow.
        rows
            Other layouts that do as `columns` does.
        inner
            If given, only its parts do, in reversed order: a layout inside of one of the cards.
        follows_room
            Whether its shape follows from the area that it is scrolled in, and not from its own
            width: where that follows from the shape, neither might come to rest.
        """
        self._follows_room = follows_room
        self._columns, self._rows, self._inner = columns, rows, inner

    def on_narrow(self) -> None:
        """Follow a change of ``is_narrow``, or of what the cards need."""

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        if self._columns and not self.is_narrow:  # before it is too narrow, it must become so
            widest = max(_least_widths(self._columns), default=0) + _MARGINS
            least = hint.width() - _saved(self._inner) if self._inner else widest
            hint.setWidth(min(hint.width(), least))
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return handled

    def _fit(self) -> None:
        if self._columns is None or self._is_fitting:
            return
        self._is_fitting = True  # what is activated below may call this again, without an end
        try:
            self._take_shape(self._columns)
        finally:
            self._is_fitting = False

    def _take_shape(self, columns: QBoxLayout) -> None:
        needed = max(map(_width_beside, (columns, *self._rows))) + _MARGINS
        if self._inner and self.is_narrow:
            needed += _saved(self._inner)
        is_narrow = (room_for(self) if self._follows_room else self.size()).width() < needed
        is_another, self.is_narrow = is_narrow is not self.is_narrow, is_narrow
        if is_another:
            for each in (columns, *self._rows) if self._inner is None else ():
                each.setDirection(_BELOW if is_narrow else _BESIDE)
            if self._inner:
                self._inner.setDirection(_ABOVE if is_narrow else _BESIDE)
        self.on_narrow()
        if is_another and (whole := self.layout()):
            # At once: with the least width from before, the area around would make it wide again.
            whole.activate()


def _least_widths(layout: QBoxLayout) -> list[int]:
    """Return the least widths of what is in sight."""
    items = [layout.itemAt(place) for place in range(layout.count())]
    return [item.minimumSize().width() for item in items if item and not item.isEmpty()]


def _width_beside(layout: QBoxLayout) -> int:
    """Return the width that it needs with its items beside each other."""
    widths = _least_widths(layout)
    return sum(widths) + layout.spacing() * max(0, len(widths) - 1)


def _saved(layout: QBoxLayout) -> int:
    """Return how much less width it needs with its items below each other."""
    return _width_beside(layout) - max(_least_widths(layout), default=0)
