"""Controls: the settings that may be turned while a run goes on, from the next batch on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError

CONTROLS = (
    "learning_rate",
    "schedule",
    "momentum",
    "batch_size",
    "epochs",
    "patience",
    "dropout",
    "l2",
    "label_smoothing",
    "weight_decay",
    "averaging",
    "mirror",
    "shift",
    "erase",
    "drawings",
    "teacher_share",
    "teacher_temperature",
)
"""Settings that may change during a run: not those that shape the network, its loss, its
optimizer, its images or its seed."""

_OF_A_TEACHER = ("teacher_share", "teacher_temperature")
_OF_THE_PRINTED_CODE = ("epochs", "patience")
"""They do not change what a step of the article's code does."""


@dataclass(frozen=True)
class SetControl:
    """A command to a run: a setting is to have another value from the next batch on."""

    name: str
    value: Any


@dataclass(frozen=True)
class ControlChanged:
    """A record of a run: after a step a setting got another value.

    Attributes
    ----------
    step
        The last step with the value before.
    name, before, value
        The setting, and what it was and is.
    """

    step: int
    name: str
    before: Any
    value: Any

    def to_dict(self) -> dict[str, Any]:
        """Return the turn as values that JSON can hold."""
        return {"step": self.step, "name": self.name, "value": self.value}


@dataclass(frozen=True)
class Turn:
    """A control that is turned after a step, as a run that is repeated does it.

    Raises
    ------
    RecipeError
        When it is no turn.
    """

    step: int
    name: str
    value: Any

    def __post_init__(self) -> None:
        if not isinstance(self.step, int) or self.step < 0 or self.name not in CONTROLS:
            raise RecipeError(f"Expected a turn of a control after a step, found {self!r:.100}.")

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Turn":
        """Return what ``ControlChanged.to_dict`` made; RecipeError when it is something else."""
        try:
            return cls(values["step"], values["name"], values["value"])
        except (TypeError, KeyError) as error:
            raise RecipeError(f"Expected a turn of a control, found {values!r:.100}.") from error


def turnable(recipe: Recipe) -> tuple[str, ...]:
    """Return the names of the settings that can be turned in a run of a recipe."""
    if recipe.as_printed:
        return _OF_THE_PRINTED_CODE
    idle: tuple[str, ...] = () if recipe.optimizer == "sgd" else ("momentum",)
    idle += () if recipe.teacher else _OF_A_TEACHER
    return tuple(name for name in CONTROLS if name not in idle)


def turned(recipe: Recipe, name: str, value: Any) -> Recipe:
    """Return a recipe with a control turned.

    Raises
    ------
    RecipeError
        One sentence, when the setting cannot be turned in a run, or not to that value.
    """
    if name not in CONTROLS:
        raise RecipeError(
            f"cannot be turned in a run, only {', '.join(CONTROLS)} can: start a new run.", name
        )
    if recipe.as_printed and name not in _OF_THE_PRINTED_CODE:
        raise RecipeError("cannot be turned: the article's code is as it is printed.", name)
    if name == "momentum" and recipe.optimizer != "sgd":
        raise RecipeError(f"is there for sgd only, found {recipe.optimizer}.", name)
    if name in _OF_A_TEACHER and not recipe.teacher:
        raise RecipeError("is there for a run with a teacher only, found none.", name)
    return replace(recipe, **{name: value})
