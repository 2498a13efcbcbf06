"""``evaluate``: how a network does on all test images."""

import json
import sys
from argparse import Namespace
from statistics import fmean

from fashion_gui.commands.predict import read_images
from fashion_gui.data import Dataset, Split, load
from fashion_gui.data.idx import DataError
from fashion_gui.data.image_array import read_labels
from fashion_gui.nn import model_file
from fashion_gui.training.drawings import held_out_drawings
from fashion_gui.training.metrics import Reliability, Report, log_losses
from fashion_gui.training.opening import open_network

_N_DOODLES = 5000


def run(arguments: Namespace) -> int:
    """Answer images and print the scores."""
    path = model_file.find(arguments.model)
    network = open_network(path).network
    dataset = load(arguments.data)
    kind, test = _images(arguments, dataset)
    if dataset.class_names != network.class_names:
        print(
            f"The network was taught other classes ({', '.join(network.class_names)}) than those "
            f"of the images ({', '.join(dataset.class_names)}): they are compared by their order.",
            file=sys.stderr,
        )
    probabilities = network.predict_proba(test.images)
    report = Report.of(test.labels, probabilities.argmax(axis=1), network.class_names)
    low, high = report.accuracy_interval
    loss = float(log_losses(test.labels, probabilities).mean())
    calibration_error = Reliability.of(test.labels, probabilities).calibration_error
    if arguments.json:
        result = {
            "model": arguments.model,
            "images": kind,
            "test_accuracy": report.accuracy,
            "accuracy_interval_95": [low, high],
            "loss": loss,
            "calibration_error": calibration_error,
            "n_test": len(test),
            "report": report.to_dict(),
            "confusion": report.confusion.tolist(),
        }
        print(json.dumps(result))
    else:
        print(f"{arguments.model}: {network.architecture}, {len(test):,} {kind}\n")
        print(report.to_text())
        print(
            f"\nAccuracy on images like these: {low:.4f} to {high:.4f} (95 % interval). "
            f"Loss {loss:.4f}. Calibration error {calibration_error:.4f}."
        )
        if arguments.drawings:
            recalls = [scores.recall for scores in report.classes if scores.support]
            print(
                f"\nMean recall of the {len(recalls)} classes that are there: {fmean(recalls):.4f}"
            )
        print("\nConfusion (rows: true class, columns: answer)")
        width = max(len(name) for name in report.class_names)
        for name, row in zip(report.class_names, report.confusion, strict=True):
            print(f"{name:>{width}}  {' '.join(f'{count:5d}' for count in row)}")
    return 0


def _images(arguments: Namespace, dataset: Dataset) -> tuple[str, Split]:
    """Return what is asked for, in words and as images with labels."""
    if arguments.doodles:
        return "doodles", held_out_drawings(_N_DOODLES)
    if arguments.drawings:
        images = read_images(arguments.drawings, drawing=True)
        labels = read_labels(arguments.drawings, len(dataset.class_names))
        if not len(labels) == len(images) > 0:
            raise DataError(
                f"{arguments.drawings}: expected a label for each image, found {len(images):,} "
                f"images and {len(labels):,} labels."
            )
        return "drawings", Split(images, labels)
    return "test images", dataset.test
