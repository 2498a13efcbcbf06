"""The networks to choose from, as the window names them."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fashion_gui.files import model_file
from fashion_gui.nn.network import Network

IN_TRAINING = ", in training"
"""Suffix of the label of a network in training."""


@dataclass(frozen=True)
class ModelEntry:
    """A network that can be made the active one.

    Attributes
    ----------
    key
        Identifies it: the name of a shipped network, the path of an opened one, the number of a
        run.
    label
        For people.
    training
        How it was trained, as in a model file.
    is_saved
        False for a network that was trained here and is not in a file yet.
    """

    key: str
    label: str
    network: Network
    training: Mapping[str, Any]
    is_saved: bool = True

    @property
    def knows_drawings(self) -> bool:
        """True when it learned from drawings, not only from photographs."""
        recipe = self.training.get("recipe")
        return isinstance(recipe, Mapping) and bool(recipe.get("drawings"))

    @property
    def test_accuracy(self) -> float | None:
        """Its accuracy on the test images of its run, from 0 to 1; None if it is not recorded."""
        accuracy = self.training.get("test_accuracy")
        is_share = isinstance(accuracy, float) and 0 <= accuracy <= 1
        return accuracy if is_share else None


def free_path(directory: Path, label: str) -> Path:
    """Return a free file name: run-1-mlp.safetensors, or with -2 and so on."""
    stem = "-".join(re.findall(r"[a-z0-9]+", label.lower().removesuffix(IN_TRAINING)))
    names = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    paths = (directory / f"{name}{model_file.SUFFIX}" for name in names)
    return next(path for path in paths if not path.exists())
