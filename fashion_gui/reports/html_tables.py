"""The tables of a report: scores of the classes, and matrices with a tooltip for each cell."""

from collections.abc import Callable

import numpy as np

from fashion_gui.classes import CLASS_NAMES
from fashion_gui.evaluation.metrics import IntArray, Report
from fashion_gui.percent import percent
from fashion_gui.reports.markup import Markup, element

_MINUS = "\N{MINUS SIGN}"


def class_table(report: Report) -> Markup:
    """Return the scores of every class and their averages."""
    rows = zip(report.class_names, report.classes, strict=True)
    averages = (
        ("macro average", report.macro_average),
        ("weighted average", report.weighted_average),
    )
    body = [
        element(
            "tr",
            element("th", name, scope="row"),
            (element("td", percent(share)) for share in (s.precision, s.recall, s.f1)),
            element("td", f"{s.support:,}"),
            class_=kind,
        )
        for kind, named in ((None, rows), ("average", averages))
        for name, s in named
    ]
    heads = ("class", "precision", "recall", "F1", "images")
    head = element("tr", (element("th", words, scope="col") for words in heads))
    caption = element(
        "caption",
        "Precision: of the images predicted as this class, the share that is. Recall: of the "
        "images of this class, the share predicted as it. F1: the harmonic mean of the two.",
    )
    return element(
        "table", caption, element("thead", head), element("tbody", body), class_="scores"
    )


def confusion_table(report: Report) -> Markup:
    """Return the confusion matrix, with a stronger shade for a larger share of the class."""
    confusion = report.confusion
    shares = confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    strongest = max(float((shares * ~np.eye(len(shares), dtype=bool)).max()), 1e-9)

    def cell(row: int, column: int) -> Markup:
        count, is_right = int(confusion[row, column]), row == column
        words = _told(count, report.class_names[row], report.class_names[column])
        shade = shares[row, column] if is_right else (shares[row, column] / strongest) ** 0.5
        return _cell(f"{count:,}", words, shade, is_right=is_right, is_diagonal=is_right)

    caption = (
        "Rows are the true classes, columns the predicted ones. Right predictions are on the "
        "framed diagonal; the stronger the shade of another cell, the more frequent that "
        "confusion. Point at a cell to read it in words."
    )
    totals = [f"{total:,}" for total in confusion.sum(axis=1).tolist()]
    return _matrix(report.class_names, cell, caption, totals)


def change_table(change: IntArray, class_names: tuple[str, ...], better: str) -> Markup:
    """Return the difference of two confusion matrices, with better and worse in two colours.

    Parameters
    ----------
    change : ndarray of int, shape (n_classes, n_classes)
        Matrix of the second network minus that of the first.
    better
        Name of the second network.
    """
    largest = max(int(np.abs(change).max()), 1)

    def cell(row: int, column: int) -> Markup:
        count = int(change[row, column])
        is_diagonal = row == column
        told = _told(abs(count), class_names[row], class_names[column])
        words = f"no change: {class_names[row]} predicted {class_names[column]}"
        if count:
            words = f"{told}: {'more' if count > 0 else 'fewer'} with {better}"
        number = f"{'+' if count > 0 else _MINUS if count < 0 else ''}{abs(count):,}"
        shade = (abs(count) / largest) ** 0.5
        is_right = (count > 0) == is_diagonal
        return _cell(number, words, shade, is_right=is_right, is_diagonal=is_diagonal)

    caption = (
        f"How many images more (+) or fewer ({_MINUS}) are in each cell of the confusion matrix "
        f"with {better}. On the framed diagonal more is better, everywhere else fewer is; better "
        f"is shaded blue and worse orange."
    )
    return _matrix(class_names, cell, caption)


def count_of(n: int, class_name: str) -> str:
    """Return the number of images of a class in words, as in "61 Shirts"."""
    # The plural is known only for the classes of Fashion-MNIST.
    if class_name not in CLASS_NAMES:
        return f"{n:,} {'image' if n == 1 else 'images'} of {class_name}"
    ending = "" if n == 1 else "es" if class_name.endswith("s") else "s"
    return f"{n:,} {class_name}{ending}"


def _told(count: int, true_class: str, answer: str) -> str:
    return f"{count_of(count, true_class)} {'was' if count == 1 else 'were'} predicted as {answer}"


def _cell(number: str, words: str, shade: float, *, is_right: bool, is_diagonal: bool) -> Markup:
    kinds = ["right" if is_right else "wrong"]
    if is_diagonal:
        kinds.append("diagonal")
    if number == "0":
        kinds.append("none")
    style = f"--shade:{shade:.3f}"
    return element("td", number, class_=" ".join(kinds), style=style, title=words)


def _matrix(
    names: tuple[str, ...],
    cell: Callable[[int, int], Markup],
    caption: str,
    totals: list[str] | None = None,
) -> Markup:
    indices = range(len(names))
    heads = [element("th", name, scope="col") for name in names]
    rows = [
        [element("th", names[row], scope="row"), *(cell(row, column) for column in indices)]
        for row in indices
    ]
    if totals is not None:
        heads.append(element("th", "all", scope="col", class_="total"))
        for row, total in zip(rows, totals, strict=True):
            row.append(element("td", total, class_="total"))
    corner = element("th", "true class ↓, predicted →", scope="col", class_="total")
    columns = [element("col", class_="names"), *(element("col") for _ in heads)]
    return element(
        "table",
        element("caption", caption),
        element("colgroup", columns),
        element("thead", element("tr", corner, heads)),
        element("tbody", (element("tr", row) for row in rows)),
        class_="matrix",
    )
