"""The same networks in PyTorch, on one thread, for comparison only."""

from collections.abc import Callable
from typing import Any

import numpy as np

from fashion_gui.data import Subset
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import Layer, Shape
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Softmax
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D

NOT_INSTALLED = "PyTorch is not installed and was left out: pip install -e .[bench]"


def load_torch() -> Any | None:
    """Return the module with one thread, or None where it is not installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    return torch


def same_network(torch: Any, architecture: Architecture) -> Any:
    """Return the same layers in the same order, without the softmax, which is in the loss.

    A network that begins with a convolution takes (n_samples, 1, height, width), one that
    begins with rows takes (n_samples, n_pixels).
    """
    layers = []
    for layer, shape in zip(architecture.layers, architecture.shapes, strict=False):
        layers += _same_layer(torch.nn, layer, shape)
    return torch.nn.Sequential(*layers)


def _same_layer(nn: Any, layer: Layer, shape: Shape) -> list[Any]:
    match layer:
        case Conv2D():
            n_channels = shape[2] if len(shape) == 3 else 1
            return [
                nn.Conv2d(
                    n_channels,
                    layer.channels,
                    layer.kernel,
                    layer.stride,
                    layer.padding,
                    bias=layer.biased,
                )
            ]
        case MaxPool2D():
            return [nn.MaxPool2d(layer.size, layer.stride)]
        case GlobalAveragePool():
            return [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
        case BatchNorm():
            return [nn.BatchNorm2d(shape[-1]) if len(shape) == 3 else nn.BatchNorm1d(shape[-1])]
        case Flatten():
            return [nn.Flatten()]
        case Dense():
            return [nn.Linear(shape[0], layer.units)]
        case ReLU():
            return [nn.ReLU()]
        case Dropout():
            return [nn.Dropout(layer.rate)]
        case Softmax():
            return []
    raise ValueError(f"No layer of PyTorch is known here for {layer}.")


def as_tensors(torch: Any, split: Subset, *, as_images: bool) -> tuple[Any, Any]:
    """Return pixels from 0 to 1 in float32, as images with one channel or as rows; labels."""
    X = torch.from_numpy(split.images.astype(np.float32) / 255)
    X = X.unsqueeze(1) if as_images else X.reshape(len(split), -1)
    return X, torch.from_numpy(split.labels.astype(np.int64))


def learning(
    torch: Any,
    network: Any,
    X: Any,
    y: Any,
    batch_size: int,
    *,
    fused: bool = True,
    label_smoothing: float = 0.0,
) -> Callable[[], None]:
    """Return a function that learns once from all of X, in batches in a new order each time."""
    network.train()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001, fused=fused)
    loss = torch.nn.CrossEntropyLoss(label_smoothing=label_smoothing)

    def learn() -> None:
        for indices in torch.randperm(len(y)).split(batch_size):
            optimizer.zero_grad(set_to_none=True)
            loss(network(X[indices]), y[indices]).backward()
            optimizer.step()

    return learn
