"""A label that has room for all of its lines, and no more than that."""

from pytestqt.qtbot import QtBot

from fashion_gui.ui.widgets.wrapped_label import WrappedLabel


def test_it_grows_with_its_lines_and_shrinks_again(qtbot: QtBot) -> None:
    label = WrappedLabel("a few words")
    qtbot.addWidget(label)
    label.resize(400, 20)
    label.show()
    one_line = label.minimumHeight()
    assert one_line > 0
    label.setText("many words " * 30)
    of_many = label.minimumHeight()
    assert of_many >= 4 * one_line
    label.resize(100, 20)
    assert label.minimumHeight() > 2 * of_many
    label.resize(4000, 20)
    assert label.minimumHeight() == one_line
    label.setText("")
    assert label.minimumHeight() == 0


def test_a_shorter_text_takes_the_place_of_one_with_more_than_three_lines(qtbot: QtBot) -> None:
    label = WrappedLabel()
    qtbot.addWidget(label)
    label.resize(400, 20)
    label.show()
    label.setText("some words " * 6, "few words")
    assert label.text() == "some words " * 6
    label.resize(100, 20)
    assert label.text() == "few words"
    assert label.minimumHeight() <= 2 * label.fontMetrics().lineSpacing()
    assert label.whole_text() == "some words " * 6
    label.resize(400, 20)
    assert label.text() == "some words " * 6
