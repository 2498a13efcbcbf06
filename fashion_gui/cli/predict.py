"""``predict``: what a network says of pictures."""

import json
import sys
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_gui.cli.streams import one_line, tell_failure
from fashion_gui.data.idx import DataError
from fashion_gui.data.npz import SUFFIXES, read_image_array
from fashion_gui.evaluation.verdict import NOTHING_DRAWN, verdicts
from fashion_gui.files import model_file
from fashion_gui.files.images import PictureError, read_picture
from fashion_gui.nn.network import Network
from fashion_gui.sketch.background import is_on_black, light_on_dark
from fashion_gui.sketch.fitting import fit_picture
from fashion_gui.sketch.picture import picture_to_grey, picture_to_image
from fashion_gui.sketch.raster import CANVAS_SIZE


@dataclass(frozen=True, eq=False)
class Images:
    """The images of a file as a network takes them.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (n_images, 28, 28)
    fitted : ndarray of bool, shape (n_images,)
        Which were fitted to the frame, as drawings on the canvas are.
    remark
        What people should know about the file, as a sentence; mostly "".
    """

    pixels: NDArray[np.uint8]
    fitted: NDArray[np.bool_]
    remark: str = ""


def run(arguments: Namespace) -> int:
    """Answer every picture that can be read, one line an image; 1 when one could not."""
    network = model_file.load(model_file.find(arguments.model)).network
    status = 0
    for source in arguments.pictures:
        try:
            images = read_images(Path(source), arguments.fit)
        except (DataError, PictureError) as error:
            tell_failure(one_line(error))
            status = 1
        else:
            _print_answers(network, source, images, as_json=arguments.json)
    return status


def _print_answers(network: Network, source: str, images: Images, *, as_json: bool) -> None:
    if images.remark:
        print(f"{source}: {images.remark}", file=sys.stderr)
    for index, verdict in enumerate(verdicts(network, images.pixels)):
        probabilities = verdict.probabilities
        is_fitted = bool(images.fitted[index])
        is_empty = is_fitted and not images.pixels[index].any()
        answer = NOTHING_DRAWN if is_empty else verdict.words
        if as_json:
            named = zip(network.class_names, probabilities, strict=True)
            result = {
                "source": source,
                "index": index,
                "fitted": is_fitted,
                "class": network.class_names[int(probabilities.argmax())],
                "answer": answer,
                "probabilities": {name: float(share) for name, share in named},
            }
            print(json.dumps(result))
        else:
            place = f"{source} [{index}]" if len(images.pixels) > 1 else source
            print(f"{place}: {answer}")


def read_images(path: Path, fit: str) -> Images:
    """Read the images of a file as a network takes them.

    Parameters
    ----------
    path
        A picture, or an array in a .npy or .npz file.
    fit
        Which are turned into light on dark and brought to where a network expects them, as
        pictures on the canvas are: "always" all, "never" none, "auto" all but images of 28x28
        pixels on black, which is what photographs of the data set look like.
    """
    if path.suffix.lower() in SUFFIXES:
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
    if is_fitted:
        pixels = fit_picture(picture_to_grey(rgba, drawing=True))
    else:
        pixels = picture_to_image(rgba, drawing=False)
    return Images(pixels[np.newaxis], np.array([is_fitted]), picture.remark)


def _wants_fitting(image: NDArray[np.uint8], fit: str) -> bool:
    if fit == "auto":
        return not is_on_black(image.astype(np.float32) * np.float32(1 / 255))
    return fit == "always"
