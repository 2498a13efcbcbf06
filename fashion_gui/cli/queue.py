"""``runs queue``: the runs that wait, in the terminal."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from fashion_gui.cli.drained_run import HeldError, StopWish
from fashion_gui.cli.kept_runs import make_room
from fashion_gui.cli.queue_training import QueueTraining
from fashion_gui.cli.train import recipe_of_settings, usual
from fashion_gui.data import load
from fashion_gui.foreign_text import shown
from fashion_gui.shelf.differences import recipe_in_words
from fashion_gui.shelf.queue_time import QueueTime, time_of
from fashion_gui.shelf.run_names import check_name
from fashion_gui.shelf.run_queue import (
    Queue,
    QueuedRun,
    QueueError,
    QueueFile,
    moved,
    queued,
    without,
)
from fashion_gui.shelf.run_record import RunRecordError, RunStatus
from fashion_gui.shelf.shelf import Shelf, now
from fashion_gui.training.plan import plan_of
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.sweep import rungs, variants
from fashion_gui.training.time_words import about, end_of
from fashion_gui.training.timing import measure_seconds


def run(shelf: Shelf, arguments: Namespace) -> int:
    """Run an action on the queue of a shelf."""
    file = QueueFile(shelf.path)
    acts: Mapping[str, Callable[[], int]] = {
        "list": partial(_list, shelf, file, arguments),
        "add": partial(_add, shelf, file, arguments),
        "move": partial(_move, shelf, file, arguments),
        "remove": partial(_remove, shelf, file, arguments),
        "run": partial(_train_all, shelf, file, arguments),
    }
    return acts[arguments.queue_act or "list"]()


def _list(shelf: Shelf, file: QueueFile, arguments: Namespace) -> int:
    return _show(shelf, file.read(), arguments)


def _show(shelf: Shelf, queue: Queue, arguments: Namespace) -> int:
    left = _left_of_begun(shelf, queue)
    rows = [
        {
            "place": place,
            "name": run.name,
            "state": _state(shelf, run),
            "recipe": run.recipe.name,
            "settings": run.recipe.to_dict(),
            "seconds": left.get(run.key, run.seconds or None),
            "run": run.run or None,
            "problem": run.problem or None,
        }
        for place, run in enumerate(queue, start=1)
    ]
    if arguments.json:
        print(json.dumps(rows))
        return 0
    if not rows:
        print(f"No run waits in {shelf.path}")
        return 0
    width = max(len(run.name) for run in queue)
    for row, run in zip(rows, queue, strict=True):
        problem = f"; {shown(run.problem, 200)}" if run.problem else ""
        words = f"{row['state']}: {recipe_in_words(run.recipe)}{problem}"
        print(f"{row['place']:>3}  {run.name:<{width}}  {words}")
    print(f"\n{_time_in_words(time_of(queue, left))}")
    return 0


def _state(shelf: Shelf, run: QueuedRun) -> str:
    if run.problem:
        return "failed"
    if not run.run:
        return "waiting"
    try:
        is_running = shelf.record(run.run).status is RunStatus.RUNNING
    except RunRecordError:
        return "waiting"
    return "running" if is_running else "begun"


def _left_of_begun(shelf: Shelf, queue: Queue) -> dict[str, float]:
    """Return the seconds that are left of runs that have begun, by their key."""
    left = {}
    for run in queue:
        try:
            record = shelf.record(run.run) if run.run else None
        except RunRecordError:
            continue
        if record and record.step and record.n_steps >= record.step:
            left[run.key] = (record.n_steps - record.step) * record.seconds / record.step
    return left


def _time_in_words(time: QueueTime) -> str:
    if time.n_unknown == time.n:
        return "How long they take is not known." if time.n else "None of them can be trained."
    most = " at most" if time.is_most else ""
    told = f"Together {about(time.seconds)} of learning{most}"
    if time.n_unknown:
        return f"{told}, without {time.n_unknown} of which that is not known."
    return f"{told}: begun now, they are done {end_of(datetime.now(), time.seconds)}."


def _add(shelf: Shelf, file: QueueFile, arguments: Namespace) -> int:
    dataset = load(arguments.data)
    try:
        recipe = usual(arguments, recipe_of_settings(arguments), dataset)
        setting, values = arguments.try_values or ("", ())
        made = variants(recipe, setting, values, arguments.seeds or 0)
        recipes = [one.recipe for one in made]
        for one in recipes:
            plan_of(one, dataset)
    except RecipeError as error:
        arguments.parser.error(str(error))
    name = check_name(arguments.name or recipe.name)
    *_, seconds = measure_seconds(recipes, dataset)
    assert seconds
    is_race = (
        not arguments.full and arguments.seeds is None and bool(rungs(recipe.epochs, len(made)))
    )
    group = f"{name} {now()}" if len(made) > 1 else ""
    added = queued(made, name, dataset.digest, seconds, group=group, is_race=is_race)
    return _show(shelf, file.change(lambda queue: queue + added), arguments)


def _move(shelf: Shelf, file: QueueFile, arguments: Namespace) -> int:
    key = _found(file.read(), arguments.name).key
    queue = file.change(lambda queue: moved(queue, key, arguments.place - 1))
    return _show(shelf, queue, arguments)


def _remove(shelf: Shelf, file: QueueFile, arguments: Namespace) -> int:
    run = _found(file.read(), arguments.name)
    if _state(shelf, run) == "running":
        raise QueueError(f"{run.name} is being trained by another program.")
    return _show(shelf, file.change(lambda queue: without(queue, run.key)), arguments)


def _found(queue: Queue, name: str) -> QueuedRun:
    """Return the run of a name, or at a place from 1.

    Raises
    ------
    QueueError
        One sentence, when there is none, or several have the name.
    """
    found = [run for run in queue if run.name == name]
    if not found and name.isdecimal() and 1 <= int(name) <= len(queue):
        found = [queue[int(name) - 1]]
    if not found:
        raise QueueError(f"Expected the name or the place of a run that waits, found {name!r:.60}.")
    if len(found) > 1:
        raise QueueError(f"{len(found)} runs that wait are called {name}: give a place instead.")
    return found[0]


def _train_all(shelf: Shelf, file: QueueFile, arguments: Namespace) -> int:
    """Train what waits, one run after another, until nothing is left or a signal comes."""
    make_room(arguments)
    dataset = load(arguments.data)
    if not file.take_work():
        raise QueueError("Another program trains the runs that wait.")
    worker = QueueTraining(shelf, file, arguments, dataset)
    try:
        with StopWish() as wish:
            worker.work(wish)
    except HeldError:
        words = "Held: the run goes on where it is when the queue is trained again."
        print(words, file=sys.stderr)
    finally:
        file.leave_work()
    if arguments.json:
        print(json.dumps(worker.results))
    elif not worker.results and not worker.has_failed:
        print(f"No run waits in {shelf.path}")
    sys.stdout.flush()
    return 1 if worker.has_failed else 0
