"""The size of all images that networks learn from and classify."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ImageSpec:
    """Images of one size, in grey levels from 0 (black, the background) to 255.

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
        """Pixels of an image, which is the number of a network's inputs."""
        return self.height * self.width

    def __str__(self) -> str:
        return f"{self.height}x{self.width}"


IMAGES = ImageSpec(28, 28)
"""Size of all images in the program: others are scaled when they are read."""
