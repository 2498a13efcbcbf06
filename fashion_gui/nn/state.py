"""State of training as plain values: what a run needs to continue as if it had never stopped.

A state is a dictionary of arrays, numbers, texts and other states. ``state_dict`` copies the
arrays; ``load_state_dict`` checks them.
"""

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

State: TypeAlias = dict[str, Any]


class HasState(Protocol):
    """Anything whose state can be saved and restored."""

    def state_dict(self) -> State:
        """Return a copy of the state."""

    def load_state_dict(self, state: State) -> None:
        """Restore a state; StateError when it does not fit."""


class StateError(ValueError):
    """A state does not fit the object that loads it; the message is one sentence."""


def restore(array: NDArray[Any], state: Mapping[str, Any], name: str) -> None:
    """Copy an array of a state into `array`; StateError when its dtype or shape differs."""
    saved = state.get(name)
    if (
        not isinstance(saved, np.ndarray)
        or saved.dtype != array.dtype
        or saved.shape != array.shape
    ):
        found = f"{saved.dtype} {saved.shape}" if isinstance(saved, np.ndarray) else "none"
        raise StateError(f"expected {name} as {array.dtype} {array.shape}, found {found}.")
    array[...] = saved


def count_of(state: Mapping[str, Any], name: str) -> int:
    """Return a non-negative integer of a state; StateError when there is none."""
    value = state.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise StateError(f"expected {name} as a number of at least 0, found {value!r:.40}.")
    return value


def share_of(state: Mapping[str, Any], name: str) -> float:
    """Return a number from 0 to 1 of a state; StateError when there is none."""
    value = state.get(name)
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise StateError(f"expected {name} as a number from 0 to 1, found {value!r:.40}.")
    return float(value)


def part_of(state: Mapping[str, Any], name: str) -> State:
    """Return a state within a state; StateError when there is none."""
    part = state.get(name)
    if not isinstance(part, dict):
        raise StateError(f"expected a state of {name}, found {part!r:.40}.")
    return part


def chance_state(rng: Generator) -> State:
    """Return the state of a random generator, as numbers that JSON can hold."""
    return dict(rng.bit_generator.state)


def restore_chance(rng: Generator, state: object) -> None:
    """Restore the state of a random generator; StateError when it is not valid."""
    try:
        rng.bit_generator.state = state  # type: ignore[assignment]
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        raise StateError(f"expected the state of a random generator: {error}.") from error


def separated(state: State, prefix: str = "") -> tuple[State, dict[str, NDArray[Any]]]:
    """Return a state without its arrays, for JSON, and the arrays by their dotted names."""
    plain: State = {}
    arrays: dict[str, NDArray[Any]] = {}
    for name, value in state.items():
        if isinstance(value, np.ndarray):
            arrays[f"{prefix}{name}"] = value
        elif isinstance(value, dict):
            plain[name], within = separated(value, f"{prefix}{name}.")
            arrays |= within
        else:
            plain[name] = value
    return plain, arrays


def joined(plain: Any, arrays: Mapping[str, NDArray[Any]], prefix: str = "") -> State:
    """Return the state that ``separated`` took apart."""
    state: State = {
        name: joined(value, arrays, f"{prefix}{name}.") if isinstance(value, dict) else value
        for name, value in plain.items()
    }
    for place, array in arrays.items():
        name = place.removeprefix(prefix)
        if place.startswith(prefix) and "." not in name:
            state[name] = array
    return state
