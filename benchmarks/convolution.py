"""Each 3x3 convolution of ``convnet``, forwards and backwards: ours, im2col and PyTorch.

Each computes the outputs, the gradient of the weights and that of the inputs (except for the first
layer of a network) for the same number of samples in float32 on one thread: ``Conv2D`` as it is in
the network, ``Im2Col`` of this folder, and ``conv2d`` of PyTorch in both memory orders, of which
the faster one is reported. A turn repeats that a few times; the durations are CPU time of one
repetition. None adds biases: the layers of ``convnet`` have none.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import pytorch
from benchmarks.im2col import Im2Col
from benchmarks.result import Cell, Result
from benchmarks.spread import RATIO, SPREAD, interleaved, ratio, spread
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import LayerBuffers, Shape
from fashion_gui.training.presets import RECIPES

_ROUNDS = 9
_PIECES = (32, 128)
_IMAGES_IN_A_TURN = 256
_OURS = "fashion_gui"
Images = NDArray[np.float32]
Runs = dict[str, Callable[[], object]]


def measure() -> Result:
    """Return a row for each layer, number of samples and implementation."""
    torch = pytorch.load_torch()
    rows = tuple(
        row
        for layer, shape, is_first in _layers()
        for n_samples in _PIECES
        for row in _rows(layer, shape, n_samples, torch, is_first=is_first)
    )
    return Result(
        "3x3 convolutions of convnet, forward and backward, CPU milliseconds on one thread",
        ("image", "filters", "samples", "by", *SPREAD, *RATIO),
        rows,
        () if torch is not None else (pytorch.NOT_INSTALLED,),
    )


def _layers() -> Iterator[tuple[Conv2D, Shape, bool]]:
    """Yield each such layer, the shape of its images, and whether it is the first that learns."""
    architecture = RECIPES["convnet"].architecture(10)
    is_first = True
    for layer, shape in zip(architecture.layers, architecture.shapes, strict=False):
        if isinstance(layer, Conv2D):
            if (layer.kernel, layer.stride) == (3, 1):
                yield layer, shape if len(shape) == 3 else (*shape, 1), is_first
            is_first = False


def _rows(
    layer: Conv2D, shape: Shape, n_samples: int, torch: Any, *, is_first: bool
) -> Iterator[tuple[Cell, ...]]:
    rng = np.random.default_rng(0)
    X, weights, dY = (
        rng.standard_normal(of, np.float32)
        for of in (
            (*shape[:2], n_samples, shape[2]),
            layer.parameter_shapes(shape)["weights"],
            (*layer.output_shape(shape)[:2], n_samples, layer.channels),
        )
    )
    runs: Runs = {
        _OURS: _ours(layer, X, weights, dY, is_first=is_first),
        "im2col in NumPy": _im2col(layer, X, weights, dY, is_first=is_first),
    }
    if torch is not None:
        runs |= _pytorch(torch, layer, X, weights, dY, is_first=is_first)
    n_times = max(1, _IMAGES_IN_A_TURN // n_samples)
    seconds = interleaved({name: _repeated(run, n_times) for name, run in runs.items()}, _ROUNDS)
    slower = sorted(
        (name for name in seconds if "PyTorch" in name), key=lambda n: spread(seconds[n])
    )
    for name in slower[1:]:
        del seconds[name]
    image = "x".join(map(str, shape))
    for name, values in seconds.items():
        shares = ratio(seconds[_OURS], values) if name != _OURS else (None, None, None)
        yield (image, layer.channels, n_samples, name, *spread(values, 1000 / n_times), *shares)


def _repeated(run: Callable[[], object], n_times: int) -> Callable[[], object]:
    def repeat() -> None:
        for _ in range(n_times):
            run()

    return repeat


def _ours(
    layer: Conv2D, X: Images, weights: Images, dY: Images, *, is_first: bool
) -> Callable[[], object]:
    memory = LayerBuffers({"weights": weights}, {"weights": np.zeros_like(weights)})
    memory.X, memory.needs_input_gradient = X, not is_first

    def both_ways() -> None:
        memory.Y = layer.forward(X, memory)
        layer.backward(dY, memory)

    return both_ways


def _im2col(
    layer: Conv2D, X: Images, weights: Images, dY: Images, *, is_first: bool
) -> Callable[[], object]:
    X, dY = (np.ascontiguousarray(images.transpose(2, 0, 1, 3)) for images in (X, dY))
    n, height, width, c = X.shape
    by_columns = Im2Col((n, height, width, c), weights, layer.padding)

    def both_ways() -> None:
        by_columns.forward(X)
        by_columns.backward(dY, needs_input_gradient=not is_first)

    return both_ways


def _pytorch(
    torch: Any, layer: Conv2D, X: Images, weights: Images, dY: Images, *, is_first: bool
) -> Runs:
    as_tensor = [
        torch.from_numpy(np.ascontiguousarray(array))
        for array in (
            X.transpose(2, 3, 0, 1),
            weights.transpose(3, 2, 0, 1),
            dY.transpose(2, 3, 0, 1),
        )
    ]
    layouts = {"last": torch.channels_last, "first": torch.contiguous_format}
    return {
        f"PyTorch, channels {place}": _by_pytorch(
            torch,
            layer,
            *(tensor.contiguous(memory_format=layout) for tensor in as_tensor),
            is_first=is_first,
        )
        for place, layout in layouts.items()
    }


def _by_pytorch(
    torch: Any, layer: Conv2D, X: Any, weights: Any, dY: Any, *, is_first: bool
) -> Callable[[], object]:
    weights.requires_grad_()
    X.requires_grad_(not is_first)
    of = (weights,) if is_first else (weights, X)

    def both_ways() -> None:
        Y = torch.nn.functional.conv2d(X, weights, stride=layer.stride, padding=layer.padding)
        torch.autograd.grad(Y, of, dY)

    return both_ways
