"""Controls: the settings that can be changed ("turned") during a run, from the next batch on."""

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
    "rotation",
    "scale",
    "elastic",
    "drawings",
    "drawings_per_100",
    "teacher_share",
    "teacher_temperature",
)
"""Settings that may change during a run: not those of the network, the loss, the optimizer, the
images or the seed."""

_OF_A_TEACHER = ("teacher_share", "teacher_temperature")
_OF_THE_PRINTED_CODE = ("epochs", "patience")
"""These do not change a step of the article's code."""


@dataclass(frozen=True)
class SetControl:
    """A command to a run: give a setting another value from the next batch on."""

    name: str
    value: Any


@dataclass(frozen=True)
class ControlChanged:
    """A record of a run: a setting got another value after a step.

    Attributes
    ----------
    step
        The last step with the old value.
    name, before, value
        The setting, its old and its new value.
    """

    step: int
    name: str
    before: Any
    value: Any

    def to_dict(self) -> dict[str, Any]:
        """Return step, name and new value as values that JSON can hold."""
        return {"step": self.step, "name": self.name, "value": self.value}


@dataclass(frozen=True)
class Turn:
    """A change of a control after a step, for repeating a run.

    Raises
    ------
    RecipeError
        When step or name are not valid.
    """

    step: int
    name: str
    value: Any

    def __post_init__(self) -> None:
        if not isinstance(self.step, int) or self.step < 0 or self.name not in CONTROLS:
            raise RecipeError(f"Expected a turn of a control after a step, found {self!r:.100}.")

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Turn":
        """Return the turn that ``ControlChanged.to_dict`` gave; RecipeError if it is not valid."""
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
    idle += () if recipe.drawings else ("drawings_per_100",)
    return tuple(name for name in CONTROLS if name not in idle)


def turned(recipe: Recipe, name: str, value: Any) -> Recipe:
    """Return a recipe with another value of a control.

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
        raise RecipeError(f"works with sgd only, found {recipe.optimizer}.", name)
    if name == "drawings_per_100" and not recipe.drawings:
        raise RecipeError("works in a run that learns from drawings only.", name)
    if name in _OF_A_TEACHER and not recipe.teacher:
        raise RecipeError("works in a run with a teacher only, found none.", name)
    return replace(recipe, **{name: value})
