"""The networks to choose from, as the window names them."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from fashion_gui.files import model_file
from fashion_gui.nn.network import Network
from fashion_gui.shelf.run_record import RunRecord

IN_TRAINING = ", in training"
"""Suffix of the label of a network in training."""
SHIPPED = "comes with the program"
"""Where the networks come from that every installation has."""


class KnownModel:
    """What the lists tell of a network, whether it is read or not."""

    key: str
    label: str
    training: Mapping[str, Any]
    origin: str

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

    @property
    def n_test(self) -> int | None:
        """Number of test images of its run; None for all that there were."""
        recipe = self.training.get("recipe")
        n_test = recipe.get("n_test") if isinstance(recipe, Mapping) else None
        return n_test if isinstance(n_test, int) else None


@dataclass(frozen=True)
class ModelEntry(KnownModel):
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
    run
        Name of the kept run that it is of; "" for none.
    origin
        Where it comes from, in words; "" where its label says it.
    """

    key: str
    label: str
    network: Network
    training: Mapping[str, Any]
    is_saved: bool = True
    run: str = ""
    origin: str = ""


@dataclass(frozen=True)
class OfferedModel(KnownModel):
    """The network of a kept run, which is read when it is chosen.

    Attributes
    ----------
    key, label, training, run, origin
        As those of the entry that it becomes; `training` is what the run's record tells.
    """

    key: str
    label: str
    training: Mapping[str, Any]
    run: str
    origin: str


def origin_of(record: RunRecord) -> str:
    """Return when a run began, in words: "run of 29 Nov, 22:41"."""
    try:
        began = datetime.fromisoformat(record.created)
    except ValueError:
        return "kept run"
    year = "" if began.year == datetime.now().year else f" {began.year}"
    return f"run of {began.day} {began:%b}{year}, {began:%H:%M}"


def free_path(directory: Path, label: str) -> Path:
    """Return a free file name: run-1-mlp.safetensors, or with -2 and so on."""
    stem = "-".join(re.findall(r"[a-z0-9]+", label.lower().removesuffix(IN_TRAINING)))
    names = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    paths = (directory / f"{name}{model_file.SUFFIX}" for name in names)
    return next(path for path in paths if not path.exists())
