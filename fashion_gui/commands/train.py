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

from fashion_gui.data import load
from fashion_gui.nn import model_file
from fashion_gui.training import machine
from fashion_gui.training.ready_recipes import RECIPES
from fashion_gui.training.recipes import Recipe, settings
from fashion_gui.training.records import (
    BatchMetrics,
    Command,
    Finished,
    Plan,
    Record,
    ValidationMetrics,
)
from fashion_gui.training.trainer import Run, train
from fashion_gui.whole_files import check_file


def recipe_from(arguments: Namespace) -> Recipe:
    """Return the recipe that the command line asks for; RecipeError when it is impossible."""
    changes = {
        setting.name: getattr(arguments, setting.name)
        for setting in settings()
        if hasattr(arguments, setting.name)
    }
    return RECIPES[arguments.recipe].with_settings(**changes)


def run(arguments: Namespace, recipe: Recipe) -> int:
    """Train, say how good the network is, and save it where that is asked for."""
    out: Path | None = arguments.out
    if out is not None:
        check_file(out)  # before an hour of training, not after it
    finished = _drain(train(recipe, load(arguments.data)))
    if arguments.json:
        print(json.dumps(summary(finished, out)))
    else:
        _print_result(finished)
    if out is not None:
        model_file.save(out, finished.network, finished.story())
        if not arguments.json:
            print(f"\nSaved as {out}")
    return 0


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


def _drain(run: Run) -> Finished:
    """Drain a run with a progress bar. The first Ctrl-C stops it after the current batch."""
    stop_wanted = False

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
        _handling_interrupts(stop),
        tqdm(total=total, desc=name, unit=" batches", file=sys.stderr) as bar,
    ):
        while True:
            record = run.send(Command.STOP if stop_wanted else None)
            if isinstance(record, Finished):
                return record
            _show(bar, record, shown)


def _log_line(plan: Plan) -> str:
    return (
        f"{plan.recipe.name}: {plan.description}, {plan.n_parameters:,} parameters, "
        f"{plan.n_train:,} images; {machine.in_words(plan.n_threads)}"
    )


def _show(bar: "tqdm[Any]", record: Record, shown: dict[str, str]) -> None:
    if isinstance(record, ValidationMetrics):
        shown["validation"] = f"{100 * record.accuracy:.1f} %"
    elif isinstance(record, BatchMetrics):
        shown["epoch"] = str(record.epoch)
        shown["loss"] = f"{record.loss:.3f}"
        bar.set_postfix(shown, refresh=False)
        bar.update()


@contextmanager
def _handling_interrupts(handler: Any) -> Iterator[None]:
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _print_result(finished: Finished) -> None:
    plan = finished.plan
    how = "" if finished.completed else " (stopped early)"
    print(
        f"{plan.recipe.name}: {plan.description}, {plan.n_parameters:,} parameters, "
        f"{len(finished.history)} epochs in {finished.seconds:.1f} s{how}; "
        f"{machine.in_words(plan.n_threads)}"
    )
    print(f"Test images: {plan.n_test:,}\n")
    print(finished.report.to_text())
