"""``train``: a run in the terminal."""

import json
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from tqdm import tqdm

from fashion_gui.cli.checkpoint_keeper import CheckpointKeeper
from fashion_gui.cli.saving import save_anywhere
from fashion_gui.data import load
from fashion_gui.files import model_file
from fashion_gui.files.atomic import OutputError, check_file
from fashion_gui.signals import ENDING_SIGNALS
from fashion_gui.training import checkpoint, threads_info
from fashion_gui.training.checkpoint import Checkpoint
from fashion_gui.training.events import (
    BatchMetrics,
    CheckpointTaken,
    Finished,
    Hint,
    Plan,
    Record,
    Snapshot,
    ValidationMetrics,
)
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe, settings
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.starting import Start
from fashion_gui.training.trainer import DivergedError, Run, train

_SNAPSHOT_INTERVAL_S = 0.25
"""Computing time between two networks that are kept in case the run diverges."""


def recipe_from(arguments: Namespace) -> Recipe:
    """Return the recipe that the command line asks for.

    Raises
    ------
    RecipeError
        When it is impossible, or other than that of the run to go on with.
    CheckpointError
        When there is no such run.
    """
    changes = {
        setting.name: getattr(arguments, setting.name)
        for setting in settings()
        if hasattr(arguments, setting.name)
    }
    if arguments.resume is not None:
        if changes or arguments.start is not None:
            raise RecipeError("a run is resumed with its own settings, found others.")
        return checkpoint.load(arguments.resume).recipe
    return RECIPES[arguments.recipe].with_settings(**changes)


def run(arguments: Namespace, recipe: Recipe) -> int:
    """Train, say how good the network is, and save it where that is asked for."""
    out: Path | None = arguments.out
    if out is not None:
        check_file(out)  # before an hour of training, not after it
    # Only what can be saved is worth keeping on the way.
    interval = None if out is None else _SNAPSHOT_INTERVAL_S
    keeper = CheckpointKeeper(arguments.checkpoint or arguments.resume)
    start = _start(arguments)
    dataset = load(arguments.data)
    if dataset.remark:
        print(dataset.remark, file=sys.stderr)
    finished = _drain(train(recipe, dataset, interval, start=start), out, keeper)
    if out is None:
        _print_report(finished, None, as_json=arguments.json)
        return 0
    # What took minutes is saved before it is printed, for printing can fail.
    saved = save_anywhere(out, finished.network, finished.story())
    try:
        _print_report(finished, saved, as_json=arguments.json)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(
            f"The report could not be printed ({error.strerror or error}); the network is saved "
            f"as {saved}."
        ) from error
    return 0 if saved == out else 1


def _start(arguments: Namespace) -> Start | Checkpoint | None:
    if arguments.resume is not None:
        return checkpoint.load(arguments.resume)
    if arguments.start is None:
        return None
    return Start(model_file.load(model_file.find(arguments.start)), arguments.keep)


def _print_report(finished: Finished, saved: Path | None, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(summary(finished, saved)))
    else:
        _print_result(finished)
        if saved is not None:
            print(f"\nSaved as {saved}")
    sys.stdout.flush()  # here, where a failure can still be told


def summary(finished: Finished, out: Path | None) -> dict[str, Any]:
    """Return what ``--json`` prints of a run."""
    plan, last = finished.plan, finished.history[-1] if finished.history else None
    return {
        "recipe": plan.recipe.name,
        "layers": list(plan.sizes),
        "threads": plan.n_threads,
        "epochs": len(finished.history),
        "batch_size": plan.batch_size,
        "seconds": round(finished.seconds, 3),
        "test_accuracy": finished.report.accuracy,
        "parameters": plan.n_parameters,
        "completed": finished.completed,
        "seed": plan.recipe.seed,
        "n_train": plan.n_train,
        "n_validation": plan.n_validation,
        "n_test": plan.n_test,
        "validation_accuracy": last.validation_accuracy if last else None,
        "report": finished.report.to_dict(),
        "out": None if out is None else str(out),
    }


def _drain(run: Run, out: Path | None, keeper: CheckpointKeeper) -> Finished:
    """Drain a run with a progress bar. The first signal to end stops it after the current batch.

    Raises
    ------
    DivergedError
        When the loss is no longer finite. The last good network is in `out` then, if given.
    """
    stop_wanted, last_good = False, None

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stop_wanted
        if stop_wanted:
            raise KeyboardInterrupt
        stop_wanted = True

    plan = next(run)
    assert isinstance(plan, Plan)
    print(_log_line(plan), file=sys.stderr)
    shown: dict[str, str] = {}
    total, name = plan.n_steps, plan.recipe.name
    with (
        _handling_signals(stop),
        tqdm(total=total, desc=name, unit=" batches", file=sys.stderr) as bar,
    ):
        while True:
            try:
                record = run.send(keeper.next_command(is_stopping=stop_wanted))
            except DivergedError as error:
                if out is None or last_good is None or last_good.step == 0:
                    raise
                saved = save_anywhere(out, last_good.network, {"recipe": plan.recipe.to_dict()})
                raise DivergedError(
                    f"{error} The network of step {last_good.step:,}, before that, is saved as "
                    f"{saved}."
                ) from error
            if isinstance(record, Finished):
                return record
            if isinstance(record, Snapshot):
                last_good = record
            if isinstance(record, CheckpointTaken) and (problem := keeper.keep(record)):
                bar.write(problem, file=sys.stderr)
            _show(bar, record, shown)


def _log_line(plan: Plan) -> str:
    return (
        f"{plan.recipe.name}: {plan.description}, {plan.n_parameters:,} parameters, "
        f"{plan.n_train:,} images; {threads_info.in_words(plan.n_threads)}"
    )


def _show(bar: "tqdm[Any]", record: Record, shown: dict[str, str]) -> None:
    if isinstance(record, Hint):
        if record.sentence:
            bar.write(f"hint: {record.sentence}", file=sys.stderr)
    elif isinstance(record, ValidationMetrics):
        shown["validation"] = f"{100 * record.accuracy:.1f} %"
    elif isinstance(record, BatchMetrics):
        shown["epoch"] = str(record.epoch)
        shown["loss"] = f"{record.loss:.3f}"
        bar.set_postfix(shown, refresh=False)
        bar.update(record.step - bar.n)


@contextmanager
def _handling_signals(handler: Any) -> Iterator[None]:
    """Handle what asks a program to end; what is ignored, as SIGHUP under nohup, stays so."""
    before = {number: signal.getsignal(number) for number in ENDING_SIGNALS}
    handled = {n: other for n, other in before.items() if other is not signal.SIG_IGN}
    for number in handled:
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number, other in handled.items():
            signal.signal(number, other)


def _print_result(finished: Finished) -> None:
    plan = finished.plan
    how = "" if finished.completed else " (stopped early)"
    print(
        f"{plan.recipe.name}: {plan.description}, {plan.n_parameters:,} parameters, "
        f"{len(finished.history)} epochs in {finished.seconds:.1f} s{how}; "
        f"{threads_info.in_words(plan.n_threads)}"
    )
    print(f"Test images: {plan.n_test:,}\n")
    print(finished.report.to_text())
