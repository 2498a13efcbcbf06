"""The files that ``evaluate`` writes: a page for people and tables for programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fashion_gui.cli.judged_images import JudgedImages
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.files.atomic import check_directory, check_file, make_directory, write_texts
from fashion_gui.files.images import png_bytes
from fashion_gui.files.model_file import shipped
from fashion_gui.reports.csv_tables import table_texts
from fashion_gui.reports.html_report import html_report


@dataclass(frozen=True)
class EvaluationFiles:
    """The files that are asked for.

    Attributes
    ----------
    report
        The page, or None.
    csv
        The directory of the tables, or None.
    """

    report: Path | None
    csv: Path | None

    def check(self) -> None:
        """Make sure, before long work, that they can be written; OutputError when they cannot."""
        if self.csv is not None:
            check_directory(self.csv)
        if self.report is not None and not self._is_in_new_directory(self.report):
            check_file(self.report)

    def write(
        self, images: JudgedImages, names: Sequence[str], answers: Sequence[Predictions]
    ) -> list[Path]:
        """Write the files, and return their paths.

        Parameters
        ----------
        names, answers
            Of one network, or of two to compare.
        """
        texts: dict[Path, str] = {}
        if self.report is not None:
            texts[self.report] = _page(images, names, answers)
        if self.csv is not None:
            make_directory(self.csv)
            texts |= table_texts(self.csv, *(one.report for one in answers))
        write_texts(texts)
        return list(texts)

    def _is_in_new_directory(self, path: Path) -> bool:
        csv = self.csv
        return csv is not None and not csv.exists() and path.resolve().parent == csv.resolve()


def _page(images: JudgedImages, names: Sequence[str], answers: Sequence[Predictions]) -> str:
    first, *others = answers
    labels = _short(names)
    return html_report(
        f"{' and '.join(labels)} on {images.n:,} {images.kind}",
        first,
        images.dataset,
        png_bytes,
        kind=images.kind,
        note=images.note,
        names=(labels[0], labels[-1]),
        compared=others[0] if others else None,
    )


def _short(names: Sequence[str]) -> list[str]:
    """Return file names without folders, unless two would be the same."""
    labels = [name if name in shipped() else Path(name).stem for name in names]
    return labels if len(set(labels)) == len(set(names)) else list(names)
