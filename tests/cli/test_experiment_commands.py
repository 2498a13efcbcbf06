"""``robustness`` and ``ablation``: pictures are disturbed, networks are changed."""

import json
from pathlib import Path

import numpy as np
import pytest
from explained import make_image
from program import Trained, start

from fashion_gui.data import load
from fashion_gui.explain import DISTURBANCES, disturbed, switched_off
from fashion_gui.files import model_file
from fashion_gui.nn.network import Network


def test_robustness_of_a_picture_has_the_probabilities_of_what_is_disturbed(
    model: Path, picture: Path, network: Network
) -> None:
    done = start("robustness", picture, "--model", model, "--kind", "pen-width", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (curve,) = json.loads(done.stdout)["curves"].values()
    assert tuple(curve["amounts"]) == DISTURBANCES["pen width"].amounts
    (points,) = curve["networks"].values()
    for amount, point in zip(curve["amounts"], points, strict=True):
        image = disturbed(make_image()[np.newaxis], "pen width", amount)
        expected = network.predict_proba(image)[0]
        assert list(point.values()) == pytest.approx(expected.tolist(), rel=1e-5)


def test_robustness_compares_the_accuracy_of_two_networks(trained: Trained, data: Path) -> None:
    two = ("--compare", trained.path, trained.path, "--data", data)
    done = start("robustness", *two, "--kind", "inverted", "--n", "50")
    assert done.returncode == 0, done.stderr
    assert "on 50 test images" in done.stdout
    lines = [line.split() for line in done.stdout.splitlines() if line.startswith("  ")]
    assert [float(line[0]) for line in lines] == list(DISTURBANCES["inverted"].amounts)
    done = start("robustness", "--kind", "sun", "--n", "0")
    assert done.returncode == 2


def test_ablation_compares_ranks_saves_and_refuses(
    trained: Trained, data: Path, tmp_path: Path
) -> None:
    common = ("--model", trained.path, "--data", data, "--layer", "ReLU 1")
    out = tmp_path / "off.safetensors"
    done = start("ablation", *common, "--units", "0,3", "--json", "--out", out)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    network, test = model_file.load(trained.path).network, load(data).test
    off = switched_off(network, "ReLU 1", [0, 3])
    for one, matrix in ((network, "confusion"), (off, "confusion_changed")):
        answers = one.predict_proba(test.images).argmax(axis=1)
        counts = np.array(result[matrix])
        assert np.trace(counts) == (answers == test.labels).sum()
        np.testing.assert_array_equal(counts.sum(axis=0), np.bincount(answers, minlength=10))
    np.testing.assert_array_equal(model_file.load(out).network.parameters, off.parameters)
    done = start("ablation", *common, "--json")
    ranking = json.loads(done.stdout)
    assert ranking["units"] == list(range(16))
    done = start("ablation", *common, "--units", "99")
    assert done.returncode == 2
    assert "has the units 0 to 15, found 99" in done.stderr
