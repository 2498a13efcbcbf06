"""The three figures of a run that a whole room can read: accuracy, loss, time."""

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from fashion_gui.percent import percent
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.training.events import BatchMetrics, Finished, Frame, Plan
from fashion_gui.training.history import Curve, RunHistory
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.time_words import about, brief, clock
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import CAPTION, HERO, SPACE_12
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled, sized
from fashion_gui.ui.widgets.names import cut, whole_parts
from fashion_gui.ui.widgets.spoken import Role, Spoken

_MARGIN = 6
_UNLIMITED = 16_777_215
"""Qt's greatest height of a widget."""
_UNKNOWN = "–"
_LEAST_SHARE = 0.55
"""Least height of a figure, as a share of the usual one, where there is little room."""
_EPSILON = 1e-9
_LOSS_IDEA = (
    "How wrong it is: what training minimizes. Evaluate tells the log loss instead, which compares "
    "networks that minimize different things."
)
_TRAINING, _VALIDATION, _TEST = "training images", "validation images", "test images"


class NumberCard(Spoken, QFrame):
    """A figure under its title, and under it what it is about.

    It paints itself, so that a new figure moves nothing.

    Parameters
    ----------
    widest
        The widest figure that it may have to show.
    """

    spoken_role = Role.StaticText

    def __init__(self, title: str, idea: str, widest: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widest = widest
        self._pixels = HERO
        self.title, self.figure, self.note, self._details = "", _UNKNOWN, "", ""
        self._idea = idea
        mark(self, surface="card")
        self.show_figure(title, _UNKNOWN)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_figure(self, title: str, figure: str, note: str = "", details: str = "") -> None:
        """Show another figure, with what it is about in a few words and, for a tooltip, in more."""
        if title != self.title:
            self.setAccessibleName(title)
        if (title, figure, note) != (self.title, self.figure, self.note):
            self.update()
        if not self.toolTip() or (note, details) != (self.note, self._details):
            about = f"{note[0].upper()}{note[1:]}." if note else ""  # it may be cut on the card
            self.setToolTip(" ".join(filter(None, (self._idea, about, details))))
        self.title, self.figure, self.note, self._details = title, figure, note, details

    def spoken_value(self) -> str:
        return ", ".join(filter(None, (self.figure.replace(_UNKNOWN, "not known yet"), self.note)))

    def fitting_note(self, metrics: QFontMetrics, width: int) -> str:
        """Return of the note what is whole in a width: the tooltip has all of it."""
        return cut(whole_parts(self.note, metrics, width, ", "), metrics, width)

    def fitting_pixels(self) -> int:
        """Return the height of type with which its widest figure just fits, at most the usual."""
        usual = scaled(HERO)
        metrics = QFontMetrics(self._figure_font(usual))
        room = max(1, self.width() - 2 * SPACE_12)
        height = self.height() - 2 * (self._caption_height() + _MARGIN)
        across = usual * room / metrics.horizontalAdvance(self._widest)
        up = usual * height / metrics.height()
        return max(scaled(CAPTION), int(min(usual, across, up)))

    def show_pixels(self, pixels: int) -> None:
        """Show the figure in type of a height."""
        if pixels != self._pixels:
            self._pixels = pixels
            self.update()

    def sizeHint(self) -> QSize:
        return self._size_of(scaled(HERO))

    def minimumSizeHint(self) -> QSize:
        return self._size_of(scaled(HERO * _LEAST_SHARE))

    def _size_of(self, pixels: int) -> QSize:
        metrics = QFontMetrics(self._figure_font(pixels))
        height = metrics.height() + 2 * (self._caption_height() + _MARGIN)
        captions = QFontMetrics(self._caption())
        least = max(
            metrics.horizontalAdvance(self._widest), captions.horizontalAdvance(f"10,000 {_TEST}")
        )
        return QSize(least + 2 * SPACE_12, height)

    def _caption(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(scaled(CAPTION))
        return font

    def _caption_height(self) -> int:
        return QFontMetrics(self._caption()).height()

    def _figure_font(self, pixels: int) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        left = Qt.AlignmentFlag.AlignLeft
        low = self._caption_height()
        x, width = SPACE_12, self.width() - 2 * SPACE_12
        painter.setFont(self._caption())
        painter.setPen(colours(self.palette()).faint_text)
        note = self.fitting_note(painter.fontMetrics(), width)
        painter.drawText(QRect(x, _MARGIN, width, low), left, self.title)
        painter.drawText(QRect(x, self.height() - low - _MARGIN, width, low), left, note)
        painter.setFont(self._figure_font(self._pixels))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        between = QRect(x, _MARGIN + low, width, self.height() - 2 * (low + _MARGIN))
        painter.drawText(between, left | Qt.AlignmentFlag.AlignVCenter, self.figure)


class NumberCards(QWidget):
    """Accuracy, loss and time beside each other, with figures of one size.

    While a moment of the film is chosen they are of that moment.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.accuracy = NumberCard("Accuracy", "Share of right predictions.", "100.0 %")
        self.loss = NumberCard("Loss", _LOSS_IDEA, "0.000")
        self.time = NumberCard("Time", "About how long a run takes.", "00:00 min")
        self._now: list[Callable[[], None]] = []
        self._is_moment = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_12)
        for card in self._cards():
            layout.addWidget(card, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        sized(self, NumberCards.fit)

    def _cards(self) -> tuple[NumberCard, NumberCard, NumberCard]:
        return self.accuracy, self.loss, self.time

    def fit(self) -> None:
        """Show all figures in the largest type that fits everywhere."""
        pixels = min(card.fitting_pixels() for card in self._cards())
        for card in self._cards():
            card.show_pixels(pixels)
            card.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.layout().activate()  # type: ignore[union-attr]  # it has one
        self.fit()

    def set_low(self, is_low: bool) -> None:
        """Take as little room as possible, in a low window."""
        highest = self.minimumSizeHint().height() if is_low else _UNLIMITED
        if highest != self.maximumHeight():
            self.setMaximumHeight(highest)

    def show_moment(self, history: RunHistory, frame: Frame | None) -> None:
        """Show the figures of a moment of a run; None for now."""
        self._is_moment = frame is not None
        if frame is None:
            for show in self._now:
                show()
            return
        epochs, when = frame.epochs, f"up to epoch {frame.epochs:.2f}"
        accuracy, note = _at(history.accuracy, epochs)
        figure = _UNKNOWN if accuracy is None else percent(accuracy)
        self.accuracy.show_figure("Accuracy", figure, note, f"The latest one {when}.")
        loss, note = _at(history.loss, epochs)
        figure = _UNKNOWN if loss is None else _loss(loss)
        if history.plan:
            note = _which_loss(note, history.plan.recipe)
        self.loss.show_figure("Loss", figure, note, f"The latest one {when}.")
        words = "The moment of the film that is chosen."
        self.time.show_figure("Epoch", f"{epochs:.2f}", f"step {frame.step:,}", words)

    def _show(self, show: Callable[[], None], *, is_addition: bool = False) -> None:
        """Show figures of now, or once a moment of the film is not chosen any more."""
        self._now = [*self._now[:1], show] if is_addition else [show]
        if not self._is_moment:
            show()

    def show_expected(
        self, seconds: float | None, *, is_pending: bool, is_of_past_runs: bool = False
    ) -> None:
        """Show what is known before a run: how long it will take."""
        note = "by earlier runs" if is_of_past_runs else "on this machine"
        self._show(partial(self._show_expected, seconds, note, is_pending=is_pending))

    def _show_expected(self, seconds: float | None, source: str, *, is_pending: bool) -> None:
        self.accuracy.show_figure("Accuracy", _UNKNOWN, "after Start")
        self.loss.show_figure("Loss", _UNKNOWN, "after Start")
        if seconds is None:
            note = "is being measured" if is_pending else ""
            self.time.show_figure("Time", _UNKNOWN, note)
        else:
            words = f"A run takes {about(seconds)} with these settings."
            self.time.show_figure("Time", brief(seconds), source, words)

    def show_beginning(self) -> None:
        """Show that a run has begun, of which there are no figures yet."""
        self._show(self._show_beginning)

    def _show_beginning(self) -> None:
        for card, title in zip(self._cards(), ("Accuracy", "Loss", "Time left"), strict=True):
            card.show_figure(title, _UNKNOWN, "after the first batch")

    def show_progress(
        self, history: RunHistory, plan: Plan, last: BatchMetrics, left_s: float
    ) -> None:
        """Show the figures in the middle of a run, of which so many seconds are left."""
        self._show(partial(self._show_progress, history, plan, last, left_s))

    def _show_progress(
        self, history: RunHistory, plan: Plan, last: BatchMetrics, left_s: float
    ) -> None:
        accuracy, note, details = _newest(history.accuracy, plan)
        figure = _UNKNOWN if accuracy is None else percent(accuracy)
        self.accuracy.show_figure("Accuracy", figure, note, details)
        loss, note, details = _newest(history.loss, plan)
        note = _which_loss(note, plan.recipe)
        self.loss.show_figure("Loss", _UNKNOWN if loss is None else _loss(loss), note, details)
        note = f"epoch {last.epoch:,} of {plan.n_epochs:,}"
        self.time.show_figure("Time left", clock(left_s), note)

    def show_result(self, finished: Finished) -> None:
        """Show the accuracy on the test images, and how long it took, after a run."""
        self._show(partial(self._show_result, finished), is_addition=True)

    def _show_result(self, finished: Finished) -> None:
        plan = finished.plan
        figure = percent(finished.report.accuracy)
        note = f"{plan.n_test:,} {_TEST}"
        self.accuracy.show_figure("Accuracy", figure, note, "It never learned from them.")
        if self.loss.figure == _UNKNOWN:  # it ended before there was anything to show
            self.loss.show_figure("Loss", _UNKNOWN, "not measured")
        self.time.show_figure("Time taken", clock(finished.seconds), "of computing")

    def show_kept(self, record: RunRecord, history: RunHistory) -> None:
        """Show the figures of a run that is not in training."""
        self._show(partial(self._show_kept, record, history))

    def _show_kept(self, record: RunRecord, history: RunHistory) -> None:
        test, validation = record.test_accuracy, record.validation_accuracy
        accuracy, note = (test, _TEST) if test is not None else (validation, _VALIDATION)
        if report := record.test_report():
            note = f"{report.confusion.sum():,} {_TEST}"
        figure = _UNKNOWN if accuracy is None else percent(accuracy)
        self.accuracy.show_figure("Accuracy", figure, note)
        curve, note = history.loss.validation, _VALIDATION
        if not len(curve):
            curve, note = history.loss.training, _TRAINING
        loss = _loss(float(curve.y[-1])) if len(curve) else _UNKNOWN
        self.loss.show_figure("Loss", loss, _which_loss(note, record.recipe))
        self.time.show_figure("Time taken", clock(record.seconds), "of computing")


def _newest(curve: Curve, plan: Plan) -> tuple[float | None, str, str]:
    """Return the newest value, of which images it is, and that in a sentence."""
    if len(curve.validation):
        words = f"On {plan.n_validation:,} images held out for validation."
        return float(curve.validation.y[-1]), _VALIDATION, words
    if len(curve.training):
        words = "On the last batches of training, before their steps."
        return float(curve.training.smoothed[-1]), _TRAINING, words
    return None, "", ""


def _at(curve: Curve, epochs: float) -> tuple[float | None, str]:
    """Return the latest value up to a place of a run, and of which images it is."""
    places = curve.validation.x, curve.training.x
    n_looks, n_points = (int(np.searchsorted(x, epochs + _EPSILON, "right")) for x in places)
    if n_looks:
        return float(curve.validation.y[n_looks - 1]), _VALIDATION
    if n_points:
        return float(curve.training.smoothed[n_points - 1]), _TRAINING
    return None, "not yet known"


def _which_loss(images: str, recipe: Recipe) -> str:
    """Return of which images a loss is, and what it is if not the plain cross-entropy."""
    kind = "squared error" if recipe.loss == "squared-error" else ""
    if recipe.teacher:
        kind = "with a teacher"
    elif recipe.label_smoothing:
        kind = "smoothed labels"
    elif recipe.drawings and images == _TRAINING:
        kind = "with drawings"
    return f"{images.removesuffix(' images')}, {kind}" if kind and images else images


def _loss(loss: float) -> str:
    return f"{loss:.3f}" if loss < 10 else f"{loss:.3g}"
