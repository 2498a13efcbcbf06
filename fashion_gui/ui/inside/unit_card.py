"""What a map or unit looks for, beside the pointer: its filter, where it looks, and images."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from fashion_gui.explain.derivations import Place
from fashion_gui.explain.overlay import overlay
from fashion_gui.explain.unit_details import UnitFilter, receptive_field, unit_filter
from fashion_gui.nn.inspection import gradients
from fashion_gui.nn.network import Network
from fashion_gui.percent import percent_done
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.imaging.signed_picture import signed_picture
from fashion_gui.ui.session.strongest_finder import StrongestAnswer
from fashion_gui.ui.theme.sizes import SPACE_8, SPACE_12
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.what_if.tile_row import LARGEST_SIDE, Tile, TileRow

_FAR = SPACE_12
"""Distance from the pointer, in pixels."""
_SIDE = 3
_GAP = 2
_DIMMED = 0.3
"""Brightness of what a map does not look at."""
_NO_FILTER = "reads other units"


@dataclass(frozen=True, eq=False)
class PointedUnit:
    """A map or unit, for an image.

    Attributes
    ----------
    network
    image : ndarray of uint8, shape (28, 28)
    layer
    place
        The unit, or where in its map the value is largest.
    value
        What it gives there.
    words
        The value that is pointed at.
    """

    network: Network
    image: NDArray[np.uint8]
    layer: str
    place: Place
    value: float
    words: str


class UnitCard(QFrame):
    """Lies over its parent; takes neither focus nor mouse."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        mark(self, surface="card")
        self.unit: PointedUnit | None = None
        self.title = QLabel()
        self.tiles = TileRow(3, n_bars=1, side=LARGEST_SIDE)
        self.tiles.setAccessibleName("What it looks for")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_12, SPACE_8, SPACE_12, SPACE_8)
        layout.setSpacing(SPACE_8)
        layout.addWidget(self.title)
        layout.addWidget(self.tiles)

    @property
    def words(self) -> str:
        """All that it shows, in words."""
        return f"{self.title.text()}; {self.tiles.spoken_value()}"

    def show_unit(
        self, unit: PointedUnit, answer: StrongestAnswer | None, why_not: str, at: QPoint
    ) -> None:
        """Show a map or unit beside a point of the parent.

        Parameters
        ----------
        answer
            The images that excite the units of its network most; None while there are none.
        why_not
            Why there will be none, in a few words; "" while they are looked for.
        """
        self.unit = unit
        self.title.setText(unit.words)
        self.show_images(answer, why_not)
        self.adjustSize()
        room = self._ground.rect()
        place = at + QPoint(_FAR, _FAR)
        place.setX(max(0, min(place.x(), room.right() - self.width())))
        if place.y() + self.height() > room.bottom():
            place.setY(max(0, at.y() - _FAR - self.height()))
        self.move(place)
        self.show()
        self.raise_()

    def show_images(self, answer: StrongestAnswer | None, why_not: str = "") -> None:
        """Show other images for the same unit."""
        if self.unit:
            tiles = (_filter_tile(self.unit), _field_tile(self.unit))
            self.tiles.show_tiles(*tiles, _images_tile(self.unit, answer, why_not))


def _filter_tile(unit: PointedUnit) -> Tile:
    found = unit_filter(unit.network, unit.layer, unit.place[-1])
    if found is None:
        return Tile("Its filter", to_qimage(np.zeros((1, 1), np.uint8)), ((_NO_FILTER, None),))
    limit = float(np.abs(found.weights).max()) or 1.0
    picture = to_qimage(signed_picture(found.weights / limit))
    return Tile("Its filter", picture, ((_filter_words(found), None),))


def _filter_words(found: UnitFilter) -> str:
    if found.of is None:
        return "on the picture"
    return f"on map {found.of} of {found.n_maps}"


def _field_tile(unit: PointedUnit) -> Tile:
    architecture = unit.network.architecture
    title = "Excited here by"
    if len(unit.place) == 3:
        row, column, _ = unit.place
        top, left, bottom, right = receptive_field(architecture, unit.layer, row, column)
        dimmed = (unit.image * _DIMMED).astype(np.uint8)
        dimmed[top:bottom, left:right] = unit.image[top:bottom, left:right]
        words = f"{bottom - top}×{right - left} px: {unit.value:.3g}"
        return Tile(title, to_qimage(dimmed), ((words, None),))
    shape = architecture.shapes[architecture.layer_index(unit.layer) + 1]
    weights = np.zeros((1, *shape), unit.network.parameters.dtype)
    weights[0, unit.place[-1]] = 1
    with np.errstate(all="ignore"):
        slopes = gradients(unit.network, unit.image[np.newaxis], weights, of=unit.layer)[0]
        attribution = np.nan_to_num(slopes * unit.image, posinf=0.0, neginf=0.0)
    return Tile(
        title, to_qimage(overlay(unit.image, attribution)), ((f"gives {unit.value:.3g}", None),)
    )


def _images_tile(unit: PointedUnit, answer: StrongestAnswer | None, why_not: str) -> Tile:
    title, side = "Excited most by", 28 * _SIDE + _GAP * (_SIDE - 1)
    sheet = np.zeros((side, side), np.uint8)
    if answer is None or answer.found is None:
        done = answer.done if answer else 0.0
        words = why_not or f"looking, {percent_done(done)} …"
        return Tile(title, to_qimage(sheet), ((words, None),))
    numbers = answer.found.numbers.get(unit.layer)
    if numbers is None:
        return Tile(title, to_qimage(sheet), (("pixels only", None),))
    for index, number in enumerate(numbers[unit.place[-1]]):
        row, column = divmod(index, _SIDE)
        top, left = row * (28 + _GAP), column * (28 + _GAP)
        sheet[top : top + 28, left : left + 28] = answer.dataset.test.images[number]
    values = answer.found.values[unit.layer][unit.place[-1]]
    words = f"{values[0]:.3g} to {values[-1]:.3g}"
    if answer.n_sampled:
        words = f"best of {answer.n_sampled}"
    return Tile(title, to_qimage(sheet), ((words, None),))
