"""What the images are that networks learn from and answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ImageSpec:
    """Images of one size, in grey levels from 0 (black, the ground) to 255.

    Attributes
    ----------
    height, width
        In pixels.
    """

    height: int
    width: int

    @property
    def shape(self) -> tuple[int, int]:
        """Shape of an image's array: (height, width)."""
        return self.height, self.width

    @property
    def n_pixels(self) -> int:
        """Pixels of an image, which are the values that a network gets."""
        return self.height * self.width

    def __str__(self) -> str:
        return f"{self.height}x{self.width}"


IMAGES = ImageSpec(28, 28)
"""All images of the program: those of another size are scaled where they are read."""
