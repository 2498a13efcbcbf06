"""The window of help: the keys, the glossary, and what is new."""

from html import escape

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QMainWindow,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from fashion_gui import __version__
from fashion_gui.locations import CHANGELOG
from fashion_gui.ui.help.glossary import glossary_with
from fashion_gui.ui.help.news import news
from fashion_gui.ui.help.shortcuts import Keys, shortcuts_of
from fashion_gui.ui.theme.sizes import SPACE_12
from fashion_gui.ui.widgets.dialog_size import begin_with_size

KEYS, GLOSSARY, NEWS = range(3)
_SIZE_LETTERS = (80, 34)


class HelpWindow(QDialog):
    """Three pages to read; the main window stays usable."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle("Help")
        self.keys, self.news, self.words = QTextBrowser(), QTextBrowser(), QTextBrowser()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search the glossary")
        self.search.setAccessibleName("Search the glossary")
        self.search.setToolTip("Shows the entries that have this text.")
        self.search.setClearButtonEnabled(True)
        self.pages = QTabWidget()
        glossary = QWidget()
        in_glossary = QVBoxLayout(glossary)
        in_glossary.addWidget(self.search)
        in_glossary.addWidget(self.words, 1)
        for page, title in (
            (self.keys, "Keyboard shortcuts"),
            (glossary, "Glossary"),
            (self.news, "What is new"),
        ):
            self.pages.addTab(page, title)
        for view, name in (
            (self.keys, "Keyboard shortcuts"),
            (self.words, "Glossary"),
            (self.news, "What is new"),
        ):
            view.setAccessibleName(name)
            view.setOpenExternalLinks(True)
            view.document().setDocumentMargin(SPACE_12)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.pages, 1)
        layout.addWidget(buttons)
        self.search.textChanged.connect(self._show_glossary)

    def open_at(self, page: int) -> None:
        """Show one of the pages, with current content."""
        self.keys.setHtml(_keys_as_html(shortcuts_of(self._window)))
        self.news.setMarkdown(news(_changelog(), __version__))
        self._show_glossary()
        metrics = self.fontMetrics()
        columns, lines = _SIZE_LETTERS
        width, height = metrics.averageCharWidth() * columns, metrics.lineSpacing() * lines
        begin_with_size(self, width, height)
        self.pages.setCurrentIndex(page)
        self.show()
        self.activateWindow()
        (self.keys, self.search, self.news)[page].setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def _show_glossary(self) -> None:
        found = glossary_with(self.search.text())
        entries = "".join(
            f"<p><b>{escape(word)}</b><br>{escape(meaning)}</p>" for word, meaning in found.items()
        )
        self.words.setHtml(entries or "<p>No entry has this text.</p>")


def _keys_as_html(groups: Keys) -> str:
    parts = []
    for title, keys in groups.items():
        rows = "".join(
            f"<tr><td width='45%'><b>{escape(key)}</b></td><td>{escape(does)}</td></tr>"
            for key, does in keys.items()
        )
        table = f"<table width='100%' cellpadding='3'>{rows}</table>"
        parts.append(f"<h3>{escape(title)}</h3>{table}")
    return "".join(parts)


def _changelog() -> str:
    try:
        return CHANGELOG.read_text("utf-8")
    except OSError:
        return ""
