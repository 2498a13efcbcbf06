"""The film of a run in the window, and the moment of it that answers on all pages."""

from collections.abc import Generator
from pathlib import Path
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal, Slot

from fashion_gui.nn.network import Network
from fashion_gui.shelf.film_file import FilmError, read_film
from fashion_gui.shelf.run_names import network_of_run
from fashion_gui.training.events import Frame
from fashion_gui.training.film import Film
from fashion_gui.ui.session.generator_thread import ThreadGroup
from fashion_gui.ui.session.latest_work import LatestWork
from fashion_gui.ui.session.model_entry import ModelEntry

MOMENT = "moment"
"""Key of the network of the chosen moment among the session's networks."""


class RunFilm(QObject):
    """Holds the film of one run: that of the newest one, or one from the shelf.

    Attributes
    ----------
    film
        The frames.
    key, name
        Key of the run's network as it is now, and the run's name.
    frame, network
        The chosen moment and its network; None for now. The network is a copy: what it keeps to
        answer faster goes with it.
    is_of_newest_run
        Whether it is the film of the newest run, and not one from the shelf.
    is_moving
        Whether the moment is about to change again, as while the film plays.
    """

    changed = Signal()
    """Another film is shown, or it has more frames."""
    moved = Signal()
    """Another moment was chosen, or the film has come to rest at it."""
    failed = Signal(str)
    """A sentence about a film that cannot be read."""

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.film, self.key, self.name = Film(), "", ""
        self.frame: Frame | None = None
        self.network: Network | None = None
        self._frames_of: WeakKeyDictionary[Network, Frame] = WeakKeyDictionary()
        self.is_moving, self.is_of_newest_run = False, True
        self._last_step = -1
        self._reading = LatestWork(threads, self)
        self._reading.arrived.connect(self._on_read)

    @property
    def place(self) -> int:
        """Position of the chosen frame; for now, the number of frames."""
        frame, frames = self.frame, self.film.frames
        if frame is None:
            return len(frames)
        return min(range(len(frames)), key=lambda place: abs(frames[place].step - frame.step))

    def show(self, film: Film, key: str, name: str) -> None:
        """Show another film, as it is now."""
        self._reading.forget()
        self.choose(None)
        self.film, self.key, self.name, self._last_step = film, key, name, -1
        self.is_of_newest_run = True
        self.changed.emit()

    def read(self, folder: Path, key: str, name: str) -> None:
        """Show the film in a folder of the shelf, once it is read."""
        self.show(Film(), key, name)
        self.is_of_newest_run = False

        def reading() -> Generator[Film | str | None, None, None]:
            try:
                yield Film(read_film(folder))
            except FilmError as error:
                yield f"The film of {name} cannot be shown. {error}"

        self._reading.do(reading)

    def choose(self, place: int | None, *, is_moving: bool = False) -> None:
        """Choose the moment at a position; None, or one behind the last frame, for now."""
        frames = self.film.frames
        frame = frames[max(place, 0)] if place is not None and place < len(frames) else None
        is_other = frame is not self.frame
        if is_other or (self.is_moving and not is_moving):
            self.frame, self.is_moving = frame, is_moving
            if is_other:
                self.network = copy_of(frame.network) if frame else None
            if frame and self.network:
                self._frames_of[self.network] = frame
            self.moved.emit()
        self.is_moving = is_moving

    def entry(self, now: ModelEntry) -> ModelEntry | None:
        """Return the network of the moment, of the run whose network is given; None for now."""
        if self.frame is None or self.network is None:
            return None
        story = {**now.training, "completed": False, "steps": self.frame.step}
        story.pop("test_accuracy", None)
        label = f"{network_of_run(self.name)}, step {self.frame.step:,}"
        return ModelEntry(MOMENT, label, self.network, story)

    def abandon(self) -> None:
        """Stop reading and wait for the thread."""
        self._reading.abandon()

    def when(self, network: Network | None) -> str:
        """Return in words of which moment a network is; "" when it is of none."""
        frame = self._frames_of.get(network) if network else None
        return when(frame) if frame else ""

    @Slot()
    def follow(self) -> None:
        """Tell when the film has more frames."""
        last = self.film.frames[-1].step if self.film.frames else -1
        if last != self._last_step:
            self._last_step = last
            self.changed.emit()

    @Slot(object)
    def _on_read(self, found: Film | str) -> None:
        if isinstance(found, str):
            self.failed.emit(found)
        else:
            self.film = found
            self.follow()


def copy_of(network: Network) -> Network:
    """Return the same network, which does not share what it keeps to answer faster."""
    return Network(network.architecture, network.parameters, network.class_names)


def when(frame: Frame) -> str:
    """Return the moment of a frame in words."""
    if not frame.step:
        return "before the first step"
    return f"epoch {frame.epochs:.2f}, step {frame.step:,}"
