"""Runs as plain values and as CSV, for programs and spreadsheets."""

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from fashion_gui.files.atomic import make_directory, write_files
from fashion_gui.reports.csv_tables import confusion_csv, csv_text, report_csv
from fashion_gui.shelf.history_file import HistoryError
from fashion_gui.shelf.run_folder import RunFolder
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.training.history import RunHistory
from fashion_gui.training.recipes import settings

_COLUMNS = (
    "name", "recipe", "state", "steps", "n_steps", "epochs", "validation_accuracy",
    "test_accuracy", "best_accuracy", "best_epoch", "seconds", "created", "star", "note",
)  # fmt: skip


def run_values(record: RunRecord) -> dict[str, Any]:
    """Return the values of a run in ``runs list --json``."""
    return {
        "name": record.name,
        "recipe": record.recipe.name,
        "state": record.status.value,
        "steps": record.step,
        "n_steps": record.n_steps,
        "epochs": record.epoch,
        "test_accuracy": record.test_accuracy,
        "validation_accuracy": record.validation_accuracy,
        "best_accuracy": record.best_accuracy,
        "best_epoch": record.best_epoch,
        "seconds": round(record.seconds, 3),
        "created": record.created,
        "group": record.group,
        "ended_early": record.ended_early,
        "problem": record.problem,
        "note": record.note,
        "star": record.has_star,
        "turns": [dict(turn) for turn in record.turns],
    }


def runs_csv(records: Iterable[RunRecord]) -> str:
    """Return the table of runs as CSV: their results, then all their settings."""
    names = [setting.name for setting in settings()]
    rows: list[list[object]] = []
    for record in records:
        values = run_values(record)
        own = record.recipe.to_dict()
        rows.append([*(values[name] for name in _COLUMNS), *map(_cell, (own[n] for n in names))])
    return csv_text([[*_COLUMNS, *names], *rows])


def _cell(value: object) -> object:
    return " ".join(map(str, value)) if isinstance(value, list) else value


def curves_csv(history: RunHistory) -> str:
    """Return a run's curves as CSV: a row for each point of training and validation."""
    rows: list[tuple[object, ...]] = []
    for kind in ("training", "validation"):
        loss, accuracy = (getattr(of, kind) for of in (history.loss, history.accuracy))
        points = zip(loss.x.tolist(), loss.y.tolist(), accuracy.y.tolist(), strict=True)
        rows += [(kind, f"{x:g}", *figures) for x, *figures in points]
    return csv_text([("kind", "epochs", "loss", "accuracy"), *rows])


def export_run(folder: RunFolder, record: RunRecord, directory: Path) -> list[Path]:
    """Write a run's record, curves, report and networks into a directory, made if missing.

    Returns
    -------
    list of Path
        The files written. What the run does not have yet is left out.

    Raises
    ------
    OutputError
        One sentence, when they cannot be written.
    """
    facts = {**record.to_dict(), "note": record.note, "star": record.has_star}
    contents = {"run.json": json.dumps(facts, ensure_ascii=False, indent=1).encode()}
    with suppress(HistoryError):
        contents["curves.csv"] = curves_csv(folder.read_history()).encode()
    if report := record.test_report():
        contents["report.csv"] = report_csv(report).encode()
        contents["confusion.csv"] = confusion_csv(report).encode()
    for path in (folder.network, folder.best):
        try:
            contents[path.name] = path.read_bytes()
        except OSError:
            continue
    make_directory(directory)
    files = {directory / name: content for name, content in contents.items()}
    write_files(files)
    return list(files)
