"""Checkpoints: the state of a run after a step, to resume from as if it had never ended.

A file holds the arrays of the run's state, and the rest of it as JSON. The layout may change with
the program: keep a network in a model file, not in a checkpoint.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fashion_gui.classes import Classes
from fashion_gui.files.atomic import write_files
from fashion_gui.files.tensors import (
    TensorFileError,
    check_format,
    format_texts,
    read_tensors,
    tensor_bytes,
)
from fashion_gui.nn.state import State, joined, separated
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError

FORMAT = "fashion-gui checkpoint"
FORMAT_VERSION = 1
_MAX_BYTES = 2**31
_TEXTS = ("recipe", "class_names", "state")


class CheckpointError(ValueError):
    """A checkpoint cannot be used: the message says what was expected and what was found."""


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The state of a run after a step.

    Attributes
    ----------
    recipe
        Recipe with which the run began.
    dataset
        Digest of the images.
    class_names
        Classes that the run learns.
    state
        Everything that the rest of the run depends on.
    """

    recipe: Recipe
    dataset: str
    class_names: Classes
    state: State

    @property
    def step(self) -> int:
        """Number of steps that are done."""
        step = self.state.get("step")
        return step if isinstance(step, int) else 0


def save(path: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint, whole or not at all; OutputError when it cannot be written."""
    write_files({path: checkpoint_bytes(checkpoint)})


def checkpoint_bytes(checkpoint: Checkpoint) -> bytes:
    """Return the content of a file that ``load`` reads."""
    plain, arrays = separated(checkpoint.state)
    texts = {
        **format_texts(FORMAT, FORMAT_VERSION),
        "dataset": checkpoint.dataset,
        "recipe": json.dumps(checkpoint.recipe.to_dict()),
        "class_names": json.dumps(checkpoint.class_names),
        "state": json.dumps(plain),
    }
    return tensor_bytes(arrays, texts)


def load(path: Path) -> Checkpoint:
    """Read a checkpoint.

    Raises
    ------
    CheckpointError
        One sentence, when it is missing, damaged or from another program.
    """
    found: dict[str, Any] = {}
    try:
        texts, arrays = read_tensors(
            path, "a checkpoint", _MAX_BYTES, lambda texts: found.update(_parsed(path, texts))
        )
        recipe = Recipe.from_dict(found["recipe"])
        state = joined(found["state"], arrays)
        names = Classes(str(name) for name in found["class_names"])
    except TensorFileError as error:
        raise CheckpointError(str(error)) from error
    except (RecipeError, TypeError, ValueError, KeyError, RecursionError) as error:
        raise CheckpointError(f"{path}: expected a whole checkpoint, found: {error}") from error
    return Checkpoint(recipe, texts.get("dataset", ""), names, state)


def _parsed(path: Path, texts: Any) -> dict[str, Any]:
    check_format(path, texts, FORMAT, FORMAT_VERSION)
    return {name: json.loads(texts[name]) for name in _TEXTS}
