"""The picture on its way into another one."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from fashion_gui.explain.picture_path import morphed
from fashion_gui.nn.network import Network
from fashion_gui.percent import percent
from fashion_gui.ui.session.path_finder import PathQuestion
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.widgets.what_if.on_a_path import OnAPath

_N_STEPS = 20
_SHARES = tuple(step / _N_STEPS for step in range(_N_STEPS + 1))
_DRAWING, _SELECTED = "the drawing", "the selected image"
_MISSING = {
    _DRAWING: "There is no drawing on Draw.",
    _SELECTED: "No image is selected on Browse.",
}


class Morphing(OnAPath):
    """Fades the picture into the drawing, the selected image or an example of a class."""

    title, idea = "Morph it", "Fade it into another picture, and see where the answer changes."
    slider_name = "Share of the other picture"
    label = "Into"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._offered: tuple[str, ...] = ()
        self.choices.setAccessibleName("Other picture")
        self.choices.setToolTip(
            "Into what the picture fades: the drawing of Draw, the image that is selected on "
            "Browse, or the first training image of a class."
        )
        self.slider.setToolTip(
            "How much of the other picture. Each pixel is the mean of both; see where the answer "
            "turns over, and whether something else comes in between."
        )
        session.drawn_changed.connect(self._on_other_picture)
        session.picked_changed.connect(self._on_other_picture)
        session.dataset_changed.connect(self._start_again)

    def offer_choices(self, network: Network) -> None:
        dataset = self._session.dataset
        examples = dataset.class_names if dataset else ()
        offered = (*examples, _DRAWING, _SELECTED)
        if offered == self._offered:
            return
        self._offered, chosen = offered, self.choices.currentText()
        self.choices.clear()
        for index, name in enumerate(examples):
            self.choices.addItem(f"{name} (example)", index)
        for name in (_DRAWING, _SELECTED):
            self.choices.addItem(name, name)
        self.choices.setCurrentIndex(max(0, self.choices.findText(chosen)))

    def path_question(
        self, image: NDArray[np.uint8], networks: tuple[Network, ...]
    ) -> PathQuestion | None:
        other = self._other_picture()
        if other is None or other.shape != image.shape:
            return None
        return PathQuestion(networks, partial(morphed, image, other, _SHARES), _SHARES)

    def problem(self) -> str:
        return _MISSING.get(self.choices.currentData(), "There is no such picture.")

    def first_place(self, amounts: Sequence[float]) -> int:
        return len(amounts) // 2

    def amount_words(self, place: int) -> str:
        return percent(place / _N_STEPS, 0)

    def _other_picture(self) -> NDArray[np.uint8] | None:
        session, chosen = self._session, self.choices.currentData()
        if chosen == _DRAWING:
            return session.drawn
        if chosen == _SELECTED:
            return session.picked_image()
        if session.dataset is None or chosen is None:
            return None
        found = np.flatnonzero(session.dataset.train.labels == chosen)
        return session.dataset.train.images[found[0]] if len(found) else None

    def _on_other_picture(self) -> None:
        if self._image is not None and self.choices.currentData() in (_DRAWING, _SELECTED):
            self._start_again()
