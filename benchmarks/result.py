"""The result of a measurement as a value, and its text, Markdown and JSON forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any, TypeAlias

Cell: TypeAlias = str | int | float | None
_NOTHING = "–"
_SIGNIFICANT_DIGITS = 4
_MAX_DECIMALS = 3


@dataclass(frozen=True)
class Result:
    """A table, with what is needed to read it.

    Attributes
    ----------
    title
        What was measured, and in which unit.
    columns
        Unique names of the columns. The first column names the rows.
    rows
        One cell per column; None for an empty cell.
    notes
        Sentences below the table.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"Expected {len(self.columns)} cells in a row, found {row}.")

    def to_text(self) -> str:
        """Return a table for a terminal: words to the left, numbers to the right."""
        lines = [self.columns, *(tuple(map(_as_text, row)) for row in self.rows)]
        widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
        table = [
            "  ".join(
                cell.ljust(width) if words else cell.rjust(width)
                for cell, width, words in zip(line, widths, self._holds_words(), strict=True)
            ).rstrip()
            for line in lines
        ]
        rule = "  ".join("-" * width for width in widths)
        return "\n".join([self.title, "", table[0], rule, *table[1:], *self.notes])

    def to_markdown(self) -> str:
        """Return a heading and a table in Markdown."""
        lines = [
            _markdown_row(self.columns),
            _markdown_row(["---" if words else "--:" for words in self._holds_words()]),
            *(_markdown_row([_as_text(cell) for cell in row]) for row in self.rows),
        ]
        notes = [f"\n{note}" for note in self.notes]
        return "\n".join([f"## {self.title}", "", *lines, *notes])

    def _holds_words(self) -> list[bool]:
        """Return for each column whether it contains words, not only numbers."""
        return [
            any(isinstance(row[index], str) for row in self.rows)
            for index in range(len(self.columns))
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; each row is an object with the columns' names."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"title": self.title, "rows": rows, "notes": list(self.notes)}


def _as_text(cell: Cell) -> str:
    if cell is None:
        return _NOTHING
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int):
        return f"{cell:,}"
    n_before = floor(log10(abs(cell))) + 1 if cell else 1
    decimals = min(_MAX_DECIMALS, max(0, _SIGNIFICANT_DIGITS - n_before))
    return f"{cell:,.{decimals}f}"


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
