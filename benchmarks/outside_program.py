"""Training and inference in a script that has loaded NumPy first, compared with the program.

Each turn is a process of its own: in one NumPy is loaded as in any script, with a BLAS thread for
each core; in the other by the command line, which allows one thread from the beginning.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter

from benchmarks.result import Cell, Result
from benchmarks.spread import spread

_ROUNDS = 5
_VARIABLES = frozenset(
    {"OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"}
)
_PLACES = {"inside": "import fashion_gui.__main__", "outside": "import numpy"}
_PROGRAM = """
from benchmarks import outside_program
outside_program.print_seconds()
"""


def measure() -> Result:
    """Return a row for each kind of work."""
    rounds: dict[str, list[dict[str, float]]] = {place: [] for place in _PLACES}
    for _ in range(_ROUNDS):
        for place, first in _PLACES.items():
            rounds[place].append(_seconds(first))
    rows: list[tuple[Cell, ...]] = []
    for work in rounds["inside"][0]:
        inside, outside = ([turn[work] for turn in rounds[place]] for place in _PLACES)
        ratios = [theirs / ours for ours, theirs in zip(inside, outside, strict=True)]
        rows.append((work, spread(inside)[0], spread(outside)[0], *spread(ratios)))
    return Result(
        "In the program and in a script that has loaded NumPy first, seconds on the wall",
        ("work", "inside", "outside", "outside / inside", "lowest", "highest"),
        tuple(rows),
        (f"Median of {_ROUNDS} turns, each in a process of its own.",),
    )


def _seconds(first: str) -> dict[str, float]:
    environment = {name: v for name, v in os.environ.items() if name not in _VARIABLES}
    done = subprocess.run(
        [sys.executable, "-c", first + _PROGRAM],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds: dict[str, float] = json.loads(done.stdout)
    return seconds


def print_seconds() -> None:
    """Measure in this process, once each after a first turn that warms up, and print JSON."""
    from benchmarks.our_learning import learning
    from benchmarks.spread import interleaved
    from fashion_gui.data import load
    from fashion_gui.files import model_file
    from fashion_gui.nn.threads import usable_cores
    from fashion_gui.training.presets import RECIPES

    dataset, n_threads = load(), usable_cores()
    network = model_file.load(model_file.find("convnet-best")).network
    images = dataset.test.images[:500]
    runs: dict[str, Callable[[], object]] = {
        "mlp learns 20,000 images": learning(RECIPES["mlp"], dataset.train[:20_000], n_threads),
        "convnet learns 1,280 images": learning(
            RECIPES["convnet"], dataset.train[:1280], n_threads
        ),
        "convnet-best answers 500 images": lambda: network.predict_proba(images),
    }
    print(json.dumps({name: took[0] for name, took in interleaved(runs, 1, perf_counter).items()}))
