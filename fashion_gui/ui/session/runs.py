"""The runs of this window: the network of each among the others, its curves, and its film."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from fashion_gui.data import Dataset
from fashion_gui.shelf.run_names import network_of_run
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.shelf.shelf import Shelf, ShelfError
from fashion_gui.shelf.undoing import without_turn
from fashion_gui.training.events import Finished, Snapshot
from fashion_gui.training.history import RunHistory
from fashion_gui.training.settings import RecipeError
from fashion_gui.ui.session.generator_thread import ThreadGroup
from fashion_gui.ui.session.kept_models import KeptModels
from fashion_gui.ui.session.model_entry import (
    IN_TRAINING,
    ModelEntry,
    OfferedModel,
    origin_of,
)
from fashion_gui.ui.session.model_library import ModelLibrary
from fashion_gui.ui.session.run_film import RunFilm
from fashion_gui.ui.session.run_shelf import RunShelf
from fashion_gui.ui.session.training_run import RunState, TrainingRun


class Runs(QObject):
    """Follows the newest run, and finds earlier ones on the shelf.

    Attributes
    ----------
    newest
        The run that is in training, or was the last one.
    histories
        History of each run of this window, by its number.
    is_kept
        Whether the newest run is completely on the shelf.
    shelf
        The runs that are kept; None for none.
    film
        The film of a run.
    dataset
        The images of the window; None before they are loaded.
    """

    active_changed = Signal()
    """The active network has learned, or that of a new run is active."""
    compared_changed = Signal()
    """The compared network has learned."""
    ended = Signal()
    """The network of a run is complete."""
    offered_changed = Signal()
    """Other kept runs have a network to choose."""
    failed = Signal(str)
    """A sentence about something that failed; the state is unchanged."""

    def __init__(
        self,
        threads: ThreadGroup,
        library: ModelLibrary,
        shelf: Shelf | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self.newest = TrainingRun(threads, self, shelf)
        self.histories: dict[int, RunHistory] = {}
        self.is_kept = False
        self.shelf = RunShelf(threads, shelf, self) if shelf else None
        self._kept = KeptModels(shelf.path) if shelf else None
        self.film = RunFilm(threads, self)
        self.dataset: Dataset | None = None
        self.newest.snapshot_taken.connect(self._on_snapshot)
        self.newest.finished.connect(self._on_finished)
        self.newest.failed.connect(self.failed)
        self.newest.not_kept.connect(self._on_not_kept)
        self.newest.not_undone.connect(self.failed)
        self.newest.went_back.connect(self._on_went_back)
        self.newest.state_changed.connect(self._on_state)
        self.newest.progressed.connect(self.film.follow)
        if self.shelf:
            self.shelf.changed.connect(self._on_shelf)
            self.shelf.renamed.connect(self._on_renamed)

    def close(self) -> None:
        """End the run and what is read for the film."""
        self.newest.abandon()
        self.film.abandon()

    @property
    def key(self) -> str:
        """Key of the newest run's network."""
        return f"run {self.newest.run_id}"

    @property
    def name(self) -> str:
        """Name of the newest run: that on the shelf, if it is kept."""
        run = self.newest
        return run.name or f"Run {run.run_id} ({run.recipe.name if run.recipe else ''})"

    @property
    def learning_key(self) -> str | None:
        """Key of the network in training; None for none."""
        return self.key if self.newest.state.is_active else None

    # What is done with runs --------------------------------------------------------------

    def undo_turn(
        self, number: int, record: RunRecord | None = None, history: RunHistory | None = None
    ) -> None:
        """Go back to before a turn of the newest run, or of one on the shelf with its curves.

        A message says so if that is not possible.
        """
        if self.dataset and record and history:
            recipe = without_turn(record.recipe, history.turns, number)
            self.newest.undo_turn_of(record.name, recipe, number, self.dataset)
        elif self.dataset:
            self.newest.undo_turn(number, self.dataset)

    def go_on_with(self, record: RunRecord, n_more: int) -> None:
        """Resume a kept run; a message if that is not possible."""
        if self.dataset:
            try:
                self.newest.go_on(record, self.dataset, n_more)
            except (ShelfError, RecipeError) as error:
                self.failed.emit(str(error))

    def find(self, name: str) -> str | None:
        """Return the key of a kept run's network: the final one, else the best so far.

        It is read unless it is among the networks; None and a message if that is not possible.
        """
        for key, entry in self._library.entries.items():
            if entry.run == name:
                return key
        if self.shelf is None or self._kept is None:
            return None
        path, record = self.shelf.shelf.folder(name).newest_network, self.shelf.record(name)
        key, label = self._kept.key(name), network_of_run(name)
        origin = origin_of(record) if record else ""
        is_read = self._library.read(key, path, label, self.dataset, run=name, origin=origin)
        return key if is_read else None

    @property
    def offered(self) -> tuple[OfferedModel, ...]:
        """Networks of kept runs that are not among those that are read, the newest first."""
        if self._kept is None:
            return ()
        read = {entry.run for entry in self._library.entries.values()}
        return tuple(model for model in self._kept.models if model.run not in read)

    def offered_run(self, key: str | None) -> str:
        """Return the run whose network is offered under a key; "" for none."""
        return next((model.run for model in self.offered if model.key == key), "")

    def show_newest_film(self) -> None:
        """Show the film of the newest run of this window."""
        self.film.show(self.newest.film, self.key, self.name)

    def show_film(self, key: str, name: str) -> None:
        """Show the film of the run whose network has this key."""
        if key == self.key:
            self.show_newest_film()
        elif self.shelf:
            self.film.read(self.shelf.shelf.folder(name).film, key, name)

    # What the run tells ------------------------------------------------------------------

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        library, entry = self._library, self._entry_of(snapshot)
        is_first = entry.key not in library.entries
        if is_first:  # a resumed run is one network, however often it is resumed
            name = self.newest.name
            same = [key for key, other in library.entries.items() if name and other.run == name]
            for other in same:
                del library.entries[other]
        library.entries[entry.key] = entry
        if is_first:
            if self.shelf:  # its record is written now
                self.shelf.refresh()
            # The network in training is active, until the user chooses another one.
            library.active = entry
            library.changed.emit()
            self.active_changed.emit()
        elif library.active and library.active.key == entry.key:
            library.active = entry
            self.active_changed.emit()
        elif library.compared and library.compared.key == entry.key:
            library.compared = entry
            self.compared_changed.emit()

    def _entry_of(self, snapshot: Snapshot) -> ModelEntry:
        recipe, plan = self.newest.recipe, self.newest.plan
        story: dict[str, Any] = {"recipe": recipe.to_dict()} if recipe else {}
        if plan and self.dataset:
            story |= {"dataset": self.dataset.digest, "splits": plan.splits.to_dict()}
        is_saved = snapshot.step == 0 or self.is_kept
        name = self.newest.name
        label = f"{network_of_run(name) if name else self.name}{IN_TRAINING}"
        return ModelEntry(self.key, label, snapshot.network, story, is_saved=is_saved, run=name)

    @Slot()
    def _on_state(self) -> None:
        run = self.newest
        if run.state.is_active:
            if run.run_id not in self.histories:
                self.is_kept = bool(run.name)
                self.show_newest_film()
            self.histories[run.run_id] = run.history
        if run.state is not RunState.IDLE:
            return
        if self.shelf:
            self.shelf.refresh()
        if entry := self._library.entries.get(self.key):
            self._library.replace(replace(entry, label=entry.label.removesuffix(IN_TRAINING)))
            self.ended.emit()

    @Slot()
    def _on_shelf(self) -> None:
        """Offer the networks of the runs that are kept now, and date those that are read."""
        if not self.shelf or not self._kept:
            return
        before = self._kept.models
        if not self._kept.follow(self.shelf.records):  # only some curves have come
            return
        dates = {model.run: model.origin for model in self._kept.models}
        for entry in tuple(self._library.entries.values()):
            if (origin := dates.get(entry.run)) and origin != entry.origin:
                self._library.replace(replace(entry, origin=origin))
        if self._kept.models != before:
            self.offered_changed.emit()

    @Slot(str, str)
    def _on_renamed(self, name: str, new_name: str) -> None:
        """Call the network of a run as the run is called now."""
        if self.newest.name == name:
            self.newest.name = new_name
        if self.film.name == name:
            self.film.name = new_name
        if self._kept:
            self._kept.drop(name)  # the list that comes has the new one
        for entry in tuple(self._library.entries.values()):
            if entry.run == name:
                self._library.replace(replace(entry, run=new_name, label=network_of_run(new_name)))
        self.offered_changed.emit()

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        entry = self._library.entries[self.key]
        self._library.replace(replace(entry, network=finished.network, training=finished.story()))

    @Slot(str)
    def _on_not_kept(self, sentence: str) -> None:
        self.is_kept = False
        if entry := self._library.entries.get(self.key):
            self._library.replace(replace(entry, is_saved=False))
        self.failed.emit(sentence)

    @Slot()
    def _on_went_back(self) -> None:
        self.histories[self.newest.run_id] = self.newest.history
        if self.film.is_of_newest_run:
            self.show_newest_film()
