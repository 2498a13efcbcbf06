"""Writes a report on predictions in the background: an HTML page, or CSV tables."""

from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from fashion_gui.data import Dataset, Split
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.evaluation.split_words import kind_of, note_of
from fashion_gui.files.atomic import write_texts
from fashion_gui.ui.session.generator_thread import GeneratorThread, Parcel
from fashion_gui.ui.session.session import Session


class ReportWriter(QObject):
    """Writes what Evaluate shows: the active network, and the compared one."""

    succeeded = Signal(str)
    """Message that says where the report is."""
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._thread: GeneratorThread | None = None

    def write(self, path: Path, kind: str) -> None:
        """Write a page to a file ("html"), or tables into a directory ("csv")."""
        session = self._session
        part = session.query.part
        answers, dataset = session.predictions_on(part), session.dataset
        if answers is None or dataset is None or session.active_model is None:
            self.failed.emit("There are no predictions to report yet. Wait until they are shown.")
            return
        if self._thread:
            self.failed.emit("A report is still being written. Try again in a moment.")
            return
        compared = session.compared_predictions_on(part)
        other = session.compared.label if session.compared else ""
        names = (session.active_model.label, other)

        def writing() -> Generator[str, None, None]:
            if kind == "csv":
                from fashion_gui.reports.csv_tables import write_tables

                write_tables(path, answers.report, compared.report if compared else None)
            else:
                write_texts({path: _page(answers, compared, dataset, part, names)})
            yield f"The report is in {path}"

        self._thread = GeneratorThread(session.threads, 0, writing, parent=self)
        self._thread.delivered.connect(self._on_delivered)
        self._thread.finished.connect(self._on_thread_finished)
        self._thread.start()

    @Slot(object)
    def _on_delivered(self, parcel: Parcel) -> None:
        if parcel.error:
            self.failed.emit(f"The report was not written. {parcel.error}")
        for words in parcel.items:
            self.succeeded.emit(words)

    @Slot()
    def _on_thread_finished(self) -> None:
        if self._thread:
            self._thread.deleteLater()
            self._thread = None


def _page(
    answers: Predictions,
    compared: Predictions | None,
    dataset: Dataset,
    part: Split,
    names: tuple[str, str],
) -> str:
    from fashion_gui.files.images import png_bytes
    from fashion_gui.reports.html_report import html_report

    return html_report(
        f"How good is {names[0]}?",
        answers,
        dataset,
        png_bytes,
        kind=kind_of(part, dataset.split_plan),
        note=note_of(part, dataset.split_plan),
        names=names,
        compared=compared,
    )
