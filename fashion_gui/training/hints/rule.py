"""What a hint is made of: a rule that finds one kind of problem, and its advice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fashion_gui.training.hints.measurements import Measurements

SINCE = "since epoch ?"
"""Placeholder in a sentence for the first epoch in which the problem was seen."""


@dataclass(frozen=True)
class Advice:
    """What a rule found, and what to try.

    Attributes
    ----------
    sentence
        What was measured.
    name, value
        A setting and the value to try; "" for none.
    in_new_run
        Whether the damage is permanent, so that only a new run helps.
    """

    sentence: str
    name: str = ""
    value: Any = None
    in_new_run: bool = False


@dataclass(frozen=True)
class Rule:
    """One kind of problem.

    Attributes
    ----------
    find
        Returns the advice, or None where there is no problem.
    why
        The idea behind it, for people.
    n_looks
        Number of consecutive looks that must find it.
    from_share
        Share of the run before which the rule is not applied.
    """

    find: Callable[[Measurements], Advice | None]
    why: str
    n_looks: int = 2
    from_share: float = 0.05


def scaled(value: float, factor: float, n_digits: int = 2) -> float:
    """Return a setting times a factor, rounded to so many digits, as people would set it."""
    return float(f"{value * factor:.{n_digits}g}")
