"""CPU time of an epoch of 784-128-10: our engine, scikit-learn and PyTorch, in turns.

All use ReLU, cross-entropy and Adam in float32 on one thread, each with its usual input: ours the
bytes of the files, the others floats that were scaled before the clock starts. A round is 20,000
images; the durations are scaled to an epoch of 60,000.
"""

from collections.abc import Callable

import numpy as np

from benchmarks import our_learning, pytorch
from benchmarks.our_learning import IMAGES_IN_AN_EPOCH, small_network
from benchmarks.result import Cell, Result
from benchmarks.spread import RATIO, SPREAD, interleaved, ratio, spread
from fashion_gui.data import Subset, load

_ROUNDS = 5
_N_IMAGES = 20_000
_BATCH_SIZES = (32, 128, 512)
_OURS = "fashion_gui"
Runs = dict[str, Callable[[], None]]


def measure() -> Result:
    """Return a row for each batch size and engine, with the ratio of our CPU time to it."""
    train = load().train[:_N_IMAGES]
    rows: list[tuple[Cell, ...]] = []
    for batch_size in _BATCH_SIZES:
        runs: Runs = {
            _OURS: our_learning.learning(small_network(batch_size), train),
            **_scikit_learn(train, batch_size),
            **_pytorch(train, batch_size),
        }
        seconds = interleaved(runs, _ROUNDS)
        scale = IMAGES_IN_AN_EPOCH / len(train)
        for name, values in seconds.items():
            shares = ratio(seconds[_OURS], values) if name != _OURS else (None, None, None)
            rows.append((name, batch_size, *spread(values, scale), *shares))
    names = {row[0] for row in rows}
    return Result(
        "Epoch of 784-128-10, CPU seconds for 60,000 images on one thread",
        ("engine", "batch", *SPREAD, *RATIO),
        tuple(rows),
        _notes(names),
    )


def _notes(names: set[Cell]) -> tuple[str, ...]:
    notes = []
    if "scikit-learn" not in names:
        notes.append("scikit-learn is not installed and was left out: pip install -e .[dev]")
    if "PyTorch, fused Adam" not in names:
        notes.append(pytorch.NOT_INSTALLED)
    return tuple(notes)


def _scikit_learn(train: Subset, batch_size: int) -> Runs:
    try:
        from sklearn.neural_network import MLPClassifier
    except ImportError:
        return {}
    X = train.images.reshape(len(train), -1).astype(np.float32) / 255
    network = MLPClassifier((128,), batch_size=batch_size, alpha=0.0)
    classes, labels = np.arange(10), train.labels.astype(np.int64)

    def learn() -> None:
        network.partial_fit(X, labels, classes=classes)

    return {"scikit-learn": learn}


def _pytorch(train: Subset, batch_size: int) -> Runs:
    torch = pytorch.load_torch()
    if torch is None:
        return {}
    X, y = pytorch.as_tensors(torch, train, as_images=False)
    architecture = small_network(batch_size).architecture(10)
    return {
        f"PyTorch, {kind} Adam": pytorch.learning(
            torch, pytorch.same_network(torch, architecture), X, y, batch_size, fused=fused
        )
        for kind, fused in (("fused", True), ("plain", False))
    }
