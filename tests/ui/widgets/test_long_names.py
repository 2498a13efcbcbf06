"""Names of any length: no widget is wider for them, and tooltips have all of them."""

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QStyleOptionComboBox,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fashion_gui.classes import CLASS_NAMES
from fashion_gui.evaluation.metrics import Report
from fashion_gui.reports.svg_charts import class_bars
from fashion_gui.ui.evaluate.class_bars import ClassBars
from fashion_gui.ui.evaluate.confusion_view import ConfusionView, Shown
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.elided_box import ElidedBox
from fashion_gui.ui.widgets.names import shortened
from fashion_gui.ui.widgets.probability_bars import ProbabilityBars
from fashion_gui.ui.widgets.score_table import ScoreTable
from fashion_gui.ui.widgets.split_choice import SplitChoice
from fashion_gui.ui.widgets.still_label import StillLabel

LONG = tuple(f"{name} with a name of many letters, at most forty"[:40] for name in CLASS_NAMES)
JAPANESE = tuple(f"冬用コートとジャケットとセーター{place}" for place in range(10))
USUAL = tuple(f"usual name {place}" for place in range(10))
SHARES = np.full(10, 0.1, np.float32)


def tip_at(widget: QWidget, place: QPoint) -> str:
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)
    text = QToolTip.text()
    QToolTip.hideText()
    return text


def bars_of(names: Sequence[str]) -> ProbabilityBars:
    bars = ProbabilityBars()
    bars.set_class_names(names)
    bars.set_probabilities(SHARES, (1,))
    return bars


def class_bars_of(names: Sequence[str]) -> ClassBars:
    bars = ClassBars()
    bars.show_shares(names, [0.5] * 10)
    return bars


def matrix_of(names: Sequence[str]) -> ConfusionView:
    matrix = ConfusionView()
    matrix.show_counts(np.eye(10, dtype=np.int64), names, Shown.COUNTS)
    return matrix


def table_of(names: Sequence[str]) -> ScoreTable:
    table = ScoreTable()
    labels = np.arange(10, dtype=np.uint8)
    table.scores.show_report(Report.of(labels, labels, tuple(names)))
    return table


@pytest.mark.parametrize("make", [bars_of, class_bars_of, matrix_of, table_of])
@pytest.mark.parametrize("names", [LONG, JAPANESE], ids=["long", "japanese"])
def test_long_names_take_little_more_room_than_usual_ones(
    qtbot: QtBot, make: type[QWidget], names: tuple[str, ...]
) -> None:
    usual, widget = make(USUAL), make(names)  # type: ignore[arg-type]
    for made in (usual, widget):
        qtbot.addWidget(made)
    least, limit = widget.minimumSizeHint(), usual.minimumSizeHint()
    letters = widget.fontMetrics().averageCharWidth() * 16
    assert least.width() <= limit.width() + letters
    assert least.height() <= limit.height() + letters
    widget.resize(420, 340)
    assert not widget.grab().isNull()


def test_a_name_that_is_cut_is_told_in_full_and_others_are_not_cut(qtbot: QtBot) -> None:
    for bars in (bars_of(LONG), class_bars_of(LONG)):
        qtbot.addWidget(bars)
        bars.resize(400, 300)
        bars.grab()
        assert tip_at(bars, QPoint(40, 4)).startswith(f"{LONG[0]}\n\n")
        assert LONG[4] in tip_at(bars, QPoint(40, 125))
    few = bars_of(USUAL)
    qtbot.addWidget(few)
    few.resize(400, 300)
    few.grab()
    assert few._cut_name_at(4) == ""
    table = table_of(LONG)
    qtbot.addWidget(table)
    table.resize(420, 340)
    table.grab()
    assert table.sizeHintForColumn(0) < 420 // 2
    assert table.scores.data(table.scores.index(0, 0), 3) == LONG[0]  # its tooltip
    bars_in_report = str(
        class_bars(Report.of(np.arange(10), np.arange(10), LONG[:5] + JAPANESE[:5]))
    )
    assert "T-shirt/top wit…<" in bars_in_report
    assert "冬用コートとジ…<" in bars_in_report, "ideographs are twice as wide"
    assert shortened("mlp") == "mlp"
    assert shortened("a network of many words") == "a network of…"


def test_a_box_ends_in_dots_and_tells_the_whole_entry(qtbot: QtBot) -> None:
    box, option = ElidedBox(14), QStyleOptionComboBox()
    qtbot.addWidget(box)
    box.addItem("None")
    box.addItem(LONG[0])
    box.setToolTip("An idea.")
    unlimited = QComboBox.sizeHint(box)
    assert box.sizeHint().width() < unlimited.width()
    box.resize(box.sizeHint())
    box.initStyleOption(option)
    assert option.currentText == "None"
    assert tip_at(box, QPoint(5, 5)) == "An idea."
    box.setCurrentIndex(1)
    box.initStyleOption(option)
    assert option.currentText.endswith("…")
    assert tip_at(box, QPoint(5, 5)) == f"{LONG[0]}\n\nAn idea."
    box.resize(unlimited.width() + 20, box.height())
    box.initStyleOption(option)
    assert option.currentText == LONG[0]


def test_an_answer_of_many_words_has_smaller_type_instead_of_more_lines(qtbot: QtBot) -> None:
    around, label = QWidget(), QLabel()
    qtbot.addWidget(around)
    label.setWordWrap(True)
    mark(label, type="answer")
    still = StillLabel(label, 2, smaller_types=("page-title", "card-title"))
    QVBoxLayout(around).addWidget(still)
    around.setStyleSheet(
        'QLabel[type="answer"] { font-size: 28px } QLabel[type="page-title"] { font-size: 20px }'
        'QLabel[type="card-title"] { font-size: 14px }'
    )
    around.resize(300, 300)
    around.show()
    qtbot.waitExposed(around)
    height, types = still.height(), []
    for words in ("Coat, 91 %", "one two three four five six seven eight nine", " ".join(LONG[:2])):
        still.set_text(words)
        types.append(label.property("type"))
    assert types == ["answer", "page-title", "card-title"]
    assert still.height() == height
    still.set_text("Coat, 91 %")
    assert label.property("type") == "answer"


def test_a_narrow_choice_of_images_leaves_out_how_many_there_are(qtbot: QtBot) -> None:
    box, option = SplitChoice(), QStyleOptionComboBox()
    qtbot.addWidget(box)
    box.setItemText(0, "Training images (55,000)")
    shown = {}
    for width in (150, 400):
        box.setMinimumWidth(0)
        box.resize(width, 30)
        box.initStyleOption(option)
        shown[width] = option.currentText
    assert shown[400] == "Training images (55,000)"
    assert shown[150] == "Training images"
