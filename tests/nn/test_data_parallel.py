"""A batch in parts, side by side: the same as in one piece, whatever the number of threads."""

import threading
from dataclasses import dataclass

import numpy as np
import pytest

from fashion_gui.nn import data_parallel
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.backpropagation import Backpropagation
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.data_parallel import DataParallel
from fashion_gui.nn.layer import FloatArray, Layer, LayerBuffers
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Softmax, Tanh
from fashion_gui.nn.losses import CrossEntropy, Loss
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import MaxPool2D
from fashion_gui.nn.threads import usable_cores

ROWS: tuple[Layer, ...] = (Flatten(), Dense(7), Tanh(), Dense(3), Softmax())
IMAGES: tuple[Layer, ...] = (
    Conv2D(8, kernel=2),
    MaxPool2D(),
    ReLU(),
    Conv2D(8, padding=1),
    Tanh(),
    Flatten(),
    Dense(3),
    Softmax(),
)
WITH_CHANCE: tuple[Layer, ...] = (
    Conv2D(8, kernel=2, biased=False),
    BatchNorm(),
    ReLU(),
    Dropout(0.3),
    *IMAGES[3:],
)
# One sample; fewer and just enough for two lanes; all lanes; several pieces a lane; uneven parts.
CASES = [
    *((ROWS, n) for n in (1, 3, 255, 256, 1024, 1025, 3001)),
    *((IMAGES, n) for n in (1, 2, 15, 16, 31, 33, 128, 129, 290)),
]


def make_architecture(layers: tuple[Layer, ...]) -> Architecture:
    return Architecture(layers, input_shape=(5, 6))


def make_batch(n_samples: int, dtype: type = np.float64) -> tuple[FloatArray, FloatArray]:
    rng = np.random.default_rng(n_samples)
    X = rng.normal(size=(n_samples, 5, 6)).astype(dtype)
    return X, np.eye(3, dtype=dtype)[rng.integers(0, 3, n_samples)]


def make_parallel(
    layers: tuple[Layer, ...],
    n_threads: int,
    l2: float = 0.0,
    loss: Loss | None = None,
    dtype: type = np.float64,
) -> DataParallel:
    architecture = make_architecture(layers)
    parameters = architecture.initial_parameters(np.random.default_rng(0), dtype)
    rng = np.random.default_rng(1)
    return DataParallel(architecture, loss or CrossEntropy(), parameters, rng, l2, n_threads)


@pytest.mark.parametrize(("layers", "n_samples"), CASES)
def test_a_divided_batch_gives_what_it_gives_in_one_piece(
    layers: tuple[Layer, ...], n_samples: int
) -> None:
    architecture = make_architecture(layers)
    parameters = architecture.initial_parameters(np.random.default_rng(0), np.float64)
    X, targets = make_batch(n_samples)
    whole = Backpropagation(architecture, CrossEntropy(), parameters, l2=0.3)
    expected_loss, expected_outputs = whole(X, targets, np.random.default_rng(0))
    parallel = make_parallel(layers, n_threads=2, l2=0.3)
    for _ in range(2):  # what the first call left behind must not count in the second
        loss, outputs = parallel(X, targets)
        assert loss == pytest.approx(expected_loss, rel=1e-12)
        np.testing.assert_allclose(outputs, expected_outputs, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(parallel.gradients, whole.gradients, rtol=1e-9, atol=1e-12)
    parallel.close()


@pytest.mark.parametrize(("layers", "n_samples"), [(ROWS, 100), (ROWS, 1025), (IMAGES, 70)])
def test_bytes_are_learned_from_as_the_numbers_between_0_and_1_that_they_stand_for(
    layers: tuple[Layer, ...], n_samples: int
) -> None:
    images = np.random.default_rng(0).integers(0, 256, (n_samples, 5, 6), np.uint8)
    _, targets = make_batch(n_samples, np.float32)
    of_bytes, of_numbers = (make_parallel(layers, 2, dtype=np.float32) for _ in range(2))
    loss, outputs = of_bytes(images, targets)
    expected_loss, expected = of_numbers(images.astype(np.float32) * np.float32(1 / 255), targets)
    assert loss == expected_loss
    np.testing.assert_array_equal(outputs, expected)
    np.testing.assert_array_equal(of_bytes.gradients, of_numbers.gradients)
    of_bytes.close()
    of_numbers.close()


def test_lanes_that_a_smaller_batch_does_not_need_do_not_count_in_it() -> None:
    architecture = make_architecture(IMAGES)
    parameters = architecture.initial_parameters(np.random.default_rng(0), np.float64)
    whole = Backpropagation(architecture, CrossEntropy(), parameters)
    parallel = make_parallel(IMAGES, n_threads=2)
    for n_samples in (300, 20, 5, 33, 16):
        X, targets = make_batch(n_samples)
        whole(X, targets, np.random.default_rng(0))
        parallel(X, targets)
        np.testing.assert_allclose(parallel.gradients, whole.gradients, rtol=1e-9, atol=1e-12)
    parallel.close()


@pytest.mark.parametrize("n_samples", [1, 7, 16, 50, 131, 300])
@pytest.mark.parametrize("layers", [ROWS, WITH_CHANCE], ids=["rows", "images"])
def test_the_number_of_threads_changes_no_bit_of_the_result(
    layers: tuple[Layer, ...], n_samples: int
) -> None:
    found = []
    for n_threads in (1, 2, 4):
        parallel = make_parallel(layers, n_threads, l2=0.1, dtype=np.float32)
        of_steps = []
        for n in (n_samples, max(1, n_samples // 3), n_samples):
            loss, outputs = parallel(*make_batch(n, np.float32))
            of_steps += [loss, outputs.tobytes(), parallel.gradients.tobytes()]
        parallel.close()
        found.append(of_steps)
    assert found[0] == found[1] == found[2]


def test_each_lane_has_a_chance_of_its_own() -> None:
    """Two halves of a batch are equal; dropout silences other values in each."""
    parallel = make_parallel((*IMAGES[:-2], Dropout(0.5), *IMAGES[-2:]), n_threads=2)
    X, targets = make_batch(8)
    _, outputs = parallel(np.concatenate([X, X]), np.concatenate([targets, targets]))
    assert not np.allclose(outputs[:8], outputs[8:])
    parallel.close()


def test_the_penalty_counts_once_however_many_parts_there_are() -> None:
    X, targets = make_batch(300)
    gradients = []
    for l2 in (0.0, 0.5):
        parallel = make_parallel(IMAGES, 2, l2)
        parallel(X, targets)
        parallel.close()
        gradients.append(parallel.gradients.copy())
    architecture = make_architecture(IMAGES)
    parameters = architecture.initial_parameters(np.random.default_rng(0), np.float64)
    parts = (architecture.split(vector) for vector in (parameters, *gradients))
    for values, plain, priced in zip(*parts, strict=True):
        for name in values:
            expected = plain[name] + 0.5 * values[name] * (name == "weights")
            np.testing.assert_allclose(priced[name], expected, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("n_samples", [5, 40, 301])
def test_statistics_of_the_parts_are_weighed_by_their_samples(n_samples: int) -> None:
    parallel = make_parallel(WITH_CHANCE, 2)
    X, targets = make_batch(n_samples)
    parallel(X, targets)
    parallel.close()
    architecture = make_architecture(WITH_CHANCE)
    parameters = architecture.initial_parameters(np.random.default_rng(0), np.float64)
    first, norm, *_ = architecture.split(parallel.gradients)
    weights = architecture.split(parameters)[0]
    before = Conv2D(8, kernel=2, biased=False).forward(X, LayerBuffers(weights, first))
    np.testing.assert_allclose(norm["mean"], before.mean(axis=(0, 1, 2)), rtol=1e-9, atol=1e-12)
    # That of the parts is smaller by how far their means lie apart.
    variance = before.var(axis=(0, 1, 2))
    assert (norm["variance"] <= variance * (1 + 1e-9)).all()
    np.testing.assert_allclose(norm["variance"], variance, rtol=0.1)


@pytest.mark.parametrize(("layers", "n_samples"), [(ROWS, 300), (IMAGES, 40)])
def test_closing_ends_the_threads(layers: tuple[Layer, ...], n_samples: int) -> None:
    before = set(threading.enumerate())
    parallel = make_parallel(layers, n_threads=2)
    parallel(*make_batch(n_samples))
    assert set(threading.enumerate()) > before
    parallel.close()
    assert set(threading.enumerate()) == before


def test_one_thread_is_the_callers_own() -> None:
    before = set(threading.enumerate())
    parallel = make_parallel(IMAGES, n_threads=1)
    parallel(*make_batch(40))
    assert set(threading.enumerate()) == before
    parallel.close()


@pytest.mark.parametrize(
    ("layers", "asked", "expected"), [(ROWS, 1, 1), (ROWS, 9, 2), (IMAGES, 3, 3), (IMAGES, 9, 4)]
)
def test_no_more_threads_are_used_than_are_of_use(
    layers: tuple[Layer, ...], asked: int, expected: int
) -> None:
    parallel = make_parallel(layers, asked)
    assert parallel.threads.n == expected
    parallel.close()


def test_as_many_threads_as_cores_are_used_when_nobody_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert usable_cores() >= 1
    monkeypatch.setattr(data_parallel, "usable_cores", lambda: 3)
    architecture = make_architecture(IMAGES)
    rng = np.random.default_rng(0)
    parameters = architecture.initial_parameters(rng)
    parallel = DataParallel(architecture, CrossEntropy(), parameters, rng)
    assert parallel.threads.n == 3
    parallel.close()


@dataclass(frozen=True)
class BrokenLoss(CrossEntropy):
    """Fails for a batch, or a part of one, with a sample that is all zeros."""

    def __call__(
        self, outputs: FloatArray, targets: FloatArray, memory: LayerBuffers
    ) -> tuple[float, FloatArray]:
        if not targets.any(axis=1).all():
            raise ArithmeticError("no target at all")
        return super().__call__(outputs, targets, memory)


@pytest.mark.parametrize("n_threads", [1, 2])
@pytest.mark.parametrize("n_samples", [5, 40])
@pytest.mark.parametrize("where", [0, -1])
def test_what_goes_wrong_in_a_thread_comes_through(
    n_threads: int, n_samples: int, where: int
) -> None:
    X, targets = make_batch(n_samples)
    targets[where] = 0.0
    parallel = make_parallel(IMAGES, n_threads, loss=BrokenLoss())
    with pytest.raises(ArithmeticError, match="no target at all"):
        parallel(X, targets)
    loss, _ = parallel(*make_batch(n_samples))
    assert np.isfinite(loss)
    parallel.close()
