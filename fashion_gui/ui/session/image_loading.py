"""Loads the data set in the background."""

from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from fashion_gui.data import Dataset, load
from fashion_gui.ui.session.generator_thread import GeneratorThread, Parcel, ThreadGroup


class ImageLoading(QObject):
    """Reads a folder of files once."""

    loaded = Signal(object)
    """The ``Dataset``."""
    failed = Signal(str)
    """A sentence: why there is none."""

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = threads
        self._thread: GeneratorThread | None = None

    @property
    def has_begun(self) -> bool:
        """Whether it was started."""
        return self._thread is not None

    def start(self, directory: Path | None) -> None:
        """Load the images of a folder; None for those that come with the program."""

        def loading() -> Generator[Dataset, None, None]:
            dataset = load(directory)
            dataset.digest  # noqa: B018 (so that the window need not wait for it)
            dataset.typical_images  # noqa: B018
            yield dataset

        self._thread = GeneratorThread(self._threads, 0, loading, parent=self)
        self._thread.delivered.connect(self._on_delivered)
        self._thread.start()

    @Slot(object)
    def _on_delivered(self, parcel: Parcel) -> None:
        if self._threads.is_closed:
            return
        if parcel.error:
            self.failed.emit(f"The images could not be loaded. {parcel.error}")
        for dataset in parcel.items:
            self.loaded.emit(dataset)
