"""Several runs of one recipe: with different seeds, or with different values of a setting."""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

from fashion_gui.cli.drained_run import DrainedRun, StopWish
from fashion_gui.cli.kept_runs import begin, has_network, shelf_of
from fashion_gui.cli.run_summary import summary
from fashion_gui.cli.saving import save_anywhere
from fashion_gui.cli.streams import tell_failure
from fashion_gui.data import Dataset
from fashion_gui.files import model_file
from fashion_gui.percent import percent, plain
from fashion_gui.shelf.run_names import possible_name
from fashion_gui.shelf.shelf import now
from fashion_gui.training.events import DivergedError, EpochMetrics, Finished
from fashion_gui.training.plan import plan_of
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.sweep import rungs, survivors, variants
from fashion_gui.training.timing import measure_seconds


@dataclass
class Candidate:
    """One of several runs.

    Attributes
    ----------
    recipe
        Recipe of the run.
    words
        What distinguishes it from the others, as in "seed 3".
    run
        None before it has begun.
    name
        Name on the shelf, or "".
    accuracy
        Validation accuracy after the latest epoch, from 0 to 1.
    finished
        None before its end.
    ended_early
        Whether it was ended because it fell behind.
    failure
        Why it has no result, in a sentence; "" where it has one.
    """

    recipe: Recipe
    words: str
    run: DrainedRun | None = None
    name: str = ""
    accuracy: float = 0.0
    finished: Finished | None = None
    ended_early: bool = False
    failure: str = ""

    def take(self, told: EpochMetrics | Finished) -> None:
        """Record the result of an epoch or of the run."""
        if isinstance(told, Finished):
            self.finished = told
            told = told.history[-1] if told.history else told
        if isinstance(told, EpochMetrics):
            self.accuracy = told.validation_accuracy or 0.0


def candidates_of(arguments: Namespace, recipe: Recipe) -> list[Candidate]:
    """Return the runs that are asked for, before they begin.

    Raises
    ------
    RecipeError
        When one of them is impossible.
    """
    setting, values = arguments.try_values or ("", ())
    found = variants(recipe, setting, values, arguments.seeds or 0)
    return [Candidate(one.recipe, one.words) for one in found]


def run_many(arguments: Namespace, recipe: Recipe, dataset: Dataset) -> int:
    """Train all runs, print how they compare, and save the best if that is asked for."""
    if arguments.start is not None or arguments.checkpoint is not None:
        raise RecipeError("several runs start from random weights, found --start or --checkpoint.")
    candidates = candidates_of(arguments, recipe)
    if dataset.remark:
        print(dataset.remark, file=sys.stderr)
    _tell_time(candidates, dataset)
    with StopWish() as wish:
        _train(arguments, candidates, dataset, wish)
    if failed := [one for one in candidates if one.failure]:
        for one in failed:
            print(f"{one.words}: {one.failure}", file=sys.stderr)
    best = best_of(candidates)
    if best is None:
        return 1
    assert best.finished
    out: Path | None = arguments.out
    network, story = best.finished.network, best.finished.story()
    saved = None if out is None else save_anywhere(out, network, story)
    not_kept = [one for one in candidates if one.run and one.finished and one.run.not_kept]
    for one in not_kept:
        tell_failure(f"{one.words}: {one.run.not_kept}" if one.run else "")
    if not_kept and out is None and not has_network(arguments, best.name, best.finished):
        out = Path(f"{best.name}{model_file.SUFFIX}")  # it would be lost
        saved = save_anywhere(out, network, story)
    if arguments.json:
        print(json.dumps(_as_values(candidates, best, saved)))
    else:
        _print_table(candidates, best, saved)
    sys.stdout.flush()
    return 0 if saved == out and not not_kept else 1


def best_of(candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the best on the validation images, or None when no run has a result.

    A run that was ended early is the best only where all others failed.
    """
    finished = [one for one in candidates if one.finished]
    return max(finished, key=lambda one: (not one.ended_early, one.accuracy), default=None)


def _tell_time(candidates: Sequence[Candidate], dataset: Dataset) -> None:
    """Print, before training, about how long it will take."""
    *_, seconds = measure_seconds([one.recipe for one in candidates], dataset)
    assert seconds
    words = f"{len(candidates)} runs: about {sum(seconds):,.0f} s of learning at most."
    print(words, file=sys.stderr)


def _train(
    arguments: Namespace, candidates: list[Candidate], dataset: Dataset, wish: StopWish
) -> None:
    """Train side by side from one comparison to the next, which ends runs that fall behind."""
    group = f"{arguments.name or candidates[0].recipe.name} {now()}"
    n_runs = 0 if arguments.full or arguments.seeds is not None else len(candidates)
    alive = candidates
    try:
        for epoch in (*rungs(candidates[0].recipe.epochs, n_runs), None):
            for one in alive:
                if not one.finished and not one.failure:
                    _advance(arguments, one, dataset, wish, group, epoch)
            alive = [one for one in alive if not one.failure]
            running = [one for one in alive if not one.finished]
            if epoch is None or not alive or wish.is_made or len(running) < len(alive):
                continue
            n_validation = plan_of(alive[0].recipe, dataset).n_validation
            going_on = survivors([one.accuracy for one in alive], n_validation)
            for one in (one for n, one in enumerate(alive) if n not in going_on):
                assert one.run
                one.take(one.run.stop())
                one.ended_early = True
            alive = [alive[n] for n in going_on]
    finally:
        for one in candidates:
            if one.run:
                one.run.close()
            if one.ended_early and one.name:
                shelf_of(arguments).end_early(one.name)


def _advance(
    arguments: Namespace,
    one: Candidate,
    dataset: Dataset,
    wish: StopWish,
    group: str,
    epoch: int | None,
) -> None:
    if one.run is None:
        name = possible_name(f"{arguments.name or one.recipe.name} {one.words}")
        run, one.name = begin(arguments, one.recipe, dataset, None, name=name, group=group)
        one.run = DrainedRun(run, wish, one.name or name)
    try:
        one.take(one.run.advance(epoch))
    except DivergedError as error:  # the others go on
        one.failure = str(error)


def _as_values(
    candidates: Sequence[Candidate], best: Candidate, saved: Path | None
) -> dict[str, Any]:
    runs = [
        summary(one.finished, saved if one is best else None, one.name)
        | {"differs": one.words, "ended_early": one.ended_early}
        for one in candidates
        if one.finished
    ]
    failed = [
        {"run": one.name or one.words, "differs": one.words, "failure": one.failure}
        for one in candidates
        if one.failure
    ]
    return {
        "runs": runs,
        "failed": failed,
        "best": best.name or best.words,
        **_spread(candidates),
    }


def _spread(candidates: Sequence[Candidate]) -> dict[str, Any]:
    """Return mean and standard deviation of the test accuracy of all complete runs."""
    whole = [one.finished for one in candidates if one.finished and not one.ended_early]
    accuracies = [finished.report.accuracy for finished in whole]
    return {
        "test_accuracy_mean": fmean(accuracies) if accuracies else None,
        "test_accuracy_sd": stdev(accuracies) if len(accuracies) > 1 else None,
    }


def _print_table(candidates: Sequence[Candidate], best: Candidate, saved: Path | None) -> None:
    width = max(len(one.words) for one in candidates)
    print(f"{'':>{width}}  validation    test   seconds")
    for one in candidates:
        if one.failure:
            print(f"{one.words:>{width}}  diverged")
        if not one.finished:
            continue
        seconds, accuracy = one.finished.seconds, one.finished.report.accuracy
        remark = "ended early, fell behind" if one.ended_early else ""
        remark = "best on validation images" if one is best else remark
        held_out, test = (plain(percent(share, 2)) for share in (one.accuracy, accuracy))
        print(f"{one.words:>{width}}  {held_out:>10}  {test}  {seconds:8.1f}  {remark}".rstrip())
    spread = _spread(candidates)
    if spread["test_accuracy_sd"] is not None:
        mean, deviation = (100 * spread[f"test_accuracy_{name}"] for name in ("mean", "sd"))
        print(f"\nTest accuracy {mean:.2f} %, standard deviation {deviation:.2f} % between runs")
    if saved is not None:
        print(f"\nThe best is saved as {saved}")
