import numpy as np
import pytest

from benchmarks.im2col import Im2Col
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import LayerBuffers


@pytest.mark.parametrize(
    ("n", "height", "width", "before", "after", "padding"),
    [(2, 5, 6, 3, 4, 1), (9, 7, 5, 8, 10, 1), (3, 6, 6, 2, 2, 0), (8, 4, 4, 8, 8, 2)],
)
def test_im2col_agrees_with_our_convolution(n, height, width, before, after, padding):
    rng = np.random.default_rng(0)
    layer = Conv2D(after, padding=padding, biased=False)
    weights = rng.standard_normal((3, 3, before, after))
    gradients = np.zeros_like(weights)
    memory = LayerBuffers({"weights": weights}, {"weights": gradients})
    by_columns = Im2Col((n, height, width, before), weights, padding)
    for _ in range(2):  # the second time, the arrays are not new
        X = rng.standard_normal((height, width, n, before))
        memory.X = X
        Y = memory.Y = layer.forward(X, memory)
        found = by_columns.forward(X.transpose(2, 0, 1, 3))
        np.testing.assert_allclose(found, Y.transpose(2, 0, 1, 3), atol=1e-10)

        dY = rng.standard_normal(Y.shape)
        samples_first = np.ascontiguousarray(dY.transpose(2, 0, 1, 3))
        d_weights, dX = by_columns.backward(samples_first)
        expected = layer.backward(dY, memory)
        np.testing.assert_allclose(d_weights, gradients, atol=1e-10)
        np.testing.assert_allclose(dX, expected.transpose(2, 0, 1, 3), atol=1e-10)


def test_im2col_leaves_out_what_nobody_asks_for():
    by_columns = Im2Col((1, 4, 4, 2), np.ones((3, 3, 2, 2)), 1)
    by_columns.forward(np.ones((1, 4, 4, 2)))
    d_weights, dX = by_columns.backward(np.ones((1, 4, 4, 2)), needs_input_gradient=False)
    assert d_weights.shape == (3, 3, 2, 2)
    assert dX is None
