"""How many pictures of each kind the shipped network classifies right after fitting."""

import numpy as np

from benchmarks.pictures.kinds import KINDS, Scene, scenes
from benchmarks.result import Cell, Result
from fashion_gui.data import load
from fashion_gui.evaluation.upright import quarter_turns, turned
from fashion_gui.evaluation.verdict import verdicts
from fashion_gui.files import model_file
from fashion_gui.nn.network import Network
from fashion_gui.sketch.fitting import fit_picture
from fashion_gui.sketch.picture import picture_to_grey

_N_OF_EACH = 10
_SEED = 1


def measure() -> Result:
    """Return a row for each kind: the number of right ones, and of all.

    A verdict is right if it names the class, alone or as one of two.
    """
    saved = model_file.load(model_file.find(model_file.DEFAULT_MODEL))
    photos = load().train[-saved.training["n_validation"] :]
    rows: list[tuple[Cell, ...]] = []
    for kind in KINDS:
        found = [_is_right(saved.network, s) for s in scenes(kind, _N_OF_EACH, photos, _SEED)]
        rows.append((kind, sum(found), len(found)))
    rows.append(("all", sum(int(str(row[1])) for row in rows), len(rows) * _N_OF_EACH))
    return Result(
        f"Pictures made by a program that {model_file.DEFAULT_MODEL} reads",
        ("kind", "right", "pictures"),
        tuple(rows),
    )


def _is_right(network: Network, scene: Scene) -> bool:
    rgba = np.asarray(scene.picture.convert("RGBA"))
    grey = picture_to_grey(rgba, drawing=True)
    image = fit_picture(turned(grey, quarter_turns(network, grey)))
    (verdict,) = verdicts(network, image[np.newaxis])
    return bool(image.any()) and scene.garment.label in verdict.classes
