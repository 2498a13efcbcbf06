"""What is known of each ready recipe here: its accuracy, and its time on this machine."""

from collections.abc import Iterable
from statistics import fmean

from PySide6.QtCore import QEvent, QObject, Slot

from fashion_gui.data import Dataset
from fashion_gui.shelf.differences import differences
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.training.presets import DOCUMENTED_ACCURACY, RECIPES, for_images
from fashion_gui.ui.session.run_time_estimate import RunTimeEstimate
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.train.recipe_cards import RecipeCards, RecipeFacts

_SAME_ALL_THE_SAME = {"seed", "drawings"}
"""Settings in which a kept run may differ from its recipe and still count as a run of it."""


def accuracies_of_runs(records: Iterable[RunRecord], dataset: Dataset) -> dict[str, list[float]]:
    """Return the test accuracies of all complete runs of ready recipes on these images."""
    found: dict[str, list[float]] = {}
    for record in records:
        ready = RECIPES.get(record.recipe.name)
        is_complete = record.status is RunStatus.FINISHED and not record.turns
        if ready and is_complete and record.dataset == dataset.digest:
            same = differences(record.recipe, ready).keys() <= _SAME_ALL_THE_SAME
            if same and record.test_accuracy is not None:
                found.setdefault(ready.name, []).append(record.test_accuracy)
    return found


def facts_of_recipes(
    records: Iterable[RunRecord], dataset: Dataset, estimate: RunTimeEstimate
) -> dict[str, RecipeFacts]:
    """Return what is known of each ready recipe that has a figure anywhere, by its name."""
    measured = accuracies_of_runs(records, dataset)
    facts = {}
    for name, documented in DOCUMENTED_ACCURACY.items():
        of_runs = measured.get(name, [])
        published = documented if dataset.class_names.are_clothes else None
        facts[name] = RecipeFacts(
            fmean(of_runs) if of_runs else published,
            len(of_runs),
            estimate.seconds_of(for_images(RECIPES[name], dataset.class_names), dataset),
        )
    return facts


class FactsOfRecipes(QObject):
    """Keeps the figures on the cards current, and has the machine measured while they are seen."""

    def __init__(self, session: Session, cards: RecipeCards) -> None:
        super().__init__(cards)
        self._session, self._cards = session, cards
        cards.installEventFilter(self)
        session.dataset_changed.connect(self._offer)
        session.dataset_changed.connect(self._show)
        session.estimate.learned.connect(self._show)
        if session.shelf:
            session.shelf.changed.connect(self._show)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._offer()
        return False

    @Slot()
    def _offer(self) -> None:
        """Have the time of the ready recipes measured while their cards are in sight."""
        session = self._session
        if session.dataset:
            names = session.dataset.class_names
            shown = DOCUMENTED_ACCURACY if self._cards.isVisible() else ()
            recipes = [for_images(RECIPES[name], names) for name in shown]
            session.estimate.offer(recipes, session.dataset)

    @Slot()
    def _show(self) -> None:
        session = self._session
        if session.dataset:
            records = session.shelf.records if session.shelf else ()
            facts = facts_of_recipes(records, session.dataset, session.estimate)
            self._cards.show_facts(facts)
