"""A page, or a row, of which parts go below each other where it is narrow."""

from PySide6.QtCore import QEvent, QMargins, QSize
from PySide6.QtWidgets import QBoxLayout, QWidget

from fashion_gui.ui.theme.sizes import SPACE_12
from fashion_gui.ui.widgets.room import FittedPage

_BESIDE = QBoxLayout.Direction.LeftToRight
_BELOW, _ABOVE = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.BottomToTop


class NarrowPage(FittedPage):
    """Has its cards beside each other where its room is wide enough for that.

    Attributes
    ----------
    is_narrow : bool
        Whether parts are below each other.
    """

    is_narrow = False
    _margins = 2 * SPACE_12
    _columns: QBoxLayout | None = None
    _rows: tuple[QBoxLayout, ...] = ()
    _inner: QBoxLayout | None = None

    def set_columns(
        self, columns: QBoxLayout, *rows: QBoxLayout, inner: QBoxLayout | None = None
    ) -> None:
        """Set the layout of the cards.

        Parameters
        ----------
        columns
            Its cards go below each other where the page is narrow.
        rows
            Other layouts that do as `columns` does.
        inner
            If given, only its parts do, in reversed order: a layout inside of the first card.
        """
        self._columns, self._rows, self._inner = columns, rows, inner

    def on_narrow(self) -> None:
        """Follow a change of ``is_narrow``, of the room, or of what the cards need."""

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.fit()
        return handled

    def fit(self) -> None:
        """Take the shape: from the room, and what the parts need beside each other."""
        if self._columns is None:
            return
        is_narrow = self.room.width() < self._width_needed(self._columns)
        if is_narrow is not self.is_narrow:
            self.is_narrow = is_narrow
            if self._inner:
                self._inner.setDirection(_ABOVE if is_narrow else _BESIDE)
            else:
                for each in (self._columns, *self._rows):
                    each.setDirection(_BELOW if is_narrow else _BESIDE)
        self.on_narrow()

    def _width_needed(self, columns: QBoxLayout) -> int:
        """Return the width that the page needs with its parts beside each other.

        It must be the same in both shapes, or which one comes up would depend on the one before.
        """
        widths = _least_widths(columns)
        if self._inner and widths:
            widths[0] = max(widths[0], _width_beside(self._inner) + self._around(self._inner))
        beside = sum(widths) + columns.spacing() * max(0, len(widths) - 1)
        return max([beside, *map(_width_beside, self._rows)]) + self._margins

    def _around(self, inner: QBoxLayout) -> int:
        """Return the width of what is around a layout: margins of cards and their edges."""
        width, widget = 0, inner.parentWidget()
        while widget is not None and widget is not self:
            for margins in (widget.contentsMargins(), _margins_of(widget)):
                width += margins.left() + margins.right()
            widget = widget.parentWidget()
        return width


class NarrowRow(NarrowPage):
    """A row in a page. What it asks for is the same in both shapes, so its width is, too."""

    _margins = 0

    def sizeHint(self) -> QSize:
        return QSize(self._wide(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        widths = _least_widths(self._columns) if self._columns else []
        return QSize(max(widths, default=0), super().minimumSizeHint().height())

    def _wide(self) -> int:
        return self._width_needed(self._columns) if self._columns else 0


def _least_widths(layout: QBoxLayout) -> list[int]:
    """Return the least widths of what is in sight."""
    items = [layout.itemAt(place) for place in range(layout.count())]
    return [item.minimumSize().width() for item in items if item and not item.isEmpty()]


def _width_beside(layout: QBoxLayout) -> int:
    """Return the width that it needs with its items beside each other."""
    widths = _least_widths(layout)
    return sum(widths) + layout.spacing() * max(0, len(widths) - 1)


def _margins_of(widget: QWidget) -> QMargins:
    layout = widget.layout()
    return layout.contentsMargins() if layout else QMargins()
