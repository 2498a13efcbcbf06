"""``predict``: what a network says of pictures."""

import json
from argparse import Namespace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data.image_array import SUFFIXES, read_image_array
from fashion_gui.files.images import read_picture
from fashion_gui.nn import model_file
from fashion_gui.nn.answer import NOTHING_DRAWN, answer_in_words
from fashion_gui.sketch.fitting import fit_picture
from fashion_gui.sketch.ground import light_on_dark
from fashion_gui.sketch.picture import picture_to_grey, picture_to_image
from fashion_gui.training.opening import open_network


def run(arguments: Namespace) -> int:
    """Answer every picture, one line an image."""
    network = open_network(model_file.find(arguments.model)).network
    for source in arguments.pictures:
        images = read_images(Path(source), drawing=arguments.drawing)
        for index, probabilities in enumerate(network.predict_proba(images)):
            is_empty = arguments.drawing and not images[index].any()
            words = answer_in_words(probabilities, network.class_names)
            answer = NOTHING_DRAWN if is_empty else words
            if arguments.json:
                named = zip(network.class_names, probabilities, strict=True)
                result = {
                    "source": source,
                    "index": index,
                    "class": network.class_names[int(probabilities.argmax())],
                    "answer": answer,
                    "probabilities": {name: float(share) for name, share in named},
                }
                print(json.dumps(result))
            else:
                place = f"{source} [{index}]" if len(images) > 1 else source
                print(f"{place}: {answer}")
    return 0


def read_images(path: Path, *, drawing: bool) -> NDArray[np.uint8]:
    """Read the images of a file as a network takes them: uint8 (n_samples, 28, 28).

    With `drawing` each is turned into light on dark and fitted, as a picture on the canvas is.
    """
    if path.suffix.lower() in SUFFIXES:
        images = read_image_array(path)
        if drawing:
            for index, image in enumerate(images):
                images[index] = fit_picture(light_on_dark(image / np.float32(255)))
        return images
    picture = read_picture(path).pixels
    if drawing:
        return fit_picture(picture_to_grey(picture, drawing=True))[None]
    return picture_to_image(picture, drawing=False)[None]
