"""The picture under noise, blur, rotation and other disturbances."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from fashion_gui.explain.robustness import DISTURBANCES, disturbed
from fashion_gui.nn.network import Network
from fashion_gui.ui.session.path_finder import PathQuestion
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.widgets.disturbance_words import amount_words
from fashion_gui.ui.widgets.what_if.on_a_path import OnAPath


class Disturbing(OnAPath):
    """Disturbs the picture by an amount."""

    title, idea = "Disturb it", "See from how much noise, blur or rotation on the answer changes."
    slider_name = "Amount"
    label = "More"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        for name in DISTURBANCES:
            self.choices.addItem(name, name)
        self.choices.setAccessibleName("Disturbance")
        self.choices.setToolTip(
            "What the picture is disturbed by. A network that learned from photographs of one "
            "size, all the same way up, is easily lost."
        )
        self.slider.setToolTip("How much of it.")

    def path_question(
        self, image: NDArray[np.uint8], networks: tuple[Network, ...]
    ) -> PathQuestion:
        name = self.choices.currentData()
        amounts = DISTURBANCES[name].amounts
        return PathQuestion(networks, partial(_disturbed, image, name, amounts), amounts)

    def first_place(self, amounts: Sequence[float]) -> int:
        return amounts.index(DISTURBANCES[self.choices.currentData()].neutral)

    def amount_words(self, place: int) -> str:
        name = self.choices.currentData() if hasattr(self, "choices") else None
        if name is None:
            return ""
        amounts = DISTURBANCES[name].amounts
        return amount_words(name, amounts[min(place, len(amounts) - 1)])


def _disturbed(image: NDArray[np.uint8], name: str, amounts: Sequence[float]) -> NDArray[np.uint8]:
    return np.concatenate([disturbed(image[np.newaxis], name, amount) for amount in amounts])
