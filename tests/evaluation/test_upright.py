"""Pictures on their side are turned upright, and no others."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from fashion_gui.data import load
from fashion_gui.evaluation.upright import LEFT, RIGHT, quarter_turns, turned
from fashion_gui.files import model_file
from fashion_gui.nn.network import Network
from fashion_gui.sketch.raster import FloatImage

SIDE = 112


@pytest.fixture(scope="module")
def network() -> Network:
    return model_file.load(model_file.find("convnet-best")).network


@pytest.fixture(scope="module")
def photos() -> list[FloatImage]:
    """Return four test images each of trousers, sandals and boots, as large as pictures."""
    test = load().test
    chosen = np.concatenate([np.flatnonzero(test.labels == label)[:4] for label in (1, 5, 9)])
    large = (Image.fromarray(test.images[index]).resize((SIDE, SIDE)) for index in chosen)
    return [np.asarray(image, np.float32) / np.float32(255) for image in large]


def test_a_garment_on_its_side_is_turned_back_and_one_that_stands_is_left(
    network: Network, photos: list[FloatImage]
) -> None:
    assert [quarter_turns(network, photo) for photo in photos] == [0] * 12
    for fallen, back in ((LEFT, RIGHT), (RIGHT, LEFT)):
        found = [quarter_turns(network, turned(photo, fallen)) for photo in photos]
        assert found.count(back) >= 10
        assert found.count(fallen) == 0


def test_what_cannot_lie_on_its_side_is_not_turned(
    network: Network, photos: list[FloatImage]
) -> None:
    lying = turned(photos[0], LEFT)
    assert quarter_turns(network, lying) == RIGHT
    assert quarter_turns(network.with_novelty(None), lying) == 0
    assert quarter_turns(network, lying[::4, ::4]) == 0  # as small as those of the data set
    assert quarter_turns(network, np.zeros((100, 100), np.float32)) == 0
    # A side on which it is like nothing known is none to be turned to.
    assert network.novelty
    strict = network.with_novelty(replace(network.novelty, threshold=2.0))
    assert quarter_turns(strict, lying) == 0
