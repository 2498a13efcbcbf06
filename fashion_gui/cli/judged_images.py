"""The images that ``evaluate`` asks about: a part of the data set, or drawings in its place."""

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
    """Images with labels, and what they are called.

    Attributes
    ----------
    dataset, part
        Where they are.
    kind, note
        What they are called, after their number, and how far they can be believed.
    may_lack_classes
        True when a person chose them: not every class need be there.
    """

    dataset: Dataset
    part: Split
    kind: str
    note: str = ""
    may_lack_classes: bool = False

    @property
    def n(self) -> int:
        """How many they are."""
        return len(self.dataset.numbers(self.part))

    @property
    def split_name(self) -> str | None:
        """The part of the data set that they are, for programs; None for drawings."""
        return None if isinstance(self.dataset, Drawings) else self.part.value


@dataclass(frozen=True, eq=False)
class Drawings(Dataset):
    """Drawings in the place of the test images, and nothing to learn from."""

    def name_of(self, number: int) -> str:
        return f"Drawing {number:,}"


def judged_images(arguments: Namespace, dataset: Dataset) -> JudgedImages:
    """Return what the command line asks for.

    Raises
    ------
    DataError
        One sentence, when there is no image, or drawings and labels do not fit together.
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
