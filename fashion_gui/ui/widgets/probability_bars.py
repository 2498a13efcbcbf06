"""A bar for each class, on an axis that is always 0 to 100 %."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QHelpEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.percent import MOST, probability
from fashion_gui.ui.imaging.pixmaps import silhouette
from fashion_gui.ui.theme.palette import Colours, colours
from fashion_gui.ui.theme.sizes import CHANGE_LINE
from fashion_gui.ui.theme.text_size import scaled
from fashion_gui.ui.widgets.names import cut, tell_whole, usual_width, width_in
from fashion_gui.ui.widgets.spoken import Role, Spoken

_GAP = 8
_ROW_HEIGHT = 22
_LEAST_TRACK = 60
_LEAST_ROWS = 3
"""Bars that are always in sight, where the others may be folded into one."""
_BAR_SHARE = 0.62
_HIGHEST_BAR, _LARGEST_ICON = 20, 26
"""Times the text's size."""
_ICON_CONTRAST = 1.6
_ICON_SHARE = 0.85
"""Largest share of the height of a row for an icon, so that those of low rows do not touch."""
_TICKS = (0, 25, 50, 75, 100)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Bar(NamedTuple):
    """What a row shows; the share is None before there are probabilities."""

    name: str
    share: float | None
    is_marked: bool


class _Row(NamedTuple):
    """Where the parts of a row are."""

    band: QRectF
    track: QRectF
    name: QRectF
    icon: QRectF


class _Places(NamedTuple):
    """Where everything is: the rows from the top down, and all tracks together."""

    rows: tuple[_Row, ...]
    tracks: QPainterPath
    has_axis: bool
    are_cut: bool
    """Whether a name may be too long for its row."""


class ProbabilityBars(Spoken, QWidget):
    """Shows a probability for each class, in the classes' fixed order or the likeliest first.

    The classes of the verdict are marked by a triangle, a bold name and a stronger colour: one,
    two, or none when the network is not sure or the image is novel.
    """

    spoken_role = Role.List

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._class_names: tuple[str, ...] = ()
        self._probabilities: NDArray[np.float32] | None = None
        self._marked: tuple[int, ...] = ()
        self._changed: NDArray[np.float32] | None = None
        self._images: NDArray[np.uint8] | None = None
        self._icons: list[QImage] = []
        self._is_sorted = self._is_folding = False
        self._order: tuple[int, ...] = ()
        self._places: _Places | None = None
        self.setAccessibleName("Probability of each class")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setToolTip(
            "How probable the network finds each class. Together they make 100 %: what one "
            "class gains, the others lose. While the picture is changed (What if?), orange lines "
            "in the bars are for the changed one."
        )

    @property
    def probabilities(self) -> NDArray[np.float32] | None:
        """The probabilities shown: float32 (n_classes,), or None for no bars."""
        return self._probabilities

    @property
    def marked(self) -> tuple[int, ...]:
        """The marked classes, the most likely first."""
        return self._marked

    def set_class_names(self, class_names: Sequence[str]) -> bool:
        """Show other names; return whether they are others."""
        if tuple(class_names) == self._class_names:
            return False
        self._class_names, self._places = tuple(class_names), None
        self._sort()
        self.updateGeometry()
        return True

    def set_icons(self, images: NDArray[np.uint8] | None) -> None:
        """Show an image of each class beside its name: uint8 (n_classes, 28, 28); None for none."""
        if images is not self._images:
            self._images, self._icons, self._places = images, [], None
            self.updateGeometry()
            self.update()

    def set_sorted(self, is_sorted: bool) -> None:
        """Show the likeliest class first, or the classes in their fixed order."""
        self._is_sorted = is_sorted
        self._sort()

    def set_folding(self, is_folding: bool) -> None:
        """Where there is no room for all bars, show the likeliest, and one for all others."""
        self._is_folding = is_folding
        self.updateGeometry()
        self.update()

    def _sort(self) -> None:
        n, shares = len(self._class_names), self._probabilities
        self._order = tuple(range(n))
        if self._is_sorted and shares is not None and len(shares) == n:
            self._order = tuple(int(index) for index in np.argsort(-shares, kind="stable"))
        self.update()

    def set_probabilities(
        self, probabilities: NDArray[np.float32] | None, marked: tuple[int, ...] = ()
    ) -> None:
        """Show a row of ``predict_proba`` and mark classes; None removes the bars."""
        self._probabilities, self._marked = probabilities, marked
        self._sort()

    def set_changed(self, probabilities: NDArray[np.float32] | None) -> None:
        """Show by a line in each bar what it would be for a changed picture; None for nothing."""
        self._changed = probabilities
        self.update()

    def sizeHint(self) -> QSize:
        row = max(_ROW_HEIGHT, self.fontMetrics().height() + 4)
        return QSize(380, row * (len(self._class_names) or 10) + self._axis_height())

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = usual_width(metrics, self._class_names)
        width += metrics.horizontalAdvance(f"▸ {MOST}") + 2 * _GAP + _LEAST_TRACK
        width += round(self._icon_room(metrics.height()))
        n = _LEAST_ROWS if self._is_folding else len(self._class_names) or 10
        return QSize(max(256, width), self.height_of(n))

    def height_of(self, n: int) -> int:
        """Return the least height of `n` bars, or of all if there are fewer; 0 for none."""
        n = min(n, len(self._class_names) or 10)
        return (self.fontMetrics().height() + 1) * n + self._axis_height() if n else 0

    def _rows(self) -> tuple[tuple[int, ...], bool, bool]:
        """Return the classes in sight, whether one more bar is for the others, and of an axis."""
        n, line = len(self._class_names), self.fontMetrics().height() + 1
        if not self._is_folding or self.height() >= n * line:
            has_axis = not self._is_folding or self.height() >= n * line + self._axis_height()
            return self._order, False, has_axis
        n_shown, order = max(1, self.height() // line - 1), self._order
        shares, changed = self._probabilities, self._changed
        if shares is not None:
            is_like = changed is not None and len(changed) == len(shares)
            keys = np.maximum(shares, changed) if is_like else shares  # type: ignore[arg-type]
            order = tuple(int(index) for index in np.argsort(-keys, kind="stable"))
        return order[:n_shown], True, False

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._class_names:
            return
        order, has_others, has_axis = self._rows()
        bars = [self._bar(index) for index in order]
        if has_others:
            bars.append(self._bar_of_others(order))
        places = self._places
        if places is None or (len(places.rows), places.has_axis) != (len(bars), has_axis):
            places = self._places = self._placed(len(bars), has_axis=has_axis)
        rows = places.rows
        # One kind of thing after the other: each change of pen, brush or font takes time.
        painter, shades = QPainter(self), colours(self.palette())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shades.track)
        painter.drawPath(places.tracks)
        _paint_bars(painter, bars, rows, shades)
        if self._probabilities is not None and self._changed is not None:
            self._paint_changed(painter, order, rows)
        self._paint_words(painter, bars, rows)
        if self._images is not None:
            self._paint_icons(painter, order, rows)
        if has_axis:
            self._paint_axis(painter, rows[0].track)

    def _bar(self, index: int) -> _Bar:
        shares, is_marked = self._probabilities, index in self._marked
        share = None if shares is None else float(shares[index])
        name = self._class_names[index]
        return _Bar(f"▸ {name}" if is_marked else name, share, is_marked)

    def _bar_of_others(self, shown: tuple[int, ...]) -> _Bar:
        """Return one bar for all classes that are not in sight."""
        shares, n_others = self._probabilities, len(self._class_names) - len(shown)
        share = None if shares is None else max(0.0, 1 - float(shares[list(shown)].sum()))
        return _Bar(f"{n_others} others", share, is_marked=False)

    def _placed(self, n_rows: int, *, has_axis: bool) -> _Places:
        metrics = QFontMetrics(self._bold())
        names = [f"▸ {name}" for name in self._class_names]
        name_width = width_in(self.width(), metrics, names)
        are_cut = max(map(metrics.horizontalAdvance, names)) > name_width
        value_width = metrics.horizontalAdvance(MOST)
        row_height = (self.height() - has_axis * self._axis_height()) / n_rows
        left = name_width + _GAP + self._icon_room(row_height)
        track_width = max(10, self.width() - left - _GAP - value_width)
        rows, tracks = [], QPainterPath()
        for row in range(n_rows):
            band = QRectF(0, row * row_height, self.width(), row_height)
            highest = min(scaled(_HIGHEST_BAR), row_height * _BAR_SHARE)
            track = QRectF(left, 0, track_width, highest)
            track.moveCenter(QRectF(left, band.y(), track_width, row_height).center())
            tracks.addRoundedRect(track, 3, 3)
            side = self._icon_room(row_height) - _GAP
            icon = QRectF(name_width + _GAP, 0, side, side)
            icon.moveCenter(QPointF(icon.center().x(), band.center().y()))
            rows.append(_Row(band, track, QRectF(0, band.y(), name_width, row_height), icon))
        return _Places(tuple(rows), tracks, has_axis, are_cut)

    def _bold(self) -> QFont:
        bold = QFont(self.font())
        bold.setBold(True)
        return bold

    def _paint_words(self, painter: QPainter, bars: Sequence[_Bar], rows: Sequence[_Row]) -> None:
        has_shares = self._probabilities is not None
        text = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setPen(text if has_shares else colours(self.palette()).faint_text)
        are_cut = self._places is not None and self._places.are_cut
        for font, is_marked in ((self.font(), False), (self._bold(), True)):
            painter.setFont(font)
            for bar, row in zip(bars, rows, strict=True):
                if bar.is_marked is is_marked:
                    name = bar.name
                    if are_cut:
                        name = cut(name, painter.fontMetrics(), row.name.width())
                    painter.drawText(row.name, _RIGHT, name)
                    if bar.share is not None:
                        painter.drawText(row.band, _RIGHT, probability(bar.share))

    def _paint_icons(self, painter: QPainter, order: tuple[int, ...], rows: Sequence[_Row]) -> None:
        assert self._images is not None
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index, row in zip(order, rows, strict=False):
            if index < len(self._images):
                painter.drawImage(row.icon, self._icon(index))

    def _icon_room(self, row_height: float) -> float:
        """Return the width of an icon and the gap beside it in a row; 0 without icons."""
        return (
            min(scaled(_LARGEST_ICON), _ICON_SHARE * row_height) + _GAP
            if self._images is not None
            else 0
        )

    def _icon(self, index: int) -> QImage:
        if not self._icons:
            assert self._images is not None
            text = self.palette().color(QPalette.ColorRole.WindowText)
            strong = np.minimum(_ICON_CONTRAST * self._images.astype(np.float32), 255)
            self._icons = [silhouette(image, text) for image in strong.astype(np.uint8)]
        return self._icons[index]

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and (name := self._cut_name_at(event.y())):
            tell_whole(event, self, name)
            return True
        return super().event(event)

    def _cut_name_at(self, y: int) -> str:
        """Return the name in a row, if it is cut."""
        metrics = QFontMetrics(self._bold())
        rows = self._places.rows if self._places else ()
        for index, row in zip(self._rows()[0], rows, strict=False):  # one more is for the others
            name = self._class_names[index]
            if row.band.top() <= y < row.band.bottom():
                return name if metrics.horizontalAdvance(f"▸ {name}") > row.name.width() else ""
        return ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._places = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._places = None
        if event.type() is QEvent.Type.PaletteChange:
            self._icons = []

    def _paint_changed(
        self, painter: QPainter, order: tuple[int, ...], rows: Sequence[_Row]
    ) -> None:
        assert self._changed is not None
        painter.setBrush(colours(self.palette()).validation)
        for index, row in zip(order, rows, strict=False):
            if index < len(self._changed):
                track = row.track
                at = track.x() + track.width() * float(self._changed[index])
                top, height = track.y() - CHANGE_LINE, track.height() + 2 * CHANGE_LINE
                painter.drawRect(QRectF(at - CHANGE_LINE / 2, top, CHANGE_LINE, height))

    def _paint_axis(self, painter: QPainter, track: QRectF) -> None:
        left, width = track.x(), track.width()
        painter.setFont(self.font())
        painter.setPen(colours(self.palette()).faint_text)
        top = self.height() - self._axis_height()
        room = self.fontMetrics().horizontalAdvance("100 %")
        is_narrow = (len(_TICKS) - 1) * room > width  # then only the ends are labelled
        for tick in _TICKS[:: len(_TICKS) - 1] if is_narrow else _TICKS:
            box = QRectF(left + width * tick / 100 - room, top, 2 * room, self._axis_height())
            text = f"{tick} %" if tick == _TICKS[-1] else str(tick)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _axis_height(self) -> int:
        return self.fontMetrics().height() + 2

    # What a screen reader hears ----------------------------------------------------------

    def spoken_value(self) -> str:
        if self._probabilities is None or not self._class_names:
            return "No bars yet"
        places = np.argsort(-self._probabilities[list(self._order)], kind="stable")
        return ", ".join(self.spoken_item(int(place)) for place in places)

    def n_spoken_items(self) -> int:
        return 0 if self._probabilities is None else len(self._class_names)

    def spoken_item(self, place: int) -> str:
        assert self._probabilities is not None
        place = self._order[place]
        is_answer = ", the answer" if place in self._marked else ""
        words = f"{self._class_names[place]} {probability(self._probabilities[place])}{is_answer}"
        if self._changed is None or place >= len(self._changed):
            return words
        return f"{words}, changed {probability(self._changed[place])}"

    def spoken_rect(self, place: int) -> QRect:
        order, has_others, has_axis = self._rows()
        n_rows = max(1, len(order) + has_others)
        height = (self.height() - has_axis * self._axis_height()) / n_rows
        row = place
        if has_others:
            index = self._order[place]
            row = order.index(index) if index in order else len(order)
        return QRectF(0, row * height, self.width(), height).toAlignedRect()


def _paint_bars(
    painter: QPainter, bars: Sequence[_Bar], rows: Sequence[_Row], shades: Colours
) -> None:
    for is_marked, colour in ((False, shades.bar), (True, shades.top_bar)):
        painter.setBrush(colour)
        for bar, row in zip(bars, rows, strict=True):
            width = row.track.width() * (bar.share or 0.0)
            if width >= 1 and bar.is_marked is is_marked:
                track = row.track
                painter.drawRoundedRect(QRectF(track.x(), track.y(), width, track.height()), 3, 3)
