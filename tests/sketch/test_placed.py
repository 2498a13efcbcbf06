"""What a movement of the pen costs in a drawing of very many lines."""

from math import cos, sin

import numpy as np
import pytest

from fashion_gui.sketch import lines, placed
from fashion_gui.sketch.drawing import Drawing
from fashion_gui.sketch.operations import Brush
from fashion_gui.sketch.raster import FloatImage, batch_coverage

AT_ONCE, OF_STROKE = 40, 15


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many lines each call has drawn; 40 are already many."""
    drawn: list[int] = []

    def count(starts: FloatImage, *more: object, **options: object) -> FloatImage:
        drawn.append(len(starts))
        return batch_coverage(starts, *more, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(placed, "LINES_AT_ONCE", AT_ONCE)
    monkeypatch.setattr(lines, "batch_coverage", count)
    return drawn


def scribbled(n_strokes: int) -> Drawing:
    drawing = Drawing()
    for stroke in range(n_strokes):
        drawing.begin_stroke(Brush(1.0), (14 + 3 * sin(stroke), 14 + 3 * cos(stroke)))
        for point in range(OF_STROKE):
            drawing.extend_stroke((14 + 3 * sin(stroke + point), 14 + 3 * cos(stroke + point)))
        drawing.end_stroke()
    return drawing


@pytest.mark.parametrize("n_strokes", [0, 12, 30])
def test_a_movement_costs_no_more_in_a_longer_drawing(drawn: list[int], n_strokes: int) -> None:
    drawing = scribbled(n_strokes)
    drawing.fitted_image  # noqa: B018
    drawing.begin_stroke(Brush(), (14.0, 14.0))
    costs, fittings = [], set()
    for step in range(120):  # in a spiral, so that the frame grows all the time
        radius = 1 + step / 15
        drawing.extend_stroke((14 + radius * cos(step / 3), 14 + radius * sin(step / 3)))
        drawn.clear()
        drawing.fitted_image  # noqa: B018
        costs.append(sum(drawn))
        fittings.add(drawing.fitting())
    assert max(costs) <= AT_ONCE + OF_STROKE + 3
    assert len(fittings) > 4, "it does follow"
    assert all(drawing.fitting() == drawing.fitting() for _ in range(3))
    for _ in range(40):  # while the pen moves within the frame, it gets to where it belongs
        drawing.extend_stroke((14.0, 14.0))
        drawing.fitted_image  # noqa: B018
    close, seen = drawing.fitting(), drawing.fitted_image
    drawing.end_stroke()
    assert drawing.fitting() == close
    np.testing.assert_allclose(seen.astype(int), drawing.fitted_image, atol=1)


def test_after_the_stroke_it_is_exactly_where_it_belongs(drawn: list[int]) -> None:
    watched, unseen = scribbled(12), scribbled(12)
    for drawing in (watched, unseen):
        for stroke in range(3):
            drawing.begin_stroke(Brush(), (14.0, 14.0))
            for step in range(10):
                drawing.extend_stroke((14.0 + step / 2, 15.0 + stroke))
                if drawing is watched:
                    drawing.fitted_image  # noqa: B018
            drawing.end_stroke()
            if stroke == 1:
                drawing.undo()
    assert watched.fitting() == unseen.fitting()
    np.testing.assert_array_equal(watched.fitted_image, unseen.fitted_image)
    for drawing in (watched, unseen):
        drawing.clear()
        drawing.begin_stroke(Brush(), (5.0, 5.0))
        drawing.extend_stroke((9.0, 7.0))
    np.testing.assert_array_equal(watched.fitted_image, unseen.fitted_image)
