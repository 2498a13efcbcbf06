"""The window: six pages, the menus, and a status bar that is the same on every page.

Only the page in sight is made before the window is painted, with the modules that it needs; the
others follow right after, before anything is loaded that they would have to hear of.
"""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.shelf.run_names import network_of_run
from fashion_gui.ui.session.report_writer import ReportWriter
from fashion_gui.ui.session.run_film import when
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.theme.palette import show_scheme
from fashion_gui.ui.theme.style_sheet import styled_once
from fashion_gui.ui.widgets.box_names import tell_names_of_boxes
from fashion_gui.ui.widgets.notice import Notice
from fashion_gui.ui.widgets.scrolled import reveal
from fashion_gui.ui.widgets.spoken import speak_for_painted_widgets
from fashion_gui.ui.widgets.switched_panel import SwitchedPanel
from fashion_gui.ui.window.close_question import CloseQuestion, Decision
from fashion_gui.ui.window.file_actions import FileActions
from fashion_gui.ui.window.first_start import FirstStart
from fashion_gui.ui.window.help_menu import HelpMenu
from fashion_gui.ui.window.last_state import LastState
from fashion_gui.ui.window.menus import Menus, key_of_page
from fashion_gui.ui.window.model_chip import ModelChip
from fashion_gui.ui.window.page_area import PageArea, Pages
from fashion_gui.ui.window.page_header import PageHeader
from fashion_gui.ui.window.page_keys import PageKeys
from fashion_gui.ui.window.rail import Rail
from fashion_gui.ui.window.status_line import StatusLine
from fashion_gui.ui.window.view_menu import ViewSizes
from fashion_gui.ui.window.way_back import WayBack

if TYPE_CHECKING:
    from fashion_gui.ui.browse.browse_page import BrowsePage
    from fashion_gui.ui.draw.draw_page import DrawPage
    from fashion_gui.ui.evaluate.evaluate_page import EvaluatePage
    from fashion_gui.ui.inside.inside_page import InsidePage
    from fashion_gui.ui.map.map_page import MapPage
    from fashion_gui.ui.train.train_page import TrainPage

_LATEST_START_MS = 500
_SHOWN_MS = 5000
_PAGES = {
    "Draw": ("pencil", "Draw something yourself, and see what it thinks."),
    "Train": ("graduation-cap", "Teach a network, and watch it learn."),
    "Evaluate": ("chart-column", "See how good it is, and where it is wrong."),
    "Browse": ("layout-grid", "See the images behind each figure, all 70,000."),
    "Inside": ("layers", "Follow the picture through every layer of the network."),
    "Map": ("map", "See which images are alike for the network, and where yours is."),
}
"""Icon and purpose of each page, in the order of the rail."""

_Page = TypeVar("_Page", bound=QWidget)


class MainWindow(QMainWindow):
    """Puts the pages together. What they share is in the session."""

    started = Signal()
    """All pages are made, and everything is being loaded."""

    def __init__(
        self, session: Session, settings: QSettings, drawing_file: Path | None = None
    ) -> None:
        """Keep the drawing in a file from one start to the next; None for nowhere."""
        super().__init__()
        speak_for_painted_widgets()
        self.session = session
        session.setParent(self)  # they are destroyed together, in the window's thread
        self._settings = settings
        self._last = LastState(session, settings, drawing_file, self)
        self._has_begun = False
        self._asks_before_closing = True
        self._question: CloseQuestion | None = None
        self.setWindowTitle("Fashion GUI")
        with styled_once():
            self._make()
            self._restore()
        self._show_models()

    def _make(self) -> None:
        session = self.session
        self.notice = Notice()
        self.reports = ReportWriter(session, self)
        self.files = FileActions(session, self.reports, self)
        self.pages, self.rail, self.choices = Pages(len(_PAGES)), Rail(), ModelChip()
        self.way_back = WayBack(self.pages, self)
        self.header = PageHeader(self.choices, self.way_back.button)
        for place, (title, (icon, idea)) in enumerate(_PAGES.items()):
            self.rail.add_page(title, icon, idea, key_of_page(place))
        self.page_area = PageArea(self.pages)
        self.notice.lie_over(self.page_area)
        central = self._make_central()
        self.setCentralWidget(central)
        self._keys = PageKeys(central)
        self.status = StatusLine(session, self)
        pages = [(title, icon) for title, (icon, _) in _PAGES.items()]
        self.menus = Menus(self.menuBar(), pages, self._settings)
        self.sizes = ViewSizes(self, self.menus.view, self._settings, self._fold)
        self.first_start = FirstStart(session, self._settings, self)
        menu = self.menuBar().addMenu("&Help")
        self.help = HelpMenu(self, menu, self.first_start, lambda: self.rail.current)
        self._connect()

    # Pages, each made when it is first needed ---------------------------------------------

    @cached_property
    def draw_page(self) -> "DrawPage":
        """The page Draw."""
        from fashion_gui.ui.draw.draw_page import DrawPage

        page = DrawPage(self.session)
        self.menus.add_to_edit(page.toolbox.drawing_actions())
        self.menus.add_to_file(page.toolbox.file_actions())
        page.succeeded.connect(self._on_succeeded)
        page.sort.setChecked(str(self._settings.value("draw/sorted bars")) == "1")
        page.sort.toggled.connect(self._keep_sorted_bars)
        return self._placed("Draw", page)

    @cached_property
    def train_page(self) -> "TrainPage":
        """The page Train, with its settings as they were left."""
        from fashion_gui.ui.train import kept_settings
        from fashion_gui.ui.train.train_page import TrainPage

        page = TrainPage(self.session)
        self.menus.add_to_run((*page.controls.actions_in_order(), page.undoing.latest))
        if page.kept:
            self.menus.add_to_run(page.kept.actions)
            page.kept.succeeded.connect(self._on_succeeded)
        self.menus.all_hints.triggered.connect(page.hints.show_all)
        kept_settings.restore(page, self._settings)
        page.hints.muted_changed.connect(self._show_muted)
        page.film_export.succeeded.connect(self._on_succeeded)
        self.menus.all_hints.setEnabled(bool(page.hints.muted))
        return self._placed("Train", page)

    @cached_property
    def evaluate_page(self) -> "EvaluatePage":
        """The page Evaluate."""
        from fashion_gui.ui.evaluate.evaluate_page import EvaluatePage

        page = EvaluatePage(self.session)
        page.report_requested.connect(self.files.save_report)
        return self._placed("Evaluate", page)

    @cached_property
    def browse_page(self) -> "BrowsePage":
        """The page Browse."""
        from fashion_gui.ui.browse.browse_page import BrowsePage

        return self._placed("Browse", BrowsePage(self.session))

    @cached_property
    def inside_page(self) -> "InsidePage":
        """The page Inside."""
        from fashion_gui.ui.inside.inside_page import InsidePage

        return self._placed("Inside", InsidePage(self.session))

    @cached_property
    def map_page(self) -> "MapPage":
        """The page Map."""
        from fashion_gui.ui.map.map_page import MapPage

        return self._placed("Map", MapPage(self.session))

    def _placed(self, title: str, page: _Page) -> _Page:
        page.setWindowTitle(title)
        tell_names_of_boxes(page)
        self.page_area.place(list(_PAGES).index(title), page)
        return page

    def _make_page(self, title: str) -> QWidget:
        page = getattr(self, f"{title.lower()}_page")
        assert isinstance(page, QWidget)
        return page

    def _is_made(self, title: str) -> bool:
        return f"{title.lower()}_page" in vars(self)

    # Starting and ending -----------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._has_begun:
            self.begin_soon(0)

    def begin_soon(self, delay_ms: int = _LATEST_START_MS) -> None:
        """Load networks, images and plots after the window is visible, or after a delay."""
        QTimer.singleShot(delay_ms, self, self._begin)

    @Slot()
    def _begin(self) -> None:
        if not self._has_begun and not self.session.threads.is_closed:
            self._has_begun = True
            self._make_other_pages()
            self.session.start()
            self._last.restore_network()
            self._last.restore_drawing(lambda: self.draw_page)
            self.draw_page.answer_now()
            self._load_plots()
            self.started.emit()

    def _load_plots(self) -> None:
        self.train_page.load_plots()
        self.evaluate_page.load_plots()

    def _make_other_pages(self) -> None:
        if not all(map(self._is_made, _PAGES)):
            with styled_once():
                for title in _PAGES:
                    self._make_page(title)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Return press the button that has the focus, as in dialogs; some systems do not."""
        button, keys = self.focusWidget(), (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in keys and isinstance(button, QPushButton | QToolButton):
            button.animateClick()
        elif event.key() == Qt.Key.Key_Escape and self.notice.isVisible():
            self.notice.hide()
        elif event.key() == Qt.Key.Key_Escape and (panel := self._open_panel()):
            panel.close_with_key()
        else:
            super().keyPressEvent(event)

    def _open_panel(self) -> SwitchedPanel | None:
        panels = self.pages.findChildren(SwitchedPanel)
        return next((panel for panel in panels if panel.isVisible() and panel.is_on), None)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Let Tab bring into sight what it leads to."""
        has_moved = super().focusNextPrevChild(is_next)
        if has_moved and (widget := self.focusWidget()):
            reveal(widget)
        return has_moved

    @Slot()
    def close_unasked(self) -> None:
        """Close without a question, even if networks are lost."""
        self._asks_before_closing = False
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.session.threads.is_closed:  # it is closed already
            super().closeEvent(event)
            return
        if self._asks_before_closing and (unsaved := self.session.library.unsaved()):
            event.ignore()
            self._ask([choice.label for choice in unsaved])
            return
        self.sizes.leave_presentation()
        self._last.keep()
        # While Qt destroys pages, each of them becomes the current one in turn.
        self.pages.blockSignals(True)
        if self._is_made("Evaluate"):
            self.evaluate_page.results.blockSignals(True)
        if self._is_made("Train"):
            self.train_page.results.blockSignals(True)
            self._keep_settings_of_train()
        self._settings.sync()
        # Hidden first: ending a run may have to wait for a long batch.
        self.hide()
        self.session.close()
        super().closeEvent(event)

    def _keep_settings_of_train(self) -> None:
        from fashion_gui.ui.train import kept_settings

        kept_settings.keep(self.train_page, self._settings)

    def _ask(self, names: list[str]) -> None:
        if self._question is None:
            self._question = CloseQuestion(names, self)
            self._question.decided.connect(self._on_decided)
            self._question.open()

    @Slot(object)
    def _on_decided(self, decision: Decision) -> None:
        if self._question:
            self._question.deleteLater()
            self._question = None
        if decision is Decision.DISCARD or (
            decision is Decision.KEEP and self.files.keep_unsaved()
        ):
            self.close_unasked()

    def _restore(self) -> None:
        """Restore the window's last state; damaged settings are ignored."""
        page = self._last.restore_window(_PAGES)
        self.pages.setCurrentIndex(list(_PAGES).index(page))
        self._show_page(self.pages.currentIndex())
        self.menus.restore_scheme()

    # Parts -------------------------------------------------------------------------------

    def _make_central(self) -> QWidget:
        central, right = QWidget(), QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(self.page_area, 1)
        layout = QHBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(right, 1)
        return central

    @Slot()
    def _show_muted(self) -> None:
        self.menus.all_hints.setEnabled(bool(self.train_page.hints.muted))

    def _connect(self) -> None:
        session = self.session
        session.failed.connect(self.notice.tell)
        session.models_changed.connect(self._show_models)
        session.film.moved.connect(self._show_moment)
        session.predictions.changed.connect(self._show_moment)
        self.header.back.clicked.connect(self._back_to_now)
        self.header.leave.clicked.connect(self.sizes.leave_presentation)
        session.canvas_requested.connect(self._show_draw_page)
        session.browse_requested.connect(self._show_browse_page)
        self.reports.succeeded.connect(self._on_succeeded)
        self.reports.failed.connect(self.notice.tell)
        session.run.state_changed.connect(self._on_run_state)
        self.menus.open.triggered.connect(self.files.open_network)
        self.menus.save.triggered.connect(self.files.save_network)
        self.files.opened.connect(self.notice.hide)
        self.files.saved.connect(self._on_succeeded)
        self.menus.quit.triggered.connect(self.close)
        self.menus.page_chosen.connect(self.pages.setCurrentIndex)
        self.first_start.page_wanted.connect(self._show_titled)
        self.status.score_changed.connect(self.choices.show_score)
        self.choices.activated.connect(self._on_chosen)
        self.rail.chosen.connect(self.pages.setCurrentIndex)
        self.pages.currentChanged.connect(self._show_page)
        self.pages.currentChanged.connect(self.notice.hide)  # it was about the page before
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_scheme)

    @Slot(bool)
    def _keep_sorted_bars(self, is_sorted: bool) -> None:
        self._settings.setValue("draw/sorted bars", int(is_sorted))

    def _fold(self, is_folded: bool) -> None:
        """Fold away what only the hand needs, for a presentation."""
        self.statusBar().setVisible(not is_folded)
        self.header.leave.setVisible(is_folded)
        for page in (
            *(self.draw_page, self.train_page, self.evaluate_page, self.browse_page),
            *(self.inside_page, self.map_page),
        ):
            page.fold(is_folded)

    # Slots -------------------------------------------------------------------------------

    @Slot(str)
    def _show_titled(self, title: str) -> None:
        self.pages.setCurrentWidget(self._make_page(title))

    @Slot(int)
    def _show_page(self, index: int) -> None:
        title = list(_PAGES)[index]
        self._keys.follow(self._make_page(title))
        self.rail.show_page(index)
        self.header.show_page(title, _PAGES[title][1])
        self.status.show_page(title)
        self._last.keep_page(title)  # at once: a crash loses nothing

    @Slot()
    def _show_models(self) -> None:
        current = self.session.active_model
        none = self.session.no_network_words
        self.choices.show_models(self.session.all_models, current, none)
        self.menus.save.setEnabled(current is not None)
        self.status.show_network()

    @Slot(int)
    def _on_chosen(self, index: int) -> None:
        self.session.choose(self.choices.itemData(index))

    @Slot()
    def _show_moment(self) -> None:
        """Say in the header of which moment the answers are."""
        film, answers = self.session.film, self.session.predictions.current
        words = f"{network_of_run(film.name)} as it was: {when(film.frame)}" if film.frame else ""
        if film.frame and answers and answers.network is not film.network:
            words += f" (test images still: {film.when(answers.network)})"
        self.header.show_moment(words)

    @Slot()
    def _back_to_now(self) -> None:
        self.session.film.choose(None)

    @Slot(object)
    def _show_draw_page(self, image: object) -> None:
        self.way_back.lead_to(self.draw_page)

    @Slot()
    def _show_browse_page(self) -> None:
        self.way_back.lead_to(self.browse_page)
        self.browse_page.grid.setFocus()

    @Slot()
    def _on_run_state(self) -> None:
        if self.session.run.state is RunState.RUNNING:
            self.notice.hide()  # the message was about another run

    @Slot(str)
    def _on_succeeded(self, words: str) -> None:
        self.notice.hide()
        self.statusBar().showMessage(words, _SHOWN_MS)

    @Slot(Qt.ColorScheme)
    def _follow_scheme(self, scheme: Qt.ColorScheme) -> None:
        show_scheme(scheme)
