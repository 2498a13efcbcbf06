"""The film of a run under its curves: one slider moves everything to a moment of the run."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from fashion_gui.ui.session.run_film import RunFilm, when
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.motion import is_motion_reduced
from fashion_gui.ui.theme.sizes import SPACE_8
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.unit_slider import UnitSlider

if TYPE_CHECKING:
    from fashion_gui.ui.train.plots import TrainingPlots

PLAYS_FOR_MS = 10_000
_INTERVAL_MS = 50
_STILL_MS = 1_000
"""How long each picture stands where motion is reduced."""
_LONGEST, _LONGEST_SHORT = "epoch 8888.88, step 888,888", "step 888,888"
_MOST_FOR_WORDS = 0.3
"""Largest share of the width that the words may take; else there are fewer of them."""
_NO_FILM = "The film of a run: snapshots of its network, from the start on. A run fills it."
_MEGABYTE = 1_000_000


class FilmBar(QWidget):
    """Chooses a moment of the film, and plays it in ten seconds."""

    def __init__(self, film: RunFilm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._film = film
        self.play = QToolButton()
        self.play.setAutoRaise(True)
        self.play.setAccessibleName("Play the film of the run")
        self.slider = _Slider("Moment of the run", self._words_of)
        self.words = QLabel("now")
        mark(self.words, type="caption")
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_8)
        layout.addWidget(self.play)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.words)
        self._row = layout
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._advance)
        self._clock = QElapsedTimer()
        self._began_at = 0
        self._is_following = False
        self.play.clicked.connect(self._toggle)
        self.slider.valueChanged.connect(self._on_slider)
        self.slider.sliderReleased.connect(self._rest)
        film.changed.connect(self._show)
        film.moved.connect(self._show)
        self._show()

    @property
    def is_playing(self) -> bool:
        """Whether the film is playing."""
        return self._timer.isActive()

    def add_tool(self, tool: QWidget) -> None:
        """Add something to the right end."""
        self._row.addWidget(tool)

    def load_cursor(self, plots: "TrainingPlots", is_of_curves: Callable[[], bool]) -> None:
        """Show the moment in the plots, which are loaded late; see ``FilmCursor``."""
        from fashion_gui.ui.train.film_cursor import FilmCursor

        self.cursor_in_plots = FilmCursor(self._film, plots, is_of_curves)

    def stop(self) -> None:
        """Stop playing and stay at the moment that is shown."""
        self._timer.stop()
        self._rest()
        self._show_button()

    def _words_of(self, place: int) -> str:
        frames = self._film.film.frames
        return when(frames[place]) if place < len(frames) else "now"

    @Slot()
    def _show(self) -> None:
        film = self._film
        n, place = len(film.film), film.place
        if n == 0 and self.is_playing:
            self.stop()
        self._is_following = True
        self.slider.setRange(0, n)
        self.slider.setPageStep(max(1, n // 10))
        self.slider.setValue(place)
        self._is_following = False
        self.slider.setEnabled(n > 0)
        self.play.setEnabled(n > 1)
        self._show_words()
        size = film.film.n_bytes / _MEGABYTE
        idea = (
            f"The film of {film.name}: {n} snapshots of its network, {size:.0f} MB. Drag to let "
            "the network of that moment answer on all pages; the right end is now (Escape)."
        )
        self.slider.setToolTip(idea if n else _NO_FILM)
        self._show_button()

    def _show_words(self) -> None:
        """Say which moment it is: beside the slider, in a room that stays the same."""
        frame, metrics = self._film.frame, self.words.fontMetrics()
        room = metrics.horizontalAdvance(_LONGEST)
        is_short = room > _MOST_FOR_WORDS * self.width()
        words = self._words_of(self._film.place) if len(self._film.film) else ""
        if is_short and frame:
            words = f"step {frame.step:,}"
        self.words.setFixedWidth(metrics.horizontalAdvance(_LONGEST_SHORT) if is_short else room)
        self.words.setText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_words()

    def _show_button(self) -> None:
        set_icon(self.play, "pause" if self.is_playing else "play")
        words = "Stop at this moment." if self.is_playing else "Play the run in ten seconds."
        self.play.setToolTip(words)

    @Slot(int)
    def _on_slider(self, place: int) -> None:
        if self._is_following:
            return
        self._timer.stop()
        self._film.choose(place, is_moving=self.slider.isSliderDown())

    @Slot()
    def _rest(self) -> None:
        """Have everything come to rest at the moment that is shown."""
        self._film.choose(self._film.place)

    @Slot()
    def _toggle(self) -> None:
        if self.is_playing:
            self.stop()
            return
        n, place = len(self._film.film), self._film.place
        self._began_at = place if place < n - 1 else 0
        self._clock.start()
        self._timer.start(_STILL_MS if is_motion_reduced() else _INTERVAL_MS)
        self._film.choose(self._began_at, is_moving=True)
        self._show_button()

    @Slot()
    def _advance(self) -> None:
        n = len(self._film.film)
        place = self._began_at + self._clock.elapsed() * n // PLAYS_FOR_MS
        if place < n:
            self._film.choose(place, is_moving=True)
        else:
            self._timer.stop()
            self._film.choose(None)
            self._show_button()


class _Slider(UnitSlider):
    """Escape goes to its right end."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.value() < self.maximum():
            self.setValue(self.maximum())
        else:
            super().keyPressEvent(event)
