"""Writing a run's film, some frames at a time."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from fashion_gui.files.atomic import make_directory
from fashion_gui.shelf.film_file import SUFFIX, film_bytes
from fashion_gui.training.events import Frame
from fashion_gui.training.film import MAX_BYTES, Film


class FilmWriter:
    """Collects the frames of a run, and writes the new ones into a file of their own.

    When the files together are larger than a film may be, because frames in them were dropped
    since, they are joined.

    Parameters
    ----------
    folder
        Folder of the files, made when there is a frame.
    max_bytes
        Disk space from which on the files are joined.
    """

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        self._folder, self._max_bytes = folder, max_bytes
        self._film = Film()
        self._new: list[Frame] = []
        self._n_bytes = 0
        self._replaces_all = False

    def go_on(self, frames: Iterable[Frame]) -> None:
        """Begin with the frames of a resumed run that are already in files."""
        self._film = Film(frames)
        self._n_bytes = self._film.n_bytes

    def cut(self, frames: Iterable[Frame]) -> None:
        """Begin with frames that replace all files: the others are no longer of this run."""
        self._film = Film(frames)
        self._new = list(self._film.frames)
        self._replaces_all = True

    def add(self, frame: Frame) -> None:
        """Collect a frame."""
        self._film.add(frame)
        self._new.append(frame)

    def contents(self) -> Mapping[Path, bytes]:
        """Return the files to write now, by path, and make their folder.

        Raises
        ------
        OutputError
            One sentence, when it cannot be made.
        """
        kept = {frame.step for frame in self._film.frames}
        self._new = [frame for frame in self._new if frame.step in kept]
        if not self._new:
            return {}
        make_directory(self._folder)
        if self._is_large():
            return {self._joined: film_bytes(self._film.frames)}
        return {self._folder / f"{self._new[0].step:012}{SUFFIX}": film_bytes(self._new)}

    def wrote(self) -> None:
        """Note that the files were written: the others are no longer needed if all were joined."""
        if self._new and self._is_large():
            for path in self._folder.glob(f"*{SUFFIX}"):
                if path != self._joined:
                    with suppress(OSError):
                        path.unlink()
            self._n_bytes = self._film.n_bytes
            self._replaces_all = False
        else:
            self._n_bytes += self._new_bytes()
        self._new = []

    @property
    def _joined(self) -> Path:
        return self._folder / f"{0:012}{SUFFIX}"

    def _is_large(self) -> bool:
        return self._replaces_all or self._n_bytes + self._new_bytes() > self._max_bytes

    def _new_bytes(self) -> int:
        return sum(frame.network.parameters.nbytes for frame in self._new)
