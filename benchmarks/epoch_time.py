"""CPU time of an epoch: our engine, scikit-learn and PyTorch, in turns.

All learn 784-128-10 with ReLU, cross-entropy and Adam at batch 128 from 60,000 images in
float32 on one thread, each from what it would be given: ours from the bytes of the files,
the others from floats that were scaled before the clock starts.
"""

from collections.abc import Callable
from time import process_time

import numpy as np

from fashion_gui.data import Split, load
from fashion_gui.training.learner import GradientLearner
from fashion_gui.training.recipes import Recipe

_ROUNDS = 5
_BATCH_SIZE = 128
_LEARNING_RATE = 0.001
Epoch = Callable[[], None]


def report() -> list[str]:
    """Return a row for each engine, and how many times our CPU time it takes."""
    train = load().train
    engines: dict[str, Epoch | None] = {
        "fashion_gui": _ours(train),
        "scikit-learn": _scikit_learn(train),
        "PyTorch, fused Adam": _pytorch(train),
    }
    seconds: dict[str, list[float]] = {name: [] for name, run in engines.items() if run}
    for _ in range(_ROUNDS + 1):
        for name in seconds:
            seconds[name].append(_timed(engines[name]))
    ours = np.array(seconds["fashion_gui"][1:])  # the first round warms up
    lines = [
        f"{'CPU seconds an epoch, 784-128-10':<34} {'median':>7} {'min':>7} {'max':>7}  ours/it"
    ]
    for name in engines:
        if name not in seconds:
            lines.append(f"{name:<34} not installed")
            continue
        values = np.array(seconds[name][1:])
        ratio = np.median(ours / values)
        lines.append(
            f"{name:<34} {np.median(values):7.3f} {values.min():7.3f} {values.max():7.3f}"
            f"  {ratio:6.2f}"
        )
    return lines


def _timed(run: Epoch | None) -> float:
    assert run is not None
    start = process_time()
    run()
    return process_time() - start


def _ours(train: Split) -> Epoch:
    recipe = Recipe(hidden=(128,), batch_size=_BATCH_SIZE)
    learner = GradientLearner(recipe, train, tuple("0123456789"))
    rng = np.random.default_rng(0)

    def epoch() -> None:
        order = rng.permutation(len(train))
        for start in range(0, len(train), _BATCH_SIZE):
            learner.step(order[start : start + _BATCH_SIZE], _LEARNING_RATE)

    return epoch


def _scikit_learn(train: Split) -> Epoch | None:
    try:
        from sklearn.neural_network import MLPClassifier
    except ImportError:
        return None
    X = train.images.reshape(len(train), -1).astype(np.float32) / 255
    network = MLPClassifier((128,), batch_size=_BATCH_SIZE, alpha=0.0)
    classes, labels = np.arange(10), train.labels.astype(np.int64)

    def epoch() -> None:
        network.partial_fit(X, labels, classes=classes)

    return epoch


def _pytorch(train: Split) -> Epoch | None:
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    X = torch.from_numpy(train.images.reshape(len(train), -1).astype(np.float32) / 255)
    y = torch.from_numpy(train.labels.astype(np.int64))
    network = torch.nn.Sequential(
        torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10)
    )
    optimizer = torch.optim.Adam(network.parameters(), lr=_LEARNING_RATE, fused=True)
    loss = torch.nn.CrossEntropyLoss()

    def epoch() -> None:
        for indices in torch.randperm(len(y)).split(_BATCH_SIZE):
            optimizer.zero_grad(set_to_none=True)
            loss(network(X[indices]), y[indices]).backward()
            optimizer.step()

    return epoch
