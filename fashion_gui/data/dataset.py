"""Images with labels, for training and for tests, as read-only arrays."""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fashion_gui.checks import found
from fashion_gui.classes import Classes
from fashion_gui.data.idx import ByteArray
from fashion_gui.data.split_plan import SplitPlan
from fashion_gui.image_spec import IMAGES


@dataclass(frozen=True, eq=False)
class Subset:
    """Images and their labels.

    Attributes
    ----------
    images : ndarray of uint8, shape (n, 28, 28), read-only
        Grey levels: 0 is the black background, 255 is white.
    labels : ndarray of uint8, shape (n,), read-only
        Class of each image, from 0.

    Raises
    ------
    ValueError
        When the arrays are anything else.
    """

    images: ByteArray
    labels: ByteArray

    def __post_init__(self) -> None:
        images, labels = self.images, self.labels
        if images.dtype != np.uint8 or images.shape[1:] != IMAGES.shape:
            raise ValueError(
                f"Expected images as uint8 (n, {IMAGES.height}, {IMAGES.width}), "
                f"found {found(images)}."
            )
        if labels.dtype != np.uint8 or labels.shape != (len(images),):
            raise ValueError(f"Expected labels as uint8 ({len(images)},), found {found(labels)}.")

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, part: slice) -> "Subset":
        """Return a slice of the images and labels, as views."""
        return Subset(self.images[part], self.labels[part])


class Split(StrEnum):
    """Which images: to learn from, to choose between networks, or to test them."""

    TRAINING = "training"
    UNUSED = "unused"
    """In the training file, but neither learned from nor held out."""
    VALIDATION = "validation"
    TEST = "test"
    ALL = "all"


_N_COMPARED = 500
"""Most images of a class among which the most typical one is looked for."""
_PIECES = (Split.TRAINING, Split.UNUSED, Split.VALIDATION, Split.TEST)
"""In the order of their images' numbers."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Images to learn from, images for tests, and the names of the classes.

    Every image has a number: its index in the training file; test images follow, numbered on from
    the length of the training file.

    Attributes
    ----------
    train, test
        The two files.
    class_names
        One for each class, 2 to 100 of them.
    plan
        Which training images a network learned from; None for the usual plan.
    remark
        A sentence for people about how the images were read; mostly "".

    Raises
    ------
    ValueError
        When a label has no name, or the names are not valid (see ``Classes``).
    """

    train: Subset
    test: Subset
    class_names: Classes
    plan: SplitPlan | None = None
    remark: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "class_names", Classes(self.class_names))
        highest = max((int(s.labels.max()) for s in (self.train, self.test) if len(s)), default=-1)
        if highest >= len(self.class_names):
            raise ValueError(
                f"Expected a class name for each label up to {highest}, "
                f"found {len(self.class_names)}."
            )

    def __len__(self) -> int:
        return len(self.train) + len(self.test)

    @cached_property
    def split_plan(self) -> SplitPlan:
        """The plan that applies: the given one or the usual one."""
        return self.plan or SplitPlan.usual(len(self.train))

    def with_plan(self, plan: SplitPlan) -> "Dataset":
        """Return the same images, uncopied, with the split of another network."""
        if plan == self.split_plan:
            return self
        other = replace(self, plan=plan)
        for name in ("labels", "digest", "typical_images"):
            if name in self.__dict__:
                other.__dict__[name] = self.__dict__[name]
        return other

    @cached_property
    def labels(self) -> ByteArray:
        """Class of every image, by its number: uint8 (n_images,), read-only."""
        labels: ByteArray = np.concatenate([self.train.labels, self.test.labels])
        labels.flags.writeable = False
        return labels

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all images in the order of their numbers, in hexadecimal.

        Computing it takes 50 ms for 70,000 images: too long for the window's thread.
        """
        digest = hashlib.sha256(f"{len(self.train)} {len(self.test)} {IMAGES.shape}".encode())
        for split in (self.train, self.test):
            digest.update(np.ascontiguousarray(split.images).data)
        return digest.hexdigest()

    @cached_property
    def typical_images(self) -> ByteArray:
        """For each class the training image nearest to the mean of its first ones.

        uint8 (n_classes, 28, 28); black for a class without images.
        """
        found = np.zeros((len(self.class_names), *IMAGES.shape), np.uint8)
        for label in range(len(found)):
            places = np.flatnonzero(self.train.labels == label)[:_N_COMPARED]
            if len(places):
                images = self.train.images[places].astype(np.float32)
                distances = np.square(images - images.mean(axis=0)).sum(axis=(1, 2))
                found[label] = self.train.images[places[distances.argmin()]]
        return found

    def numbers(self, part: Split) -> range:
        """Return the numbers of the images in a split."""
        plan, n_train = self.split_plan, len(self.train)
        return {
            Split.TRAINING: plan.training,
            Split.UNUSED: range(plan.training.stop, plan.validation.start),
            Split.VALIDATION: plan.validation,
            Split.TEST: range(n_train, len(self)),
            Split.ALL: range(len(self)),
        }[part]

    def pieces(self, part: Split) -> tuple[Split, ...]:
        """Return the splits that a split is made of, in order and without empty ones."""
        pieces = _PIECES if part is Split.ALL else (part,)
        return tuple(piece for piece in pieces if self.numbers(piece))

    def split_of(self, number: int) -> Split:
        """Return the split, other than ``Split.ALL``, that holds an image."""
        return next(part for part in _PIECES if number in self.numbers(part))

    def subset(self, part: Split) -> Subset:
        """Return the images of a split other than ``Split.ALL``, as views."""
        if part is Split.TEST:
            return self.test
        numbers = self.numbers(part)
        return self.train[numbers.start : numbers.stop]

    def image(self, number: int) -> ByteArray:
        """Return an image by its number, as a view, uint8 (28, 28); IndexError if there is none."""
        self._check_number(number)
        n_train = len(self.train)
        image: ByteArray = (
            self.train.images[number] if number < n_train else self.test.images[number - n_train]
        )
        return image

    def images(self, numbers: NDArray[np.integer]) -> ByteArray:
        """Return a copy of some images by their numbers: uint8 (n, 28, 28).

        IndexError when there is no image of one of the numbers.
        """
        for number in (numbers.min(), numbers.max()) if len(numbers) else ():
            self._check_number(int(number))
        images = np.empty((len(numbers), *IMAGES.shape), np.uint8)
        is_test = numbers >= len(self.train)
        images[~is_test] = self.train.images[numbers[~is_test]]
        images[is_test] = self.test.images[numbers[is_test] - len(self.train)]
        return images

    def _check_number(self, number: int) -> None:
        if not 0 <= number < len(self):
            raise IndexError(f"Expected an image number from 0 to {len(self) - 1}, found {number}.")

    def name_of(self, number: int) -> str:
        """Return an image's name for people: its split and its index in its file."""
        part = self.split_of(number)
        if part is Split.TEST:
            return f"Test image {number - len(self.train):,}"
        if not self.split_plan.is_known:
            return f"Image {number:,} of the training file"
        return f"{part.capitalize()} image {number:,}"
