"""How fast drawings for training are made, and what they cost a run."""

from collections.abc import Callable

import numpy as np

from benchmarks.result import Cell, Result
from benchmarks.spread import SPREAD, interleaved, spread
from fashion_gui.data import load
from fashion_gui.synthetic.doodles import draw_doodles
from fashion_gui.synthetic.photo_sketches import sketch_photos
from fashion_gui.training.batches import USES_OF_A_DRAWING
from fashion_gui.training.drawings import DrawingPool

_N = 256
_ROUNDS = 20


def measure() -> Result:
    """Return a row for each kind of drawing, in microseconds of CPU time for one."""
    photos = load().train
    rng = np.random.default_rng(0)
    images = photos.images[:_N]
    pools = {
        f"given to {'convolutions' if convolves else 'dense layers'}, {uses} times each": (
            DrawingPool(photos, uses, rng)
        )
        for convolves, uses in USES_OF_A_DRAWING.items()
    }
    runs: dict[str, Callable[[], object]] = {
        "doodle": lambda: draw_doodles(_N, rng),
        "sketch of a photograph": lambda: sketch_photos(images, rng),
    }
    for name, pool in pools.items():
        runs[name] = lambda pool=pool: pool.draw(_N)  # type: ignore[misc]
    rows: list[tuple[Cell, ...]] = [
        (name, *spread(seconds, 1e6 / _N)) for name, seconds in interleaved(runs, _ROUNDS).items()
    ]
    return Result("Making a drawing, microseconds", ("drawing", *SPREAD), tuple(rows))
