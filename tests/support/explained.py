"""Networks and images that tests of explanations share."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import FloatArray, Layer
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Sigmoid, Softmax, Tanh
from fashion_gui.nn.network import Network
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D

DENSE = (Flatten(), Dense(12), ReLU(), Dropout(0.3), Dense(10), Softmax())
ARTICLE = (Flatten(), Dense(12), Sigmoid(), Dense(10), Sigmoid())
CONVOLUTIONAL = (
    Conv2D(6, kernel=5, stride=2, padding=2),
    BatchNorm(),
    Tanh(),
    Conv2D(9, padding=1, biased=False),
    MaxPool2D(),
    ReLU(),
    GlobalAveragePool(),
    Dense(10),
    Softmax(),
)


def make_network(
    layers: tuple[Layer, ...], *, mirrored: bool = False, seed: int = 1, biased: bool = False
) -> Network:
    architecture = Architecture(layers, mirrored=mirrored)
    rng = np.random.default_rng(seed)
    parameters = architecture.initial_parameters(rng, np.float64)
    for of_layer in architecture.split(parameters):
        if "mean" in of_layer:
            of_layer["mean"][:] = rng.normal(0.0, 0.1, of_layer["mean"].shape)
            of_layer["variance"][:] = rng.uniform(0.5, 2.0, of_layer["variance"].shape)
        if biased and "biases" in of_layer:
            of_layer["biases"][:] = rng.normal(0.0, 0.1, of_layer["biases"].shape)
    names = [f"class {index}" for index in range(architecture.n_classes)]
    return Network(architecture, parameters, names)


def make_image(seed: int = 0) -> NDArray[np.uint8]:
    """A bright square with noise in it, on black."""
    image = np.zeros((28, 28), np.uint8)
    image[6:20, 8:22] = np.random.default_rng(seed).integers(40, 256, (14, 14))
    return image


def logits(network: Network, image: FloatArray) -> FloatArray:
    """What the layer before the last activation gives; the mean of both views, if there are two."""
    views = [image, image[:, ::-1]] if network.architecture.mirrored else [image]
    run = network.forward_pass()
    n_layers = len(network.architecture.layers) - 1
    return np.mean([run(view[np.newaxis].copy(), n_layers)[0].copy() for view in views], axis=0)


def some_places(shape: tuple[int, ...], n_places: int = 12) -> list[tuple[int, ...]]:
    """The first, the last and some between: edges, where a convolution sees less, among them."""
    flat = np.unique(np.linspace(0, np.prod(shape) - 1, n_places).astype(int))
    return [tuple(map(int, np.unravel_index(index, shape))) for index in flat]


EVERY_KIND = {
    "dense": make_network(DENSE, biased=True),
    "without softmax": make_network(ARTICLE, biased=True),
    "convolutional": make_network(CONVOLUTIONAL, biased=True),
    "mirrored": make_network(CONVOLUTIONAL, mirrored=True, biased=True),
    "overlapping pools": make_network(
        (
            Conv2D(8, kernel=3, padding=2),
            MaxPool2D(3, 2),
            ReLU(),
            Conv2D(9, kernel=3),
            Flatten(),
            Dense(6),
            BatchNorm(),
            Tanh(),
            Dense(100),
            Softmax(),
        ),
        biased=True,
    ),
    "two classes": make_network((Flatten(), Dense(5), Sigmoid(), Dense(2), Softmax()), biased=True),
}
"""Networks that have every kind of layer between them."""
