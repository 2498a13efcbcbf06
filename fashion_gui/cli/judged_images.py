"""The images for ``evaluate``: a split of the data set, or drawings instead."""

from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from fashion_gui.classes import CLASS_NAMES
from fashion_gui.cli.pictures import read_images
from fashion_gui.data import Dataset, Split, Subset
from fashion_gui.data.idx import DataError
from fashion_gui.data.npz import read_labels
from fashion_gui.evaluation.split_words import kind_of, none_of, note_of
from fashion_gui.training.drawings import held_out_drawings

_N_DOODLES = 5000


@dataclass(frozen=True)
class JudgedImages:
    """Labelled images to evaluate on, and their name.

    Attributes
    ----------
    dataset, part
        The data set and the split in it.
    kind, note
        Their name, to follow their number, and how far to trust the figures.
    may_lack_classes
        True when a person chose them, so that classes may be missing.
    """

    dataset: Dataset
    part: Split
    kind: str
    note: str = ""
    may_lack_classes: bool = False

    @property
    def n(self) -> int:
        """Number of images."""
        return len(self.dataset.numbers(self.part))

    @property
    def split_name(self) -> str | None:
        """Name of the split, for programs; None for drawings."""
        return None if isinstance(self.dataset, Drawings) else self.part.value


@dataclass(frozen=True, eq=False)
class Drawings(Dataset):
    """A data set with drawings as test images, and no training images."""

    def name_of(self, number: int) -> str:
        return f"Drawing {number:,}"


def judged_images(arguments: Namespace, dataset: Dataset) -> JudgedImages:
    """Return the images that the command line asks for.

    Raises
    ------
    DataError
        One sentence, when there are no images, or drawings and labels do not match.
    """
    if arguments.doodles:
        doodles = held_out_drawings(_N_DOODLES)
        return JudgedImages(Drawings(doodles[:0], doodles, CLASS_NAMES), Split.TEST, "doodles")
    if arguments.drawings:
        drawings = _read_drawings(arguments.drawings, len(dataset.class_names))
        in_place = Drawings(drawings[:0], drawings, dataset.class_names)
        return JudgedImages(in_place, Split.TEST, "drawings", may_lack_classes=True)
    part = Split(arguments.split or Split.TEST)
    splits = dataset.split_plan
    if not dataset.numbers(part):
        raise DataError(none_of(part, splits))
    return JudgedImages(dataset, part, kind_of(part, splits), note_of(part, splits))


def _read_drawings(path: Path, n_classes: int) -> Subset:
    images = read_images(path, "always").pixels
    labels = read_labels(path, n_classes)
    if not len(labels) == len(images) > 0:
        raise DataError(
            f"{path}: expected a label for each image, found {len(images):,} images and "
            f"{len(labels):,} labels."
        )
    return Subset(images, labels)
