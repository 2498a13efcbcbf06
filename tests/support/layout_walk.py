"""A walk of a window through sizes, pages, text sizes and explanations, by chance."""

from collections import Counter
from random import Random

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from shiboken6 import isValid

from fashion_gui.ui.theme.text_size import TEXT_SIZES
from fashion_gui.ui.window.main_window import MainWindow

_MOST_TURNS = 60
"""Of the event loop after a step, until all layouts are at rest: each level needs a few."""
_MOST_RESIZES = 60
"""Of one widget in one step. A widget that has not come to rest has hundreds."""
_NARROWEST, _WIDEST = (420, 360), (2000, 1300)
_USUAL_NARROWEST, _USUAL_WIDEST = (560, 400), (1100, 760)


class LayoutWalk(QObject):
    """Takes steps, and waits after each until nothing is laid out any more.

    Parameters
    ----------
    window
        Shown, with everything loaded.
    seed
        What the steps follow from.
    """

    def __init__(self, window: MainWindow, seed: int) -> None:
        super().__init__()
        self._window, self._chance = window, Random(seed)
        self._n_requests = 0
        self._n_resizes = Counter[QObject]()
        self.what = ""

    def __enter__(self) -> "LayoutWalk":
        _application().installEventFilter(self)
        return self

    def __exit__(self, *_: object) -> None:
        _application().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count what layouts do."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._n_requests += 1
        elif event.type() is QEvent.Type.Resize:
            self._n_resizes[watched] += 1
        return False

    def step(self) -> None:
        """Go on by a step; AssertionError if the window does not come to rest."""
        window, chance = self._window, self._chance
        page = window.pages.widget(chance.randrange(window.pages.count()))
        assert page
        window.pages.setCurrentWidget(page)
        for name in ("why", "what_if"):
            panel = getattr(page, name, None) or getattr(getattr(page, "detail", 0), name, None)
            if panel is not None and chance.random() < 0.25:
                panel.action.setChecked(chance.random() < 0.5)
        if chance.random() < 0.2:
            window.sizes.show_percent(chance.choice(TEXT_SIZES))
        if chance.random() < 0.1:
            window.sizes.presentation.trigger()
        if page is window.draw_page and chance.random() < 0.2:
            window.draw_page.game.play.trigger()
        ends = (_NARROWEST, _WIDEST), (_USUAL_NARROWEST, _USUAL_WIDEST)
        narrowest, widest = chance.choice(ends)
        sizes = zip(narrowest, widest, strict=True)
        self.go(page, *(chance.randint(least, most) for least, most in sizes))

    def go(self, page: QWidget, width: int, height: int) -> None:
        """Give the window a size with a page in sight."""
        self._window.pages.setCurrentWidget(page)
        self._window.resize(width, height)
        self.what = (
            f"{page.windowTitle()} {width}x{height} at {self._window.sizes.percent} %, "
            f"presented {self._window.sizes.presentation.isChecked()}"
        )
        self.rest()

    def rest(self) -> None:
        """Wait until all layouts are at rest; AssertionError if they are not soon."""
        self._n_resizes.clear()
        for _ in range(_MOST_TURNS):
            self._n_requests = 0
            n_before = self._n_resizes.total()
            QApplication.processEvents()
            if not self._n_requests and self._n_resizes.total() == n_before:
                break
        else:
            raise AssertionError(f"{self.what}: not at rest after {_MOST_TURNS} turns")
        if self._n_resizes:
            widget, n = self._n_resizes.most_common(1)[0]
            assert n <= _MOST_RESIZES, f"{self.what}: {widget} was resized {n} times"

    def usual(self) -> None:
        """Take back all that steps have changed, but the size."""
        window = self._window
        window.sizes.leave_presentation()
        window.sizes.show_percent(TEXT_SIZES[0])
        for page in (window.draw_page, window.browse_page.detail, window.inside_page):
            for panel in (page.why, page.what_if):
                panel.action.setChecked(False)
        window.draw_page.game.stop_game()
        self.rest()


def places_of(window: QWidget, page: QWidget) -> dict[QWidget, QRect]:
    """Return where each widget in sight of a page is in the window, but not what scrolls them."""
    return {
        widget: QRect(widget.mapTo(window, QPoint()), widget.size())
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and not _only_scrolls(widget)
    }


def differences(before: dict[QWidget, QRect], after: dict[QWidget, QRect]) -> list[str]:
    """Return what is somewhere else than before, or is only in one of both."""
    found = []
    for widget in filter(isValid, {**before, **after}):
        places = [each[widget].getRect() if widget in each else None for each in (before, after)]
        if places[0] != places[1]:
            words = widget.text() if isinstance(widget, QLabel) else widget.accessibleName()
            found.append(f"{type(widget).__name__} {words[:30]!r}: {places[0]}, {places[1]}")
    return found


def _only_scrolls(widget: QWidget) -> bool:
    is_area = isinstance(widget, QScrollArea | QScrollBar)
    return is_area or isinstance(widget.parentWidget(), QAbstractScrollArea)


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application
    return application
