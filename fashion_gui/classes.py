"""The classes that images are sorted into: their names, and what follows from them."""

from collections.abc import Iterable
from typing import Self

MIN_CLASSES, MAX_CLASSES = 2, 100


class Classes(tuple[str, ...]):
    """The names of 2 to 100 classes, in the order of their numbers.

    A tuple of names: two sets of classes are equal when their names are.

    Raises
    ------
    ValueError
        One sentence, when there are too few or too many names, when two are the same, or when one
        is blank or not printable.
    """

    __slots__ = ()

    def __new__(cls, names: Iterable[str]) -> Self:
        classes = super().__new__(cls, names)
        if len(classes) < MIN_CLASSES:
            raise ValueError(f"expected at least {MIN_CLASSES} classes, found {len(classes)}.")
        if len(classes) > MAX_CLASSES:
            raise ValueError(f"expected at most {MAX_CLASSES} classes, found {len(classes):,}.")
        if len(set(classes)) < len(classes):
            raise ValueError("expected different class names, found some twice.")
        if not all(name.isprintable() and name.strip() for name in classes):
            raise ValueError(
                f"expected class names of characters that can be shown, found {list(classes)!r}."
            )
        return classes

    @classmethod
    def numbered(cls, n_classes: int) -> Self:
        """Return names for classes that have none: "class 0", "class 1" and so on."""
        return cls(f"class {number}" for number in range(max(MIN_CLASSES, n_classes)))

    @property
    def are_clothes(self) -> bool:
        """Whether they are the ten of Fashion-MNIST, which the program can draw."""
        return self == CLASS_NAMES

    @property
    def none_of_these(self) -> str:
        """The verdict on an image of none of the classes."""
        return "Does not look like clothing" if self.are_clothes else "None of these"


CLASS_NAMES = Classes(
    (
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    )
)
"""The classes of Fashion-MNIST."""
