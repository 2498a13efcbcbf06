"""An evaluation as CSV, for spreadsheets and programs."""

import csv
import io
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from fashion_gui.evaluation.metrics import Report
from fashion_gui.files.atomic import make_directory, write_texts

CHECKSUMS_FILE = "SHA256SUMS"


def report_csv(report: Report) -> str:
    """Return the scores as CSV: a row for each class, both averages and the accuracy."""
    named = [
        *zip(report.class_names, report.classes, strict=True),
        ("macro average", report.macro_average),
        ("weighted average", report.weighted_average),
    ]
    rows = [(name, s.precision, s.recall, s.f1, s.support) for name, s in named]
    # In the column of F1, as in scikit-learn's report.
    accuracy = ("accuracy", "", "", report.accuracy, report.weighted_average.support)
    return csv_text([("class", "precision", "recall", "f1", "support"), *rows, accuracy])


def confusion_csv(report: Report) -> str:
    """Return the confusion matrix as CSV: a row per true class, a column per predicted class."""
    rows = zip(report.class_names, report.confusion.tolist(), strict=True)
    return csv_text([("true class", *report.class_names), *((name, *row) for name, row in rows)])


def table_texts(directory: Path, report: Report, compared: Report | None = None) -> dict[Path, str]:
    """Return what ``write_tables`` writes: texts by path."""
    reports = {"": report} if compared is None else {"": report, "compared-": compared}
    texts = {
        directory / f"{prefix}{name}.csv": text(of_network)
        for prefix, of_network in reports.items()
        for name, text in (("report", report_csv), ("confusion", confusion_csv))
    }
    return texts | {directory / CHECKSUMS_FILE: _checksums(texts)}


def _checksums(texts: dict[Path, str]) -> str:
    """Return a line for each table, in the format of ``sha256sum``."""
    return "".join(
        f"{sha256(text.encode()).hexdigest()}  {path.name}\n" for path, text in texts.items()
    )


def write_tables(directory: Path, report: Report, compared: Report | None = None) -> list[Path]:
    """Write ``report.csv`` and ``confusion.csv``, each whole or not at all.

    ``SHA256SUMS`` comes last, with the checksum of each: if the program is killed in between,
    ``sha256sum --check SHA256SUMS`` shows that the tables belong to different evaluations.

    Parameters
    ----------
    directory
        Where they go. It is made if it is missing.
    compared
        Report of a second network, for ``compared-report.csv`` and ``compared-confusion.csv``.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    OutputError
        One sentence, when they cannot be written.
    """
    texts = table_texts(directory, report, compared)
    make_directory(directory)
    write_texts(texts)
    return list(texts)


def _harmless(cell: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    is_formula = isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{cell}" if is_formula else cell


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV, in which no spreadsheet takes a text for a formula."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(map(_harmless, row) for row in rows)
    return text.getvalue()
