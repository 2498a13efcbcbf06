"""A drawing is kept as plain values and arrays, and made again from them exactly."""

import json

import numpy as np
import pytest

from fashion_gui.sketch.drawing import Drawing
from fashion_gui.sketch.fitting import Placement
from fashion_gui.sketch.operations import Brush, Erase, Move, Pair, Shape
from fashion_gui.sketch.state import DrawingState, operations_of, state_of

BRUSH = Brush(2.5, 0.8)


def everything() -> Drawing:
    """Return a drawing with an operation of every kind."""
    drawing = Drawing()
    drawing.begin_stroke(BRUSH, (3.25, 4.5))
    drawing.clear()
    drawing.paste(np.arange(24, dtype=np.uint8).reshape(4, 6), is_framed=True)
    drawing.begin_stroke(BRUSH, (5.125, 6.0), 0.5)
    drawing.extend_stroke((20.0, 21.3), 1.5)
    drawing.is_mirroring = True
    drawing.begin_stroke(BRUSH, (2.0, 24.0))
    drawing.extend_stroke((9.0, 26.0))
    drawing.do(Shape("ellipse", BRUSH, (4.0, 4.0), (10.0, 12.0), is_filled=True))
    drawing.fill((1.0, 1.0), 0.3)
    drawing.is_mirroring = False
    drawing.do(Move(Placement(0.9, 1.0, 0.5)))
    mask = np.zeros((28, 28), bool)
    mask[10:14, 10:14] = True
    drawing.do(Erase(mask, drawing.fitting()))
    return drawing


def test_a_kept_drawing_is_made_again_exactly() -> None:
    drawing, again = everything(), Drawing()
    state = state_of(drawing.operations)
    kept = json.loads(json.dumps(state.operations))
    again.restore(operations_of(DrawingState(kept, state.arrays)))
    np.testing.assert_array_equal(again.image, drawing.image)
    np.testing.assert_array_equal(again.fitted_image, drawing.fitted_image)
    np.testing.assert_array_equal(again.render(84), drawing.render(84))
    assert len(again.operations) == len(drawing.operations) - 2, "what is hidden is not kept"
    assert isinstance(again.operations[2], Pair)
    again.undo()
    drawing.undo()
    np.testing.assert_array_equal(again.image, drawing.image)
    drawing.clear()
    assert state_of(drawing.operations) == DrawingState()


@pytest.mark.parametrize(
    "damage",
    [
        {"kind": "spell"},
        {"width": float("nan")},
        {"grey": 2},
        {"points": np.array([[1.0, np.inf]])},
        {"points": np.zeros((0, 2))},
        {"points": np.zeros((1, 2), np.int64)},
        {"pressures": np.ones(3)},
    ],
)
def test_damaged_values_are_refused_in_a_sentence(damage: dict[str, object]) -> None:
    drawing = Drawing()
    drawing.begin_stroke(BRUSH, (3.0, 4.0))
    drawing.end_stroke()
    state = state_of(drawing.operations)
    for name, value in damage.items():
        if isinstance(value, np.ndarray):
            state.arrays[f"0.{name}"] = value
        else:
            state.operations[0][name] = value
    with pytest.raises(ValueError, match="expected the operations of a drawing, found in number 0"):
        operations_of(state)
