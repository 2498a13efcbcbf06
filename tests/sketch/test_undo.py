"""Undo and redo: a drawing against a list of the pictures that it has been."""

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from numpy.typing import NDArray

from fashion_gui.sketch.drawing import Drawing
from fashion_gui.sketch.fitting import Placement
from fashion_gui.sketch.operations import Brush, Clear, Move, Paste, Shape, Stroke, render
from fashion_gui.sketch.raster import Point

POINTS = st.tuples(st.integers(-2, 30), st.integers(-2, 30)).map(
    lambda point: (point[0] + 0.25, point[1] + 0.5)
)
BRUSHES = st.builds(
    Brush, width=st.sampled_from([1.0, 3.0, 8.0]), grey=st.sampled_from([0, 0.4, 1])
)
KINDS = st.sampled_from(["line", "rectangle", "ellipse"])
PLACEMENTS = st.builds(
    Placement,
    scale=st.sampled_from([0.5, 1.0, 1.5]),
    x=st.sampled_from([-6.0, 0.0, 2.5]),
    y=st.sampled_from([-3.5, 0.0, 8.0]),
)


def drawn(*dots: Point) -> Drawing:
    """Return a drawing with some dots, each of them an operation."""
    drawing = Drawing()
    for dot in dots:
        drawing.begin_stroke(Brush(3.0, 1.0), dot)
    drawing.end_stroke()
    return drawing


def test_undo_takes_the_last_operation_back_and_redo_does_it_again() -> None:
    drawing = drawn((5.0, 5.0))
    before = drawing.image
    drawing.begin_stroke(Brush(), (20.0, 20.0))
    drawing.end_stroke()
    after, operations = drawing.image, drawing.operations
    drawing.undo()
    assert np.array_equal(drawing.image, before)
    assert drawing.operations == operations[:1]
    drawing.redo()
    assert np.array_equal(drawing.image, after)
    assert drawing.operations == operations


def test_nothing_to_undo_or_redo_changes_nothing() -> None:
    drawing = Drawing()
    assert not drawing.can_undo
    assert not drawing.can_redo
    drawing.undo()
    drawing.redo()
    assert drawing.operations == ()
    assert drawing.is_empty


def test_a_new_operation_forgets_what_was_undone() -> None:
    for operate in (
        lambda drawing: drawing.paste(np.ones((28, 28), np.uint8)),
        lambda drawing: drawing.clear(),
        lambda drawing: (drawing.begin_stroke(Brush(), (1.0, 1.0)), drawing.end_stroke()),
    ):
        drawing = drawn((5.0, 5.0), (20.0, 20.0))
        drawing.undo()
        assert drawing.can_redo
        operate(drawing)
        assert not drawing.can_redo
        image = drawing.image
        drawing.redo()
        assert np.array_equal(drawing.image, image)


def test_clearing_can_be_undone() -> None:
    drawing = drawn((5.0, 5.0), (20.0, 20.0))
    before = drawing.image
    drawing.clear()
    assert drawing.is_empty
    assert [type(operation) for operation in drawing.operations] == [Stroke, Stroke, Clear]
    drawing.undo()
    assert np.array_equal(drawing.image, before)


def test_clearing_an_empty_canvas_is_no_operation() -> None:
    drawing = Drawing()
    drawing.clear()
    assert not drawing.can_undo
    erased = drawn((5.0, 5.0))
    erased.begin_stroke(Brush(8.0, 0.0), (5.0, 5.0))
    erased.clear()
    assert [type(operation) for operation in erased.operations] == [Stroke, Stroke]


def test_clearing_an_empty_canvas_keeps_what_was_undone() -> None:
    drawing = drawn((5.0, 5.0))
    drawing.undo()
    drawing.clear()
    assert drawing.can_redo


def test_pasting_can_be_undone_and_done_again() -> None:
    drawing = drawn((5.0, 5.0))
    before = drawing.image
    image = np.random.default_rng(0).integers(0, 256, (28, 28), dtype=np.uint8)
    drawing.paste(image)
    drawing.undo()
    assert np.array_equal(drawing.image, before)
    drawing.redo()
    assert np.array_equal(drawing.image, image)
    assert [type(operation) for operation in drawing.operations] == [Stroke, Paste]


def test_undo_during_a_stroke_takes_that_stroke_back() -> None:
    drawing = drawn((5.0, 5.0))
    before = drawing.image
    drawing.begin_stroke(Brush(), (20.0, 20.0))
    drawing.extend_stroke((10.0, 20.0))
    stroke = drawing.image
    drawing.undo()
    assert np.array_equal(drawing.image, before)
    drawing.extend_stroke((1.0, 1.0))  # the brush is up again
    assert np.array_equal(drawing.image, before)
    drawing.redo()
    assert np.array_equal(drawing.image, stroke)


def test_redo_during_a_stroke_does_not_disturb_it() -> None:
    drawing = drawn((5.0, 5.0))
    drawing.undo()
    drawing.begin_stroke(Brush(), (20.0, 20.0))
    growing = drawing.image
    drawing.redo()
    assert np.array_equal(drawing.image, growing)
    drawing.end_stroke()
    assert len(drawing.operations) == 1


def test_clearing_and_pasting_during_a_stroke_end_it_first() -> None:
    image = np.ones((28, 28), np.uint8)
    for operate in (lambda d: d.clear(), lambda d: d.paste(image)):
        drawing = Drawing()
        drawing.begin_stroke(Brush(), (20.0, 20.0))
        stroke = drawing.image
        operate(drawing)
        assert len(drawing.operations) == 2
        drawing.undo()
        assert np.array_equal(drawing.image, stroke)


class AnyOrder(RuleBasedStateMachine):
    """Does anything in any order, and keeps a list of pictures in the simplest way."""

    def __init__(self) -> None:
        super().__init__()
        self.drawing = Drawing()
        self.pictures = [np.zeros((28, 28), np.uint8)]
        self.now = 0
        self.is_down = False

    def remember(self, image: NDArray[np.uint8]) -> None:
        self.pictures[self.now + 1 :] = [image]
        self.now += 1

    def lift(self) -> None:
        if self.is_down:
            self.remember(self.drawing.image)
            self.is_down = False

    @rule(brush=BRUSHES, point=POINTS)
    def begin(self, brush: Brush, point: Point) -> None:
        self.lift()
        self.drawing.begin_stroke(brush, point)
        self.is_down = True

    @precondition(lambda self: self.is_down)
    @rule(point=POINTS)
    def extend(self, point: Point) -> None:
        self.drawing.extend_stroke(point)

    @rule()
    def end(self) -> None:
        self.lift()
        self.drawing.end_stroke()

    @rule(seed=st.integers(0, 3))
    def paste(self, seed: int) -> None:
        self.lift()
        image = np.random.default_rng(seed).integers(0, 256, (28, 28), dtype=np.uint8)
        self.drawing.paste(image)
        self.remember(image)

    @rule()
    def clear(self) -> None:
        self.lift()
        if self.drawing.image.any():
            self.remember(np.zeros((28, 28), np.uint8))
        self.drawing.clear()

    @rule(kind=KINDS, brush=BRUSHES, start=POINTS, stop=POINTS, is_filled=st.booleans())
    def shape(self, kind: str, brush: Brush, start: Point, stop: Point, is_filled: bool) -> None:
        self.lift()
        shape = Shape(kind, brush, start, stop, is_filled)
        self.drawing.preview(shape)
        shown = self.drawing.image
        self.drawing.do(shape)
        self.remember(shown)

    @rule(seed=POINTS, grey=st.sampled_from([0.0, 0.4, 1.0]))
    def fill(self, seed: Point, grey: float) -> None:
        self.end()
        n_before = len(self.drawing.operations)
        self.drawing.fill(seed, grey)
        if len(self.drawing.operations) > n_before:
            self.remember(self.drawing.image)

    @rule(placement=PLACEMENTS)
    def move(self, placement: Placement) -> None:
        self.lift()
        self.drawing.do(Move(placement))
        self.remember(self.drawing.image)

    @rule()
    def turn_the_mirror(self) -> None:
        self.drawing.is_mirroring = not self.drawing.is_mirroring

    @rule()
    def undo(self) -> None:
        self.lift()
        self.drawing.undo()
        self.now = max(0, self.now - 1)

    @precondition(lambda self: not self.is_down)
    @rule()
    def redo(self) -> None:
        self.drawing.redo()
        self.now = min(len(self.pictures) - 1, self.now + 1)

    @invariant()
    def the_picture_is_the_expected_one(self) -> None:
        if self.is_down:
            return
        assert np.array_equal(self.drawing.image, self.pictures[self.now])
        assert len(self.drawing.operations) == self.now
        anew = render(self.drawing.operations) * 255
        assert np.abs(anew - self.drawing.image).max() < 1
        assert self.drawing.can_undo == (self.now > 0)
        assert self.drawing.can_redo == (self.now < len(self.pictures) - 1)

    def teardown(self) -> None:
        self.end()
        last = self.drawing.image
        while self.drawing.can_undo:
            self.undo()
            self.the_picture_is_the_expected_one()
        assert self.drawing.is_empty
        self.drawing.redo()
        while self.drawing.can_redo:
            self.drawing.redo()
        assert np.array_equal(self.drawing.image, self.pictures[-1])
        assert self.now == 0 or np.array_equal(last, self.pictures[self.now])


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
