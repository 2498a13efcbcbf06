"""From pixels to Qt's images and back."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from fashion_gui.ui.imaging.pixmaps import draw_name, pixels_of, to_qimage


@pytest.mark.parametrize("shape", [(5, 7), (5, 7, 3), (1, 1), (3, 401, 3)])
def test_pixels_come_back_as_they_went(shape: tuple[int, ...]) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    found = pixels_of(to_qimage(pixels))
    expected = pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)
    assert np.array_equal(found[..., :3], expected)
    assert (found[..., 3] == 255).all()


def test_no_image_has_no_pixels() -> None:
    assert pixels_of(QImage()).shape == (0, 0, 4)


@pytest.mark.usefixtures("qapp")
def test_a_name_is_written_at_the_right() -> None:
    cover = draw_name("shoe", 100, 40)
    assert cover.shape == (40, 100)
    rows, columns = np.nonzero(cover > 100)
    assert columns.max() > 90
    assert columns.min() > 20
    assert abs(rows.mean() - 20) < 6
    assert not draw_name("", 100, 40).any()
