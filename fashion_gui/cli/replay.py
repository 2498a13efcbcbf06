"""Repeating a run exactly: its recipe, turns of controls, start and last step."""

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fashion_gui.cli.kept_runs import shelf_of
from fashion_gui.data import Dataset
from fashion_gui.files import model_file
from fashion_gui.files.model_file import ModelFileError, SavedNetwork, located
from fashion_gui.nn.network import Network
from fashion_gui.training.controls import Turn
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.starting import Start
from fashion_gui.training.teaching import told_digests


class ReplayError(ValueError):
    """A run cannot be repeated: the message says what was expected and what was found."""


@dataclass(frozen=True)
class Replay:
    """A run to be repeated.

    Attributes
    ----------
    source
        The file of its network.
    network
        The network that it trained.
    recipe, turns, start
        Recipe, turns of controls, and the network that it started from.
    stop_after
        The step after which it was stopped; None if it was complete.
    dataset
        Digest of its images; "" when that is not known.
    """

    source: Path
    network: Network
    recipe: Recipe
    turns: tuple[Turn, ...]
    start: Start | None
    stop_after: int | None
    dataset: str

    def check_images(self, dataset: Dataset) -> None:
        """Raise ReplayError when a data set has other images."""
        if self.dataset and self.dataset != dataset.digest:
            raise ReplayError(
                f"{self.source}: expected the images that it learned from, found others: "
                "--data says where they are."
            )

    def is_same(self, network: Network) -> bool:
        """Return whether a network has the same weights, bit for bit."""
        return network.digest == self.network.digest


def replay_of(arguments: Namespace) -> Replay:
    """Return the run of a model file, or the run on the shelf with that name.

    Raises
    ------
    ReplayError, ModelFileError
        One sentence, when the file does not tell how its network was trained.
    """
    shelf, name = shelf_of(arguments), arguments.replay
    path = shelf.folder(name).network if name in shelf.names() else model_file.find(name)
    saved = model_file.load(path)
    story = saved.training
    try:
        recipe = Recipe.from_dict(story["recipe"])
        turns = tuple(Turn.from_dict(turn) for turn in story.get("turns", ()))
        step = None if story["completed"] else story["steps"]
        if not isinstance(step, int | None):
            raise TypeError(f"steps = {step!r:.40}")
    except (RecipeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReplayError(
            f"{path}: expected a network that tells how it was trained, found: {error}."
        ) from error
    recipe = _with_teacher(arguments, path, story, recipe)
    start = _start(arguments, path, story)
    return Replay(path, saved.network, recipe, turns, start, step, str(story.get("dataset", "")))


def _with_teacher(
    arguments: Namespace, path: Path, story: Mapping[str, Any], recipe: Recipe
) -> Recipe:
    """Return the recipe with the present path of its teacher, checked by its digest."""
    told, teacher = story.get("teacher"), getattr(arguments, "teacher", recipe.teacher)
    if not isinstance(told, dict):
        return recipe
    names = model_file.names_in(teacher)
    try:
        found = [model_file.load(model_file.find(name)) for name in names]
    except ModelFileError as error:
        raise ReplayError(
            f"{path}: it learned from another network: --teacher says from which. {error}"
        ) from error
    if [one.network.digest for one in found] != told_digests(told):
        raise ReplayError(f"{teacher}: expected the network that {path} learned from.")
    return replace(recipe, teacher=",".join(map(located, names)))


def _start(arguments: Namespace, path: Path, story: Mapping[str, Any]) -> Start | None:
    told = story.get("start")
    if not isinstance(told, dict):
        return None
    if arguments.start is None:
        raise ReplayError(f"{path}: it started from another network: --start says from which.")
    first: SavedNetwork = model_file.load(model_file.find(arguments.start))
    if first.network.digest != told.get("digest"):
        raise ModelFileError(f"{arguments.start}: expected the network that {path} started from.")
    return Start(first, told.get("kept", 0.0))
