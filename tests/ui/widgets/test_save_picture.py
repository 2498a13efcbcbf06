"""Plots as pictures in files."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from dialogs import name_a_file
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from fashion_gui.files.atomic import OutputError
from fashion_gui.ui.evaluate.certainty_plots import CoveragePlot
from fashion_gui.ui.widgets.save_picture import PictureMenu, save_widget


@pytest.fixture(params=["label", "plot"])
def widget(qtbot: QtBot, request: pytest.FixtureRequest) -> QWidget:
    widget = QLabel("61 Shirts") if request.param == "label" else CoveragePlot()
    widget.setAccessibleName("A figure")
    qtbot.addWidget(widget)
    widget.resize(300, 200)
    widget.show()
    return widget


def test_a_png_has_two_pixels_for_each_of_the_screen(widget: QWidget, tmp_path: Path) -> None:
    save_widget(tmp_path / "figure.png", widget)
    image = QImage(str(tmp_path / "figure.png"))
    assert (image.width(), image.height()) == (600, 400)
    colours = {image.pixel(x, y) for x in range(0, 600, 3) for y in range(0, 400, 3)}
    assert len(colours) > 3


def test_an_svg_holds_lines_and_its_title(widget: QWidget, tmp_path: Path) -> None:
    save_widget(tmp_path / "figure.svg", widget)
    root = ElementTree.parse(tmp_path / "figure.svg").getroot()
    assert root.attrib["viewBox"] == "0 0 300 200"
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags & {"text", "path", "polyline"}
    assert "A figure" in "".join(root.itertext())


@pytest.mark.parametrize("name", ["figure.png", "figure.svg"])
def test_a_place_that_is_not_there_is_told(widget: QWidget, tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="expected an existing directory, found none"):
        save_widget(tmp_path / "nowhere" / name, widget)


def test_the_menu_asks_where_to_and_adds_the_ending(
    widget: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: list[str] = []
    menu = PictureMenu(widget, failures.append)
    name_a_file(monkeypatch, tmp_path / "figure", "SVG image (*.svg)")
    menu.save.trigger()
    assert (tmp_path / "figure.svg").exists()
    name_a_file(monkeypatch, tmp_path / "nowhere" / "figure.png")
    menu.save.trigger()
    assert failures[0].startswith("The picture was not saved.")
