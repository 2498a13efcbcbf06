"""``evaluate``: how good a network is on images with labels, or two networks side by side."""

import json
import sys
from argparse import Namespace
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any

import numpy as np
from tqdm import tqdm

from fashion_gui.cli.evaluation_files import EvaluationFiles
from fashion_gui.cli.judged_images import JudgedImages, judged_images
from fashion_gui.cli.named_networks import load_named
from fashion_gui.data import Dataset, load
from fashion_gui.evaluation.comparison import Comparison
from fashion_gui.evaluation.compatibility import incompatibility, splits_of
from fashion_gui.evaluation.predictions import Predictions, predict_split
from fashion_gui.evaluation.split_words import other_note
from fashion_gui.files.model_file import DEFAULT_MODEL, ModelFileError
from fashion_gui.nn.network import Network
from fashion_gui.nn.threads import usable_cores
from fashion_gui.percent import percent, plain

_N_CHANGES = 5
"""Number of classes shown of a comparison: those with the largest changes."""


@dataclass(frozen=True)
class _Judged:
    """A network's name on the command line, and its predictions."""

    name: str
    answers: Predictions


def run(arguments: Namespace) -> int:
    """Predict, write the files that are asked for and print the scores."""
    files = EvaluationFiles(arguments.report, arguments.csv)
    files.check()
    names = arguments.compare or [arguments.model or DEFAULT_MODEL]
    saved = [load_named(name) for name in names]
    networks = [one.network for one in saved]
    dataset = load(arguments.data)
    if dataset.remark:
        print(dataset.remark, file=sys.stderr)
    dataset = dataset.with_plan(splits_of(saved[0].training, dataset))
    images = judged_images(arguments, dataset)
    if len(saved) == 2 and images.split_name:
        other = other_note(names[1], splits_of(saved[1].training, dataset), dataset, images.part)
        images = replace(images, note=" ".join(filter(None, (images.note, other))))
    for name, network in zip(names, networks, strict=True):
        _check_classes(name, network, dataset, images.dataset)
    judged = [
        _Judged(name, _answer(name, network, images))
        for name, network in zip(names, networks, strict=True)
    ]
    written = files.write(images, names, [one.answers for one in judged])
    if arguments.json:
        result = _result(judged, images)
        print(json.dumps(result | {"files": [str(path) for path in written]}))
        return 0
    if len(judged) == 2:
        _print_comparison(judged[0], judged[1], images)
    else:
        _print_scores(judged[0], images)
    if written:
        print(f"\nWritten: {', '.join(str(path) for path in written)}")
    return 0


def _check_classes(name: str, network: Network, *datasets: Dataset) -> None:
    for dataset in datasets:
        if problem := incompatibility(network, dataset):
            raise ModelFileError(f"{name}: {problem}")


def _answer(name: str, network: Network, images: JudgedImages) -> Predictions:
    pieces = []
    # The progress bar is drawn only if standard error is a terminal.
    with tqdm(total=images.n, desc=name, unit=" images", disable=None, leave=False) as bar:
        for part in images.dataset.pieces(images.part):
            n_before = bar.n
            for item in predict_split(network, images.dataset, part, usable_cores()):
                if isinstance(item, Predictions):
                    pieces.append(item)
                elif isinstance(item, int):
                    bar.update(n_before + item - bar.n)
    return Predictions.joined(pieces)


def _result(judged: list[_Judged], images: JudgedImages) -> dict[str, Any]:
    first, *others = judged
    result = _scores(first, images)
    if not others:
        return result
    (second,) = others
    comparison = Comparison(first.answers, second.answers)
    n_differ = int(comparison.differs.sum())
    names = first.answers.report.class_names
    changes = zip(names, comparison.recall_changes.tolist(), strict=True)
    return result | {
        "compared": _scores(second, images),
        "comparison": {
            "n_disagree": n_differ,
            "disagree": n_differ / images.n,
            "n_only_first_right": comparison.n_only_first,
            "n_only_second_right": comparison.n_only_second,
            "accuracy_difference": comparison.difference,
            "accuracy_difference_interval_95": list(comparison.difference_interval),
            "mcnemar_p_value": comparison.p_value,
            "recall_changes": dict(changes),
            "confusion_change": comparison.confusion_change.tolist(),
        },
    }


def _scores(judged: _Judged, images: JudgedImages) -> dict[str, Any]:
    answers = judged.answers
    return {
        "model": judged.name,
        "images": images.kind,
        "split": images.split_name,
        "part": images.split_name,
        "note": images.note,
        "test_accuracy": answers.report.accuracy,
        "accuracy_interval_95": list(answers.report.accuracy_interval),
        "loss": answers.loss,
        "calibration_error": answers.reliability.calibration_error,
        "n_test": len(answers),
        "report": answers.report.to_dict(),
        "confusion": answers.report.confusion.tolist(),
    }


def _print_scores(judged: _Judged, images: JudgedImages) -> None:
    answers, report = judged.answers, judged.answers.report
    low, high = report.accuracy_interval
    print(f"{judged.name}: {answers.network.architecture}, {images.n:,} {images.kind}\n")
    print(report.to_text())
    print(
        f"\nAccuracy on images like these: {low:.4f} to {high:.4f} (95 % interval). "
        f"Loss {answers.loss:.4f}. "
        f"Calibration error {answers.reliability.calibration_error:.4f}."
    )
    if images.note:
        print(images.note)
    if images.may_lack_classes:
        recalls = [scores.recall for scores in report.classes if scores.support]
        print(f"\nMean recall of the {len(recalls)} classes with images: {fmean(recalls):.4f}")
    print("\nConfusion (rows: true class, columns: predicted class)")
    width = max(len(name) for name in report.class_names)
    for name, row in zip(report.class_names, report.confusion, strict=True):
        print(f"{name:>{width}}  {' '.join(f'{count:5d}' for count in row)}")


def _print_comparison(first: _Judged, second: _Judged, images: JudgedImages) -> None:
    comparison = Comparison(first.answers, second.answers)
    for judged in (first, second):
        print(f"{judged.name}: {judged.answers.network.architecture}")
    width = max(len(first.name), len(second.name))
    print(f"\n{images.n:,} {images.kind}")
    print(f"{'':{width}}  accuracy   95 % interval       loss  calibration error")
    for judged in (first, second):
        answers = judged.answers
        low, high = answers.report.accuracy_interval
        print(
            f"{judged.name:{width}}  {answers.report.accuracy:8.4f}  {low:.4f} to {high:.4f}  "
            f"{answers.loss:7.4f}  {answers.reliability.calibration_error:17.4f}"
        )
    n_differ = int(comparison.differs.sum())
    print(
        f"\nThey disagree on {n_differ:,} images ({plain(percent(n_differ / images.n))}): only "
        f"{first.name} is right on {comparison.n_only_first:,}, only {second.name} on "
        f"{comparison.n_only_second:,}."
    )
    print(comparison.verdict(first.name, second.name))
    if images.note:
        print(images.note)
    _print_changes(comparison)


def _print_changes(comparison: Comparison) -> None:
    report, compared = comparison.first.report, comparison.second.report
    changes = comparison.recall_changes
    largest = [i for i in np.argsort(-np.abs(changes), kind="stable")[:_N_CHANGES] if changes[i]]
    if not largest:
        return
    print("\nClasses with the largest changes (recall with the first, with the second, change)")
    width = max(len(report.class_names[index]) for index in largest)
    for index in largest:
        print(
            f"{report.class_names[index]:>{width}}  {report.classes[index].recall:6.3f}  "
            f"{compared.classes[index].recall:6.3f}  {changes[index]:+7.3f}"
        )
