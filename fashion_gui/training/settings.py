"""Settings: how one is described, once, for the form, the command line and the checks."""

from collections.abc import Iterable, Mapping
from dataclasses import Field, dataclass, field
from numbers import Integral, Real
from types import MappingProxyType
from typing import Any, Literal

Scale = Literal["linear", "log"]


class RecipeError(ValueError):
    """A recipe that cannot be used, in one sentence.

    Attributes
    ----------
    setting
        Name of the setting that is at fault, with which the sentence begins; "" where it is
        none in particular.
    problem
        The rest of the sentence: what was expected and what was found.
    """

    def __init__(self, problem: str, setting: str = "") -> None:
        super().__init__(f"{setting} {problem}" if setting else problem)
        self.setting, self.problem = setting, problem


@dataclass(frozen=True)
class Limits:
    """What a number may be.

    Attributes
    ----------
    low, high
        Smallest and largest value, both possible.
    step
        Difference between neighbouring values in an editor; on a logarithmic scale their ratio.
    scale
        Whether people compare values by their difference or by their ratio.
    unit
        What the number counts, for people; "" where it needs none.
    """

    low: float
    high: float
    step: float = 1
    scale: Scale = "linear"
    unit: str = ""

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high  # never true for nan

    def __str__(self) -> str:
        return f"from {self.low:,} to {self.high:,}"


def setting_field(
    default: Any,
    label: str,
    help: str,
    *,
    choices: Iterable[str] = (),
    limits: Limits | None = None,
    is_network: bool = False,
) -> Any:
    """Return a dataclass field that describes a setting.

    Parameters
    ----------
    label, help
        Its name and its idea, for people.
    choices
        The names that are possible; empty where it is none of a few.
    limits
        What a number, or the size of each layer in a list, may be; None for what is no number.
    is_network
        Whether it is the name or the file of a network, or "" for none.
    """
    metadata = {
        "label": label,
        "help": help,
        "choices": tuple(choices),
        "limits": limits,
        "is_network": is_network,
    }
    return field(default=default, metadata=metadata)


def check_value(setting: "Field[Any]", value: Any) -> None:
    """Raise RecipeError when a setting cannot have this value.

    None stands for all of something where the setting's type allows it.
    """
    choices, limits = setting.metadata["choices"], setting.metadata["limits"]
    if not _is_of_type(value, setting.type):
        raise RecipeError(f"expects {_KINDS[setting.type]}, found {value!r:.60}.", setting.name)
    if choices and value not in choices:
        raise RecipeError(f"is one of {', '.join(choices)}, found {value!r}.", setting.name)
    if limits is None or (value is None and setting.type == int | None):
        return
    if isinstance(value, tuple):
        for number in value:
            if number not in limits:
                low, high, unit = limits.low, limits.high, limits.unit
                raise RecipeError(
                    f"layers have {low} to {high} {unit}, found {number}.", setting.name
                )
    elif value not in limits:
        raise RecipeError(f"is a number {limits}, found {value}.", setting.name)


_KINDS: Mapping[Any, str] = MappingProxyType(
    {
        bool: "yes or no",
        int: "a whole number",
        int | None: "a whole number, or none for all",
        float: "a number",
        str: "a name",
        tuple[int, ...]: "whole numbers",
        tuple[str, ...]: "words",
    }
)


def _is_of_type(value: Any, kind: Any) -> bool:
    if kind in (tuple[int, ...], tuple[str, ...]):
        of_items = int if kind == tuple[int, ...] else str
        return isinstance(value, tuple) and all(_is_of_type(item, of_items) for item in value)
    if kind == int | None:
        return value is None or _is_of_type(value, int)
    if isinstance(value, bool):
        return kind is bool
    if kind is int:
        return isinstance(value, Integral)
    if kind is float:
        return isinstance(value, Real)
    return isinstance(value, kind)
