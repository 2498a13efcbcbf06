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
