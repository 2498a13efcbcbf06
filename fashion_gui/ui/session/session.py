"""The session: what the pages share, in the window's thread.

Pages read it and listen to it; they do not know each other. Its signals are facts.
"""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fashion_gui.data import Dataset, Split, SplitPlan, load
from fashion_gui.evaluation.compatibility import incompatibility, splits_of
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.evaluation.query import ImageQuery
from fashion_gui.files import model_file
from fashion_gui.files.atomic import OutputError
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.nn.network import Network
from fashion_gui.nn.threads import leave_cores
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.shelf.shelf import Shelf, ShelfError
from fashion_gui.shelf.undoing import without_turn
from fashion_gui.training.events import Finished, Snapshot
from fashion_gui.training.history import RunHistory
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.ui.session.generator_thread import GeneratorThread, Parcel, ThreadGroup
from fashion_gui.ui.session.model_entry import IN_TRAINING, ModelEntry, free_path
from fashion_gui.ui.session.neighbour_search import NeighbourSearch
from fashion_gui.ui.session.prediction_service import PredictionRequest, PredictionService
from fashion_gui.ui.session.rate_search import RateFinder
from fashion_gui.ui.session.run_film import MOMENT, RunFilm
from fashion_gui.ui.session.run_shelf import RunShelf
from fashion_gui.ui.session.run_time_estimate import RunTimeEstimate
from fashion_gui.ui.session.training_run import RunState, TrainingRun

_HAND_RESTS_MS = 400
"""Time without a change on the canvas after which drawing counts as paused."""


class Session(QObject):
    """Owns the data set, the networks to choose from, the active one and its predictions.

    Attributes
    ----------
    runs
        History of each run of this window, by its number.
    drawn
        The drawing as input for a network, uint8 (28, 28); None for nothing.
    is_run_kept
        Whether the newest run is completely on the shelf.
    cache
        For results that take long to compute; None for none.
    film
        The film of a run, of which a chosen moment is the active network.
    """

    dataset_changed = Signal()
    """The images are loaded, or loading failed: see ``loading_error``."""
    splits_changed = Signal()
    """The split of the images has changed to that of the active network."""
    models_changed = Signal()
    """The list of networks has changed, or another one was chosen."""
    network_changed = Signal()
    """Another network is active, or the active one has learned."""
    compared_changed = Signal()
    """The compared network has changed."""
    query_changed = Signal()
    """The query has changed."""
    browse_requested = Signal()
    """The images behind a figure are to be shown: the query selects them."""
    picked_changed = Signal()
    """Another image was selected."""
    drawn_changed = Signal()
    """The drawing on the canvas has changed."""
    canvas_requested = Signal(object)
    """An image, uint8 (28, 28), to be put onto the canvas."""
    hold_changed = Signal(bool)
    """Whether work in the background is to wait has changed."""
    failed = Signal(str)
    """A sentence about something that failed; the state is unchanged."""

    def __init__(
        self,
        data_directory: Path | None = None,
        parent: QObject | None = None,
        *,
        cache: ResultCache | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        super().__init__(parent)
        self.dataset: Dataset | None = None
        self.loading_error = ""
        self.models: dict[str, ModelEntry] = {}
        self.active_model: ModelEntry | None = None
        self.compared: ModelEntry | None = None
        self.query = ImageQuery()
        self.picked: int | None = None
        self.drawn: NDArray[np.uint8] | None = None
        self._wants_neighbours = self._wants_all = False
        self.cache = cache
        self._is_held = False
        self.threads = ThreadGroup()
        self.run = TrainingRun(self.threads, self, shelf)
        self.runs: dict[int, RunHistory] = {}
        self.is_run_kept = False
        self.shelf = RunShelf(self.threads, shelf, self) if shelf else None
        self.film = RunFilm(self.threads, self)
        self.predictions = PredictionService(self.threads, self, cache=cache)
        self.neighbours = NeighbourSearch(self.threads, self)
        self.estimate = RunTimeEstimate(self.threads, self)
        self.rates = RateFinder(self.threads, self)
        self._hand_timer = QTimer(self)
        self._hand_timer.setSingleShot(True)
        self._hand_timer.setInterval(_HAND_RESTS_MS)
        self._hand_timer.timeout.connect(self._hold_answers)
        self._data_directory = data_directory
        self._loading: GeneratorThread | None = None
        self.run.snapshot_taken.connect(self._on_snapshot)
        self.run.finished.connect(self._on_finished)
        self.run.failed.connect(self.failed)
        self.run.not_kept.connect(self._on_not_kept)
        self.run.not_undone.connect(self.failed)
        self.run.went_back.connect(self._on_went_back)
        self.run.state_changed.connect(self._on_run_state)
        self.run.progressed.connect(self.film.follow)
        self.film.moved.connect(self._on_moment)
        self.film.failed.connect(self.failed)
        self.predictions.failed.connect(self.failed)
        self.neighbours.failed.connect(self.failed)
        self.rates.failed.connect(self.failed)
        self.estimate.changed.connect(self._hold_answers)
        # Qt aborts the process when a thread is destroyed while it runs.
        self.destroyed.connect(self.threads.close)

    # Starting and ending -----------------------------------------------------------------

    def start(self) -> None:
        """Load the shipped networks and, in the background, the images."""
        if self.threads.is_closed:
            return
        for name, path in model_file.shipped().items():
            self._add_from_file(name, path)
        default = model_file.DEFAULT_MODEL
        if self.models:
            self.choose(default if default in self.models else next(iter(self.models)))
        directory = self._data_directory

        def loading() -> Generator[Dataset, None, None]:
            dataset = load(directory)
            dataset.digest  # noqa: B018 (so that the window need not wait for it)
            dataset.typical_images  # noqa: B018
            yield dataset

        if self.shelf:
            self.shelf.failed.connect(self.failed)
            self.shelf.refresh()
        self._loading = GeneratorThread(self.threads, 0, loading, parent=self)
        self._loading.delivered.connect(self._on_loaded)
        self._loading.start()

    def close(self) -> None:
        """End every thread; none starts afterwards, whatever is requested."""
        self._hand_timer.stop()
        leave_cores(0)
        self.threads.close()
        self.run.abandon()
        self.film.abandon()
        self.predictions.abandon()
        self.neighbours.abandon()
        self.estimate.abandon()
        self.rates.abandon()

    # What the pages ask for --------------------------------------------------------------

    def start_run(self, recipe: Recipe, *, paused: bool = False, **kept_as: Any) -> None:
        """Train a network with these settings; does nothing before the images are loaded.

        `kept_as` are further arguments of ``TrainingRun.start``.
        """
        if self.dataset:
            data = self._data_directory
            self.run.start(recipe, self.dataset, paused=paused, data=data, **kept_as)

    def undo_turn(
        self, number: int, record: RunRecord | None = None, history: RunHistory | None = None
    ) -> None:
        """Go back to before a turn of the newest run, or of one on the shelf with its curves.

        A message says so if that is not possible.
        """
        if self.dataset and record and history:
            recipe = without_turn(record.recipe, history.turns, number)
            self.run.undo_turn_of(record.name, recipe, number, self.dataset)
        elif self.dataset:
            self.run.undo_turn(number, self.dataset)

    def find_rate(self, recipe: Recipe, *, is_of_run: bool = False) -> None:
        """Try learning rates for a recipe, or for the next steps of the current run, if kept."""
        if self.dataset is None:
            return
        shelf, name = self.run.shelf, self.run.name
        if not is_of_run:
            self.rates.find(recipe, self.dataset)
        elif shelf and name:
            self.rates.find(recipe, self.dataset, shelf.folder(name))
        else:
            self.rates.failed.emit("Rates are tried on a copy of a kept run; this one is not kept.")

    @property
    def network(self) -> Network | None:
        """The active network; None before one is loaded or trained."""
        return self.active_model.network if self.active_model else None

    @property
    def is_live(self) -> bool:
        """True while the active network is in training."""
        return self.active_model is not None and self._is_learning(self.active_model)

    @property
    def is_learning(self) -> bool:
        """True while the active network learns; in a pause of its run it stays as it is."""
        return self.is_live and self.run.state is not RunState.PAUSED

    @property
    def is_passing(self) -> bool:
        """True while it is in training or a moment of a film: it is soon another one."""
        return self.is_live or (self.active_model is not None and self.active_model.key == MOMENT)

    def _is_learning(self, choice: ModelEntry) -> bool:
        return choice.key == self._run_key and self.run.state.is_active

    @property
    def _run_key(self) -> str:
        return f"run {self.run.run_id}"

    @property
    def _run_name(self) -> str:
        recipe = self.run.recipe
        return self.run.name or f"Run {self.run.run_id} ({recipe.name if recipe else ''})"

    def choose(self, key: str) -> None:
        """Make another network the active one."""
        if key in self.models and (self.active_model is None or key != self.active_model.key):
            self.active_model = self.models[key]
            self.models_changed.emit()
            self._network_changed()

    def compare(self, key: str | None) -> None:
        """Compare another network with the active one; None for none."""
        compared = self.models.get(key) if key is not None else None
        if (
            compared
            and self.dataset
            and (problem := incompatibility(compared.network, self.dataset))
        ):
            self.failed.emit(f"{compared.label} cannot be compared: {problem}")
            compared = None
            self.compared_changed.emit()
        if compared is not self.compared:
            self.compared = compared
            if compared is None and self.query.needs_comparison:
                self.set_query(self.query.without("differs", "other_answer"))
            self.compared_changed.emit()
            self._update_requests()

    def predictions_on(self, part: Split) -> Predictions | None:
        """Return the active network's predictions for a split; None before they are there."""
        return self._find(self.active_model, part)

    def early_predictions_on(self, part: Split) -> Predictions | None:
        """Return the active network's predictions for the first images while others are made."""
        if self.active_model is None or self.dataset is None:
            return None
        return self.predictions.find_early(self.active_model.key, self.dataset, part)

    def compared_predictions_on(self, part: Split) -> Predictions | None:
        """Return the compared network's predictions for a split."""
        return self._find(self.compared, part)

    def _find(self, choice: ModelEntry | None, part: Split) -> Predictions | None:
        return (
            self.predictions.find(choice.key, self.dataset, part)
            if choice and self.dataset
            else None
        )

    def splits_of(self, choice: ModelEntry) -> SplitPlan | None:
        """Return which images a network learned from; None before there are images."""
        return splits_of(choice.training, self.dataset) if self.dataset else None

    def incompatibility(self) -> str:
        """Return why the network cannot be evaluated on these images; "" when it can."""
        if self.network is None or self.dataset is None:
            return ""
        return incompatibility(self.network, self.dataset)

    def set_query(self, question: ImageQuery) -> None:
        """Set the query."""
        if question != self.query:
            self.query = question
            self.query_changed.emit()
            self._update_requests()

    def browse(self, question: ImageQuery) -> None:
        """Set the query and show its images on Browse."""
        self.set_query(question)
        self.browse_requested.emit()

    def want_neighbours(self, is_wanted: bool) -> None:
        """Request, or stop requesting, predictions for the training images with features."""
        if is_wanted != self._wants_neighbours:
            self._wants_neighbours = is_wanted
            self._update_requests()

    def show_image(self, number: int) -> None:
        """Select an image and show it on Browse, among all images of its split."""
        if self.dataset:
            self.browse(ImageQuery(part=self.dataset.split_of(number)))
            self.pick(number)

    def want_all_predictions(self, is_wanted: bool) -> None:
        """Request, or stop requesting, a finished network's predictions for all images."""
        if is_wanted != self._wants_all:
            self._wants_all = is_wanted
            self._update_requests()

    def pick(self, number: int | None) -> None:
        """Select an image by its number; None for no image."""
        if number != self.picked:
            self.picked = number
            self.picked_changed.emit()

    def picked_image(self) -> NDArray[np.uint8] | None:
        """Return the selected image: uint8 (28, 28); None without one."""
        if self.picked is None or self.dataset is None:
            return None
        return self.dataset.image(self.picked)

    def note_drawing(self) -> None:
        """Note that the canvas changed: its bars come before the predictions for all images."""
        self._hand_timer.start()
        self._hold_answers()

    @property
    def is_held(self) -> bool:
        """Whether work in the background is to wait."""
        return self._is_held

    def set_drawn(self, image: NDArray[np.uint8] | None) -> None:
        """Set the drawing, as input for a network; None for nothing."""
        self.drawn = image
        self.drawn_changed.emit()

    def open_network(self, path: Path) -> bool:
        """Load a network from a file and make it active; False and a message on failure."""
        key = str(path.resolve())
        if not self._add_from_file(key, path, label=path.stem):
            return False
        self.predictions.discard(key)
        self.active_model = None
        self.choose(key)
        return True

    def add_network(self, label: str, network: Network) -> None:
        """Add a network derived from the active one, with the same history, and make it active."""
        if self.active_model:
            made = replace(self.active_model, key=network.digest, label=label, network=network)
            self.models[made.key] = replace(made, is_saved=True)  # it can be made again
            self.choose(made.key)

    def forget_network(self, key: str) -> None:
        """Drop a network that was added and is neither active nor compared."""
        used = [entry.key for entry in (self.active_model, self.compared) if entry]
        if key in self.models and key not in used:
            del self.models[key]
            self.predictions.discard(key)
            self.models_changed.emit()

    def open_run(self, name: str) -> None:
        """Make the network of a kept run active: the final one, else the best so far."""
        for key, choice in self.models.items():
            if choice.label.removesuffix(IN_TRAINING) == name:
                self.choose(key)
                self._show_film(key, name)
                return
        if self.shelf:
            folder = self.shelf.shelf.folder(name)
            path = folder.network if folder.network.exists() else folder.best
            key = str(path.resolve())
            if self._add_from_file(key, path, label=name):
                self.choose(key)
                self._show_film(key, name)

    def show_newest_film(self) -> None:
        """Show the film of the newest run of this window."""
        self.film.show(self.run.film, self._run_key, self._run_name)

    def _show_film(self, key: str, name: str) -> None:
        if key == self._run_key:
            self.show_newest_film()
        elif self.shelf:
            self.film.read(self.shelf.shelf.folder(name).film, key, name)

    def go_on_with(self, record: RunRecord, n_more: int) -> None:
        """Resume a kept run; a message if that is not possible."""
        if self.dataset:
            try:
                self.run.go_on(record, self.dataset, n_more)
            except (ShelfError, RecipeError) as error:
                self.failed.emit(str(error))

    def save_network(self, path: Path) -> bool:
        """Write the active network to a file; False and a message on failure."""
        if self.active_model is None:
            self.failed.emit("There is no network to save yet. Train one first.")
            return False
        return self._write(self.active_model, path, "The network")

    def unsaved(self) -> tuple[ModelEntry, ...]:
        """Return the networks of runs that are not in a file, also that of the current run."""
        return tuple(choice for choice in self.models.values() if not choice.is_saved)

    def save_unsaved(self, directory: Path) -> bool:
        """Write them all into a directory, replacing nothing; False and a message on failure."""
        return all(
            self._write(choice, free_path(directory, choice.label), choice.label)
            for choice in self.unsaved()
        )

    def _write(self, choice: ModelEntry, path: Path, name: str) -> bool:
        try:
            model_file.save(path, choice.network, choice.training)
        except (model_file.ModelFileError, OutputError) as error:
            self.failed.emit(f"{name} was not saved. {error}")
            return False
        self._replace(replace(choice, is_saved=True))
        return True

    # What the threads tell ---------------------------------------------------------------

    @Slot(object)
    def _on_loaded(self, parcel: Parcel) -> None:
        if self.threads.is_closed:
            return
        if parcel.error:
            self.loading_error = f"The images could not be loaded. {parcel.error}"
            self.failed.emit(self.loading_error)
            self.dataset_changed.emit()
        for dataset in parcel.items:
            self.dataset = dataset
            self._divide()
            self.dataset_changed.emit()
            if dataset.remark:
                self.failed.emit(dataset.remark)
            self.pick(dataset.numbers(Split.TEST).start)
            self._update_requests()

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        key, recipe = self._run_key, self.run.recipe
        plan, label = self.run.plan, f"{self._run_name}{IN_TRAINING}"
        story: dict[str, Any] = {"recipe": recipe.to_dict()} if recipe else {}
        if plan and self.dataset:
            story |= {"dataset": self.dataset.digest, "splits": plan.splits.to_dict()}
        is_saved = snapshot.step == 0 or self.is_run_kept
        choice = ModelEntry(key, label, snapshot.network, story, is_saved=is_saved)
        is_first = key not in self.models
        if is_first:  # a resumed run is one network, however often it is resumed
            same = [k for k, other in self.models.items() if other.label == self.run.name]
            for other in same:
                del self.models[other]
        self.models[key] = choice
        if is_first and self.shelf:  # its record is written now
            self.shelf.refresh()
        if is_first:
            # The network in training is active, until the user chooses another one.
            self.active_model = choice
            self.models_changed.emit()
            self._network_changed()
        elif self.active_model and self.active_model.key == key:
            self.active_model = choice
            self._network_changed()
        elif self.compared and self.compared.key == key:
            self.compared = choice
            self._update_requests()

    @Slot()
    def _on_moment(self) -> None:
        """Let the chosen moment of the film answer, or the network as it is now."""
        now = self.models.get(self.film.key)
        was_moment = self.active_model is not None and self.active_model.key == MOMENT
        if now and (entry := self.film.entry(now)):
            self.models[MOMENT] = self.active_model = entry
        else:
            self.models.pop(MOMENT, None)
            self.predictions.discard(MOMENT)
            self.active_model = now if was_moment else self.active_model
        self.models_changed.emit()
        if was_moment or self.film.frame:
            self._network_changed()

    @Slot()
    def _on_went_back(self) -> None:
        self.runs[self.run.run_id] = self.run.history
        if self.film.is_of_newest_run:
            self.film.show(self.run.film, self._run_key, self._run_name)

    @Slot(str)
    def _on_not_kept(self, sentence: str) -> None:
        self.is_run_kept = False
        if choice := self.models.get(self._run_key):
            self._replace(replace(choice, is_saved=False))
        self.failed.emit(sentence)

    @Slot()
    def _hold_answers(self) -> None:
        """Pause predictions while the machine's speed is measured or somebody draws.

        While somebody draws, what goes on, such as learning, leaves a core to the window.
        """
        is_drawing = self._hand_timer.isActive() and not self.threads.is_closed
        leave_cores(1 if is_drawing else 0)
        is_held = self.estimate.is_measuring or is_drawing
        if is_held != self._is_held:
            self._is_held = is_held
            self.predictions.set_paused(is_held)
            self.hold_changed.emit(is_held)

    @Slot()
    def _on_run_state(self) -> None:
        if self.run.state.is_active:
            self.estimate.drop()
            if self.run.run_id not in self.runs:
                self.is_run_kept = bool(self.run.name)
                self.show_newest_film()
            self.runs[self.run.run_id] = self.run.history
        if self.shelf and self.run.state is RunState.IDLE:
            self.shelf.refresh()
        choice = self.models.get(self._run_key)
        if choice and self.run.state is RunState.IDLE:
            self._replace(replace(choice, label=choice.label.removesuffix(IN_TRAINING)))
            self._update_requests()

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        choice = self.models[self._run_key]
        self._replace(replace(choice, network=finished.network, training=finished.story()))

    def _replace(self, choice: ModelEntry) -> None:
        self.models[choice.key] = choice
        if self.active_model and self.active_model.key == choice.key:
            self.active_model = choice
        if self.compared and self.compared.key == choice.key:
            self.compared = choice
        self.models_changed.emit()

    def _network_changed(self) -> None:
        if self.active_model and self.active_model.key != MOMENT:
            self.film.choose(None)
        if self._divide():
            self.splits_changed.emit()
        self.network_changed.emit()
        self._update_requests()

    def _divide(self) -> bool:
        """Split the images as for the active network; True when that has changed."""
        before = self.dataset
        if before and self.active_model:
            self.dataset = before.with_plan(splits_of(self.active_model.training, before))
        return self.dataset is not before

    def _update_requests(self) -> None:
        """Request the predictions for the test images, and those that the pages show."""
        if not self.dataset or not self.active_model or self.incompatibility():
            return
        asked = self.dataset.pieces(self.query.part)
        parts = [Split.TEST, *(part for part in asked if part is not Split.TEST)]
        requests = [self._request(self.dataset, self.active_model, part) for part in parts]
        if self.compared:
            requests += [self._request(self.dataset, self.compared, part) for part in asked]
        if self._wants_all and not self.is_live and self.active_model.key != MOMENT:
            everything = self.dataset.pieces(Split.ALL)
            requests += [self._request(self.dataset, self.active_model, p) for p in everything]
        if self._wants_neighbours and self.active_model.key != MOMENT:
            requests += [
                replace(self._request(self.dataset, self.active_model, part), with_features=True)
                for part in self.dataset.pieces(Split.TRAINING)
            ]
        self.predictions.request(requests)

    def _request(self, dataset: Dataset, choice: ModelEntry, part: Split) -> PredictionRequest:
        is_moment = choice.key == MOMENT
        return PredictionRequest(
            choice.key,
            choice.network,
            dataset,
            part,
            self._is_learning(choice),
            is_passing=is_moment and self.film.is_moving,
            is_cached=not is_moment,
        )

    def _add_from_file(self, key: str, path: Path, label: str | None = None) -> bool:
        try:
            saved = model_file.load(path)
        except model_file.ModelFileError as error:
            self.failed.emit(f"The network could not be opened. {error}")
            return False
        if label and self.dataset and (problem := incompatibility(saved.network, self.dataset)):
            self.failed.emit(f"The network could not be opened. {path}: {problem}")
            return False
        self.models[key] = ModelEntry(key, label or key, saved.network, saved.training)
        self.models_changed.emit()
        return True
