"""A network as it predicts: without the layers that only do something while it learns."""

from dataclasses import replace

from fashion_gui.nn.layers import Dropout
from fashion_gui.nn.network import Network


def as_it_predicts(network: Network) -> Network:
    """Return a network that predicts the same, without dropout; the same one if it has none.

    All other layers keep their names, and their order.
    """
    architecture = network.architecture
    layers = tuple(layer for layer in architecture.layers if not isinstance(layer, Dropout))
    if len(layers) == len(architecture.layers):
        return network
    plain = replace(architecture, layers=layers)
    return Network(plain, network.parameters, network.class_names, network.novelty)
