"""``doodles``: a contact sheet of the drawings that networks learn from."""

from argparse import Namespace

import numpy as np

from fashion_gui.classes import CLASS_NAMES
from fashion_gui.files.contact_sheet import save_contact_sheet
from fashion_gui.synthetic.doodles import NO_CLOTHING, draw_doodles_of


def run(arguments: Namespace) -> int:
    """Draw doodles of each class and of other things, and write them as a PNG."""
    names = [*CLASS_NAMES, "no clothing"]
    labels = np.repeat(np.arange(NO_CLOTHING + 1, dtype=np.uint8), arguments.n)
    images = draw_doodles_of(labels, np.random.default_rng(arguments.seed))
    rows = images.reshape(len(names), arguments.n, *images.shape[1:])
    save_contact_sheet(arguments.picture, list(rows), names)
    print(f"{arguments.n} doodles of each class: {arguments.picture}")
    return 0
