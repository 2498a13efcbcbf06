"""Writes images of the data set as one picture, for the page Browse."""

from pathlib import Path

from fashion_gui.data import Dataset
from fashion_gui.evaluation.query import Numbers
from fashion_gui.files.atomic import OutputError
from fashion_gui.files.contact_sheet import save_contact_sheet, sorted_into_rows
from fashion_gui.ui.imaging.pixmaps import draw_name

_MOST_ON_A_SHEET = 2000


def save_sheet(dataset: Dataset, numbers: Numbers, path: Path) -> str:
    """Write images by their numbers, a row for each class; return what went wrong, or ""."""
    if len(numbers) > _MOST_ON_A_SHEET:
        return (
            f"A picture holds at most {_MOST_ON_A_SHEET:,} images, found {len(numbers):,}. "
            "Select some of them, or add a filter."
        )
    try:
        rows, names = sorted_into_rows(
            dataset.images(numbers), dataset.labels[numbers], dataset.class_names
        )
        save_contact_sheet(path.with_suffix(".png"), rows, names, draw_name)
    except OutputError as error:
        return f"The images were not saved. {error}"
    return ""
