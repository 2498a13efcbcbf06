"""Shared by the commands on one picture: reading it, and finding classes by name."""

import sys
from argparse import Namespace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_gui.cli.pictures import Images, read_images
from fashion_gui.files.images import PictureError
from fashion_gui.nn.network import Network


def class_named(arguments: Namespace, network: Network, option: str, flag: str) -> int | None:
    """Return the index of the class that an option names, ignoring case; None without it.

    Parameters
    ----------
    option, flag
        The option's name among the arguments and on the command line; an unknown class ends the
        program with status 2.
    """
    wanted = getattr(arguments, option)
    if wanted is None:
        return None
    names = [name.casefold() for name in network.class_names]
    if wanted.casefold() not in names:
        known = ", ".join(network.class_names)
        arguments.parser.error(f"{flag}: expected one of {known}, found {wanted!r}")
    return names.index(wanted.casefold())


def read_one(
    arguments: Namespace, network: Network, purpose: str
) -> tuple[Images, NDArray[np.uint8]]:
    """Read the picture of the arguments, and print remarks on standard error.

    Parameters
    ----------
    purpose
        Purpose for error messages, as in "to explain".

    Returns
    -------
    images
        As ``read_images`` returns them.
    image : ndarray of uint8, shape (28, 28)

    Raises
    ------
    DataError, PictureError
        When it cannot be read, is not one, or shows nothing.
    """
    source = arguments.picture
    images = read_images(Path(source), arguments.fit, network if arguments.turn else None)
    if len(images.pixels) != 1:
        n = len(images.pixels)
        raise PictureError(f"{source}: expected one picture {purpose}, found {n:,} images.")
    if images.remark:
        print(f"{source}: {images.remark}", file=sys.stderr)
    if images.side:
        print(f"{source}: It lay on its side: turned to the {images.side}.", file=sys.stderr)
    if not images.pixels.any():
        raise PictureError(f"{source}: expected something drawn {purpose}, found nothing.")
    image: NDArray[np.uint8] = images.pixels[0]
    return images, image
