"""The bars and the words."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fashion_gui.classes import CLASS_NAMES
from fashion_gui.evaluation.verdict import NOT_SURE, Verdict
from fashion_gui.percent import plain
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.style_sheet import apply_style_sheet
from fashion_gui.ui.theme.tokens import LIGHT
from fashion_gui.ui.widgets.answer_panel import AnswerPanel


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[AnswerPanel]:
    panel = AnswerPanel()
    panel.resize(420, 360)
    panel.show()
    qtbot.waitExposed(panel)
    yield panel
    panel.close()
    panel.deleteLater()


def coat() -> np.ndarray:
    shares = np.full(10, 0.01, np.float32)
    shares[4] = 0.91
    return shares


def bar_pixels(panel: AnswerPanel, row: int, colour: QColor) -> int:
    """Count pixels of a colour along the middle of a row."""
    image = panel.bars.grab().toImage()
    height = (image.height() - panel.bars._axis_height()) / 10
    y = round((row + 0.5) * height)
    pixels = (image.pixelColor(x, y) for x in range(image.width()))
    return sum(pixel == colour for pixel in pixels)


def test_the_answer_is_said_in_words(panel: AnswerPanel) -> None:
    panel.show_verdict(Verdict(coat(), CLASS_NAMES))
    assert panel.words.text() == "Coat, 91\N{NO-BREAK SPACE}%"


def test_nothing_has_faint_words_and_no_bars(panel: AnswerPanel, qapp: QApplication) -> None:
    apply_style_sheet(LIGHT)
    panel.show_verdict(Verdict(coat(), CLASS_NAMES))
    answered = panel.words.palette().windowText().color()
    panel.show_nothing("Nothing drawn yet")
    faint = panel.words.palette().windowText().color()
    qapp.setStyleSheet("")
    assert faint.name() == LIGHT.faint_text != answered.name()
    assert panel.words.text() == "Nothing drawn yet"
    assert panel.bars.probabilities is None
    shades = colours(panel.palette())
    assert bar_pixels(panel, 4, shades.top_bar) == 0


def test_bars_are_as_long_as_the_probabilities_on_an_axis_to_100(panel: AnswerPanel) -> None:
    shades = colours(panel.palette())
    lengths = {}
    for share in (0.42, 0.84):  # not sure, and sure
        shares = np.full(10, (1 - share) / 9, np.float32)
        shares[2] = share
        panel.show_verdict(Verdict(shares, CLASS_NAMES))
        colour = shades.top_bar if share > 0.7 else shades.bar
        lengths[share] = bar_pixels(panel, 2, colour)
    assert lengths[0.42] > 30
    assert lengths[0.84] == pytest.approx(2 * lengths[0.42], abs=6)


def marked_rows(panel: AnswerPanel) -> list[int]:
    colour = colours(panel.palette()).top_bar
    return [row for row in range(10) if bar_pixels(panel, row, colour)]


def test_both_classes_of_an_answer_are_marked(panel: AnswerPanel) -> None:
    shares = np.full(10, 0.01, np.float32)
    shares[[4, 2]] = 0.5, 0.42
    panel.show_verdict(Verdict(shares, CLASS_NAMES))
    assert panel.words.text() == "Coat or Pullover"
    assert marked_rows(panel) == [2, 4]


def test_where_no_class_is_the_answer_none_is_marked(panel: AnswerPanel) -> None:
    for verdict in (
        Verdict(coat(), CLASS_NAMES, is_novel=True),
        Verdict(np.array([0.5, 0.1, *[0.05] * 8], np.float32), CLASS_NAMES),
        Verdict(np.full(10, 0.1, np.float32), CLASS_NAMES),
    ):
        panel.show_verdict(verdict)
        assert panel.words.text() in ("Does not look like clothing", NOT_SURE)
        assert marked_rows(panel) == []


def test_where_images_are_counted_right_the_likeliest_class_is_named_in_any_case(
    qtbot: QtBot,
) -> None:
    panel = AnswerPanel(names_largest=True)
    qtbot.addWidget(panel)
    panel.show_verdict(Verdict(coat(), CLASS_NAMES, is_novel=True))
    assert panel.words.text() == "Does not look like clothing; most probable: Coat"
    panel.show_verdict(Verdict(coat(), CLASS_NAMES))
    assert panel.words.text() == "Coat, 91\N{NO-BREAK SPACE}%"


def test_only_the_largest_bar_is_marked(panel: AnswerPanel) -> None:
    panel.show_verdict(Verdict(coat(), CLASS_NAMES))
    assert marked_rows(panel) == [4]


def test_the_bars_can_be_read_by_a_screen_reader(panel: AnswerPanel) -> None:
    panel.show_verdict(Verdict(coat(), CLASS_NAMES))
    assert "Coat 91 %, the answer" in plain(panel.bars.spoken_value())


def contrast(first: QColor, second: QColor) -> float:
    """Return the contrast ratio of WCAG 2.1."""

    def luminance(colour: QColor) -> float:
        parts = [colour.redF(), colour.greenF(), colour.blueF()]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("background", ["#ffffff", "#efefef", "#2b2d30", "#1e1f22"])
def test_text_in_our_colours_can_be_read(panel: AnswerPanel, background: str) -> None:
    palette = panel.palette()
    palette.setColor(palette.ColorRole.Window, QColor(background))
    shades = colours(palette)
    assert contrast(shades.wrong, QColor(background)) >= 4.5
    assert contrast(shades.faint_text, QColor(background)) >= 4.5
