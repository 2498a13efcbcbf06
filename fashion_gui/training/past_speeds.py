"""How fast finished runs were on this machine: what the next one like them will take."""

import json
import os
from dataclasses import asdict, astuple, fields
from functools import lru_cache
from hashlib import sha256
from math import isfinite
from typing import Any

import numpy as np

from fashion_gui import __version__
from fashion_gui.training.events import Plan
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.timing import ANSWERING_SHARE, Speed, n_answered, n_detecting

_LEAST_S = 2.0
"""A shorter run says little: half of it may be what is done once."""
_NEWEST_SHARE = 0.5
"""Weight of the latest run in the average: others may have had a busier machine."""
_BUSY_SHARE = 0.1
"""Weight of a rehearsal that was slower than those before."""
_N_SPEEDS = len(fields(Speed))
_MOST = 200
"""Kinds of runs that are remembered, the latest ones."""


class PastSpeeds:
    """Seconds for learning from an image, by all that makes a run fast or slow.

    It holds those of runs that have ended, and apart from them those of rehearsals, in which a
    busy machine counts little: so they are about the same from one start to the next. Speeds of
    another version of the program or of NumPy, or of another number of cores, are not used.
    """

    def __init__(self) -> None:
        self._runs: dict[str, tuple[float, ...]] = {}
        self._rehearsed: dict[str, tuple[float, ...]] = {}

    @classmethod
    def from_text(cls, text: str) -> "PastSpeeds":
        """Return what ``to_text`` returned; what is damaged is left out."""
        past = cls()
        try:
            values = json.loads(text)
            runs, rehearsed = values["runs"].items(), values["rehearsed"].items()
        except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
            return past
        past._runs = {key: tuple(speed) for key, speed in runs if _are_times(speed, 2) and speed[0]}
        past._rehearsed = {
            key: tuple(speed) for key, speed in rehearsed if _are_times(speed, _N_SPEEDS)
        }
        return past

    def to_text(self) -> str:
        """Return all of it as JSON."""
        return json.dumps({"runs": self._runs, "rehearsed": self._rehearsed})

    def speed(self, rehearsal: Recipe, n_classes: int) -> Speed | None:
        """Return the speed of runs with this rehearsal (``rehearsal_of``); None if none is known.

        Runs with a teacher are not known: how long it takes depends on its answers.
        """
        if not (found := self._runs.get(_key(rehearsal, n_classes))):
            return None
        learning_s, detecting_s = found
        return Speed(learning_s, learning_s * ANSWERING_SHARE, detecting_s=detecting_s)

    def note(
        self,
        rehearsal: Recipe,
        n_classes: int,
        plan: Plan,
        step: int,
        seconds: float,
        detecting_s: float = 0.0,
    ) -> bool:
        """Note a run that has ended; False if nothing can be learned from it.

        Parameters
        ----------
        rehearsal
            Of its recipe, which was not changed meanwhile.
        plan, step, seconds, detecting_s
            Its plan, its last step, its computing time, and the part of that for its novelty
            detector, which takes as long after few epochs as after many.
        """
        seconds -= detecting_s
        if rehearsal.teacher or seconds < _LEAST_S or not step:
            return False
        share = step / plan.n_steps
        n_learned = plan.n_train * plan.recipe.epochs * share
        n_also = (n_answered(plan) - plan.n_test) * share + plan.n_test
        learning_s = seconds / (n_learned + ANSWERING_SHARE * n_also)
        newest = learning_s, detecting_s / max(1, n_detecting(plan))
        key = _key(rehearsal, n_classes)
        before = self._runs.pop(key, newest)  # the latest ones are last
        self._runs[key] = _mean(newest, before, _NEWEST_SHARE)
        _forget_oldest(self._runs)
        return True

    def rehearsed(self, rehearsal: Recipe, n_classes: int) -> Speed | None:
        """Return the speed that rehearsals had, also at earlier starts; None if there was none."""
        found = self._rehearsed.get(_key(rehearsal, n_classes))
        return Speed(*found) if found else None

    def note_rehearsal(self, rehearsal: Recipe, n_classes: int, speed: Speed) -> None:
        """Note the speed of a rehearsal."""
        key, newest = _key(rehearsal, n_classes), astuple(speed)
        before = self._rehearsed.pop(key, newest)
        share = _NEWEST_SHARE if newest[0] < before[0] else _BUSY_SHARE
        self._rehearsed[key] = _mean(newest, before, share)
        _forget_oldest(self._rehearsed)


def _mean(newest: tuple[float, ...], before: tuple[float, ...], share: float) -> tuple[float, ...]:
    both = zip(newest, before, strict=True)
    return tuple(share * new + (1 - share) * old for new, old in both)


def _forget_oldest(known: dict[str, Any]) -> None:
    while len(known) > _MOST:
        del known[next(iter(known))]


def _key(rehearsal: Recipe, n_classes: int) -> str:
    return _digest(rehearsal, n_classes, __version__, np.__version__, os.cpu_count())


@lru_cache(maxsize=_MOST)
def _digest(rehearsal: Recipe, *facts: int | str | None) -> str:
    return sha256(json.dumps((asdict(rehearsal), *facts)).encode()).hexdigest()[:16]


def _are_times(values: Any, n: int) -> bool:
    return isinstance(values, list) and len(values) == n and all(map(_is_time, values))


def _is_time(value: Any) -> bool:
    return isinstance(value, float) and isfinite(value) and value >= 0
