"""Running a run again exactly, and training the network that answers further."""

from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from fashion_gui.files import model_file
from fashion_gui.files.model_file import ModelFileError, SavedNetwork
from fashion_gui.shelf.run_names import possible_name
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.training.controls import Turn
from fashion_gui.training.events import Finished
from fashion_gui.training.settings import RecipeError
from fashion_gui.ui.session.latest_work import LatestWork
from fashion_gui.ui.session.run_film import MOMENT
from fashion_gui.ui.session.run_shelf import RunShelf
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.train.shown_run import ShownRun
from fashion_gui.ui.widgets.action_button import make_action

_MORE_EPOCHS = 5
_AGAIN = (
    "Repeat the run that is shown, with all turns of its settings: the weights are the same, bit "
    "for bit."
)
_FURTHER = (
    f"Train the network that answers for {_MORE_EPOCHS} more epochs, also one from a file: a new "
    "run that starts from it, with a quarter of its learning rate."
)


class MoreRuns(QObject):
    """Offers both in a menu.

    Attributes
    ----------
    again, further
        The actions.
    """

    began = Signal(object, object)
    """A run shall begin: its recipe, and further arguments of ``TrainingRun.start``."""
    succeeded = Signal(str)
    """Whether a repeated run has the same weights, as a sentence."""

    def __init__(self, session: Session, shelf: RunShelf, shown: ShownRun, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._shelf, self._shown = session, shelf, shown
        self._repeated = ""
        self._work = LatestWork(session.threads, self)
        self._work.arrived.connect(self._on_compared)
        self.again = make_action(page, "Run this &again", None, _AGAIN, "refresh-cw")
        self.further = make_action(
            page, "Train this network &further", None, _FURTHER, "graduation-cap"
        )
        self.again.triggered.connect(self._run_again)
        self.further.triggered.connect(self._train_further)
        for changed in (
            *(session.run.state_changed, session.network_changed, session.models_changed),
            *(shown.changed, shelf.changed, session.dataset_changed),
        ):
            changed.connect(self._show)
        session.run.finished.connect(self._compare)
        self._show()

    @Slot()
    def _show(self) -> None:
        may_start = self._session.dataset is not None and not self._session.run.state.is_active
        self.again.setEnabled(may_start and _can_repeat(self._shown.known_record()))
        model = self._session.active_model
        is_known = model is not None and model.key != MOMENT and "recipe" in model.training
        self.further.setEnabled(may_start and is_known)

    @Slot()
    def _run_again(self) -> None:
        record = self._shown.known_record()
        if record and _can_repeat(record):
            try:
                turns = tuple(Turn.from_dict(turn) for turn in record.turns)
            except RecipeError as error:
                self._session.failed.emit(f"{record.name} cannot be repeated. {error}")
                return
            is_whole = record.status is RunStatus.FINISHED
            facts = {"turns": turns, "stop_after": None if is_whole else record.step}
            self.began.emit(record.recipe, {"name": record.name, **facts})
            self._repeated = record.name

    @Slot()
    def _train_further(self) -> None:
        from fashion_gui.training.starting import Start, further_recipe

        model = self._session.active_model
        if model is None:
            return
        try:
            recipe = further_recipe(model.training, _MORE_EPOCHS)
        except RecipeError as error:
            self._session.failed.emit(f"{model.label} cannot be trained further. {error}")
            return
        start = Start(SavedNetwork(model.network, model.training))
        self.began.emit(recipe, {"name": possible_name(f"{model.label} further"), "start": start})
        self._repeated = ""

    @Slot(object)
    def _compare(self, finished: Finished) -> None:
        """Compare the weights of a repeated run with those of the one before."""
        before, self._repeated = self._repeated, ""
        if before:
            path, name = self._shelf.shelf.folder(before).network, self._session.run.name
            digest = finished.network.digest

            def comparing() -> Generator[tuple[str, str, bool | None], None, None]:
                yield before, name, _is_same(path, digest)

            self._work.do(comparing, gives_way=False)

    @Slot(object)
    def _on_compared(self, found: tuple[str, str, bool | None]) -> None:
        before, name, is_same = found
        if is_same is None:
            self._session.failed.emit(f"The network of {before} is gone: nothing was compared.")
        elif is_same:
            self.succeeded.emit(f"{name} has the same weights as {before}, bit for bit.")
        else:
            self._session.failed.emit(f"{name} has other weights than {before}.")


def _can_repeat(record: RunRecord | None) -> bool:
    """Return whether a run has ended, and all that it needs is known."""
    if record is None or record.status not in (RunStatus.FINISHED, RunStatus.STOPPED):
        return False
    return not record.story.get("start") and record.step > 0


def _is_same(path: Path, digest: str) -> bool | None:
    try:
        return model_file.load(path).network.digest == digest
    except ModelFileError:
        return None
