"""``ablation``: what a network loses without some of its units, or with other weights."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from fashion_gui.cli.named_networks import load_named
from fashion_gui.cli.saving import save_anywhere
from fashion_gui.data import Subset, load
from fashion_gui.evaluation.compatibility import incompatibility
from fashion_gui.evaluation.metrics import confusion_matrix
from fashion_gui.explain import (
    AblationBench,
    AblationRanking,
    NotOfferedError,
    UnitEffect,
    hidden_layers,
    pruned,
    rank_units,
    scaled,
    with_noise,
)
from fashion_gui.files.atomic import check_file
from fashion_gui.files.model_file import DEFAULT_MODEL, ModelFileError
from fashion_gui.nn.network import Network
from fashion_gui.percent import percent, plain

_N_SHOWN = 10
"""Number of units that are printed: those that cost most."""


def run(arguments: Namespace) -> int:
    """Change the network as asked and compare, or rank the units of a layer."""
    name = arguments.model or DEFAULT_MODEL
    saved = load_named(name)
    network, dataset = saved.network, load(arguments.data)
    if dataset.remark:
        print(dataset.remark, file=sys.stderr)
    if problem := incompatibility(network, dataset):
        raise ModelFileError(f"{name}: {problem}")
    layer = _layer(arguments, network)
    if arguments.out:
        check_file(arguments.out)
    test, changed = dataset.test, None
    try:
        changed = _changed(arguments, network, layer)
        if changed is None:
            return _rank(arguments, network, layer, test)
    except ValueError as error:  # a unit, a share or a factor that is not possible
        arguments.parser.error(str(error))
    assert changed
    path = save_anywhere(arguments.out, changed, saved.training) if arguments.out else None
    return _compare(arguments, network, changed, test, str(path) if path else None)


def _layer(arguments: Namespace, network: Network) -> str:
    layers = hidden_layers(network)
    wanted: str | None = arguments.layer
    if wanted is None:
        if not layers:
            arguments.parser.error("this network has no hidden layer")
        return layers[-1]
    if wanted not in network.architecture.layer_names:
        known = ", ".join(layers)
        arguments.parser.error(f"--layer: expected one of {known}, found {wanted!r}")
    return wanted


def _changed(arguments: Namespace, network: Network, layer: str) -> Network | None:
    """Return the changed network; None where nothing is to be changed."""
    changed: Network | None = None
    if arguments.units:
        factor = 0.0 if arguments.scale is None else arguments.scale
        changed = scaled(network, layer, arguments.units, factor)
    elif arguments.scale is not None:
        raise NotOfferedError("--scale: expected --units, whose values are multiplied")
    of = layer if arguments.layer else None
    if arguments.noise is not None:
        rng = np.random.default_rng(arguments.seed)
        changed = with_noise(changed or network, arguments.noise, rng, of)
    if arguments.prune is not None:
        changed = pruned(changed or network, arguments.prune, of)
    return changed


def _compare(
    arguments: Namespace, network: Network, changed: Network, test: Subset, path: str | None
) -> int:
    n_classes = network.architecture.n_classes
    bench = AblationBench(network, test.images)
    _drain(bench.prepare())
    before, after = (_counts(bench.probabilities(one), test, n_classes) for one in (None, changed))
    accuracies = [float(np.trace(counts) / counts.sum()) for counts in (before, after)]
    if arguments.json:
        result = {
            "n_images": len(test.images),
            "accuracy": accuracies[0],
            "accuracy_changed": accuracies[1],
            "classes": list(network.class_names),
            "confusion": before.tolist(),
            "confusion_changed": after.tolist(),
            "files": [path] if path else [],
        }
        print(json.dumps(result))
        return 0
    was, now = (percent(accuracy, 2) for accuracy in accuracies)
    print(plain(f"Accuracy {now}, before {was}"))
    change = after - before
    for index in np.argsort(np.diag(change), kind="stable"):
        if change[index].any():
            others = [
                f"{change[index, other]:+d} as {network.class_names[other]}"
                for other in np.argsort(-change[index], kind="stable")[:2]
                if other != index and change[index, other] > 0
            ]
            name = network.class_names[index]
            print(f"  {name}: {change[index, index]:+d} right {', '.join(others)}".rstrip())
    if path:
        print(f"Written: {path}")
    return 0


def _rank(arguments: Namespace, network: Network, layer: str, test: Subset) -> int:
    bench = AblationBench(network, test.images)
    ranking: Any = _drain(rank_units(bench, test.labels, layer))
    assert isinstance(ranking, AblationRanking)
    names = network.class_names
    if arguments.json:
        lost = [dict(zip(names, row, strict=True)) for row in ranking.lost.tolist()]
        units = ranking.units.tolist()
        print(json.dumps({"layer": layer, "units": units, "lost": lost}))
        return 0
    print(f"{layer}: what the classes lose in accuracy without each unit, in points")
    for place in np.argsort(-ranking.lost.mean(axis=1), kind="stable")[:_N_SHOWN]:
        lost = 100 * ranking.lost[place]
        most = np.argsort(-lost, kind="stable")[:3]
        words = ", ".join(f"{names[index]} {lost[index]:.1f}" for index in most)
        print(f"  unit {ranking.units[place]:>4}: mean {lost.mean():5.2f}; {words}")
    return 0


def _drain(steps: Iterator[Any]) -> Any:
    """Return the last step, with a progress bar where standard error is a terminal."""
    last: Any = None
    with tqdm(total=1.0, disable=None, leave=False, bar_format="{l_bar}{bar}") as bar:
        for step in steps:
            last = step
            if isinstance(step, UnitEffect):
                bar.update(step.n_done / step.n_units - bar.n)
    return last


def _counts(probabilities: NDArray[np.float32], test: Subset, n_classes: int) -> NDArray[np.intp]:
    return confusion_matrix(test.labels, probabilities.argmax(axis=1), n_classes)
