"""A full disk: what a run needs most is kept as long as there is room, and what is lost is told."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from shelved import SMALL

from fashion_gui.__main__ import main
from fashion_gui.data import Dataset
from fashion_gui.files import model_file
from fashion_gui.files.atomic import OutputError
from fashion_gui.shelf import run_writer
from fashion_gui.shelf.keeping import NotKept, kept
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.training.events import Finished
from fashion_gui.training.trainer import train

Fill = Callable[[str], None]


@pytest.fixture
def fill(monkeypatch: pytest.MonkeyPatch) -> Fill:
    """Leave no room for files whose path has a word in it."""
    write = run_writer.write_files

    def filled(word: str) -> None:
        def written(contents: Mapping[Path, bytes]) -> None:
            if any(word in str(path.relative_to(path.parents[2])) for path in contents):
                raise OutputError(f"{word}: cannot be written: No space left on device.")
            write(contents)

        monkeypatch.setattr(run_writer, "write_files", written)

    return filled


def test_without_room_for_its_film_a_run_is_kept_all_the_same(
    tmp_path: Path, small_dataset: Dataset, fill: Fill
) -> None:
    fill("film")
    shelf, record = Shelf(tmp_path / "runs"), RunRecord("full", SMALL)
    folder = shelf.begin(record)
    *_, lost, finished = kept(
        train(SMALL, small_dataset, is_kept=True, has_film=True), RunWriter(folder, record)
    )
    assert isinstance(lost, NotKept)
    assert "No space left on device" in lost.sentence
    assert isinstance(finished, Finished)
    assert shelf.record("full").status is RunStatus.FINISHED
    saved = model_file.load(folder.network).network
    assert saved.digest == finished.network.digest
    assert folder.best.exists()
    assert folder.checkpoint.exists()
    assert len(folder.read_history().epochs) == 2


@pytest.mark.parametrize("options", [(), ("--seeds", "2")])
def test_a_network_without_room_on_the_shelf_is_saved_elsewhere(
    tmp_path: Path,
    data: Path,
    fill: Fill,
    options: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    fill("network")
    where = ("--data", str(data), "--runs", str(tmp_path / "runs"), "--name", "full")
    recipe = ("--recipe", "custom", "--hidden", "8", "--epochs", "1", "--n-train", "400")
    with pytest.raises(SystemExit, match="1"):
        main(["train", *recipe, *where, *options])
    told = capsys.readouterr()
    assert "No space left on device" in told.err
    (path,) = tmp_path.glob("full*.safetensors")
    assert model_file.load(path).network
    assert path.name in told.out
