"""Settings: described once for the form, the command line and the checks."""

from collections.abc import Iterable, Mapping
from dataclasses import Field, dataclass, field
from numbers import Integral, Real
from types import MappingProxyType
from typing import Any, Literal

Scale = Literal["linear", "log"]


class RecipeError(ValueError):
    """A recipe cannot be used; the message is one sentence.

    Attributes
    ----------
    setting
        Name of the setting at fault, with which the sentence begins; "" for none in particular.
    problem
        The rest of the sentence: what was expected and what was found.
    """

    def __init__(self, problem: str, setting: str = "") -> None:
        super().__init__(f"{setting} {problem}" if setting else problem)
        self.setting, self.problem = setting, problem


@dataclass(frozen=True)
class Limits:
    """Limits of a number.

    Attributes
    ----------
    low, high
        Smallest and largest value, both allowed.
    step
        Step of an editor: a difference, or on a logarithmic scale a ratio.
    scale
        Whether values are compared by difference ("linear") or by ratio ("log").
    unit
        Unit for people; "" for none.
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
        Name and explanation, for people.
    choices
        The possible names; empty when it is not a choice.
    limits
        Limits of a number, or of each number in a list; None for other types.
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

    None means all, where the setting's type allows it.
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


def value_in_words(value: Any) -> str:
    """Return the value of a setting for people."""
    if isinstance(value, tuple | list):
        return " ".join(map(str, value)) or "none"
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "all"}[value]
    return f"{value:g}" if isinstance(value, float) else str(value) or "none"


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
