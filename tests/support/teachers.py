"""Networks that teach others in tests."""

from pathlib import Path
from typing import Any

import numpy as np

from fashion_gui.data import CLASS_NAMES
from fashion_gui.files import model_file
from fashion_gui.nn.network import Network
from fashion_gui.training.recipes import Recipe


def write_teacher(
    path: Path,
    class_names: tuple[str, ...] = CLASS_NAMES,
    training: Any = None,
    *,
    mirror: bool = False,
    seed: int = 5,
) -> Network:
    """Write a small network that has learned nothing, but is sure of its answers."""
    architecture = Recipe(hidden=(12,), mirror=mirror).architecture(len(class_names))
    parameters = 3 * architecture.initial_parameters(np.random.default_rng(seed))
    network = Network(architecture, parameters, class_names)
    model_file.save(path, network, training)
    return network
