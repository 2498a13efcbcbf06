"""``train``: a run in the terminal, or several of them."""

import json
import os
import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

from fashion_gui.cli.drained_run import SNAPSHOT_INTERVAL_S, DrainedRun, StopWish
from fashion_gui.cli.find_rate import check_alone, find
from fashion_gui.cli.kept_runs import (
    Resumed,
    begin,
    data_of,
    go_on,
    has_network,
    make_room,
    resumed_from,
    shelf_of,
)
from fashion_gui.cli.many_runs import run_many
from fashion_gui.cli.named_networks import load_named
from fashion_gui.cli.replay import Replay, replay_of
from fashion_gui.cli.run_summary import summary
from fashion_gui.cli.saving import save_anywhere
from fashion_gui.data import Dataset, load
from fashion_gui.files import model_file
from fashion_gui.files.atomic import OutputError, check_file
from fashion_gui.files.model_file import located, names_in
from fashion_gui.training import threads_info
from fashion_gui.training.events import Finished
from fashion_gui.training.presets import RECIPES, for_images
from fashion_gui.training.recipes import Recipe, settings
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.starting import Start, further_recipe


def recipe_from(arguments: Namespace) -> Recipe:
    """Return the recipe that the command line asks for.

    Raises
    ------
    RecipeError
        When it is impossible, or settings are given for a run that has its own.
    """
    changes = _changes(arguments)
    has_many = arguments.seeds is not None or arguments.try_values is not None
    for option, words, own in (("resume", "resumed", set()), ("replay", "repeated", {"teacher"})):
        if getattr(arguments, option) is None:
            continue
        is_started = arguments.start is not None and option == "resume"
        if (changes.keys() - own) or is_started or has_many:
            raise RecipeError(f"a run is {words} with its own settings, found others.")
    if arguments.find_rate:
        check_alone(arguments)
    if arguments.more is not None and arguments.resume is None:
        raise RecipeError("--more is for a resumed run: --resume NAME is missing.")
    if arguments.undo and not arguments.resume:
        raise RecipeError("--undo is for a run on the shelf: --resume NAME is missing.")
    if arguments.resume is not None and arguments.replay is not None:
        raise RecipeError("a run is either resumed or repeated, found both.")
    return recipe_of_settings(arguments)


def recipe_of_settings(arguments: Namespace) -> Recipe:
    """Return the ready recipe with the settings of the command line; RecipeError as above."""
    return RECIPES[arguments.recipe].with_settings(**_changes(arguments))


def _changes(arguments: Namespace) -> dict[str, Any]:
    """Return the settings that the command line gives."""
    changes = {
        setting.name: getattr(arguments, setting.name)
        for setting in settings()
        if hasattr(arguments, setting.name)
    }
    if changes.get("teacher"):
        changes["teacher"] = ",".join(map(located, names_in(changes["teacher"])))
    return changes


def usual(arguments: Namespace, recipe: Recipe, dataset: Dataset) -> Recipe:
    """Return a recipe with drawings as the ready one has them that it was made of.

    What the command line says about drawings is left as it is.
    """
    if hasattr(arguments, "drawings"):
        return recipe
    ready = for_images(RECIPES[arguments.recipe], dataset.class_names)
    return replace(recipe, drawings=ready.drawings)


def run(arguments: Namespace, recipe: Recipe) -> int:
    """Train, print how good the network is, and save it if that is asked for."""
    out: Path | None = arguments.out
    if out is not None:
        check_file(out)  # before an hour of training, not after it
    if arguments.find_rate:
        return _find_rate(arguments, recipe)
    make_room(arguments)
    if arguments.seeds is not None or arguments.try_values is not None:
        dataset = load(arguments.data)
        return run_many(arguments, usual(arguments, recipe, dataset), dataset)
    if arguments.more and (further := _further(arguments)):
        recipe = further
    replay = replay_of(arguments) if arguments.replay is not None else None
    resumed = resumed_from(arguments) if arguments.resume is not None else None
    try:
        return _run_one(arguments, recipe, resumed, replay)
    finally:
        if resumed and resumed.folder:
            resumed.folder.unlock()


def _further(arguments: Namespace) -> Recipe | None:
    """Return the recipe that trains a network in a file further; None for a run that is resumed.

    The arguments are then those of a new run that starts from it.
    """
    name = arguments.resume
    if name in shelf_of(arguments).names() or not os.path.lexists(name):
        return None
    try:
        saved = model_file.load(Path(name))
    except model_file.ModelFileError:  # as is a checkpoint
        return None
    recipe = further_recipe(saved.training, arguments.more)
    arguments.start, arguments.keep, arguments.resume = name, 0.0, None
    arguments.drawings = recipe.drawings
    return recipe


def _find_rate(arguments: Namespace, recipe: Recipe) -> int:
    resumed = resumed_from(arguments) if arguments.resume is not None else None
    try:
        dataset = load(data_of(arguments, resumed))
        if resumed:
            return find(resumed.checkpoint.recipe, dataset, resumed.checkpoint, arguments)
        return find(usual(arguments, recipe, dataset), dataset, _start(arguments), arguments)
    finally:
        if resumed and resumed.folder:
            resumed.folder.unlock()


def _run_one(
    arguments: Namespace, recipe: Recipe, resumed: Resumed | None, replay: Replay | None
) -> int:
    dataset = load(data_of(arguments, resumed))
    if dataset.remark:
        print(dataset.remark, file=sys.stderr)
    out: Path | None = arguments.out
    # Snapshots are needed only if they can be saved.
    interval = None if out is None else SNAPSHOT_INTERVAL_S
    checkpoint, first, stop_after = arguments.checkpoint, None, None
    if resumed:
        drained, name = go_on(resumed, dataset, interval), ""
        if resumed.folder:
            name = resumed.folder.name
        else:
            checkpoint = checkpoint or Path(arguments.resume)
        if arguments.more:
            first = resumed.longer_by(arguments.more)
    elif replay:
        replay.check_images(dataset)
        start, turns, stop_after = replay.start, replay.turns, replay.stop_after
        drained, name = begin(arguments, replay.recipe, dataset, interval, start=start, turns=turns)
    else:
        recipe = usual(arguments, recipe, dataset)
        drained, name = begin(arguments, recipe, dataset, interval, start=_start(arguments))
    with StopWish() as wish:
        run = DrainedRun(
            drained, wish, out=out, checkpoint=checkpoint, first=first, stop_after=stop_after
        )
        finished = run.advance()
    assert isinstance(finished, Finished)
    is_in_need = run.not_kept and name and out is None
    if is_in_need and not has_network(arguments, name, finished):  # it would be lost
        out, name = Path(f"{name}{model_file.SUFFIX}"), ""
    # The network is saved before the report is printed, because printing can fail.
    saved = None if out is None else save_anywhere(out, finished.network, finished.story())
    try:
        _print_report(finished, saved, name, replay, as_json=arguments.json)
    except BrokenPipeError:
        raise
    except OSError as error:
        where = saved or (f"the run {name}" if name else None)
        raise OutputError(
            f"The report could not be printed ({error.strerror or error}); the network is "
            f"{f'saved as {where}' if where else 'not saved'}."
        ) from error
    return 0 if saved == out and not run.not_kept else 1


def _start(arguments: Namespace) -> Start | None:
    if arguments.start is None:
        return None
    return Start(load_named(arguments.start), arguments.keep)


def _print_report(
    finished: Finished, saved: Path | None, name: str, replay: Replay | None, *, as_json: bool
) -> None:
    is_same = replay.is_same(finished.network) if replay else None
    if as_json:
        print(json.dumps(summary(finished, saved, name) | _compared(is_same)))
    else:
        _print_result(finished)
        if name:
            print(f"\nKept as the run {name}")
        if saved is not None:
            print(f"\nSaved as {saved}")
        if replay:
            words = "the same weights, bit for bit" if is_same else "DIFFERENT weights"
            print(f"\nRepeated: {words} as in {replay.source}")
    sys.stdout.flush()  # here, where a failure can still be reported


def _compared(is_same: bool | None) -> dict[str, Any]:
    return {} if is_same is None else {"same_weights": is_same}


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
