"""A name on the command line: a network that comes with the program, or one of a kept run."""

from pathlib import Path

import pytest
from shelved import shelve

from fashion_gui.cli import named_networks
from fashion_gui.cli.named_networks import load_named
from fashion_gui.data import Dataset
from fashion_gui.files import model_file
from fashion_gui.files.model_file import ModelFileError
from fashion_gui.shelf.shelf import Shelf


def test_a_run_never_takes_the_name_of_a_network_that_comes_with_the_program(
    tmp_path: Path, small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(tmp_path / "runs")
    monkeypatch.setattr(named_networks, "runs_folder", lambda: shelf.path)
    shelve(shelf, small_dataset, "mlp")
    shelf.folder("mlp").path.rename(shelf.path / "first")
    first = shelve(shelf, small_dataset, "mlp")
    kept = model_file.load(shelf.folder(first.name).network).network.digest
    shipped = model_file.load(model_file.shipped()["mlp"]).network.digest
    assert load_named("mlp").network.digest == shipped
    assert load_named("mlp (mine)").network.digest == kept == load_named("first").network.digest
    for name in ("first (mine)", "nonsense", "../runs/first"):
        with pytest.raises(ModelFileError, match="Nor is there a run of that name"):
            load_named(name)
