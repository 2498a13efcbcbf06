"""The session: what the pages share, in the window's thread.

Pages read it and listen to it; they do not know each other. Its signals are facts.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from fashion_gui.data import Dataset, Split, SplitPlan
from fashion_gui.evaluation.compatibility import incompatibility, splits_of
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.evaluation.query import ImageQuery
from fashion_gui.files import model_file
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.nn.network import Network
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.training.events import Finished
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.session.background_hold import BackgroundHold
from fashion_gui.ui.session.generator_thread import ThreadGroup
from fashion_gui.ui.session.image_loading import ImageLoading
from fashion_gui.ui.session.model_entry import SHIPPED, KnownModel, ModelEntry
from fashion_gui.ui.session.model_library import ModelLibrary
from fashion_gui.ui.session.neighbour_search import NeighbourSearch
from fashion_gui.ui.session.prediction_service import PredictionService
from fashion_gui.ui.session.rate_search import RateFinder
from fashion_gui.ui.session.run_film import MOMENT
from fashion_gui.ui.session.run_time_estimate import RunTimeEstimate
from fashion_gui.ui.session.runs import Runs
from fashion_gui.ui.session.selection import Selection
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.session.wanted_predictions import WantedPredictions


class Session(Selection):
    """Owns the data set, the networks to choose from, the active one and its predictions.

    Attributes
    ----------
    library
        The networks.
    runs
        The runs of this window.
    run, shelf, film
        The newest run, those that are kept (None for none), and the film of one, of which a chosen
        moment is the active network.
    cache
        For results that take long to compute; None for none.
    hold
        When work in the background waits, so that what somebody draws is answered first.
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
        self.library = ModelLibrary(self)
        self._wanted = WantedPredictions()
        self.cache = cache
        self.threads = ThreadGroup()
        self.runs = Runs(self.threads, self.library, shelf, self)
        self.run, self.shelf, self.film = self.runs.newest, self.runs.shelf, self.runs.film
        self.predictions = PredictionService(self.threads, self, cache=cache)
        self.neighbours = NeighbourSearch(self.threads, self)
        self.estimate = RunTimeEstimate(self.threads, self)
        self.rates = RateFinder(self.threads, self)
        self.hold = BackgroundHold(self.estimate, self)
        self._data_directory = data_directory
        self._loading = ImageLoading(self.threads, self)
        self._loading.loaded.connect(self._on_loaded)
        self._loading.failed.connect(self._on_loading_failed)
        self.library.changed.connect(self.models_changed)
        self.library.failed.connect(self.failed)
        self.runs.active_changed.connect(self._network_changed)
        self.runs.compared_changed.connect(self._update_requests)
        self.runs.ended.connect(self._update_requests)
        self.runs.failed.connect(self.failed)
        self.runs.offered_changed.connect(self.models_changed)
        self.run.state_changed.connect(self._on_run_state)
        self.run.finished.connect(self._on_run_finished)
        self.film.moved.connect(self._on_moment)
        self.film.failed.connect(self.failed)
        self.predictions.failed.connect(self.failed)
        self.neighbours.failed.connect(self.failed)
        self.rates.failed.connect(self.failed)
        self.hold.changed.connect(self.predictions.set_paused)
        # Qt aborts the process when a thread is destroyed while it runs.
        self.destroyed.connect(self.threads.close)

    # Starting and ending -----------------------------------------------------------------

    def start(self) -> None:
        """Load the shipped networks and, in the background, the images."""
        if self.threads.is_closed:
            return
        for name, path in model_file.shipped().items():
            self.library.read(name, path, origin=SHIPPED)
        default = model_file.DEFAULT_MODEL
        if self.models:
            self.choose(default if default in self.models else next(iter(self.models)))
        if self.shelf:
            self.shelf.failed.connect(self.failed)
            self.shelf.refresh()
        self._loading.start(self._data_directory)
        if not self.models:
            self.models_changed.emit()
            self.network_changed.emit()

    def close(self) -> None:
        """End every thread; none starts afterwards, whatever is requested."""
        self.hold.close()
        self.threads.close()
        self.runs.close()
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
    def no_network_words(self) -> str:
        """Why no network answers."""
        is_loading = not (self._loading.has_begun or self.threads.is_closed)
        return "The network is being loaded …" if is_loading else "No network answers yet"

    @property
    def models(self) -> dict[str, ModelEntry]:
        """The networks to choose from that are read, by their keys."""
        return self.library.entries

    @property
    def all_models(self) -> tuple[KnownModel, ...]:
        """All networks to choose from, also those of kept runs, which are read when chosen."""
        return *self.models.values(), *self.runs.offered

    @property
    def active_model(self) -> ModelEntry | None:
        """The network that answers; None before there is one."""
        return self.library.active

    @property
    def compared(self) -> ModelEntry | None:
        """The network it is compared with; None for none."""
        return self.library.compared

    @property
    def network(self) -> Network | None:
        """The active network; None before one is loaded or trained."""
        return self.active_model.network if self.active_model else None

    @property
    def is_live(self) -> bool:
        """True while the active network is in training."""
        return self.active_model is not None and self.active_model.key == self.runs.learning_key

    @property
    def is_learning(self) -> bool:
        """True while the active network learns; in a pause of its run it stays as it is."""
        return self.is_live and self.run.state is not RunState.PAUSED

    @property
    def is_passing(self) -> bool:
        """True while it is in training or a moment of a film: it is soon another one."""
        return self.is_live or (self.active_model is not None and self.active_model.key == MOMENT)

    def choose(self, key: str) -> None:
        """Make another network the active one, which may be that of a kept run."""
        if run := self.runs.offered_run(key):
            self.open_run(run)
        elif self.library.choose(key):
            self._network_changed()

    def compare(self, key: str | None) -> None:
        """Compare another network with the active one; None for none."""
        if run := self.runs.offered_run(key):
            key = self.runs.find(run)
            if key is None:  # a message says why
                self.compared_changed.emit()
                return
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
            self.library.compared = compared
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
        if question != self.query:
            super().set_query(question)
            self._update_requests()

    def want_neighbours(self, is_wanted: bool) -> None:
        """Request, or stop requesting, predictions for the training images with features."""
        if is_wanted != self._wanted.with_features:
            self._wanted.with_features = is_wanted
            self._update_requests()

    def show_image(self, number: int) -> None:
        """Select an image and show it on Browse, among all images of its split.

        They keep their order, unless it would have to wait for predictions.
        """
        if self.dataset:
            part, before = self.dataset.split_of(number), self.query
            question = ImageQuery(part, order=before.order, is_reversed=before.is_reversed)
            if question.needs_answers and not self.predictions_on(part):
                question = ImageQuery(part)
            self.browse(question)
            self.pick(number)

    def want_all_predictions(self, is_wanted: bool) -> None:
        """Request, or stop requesting, a finished network's predictions for all images."""
        if is_wanted != self._wanted.for_all:
            self._wanted.for_all = is_wanted
            self._update_requests()

    def picked_image(self) -> NDArray[np.uint8] | None:
        """Return the selected image: uint8 (28, 28); None without one."""
        if self.picked is None or self.dataset is None:
            return None
        return self.dataset.image(self.picked)

    def open_network(self, path: Path) -> bool:
        """Load a network from a file and make it active; False and a message on failure."""
        key = self.library.open(path, self.dataset, self.runs.offered)
        if key is None:
            return False
        self.predictions.discard(key)
        self.library.active = None
        self.choose(key)
        return True

    def add_network(self, label: str, network: Network) -> None:
        """Add a network derived from the active one, with the same history, and make it active."""
        if key := self.library.add_variant(label, network):
            self.choose(key)

    def forget_network(self, key: str) -> None:
        """Drop a network that was added and is neither active nor compared."""
        if self.library.forget(key):
            self.predictions.discard(key)
            self.models_changed.emit()

    def open_run(self, name: str) -> None:
        """Make the network of a kept run active, and show its film."""
        if key := self.runs.find(name):
            self.choose(key)
            self.runs.show_film(key, name)
        else:  # a message says why; the lists show again which one answers
            self.models_changed.emit()

    def save_network(self, path: Path) -> bool:
        """Write the active network to a file; False and a message on failure."""
        if self.active_model is None:
            self.failed.emit("There is no network to save yet. Train one first.")
            return False
        return self.library.write(self.active_model, path, "The network")

    # What the threads tell ---------------------------------------------------------------

    @Slot(str)
    def _on_loading_failed(self, words: str) -> None:
        self.loading_error = words
        self.failed.emit(words)
        self.dataset_changed.emit()

    @Slot(object)
    def _on_loaded(self, dataset: Dataset) -> None:
        self.dataset = self.runs.dataset = dataset
        self._divide()
        self.dataset_changed.emit()
        if dataset.remark:
            self.failed.emit(dataset.remark)
        if self.picked is None:
            self.pick(dataset.numbers(Split.TEST).start)
        self._update_requests()

    @Slot()
    def _on_moment(self) -> None:
        """Let the chosen moment of the film answer, or the network as it is now."""
        now = self.models.get(self.film.key)
        was_moment = self.active_model is not None and self.active_model.key == MOMENT
        if now and (entry := self.film.entry(now)):
            self.models[MOMENT] = self.library.active = entry
        else:
            self.models.pop(MOMENT, None)
            self.predictions.discard(MOMENT)
            self.library.active = now if was_moment else self.active_model
        self.models_changed.emit()
        if was_moment or self.film.frame:
            self._network_changed()

    @Slot()
    def _on_run_state(self) -> None:
        if self.run.state.is_active:
            self.estimate.drop()

    @Slot(object)
    def _on_run_finished(self, finished: Finished) -> None:
        if self.dataset:
            self.estimate.note(finished, self.dataset)

    @Slot()
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
            self.runs.dataset = self.dataset
        return self.dataset is not before

    @Slot()
    def _update_requests(self) -> None:
        """Request the predictions for the test images, and those that the pages show."""
        if self.dataset and self.active_model and not self.incompatibility():
            self.predictions.request(
                self._wanted.requests(
                    self.dataset,
                    self.query.part,
                    self.active_model,
                    self.compared,
                    learning=self.runs.learning_key,
                    is_film_moving=self.film.is_moving,
                )
            )
