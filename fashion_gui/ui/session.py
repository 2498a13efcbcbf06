"""The session: what the pages share, in the window's thread.

Pages read it and listen to it; they do not know each other. Its signals are facts.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fashion_gui.data import Dataset, load
from fashion_gui.nn import model_file
from fashion_gui.nn.network import Network
from fashion_gui.training.opening import open_network
from fashion_gui.training.records import Finished, Snapshot
from fashion_gui.ui.answer_book import AnswerBook
from fashion_gui.ui.generator_thread import GeneratorThread, Parcel
from fashion_gui.ui.run_time_estimate import RunTimeEstimate
from fashion_gui.ui.training_run import RunState, TrainingRun

_HAND_RESTS_MS = 400
"""Time without a change on the canvas after which nobody draws."""


@dataclass(frozen=True)
class Choice:
    """A network that may answer.

    Attributes
    ----------
    key
        Tells it from the others: the name of a shipped one, the path of an opened one, the
        number of a run.
    label
        For people.
    training
        How it came about, as in a model file.
    """

    key: str
    label: str
    network: Network
    training: Mapping[str, Any]

    @property
    def knows_drawings(self) -> bool:
        """True when it learned from drawings, too, and not from photographs alone."""
        recipe = self.training.get("recipe")
        return isinstance(recipe, Mapping) and bool(recipe.get("drawings"))


class Session(QObject):
    """Owns the data set, the networks to choose from, the answering one and its answers."""

    dataset_changed = Signal()
    """The images are there, or it is known that they will not come: see ``loading_error``."""
    choices_changed = Signal()
    """There is another network to choose, or another one was chosen."""
    network_changed = Signal()
    """Another network answers, or the same one has learned."""
    picked_changed = Signal()
    """Another test image was picked."""
    canvas_requested = Signal(object)
    """An image, uint8 (28, 28), is wanted on the canvas."""
    failed = Signal(str)
    """Something went wrong, in a sentence for a person; all is as it was before."""

    def __init__(self, data_directory: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dataset: Dataset | None = None
        self.loading_error = ""
        self.choices: dict[str, Choice] = {}
        self.choice: Choice | None = None
        self.picked: int | None = None
        self.run = TrainingRun(self)
        self.answers = AnswerBook(self)
        self.estimate = RunTimeEstimate(self)
        self._hand_timer = QTimer(self)
        self._hand_timer.setSingleShot(True)
        self._hand_timer.setInterval(_HAND_RESTS_MS)
        self._hand_timer.timeout.connect(self._hold_answers)
        self._data_directory = data_directory
        self._loading: GeneratorThread | None = None
        self.run.snapshot_taken.connect(self._on_snapshot)
        self.run.finished.connect(self._on_finished)
        self.run.failed.connect(self.failed)
        self.run.state_changed.connect(self._on_run_state)
        self.answers.failed.connect(self.failed)
        self.estimate.changed.connect(self._hold_answers)

    # Starting and ending -----------------------------------------------------------------

    def start(self) -> None:
        """Load the networks that come with the program and, in the background, the images."""
        for name, path in model_file.shipped().items():
            self._add_from_file(name, path)
        default = model_file.DEFAULT_MODEL
        if self.choices:
            self.choose(default if default in self.choices else next(iter(self.choices)))
        directory = self._data_directory

        def loading() -> Generator[Dataset, None, None]:
            yield load(directory)

        self._loading = GeneratorThread(0, loading, parent=self)
        self._loading.delivered.connect(self._on_loaded)
        self._loading.start()

    def close(self) -> None:
        """End every thread; nothing may be asked of the session afterwards."""
        if self._loading:
            self._loading.abandon()
        self.run.abandon()
        self.answers.abandon()
        self.estimate.abandon()

    # What the pages ask for --------------------------------------------------------------

    @property
    def network(self) -> Network | None:
        """The network that answers; None before one was loaded or trained."""
        return self.choice.network if self.choice else None

    @property
    def is_live(self) -> bool:
        """True while the network that answers is learning."""
        return bool(self.choice and self.choice.key == self._run_key and self.run.state.is_active)

    @property
    def _run_key(self) -> str:
        return f"run {self.run.run_id}"

    def choose(self, key: str) -> None:
        """Let another network answer."""
        if key in self.choices and (self.choice is None or key != self.choice.key):
            self.choice = self.choices[key]
            self.choices_changed.emit()
            self._network_changed(is_other=True)

    def pick(self, index: int | None) -> None:
        """Show another test image, by its index; None for no image."""
        if index != self.picked:
            self.picked = index
            self.picked_changed.emit()

    def picked_image(self) -> NDArray[np.uint8] | None:
        """Return the picked test image: uint8 (28, 28)."""
        if self.picked is None or self.dataset is None:
            return None
        image: NDArray[np.uint8] = self.dataset.test.images[self.picked]
        return image

    def note_drawing(self) -> None:
        """Take note that the canvas changed: its bars come before the answers to all images."""
        self._hand_timer.start()
        self._hold_answers()

    def open_network(self, path: Path) -> bool:
        """Load a network from a file and let it answer; False, and a message, on failure."""
        key = str(path.resolve())
        if not self._add_from_file(key, path, label=path.stem):
            return False
        self.choice = None
        self.choose(key)
        return True

    def save_network(self, path: Path) -> bool:
        """Write the answering network to a file; False, and a message, on failure."""
        if self.choice is None:
            self.failed.emit("There is no network to save yet. Train one first.")
            return False
        try:
            model_file.save(path, self.choice.network, self.choice.training)
        except model_file.ModelFileError as error:
            self.failed.emit(f"The network was not saved. {error}")
            return False
        except OSError as error:
            self.failed.emit(f"{path} could not be written: {error.strerror or error}.")
            return False
        return True

    # What the threads tell ---------------------------------------------------------------

    @Slot(object)
    def _on_loaded(self, parcel: Parcel) -> None:
        if parcel.error:
            self.loading_error = f"The images could not be loaded. {parcel.error}"
            self.failed.emit(self.loading_error)
            self.dataset_changed.emit()
        for dataset in parcel.items:
            self.dataset = dataset
            self.dataset_changed.emit()
            self.pick(0)
            self._ask_for_answers(is_other=True)

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        key, recipe = self._run_key, self.run.recipe
        name = recipe.name if recipe else ""
        label = f"Run {self.run.run_id} ({name}), in training"
        story = {"recipe": recipe.to_dict()} if recipe else {}
        choice = Choice(key, label, snapshot.network, story)
        self.choices[key] = choice
        if snapshot.step == 0:
            # What is being trained answers, until the person chooses another one.
            self.choice = choice
            self.choices_changed.emit()
            self._network_changed(is_other=True)
        elif self.choice and self.choice.key == key:
            self.choice = choice
            self._network_changed(is_other=False)

    @Slot()
    def _hold_answers(self) -> None:
        """Let all images wait while the machine's speed is measured or a hand draws."""
        self.answers.hold(self.estimate.is_measuring or self._hand_timer.isActive())

    @Slot()
    def _on_run_state(self) -> None:
        if self.run.state.is_active:
            self.estimate.drop()
        choice = self.choices.get(self._run_key)
        if choice and self.run.state is RunState.IDLE:
            self._replace(replace(choice, label=choice.label.removesuffix(", in training")))
            if self.choice and self.choice.key == choice.key:
                self._ask_for_answers(is_other=False)

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        choice = self.choices[self._run_key]
        self._replace(replace(choice, network=finished.network, training=finished.story()))

    def _replace(self, choice: Choice) -> None:
        self.choices[choice.key] = choice
        if self.choice and self.choice.key == choice.key:
            self.choice = choice
        self.choices_changed.emit()

    def _network_changed(self, *, is_other: bool) -> None:
        self.network_changed.emit()
        self._ask_for_answers(is_other=is_other)

    def _ask_for_answers(self, *, is_other: bool) -> None:
        if self.dataset and self.network:
            self.answers.ask(
                self.network, self.dataset.test, is_live=self.is_live, is_other=is_other
            )

    def _add_from_file(self, key: str, path: Path, label: str | None = None) -> bool:
        try:
            saved = open_network(path)
        except model_file.ModelFileError as error:
            self.failed.emit(f"The network could not be opened. {error}")
            return False
        self.choices[key] = Choice(key, label or key, saved.network, saved.training)
        self.choices_changed.emit()
        return True
