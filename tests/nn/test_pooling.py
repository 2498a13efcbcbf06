"""Pooling: what is kept of an image, and where the gradient goes back to."""

import numpy as np
import pytest

from fashion_gui.nn.layer import FloatArray, Layer, LayerBuffers, Shape
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D


def run(layer: Layer, X: FloatArray, dY: FloatArray | None = None) -> tuple[FloatArray, FloatArray]:
    """Return Y and dX; the gradient of Y is ones if none is given."""
    memory = LayerBuffers({})
    memory.X = X
    Y = memory.Y = layer.forward(X, memory)
    slope = np.ones_like(Y) if dY is None else dY.copy()
    return Y.copy(), layer.backward(slope, memory).copy()


def image(rows: list[list[float]]) -> FloatArray:
    """Return a batch of one image with one channel."""
    return np.array(rows, np.float64)[:, :, np.newaxis, np.newaxis]


def test_a_max_pool_keeps_the_largest_of_each_square_and_leaves_out_the_rest() -> None:
    Y, dX = run(MaxPool2D(), image([[1, 2, 9], [4, 3, 9], [0, -1, 9], [-3, -2, 9], [9, 9, 9]]))
    np.testing.assert_array_equal(Y[..., 0, 0], [[4], [0]])
    np.testing.assert_array_equal(
        dX[..., 0, 0], [[0, 0, 0], [1, 0, 0], [1, 0, 0], [0, 0, 0], [0, 0, 0]]
    )


def test_the_largest_of_overlapping_squares_gets_the_gradients_of_all() -> None:
    X = image([[1, 2, 3], [4, 9, 5], [6, 7, 8]])
    Y, dX = run(MaxPool2D(2, 1), X, image([[1, 10], [100, 1000]]))
    np.testing.assert_array_equal(Y[..., 0, 0], np.full((2, 2), 9))
    np.testing.assert_array_equal(dX[..., 0, 0], [[0, 0, 0], [0, 1111, 0], [0, 0, 0]])


@pytest.mark.parametrize("value", [0.0, -2.5, 7.0])
@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 3), (2, 3), (1, 2)])
def test_on_a_flat_image_each_squares_gradient_goes_to_its_first_pixel_alone(
    size: int, stride: int, value: float
) -> None:
    layer, X = MaxPool2D(size, stride), np.full((9, 8, 3, 2), value)
    dY = np.random.default_rng(0).normal(size=(*layer.output_shape((9, 8, 2))[:2], 3, 2))
    _, dX = run(layer, X, dY)
    expected = np.zeros_like(X)
    rows, columns = (stride * n for n in dY.shape[:2])
    expected[:rows:stride, :columns:stride] = dY
    np.testing.assert_array_equal(dX, expected)


def test_on_a_flat_image_overlapping_squares_each_choose_their_own_first_pixel() -> None:
    dY = np.random.default_rng(0).normal(size=(4, 5, 3, 2))
    _, dX = run(MaxPool2D(3, 1), np.zeros((6, 7, 3, 2)), dY)
    np.testing.assert_array_equal(dX[:4, :5], dY)
    assert not dX[4:].any()
    assert not dX[:, 5:].any()


@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 2), (3, 1), (2, 3)])
def test_gradients_are_moved_and_none_is_lost_or_doubled(size: int, stride: int) -> None:
    rng = np.random.default_rng(0)
    X = rng.integers(0, 3, (9, 10, 4, 5)).astype(np.float64)  # with many ties
    layer = MaxPool2D(size, stride)
    dY = rng.normal(size=(*layer.output_shape((9, 10, 5))[:2], 4, 5))
    Y, dX = run(layer, X, dY)
    np.testing.assert_allclose(dX.sum(axis=(0, 1)), dY.sum(axis=(0, 1)), rtol=1e-12)
    if stride >= size:
        # Each gradient is found at a place that has its square's value.
        assert np.count_nonzero(dX) == dY.size
        for i, j in np.ndindex(Y.shape[:2]):
            square = (slice(i * stride, i * stride + size), slice(j * stride, j * stride + size))
            assert ((X[square] == Y[i, j]) | (dX[square] == 0)).all()


@pytest.mark.parametrize("shape", [(3, 4, 2, 5), (1, 1, 2, 3)])
def test_an_average_pool_is_the_mean_and_shares_its_gradient_evenly(shape: Shape) -> None:
    rng = np.random.default_rng(0)
    X, dY = rng.normal(size=shape), rng.normal(size=shape[2:])
    Y, dX = run(GlobalAveragePool(), X, dY)
    np.testing.assert_allclose(Y, X.mean(axis=(0, 1)), rtol=1e-12)
    np.testing.assert_allclose(dX, np.broadcast_to(dY / (shape[0] * shape[1]), shape), rtol=1e-12)


def test_a_max_pool_that_is_larger_than_its_image_is_refused() -> None:
    with pytest.raises(ValueError, match="max-pool of 3x3 is larger than its image of 5x2"):
        MaxPool2D(3).output_shape((5, 2, 4))


@pytest.mark.parametrize("layer", [MaxPool2D(), GlobalAveragePool()], ids=repr)
@pytest.mark.parametrize("shape", [(6,), (28, 28), (2, 3, 4, 5)])
def test_what_is_no_image_with_channels_is_refused(layer: Layer, shape: Shape) -> None:
    with pytest.raises(ValueError, match="expects images with channels"):
        layer.output_shape(shape)
