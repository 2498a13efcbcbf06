"""``robustness``: how predictions change while pictures are increasingly disturbed."""

import json
import sys
from argparse import Namespace
from typing import Any

import numpy as np
from tqdm import tqdm

from fashion_gui.cli.judged_images import judged_images
from fashion_gui.cli.named_networks import load_named
from fashion_gui.cli.one_picture import read_one
from fashion_gui.cli.streams import one_line, tell_failure
from fashion_gui.data import load
from fashion_gui.data.idx import DataError
from fashion_gui.evaluation.compatibility import incompatibility, splits_of
from fashion_gui.explain import DISTURBANCES, AccuracyPoint, accuracy_curve, picture_curve
from fashion_gui.explain.robustness import some_of
from fashion_gui.files.images import PictureError
from fashion_gui.files.model_file import DEFAULT_MODEL, ModelFileError, SavedNetwork
from fashion_gui.nn.threads import usable_cores
from fashion_gui.percent import plain, probability


def run(arguments: Namespace) -> int:
    """Disturb one picture, or many images; return 1 when the picture cannot be read."""
    names = arguments.compare or [arguments.model or DEFAULT_MODEL]
    saved = [load_named(name) for name in names]
    kinds = [kind for kind in DISTURBANCES if arguments.kind in (None, dashed(kind))]
    if arguments.picture is None:
        return _of_images(arguments, names, saved, kinds)
    try:
        return _of_picture(arguments, names, saved, kinds)
    except (DataError, PictureError) as error:
        tell_failure(one_line(error))
        return 1


def dashed(kind: str) -> str:
    """Return the name of a disturbance for the command line."""
    return kind.replace(" ", "-")


def _of_picture(
    arguments: Namespace, names: list[str], saved: list[SavedNetwork], kinds: list[str]
) -> int:
    _, image = read_one(arguments, saved[0].network, "to disturb")
    curves: dict[str, Any] = {}
    for kind in kinds:
        curves[dashed(kind)] = of_kind = _new_curve(kind)
        for name, one in zip(names, saved, strict=True):
            points = list(picture_curve(one.network, image, kind))
            of_kind["amounts"] = [point.amount for point in points]
            classes = one.network.class_names
            of_kind["networks"][name] = [
                dict(zip(classes, point.probabilities.tolist(), strict=True)) for point in points
            ]
    if arguments.json:
        print(json.dumps({"source": arguments.picture, "curves": curves}))
        return 0
    for kind, curve in curves.items():
        print(f"{kind} ({curve['unit']})")
        for index, amount in enumerate(curve["amounts"]):
            answers = (_best(curve["networks"][name][index]) for name in names)
            print(f"  {amount:>6g}  {'  '.join(f'{answer:<24}' for answer in answers)}".rstrip())
    return 0


def _of_images(
    arguments: Namespace, names: list[str], saved: list[SavedNetwork], kinds: list[str]
) -> int:
    dataset = load(arguments.data)
    if dataset.remark:
        print(dataset.remark, file=sys.stderr)
    judged = judged_images(arguments, dataset.with_plan(splits_of(saved[0].training, dataset)))
    for name, one in zip(names, saved, strict=True):
        if problem := incompatibility(one.network, judged.dataset):
            raise ModelFileError(f"{name}: {problem}")
    numbers = np.asarray(judged.dataset.numbers(judged.part))
    numbers = numbers[some_of(len(numbers), arguments.n)]
    images = judged.dataset.images(numbers)
    labels = judged.dataset.labels[numbers]
    curves: dict[str, Any] = {}
    for kind in kinds:
        curves[dashed(kind)] = of_kind = _new_curve(kind)
        for name, one in zip(names, saved, strict=True):
            points = _drained(
                accuracy_curve(one.network, images, labels, kind, n_threads=usable_cores()),
                f"{name}, {kind}",
            )
            of_kind["amounts"] = [point.amount for point in points]
            of_kind["networks"][name] = {
                "accuracy": [point.accuracy for point in points],
                "confidence": [point.confidence for point in points],
            }
    if arguments.json:
        print(json.dumps({"n_images": len(images), "images": judged.kind, "curves": curves}))
        return 0
    print(f"Accuracy (and mean confidence), %, on {len(images):,} {judged.kind}")
    for kind, curve in curves.items():
        print(f"\n{kind} ({curve['unit']}): {', '.join(names)}")
        for index, amount in enumerate(curve["amounts"]):
            cells = (
                f"{100 * of['accuracy'][index]:6.1f} ({100 * of['confidence'][index]:5.1f})"
                for of in curve["networks"].values()
            )
            print(f"  {amount:>6g}  {'  '.join(cells)}")
    return 0


def _new_curve(kind: str) -> dict[str, Any]:
    return {"unit": DISTURBANCES[kind].unit, "amounts": [], "networks": {}}


def _drained(points: Any, words: str) -> list[AccuracyPoint]:
    """Return the points, with a progress bar where standard error is a terminal."""
    found = []
    with tqdm(total=1.0, desc=words, disable=None, leave=False, bar_format="{l_bar}{bar}") as bar:
        for item in points:
            if isinstance(item, AccuracyPoint):
                found.append(item)
            else:
                bar.update(item - bar.n)
    return found


def _best(probabilities: dict[str, float]) -> str:
    name = max(probabilities, key=lambda name: probabilities[name])
    return f"{name}, {plain(probability(probabilities[name]))}"
