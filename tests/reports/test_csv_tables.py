"""Tables of an evaluation: CSV that says what scikit-learn says, in whole files."""

import csv
import io
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support

from fashion_gui.data import CLASS_NAMES
from fashion_gui.evaluation.metrics import Report
from fashion_gui.files.atomic import OutputError
from fashion_gui.reports.csv_tables import confusion_csv, report_csv, write_tables

Rows = list[list[str]]


def labels_and_answers() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rng = np.random.default_rng(5)
    labels = rng.integers(0, 10, 400)
    return labels, np.where(rng.random(400) < 0.7, labels, rng.integers(0, 10, 400))


@pytest.fixture
def report() -> Report:
    return Report.of(*labels_and_answers(), CLASS_NAMES)


def rows_of(text: str) -> Rows:
    return list(csv.reader(io.StringIO(text)))


def numbers(row: list[str]) -> list[float]:
    return [float(cell) for cell in row[1:]]


def test_the_scores_of_every_class_are_those_of_scikit_learn(report: Report) -> None:
    head, *rows = rows_of(report_csv(report))
    assert head == ["class", "precision", "recall", "f1", "support"]
    assert [row[0] for row in rows[:10]] == list(CLASS_NAMES)
    expected = np.array(precision_recall_fscore_support(*labels_and_answers())).T
    assert np.array([numbers(row) for row in rows[:10]]) == pytest.approx(expected)


@pytest.mark.parametrize("average", ["macro", "weighted"])
def test_the_averages_are_those_of_scikit_learn(report: Report, average: str) -> None:
    (row,) = [row for row in rows_of(report_csv(report)) if row[0] == f"{average} average"]
    expected = precision_recall_fscore_support(*labels_and_answers(), average=average)[:3]
    assert numbers(row) == pytest.approx([*expected, 400])


def test_the_last_row_is_the_accuracy(report: Report) -> None:
    *_, last = rows_of(report_csv(report))
    assert [last[0], last[4]] == ["accuracy", "400"]
    assert float(last[3]) == accuracy_score(*labels_and_answers())


def test_rows_of_the_confusion_matrix_are_true_classes_and_columns_answers(report: Report) -> None:
    head, *rows = rows_of(confusion_csv(report))
    assert head == ["true class", *CLASS_NAMES]
    assert [row[0] for row in rows] == list(CLASS_NAMES)
    expected = confusion_matrix(*labels_and_answers())
    assert [[int(cell) for cell in row[1:]] for row in rows] == expected.tolist()


def test_names_with_commas_quotes_and_lines_come_back_as_they_were() -> None:
    names = ('say "a, b"', "ä;ö", "1=1", *CLASS_NAMES[3:])
    report = Report.of(*labels_and_answers(), names)
    assert [row[0] for row in rows_of(report_csv(report))[1:11]] == list(names)
    assert rows_of(confusion_csv(report))[0][1:] == list(names)


def test_a_missing_directory_is_made_for_the_tables(report: Report, tmp_path: Path) -> None:
    written = write_tables(tmp_path / "new", report)
    names = [path.relative_to(tmp_path / "new").name for path in written]
    assert names == ["report.csv", "confusion.csv", "SHA256SUMS"]
    assert sorted((tmp_path / "new").iterdir()) == sorted(written)
    assert written[0].read_bytes().decode() == report_csv(report)
    assert written[1].read_bytes().decode() == confusion_csv(report)


def test_a_compared_network_has_tables_of_its_own(report: Report, tmp_path: Path) -> None:
    labels, _ = labels_and_answers()
    perfect = Report.of(labels, labels, CLASS_NAMES)
    written = write_tables(tmp_path, report, perfect)
    assert [path.name for path in written] == [
        "report.csv",
        "confusion.csv",
        "compared-report.csv",
        "compared-confusion.csv",
        "SHA256SUMS",
    ]
    assert written[2].read_text() == report_csv(perfect)
    assert written[0].read_text() == report_csv(report)


def test_old_tables_are_replaced_and_other_files_stay(report: Report, tmp_path: Path) -> None:
    (tmp_path / "report.csv").write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    write_tables(tmp_path, report)
    assert (tmp_path / "report.csv").read_text() == report_csv(report)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def are_one_evaluation(directory: Path) -> bool:
    """Tell whether all tables are those that the checksums are of."""
    sums = directory / "SHA256SUMS"
    lines = [line.split() for line in sums.read_text().splitlines()] if sums.exists() else []
    files = [(directory / name, digest) for digest, name in lines]
    return len(files) >= 2 and all(
        path.exists() and sha256(path.read_bytes()).hexdigest() == digest for path, digest in files
    )


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("n_done", range(6))
def test_tables_of_two_evaluations_show(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n_done: int, is_first: bool
) -> None:
    labels, _ = labels_and_answers()
    perfect = Report.of(labels, labels, CLASS_NAMES)
    if not is_first:
        write_tables(tmp_path, perfect, report)
        assert are_one_evaluation(tmp_path)
    replace, calls = Path.replace, []

    def replace_until_killed(path: Path, target: Path) -> Path:
        if len(calls) == n_done:
            raise KeyboardInterrupt
        calls.append(path)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", replace_until_killed)
    try:
        write_tables(tmp_path, report, perfect)
    except KeyboardInterrupt:
        assert n_done < 5
    expected = n_done == 5 or (n_done == 0 and not is_first)
    assert are_one_evaluation(tmp_path) == expected


def test_nothing_is_written_when_one_of_the_files_cannot_be(report: Report, tmp_path: Path) -> None:
    (tmp_path / "report.csv").write_text("old")
    (tmp_path / "confusion.csv").mkdir()
    with pytest.raises(OutputError, match=r"confusion\.csv: expected .* file .*found a directory"):
        write_tables(tmp_path, report)
    assert (tmp_path / "report.csv").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["confusion.csv", "report.csv"]


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"])
def test_a_name_is_no_formula_for_a_spreadsheet(name: str) -> None:
    report = Report.of(np.array([0, 1]), np.array([0, 1]), (name, "Bag"))
    for table in (report_csv(report), confusion_csv(report)):
        cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
        assert f"'{name}" in cells
        assert name not in cells
