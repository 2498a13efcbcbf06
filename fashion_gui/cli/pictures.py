"""Reading pictures and arrays of images as input for a network."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data.npz import SUFFIXES as ARRAY_SUFFIXES
from fashion_gui.data.npz import read_image_array
from fashion_gui.evaluation.upright import LEFT, RIGHT, quarter_turns, turned
from fashion_gui.files.image_formats import SUFFIXES
from fashion_gui.files.images import PictureError, read_picture
from fashion_gui.nn.network import Network
from fashion_gui.sketch.background import is_on_black, light_on_dark
from fashion_gui.sketch.fitting import fit_picture, has_hard_edges
from fashion_gui.sketch.picture import picture_to_grey, picture_to_image
from fashion_gui.sketch.raster import CANVAS_SIZE


@dataclass(frozen=True, eq=False)
class Images:
    """The images of a file as input for a network.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (n_images, 28, 28)
    fitted : ndarray of bool, shape (n_images,)
        Which were fitted to the frame, as drawings on the canvas are.
    quarters
        Number of quarter turns to the left that made them upright.
    remark
        A sentence for people about the file; mostly "".
    """

    pixels: NDArray[np.uint8]
    fitted: NDArray[np.bool_]
    quarters: int = 0
    remark: str = ""

    @property
    def side(self) -> str:
        """The side to which they were turned, "left" or "right", or ""."""
        return {LEFT: "left", RIGHT: "right"}.get(self.quarters, "")


def read_images(path: Path, fit: str, network: Network | None = None) -> Images:
    """Read the images of a file as input for a network.

    Parameters
    ----------
    path
        A picture, or an array in a .npy or .npz file.
    fit
        Which images are made light on dark and fitted to the frame, as pictures on the canvas are:
        "always" all, "never" none, "auto" all but images of 28x28 pixels on black with greys,
        like those of the data set.
    network
        Used to turn fitted pictures that lie on their side; None turns none.

    Raises
    ------
    DataError, PictureError
        One sentence, when the file cannot be read.
    """
    if path.suffix.lower() in ARRAY_SUFFIXES:
        pixels = read_image_array(path)
        fitted = np.array([_wants_fitting(image, fit) for image in pixels], bool)
        for index in np.flatnonzero(fitted):
            pixels[index] = fit_picture(light_on_dark(pixels[index] / np.float32(255)))
        return Images(pixels, fitted)
    picture = read_picture(path)
    rgba = picture.pixels
    is_small = rgba.shape[:2] == (CANVAS_SIZE, CANVAS_SIZE) and bool((rgba[..., 3] == 255).all())
    if fit == "auto" and is_small:
        is_fitted = _wants_fitting(picture_to_image(rgba, drawing=False), fit)
    else:
        is_fitted = fit != "never"
    quarters = 0
    if is_fitted:
        grey = picture_to_grey(rgba, drawing=True)
        quarters = quarter_turns(network, grey) if network else 0
        pixels = fit_picture(turned(grey, quarters))
    else:
        pixels = picture_to_image(rgba, drawing=False)
    return Images(pixels[np.newaxis], np.array([is_fitted]), quarters, picture.remark)


def pictures_in(folder: Path) -> list[Path]:
    """Return the files of a folder with endings of pictures, sorted by name.

    Raises
    ------
    PictureError
        One sentence, when there are none, or it is not a folder.
    """
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    except FileNotFoundError:
        raise PictureError(f"{folder}: expected a folder, found nothing there.") from None
    except NotADirectoryError:
        raise PictureError(f"{folder}: expected a folder, found a file.") from None
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or error
        raise PictureError(f"{folder}: cannot be read: {problem}.") from error
    if not found:
        raise PictureError(f"{folder}: expected pictures ({', '.join(SUFFIXES)}), found none.")
    return found


def _wants_fitting(image: NDArray[np.uint8], fit: str) -> bool:
    if fit == "auto":
        grey = image.astype(np.float32) * np.float32(1 / 255)
        return has_hard_edges(grey) or not is_on_black(grey)
    return fit == "always"
