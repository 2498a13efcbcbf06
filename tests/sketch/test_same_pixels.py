"""What saves time changes no pixel: held against drawing everything anew, one thing at a time."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from numpy.random import Generator

from fashion_gui.sketch import drawing as drawing_module
from fashion_gui.sketch import placed as placed_module
from fashion_gui.sketch.drawing import Drawing
from fashion_gui.sketch.fitting import Placement
from fashion_gui.sketch.operations import (
    Brush,
    Clear,
    Fill,
    Move,
    Operation,
    Pair,
    Paste,
    Shape,
    Stroke,
    render,
)
from fashion_gui.sketch.raster import FloatImage, Point, blend

Command = Callable[[Drawing], object]
LONGEST = 3.0


def some_points(rng: Generator, n: int) -> tuple[Point, ...]:
    start, steps = rng.uniform(6, 22, 2), rng.normal(0, 1.5, (n, 2))
    return tuple((float(x), float(y)) for x, y in start + steps.cumsum(axis=0))


def some_brush(rng: Generator) -> Brush:
    return Brush(float(rng.uniform(0.5, 6)), float(rng.choice([0.0, 0.4, 1.0])))


def some_stroke(rng: Generator) -> Stroke:
    n = int(rng.integers(1, 12))
    pressures = tuple(rng.uniform(0.2, 1.8, n).tolist()) if rng.random() < 0.5 else ()
    return Stroke(some_brush(rng), some_points(rng, n), pressures)


def some_shape(rng: Generator) -> Shape:
    kind = str(rng.choice(["line", "rectangle", "ellipse"]))
    start, stop = some_points(rng, 2)
    return Shape(kind, some_brush(rng), start, stop, bool(rng.random() < 0.5))


def some_operation(rng: Generator) -> Operation:
    kind = rng.choice(5, p=[0.5, 0.2, 0.15, 0.1, 0.05])
    if kind == 0:
        return some_stroke(rng)
    if kind == 1:
        shape = some_shape(rng)
        return shape if rng.random() < 0.5 else Pair(shape, shape.mirrored())
    if kind == 2:
        stroke = some_stroke(rng)
        return Pair(stroke, stroke.mirrored())
    if kind == 3:
        return Fill(float(rng.random()), rng.random((28, 28)) < 0.05)
    return Move(Placement(float(rng.uniform(0.7, 1.4)), *rng.uniform(-3, 3, 2).tolist()))


def plain_coverage(stroke: Stroke, placement: Placement, size: int) -> FloatImage:
    """Look at every pixel of the canvas for every piece of the stroke, one after the other."""
    places = (placement.scale * np.array(stroke.points) + (placement.x, placement.y)) * (size / 28)
    scale = placement.scale
    width = stroke.brush.width * (np.sqrt(scale) if scale > 1 else scale) * size / 28
    shares = np.array(stroke.pressures or [1.0] * len(places), np.float32)
    places = places.astype(np.float32)
    ends = list(pairwise(places)) or [(places[0], places[0])]
    of_lines = (shares[:-1] + shares[1:]) / 2 if len(places) > 1 else shares
    centres = np.arange(size, dtype=np.float32) + np.float32(0.5)
    coverage = np.zeros((size, size), np.float32)
    for (start, stop), share in zip(ends, of_lines, strict=True):
        n_pieces = max(1, int(np.ceil(np.hypot(*(stop - start)) / LONGEST)))
        step = ((stop - start) / n_pieces).astype(np.float32)
        for number in range(n_pieces):
            first = start + np.float32(number) * step
            along = (first + step) - first
            dx, dy = (centres - first[0])[np.newaxis, :], (centres - first[1])[:, np.newaxis]
            squared = np.maximum(along[0] * along[0] + along[1] * along[1], np.float32(1e-12))
            t = np.clip((dx * along[0] + dy * along[1]) / squared, 0, 1)
            distance = np.sqrt((dx - t * along[0]) ** 2 + (dy - t * along[1]) ** 2)
            inside = np.float32(width) * share / 2 + np.float32(0.5) - distance
            np.maximum(coverage, np.clip(inside, 0, 1), out=coverage)
    return coverage


def plain_draw(operation: Operation, image: FloatImage, placement: Placement) -> FloatImage:
    assert not isinstance(operation, Move)
    if isinstance(operation, Stroke):
        coverage = plain_coverage(operation, placement, len(image))
        return blend(image, coverage, operation.brush.grey)
    if isinstance(operation, Pair) and isinstance(operation.one, Stroke):
        assert isinstance(operation.other, Stroke)
        halves = (operation.one, operation.other)
        coverage = np.maximum(*(plain_coverage(half, placement, len(image)) for half in halves))
        return blend(image, coverage, operation.one.brush.grey)
    return operation.draw(image, placement)


def plain_render(operations: list[Operation], placement: Placement, size: int) -> FloatImage:
    image = np.zeros((size, size), np.float32)
    for index, operation in enumerate(operations):
        place = placement
        for move in reversed(operations[index + 1 :]):
            place = place.after(move.placement) if isinstance(move, Move) else place
        if not isinstance(operation, Move):
            image = plain_draw(operation, image, place)
    return image


@pytest.mark.parametrize("seed", range(4))
def test_many_operations_at_once_look_as_they_do_one_by_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    operations = [some_operation(rng) for _ in range(30)]
    operations.insert(4, Paste(rng.integers(0, 256, (28, 28), dtype=np.uint8)))
    for placement, size in ((Placement(), 28), (Placement(1.7, -4.3, 2.1), 28), (Placement(), 84)):
        expected = plain_render(operations, placement, size)
        np.testing.assert_array_equal(render(operations, placement, size), expected)


def some_commands(rng: Generator) -> list[Command]:
    """What a hand does: each movement is a command of its own."""
    kind = rng.choice(6, p=[0.5, 0.15, 0.15, 0.1, 0.05, 0.05])
    if kind == 0:
        brush, points = some_brush(rng), some_points(rng, int(rng.integers(1, 8)))
        moves: list[Command] = [partial(Drawing.extend_stroke, point=point) for point in points[1:]]
        begin = partial(Drawing.begin_stroke, brush=brush, point=points[0])
        return [begin, *moves, Drawing.end_stroke]
    if kind == 1:
        operation = some_operation(rng)
        pulled = [partial(Drawing.preview, operation=o) for o in (operation, some_shape(rng), None)]
        return [*pulled, partial(Drawing.do, operation=operation)]
    if kind == 2:
        return [Drawing.undo] * int(rng.integers(1, 4)) + [Drawing.redo] * int(rng.integers(0, 3))
    if kind == 3:
        return [partial(Drawing.fill, seed=some_points(rng, 1)[0], grey=float(rng.random()))]
    if kind == 4:
        return [partial(Drawing.do, operation=Move(Placement(0.8, *rng.uniform(0, 5, 2).tolist())))]
    return [Drawing.clear]


@pytest.mark.parametrize("is_mirroring", [False, True])
@pytest.mark.parametrize("seed", range(2))
def test_a_drawing_that_is_watched_looks_like_one_seen_at_last(
    seed: int, is_mirroring: bool
) -> None:
    rng = np.random.default_rng(seed)
    watched, commands = Drawing(), []
    watched.is_mirroring = is_mirroring
    for command in (command for _ in range(25) for command in some_commands(rng)):
        commands.append(command)
        command(watched)
        seen = watched.image.copy(), watched.fitted_image.copy()
        unseen = Drawing()
        unseen.is_mirroring = is_mirroring
        for again in commands:
            again(unseen)
        np.testing.assert_array_equal(seen[0], unseen.image)
        np.testing.assert_array_equal(seen[1], unseen.fitted_image)


def test_a_stroke_that_ends_where_the_frame_stays_is_all_that_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawing = Drawing()
    drawing.do(Shape("rectangle", Brush(), (6, 6), (16, 18)))
    drawing.fitted_image  # noqa: B018
    drawn: list[int] = []

    def count(operations: tuple[Operation, ...], *more: object, **options: object) -> FloatImage:
        drawn.append(len(operations))
        return render(operations, *more, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(placed_module, "render", count)
    for x in range(8, 14):
        drawing.begin_stroke(Brush(1.0), (x, 9.0))
        drawing.extend_stroke((x, 14.0))
        drawing.end_stroke()
        drawing.fitted_image  # noqa: B018
    assert drawn == [1] * len(drawn)
    assert len(drawn) == 6


def test_the_canvas_is_drawn_once_for_each_movement(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = Drawing()
    drawing.begin_stroke(Brush(), (9.0, 9.0))
    looked: list[int] = []
    draw = drawing_module.GrowingStroke.draw

    def count(stroke: object, image: FloatImage, placement: Placement) -> FloatImage:
        looked.append(placement == Placement())
        return draw(stroke, image, placement)  # type: ignore[arg-type]

    monkeypatch.setattr(drawing_module.GrowingStroke, "draw", count)
    for x in range(10, 18):
        drawing.extend_stroke((x, 12.0))
        assert not drawing.is_empty
        drawing.image, drawing.fitted_image  # noqa: B018
    assert sum(looked) == 8


def test_a_cleared_drawing_may_be_drawn_on() -> None:
    stroke = Stroke(Brush(), ((5, 5), (9, 20)))
    drawing = Drawing()
    for operation in (stroke, Clear(), stroke):
        drawing.do(operation)
        drawing.fitted_image  # noqa: B018
    alone = Drawing()
    alone.do(stroke)
    np.testing.assert_array_equal(drawing.fitted_image, alone.fitted_image)


def test_a_stroke_in_the_place_of_one_that_was_undone_is_seen() -> None:
    drawing, other = Drawing(), Drawing()
    frame = Shape("rectangle", Brush(), (6, 6), (16, 18))
    upright, level = Stroke(Brush(), ((10, 8), (10, 16))), Stroke(Brush(), ((8, 12), (14, 12)))
    for operation in (frame, upright):
        drawing.do(operation)
    drawing.fitted_image  # noqa: B018
    drawing.undo()
    drawing.do(level)
    for operation in (frame, level):
        other.do(operation)
    np.testing.assert_array_equal(drawing.fitted_image, other.fitted_image)
