"""``flip``: the least ink that gets a picture another answer."""

import json
from pathlib import Path

import numpy as np
import pytest
from explained import make_image
from PIL import Image
from program import start

from fashion_gui.files import model_file
from fashion_gui.nn.network import Network


def test_it_draws_what_flips_the_answer_and_says_how_much_that_is(
    tmp_path: Path, model: Path, picture: Path, network: Network
) -> None:
    ranked = np.argsort(-network.predict_proba(make_image()[np.newaxis])[0])
    out, names = tmp_path / "flip.png", network.class_names
    done = start("flip", "--model", model, picture, "--out", out, "--judge", model)
    assert (done.returncode, done.stderr) == (0, "")
    first, second = names[ranked[0]], names[ranked[1]]
    assert done.stdout.startswith(f"{picture}: {first}, ")
    assert f"To be called {second} it takes " in done.stdout
    assert f"The other network calls what was drawn {second}, " in done.stdout
    assert f"Written: {out}" in done.stdout
    pixels = np.asarray(Image.open(out)).astype(int)
    assert pixels.shape == (280, 3 * 280 + 2 * 16, 3)
    before, after = pixels[5::10, 5:280:10, 0], pixels[5::10, 597::10, 0]
    np.testing.assert_array_equal(before, make_image())
    answer = network.predict_proba(after[np.newaxis])[0].argmax()
    assert answer == ranked[1]


def test_json_has_the_ink_the_sizes_and_the_pixels(
    model: Path, picture: Path, network: Network
) -> None:
    ranked = np.argsort(-network.predict_proba(make_image()[np.newaxis])[0])
    target = network.class_names[ranked[2]]
    done = start("flip", "--model", model, picture, "--to", target.upper(), "--json")
    result = json.loads(done.stdout)
    assert result["to"] == target
    pixels = np.array(result["ink"]["pixels"])
    row = network.predict_proba(pixels[np.newaxis])[0]
    assert network.class_names[int(row.argmax())] == target
    assert result["ink"]["probability"] == pytest.approx(row.max(), rel=1e-5)
    change = (pixels - make_image()) / 255
    assert result["ink"]["added"] == pytest.approx(change.clip(min=0).sum())
    assert 0 < result["linf"] < 1
    assert result["l2"] < np.linalg.norm(change)


def test_what_cannot_be_flipped_gets_a_sentence(
    tmp_path: Path, model: Path, picture: Path, network: Network
) -> None:
    vector = network.parameters.copy()
    arrays = network.architecture.split(vector)
    arrays[1]["weights"][:] = 0
    blind = tmp_path / "blind.safetensors"
    model_file.save(blind, Network(network.architecture, vector, network.class_names), {})
    done = start("flip", "--model", blind, picture, "--to", "class 3", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["ink"] is None
    name = network.class_names[int(network.predict_proba(make_image()[np.newaxis])[0].argmax())]
    done = start("flip", "--model", model, picture, "--to", name)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"it is called {name} already" in done.stderr
    done = start("flip", "--model", model, picture, "--to", "hat")
    assert done.returncode == 2
    assert "--to: expected one of class 0" in done.stderr
    done = start("flip", "--model", model, picture, "--out", "x.html")
    assert done.returncode == 2
    assert "expected a .png file" in done.stderr
