"""The classes that the last units of a network stand for."""

from collections.abc import Sequence

from fashion_gui.nn.network import Network


def classes_of(network: Network, layer: str) -> Sequence[str]:
    """Return the names of the classes that a layer's units stand for; none of another layer."""
    architecture, names = network.architecture, network.class_names
    index = architecture.layer_index(layer)
    is_last = index >= architecture.last_weights
    return names if is_last and len(names) == architecture.shapes[index + 1][-1] else ()
