"""Starting a run from a network that has been trained already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from fashion_gui.classes import Classes
from fashion_gui.evaluation.temperature import temper
from fashion_gui.files.model_file import SavedNetwork
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.layer import FloatArray
from fashion_gui.training.controls import Turn, turned
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError

_RATE_SHARE = 0.25
"""Share of its learning rate with which a network is trained further: it is near its goal."""


def further_recipe(training: Mapping[str, Any], n_epochs: int) -> Recipe:
    """Return the recipe that trains a network further, for some epochs.

    A network's file has no state of its optimizer, so this is a new run that starts from it, with
    its settings and a quarter of its learning rate.

    Parameters
    ----------
    training
        How it was trained, as in a model file.
    n_epochs

    Raises
    ------
    RecipeError
        When that is not known.
    """
    try:
        recipe = Recipe.from_dict(training["recipe"])
        turns = [Turn.from_dict(turn) for turn in training.get("turns", ())]
    except (KeyError, TypeError, ValueError) as error:
        raise RecipeError("Nothing is known of how this network was trained.") from error
    for turn in turns:
        recipe = turned(recipe, turn.name, turn.value)
    rate = float(f"{_RATE_SHARE * recipe.learning_rate:.2g}")
    return recipe.with_settings(epochs=n_epochs, learning_rate=rate)


@dataclass(frozen=True, eq=False)
class Start:
    """A network to start from.

    Learning from new images costs a network some of what it knew. The mean of the weights before
    and after keeps most of both. Source: Wortsman et al., "Robust fine-tuning of zero-shot models",
    arXiv:2109.01903, 2021.

    Attributes
    ----------
    saved
        The network, and how it was trained.
    kept
        Its share in the final weights, from 0 to below 1; the rest are the weights after training.

    Raises
    ------
    RecipeError
        When the share is impossible.
    """

    saved: SavedNetwork
    kept: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.kept < 1:
            raise RecipeError(
                f"The share of the start that is kept is from 0 to below 1, found {self.kept:g}."
            )

    def parameters_for(self, architecture: Architecture, class_names: Classes) -> FloatArray:
        """Return its parameters, float32 (n_parameters,), without its temperature scaling.

        Raises
        ------
        RecipeError
            When it has other layers or other classes than the run.
        """
        network = self.saved.network
        if network.architecture.to_dict() != architecture.to_dict():
            raise RecipeError(
                f"A run starts from a network with the same layers, {architecture}, found "
                f"{network.architecture}."
            )
        if network.class_names != class_names:
            raise RecipeError(
                f"A run starts from a network with the same classes, {', '.join(class_names)}, "
                f"found {', '.join(network.class_names)}."
            )
        parameters = network.parameters.copy()
        temperature = self.saved.training.get("temperature")
        if isinstance(temperature, float) and 0 < temperature < np.inf:
            temper(architecture, parameters, 1 / temperature)
        return parameters

    def story(self) -> dict[str, Any]:
        """Return its origin as plain values, for a model file."""
        saved = self.saved
        return {
            "kept": self.kept,
            "digest": saved.network.digest,
            "recipe": saved.training.get("recipe"),
            "start": saved.training.get("start"),
        }
