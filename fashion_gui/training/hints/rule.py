"""What a hint is made of: a rule that finds one kind of trouble, and its advice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fashion_gui.training.hints.measurements import Measurements

SINCE = "since epoch ?"
"""What a sentence has where the first epoch belongs in which the trouble was seen."""


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
        Whether what is broken stays so in this run.
    """

    sentence: str
    name: str = ""
    value: Any = None
    in_new_run: bool = False


@dataclass(frozen=True)
class Rule:
    """One kind of trouble.

    Attributes
    ----------
    find
        Returns the advice where the trouble is there.
    why
        The idea behind it, for people.
    n_looks
        So many looks in a row must find it.
    from_share
        Share of the run before which it is not looked for.
    """

    find: Callable[[Measurements], Advice | None]
    why: str
    n_looks: int = 2
    from_share: float = 0.05
