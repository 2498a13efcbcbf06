"""Tooltips of a readable width."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from fashion_gui.ui.theme.tool_tips import WrappingStyle

LONG = "How wrong the network is: what training minimizes. " * 2
"""Less than the width of a screen, at which Qt wraps by itself."""


def shown_tip(qtbot: QtBot, qapp: QApplication, text: str, owner: QPushButton) -> QLabel:
    def found() -> list[QLabel]:
        tips = [one for one in qapp.topLevelWidgets() if one.inherits("QTipLabel")]
        return [one for one in tips if isinstance(one, QLabel) and one.text() == text]

    QToolTip.showText(QPoint(300, 200), text, owner)
    qtbot.waitUntil(lambda: any(tip.isVisible() for tip in found()))
    return found()[0]


def test_long_tooltips_have_several_lines_and_stay_on_the_screen(
    qtbot: QtBot, qapp: QApplication
) -> None:
    before = qapp.style().objectName()
    button = QPushButton("Log")
    qtbot.addWidget(button)
    button.resize(600, 400)
    button.show()
    try:
        qapp.setStyle(WrappingStyle("Fusion"))
        for text in (LONG, f"{LONG}More."):  # the second one takes over the first one's window
            tip = shown_tip(qtbot, qapp, text, button)
            line = tip.fontMetrics().horizontalAdvance(text)
            assert tip.wordWrap()
            assert tip.width() < 0.8 * line
            assert tip.height() >= tip.heightForWidth(tip.width())
            assert tip.screen().geometry().contains(tip.geometry())
        short = shown_tip(qtbot, qapp, "Short.", button)
        assert not short.wordWrap()
        QToolTip.hideText()
        qtbot.waitUntil(lambda: not QToolTip.isVisible())
    finally:
        qapp.setStyle(before)
