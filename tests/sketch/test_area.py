"""Areas: where the bucket's grey goes."""

import numpy as np
import pytest

from fashion_gui.sketch.area import area_around, surrounded
from fashion_gui.sketch.operations import Brush, Shape, render


def outlined(kind: str, width: float, grey: float = 1.0) -> np.ndarray:  # type: ignore[type-arg]
    return render([Shape(kind, Brush(width, grey), (5.5, 5.5), (22.5, 22.5))])


def test_a_closed_line_one_pixel_wide_holds() -> None:
    assert area_around(outlined("rectangle", 1.0), (14.0, 14.0)).sum() == 16 * 16


@pytest.mark.parametrize("grey", [0.2, 0.3, 0.5, 1.0])
@pytest.mark.parametrize("width", [1.5, 2.0, 4.0])
def test_a_soft_or_faint_line_holds(width: float, grey: float) -> None:
    inside = area_around(outlined("ellipse", width, grey), (14.0, 14.0))
    outside = area_around(outlined("ellipse", width, grey), (0.5, 0.5))
    assert inside[14, 14]
    assert outside[27, 27]
    assert not (inside & outside).any()


def test_an_open_line_does_not_hold() -> None:
    image = outlined("rectangle", 1.0)
    image[5, 14] = 0
    assert area_around(image, (14.0, 14.0))[0, 0]


def test_noise_is_alike() -> None:
    noise = np.random.default_rng(0).uniform(0.4, 0.5, (28, 28)).astype(np.float32)
    assert area_around(noise, (3.0, 3.0)).all()


def test_a_corner_is_no_way_through() -> None:
    board = np.indices((28, 28)).sum(axis=0).astype(np.float32) % 2
    assert area_around(board, (3.5, 3.5)).sum() == 1


@pytest.mark.parametrize("seed", [(-0.5, 5.0), (5.0, 28.0), (28.0, 5.0), (5.0, -0.01)])
def test_what_is_outside_of_the_canvas_fills_nothing(seed: tuple[float, float]) -> None:
    assert not area_around(outlined("rectangle", 1.0), seed).any()


def test_a_pixel_is_surrounded_by_eight() -> None:
    area = np.zeros((28, 28), bool)
    area[0, 0] = area[10, 10] = True
    wider = surrounded(area)
    assert wider[9:12, 9:12].all()
    assert wider[:2, :2].all()
    assert wider.sum() == 9 + 4
