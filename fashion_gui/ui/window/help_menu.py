"""The menu Help: explanations, keys, glossary, and what is new."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QAction, QCursor, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QMessageBox, QWidget

from fashion_gui import __version__
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.window.first_start import FirstStart

if TYPE_CHECKING:
    from fashion_gui.ui.help.help_card import HelpCard
    from fashion_gui.ui.help.help_window import HelpWindow

_ABOUT = f"""<h3>Fashion GUI {__version__}</h3>
<p>Watch a neural network written in plain NumPy learn clothes, live, then test it with your
own drawings.</p>
<p>The images are Fashion-MNIST, © 2017 Zalando SE, under the MIT licence.<br>
Built with NumPy, Qt for Python, pyqtgraph and safetensors. The icons are Lucide's, under the ISC
licence.</p>
<p>This program is under the MIT licence.</p>"""


class HelpMenu(QObject):
    """Fills a menu, and shows what it offers.

    Parameters
    ----------
    place
        Returns what is explained where nothing has the focus: the page that is shown.
    """

    def __init__(
        self,
        window: QMainWindow,
        menu: QMenu,
        first_start: FirstStart,
        place: Callable[[], QWidget],
    ) -> None:
        super().__init__(window)
        self._window, self._place = window, place
        self.help_window: HelpWindow | None = None
        self._pointer_at_focus = QPoint()
        self.explain = menu.addAction("&Explain this")
        self.explain.setShortcuts([QKeySequence("F1"), QKeySequence("Ctrl+H")])
        self.explain.setToolTip(
            "Explains what has the focus, or is under the pointer once it moved."
        )
        self.explain.triggered.connect(self._explain)
        set_icon(self.explain, "circle-help")
        self._tabs: dict[QAction, str] = {}
        for text, key, tab, name in (
            ("&Keyboard shortcuts", "Ctrl+/", "KEYS", "keyboard"),
            ("&Glossary", "Ctrl+G", "GLOSSARY", "book-open"),
            ("What is &new", None, "NEWS", "sparkles"),
        ):
            action = menu.addAction(text)
            set_icon(action, name)
            if key:
                action.setShortcut(QKeySequence(key))
            action.triggered.connect(self._open_page)
            self._tabs[action] = tab
        menu.addSeparator()
        first_steps = menu.addAction("&First steps")
        first_steps.triggered.connect(first_start.show_doors)
        set_icon(first_steps, "footprints")
        about = menu.addAction("&About Fashion GUI")
        about.triggered.connect(self._about)
        set_icon(about, "info")
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus_changed)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        self._pointer_at_focus = QCursor.pos()

    @cached_property
    def card(self) -> "HelpCard":
        """What shows an explanation, beside the widget that it is about."""
        from fashion_gui.ui.help.help_card import HelpCard

        return HelpCard(self._window)

    @Slot()
    def _explain(self) -> None:
        from fashion_gui.ui.help.explanation import explain

        widget = self._wanted() or self._place()
        self.card.show_explanation(explain(widget), widget)

    def _wanted(self) -> QWidget | None:
        """Return the widget to explain: under the pointer if it moved after the focus did."""
        from fashion_gui.ui.help.explanation import explained

        pointer = QCursor.pos()
        under = explained(QApplication.widgetAt(pointer))
        focus = explained(QApplication.focusWidget())
        if under is not None and under.window() is not self._window:
            under = None
        has_moved = pointer != self._pointer_at_focus
        return (under or focus) if has_moved else (focus or under)

    @Slot()
    def _open_page(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            from fashion_gui.ui.help import help_window

            if self.help_window is None:
                self.help_window = help_window.HelpWindow(self._window)
            self.help_window.open_at(getattr(help_window, self._tabs[action]))

    @Slot()
    def _about(self) -> None:
        QMessageBox.about(self._window, "About Fashion GUI", _ABOUT)
