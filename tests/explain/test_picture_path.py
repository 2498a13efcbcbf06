"""Pictures on the way to another one, and where the answer changes."""

from itertools import pairwise

import numpy as np
import pytest
from explained import DENSE, make_image, make_network

from fashion_gui.explain import PicturePath, morphed
from fashion_gui.explain.picture_path import Stretch


def test_a_picture_fades_into_another_pixel_by_pixel() -> None:
    first, second = make_image(0), make_image(1)[::-1]
    found = morphed(first, second, (0.0, 0.25, 1.0))
    np.testing.assert_array_equal(found[0], first)
    np.testing.assert_array_equal(found[2], second)
    expected = 0.75 * first.astype(float) + 0.25 * second
    assert np.abs(found[1] - expected).max() <= 0.5
    with pytest.raises(ValueError, match="from 0 to 1"):
        morphed(first, second, (1.5,))
    with pytest.raises(ValueError, match="of a size"):
        morphed(first, second[:20], (0.5,))


def test_stretches_have_the_same_prediction_and_cover_the_path() -> None:
    network = make_network(DENSE)
    images = morphed(make_image(0), 255 - make_image(3), np.linspace(0, 1, 30).tolist())
    path = PicturePath.of(network, images, range(30))
    expected = network.predict_proba(images)
    np.testing.assert_array_equal(path.probabilities, expected)
    labels = [s.label for s in path.stretches() for _ in range(s.first, s.last + 1)]
    assert labels == expected.argmax(axis=1).tolist()
    assert all(one.label != other.label for one, other in pairwise(path.stretches()))
    by_hand = np.array([[0.9, 0.1, 0], [0.4, 0.6, 0], [0.4, 0.6, 0], [0.1, 0, 0.9]], np.float32)
    short = PicturePath(np.arange(4.0), images[:4], by_hand)
    assert short.stretches() == (Stretch(0, 0, 0), Stretch(1, 1, 2), Stretch(2, 3, 3))
    assert short.notable(2) == (0, 2)
    with pytest.raises(ValueError, match="Expected 4 amounts"):
        PicturePath.of(network, images[:4], (1.0,))
