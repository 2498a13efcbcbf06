"""What a network has learned, leaving aside the temperature that it got at the end."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.nn.network import Network


def untempered(network: Network) -> NDArray[np.float64]:
    """Return all parameters, those of the last layer divided by their size."""
    arrays = [
        np.concatenate([array.ravel() for array in parameters.values()]).astype(np.float64)
        for parameters in network.layer_parameters()
        if parameters
    ]
    arrays[-1] /= np.linalg.norm(arrays[-1])
    return np.concatenate(arrays)


def have_learned_the_same(one: Network, other: Network) -> bool:
    return np.allclose(untempered(one), untempered(other), rtol=1e-6, atol=1e-7)
