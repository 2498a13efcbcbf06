"""What the ticked runs have in common and what differs, under the table of runs."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fashion_gui.data import Dataset
from fashion_gui.evaluation.comparison import Comparison
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.shelf.differences import differences_that_matter
from fashion_gui.shelf.run_comparison import (
    chance_in_words,
    comparing,
    course_in_words,
    groups_of_seeds,
    seeds_in_words,
    seeds_of,
    settings_in_words,
    spread_in_words,
)
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.shelf.shelf import Shelf, ShelfError
from fashion_gui.ui.session.latest_work import LatestWork
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.sizes import SPACE_4
from fashion_gui.ui.train.settings_table import SettingsTable
from fashion_gui.ui.widgets.spoken import announce
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel

_Found = tuple[tuple[RunRecord, RunRecord], Comparison | str]


class RunComparison(QWidget):
    """Compares two runs; of more it tells how far the seeds of a recipe spread.

    The networks of two runs predict the test images in the background.

    Attributes
    ----------
    words
        The sentences, which are to be placed in sight: not part of this widget.
    settings
        The settings in which the two runs, or the two groups of seeds, differ.
    """

    def __init__(self, session: Session, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._shelf = session, shelf
        self._runs: tuple[RunRecord, ...] = ()
        self._all: tuple[RunRecord, ...] = ()
        self._found: _Found | None = None
        self._asked: tuple[RunRecord, RunRecord] | None = None
        self._work = LatestWork(session.threads, self)
        self._work.arrived.connect(self._on_arrived)
        self.words, self.settings = WrappedLabel(), SettingsTable()
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setAccessibleDescription("How the ticked runs compare")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_4)
        layout.addWidget(self.settings)
        session.dataset_changed.connect(self._show)
        self.words.hide()
        self.hide()

    def show_runs(self, runs: Sequence[RunRecord], all_runs: Sequence[RunRecord]) -> None:
        """Compare the ticked runs; all others tell what seeds do."""
        if (tuple(runs), tuple(all_runs)) != (self._runs, self._all):
            self._runs, self._all = tuple(runs), tuple(all_runs)
            self._show()

    @Slot()
    def _show(self) -> None:
        told: list[str] = []
        pair = _pair_of(self._runs)
        if len(self._runs) == 2:
            first, second = self._runs
            told = [
                self._chance(first, second),
                seeds_in_words(first, second, self._all) if _has_both(first, second) else "",
            ]
        elif len(self._runs) > 2:
            told = _words_of_many(self._runs)
        differences = differences_that_matter(pair[0].recipe, pair[1].recipe) if pair else ()
        if pair:
            has_table = len(differences) > 1  # one is told in a sentence
            told.append(course_in_words(*pair) if has_table else settings_in_words(*pair))
            self.settings.show_differences(differences, pair[0].name, pair[1].name)
        self.words.setText(" ".join(words for words in told if words))
        self.words.setVisible(bool(self.words.text()))
        self.setVisible(len(differences) > 1)

    def _chance(self, first: RunRecord, second: RunRecord) -> str:
        dataset = self._session.dataset
        for run in (first, second):
            if run.test_accuracy is None:
                return f"{run.name} has no test result yet to compare."
        if dataset is None:
            return ""
        for run in (first, second):
            if run.dataset != dataset.digest:
                return f"{run.name} learned from other images than those that are loaded."
        if self._found and self._found[0] == (first, second):
            found = self._found[1]
            return (
                found if isinstance(found, str) else chance_in_words(found, first.name, second.name)
            )
        if self._asked != (first, second):
            self._asked = first, second
            cache = self._session.predictions.cache
            self._work.do(partial(_comparing, self._shelf, first, second, dataset, cache))
        return "Comparing them on the test images …"

    @Slot(object)
    def _on_arrived(self, found: _Found) -> None:
        self._found, self._asked = found, None
        self._show()
        announce(self.words, self.words.text())


def _words_of_many(runs: Sequence[RunRecord]) -> list[str]:
    """Return how two recipes compare over their seeds, or how far each of several spreads."""
    groups = groups_of_seeds(runs)
    if len(groups) == 2:
        first, second = (group[0] for group in groups)
        return [seeds_in_words(first, second, runs)]
    told = []
    for run, *others in groups:
        group = seeds_of(run, others)
        if len(group) > 1:
            told.append(f"{run.name}: {spread_in_words(group)}.")
    return told


def _pair_of(runs: Sequence[RunRecord]) -> tuple[RunRecord, RunRecord] | None:
    """Return two runs, or one of each of two groups of seeds, with the same seed; else None."""
    if len(runs) == 2:
        return runs[0], runs[1]
    groups = groups_of_seeds(runs)
    if len(groups) != 2:
        return None
    first, second = (group[0] for group in groups)
    return first, replace(second, recipe=replace(second.recipe, seed=first.recipe.seed))


def _has_both(first: RunRecord, second: RunRecord) -> bool:
    return first.test_accuracy is not None and second.test_accuracy is not None


def _comparing(
    shelf: Shelf, first: RunRecord, second: RunRecord, dataset: Dataset, cache: ResultCache | None
) -> Generator[_Found | None, None, None]:
    folders = shelf.folder(first.name), shelf.folder(second.name)
    try:
        for item in comparing(*folders, dataset, cache):
            yield None if item is None else ((first, second), item)
    except ShelfError as error:
        yield (first, second), str(error)
