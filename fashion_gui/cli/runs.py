"""``runs``: the shelf of runs in the terminal."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from fashion_gui.cli.kept_runs import shelf_of
from fashion_gui.cli.streams import tell_failure
from fashion_gui.files.atomic import write_texts
from fashion_gui.foreign_text import shown
from fashion_gui.percent import percent, plain
from fashion_gui.shelf.differences import recipe_in_words
from fashion_gui.shelf.run_record import RunRecord, tested_in_words
from fashion_gui.shelf.run_tables import export_run, run_values, runs_csv
from fashion_gui.shelf.shelf import BrokenRun, Shelf

_LONGEST_NOTE = 60


def run(arguments: Namespace) -> int:
    """Run an action on the shelf; return 1 when ``list`` finds a broken run."""
    shelf = shelf_of(arguments)
    acts = {
        "list": _list,
        "show": _show,
        "note": _note,
        "rename": _rename,
        "delete": _delete,
        "restore": _restore,
        "export": _export,
        "compare": _compare,
        "queue": _queue,
    }
    return acts[arguments.act](shelf, arguments)


def _list(shelf: Shelf, arguments: Namespace) -> int:
    found = [shelf.find(arguments.name)] if arguments.name else list(shelf.records())
    records = [run for run in found if isinstance(run, RunRecord)]
    broken = [run for run in found if isinstance(run, BrokenRun)]
    records.sort(key=lambda record: record.created)
    if arguments.json:
        print(json.dumps([run_values(record) for record in records]))
    elif records:
        _print_table(records)
    else:
        print(f"No run is kept in {shelf.path}")
    for one in broken:
        tell_failure(shown(one.problem, 1000))
    return 1 if broken else 0


def _print_table(records: list[RunRecord]) -> None:
    head = ("", "name", "state", "steps", "validation", "test", "seconds", "recipe")
    rows = [
        (
            "*" if record.has_star else "",
            record.name,
            record.status.value,
            f"{record.step:,} of {record.n_steps:,}",
            _percent(record.validation_accuracy),
            plain(tested_in_words(record)),
            f"{record.seconds:.1f}",
            _recipe_and_remarks(record),
        )
        for record in records
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows):
        cells = zip(row, widths, strict=True)
        print("  ".join(f"{cell:<{width}}" for cell, width in cells).rstrip())


def _recipe_and_remarks(record: RunRecord) -> str:
    """Return the recipe, the number of changes during the run and the note, in words."""
    words = recipe_in_words(record.recipe)
    n_turns = len(record.turns)
    turned = f"{n_turns} turned during the run" if n_turns else ""
    note = shown(record.note, _LONGEST_NOTE) if record.note else ""
    early = "ended early, fell behind" if record.ended_early else ""
    return "; ".join(part for part in (words, turned, early, note) if part)


def _percent(share: float | None) -> str:
    return "" if share is None else plain(percent(share, 2))


def _show(shelf: Shelf, arguments: Namespace) -> int:
    record = shelf.find(arguments.name)
    folder = shelf.folder(record.name)
    report = record.test_report()
    if arguments.json:
        more: dict[str, Any] = {
            "settings": record.recipe.to_dict(),
            "folder": str(folder.path),
            "network": str(folder.network) if folder.network.exists() else None,
            "best": str(folder.best) if folder.best.exists() else None,
            "bytes": folder.n_bytes(),
            "report": report.to_dict() if report else None,
        }
        print(json.dumps(run_values(record) | more))
        return 0
    print(f"{record.name}: {record.status.value}")
    print(f"Steps: {record.step:,} of {record.n_steps:,}, {record.seconds:.1f} s of learning")
    print(f"Recipe: {recipe_in_words(record.recipe)}")
    if record.note:
        print(f"Note: {shown(record.note, 1000)}")
    for turn in record.turns:
        print(f"After step {turn['step']:,}: {turn['name']} = {turn['value']}")
    if record.best_accuracy is not None:
        best = _percent(record.best_accuracy)
        print(f"Best on validation images: {best} after epoch {record.best_epoch}")
    if record.problem:
        print(record.problem)
    print(f"Folder: {folder.path}")
    if report:
        print(f"\n{report.to_text()}")
    return 0


def _note(shelf: Shelf, arguments: Namespace) -> int:
    shelf.write_words(arguments.name, note=arguments.text, has_star=arguments.star)
    return _say(arguments, "", name=arguments.name)


def _rename(shelf: Shelf, arguments: Namespace) -> int:
    name = shelf.rename(arguments.name, arguments.new_name)
    return _say(arguments, f"Renamed to {name}", name=name)


def _delete(shelf: Shelf, arguments: Namespace) -> int:
    shelf.delete(arguments.name)
    words = f"Deleted {arguments.name}; runs restore brings it back within a week"
    return _say(arguments, words, name=arguments.name)


def _restore(shelf: Shelf, arguments: Namespace) -> int:
    name = shelf.restore(arguments.name)
    return _say(arguments, f"Restored as {name}", name=name)


def _say(arguments: Namespace, words: str, **values: str) -> int:
    """Print that something was done, in words or as JSON."""
    if arguments.json:
        print(json.dumps({"act": arguments.act, **values}))
    elif words:
        print(words)
    return 0


def _compare(shelf: Shelf, arguments: Namespace) -> int:
    from fashion_gui.cli.compare_runs import compare  # loads networks, as no other act does

    return compare(shelf, arguments)


def _queue(shelf: Shelf, arguments: Namespace) -> int:
    from fashion_gui.cli import queue  # trains, as no other act does

    return queue.run(shelf, arguments)


def _export(shelf: Shelf, arguments: Namespace) -> int:
    if arguments.name is None:
        path = arguments.out or Path("runs.csv")
        records = [run for run in shelf.records() if isinstance(run, RunRecord)]
        write_texts({path: runs_csv(sorted(records, key=lambda record: record.created))})
        written = [path]
    else:
        record = shelf.find(arguments.name)
        directory = arguments.out or Path(record.name)
        written = export_run(shelf.folder(record.name), record, directory)
    if arguments.json:
        print(json.dumps([str(path) for path in written]))
    else:
        print("\n".join(f"Wrote {path}" for path in written))
    sys.stdout.flush()
    return 0
