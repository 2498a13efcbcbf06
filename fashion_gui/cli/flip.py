"""``flip``: the least ink and the smallest perturbation that change a prediction."""

import json
from argparse import Namespace
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashion_gui.cli.named_networks import load_named
from fashion_gui.cli.one_picture import class_named, read_one
from fashion_gui.cli.streams import one_line, tell_failure
from fashion_gui.data.idx import DataError
from fashion_gui.explain import (
    Counterfactual,
    NotFound,
    NotOfferedError,
    Redrawing,
    least_ink,
    overlay,
    smallest_change,
)
from fashion_gui.explain.counterfactual import NORMS, Norm
from fashion_gui.files.atomic import check_file
from fashion_gui.files.images import PictureError, write_png
from fashion_gui.nn.network import Network
from fashion_gui.percent import plain, probability

_SUFFIX = ".png"
_PIXEL = 10
"""Pixels of the PNG for each of the image."""
_GAP = 16


def run(arguments: Namespace) -> int:
    """Flip a prediction; return 1 when the picture cannot be read, or nothing was found."""
    if arguments.out and arguments.out.suffix.lower() != _SUFFIX:
        arguments.parser.error(f"--out: expected a .png file, found {arguments.out}")
    network = load_named(arguments.model).network
    judge = load_named(arguments.judge).network if arguments.judge else None
    target = class_named(arguments, network, "target", "--to")
    if arguments.out:
        check_file(arguments.out)
    try:
        _, image = read_one(arguments, network, "to flip")
        probabilities = network.predict_proba(image[np.newaxis])[0]
        first, second = np.argsort(-probabilities, kind="stable")[:2].tolist()
        target = second if target is None else target
        if target == first:
            name = network.class_names[target]
            raise PictureError(f"{arguments.picture}: it is called {name} already.")
        *_, redrawn = least_ink(network, image, target)
        changes = {norm: [*smallest_change(network, image, target, norm)][-1] for norm in NORMS}
    except (DataError, PictureError, NotOfferedError) as error:
        tell_failure(one_line(error))
        return 1
    found = isinstance(redrawn, Redrawing)
    if arguments.out and isinstance(redrawn, Redrawing):
        write_png(arguments.out, _picture(redrawn))
    if arguments.json:
        print(json.dumps(_result(arguments, network, judge, target, redrawn, changes)))
    else:
        start = f"{arguments.picture}: {_answer(network, image)}."
        print(start, *_in_words(network, judge, target, redrawn, changes))
        if arguments.out and found:
            print(f"Written: {arguments.out}")
    return 0 if found else 1


def _in_words(
    network: Network,
    judge: Network | None,
    target: int,
    redrawn: object,
    changes: Mapping[Norm, object],
) -> list[str]:
    """Return a sentence on the ink, one on the smallest change, and one on the other network."""
    words = []
    if isinstance(redrawn, Redrawing):
        words.append(
            f"To be called {network.class_names[target]} it takes {redrawn.ink_added:.1f} pixels "
            f"of ink and {redrawn.ink_erased:.1f} erased: then {_answer(network, redrawn.changed)}."
        )
    elif isinstance(redrawn, NotFound):
        words.append(redrawn.sentence)
    size = changes["linf"]
    if isinstance(size, Counterfactual):
        words.append(
            f"Unseen it takes at most {255 * size.linf:.0f} of 255 grey levels in each pixel."
        )
    if judge and isinstance(redrawn, Redrawing):
        words.append(f"The other network calls what was drawn {_answer(judge, redrawn.changed)}.")
    return words


def _answer(network: Network, image: NDArray[np.uint8]) -> str:
    probabilities = network.predict_proba(image[np.newaxis])[0]
    best = int(probabilities.argmax())
    return f"{network.class_names[best]}, {plain(probability(probabilities[best]))}"


def _result(
    arguments: Namespace,
    network: Network,
    judge: Network | None,
    target: int,
    redrawn: object,
    changes: Mapping[Norm, object],
) -> dict[str, Any]:
    names = network.class_names
    result: dict[str, Any] = {"source": arguments.picture, "to": names[target], "ink": None}
    if isinstance(redrawn, Redrawing):
        result["class"] = names[redrawn.before]
        result["ink"] = {
            "added": redrawn.ink_added,
            "erased": redrawn.ink_erased,
            "dabs": [[dab.row, dab.column, dab.is_ink] for dab in redrawn.dabs],
            "probability": redrawn.probability,
            "pixels": redrawn.changed.tolist(),
        }
        if judge:
            best = int(judge.predict_proba(redrawn.changed[np.newaxis])[0].argmax())
            result["other"] = judge.class_names[best]
    for norm, change in changes.items():
        is_there = isinstance(change, Counterfactual)
        result[norm] = getattr(change, norm) if is_there else None
    result["files"] = [str(arguments.out)] if arguments.out and result["ink"] else []
    return result


def _picture(redrawn: Redrawing) -> NDArray[np.uint8]:
    """Return the picture, what was changed (blue is ink, orange is erased), and the result."""
    change = redrawn.change.astype(np.float64)
    grey = [np.repeat(one[..., np.newaxis], 3, axis=2) for one in (redrawn.image, redrawn.changed)]
    parts = (grey[0], overlay(redrawn.image, change, limit=255), grey[1])
    large = [part.repeat(_PIXEL, axis=0).repeat(_PIXEL, axis=1) for part in parts]
    gap = np.zeros((len(large[0]), _GAP, 3), np.uint8)
    return np.concatenate([large[0], gap, large[1], gap, large[2]], axis=1)
