"""The gain of a second thread: learning with one and with two, in turns, in wall time.

Both learn the same batches with the same result; only ``n_threads`` of the learner differs. Then
both again while another process keeps a core busy.
"""

from collections.abc import Callable
from contextlib import nullcontext
from time import perf_counter

from benchmarks import our_learning
from benchmarks.competitor import competing_process
from benchmarks.our_learning import IMAGES_IN_AN_EPOCH, small_network
from benchmarks.result import Cell, Result
from benchmarks.spread import SPREAD, interleaved, ratio, spread
from fashion_gui.data import load
from fashion_gui.nn.threads import usable_cores
from fashion_gui.training.presets import RECIPES

_ROUNDS = 5
_BATCH_SIZE = 512
_N_IMAGES = {"784-128-10": 40 * _BATCH_SIZE, "convnet": 1280}
"""Images that are learned from in a turn."""
_N_THREADS = (1, 2)


def measure() -> Result:
    """Return a row for each network, number of threads and company."""
    train = load().train
    rows: list[tuple[Cell, ...]] = []
    for name, recipe in (
        ("784-128-10", small_network(_BATCH_SIZE)),
        ("convnet", RECIPES["convnet"]),
    ):
        images = train[: _N_IMAGES[name]]
        runs = {str(n): our_learning.learning(recipe, images, n) for n in _N_THREADS}
        of_network = (name, recipe.batch_size)
        for company, has_company in (("alone", False), ("beside a busy process", True)):
            with competing_process() if has_company else nullcontext():
                rows += _rows((*of_network, company), runs, IMAGES_IN_AN_EPOCH / len(images))
    return Result(
        "One and two threads, seconds on the wall for 60,000 images",
        ("network", "batch", "company", "threads", *SPREAD, "times as fast", "lowest", "highest"),
        tuple(rows),
        (f"{usable_cores()} cores may be used.",),
    )


def _rows(
    names: tuple[Cell, ...], runs: dict[str, Callable[[], None]], scale: float
) -> list[tuple[Cell, ...]]:
    seconds = interleaved(runs, _ROUNDS, clock=perf_counter)
    one = seconds[str(_N_THREADS[0])]
    return [
        (
            *names,
            int(n_threads),
            *spread(values, scale),
            *(ratio(one, values) if values is not one else (None, None, None)),
        )
        for n_threads, values in seconds.items()
    ]
