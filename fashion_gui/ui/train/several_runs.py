"""A dialog for several runs of one recipe: with seeds, or with values of a setting.

Imported when it is first opened.
"""

from collections.abc import Generator, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.data import Dataset
from fashion_gui.shelf.run_queue import queued
from fashion_gui.shelf.shelf import now
from fashion_gui.training.plan import plan_of
from fashion_gui.training.recipes import Recipe, settings
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.sweep import Variant, rungs, suggested_values, values_of, variants
from fashion_gui.training.time_words import about
from fashion_gui.training.timing import measure_seconds
from fashion_gui.ui.session.latest_work import LatestWork
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.text_size import scaled, sized
from fashion_gui.ui.widgets.filled_button import FilledButton
from fashion_gui.ui.widgets.number_box import NumberBox
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel

_SEEDS = 5
_MOST_SEEDS = 50
_MOST_RUNS = 100
_PATIENCE_MS = 300
_NOT_TRIED = ("seed", "teacher")
_NONE = "none: the same settings"
_SHOWN = 4
_WIDTH = 440


class SeveralRuns(QDialog):
    """Says which runs there will be and how long they take, before they wait in the queue."""

    decided = Signal(object)
    """The runs, a tuple of ``QueuedRun``."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._recipe = Recipe()
        self._variants: list[Variant] = []
        self._asked: tuple[Recipe, ...] = ()
        self._seconds: tuple[float, ...] | None = None
        self._work = LatestWork(session.threads, self)
        self._work.arrived.connect(self._on_measured)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self._measure)
        self.name = QLineEdit()
        self.name.setToolTip("The runs have this name, and what sets each of them apart.")
        self.setting = QComboBox()
        self.setting.addItem(_NONE, "")
        for one in settings():
            if one.name not in _NOT_TRIED:
                self.setting.addItem(one.metadata["label"], one.name)
        self.setting.setToolTip("The setting that is to have different values.")
        self.values = QLineEdit()
        self.seeds = NumberBox()
        self.seeds.setRange(1, _MOST_SEEDS)
        self.seeds.setToolTip("Runs with different seeds show how far results spread by chance.")
        self.race = QCheckBox("End runs &early that cannot win")
        self.race.setChecked(True)
        self.race.setToolTip(
            "The runs take turns; after half of the epochs the worse half ends, except runs whose "
            "gap to the best may be chance (successive halving)."
        )
        self.words = WrappedLabel()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.add = FilledButton("&Add to queue")
        buttons.addButton(self.add, QDialogButtonBox.ButtonRole.AcceptRole)
        self._arrange(buttons)
        sized(self, lambda dialog: dialog.setMinimumWidth(scaled(_WIDTH)))
        self.setting.currentIndexChanged.connect(self._suggest)
        self.values.textChanged.connect(self._show)
        self.seeds.valueChanged.connect(self._show)
        self.race.toggled.connect(self._show)
        self.finished.connect(self._work.forget)

    def _arrange(self, buttons: QDialogButtonBox) -> None:
        form = QFormLayout()
        form.addRow("&Name", self.name)
        form.addRow("&Setting", self.setting)
        form.addRow("&Values", self.values)
        form.addRow("Se&eds", self.seeds)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.race)
        layout.addWidget(self.words)
        layout.addStretch(1)
        layout.addWidget(buttons)
        buttons.accepted.connect(self._decide)
        buttons.rejected.connect(self.reject)

    def ask(self, recipe: Recipe, name: str, *, kind: str) -> None:
        """Ask for runs like a recipe: with "seeds", "values" of a setting, or one "change"."""
        titles = {"seeds": "Several seeds", "values": "Try values", "change": "Again with a change"}
        self.setWindowTitle(titles[kind])
        self._recipe = recipe
        self.name.setText(name)
        self.seeds.setValue(_SEEDS if kind == "seeds" else 1)
        self.setting.setCurrentIndex(0)
        if kind != "seeds":
            self.setting.setCurrentIndex(self.setting.findData("learning_rate"))
        if kind == "change":
            *_, last = suggested_values(recipe, "learning_rate").split(", ")
            self.values.setText(last)
        self._show()
        self.open()
        (self.seeds if kind == "seeds" else self.values).setFocus()

    @Slot()
    def _suggest(self) -> None:
        setting = self.setting.currentData()
        self.values.setText(suggested_values(self._recipe, setting) if setting else "")
        self._show()

    @Slot()
    def _show(self) -> None:
        """Show the runs, or what is wrong with them."""
        setting, self._variants, problem = self.setting.currentData(), [], ""
        self.values.setEnabled(bool(setting))
        self.values.setToolTip(
            "Separated by semicolons, as in 64; 128, 64."
            if setting in ("hidden", "convolutions")
            else "Separated by commas."
        )
        try:
            self._variants = self._made(setting)
        except RecipeError as error:
            problem = f"{error}"
        self.race.setEnabled(self._can_race())
        recipes = tuple(one.recipe for one in self._variants)
        if recipes != self._asked:
            self._asked, self._seconds = recipes, self._known_seconds(recipes)
            self._work.forget()
            self._timer.start()
        self.add.setEnabled(bool(self._variants))
        self.words.setText(problem or self._told())

    def _made(self, setting: str) -> list[Variant]:
        values = values_of(setting, self.values.text()) if setting else ()
        if len(set(values)) < len(values):
            raise RecipeError(f"expects different values, found {self.values.text()}", setting)
        n_seeds = self.seeds.value()
        if max(1, len(values)) * n_seeds > _MOST_RUNS:
            raise RecipeError(f"Expected at most {_MOST_RUNS} runs at once, found more.")
        made = variants(self._recipe, setting, values, n_seeds if n_seeds > 1 else 0)
        if dataset := self._session.dataset:
            for one in made:
                plan_of(one.recipe, dataset)
        return made

    def _can_race(self) -> bool:
        n_runs = len(self._variants) if self.seeds.value() == 1 else 0
        return bool(rungs(self._recipe.epochs, n_runs))

    def _is_race(self) -> bool:
        return self._can_race() and self.race.isChecked()

    def _told(self) -> str:
        n = len(self._variants)
        shown = [one.words or "the same settings" for one in self._variants[:_SHOWN]]
        more = [f"and {n - _SHOWN} more"] if n > _SHOWN else []
        names = ", ".join([*shown, *more])
        if self._seconds is None and self._session.run.state.is_active:
            time = "how long they take can be measured when no run is learning"
        elif self._seconds is None:
            time = "measuring how long they take …"
        else:
            time = about(sum(self._seconds)) + (" at most" if self._is_race() else "")
        end = "" if time.endswith("…") else "."
        return f"{n} {'run' if n == 1 else 'runs'} ({names}): {time}{end}"

    def _known_seconds(self, recipes: Sequence[Recipe]) -> tuple[float, ...] | None:
        dataset, estimate = self._session.dataset, self._session.estimate
        if dataset is None:
            return None
        seconds = (estimate.seconds_of(recipe, dataset) for recipe in recipes)
        known = tuple(one for one in seconds if one is not None)
        return known if len(known) == len(recipes) else None

    @Slot()
    def _measure(self) -> None:
        is_busy = self._session.run.state.is_active  # what learns would make all of it slower
        if self._session.dataset and self._asked and self._seconds is None and not is_busy:
            self._work.do(partial(_measuring, self._asked, self._session.dataset))

    @Slot(object)
    def _on_measured(self, found: tuple[tuple[Recipe, ...], tuple[float, ...]]) -> None:
        if found[0] == self._asked:
            self._seconds = found[1]
            self._show()

    @Slot()
    def _decide(self) -> None:
        dataset = self._session.dataset
        name = self.name.text().strip() or self._recipe.name
        group = f"{name} {now()}" if len(self._variants) > 1 else ""
        digest = dataset.digest if dataset else ""
        is_race, seconds = self._is_race(), self._seconds or ()
        runs = queued(self._variants, name, digest, seconds, group=group, is_race=is_race)
        self.accept()
        self.decided.emit(runs)


def _measuring(
    recipes: Sequence[Recipe], dataset: Dataset
) -> Generator[tuple[Sequence[Recipe], tuple[float, ...]] | None, None, None]:
    for seconds in measure_seconds(recipes, dataset):
        yield None if seconds is None else (recipes, seconds)
