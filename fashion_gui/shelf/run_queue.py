"""Runs that wait for their turn, in a file on the shelf, and which of them is next.

Runs of a *race* take turns: each is trained up to the next comparison of successive halving, and
those that fall behind leave the queue.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from math import isfinite
from pathlib import Path
from typing import Any, TypeAlias
from uuid import uuid4

from filelock import FileLock, Timeout

from fashion_gui.files.atomic import OutputError, write_texts
from fashion_gui.files.regular import open_regular
from fashion_gui.shelf.run_names import possible_name
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.sweep import Variant, rungs, survivors

FORMAT = "fashion-gui queue"
FORMAT_VERSION = 1
_MAX_BYTES = 20_000_000
_PATIENCE_S = 5.0
"""Longest wait for another program that changes the queue."""


class QueueError(ValueError):
    """The queue cannot be read or changed: the message says what was expected and found."""


@dataclass(frozen=True)
class QueuedRun:
    """A run that waits.

    Attributes
    ----------
    key
        Tells it from all others.
    name
        The name that it is to have on the shelf.
    recipe
    dataset
        Digest of its images.
    group
        Name shared by runs that were started together; "" for a single run.
    n_raced
        Number of runs in its race; 0 when it runs to its end in any case.
    run
        Its name on the shelf, once it has begun.
    accuracies
        Validation accuracy at each comparison of its race so far, from 0 to 1.
    n_passed
        Comparisons that it has passed.
    problem
        Why it could not be trained, in a sentence; such a run is left alone. "" otherwise.
    seconds
        About how long it takes, measured before it was added; 0 when that is not known.
    """

    key: str
    name: str
    recipe: Recipe
    dataset: str = ""
    group: str = ""
    n_raced: int = 0
    run: str = ""
    accuracies: tuple[float, ...] = ()
    n_passed: int = 0
    problem: str = ""
    seconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return it as values that JSON can hold."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {**values, "recipe": self.recipe.to_dict(), "accuracies": list(self.accuracies)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "QueuedRun":
        """Return it from what ``to_dict`` returned; QueueError when that is damaged."""
        try:
            plain = {name: values[name] for name in _PLAIN}
            for name, value in plain.items():
                if not isinstance(value, _PLAIN[name]) or isinstance(value, bool):
                    raise TypeError(f"{name} = {value!r:.40}")
            accuracies = tuple(float(one) for one in values["accuracies"])
            recipe = Recipe.from_dict(values["recipe"])
            seconds = float(values.get("seconds", 0.0))  # older queues do not tell
            seconds = seconds if isfinite(seconds) else 0.0
            return cls(recipe=recipe, accuracies=accuracies, seconds=seconds, **plain)
        except (RecipeError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise QueueError(f"expected a run that waits, found: {error}.") from error


_PLAIN: Mapping[str, type] = {
    "key": str,
    "name": str,
    "dataset": str,
    "group": str,
    "n_raced": int,
    "run": str,
    "n_passed": int,
    "problem": str,
}
Queue: TypeAlias = tuple[QueuedRun, ...]
Change: TypeAlias = Callable[[Queue], Queue]


@dataclass(frozen=True)
class Turn:
    """A run is to be trained, up to the end of an epoch or, with None, to its end."""

    run: QueuedRun
    until: int | None


@dataclass(frozen=True)
class Judged:
    """A comparison is over: the queue afterwards, and the runs that fell behind."""

    queue: Queue
    ended: Queue


def queued(
    variants: Sequence[Variant],
    name: str,
    dataset: str,
    seconds: Sequence[float] = (),
    *,
    group: str = "",
    is_race: bool = False,
) -> Queue:
    """Return runs that are to wait; in a race those that fall behind end early.

    `seconds` says about how long each takes; empty when that is not known.
    """
    n_raced = len(variants) if is_race and len(variants) > 1 else 0
    known = seconds or [0.0] * len(variants)
    return tuple(
        QueuedRun(
            uuid4().hex,
            possible_name(f"{name} {one.words}"),
            one.recipe,
            dataset,
            group,
            n_raced=n_raced,
            seconds=about,
        )
        for one, about in zip(variants, known, strict=True)
    )


def next_turn(queue: Queue, n_validation: Callable[[Recipe], int]) -> Turn | Judged | None:
    """Return what is to be done next; None when nothing can be.

    Parameters
    ----------
    queue
        The runs in their order.
    n_validation
        Returns the number of validation images of a recipe.
    """
    first = next((run for run in queue if not run.problem), None)
    if first is None:
        return None
    if not first.n_raced:
        return Turn(first, None)
    racing = [run for run in queue if run.group == first.group and not run.problem]
    places = rungs(first.recipe.epochs, first.n_raced)
    n_passed = min(run.n_passed for run in racing)
    if n_passed >= len(places):
        return Turn(first, None)
    for run in racing:
        if len(run.accuracies) <= n_passed:
            return Turn(run, places[n_passed])
    accuracies = [run.accuracies[n_passed] for run in racing]
    kept = survivors(accuracies, n_validation(first.recipe))
    ended = tuple(run for place, run in enumerate(racing) if place not in kept)
    gone = {run.key for run in ended}
    passed = {run.key for run in racing} - gone
    return Judged(
        tuple(
            replace(run, n_passed=n_passed + 1) if run.key in passed else run
            for run in queue
            if run.key not in gone
        ),
        ended,
    )


def moved(queue: Queue, key: str, place: int) -> Queue:
    """Return the queue with a run at another place; unchanged when it is not there any more."""
    run = next((run for run in queue if run.key == key), None)
    if run is None:
        return queue
    others = [other for other in queue if other.key != key]
    others.insert(max(0, min(place, len(others))), run)
    return tuple(others)


def without(queue: Queue, key: str) -> Queue:
    """Return the queue without a run."""
    return tuple(run for run in queue if run.key != key)


def changed(queue: Queue, key: str, **facts: Any) -> Queue:
    """Return the queue with new facts of a run."""
    return tuple(replace(run, **facts) if run.key == key else run for run in queue)


class QueueFile:
    """The queue of a shelf, which any number of programs may change.

    Parameters
    ----------
    folder
        The folder of the shelf.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "queue.json"
        self._folder = folder
        self._change_lock = FileLock(folder / ".queue.lock", timeout=_PATIENCE_S)
        self._work_lock = FileLock(folder / ".queue.worker", timeout=0, thread_local=False)

    def read(self) -> Queue:
        """Return the runs that wait.

        Raises
        ------
        QueueError
            One sentence, when the file is damaged.
        """
        try:
            with open_regular(self.path) as file:
                values = json.loads(file.read(_MAX_BYTES))
            if values["format"] != FORMAT or values["format_version"] != FORMAT_VERSION:
                raise QueueError(f"expected a {FORMAT} of version {FORMAT_VERSION}.")
            return tuple(map(QueuedRun.from_dict, values["runs"]))
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise QueueError(f"{self.path}: cannot be read: {error.strerror or error}.") from error
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise QueueError(f"{self.path}: the queue is damaged: {error}") from error

    def change(self, change: Change) -> Queue:
        """Change the queue, and return what it is now. A damaged file is set aside.

        Raises
        ------
        QueueError, OutputError
            One sentence, when it cannot be written.
        """
        with self._alone():
            try:
                before = self.read()
            except QueueError:
                with suppress(OSError):
                    self.path.replace(self.path.with_name("queue-damaged.json"))
                before = ()
            after = change(before)
            if after != before:
                values = {
                    "format": FORMAT,
                    "format_version": FORMAT_VERSION,
                    "runs": [run.to_dict() for run in after],
                }
                write_texts({self.path: json.dumps(values, ensure_ascii=False, indent=1)})
            return after

    def take_work(self) -> bool:
        """Become the one program that trains what waits; False when another one does."""
        try:
            if not self._work_lock.is_locked:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._work_lock.acquire()
        except (Timeout, OSError):
            return False
        return True

    def leave_work(self) -> None:
        """Let another program train what waits."""
        self._work_lock.release()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._change_lock.acquire()
        except Timeout:
            raise QueueError(f"{self.path}: another program is changing the queue.") from None
        except OSError as error:
            raise OutputError(f"{self.path}: cannot be written: {error.strerror}.") from error
        try:
            yield
        finally:
            self._change_lock.release()
