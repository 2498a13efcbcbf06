"""What the tests of the command line share: a network that it has trained."""

from pathlib import Path

import numpy as np
import pytest
from explained import DENSE, make_image, make_network
from PIL import Image
from program import Trained, start

from fashion_gui.files import model_file
from fashion_gui.nn.network import Network


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Trained:
    """Return a small network that ``train --json --out`` has written."""
    path = tmp_path_factory.mktemp("network") / "small.safetensors"
    settings = ("--recipe", "custom", "--hidden", "16", "--epochs", "3", "--seed", "4")
    done = start("train", *settings, "--data", data, "--json", "--out", path)
    assert done.returncode == 0, done.stderr
    return Trained(path, done)


@pytest.fixture(scope="session")
def network() -> Network:
    """Return a small dense network, which explains and is explained."""
    network = make_network(DENSE)
    return Network(network.architecture, network.parameters.astype(np.float32), network.class_names)


@pytest.fixture(scope="session")
def model(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of that network."""
    path = tmp_path_factory.mktemp("model") / "dense.safetensors"
    model_file.save(path, network, {})
    return path


@pytest.fixture(scope="session")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a picture that it can be asked about."""
    path = tmp_path_factory.mktemp("picture") / "square.png"
    Image.fromarray(make_image()).save(path)
    return path
